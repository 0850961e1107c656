"""Which table stands in which cell: a budget grid inside a programme's row is a table of its own,
with a parent.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.layout.grids import Bools
from pipeline.layout.rulings import Edges
from pipeline.model import Box

SLACK = 1.5  # pt: a nested frame may touch its parent's
INSET = 3.2, 20.0  # pt between the side of a nested frame and the cell's it stands in
FEWEST_SIDES = 3  # upright edges of a nested table that has columns
MOST_EDGES = 400  # of a group; a drawing has thousands


def holds(outer: Box, inner: Box, slack: float = SLACK) -> bool:
    """Whether `inner` lies inside `outer`, frames that touch allowed.

    >>> holds(Box(0, 0, 100, 100), Box(2, 2, 50, 50)), holds(Box(2, 2, 50, 50), Box(0, 0, 100, 100))
    (True, False)
    """
    across = outer.x0 - slack <= inner.x0 and inner.x1 <= outer.x1 + slack
    return across and outer.top - slack <= inner.top and inner.bottom <= outer.bottom + slack


def area(box: Box) -> float:
    return max(box.x1 - box.x0, 0.0) * max(box.bottom - box.top, 0.0)


def holder(tables: list[DraftTable], inner: DraftTable) -> tuple[DraftTable, DraftCell] | None:
    """The smallest cell of another table that holds `inner` whole, and its table; None at top
    level.
    """
    best: tuple[DraftTable, DraftCell] | None = None
    for table in tables:
        if table is inner or area(table.box) <= area(inner.box) or not holds(table.box, inner.box):
            continue
        for cell in table.cells:
            if holds(cell.box, inner.box) and (best is None or area(cell.box) < area(best[1].box)):
                best = table, cell
    return best


def tables_to_tree(tables: list[DraftTable]) -> list[DraftTable]:
    """Top-level tables, each nested one hung into its cell. A box round one cell is a frame, what
    it holds stays at top level.
    """
    top = []
    for table in sorted(tables, key=lambda t: (t.box.top, t.box.x0)):
        found = holder(tables, table)
        while found is not None and found[0].rows * found[0].cols == 1:
            found = holder(tables, found[0])
        if found is None:
            top.append(table)
        else:
            found[1].nested.append(table)
    return top


def tree_to_tables(top: list[DraftTable]) -> list[DraftTable]:
    """Every table of a page, parents before the tables in their cells."""
    found = []
    for table in top:
        found.append(table)
        for cell in table.cells:
            found.extend(tree_to_tables(cell.nested))
    return found


def edges_to_insets(across: Edges, down: Edges) -> Iterator[tuple[Edges, Edges]]:
    """The edges of one group, apart from them those of tables that stand in a cell and touch
    the rule under it: both sides a little inside two longer edges, with nothing drawn between.

    Source: forms whose cell ends where the table in it does; the printer draws the rule of one over
    that of the other.
    """
    inner = np.zeros(len(down), bool), np.zeros(len(across), bool)
    if 2 * FEWEST_SIDES - 1 <= len(down) <= MOST_EDGES:
        for box in _inset_boxes(across, down):
            own = _within(down, box.top, box.bottom, box.x0, box.x1)
            levels = _within(across, box.x0, box.x1, box.top, box.bottom)
            if own.sum() >= FEWEST_SIDES and not (own & inner[0]).any():
                inner[0][own], inner[1][levels] = True, True
                yield across.take(levels), down.take(own)
    yield across.take(~inner[1]), down.take(~inner[0])


def _inset_boxes(across: Edges, down: Edges) -> Iterator[Box]:
    """The boxes between two upright edges of one height, each with a longer one a little outside,
    under a level edge of just their width.
    """
    for top in range(len(across)):
        y, lo, hi = across.at[top], across.lo[top], across.hi[top]
        begin = np.abs(down.lo - y) < SLACK
        left = begin & (np.abs(down.at - lo) < SLACK)
        right = begin & (np.abs(down.at - hi) < SLACK)
        if not left.any() or not right.any():
            continue
        end = float(down.hi[left].max())
        even = abs(end - float(down.hi[right].max())) < SLACK
        box = Box(float(lo), float(y), float(hi), end)
        if even and _has_walls(down, box) and _is_apart(across, box):
            yield box


def _has_walls(down: Edges, box: Box) -> bool:
    """Whether longer edges run along both sides, a little outside."""
    long = (down.lo < box.top - SLACK) & (down.hi > box.bottom - SLACK)
    least, most = INSET
    left, right = box.x0 - down.at[long], down.at[long] - box.x1
    return bool(((left > least) & (left < most)).any() and ((right > least) & (right < most)).any())


def _is_apart(across: Edges, box: Box) -> bool:
    """Whether no level edge leads out of a box but at its foot."""
    inside = (across.at > box.top - SLACK) & (across.at < box.bottom - 2 * SLACK)
    leads = ((across.lo < box.x0 - SLACK) & (across.hi > box.x0 + SLACK)) | (
        (across.lo < box.x1 - SLACK) & (across.hi > box.x1 + SLACK)
    )
    return not (inside & leads).any()


def _within(edges: Edges, lo: float, hi: float, low: float, high: float) -> Bools:
    """Which edges run from `lo` to `hi` at most and stand between `low` and `high`."""
    along = (edges.lo > lo - SLACK) & (edges.hi < hi + SLACK)
    inside: Bools = along & (edges.at > low - SLACK) & (edges.at < high + SLACK)
    return inside
