"""What stands side by side on a sheet, the left before the right: the printed pages of a double
page, and running text in two columns, where a gutter stays white over many rows of prose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.layout.draft import DraftTable
from pipeline.layout.rulings import WIDEST_PAGE
from pipeline.model import Page

Array = npt.NDArray[Any]
FIRST_REGION = 1_000_000  # regions of glyphs in columns: two a band, far above the numbers of cells
LEAST_GLYPHS = 150
LEAST_ROWS = 6  # rows with text on both sides of the gutter
MIDDLE = (0.3, 0.7)  # shares of the page's width between which a gutter lies
GUTTER = 0.8  # em, and no less than LEAST_GUTTER points: blanks between words are half as wide
LEAST_GUTTER = 8.0
# share of its column that a row of prose fills on average; lists and labels with values fill less
FILLED = 0.75
CLOSE = 2.5  # em from baseline to baseline within one column
ROW_SHIFT = 0.35  # em
RIGHT_PAGE = 2_000_000  # region of the glyphs outside tables on the right page
PAGE_NUMBERS = RIGHT_PAGE + 1
# share of the sheet's width on each side of its middle: inner margins are wider (.05 in three
# brochures), text that only happens to be parted there is not
WHITE = 0.03
FOOT = 0.12  # share of the sheet's height in which page numbers stand
LEVEL = 2.0  # points between the baselines of two page numbers


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of glyphs outside tables, top down: baseline of each, and of each glyph its row and its
    extent.
    """

    level: Array
    row: Array
    x0: Array
    x1: Array
    em: float


@dataclass(frozen=True, slots=True)
class Band:
    """Rows first..last of a page stand in two columns; the gutter's middle."""

    first: int
    last: int
    gutter: float


def part_columns(
    page: Page, regions: Array, tables: list[DraftTable]
) -> dict[int, tuple[float, float]]:
    """Gives the glyphs of two-column text regions of their own, and says of each such region where
    it is read (top, left).
    """
    g = page.glyphs
    loose = np.flatnonzero((regions == -1) & (g.code != 0x20) & (g.turn == 0))
    if len(loose) < LEAST_GLYPHS:
        return {}
    rows = _glyphs_to_rows(page, loose)
    found: dict[int, tuple[float, float]] = {}
    for number, band in enumerate(_rows_to_bands(rows, min(page.width, WIDEST_PAGE))):
        low, high = rows.level[band.first] - 1.2 * rows.em, rows.level[band.last] + 0.5 * rows.em
        if any(table.box.top < high and table.box.bottom > low for table in tables):
            continue
        own = np.flatnonzero(
            (regions == -1) & (g.baseline > low) & (g.baseline < high) & (g.turn == 0)
        )
        right = (g.x0[own] + g.x1[own]) / 2 > band.gutter
        regions[own] = FIRST_REGION + 2 * number + right
        found |= {
            FIRST_REGION + 2 * number: (float(low), 0.0),
            FIRST_REGION + 2 * number + 1: (float(low), band.gutter),
        }
    return found


def _glyphs_to_rows(page: Page, index: Array) -> Rows:
    g = page.glyphs
    order = index[np.argsort(g.baseline[index], kind="stable")]
    level, em = g.baseline[order], float(np.median(g.size[order]))
    row = np.concatenate(([0], np.cumsum(np.diff(level) > ROW_SHIFT * em)))
    return Rows(
        level[np.searchsorted(row, np.arange(row[-1] + 1))], row, g.x0[order], g.x1[order], em
    )


def _rows_to_bands(rows: Rows, width: float) -> list[Band]:
    """Stretches of rows through which one strip in the middle of the page stays white, with prose
    on both sides of it.
    """
    left, right = int(MIDDLE[0] * width), int(MIDDLE[1] * width)
    white = _white(rows, left, right)
    if not white.size or white.sum(axis=0).max() < LEAST_ROWS:
        return []
    need = int(np.ceil(max(GUTTER * rows.em, LEAST_GUTTER)))
    found: list[Band] = []
    first = 0
    ends = _stretches(rows, white, need)
    while first + LEAST_ROWS <= len(white):
        if (
            ends[first] - first < LEAST_ROWS
        ):  # whatever gutter is tried from here, no band comes of so few rows
            first += 1
            continue
        last, strip = first, white[first]
        while last + 1 < len(white) and rows.level[last + 1] - rows.level[last] < CLOSE * rows.em:
            if _widest(strip & white[last + 1])[1] < need:
                break
            last, strip = last + 1, strip & white[last + 1]
        start, wide = _widest(strip)
        gutter = left + start + wide / 2
        last = _last_with_both(rows, first, last, gutter)
        if last - first + 1 >= LEAST_ROWS and wide >= need and _is_prose(rows, first, last, gutter):
            last = _to_the_columns_end(rows, last, gutter)
            found.append(Band(first, last, gutter))
            first = last
        first += 1
    return found


def _stretches(rows: Rows, white: Array, need: int) -> list[int]:
    """For every row the end of the stretch of close rows from it on that are white over `need`
    points each, if not in one place.
    """
    gaps = np.cumsum(
        np.pad(~white, ((0, 0), (1, 0)), constant_values=True), axis=1
    )  # each run of white has a number of its own
    most = gaps.shape[1] + 1
    number = gaps + np.arange(len(white))[:, None] * most
    run = (
        np.bincount(number.ravel(), minlength=len(white) * most)
        .reshape(len(white), most)
        .max(axis=1)
        - 1
    ).tolist()
    close = np.append(rows.level[1:] - rows.level[:-1] < CLOSE * rows.em, False).tolist()
    ends = [0] * len(white)
    for row in range(len(white) - 1, -1, -1):
        if run[row] >= need:
            ends[row] = ends[row + 1] if close[row] and ends[row + 1] else row + 1
    return ends


def _last_with_both(rows: Rows, first: int, last: int, gutter: float) -> int:
    """The last row of those from `first` on that have text on both sides of the gutter; first - 1
    where none has.
    """
    count = len(rows.level)
    both = (np.bincount(rows.row[rows.x1 <= gutter], minlength=count) > 0) & (
        np.bincount(rows.row[rows.x0 >= gutter], minlength=count) > 0
    )
    lacking = np.flatnonzero(~both[first : last + 1])
    return first + int(lacking[0]) - 1 if len(lacking) else last


def _white(rows: Rows, left: int, right: int) -> Array:
    """Of each row and each point between left and right: is it white, with some ink left and right
    of the page's middle?
    """
    count = len(rows.level)
    steps = np.zeros((count, right - left + 1), np.int32)
    np.add.at(steps, (rows.row, np.clip(np.floor(rows.x0) - left, 0, right - left).astype(int)), 1)
    np.add.at(steps, (rows.row, np.clip(np.ceil(rows.x1) - left, 0, right - left).astype(int)), -1)
    before = np.bincount(rows.row[rows.x1 <= (left + right) / 2 + 40], minlength=count) > 0
    behind = np.bincount(rows.row[rows.x0 >= (left + right) / 2 - 40], minlength=count) > 0
    white = np.cumsum(steps[:, :-1], axis=1) == 0
    return np.asarray(white & (before & behind)[:, None])


def _widest(strip: Array) -> tuple[int, int]:
    """Start and width of the widest run of true points.

    >>> _widest(np.array([True, False, True, True]))
    (2, 2)
    """
    edges = np.flatnonzero(np.diff(np.concatenate(([False], strip, [False]))))
    if not len(edges):
        return 0, 0
    widths = edges[1::2] - edges[::2]
    best = int(np.argmax(widths))
    return int(edges[2 * best]), int(widths[best])


def _is_prose(rows: Rows, first: int, last: int, gutter: float) -> bool:
    """Both sides are wrapped text: their rows fill the columns."""
    own = (rows.row >= first) & (rows.row <= last)
    for side in (rows.x1 <= gutter, rows.x0 >= gutter):
        row, x0, x1 = rows.row[own & side] - first, rows.x0[own & side], rows.x1[own & side]
        ends = np.full(last - first + 1, -np.inf)
        starts = np.full(last - first + 1, np.inf)
        np.maximum.at(ends, row, x1)
        np.minimum.at(starts, row, x0)
        kept = np.isfinite(ends)
        wide = float(ends[kept].max() - starts[kept].min()) if kept.any() else 0.0
        if (
            kept.mean() < 1
            or wide < 10 * rows.em
            or float((ends - starts)[kept].mean()) < FILLED * wide
        ):
            return False
    return True


def _to_the_columns_end(rows: Rows, last: int, gutter: float) -> int:
    """The rows below that stand in one column alone: columns end at different heights."""
    while last + 1 < len(rows.level) and rows.level[last + 1] - rows.level[last] < CLOSE * rows.em:
        own = rows.row == last + 1
        if ((rows.x0[own] < gutter) & (rows.x1[own] > gutter)).any() or (
            rows.x1[own] < gutter
        ).any() == (rows.x0[own] > gutter).any():
            break
        last += 1
    return last


def page_to_sides(page: Page, tables: list[DraftTable]) -> list[Array]:
    """Which glyphs stand on each page of a sheet: on its one, or on the left and the right one."""
    gutter = page_to_gutter(page, tables)
    if gutter is None:
        return [np.ones(len(page.glyphs), bool)]
    right = (page.glyphs.x0 + page.glyphs.x1) / 2 > gutter
    return [~right, right]


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
