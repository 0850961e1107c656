"""HWP 5: the stream DocInfo to the looks that the sections name by number."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.read.hwp_records import (
    BORDER_FILL,
    BULLET,
    CHAR_SHAPE,
    NUMBERING,
    PARA_SHAPE,
    Fields,
    Record,
)
from pipeline.read.kept_looks import (
    UNITS_A_POINT,
    CharLook,
    Colour,
    Fill,
    Heading,
    Level,
    Looks,
    ParaLook,
    is_white,
)

CENTRE = 3
PLAIN = 1  # bit of a fill of one colour
LEVELS = 7
BOLD = 1 << 1
# number formats by their code, as lexicon/office.toml names them
FORMATS = (
    *("DIGIT", "CIRCLED_DIGIT", "ROMAN_CAPITAL", "ROMAN_SMALL", "LATIN_CAPITAL", "LATIN_SMALL"),
    *("CIRCLED_LATIN_CAPITAL", "CIRCLED_LATIN_SMALL", "HANGUL_SYLLABLE"),
    *("CIRCLED_HANGUL_SYLLABLE", "HANGUL_JAMO", "CIRCLED_HANGUL_JAMO", "HANGUL_PHONETIC"),
    *("IDEOGRAPH", "CIRCLED_IDEOGRAPH", "DECAGON_CIRCLE", "DECAGON_CIRCLE_HANJA"),
)


def code_to_format(code: int) -> str:
    """The name of a number format; digits where the code is not known.

    >>> code_to_format(8), code_to_format(99)
    ('HANGUL_SYLLABLE', 'DIGIT')
    """
    return FORMATS[code] if code < len(FORMATS) else FORMATS[0]


def number_to_colour(value: int) -> Colour | None:
    """A colour of four bytes (red first); None for none.

    >>> number_to_colour(0x00FF8001), number_to_colour(0xFFFFFFFF)
    ((1, 128, 255), None)
    """
    return None if value > 0xFFFFFF else (value & 255, value >> 8 & 255, value >> 16)


def records_to_looks(records: Sequence[Record], tracked: bool) -> Looks:
    """The looks of all records of DocInfo, each kind counted in its order."""
    every = [r for record in records for r in (record, *record.children)]

    def of(tag: int) -> list[bytes]:
        return [r.payload for r in every if r.tag == tag]

    return Looks(
        dict(enumerate(map(_char_look, of(CHAR_SHAPE)))),
        dict(enumerate(map(_para_look, of(PARA_SHAPE)))),
        dict(enumerate(map(_fill, of(BORDER_FILL)), start=1)),
        dict(enumerate(map(_levels, of(NUMBERING)), start=1)),
        dict(enumerate(map(_bullet, of(BULLET)), start=1)),
        tracked,
    )


def _char_look(payload: bytes) -> CharLook:
    fields = Fields(payload, 42)
    size, traits = fields.number(4, True), fields.number(4)
    fields.at = 52
    colour = number_to_colour(fields.number(4))
    fields.at = 60
    shade = number_to_colour(fields.number(4)) if len(payload) >= 64 else None
    marked = shade is not None and not is_white(shade)
    return CharLook(size / UNITS_A_POINT, bool(traits & BOLD), colour or (0, 0, 0), marked)


def _para_look(payload: bytes) -> ParaLook:
    traits = Fields(payload).number(4)
    fields = Fields(payload, 30)
    at, fill = fields.number(2), fields.number(2)
    return ParaLook(traits >> 2 & 7 == CENTRE, _heading(traits, at), fill)


def _heading(traits: int, at: int) -> Heading | None:
    level = traits >> 25 & 7
    match traits >> 23 & 3:
        case 1:
            return Heading("OUTLINE", at, level)
        case 2:
            return Heading("NUMBER", at, level)
        case 3:
            return Heading("BULLET", at, level)
    return None


def _fill(payload: bytes) -> Fill:
    """Rules, diagonals and ground; a line of kind 0 is none."""
    fields = Fields(payload)
    traits = fields.number(2)
    walls = []
    for _ in range(4):
        walls.append(fields.number(1) != 0)
        fields.at += 5
    fields.at += 6  # the diagonal's look
    kind = fields.number(4)
    colour = number_to_colour(fields.number(4)) if kind & PLAIN else None
    shaded = bool(kind & ~PLAIN & 0xFF) or (colour is not None and not is_white(colour))
    left, right, top, bottom = walls
    return Fill(shaded, bool(traits >> 2 & 63), (left, right, top, bottom))


def _levels(payload: bytes) -> tuple[Level, ...]:
    fields = Fields(payload)
    read = []
    for _ in range(LEVELS):
        traits = fields.number(4)
        fields.at += 8
        read.append((fields.text(), code_to_format(traits >> 5 & 31)))
    first = max(fields.number(2), 1)
    own = len(payload) - fields.at >= 4 * LEVELS
    starts = [fields.number(4) if own else first for _ in range(LEVELS)]
    return tuple(
        Level(text, form, max(start, 1)) for (text, form), start in zip(read, starts, strict=True)
    )


def _bullet(payload: bytes) -> str:
    code = Fields(payload, 12).number(2)
    return chr(code) if code >= 0x20 and not 0xD800 <= code < 0xE000 else ""
