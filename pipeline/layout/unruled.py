"""Bands of aligned text to grids: column edges in the gutters, row edges in the white, labels
merged over their rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.layout.aligned import Band, Lines
from pipeline.layout.grid.drafts import DOUBTED, page_row_edges, rows_to_walls
from pipeline.layout.grid.headers import Header
from pipeline.layout.grid.parts import Part
from pipeline.layout.grid.read import region_to_read
from pipeline.layout.grid.regions import Region
from pipeline.layout.grid.tokens import Loose, ink_to_lines
from pipeline.layout.grids import Grid
from pipeline.layout.heads import head_to_words, lines_to_head
from pipeline.layout.lanes import ink_to_lanes, lanes_to_edges
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
    grid, doubted = _body(lines, body, xs) if body.first <= band.last else (None, set[int]())
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


def _body(lines: Lines, band: Band, xs: Reals) -> tuple[Grid | None, set[int]]:
    """The lattice of a band below its header, and the rows whose edges are in doubt."""
    read = region_to_read(band_to_region(lines, band, xs))
    if read is None:
        return None, set()
    page = read.pages()[0]
    ys = np.array(page_row_edges(read, page))
    level, upright = rows_to_walls(read, page, len(xs) - 1)
    doubted = {k for k, r in enumerate(read.rows) if r.margin < DOUBTED}
    grid = Grid(xs, ys, level, upright)
    ink = lines.ink
    open_crossed(grid, ink, (ink.row >= band.first) & (ink.row <= band.last))
    open_totals(grid, ink.take((ink.row >= band.first) & (ink.row <= band.last)))
    return grid, doubted


def band_to_region(lines: Lines, band: Band, xs: Reals) -> Region:
    """The lines of a band below its header as the scored grid takes them."""
    ink = lines.ink
    loose = Loose(0, 0.0, ink, ink_to_lines(ink, ink.bottom - ink.top))
    part = Part(loose, band.first, band.last + 1)
    em = float(np.median((ink.bottom - ink.top)[(ink.row >= band.first) & (ink.row <= band.last)]))
    return Region(Header(band.first, band.first, ()), [part], xs[1:-1].tolist(), em)
