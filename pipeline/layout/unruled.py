"""Bands of aligned text to grids: column edges in the gutters, row edges in the white, labels
merged over their rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.layout.aligned import Band, Lines
from pipeline.layout.grid.drafts import DOUBTED, Read, page_row_edges, rows_to_walls
from pipeline.layout.grid.edges import Point, gaps_to_edges, gaps_to_unsure
from pipeline.layout.grid.gaps import Row, Table, table_to_gaps
from pipeline.layout.grid.headers import Header
from pipeline.layout.grid.lists import lines_without_lists
from pipeline.layout.grid.parts import LEAST_EM, Part
from pipeline.layout.grid.read import region_to_read
from pipeline.layout.grid.regions import Region
from pipeline.layout.grid.tokens import Loose, ink_to_lines
from pipeline.layout.grids import Grid
from pipeline.layout.heads import Head, head_to_words, lines_to_head
from pipeline.layout.openings import open_crossed, open_totals
from pipeline.layout.rulings import Reals

MARGIN = 2.0  # pt around the ink


@dataclass(slots=True, eq=False)
class Made:
    """A table's lattice, how many rows at its top are header, the rows that had to be cut without
    any white to cut in, and points in cells whose sides are in doubt.
    """

    grid: Grid
    header_rows: int = 0
    doubted: set[int] = field(default_factory=set)
    unsure: list[Point] = field(default_factory=list)


def band_to_grid(lines: Lines, band: Band) -> Made | None:
    """The lattice of a band. One row is none."""
    head, body, xs, unsure = band_to_columns(lines, band)
    made = _body(lines, body, xs)
    if made is None:
        return None
    made.unsure = unsure
    whole = made if head is None else _with_head(lines, head, made)
    return whole if whole.grid.shape[0] > 1 else None


def band_to_columns(
    lines: Lines, band: Band
) -> tuple[Head | None, Band, Reals | None, list[Point]]:
    """A band's header, what stands below it, its column edges, and the points in doubt."""
    head = lines_to_head(lines, band.first, band.last) if band.worded else None
    body = replace(band, first=head.last + 1 if head else band.first)
    return head, body, *_lines_to_edges(lines, head.first if head else band.first, band)


def _with_head(lines: Lines, head: Head, made: Made) -> Made:
    """The lattice with a header over it."""
    grid = made.grid
    head_to_words(lines, head, grid.xs)
    level, upright = head.walls(len(grid.xs) - 1)
    rows = len(head.ys) - 1
    edge = (head.ys[-1] + grid.ys[0]) / 2
    ys = np.maximum.accumulate(np.concatenate((head.ys[:-1], [edge], grid.ys[1:])))
    walls = np.concatenate((level[:-1], np.ones_like(level[:1]), grid.level[1:]))
    whole = Grid(grid.xs, ys, walls, np.concatenate((upright, grid.upright), axis=1))
    return Made(whole, rows, {r + rows for r in made.doubted}, made.unsure)


def _lines_to_edges(lines: Lines, first: int, band: Band) -> tuple[Reals | None, list[Point]]:
    """Column edges by the gaps of a band's lines from `first` on, those that stand beside one
    another together, and the points that are in doubt; no edges where no gap is sure.
    """
    ink = lines.ink
    which = (ink.row >= first) & (ink.row <= band.last)
    em = float(np.median((ink.bottom - ink.top)[which]))
    own = _lines_to_strips(lines, first, band)
    rows = [Row.of(ink.take((ink.row >= a) & (ink.row <= b)), em) for a, b in own]
    if not rows:
        return None, []
    table = Table(rows, em, np.zeros(0))
    gaps = table_to_gaps(table)
    sure = [g for g in gaps if g.odds > 0]
    if not sure:
        return None, []
    left, right = float(ink.x0[which].min()), float(ink.x1[which].max())
    xs = np.array([left - MARGIN, *gaps_to_edges(sure, table), right + MARGIN])
    xs = lines_without_lists(ink, own, xs)
    return xs, gaps_to_unsure(rows, gaps)


def _lines_to_strips(lines: Lines, first: int, band: Band) -> list[tuple[int, int]]:
    """First and last line of what stands side by side from `first` on, names left out."""
    found: list[tuple[int, int]] = []
    line = first
    while line <= band.last:
        last = min(lines.strip(line)[-1], band.last)
        if line not in band.spanning:
            found.append((line, last))
        line = last + 1
    return found


def _body(lines: Lines, band: Band, xs: Reals | None) -> Made | None:
    """The lattice of a band below its header, and the rows whose edges are in doubt."""
    read = band_to_read(lines, band, xs)
    if read is None or xs is None:
        return None
    page = read.pages()[0]
    ys = np.array(page_row_edges(read, page))
    level, upright = rows_to_walls(read, page, len(xs) - 1)
    doubted = {k for k, r in enumerate(read.rows) if r.margin < DOUBTED}
    grid = Grid(xs, ys, level, upright)
    ink = lines.ink
    open_crossed(grid, ink, (ink.row >= band.first) & (ink.row <= band.last))
    open_totals(grid, ink.take((ink.row >= band.first) & (ink.row <= band.last)))
    return Made(grid, 0, doubted)


def band_to_read(lines: Lines, band: Band, xs: Reals | None) -> Read | None:
    """The rows and labels of a band below its header."""
    if xs is None or band.first > band.last:
        return None
    return region_to_read(band_to_region(lines, band, xs))


def band_to_region(lines: Lines, band: Band, xs: Reals) -> Region:
    """The lines of a band below its header as the scored grid takes them."""
    ink = lines.ink
    loose = Loose(0, 0.0, ink, ink_to_lines(ink, ink.bottom - ink.top))
    part = Part(loose, band.first, band.last + 1)
    em = float(np.median((ink.bottom - ink.top)[(ink.row >= band.first) & (ink.row <= band.last)]))
    edges = xs[1:-1].tolist()
    return Region(Header(band.first, band.first, ()), [part], edges, max(em, LEAST_EM))
