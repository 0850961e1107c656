"""Tables whose header layout could not tell by its look: a first row that holds nothing but header
words is one.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.model import Cell, Paragraph, Table
from pipeline.outline.columns import word_to_role

FEWEST = 2  # header words of a role in the row
SHARE = 0.6  # of its cells


def promote_header(table: Table) -> Table:
    """The table with its first row as header, where the row's words name columns; the body's cells
    get their header path.

    >>> from pipeline.model import Printed
    >>> words = ["핵심과제", "이행과제", "추진실적", "가", "나", "다"]
    >>> cells = tuple(Cell(k // 3, k % 3, paragraphs=(Printed(w),)) for k, w in enumerate(words))
    >>> promoted = promote_header(Table(1, 2, 3, cells))
    >>> promoted.header_rows, promoted.cells[4].header_path
    (1, '이행과제')
    """
    first = [c for c in table.cells if c.row == 0]
    if table.header_rows or table.rows < 2 or any(c.row_span > 1 for c in first):
        return table
    named = [c for c in first if word_to_role(c.text)]
    if len(named) < FEWEST or len(named) < SHARE * len(first):
        return table
    path = {col: c.text for c in first for col in range(c.col, c.col + c.col_span)}
    cells = tuple(_with_path(c, path) for c in table.cells)
    return replace(table, header_rows=1, cells=cells)


def _with_path(cell: Cell, path: dict[int, str]) -> Cell:
    return (
        cell
        if cell.row == 0 or cell.header_path
        else replace(cell, header_path=path.get(cell.col) or None)
    )


def promote_headers(items: tuple[Paragraph | Table, ...]) -> tuple[Paragraph | Table, ...]:
    """All items, headers of tables found where they were not."""
    return tuple(promote_header(i) if isinstance(i, Table) else i for i in items)
