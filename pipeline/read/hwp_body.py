"""HWP 5: the paragraphs of a section to kept lines, tables and boxes, as hwpx_body gives them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.model import KeptItem, KeptLine
from pipeline.model.kept import items_to_lines
from pipeline.read.hwp_marks import control_to_typed, field_to_guide, note_to_mark
from pipeline.read.hwp_records import (
    CTRL_HEADER,
    MEMO_LIST,
    PARA_HEADER,
    Fields,
    Record,
    listed,
)
from pipeline.read.hwp_tables import object_to_items
from pipeline.read.hwp_text import Ranges, Stretch, paragraph_to_stretches
from pipeline.read.kept_fields import Guide
from pipeline.read.kept_items import ONE_LINE, Around, Gathered, without_blank
from pipeline.read.kept_looks import CharLook, Heading, Looks, ParaLook
from pipeline.read.kept_numbers import Counting
from pipeline.read.kept_text import ParagraphText

OUTLINE_AT = 18  # in the section's control: the numbering of its outline
INLINE = 1  # bit of an object that stands in the line
TO_PARAGRAPH, TOP_AND_BOTTOM = 2, 1  # what an object hangs on, how text runs round it
OBJECTS = frozenset({"tbl ", "gso "})
TYPED = frozenset({"atno", "tcps", "tdut", "form"})
COMMENTS = frozenset({"tcmt", "%%me"})
EVERY_PAGE = frozenset({"head", "foot", "secd"})  # a section's own lists are its master pages


def control_name(control: Record) -> str:
    """The four letters that name a control, which the file has backwards.

    >>> control_name(Record(71, b" lbt"))
    'tbl '
    """
    return control.payload[3::-1].decode("latin-1") if len(control.payload) >= 4 else ""


@dataclass(slots=True)
class BodyReader:
    """Reads the paragraphs of one document, section by section; `odd` counts what is named and not
    read.
    """

    name: str
    looks: Looks
    counting: Counting
    odd: Counter[str] = field(default_factory=Counter)
    outline: int = 0
    guide: Guide = field(default_factory=Guide)

    def paragraphs(self, records: Iterable[Record], around: Around) -> Iterator[KeptItem]:
        """The items of paragraphs that stand below one another in one place."""
        for record in records:
            if record.tag == PARA_HEADER:
                yield from self.paragraph(record, around)

    def paragraph(self, record: Record, around: Around) -> list[KeptItem]:
        """The items of one paragraph; an empty one is an empty line."""
        controls = list(record.below(CTRL_HEADER))
        self._take_section(controls)
        look = self.looks.paragraph(Fields(record.payload, 8).number(2))
        on_ground = around.on_ground or self.looks.fill(look.fill).shaded
        text = ParagraphText(around.spot, look, around.role, on_ground, self._number(look))
        gathered = Gathered(text)
        ranges = Ranges(record)
        self.odd["tracked_changes"] += ranges.tracked
        char = CharLook()
        waiting = iter(controls)
        for stretch in paragraph_to_stretches(record, ranges):
            if stretch.is_object:
                control = next(waiting, None)
                if control is not None:
                    self._control(control, char, gathered, around)
                continue
            char = self.looks.char(stretch.shape) if stretch.text else char
            self._stretch(stretch, char, gathered, around)
        for control in waiting:  # of a text that was torn: what hangs on it is not lost
            self._control(control, char, gathered, around)
        if not around.depth:
            gathered.after += self._memos(record, around)
        found = gathered.items()
        return found or [KeptLine(around.spot, "", None, False, look.centred, around.role)]

    def _stretch(self, stretch: Stretch, char: CharLook, to: Gathered, around: Around) -> None:
        if stretch.is_break:
            to.end_line()
        elif stretch.ends_field:
            self.guide.rest = ""
        else:
            unseen = around.unseen or "deleted" * stretch.deleted
            guide = "guide" if self.guide.covers(stretch.text) else ""
            to.text.add(stretch.text, char, unseen or guide)

    def _take_section(self, controls: Iterable[Record]) -> None:
        for control in controls:
            if control_name(control) == "secd":
                self.outline = Fields(control.payload, OUTLINE_AT).number(2)

    def _number(self, look: ParaLook) -> str:
        heading = look.heading
        if heading is not None and heading.kind == "OUTLINE":
            heading = Heading("OUTLINE", self.outline, heading.level)
        return self.counting.heading_to_text(heading)

    def _control(self, control: Record, char: CharLook, to: Gathered, around: Around) -> None:
        name = control_name(control)
        if name in OBJECTS:
            self._object(control, to, around)
        elif name in ("fn  ", "en  "):
            to.text.add(note_to_mark(control), char, around.unseen)
            to.after += self._note(control, replace(around, role="note"))
        elif name in EVERY_PAGE:
            to.before += self._lines_in(control, replace(around, role="furniture"))
        elif name in COMMENTS:
            to.after += self._lines_in(control, replace(around, unseen="comment"))
        elif name in TYPED:
            to.text.add(control_to_typed(name, control), char, around.unseen)
        elif name == "%clk":
            self.guide.rest = field_to_guide(control)
        elif name == "eqed":
            self.odd["equations"] += 1

    def _memos(self, record: Record, around: Around) -> Iterator[KeptLine]:
        """The memos of a section, which hang on its last paragraph: each a list behind a sign."""
        tags = [child.tag for child in record.children]
        if MEMO_LIST in tags:
            memos = Record(0, b"", record.children[tags.index(MEMO_LIST) :])
            yield from self._lines_in(memos, replace(around, unseen="comment"))

    def _lines_in(self, control: Record, around: Around) -> Iterator[KeptLine]:
        """The lines of what is no running text, those of its tables too."""
        inner = around.deeper(self.name)
        for _, paragraphs in listed(control):
            yield from items_to_lines(without_blank(self.paragraphs(paragraphs, inner)))

    def _note(self, control: Record, around: Around) -> Iterator[KeptItem]:
        inner = around.deeper(self.name)
        for _, paragraphs in listed(control):
            yield from without_blank(self.paragraphs(paragraphs, inner))

    def _object(self, control: Record, to: Gathered, around: Around) -> None:
        """A table or shape, put where it is printed."""
        items = object_to_items(self, control, around.deeper(self.name))
        if around.role == "furniture" or around.unseen:
            items = list(items_to_lines(items))
        if not items:
            return
        fields = Fields(control.payload, 4)
        traits, offset = fields.number(4), fields.number(4, True)
        over = traits >> 3 & 3 == TO_PARAGRAPH and traits >> 21 & 7 == TOP_AND_BOTTOM
        if traits & INLINE:
            to.end_line()
            to.own += items
        elif over and offset < ONE_LINE:
            to.before += items
        else:
            to.after += items
