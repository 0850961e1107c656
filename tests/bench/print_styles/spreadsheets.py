"""Prints from XLSX, through LibreOffice Calc."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from print_styles.fonts import FONTS
from print_styles.markup import MARGIN, pads
from print_styles.office import HEADS, PLACES, SIDES, size_of, soffice
from print_styles.papers import paper
from print_styles.report import Style
from print_styles.sheets import Block, Cell, Row, Table, unmerge


def calc(blocks: Sequence[Block], style: Style, path: Path) -> None:
    """One sheet, as wide as the page; the labels are merged only where they fit on few rows."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    sheet = book.active
    width = next(b.table for b in blocks if b.table).widths
    inner = (paper(style)[0] - 2 * MARGIN) / 2.3  # a unit of width is about 2.3 mm
    for number, share in enumerate(width, 1):
        sheet.column_dimensions[get_column_letter(number)].width = share / 100 * inner
    at, name = 1, FONTS[style.font].family
    for block in blocks:
        if block.table:
            at = _calc_table(sheet, at, block.table, style)
            continue
        if block.kind == "page":
            sheet.row_breaks.append(openpyxl.worksheet.pagebreak.Break(id=at - 1))
            continue
        sheet.merge_cells(start_row=at, end_row=at, start_column=1, end_column=len(width))
        cell = sheet.cell(at, 1, block.text)
        cell.font = Font(name=name, size=size_of(block, style), bold=block.kind in HEADS)
        cell.alignment = Alignment(horizontal=PLACES.get(block.kind, "left"))
        sheet.row_dimensions[at].height = size_of(block, style) * 1.8
        at += 1
    setup = sheet.page_setup
    setup.orientation, setup.paperSize, setup.fitToHeight = style.paper, 9, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = "- &P -"
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, MARGIN / 25.4)
    source = path.with_suffix(".xlsx")
    book.save(str(source))
    soffice(source, path)


def _calc_table(sheet: Any, at: int, table: Table, style: Style) -> int:
    """The rows from row `at` on; returns the row behind them."""
    if style.repeat_header and not sheet.print_title_rows:
        sheet.print_title_rows = f"{at}:{at}"
    flat = unmerge(table)
    for row in [*flat.header, *flat.body]:
        for c, cell in enumerate(row, 1):
            if cell:
                _calc_cell(sheet, at, c, cell, style)
        sheet.row_dimensions[at].height = _calc_height(row, table, style)
        at += 1
    return at + 1


def _calc_height(row: Row, table: Table, style: Style) -> float:
    """In points, by the length of the texts: a sheet's rows are as high as somebody drew them."""
    most = 1
    inner = (paper(style)[0] - 2 * MARGIN) / 25.4 * 72
    for c, cell in enumerate(row):
        if cell is None or cell.col_span > 1:
            continue
        room = max(1.0, (table.widths[c] / 100 * inner - 8) / style.size)
        most = max(most, sum(1 + int(_ems(line) / room) for line in cell.lines))
    return most * style.size * 1.45 + 2 * pads(style)[0]


def _ems(text: str) -> float:
    return sum(1.0 if sign > "\u02ff" else 0.55 for sign in text)


def _calc_cell(sheet: Any, r: int, c: int, cell: Cell, style: Style) -> None:
    from openpyxl.styles import Alignment, Border, Font, PatternFill, Side

    made = sheet.cell(r, c, cell.text or None)
    made.data_type = "s" if cell.text else "n"
    name = FONTS[style.font].family
    made.font = Font(name=name, size=style.size, bold=cell.bold)
    place = "center" if cell.valign == "middle" else "top"
    made.alignment = Alignment(horizontal=cell.align, vertical=place, wrap_text=True)
    sides = {s: Side("thin") if getattr(cell, s) else Side() for s in SIDES}
    made.border = Border(**sides)
    if cell.fill:
        made.fill = PatternFill("solid", fgColor=cell.fill[1:])
    if cell.col_span > 1:
        for n in range(1, cell.col_span):
            sheet.cell(r, c + n).border = Border(**sides)
        sheet.merge_cells(start_row=r, end_row=r, start_column=c, end_column=c + cell.col_span - 1)
