"""Rows over a table's first rule: where level rules part the rows and none lies over the header, it
and the first rows stand above all rules.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pipeline.layout.aligned import Lines, segment_text
from pipeline.layout.captions import is_caption, text_to_unit
from pipeline.layout.grids import Grid
from pipeline.layout.gutters import Ink
from pipeline.layout.openings import open_crossed

CLOSE = 1.6  # em of white between two rows
MOST_ROWS = 6
FEWEST_COLUMNS = 3
ALIGNED = 2.5  # pt between the starts, ends or middles of two cells of a column
TOUCHES = 1.5  # pt
MOST_UNDER, FAR_UNDER = 8, 4.0  # lines, and em, under the first rule that are looked at
MARGIN = 2.0  # pt


def grid_with_head(grid: Grid, lines: Lines, low: float) -> Grid | None:
    """The grid with the rows that stand right over it, from the height `low` on; None where there
    are none.
    """
    if grid.shape[1] < FEWEST_COLUMNS:
        return None
    strips = _strips_up(lines, grid, low)
    return _with_rows(grid, lines, strips) if strips else None


def _strips_up(lines: Lines, grid: Grid, low: float) -> list[range]:
    """The lines of each row over a grid, top down."""
    strips: list[range] = []
    top = float(grid.ys[0])
    last = _last_above(lines, top)
    under = _cells_under(lines, last + 1, top)
    while last >= 0 and lines.top[last] > low and len(strips) < MOST_ROWS:
        strip = _strip_up(lines, last)
        if not (_is_close(lines, strip, top) and _is_row(lines, strip, grid, under)):
            break
        strips.append(strip)
        under += [(lines.x0[k], lines.x1[k]) for i in strip for k in lines.parts(i)]
        top = min(lines.top[i] for i in strip)
        last = strip[0] - 1
    return strips[::-1]


def _last_above(lines: Lines, top: float) -> int:
    """The last line that ends over a height, -1 where there is none."""
    last = min(bisect_left(lines.top, top), len(lines)) - 1
    while last >= 0 and lines.bottom[last] > top + 1:
        last -= 1
    return last


def _cells_under(lines: Lines, first: int, top: float) -> list[tuple[float, float]]:
    """The stretches of words of the first lines under a height."""
    found: list[tuple[float, float]] = []
    for i in range(first, min(first + MOST_UNDER, len(lines))):
        if lines.top[i] < top + FAR_UNDER * lines.ink.em:
            found += [(lines.x0[k], lines.x1[k]) for k in lines.parts(i)]
    return found


def _strip_up(lines: Lines, last: int) -> range:
    """The lines up from one that reach into one another's height."""
    first = last
    while first and lines.strip_ends[first - 1] > first:
        first -= 1
    return range(first, last + 1)


def _is_close(lines: Lines, strip: range, below: float) -> bool:
    """Whether a strip stands right over a height and is no caption."""
    if below - max(lines.bottom[i] for i in strip) > CLOSE * lines.ink.em:
        return False
    parts = [k for i in strip for k in lines.parts(i)]
    texts = [segment_text(lines.ink, lines.segments, k) for k in parts]
    return not any(is_caption(t) or text_to_unit(t) for t in texts)


def _is_row(lines: Lines, strip: range, grid: Grid, under: Sequence[tuple[float, float]]) -> bool:
    """Whether a strip has words in half of a table's columns, most of them where those of the
    columns stand.
    """
    spans = np.array([span for i in strip for span in lines.spans(i)])
    xs, middles = grid.xs, spans.mean(axis=1)
    if spans.min() < xs[0] - TOUCHES or spans.max() > xs[-1] + TOUCHES:
        return False
    cols = np.searchsorted(xs[1:-1], middles)
    standing = np.abs(middles - (xs[cols] + xs[cols + 1]) / 2) < ALIGNED
    cells = np.array(under).reshape(-1, 2)
    for own, places in (*zip(spans.T, cells.T, strict=True), (middles, cells.mean(axis=1))):
        low, high = np.searchsorted(np.sort(places), (own - ALIGNED, own + ALIGNED))
        standing |= high > low
    return len(np.unique(cols)) * 2 > grid.shape[1] and int(standing.sum()) * 2 > len(spans)


def _with_rows(grid: Grid, lines: Lines, strips: list[range]) -> Grid:
    tops = [min(lines.top[i] for i in strip) for strip in strips]
    bottoms = [max(lines.bottom[i] for i in strip) for strip in strips]
    inner = [(bottom + top) / 2 for bottom, (_, top) in zip(bottoms, pairwise(tops), strict=False)]
    ys = np.array([tops[0] - MARGIN, *inner, *grid.ys])
    cols = grid.shape[1]
    level = np.concatenate((np.ones((len(strips), cols), bool), grid.level))
    upright = np.concatenate((np.ones((cols + 1, len(strips)), bool), grid.upright), axis=1)
    whole = Grid(grid.xs, ys, level, upright)
    own: Ink = lines.ink
    open_crossed(whole, own, (own.row >= strips[0][0]) & (own.row <= strips[-1][-1]))
    return whole
