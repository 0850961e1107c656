"""Prints from DOCX: through LibreOffice Writer, and through AbiWord."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from print_styles.browsers import run
from print_styles.fonts import FONTS
from print_styles.markup import MARGIN, hangs, pads
from print_styles.office import HEADS, PLACES, size_of, soffice
from print_styles.papers import paper
from print_styles.report import Style
from print_styles.sheets import Block, Cell, Table


def writer_docx(blocks: Sequence[Block], style: Style, path: Path) -> None:
    source = path.with_suffix(".docx")
    _docx(blocks, style, source)
    soffice(source, path)


def abiword(blocks: Sequence[Block], style: Style, path: Path) -> None:
    source = path.with_suffix(".docx")
    _docx(blocks, style, source)
    run(["abiword", f"--to={path}", source])


def _docx(blocks: Sequence[Block], style: Style, path: Path) -> None:
    import docx
    from docx.shared import Mm

    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Mm(x) for x in paper(style))
    if style.paper == "landscape":
        section.orientation = docx.enum.section.WD_ORIENT.LANDSCAPE
    for side in ("left", "right", "top", "bottom"):
        setattr(section, f"{side}_margin", Mm(MARGIN))
    foot = section.footer.paragraphs[0]
    _docx_text(foot, "- ", style, 8, "center", False)
    field = docx.oxml.parse_xml(
        f'<w:fldSimple {docx.oxml.ns.nsdecls("w")} w:instr="PAGE">'
        "<w:r><w:t>1</w:t></w:r></w:fldSimple>"
    )
    foot._p.append(field)
    foot.add_run(" -")
    for block in blocks:
        if block.table:
            _docx_table(document, block.table, style)
        elif block.kind == "page":
            document.add_page_break()
        else:
            bold, place = block.kind in HEADS, PLACES.get(block.kind, "left")
            one = document.add_paragraph()
            _docx_text(one, block.text, style, size_of(block, style), place, bold)
            one.paragraph_format.keep_with_next = bold
    document.save(str(path))


def _docx_text(
    paragraph: Any, text: str, style: Style, size: float, align: str, bold: bool
) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml.ns import qn
    from docx.shared import Pt

    paragraph.alignment = WD_ALIGN_PARAGRAPH[align.upper()]
    shape = paragraph.paragraph_format
    shape.space_before = shape.space_after = Pt(
        0 if paragraph._p.getparent().tag.endswith("tc") else 4
    )
    shape.line_spacing = 1.1
    run = paragraph.add_run(text)
    run.font.size, run.bold = Pt(size), bold
    run.font.name = FONTS[style.font].family
    run._r.rPr.rFonts.set(qn("w:eastAsia"), FONTS[style.font].family)


def _docx_table(document: Any, table: Table, style: Style) -> None:
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls
    from docx.shared import Mm

    rows = [*table.header, *table.body]
    inner = paper(style)[0] - 2 * MARGIN
    made = document.add_table(len(rows), len(table.widths))
    made.autofit = False
    for column, width in zip(made.columns, table.widths, strict=True):
        column.width = Mm(width / 100 * inner)
    grid = [list(r.cells) for r in made.rows]
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            grid[r][c].width = Mm(table.widths[c] / 100 * inner)
            if cell:
                last = grid[r + cell.row_span - 1][c + cell.col_span - 1]
                whole = grid[r][c] if last is grid[r][c] else grid[r][c].merge(last)
                _docx_cell(whole, cell, style)
                for below in range(1, cell.row_span):  # the borders of merged parts below
                    _docx_dress(grid[r + below][c]._tc, cell, style, below == cell.row_span - 1)
    for number, line in enumerate(made.rows):
        told = line._tr.get_or_add_trPr()
        if style.whole_rows:
            told.append(parse_xml(f"<w:cantSplit {nsdecls('w')}/>"))
        if number == 0 and style.repeat_header:
            told.append(parse_xml(f"<w:tblHeader {nsdecls('w')}/>"))


def _docx_cell(whole: Any, cell: Cell, style: Style) -> None:
    from docx.shared import Pt

    for number, line in enumerate(cell.lines or [""]):
        paragraph = whole.paragraphs[0] if number == 0 else whole.add_paragraph()
        _docx_text(paragraph, line, style, style.size, cell.align, cell.bold)
        if cell.kind == "achievements" and hangs(style):
            paragraph.paragraph_format.left_indent = Pt(style.size * 0.9)
            paragraph.paragraph_format.first_line_indent = Pt(-style.size * 0.9)
    _docx_dress(whole._tc, cell, style, cell.row_span == 1)


def _docx_dress(tc: Any, cell: Cell, style: Style, is_last: bool) -> None:
    """Borders, fill, padding and place of one cell, in the order that the format wants."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    above, beside = (round(x * 20) for x in pads(style))
    told = tc.get_or_add_tcPr()
    sides = {s: getattr(cell, s) for s in ("top", "left", "bottom", "right")}
    if not is_last:
        sides["bottom"] = 0.0
    names = nsdecls("w")
    borders = "".join(
        f'<w:{s} w:val="single" w:sz="{round(thick * 8)}" w:space="0" w:color="000000"/>'
        if thick
        else f'<w:{s} w:val="none" w:sz="0"/>'
        for s, thick in sides.items()
    )
    told.append(parse_xml(f"<w:tcBorders {names}>{borders}</w:tcBorders>"))
    if cell.fill:
        told.append(parse_xml(f'<w:shd {names} w:val="clear" w:fill="{cell.fill[1:]}"/>'))
    margins = {"top": above, "left": beside, "bottom": above, "right": beside}
    inner = "".join(f'<w:{s} w:w="{w}" w:type="dxa"/>' for s, w in margins.items())
    told.append(parse_xml(f"<w:tcMar {names}>{inner}</w:tcMar>"))
    place = "center" if cell.valign == "middle" else "top"
    told.append(parse_xml(f'<w:vAlign {names} w:val="{place}"/>'))
