"""A table as the scored grid reads it in text to rows and labels of stretches of lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.layout.flattened.aligned_figures import are_two
from pipeline.layout.flattened.assign import is_full
from pipeline.layout.flattened.ink import Sources
from pipeline.layout.flattened.inline import NOTHING, is_outer, span_to_cuts
from pipeline.layout.flattened.segments import Segment, cut_segment, span_to_segment
from pipeline.layout.flattened.spans import Span
from pipeline.layout.grid.bits import Beside, Bit
from pipeline.layout.grid.drafts import Read, is_doubted
from pipeline.layout.grid.labels import Labelled
from pipeline.layout.grid.tablerows import TableRow
from pipeline.text import display_width, is_total

BORDER = "row_boundary_doubt"
COUNTED_MARKS = ("paren", "circled", "hangul")  # numberings that open a line inside a cell
Cells = dict[int, list[list[Span]]]  # by column its paragraphs


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
