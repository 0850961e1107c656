"""A report and a style make blocks: headings, lines and tables of cells with their borders and
fills, the same for every typesetter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from print_styles.report import MONEY, Area, Group, Programme, Report, Style, programmes_to_sums

# Shares of a table's width, before the shares of the others are known.
WIDTHS = {
    "area": 9.0,
    "group": 11.0,
    "no": 5.0,
    "title": 20.0,
    "achievements": 44.0,
    "budget": 8.5,
    "spent": 8.5,
    "rate": 7.5,
    "department": 11.0,
    "remark": 8.0,
}
SHORT = ("area", "group", "department", "remark")  # columns whose text is short
FIGURES = (*MONEY, "rate")
RULE, THICK = 0.5, 1.0  # points
HEAD_FILL, STRIPE_FILL, AREA_FILL = "#dfe6ee", "#f1f3f6", "#eceff3"


@dataclass(slots=True)
class Cell:
    """An anchor cell; places below or beside it that it spans hold None. `kind`: header, area,
    group, no, title, achievements, figure, text, total."""

    lines: list[str]
    kind: str
    row_span: int = 1
    col_span: int = 1
    align: str = "left"
    valign: str = "top"
    top: float = 0.0  # widths of the rules
    bottom: float = 0.0
    left: float = 0.0
    right: float = 0.0
    fill: str = ""
    bold: bool = False

    @property
    def text(self) -> str:
        return "\n".join(self.lines)


Row = list[Cell | None]


@dataclass(slots=True)
class Table:
    widths: list[float]  # percent
    header: list[Row]
    body: list[Row]
    stripes: list[int] = field(default_factory=list)  # of the rows of the body, 0 or 1


@dataclass(slots=True)
class Block:
    """kind: title, office, heading, area, line, caption, table, page (a page break)."""

    kind: str
    text: str = ""
    table: Table | None = None


def report_to_blocks(report: Report, style: Style) -> list[Block]:
    """The whole report in reading order."""
    blocks = [Block("title", report.title), Block("office", report.office)]
    if style.front:
        blocks += [Block("heading", f"□ {report.front_heading}")]
        blocks += [Block("line", f"○ {line}") for line in report.front]
        blocks += [Block("page")]
    blocks.append(Block("heading", f"□ {report.detail_heading}"))
    if any(c in MONEY for c in style.columns):
        blocks.append(
            Block("caption", "(단위 : 백만원, %)" if "rate" in style.columns else "(단위 : 백만원)")
        )
    if style.area == "heading":
        for number, area in enumerate(report.areas):
            last = number == len(report.areas) - 1
            blocks.append(Block("area", _labelled(area.no, area.title)))
            blocks.append(Block("table", table=_table(report, [area], style, grand=last)))
        return blocks
    return [*blocks, Block("table", table=_table(report, report.areas, style, grand=True))]


def _labelled(no: str, title: str) -> str:
    return f"{no} {title}" if no else title


def _table(report: Report, areas: Sequence[Area], style: Style, grand: bool) -> Table:
    columns = style.columns
    shares = [WIDTHS[c] * (style.tilt if c == "title" else 1) for c in columns]
    table = Table([w / sum(shares) * 100 for w in shares], [_header(report, style)], [])
    total = _total(report.programmes, style, "합 계") if grand and style.totals != "none" else []
    if style.totals == "first" and style.area != "heading":
        _add(table, total, 0)
    _add_areas(table, areas, style)
    if style.totals == "last" or (style.totals == "first" and style.area == "heading"):
        _add(table, total, 0)
    _dress(table, style)
    return table


def _add_areas(table: Table, areas: Sequence[Area], style: Style) -> None:
    """Every area's rows, shades in turn, under its row and over its total."""
    shade = 0
    for area in areas:
        if style.area == "row":
            title = Cell([_labelled(area.no, area.title)], "area")
            _add(table, [_spread(title, style.columns)], 0)
        for row in _area_rows(area, style):
            shade = 1 - shade
            _add(table, [row], shade)
        if style.totals != "none" and len(areas) > 1:
            _add(table, _total(area.programmes, style, "소 계"), 0)


def _add(table: Table, rows: Sequence[Row], shade: int) -> None:
    table.body += rows
    table.stripes += [shade] * len(rows)


def _spread(cell: Cell, columns: Sequence[str]) -> Row:
    return [replace(cell, col_span=len(columns)), *[None] * (len(columns) - 1)]


def _header(report: Report, style: Style) -> Row:
    return [Cell(report.headers[c].split("\n"), "header") for c in style.columns]


def _area_rows(area: Area, style: Style) -> Iterator[Row]:
    of_area = len(area.programmes)
    for group in area.groups:
        for number, programme in enumerate(group.programmes):
            first = number == 0
            row: Row = [
                _cell(programme, column, style)
                if column not in ("area", "group")
                else _label(area, group, column, first, first and group is area.groups[0], of_area)
                for column in style.columns
            ]
            yield row


def _label(
    area: Area, group: Group, column: str, first: bool, very_first: bool, of_area: int
) -> Cell | None:
    if column == "group":
        label = Cell([_labelled(group.no, group.title)], "group", len(group.programmes))
        return label if first else None
    return Cell([_labelled(area.no, area.title)], "group", of_area) if very_first else None


def _cell(programme: Programme, column: str, style: Style) -> Cell:
    if column == "title":
        return Cell([_labelled(programme.no, programme.title)], "title")
    if column == "achievements":
        indent = {mark: " " * n for n, mark in enumerate(style.marks)} | {"※": "  "}
        marked = [f"{indent[m]}{m} {text}" if m else text for m, text in programme.lines]
        return Cell(marked, "achievements")
    text = programme.columns[column]
    kind = "no" if column == "no" else "figure" if column in FIGURES else "text"
    return Cell([text] if text else [], kind)


def _total(programmes: Sequence[Programme], style: Style, label: str) -> list[Row]:
    """A total row: its label over all columns before the first with a figure."""
    sums, columns = programmes_to_sums(programmes), style.columns
    if not sums:
        return []
    lead = min(columns.index(c) for c in sums)
    row: Row = [Cell([label], "total", col_span=lead), *[None] * (lead - 1)]
    row += [
        Cell([sums[c]] if c in sums else [], "figure" if c in sums else "text", bold=True)
        for c in columns[lead:]
    ]
    return [row]


# -- borders, fills, places -----------------------------------------------------------------------


def _dress(table: Table, style: Style) -> None:
    rows = [*table.header, *table.body]
    for r, row in enumerate(rows):
        for cell in (c for c in row if c):
            _place(cell, style)
            _rule(cell, style, r, len(rows))
            _fill(cell, style, 0 if r == 0 else table.stripes[r - 1])


def _place(cell: Cell, style: Style) -> None:
    short = style.short
    aligns = {
        "header": "center",
        "no": "center",
        "total": "center",
        "figure": "right",
        "group": short,
        "text": short,
        "title": style.title,
    }
    cell.align = aligns.get(cell.kind, "left")
    centred = {"header": "middle", "area": "middle", "total": "middle", "group": style.label}
    cell.valign = centred.get(cell.kind, style.valign)
    cell.bold = cell.bold or cell.kind in ("header", "area", "total")


def _rule(cell: Cell, style: Style, r: int, rows: int) -> None:
    last = r + cell.row_span == rows
    if style.rules in ("all", "level"):
        cell.top = cell.bottom = RULE
    if style.rules == "all":
        cell.left = cell.right = RULE
    if style.rules == "ends" and (r == 0 or last):
        cell.top = THICK if r == 0 else 0.0
        cell.bottom = THICK if last else RULE


def _fill(cell: Cell, style: Style, shade: int) -> None:
    if style.rules == "all":
        cell.fill = {"header": HEAD_FILL, "area": AREA_FILL, "total": AREA_FILL}.get(cell.kind, "")
    if style.rules == "stripes":
        plain = cell.row_span > 1 or not shade
        cell.fill = HEAD_FILL if cell.kind == "header" else "" if plain else STRIPE_FILL


def unmerge(table: Table) -> Table:
    """The same to the eye, for typesetters that cannot break a merged label over pages: the label
    in its first row, empty cells without a rule between them below it.
    """
    body = [list(row) for row in table.body]
    for r, row in enumerate(table.body):
        for c, cell in enumerate(row):
            if cell is None or cell.row_span == 1:
                continue
            below = replace(cell, lines=[], row_span=1, top=0.0)
            for n in range(1, cell.row_span):
                bottom = cell.bottom if n == cell.row_span - 1 else 0.0
                body[r + n][c] = replace(below, bottom=bottom)
            body[r][c] = replace(cell, row_span=1, bottom=0.0, valign="top")
    return replace(table, body=body)


def blocks_to_grids(blocks: Sequence[Block]) -> list[list[dict[str, object]]]:
    """The truth of the tables: every cell with place, spans and text."""
    return [
        [
            {
                "row": r,
                "col": c,
                "row_span": cell.row_span,
                "col_span": cell.col_span,
                "text": cell.text,
                "kind": cell.kind,
            }
            for r, row in enumerate([*table.header, *table.body])
            for c, cell in enumerate(row)
            if cell
        ]
        for table in (b.table for b in blocks)
        if table
    ]
