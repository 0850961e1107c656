"""Small tables in the running text of aligned text: a header over its columns, then lines that
stand in them.

Only what is unmistakable becomes a table (a first word that opens headers, most rows filled in
every column); the rest stays text.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.layout.captions import is_caption, text_to_unit
from pipeline.layout.flattened.front import lines_to_paragraphs
from pipeline.layout.flattened.headers import BRACKET
from pipeline.layout.flattened.segments import Segment, line_to_segments
from pipeline.layout.flattened.spans import Span, spans_to_printed
from pipeline.layout.wrap_votes import Evidence
from pipeline.lexicon import members
from pipeline.model import Cell, Line, Paragraph, Part, Table
from pipeline.text import close_up

WIDEST_HEADER = 24  # characters of one header cell
MOST_LINES = 400
LONGEST_LINE = 400  # characters
APART = 8  # characters; a piece so far from every column is in none


@dataclass(slots=True)
class FrontTable:
    """Lines first..last-1, the header's segments and the rows' segments by column."""

    first: int
    last: int
    header: list[Segment]
    rows: list[dict[int, list[Segment]]] = field(default_factory=list)


@functools.cache
def _first_words() -> frozenset[str]:
    return members("first_head")


def lines_to_items(lines: Sequence[Line], evidence: Evidence) -> Iterator[Paragraph | Table]:
    """Paragraphs and small tables in order; tables are numbered 1 and want their number from the
    caller.

    >>> text = ["ㅇ 예산", "  구분      2023년    2024년", "  규모       102개      112개", "ㅇ 끝"]
    >>> [type(i).__name__ for i in lines_to_items([Line(k, None, t) for k, t in enumerate(text)], Evidence())]
    ['Paragraph', 'Table', 'Paragraph']
    """
    at = k = 0
    while k < len(lines):
        found = table_at(lines, k)
        if found is None:
            k += 1
            continue
        captions = [
            j
            for j in range(max(at, k - 2), k)
            if lines[j].text.strip() and all(is_caption(x.text) for x in lines[j:k])
        ]
        yield from lines_to_paragraphs(lines[at : captions[0] if captions else k], evidence)
        yield to_table(found, [lines[j] for j in captions], evidence)
        at = k = found.last
    yield from lines_to_paragraphs(lines[at:], evidence)


def table_at(lines: Sequence[Line], k: int) -> FrontTable | None:
    """The table whose header is line k, None if none is there."""
    text = lines[k].text
    if (
        len(text) > LONGEST_LINE
        or close_up(BRACKET.sub("", text.strip().split("  ")[0])) not in _first_words()
    ):
        return None
    header = line_to_segments(lines[k], k)
    if len(header) < 2 or any(s.kind == "bullet" or len(s.text) > WIDEST_HEADER for s in header):
        return None
    table = FrontTable(k, k + 1, header)
    chunks = list(_chunks(lines, table))
    spaced = sum(len(chunk) for chunk in chunks) > 0 and len(chunks) > 1
    for chunk in chunks:
        _add_rows(table, chunk, spaced and sum(len(cells) == len(header) for cells in chunk) < 2)
    full = sum(len(r) == len(header) for r in table.rows)
    good = len(table.rows) >= 1 and full * 2 > len(table.rows) and (len(header) > 2 or full >= 2)
    return table if good else None


def _chunks(lines: Sequence[Line], table: FrontTable) -> Iterator[list[dict[int, list[Segment]]]]:
    """The table's lines between blank ones, each as segments by column; ends at the first line that
    stands in no column.
    """
    chunk: list[dict[int, list[Segment]]] = []
    gap = 0
    for k in range(table.first + 1, min(len(lines), table.first + MOST_LINES)):
        segments = line_to_segments(lines[k], k) if len(lines[k].text) < LONGEST_LINE else []
        if not segments:
            gap += 1
            if lines[k].text.strip() or gap > 1:
                break
            if chunk:
                yield chunk
            chunk = []
            continue
        cells = segments_to_cells(segments, table.header)
        if cells is None or lines[k].page != lines[table.first].page:
            break
        chunk.append(cells)
        table.last, gap = k + 1, 0
    if chunk:
        yield chunk


def segments_to_cells(
    segments: Sequence[Segment], header: Sequence[Segment]
) -> dict[int, list[Segment]] | None:
    """Segments by the column that they stand in, None if one stands in none, or if they open a line
    of running text.
    """
    first = segments[0]
    if len(segments) == 1 and (
        (first.kind in ("bullet", "number") and first.x0 <= header[0].x0) or len(first.text) > 40
    ):
        return None
    if len(segments) == len(header):
        return {c: [s] for c, s in enumerate(segments)}
    found: dict[int, list[Segment]] = {}
    for s in segments:
        c = min(range(len(header)), key=lambda c: _distance(s, header[c]))
        if _distance(s, header[c]) > APART or (found and c < max(found)):
            return None
        found.setdefault(c, []).append(s)
    return found


def _distance(segment: Segment, header: Segment) -> float:
    if segment.x0 < header.x1 and header.x0 < segment.x1:
        return 0.0
    return min(abs(segment.middle - header.middle), abs(segment.x0 - header.x0))


def _add_rows(table: FrontTable, chunk: Sequence[dict[int, list[Segment]]], spaced: bool) -> None:
    """Rows of a chunk: the whole chunk if blank lines part the rows; else a row begins where its
    first column is filled.
    """
    waiting: list[dict[int, list[Segment]]] = []
    fresh = True
    for cells in chunk:
        if spaced and len(chunk) > 1 and not fresh:
            _merge(table.rows[-1], cells)
        elif 0 in cells or (spaced and fresh):
            table.rows.append({})
            for early in waiting:
                _merge(table.rows[-1], early)
            waiting = []
            _merge(table.rows[-1], cells)
            fresh = False
        elif table.rows and not fresh:
            _merge(table.rows[-1], cells)
        else:
            waiting.append(cells)
    for early in waiting:
        table.rows.append(dict(early))


def _merge(row: dict[int, list[Segment]], cells: dict[int, list[Segment]]) -> None:
    for c, segments in cells.items():
        row.setdefault(c, []).extend(segments)


def to_table(found: FrontTable, captions: Sequence[Line], evidence: Evidence) -> Table:
    """The grid of cells, its header in the first row."""
    rows = [{c: [s] for c, s in enumerate(found.header)}, *found.rows]
    paths = [spans_to_printed([s.span], evidence).text for s in found.header]
    cells = []
    for r, row in enumerate(rows):
        for c in range(len(found.header)):
            text = spans_to_printed([s.span for s in row.get(c, [])], evidence)
            cells.append(
                Cell(
                    r,
                    c,
                    paragraphs=(text,) if text.text else (),
                    header_path=paths[c] if r else None,
                    place=text.place(),
                )
            )
    printed = tuple(
        spans_to_printed([Span(line, 0, len(line.text))], evidence) for line in captions
    )
    unit = next((u for p in printed if (u := text_to_unit(p.text))), None)
    parts = (Part(found.header[0].span.line.page, None),)
    caption = printed[0] if printed else None
    return Table(
        1,
        len(rows),
        len(found.header),
        tuple(cells),
        1,
        parts,
        caption,
        unit,
        "text",
        captions=printed,
    )
