"""Sure gaps of a table's rows to its column edges, and which rows each edge parts."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.layout.grid.gaps import Gap, Row, Table
from pipeline.layout.grids import Bools, Ints
from pipeline.layout.openings import which_to_runs
from pipeline.layout.rulings import Reals

SHARED = 1.0  # pt by which two gaps may miss one another and still share an edge
CROSSES = 1.5  # pt of ink on both sides of a column edge
AT_END = 1.5  # pt between a rule's end and a gap
# odds either way: of 256 such gaps (learning half) 100 are read wrongly, of all others 2 in 100
UNSURE = 0.5
INTO = 1.0  # pt

Point = tuple[float, float]


def gaps_to_edges(gaps: Sequence[Gap], table: Table) -> list[float]:
    """As few edges as stand in all gaps of a table, each in what its gaps have in common: where a
    rule ends there, or in the middle of the places that the fewest rows of several cells have ink
    at. A name may run over any, and so may the label of one total.
    """
    covered = np.maximum(table.covered[sorted({g.row for g in gaps})].sum(axis=0) - 1, 0)
    edges: list[float] = []
    low = high = -np.inf
    for gap in sorted(gaps, key=lambda g: g.hi):
        if gap.lo < high + SHARED:
            low = max(low, min(gap.lo, high))
            continue
        if high > -np.inf:
            edges.append(_place(low, high, table, covered))
        low, high = gap.lo, gap.hi
    return [*edges, _place(low, high, table, covered)] if high > -np.inf else edges


def _place(low: float, high: float, table: Table, covered: Ints) -> float:
    ends = table.ends[(table.ends > low - AT_END) & (table.ends < high + AT_END)]
    if len(ends) and np.ptp(ends) < 2 * AT_END:
        return float(np.median(ends))
    first, last = table.at(np.array([low, high]), up=True).tolist()
    if last - first < 2:
        return (low + high) / 2
    own = covered[first:last]
    a, b = max(which_to_runs(own == own.min()), key=lambda run: run[1] - run[0])
    middle: float = table.left + (first + (a + b - 1) / 2) * table.step
    return middle


def rows_to_parted(rows: Sequence[Row], gaps: Sequence[Gap], xs: Reals) -> Bools:
    """(edges, rows): whether an edge parts a row, or words run over it, which have no sure gap."""
    parted = np.ones((len(xs), len(rows)), bool)
    sure = {(g.row, g.lo) for g in gaps if g.odds > 0}
    for k, row in enumerate(rows):
        own = np.array([(k, float(hi)) in sure for hi in row.hi[:-1]], bool)
        starts = np.flatnonzero(np.concatenate(([True], own)))
        lo, hi = row.lo[starts], np.maximum.reduceat(row.hi, starts)
        over = (lo[:, None] < xs - CROSSES) & (hi[:, None] > xs + CROSSES)
        parted[:, k] = ~over.any(axis=0)
        if len(starts) == 1 and over.any() and lo[0] < xs[1]:
            parted[:, k] = False  # a name over all columns
    parted[[0, -1]] = True
    return parted


def gaps_to_unsure(rows: Sequence[Row], gaps: Sequence[Gap]) -> list[Point]:
    """Points in the words on both sides of gaps that might as well be an edge as none."""
    found: list[Point] = []
    for gap in gaps:
        if abs(gap.odds) < UNSURE:
            ink = rows[gap.row].ink
            y = float(np.median((ink.top + ink.bottom) / 2))
            found += [(gap.lo - INTO, y), (gap.hi + INTO, y)]
    return found
