"""Letters that are drawn, not written: as outlines (filled shapes of many pieces) or as heaps of
short strokes, as a print driver draws its bitmap fonts. They are seen, and no reader has their
text.

Drawn shapes → shapes that touch, as one → those of a letter's size that stand in rows → areas.
One mechanism for both kinds, since what is told is where ink of a letter's size stands in rows,
not how it was drawn.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.model import Box
from pipeline.model.document import Floats

# Measured on 1,830 pages of 58 reports, each page with five or more letters looked at. Drawn pages
# hold 39 (a page of lost Hangul) to 1,189 letters in rows; logos at most 24 on one page, round
# bullets of one shape 16, charts, dotted rules and gradients none.
FEWEST_LETTERS = 30
FEWEST_SHAPES = 8  # markers, bullets and dots of a map come in up to four sizes, digits in ten
LARGEST_LETTER = 40.0  # points
LEAST_HEIGHT = 3.0  # points; dots and dashes of rules stay below
FEWEST_PIECES = 8  # of one letter: a box or a bar has four or five
FEWEST_IN_ROW = 4  # among 460 dots and islands of a map 47 have a neighbour, 6 stand in such a row
NARROWEST_ROW, TALLEST_NEIGHBOUR = 0.5, 3.0  # overlap of neighbours; heights as a quotient
CELL = 0.5  # points: shapes nearer than that touch
MOST_CELLS = 4_000_000  # what a page may cost; a page of 82,519 strokes takes half a million
BLOCK = 12.0  # points
FEWEST_BLOCKS = 8  # letters of 4 points lie nine in a block
MOST_ROUNDS = 32  # a letter takes up to 20, dotted frames over the page a hundred
AREA_GAP = 14.0  # points between letters of one area, a blank line between its lines

LEVEL, UPRIGHT = [0, 1, 2, 3], [1, 0, 3, 2]  # the columns of a box as the row runs

Array = npt.NDArray[Any]


def drawn_to_areas(drawn: Floats) -> tuple[Box, ...]:
    """The areas of a page that hold drawn letters, from the left top; none where there are too few.

    `drawn` are a page's small painted shapes, (n, 5): x0, top, x1, bottom, number of pieces.

    >>> x = np.arange(40) * 12.0
    >>> letters = np.stack([x, 0 * x, x + 5 + x % 7, 10 + x % 5, 9 + x % 11], axis=1)
    >>> drawn_to_areas(letters)
    (Box(x0=0.0, top=0.0, x1=479.0, bottom=14.0),)
    >>> drawn_to_areas(np.stack([x, 0 * x, x + 6, 0 * x + 6, 0 * x + 12], axis=1))  # equal markers
    ()
    """
    if not len(drawn):
        return ()
    letters = shapes_to_letters(drawn)
    if len(letters) < FEWEST_LETTERS or _count_shapes(letters) < FEWEST_SHAPES:
        return ()
    grown = letters[:, :4] + np.array([-1, -1, 1, 1]) * (AREA_GAP / 2)
    areas = _joined(letters[:, :4], _touching(grown, AREA_GAP / 2))
    areas = _joined(areas, _touching(areas, AREA_GAP / 2))  # one inside another is part of it
    return tuple(Box(*map(float, area)) for area in areas[np.lexsort((areas[:, 0], areas[:, 1]))])


def shapes_to_letters(drawn: Floats) -> Array:
    """Shapes that touch as one, (m, 5), of those that have the size of a letter and a neighbour."""
    small = drawn[(drawn[:, 2:4] - drawn[:, :2]).max(axis=1) <= LARGEST_LETTER]
    if len(small) < FEWEST_LETTERS or _count_blocks(small) < FEWEST_BLOCKS:
        return np.zeros((0, 5))
    label = _touching(small[:, :4], CELL)
    boxes = _joined(small[:, :4], label)
    pieces = np.bincount(np.unique(label, return_inverse=True)[1], weights=small[:, 4])
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    sized = (high >= LEAST_HEIGHT) & (np.maximum(wide, high) <= LARGEST_LETTER)
    kept = sized & (pieces >= FEWEST_PIECES)
    letters = np.column_stack([boxes[kept], pieces[kept]])
    if not len(letters):
        return letters
    # a page printed sideways has its rows upright
    level, upright = (_in_rows(letters[:, order]) for order in (LEVEL, UPRIGHT))
    return letters[level if level.sum() >= upright.sum() else upright]


def _count_blocks(small: Array) -> int:
    """How many blocks of the page hold shapes whose middles are apart as far as a letter's, both
    across and down: a dotted rule's are so at corners alone.
    """
    middle = (small[:, :2] + small[:, 2:4]) / 2
    place = np.floor(middle / BLOCK).astype(np.int64)
    _, block = np.unique(place[:, 0] * 100_000 + place[:, 1], return_inverse=True)
    low, high = np.full((2, block.max() + 1, 2), [[[np.inf]], [[-np.inf]]])
    np.minimum.at(low, block, small[:, :2])
    np.maximum.at(high, block, small[:, 2:4])
    return int((high - low >= LEAST_HEIGHT).all(axis=1).sum())


def _in_rows(letters: Array) -> Array:
    """Which letters stand in a row of several: each at most its height from the next, and level.

    Rows are bands of six tenths of the usual height, tried at two offsets, so that no row lies
    across a border both times.
    """
    height = letters[:, 3] - letters[:, 1]
    band = 0.6 * float(np.median(height))
    found = np.zeros(len(letters), bool)
    for offset in (0.0, 0.5):
        row = np.floor((letters[:, 1] + letters[:, 3]) / 2 / band + offset)
        order = np.lexsort((letters[:, 0], row))
        left, right = order[:-1], order[1:]
        low = np.minimum(height[left], height[right])
        em = np.maximum(height[left], height[right])
        gap = letters[right, 0] - letters[left, 2]
        level = np.minimum(letters[left, 3], letters[right, 3]) - np.maximum(
            letters[left, 1], letters[right, 1]
        )
        beside = (row[left] == row[right]) & (gap <= em) & (level >= NARROWEST_ROW * low)
        beside &= em <= TALLEST_NEIGHBOUR * low
        run = np.concatenate([[0], np.cumsum(~beside)])  # the row that each letter is in
        found[order] |= np.bincount(run)[run] >= FEWEST_IN_ROW
    return found


def _count_shapes(letters: Array) -> int:
    """How many letters differ in size (by a point) or in pieces: equal markers are one."""
    sizes = np.column_stack([letters[:, 2:4] - letters[:, :2], letters[:, 4]])
    return len(np.unique(np.round(sizes), axis=0))


def _joined(boxes: Array, label: Array) -> Array:
    """One box around all boxes of a label."""
    _, own = np.unique(label, return_inverse=True)
    around = np.empty((int(own.max()) + 1, 4))
    around[:, :2], around[:, 2:] = np.inf, -np.inf
    for field, smaller in ((0, True), (1, True), (2, False), (3, False)):
        reach: Callable[..., None] = np.minimum.at if smaller else np.maximum.at
        reach(around[:, field], own, boxes[:, field])
    return around


def _touching(boxes: Array, cell: float) -> Array:
    """A label for each box, the same for boxes that touch one another, directly or over others.

    Boxes meet in the cells of a raster; a cell passes its label to the next one to the right and
    below.
    """
    owner, key, stride = _boxes_to_cells(boxes, cell)
    cells, place = np.unique(key, return_inverse=True)
    pairs = [_next_cells(cells, step) for step in (1, stride)]
    label = np.arange(len(boxes))
    for _ in range(MOST_ROUNDS):
        least = np.full(len(cells), len(boxes))
        np.minimum.at(least, place, label[owner])
        for one, other in pairs:
            both = np.minimum(least[one], least[other])
            np.minimum.at(least, one, both)
            np.minimum.at(least, other, both)
        new = label.copy()
        np.minimum.at(new, owner, least[place])
        new = new[new]
        if (new == label).all():
            break
        label = new
    return label


def _boxes_to_cells(boxes: Array, cell: float) -> tuple[Array, Array, int]:
    """Which box covers which cell, one row a pair; a cell is a number, the one below it `stride`
    more.
    """
    low = np.floor(boxes[:, :2].astype(np.float64) / cell).astype(np.int64)
    high = np.floor(boxes[:, 2:4].astype(np.float64) / cell).astype(np.int64)
    low -= low.min(axis=0)
    high = np.maximum(high - np.floor(boxes[:, :2].min(axis=0) / cell).astype(np.int64), low)
    wide, tall = (high - low + 1).T
    count = np.where(np.cumsum(wide * tall) <= MOST_CELLS, wide * tall, 0)
    owner = np.repeat(np.arange(len(boxes)), count)
    at = np.arange(len(owner)) - np.repeat(np.cumsum(count) - count, count)
    stride = int(high[:, 0].max()) + 2
    across, down = low[owner, 0] + at % wide[owner], low[owner, 1] + at // wide[owner]
    return owner, down * stride + across, stride


def _next_cells(cells: Array, step: int) -> tuple[Array, Array]:
    """Cells with the one `step` further, where that is covered; both as positions in `cells`."""
    at = np.minimum(np.searchsorted(cells, cells + step), len(cells) - 1)
    there = cells[at] == cells + step
    return np.flatnonzero(there), at[there]
