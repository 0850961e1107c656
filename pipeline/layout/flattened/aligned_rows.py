"""The lines of aligned rows to cells of text: titles, achievement lines, figures; and labels given
to the rows that they stand beside.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.layout.flattened.aligned_body import BodyLine
from pipeline.layout.flattened.aligned_borders import blocks_to_borders
from pipeline.layout.flattened.aligned_columns import COUNTED_MARKS, ColumnModel
from pipeline.layout.flattened.aligned_figures import are_two
from pipeline.layout.flattened.assign import FIGURES, is_full
from pipeline.layout.flattened.inline import NOTHING, is_outer, span_to_cuts
from pipeline.layout.flattened.segments import Segment, cut_segment
from pipeline.layout.flattened.spans import Span
from pipeline.text import display_width, is_total

BORDER = "row_boundary_doubt"


@dataclass(slots=True)
class GridRow:
    """One row of the table: paragraphs by column, or a heading over the whole width. kind: "row",
    "full", "total".
    """

    kind: str
    lines: list[BodyLine]
    cells: dict[int, list[list[Span]]] = field(default_factory=dict)
    doubt: str | None = None

    @property
    def full(self) -> list[Span]:
        return [s.span for b in self.lines for s in b.segments]


def body_to_rows(body: Sequence[BodyLine], model: ColumnModel) -> list[GridRow]:
    """Rows, totals and headings in the order of the lines."""
    parts = list(_parts(body))
    blocks = [lines for kind, lines in parts if kind == "row"]
    borders = iter(blocks_to_borders(blocks, model))
    width = lines_width(body, model.at("achievements"))
    found: list[GridRow] = []
    for kind, lines in parts:
        if kind == "full":
            found.extend(_headings(lines))
        elif kind == "total":
            found.extend(_total(b, model) for b in lines)
        else:
            cut = next(borders)
            for k, (a, b) in enumerate(cut.rows):
                cells = lines_to_paragraphs(lines[a:b], model, width)
                doubt = (
                    BORDER
                    if k in cut.doubts or any(len(cells.get(c, [])) > 1 for c in model.figures())
                    else None
                )
                found.append(GridRow("row", list(lines[a:b]), cells, doubt))
    _doubt_slid(found, model)
    return found


def _doubt_slid(rows: Sequence[GridRow], model: ColumnModel) -> None:
    """Doubts every row where a column of figures is empty throughout while figures stand two in a
    cell or beside words: they slid.
    """
    own = [r for r in rows if r.kind == "row"]
    columns = model.figures()
    empty = [c for c in columns if not any(c in r.cells for r in own)]
    if not empty or len(empty) == len(columns):
        return
    slid = sum(
        any(
            len(s.text.split()) > 1 and FIGURES.fullmatch(s.text)
            for c in columns
            for p in r.cells.get(c, [])
            for s in p
        )
        for r in own
    )
    slid += sum(
        any(len(r.cells.get(c, [])) > 1 or len(p) > 1 for c in columns for p in r.cells.get(c, []))
        for r in own
    )
    if slid:
        for row in own:
            row.doubt = row.doubt or BORDER


def _parts(body: Sequence[BodyLine]) -> Iterator[tuple[str, list[BodyLine]]]:
    """Runs of lines of one role; lines outside the table part nothing."""
    run: list[BodyLine] = []
    for b in body:
        if b.role == "outside":
            continue
        if run and run[-1].role != b.role:
            yield run[0].role, run
            run = []
        run.append(b)
    if run:
        yield run[0].role, run


def _headings(lines: Sequence[BodyLine]) -> list[GridRow]:
    """One row a heading; a line without a number right below one goes on with it."""
    found: list[GridRow] = []
    for b in lines:
        if found and not b.gap and not b.segments[0].numbering:
            found[-1].lines.append(b)
        else:
            found.append(GridRow("full", [b]))
    return found


def _total(line: BodyLine, model: ColumnModel) -> GridRow:
    """A total's row: its word in the column of labels or titles, whichever it stands in; figures in
    theirs.
    """
    cells = {c: [[s.span for s in segments]] for c, segments in line.cells.items()}
    named = [
        c
        for c in (model.at("area"), model.at("group"), model.at("number"), model.at("programme"))
        if c is not None
    ]
    for c, segments in line.cells.items():
        if is_total(segments[0].text) and c not in named and named and named[0] not in cells:
            cells[named[0]] = cells.pop(c)
            break
    return GridRow("total", [line], cells)


def lines_width(body: Sequence[BodyLine], column: int | None) -> int:
    """How wide a column's lines run, in half-width columns.

    >>> lines_width([], 0)
    0
    """
    return max(
        (
            display_width(s.text)
            for b in body
            if column is not None
            for s in b.cells.get(column, [])
        ),
        default=0,
    )


def lines_to_paragraphs(
    lines: Sequence[BodyLine], model: ColumnModel, width: int
) -> dict[int, list[list[Span]]]:
    """The cells of one row, label columns apart: one paragraph each, one a mark in the
    achievements' column and one a figure.
    """
    found: dict[int, list[list[Span]]] = {}
    labels, figures = (model.at("area"), model.at("group")), model.figures()
    for b in lines:
        for c, segments in b.cells.items():
            if c in labels:
                continue
            if c == model.at("achievements"):
                segments = [
                    piece
                    for s in segments
                    for piece in cut_segment(s, span_to_cuts(s.span, NOTHING))
                ]
            for segment in segments:
                own = found.setdefault(c, [])
                two = bool(own) and c in figures and are_two(own[-1][-1].text, segment.text)
                if (
                    not own
                    or two
                    or (
                        c == model.at("achievements")
                        and _opens(own, segment, width, segment is segments[0])
                    )
                ):
                    own.append([segment.span])
                else:
                    own[-1].append(segment.span)
    return found


def _opens(own: Sequence[Sequence[Span]], segment: Segment, width: int, first: bool) -> bool:
    """Whether a segment begins an achievement line: a mark does (inside a line an unmistakable
    one); where lines have none, one behind a line that had room left."""
    if not first:
        return is_outer(segment.text, 0)
    if segment.kind == "bullet" or (
        segment.numbering is not None and segment.numbering.kind in COUNTED_MARKS
    ):
        return True
    marked = any(not p[0].text[:1].isalnum() for p in own)
    return not marked and not is_full(own[-1][-1].text, segment.text, width)
