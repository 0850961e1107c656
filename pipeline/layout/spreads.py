"""Double pages: two printed pages on one sheet; the left one is read before the right one."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.layout.draft import DraftTable
from pipeline.model import Page

Array = npt.NDArray[Any]

RIGHT_PAGE = 2_000_000  # region of the glyphs outside tables on the right page
PAGE_NUMBERS = RIGHT_PAGE + 1
# share of the sheet's width on each side of its middle: inner margins are wider (.05 in three
# brochures), text that only happens to be parted there is not
WHITE = 0.03
FOOT = 0.12  # share of the sheet's height in which page numbers stand
LEVEL = 2.0  # points between the baselines of two page numbers


def page_to_gutter(page: Page, tables: list[DraftTable]) -> float | None:
    """The middle of a sheet that holds two pages, in points; None where it holds one.

    Nothing is printed about the middle of the sheet, and its lowest line is two page numbers, one a
    side, that count on. Source: brochures laid out in double pages, whose lines were read across
    both; a wide table has no page numbers below its halves.
    """
    g = page.glyphs
    ink = (g.code != 0x20) & (g.turn == 0)
    if page.width <= page.height or not ink.any():
        return None
    middle, white = page.width / 2, WHITE * page.width
    if (ink & (g.x1 > middle - white) & (g.x0 < middle + white)).any():
        return None
    if any(table.box.x0 < middle < table.box.x1 for table in tables):
        return None
    return middle if _count_on(page, ink, middle) else None


def _count_on(page: Page, ink: Array, middle: float) -> bool:
    """Whether the lowest line is a page number on each side, the right one the next."""
    g = page.glyphs
    foot = _lowest_line(page, ink)
    if float(g.baseline[foot].min()) < (1 - FOOT) * page.height:
        return False
    sides = (foot[g.x1[foot] < middle], foot[g.x0[foot] > middle])
    left, right = ("".join(map(chr, g.code[side])) for side in sides)
    return left.isdecimal() and right.isdecimal() and int(left) + 1 == int(right)


def _lowest_line(page: Page, ink: Array) -> Array:
    """The glyphs of the sheet's lowest line, from left to right."""
    g = page.glyphs
    foot = np.flatnonzero(ink & (g.baseline > float(g.baseline[ink].max()) - LEVEL))
    return foot[np.argsort(g.x0[foot], kind="stable")]


def part_pages(page: Page, regions: Array, gutter: float) -> None:
    """Gives the glyphs outside tables on the right page a region of their own, and the two page
    numbers another, so that they stay one line of the series that tells furniture; in place.
    """
    g = page.glyphs
    regions[(regions == -1) & ((g.x0 + g.x1) / 2 > gutter)] = RIGHT_PAGE
    regions[_lowest_line(page, (g.code != 0x20) & (g.turn == 0))] = PAGE_NUMBERS
