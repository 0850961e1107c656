"""The columns of text made straight, so that the scored grid reads it as it reads a page: the ink
of every line is moved until each column begins where it begins in all lines.

Invariant: no word is cut, the words of a line keep their order.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from pipeline.layout.captions import is_caption
from pipeline.layout.flattened.ink import EM, INKED, WIDE, Sources
from pipeline.layout.flattened.linewords import text_to_words
from pipeline.layout.flattened.seams import Row, rows_to_seams
from pipeline.layout.grid.headers import Header
from pipeline.layout.grid.tokens import Loose, ink_to_lines
from pipeline.layout.grids import Ints
from pipeline.model import Line
from pipeline.text import bullet_at, numbering_at

GAP = 2  # characters between two columns
Headers = dict[int, list[Header]]  # by page, top down
Roles = tuple[str | None, ...]


@dataclass(slots=True, eq=False)
class Placed:
    """A line of a stretch: the column of each of its characters, and how far each stands from where
    its column begins. `name`: it goes over several columns, or says of all what they are.
    """

    loose: Loose
    number: int  # of its page
    printed: Line
    row: Row
    col: Ints
    off: Ints
    name: bool


@dataclass(slots=True, eq=False)
class Stretch:
    """The lines below a header, page after page, its own and its repeats among them."""

    header: Header
    lines: list[tuple[Loose, int, Line]] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def add(self, loose: Loose, i: int, printed: Line, head: Header, near: bool) -> None:
        """One more line, the last header over it, and whether that is on its page."""
        words, lone = text_to_words(printed.text), len(loose.lines[i].pieces) == 1
        is_head = near and head.first <= i <= head.last
        self.lines.append((loose, i, printed))
        self.rows.append(Row(words, loose.number, head, is_head, near, lone))


@dataclass(slots=True, eq=False)
class Straight:
    """Headers as they stand in the moved ink, the edges of the columns of each, and the lines below
    them.
    """

    headers: Headers
    edges: dict[Header, list[float]]
    stretches: list[list[Placed]]


def straighten(looses: Sequence[Loose], sources: Sources, headers: Headers) -> Straight:
    """Moves the ink of all lines below headers."""
    by_roles: dict[Roles, list[list[Placed]]] = {}
    for stretch in looses_to_stretches(looses, sources, headers):
        own = stretch_to_placed(stretch, sources)
        by_roles.setdefault(stretch.header.roles, []).append(own)
    bases = {roles: _move(own, len(roles)) for roles, own in by_roles.items()}
    for loose in looses:
        loose.ink.x1 = loose.ink.x0 + INKED
        loose.lines = ink_to_lines(loose.ink, np.full(len(loose.ink.x0), EM))
    moved = {page: [_moved(h, bases[h.roles]) for h in own] for page, own in headers.items()}
    return Straight(moved, _edges(moved, bases), [x for own in by_roles.values() for x in own])


def _edges(headers: Headers, bases: Mapping[Roles, Sequence[int]]) -> dict[Header, list[float]]:
    """The column edges of each header, in the middle of the white between its columns."""
    inner = {roles: [(x - GAP / 2) * WIDE for x in own[1:-1]] for roles, own in bases.items()}
    return {h: inner[h.roles] for own in headers.values() for h in own}


def _moved(header: Header, bases: Sequence[int]) -> Header:
    columns = tuple(
        replace(c, x0=bases[k] * WIDE, x1=(bases[k + 1] - GAP) * WIDE)
        for k, c in enumerate(header.columns)
    )
    return replace(header, columns=columns)


def looses_to_stretches(
    looses: Sequence[Loose], sources: Sources, headers: Mapping[int, Sequence[Header]]
) -> list[Stretch]:
    """The lines below each header down to one with other columns."""
    found: list[Stretch] = []
    head: Header | None = None
    for loose in looses:
        heads, near = {h.first: h for h in headers[loose.number]}, False
        for i in range(len(loose.lines)):
            if i in heads:
                head, near = heads[i], True
                if not found or head.roles != found[-1].header.roles:
                    found.append(Stretch(head))
            if head is not None:
                found[-1].add(loose, i, sources[loose.number].lines[i], head, near)
    return found


def stretch_to_placed(stretch: Stretch, sources: Sources) -> list[Placed]:
    """The lines of a stretch with the column of each character."""
    found: list[Placed] = []
    seams = rows_to_seams(stretch.rows)
    text = stretch.header.text or 0
    for (loose, i, printed), row, seam in zip(stretch.lines, stretch.rows, seams, strict=True):
        line = loose.lines[i]
        offset = sources[loose.number].offset[line.first : line.last]
        col, name = _columns(printed.text, row, offset, seam, text)
        off = offset - np.concatenate(([0], seam))[col]
        found.append(Placed(loose, i, printed, row, col, off, name))
    return found


def _columns(text: str, row: Row, offset: Ints, seam: Ints, achieved: int) -> tuple[Ints, bool]:
    """The column of each character, whole words in one, and whether the line is a name. A line of
    one piece is parted only before what opens a column, a caption never.
    """
    opens = np.concatenate(([True], np.diff(offset) > 1))
    word = offset[np.maximum.accumulate(np.where(opens, np.arange(len(offset)), 0))]
    col = np.searchsorted(seam, word, "right")
    caption = row.lone and is_caption(text.strip())
    changed = offset[1:][col[1:] != col[:-1]].tolist()
    inside = col[0] == col[-1] and bool(offset[-1] < np.append(seam, len(text) + 1)[col[0]])
    parted = bool(changed) and all(_is_opened(text, at) for at in changed)
    if not row.lone or ((inside or parted) and not caption):
        return col, False
    return np.full(len(offset), col[0]), caption or bool(col[0] < achieved)


def _is_opened(text: str, at: int) -> bool:
    """Whether a mark or a number begins there."""
    return bullet_at(text[at] + " x") is not None or numbering_at(text, at) is not None


def _move(stretches: Sequence[Sequence[Placed]], columns: int) -> list[int]:
    """Moves the ink of all stretches of one kind; where each column begins and where the last one
    ends, in characters, `GAP` behind it counted.
    """
    placed = [one for own in stretches for one in own]
    widths = np.ones(columns, np.int64)
    for one in placed:
        if not one.name:
            np.maximum.at(widths, one.col, one.off + 1)
    bases = np.concatenate(([0], np.cumsum(widths + GAP)))
    for one in placed:
        line = one.loose.lines[one.number]
        one.loose.ink.x0[line.first : line.last] = (bases[one.col] + one.off) * WIDE
    return [int(x) for x in bases]
