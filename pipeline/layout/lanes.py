"""The columns of a whole table without upright rules, from the white that its lines leave, header
and figures together.

Looked at from its first line on, a table of narrow columns misleads: a header starts at the left of
its column and the figures end at the right of it, so the white between them looks like a gutter.
Here all lines are laid over one another, and a column that has only a header is one with its
neighbour that has only a body.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.layout.grids import Bools, Ints
from pipeline.layout.gutters import NARROWEST, Ink, Segments, ink_to_segments
from pipeline.layout.rulings import WIDEST_PAGE, Reals

STEP = 0.5  # pt
BLANK = 0.65  # em of white between two words of one run, at most
SPANNED = 0.12  # of the lines may run over a gutter: names of areas, group headers
FEW = 5  # lines, from which on one may
WIDE = 1.0  # em: a gutter of this width needs two lines, a narrower one four
LONGEST_MARK = 2  # glyphs of a bullet or a number of a list

Lanes = list[tuple[float, float]]


def ink_to_lanes(ink: Ink, head: Bools) -> Lanes:
    """The gutters of a table's ink, left to right; `head` says which glyphs are its header's.

    >>> where = np.array([[0, 4], [40, 44], [0, 4], [50, 54], [0, 4], [50, 54]], float)  # the header's second word stands further left
    >>> ink = Ink(where[:, 0], where[:, 1], *np.zeros((2, 6)), np.full(6, 0x41), np.array([0, 0, 1, 1, 2, 2]), 4.0)
    >>> ink_to_lanes(ink, ink.row == 0)
    [(4.0, 40.0)]
    """
    segments = ink_to_segments(ink, NARROWEST)
    headed = head[segments.first]
    found: Lanes = []
    runs = _runs(ink, segments)
    for low, high in _white(ink, segments, len(np.unique(ink.row[~head]))):
        found += _part(segments, headed, runs, low, high)
    lo, hi = float(ink.x0.min()), float(ink.x1.max())
    found = [
        g
        for g in found
        if g[0] > lo + 0.1 and g[1] < hi - 0.1 and g[1] - g[0] >= NARROWEST * ink.em
    ]
    return _supported(_pair_headers(found, segments, headed), ink, head, segments, headed)


def _white(ink: Ink, segments: Segments, lines: int) -> Lanes:
    """Stretches that hardly any line covers; `lines` of the ink are the body's."""
    lo, hi = float(ink.x0.min()), float(ink.x1.max())
    if hi - lo > WIDEST_PAGE:  # ink a billion points off the page must not be paid for by the point
        return []
    at = np.arange(lo + STEP / 2, hi, STEP)
    cover = ((segments.x0[:, None] < at) & (segments.x1[:, None] > at)).sum(
        axis=0
    )  # segments of one line never overlap
    low = np.concatenate(([False], cover <= int(SPANNED * lines) + (lines >= FEW), [False]))
    starts, ends = np.flatnonzero(low[1:] & ~low[:-1]), np.flatnonzero(~low[1:] & low[:-1]) - 1
    return [
        (float(at[a]) - STEP / 2, float(at[b]) + STEP / 2)
        for a, b in zip(starts, ends, strict=True)
    ]


def _runs(ink: Ink, segments: Segments) -> tuple[Reals, Reals]:
    """Where the run of words begins and ends that each segment is in: the last word of a title
    belongs to the words before it.
    """
    runs = ink_to_segments(ink, BLANK)
    own = np.searchsorted(runs.first, segments.first, "right") - 1
    return runs.x0[own], runs.x1[own]


def _part(
    segments: Segments, headed: Bools, runs: tuple[Reals, Reals], low: float, high: float
) -> Lanes:
    """The gutters in one such stretch: what reaches into it narrows it, what stands inside it twice
    or as a header is a column.

    A word inside it that goes on from the words on one side reaches into it from there.
    """
    edges = [low, high]
    inside = (segments.x0 > low) & (segments.x1 < high)
    left, right = (
        inside & (runs[0] <= low) & (runs[1] < high),
        inside & (runs[1] >= high) & (runs[0] > low),
    )
    across = (segments.x0 < low + STEP) & (segments.x1 > high - STEP)
    for x0, x1, lines in _stacks(
        segments, (segments.x1 > low) & (segments.x0 < high) & ~across & ~left & ~right, headed
    ):
        if x0 <= low and x1 >= high:
            return [(low, high)]
        if x0 <= low:
            edges[0] = max(edges[0], x1)
        elif x1 >= high:
            edges[-1] = min(edges[-1], x0)
        elif lines > 1:
            edges[-1:-1] = [x0, x1]
    edges[0] = max(edges[0], *segments.x1[left].tolist(), low)
    edges[-1] = min(edges[-1], *segments.x0[right].tolist(), high)
    return [(edges[k], edges[k + 1]) for k in range(0, len(edges), 2) if edges[k] < edges[k + 1]]


def _stacks(segments: Segments, which: Bools, headed: Bools) -> list[tuple[float, float, int]]:
    """Stretches of ink that overlap one another, left to right, and how many lines there are of
    them (a header counts twice).
    """
    order = np.flatnonzero(which)[np.argsort(segments.x0[which], kind="stable")]
    stacks: list[tuple[float, float, int]] = []
    for i in order.tolist():
        x0, x1, weight = float(segments.x0[i]), float(segments.x1[i]), 1 + int(headed[i])
        if stacks and x0 < stacks[-1][1]:
            x0, x1, weight = stacks[-1][0], max(stacks[-1][1], x1), stacks[-1][2] + weight
            stacks.pop()
        stacks.append((x0, x1, weight))
    return stacks


def _supported(lanes: Lanes, ink: Ink, head: Bools, segments: Segments, headed: Bools) -> Lanes:
    """Without the white behind the marks of a list: words, or a header on both sides, must stand by
    a gutter.
    """
    kept: Lanes = []
    lo, hi = float(ink.x0.min()), float(ink.x1.max())
    for k, (a, b) in enumerate(lanes):
        left, right = kept[-1][1] if kept else lo, lanes[k + 1][0] if k + 1 < len(lanes) else hi
        before, after = (
            (ink.x0 >= left - 0.5) & (ink.x1 <= a + 0.5),
            (ink.x0 >= b - 0.5) & (ink.x1 <= right + 0.5),
        )
        lines, glyphs = np.unique(ink.row[before & ~head], return_counts=True)
        both = len(np.intersect1d(lines, ink.row[after & ~head]))
        heads_before, heads_after = (
            headed & (segments.x1 <= a + STEP) & (segments.x0 >= left - STEP),
            headed & (segments.x0 >= b - STEP),
        )
        heads_after &= segments.x1 <= right + STEP
        headers = bool(heads_before.any() and heads_after.any())
        words = bool(len(glyphs)) and float(np.median(glyphs)) > LONGEST_MARK
        enough = both >= (2 if b - a > WIDE * ink.em else 4)
        one = bool(head.any())
        crossed = one and bool(((segments.x0 < a + STEP) & (segments.x1 > b - STEP)).any())
        free = (
            not crossed
        )  # no header has it as a column's side: chance, if a single line runs over it
        alone = one and not both and bool(heads_before.any() or heads_after.any())
        if headers or (
            free and ((enough and words) or alone or (b - a > 2 * WIDE * ink.em and both >= 2))
        ):
            kept.append((a, b))
    return kept


def _pair_headers(lanes: Lanes, segments: Segments, head: Bools) -> Lanes:
    """Without the gutter between a column that has only a header and the next one, that has only a
    body; and without a group header that stands over the gutter of two columns."""
    if not head.any() or head.all():
        return lanes
    edges = [(a + b) / 2 for a, b in lanes]
    column = np.searchsorted(edges, (segments.x0 + segments.x1) / 2)
    count = len(lanes) + 1
    heads, bodies = (
        np.bincount(column[head], minlength=count) > 0,
        np.bincount(column[~head], minlength=count) > 0,
    )
    dropped: set[int] = set()
    for k, (left, right) in enumerate(pairwise(range(count))):
        only = heads[left] and not bodies[left] and bodies[right] and not heads[right]
        turned = bodies[left] and not heads[left] and heads[right] and not bodies[right]
        if (only or turned) and k - 1 not in dropped:
            dropped.add(k)
    kept = [k for k in range(len(lanes)) if k not in dropped]
    return [
        lanes[k] for k in kept if k not in _group_headers(column, heads, bodies, segments.row, head)
    ]


def _group_headers(column: Ints, heads: Bools, bodies: Bools, row: Ints, head: Bools) -> set[int]:
    """The left gutters of columns that hold nothing but a header above those of both neighbours."""
    found = set()
    for c in range(1, len(heads) - 1):
        if heads[c] and not bodies[c] and heads[c - 1] and heads[c + 1]:
            lowest = row[head & (column == c)].max()
            if lowest < min(
                row[head & (column == c - 1)].max(), row[head & (column == c + 1)].max()
            ):
                found.add(c - 1)
    return found


def lanes_to_edges(lanes: Lanes) -> list[float]:
    """Column edges in the middle of the gutters: a total's label centred over two columns stands
    across it.

    >>> lanes_to_edges([(0, 10)])
    [5.0]
    """
    return [(a + b) / 2 for a, b in lanes]
