"""Tables with horizontal rules only: rows from the rules, columns from the white that runs
through them; and the row that a page break cuts where no rule closes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.layout.aligned import Band, Lines
from pipeline.layout.grid.drafts import page_row_edges
from pipeline.layout.grid.edges import gaps_to_edges, gaps_to_unsure, rows_to_parted
from pipeline.layout.grid.gaps import Gap, Row, Table, table_to_gaps
from pipeline.layout.grid.lists import without_lists
from pipeline.layout.grid.read import region_to_read
from pipeline.layout.grids import Bools, Grid, Ints, edges_to_walls
from pipeline.layout.gutters import NARROWEST, Ink, ink_to_segments
from pipeline.layout.openhead import grid_with_head
from pipeline.layout.openings import open_crossed, open_headed, open_totals
from pipeline.layout.rulings import Edges, Reals
from pipeline.layout.tableends import Frame, frame_to_stops
from pipeline.layout.unruled import Made, band_to_region
from pipeline.lexicon.headers import known_heads
from pipeline.model.document import Floats

SAME_END = 3.0  # pt between the ends of the rules of one table
AS_HIGH = 0.95  # of the lowest row with text
KNOWN = 2  # words that head columns
SAME_EDGE = 2.0  # pt
SHORTEST = 100.0  # pt: a shorter rule is an underline
LEAST_ROWS = 3  # that no rule parts
TOUCHES = 1.5  # pt of a rule's end beyond which ink belongs to no table
CLOSE = 1.2  # em of white between the lines of a row that a page break cuts, and over them
PAGE_NUMBER = 12  # glyphs


@dataclass(slots=True, eq=False)
class Run:
    """Stripes of a frame that are the rows of one table, and their rules `ys`."""

    frame: Frame
    ys: Reals
    stripes: list[Bools]


def with_shaded_heads(across: Edges, fills: Floats) -> Edges:
    """The rules with the upper and lower sides of shaded rows that are as wide as some of them: a
    header that is shaded needs no rule.
    """
    if not len(fills) or not len(across):
        return across
    bars = _fills_to_bars(fills)
    wide = np.abs(across.lo - bars[:, :1]) + np.abs(across.hi - bars[:, 2:3]) < SAME_END
    bars = bars[wide.any(axis=1)]
    at = np.concatenate((bars[:, 1], bars[:, 3]))
    lo, hi = np.tile(bars[:, 0], 2), np.tile(bars[:, 2], 2)
    new = (np.abs(across.at - at[:, None]) > SAME_EDGE).all(axis=1)
    return Edges(
        np.append(across.at, at[new]),
        np.append(across.lo, lo[new]),
        np.append(across.hi, hi[new]),
        np.append(across.half, np.full(int(new.sum()), 0.2)),
    )


def _fills_to_bars(fills: Floats) -> Reals:
    """Fills side by side (a shaded cell each) as one."""
    own = fills.astype(np.float64)
    own = own[np.lexsort((own[:, 0], own[:, 3].round(), own[:, 1].round()))]
    same = np.abs(own[1:, [1, 3]] - own[:-1, [1, 3]]).max(axis=1) < SAME_EDGE
    same &= own[1:, 0] - own[:-1, 2] < SAME_EDGE
    starts = np.flatnonzero(np.concatenate(([True], ~same)))
    found: Reals = own[starts]
    found[:, 2] = np.maximum.reduceat(own[:, 2], starts)
    return found


def edges_to_frames(across: Edges) -> list[Frame]:
    """Rules that begin and end together, with the shorter ones between them (a merged label leaves
    its column unruled).
    """
    found = []
    left = np.flatnonzero(across.hi - across.lo >= SHORTEST)
    while len(left):
        widest = left[np.argmax((across.hi - across.lo)[left])]
        lo, hi = float(across.lo[widest]), float(across.hi[widest])
        same = (np.abs(across.lo - lo) < SAME_END) & (np.abs(across.hi - hi) < SAME_END)
        full = np.sort(across.at[same])
        if len(full) > 1:
            between = (across.at >= full[0]) & (across.at <= full[-1])
            same_right = (
                np.abs(across.hi - hi) < SAME_END
            )  # a label that goes on over the page leaves shorter rules at the page's end
            inside = (
                (across.lo > lo - SAME_END) & (across.hi < hi + SAME_END) & (between | same_right)
            )
            found.append(Frame(lo, hi, full, across.take(inside)))
            left = left[~inside[left]]
        left = left[left != widest]
    return found


def frame_to_grids(frame: Frame, ink: Ink) -> list[Made]:
    """The tables between a frame's rules, top down."""
    ys = np.unique(np.concatenate((frame.full, frame.rules.at)))
    stripes = [_stripe(ink, frame, a, b) for a, b in pairwise(ys)]
    tables: list[Made] = []
    lines, reached = Lines(ink), -np.inf
    start = 0
    below = ink_to_open_row(ink, float(ys[-1]))
    for stop in frame_to_stops(frame, ys, stripes, ink):
        for first, last in _runs(ys, stripes, start, stop):
            run = Run(frame, ys[first : last + 1], stripes[first:last])
            made = _bare_body_to_grid(run, ink) or _run_to_grid(run, ink)
            if made is None:
                continue
            made.grid = grid_with_head(made.grid, lines, reached) or made.grid
            reached = float(made.grid.ys[-1])
            if last == len(stripes) and below.any():
                made.grid = grid_with_open_row(made.grid, ink.take(below)) or made.grid
            tables.append(made)
        start = stop
    return tables


def _runs(ys: Reals, stripes: list[Bools], start: int, stop: int) -> list[tuple[int, int]]:
    """Stripes of one table: one that is empty and lower than all rows with text parts two."""
    found: list[tuple[int, int]] = []
    high = np.diff(ys)
    least = AS_HIGH * min((high[k] for k in range(start, stop) if stripes[k].any()), default=0.0)
    first = start
    for k in range(start, stop + 1):
        if k < stop and (stripes[k].any() or high[k] >= least):
            continue
        if k > first:
            found.append((first, k))
        first = k + 1
    return found


def _stripe(ink: Ink, frame: Frame, top: float, bottom: float) -> Bools:
    """The ink between two rules and inside the frame's sides."""
    middle = (ink.top + ink.bottom) / 2
    inside: Bools = (
        (middle > top)
        & (middle < bottom)
        & (ink.x1 > frame.lo - TOUCHES)
        & (ink.x0 < frame.hi + TOUCHES)
    )
    return inside


def _run_to_grid(run: Run, ink: Ink) -> Made | None:
    """The lattice of a run of stripes: walls where rules are drawn, columns where the gaps of its
    rows are sure.
    """
    frame, ys = run.frame, run.ys
    filled = [k for k, s in enumerate(run.stripes) if s.any()]
    if not filled:
        return None
    inside = np.logical_or.reduce(run.stripes)
    em = float(np.median((ink.bottom - ink.top)[inside]))
    rows = [Row.of(ink.take(run.stripes[k]), em) for k in filled]
    ends = _ends(frame, ys)
    table = Table(rows, em, ends)
    gaps = table_to_gaps(table)
    sure = [g for g in gaps if g.odds > 0]
    if not _is_table(rows, sure):
        return None
    xs = np.array([frame.lo, *gaps_to_edges(sure, table), frame.hi])
    heads = sum(k < _foot(frame, ys) for k in filled)
    xs = without_lists(rows, heads, xs, em)
    level = edges_to_walls(frame.rules, ys, xs)
    level[[0, -1]] = True
    grid = Grid(xs, ys, level, np.ones((len(xs), len(ys) - 1), bool))
    _open(grid, filled, rows_to_parted(rows, gaps, xs))
    open_headed(grid, ink.take(inside))
    open_totals(grid, ink.take(inside))
    return Made(grid, unsure=gaps_to_unsure(rows, gaps))


def _foot(frame: Frame, ys: Reals) -> int:
    """The first stripe below a rule from side to side: those above it are header."""
    return next((k for k in range(1, len(ys) - 1) if np.isin(ys[k], frame.full)), 0)


def _bare_body_to_grid(run: Run, ink: Ink) -> Made | None:
    """The lattice of a table that has rules over and under its header and at its foot only; None
    where its body has no more than a row or two.
    """
    if len(run.stripes) != 2 or not all(s.any() for s in run.stripes):
        return None
    head, body = (ink.take(s) for s in run.stripes)
    rows = [Row.of(own, body.em) for own in (head, *_lines(body))]
    table = Table(rows, body.em, _ends(run.frame, run.ys))
    gaps = table_to_gaps(table)
    sure = [g for g in gaps if g.odds > 0]
    if not _is_table(rows, sure):
        return None
    xs = np.array([run.frame.lo, *gaps_to_edges(sure, table), run.frame.hi])
    added = _rows_between(body, xs)
    if not added:
        return None
    ys = np.array([*run.ys[:2], *added, run.ys[2]])
    level, upright = np.ones((len(ys), len(xs) - 1), bool), np.ones((len(xs), len(ys) - 1), bool)
    grid = Grid(xs, ys, level, upright)
    inside = np.logical_or.reduce(run.stripes)
    open_crossed(grid, ink, inside)
    open_totals(grid, ink.take(inside))
    return Made(grid, 1, unsure=gaps_to_unsure(rows, gaps))


def _rows_between(body: Ink, xs: Reals) -> list[float]:
    """The edges between the rows of a body by the scored grid, none where it has few."""
    rows: Ints = np.unique(body.row, return_inverse=True)[1].reshape(-1).astype(np.int64)
    lines = Lines(Ink(body.x0, body.x1, body.top, body.bottom, body.code, rows, body.em))
    read = region_to_read(band_to_region(lines, Band(0, len(lines) - 1, [], set(), 0, True), xs))
    if read is None or read.body.labels or len(read.rows) < LEAST_ROWS:
        return []
    return page_row_edges(read, read.pages()[0])[1:-1]


def _lines(ink: Ink) -> list[Ink]:
    return [ink.take(ink.row == row) for row in np.unique(ink.row)]


def _open(grid: Grid, filled: Sequence[int], parted: Bools) -> None:
    """Takes away the upright walls that words of a row run over, and closes that row there."""
    grid.upright[:, filled] = parted
    for n, k in enumerate(filled):
        for e in np.flatnonzero(~parted[:, n]).tolist():
            grid.level[k : k + 2, e - 1 : e + 1] = True


def _is_table(rows: Sequence[Row], sure: Sequence[Gap]) -> bool:
    """Whether most rows have cells: a box of prose may end in a line with a date and a name."""
    several = len({g.row for g in sure})
    return (several > 1 and several * 2 > len(rows)) or _heads_columns(rows[0], sure)


def _heads_columns(row: Row, gaps: Sequence[Gap]) -> bool:
    """Whether words that head columns stand in a table's first row: at a page's foot an area's name
    below them may be all that is there of it.
    """
    texts = row.texts([g.lo for g in gaps if g.row == 0])
    return sum(text in known_heads() for text in texts) >= KNOWN


def _ends(frame: Frame, ys: Reals) -> Reals:
    """Where rules end inside the table."""
    own = frame.rules.take((frame.rules.at > ys[0] - 1) & (frame.rules.at < ys[-1] + 1))
    ends = np.concatenate((own.lo, own.hi))
    return ends[(ends > frame.lo + SAME_END) & (ends < frame.hi - SAME_END)]


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
