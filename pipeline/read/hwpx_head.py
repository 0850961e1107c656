"""HWPX: Contents/header.xml to the looks that the sections name by number."""

from __future__ import annotations

import functools
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping

from pipeline.read.kept_looks import (
    BLACK,
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
from pipeline.read.kept_numbers import LEVELS
from pipeline.read.xml_parts import tag

LONGEST_NUMBER = 11  # characters: 32 bits and a sign
SIDES = ("leftBorder", "rightBorder", "topBorder", "bottomBorder")


def number(attributes: Mapping[str, str], name: str, otherwise: int = 0) -> int:
    """A whole number of an attribute; one that is none, or larger than 32 bits, is `otherwise`.

    >>> number({"rowSpan": "2"}, "rowSpan"), number({"rowSpan": "x"}, "rowSpan", 1)
    (2, 1)
    """
    text = attributes.get(name)
    return otherwise if text is None else _text_to_number(text, otherwise)


@functools.lru_cache(maxsize=4096)
def _text_to_number(text: str, otherwise: int) -> int:
    digits = text.removeprefix("-")
    plain = digits.isascii() and digits.isdigit() and len(text) <= LONGEST_NUMBER
    return int(text) if plain else otherwise


def children(element: ET.Element, *names: str) -> Iterator[ET.Element]:
    """The children of these names, in order."""
    return (child for child in element if tag(child) in names)


def child(element: ET.Element, name: str) -> ET.Element | None:
    """The first child of a name."""
    return next(children(element, name), None)


def text_to_colour(text: str | None) -> Colour | None:
    """“#RRGGBB” as three channels; None for “none” and whatever else.

    >>> text_to_colour("#FF0010"), text_to_colour("none")
    ((255, 0, 16), None)
    """
    if not text or len(text) < 7 or text[0] != "#":
        return None
    try:
        value = int(text[-6:], 16)
    except ValueError:
        return None
    return value >> 16, value >> 8 & 255, value & 255


def head_to_looks(head: Iterable[ET.Element]) -> Looks:
    """The looks of all children of the header's root; those it does not understand are passed
    over.
    """
    chars: dict[int, CharLook] = {}
    paragraphs: dict[int, ParaLook] = {}
    fills: dict[int, Fill] = {}
    numberings: dict[int, tuple[Level, ...]] = {}
    bullets: dict[int, str] = {}
    tracked = False
    for part in head:
        for element in part.iter():
            name, own = tag(element), number(element.attrib, "id", -1)
            if name == "charPr":
                chars[own] = _char_look(element)
            elif name == "paraPr":
                paragraphs[own] = _para_look(element)
            elif name == "borderFill":
                fills[own] = element_to_fill(element)
            elif name == "numbering":
                numberings[own] = _levels(element)
            elif name == "bullet":
                bullets[own] = element.get("char", "")
            tracked = tracked or name == "trackChange"
    return Looks(chars, paragraphs, fills, numberings, bullets, tracked)


def _char_look(element: ET.Element) -> CharLook:
    shade = text_to_colour(element.get("shadeColor"))
    return CharLook(
        number(element.attrib, "height", 1000) / UNITS_A_POINT,
        child(element, "bold") is not None,
        text_to_colour(element.get("textColor")) or BLACK,
        shade is not None and not is_white(shade),
    )


def _para_look(element: ET.Element) -> ParaLook:
    align, heading, border = (child(element, n) for n in ("align", "heading", "border"))
    return ParaLook(
        align is not None and align.get("horizontal") == "CENTER",
        _heading(heading) if heading is not None else None,
        number(border.attrib, "borderFillIDRef") if border is not None else 0,
    )


def _heading(element: ET.Element) -> Heading | None:
    at, level = number(element.attrib, "idRef"), number(element.attrib, "level")
    match element.get("type"):
        case "OUTLINE":
            return Heading("OUTLINE", at, level)
        case "NUMBER":
            return Heading("NUMBER", at, level)
        case "BULLET":
            return Heading("BULLET", at, level)
    return None


def element_to_fill(element: ET.Element) -> Fill:
    """The ground that an element with a fillBrush gives, its rules, and whether a diagonal runs
    through it.
    """
    brush = next((e for e in element.iter() if tag(e) == "fillBrush"), None)
    crossed = any(e.get("type", "NONE") != "NONE" for e in children(element, "slash", "backSlash"))
    left, right, top, bottom = (_is_drawn(element, side) for side in SIDES)
    shaded = brush is not None and any(_shows(e) for e in brush)
    return Fill(shaded, crossed, (left, right, top, bottom))


def _is_drawn(element: ET.Element, side: str) -> bool:
    border = child(element, side)
    return border is not None and border.get("type", "NONE") != "NONE"


def _shows(paint: ET.Element) -> bool:
    """Whether a fill stands out from paper: a plain colour that is not white, or anything else."""
    if tag(paint) != "winBrush":
        return True
    colour = text_to_colour(paint.get("faceColor"))
    return colour is not None and not is_white(colour)


def _levels(element: ET.Element) -> tuple[Level, ...]:
    """The levels of a numbering, in order; one that is left out is empty."""
    found: dict[int, Level] = {}
    for head in children(element, "paraHead"):
        level = number(head.attrib, "level")
        if 1 <= level <= LEVELS:
            start = max(number(head.attrib, "start", 1), 1)
            form = head.get("numFormat", "DIGIT")
            found[level] = Level(head.text or "", form, start)
    return tuple(found.get(k, Level("")) for k in range(1, max(found, default=0) + 1))
