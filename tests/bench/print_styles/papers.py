"""Prints from sources of their own: typst, and Apache FOP from XSL-FO."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from print_styles.browsers import run
from print_styles.fonts import FONTS, font_to_files
from print_styles.markup import MARGIN, hangs, pads
from print_styles.report import Style
from print_styles.sheets import Block, Cell, Row, Table

A4 = (210, 297)  # mm


def paper(style: Style) -> tuple[int, int]:
    """Width and height in mm."""
    return (A4[1], A4[0]) if style.paper == "landscape" else A4


# -- typst ----------------------------------------------------------------------------------------


def typst(blocks: Sequence[Block], style: Style, path: Path) -> None:
    import typst as engine

    folders = sorted({str(f.parent) for f in font_to_files(style.font)})
    head = f"""#set document(date: none)
#set page(paper: "a4", flipped: {str(style.paper == "landscape").lower()}, margin: {MARGIN}mm,
  footer: context align(center)[#text(size: 8pt)[#"- "#counter(page).display()#" -"]])
#set text(font: "{FONTS[style.font].family}", size: {style.size + 1}pt, lang: "ko")
#set par(leading: 0.6em, spacing: 0.6em)
"""
    source = head + "\n".join(_typst_block(b, style) for b in blocks)
    path.write_bytes(engine.compile(source.encode(), font_paths=folders))


def _string(text: str) -> str:
    return '#"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _typst_block(block: Block, style: Style) -> str:
    if block.table:
        return _typst_table(block.table, style)
    if block.kind == "page":
        return "#pagebreak()"
    size = style.size + {"title": 7, "heading": 4, "area": 2}.get(block.kind, 1)
    weight = "bold" if block.kind in ("title", "heading", "area") else "regular"
    text = f'#text(size: {size}pt, weight: "{weight}")[{_string(block.text)}]'
    place = {"title": "center", "office": "center", "caption": "right"}.get(block.kind, "left")
    sticky = str(weight == "bold").lower()
    return f"#block(sticky: {sticky}, above: 9pt, width: 100%)[#align({place})[{text}]]"


def _typst_table(table: Table, style: Style) -> str:
    above, beside = pads(style)
    widths = ", ".join(f"{w:.2f}fr" for w in table.widths)
    head = "".join(_typst_row(r, style) for r in table.header)
    body = "".join(_typst_row(r, style) for r in table.body)
    repeat = str(style.repeat_header).lower()
    return (
        f"#text(size: {style.size}pt)[#set par(leading: 0.5em, spacing: 0.5em)\n"
        f"#table(columns: ({widths}), stroke: none, inset: (x: {beside}pt, y: {above}pt),\n"
        f"table.header(repeat: {repeat}, {head}),\n{body})]"
    )


def _typst_row(row: Row, style: Style) -> str:
    return "".join(_typst_cell(c, style) for c in row if c) + "\n"


def _typst_cell(cell: Cell, style: Style) -> str:
    sides = ", ".join(
        f"{side}: {getattr(cell, side)}pt + black"
        for side in ("top", "bottom", "left", "right")
        if getattr(cell, side)
    )
    place = "horizon" if cell.valign == "middle" else "top"
    told = [f"align: {cell.align} + {place}", f"stroke: ({sides or ':'})"]
    told += [f"rowspan: {cell.row_span}"] * (cell.row_span > 1)
    told += [f"colspan: {cell.col_span}"] * (cell.col_span > 1)
    told += [f'fill: rgb("{cell.fill}")'] * bool(cell.fill)
    told += ["breakable: false"] * (style.whole_rows and cell.row_span == 1)
    hang = 0.9 if cell.kind == "achievements" and hangs(style) else 0
    body = "".join(f"#par(hanging-indent: {hang}em)[{_typst_line(line)}]" for line in cell.lines)
    if cell.bold:
        body = f"#strong[{body}]"
    return f"table.cell({', '.join(told)})[{body}],"


def _typst_line(line: str) -> str:
    bare = line.lstrip(" ")
    return "~" * (len(line) - len(bare)) + _string(bare)


# -- FOP ------------------------------------------------------------------------------------------

FOP_CONFIG = """<?xml version="1.0"?><fop version="1.0"><renderers><renderer mime="application/pdf">
<fonts><font kerning="no" embed-url="{regular}" embedding-mode="subset">
<font-triplet name="body" style="normal" weight="normal"/></font>
<font kerning="no" embed-url="{bold}" embedding-mode="subset">
<font-triplet name="body" style="normal" weight="bold"/></font></fonts>
</renderer></renderers></fop>"""
FO = """<?xml version="1.0" encoding="utf-8"?><fo:root xmlns:fo="http://www.w3.org/1999/XSL/Format"
 font-family="body" font-size="{size}pt" line-height="1.35" language="ko">
<fo:layout-master-set><fo:simple-page-master master-name="a" page-width="{width}mm"
 page-height="{height}mm" margin="{margin}mm"><fo:region-body margin-bottom="8mm"/>
<fo:region-after extent="6mm"/></fo:simple-page-master></fo:layout-master-set>
<fo:page-sequence master-reference="a"><fo:static-content flow-name="xsl-region-after">
<fo:block text-align="center" font-size="8pt">- <fo:page-number/> -</fo:block></fo:static-content>
<fo:flow flow-name="xsl-region-body">{body}</fo:flow></fo:page-sequence></fo:root>"""


def fop(blocks: Sequence[Block], style: Style, path: Path) -> None:
    regular, bold = font_to_files(style.font)
    config, source = path.with_suffix(".xconf"), path.with_suffix(".fo")
    config.write_text(
        FOP_CONFIG.format(regular=regular.as_uri(), bold=bold.as_uri()), encoding="utf-8"
    )
    width, height = paper(style)
    body = "\n".join(_fo_block(b, style) for b in blocks)
    told = {"size": style.size + 1, "width": width, "height": height, "margin": MARGIN - 4}
    source.write_text(FO.format(body=body, **told), encoding="utf-8")
    run(["fop", "-c", config, "-fo", source, "-pdf", path])


def _fo_block(block: Block, style: Style) -> str:
    if block.table:
        return _fo_table(block.table, style)
    size = style.size + {"title": 7, "heading": 4, "area": 2}.get(block.kind, 1)
    more = ' break-before="page"' if block.kind == "page" else ""
    if block.kind in ("title", "heading", "area"):
        more += ' font-weight="bold" keep-with-next.within-page="always"'
    place = {"title": "center", "office": "center", "caption": "end"}.get(block.kind, "start")
    return (
        f'<fo:block font-size="{size}pt" space-before="7pt" text-align="{place}"{more}>'
        f"{escape(block.text)}</fo:block>"
    )


def _fo_table(table: Table, style: Style) -> str:
    columns = "".join(
        f'<fo:table-column column-width="proportional-column-width({w:.2f})"/>'
        for w in table.widths
    )
    # FOP repeats every header; one that is not repeated is the first row of the body.
    head = _fo_rows(table.header, style)
    body = _fo_rows(table.body, style)
    repeated = f"<fo:table-header>{head}</fo:table-header>" if style.repeat_header else ""
    return (
        f'<fo:table table-layout="fixed" width="100%" border-collapse="separate" '
        f'font-size="{style.size}pt" space-before="4pt">{columns}{repeated}'
        f"<fo:table-body>{'' if repeated else head}{body}</fo:table-body></fo:table>"
    )


def _fo_rows(rows: Sequence[Row], style: Style) -> str:
    keep = ' keep-together.within-page="always"' if style.whole_rows else ""
    return "".join(
        f"<fo:table-row{keep}>{''.join(_fo_cell(c, style) for c in row if c)}</fo:table-row>\n"
        for row in rows
    )


def _fo_cell(cell: Cell, style: Style) -> str:
    above, beside = pads(style)
    told = [
        f'number-rows-spanned="{cell.row_span}" number-columns-spanned="{cell.col_span}"',
        f'padding="{above}pt {beside}pt" start-indent="0" end-indent="0"',
        f'display-align="{"center" if cell.valign == "middle" else "before"}"',
        f'text-align="{ {"left": "start", "right": "end"}.get(cell.align, cell.align) }"',
    ]
    told += [
        f'border-{s}="{getattr(cell, s)}pt solid black"'
        for s in ("top", "bottom", "left", "right")
        if getattr(cell, s)
    ]
    told += [f'background-color="{cell.fill}"'] * bool(cell.fill)
    told += ['font-weight="bold"'] * cell.bold
    lines = "".join(_fo_line(line, cell, style) for line in cell.lines)
    return f"<fo:table-cell {' '.join(told)}>{lines or '<fo:block/>'}</fo:table-cell>"


def _fo_line(line: str, cell: Cell, style: Style) -> str:
    """Blanks at the start as an indent: FOP's text layer has a wrong sign for a hard blank."""
    bare = line.lstrip(" ")
    hang = 0.9 if cell.kind == "achievements" and hangs(style) else 0.0
    indent = hang + (len(line) - len(bare)) * 0.28
    return (
        f'<fo:block start-indent="{indent:.2f}em" text-indent="-{hang}em">{escape(bare)}</fo:block>'
    )
