"""Rows of one cell in tables without outer side rules: an area's name across all columns has no
upright rule at all.

Such a row cuts the crossings in two: the table above and the table below seem to be two, the name
between them loose text. The two level rules, of one width and as near one another as a row's, say
that it is one. (Style sheets that hide a table's sides, `[1] 직접일자리` over its programmes.)
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from pipeline.layout.captions import text_to_unit
from pipeline.layout.grids import Bools, Ints
from pipeline.layout.gutters import are_blank
from pipeline.layout.rulings import Edges
from pipeline.model import Glyphs

SAME_END = 3.0  # pt between the ends of the rules of one table
SAME_COLUMN = 2.0  # pt
SHORTEST = 100.0  # pt
LOWEST, HIGHEST = 6.0, 60.0  # pt between the two rules
WHITE = 0.9  # em over and under the name: a heading between two tables stands freer
LARGER = 1.15  # times the letters of the cells
MOST_LINES = 2
APART = 0.6  # em between the baselines' lines of one name
TITLE = 60  # glyphs above a page's first table that goes on: no more than a running head
NOTES = "(（※*<〈【"  # open a caption or a note; “[1]” numbers an area
GLYPHS = 4  # of a cell's words beside a name: a mark or a number; more is a second cell

Group = tuple[Ints, Ints]


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
    tables = sorted(
        (g for g in groups if len(g[0]) > 1 and len(g[1])),
        key=lambda g: float(across.at[g[0]].min()),
    )
    others = [g for g in groups if not (len(g[0]) > 1 and len(g[1]))]
    done: list[Group] = []
    for table in tables:
        above = done[-1] if done else None
        joined = _joined(stack, above, table, lone) if above is not None else None
        if joined is None:
            done.append(table)
        else:
            done[-1] = joined
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
    if not all(_is_row(stack, a, b, above) for a, b in pairwise(chain)) or _same_header(
        stack, above, below
    ):
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
    if stack.closed(group, int(full[0])) or stack.closed(group, int(full[-1])):
        return group
    edge, added = int(full[-1]), list[int]()
    for nearest in lone[np.argsort(at[lone])].tolist():
        if at[nearest] > at[edge] and stack.alike(np.array([nearest]), edge)[0]:
            if not _is_row(stack, edge, nearest, group):
                break
            added.append(nearest)
            edge = nearest
    edge = int(full[0])
    for nearest in lone[np.argsort(-at[lone])].tolist() if first else []:
        if at[nearest] < at[edge] and stack.alike(np.array([nearest]), edge)[0]:
            if not _is_row(stack, nearest, edge, group) or _printed_above(stack, nearest) > TITLE:
                break
            added.append(nearest)
            edge = nearest
    return np.concatenate((group[0], np.array(added, np.int64))), group[1]


def _printed_above(stack: Stack, edge: int) -> int:
    return int((stack.seen & (stack.glyphs.bottom < stack.across.at[edge] + 1)).sum())


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


def _same_header(stack: Stack, above: Group, below: Group) -> bool:
    """Both begin with the same words: two tables, each with its header."""
    first = []
    for group in (above, below):
        full = stack.full(group)
        first.append(
            stack.glyphs.code[stack.ink(int(full[0]), int(full[1]))].tolist()
            if len(full) > 1
            else []
        )
    return bool(first[0]) and first[0] == first[1]


def _is_row(stack: Stack, edge: int, below: int, group: Group) -> bool:
    """Whether a name stands between two level edges as a cell's words do: one or two lines of one
    stretch, close to both, in no larger letters, and no caption of what follows."""
    a, g = stack.across, stack.glyphs
    height = float(a.at[below] - a.at[edge])
    if not LOWEST < height < HIGHEST or _has_walls(stack, edge, below):
        return False
    own = stack.ink(edge, below)
    if not len(own):
        return False
    em = float(np.median(g.size[own]))
    white = max(float(g.top[own].min() - a.at[edge]), float(a.at[below] - g.bottom[own].max()))
    lines = np.split(own, np.flatnonzero(np.diff(g.baseline[own]) > APART * em) + 1)
    text = "".join(map(chr, g.code[own].tolist()))
    if white > WHITE * em or len(lines) > MOST_LINES or em > LARGER * _usual_size(stack, group):
        return False
    return (
        all(_is_one_stretch(g, line, em) for line in lines)
        and text_to_unit(text) is None
        and text[0] not in NOTES
    )


def _has_walls(stack: Stack, edge: int, below: int) -> bool:
    a, d = stack.across, stack.down
    inside = (d.at > a.lo[edge] - SAME_END) & (d.at < a.hi[edge] + SAME_END)
    return bool((inside & (d.lo < a.at[below] - SAME_END) & (d.hi > a.at[edge] + SAME_END)).any())


def _is_one_stretch(g: Glyphs, line: Ints, em: float) -> bool:
    """No white of two letters in it but behind a mark or a number: two stretches are two cells."""
    gap = np.flatnonzero(g.x0[line][1:] - g.x1[line][:-1] > 2 * em)
    return bool((gap < GLYPHS).all())


def _usual_size(stack: Stack, group: Group) -> float:
    """The size of most letters in a group's cells."""
    full = stack.full(group)
    own = stack.ink(int(full[0]), int(full[-1]))
    return float(np.median(stack.glyphs.size[own])) if len(own) else 0.0
