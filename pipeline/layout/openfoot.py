"""The row that a page break cuts where no rule closes it: it stands below the last rule of a page,
and nothing follows it.
"""

from __future__ import annotations

import numpy as np

from pipeline.layout.grids import Bools, Grid
from pipeline.layout.gutters import NARROWEST, Ink, ink_to_segments

CLOSE = 1.2  # em of white between the lines of a row that a page break cuts, and over them
PAGE_NUMBER = 12  # glyphs
TOUCHES = 1.5  # pt of a rule's end beyond which ink belongs to no table


def ink_to_open_row(ink: Ink, foot: float) -> Bools:
    """The lines right below a page's last rule, if no more than a page number follows them. Often
    the first row of a group: no other row of the page tells where its columns are."""
    below = ink.top > foot - 1
    part = ink.take(below)
    order = np.argsort(part.top, kind="stable")
    reach = np.maximum.accumulate(np.concatenate(([foot], part.bottom[order])))[:-1]
    gap = np.flatnonzero(part.top[order] - reach > CLOSE * part.em)
    own = order[: gap[0]] if len(gap) else order
    found = np.zeros(len(below), bool)
    if len(own) and len(order) - len(own) <= PAGE_NUMBER:
        found[np.flatnonzero(below)[own]] = True
    return found


def grid_with_open_row(grid: Grid, own: Ink) -> Grid | None:
    """The grid with that row below its last one; None where the lines stand in one column, or
    across columns.
    """
    inner = grid.xs[1:-1]
    inside = own.x0.min() > grid.xs[0] - TOUCHES and own.x1.max() < grid.xs[-1] + TOUCHES
    segments = ink_to_segments(own.take(np.lexsort((own.x0, own.row))), NARROWEST)
    crossed = (
        (segments.x0[:, None] < inner - TOUCHES) & (segments.x1[:, None] > inner + TOUCHES)
    ).any()
    if crossed or not inside or len(np.unique(np.searchsorted(inner, segments.x0))) < 2:
        return None
    bottom = float(own.bottom.max()) + TOUCHES
    level = np.concatenate((grid.level, np.zeros_like(grid.level[:1])))
    upright = np.concatenate((grid.upright, np.ones_like(grid.upright[:, :1])), axis=1)
    return Grid(grid.xs, np.append(grid.ys, bottom), level, upright)
