"""Sentences with several figures: none that is right is accused, and what is planted is found at
its place (fixtures/sentences).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.extract import extract

FOLDER = Path(__file__).parents[1] / "fixtures" / "sentences"
HEAD = "2024년 다올시 주요업무 결과 보고서\n\n1. 실적\n○ "
FEWEST = {"plain": 200, "planted": 25}  # an empty file would hold everything


def sentences(name: str) -> list[list[str]]:
    """The lines of a file: the sentence, then what stands behind its tabs."""
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines()]


def accused(folder: Path, sentence: str) -> list[str]:
    path = folder / "2024.txt"
    path.write_text(f"{HEAD}{sentence}\n", encoding="utf-8")
    checks = extract(path, path.name).checks
    return [c.statement for c in checks if c.verdict == "disagrees"]


def test_no_sentence_that_is_right_is_accused(tmp_path: Path) -> None:
    told = [sentence for sentence, *_ in sentences("plain")]
    assert len(told) > FEWEST["plain"]
    assert {s: made for s in told if (made := accused(tmp_path, s))} == {}


def test_what_is_planted_is_accused_at_its_place(tmp_path: Path) -> None:
    told = {sentence: wrong for sentence, *wrong in sentences("planted")}
    assert len(told) > FEWEST["planted"]
    assert {s: accused(tmp_path, s) for s in told} == told


@pytest.mark.xfail(strict=True, reason="owner: figures; wrong figures that nothing accuses yet")
@pytest.mark.parametrize("sentence", [s for s, *_ in sentences("owed")])
def test_what_is_planted_and_not_yet_found(tmp_path: Path, sentence: str) -> None:
    assert accused(tmp_path, sentence)
