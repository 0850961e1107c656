"""The rows of a section shared out among its labels: the cheapest runs, one a label."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.layout.grid.bits import Bit
from pipeline.layout.grid.body import Body
from pipeline.layout.grid.rows import Mode
from pipeline.layout.grid.tablerows import TableRow
from pipeline.layout.grid.weights import WEIGHTS
from pipeline.layout.grids import Ints
from pipeline.layout.rulings import Reals

BEYOND = 1.5  # em that a label may stand over its rows' ends
SLACK = 3  # rows that a label's rows may begin off where it and the label before stand

Runs = list[tuple["Label", int, int]]


@dataclass(slots=True)
class Label:
    """Lines close under one another in a label column."""

    bits: list[Bit]
    page: int = 0
    top: float = 0.0
    bottom: float = 0.0

    def __post_init__(self) -> None:
        self.page, self.top = self.bits[0].page, self.bits[0].top
        self.bottom = max(b.bottom for b in self.bits if b.page == self.page)

    def add(self, bit: Bit) -> None:
        """One more line, of the same page."""
        self.bits.append(bit)
        self.bottom = max(self.bottom, bit.bottom)

    @property
    def text(self) -> str:
        return "".join(b.text for b in self.bits)


def share_out(
    body: Body, rows: Sequence[TableRow], labels: list[Label], mode: Mode
) -> tuple[float, Runs]:
    """The rows under labels: the cheapest runs, one a label, and their cost.

    A label's rows begin behind the row beside which the one before stands, and not below its own:
    only edges between the two are tried, so that the time goes with the rows.
    """
    labels = _without_repeats(labels)
    count = len(rows)
    if len(labels) > count:
        return WEIGHTS.no_rows * len(labels), []
    costs = _Costs(body, rows, mode)
    beside = _rows_beside(rows, labels)
    best, starts = np.zeros(1), np.zeros(1, np.int64)  # behind no label: nothing, at row 0
    steps: list[tuple[Ints, Ints]] = []
    for k, label in enumerate(labels):
        ends = _edges_behind(beside, k, len(labels), count)
        whole = [best + costs.of(label, starts, int(end)) for end in ends]
        taken = [int(own.argmin()) for own in whole]
        steps.append((ends, starts[taken]))
        best = np.array([own[i] for own, i in zip(whole, taken, strict=True)])
        starts = ends
    if not np.isfinite(best[-1]):
        return WEIGHTS.no_rows, []
    runs, end = Runs(), count
    for label, (ends, begun) in zip(reversed(labels), reversed(steps), strict=True):
        start = int(begun[int(np.searchsorted(ends, end))])
        runs.append((label, start, end))
        end = start
    return float(best[-1]), runs[::-1]


def _rows_beside(rows: Sequence[TableRow], labels: Sequence[Label]) -> list[int]:
    """The row that each label stands beside, or the last above it."""
    tops = [row.top for row in rows]
    return [max(bisect_right(tops, label.bottom) - 1, 0) for label in labels]


def _edges_behind(beside: Sequence[int], k: int, labels: int, count: int) -> Ints:
    """Where the rows of label k may end: between where it and the next one stand."""
    if k + 1 == labels:
        return np.array([count])
    low = max(beside[k] + 1 - SLACK, k + 1)
    high = min(beside[k + 1] + SLACK, count - (labels - k - 1))
    return np.arange(min(low, high), max(low, high) + 1)


class _Costs:
    """What it costs that a label is over the rows start..end of a section (end exclusive)."""

    def __init__(self, body: Body, rows: Sequence[TableRow], mode: Mode) -> None:
        self.em, self.mode = body.em, mode
        self.opening = np.array(_openings(rows))
        self.inside = np.append(0.0, np.cumsum(self.opening == 0.0)) * WEIGHTS.inner_opening
        self.far = WEIGHTS.label_off if min(self.opening[1:], default=1.0) == 0.0 else 1.0
        self.opening[0] = 0.0  # where a section begins every label may
        self.pages: dict[int, tuple[int, Reals, Reals]] = {}
        for page, own in _pages(rows).items():
            extents = np.array([rows[k].parts[page] for k in own])
            tops = np.minimum.accumulate(extents[::-1, 0])[::-1]
            self.pages[page] = own[0], tops, np.maximum.accumulate(extents[:, 1])

    def of(self, label: Label, starts: Ints, end: int) -> Reals:
        """For each of the starts; infinite at or behind the end."""
        begun = np.minimum(starts, len(self.opening) - 1)
        cost: Reals = self.opening[begun] + self.inside[end] - self.inside[begun + 1]
        cost += self.far * self._off(label, starts, end)
        cost[starts >= end] = np.inf
        return cost

    def _off(self, label: Label, starts: Ints, end: int) -> Reals:
        """How far a label is off the middle, or the top, of its rows on its page."""
        w = WEIGHTS
        if label.page not in self.pages:
            return np.full(len(starts), w.no_rows)
        first, tops, bottoms = self.pages[label.page]
        low, high = np.maximum(starts, first) - first, min(end - first, len(tops)) - 1
        top = tops[np.minimum(low, len(tops) - 1)]
        bottom = bottoms[max(high, 0)]
        middle = (label.top + label.bottom) / 2
        away = middle - (top + bottom) / 2 if self.mode == "middle" else label.top - top
        off: Reals = np.minimum(abs(away) / self.em, w.most_label_off)
        off += w.label_late * ((starts < first) & (self.mode == "top"))
        beyond = BEYOND * self.em
        off[(middle < top - beyond) | (middle > bottom + beyond)] = w.no_rows * 2 / 3
        off[low > high] = w.no_rows
        return off


def _pages(rows: Sequence[TableRow]) -> dict[int, list[int]]:
    """By page its rows."""
    found: dict[int, list[int]] = {}
    for k, row in enumerate(rows):
        for page in row.parts:
            found.setdefault(page, []).append(k)
    return found


def _without_repeats(labels: list[Label]) -> list[Label]:
    """A label printed again on the next page is the same label."""
    return [
        x
        for k, x in enumerate(labels)
        if k == 0 or x.text != labels[k - 1].text or x.page == labels[k - 1].page
    ]


def _openings(rows: Sequence[TableRow]) -> list[float]:
    """By row, what it costs that a label's rows begin there: nothing where a numbering begins, and
    nothing to tell by where none begins anew.
    """
    found, before = [], None
    for row in rows:
        value = row.value
        if value is None:
            found.append(WEIGHTS.opens - 1.0)
            continue
        anew = value[-1] == 1 if len(value) == 1 else before is None or before[:-1] != value[:-1]
        found.append(0.0 if anew else WEIGHTS.opens)
        before = value
    return found if any(cost == 0.0 for cost in found[1:]) else [1.0] * len(found)
