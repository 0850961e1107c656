"""What layout gives: printed lines, paragraphs and tables, the same types whichever door the data
came through.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from operator import attrgetter
from typing import TYPE_CHECKING

from pipeline.model.document import Box, Place
from pipeline.model.kept import Spot
from pipeline.model.problem import Problem

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

MANY_RUNS = 16  # of one text


@dataclass(frozen=True, slots=True)
class Origin:
    """The characters of the source that a text stands for, where those that are matched differ
    from them: text[k] stands for source[starts[k]:starts[k + 1]], and all of it for the source.
    """

    source: str
    starts: tuple[int, ...]

    def cut(self, start: int, end: int) -> str:
        """What the source has for text[start:end]. Neighbouring cuts, joined, are the source.

        >>> Origin("a\\u200bb", (0, 2, 3)).cut(0, 1)
        'a\\u200b'
        """
        return self.source[self.starts[start] if start else 0 : self.starts[end]]


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One printed line, the unit of the table `lines`; compared by identity, since a line is its
    place.

    For text a line of the file; for a PDF the glyphs of one row inside one cell or one column of
    running text, with the blanks that the print shows. `edges` has one box per character (shape
    (len(text), 4), float32), None for text. `text` is what is matched and published; `origin` has
    the source's own characters where they are others.
    """

    number: int  # source_line, from 1 in reading order
    page: int | None
    text: str
    edges: npt.NDArray[np.float32] | None = None
    origin: Origin | None = None
    spot: Spot | None = None  # its place in an office file, which has no pages

    def as_in_source(self, start: int, end: int) -> str:
        """The source's own characters of text[start:end].

        >>> Line(1, None, "가").as_in_source(0, 1)
        '가'
        """
        return self.text[start:end] if self.origin is None else self.origin.cut(start, end)

    def box(self, start: int = 0, end: int | None = None) -> Box | None:
        """The box around the characters start..end, None for text input or an empty range."""
        if self.edges is None:
            return None
        cut = self.edges[start:end]
        if len(cut) < 2:
            return Box(*cut[0].tolist()) if len(cut) else None
        x0, top, _, _ = cut.min(axis=0).tolist()
        _, _, x1, bottom = cut.max(axis=0).tolist()
        return Box(x0, top, x1, bottom)


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of a text that stands on one line: text[start:start+length] is
    line.text[offset:offset+length].
    """

    start: int
    line: Line
    offset: int
    length: int


_run_start = attrgetter("start")


@dataclass(frozen=True, slots=True)
class Printed:
    """A text made of printed lines: wraps joined, runs of white space folded to one blank, ends
    trimmed.

    `runs` say where every character was printed, in order; characters between runs (a blank made
    when joining or folding) were not. `join_doubt`: the print does not tell whether a wrap stood
    inside a word.
    """

    text: str
    runs: tuple[Run, ...] = ()
    join_doubt: bool = False

    @property
    def first_line(self) -> int | None:
        """The line that the text begins on: that of its `place`, whose box need not be known."""
        return next((r.line.number for r in self.runs if r.length > 0), None)

    def _run_at(self, start: int) -> int:
        """The first run that can hold text[start]; a paragraph of ten thousand wraps is not walked
        for each of its figures.
        """
        return (
            max(bisect_right(self.runs, start, key=_run_start) - 1, 0)
            if len(self.runs) > MANY_RUNS
            else 0
        )

    def place(self, start: int = 0, end: int | None = None) -> Place:
        """Page, lines and box of text[start:end]; over two pages: those of the first one."""
        end = len(self.text) if end is None else end
        first: Line | None = None
        last, box, over = 0, None, False
        for k in range(self._run_at(start), len(self.runs)):
            r = self.runs[k]
            at = r.start
            if at >= end:
                break
            a, b = (start if start > at else at), (end if end < at + r.length else at + r.length)
            if a >= b:
                continue
            line = r.line
            first = line if first is None else first
            over = over or line.page != first.page
            last = line.number
            if not over:
                part = line.box(r.offset + a - at, r.offset + b - at)
                box = part if box is None else box.union(part) if part else box
        return Place() if first is None else Place(first.page, first.number, last, box)

    def end_of_piece(self, start: int, end: int) -> int:
        """Where that part of text[start:end] ends which stands on its first line."""
        first: Line | None = None
        for k in range(self._run_at(start), len(self.runs)):
            run = self.runs[k]
            if run.start >= end:
                break
            if run.start + run.length > start:
                first = first or run.line
                if run.line is not first:
                    return run.start
        return end

    def slice(self, start: int, end: int | None = None) -> Printed:
        """text[start:end] with its runs, ends trimmed."""
        end = len(self.text) if end is None else end
        while start < end and self.text[start].isspace():
            start += 1
        while end > start and self.text[end - 1].isspace():
            end -= 1
        runs = []
        for k in range(self._run_at(start), len(self.runs)):
            r = self.runs[k]
            if r.start >= end:
                break
            a, b = max(start, r.start), min(end, r.start + r.length)
            if a < b:
                runs.append(Run(a - start, r.line, r.offset + a - r.start, b - a))
        return Printed(self.text[start:end], tuple(runs), self.join_doubt)


@dataclass(frozen=True, slots=True)
class Mark:
    """What a stretch of a line is: line.text[start:end] has this role (and belongs to this
    programme).
    """

    line: Line
    start: int
    end: int
    # the roles of the contract: title heading area group programme achievement front table caption
    # text furniture contents hidden blank untrusted
    role: str
    programme_id: str | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """An anchor cell. Its text is its paragraphs joined with a line feed; a label carried over a
    page is one cell.
    """

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    paragraphs: tuple[Printed, ...] = ()
    header_path: str | None = None  # headers over it, joined with " > "
    carried: bool = False  # a merged label continued over a page
    place: Place = (
        Place()
    )  # page and box of the (first piece of the) cell itself, lines of its text
    pieces: tuple[
        tuple[int, Box], ...
    ] = ()  # page and box of every piece, where it runs over pages
    doubt: str | None = None  # a problem code, where the grid is not certain here
    spot: Spot | None = None  # its place in an office file

    @property
    def text(self) -> str:
        if len(self.paragraphs) == 1:
            return self.paragraphs[0].text
        return "\n".join([p.text for p in self.paragraphs])


@dataclass(frozen=True, slots=True)
class Part:
    """The part of a table that stands on one page."""

    page: int | None
    box: Box | None


@dataclass(frozen=True, slots=True)
class Table:
    """A grid of cells, joined over pages. Every grid position is covered by exactly one anchor's
    span.
    """

    table_no: int  # from 1 in reading order
    rows: int
    cols: int
    cells: tuple[Cell, ...]  # in row, then column order
    header_rows: int = 0
    parts: tuple[Part, ...] = ()
    caption: Printed | None = None
    unit: str | None = None  # as declared: "백만원, %"
    origin: str = "ruled"  # ruled, aligned, text, hwpx, hwp
    parent: tuple[int, int, int] | None = None  # table_no, row, col of the cell that holds it
    captions: tuple[
        Printed, ...
    ] = ()  # every line above it that speaks of it (caption, unit, date)
    margin: float | None = None  # how much dearer the second best reading is, where it was scored

    @property
    def is_certain(self) -> bool:
        """Whether rules or the file itself draw the borders of its cells, nothing was told from
        where text stands.

        >>> [Table(1, 0, 0, (), origin=name).is_certain for name in ("ruled", "hwpx", "text")]
        [True, True, False]
        """
        return self.origin not in ("aligned", "text")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of running text between the tables: one bullet, heading or sentence, wraps
    joined.
    """

    printed: Printed
    place: Place
    size: float | None = None  # median glyph size in points; None for text
    bold: bool = False
    centred: bool = False
    boxed: bool = False  # stood in a one-cell heading box
    note: bool = False  # small print under a short rule at the page's foot: of no programme


@dataclass(frozen=True, slots=True)
class Blocks:
    """A document laid out: all its lines, its paragraphs and tables in reading order, and what is
    neither (marks).
    """

    lines: tuple[Line, ...]
    items: tuple[Paragraph | Table, ...]
    marks: tuple[
        Mark, ...
    ] = ()  # furniture, blank, untrusted, caption; the rest is marked by outline
    problems: tuple[Problem, ...] = field(default=())
    pages: int | None = None

    @property
    def tables(self) -> tuple[Table, ...]:
        return tuple(i for i in self.items if isinstance(i, Table))
