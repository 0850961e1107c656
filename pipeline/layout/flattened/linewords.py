"""The words of a line of text, each with what it may be in a table: a figure, a mark, a number that
opens a title.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.layout.figures import FIGURE
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, numbering_at

WORD = lazy_pattern(r"\S+")
APART = 9  # blanks before a line's first word
BEHIND_MARK = 3  # blanks between a mark and its words, at most
ROW_NUMBER = lazy_pattern(r"\d{1,3}[.)]?")
LOWER = ("dash", "dot", "note")  # marks that stand inside sentences too
Key = tuple[str, int]  # kind of a number and how many it has: ("path", 2)


@dataclass(frozen=True, slots=True)
class Word:
    """Characters start..end of a line between blanks; `before`: how many blanks stand before it."""

    start: int
    end: int
    text: str
    before: int
    figure: bool
    numeral: bool  # as of a row: “1.”
    mark: bool
    touching: bool  # a mark as sentences have them, one blank behind what stands before
    key: Key | None


def text_to_words(text: str) -> tuple[Word, ...]:
    """The words of a line; figures that one blank parts are two.

    >>> [(w.start, w.figure, w.mark) for w in text_to_words("가  12 7  - 나")]
    [(0, False, False), (3, True, False), (6, True, False), (9, False, True), (11, False, False)]
    """
    spans = [(m.start(), m.end()) for m in WORD.finditer(text)]
    before = [APART, *(b[0] - a[1] for a, b in pairwise(spans))]
    own = [text[a:b] for a, b in spans]
    marks = [_mark_at(own, before, n) for n in range(len(own))]
    starts = np.flatnonzero(np.array(before[: len(own)]) > 1).tolist()
    found: list[Word] = []
    for first, last in pairwise([*starts, len(own)]):
        figures = _are_figures(own[first:last], marks[first:last])
        numeral = last - first == 1 and ROW_NUMBER.fullmatch(own[first]) is not None
        keys = [None if figures else _key_at(text, a) for a, _ in spans[first:last]]
        found += [
            Word(*spans[k], own[k], before[k], figures, numeral, *marks[k], keys[k - first])
            for k in range(first, last)
        ]
    return tuple(found)


def _are_figures(words: Sequence[str], marks: Sequence[tuple[bool, bool]]) -> bool:
    """A piece of a line is nothing but figures."""
    return not any(map(any, marks)) and all(FIGURE.fullmatch(word) for word in words)


def _key_at(text: str, at: int) -> Key | None:
    numbering = numbering_at(text, at)
    return (numbering.kind, len(numbering.value)) if numbering else None


def _mark_at(words: Sequence[str], before: Sequence[int], n: int) -> tuple[bool, bool]:
    """Whether a word is the mark of the words behind it, and whether it only may be one."""
    if n + 1 >= len(words) or not _is_mark(words[n]) or _is_mark(words[n + 1]):
        return False, False
    touching = before[n] == 1 and _is_mark(words[n], LOWER)
    near = before[n + 1] <= BEHIND_MARK
    return near and not touching, near and touching


def _is_mark(word: str, families: Sequence[str] = ()) -> bool:
    """Whether a word is a mark, one of these families where any are given."""
    bullet = bullet_at(word + " x") if len(word) == 1 else None
    return bullet is not None and (not families or bullet.family in families)


def behind_number(words: Sequence[Word]) -> list[int]:
    """Where a title begins that one blank parts from its row's number, if one does: “2 지역아동센터
    운영”.

    >>> behind_number(text_to_words("가  2 나")), behind_number(text_to_words("1  2 나"))
    ([5], [])
    """
    for a, b in pairwise(words):
        if a.figure or a.numeral:
            return []
        if a.before > 1 and b.before == 1 and ROW_NUMBER.fullmatch(a.text):
            return [b.start]
    return []
