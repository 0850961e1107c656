"""Blocks as HTML for every typesetter that reads it; what one of them lacks says `Dialect`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from print_styles.fonts import FONTS
from print_styles.report import Style
from print_styles.sheets import Block, Cell, Row, Table, unmerge

MARGIN = 18  # mm
HEAD = """<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{title}</title>
<style>{css}</style></head><body>{body}</body></html>"""


@dataclass(frozen=True, slots=True)
class Dialect:
    """`spans`: merged labels break over pages; `attributes`: width, alignment and spacing must
    stand as attributes of HTML 4; `pixels`: no other unit is known; `fills`: cells are shaded."""

    spans: bool = True
    attributes: bool = False
    pixels: bool = False
    fills: bool = True
    css: str = ""


def hangs(style: Style) -> bool:
    """Whether wrapped lines are indented below the first: every second print."""
    return style.seed % 2 == 0


def pads(style: Style) -> tuple[float, float]:
    """Blank above and beside a cell's text in points: more where no rule parts the cells."""
    return (3.0, 4.0) if style.rules == "all" else (4.5, 7.0)


def blocks_to_html(blocks: Sequence[Block], style: Style, dialect: Dialect) -> str:
    body = "\n".join(_block(b, style, dialect) for b in blocks)
    css = _css(style, dialect) + dialect.css
    return HEAD.format(title=escape(blocks[0].text), css=css, body=body)


def _css(style: Style, dialect: Dialect) -> str:
    above, beside = pads(style)
    family = FONTS[style.font].family
    inside = "avoid" if style.whole_rows else "auto"
    return f"""
@page {{ size: A4 {style.paper}; margin: {MARGIN}mm; }}
body {{ font-family: "{family}"; font-size: {style.size + 1}pt; line-height: 1.4; margin: 0;
  word-break: {"keep-all" if style.words_whole else "normal"}; }}
table {{ border-collapse: collapse; border-spacing: 0; width: 100%; font-size: {style.size}pt;
  line-height: 1.3; table-layout: fixed; margin: 4pt 0 10pt 0; }}
td {{ padding: {above}pt {beside}pt; border: 0 solid #000; }}
thead {{ display: {"table-header-group" if style.repeat_header else "table-row-group"}; }}
tr {{ page-break-inside: {inside}; break-inside: {inside}; }}
p {{ margin: 0; }}
.hang {{ padding-left: 1em; text-indent: -1em; }}
h1 {{ font-size: {style.size + 7}pt; text-align: center; margin: 14pt 0; }}
h2 {{ font-size: {style.size + 4}pt; margin: 12pt 0 6pt 0; page-break-after: avoid; }}
h3 {{ font-size: {style.size + 2}pt; margin: 10pt 0 4pt 0; page-break-after: avoid; }}
.office {{ text-align: center; margin-bottom: 12pt; }} .caption {{ text-align: right; }}
.line {{ margin-left: 12pt; }} .page {{ page-break-before: always; }}
"""


def _block(block: Block, style: Style, dialect: Dialect) -> str:
    text = escape(block.text)
    if block.table:
        table = block.table if dialect.spans else unmerge(block.table)
        return _table(table, style, dialect)
    tags = {"title": "h1", "heading": "h2", "area": "h3"}
    if block.kind in tags:
        return f"<{tags[block.kind]}>{text}</{tags[block.kind]}>"
    return f'<p class="{block.kind}">{text or "&nbsp;"}</p>'


def _table(table: Table, style: Style, dialect: Dialect) -> str:
    columns = "".join(f'<col style="width:{w:.2f}%" width="{w:.2f}%">' for w in table.widths)
    head = _rows(table.header, table, style, dialect)
    rows = _rows(table.body, table, style, dialect)
    more = ""
    if dialect.attributes:
        more = f' width="100%" cellspacing="0" cellpadding="{pads(style)[1]:.0f}"'
        if style.repeat_header:
            more += ' repeat="1"'
    return (
        f"<table{more}><colgroup>{columns}</colgroup>"
        f"<thead>{head}</thead><tbody>{rows}</tbody></table>"
    )


def _rows(rows: Sequence[Row], table: Table, style: Style, dialect: Dialect) -> str:
    made = []
    for row in rows:
        cells = [_cell(c, table.widths[i], style, dialect) for i, c in enumerate(row) if c]
        made.append(f"<tr>{''.join(cells)}</tr>")
    return "\n".join(made)


def _cell(cell: Cell, width: float, style: Style, dialect: Dialect) -> str:
    spans = (f' rowspan="{cell.row_span}"' if cell.row_span > 1 else "") + (
        f' colspan="{cell.col_span}"' if cell.col_span > 1 else ""
    )
    if dialect.attributes and cell.col_span == 1:
        spans += f' width="{width:.1f}%"'
    if dialect.attributes:
        spans += f' align="{cell.align}" valign="{cell.valign}"'
    hang = ' class="hang"' if cell.kind == "achievements" and hangs(style) else ""
    body = "".join(f"<p{hang}>{_indented(line)}</p>" for line in cell.lines)
    return f'<td style="{";".join(_cell_css(cell, style, dialect))}"{spans}>{body}</td>'


def _cell_css(cell: Cell, style: Style, dialect: Dialect) -> list[str]:
    css = [f"text-align:{cell.align}", f"vertical-align:{cell.valign}"]
    for side in ("top", "bottom", "left", "right"):
        thick = getattr(cell, side)
        size = f"{thick}pt" if not dialect.pixels else "1px"
        css.append(f"border-{side}:{size} solid #000" if thick else f"border-{side}:0")
    if dialect.pixels:
        above, beside = pads(style)
        css += [f"padding-{s}:{above * 96 / 72:.0f}px" for s in ("top", "bottom")]
        css += [f"padding-{s}:{beside * 96 / 72:.0f}px" for s in ("left", "right")]
    css += [f"background-color:{cell.fill}"] * (bool(cell.fill) and dialect.fills)
    css += ["font-weight:bold"] * cell.bold
    return css


def _indented(line: str) -> str:
    bare = line.lstrip(" ")
    return "&nbsp;" * (len(line) - len(bare)) + escape(bare)
