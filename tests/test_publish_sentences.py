"""Problem codes: every one that a stage names has its sentences, and the two languages say the same
things.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.lexicon import words
from pipeline.model import Problem
from pipeline.publish.sentences import code_to_sentence, problem_to_sentence

ROOT = Path(__file__).parents[1] / "pipeline"
SOURCE = "\n".join(p.read_text(encoding="utf-8") for p in ROOT.rglob("*.py"))
NAMES = re.compile(
    r"\{(\w+?)(?:_(?:ko|en))?(?::[^{}]*)?\}"
)  # {which_ko} is {which} in Korean ({lost_en} in English), {name:은/는} a name with its particle
SAID_WHOLE = {"said"}  # the English sentence of an unreadable file comes with its fault


def test_every_code_that_is_named_is_described() -> None:
    named = set(re.findall(r'\bProblem\(\s*"(\w+)"', SOURCE)) | set(
        re.findall(r'UnreadableError\(\s*"(\w+)"', SOURCE)
    )
    assert len(named) > 10
    assert named <= set(words("problems"))


@pytest.mark.parametrize("code", list(words("problems")))
def test_each_code(code: str) -> None:
    entry = words("problems")[code]
    assert entry["severity"] in ("error", "warning", "info")
    assert entry.get("fails", "unread") == "unread"
    korean, english = set(NAMES.findall(entry["ko"])), set(NAMES.findall(entry["en"]))
    assert english == SAID_WHOLE or korean <= english | {"file"}, (
        "a word that only one language has"
    )
    assert re.search("[가-힣]", entry["ko"])


def test_a_word_that_was_not_given_shows_its_name() -> None:
    assert (
        code_to_sentence("timeout", {}).en
        == "Not read within [seconds] seconds, so it was stopped; try again with a longer --timeout."
    )


def test_braces_in_a_report_are_text() -> None:
    assert "{x}" in problem_to_sentence(Problem("unread_line", words=(("text", "{x}"),))).en


@pytest.mark.parametrize("name", list(words("messages")))
def test_messages_say_the_same_in_both_languages(name: str) -> None:
    entry = words("messages")[name]
    assert set(NAMES.findall(entry["ko"])) <= set(NAMES.findall(entry["en"]))
    assert f'"{name}"' in SOURCE


def test_particles_follow_the_word_also_behind_quotes() -> None:
    assert code_to_sentence("duplicate_report", {"others": "2024.pdf, 부산"}).ko.startswith(
        "2024.pdf, 부산과 같은"
    )
    assert code_to_sentence(
        "area_row_count_differs", {"area": "복지", "stated": "3", "rows": "2"}
    ).ko.startswith("분야 “복지”는 ")


@pytest.mark.parametrize("book", ["problems", "messages"])
def test_no_sentence_leaves_the_particle_to_the_reader(book: str) -> None:
    for name, entry in words(book).items():
        assert not any(
            pair in entry["ko"]
            for pair in ("와(과)", "과(와)", "이(가)", "을(를)", "은(는)", "(으)로")
        ), name
