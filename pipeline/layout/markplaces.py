"""Where the marks of a text stand: a sign that also stands inside sentences opens a line where its
kind surely opens others, even after a line that fills its column.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.layout.draft import DraftLine
from pipeline.text import bullet_at, skip_blanks

ONE = 0.5  # pt between two places that are kept as one
SAME = 0.2  # em between two marks at one place
BESIDE = 0.3  # em from where a wrap would hang


@dataclass(slots=True)
class MarkPlaces:
    """Where the marks of each family surely open lines: left edges in points, in order."""

    by_family: dict[str, list[float]] = field(default_factory=dict)

    def add(self, line: DraftLine) -> None:
        """Takes a line in whose mark, if it opens with one, is sure."""
        bullet = bullet_at(line.text)
        left = text_to_left(line)
        if bullet is not None and not self.has(bullet.family, left, ONE):
            insort(self.by_family.setdefault(bullet.family, []), left)

    def has(self, family: str, left: float, near: float) -> bool:
        """Whether a mark of that family surely stands so near to a place.

        >>> MarkPlaces({"dash": [80.0]}).has("dash", 81, 2), MarkPlaces().has("dash", 81, 2)
        (True, False)
        """
        places = self.by_family.get(family, [])
        at = bisect_left(places, left - near)
        return at < len(places) and places[at] <= left + near


def stands_as_mark(lines: Sequence[DraftLine], below: DraftLine, places: MarkPlaces) -> bool:
    """Whether a line opens with a mark at a place of its kind, and where no wrap of the paragraph
    before it would begin.
    """
    bullet = bullet_at(below.text)
    if bullet is None:
        return False
    left = text_to_left(below)
    if not places.has(bullet.family, left, SAME * below.size):
        return False
    return all(abs(left - hung) > BESIDE * below.size for hung in lines_to_hung(lines))


def lines_to_hung(lines: Sequence[DraftLine]) -> list[float]:
    """Where the next line of a paragraph may hang: below its first line's text, or as its last one
    does.
    """
    bullet = bullet_at(lines[0].text)
    first = text_to_left(lines[0], bullet.end if bullet else 0)
    return [first, *(text_to_left(line) for line in lines[-1:] if line is not lines[0])]


def text_to_left(line: DraftLine, at: int = 0) -> float:
    """Where the first character from `at` on that is no blank begins."""
    at = min(skip_blanks(line.text, at), len(line.text) - 1)
    return float(line.edges[at, 0])
