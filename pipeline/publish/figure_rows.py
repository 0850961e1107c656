"""From an Extraction to the rows of its figures and tables. Decimal becomes float here only."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from operator import attrgetter
from typing import Any

from pipeline.model import Cell, Check, Container, Extraction, Printed, Quantity, Report, Table
from pipeline.publish.rows import box_to_columns, place_to_columns, printed_or_null, text_or_null

Row = dict[str, Any]


def decimal_to_float(value: Decimal | None) -> float | None:
    """The published number, the float nearest to the printed one; null stays null.

    >>> decimal_to_float(Decimal("93.3")), decimal_to_float(None)
    (93.3, None)
    """
    return None if value is None else float(value) + 0.0


def container_to_columns(container: Container, start: int, end: int) -> Row:
    """Where a figure stands: its container, offsets, page, lines and the box of its first piece."""
    printed = container.printed
    row = place_to_columns(printed.place(start, printed.end_of_piece(start, end)))
    if container.kind == "line":
        start, end = offsets_on_line(container.printed, start, end)
    row["programme_id"] = container.programme_id
    row["container"] = container.kind
    row["achievement_no"] = container.achievement_no
    row["table_no"] = container.table_no
    row["row"] = container.row
    row["col"] = container.col
    row["start_offset"] = start
    row["end_offset"] = end
    return row


def offsets_on_line(printed: Printed, start: int, end: int) -> tuple[int, int]:
    """Offsets of a figure outside programmes and cells: they count in the text of the source line
    that it begins on (`first_line`).

    A paragraph of wrapped lines is published as its lines alone, so only these offsets can be
    looked up.

    >>> from pipeline.model import Line, Run
    >>> line = Line(7, None, "  예산은 3억원")
    >>> offsets_on_line(Printed("올해 예산은 3억원", (Run(3, line, 2, 8),)), 7, 10)
    (6, 9)
    """
    for run in printed.runs:
        if run.start <= start < run.start + run.length:
            at = run.offset + start - run.start
            return at, at + end - start
    return start, end


_AS_THEY_ARE = (
    "quantity_id",
    "quote",
    "unit",
    "counted",
    "multiplier",
    "decimals",
    "approx",
    "bound",
    "per",
    "currency",
    "measure",
    "measure_source",
    "measure_code",
    "kind",
    "figure_role",
    "ref_year",
    "time_basis",
    "headcount_basis",
    "budget_phase",
    "additivity",
    "part_of",
    "rule",
    "unit_source",
    "doubt",
    "corrected_from",
    "sign_source",
)
_as_they_are = attrgetter(*_AS_THEY_ARE)


def quantity_row(quantity: Quantity) -> Row:
    """One row of `quantities`."""
    container = quantity.container
    row = container_to_columns(container, quantity.start, quantity.end)
    row.update(zip(_AS_THEY_ARE, _as_they_are(quantity), strict=True))
    row["value"] = decimal_to_float(quantity.value)
    row["low"] = decimal_to_float(quantity.low)
    row["high"] = decimal_to_float(quantity.high)
    row["section"] = container.section
    row["column_header"] = text_or_null(" > ".join(container.header))
    row["row_header"] = text_or_null(" > ".join(quantity.row_header))
    row["qualifiers"] = list(quantity.qualifiers)
    return row


def quantity_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `quantities`."""
    return map(quantity_row, extraction.quantities)


def left_out_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `left_out`."""
    for left in extraction.left_out:
        row = container_to_columns(left.container, left.start, left.end)
        row["quote"], row["reason"] = left.quote, left.reason
        yield row


def check_row(check: Check) -> Row:
    """One row of `checks`."""
    numbers = ("stated", "computed", "computed_low", "computed_high", "difference")
    plain = (
        "check_id",
        "type",
        "programme_id",
        "statement",
        "quantity_id",
        "unit",
        "verdict",
        "attribution",
        "accepted",
        "declared",
        "proof",
        "rival",
        "cause",
    )
    row = {name: getattr(check, name) for name in plain}
    row |= {name: decimal_to_float(getattr(check, name)) for name in numbers}
    row |= {
        "operands": list(check.operands),
        "explanation_ko": check.explanation_ko,
        "explanation_en": check.explanation_en,
    }
    return row | place_to_columns(check.place)


def check_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `checks`."""
    return map(check_row, extraction.checks)


def table_row(table: Table) -> Row:
    """One row of `tables`."""
    pages = [part.page for part in table.parts if part.page is not None]
    parent = table.parent or (None, None, None)
    return {
        "table_no": table.table_no,
        "page_first": min(pages, default=None),
        "page_last": max(pages, default=None),
        "caption": printed_or_null(table.caption),
        "unit": text_or_null(table.unit),
        "rows": table.rows,
        "cols": table.cols,
        "header_rows": table.header_rows,
        "parent_table_no": parent[0],
        "parent_row": parent[1],
        "parent_col": parent[2],
        "origin": table.origin,
        "margin": table.margin,
    }


def table_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `tables`."""
    return map(table_row, extraction.report.tables if extraction.report else ())


def cells_of_programmes(report: Report) -> dict[tuple[int, int, int], str]:
    """(table_no, row, col) of every cell of a programme row, and of every table that stands below a
    programme's heading, with its programme_id.
    """
    below = {number: p.programme_id for p in report.programmes for number in p.below}
    found = {
        (table.table_no, cell.row, cell.col): below[table.table_no]
        for table in report.tables
        if table.table_no in below
        for cell in table.cells
    }
    rows = {cell: p.programme_id for p in report.programmes for cell in (*p.own_cells, *p.extra)}
    return found | rows


def cell_row(table: Table, cell: Cell, programme_id: str | None) -> Row:
    """One row of `cells`; the text of an empty cell is the one empty text that is published."""
    row = box_to_columns(cell.place.box)
    row["page"] = cell.place.page
    row["table_no"] = table.table_no
    row["row"] = cell.row
    row["col"] = cell.col
    row["row_span"] = cell.row_span
    row["col_span"] = cell.col_span
    row["text"] = cell.text
    row["header_path"] = text_or_null(cell.header_path)
    row["carried"] = cell.carried
    row["programme_id"] = programme_id
    row["section"] = cell.spot.section if cell.spot else None
    row["paragraph"] = cell.spot.paragraph if cell.spot else None
    return row


def cell_rows(extraction: Extraction) -> Iterator[Row]:
    """Rows of `cells`: one an anchor cell."""
    if extraction.report is None:
        return
    owners = cells_of_programmes(extraction.report)
    for table in extraction.report.tables:
        for cell in table.cells:
            yield cell_row(table, cell, owners.get((table.table_no, cell.row, cell.col)))
