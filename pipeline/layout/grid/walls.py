"""Drawn level rules of a table's pages: votes of infinite weight for the edges of rows and
labels.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.layout.rulings import Edges, Reals

SAME = 1.5  # pt between strokes of one rule
COVERED = 0.7  # of a column's width that a rule must cover
INTO = 2.0  # pt that letters may reach over a rule
FEWEST = 3  # rules from which on they part rows


@dataclass(frozen=True, slots=True)
class Wall:
    """A rule at height `at` of a page, over the columns of `over`."""

    at: float
    over: frozenset[int]


@dataclass(slots=True, eq=False)
class Walls:
    """The rules of each part of a table, top down."""

    by_part: list[list[Wall]] = field(default_factory=list)
    heights: list[list[float]] = field(init=False)

    def __post_init__(self) -> None:
        self.heights = [[w.at for w in own] for own in self.by_part]

    def within(self, part: int, low: float, high: float) -> list[Wall]:
        """Those from low to high."""
        heights = self.heights[part]
        return self.by_part[part][bisect_right(heights, low) : bisect_left(heights, high + 1)]

    def between(self, part: int, low: float, high: float) -> list[Wall]:
        """Those in the white low..high, ends of letters allowed for.

        >>> Walls([[Wall(10.0, frozenset()), Wall(30.0, frozenset())]]).between(0, 25, 29)[0].at
        30.0
        """
        if part >= len(self.by_part):
            return []
        heights = self.heights[part]
        return self.by_part[part][
            bisect_right(heights, low - INTO) : bisect_left(heights, high + INTO)
        ]


def rules_to_walls(rules: Edges | None, xs: Sequence[float]) -> list[Wall]:
    """The level rules that cover columns, strokes of one height together.

    >>> at, lo, hi = np.array([50.0, 50.4]), np.array([0.0, 40.0]), np.array([40.0, 95.0])
    >>> two = Edges(at, lo, hi, np.array([0.2, 0.2]))
    >>> [sorted(w.over) for w in rules_to_walls(two, [0.0, 30.0, 100.0])]
    [[0, 1]]
    """
    if rules is None or not len(rules.at):
        return []
    edges = np.array(xs)
    order = np.argsort(rules.at, kind="stable")
    at, lo, hi = rules.at[order], rules.lo[order], rules.hi[order]
    found: list[Wall] = []
    first = 0
    while first < len(at):
        last = int(np.searchsorted(at, at[first] + SAME))
        shares = _covered(lo[first:last], hi[first:last], edges)
        over = frozenset(np.flatnonzero(shares >= COVERED).tolist())
        if over:
            found.append(Wall(float(at[first]), over))
        first = last
    return found


def _covered(lo: Reals, hi: Reals, xs: Reals) -> Reals:
    """The share of each column that strokes cover (they do not lie over one another)."""
    inside = np.minimum(hi[:, None], xs[1:]) - np.maximum(lo[:, None], xs[:-1])
    shares: Reals = np.maximum(inside, 0.0).sum(axis=0) / np.maximum(np.diff(xs), 1e-9)
    return shares
