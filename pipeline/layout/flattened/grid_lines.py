"""Tables that a text keeps as such: Markdown pipes (docling, markitdown, pymupdf4llm), and cells
parted by tabs (copied from a viewer).

Nothing is guessed here: a cell ends where its sign stands. What spans several rows or columns is
settled in `grid_table`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.layout.flattened.aligned_headers import text_to_role
from pipeline.layout.flattened.headers import is_programme_roles
from pipeline.layout.flattened.spans import Span
from pipeline.model import Line, Paragraph, Table
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, close_up

GridCell = list[Span]  # its paragraphs
DASHES = r"(?::?-{2,}+:?|:-:?|-:)\s*+"
RULE = lazy_pattern(
    rf"\s*+\|?+\s*+{DASHES}(?:\|\s*+{DASHES}){{0,60}}+\|?\s*+"
)  # runs are never given back: linear in blanks
BREAK = lazy_pattern(r"(?i)<br\s?/?>")
PIPE = lazy_pattern(r"(?<!\\)\|")
SIGN = r"(?:\*\*|__|</?(?:sup|sub|b|u)>)"
BOLD = lazy_pattern(rf"\s*+{SIGN}{{0,3}}+\s*+(?P<text>(?:.*?\S)??)\s*+{SIGN}{{0,3}}+\s*+")
FEWEST_ROWS = 2
LONGEST_LINE = 20_000  # characters
LONGEST_PIECE = 8  # characters of the rest of a header's word
LONGEST_HEADING = 60  # characters of a heading between rows


@dataclass(slots=True)
class GridText:
    """Lines first..last-1 as rows of cells, the header first; `lines`: those that it took (the
    others between them are none of its). `exact`: the tables themselves where the text draws their
    cells (HTML), numbered from 1, and `strays` what stands among their lines in none.
    """

    first: int
    last: int
    rows: list[list[GridCell]]
    piped: bool
    lines: list[int] = field(default_factory=list)
    exact: list[Table] = field(default_factory=list)
    strays: list[Paragraph] = field(default_factory=list)


def lines_to_grids(lines: Sequence[Line]) -> list[GridText]:
    """Every table of a text whose cells are parted by signs; parts of one table over pages are
    joined.

    >>> text = ["| 과제 | 사업명 | 실적 |", "|---|---|---|", "| 1. 가 | 1.나 | ○ 다<br>- 라 |"]
    >>> grid = lines_to_grids([Line(k, None, t) for k, t in enumerate(text)])[0]
    >>> [[s.text for s in cell] for cell in grid.rows[1]]
    [['1. 가'], ['1.나'], ['○ 다', '- 라']]
    """
    found: list[GridText] = []
    # lines that head no table, known from one that was refused: nobody looks through a long run
    # line by line
    refused: set[int] = set()
    k = 0
    while k < len(lines):
        grid = None if k in refused else _pipes_at(lines, k, refused) or _tabs_at(lines, k, refused)
        if grid is None:
            k += 1
            continue
        if found and _goes_on(lines, found[-1], grid):
            found[-1].rows.extend(
                grid.rows[1:] if _same(found[-1].rows[0], grid.rows[0]) else grid.rows
            )
            found[-1].lines.extend(grid.lines)
            found[-1].last = grid.last
        else:
            found.append(grid)
        k = grid.last
    return found


def merge_grids(exact: Sequence[GridText], told: Sequence[GridText]) -> list[GridText]:
    """Tables of both kinds in the order of their lines; signs inside a table that the text draws
    part no other one.
    """
    taken = {k for grid in exact for k in grid.lines}
    apart = [grid for grid in told if taken.isdisjoint(grid.lines)]
    return sorted([*exact, *apart], key=lambda grid: grid.first)


def cell_text(cell: GridCell) -> str:
    """A cell's text, closed up."""
    return close_up("".join(s.text for s in cell))


def _same(one: Sequence[GridCell], other: Sequence[GridCell]) -> bool:
    return [cell_text(c) for c in one] == [cell_text(c) for c in other]


def _goes_on(lines: Sequence[Line], before: GridText, grid: GridText) -> bool:
    """Whether a grid is the next page's part of the one before: the same header, or none of its own
    and nothing between them.
    """
    if before.piped != grid.piped or len(before.rows[0]) != len(grid.rows[0]):
        return False
    if _same(before.rows[0], grid.rows[0]):
        return True
    near = not any(line.text.strip() for line in lines[before.last : grid.first])
    return grid.piped and near and not any(text_to_role(cell_text(c)) for c in grid.rows[0])


def _pipes_at(lines: Sequence[Line], k: int, refused: set[int]) -> GridText | None:
    """The Markdown table whose first row is line k: a row, a rule of dashes, more rows; its rows
    begin with a pipe, or none of them need to.
    """
    if (
        not _is_piped(lines[k])
        or k + 1 >= len(lines)
        or not RULE.fullmatch(lines[k + 1].text)
        or "|" not in lines[k + 1].text
    ):
        return None
    outer = _opens_with_pipe(lines[k])
    end = _piped_end(lines, k, outer)
    own = [j for j in range(k, end) if not RULE.fullmatch(lines[j].text)]
    told = {j: _line_to_cells(lines[j], outer) for j in own}
    rows = list(told.values())
    width, widest = (len(rows[0]), max(len(row) for row in rows)) if rows else (0, 0)
    if width < 2 or widest > width:
        refused.update(narrow_heads(told, k, end))
        return None
    for row in rows:
        row.extend([] for _ in range(width - len(row)))
    return GridText(k, end, join_header(rows), True, list(range(k, end)))


def narrow_heads(told: dict[int, list[GridCell]], first: int, end: int) -> Iterator[int]:
    """The lines of a run of pipes that head no table, because a wider row stands below them, or
    none of two cells; told: all but its rules.

    >>> list(narrow_heads({1: [[], []], 3: [[], [], []], 5: [[], []]}, 1, 6))
    [1]
    """
    widest = max((len(row) for row in told.values()), default=0)
    last = max(j for j, row in told.items() if len(row) == widest) if widest > 1 else end
    own = len(told[last]) if widest > 1 else 0
    for j in reversed(range(first, last)):
        own = len(told[j]) if j in told else own  # a rule is headed by the row below it
        if own < max(widest, 2):
            yield j


def join_header(rows: list[list[GridCell]]) -> list[list[GridCell]]:
    """The rows, the second one taken into the header where it goes on with it: converters cut
    “예산액(백|만원)” over two rows.

    Source: pymupdf4llm gives each line of a header a row of its own; what closes an open bracket
    above, under empty places, is such a line.
    """
    if len(rows) < 3:
        return rows
    head, more = rows[0], rows[1]
    filled = [c for c, cell in enumerate(more) if cell]
    opened = [c for c in filled if (t := cell_text(head[c])).count("(") > t.count(")")]
    if (
        not opened
        or len(filled) == len(more)
        or any(len(cell_text(more[c])) > LONGEST_PIECE for c in filled)
    ):
        return rows
    return [[a + b for a, b in zip(head, more, strict=True)], *rows[2:]]


def _is_piped(line: Line) -> bool:
    return len(line.text) < LONGEST_LINE and "|" in line.text


def _piped_end(lines: Sequence[Line], k: int, outer: bool) -> int:
    """Where the rows from line k on end; `outer`: pipes stand around them."""
    while k < len(lines) and _is_piped(lines[k]) and _opens_with_pipe(lines[k]) >= outer:
        k += 1
    return k


def _opens_with_pipe(line: Line) -> bool:
    return line.text.lstrip().startswith("|")


def _line_to_cells(line: Line, outer: bool) -> list[GridCell]:
    """The cells of one row between pipes (`outer`: and within those around it); line breaks inside
    a cell part its paragraphs, signs of bold type are none of its text.
    """
    signs = [m.start() for m in PIPE.finditer(line.text)]
    if not outer or not signs:
        signs.insert(0, -1)
    if line.text[signs[-1] + 1 :].strip():
        signs.append(len(line.text))
    return [_paragraphs(line, a + 1, b) for a, b in pairwise(signs)]


def _paragraphs(line: Line, start: int, end: int) -> GridCell:
    cuts = [start]
    for m in BREAK.finditer(line.text, start, end):
        cuts += [m.start(), m.end()]
    cuts.append(end)
    spans = []
    for a, b in zip(cuts[::2], cuts[1::2], strict=True):
        bold = BOLD.fullmatch(line.text, a, b)
        if bold and bold["text"]:
            spans.append(Span(line, bold.start("text"), bold.end("text")))
    return spans


def _tabs_at(lines: Sequence[Line], k: int, refused: set[int]) -> GridText | None:
    """The table whose header is line k, its words parted by tabs; cells of its rows may hold
    several lines.
    """
    text = lines[k].text
    if "\t" not in text or len(text) > LONGEST_LINE:
        return None
    header = _tabbed(lines[k])
    roles = [r for c in header if (r := text_to_role(cell_text(c)))]
    if not is_programme_roles(roles) or len(roles) * 2 <= len(header):
        return None
    grid = GridText(k, k + 1, [header], False, [k])
    _tabbed_rows(lines, grid, len(header))
    full = sum(sum(bool(c) for c in row) > 1 for row in grid.rows[1:])
    if full < FEWEST_ROWS:
        refused.update(
            j for j in grid.lines if lines[j].text == text
        )  # the same header further down has fewer rows still
        return None
    for row in grid.rows:
        if len(row) > 1 or not row[0]:  # a text alone is a heading over the whole width
            row.extend([] for _ in range(len(header) - len(row)))
    return grid


def _tabbed(line: Line) -> list[GridCell]:
    """The cells of a line at its tabs, without a spreadsheet's quotes around them."""
    at, cells = 0, []
    for piece in line.text.split("\t"):
        span = Span(line, at, at + len(piece)).stripped()
        if span.text[:1] == '"':
            span = Span(line, span.start + 1, span.end).stripped()
        if span.text[-1:] == '"' and span.text.count('"') % 2:
            span = Span(line, span.start, span.end - 1).stripped()
        cells.append([span] if span.text else [])
        at += len(piece) + 1
    return cells


def _tabbed_rows(lines: Sequence[Line], grid: GridText, width: int) -> None:
    """Rows below the header. A line with tabs goes on with a row that lacks cells, else it opens
    one; a line without tabs goes on with the last cell, or is a heading over the whole width where
    the next line opens a row."""
    row: list[GridCell] | None = None
    for k in range(grid.first + 1, len(lines)):
        text = lines[k].text
        if not text.strip():
            continue
        cells = _tabbed(lines[k])
        if _same(cells, grid.rows[0]):
            row = None
        elif len(cells) > 1 and (row is None or len(row) + len(cells) - 1 > width):
            row = cells[:width] if not any(cells[width:]) else cells
            if len(row) > width:
                return
            grid.rows.append(row)
        elif len(cells) > 1 and row is not None:
            row[-1].extend(cells[0])
            row.extend(cells[1:])
        elif _is_heading(lines, k, row, width):
            row = None
            grid.rows.append(cells)
        elif row is None or not _goes_on_with(row, text):
            return
        else:
            row[-1].extend(cells[0])
        grid.last = k + 1
        grid.lines.append(k)


def _goes_on_with(row: Sequence[GridCell], text: str) -> bool:
    """Whether a line without tabs can be one more of the row's last cell."""
    return bullet_at(text) is not None or bool(row[-1] and bullet_at(row[-1][0].text))


def _is_heading(lines: Sequence[Line], k: int, row: Sequence[GridCell] | None, width: int) -> bool:
    text = lines[k].text.strip()
    if bullet_at(text) or len(text) > LONGEST_HEADING:
        return False
    follow = next((j for j in range(k + 1, len(lines)) if lines[j].text.strip()), None)
    opens = follow is not None and "\t" in lines[follow].text and bool(_tabbed(lines[follow])[0])
    whole = (
        row is None or len(row) >= width or not row[-1] or bullet_at(row[-1][0].text) is not None
    )
    return opens and whole
