"""From a problem's code and words to its severity and its sentences, as lexicon/problems.toml words
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.lexicon import words
from pipeline.particle import Worded

if TYPE_CHECKING:
    from pipeline.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Sentence:
    """What a person reads of a problem."""

    severity: str  # error, warning, info
    ko: str
    en: str


class _Gaps(dict[str, Worded]):
    """Words of a sentence; a word that the stage did not give shows as its name, since a sentence
    with a gap still helps.
    """

    def __missing__(self, key: str) -> Worded:
        return Worded(f"[{key}]")


def code_to_sentence(code: str, given: Mapping[str, str]) -> Sentence:
    """The sentence of `code` with the given words put in.

    >>> code_to_sentence("timeout", {"seconds": "60"}).en
    'Not read within 60 seconds, so it was stopped; try again with a longer --timeout.'
    """
    entry = words("problems").get(code) or {"severity": "warning", "ko": f"{code}", "en": f"{code}"}
    filled = _Gaps({name: Worded(word) for name, word in given.items()})
    return Sentence(
        entry["severity"], entry["ko"].format_map(filled), entry["en"].format_map(filled)
    )


def problem_to_sentence(problem: Problem) -> Sentence:
    """The sentence of a problem, from its code and words."""
    return code_to_sentence(problem.code, dict(problem.words))


def is_told(code: str) -> bool:
    """Whether a run prints this problem under its report: what fails, and what a person must not
    miss though it does not.

    >>> is_told("row_count_differs"), is_told("number_lost")
    (True, False)
    """
    entry = words("problems").get(code, {})
    return bool(entry.get("tell") or entry.get("fails"))


def fails_as_unread(code: str) -> bool:
    """Whether this problem alone means that a report was not wholly read (exit 4).

    >>> fails_as_unread("duplicate_report")
    False
    """
    return bool(words("problems").get(code, {}).get("fails") == "unread")
