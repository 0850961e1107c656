"""Edges to crossings to grids: which edges belong together, and the lattice of walls that they
make.

A grid is the column edges `xs`, the row edges `ys` and two tables of walls: `level[k, c]` says that
row edge k is drawn over column c, `upright[k, r]` that column edge k is drawn along row r. What was
not drawn is open, never invented, but for the outline: one table in seven has no outer rules, there
the grid ends where the others end.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.layout.rulings import Edges, Reals
from pipeline.model import Box

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

REACH = 1.2  # pt beyond the strokes' own thickness that an end may stay short of its crossing
SAME_EDGE = 1.7  # pt: edges of two cells that differ by less are one edge
# pt: nor is there a column so narrow that no letter stands in it: the bar at the side of a
# heading's row
NO_COLUMN = 3.2
COVERED = 0.6  # share of a cell's side that must be drawn
OPEN_PAGE = 40.0  # pt: verticals without any horizontal are a table only when they run this far


@dataclass(slots=True, eq=False)
class Grid:
    """One table's lattice on a page. `drawn_*`: the outline's four sides are (mostly) painted."""

    xs: Reals
    ys: Reals
    level: Bools  # (rows + 1, cols)
    upright: Bools  # (cols + 1, rows)
    drawn_top: bool = True
    drawn_bottom: bool = True

    @property
    def box(self) -> Box:
        return Box(float(self.xs[0]), float(self.ys[0]), float(self.xs[-1]), float(self.ys[-1]))

    @property
    def shape(self) -> tuple[int, int]:
        return len(self.ys) - 1, len(self.xs) - 1


def edges_to_crossings(across: Edges, down: Edges) -> Bools:
    """Matrix (horizontal, vertical) of the edges that meet or cross, strokes' thickness and a short
    end allowed for.

    >>> h = Edges(np.array([10.]), np.array([0.]), np.array([50.]), np.array([.25]))
    >>> v = Edges(np.array([0., 70.]), np.array([10., 0.]), np.array([90., 90.]), np.array([.25, .25]))
    >>> edges_to_crossings(h, v).tolist()
    [[True, False]]
    """
    slack_h = REACH + down.half[None, :]
    slack_v = REACH + across.half[:, None]
    in_x = (across.lo[:, None] - slack_h <= down.at[None, :]) & (
        down.at[None, :] <= across.hi[:, None] + slack_h
    )
    in_y = (down.lo[None, :] - slack_v <= across.at[:, None]) & (
        across.at[:, None] <= down.hi[None, :] + slack_v
    )
    return in_x & in_y


def crossings_to_groups(across: Edges, down: Edges, crossings: Bools) -> list[tuple[Ints, Ints]]:
    """Edges that hang together by crossings: (horizontal, vertical) indices, one pair a table,
    chart or drawing.

    Verticals without a crossing that stand side by side from one height to one height are a table
    whose row fills the page.
    """
    n, m = crossings.shape
    label = np.arange(n + m)
    rows, cols = np.nonzero(crossings)
    links_a, links_b = [rows], [cols + n]
    lonely = (
        np.flatnonzero(~crossings.any(axis=0) & (down.hi - down.lo > OPEN_PAGE))
        if m
        else np.zeros(0, np.int64)
    )
    if len(lonely) > 1:
        order = lonely[np.lexsort((down.hi[lonely], down.lo[lonely]))]
        near = (np.abs(np.diff(down.lo[order])) < 3) & (np.abs(np.diff(down.hi[order])) < 3)
        links_a.append(order[:-1][near] + n)
        links_b.append(order[1:][near] + n)
    a, b = np.concatenate(links_a), np.concatenate(links_b)
    label = _spread_labels(label, a, b)
    groups = []
    for mark in np.unique(label[np.concatenate((a, b))]) if len(a) else ():
        members = np.flatnonzero(label == mark)
        groups.append((members[members < n], members[members >= n] - n))
    return groups


def _spread_labels(label: Ints, a: Ints, b: Ints) -> Ints:
    """The smallest label over each link until nothing changes: connected components without a loop
    over nodes.
    """
    while len(a):
        low = np.minimum(label[a], label[b])
        before = label.copy()
        np.minimum.at(label, a, low)
        np.minimum.at(label, b, low)
        label = label[label]
        if np.array_equal(before, label):
            break
    return label


def edges_to_grid(across: Edges, down: Edges) -> Grid | None:
    """The lattice of one group of edges; None where it has no area.

    The outline is closed where the edges end: a table without left or right rule reaches as far as
    its row rules do, a part that a page break cuts as far as its verticals.
    """
    left, right = _extent(down.at, across.lo, across.hi)
    top, bottom = _extent(across.at, down.lo, down.hi)
    xs = _positions(
        np.concatenate((down.at, [left, right])),
        np.concatenate((down.hi - down.lo, [0.0, 0.0])),
        NO_COLUMN,
    )
    ys = _positions(
        np.concatenate((across.at, [top, bottom])),
        np.concatenate((across.hi - across.lo, [0.0, 0.0])),
        SAME_EDGE,
    )
    if len(xs) < 2 or len(ys) < 2:
        return None
    level = edges_to_walls(across, ys, xs)
    upright = edges_to_walls(down, xs, ys)
    drawn_top, drawn_bottom = (2 * int(np.count_nonzero(level[k])) > len(xs) - 1 for k in (0, -1))
    return Grid(xs, ys, level, upright, drawn_top, drawn_bottom)


def _extent(at: Reals, lo: Reals, hi: Reals) -> tuple[float, float]:
    """Where the grid ends: the outermost crossing edge, or the end of the edges that run beyond it
    by more than a stub.

    A rule that overshoots its neighbour by a few points closes nothing; one that leads 8 pt on has
    a cell beside it.
    """
    if not len(lo):
        return float(at.min()), float(at.max())
    low, high = float(lo.min()), float(hi.max())
    if len(at):
        low = low if at.min() - low > 4.0 else float(at.min())
        high = high if high - at.max() > 4.0 else float(at.max())
    return low, high


def _positions(at: Reals, weight: Reals, same: float) -> Reals:
    """One position a grid line: neighbours within `same` points are one, the longest edge of them
    says where.
    """
    order = at.argsort(kind="stable")
    found: list[float] = []
    first = heaviest = -np.inf
    for place, heavy in zip(at[order].tolist(), weight[order].tolist(), strict=True):
        if place - first >= same:
            found.append(place)
            first, heaviest = place, heavy
        elif heavy > heaviest:
            found[-1], heaviest = place, heavy
    return np.array(found)


def edges_to_walls(edges: Edges, lines: Reals, stops: Reals) -> Bools:
    """walls[k, c]: the edges at lines[k] cover at least COVERED of the stretch
    stops[c]..stops[c+1].
    """
    cover = np.zeros((len(lines), len(stops) - 1))
    if len(edges):
        nearest = np.abs(edges.at[:, None] - lines[None, :]).argmin(axis=1)
        overlap = np.minimum(edges.hi[:, None], stops[None, 1:]) - np.maximum(
            edges.lo[:, None], stops[None, :-1]
        )
        np.add.at(cover, nearest, np.maximum(overlap, 0))
    walls: Bools = cover >= COVERED * (stops[1:] - stops[:-1])
    return walls
