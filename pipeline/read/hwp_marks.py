"""HWP 5: what is printed as text though the file has it as a control: numbers of notes and
captions, characters set over one another, form fields.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.pattern import lazy_pattern
from pipeline.read.hwp_head import code_to_format
from pipeline.read.hwp_records import CTRL_HEADER, FORM_OBJECT, Fields, Record
from pipeline.read.kept_fields import command_to_guide
from pipeline.read.kept_numbers import number_to_text

# a form field's caption or text, behind its length
FORM_TEXT = lazy_pattern(r"(?:Caption|Text):wstring:(\d{1,5}):")
FIRST = 4  # behind a control's name
WRITTEN = 1 << 15  # trait of a field that somebody filled in


def control_to_typed(name: str, control: Record) -> str:
    """The text that a control inside a line prints.

    >>> control_to_typed("tcps", Record(71, b"spct" + b"\\x02\\x00" + "12".encode("utf-16-le")))
    '12'
    """
    if name == "atno":
        return _auto_number(control)
    if name == "form":
        return next(map(_form_text, control.below(FORM_OBJECT)), "")
    return Fields(control.payload, FIRST).text()


def _auto_number(control: Record) -> str:
    fields = Fields(control.payload, FIRST)
    traits, number, _, before, behind = (fields.number(size) for size in (4, 2, 2, 2, 2))
    written = number_to_text(number, code_to_format(traits >> 4 & 255))
    return _sign(before) + written + _sign(behind)


def _sign(code: int) -> str:
    return chr(code) if code >= 0x20 and not 0xD800 <= code < 0xE000 else ""


def _form_text(record: Record) -> str:
    raw = record.payload[: len(record.payload) & ~1]
    text = raw.decode("utf-16-le", "replace")
    found = FORM_TEXT.search(text)
    return text[found.end() : found.end() + int(found[1])] if found else ""


def note_to_mark(control: Record) -> str:
    """The mark of a footnote or endnote at the word that it is about, as the note itself begins."""
    own = next((c for c in _controls(control) if c.payload.startswith(b"onta")), None)
    if own is not None:
        return _auto_number(own)
    return f"{max(Fields(control.payload, FIRST).number(4), 1)})"


def _controls(record: Record) -> Iterator[Record]:
    for paragraph in record.children:
        yield from paragraph.below(CTRL_HEADER)


def field_to_guide(control: Record) -> str:
    """The guiding words of a field that was not filled in; "" of one that was."""
    fields = Fields(control.payload, FIRST)
    traits = fields.number(4)
    fields.at += 1
    return "" if traits & WRITTEN else command_to_guide(fields.text())
