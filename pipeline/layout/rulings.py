"""Painted rules to edges: what a producer drew in thousands of pieces becomes one edge a line of
the grid.

Hancom draws every shared border twice, dotted borders as separate strokes of half a point, heading
bars as stacks of a hundred strips and double borders as two strokes; drivers draw thin filled
rectangles. Here all of that becomes `Edges`: long straight lines, each once. Everything is columns;
nothing loops over pieces.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.model import Rulings

Reals = npt.NDArray[np.float64]

WIDEST_PAGE = 14_400.0  # points: 200 inches, the limit of PDF readers; nothing is sized by more
SAME_LINE = (
    0.8  # pt: strokes of one border differ by less, Hancom's double borders stand 1.2 or more apart
)
DOUBLE_LINE = 2.6  # pt: the two strokes of a double border
DASH = 6.0  # pt: a piece shorter than this is a dot or a dash
DASH_GAP = 3.6  # pt between dots or dashes of one rule
SOLID_GAP = (
    1.6  # pt between two solid pieces of one rule; side-by-side tables keep more between them
)
SHORTEST = 5.0  # pt: what is shorter after joining is a speck, no edge of a cell
STACK = 6  # strips: a triple border has three
MOST_EDGES = 800  # a page with more edges is a drawing; comparing all with all would cost too much
STACK_STEP = 2.2  # pt between the strips of a gradient


@dataclass(frozen=True, slots=True)
class Edges:
    """Straight lines of one direction: `at` across it, `lo`..`hi` along it, `half` its half
    thickness (points).
    """

    at: Reals
    lo: Reals
    hi: Reals
    half: Reals

    def __len__(self) -> int:
        return len(self.at)

    def take(self, which: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Edges:
        return Edges(self.at[which], self.lo[which], self.hi[which], self.half[which])


def rulings_to_edges(rulings: Rulings) -> tuple[Edges, Edges]:
    """Horizontal and vertical edges of a page: duplicates merged, dots and dashes joined, gradients
    and specks dropped.

    A dot has no direction of its own, so it is tried in both; alone it is a speck and goes.

    >>> r = Rulings(*(np.array(c, np.float32) for c in ([0, 0, 50], [10, 10, 10], [50, 50, 90], [10.5, 10.5, 10.5], [.5, .5, .5])))
    >>> h, v = rulings_to_edges(r)
    >>> (len(h), len(v), float(h.hi[0]))
    (1, 0, 90.0)
    """
    if not len(rulings):
        return _no_edges(), _no_edges()
    x0, y0, x1, y1 = (
        np.asarray(c, np.float64) for c in (rulings.x0, rulings.top, rulings.x1, rulings.bottom)
    )
    wide, tall = x1 - x0, y1 - y0
    dot = np.maximum(wide, tall) < 2.0
    half = (
        np.minimum(np.maximum(np.minimum(wide, tall), np.asarray(rulings.width, np.float64)), 6.0)
        / 2
    )
    level, upright = (wide > tall) | dot, (tall >= wide) | dot
    across = _pieces_to_edges(Edges(((y0 + y1) / 2)[level], x0[level], x1[level], half[level]))
    down = _pieces_to_edges(
        Edges(((x0 + x1) / 2)[upright], y0[upright], y1[upright], half[upright])
    )
    return across, down


def _no_edges() -> Edges:
    empty = np.zeros(0)
    return Edges(empty, empty, empty, empty)


def _pieces_to_edges(pieces: Edges) -> Edges:
    if not len(pieces):
        return pieces
    joined = join_collinear(drop_gradients(pieces))
    joined = joined.take(joined.hi - joined.lo >= SHORTEST)
    return merge_double(joined)


def drop_gradients(pieces: Edges) -> Edges:
    """Drops stacks of strips: Hancom paints a gradient heading bar as about a hundred strips under
    two points.

    >>> bar = Edges(np.arange(0, 20, .5), np.zeros(40), np.full(40, 80.), np.full(40, .25))
    >>> len(drop_gradients(bar))
    0
    """
    strip = pieces.hi - pieces.lo > 8 * np.maximum(pieces.half, 0.5)
    if int(strip.sum()) < STACK:
        return pieces
    where = np.flatnonzero(strip)
    lo, hi, at = np.round(pieces.lo[where]), np.round(pieces.hi[where]), pieces.at[where]
    order = np.lexsort((at, hi, lo))
    lo, hi, at = lo[order], hi[order], at[order]
    step = at[1:] - at[:-1]
    apart = (lo[1:] != lo[:-1]) | (hi[1:] != hi[:-1]) | (step >= STACK_STEP)
    if len(at) - int(np.count_nonzero(apart)) < STACK:
        return pieces
    stack = np.concatenate(([0], apart.cumsum()))
    distinct = np.bincount(stack, np.concatenate(([1.0], (apart | (step > 0.05)).astype(float))))
    bad = distinct[stack] >= STACK
    keep = np.ones(len(pieces), bool)
    keep[where[order[bad]]] = False
    return pieces.take(keep)


def join_collinear(pieces: Edges) -> Edges:
    """Pieces on one line that overlap, touch or follow one another at a dash's distance become one
    edge.

    Before any minimum length: a dotted rule of 0.5 pt strokes would be lost otherwise.
    """
    if len(pieces) < 2:
        return pieces
    line = _positions_to_lines(pieces.at)
    order = np.lexsort((pieces.lo, line))
    line, lo, hi = line[order], pieces.lo[order], pieces.hi[order]
    far = 1e5 * line
    reach = np.maximum.accumulate(hi + far) - far
    length = hi - lo
    gap = np.where(np.minimum(length[1:], length[:-1]) < DASH, DASH_GAP, SOLID_GAP)
    first = np.ones(len(line), bool)
    first[1:] = (line[1:] != line[:-1]) | (lo[1:] > reach[:-1] + gap)
    starts = first.nonzero()[0]
    weight = np.maximum(length, 0.1)
    at = np.add.reduceat(pieces.at[order] * weight, starts) / np.add.reduceat(weight, starts)
    return Edges(
        at,
        np.minimum.reduceat(lo, starts),
        np.maximum.reduceat(hi, starts),
        np.maximum.reduceat(pieces.half[order], starts),
    )


def _positions_to_lines(at: Reals) -> npt.NDArray[np.int64]:
    """Numbers positions by line, none wider than SAME_LINE: never by chains, since the dots of a
    rule across this direction stand at every half point and would chain a whole page into one
    line."""
    seen, index = np.unique(np.round(at * 10).astype(np.int64), return_inverse=True)
    line = np.zeros(len(seen), np.int64)
    start, number = int(seen[0]), 0
    for k, position in enumerate(seen.tolist()):
        if position - start > SAME_LINE * 10:
            start, number = position, number + 1
        line[k] = number
    return line[index.reshape(-1)]


def merge_double(edges: Edges) -> Edges:
    """The two strokes of a double border (Hancom: 1.2 to 2.5 pt apart, same ends) are one edge
    between them.
    """
    if not 1 < len(edges) <= MOST_EDGES:
        return edges
    order = edges.at.argsort(kind="stable")
    at = edges.at[order]
    if (at[1:] - at[:-1] >= DOUBLE_LINE).all():
        return edges.take(order)
    edges = edges.take(order)
    near = np.abs(at[:, None] - at) < DOUBLE_LINE
    near &= (
        np.maximum(np.abs(edges.lo[:, None] - edges.lo), np.abs(edges.hi[:, None] - edges.hi))
        < DOUBLE_LINE + 1
    )
    first = near.argmax(axis=1)
    if (first == np.arange(len(first))).all():
        return edges
    order = np.argsort(first, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], np.diff(first[order]) > 0)))
    at = at[order]
    low, high = np.minimum.reduceat(at, starts), np.maximum.reduceat(at, starts)
    half = np.maximum.reduceat(edges.half[order], starts) + (high - low) / 2
    return Edges(
        (low + high) / 2,
        np.minimum.reduceat(edges.lo[order], starts),
        np.maximum.reduceat(edges.hi[order], starts),
        half,
    )
