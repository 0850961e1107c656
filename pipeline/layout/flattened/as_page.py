"""Lines of text that keep their columns by blanks, laid out as the page that they were: every
character has its place by its offset in its line, and the door for pages reads it as it reads ink.
What it finds is put back on the lines of the text.

Source: `pdftotext -layout` and its kin place columns by characters, not by how wide they print.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

import numpy as np

from pipeline.layout.flattened.credible import is_table
from pipeline.layout.flattened.front import spans_to_paragraphs
from pipeline.layout.flattened.gridded import items_to_texts
from pipeline.layout.flattened.ink import EM, WIDE
from pipeline.layout.flattened.loose import Items, Read, add_items
from pipeline.layout.flattened.segments import LONGEST_LINE
from pipeline.layout.flattened.spans import Span, spans_to_printed, uncovered
from pipeline.layout.geometry import lay_out_pages
from pipeline.layout.wrap_votes import Evidence
from pipeline.model import (
    Cell,
    Document,
    Glyphs,
    Line,
    Mark,
    Page,
    Paragraph,
    Part,
    Place,
    Printed,
    Problem,
    Rulings,
    Run,
    Source,
    Table,
)
from pipeline.pattern import lazy_pattern

PITCH = 14.0  # from a line to the next one
MARGIN = 30.0  # around the text
ASCENT, DESCENT = 0.86, 0.14  # em over and under a baseline
MOST_BESIDE = 12  # columns that may go on
NEAR = 3  # characters between the beginnings of two lines of one column
TALLEST = 120  # lines of a page, where no page breaks stand in the text
PIECE = lazy_pattern(r"\S+(?:\s{1,7}\S+)*")  # no sentence has more blanks inside
# a sign that was set at the left of its cell belongs to the figure at its right
FAR_SIGN = lazy_pattern(r"[△▲▽▼](\s+)(?=\d)")
NO_SOURCE = Source("", "", "", 0, "text/plain")


@dataclass(slots=True)
class Sheets:
    """The lines of each page, by the page's number in the drawing; `moved`: by page, line and
    column the offset of a sign that is drawn elsewhere.
    """

    lines: dict[int, list[Line]] = field(default_factory=dict)
    moved: dict[tuple[int, int, int], int] = field(default_factory=dict)

    def index_at(self, page: int | None, y: float) -> int:
        """Which line of a page stands at this height."""
        return min(max(int((y - MARGIN) // PITCH), 0), len(self.lines[page or 1]) - 1)

    def line_at(self, page: int | None, y: float) -> Line:
        """The line that stands at this height of a page."""
        return self.lines[page or 1][self.index_at(page, y)]

    def spans(self, printed: Printed) -> list[Span]:
        """Where the characters of a drawn text stand in the lines of the text, a span a line."""
        found: list[Span] = []
        for run in printed.runs:
            if run.line.edges is None or not run.length:
                continue
            own = run.line.edges[run.offset : run.offset + run.length]
            page = run.line.page or 1
            k = self.index_at(page, float(own[0, 1]) + EM / 2)
            columns = np.rint((own[:, 0] - MARGIN) / WIDE).astype(int).tolist()
            offsets = [self.moved.get((page, k, column), column) for column in columns]
            line, first, last = self.lines[page][k], min(offsets), max(offsets) + 1
            if found and found[-1].line is line:
                before = found.pop()
                first, last = min(before.start, first), max(before.end, last)
            found.append(Span(line, first, last))
        return found

    def place(self, place: Place) -> Place:
        """A place in the drawing as one in the text."""
        if place.box is None:
            return Place()
        first = self.line_at(place.page, place.box.top + EM / 4)
        last = self.line_at(place.page, place.box.bottom - EM / 4)
        return Place(first.page, first.number, last.number)


def lines_to_page_items(lines: Sequence[Line], evidence: Evidence) -> Read:
    """Paragraphs and tables in order, tables numbered from 1; marks of headers that come again;
    what is doubtful of the tables.
    """
    sheets, pages = lines_to_pages(lines)
    laid = lay_out_pages(Document(NO_SOURCE, tuple(pages)))
    drawn = [drawn_to_table(t, sheets, evidence) for t in laid.tables]
    tables = list(filter(is_table, drawn))
    again = list(_printed_again(laid.marks, sheets, tables))
    taken: dict[int, list[Span]] = defaultdict(list)
    for span in (*again, *(s for t in tables for s in table_to_spans(t))):
        taken[span.line.number].append(span)
    items: Items = []
    add_items(items, in_order(lines, tables, taken, evidence))
    marks = [Mark(s.line, s.start, s.end, "table") for s in again]
    return items, marks, list(_doubts(laid.problems, sheets, taken))


def _printed_again(
    marks: Iterable[Mark], sheets: Sheets, tables: Sequence[Table]
) -> Iterator[Span]:
    """The header lines that a page repeats inside a table that is one."""
    for mark in marks:
        if mark.role == "table" and tables:
            yield from sheets.spans(Printed("", (Run(0, mark.line, 0, len(mark.line.text)),)))


def _doubts(
    problems: Iterable[Problem], sheets: Sheets, taken: dict[int, list[Span]]
) -> Iterator[Problem]:
    """What is doubtful of the tables that are kept."""
    for problem in problems:
        place = sheets.place(problem.place)
        first, last = place.first_line or 0, place.last_line or -1
        if any(k in taken for k in range(first, last + 1)):
            yield replace(problem, place=place)


def lines_to_pages(lines: Sequence[Line]) -> tuple[Sheets, list[Page]]:
    """The lines as pages of characters, by the page breaks of the text; a text without any has
    pages of many lines, parted where the most blank lines stand.

    >>> sheets, (page,) = lines_to_pages([Line(7, None, "가  나"), Line(8, None, " 다")])
    >>> page.glyphs.x0.tolist(), [chr(c) for c in page.glyphs.code]
    ([30.0, 45.0, 35.0], ['가', '나', '다'])
    >>> sheets.line_at(1, 44.0).number
    8
    """
    sheets = Sheets()
    for _, group in groupby(lines, key=lambda line: line.page):
        own = list(group)
        while own:
            end = _page_end(own)
            sheets.lines[len(sheets.lines) + 1] = own[:end]
            own = own[end:]
    kept = {n: own for n, own in sheets.lines.items() if any(x.text.strip() for x in own)}
    most = max(map(len, kept.values()), default=0)
    widest = max((len(x.text) for own in kept.values() for x in own if _is_short(x)), default=0)
    size = 2 * MARGIN + widest * WIDE, 2 * MARGIN + most * PITCH
    return sheets, [_page(n, own, *size, sheets.moved) for n, own in kept.items()]


def _page_end(lines: Sequence[Line]) -> int:
    """How many lines the next page takes: one that has its page in the text, all of them."""
    if lines[0].page is not None or len(lines) <= TALLEST:
        return len(lines)
    blank = [k for k in range(TALLEST // 2, TALLEST) if not lines[k].text.strip()]
    return blank[-1] + 1 if blank else TALLEST


def _is_short(line: Line) -> bool:
    return len(line.text) <= LONGEST_LINE


def _page(
    number: int,
    lines: Sequence[Line],
    width: float,
    height: float,
    moved: dict[tuple[int, int, int], int],
) -> Page:
    """One page of the drawing; a line longer than any page is wide is left out, a sign far from its
    figure is drawn beside it.
    """
    places: list[tuple[int, int, int]] = []
    for k, line in enumerate(lines):
        if not _is_short(line):
            continue
        far = {m.start(): m.end() - 1 for m in FAR_SIGN.finditer(line.text)}
        moved |= {(number, k, column): i for i, column in far.items()}
        signs = ((i, c) for i, c in enumerate(line.text) if not c.isspace())
        places += ((k, far.get(i, i), ord(c)) for i, c in signs)
    at = np.array(places, np.int64).reshape(-1, 3)
    x0 = (MARGIN + at[:, 1] * WIDE).astype(np.float32)
    base = (MARGIN + at[:, 0] * PITCH + ASCENT * EM).astype(np.float32)
    none, one = np.zeros(len(at), np.int32), np.full(len(at), EM, np.float32)
    glyphs = Glyphs(
        at[:, 2].astype(np.int32),
        x0,
        base - np.float32(ASCENT * EM),
        x0 + np.float32(WIDE),
        base + np.float32(DESCENT * EM),
        base,
        one,
        none,
        none,
    )
    empty = np.zeros((0, 4), np.float32)
    rulings = Rulings(*(np.zeros(0, np.float32) for _ in range(5)))
    return Page(number, width, height, glyphs, rulings, ("",), empty, empty)


def drawn_to_table(table: Table, sheets: Sheets, evidence: Evidence) -> Table:
    """A table of the drawing with the text's own lines, and no boxes."""

    def as_text(printed: Printed) -> Printed:
        return spans_to_printed(sheets.spans(printed), evidence)

    def cell_as_text(cell: Cell) -> Cell:
        texts = tuple(as_text(p) for p in cell.paragraphs)
        place = spans_to_place([s for text in texts for s in printed_to_spans(text)])
        return replace(cell, paragraphs=texts, place=place, pieces=())

    pages = dict.fromkeys(sheets.lines[p.page or 1][0].page for p in table.parts)
    return replace(
        table,
        cells=tuple(map(cell_as_text, table.cells)),
        parts=tuple(Part(page, None) for page in pages),
        caption=table.caption and as_text(table.caption),
        captions=tuple(map(as_text, table.captions)),
        origin="text",
    )


def spans_to_place(spans: Sequence[Span]) -> Place:
    """The lines that spans stand on, on the page of the first."""
    numbers = [span.line.number for span in spans]
    return Place(spans[0].line.page, min(numbers), max(numbers)) if numbers else Place()


def table_to_spans(table: Table) -> Iterator[Span]:
    """The stretches of lines that a table's texts are made of."""
    for text in items_to_texts([table]):
        yield from printed_to_spans(text)


def printed_to_spans(text: Printed) -> Iterator[Span]:
    """The stretches of lines that a text is made of."""
    for run in text.runs:
        yield Span(run.line, run.offset, run.offset + run.length)


def in_order(
    lines: Sequence[Line],
    tables: Sequence[Table],
    taken: dict[int, list[Span]],
    evidence: Evidence,
) -> list[Paragraph | Table]:
    """Tables and the text around them by where they begin; what stands beside a table on its own
    lines is a paragraph of its own.
    """
    keyed: list[tuple[int, int, Paragraph | Table]] = []
    for table in tables:
        first = min((s.line.number for s in table_to_spans(table)), default=0)
        keyed.append((first, 0, table))
    for is_free, group in groupby(lines, key=lambda line: line.number not in taken):
        own = list(group)
        columns = lines_to_columns(own) if is_free else _beside(own, taken)
        for column in columns:
            texts = spans_to_paragraphs(column, evidence)
            keyed += ((text.place.first_line or 0, 1, text) for text in texts)
    return [item for _, _, item in sorted(keyed, key=lambda key: key[:2])]


def lines_to_columns(lines: Iterable[Line]) -> list[list[Span]]:
    """Running text by the columns in which it stands: a line with white that no sentence has is
    more than one, and each piece goes on with what stands over it.

    >>> lines = [Line(1, None, "가" * 30 + " " * 9 + "나"), Line(2, None, " " * 39 + "다")]
    >>> [[span.text for span in column] for column in lines_to_columns(lines)][1:]
    [['나', '다']]
    """
    main: list[Span] = []
    beside: list[list[Span]] = []
    for line in lines:
        pieces = [Span(line, m.start(), m.end()) for m in PIECE.finditer(line.text)]
        if len(pieces) < 2 and not _over(beside, pieces):
            main.append(Span(line, 0, len(line.text)))
            continue
        for piece in pieces:
            over = _over(beside, [piece])
            if over is not None:
                over.append(piece)
            elif piece is pieces[0]:
                main.append(piece)
            else:
                beside.append([piece])
    return [main, *beside]


def _over(columns: Sequence[list[Span]], pieces: Sequence[Span]) -> list[Span] | None:
    """The column whose last piece stands right over the first of these."""
    near = (
        column
        for column in reversed(columns[-MOST_BESIDE:])
        for piece in pieces[:1]
        if column[-1].line.number == piece.line.number - 1
        and abs(column[-1].start - piece.start) <= NEAR
    )
    return next(near, None)


def _beside(lines: Iterable[Line], taken: dict[int, list[Span]]) -> Iterator[list[Span]]:
    """What lines of tables hold besides."""
    for line in lines:
        own = [(span.start, span.end) for span in taken[line.number]]
        rests = [Span(line, a, b) for a, b in uncovered(len(line.text), own)]
        yield from ([rest] for rest in rests if rest.text.strip())
