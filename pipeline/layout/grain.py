"""Rows of one grain inside a ruled row: figures one below another, one a line in every column, on
baselines that the columns share, beside as many labels.

Source: cash budgets and fund tables that rule their groups only; read as one row, a group had five
figures a cell, and its sums were held against the wrong parts. A share in brackets under its figure
is of another grain, and so is a figure of another unit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.layout.draft import DraftCell, DraftLine, DraftTable
from pipeline.model import Box
from pipeline.pattern import lazy_pattern

WHOLE = lazy_pattern(
    r"(?P<open>[(（])?[△▲▽▼+\-−–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    r"(?P<unit>%|％|[가-힣]{0,3})[)）]?|[-–−]"
)
DASHES = "-–−"  # no figure, of any unit
FEWEST_COLUMNS = 2  # of figures
ONE_LINE = 0.2  # em between the baselines of one row; a label of two lines, centred, stands off

Rows = list[list[DraftLine]]


def stacks_to_rows(table: DraftTable) -> None:
    """Parts every row of a ruled table that is several rows by its figures; from the foot up, so
    that the rows above keep their numbers.
    """
    by_row: dict[int, list[DraftCell]] = {}
    for cell in table.cells:
        if cell.row_span == 1:
            by_row.setdefault(cell.row, []).append(cell)
    for row, inside in sorted(by_row.items(), reverse=True):
        if sum(len(c.lines) > 1 for c in inside) > FEWEST_COLUMNS and not _are_nested(inside):
            stack = cells_to_stack(inside)
            if stack is not None:
                _part_row(table, row, stack)


def _are_nested(cells: Sequence[DraftCell]) -> bool:
    return any(c.nested for c in cells)


def cells_to_stack(cells: Sequence[DraftCell]) -> dict[int, Rows] | None:
    """The lines of each cell of a row by the rows that they are, None where they are one row; a
    cell that is not named stands beside all of them.
    """
    columns = [c for c in cells if _is_grain(c.lines)]
    base = _deepest(columns)
    stack = _stack_on(cells, base)
    figures = {id(c) for c in columns}
    labels = [all(rows) for key, rows in stack.items() if key not in figures]
    return stack if any(labels) and figures <= stack.keys() else None


def _deepest(columns: Sequence[DraftCell]) -> list[DraftLine]:
    """The lines of the deepest column of figures, none where another is not as deep."""
    own = sorted((c.lines for c in columns), key=len, reverse=True)
    shared = len(own) >= FEWEST_COLUMNS and len(own[0]) == len(own[FEWEST_COLUMNS - 1])
    return own[0] if shared else []


def _stack_on(cells: Sequence[DraftCell], base: Sequence[DraftLine]) -> dict[int, Rows]:
    """The cells whose lines stand on the baselines of some lines, by them; none without any."""
    if not base:
        return {}
    found = {id(c): _lines_to_rows(c.lines, base) for c in cells}
    return {key: rows for key, rows in found.items() if rows is not None}


def _is_grain(lines: Sequence[DraftLine]) -> bool:
    """Whole figures of one form, one a line."""
    found = [WHOLE.fullmatch("".join(line.text.split())) for line in lines]
    if len(lines) < 2 or not all(found):
        return False
    forms = {(m["open"], m["unit"]) for m in found if m and m[0] not in DASHES}
    return len(forms) <= 1


def _lines_to_rows(lines: Sequence[DraftLine], base: Sequence[DraftLine]) -> Rows | None:
    """Lines by the baselines that they stand on, one a baseline; None where they do not. A single
    line that stands on one of several says nothing.
    """
    rows: Rows = [[] for _ in base]
    for line in lines:
        at = [abs(line.baseline - b.baseline) for b in base]
        nearest = min(range(len(base)), key=at.__getitem__)
        if at[nearest] > ONE_LINE * line.size or rows[nearest]:
            return None
        rows[nearest].append(line)
    return rows if len(lines) != 1 or WHOLE.fullmatch("".join(lines[0].text.split())) else None


def _part_row(table: DraftTable, row: int, stack: dict[int, Rows]) -> None:
    """The row as many: cells that go by lines fall apart, the others stand beside all of them."""
    count = len(next(iter(stack.values())))
    cuts = _cuts(stack, count)
    edges = [table.ys[row], *cuts, table.ys[row + 1]]
    cells: list[DraftCell] = []
    for cell in table.cells:
        if id(cell) in stack:
            cells += _parted(cell, stack[id(cell)], edges)
            continue
        if cell.row > row:
            cell.row += count - 1
        elif cell.row + cell.row_span > row:
            cell.row_span += count - 1
        cells.append(cell)
    table.cells = sorted(cells, key=lambda c: (c.row, c.col))
    table.ys = [*table.ys[: row + 1], *cuts, *table.ys[row + 1 :]]


def _cuts(stack: dict[int, Rows], count: int) -> list[float]:
    """Half way between the lines of two rows."""
    lines = [[line for rows in stack.values() for line in rows[k]] for k in range(count)]
    return [
        (max(line.box.bottom for line in above) + min(line.box.top for line in below)) / 2
        for above, below in pairwise(lines)
    ]


def _parted(cell: DraftCell, rows: Rows, edges: Sequence[float]) -> list[DraftCell]:
    found = []
    for k, (lines, (top, bottom)) in enumerate(zip(rows, pairwise(edges), strict=True)):
        box = Box(cell.box.x0, top, cell.box.x1, bottom)
        part = replace(cell, row=cell.row + k, box=box, lines=lines, nested=[])
        part.open_top = cell.open_top or k > 0  # no rule parts the rows of a stack
        part.open_bottom = cell.open_bottom and k == len(rows) - 1
        found.append(part)
    return found
