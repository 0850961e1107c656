"""What each page has of a table, and the column edges by the votes of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.layout.grid.columns import Choice, Profile, header_to_choices
from pipeline.layout.grid.headers import Header
from pipeline.layout.grid.tokens import Line, Loose
from pipeline.model import Box

LEAST_EM = 0.5  # pt: letters may have no height, and widths are told in em
CROSSES = 0.05  # em of ink on both sides of an edge


@dataclass(slots=True, eq=False)
class Part:
    """What a page has of a table: lines first..last (exclusive) below `header`, if one is there."""

    loose: Loose
    first: int
    last: int
    header: Header | None = None

    def lines(self) -> list[Line]:
        taken = self.loose.taken
        return [self.loose.lines[i] for i in range(self.first, self.last) if i not in taken]

    def names(self) -> list[bool]:
        """Which of its lines are known to be names over the columns."""
        own = range(self.first, self.last)
        return [i in self.loose.names for i in own if i not in self.loose.taken]

    def all_lines(self) -> list[Line]:
        """Its header's lines too."""
        top = self.header
        head = self.loose.lines[top.first : top.last + 1] if top else []
        return [*head, *self.lines()]

    @property
    def box(self) -> Box | None:
        """Around all its lines, None where it has none."""
        return lines_to_box(self.all_lines())


def lines_to_box(lines: Sequence[Line]) -> Box | None:
    """The box around lines, None where there are none."""
    if not lines:
        return None
    return Box(
        min(x.x0 for x in lines),
        min(x.top for x in lines),
        max(x.x1 for x in lines),
        max(x.bottom for x in lines),
    )


def parts_to_em(parts: Sequence[Part]) -> float:
    """The size of a table's letters, by letters."""
    sizes: Counter[float] = Counter()
    for part in parts:
        for line in part.lines():
            sizes[round(line.size, 1)] += line.last - line.first
    return max(LEAST_EM, sizes.most_common(1)[0][0] if sizes else parts[0].loose.ink.em)


def parts_to_edges(
    header: Header, parts: Sequence[Part], em: float, before: Sequence[float] = ()
) -> list[Choice]:
    """The inner column edges by the votes of all lines but those that span; `before`: the edges of
    a first look, which tell more of them.
    """
    left = header.columns[0].x0 - em
    profile = Profile(left, max(header.columns[-1].x1, left) + em, em)
    for part in parts:
        lines = [
            x
            for x in part.lines()
            if not (_is_over_heads(x, header) or _is_name(x, before, header, em))
        ]
        profile.add(part.loose, lines)
        if part.header is not None:
            profile.add_header(part.loose, part.header)
    return header_to_choices(header.columns, profile)


def _is_name(line: Line, before: Sequence[float], header: Header, em: float) -> bool:
    """One stretch of words from the first column over an edge of the first look: between its
    letters is no white that parts columns.
    """
    first = header.columns[0]
    over = crosses(line.x0, line.x1, before, em)
    return len(line.pieces) == 1 and over and line.x0 < (first.x0 + first.x1) / 2


def _is_over_heads(line: Line, header: Header) -> bool:
    """One stretch of words below the middles of two columns' headers: a name, it parts no
    columns.
    """
    if len(line.pieces) != 1:
        return False
    return sum(line.x0 < (c.x0 + c.x1) / 2 < line.x1 for c in header.columns) > 1


def crosses(x0: float, x1: float, edges: Sequence[float], em: float) -> bool:
    """Whether words run over a column edge.

    >>> crosses(10, 50, [30.0], 10), crosses(10, 30.2, [30.0], 10)
    (True, False)
    """
    return any(x0 < e - CROSSES * em and x1 > e + CROSSES * em for e in edges)
