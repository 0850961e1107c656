"""Text to columns where no rule stands between them: lines of ink, their segments, and the gutters
that no line crosses.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.layout.grids import Bools, Ints
from pipeline.layout.rulings import Reals
from pipeline.model import Box, Glyphs

SAME_ROW = 0.35  # em between the baselines of one line
APART = 1.0  # em of white that parts a line into segments; a justified blank stays below
# rows, after which a gutter is known well enough for ink inside it to be a label over two columns
SETTLED = 3
# em between two letters of one spread word; two wrapped last syllables of two columns stand further
# apart
SPREAD = 5.0
CROSSED = 0.2  # of the rows may cross a gutter: totals, headings over two columns
NARROWEST = 0.45  # em: a gutter over many lines may be narrower than a blank in one of them
LEADERS = frozenset(map(ord, "·․‥…⋯‧・ㆍ.-─━―"))
BLANKS = np.array([0x20, 0x09, 0xA0, 0x3000])


def are_blank(codes: npt.NDArray[np.signedinteger[Any]]) -> Bools:
    """Which of these code points are BLANKS: four comparisons take a sixth of the time of np.isin.

    >>> are_blank(np.array([0x20, 0x41, 0x3000])).tolist()
    [True, False, True]
    """
    blank: Bools = (codes == 0x20) | (codes == 0x09) | (codes == 0xA0) | (codes == 0x3000)
    return blank


@dataclass(slots=True, eq=False)
class Ink:
    """Glyphs that are no blanks, by line and place: `row` numbers the lines of one baseline from
    the top, 0, 1, 2 …
    """

    x0: Reals
    x1: Reals
    top: Reals
    bottom: Reals
    code: Ints
    row: Ints
    em: float

    def take(self, which: Bools | Ints) -> Ink:
        return Ink(
            self.x0[which],
            self.x1[which],
            self.top[which],
            self.bottom[which],
            self.code[which],
            self.row[which],
            self.em,
        )


@dataclass(slots=True, eq=False)
class Segments:
    """Stretches of ink of one line with a wide white on both sides."""

    row: Ints
    x0: Reals
    x1: Reals
    top: Reals
    bottom: Reals
    first: Ints  # index into the ink
    count: Ints  # glyphs


def glyphs_to_ink(glyphs: Glyphs, which: Bools) -> Ink | None:
    """The upright, visible glyphs among `which` in line order; None where there are none."""
    seen = (which & (glyphs.turn == 0) & ~are_blank(glyphs.code)).nonzero()[0]
    if not len(seen):
        return None
    baseline, size = glyphs.baseline[seen].astype(np.float64), glyphs.size[seen].astype(np.float64)
    em = float(np.median(size))
    order = baseline.argsort(kind="stable")
    level, row = baseline[order], np.zeros(len(seen), np.int64)
    row[order[1:]] = (level[1:] - level[:-1] > SAME_ROW * em).cumsum()
    order = np.lexsort((glyphs.x0[seen], row))
    seen, row = seen[order], row[order]
    x0, x1 = glyphs.x0[seen].astype(np.float64), glyphs.x1[seen].astype(np.float64)
    top, bottom = glyphs.top[seen].astype(np.float64), glyphs.bottom[seen].astype(np.float64)
    return Ink(x0, x1, top, bottom, glyphs.code[seen].astype(np.int64), row, em)


def ink_outside(ink: Ink, boxes: Sequence[Box]) -> Ink:
    """The ink whose middle lies in none of the boxes."""
    x, y = (ink.x0 + ink.x1) / 2, (ink.top + ink.bottom) / 2
    outside = np.ones(len(x), bool)
    for box in boxes:
        outside &= ~((x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom))
    left = ink.take(outside)
    left.row = np.unique(left.row, return_inverse=True)[1].reshape(-1).astype(np.int64)
    return left


def ink_to_segments(ink: Ink, apart: float = APART) -> Segments:
    """Lines cut at white wider than `apart` em; letters spread singly over their cell (“구
    분”) stay one segment.
    """
    reach = np.maximum.accumulate(ink.x1 + 1e5 * ink.row) - 1e5 * ink.row
    new_row = np.ones(len(ink.row), bool)
    new_row[1:] = ink.row[1:] != ink.row[:-1]
    gap = np.zeros(len(ink.row))
    gap[1:] = ink.x0[1:] - reach[:-1]
    starts = (new_row | (gap > apart * ink.em)).nonzero()[0]
    count = _counts(starts, len(ink.row))
    letter = (count == 1) & (ink.code[starts] >= 0xAC00) & (ink.code[starts] <= 0xD7A3)
    spread = np.zeros(len(starts), bool)  # of no ink none
    spread[1:] = (
        letter[1:] & letter[:-1] & ~new_row[starts[1:]] & (gap[starts[1:]] < SPREAD * ink.em)
    )
    starts = starts[~spread]
    x1 = np.maximum.reduceat(ink.x1, starts)
    top, bottom = np.minimum.reduceat(ink.top, starts), np.maximum.reduceat(ink.bottom, starts)
    return Segments(
        ink.row[starts], ink.x0[starts], x1, top, bottom, starts, _counts(starts, len(ink.row))
    )


def _counts(starts: Ints, total: int) -> Ints:
    """How many things each stretch holds that begins at these."""
    counts = np.empty_like(starts)
    counts[:-1], counts[-1:] = starts[1:] - starts[:-1], total - starts[-1:]
    return counts


def spans_to_gutters(x0: Reals, x1: Reals, least: float) -> list[tuple[float, float]]:
    """The white between stretches of ink, wider than `least`, left to right.

    >>> spans_to_gutters(np.array([0., 50., 5.]), np.array([20., 70., 30.]), 5)
    [(30.0, 50.0)]
    """
    if not len(x0):
        return []
    order = np.argsort(x0, kind="stable")
    reach = np.maximum.accumulate(x1[order])
    gap = x0[order][1:] - reach[:-1]
    return [(float(reach[i]), float(x0[order][i + 1])) for i in np.flatnonzero(gap > least)]


def is_leader(codes: npt.NDArray[np.int64]) -> bool:
    """Whether a stretch is mostly dot leaders: a line of a table of contents."""
    return len(codes) > 4 and sum(c in LEADERS for c in codes.tolist()) * 2 > len(codes)


@dataclass(slots=True, eq=False)
class Tracks:
    """Gutters followed down over stretches of ink: narrowed by what stands beside them, kept past
    the few that cross them.

    A total's label centred over two columns (“소 계”) crosses what every other row leaves free.
    """

    free: list[tuple[float, float]]
    crossed: list[int]
    seen: int = 0

    @classmethod
    def of(cls, gutters: list[tuple[float, float]]) -> Tracks:
        return cls(list(gutters), [0] * len(gutters))

    def after(
        self, spans: list[tuple[float, float]], least: float
    ) -> list[tuple[float, float] | None]:
        """What the stretches of ink leave of each gutter; None where they close it."""
        left: list[tuple[float, float] | None] = []
        for a, b in self.free:
            if self.seen >= SETTLED and any(a < x0 and x1 < b for x0, x1 in spans):
                left.append(None)  # it stands in the gutter: centred over the columns at both sides
                continue
            edges = [a, *(x for x0, x1 in spans if x1 > a and x0 < b for x in (x0, x1)), b]
            widest = max(
                ((edges[k], edges[k + 1]) for k in range(0, len(edges), 2)),
                key=lambda g: g[1] - g[0],
            )
            left.append(widest if widest[1] - widest[0] > least else None)
        return left

    def take(self, left: list[tuple[float, float] | None]) -> None:
        """Goes on with what a stretch left; a closed gutter stays as it was and is counted."""
        self.seen += 1
        for i, gutter in enumerate(left):
            if gutter is None:
                self.crossed[i] += 1
            else:
                self.free[i] = gutter

    def lasting(self) -> list[tuple[float, float]]:
        """The gutters that no more than a few stretches crossed."""
        return [
            g
            for g, n in zip(self.free, self.crossed, strict=True)
            if n <= max(CROSSED * self.seen, 1 if self.seen > 4 else 0)
        ]
