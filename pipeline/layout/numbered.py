"""Joined drafts to the tables that the other stages see: numbered, with printed texts, header
paths, units and places.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.layout.captions import cells_to_unit, is_unit_alone, lines_to_captions
from pipeline.layout.draft import DraftLine
from pipeline.layout.headers import name_headers, table_to_header_rows
from pipeline.layout.whole import JoinedCell, JoinedTable, drop_empty_stripes
from pipeline.model import Cell, Place, Printed, Problem, Table

Paragraphs = Callable[[Sequence[DraftLine]], tuple[Printed, ...]]


def joined_to_tables(
    table: JoinedTable,
    first_no: int,
    paragraphs: Paragraphs,
    parent: tuple[int, int, int] | None = None,
) -> tuple[list[Table], list[Problem]]:
    """A joined draft as Table number `first_no`, followed by the tables nested in its cells, and
    the doubts as problems.

    `paragraphs` makes the printed paragraphs of a cell (or of captions) out of draft lines, in
    order.
    """
    table.header_rows = table_to_header_rows(table)
    drop_empty_stripes(table)
    printed = {id(c): paragraphs(c.lines) for c in table.cells}
    texts = {key: "\n".join(p.text for p in value) for key, value in printed.items()}
    name_headers(table, texts)
    captions = tuple(
        p for line in table.captions for p in paragraphs([line])
    )  # each line speaks for itself
    own = Table(
        first_no,
        table.rows,
        table.cols,
        tuple(_cell(c, printed[id(c)]) for c in table.cells),
        table.header_rows,
        tuple(table.parts),
        telling(captions),
        table.unit or _unit_inside(table, texts),
        table.origin,
        parent,
        captions,
        table.margin,
    )
    tables, problems = [own], _doubts(own)
    for cell in table.cells:
        for nested in cell.nested:
            _take_captions(cell, nested)
            below, doubts = joined_to_tables(
                nested, first_no + len(tables), paragraphs, (first_no, cell.row, cell.col)
            )
            tables += below
            problems += doubts
    return tables, problems


def _cell(cell: JoinedCell, paragraphs: tuple[Printed, ...]) -> Cell:
    page, box = cell.pieces[0]
    numbers = [run.line.number for p in paragraphs for run in p.runs]
    place = Place(page, min(numbers, default=None), max(numbers, default=None), box)
    return Cell(
        cell.row,
        cell.col,
        cell.row_span,
        cell.col_span,
        paragraphs,
        cell.header_path,
        cell.carried,
        place,
        tuple(cell.pieces) if len(cell.pieces) > 1 else (),
        cell.doubt,
    )


def telling(captions: Sequence[Printed]) -> Printed | None:
    """The caption that names the table: the last one that says more than the unit, else the last
    one.
    """
    return next(
        (c for c in reversed(captions) if not is_unit_alone(c.text)),
        captions[-1] if captions else None,
    )


def _unit_inside(table: JoinedTable, texts: dict[int, str]) -> str | None:
    """A unit in the first row: in the corner cell, or in a full-width row over the header."""
    return cells_to_unit([texts[id(c)] for c in table.cells if c.row == 0])


def _take_captions(cell: JoinedCell, nested: JoinedTable) -> None:
    """“(단위: 천원)” inside the cell, above a nested grid, speaks of the grid. The line stays in
    its cell: it was printed there.
    """
    if nested.unit is None:
        _, nested.unit = lines_to_captions(
            [line for line in cell.lines if line.page == nested.page], nested.box
        )


def _doubts(table: Table) -> list[Problem]:
    return [
        Problem(
            c.doubt,
            c.place,
            table_no=table.table_no,
            row=c.row,
            col=c.col,
            words=(("text", c.text[:40]),),
        )
        for c in table.cells
        if c.doubt
    ]
