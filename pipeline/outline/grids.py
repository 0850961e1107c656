"""Questions that the outline asks a table: which cell covers a place, what a row says, which rows run over its whole width."""

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


def full_width_rows(table: Table, cover: dict[tuple[int, int], Cell]) -> dict[int, Cell]:
    """Body rows that say one thing over the whole width: their cell. A row whose other cells are empty counts from three columns.

    Source: an area's heading is a row merged over all columns.
    """
    found = {}
    for row in range(table.header_rows, table.rows):
        cells = list(dict.fromkeys(id(cover[row, c]) for c in range(table.cols) if (row, c) in cover))
        by_id = {id(cover[row, c]): cover[row, c] for c in range(table.cols) if (row, c) in cover}
        filled = [by_id[k] for k in cells if by_id[k].text and by_id[k].row == row and by_id[k].row_span == 1]
        whole = [c for c in filled if (c.col_span >= table.cols - 1 and c.col_span > 1) or c.col_span == table.cols]
        if len(filled) == 1 and whole:
            found[row] = whole[0]
    return found
