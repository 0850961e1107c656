"""How the characters, paragraphs and cells of an office file look, as far as the meaning of a
report hangs on it; the same for HWPX and HWP.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

TINY = 1.0  # points: as in read/seen.py, a line of half a point is a hair
WHITE = 250  # channels from here on are the paper's colour, as in read/pdfium_paths.py
BLACK = (0, 0, 0)
UNITS_A_POINT = 100.0  # HWPUNIT is 1/7200 inch

Colour = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class CharLook:
    """Size in points, and what decides whether the character is seen: its colour, and whether the
    ground behind it has one.
    """

    size: float = 10.0
    bold: bool = False
    colour: Colour = BLACK
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Heading:
    """What a paragraph is numbered by: an outline level, a numbering (both counted), or a mark."""

    kind: Literal["OUTLINE", "NUMBER", "BULLET"]
    number: int  # of the numbering or bullet in the file
    level: int  # from 0


@dataclass(frozen=True, slots=True)
class ParaLook:
    """Whether a paragraph is centred, coloured behind, and how it is numbered."""

    centred: bool = False
    heading: Heading | None = None
    fill: int = 0  # of the file's fills


@dataclass(frozen=True, slots=True)
class Fill:
    """The ground of a cell, paragraph or box, and the rules at its left, right, top and bottom."""

    shaded: bool = False
    crossed: bool = False  # a diagonal runs through it
    walls: tuple[bool, bool, bool, bool] = (True, True, True, True)


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a numbering is written: “^1.” is its number and a full stop; the first
    number.
    """

    text: str
    format: str = "DIGIT"
    start: int = 1


@dataclass(frozen=True, slots=True)
class Looks:
    """All looks of a file, by the number that its text names them with."""

    chars: Mapping[int, CharLook] = field(default_factory=dict)
    paragraphs: Mapping[int, ParaLook] = field(default_factory=dict)
    fills: Mapping[int, Fill] = field(default_factory=dict)
    numberings: Mapping[int, tuple[Level, ...]] = field(default_factory=dict)
    bullets: Mapping[int, str] = field(default_factory=dict)
    tracked: bool = False  # the file keeps tracked changes

    def char(self, number: int) -> CharLook:
        """A character's look; that of plain text where the file does not say."""
        return self.chars.get(number) or CharLook()

    def paragraph(self, number: int) -> ParaLook:
        """A paragraph's look; that of plain text where the file does not say."""
        return self.paragraphs.get(number) or ParaLook()

    def fill(self, number: int) -> Fill:
        """A ground; none where the file does not say."""
        return self.fills.get(number) or Fill()


def look_to_unseen(look: CharLook, on_ground: bool) -> str:
    """Why nobody sees a character of this look, "" where it is seen; white letters are seen where a
    colour lies behind them (`on_ground`).

    >>> look_to_unseen(CharLook(colour=(255, 255, 255)), False)
    'colour'
    >>> look_to_unseen(CharLook(colour=(255, 255, 255)), True), look_to_unseen(CharLook(0.5), False)
    ('', 'tiny')
    """
    if look.size < TINY:
        return "tiny"
    return "colour" if is_white(look.colour) and not (on_ground or look.marked) else ""


def is_white(colour: Colour) -> bool:
    """Whether a colour does not stand out from paper.

    >>> is_white((255, 255, 255)), is_white((240, 255, 255))
    (True, False)
    """
    return min(colour) >= WHITE
