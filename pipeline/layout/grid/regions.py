"""Where tables are: from a header down over as many pages as their lines keep its columns apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.faults import Faults, Lost
from pipeline.layout.grid.columns import Choice
from pipeline.layout.grid.headers import Header, loose_to_headers
from pipeline.layout.grid.parts import Part, parts_to_edges, parts_to_em
from pipeline.layout.grid.reach import Headers, header_to_parts, next_header
from pipeline.layout.grid.running import take_furniture
from pipeline.layout.grid.tokens import Loose
from pipeline.layout.grid.walls import FEWEST, Walls, rules_to_walls
from pipeline.model import Place

MARGIN = 2.0  # pt around the ink
SOLID = 0.6  # em of white between two lines of a title or a label


@dataclass(slots=True, eq=False)
class Region:
    """A table's place over all its pages, and its column edges."""

    header: Header
    parts: list[Part]
    edges: list[float]
    em: float
    choices: list[Choice] = field(default_factory=list)  # of its edges, where they were voted for
    walls: Walls = field(default_factory=Walls)
    solid: float = SOLID  # em of white between two lines of one cell, at most
    lined: bool = False  # of lines of text: a total stands on one of its own

    @property
    def walls_part_rows(self) -> bool:
        """Two rules or more lie between its lines."""
        return sum(map(self._inner_walls, range(len(self.parts)))) > 1

    def _inner_walls(self, part: int) -> int:
        lines = self.parts[part].lines()
        if not lines or part >= len(self.walls.by_part):
            return 0
        inner = self.walls.between(part, lines[0].bottom, lines[-1].top)
        return sum(2 * len(w.over) > len(self.edges) for w in inner)

    @property
    def xs(self) -> list[float]:
        """All column edges, the outer ones where the ink ends."""
        lines = [line for part in self.parts for line in part.all_lines()]
        return [
            min(line.x0 for line in lines) - MARGIN,
            *self.edges,
            max(line.x1 for line in lines) + MARGIN,
        ]


@dataclass(frozen=True, slots=True)
class Missed:
    """What stands below a header of programmes of which no table was found; `failed`: by a
    fault.
    """

    part: Part
    failed: bool = False


def looses_to_regions(looses: Sequence[Loose], faults: Faults) -> Iterator[Region | Missed]:
    """The tables of programmes, told by their header, in reading order; none shares a line with
    another.

    Other headers are left to bands: read so, they lost on the judging half of the rule-erased
    reports (F1 .573 to .494, level rules left .753 to .606).
    """
    faults.spare(Lost("furniture"), take_furniture, looses, instead=None)
    none: list[Header] = []
    headers = {
        loose.number: faults.spare(
            Lost("page", Place(loose.number)), loose_to_headers, loose, instead=none
        )
        for loose in looses
    }
    yield from headers_to_regions(looses, headers, faults, _header_to_region)


def headers_to_regions(
    looses: Sequence[Loose],
    headers: Headers,
    faults: Faults,
    to_region: Callable[[Sequence[Loose], int, Header, Headers], Region | None],
) -> Iterator[Region | Missed]:
    """The tables below the headers of programmes, in reading order."""
    ended: dict[int, int] = {}  # by page: the first line behind what is taken
    for at, loose in enumerate(looses):
        for header in headers[loose.number]:
            if not header.is_programme or header.first < ended.get(loose.number, 0):
                continue
            first = header_to_part(loose, header, headers)
            lost = Lost("table", Place(loose.number, box=first.box))
            region = faults.spare(
                lost, to_region, looses, at, header, headers, instead=Missed(first, True)
            )
            yield region or Missed(first)
            if isinstance(region, Region):
                ended |= {p.loose.number: p.last for p in region.parts}


def header_to_part(loose: Loose, header: Header, headers: Headers) -> Part:
    """What stands below a header, down to the next one."""
    stop = next_header(loose, headers[loose.number], header.first + 1)
    return Part(loose, header.last + 1, stop, header)


def _header_to_region(
    looses: Sequence[Loose], at: int, header: Header, headers: Headers
) -> Region | None:
    """The table below a header: its columns by its own page first, then by all that it reaches."""
    parts = [header_to_part(looses[at], header, headers)]
    edges: list[float] = []
    for _ in range(2):
        em = parts_to_em(parts)
        for _ in range(2):
            edges = [c.at for c in parts_to_edges(header, parts, em, edges)]
        parts = header_to_parts(looses, at, header, headers, edges, em)
        if not parts:
            return None
    em = parts_to_em(parts)
    choices = parts_to_edges(header, parts, em, edges)
    region = Region(header, parts, [c.at for c in choices], em, choices)
    xs = region.xs
    region.walls = Walls([rules_to_walls(p.loose.rules, xs) for p in parts])
    _end_at_rule(region)
    return region


def _end_at_rule(region: Region) -> None:
    """Where rules part the rows, a table ends with its last rule, but for rows at a page's foot."""
    part, lines = region.parts[-1], region.parts[-1].loose.lines
    behind = [i for i in range(part.last, len(lines)) if i not in part.loose.taken]
    if not behind or part.first == part.last:
        return
    walls = region.walls.within(len(region.parts) - 1, lines[part.first].top, lines[behind[0]].top)
    own = [w.at for w in walls if len(w.over) == len(region.edges) + 1]
    if len(own) + 1 < FEWEST:
        return
    while part.last > part.first and lines[part.last - 1].top > max(own):
        part.last -= 1
