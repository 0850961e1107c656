"""What an office file keeps, with its lines and tables numbered as it reads: the draft that tables
and paragraphs are made from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.layout.kept.captions import Above, Hung, content_to_hung, tables_to_framed
from pipeline.layout.kept.shapes import Frame, cell_content, table_to_frame
from pipeline.layout.kept.signed import table_to_signed
from pipeline.layout.kept.signs import text_as_shown
from pipeline.model import KeptBox, KeptCell, KeptItem, KeptLine, KeptTable, Line, Mark, Spot
from pipeline.model.kept import items_to_lines
from pipeline.text import source_to_seen


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line with its number. `apart`: the role of a line that nothing is made of, or ""."""

    kept: KeptLine
    line: Line
    apart: str = ""
    boxed: bool = False


@dataclass(frozen=True, slots=True)
class WrittenCell:
    """A cell and the lines that are its own."""

    kept: KeptCell
    lines: tuple[WrittenLine, ...]


@dataclass(slots=True)
class WrittenTable:
    """A table with its number. `captions`: the lines that speak of it; `unit`: declared there."""

    table_no: int
    kept: KeptTable
    parent: tuple[int, int, int] | None
    captions: list[WrittenLine] = field(default_factory=list)
    unit: str | None = None
    cells: list[WrittenCell] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class WrittenHeading:
    """A number in a box and the words beside it, one heading."""

    number: WrittenLine
    words: tuple[WrittenLine, ...]


@dataclass(slots=True)
class Writing:
    """Numbers lines and tables in one walk over the content; `items` are what layout makes
    paragraphs and tables of, in order.
    """

    lines: list[WrittenLine] = field(default_factory=list)
    items: list[WrittenLine | WrittenHeading | WrittenTable] = field(default_factory=list)
    tables: int = 0
    asked: dict[int, WrittenLine] = field(default_factory=dict)  # by the kept line's id
    notes: list[KeptLine] = field(default_factory=list)  # met in the cells of the present table
    above: dict[int, Above] = field(default_factory=dict)  # by the table's id

    def content(self, content: Sequence[KeptItem], boxed: bool = False) -> None:
        """Content that stands in no cell; `boxed`: it stands in a box of its own."""
        content = tables_to_framed(content)
        hung = content_to_hung(content, self.above)
        self.above.update(hung.above)
        for item in content:
            if isinstance(item, KeptLine):
                self._paragraph(item, boxed, hung)
            elif isinstance(item, KeptBox):
                self.content(item.content, True)
            elif id(item) in hung.contents:
                self._contents(item)
            elif (frame := table_to_frame(item)) is None:
                self._table(item, None, hung)
            else:
                self._frame(item, frame, boxed)

    def marks(self) -> list[Mark]:
        """Marks of the lines that nothing is made of."""
        return [
            Mark(w.line, 0, len(w.line.text), role)
            for w in self.lines
            if (role := w.apart if w.line.text.strip() else "blank")
        ]

    def _paragraph(self, kept: KeptLine, boxed: bool, hung: Hung) -> None:
        written = self._number(kept, kept.spot, hung.roles.get(id(kept), ""), boxed)
        if not written.apart and written.line.text.strip():
            self.items.append(written)

    def _number(
        self, kept: KeptLine, spot: Spot, role: str = "", boxed: bool = False
    ) -> WrittenLine:
        text, origin = source_to_seen(text_as_shown(kept.text))
        line = Line(len(self.lines) + 1, None, text, None, origin, spot)
        apart = "hidden" if kept.unseen else "furniture" if kept.role == "furniture" else role
        written = WrittenLine(kept, line, apart, boxed)
        self.lines.append(written)
        self.asked[id(kept)] = written
        return written

    def _contents(self, table: KeptItem) -> None:
        for line in items_to_lines([table]):
            self._number(line, line.spot, "contents")

    def _frame(self, table: KeptTable, frame: Frame, boxed: bool) -> None:
        """A table that is a box round text: its captions, then its text as boxed paragraphs."""
        self.content(table.captions, boxed)
        if frame.number is None:
            self.content(frame.content, frame.boxed)
            return
        first = len(self.items)
        self.content(frame.content, True)
        made = [i for i in self.items[first:] if isinstance(i, WrittenLine)]
        if len(made) == len(self.items) - first > 1 and made[0].kept is frame.number:
            self.items[first:] = [WrittenHeading(made[0], tuple(made[1:]))]

    def _table(self, kept: KeptTable, parent: tuple[int, int, int] | None, hung: Hung) -> None:
        self.tables += 1
        above = hung.above.get(id(kept))
        kept = table_to_signed(kept)
        table = WrittenTable(self.tables, kept, parent)
        table.unit = above.unit if above else None
        if above and parent is None:
            table.captions += [self.asked[id(line)] for line in above.lines]
        own = above.own if above else ()
        table.captions += [self._number(line, line.spot, "caption") for line in own]
        self.items.append(table)
        for cell in kept.cells:
            table.cells.append(self._cell(cell, table))
        if parent is None:
            self._end_notes()

    def _end_notes(self) -> None:
        """The notes of a table's cells: they are printed at the foot of the page, in no cell."""
        notes, self.notes = self.notes, []
        for note in notes:
            self._paragraph(note, False, Hung())

    def _cell(self, cell: KeptCell, table: WrittenTable) -> WrittenCell:
        content = tables_to_framed(cell_content(cell.content))
        hung = content_to_hung(content, {})
        lines: list[WrittenLine] = []
        for item in content:
            if isinstance(item, KeptLine) and item.role == "note":
                self.notes.append(item)
            elif isinstance(item, KeptLine):
                at = replace(item.spot, table_no=table.table_no, row=cell.row, col=cell.col)
                written = self._number(item, at)
                lines += [] if written.apart else [written]
            elif id(item) in hung.contents:
                self._contents(item)
            elif isinstance(item, KeptTable):
                self._table(item, (table.table_no, cell.row, cell.col), hung)
        return WrittenCell(cell, tuple(lines))
