"""Lines under or through letters are no rules: an underline hangs from no wall, or from one, lies
right under a baseline, and is as long as the letters over it.

Source: a comparison of two wordings of a law whose new words are all underlined: every line of text
became a row.
"""

from __future__ import annotations

import numpy as np

from pipeline.layout.grids import Bools, Ints
from pipeline.layout.gutters import are_blank
from pipeline.layout.rulings import MOST_EDGES, Edges
from pipeline.model import Glyphs

# em below (+) and above (-) the baseline: Hancom underlines at .11 to .16 and strikes out at -.35,
# the rules of a row lie .4 and more below its last line
UNDER, THROUGH = 0.3, -0.6
SAME_END = 0.12  # em between an end of the line and that of a letter
FREE_END = 0.7  # of its other end, where it does not lead from wall to wall: a font set anew
MEETS = 2.0  # pt between the end of a line and a wall
WIDEST_GAP = 2.5  # em between two letters over one line: blanks of a justified one
LARGEST = 72.0  # pt: letters over lines are looked for so far up


def drop_underlines(across: Edges, down: Edges, glyphs: Glyphs) -> Edges:
    """The level edges that are no underlines; `down`: the walls that they may lead to.

    >>> edge = Edges(*(np.array([x]) for x in (13.0, 20.0, 50.0, 0.2)))
    >>> x = np.array([20.0, 30.0, 40.0])
    >>> level, size = np.zeros(3, int), np.full(3, 10.0)
    >>> word = Glyphs(level + 65, x, x - x, x + 10, x - x + 14, x - x + 11.5, size, level, level)
    >>> none = edge.take(np.array([], int))
    >>> longer = Edges(edge.at, edge.lo, edge.hi + 40, edge.half)
    >>> len(drop_underlines(edge, none, word)), len(drop_underlines(longer, none, word))
    (0, 1)
    """
    if not 0 < len(across) <= MOST_EDGES or not len(glyphs):
        return across
    level = np.flatnonzero(glyphs.turn == 0)
    order = level[np.argsort(glyphs.baseline[level], kind="stable")]
    base = glyphs.baseline[order].astype(np.float64)
    largest = min(float(glyphs.size.max()), LARGEST)
    first = np.searchsorted(base, across.at - UNDER * largest)
    last = np.searchsorted(base, across.at - THROUGH * largest)
    keep: Bools = np.ones(len(across), bool)
    for k in np.flatnonzero(last > first).tolist():
        edge = across.take(np.array([k]))
        same = SAME_END if _is_between_walls(edge, down) else FREE_END
        keep[k] = not _is_underline(edge, glyphs, order[first[k] : last[k]], same)
    return across if keep.all() else across.take(keep)


def _is_between_walls(edge: Edges, down: Edges) -> bool:
    """Whether both ends of an edge meet an upright one."""
    over = (down.lo < edge.at + MEETS) & (down.hi > edge.at - MEETS)
    walls = down.at[over]
    ends = (edge.lo, edge.hi)
    return all(bool((np.abs(walls - end) < MEETS).any()) for end in ends)


def _is_underline(edge: Edges, glyphs: Glyphs, near: Ints, same: float) -> bool:
    """Whether a line of letters among those near begins and ends with an edge, without a gap."""
    at, lo, hi = float(edge.at[0]), float(edge.lo[0]), float(edge.hi[0])
    size = glyphs.size[near]
    off = (at - glyphs.baseline[near]) / np.maximum(size, 1.0)
    over = (off > THROUGH) & (off < UNDER)
    over &= (glyphs.x0[near] > lo - same * size) & (glyphs.x1[near] < hi + same * size)
    own = near[over]
    if not len(own) or are_blank(glyphs.code[own]).all():
        return False
    own = own[np.argsort(glyphs.x0[own], kind="stable")]
    em = float(np.median(glyphs.size[own]))
    x0, x1 = glyphs.x0[own], np.maximum.accumulate(glyphs.x1[own])
    near_end, far_end = sorted((abs(float(x0[0]) - lo), abs(float(x1[-1]) - hi)))
    ends = near_end < SAME_END * em and far_end < same * em
    return ends and not (x0[1:] - x1[:-1] > WIDEST_GAP * em).any()
