"""Groups of edges to tables: those that only a row of one cell parts are one, those that touch
are two.

In tables without outer side rules the name of an area, across all columns, has no upright rule at
all. Such a row cuts the crossings in two: the table above and the table below seem to be two, the
name between them loose text. The two level rules, of one width and as near one another as those of
a row, say that it is one. (Style sheets that hide the sides of a table, `[1] 직접일자리` over its
programmes.)"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, takewhile

import numpy as np

from pipeline.layout.captions import text_to_unit
from pipeline.layout.grids import Bools, Ints
from pipeline.layout.gutters import are_blank
from pipeline.layout.rulings import Edges, Reals
from pipeline.model import Glyphs

SAME_END = 3.0  # pt between the ends of the rules of one table
SAME_COLUMN = 2.0  # pt
SHORTEST = 100.0  # pt
LOWEST, HIGHEST = 6.0, 60.0  # pt between the two rules
WHITE = 0.9  # em over and under the name: a heading between two tables stands freer
APART = 0.6  # em between the baselines' lines of one name
TITLE = 60  # glyphs above a page's first table that goes on: no more than a running head
NOTES = "(（※*<〈【"  # open a caption or a note; “[1]” numbers an area
GLYPHS = 4  # of a cell's words beside a name: a mark or a number; more is a second cell
Group = tuple[Ints, Ints]
MEETS = 2.0  # pt between the end of an upright edge and the rule it ends at
SAME = 2.0  # pt between the edges of one column
FEWEST = 3  # level edges: two rows
COVERED = 0.8  # of a table's width
OTHER_SIDE = 6.0  # pt by which the sides of another table stand elsewhere


@dataclass(slots=True, eq=False)
class Stack:
    """What the groups of a page are compared by: its edges, and its visible glyphs."""

    across: Edges
    down: Edges
    glyphs: Glyphs
    seen: Bools

    def full(self, group: Group) -> Ints:
        """The level edges of a group that reach from side to side, top down."""
        h = group[0]
        widest = h[np.argmax((self.across.hi - self.across.lo)[h])]
        own = h[self.alike(h, int(widest))]
        return own[np.argsort(self.across.at[own])]

    def alike(self, which: Ints, edge: int) -> Bools:
        """Which of these level edges begin and end with one."""
        a = self.across
        same: Bools = (np.abs(a.lo[which] - a.lo[edge]) < SAME_END) & (
            np.abs(a.hi[which] - a.hi[edge]) < SAME_END
        )
        return same

    def columns(self, group: Group, edge: int) -> list[float]:
        """Where upright edges of a group touch one of its level edges."""
        v = group[1]
        y = self.across.at[edge]
        own = v[(self.down.lo[v] < y + SAME_END) & (self.down.hi[v] > y - SAME_END)]
        return sorted(self.down.at[own].tolist())

    def closed(self, group: Group, edge: int) -> bool:
        """Whether upright edges meet a level edge at both its ends: every row of such a table has
        sides, a heading under it none.
        """
        at = self.columns(group, edge)
        return (
            bool(at)
            and at[0] - self.across.lo[edge] < SAME_END
            and self.across.hi[edge] - at[-1] < SAME_END
        )

    def ink(self, edge: int, below: int) -> Ints:
        """The visible glyphs between two level edges, line by line."""
        g, a = self.glyphs, self.across
        y, x = (g.top + g.bottom) / 2, (g.x0 + g.x1) / 2
        own = np.flatnonzero(
            self.seen & (y > a.at[edge]) & (y < a.at[below]) & (x > a.lo[edge]) & (x < a.hi[edge])
        )
        return own[np.lexsort((g.x0[own], np.round(g.baseline[own])))]


def groups_over_full_rows(
    groups: list[Group], across: Edges, down: Edges, glyphs: Glyphs
) -> list[Group]:
    """The groups of edges, those made one that only rows without upright rules part, and with such
    rows at their ends.
    """
    grouped = np.zeros(len(across), bool)
    for h, _ in groups:
        grouped[h] = True
    if not groups or (len(groups) < 2 and grouped.all()):
        return groups
    stack = Stack(across, down, glyphs, (glyphs.turn == 0) & ~are_blank(glyphs.code))
    lone = np.flatnonzero(~grouped & (across.hi - across.lo >= SHORTEST))
    tables = [g for g in groups if len(g[0]) > 1]
    others = [g for g in groups if len(g[0]) <= 1]
    done: list[Group] = []
    for table in sorted(tables, key=lambda g: float(across.at[g[0]].min())):
        joined = _joined(stack, done[-1], table, lone) if done else None
        done[-1:] = [*done[-1:], table] if joined is None else [joined]
    return [*others, *(_with_ends(stack, g, lone, first=k == 0) for k, g in enumerate(done))]


def _joined(stack: Stack, above: Group, below: Group, lone: Ints) -> Group | None:
    """Two groups as one, if nothing but rows of one cell stands between them."""
    bottom, top = int(stack.full(above)[-1]), int(stack.full(below)[0])
    chain = [bottom, *_between(stack, bottom, top, lone), top]
    if not stack.alike(np.array([top]), bottom)[0] or not _same_columns(
        stack, above, bottom, below, top
    ):
        return None
    if stack.closed(above, bottom) or stack.closed(below, top):
        return None
    if not all(_is_row(stack, a, b) for a, b in pairwise(chain)):
        return None
    return np.concatenate((above[0], np.array(chain[1:-1], np.int64), below[0])), np.concatenate(
        (above[1], below[1])
    )


def _between(stack: Stack, bottom: int, top: int, lone: Ints) -> list[int]:
    """The lone edges between two of one width, top down."""
    at = stack.across.at
    own = lone[(at[lone] > at[bottom]) & (at[lone] < at[top]) & stack.alike(lone, bottom)]
    return [int(i) for i in own[np.argsort(at[own])]]


def _with_ends(stack: Stack, group: Group, lone: Ints, first: bool) -> Group:
    """A group with the rows of one cell that follow it or, where it goes on from the page before,
    begin it.
    """
    full, at = stack.full(group), stack.across.at
    top, bottom = int(full[0]), int(full[-1])
    if stack.closed(group, top) or stack.closed(group, bottom):
        return group
    below = lone[stack.alike(lone, bottom) & (at[lone] > at[bottom])]
    above = lone[stack.alike(lone, top) & (at[lone] < at[top])] if first else lone[:0]
    down = pairwise([bottom, *below[np.argsort(at[below])].tolist()])
    up = pairwise([top, *above[np.argsort(-at[above])].tolist()])
    added = [b for _, b in takewhile(lambda pair: _is_row(stack, *pair), down)]
    added += [b for _, b in takewhile(lambda pair: _is_first_row(stack, *pair), up)]
    return np.concatenate((group[0], np.array(added, np.int64))), group[1]


def _is_first_row(stack: Stack, below: int, edge: int) -> bool:
    """A row over a group, and over it no more than a running head."""
    above = stack.seen & (stack.glyphs.bottom < stack.across.at[edge] + 1)
    return _is_row(stack, edge, below) and int(above.sum()) <= TITLE


def _same_columns(stack: Stack, above: Group, bottom: int, below: Group, top: int) -> bool:
    """The columns that end at a full row go on below it, but for those that are merged at one side
    of it.
    """
    few, many = sorted((stack.columns(above, bottom), stack.columns(below, top)), key=len)
    return (
        bool(few)
        and all(any(abs(a - b) < SAME_COLUMN for b in many) for a in few)
        and len(few) * 2 >= len(many)
    )


def _is_row(stack: Stack, edge: int, below: int) -> bool:
    """Whether a name stands between two level edges as a cell's words do: close to both, of one
    stretch, and no caption of what follows."""
    a, g = stack.across, stack.glyphs
    own = stack.ink(edge, below)
    if not LOWEST < float(a.at[below] - a.at[edge]) < HIGHEST or not len(own):
        return False
    em = float(np.median(g.size[own]))
    white = max(float(g.top[own].min() - a.at[edge]), float(a.at[below] - g.bottom[own].max()))
    lines = np.split(own, np.flatnonzero(np.diff(g.baseline[own]) > APART * em) + 1)
    text = "".join(map(chr, g.code[own].tolist()))
    return (
        white <= WHITE * em
        and all(_is_one_stretch(g, line, em) for line in lines)
        and text_to_unit(text) is None
        and text[0] not in NOTES
    )


def _is_one_stretch(g: Glyphs, line: Ints, em: float) -> bool:
    """No white of two letters in it but behind a mark or a number: two stretches are two cells."""
    gap = np.flatnonzero(g.x0[line][1:] - g.x1[line][:-1] > 2 * em)
    return bool((gap < GLYPHS).all())


def edges_to_tables(across: Edges, down: Edges) -> Iterator[tuple[Edges, Edges]]:
    """The edges of one group, parted where no upright edge runs through, no column goes on and a
    side stands elsewhere.

    Source: a table of growth rates right on the box of the next heading, set 23 pt narrower.
    """
    for y in np.unique(np.round(across.at, 1)).tolist() if len(down) > 3 else ():
        above, below = down.hi < y + MEETS, down.lo > y - MEETS
        own = across.at < y + MEETS
        if not (
            above.any()
            and below.any()
            and (above | below).all()
            and _are_two(down.at[above], down.at[below])
        ):
            continue
        if _spanning(across.take(own), down.at[above]) >= FEWEST and _covers(
            across.take(~own), down.at[below]
        ):  # no boxes of a chart
            lower = across.take(~own)
            lo, hi = float(down.at[below].min()), float(down.at[below].max())
            yield across.take(own), down.take(above)
            half = float(across.half.max())
            closed = Edges(
                np.append(lower.at, y),
                np.append(lower.lo, lo),
                np.append(lower.hi, hi),
                np.append(lower.half, half),
            )
            yield from edges_to_tables(closed, down.take(below))
            return
    yield across, down


def _spanning(across: Edges, columns: Reals) -> int:
    """How many level edges run from side to side."""
    return int(((across.lo < columns.min() + MEETS) & (across.hi > columns.max() - MEETS)).sum())


def _covers(across: Edges, columns: Reals) -> bool:
    """Whether the lowest edges run nearly from side to side: the cells of a heading's box stand a
    little apart.
    """
    lo, hi = columns.min(), columns.max()
    own = across.at > across.at.max(initial=-np.inf) - MEETS
    return bool(
        (np.clip(across.hi[own], lo, hi) - np.clip(across.lo[own], lo, hi)).sum()
        > COVERED * (hi - lo)
    )


def _are_two(above: Reals, below: Reals) -> bool:
    """Another side, and no inner column in common.

    >>> _are_two(np.array([50., 150, 400]), np.array([50., 80, 370])), _are_two(np.array([50., 150, 400]), np.array([50., 80, 400]))
    (True, False)
    """
    sides = max(abs(above.min() - below.min()), abs(above.max() - below.max()))
    inner, other = (x[(x > x.min() + SAME) & (x < x.max() - SAME)] for x in (above, below))
    shared = (
        (np.abs(inner[:, None] - other[None, :]) < SAME).any()
        if len(inner) and len(other)
        else False
    )
    return bool(sides > OTHER_SIDE and len(inner) and len(other) and not shared)
