"""Which table stands in which cell: a budget grid inside a programme's row is a table of its own,
with a parent.
"""

from __future__ import annotations

from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.model import Box

SLACK = 1.5  # pt: a nested frame may touch its parent's


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
