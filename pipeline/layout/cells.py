"""Grids to cells: walls that were not drawn melt lattice squares into spans, and every square has
exactly one cell.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.layout.draft import DraftCell, DraftTable, Reader
from pipeline.layout.grids import Bools, Grid, Ints
from pipeline.model import Box, Glyphs

# em between two glyphs of one number; a cell's inset on both sides of a rule is wider
TOUCHING = 0.12
IN_NUMBER = np.zeros(0x110000, bool)  # by code point
IN_NUMBER[[*map(ord, "0123456789,.%△▲▽▼+-−")]] = True


@dataclass(frozen=True, slots=True)
class Span:
    """A rectangle of lattice squares: rows r0..r1, columns c0..c1, inclusive. `torn`: cut out of
    this shape (from 1), no rectangle.
    """

    r0: int
    r1: int
    c0: int
    c1: int
    torn: int = 0


def grid_to_owners(grid: Grid) -> Ints:
    """Matrix (rows, cols): squares without a wall between them share a number."""
    rows, cols = grid.shape
    col, row = (~grid.upright[1:-1]).nonzero()  # open to the right
    beside = row * cols + col
    row, col = (~grid.level[1:-1]).nonzero()  # open downwards
    below = row * cols + col
    if not len(beside) and not len(below):
        return np.arange(rows * cols).reshape(rows, cols)
    parent = list(range(rows * cols))
    for i, j in (
        *((at, at + 1) for at in sorted(beside.tolist())),
        *((at, at + cols) for at in below.tolist()),
    ):
        while parent[i] != i:
            i = parent[i]
        while parent[j] != j:
            j = parent[j]
        parent[max(i, j)] = min(i, j)
    for i in range(len(parent)):
        parent[i] = parent[parent[i]]
    return np.array(parent).reshape(rows, cols)


def owners_to_spans(owner: Ints) -> list[Span]:
    """Rectangles that cover every square once, in row, then column order.

    >>> owners_to_spans(np.array([[0, 0, 2], [0, 0, 5]]))[0]
    Span(r0=0, r1=1, c0=0, c1=1, torn=0)
    >>> len(owners_to_spans(np.array([[0, 0], [0, 3]])))  # an L falls apart
    3
    """
    rows, cols = owner.shape
    if rows * cols == 1:
        return [Span(0, 0, 0, 0)]
    order = np.argsort(owner, axis=None, kind="stable")
    flat = owner.ravel()[order]
    starts = np.flatnonzero(np.concatenate(([True], flat[1:] != flat[:-1])))
    size = np.diff(np.concatenate((starts, [rows * cols])))
    r, c = order // cols, order % cols
    r0, r1 = np.minimum.reduceat(r, starts), np.maximum.reduceat(r, starts)
    c0, c1 = np.minimum.reduceat(c, starts), np.maximum.reduceat(c, starts)
    whole = (r1 - r0 + 1) * (c1 - c0 + 1) == size
    corners = zip(
        r0.tolist(),
        r1.tolist(),
        c0.tolist(),
        c1.tolist(),
        whole.tolist(),
        flat[starts].tolist(),
        strict=True,
    )
    spans: list[Span] = []
    for top, bottom, left, right, rectangle, mark in corners:
        spans.extend(
            [Span(top, bottom, left, right)] if rectangle else _tear(owner == mark, mark + 1)
        )
    return sorted(spans, key=lambda s: (s.r0, s.c0))


def _tear(shape: np.typing.NDArray[np.bool_], number: int) -> list[Span]:
    """A shape that is no rectangle, cut into stretches of a row that join downwards where they are
    alike.
    """
    spans: list[Span] = []
    for r in np.flatnonzero(shape.any(axis=1)).tolist():
        flags = np.concatenate(([False], shape[r], [False]))
        starts, ends = (
            np.flatnonzero(flags[1:] & ~flags[:-1]),
            np.flatnonzero(~flags[1:] & flags[:-1]) - 1,
        )
        for c0, c1 in zip(starts.tolist(), ends.tolist(), strict=True):
            above = next(
                (i for i, s in enumerate(spans) if (s.r1, s.c0, s.c1) == (r - 1, c0, c1)), None
            )
            if above is None:
                spans.append(Span(r, r, c0, c1, number))
            else:
                spans[above] = Span(spans[above].r0, r, c0, c1, number)
    return spans


def grid_to_cells(grid: Grid) -> list[DraftCell]:
    """The cells of one page's part of a table, without text, in row, then column order."""
    xs, ys = grid.xs.tolist(), grid.ys.tolist()
    rows, _ = grid.shape
    cells = []
    for s in owners_to_spans(grid_to_owners(grid)):
        box = Box(xs[s.c0], ys[s.r0], xs[s.c1 + 1], ys[s.r1 + 1])
        cell = DraftCell(s.r0, s.c0, s.r1 - s.r0 + 1, s.c1 - s.c0 + 1, box)
        cell.open_top = s.r0 == 0 and not grid.level[0, s.c0 : s.c1 + 1].any()
        cell.open_bottom = s.r1 == rows - 1 and not grid.level[-1, s.c0 : s.c1 + 1].any()
        cell.doubt, cell.shape = "grid_doubt" if s.torn else None, s.torn
        cells.append(cell)
    return cells


def grid_to_draft(
    page: int, grid: Grid, *, reader: Reader = "ruled", origin: str = "ruled"
) -> DraftTable:
    """The table that a grid on a page is, nothing yet known of its text; rules part its columns
    only where a lattice of them was read.
    """
    xs, ys = grid.xs.tolist(), grid.ys.tolist()
    cells = grid_to_cells(grid)
    draft = DraftTable(page, grid.box, xs, ys, cells, origin=origin, reader=reader)
    draft.soft_columns = reader != "ruled"
    return draft


def keep_numbers_whole(glyphs: Glyphs, regions: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Puts a number whose glyphs fell into two cells into the one that holds most of it.

    “△2,469” is wider than its column: its last digit stands beyond the rule, and 46 and “9
    문화정책과” would look right.
    """
    if len(regions) < 2:
        return regions
    changed = (regions[1:] != regions[:-1]).nonzero()[0]
    torn = changed[_in_number(glyphs.code[changed]) & _in_number(glyphs.code[changed + 1])]
    if not len(torn):
        return regions
    joint = _goes_on(glyphs)
    torn = torn[joint[torn]]
    for i in torn.tolist():
        first, last = i, i + 1
        while first > 0 and joint[first - 1]:
            first -= 1
        while last < len(joint) and joint[last]:
            last += 1
        own, count = np.unique(regions[first : last + 1], return_counts=True)
        regions[first : last + 1] = own[count.argmax()]
    return regions


def _in_number(codes: npt.NDArray[np.int32]) -> Bools:
    """Which code points numbers are made of."""
    return IN_NUMBER.take(codes, mode="clip")


def _goes_on(glyphs: Glyphs) -> Bools:
    """For each glyph but the last: the next one touches it on the same baseline, and both are parts
    of a number.
    """
    size = np.maximum(glyphs.size[1:], 1.0)
    part = _in_number(glyphs.code)
    level = np.abs(glyphs.baseline[1:] - glyphs.baseline[:-1]) < 0.1 * size
    gap = glyphs.x0[1:] - glyphs.x1[:-1]
    together: Bools = part[1:] & part[:-1] & level & (gap < TOUCHING * size) & (gap > -0.5 * size)
    return together
