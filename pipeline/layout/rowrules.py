"""Tables with horizontal rules only: rows from the rules, columns from the white that runs through them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.layout.aligned import Band, Gutters, Lines
from pipeline.layout.grids import Bools, Grid, Ints, edges_to_walls
from pipeline.layout.gutters import NARROWEST, Ink, spans_to_gutters
from pipeline.layout.rulings import Edges, Reals
from pipeline.layout.unruled import band_to_columns, columns_to_rows

SAME_END = 3.0  # pt between the ends of the rules of one table
SHORTEST = 100.0  # pt: a shorter rule is an underline
TOUCHES = 1.5  # pt of a rule's end beyond which ink belongs to no table


@dataclass(slots=True, eq=False)
class Frame:
    """Rules of one table's width: `full` reach from side to side, `rules` are all that lie inside it."""

    lo: float
    hi: float
    full: Reals
    rules: Edges


def edges_to_frames(across: Edges) -> list[Frame]:
    """Rules that begin and end together, with the shorter ones between them (a merged label leaves its column unruled)."""
    found = []
    left = np.flatnonzero(across.hi - across.lo >= SHORTEST)
    while len(left):
        widest = left[np.argmax((across.hi - across.lo)[left])]
        lo, hi = float(across.lo[widest]), float(across.hi[widest])
        same = (np.abs(across.lo - lo) < SAME_END) & (np.abs(across.hi - hi) < SAME_END)
        full = np.sort(across.at[same])
        if len(full) > 1:
            inside = (across.lo > lo - SAME_END) & (across.hi < hi + SAME_END) & (across.at >= full[0]) & (across.at <= full[-1])
            found.append(Frame(lo, hi, full, across.take(inside)))
            left = left[~inside[left]]
        left = left[left != widest]
    return found


def frame_to_grids(frame: Frame, ink: Ink, seed: list[float] | None) -> list[Grid]:
    """The tables between a frame's rules, top down. `seed`: column edges of such a table at the foot of the page before."""
    ys = np.unique(np.concatenate((frame.full, frame.rules.at)))
    stripes = [_stripe(ink, frame, a, b) for a, b in zip(ys, ys[1:], strict=False)]
    grids = []
    start = 0
    while start < len(stripes):
        end, spanning = _grow(stripes, start, ink)
        grid = None
        if end - start - len(spanning) >= 2:
            grid = _run_to_grid(frame, ys[start : end + 1], stripes[start:end], {s - start for s in spanning}, ink, seed)
        if grid is not None:
            grids.append(grid)
        start = end if grid is not None else start + 1
    return grids


def _stripe(ink: Ink, frame: Frame, top: float, bottom: float) -> Bools:
    """The ink between two rules and inside the frame's sides."""
    middle = (ink.top + ink.bottom) / 2
    inside: Bools = (middle > top) & (middle < bottom) & (ink.x1 > frame.lo - TOUCHES) & (ink.x0 < frame.hi + TOUCHES)
    return inside


def _grow(stripes: list[Bools], start: int, ink: Ink) -> tuple[int, set[int]]:
    """How far (exclusive) some white runs through all stripes from `start` on, but for those that one line spans."""
    kept: Gutters | None = None
    spanning: set[int] = set()
    at = start
    while at < len(stripes):
        own = stripes[at]
        if not own.any():
            break
        gutters = spans_to_gutters(ink.x0[own], ink.x1[own], NARROWEST * ink.em)
        sides = [(-1e9, float(ink.x0[own].min())), *gutters, (float(ink.x1[own].max()), 1e9)]
        if kept is None:
            left = [g for g in gutters if g[1] - g[0] > ink.em]
        else:
            left = [(max(a, c), min(b, d)) for a, b in kept for c, d in sides if min(b, d) - max(a, c) > NARROWEST * ink.em]
        one_line = len(np.unique(ink.row[own])) == 1 and not any(b - a > ink.em for a, b in gutters)
        if kept is not None and len(left) < len(kept) and one_line:
            spanning.add(at)
        elif left and (kept is None or len(left) * 2 >= len(kept)):
            kept = left
        else:
            break
        at += 1
    while at - 1 in spanning:
        spanning.discard(at - 1)
        at -= 1
    return at, spanning


def _run_to_grid(frame: Frame, ys: Reals, stripes: list[Bools], spanning: set[int], ink: Ink, seed: list[float] | None) -> Grid | None:
    """The lattice of a run of stripes: walls where rules are drawn, columns where white runs through, none in spanning rows."""
    plain = np.logical_or.reduce([s for i, s in enumerate(stripes) if i not in spanning])
    xs = _seeded(frame, seed, ink, plain)
    if xs is None:
        gutters = spans_to_gutters(ink.x0[plain], ink.x1[plain], NARROWEST * ink.em)
        xs = np.array([frame.lo, *((a + b) / 2 for a, b in gutters), frame.hi])
    if len(xs) < 3:
        return None
    added = _rows_between(ys, stripes, ink, xs) if len(stripes) == 2 else []
    all_ys = np.sort(np.concatenate((ys, added)))
    level = edges_to_walls(frame.rules, all_ys, xs)
    level[np.isin(all_ys, added)] = True
    level[[0, -1]] = True
    upright = np.ones((len(xs), len(all_ys) - 1), bool)
    for i in spanning:
        upright[1:-1, np.searchsorted(all_ys, ys[i])] = False
    return Grid(xs, all_ys, level, upright)


def _seeded(frame: Frame, seed: list[float] | None, ink: Ink, plain: Bools) -> Reals | None:
    """The column edges of the page before, if this frame has its sides and no ink stands on them."""
    if seed is None or abs(seed[0] - frame.lo) > SAME_END or abs(seed[-1] - frame.hi) > SAME_END:
        return None
    crossed = any(bool(((ink.x0[plain] < x - 0.5) & (ink.x1[plain] > x + 0.5)).any()) for x in seed[1:-1])
    return None if crossed else np.array(seed)


def _rows_between(ys: Reals, stripes: list[Bools], ink: Ink, xs: Reals) -> list[float]:
    """Row edges inside the last stripe of a table that has rules over and under its header and at its foot only."""
    own = stripes[-1]
    part = ink.take(own)
    rows: Ints = np.unique(part.row, return_inverse=True)[1].reshape(-1).astype(np.int64)
    lines = Lines(Ink(part.x0, part.x1, part.top, part.bottom, part.code, rows, part.em))
    band = Band(0, len(lines) - 1, [], set(), 0, True)
    labels, cuts = columns_to_rows(band_to_columns(lines, band, xs), ink.em, len(xs) - 1)
    return cuts[1:-1] if labels == 0 and len(cuts) > 3 else []
