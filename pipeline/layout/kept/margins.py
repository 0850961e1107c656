"""Rows of an office table that stand outside its rules: a caption above the frame, a note below it,
set in cells without borders so that they keep their place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import KeptCell, KeptItem, KeptTable

LEFT, RIGHT, TOP, BOTTOM = range(4)
MOST_ROWS = 4  # above or below


def tables_to_framed(content: Sequence[KeptItem]) -> list[KeptItem]:
    """Content in which every table is what its rules hold, with what stands outside them above or
    below it.

    Source: half of the tables of a plan have their title and unit in a first row without borders;
    read as a row, it was their header. In print nobody sees that it is one.
    """
    found: list[KeptItem] = []
    for item in content:
        found += table_to_framed(item) if isinstance(item, KeptTable) else [item]
    return found


def table_to_framed(table: KeptTable) -> list[KeptItem]:
    """The content of the rows above the rules, the table within them, that of the rows below."""
    first, last = _open_rows(table, 1), table.rows - _open_rows(table, -1)
    if last - first in (table.rows, 0) or first > last:
        return [table]
    if _is_cut(table, first) or _is_cut(table, last):
        return [table]
    head, foot = _content(table, 0, first), _content(table, last, table.rows)
    inside = [c for c in table.cells if first <= c.row < last]
    kept = replace(
        table, rows=last - first, cells=tuple(replace(c, row=c.row - first) for c in inside)
    )
    return [*head, kept, *foot]


def _content(table: KeptTable, first: int, end: int) -> list[KeptItem]:
    """What stands in the cells that begin in some rows."""
    return [item for c in table.cells if first <= c.row < end for item in c.content]


def _is_cut(table: KeptTable, row: int) -> bool:
    """Whether the edge above a row runs through a cell."""
    return any(c.row < row < c.row + c.row_span for c in table.cells)


def _open_rows(table: KeptTable, step: int) -> int:
    """How many rows, from the top (step 1) or the bottom (-1), have no rule at their sides and none
    towards the table's end; 0 where that is nearly all of it. A row of shaded cells needs no rule
    to be seen as one.
    """
    end, facing = (TOP, BOTTOM) if step > 0 else (BOTTOM, TOP)
    order = range(table.rows) if step > 0 else range(table.rows - 1, -1, -1)
    for count, row in enumerate(order):
        own = _in_row(table, row)
        ruled = _has_wall(own, end) or _has_wall(_in_row(table, row - step), facing)
        if ruled or _has_sides(own, table.cols) or all(c.shaded for c in own):
            return count if count <= MOST_ROWS else 0
    return 0


def _in_row(table: KeptTable, row: int) -> list[KeptCell]:
    return [c for c in table.cells if c.row <= row < c.row + c.row_span]


def _has_wall(cells: Sequence[KeptCell], side: int) -> bool:
    return any(c.walls[side] for c in cells)


def _has_sides(cells: Sequence[KeptCell], cols: int) -> bool:
    return any(
        (c.col == 0 and c.walls[LEFT]) or (c.col + c.col_span == cols and c.walls[RIGHT])
        for c in cells
    )
