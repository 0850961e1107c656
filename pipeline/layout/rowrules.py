"""Tables with horizontal rules only: rows from the rules, columns from the white that runs through
them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.layout.aligned import Band, Gutters, Lines
from pipeline.layout.grid.drafts import page_row_edges
from pipeline.layout.grid.read import region_to_read
from pipeline.layout.grids import Bools, Grid, Ints, edges_to_walls
from pipeline.layout.gutters import (
    CROSSED,
    NARROWEST,
    Ink,
    Tracks,
    ink_to_segments,
    spans_to_gutters,
)
from pipeline.layout.lanes import ink_to_lanes, lanes_to_edges
from pipeline.layout.openfoot import grid_with_open_row, ink_to_open_row
from pipeline.layout.openings import open_crossed, open_headed, open_names, open_totals
from pipeline.layout.opensides import KNOWN, lines_between
from pipeline.layout.rulings import Edges, Reals
from pipeline.layout.tableends import Frame, frame_to_stops
from pipeline.layout.unruled import band_to_region

SAME_END = 3.0  # pt between the ends of the rules of one table
SAME_START = 1.0  # pt
SHORTEST = 100.0  # pt: a shorter rule is an underline
LEAST_ROWS = 3  # that no rule parts
LOW_ROW = 3.0  # em
OPEN_LINES = 12  # of a row that goes on
TOUCHES = 1.5  # pt of a rule's end beyond which ink belongs to no table


@dataclass(slots=True, eq=False)
class Run:
    """Stripes of a frame that some white runs through: their rules `ys`, how many are the header,
    those that one line spans, and the page before's columns."""

    frame: Frame
    ys: Reals
    stripes: list[Bools]
    head: int
    spanning: set[int]
    seed: list[float] | None


def close_above(across: Edges, ink: Ink, seed: list[float] | None) -> Edges:
    """A rule over the page's first line where a table of the page before goes on without one: its
    first row is open at the top.
    """
    own = (
        np.flatnonzero(np.abs(across.hi - seed[-1]) < SAME_END)
        if seed is not None
        else np.zeros(0, np.int64)
    )
    if seed is None or not len(own):
        return across
    above = ink.take(
        (ink.bottom < across.at[own].min() + 1) & (ink.x1 > seed[0]) & (ink.x0 < seed[-1])
    )
    inner = np.array(seed[1:-1])
    crossed = (
        ((above.x0[:, None] < inner - 0.5) & (above.x1[:, None] > inner + 0.5)).any()
        if len(above.row)
        else True
    )
    places = np.unique(np.stack([above.row, np.searchsorted(inner, above.x0)]), axis=1)
    # a heading, or a unit at the right, over a table of its own stands in one column of its line
    low = len(np.unique(above.row)) <= OPEN_LINES and len(places[0]) > len(np.unique(places[0]))
    segments = ink_to_segments(above, NARROWEST) if len(above.row) else None
    if (
        crossed
        or segments is None
        or not low
        or ((segments.x0[:, None] < inner) & (segments.x1[:, None] > inner)).any()
    ):
        return across
    top = float(above.top.min()) - 1.5
    return Edges(
        np.append(across.at, top),
        np.append(across.lo, seed[0]),
        np.append(across.hi, seed[-1]),
        np.append(across.half, 0.2),
    )


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


def frame_to_grids(frame: Frame, ink: Ink, seed: list[float] | None) -> list[Grid]:
    """The tables between a frame's rules, top down. `seed`: column edges of such a table at the
    foot of the page before.
    """
    ys = np.unique(np.concatenate((frame.full, frame.rules.at)))
    stripes = [_stripe(ink, frame, a, b) for a, b in pairwise(ys)]
    grids = []
    start = 0
    below = ink_to_open_row(ink, float(ys[-1]))
    for stop in frame_to_stops(frame, ys, stripes, ink):
        while start < stop:
            head = _head_end(frame, ys, start, stop)
            end, spanning, gutters = _grow(stripes, start, head, stop, ink, ys)
            grid = None
            rows = end - start - len(spanning)
            if gutters and (
                rows >= 2
                or (
                    rows == 1
                    and end == len(stripes)
                    and spanning
                    and _is_header(frame, ink, ys[start], ys[head])
                )
            ):
                run = Run(
                    frame,
                    ys[start : end + 1],
                    stripes[start:end],
                    head - start,
                    {at - start for at in spanning},
                    seed,
                )
                grid = _run_with_open_row(
                    run, ink, below if end == len(stripes) else np.zeros_like(below)
                )
            if grid is not None:
                grids.append(grid)
                seed = None  # what stands below the page's first table is another one
            start = end if grid is not None else start + 1
    return grids


def _is_header(frame: Frame, ink: Ink, top: float, bottom: float) -> bool:
    """Whether words that head columns stand between two rules: at a page's foot an area's name
    below them is the table's first row.
    """
    lines = lines_between((frame.lo, frame.hi), ink, top, bottom)
    return lines is not None and any(lines.header_words(i) >= KNOWN for i in range(len(lines)))


def _head_end(frame: Frame, ys: Reals, start: int, stop: int) -> int:
    """The stripe after the first row: rules that do not reach from side to side part the rows of a
    header, not the header from the body.
    """
    full = np.isin(ys, frame.full)
    return next((k for k in range(start + 1, stop) if full[k]), start + 1)


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


def _grow(
    stripes: list[Bools], start: int, head: int, stop: int, ink: Ink, frame_ys: Reals
) -> tuple[int, set[int], Gutters]:
    """How far (exclusive) some white runs through the stripes from `start` on, those that one line
    spans, and the white.
    """
    tracks: Tracks | None = None
    spanning: set[int] = set()
    at = start
    while at < stop and _goes_on(stripes, start, at, head):
        own = np.logical_or.reduce(stripes[start:head]) if at < head else stripes[at]
        x0, x1 = ink.x0[own], ink.x1[own]
        white = spans_to_gutters(x0, x1, NARROWEST * ink.em)
        wide = [g for g in white if g[1] - g[0] > ink.em]
        if tracks is None:
            tracks = Tracks.of(wide)
        spans = _spans_between(float(x0.min()), white, float(x1.max()))
        left = tracks.after(spans, NARROWEST * ink.em)
        crossed = left.count(None)
        cells = not crossed and _begins_anew(tracks, spans)
        if (
            not wide and at >= head and len(np.unique(ink.row[own])) == 1 and not cells
        ):  # one stretch: it may span, it narrows nothing
            spanning.add(at)
        elif not left or crossed * 2 > len(left):
            break
        else:
            tracks.take(left)
        at += 1
    while at - 1 in spanning and not (
        _is_low(stripes[at - 1], ink, frame_ys, at - 1) and at == len(stripes)
    ):
        spanning.discard(at - 1)
        at -= 1
    return at, spanning, tracks.lasting() if tracks is not None else []


def _goes_on(stripes: list[Bools], start: int, at: int, head: int) -> bool:
    """Whether a stripe goes on from those before it: it holds ink, or lies within a header that
    does.

    Two short rules under a group's header (상반기 | 하반기) may have nothing between them: no end
    of the header, as an empty stripe below it is the table's end.
    """
    return bool(stripes[at].any()) or start < at < head


def _begins_anew(tracks: Tracks, spans: Gutters) -> bool:
    """Words begin right where a column does, behind a little white: the cell before fills its
    column to the end.
    """
    return any(abs(x0 - b) < SAME_START for _, b in tracks.free for _, (x0, _) in pairwise(spans))


def _is_low(stripe: Bools, ink: Ink, ys: Reals, at: int) -> bool:
    """As low as a row of one line: an area's name that stands alone at the page's foot, not a
    paragraph between two rules.
    """
    return bool(ys[at + 1] - ys[at] < LOW_ROW * ink.em) and bool(stripe.any())


def _spans_between(lo: float, gutters: Gutters, hi: float) -> Gutters:
    """The ink between gutters.

    >>> _spans_between(0, [(3, 5)], 9)
    [(0, 3), (5, 9)]
    """
    edges = [lo, *(x for gutter in gutters for x in gutter), hi]
    return [(edges[k], edges[k + 1]) for k in range(0, len(edges), 2)]


def _run_with_open_row(run: Run, ink: Ink, below: Bools) -> Grid | None:
    """The lattice of a run with the row below it that no rule closes, which tells columns too where
    it takes none away.
    """
    lanes = _lanes(ink, run, run.stripes)
    if below.any():
        more = _lanes(ink, run, [*run.stripes, below])
        tries = [more, lanes] if len(more) >= len(lanes) else [lanes]
        for tried in tries:
            grid = _run_to_grid(run, ink, tried)
            longer = grid_with_open_row(grid, ink.take(below)) if grid is not None else None
            if longer is not None:
                return longer
    return _run_to_grid(run, ink, lanes)


def _run_to_grid(run: Run, ink: Ink, lanes: Gutters) -> Grid | None:
    """The lattice of a run of stripes: walls where rules are drawn, columns where white runs
    through, none in spanning rows.
    """
    frame, ys, stripes = run.frame, run.ys, run.stripes
    inside = np.logical_or.reduce(stripes)
    xs = _seeded(frame, run.seed, lanes, stripes, ink)
    if xs is None:
        if not lanes:
            return None
        xs = np.array([frame.lo, *_edges_at_rules(lanes, frame), frame.hi])
    added = _rows_between(ys, stripes, ink, xs) if len(stripes) == 2 else []
    all_ys = np.sort(np.concatenate((ys, added)))
    level = edges_to_walls(frame.rules, all_ys, xs)
    level[np.isin(all_ys, added)] = True
    level[[0, -1]] = True
    grid = Grid(xs, all_ys, level, np.ones((len(xs), len(all_ys) - 1), bool))
    open_crossed(
        grid, ink, inside, None if added else set(range(run.head, len(stripes))) - run.spanning
    )
    open_headed(grid, ink.take(inside))
    open_names(grid, ink.take(inside))
    open_totals(grid, ink.take(inside))
    if run.spanning and run.head + len(run.spanning) == len(
        stripes
    ):  # a header and names: no row below tells that they are none
        grid.upright[1:-1, -len(run.spanning) :] = False
    return grid


def _edges_at_rules(lanes: Gutters, frame: Frame) -> list[float]:
    """Column edges: where a rule under a group's header or beside a merged label ends inside a
    gutter, exactly there.
    """
    ends = np.concatenate((frame.rules.lo, frame.rules.hi))
    edges = []
    for (a, b), middle in zip(lanes, lanes_to_edges(lanes), strict=True):
        own = ends[
            (ends > a - TOUCHES)
            & (ends < b + TOUCHES)
            & (ends > frame.lo + SAME_END)
            & (ends < frame.hi - SAME_END)
        ]
        edges.append(
            float(np.median(own)) if len(own) and float(np.ptp(own)) < SAME_END else middle
        )
    return edges


def _lanes(ink: Ink, run: Run, stripes: list[Bools]) -> Gutters:
    """The white through all stripes but those that one line spans; headers of groups apart."""
    top = np.logical_or.reduce(stripes[: run.head])
    own = [s for k, s in enumerate(stripes) if k >= run.head and k not in run.spanning]
    which = np.logical_or.reduce([top, *own]) & ~_over_groups(ink, run, top)
    part = ink.take(which)
    part.em = float(np.median(part.bottom - part.top))
    return ink_to_lanes(part, top[which])


def _over_groups(ink: Ink, run: Run, top: Bools) -> Bools:
    """The headers of groups: words over a rule of their own below which two or more stand (예산
    over 예산액 | 집행액). They cross the white between the columns that they name."""
    rules, found = run.frame.rules, np.zeros_like(top)
    short = (rules.at > run.ys[0] + 1) & (rules.at < run.ys[run.head] - 1)
    for y, lo, hi in zip(
        rules.at[short].tolist(), rules.lo[short].tolist(), rules.hi[short].tolist(), strict=True
    ):
        own = top & (ink.x0 > lo - TOUCHES) & (ink.x1 < hi + TOUCHES)
        middle = (ink.top + ink.bottom) / 2
        over, under = own & (middle < y), own & (middle > y)
        if len(spans_to_gutters(ink.x0[over], ink.x1[over], ink.em)) < len(
            spans_to_gutters(ink.x0[under], ink.x1[under], ink.em)
        ):
            found |= over
    return found


def _seeded(
    frame: Frame, seed: list[float] | None, lanes: Gutters, stripes: list[Bools], ink: Ink
) -> Reals | None:
    """The column edges of the page before, if this frame has its sides, no more white than they
    need, and few rows that cross them.

    An edge that some ink crosses was put too far left or right by the few rows there: it moves into
    this page's own white beside it.
    """
    if (
        seed is None
        or abs(seed[0] - frame.lo) > SAME_END
        or abs(seed[-1] - frame.hi) > SAME_END
        or len(lanes) > len(seed) - 2
    ):
        return None
    edges = np.array(seed)
    parts = [ink_to_segments(ink.take(s), NARROWEST) for s in stripes if s.any()]
    over = [
        (p.x0[:, None] < edges[1:-1] - 0.5) & (p.x1[:, None] > edges[1:-1] + 0.5) for p in parts
    ]
    if sum(bool(o.any()) for o in over) > CROSSED * len(stripes):
        return None
    for k in np.flatnonzero(np.logical_or.reduce([o.any(axis=0) for o in over])) + 1:
        own = [(a + b) / 2 for a, b in lanes if seed[k - 1] < a and b < seed[k + 1]]
        edges[k] = own[0] if len(own) == 1 else edges[k]
    return edges


def _rows_between(ys: Reals, stripes: list[Bools], ink: Ink, xs: Reals) -> list[float]:
    """Row edges inside the last stripe of a table that has rules over and under its header and at
    its foot only.
    """
    part = ink.take(stripes[-1])
    if not len(part.row):
        return []
    rows: Ints = np.unique(part.row, return_inverse=True)[1].reshape(-1).astype(np.int64)
    lines = Lines(Ink(part.x0, part.x1, part.top, part.bottom, part.code, rows, part.em))
    band = Band(0, len(lines) - 1, [], set(), 0, True)
    read = region_to_read(band_to_region(lines, band, xs))
    if read is None or read.body.labels or len(read.rows) < LEAST_ROWS:
        return []
    return page_row_edges(read, read.pages()[0])[1:-1]
