"""Bands of aligned text to grids: column edges in the gutters, row edges in the white, labels
merged over their rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.layout.aligned import Band, Lines
from pipeline.layout.bodyrows import (
    Columns,
    columns_to_rows,
    cut_clashes,
    join_torn_rows,
    lone_titles,
    row_edges,
    row_of,
)
from pipeline.layout.figures import codes_to_figures
from pipeline.layout.grids import Grid
from pipeline.layout.heads import head_to_words, lines_to_head
from pipeline.layout.labelrows import label_starts, total_rows
from pipeline.layout.lanes import ink_to_lanes, lanes_to_edges
from pipeline.layout.numberedrows import numbers_to_wraps
from pipeline.layout.openings import open_crossed, open_totals
from pipeline.layout.rulings import Reals

MARGIN = 2.0  # pt around the ink


@dataclass(slots=True, eq=False)
class Made:
    """A band's lattice, how many rows at its top are header, and the rows that had to be cut
    without any white to cut in.
    """

    grid: Grid
    header_rows: int = 0
    doubted: set[int] = field(default_factory=set)


def band_to_columns(lines: Lines, band: Band, xs: Reals) -> Columns:
    """Ink of the band put into columns by its middle; a spanning line counts to the first."""
    ink = lines.ink
    inside = np.flatnonzero((ink.row >= band.first) & (ink.row <= band.last))
    row = ink.row[inside]
    whole = np.isin(row, list(band.spanning))
    col = np.clip(
        np.searchsorted(xs, (ink.x0[inside] + ink.x1[inside]) / 2, "right") - 1, 0, len(xs) - 2
    )
    col = np.where(whole, 0, col)
    key = row * 100 + col
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], np.diff(key[order]) != 0)))
    at, own = inside[order], key[order][starts]
    return Columns(
        own // 100,
        own % 100,
        np.minimum.reduceat(ink.x0[at], starts),
        np.minimum.reduceat(ink.top[at], starts),
        np.maximum.reduceat(ink.bottom[at], starts),
        whole[order][starts],
        codes_to_figures(ink.code[at], starts),
        numbers_to_wraps(ink.take(at), own % 100, starts),
    )


def band_to_grid(lines: Lines, band: Band, seed: Reals | None = None) -> Made | None:
    """The lattice of a band; `seed`: the column edges where a page before set them."""
    head = lines_to_head(lines, band.first, band.last) if band.worded and not band.seeded else None
    body = replace(band, first=head.last + 1 if head else band.first)
    xs = (
        seed
        if seed is not None
        else _band_to_edges(
            lines, head.first if head else band.first, band, head.last if head else None
        )
    )
    if xs is None or (body.first > band.last and head is None):
        return None
    grid, doubted = (
        _body(lines, body, xs, head is not None) if body.first <= band.last else (None, set[int]())
    )
    if head is None:
        return Made(grid, 0, doubted) if grid is not None else None
    head_to_words(lines, head, xs)
    level, upright = head.walls(len(xs) - 1)
    rows = len(head.ys) - 1
    if grid is None:
        return Made(Grid(xs, np.array(head.ys), level, upright), rows)
    edge = (head.ys[-1] + grid.ys[0]) / 2
    ys = np.concatenate((head.ys[:-1], [edge], grid.ys[1:]))
    walls = np.concatenate((level[:-1], np.ones_like(level[:1]), grid.level[1:]))
    return Made(
        Grid(xs, ys, walls, np.concatenate((upright, grid.upright), axis=1)),
        rows,
        {r + rows for r in doubted},
    )


def _band_to_edges(lines: Lines, first: int, band: Band, head_last: int | None) -> Reals | None:
    """Column edges in the white that the band's lines leave, spanning ones apart."""
    ink = lines.ink
    which = (ink.row >= first) & (ink.row <= band.last)
    part = ink.take(which & ~np.isin(ink.row, list(band.spanning)))
    part.em = float(np.median(part.bottom - part.top))
    lanes = ink_to_lanes(part, part.row <= (head_last if head_last is not None else -1))
    if not lanes:
        return None
    left, right = float(ink.x0[which].min()), float(ink.x1[which].max())
    return np.array([left - MARGIN, *lanes_to_edges(lanes), right + MARGIN])


def _body(lines: Lines, band: Band, xs: Reals, headed: bool) -> tuple[Grid | None, set[int]]:
    """The lattice of a band below its header."""
    columns = band_to_columns(lines, band, xs)
    if headed and len(columns.top):
        columns.room = float(columns.top.min()) - lines.bottom[band.first - 1]
    labels, cuts, forced = columns_to_rows(columns, lines.ink.em, len(xs) - 1)
    alone = lone_titles(columns, labels, lines.ink.em)
    if alone.any():
        columns.whole |= alone
        cuts, forced = cut_clashes(columns, labels, row_edges(columns, lines.ink.em, labels))
    cuts = join_torn_rows(columns, labels, cuts)
    if len(cuts) < 2:
        return None, set()
    ys = np.array(cuts)
    rows, cols = len(ys) - 1, len(xs) - 1
    level, upright = np.ones((rows + 1, cols), bool), np.ones((cols + 1, rows), bool)
    full = {row_of(ys, top) for top in columns.top[columns.whole].tolist()}
    apart = full | total_rows(columns, labels, ys, lines)
    for col in range(labels):
        starts = label_starts(columns, col, ys, apart, labels, lines, band.follows)
        for r in range(1, rows):
            level[r, col] = r in starts or r in apart or r - 1 in apart
    grid = Grid(xs, ys, level, upright)
    ink = lines.ink
    open_crossed(grid, ink, (ink.row >= band.first) & (ink.row <= band.last))
    open_totals(grid, ink.take((ink.row >= band.first) & (ink.row <= band.last)))
    for r in full:
        grid.upright[1:-1, r], grid.level[r : r + 2] = False, True
    return grid, {row_of(ys, y - 1) for y in forced} | {row_of(ys, y + 1) for y in forced}
