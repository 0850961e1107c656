"""Prints drawn by Python: reportlab's platypus and fpdf2's tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from print_styles.fonts import font_to_files
from print_styles.markup import MARGIN, hangs, pads
from print_styles.papers import paper
from print_styles.report import Style
from print_styles.sheets import Block, Cell, Table, unmerge

MM = 72 / 25.4


# -- reportlab ------------------------------------------------------------------------------------


def reportlab(blocks: Sequence[Block], style: Style, path: Path) -> None:
    from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    for name, file in zip(("body", "heavy"), font_to_files(style.font), strict=True):
        pdfmetrics.registerFont(TTFont(name, str(file)))
    places = {"left": TA_LEFT, "center": TA_CENTER, "right": TA_RIGHT}

    def paragraph(text: str, size: float, bold: bool, align: str, hang: bool = False) -> Any:
        bare = text.lstrip(" ")
        indent = (len(text) - len(bare)) * size * 0.28
        made = ParagraphStyle(
            "p",
            fontName="heavy" if bold else "body",
            fontSize=size,
            leading=size * 1.35,
            alignment=places[align],
            wordWrap=None if style.words_whole else "CJK",
            leftIndent=indent + (size * 0.9 if hang else 0),
            firstLineIndent=-size * 0.9 if hang else 0,
        )
        return Paragraph(escape(bare), made)

    flow: list[Any] = []
    for block in blocks:
        if block.table:
            flow.append(_platypus_table(unmerge(block.table), style, paragraph))
            continue
        bold = block.kind in ("title", "heading", "area")
        size = style.size + {"title": 7, "heading": 4, "area": 2}.get(block.kind, 1)
        place = {"title": "center", "office": "center", "caption": "right"}.get(block.kind, "left")
        one = paragraph(block.text, size, bold, place)
        one.style.spaceBefore = one.style.spaceAfter = 5
        one.keepWithNext = bold
        flow.append(PageBreak() if block.kind == "page" else one)
    width, height = paper(style)
    margin = MARGIN * MM
    SimpleDocTemplate(
        str(path),
        pagesize=(width * MM, height * MM),
        leftMargin=margin,
        rightMargin=margin,
        topMargin=margin,
        bottomMargin=margin,
        invariant=1,
    ).build(flow, onFirstPage=_foot, onLaterPages=_foot)


def _foot(canvas: Any, document: Any) -> None:
    canvas.setFont("body", 8)
    canvas.drawCentredString(canvas._pagesize[0] / 2, 26, f"- {canvas.getPageNumber()} -")


def _platypus_table(table: Table, style: Style, paragraph: Any) -> Any:
    from reportlab.platypus import Table as Platypus

    above, beside = pads(style)
    inner = (paper(style)[0] - 2 * MARGIN) * MM
    rows = [*table.header, *table.body]
    texts: list[list[Any]] = []
    dress: list[Any] = [
        ("TOPPADDING", (0, 0), (-1, -1), above),
        ("BOTTOMPADDING", (0, 0), (-1, -1), above),
        ("LEFTPADDING", (0, 0), (-1, -1), beside),
        ("RIGHTPADDING", (0, 0), (-1, -1), beside),
    ]
    for r, row in enumerate(rows):
        texts.append([])
        for c, cell in enumerate(row):
            texts[-1].append(_platypus_lines(cell, style, paragraph) if cell else "")
            if cell:
                dress += _platypus_dress(cell, r, c)
    widths = [w / 100 * inner for w in table.widths]
    return Platypus(
        texts,
        colWidths=widths,
        style=dress,
        repeatRows=1 if style.repeat_header else 0,
        splitInRow=0 if style.whole_rows else 1,
        spaceBefore=4,
        spaceAfter=10,
    )


def _platypus_lines(cell: Cell, style: Style, paragraph: Any) -> list[Any]:
    hang = cell.kind == "achievements" and hangs(style)
    return [paragraph(line, style.size, cell.bold, cell.align, hang) for line in cell.lines]


def _platypus_dress(cell: Cell, r: int, c: int) -> list[Any]:
    from reportlab.lib.colors import HexColor, black

    a, b = (c, r), (c + cell.col_span - 1, r + cell.row_span - 1)
    sides = {"top": "LINEABOVE", "bottom": "LINEBELOW", "left": "LINEBEFORE", "right": "LINEAFTER"}
    told: list[Any] = [("VALIGN", a, b, cell.valign.upper())]
    told += [("SPAN", a, b)] * (a != b)
    told += [
        (name, a, b, getattr(cell, side), black)
        for side, name in sides.items()
        if getattr(cell, side)
    ]
    told += [("BACKGROUND", a, b, HexColor(cell.fill))] if cell.fill else []
    return told


# -- fpdf2 ----------------------------------------------------------------------------------------


def fpdf2(blocks: Sequence[Block], style: Style, path: Path) -> None:
    from fpdf import FPDF

    class Sheet(FPDF):
        def footer(self) -> None:
            self.set_y(-14)
            self.set_font("body", size=8)
            self.cell(0, 5, f"- {self.page_no()} -", align="C")

    pdf = Sheet(orientation=style.paper, unit="mm", format="A4")
    regular, bold = font_to_files(style.font)
    pdf.add_font("body", "", regular)
    pdf.add_font("body", "B", bold)
    pdf.set_margins(MARGIN, MARGIN, MARGIN)
    pdf.set_auto_page_break(True, MARGIN)
    pdf.add_page()
    for block in blocks:
        if block.table:
            pdf.set_font("body", size=style.size)
            _fpdf_table(pdf, unmerge(block.table), style)
        elif block.kind == "page":
            pdf.add_page()
        else:
            _fpdf_line(pdf, block, style)
    pdf.output(str(path))


def _fpdf_line(pdf: Any, block: Block, style: Style) -> None:
    size = style.size + {"title": 7, "heading": 4, "area": 2}.get(block.kind, 1)
    pdf.set_font("body", "B" if block.kind in ("title", "heading", "area") else "", size)
    place = {"title": "C", "office": "C", "caption": "R"}.get(block.kind, "L")
    pdf.multi_cell(0, size * 0.5, block.text, align=place, new_x="LMARGIN", new_y="NEXT")
    pdf.ln(2)


def _fpdf_table(pdf: Any, table: Table, style: Style) -> None:
    from fpdf import FontFace
    from fpdf.enums import Align, TableBordersLayout, TableHeadingsDisplay, VAlign

    above, beside = pads(style)
    shown = (
        TableHeadingsDisplay.ON_TOP_OF_EVERY_PAGE
        if style.repeat_header
        else TableHeadingsDisplay.NONE
    )
    pdf.ln(1)
    with pdf.table(
        col_widths=tuple(table.widths),
        width=paper(style)[0] - 2 * MARGIN,
        borders_layout=TableBordersLayout.NONE,
        line_height=style.size * 1.32 / MM,
        padding=(above / MM, beside / MM),
        num_heading_rows=1 if style.repeat_header else 0,
        repeat_headings=shown.value if style.repeat_header else 0,
        headings_style=FontFace(emphasis="BOLD"),
        first_row_as_headings=style.repeat_header,
        wrapmode="WORD" if style.words_whole else "CHAR",
    ) as made:
        for cells in [*table.header, *table.body]:
            row = made.row()
            for cell in (c for c in cells if c):
                row.cell(
                    cell.text,
                    colspan=cell.col_span,
                    align=Align.coerce(cell.align),
                    v_align=VAlign.M if cell.valign == "middle" else VAlign.T,
                    style=FontFace(
                        emphasis="BOLD" if cell.bold else "",
                        fill_color=cell.fill or None,
                    ),
                    border=_fpdf_border(cell),
                )
    pdf.ln(3)


def _fpdf_border(cell: Cell) -> Any:
    from fpdf.enums import CellBordersLayout

    names = {"left": "LEFT", "right": "RIGHT", "top": "TOP", "bottom": "BOTTOM"}
    made = CellBordersLayout.NONE
    for side, name in names.items():
        if getattr(cell, side):
            made |= CellBordersLayout[name]
    return made
