"""HWPX: the paragraphs of a section to kept lines, tables and boxes, in the order in which they are
printed.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from pipeline.model import KeptItem, KeptLine
from pipeline.model.kept import items_to_lines
from pipeline.read.hwpx_head import child, children, number
from pipeline.read.hwpx_marks import element_to_typed, field_to_guide, note_to_mark
from pipeline.read.hwpx_tables import SHAPES, element_to_items
from pipeline.read.kept_fields import Guide
from pipeline.read.kept_items import ONE_LINE, Around, Gathered, without_blank
from pipeline.read.kept_looks import CharLook, Heading, Looks, ParaLook
from pipeline.read.kept_numbers import Counting
from pipeline.read.kept_text import ParagraphText
from pipeline.read.xml_parts import tag

BLANKS = {"tab": "\t", "nbSpace": "\u00a0", "fwSpace": " ", "hyphen": "-"}
TYPED = frozenset(
    ["compose", "dutmal", "checkBtn", "radioBtn", "btn", "edit", "comboBox", "listBox", "scrollBar"]
)


@dataclass(slots=True)
class SectionReader:
    """Reads the paragraphs of one document, section by section; `odd` counts what is named and not
    read.
    """

    name: str
    looks: Looks
    counting: Counting
    odd: Counter[str] = field(default_factory=Counter)
    outline: int = 0  # the numbering of the section's outline levels
    masters: list[str] = field(default_factory=list)  # ids of the section's master pages
    guide: Guide = field(default_factory=Guide)
    deleting: bool = False  # inside a stretch that a tracked change deleted

    def paragraphs(self, elements: Iterable[ET.Element], around: Around) -> Iterator[KeptItem]:
        """The items of paragraphs that stand below one another in one place."""
        for element in elements:
            if tag(element) == "p":
                yield from self.paragraph(element, around)

    def paragraph(self, element: ET.Element, around: Around) -> list[KeptItem]:
        """The items of one paragraph; an empty one is an empty line."""
        runs = list(children(element, "run"))
        if not around.depth:  # a section's own properties stand in no cell
            self._take_section(runs)
        look = self.looks.paragraph(number(element.attrib, "paraPrIDRef"))
        on_ground = around.on_ground or self.looks.fill(look.fill).shaded
        text = ParagraphText(around.spot, look, around.role, on_ground, self._number(look))
        gathered = Gathered(text)
        for run in runs:
            char = self.looks.char(number(run.attrib, "charPrIDRef"))
            for part in run:
                self._part(part, char, gathered, around)
        found = gathered.items()
        return found or [KeptLine(around.spot, "", None, False, look.centred, around.role)]

    def _take_section(self, runs: Iterable[ET.Element]) -> None:
        for run in runs:
            for section in children(run, "secPr"):
                self.outline = number(section.attrib, "outlineShapeIDRef")
                self.masters += (e.get("idRef", "") for e in children(section, "masterPage"))

    def taken_masters(self) -> list[str]:
        """The ids of the master pages met since the last call, each once."""
        met, self.masters = list(dict.fromkeys(self.masters)), []
        return met

    def _number(self, look: ParaLook) -> str:
        heading = look.heading
        if heading is not None and heading.kind == "OUTLINE" and not heading.number:
            heading = Heading("OUTLINE", self.outline, heading.level)
        return self.counting.heading_to_text(heading)

    def _part(self, part: ET.Element, char: CharLook, to: Gathered, around: Around) -> None:
        name = tag(part)
        if name == "t":
            self._text(part, char, to, around)
        elif name == "tbl" or name in SHAPES:
            self._object(part, to, around)
        elif name == "ctrl":
            for control in part:
                self._control(control, char, to, around)
        elif name in TYPED:
            to.text.add(element_to_typed(part), char, around.unseen)
        elif name == "equation":
            self.odd["equations"] += 1
        elif name == "switch":  # one thing in two ways: the first is the newer
            cases = children(part, "case", "default")
            for inner in next(cases, ()):
                self._part(inner, char, to, around.deeper(self.name))

    def _text(self, element: ET.Element, char: CharLook, to: Gathered, around: Around) -> None:
        self._add(element.text, char, to, around)
        for inner in element:
            name = tag(inner)
            if name == "lineBreak":
                to.end_line()
            elif name in BLANKS:
                self._add(BLANKS[name], char, to, around)
            elif name in ("deleteBegin", "deleteEnd"):
                self.deleting = name == "deleteBegin"
                self.odd["tracked_changes"] += 1
            elif name == "insertBegin":
                self.odd["tracked_changes"] += 1
            self._add(inner.tail, char, to, around)

    def _add(self, text: str | None, char: CharLook, to: Gathered, around: Around) -> None:
        unseen = around.unseen or ("deleted" if self.deleting else "")
        guide = "guide" if self.guide.covers(text or "") else ""
        to.text.add(text or "", char, unseen or guide)

    def _control(self, part: ET.Element, char: CharLook, to: Gathered, around: Around) -> None:
        name = tag(part)
        if name in ("footNote", "endNote"):
            to.text.add(note_to_mark(part), char, around.unseen)
            to.after += self._items_in(part, replace(around, role="note"))
        elif name in ("header", "footer"):
            to.before += self._lines_in(part, replace(around, role="furniture"))
        elif name == "hiddenComment" or (name == "fieldBegin" and part.get("type") == "MEMO"):
            to.after += self._lines_in(part, replace(around, unseen="comment"))
        elif name in ("fieldBegin", "fieldEnd"):
            self.guide.rest = field_to_guide(part)
        elif name == "autoNum":
            to.text.add(element_to_typed(part), char, around.unseen)

    def _lines_in(self, element: ET.Element, around: Around) -> Iterator[KeptLine]:
        """The lines of what is no text, those of its tables too."""
        return items_to_lines(self._items_in(element, around))

    def _items_in(self, element: ET.Element, around: Around) -> Iterator[KeptItem]:
        """What is written in the first list of an element, without blank lines."""
        block = next((e for e in element.iter() if tag(e) == "subList"), None)
        if block is not None:
            yield from without_blank(self.paragraphs(block, around.deeper(self.name)))

    def _object(self, part: ET.Element, to: Gathered, around: Around) -> None:
        """A table or shape, put where it is printed: within the line, or before or behind the
        paragraph that it hangs on.
        """
        items = element_to_items(self, part, around.deeper(self.name))
        if around.role == "furniture" or around.unseen:
            items = list(items_to_lines(items))
        if not items:
            return
        place = child(part, "pos")
        if place is None or place.get("treatAsChar") == "1":
            to.end_line()
            to.own += items
        elif part.get("textWrap") == "TOP_AND_BOTTOM" and is_above(place):
            to.before += items
        else:
            to.after += items


def is_above(place: ET.Element) -> bool:
    """Whether an object that hangs on a paragraph is printed over the paragraph's text."""
    return place.get("vertRelTo") == "PARA" and number(place.attrib, "vertOffset") < ONE_LINE
