"""Walls of soft columns opened where the print runs over them: names of areas, group headers,
totals over two columns.
"""

from __future__ import annotations

import numpy as np

from pipeline.layout.grids import Bools, Grid
from pipeline.layout.gutters import NARROWEST, Ink, ink_to_segments
from pipeline.lexicon import members

LONGEST_TOTAL = 4  # glyphs
BLANK = 0.65  # em of white between two words of one run, at most
CROSSES = 1.5  # pt of ink on both sides of a column edge


def open_crossed(grid: Grid, ink: Ink, which: Bools, parted: set[int] | None = None) -> None:
    """Opens the column edges that a row's ink crosses (an area's name, “소 계” over two columns),
    and closes that row above and below.

    `parted`: rows known to have cells, however little white is left between them.
    """
    rows, cols = grid.shape
    part = np.flatnonzero(which)
    if not len(part) or cols < 2:
        return
    own = np.clip(
        np.searchsorted(grid.ys, (ink.top[part] + ink.bottom[part]) / 2, "right") - 1, 0, rows - 1
    )
    own_ink = ink.take(which)
    own_ink.em = min(ink.em, float(np.median(own_ink.bottom - own_ink.top)))
    segments, lines = ink_to_segments(own_ink, NARROWEST), ink_to_segments(own_ink, BLANK)
    single = np.flatnonzero(
        np.bincount(lines.row, minlength=1)[lines.row] == 1
    )  # one run of words: it may part at the very edge
    only = np.array(
        [len(np.unique(own_ink.row[own == r])) == 1 for r in range(rows)]
    )  # rows of one line
    only[list(parted or ())] = False
    single = single[only[own[lines.first[single]]]]
    x0, x1 = np.append(segments.x0, lines.x0[single]), np.append(segments.x1, lines.x1[single])
    at = own[np.append(segments.first, lines.first[single])]
    for k in range(1, cols):
        x = grid.xs[k]
        for r in np.unique(at[(x0 < x - CROSSES) & (x1 > x + CROSSES)]).tolist():
            grid.upright[k, r] = False
            grid.level[r : r + 2, k - 1 : k + 1] = True
    for r in np.flatnonzero(~grid.upright[1:-1].any(axis=0)).tolist():
        grid.level[r : r + 2] = True


def open_headed(grid: Grid, ink: Ink) -> None:
    """A header's word over a rule of its own (“2024년” over 예산 and 집행) spans the columns that
    the rule does, if it is alone there.
    """
    filled = _filled(grid, ink)
    foot = next((r for r in range(1, grid.shape[0]) if grid.level[r].all()), 1)
    for r in range(min(foot - 1, grid.shape[0] - 1)):
        for a, b in which_to_runs(grid.level[r + 1]):
            alone = b - a > 1 and filled[r, a:b].sum() == 1 and grid.level[r, a:b].all()
            if alone and filled[r + 1 : foot, a:b].any(axis=0).all():
                grid.upright[a + 1 : b, r] = False


def which_to_runs(drawn: Bools) -> list[tuple[int, int]]:
    """First and last (exclusive) of each run.

    >>> which_to_runs(np.array([True, True, False, True]))
    [(0, 2), (3, 4)]
    """
    sides = np.flatnonzero(np.diff(np.concatenate(([False], drawn, [False]))))
    return list(zip(sides[::2].tolist(), sides[1::2].tolist(), strict=True))


def open_totals(grid: Grid, ink: Ink) -> None:
    """A total's name that stands alone left of the figures spans all columns before them (“소계 |
    45,540 | 40,775”).
    """
    rows, _ = grid.shape
    totals = members("total")
    filled = _filled(grid, ink)
    row = np.clip(np.searchsorted(grid.ys, (ink.top + ink.bottom) / 2, "right") - 1, 0, rows - 1)
    for r in np.flatnonzero((filled.sum(axis=1) > 1) & (~filled[:, 0])).tolist():
        first, *rest = np.flatnonzero(filled[r]).tolist()
        own = np.flatnonzero((row == r) & (ink.x1 < grid.xs[first + 1]) & (ink.x0 > grid.xs[first]))
        own = own[np.argsort(ink.x0[own], kind="stable")]
        if (
            len(own) <= LONGEST_TOTAL
            and "".join(map(chr, ink.code[own].tolist())) in totals
            and grid.level[r + 1].all()
        ):
            grid.level[r, : rest[0]] = True
            grid.upright[1 : rest[0], r] = False


def _filled(grid: Grid, ink: Ink) -> Bools:
    """Which squares of a lattice hold ink."""
    rows, cols = grid.shape
    row = np.clip(np.searchsorted(grid.ys, (ink.top + ink.bottom) / 2, "right") - 1, 0, rows - 1)
    col = np.clip(np.searchsorted(grid.xs, (ink.x0 + ink.x1) / 2, "right") - 1, 0, cols - 1)
    filled = np.zeros((rows, cols), bool)
    filled[row, col] = True
    return filled
