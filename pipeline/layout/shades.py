"""A header that is drawn by its shades alone: filled areas side by side on the uppermost rule of a
grid, as wide as it, with words in them.

Source: blue headers without any upright rule; the rules below them made a table that began with its
first row of data.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from pipeline.layout.grids import SAME_EDGE, Bools, Grid
from pipeline.layout.gutters import are_blank
from pipeline.layout.rulings import Edges, Reals
from pipeline.model import Box, Glyphs
from pipeline.model.document import Floats

Shades = npt.NDArray[np.float64]  # (n, 4): x0, top, x1, bottom

SAME_SIDE = 3.0  # pt between a shade's end and the grid's: rules reach over the fill
LOWEST, HIGHEST = 6.0, 60.0  # pt
COVERED = 0.95  # of the grid's width


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
