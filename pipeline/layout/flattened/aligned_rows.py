"""A table as the scored grid reads it in text to rows and labels of stretches of lines, and these
to the grid of cells that the geometry door gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.layout.captions import text_to_unit
from pipeline.layout.flattened.aligned_headers import AlignedColumn, AlignedHeader, runs_of
from pipeline.layout.flattened.assign import is_full
from pipeline.layout.flattened.ink import Sources
from pipeline.layout.flattened.inline import NOTHING, is_outer, span_to_cuts
from pipeline.layout.flattened.segments import FIGURE, Segment, cut_segment, span_to_segment
from pipeline.layout.flattened.spans import Span, spans_to_printed
from pipeline.layout.grid.bits import Beside, Bit
from pipeline.layout.grid.drafts import Read, is_doubted
from pipeline.layout.grid.labels import Labelled
from pipeline.layout.grid.tablerows import TableRow
from pipeline.layout.wrap_votes import Evidence
from pipeline.lexicon.headers import header_words
from pipeline.model import Cell, Part, Printed, Table
from pipeline.pattern import lazy_pattern
from pipeline.text import display_width, is_total

BORDER = "row_boundary_doubt"
COUNTED_MARKS = ("paren", "circled", "hangul")  # numberings that open a line inside a cell
Cells = dict[int, list[list[Span]]]  # by column its paragraphs
# “2,469”, “△1,692”, “100.0%”, “12개소”, “-”; never “2,46” or “100.”
WHOLE = lazy_pattern(
    r"[△▲▽▼+↑↓-]?\s?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s?(?:%p?|[가-힣]{0,3})|[-－–―]"
)
DIGITS = lazy_pattern(r"[\d.,]+%?")


@dataclass(slots=True)
class GridRow:
    """One row: paragraphs by column, or the stretches of a name over the whole width."""

    cells: Cells = field(default_factory=dict)
    name: list[Span] = field(default_factory=list)
    doubt: str | None = None


@dataclass(slots=True)
class Label:
    """The rows first..last (indexes into the table's rows) under one label, and its pieces."""

    first: int
    last: int
    pieces: list[Span] = field(default_factory=list)


Labels = dict[int, list[Label]]  # by column, every row that is no name under one


class Reading:
    """A read table, its bits as stretches of lines."""

    def __init__(self, read: Read, sources: Sources) -> None:
        self.read, self.body, self.sources = read, read.body, sources
        self.beside, self.all = Beside(read.body.label_bits), Beside(read.body.bits)
        texts = [self.span(b).text for b in self.body.bits if b.col == self.body.text]
        self.width = max(map(display_width, texts), default=0)

    def span(self, bit: Bit) -> Span:
        """The stretch of a line that a bit is."""
        loose = self.read.region.parts[bit.page].loose
        return self.sources[loose.number].span(loose, bit.first, bit.last)

    def bits(self, row: TableRow) -> list[Bit]:
        """The bits of a row, labels apart, in the order of the lines."""
        own = [b for band in self.body.bands[row.first : row.last] for b in band.bits]
        return sorted(own, key=lambda b: (b.page, b.line, b.first))

    def rows(self) -> list[GridRow]:
        """The rows in order."""
        return [self._row(k) for k in range(len(self.read.rows))]

    def _row(self, k: int) -> GridRow:
        row = self.read.rows[k]
        bits = self.bits(row)
        if row.is_name:
            return GridRow(name=[self.span(b) for b in bits])
        cells = {c: self._paragraphs(bits, c) for c in sorted({b.col for b in bits})}
        if row.is_total:
            self._put_total(cells, row)
        two = any(len(cells.get(c, ())) > 1 for c in self.body.figures)
        return GridRow(cells, doubt=BORDER if two or is_doubted(self.read.rows, k) else None)

    def _put_total(self, cells: Cells, row: TableRow) -> None:
        """A total's word in the first column of labels, or the titles' where there are none."""
        for b in self.beside.between(row.top, row.bottom):
            cells.setdefault(b.col, [[]])[0].append(self.span(b))
        kept = {*range(self.body.labels), self.body.number, self.body.title}
        for c in [c for c, own in cells.items() if is_total(own[0][0].text) and c not in kept]:
            to = 0 if self.body.labels else self.body.title
            cells[to] = cells.pop(c)

    def labels(self, rows: Sequence[GridRow]) -> Labels:
        """The labels of each of their columns; a total has its own."""
        found: Labels = {}
        for labelled in self.read.labels:
            own = self._labels_of(labelled)
            taken = {k for x in own for k in range(x.first, x.last + 1)}
            own += [
                Label(k, k, [s for p in row.cells.get(labelled.col, ()) for s in p])
                for k, row in enumerate(rows)
                if k not in taken and not row.name
            ]
            found[labelled.col] = sorted(own, key=lambda x: x.first)
        return found

    def _labels_of(self, labelled: Labelled) -> list[Label]:
        """The labels of a column, without what is a total's."""
        totals = [r for r in self.read.rows if r.is_total]
        apart = {id(b) for r in totals for b in self.beside.between(r.top, r.bottom)}
        return [
            Label(a, b - 1, [self.span(x) for x in label.bits if id(x) not in apart])
            for label, a, b in labelled.runs
        ]

    def _paragraphs(self, bits: Sequence[Bit], col: int) -> list[list[Span]]:
        """The paragraphs of a cell: one a mark where it says what was achieved, one a figure."""
        found: list[list[Span]] = []
        for one in (self.span(b) for b in bits if b.col == col):
            for n, segment in enumerate(self._segments(one, col)):
                if not found or self._parts(found, segment, col, n == 0):
                    found.append([segment.span])
                else:
                    found[-1].append(segment.span)
        return found

    def _segments(self, one: Span, col: int) -> list[Segment]:
        """A stretch, cut at the marks inside it where it says what was achieved."""
        whole = span_to_segment(one, 0)
        cuts = span_to_cuts(one, NOTHING) if col == self.body.text else []
        return (cut_segment(whole, cuts) if cuts else []) or [whole]

    def _parts(
        self, own: Sequence[Sequence[Span]], segment: Segment, col: int, first: bool
    ) -> bool:
        """Whether a segment begins a paragraph behind others of its cell."""
        if col == self.body.text:
            return _opens(own, segment, self.width, first)
        return col in self.body.figures and are_two(own[-1][-1].text, segment.text)


def _opens(own: Sequence[Sequence[Span]], segment: Segment, width: int, first: bool) -> bool:
    """Whether a segment begins an achievement line: a mark does (inside a line an unmistakable
    one); where lines have none, one behind a line that had room left.
    """
    if not first:
        return is_outer(segment.text, 0)
    if segment.kind == "bullet" or (
        segment.numbering is not None and segment.numbering.kind in COUNTED_MARKS
    ):
        return True
    marked = any(not p[0].text[:1].isalnum() for p in own)
    return not marked and not is_full(own[-1][-1].text, segment.text, width)


def is_whole_figure(text: str) -> bool:
    """Whether a cell's text is one well-formed figure.

    >>> is_whole_figure("△1,692"), is_whole_figure("2,46"), is_whole_figure("100."), is_whole_figure("12개소")
    (True, False, False, True)
    """
    return WHOLE.fullmatch(text) is not None


def goes_on(before: str, after: str) -> bool:
    """Whether a figure was broken at its column's edge: what stands first is no number, both
    together are one.

    Source: “△2,46” over “9”, “100.” over “0”. “471” over “2,357” are two figures, whatever they
    would make.

    >>> goes_on("△2,46", "9"), goes_on("100.", "0"), goes_on("471", "2,357"), goes_on("87", "4")
    (True, True, False, False)
    """
    return (
        not is_whole_figure(before)
        and DIGITS.fullmatch(after) is not None
        and is_whole_figure(before + after)
    )


def are_two(before: str, after: str) -> bool:
    """Whether two stretches of one cell are two figures, which only two rows can have.

    >>> are_two("471", "2,357"), are_two("△2,46", "9"), are_two("이월", "200")
    (True, False, False)
    """
    return bool(FIGURE.fullmatch(before) and FIGURE.fullmatch(after)) and not goes_on(before, after)


def reading_to_table(
    reading: Reading, header: AlignedHeader, captions: Sequence[Span], evidence: Evidence
) -> Table:
    """One grid: the header (two rows if words stand over several columns), names over the whole
    width, rows, totals.
    """
    columns, rows = header.columns, reading.rows()
    labels = reading.labels(rows)
    whole = evidence.knowing(header_words())  # “집행잔” over “액” is one word
    cells = header_to_cells(columns, whole)
    top = 2 if any(c.above for c in columns) else 1
    paths = [" > ".join(p.text for p in _column_words(c, whole)) for c in columns]
    for k, row in enumerate(rows, top):
        cells += _row_to_cells(row, k, len(labels), paths, evidence)
    for c, own in labels.items():
        cells += [_label_to_cell(label, top, c, paths[c], evidence) for label in own]
    printed = [spans_to_printed([s], evidence) for s in captions]
    table = _to_table(cells, top, len(rows) + top, len(columns), printed)
    return replace(table, margin=reading.read.margin)


def _row_to_cells(
    row: GridRow, k: int, labels: int, paths: Sequence[str], evidence: Evidence
) -> Iterator[Cell]:
    """The cells of a row, its labels apart."""
    if row.name:
        yield _cell(k, 0, [spans_to_printed(row.name, evidence)], col_span=len(paths))
        return
    for c in range(labels, len(paths)):
        texts = [spans_to_printed(p, evidence) for p in row.cells.get(c, ())]
        yield _cell(k, c, texts, path=paths[c], doubt=row.doubt)


def _label_to_cell(label: Label, top: int, c: int, path: str, evidence: Evidence) -> Cell:
    texts = [spans_to_printed(label.pieces, evidence)] if label.pieces else []
    span = label.last - label.first + 1
    return _cell(top + label.first, c, texts, row_span=span, path=path)


def _to_table(
    cells: list[Cell], header_rows: int, rows: int, cols: int, captions: Sequence[Printed]
) -> Table:
    pages = sorted({p for c in cells if (p := c.place.page) is not None})
    parts = tuple(Part(p, None) for p in pages) or (Part(None, None),)
    unit = next((u for c in captions if (u := text_to_unit(c.text))), None)
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.col)))
    caption = captions[0] if captions else None
    return Table(
        1, rows, cols, ordered, header_rows, parts, caption, unit, "text", captions=tuple(captions)
    )


def header_to_cells(columns: Sequence[AlignedColumn], evidence: Evidence) -> list[Cell]:
    """The header's cells; where a word stands over several columns, two rows of them."""
    two = any(c.above for c in columns)
    cells = []
    for a, b in runs_of(columns):
        above = columns[a].above
        if above:
            cells.append(
                _cell(0, a, [spans_to_printed([s], evidence) for s in above], col_span=b - a + 1)
            )
        for c in range(a, b + 1):
            row, span = (1, 1) if above else (0, 2 if two else 1)
            cells.append(
                _cell(row, c, [spans_to_printed(columns[c].pieces, evidence)], row_span=span)
            )
    return cells


def _column_words(column: AlignedColumn, evidence: Evidence) -> list[Printed]:
    return [
        *(spans_to_printed([s], evidence) for s in column.above),
        spans_to_printed(column.pieces, evidence),
    ]


def _cell(
    row: int,
    col: int,
    texts: list[Printed],
    row_span: int = 1,
    col_span: int = 1,
    path: str | None = None,
    doubt: str | None = None,
) -> Cell:
    filled = tuple(t for t in texts if t.text)
    place = filled[0].place() if filled else Cell(0, 0).place
    return Cell(row, col, row_span, col_span, filled, header_path=path, place=place, doubt=doubt)
