"""Prints through LibreOffice: what all its doors share, and Writer from flat ODT."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from print_styles.browsers import run
from print_styles.fonts import FONTS
from print_styles.markup import MARGIN, hangs, pads
from print_styles.papers import paper
from print_styles.report import Style
from print_styles.sheets import Block, Cell, Row, Table

SIDES = ("top", "bottom", "left", "right")
HEADS = ("title", "heading", "area")
PLACES = {"title": "center", "office": "center", "caption": "right"}


def size_of(block: Block, style: Style) -> float:
    return style.size + {"title": 7, "heading": 4, "area": 2}.get(block.kind, 1)


def soffice(source: Path, path: Path) -> None:
    """A file printed by LibreOffice, with a profile of its own."""
    with tempfile.TemporaryDirectory() as profile:
        own = f"-env:UserInstallation={Path(profile).as_uri()}"
        to = ["--convert-to", "pdf", "--outdir", path.parent]
        run(["soffice", own, "--headless", *to, source])
    made = source.with_suffix(".pdf")
    if made != path:
        made.rename(path)


# -- Writer, from flat ODT ------------------------------------------------------------------------

SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office",
        "style": "style",
        "text": "text",
        "table": "table",
        "fo": "xsl-fo-compatible",
        "svg": "svg-compatible",
    }.items()
)
FODT = """<?xml version="1.0" encoding="UTF-8"?><office:document {spaces} office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.text">
<office:font-face-decls><style:font-face style:name="body" svg:font-family="'{font}'"/>
</office:font-face-decls><office:styles><style:default-style style:family="paragraph">
<style:text-properties style:font-name="body" style:font-name-asian="body" fo:font-size="{size}pt"
 style:font-size-asian="{size}pt" style:country-asian="KR" style:language-asian="ko"/>
</style:default-style></office:styles><office:automatic-styles>{styles}
<style:page-layout style:name="page"><style:page-layout-properties fo:page-width="{width}mm"
 fo:page-height="{height}mm" style:print-orientation="{way}" fo:margin="{margin}mm"/>
<style:footer-style><style:header-footer-properties fo:min-height="6mm"/></style:footer-style>
</style:page-layout></office:automatic-styles><office:master-styles>
<style:master-page style:name="Standard" style:page-layout-name="page"><style:footer>
<text:p text:style-name="foot">- <text:page-number/> -</text:p></style:footer>
</style:master-page></office:master-styles><office:body><office:text>{body}</office:text>
</office:body></office:document>"""


class Styles:
    """Automatic styles, each under one name however often it is used."""

    def __init__(self) -> None:
        self.names: dict[str, str] = {}

    def name(self, family: str, inner: str) -> str:
        key = f'style:family="{family}">{inner}'
        return self.names.setdefault(key, f"s{len(self.names)}")

    def paragraph(self, size: float, align: str, bold: bool, more: str = "") -> str:
        weight = "bold" if bold else "normal"
        return self.name(
            "paragraph",
            f'<style:paragraph-properties fo:text-align="{align}" fo:line-height="135%" {more}/>'
            f'<style:text-properties fo:font-size="{size}pt" style:font-size-asian="{size}pt" '
            f'fo:font-weight="{weight}" style:font-weight-asian="{weight}"/>',
        )

    def told(self) -> str:
        return "".join(
            f'<style:style style:name="{name}" {key}</style:style>'
            for key, name in self.names.items()
        )


def writer_odt(blocks: Sequence[Block], style: Style, path: Path) -> None:
    styles = Styles()
    body = "".join(_odt_block(b, style, styles) for b in blocks)
    foot = (
        '<style:style style:name="foot" style:family="paragraph"><style:paragraph-properties '
        'fo:text-align="center"/><style:text-properties fo:font-size="8pt"/></style:style>'
    )
    width, height = paper(style)
    told = FODT.format(
        spaces=SPACES,
        font=FONTS[style.font].family,
        size=style.size,
        styles=foot + styles.told(),
        width=width,
        height=height,
        way=style.paper,
        margin=MARGIN,
        body=body,
    )
    source = path.with_suffix(".fodt")
    source.write_text(told, encoding="utf-8")
    soffice(source, path)


def _odt_block(block: Block, style: Style, styles: Styles) -> str:
    if block.table:
        return _odt_table(block.table, style, styles)
    more = 'fo:margin-top="5pt" fo:margin-bottom="4pt"'
    more += ' fo:keep-with-next="always"' * (block.kind in HEADS)
    more += ' fo:break-before="page"' * (block.kind == "page")
    align = PLACES.get(block.kind, "left")
    name = styles.paragraph(size_of(block, style), align, block.kind in HEADS, more)
    return f'<text:p text:style-name="{name}">{escape(block.text)}</text:p>'


def _odt_table(table: Table, style: Style, styles: Styles) -> str:
    inner = paper(style)[0] - 2 * MARGIN
    name = styles.name(
        "table", f'<style:table-properties style:width="{inner}mm" table:align="margins"/>'
    )
    columns = ""
    for width in table.widths:
        told = f'<style:table-column-properties style:column-width="{width / 100 * inner:.2f}mm"/>'
        columns += f'<table:table-column table:style-name="{styles.name("table-column", told)}"/>'
    head = "".join(_odt_row(r, style, styles) for r in table.header)
    if style.repeat_header:
        head = f"<table:table-header-rows>{head}</table:table-header-rows>"
    body = "".join(_odt_row(r, style, styles) for r in table.body)
    return f'<table:table table:style-name="{name}">{columns}{head}{body}</table:table>'


def _odt_row(row: Row, style: Style, styles: Styles) -> str:
    keep = "always" if style.whole_rows else "auto"
    name = styles.name("table-row", f'<style:table-row-properties fo:keep-together="{keep}"/>')
    cells = "".join(
        _odt_cell(c, style, styles) if c else "<table:covered-table-cell/>" for c in row
    )
    return f'<table:table-row table:style-name="{name}">{cells}</table:table-row>'


def _odt_cell(cell: Cell, style: Style, styles: Styles) -> str:
    above, beside = pads(style)
    told = [f'fo:padding-top="{above}pt" fo:padding-bottom="{above}pt"']
    told += [f'fo:padding-left="{beside}pt" fo:padding-right="{beside}pt"']
    told += [f'style:vertical-align="{cell.valign}"']
    for side in SIDES:
        thick = getattr(cell, side)
        told.append(f'fo:border-{side}="{f"{thick}pt solid #000000" if thick else "none"}"')
    told += [f'fo:background-color="{cell.fill}"'] * bool(cell.fill)
    name = styles.name("table-cell", f"<style:table-cell-properties {' '.join(told)}/>")
    hang = cell.kind == "achievements" and hangs(style)
    more = 'fo:margin-left="0.9em" fo:text-indent="-0.9em"'.replace(
        "0.9em", f"{style.size * 0.9}pt"
    )
    para = styles.paragraph(style.size, cell.align, cell.bold, more if hang else "")
    lines = [
        f'<text:p text:style-name="{para}">{_odt_line(x)}</text:p>' for x in cell.lines or [""]
    ]
    spans = f'table:number-rows-spanned="{cell.row_span}"'
    spans += f' table:number-columns-spanned="{cell.col_span}"'
    return (
        f'<table:table-cell table:style-name="{name}" {spans}>{"".join(lines)}</table:table-cell>'
    )


def _odt_line(line: str) -> str:
    bare = line.lstrip(" ")
    blanks = len(line) - len(bare)
    return (f'<text:s text:c="{blanks}"/>' if blanks else "") + escape(bare)
