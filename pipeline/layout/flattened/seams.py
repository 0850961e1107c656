"""Where the columns of text part: `pdftotext -layout` shifts what stands in a column from page to
page and from line to line, so the edge between two columns is a seam from line to line, the
cheapest that leads down through the white.

Input: the lines below a header and its repeats. Output: by line, the offset of each edge.
Invariant: an edge is never right of the next one. The edge before what was achieved comes first,
its marks tell it best; every other one knows its neighbour on that side.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.layout.flattened.ink import WIDE
from pipeline.layout.flattened.linewords import Key, Word, behind_number
from pipeline.layout.grid.headers import Header
from pipeline.layout.grids import Ints
from pipeline.layout.rulings import Reals

# Costs of a place on a line; the lower the better. Measured with the learning half of
# tests/bench/prints.py.
CUT = 4.0  # a seam through a word
BLANK = 2.5  # at a single blank
START = 1.0  # gained where words of the kind that its column has begin right of it
SIDE = 3.0  # a mark, or a title's number, on the wrong side
OPENS = 2.0  # gained right before one
WORDS = 1.5  # a word in a column of figures
LONE_FIGURE = 2.0  # a figure in one of words
MANY = 2.0  # a second figure in a column of figures
PIECES = 1.5  # a second piece of a line in a column of words
LATE = 1.5  # nothing stands where what was achieved begins, but some way right of it
CLAIMED = 0.1  # in the white of the edge that is known
FAR = 0.5  # it is not between the header's words of its page
LONE = 0.25  # of all that, on a line of one piece: it may be a name over the columns
HEAD = 50.0  # it is not between the words of the header on its own line
MOVE = 0.3  # a character from one line to the next
PAGE_MOVE = 0.05  # a character from one page to the next
JUMP = 5.0  # however far it moves

FEWEST = 3  # numbered titles
RARE = 20  # times rarer a number of their kind is left of them
INDENT = 10  # characters
REACH = 3  # characters that a title may begin before the header left of its own ends
WORDED = frozenset(
    ("area", "group", "label", "programme", "achievements", "department", "remarks", "indicator")
)
EITHER = frozenset((None, "target", "actual", "plan"))


@dataclass(frozen=True, slots=True)
class Row:
    """One line: its words, its page, the header that is over it and whether it is of that header.
    `near`: the header stands on its own page; `lone`: it has one piece.
    """

    words: tuple[Word, ...]
    page: int
    header: Header
    is_head: bool
    near: bool
    lone: bool

    @property
    def heads(self) -> list[tuple[float, float]]:
        """Where each word of the header begins and ends, in characters."""
        return [(c.x0 / WIDE, c.x1 / WIDE) for c in self.header.columns]


def rows_to_seams(rows: Sequence[Row]) -> Ints:
    """(rows, edges): the offset at which each edge lies."""
    costs = Costs(rows)
    moves = [PAGE_MOVE if a.page != b.page else MOVE for a, b in pairwise(rows)]
    first, count = costs.first, len(rows[0].header.columns) - 1
    seams = np.zeros((len(rows), count), np.int64)
    seams[:, first] = costs_to_seam(costs.of(first), moves)
    for edge in range(first - 1, -1, -1):
        cost = costs.of(edge, seams[:, edge + 1], seams[:, first])
        seams[:, edge] = costs_to_seam(cost, moves)
    for edge in range(first + 1, count):
        cost = costs.of(edge, seams[:, edge - 1], seams[:, first])
        seams[:, edge] = costs_to_seam(cost, moves)
    ordered: Ints = np.maximum.accumulate(seams, axis=1)
    return ordered


def costs_to_seam(cost: Reals, moves: Sequence[float]) -> Ints:
    """The cheapest way down, one place a row; `moves`: what a step aside costs between two rows.

    >>> costs_to_seam(np.array([[0.0, 9.0, 9.0], [2.0, 1.0, 9.0], [9.0, 9.0, 0.0]]), [2.0, 0.5])
    array([0, 0, 2])
    """
    count, width = cost.shape
    x = np.arange(width)
    best = cost.copy()
    for k in range(1, count):
        move, total = moves[k - 1], best[k - 1]
        right = np.minimum.accumulate(total - move * x) + move * x
        left = np.minimum.accumulate((total + move * x)[::-1])[::-1] - move * x
        best[k] += np.minimum(np.minimum(right, left), total.min() + JUMP)
        best[k] -= best[k].min()
    seam = np.zeros(count, np.int64)
    seam[-1] = best[-1].argmin()
    for k in range(count - 2, -1, -1):
        seam[k] = (best[k] + np.minimum(moves[k] * abs(x - seam[k + 1]), JUMP)).argmin()
    return seam


class Costs:
    """What the rows say of the places of each edge. `first`: the edge before what was achieved."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows, self.roles = rows, rows[0].header.roles
        self.text = rows[0].header.text or 0
        self.first = max(0, self.text - 1)
        self.title = self.roles.index("programme") if "programme" in self.roles else 0
        self.key, self.only = self._title_key() if "number" not in self.roles else (None, False)
        self.cuts = np.zeros((len(rows), max(row.words[-1].end for row in rows) + 3))
        for k, row in enumerate(rows):
            for w in row.words:
                self.cuts[k, w.start + 1 : w.end] += CUT
                if w.before == 1 and not w.figure:
                    self.cuts[k, w.start - 1 : w.start + 1] += BLANK

    def _title_key(self) -> tuple[Key | None, bool]:
        """The kind of number that titles have, and whether nothing left of them has it."""
        inside: Counter[Key] = Counter()
        before: Counter[Key] = Counter()
        for row in self.rows:
            heads = row.heads
            left = heads[self.title - 1][1] - REACH if self.title else 0
            for w in row.words:
                if w.key is not None and w.before > 1 and w.start < heads[self.title][1]:
                    (inside if left <= w.start else before)[w.key] += 1
        key = max(inside, key=lambda k: inside[k], default=None)
        if key is None or inside[key] < max(FEWEST, before[key]):
            return None, False
        return key, before[key] * RARE <= inside[key]

    def of(self, edge: int, near: Ints | None = None, middle: Ints | None = None) -> Reals:
        """(rows, places) for one edge; `near`: where its neighbour lies that is known; `middle`:
        where the first edge does.
        """
        cost: Reals = self.cuts.copy()
        for k, row in enumerate(self.rows):
            self._starts(cost[k], row, edge)
            if near is not None and edge < self.first:
                self._left(cost[k], row, edge, int(near[k]))
            elif near is not None:
                self._right(cost[k], row, edge, int(near[k]))
            left = middle is None or row.words[0].start < middle[k] - 1
            if row.lone and (edge <= self.first or left):
                cost[k] *= LONE
            self._marks(cost[k], row, edge)
            self._head(cost[k], row, edge)
        return cost

    def _starts(self, cost: Reals, row: Row, edge: int) -> None:
        """Words of the column's kind begin right of it; labels begin lines as often as titles."""
        key = self.key if edge == self.title - 1 else None
        sure = key is not None or self._has_figures(edge + 1) is True
        for n, w in enumerate(row.words):
            if self._begins(w, edge + 1) and key in (None, w.key):
                cost[w.start] -= START if n or sure else START / 2
        if self.roles[edge] == "number":
            for at in behind_number(row.words):
                cost[at - 1 : at + 1] -= BLANK
                cost[at] -= OPENS

    def _begins(self, w: Word, column: int) -> bool:
        """A word begins a piece of the kind that a column has."""
        if w.mark or (w.before == 1 and not w.figure):
            return False
        figures = self._has_figures(column)
        return figures is None or figures == self._is_figure(w, column)

    def _marks(self, cost: Reals, row: Row, edge: int) -> None:
        """Marks open what was achieved, numbers of one kind the titles."""
        least = row.heads[self.first][0] if row.lone and row.near else 0
        for w in row.words:
            if w.mark and w.start >= least:
                self._sided(cost, w, edge, self.text)
            elif w.touching and edge == self.first:
                cost[w.start] -= BLANK
            elif w.key is not None and w.key == self.key:
                self._number(cost, w, edge)

    def _number(self, cost: Reals, w: Word, edge: int) -> None:
        """A number of the titles' kind, which labels and texts may have too."""
        if self.only and w.before > 1:
            self._sided(cost, w, edge, self.title)
        elif edge == self.title - 1:
            cost[w.start] -= OPENS + BLANK * (w.before == 1)

    def _sided(self, cost: Reals, w: Word, edge: int, column: int) -> None:
        """A word opens this column: it is right of the edges before it, left of the others."""
        if edge < column:
            cost[w.start + 1 :] += SIDE
        else:
            cost[: w.start + 1] += SIDE
        if edge == column - 1:
            cost[w.start] -= OPENS

    def _left(self, cost: Reals, row: Row, edge: int, known: int) -> None:
        """What lies between the edge and its known neighbour to the right is one column's."""
        inner = [w for w in row.words if w.start < known]
        end = inner[-1].end if inner else known
        cost[end:] = np.maximum(cost[end:], 0.0) + CLAIMED
        cost[known + 1 :] += CUT
        for w, odd in self._odd(inner[::-1], edge + 1):
            cost[: w.start + 1] += odd

    def _right(self, cost: Reals, row: Row, edge: int, known: int) -> None:
        """The same for the neighbour to the left."""
        inner = [w for w in row.words if w.start >= known]
        start = inner[0].start if inner else known
        cost[: start + 1] = np.maximum(cost[: start + 1], 0.0) + CLAIMED
        cost[:known] += CUT
        for w, odd in self._odd(inner, edge):
            cost[w.start + 1 :] += odd
        if edge == self.text and inner and inner[0].start - known > INDENT:
            cost[inner[0].start + 1 :] += LATE

    def _odd(self, words: Sequence[Word], column: int) -> list[tuple[Word, float]]:
        """How odd each word would be in a column, the nearest to its known edge first."""
        figures, seen = self._has_figures(column), 0
        found: list[tuple[Word, float]] = []
        for w in words if figures is not None else ():
            figure = self._is_figure(w, column)
            if figures != figure:
                found.append((w, LONE_FIGURE if figure else WORDS))
            elif seen and w.before > 1:
                found.append((w, MANY if figures else PIECES))
            seen += w.before > 1
        return found

    def _head(self, cost: Reals, row: Row, edge: int) -> None:
        """An edge lies between the header's words: surely on their own lines."""
        heads, x = row.heads, np.arange(cost.shape[0])
        if row.is_head:
            off = np.maximum(0, heads[edge][1] - x) + np.maximum(0, x - heads[edge + 1][0])
            cost += HEAD * (off > 0) + off
        elif row.near:
            cost += FAR * ((x <= heads[edge][0] + 1) | (x > heads[edge + 1][1]))

    def _has_figures(self, column: int) -> bool | None:
        """Whether figures stand in a column, None where that is not known."""
        role = self.roles[column]
        return None if role in EITHER else role not in WORDED

    def _is_figure(self, w: Word, column: int) -> bool:
        return w.figure or (w.numeral and self.roles[column] == "number")
