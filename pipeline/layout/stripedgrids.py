"""Striped tables to grids: rows from the stripes' sides, columns from the fills of their cells or,
where there are none, from the white.
"""

from __future__ import annotations

import numpy as np

from pipeline.layout.aligned import Band, Lines
from pipeline.layout.grids import Bools, Grid, Ints, edges_to_walls
from pipeline.layout.gutters import Ink
from pipeline.layout.labelrows import label_starts, total_rows
from pipeline.layout.openings import open_crossed, open_names, open_totals
from pipeline.layout.rowrules import frame_to_grids
from pipeline.layout.rulings import Edges, Reals
from pipeline.layout.stripes import Fill, Stack, fills_to_stacks
from pipeline.layout.tableends import Frame
from pipeline.layout.unruled import band_to_columns
from pipeline.model.document import Floats

THIN = 0.3  # pt
SHORT = 6.0  # pt by which a label's fill may miss its row's side
INSIDE = 1.5  # pt beyond an edge from which a fill covers it


def fills_to_grids(fills: Floats, across: Edges, ink: Ink) -> list[Grid]:
    """The lattices of a page's striped tables."""
    grids: list[Grid] = []
    for stack in fills_to_stacks(fills, across, ink):
        middle, (top, bottom) = (ink.top + ink.bottom) / 2, stack.ends()
        own = ink.take((middle > top) & (middle < bottom))
        if stack.inner:
            grids.append(_stack_to_grid(stack, own))
        elif len(own.row):
            grids += frame_to_grids(_stack_to_frame(stack), own, None)
    return grids


def _stack_to_edges(stack: Stack) -> Edges:
    """The sides of the stripes, of their cells and of the shaded labels, and the table's own ends."""
    top, bottom = stack.ends()
    sides = [(y, s.lo, s.hi) for s in stack.stripes for y in (s.top, s.bottom)]
    sides += [(y, stack.lo, stack.hi) for y in (top, bottom, *stack.added)]
    rows = np.array([y for y, *_ in sides])
    sides += [(_at_row(y, rows), x0, x1) for x0, y0, x1, y1 in stack.narrow for y in (y0, y1)]
    sides += [(y, x0, x1) for s in stack.stripes for x0, y0, x1, y1 in s.cells for y in (y0, y1)]
    at, lo, hi = np.array(sides, np.float64).T
    return Edges(at, lo, hi, np.full(len(at), THIN))


def _at_row(y: float, rows: Reals) -> float:
    """The side of a row that a label's side stands at: its fill may end a little short of its last
    row.
    """
    nearest = float(rows[np.abs(rows - y).argmin()])
    return nearest if abs(nearest - y) < SHORT else y


def _rows(edges: Edges, lo: float) -> Reals:
    """Row edges: neighbours within a point are one."""
    at = np.sort(edges.at)
    return at[np.concatenate(([True], np.diff(at) > 1))]


def _stack_to_frame(stack: Stack) -> Frame:
    edges = _stack_to_edges(stack)
    ys = _rows(edges, stack.lo)
    wide = np.ones(len(ys))
    return Frame(stack.lo, stack.hi, ys, Edges(ys, stack.lo * wide, stack.hi * wide, THIN * wide))


def _stack_to_grid(stack: Stack, ink: Ink) -> Grid:
    """The lattice of stripes that show their cells: what a fill covers is one cell, whatever stands
    in it.
    """
    edges = _stack_to_edges(stack)
    ys, xs = _rows(edges, stack.lo), np.array([stack.lo, *stack.inner, stack.hi])
    level = edges_to_walls(edges, ys, xs)
    level[[0, -1]] = True
    grid = Grid(xs, ys, level, np.ones((len(xs), len(ys) - 1), bool))
    inside: Bools = (ink.x1 > xs[0]) & (ink.x0 < xs[-1])
    shaded = {int(np.searchsorted(ys, s.top + INSIDE)) - 1 for s in stack.stripes}
    if inside.any():
        open_crossed(grid, ink, inside, shaded)
    for fill in [f for s in stack.stripes for f in s.cells] + stack.narrow:
        _open_filled(grid, fill)
    if inside.any():
        open_names(grid, ink.take(inside))
        open_totals(grid, ink.take(inside))
        header = stack.stripes[0]
        several = len({round(top) for _, top, *_ in header.cells}) > 1
        _close_labels(
            grid,
            ink.take(inside),
            int(np.searchsorted(ys, header.bottom - INSIDE)) if several else 0,
        )
    return grid


def _open_filled(grid: Grid, fill: Fill) -> None:
    """No wall where one fill runs through."""
    x0, y0, x1, y1 = fill
    xs, ys = grid.xs, grid.ys
    cols = np.flatnonzero((xs[:-1] > x0 - INSIDE) & (xs[1:] < x1 + INSIDE))
    rows = np.flatnonzero((ys[:-1] > y0 - INSIDE) & (ys[1:] < y1 + INSIDE))
    if len(cols) and len(rows):
        grid.upright[cols[1:, None], rows] = False
        grid.level[rows[1:, None], cols] = False


def _close_labels(grid: Grid, ink: Ink, header: int) -> None:
    """Labels beside several rows, which no fill parts where both are plain: each stands in the
    middle of its rows.

    `header`: rows of a header whose fills tell its cells.
    """
    rows, cols = grid.shape
    open_below = ~grid.level[header + 1 : -1].all(axis=0)
    labels = int(np.argmin(open_below)) if not open_below.all() else 0
    if not labels or labels >= cols:
        return
    first = header + int(
        np.argmin(grid.level[header + 1 : -1, :labels].all(axis=1))
    )  # from which on some label has no side
    ink = ink.take((ink.top + ink.bottom) / 2 > grid.ys[first])
    number: Ints = np.unique(ink.row, return_inverse=True)[1].reshape(-1).astype(np.int64)
    lines = Lines(Ink(ink.x0, ink.x1, ink.top, ink.bottom, ink.code, number, ink.em))
    columns = band_to_columns(lines, Band(0, len(lines) - 1, [], set(), 0, True), grid.xs)
    apart = (
        set(range(first))
        | total_rows(columns, labels, grid.ys, lines)
        | set(np.flatnonzero(~grid.upright[1:-1].any(axis=0)).tolist())
    )
    for col in range(labels):
        starts = label_starts(columns, col, grid.ys, apart, labels, lines, False)
        for r in range(header + 1, rows):
            grid.level[r, col] |= r in starts or r in apart or r - 1 in apart
