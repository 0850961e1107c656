"""Column edges that only the end of a level rule shows: the rule under one cell stops where the
cell beside it begins, and no upright rule parts the two.

Source: a form whose numbers (①, ②) stand in a column of their own, parted from their titles by
white; a smaller row under one title begins where the number's cell ends.
"""

from __future__ import annotations

import numpy as np

from pipeline.layout.grids import NO_COLUMN, Bools, Grid
from pipeline.layout.gutters import are_blank
from pipeline.layout.rulings import Edges
from pipeline.model import Glyphs

MOST_PLACES = 12  # of a form; a drawing has hundreds, and every one asks all rows
FEWEST = 2  # rows with words at both sides
ONE_PLACE = 1.0  # pt between the places where the words behind the edge begin


def grid_to_notched(grid: Grid, across: Edges, glyphs: Glyphs) -> Grid:
    """The grid with an edge more for each end of a level rule inside a column, if words stand on
    both sides of it in every written row, and begin together behind it.
    """
    ends = np.concatenate((across.lo, across.hi))
    inside = np.abs(ends[:, None] - grid.xs[None, :]).min(axis=1) > NO_COLUMN
    places = np.unique(np.round(ends[inside], 1)).tolist()
    for x in places if len(places) <= MOST_PLACES else ():
        if grid.xs[0] < x < grid.xs[-1] and np.abs(grid.xs - x).min() > NO_COLUMN:
            grid = _parted(grid, x, across, glyphs)
    return grid


def _parted(grid: Grid, x: float, across: Edges, glyphs: Glyphs) -> Grid:
    """The grid with an edge at x, or as it is where the words do not agree."""
    col = int(np.searchsorted(grid.xs, x)) - 1
    left, right = _sides(grid, col)
    y, middle = (glyphs.top + glyphs.bottom) / 2, (glyphs.x0 + glyphs.x1) / 2
    seen = ~are_blank(glyphs.code) & (glyphs.turn == 0)
    starts = []
    for row in range(grid.shape[0]):
        own = seen & (y > grid.ys[row]) & (y < grid.ys[row + 1])
        own &= (middle > grid.xs[left[row]]) & (middle < grid.xs[right[row]])
        before, behind = own & (middle < x), own & (middle > x)
        if before.any() != behind.any() or (before & (glyphs.x1 > x)).any():
            return grid
        if behind.any():
            starts.append(float(glyphs.x0[behind].min()))
    if len(starts) < FEWEST or max(starts) - min(starts) > ONE_PLACE:
        return grid
    return _with_edge(grid, x, col, across)


def _sides(grid: Grid, col: int) -> tuple[list[int], list[int]]:
    """For each row the edges that are drawn nearest to a column's left and right."""
    left, right = [], []
    for row in range(grid.shape[0]):
        walls = np.flatnonzero(grid.upright[:, row])
        left.append(int(max(walls[walls <= col], default=0)))
        right.append(int(min(walls[walls > col], default=len(grid.xs) - 1)))
    return left, right


def _with_edge(grid: Grid, x: float, col: int, across: Edges) -> Grid:
    """The grid with a wall at x along all rows; the level walls beside it as they are drawn."""
    walls: Bools = np.ones((1, grid.shape[0]), bool)
    level = np.insert(grid.level, col, grid.level[:, col], axis=1)
    for edge in range(len(grid.ys)):
        near = np.abs(across.at - grid.ys[edge]) < NO_COLUMN
        for place, lo, hi in ((col, grid.xs[col], x), (col + 1, x, grid.xs[col + 1])):
            level[edge, place] = bool(
                (near & (across.lo < lo + NO_COLUMN) & (across.hi > hi - NO_COLUMN)).any()
            )
    upright = np.insert(grid.upright, col + 1, walls, axis=0)
    xs = np.insert(grid.xs, col + 1, x)
    return Grid(xs, grid.ys, level, upright, grid.drawn_top, grid.drawn_bottom)
