"""Tables that HTML draws in a text, as exact cells: every place of the grid covered once, headers
told as at the other doors.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, product

from pipeline.layout.captions import caption_to_unit, cells_to_unit, text_to_unit
from pipeline.layout.flattened.aligned_headers import text_to_role
from pipeline.layout.flattened.grid_lines import GridText
from pipeline.layout.flattened.html_marks import Html, HtmlCell, HtmlTable, Piece
from pipeline.layout.flattened.inline import LOWER, Inline, cut_marks, texts_to_inline
from pipeline.layout.flattened.spans import (
    Span,
    span_to_words,
    spans_to_printed,
)
from pipeline.layout.headers import FIGURE, name_headers, table_to_header_rows
from pipeline.layout.kept.tables import HeadCell, HeadTable
from pipeline.layout.wrap_votes import Evidence
from pipeline.lexicon.headers import known_heads
from pipeline.model import Cell, Line, Paragraph, Part, Place, Printed, Problem, Run, Table
from pipeline.text import close_up
from pipeline.unread import sign_to_problem

# places of a grid: as of an office file's (read/kept_grid.py), whose largest one at hand has 5,000
MOST_PLACES = 1 << 20


NOTHING = frozenset({"NaN", "nan", "None", "NaT", "<NA>"})  # what pandas writes where nothing is


@dataclass(slots=True)
class Placed:
    """A cell in its place."""

    row: int
    col: int
    rows: int
    cols: int
    header: bool = False
    texts: tuple[Printed, ...] = ()
    inner: list[HtmlTable] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells that cover every place once, in row, then column order."""

    rows: int
    cols: int
    cells: tuple[Placed, ...]


def html_to_tables(table: HtmlTable, lines: Sequence[Line]) -> list[Table] | None:
    """The table and those nested in it, numbered from 1; None where it claims more places than a
    table has, or none.
    """
    found: list[Table] = []
    made = _add_tables(table, lines, None, found)
    return found if made else None


def _add_tables(
    html: HtmlTable,
    lines: Sequence[Line],
    parent: tuple[int, int, int] | None,
    found: list[Table],
) -> bool:
    grid = rows_to_grid(html, lines)
    if grid is None:
        return False
    number = len(found) + 1
    caption = pieces_to_printed(html.caption, lines)
    found.append(cut_results(grid_to_table(grid, number, parent, caption)))
    inner = [(c.row, c.col, t) for c in grid.cells for t in c.inner if any(t.rows)]
    return all(_add_tables(t, lines, (number, row, col), found) for row, col, t in inner)


def rows_to_grid(html: HtmlTable, lines: Sequence[Line]) -> Grid | None:
    """Cells with their spans to a grid; rows and columns that no cell begins in fall away.

    Spans may claim anything: those of rows end with the table, and the places that all cells
    together may take are bounded.
    """
    placed: list[Placed] = []
    busy: dict[int, int] = {}  # column → the first row in which it is free again
    rows, room = html.rows, 2 * MOST_PLACES
    for r, row in enumerate(rows):
        col = 0
        for cell in row:
            first = col
            while busy.get(col, 0) > r:
                col += 1
            end = col + 1
            while end < col + cell.cols and busy.get(end, 0) <= r:
                end += 1
            room -= end - first
            if room < 0:
                return None
            down = min(cell.rows, len(rows) - r)
            busy.update(dict.fromkeys(range(col, end), r + down))
            texts = cell_to_texts(cell, lines, html.framed)
            placed.append(Placed(r, col, down, end - col, cell.header, texts, cell.inner))
            col = end
    return placed_to_grid(placed)


def cell_to_texts(cell: HtmlCell, lines: Sequence[Line], framed: bool) -> tuple[Printed, ...]:
    """The paragraphs of a cell. framed: a data frame wrote the table, and its word for nothing is
    none of the cell's text.
    """
    texts = tuple(t for p in cell.paragraphs if (t := pieces_to_printed(p, lines)).text)
    return () if framed and len(texts) == 1 and texts[0].text in NOTHING else texts


def placed_to_grid(placed: Sequence[Placed]) -> Grid | None:
    """The grid without rows and columns in which nothing begins, gaps filled with empty cells."""
    rows, cols = sorted({c.row for c in placed}), sorted({c.col for c in placed})
    if not placed or len(rows) * len(cols) > MOST_PLACES:
        return None
    cells = [shrunk(cell, rows, cols) for cell in placed]
    taken = {place for cell in cells for place in places_of(cell)}
    every = product(range(len(rows)), range(len(cols)))
    gaps = [Placed(r, c, 1, 1) for r, c in every if (r, c) not in taken]
    ordered = tuple(sorted([*cells, *gaps], key=lambda c: (c.row, c.col)))
    return Grid(len(rows), len(cols), ordered)


def shrunk(cell: Placed, rows: Sequence[int], cols: Sequence[int]) -> Placed:
    """A cell with its place and spans counted over the rows and columns in which one begins."""
    top, left = bisect_left(rows, cell.row), bisect_left(cols, cell.col)
    down = bisect_left(rows, cell.row + cell.rows) - top
    across = bisect_left(cols, cell.col + cell.cols) - left
    return replace(cell, row=top, col=left, rows=down, cols=across)


def cut_results(table: Table) -> Table:
    """A programme table whose results are cut where their marks open lines, as everywhere in text.

    Source: a converter writes “○ 교육 3회 - 상담 4회” into one cell without a break.
    """
    told = table_to_results(table)
    spans = [s for c in told for t in c.paragraphs if (s := printed_to_span(t))]
    joined = all(len(c.paragraphs) < 2 for c in told)
    inline = replace(
        texts_to_inline([s.text for s in spans]), joined=joined, opened=frozenset(LOWER)
    )
    own = {id(c) for c in told}
    cells = tuple(cut_cell(c, inline) if id(c) in own else c for c in table.cells)
    return replace(table, cells=cells) if told else table


def table_to_results(table: Table) -> list[Cell]:
    """The filled cells below a head that names what was achieved."""
    heads = {c.col: close_up(c.text) for c in table.cells if c.row < table.header_rows}
    told = {col for col, text in heads.items() if text_to_role(text) == "achievements"}
    body = (c for c in table.cells if c.row >= table.header_rows and c.col in told)
    return [c for c in body if c.paragraphs]


def cut_cell(cell: Cell, inline: Inline) -> Cell:
    """A cell with its paragraphs cut; as it is where one of them runs over lines."""
    spans = [s for t in cell.paragraphs if (s := printed_to_span(t))]
    if len(spans) < len(cell.paragraphs):
        return cell
    texts = (
        replace(spans_to_printed([span], Evidence()), join_doubt=doubt)
        for span, doubt in cut_marks(spans, inline)
    )
    return replace(cell, paragraphs=tuple(texts))


def printed_to_span(printed: Printed) -> Span | None:
    """The stretch of a line that a text is; None where it is of several."""
    first, last = printed.runs[0], printed.runs[-1]
    if first.line is not last.line:
        return None
    return Span(first.line, first.offset, last.offset + last.length)


def places_of(cell: Placed) -> Iterator[tuple[int, int]]:
    """Every place that a cell covers."""
    for r in range(cell.row, cell.row + cell.rows):
        for c in range(cell.col, cell.col + cell.cols):
            yield r, c


def pieces_to_printed(pieces: Sequence[Piece], lines: Sequence[Line]) -> Printed:
    """Pieces as one text: blanks folded, a line's end a blank, nothing where only a tag stood
    between.

    >>> line = [Line(1, None, "돌봄 교실"), Line(2, None, "운영")]
    >>> pieces_to_printed([(0, 0, 1), (0, 1, 5), (1, 0, 2)], line).text
    '돌봄 교실 운영'
    """
    text, runs, last = "", [], (-1, -1)
    for number, start, end in pieces:
        span = Span(lines[number], start, end)
        for a, b in span_to_words(span):
            text += " " if text and last != (number, a) else ""
            runs.append(Run(len(text), span.line, a, b - a))
            text += span.line.text[a:b]
            last = number, b
    return Printed(text, tuple(runs))


def grid_to_table(
    grid: Grid, number: int, parent: tuple[int, int, int] | None, caption: Printed
) -> Table:
    """The table with its header rows and paths."""
    head = grid_to_head(grid)
    cells = tuple(placed_to_cell(c, h) for c, h in zip(grid.cells, head.cells, strict=True))
    declared = text_to_unit(caption.text) or caption_to_unit(caption.text)
    unit = declared or cells_to_unit([c.text for c in cells if c.row == 0])
    return Table(
        number,
        grid.rows,
        grid.cols,
        cells,
        head.header_rows,
        cells_to_parts(cells),
        caption if caption.text else None,
        unit,
        "text",
        parent,
        (caption,) if caption.text else (),
    )


def cells_to_parts(cells: Sequence[Cell]) -> tuple[Part, ...]:
    """The pages that a table's cells stand on."""
    pages = sorted({p for c in cells if (p := c.place.page) is not None})
    return tuple(Part(p, None) for p in pages) or (Part(None, None),)


def grid_to_head(grid: Grid) -> HeadTable:
    """The table as the rules for header rows look at it, its header told and its cells named."""
    texts = ["\n".join(t.text for t in c.texts) for c in grid.cells]
    heads = [
        HeadCell(c.row, c.col, c.rows, c.cols, close_up(text), None, False)
        for c, text in zip(grid.cells, texts, strict=True)
    ]
    titles = grid_to_titles(grid)
    head = HeadTable(grid.rows, grid.cols, heads, titles, titles > 0, 0)
    head.header_rows = 0 if holds_figure(heads) else table_to_header_rows(head)
    name_headers(head, {id(c): t for c, t in zip(heads, texts, strict=True)})
    return head


def placed_to_cell(cell: Placed, head: HeadCell) -> Cell:
    """A cell as the other stages see it."""
    place = cell.texts[0].place() if cell.texts else Place()
    spans = (cell.row, cell.col, cell.rows, cell.cols)
    return Cell(*spans, cell.texts, head.header_path, place=place)


def grid_to_titles(grid: Grid) -> int:
    """How many rows at the top hold cells of headers alone; 0 where all rows do."""
    rows = [list(own) for _, own in groupby(grid.cells, key=lambda c: c.row)]
    plain = next((k for k, row in enumerate(rows) if not all(c.header for c in row)), 0)
    return plain


def holds_figure(heads: Sequence[HeadCell]) -> bool:
    """Whether the first row holds a bare figure: it is none of a header's."""
    return any(FIGURE.fullmatch(c.bare) for c in heads if c.row == 0 and c.bare)


def join_tables(tables: Sequence[HtmlTable], lines: Sequence[Line]) -> list[HtmlTable]:
    """Tables of which one goes on with the one before made one: the same header again, or none and
    nothing between them.
    """
    found: list[HtmlTable] = []
    opening = Opening(0, ())  # of the last one: read once, however many parts go on with it
    for table in tables:
        own = rows_to_opening(table.rows, lines)
        if not found or not goes_on(found[-1], opening, table, own, lines):
            found.append(replace(table, rows=list(table.rows), stray=list(table.stray)))
            opening = own
            continue
        before = found[-1]
        before.rows.extend(table.rows[1:] if own.texts == opening.texts else table.rows)
        before.stray.extend(table.stray)
        before.last = table.last
    return found


@dataclass(frozen=True, slots=True)
class Opening:
    """The first row of a table: the columns that it claims, its texts, and whether its tags or
    words say that it names columns.
    """

    width: int
    texts: tuple[str, ...]
    heads: bool = False


def rows_to_opening(rows: Sequence[Sequence[HtmlCell]], lines: Sequence[Line]) -> Opening:
    """What the first row opens a table with. A row of header cells with a figure is a converter's
    row of the body.
    """
    if not rows:
        return Opening(0, ())
    texts = tuple(row_texts(rows[0], lines))
    tagged = all(c.header for c in rows[0]) and not any(FIGURE.fullmatch(t) for t in texts if t)
    named = any(text_to_role(t) or t in known_heads() for t in texts)
    return Opening(row_width(rows[0]), texts, tagged or named)


def goes_on(
    before: HtmlTable, opening: Opening, table: HtmlTable, own: Opening, lines: Sequence[Line]
) -> bool:
    """Whether a table, and what it opens with, is the next part of the one before."""
    if not before.rows or not table.rows or table.caption or opening.width != own.width:
        return False
    if any(line.text.strip() for line in lines[before.last + 1 : table.first]):
        return False
    return own.texts == opening.texts or not own.heads


def row_width(row: Sequence[HtmlCell]) -> int:
    """The columns that the cells of a row claim."""
    return sum(c.cols for c in row)


def row_texts(row: Sequence[HtmlCell], lines: Sequence[Line]) -> list[str]:
    """The texts of a row's cells, closed up."""
    return [
        close_up("".join(lines[k].text[a:b] for p in c.paragraphs for k, a, b in p)) for c in row
    ]


def table_to_strays(table: HtmlTable, lines: Sequence[Line]) -> list[Paragraph]:
    """What stands between the tags of a table, and of those in it, in none of their cells."""
    texts = [pieces_to_printed([p], lines) for p in table.stray]
    found = [Paragraph(t, t.place()) for t in texts if t.text]
    inner = (t for row in table.rows for cell in row for t in cell.inner)
    return [*found, *(p for t in inner for p in table_to_strays(t, lines))]


def html_to_grids(html: Html, kept: Sequence[Line]) -> tuple[list[GridText], list[Problem]]:
    """The tables of a text as stretches of the lines that are kept, and those that are too large to
    be any, named.
    """
    at = {id(line): k for k, line in enumerate(kept)}
    grids, problems, lines = [], [], html.lines
    for table in join_tables(html.tables, lines):
        exact = html_to_tables(table, lines)
        own = [at[id(line)] for line in lines[table.first : table.last + 1] if id(line) in at]
        if exact is not None and own:
            strays = table_to_strays(table, lines)
            grids.append(GridText(own[0], own[-1] + 1, [], False, own, exact, strays))
        elif exact is None and any(table.rows):
            first = lines[table.first]
            place = Place(first.page, first.number, lines[table.last].number)
            problems.append(sign_to_problem("too_large", place, first.text))
    return grids, problems
