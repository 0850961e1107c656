"""Questions that the outline asks a table: which cell covers a place, what a row says, which rows
run over its whole width.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Cell, Printed, Run, Table


def table_to_cover(table: Table) -> dict[tuple[int, int], Cell]:
    """(row, col) → the anchor cell that covers it.

    >>> cover = table_to_cover(Table(1, 2, 1, (Cell(0, 0, row_span=2),)))
    >>> cover[1, 0].row
    0
    """
    return {
        (r, c): cell
        for cell in table.cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.col, cell.col + cell.col_span)
    }


def join_printed(parts: Sequence[Printed], between: str = " ") -> Printed:
    """Paragraphs as one text, their places kept.

    >>> join_printed([Printed("가"), Printed("나")]).text
    '가 나'
    """
    filled = [p for p in parts if p.text]
    if len(filled) == 1:
        return filled[0]
    text = ""
    runs: list[Run] = []
    for part in filled:
        at = len(text) + (len(between) if text else 0)
        text += (between if text else "") + part.text
        runs.extend(Run(at + r.start, r.line, r.offset, r.length) for r in part.runs)
    return Printed(text, tuple(runs), any(p.join_doubt for p in filled))


def cell_printed(cell: Cell) -> Printed:
    """The whole text of a cell as one line."""
    return join_printed(cell.paragraphs)


def full_width_rows(
    table: Table, cover: dict[tuple[int, int], Cell], roles: Sequence[str | None] = ()
) -> dict[int, Cell]:
    """Body rows that say one thing over the whole width: their cell.

    Source: an area's heading is a row merged over all columns; in tables without upright rules, a
    row with one text and nothing beside it, which is no title and no achievement (`roles` names the
    columns).
    """
    found = {}
    for row in range(table.header_rows, table.rows):
        cells = list(
            {id(c): c for col in range(table.cols) if (c := cover.get((row, col)))}.values()
        )
        filled = [c for c in cells if c.text and c.row == row and c.row_span == 1]
        if len(filled) != 1 or any(c.row != row for c in cells):
            continue
        cell = filled[0]
        whole = cell.col_span == table.cols or (cell.col_span >= table.cols - 1 > 1)
        role = roles[cell.col] if cell.col < len(roles) else "programme"
        if whole or (
            len(cells) > 2
            and cell.col <= 1
            and role not in ("programme", "achievements")
            and len(cell.paragraphs) == 1
        ):
            found[row] = cell
    return found
