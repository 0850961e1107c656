"""Rows that shades draw: where a shade ends inside a grid, over whole columns, a row ends; and
filled areas side by side on its uppermost rule, as wide as it, with words in them, are its header.

Source: blue headers without any upright rule; the rules below them made a table that began with its
first row of data. Headers and subtotals on grey without a level rule at their foot.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pipeline.layout.grids import SAME_EDGE, Bools, Grid, Ints, edges_to_walls
from pipeline.layout.gutters import are_blank
from pipeline.layout.rulings import Edges, Reals
from pipeline.model import Box, Glyphs, Page
from pipeline.model.document import Floats

Shades = npt.NDArray[np.float64]  # (n, 4): x0, top, x1, bottom

SAME_SIDE = 3.0  # pt between a shade's end and the grid's: rules reach over the fill
LOWEST, HIGHEST = 6.0, 60.0  # pt
COVERED = 0.95  # of the grid's width
BESIDE = 1.5  # pt above and below a shade's side, where it is asked what is shaded
PROBES = 9  # places of a column that are asked: a marked word covers some of them, a shade all
NO_COLOUR, MIXED = -1, -2  # no fill, and several colours
MOST_SHADES = 2000  # in one grid; shades by the thousand are a gradient's strips
# em of a letter over and under its baseline that a shade's side does not cut
OVER, UNDER = 0.6, 0.05


def grid_to_shaded(grid: Grid, page: Page, uprights: Edges, lone: Edges) -> Grid:
    """The grid with a level edge wherever whole cells have another colour above than below, and no
    letter stands across. `uprights` are its rules; of those that are `lone` on the page, since they
    meet no level one, some part the cells of a strip.
    """
    own, colours = page_to_shades(page, grid.box)
    if grid.shape[1] < 2 or not 0 < len(own) <= MOST_SHADES:
        return grid
    sides = np.unique(own[:, [1, 3]])
    inside = (sides > grid.box.top + LOWEST) & (sides < grid.box.bottom - LOWEST)
    shaded = grid
    for y in sides[inside].tolist():
        changing = _whole_cells(shaded, y, _changing(own, colours, grid.xs, y))
        if not (changing & ~_are_white(grid.xs, y, page.glyphs)).any():
            shaded = _with_side(shaded, y, changing)
    if shaded is grid:
        return grid
    walls = edges_to_walls(uprights, shaded.xs, shaded.ys) | _lone_walls(shaded, lone)
    return replace(shaded, upright=walls)


def _lone_walls(grid: Grid, lone: Edges) -> Bools:
    """The walls that lone uprights on the grid's column edges make."""
    inside = (lone.lo > grid.ys[0] - SAME_EDGE) & (lone.hi < grid.ys[-1] + SAME_EDGE)
    inside &= np.abs(lone.at[:, None] - grid.xs).min(axis=1, initial=np.inf) < SAME_EDGE
    return edges_to_walls(lone.take(np.flatnonzero(inside)), grid.xs, grid.ys)


def page_to_shades(page: Page, box: Box) -> tuple[Shades, Ints]:
    """The fills that shade a part of a box, and their colours: those that meet it, without the
    ground under it.
    """
    f = np.asarray(page.fills, np.float64).reshape(-1, 4)
    met = (f[:, 0] < box.x1) & (f[:, 2] > box.x0) & (f[:, 1] < box.bottom) & (f[:, 3] > box.top)
    over = np.column_stack(
        [box.x0 - f[:, 0], box.top - f[:, 1], f[:, 2] - box.x1, f[:, 3] - box.bottom]
    )
    ground = (over > -SAME_SIDE).all(axis=1) & (over > SAME_SIDE).any(axis=1)
    own = met & ~ground
    colours = page.colours if len(page.colours) == len(f) else np.zeros(len(f), np.int32)
    return f[own], colours[own].astype(np.int64)


def _changing(fills: Shades, colours: Ints, xs: Reals, y: float) -> Bools:
    """Which columns have one colour right above a height and another below."""
    inset = np.minimum(SAME_SIDE, (xs[1:] - xs[:-1]) / 4)
    probes = np.linspace(xs[:-1] + inset, xs[1:] - inset, PROBES).T
    above, below = (_probed(fills, colours, probes, at) for at in (y - BESIDE, y + BESIDE))
    changing: Bools = (above != below) & (above != MIXED) & (below != MIXED)
    return changing


def _probed(fills: Shades, colours: Ints, probes: Shades, y: float) -> Ints:
    """The colour of each row of places at a height, NO_COLOUR where none has any, MIXED where they
    differ.
    """
    on = (fills[:, 1] <= y) & (y <= fills[:, 3])
    seen = np.full(probes.shape, NO_COLOUR)
    for fill, colour in zip(fills[on], colours[on], strict=True):  # as painted
        seen[(fill[0] <= probes) & (probes <= fill[2])] = colour
    return np.where((seen == seen[:, :1]).all(axis=1), seen[:, 0], MIXED)


def _whole_cells(grid: Grid, y: float, changing: Bools) -> Bools:
    """Those of the columns that make whole cells at a height: the shade of a table inside a cell
    ends beside its sides."""
    row = int(np.searchsorted(grid.ys, y)) - 1
    cell = np.concatenate(([0], np.cumsum(grid.upright[1:-1, row])))
    whole: Bools = (np.bincount(cell, ~changing) == 0)[cell]
    return whole


def _are_white(xs: Reals, y: float, glyphs: Glyphs) -> Bools:
    """Which columns have no letter that stands across a height."""
    across = (glyphs.baseline - OVER * glyphs.size < y) & (
        glyphs.baseline + UNDER * glyphs.size > y
    )
    across &= ~are_blank(glyphs.code)
    middle = (glyphs.x0[across] + glyphs.x1[across]) / 2
    white: Bools = np.histogram(middle, xs)[0] == 0
    return white


def _with_side(grid: Grid, y: float, changing: Bools) -> Grid:
    """The grid with an edge at y over these columns; one that is drawn nearby is that edge."""
    row = int(np.abs(grid.ys - y).argmin())
    near = abs(float(grid.ys[row]) - y)
    if not changing.any() or SAME_SIDE <= near < LOWEST:
        return grid
    if near < SAME_SIDE:
        level = grid.level.copy()
        level[row] |= changing
        return grid if (level == grid.level).all() else replace(grid, level=level)
    row = int(np.searchsorted(grid.ys, y))
    level = np.insert(grid.level, row, changing, axis=0)
    upright = np.insert(grid.upright, row, grid.upright[:, row - 1], axis=1)
    return replace(grid, ys=np.insert(grid.ys, row, y), level=level, upright=upright)


def grid_to_headed(
    grid: Grid, fills: Floats, across: Edges, glyphs: Glyphs, others: Sequence[Box]
) -> Grid:
    """The grid with a row more at its top, where shades and words say that there is one and no
    other grid (`others`) has it. One shade alone lies behind a heading too: it needs a rule of
    `across` over it.
    """
    own = _shades_on(grid, fills)
    if grid.shape[1] < 2 or not len(own) or not _cover(own, grid):
        return grid
    if len(own) == 1 and not _is_ruled(own[0], across):
        return grid
    bar = Box(float(grid.xs[0]), float(own[:, 1].min()), float(grid.xs[-1]), float(grid.ys[0]))
    middle = (bar.top + bar.bottom) / 2
    if any(o.top < middle < o.bottom and o.bottom < grid.box.bottom - SAME_EDGE for o in others):
        return grid
    return _with_row(grid, bar, own[1:, 0]) if _is_written(bar, glyphs) else grid


def _shades_on(grid: Grid, fills: Floats) -> Shades:
    """The fills that stand on the grid's upper edge between its sides, from the left; none where
    they are not of one height.
    """
    f = np.asarray(fills, np.float64).reshape(-1, 4)
    on = (np.abs(f[:, 3] - grid.ys[0]) < SAME_EDGE) & (f[:, 3] - f[:, 1] > LOWEST)
    on &= (f[:, 3] - f[:, 1] < HIGHEST) & (f[:, 0] > grid.xs[0] - SAME_SIDE)
    on &= f[:, 2] < grid.xs[-1] + SAME_SIDE
    own: Shades = f[on]
    own = own[np.argsort(own[:, 0], kind="stable")]
    return own if len(own) and np.ptp(own[:, 1]) < SAME_EDGE else own[:0]


def _cover(own: Shades, grid: Grid) -> bool:
    """They lie side by side over the grid's width, and part where columns do."""
    beside = bool((np.abs(own[1:, 0] - own[:-1, 2]) < SAME_EDGE).all())
    wide = float((own[:, 2] - own[:, 0]).sum()) >= COVERED * float(grid.xs[-1] - grid.xs[0])
    parts = np.abs(own[1:, 0][:, None] - grid.xs[None, :]).min(axis=1, initial=np.inf)
    return beside and wide and bool((parts < SAME_EDGE).all())


def _is_ruled(shade: Shades, across: Edges) -> bool:
    """Whether a level rule runs over a shade from end to end."""
    on = np.abs(across.at - shade[1]) < SAME_EDGE
    on &= (across.lo < shade[0] + SAME_SIDE) & (across.hi > shade[2] - SAME_SIDE)
    return bool(on.any())


def _is_written(bar: Box, glyphs: Glyphs) -> bool:
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    inside = (y > bar.top) & (y < bar.bottom) & (x > bar.x0) & (x < bar.x1)
    return bool((inside & ~are_blank(glyphs.code)).any())


def _with_row(grid: Grid, bar: Box, parts: Reals) -> Grid:
    walls: Bools = np.zeros((len(grid.xs), 1), bool)
    walls[[0, -1]] = True
    for x in parts.tolist():
        walls[int(np.abs(grid.xs - x).argmin())] = True
    drawn: Bools = np.ones((1, grid.shape[1]), bool)
    level = np.concatenate((drawn, drawn, grid.level[1:]))
    ys = np.concatenate(([bar.top], grid.ys))
    upright = np.concatenate((walls, grid.upright), axis=1)
    return Grid(grid.xs, ys, level, upright, True, grid.drawn_bottom)
