"""A table over all its pages, still a draft: what joining makes, and what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.layout.draft import DraftLine, DraftTable
from pipeline.model import Box, Part


@dataclass(slots=True, eq=False)
class JoinedCell:
    """A cell of a whole table. `pieces`: page and box wherever it runs; `cuts`: indices into
    `lines` where a page break cut its text.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    pieces: list[tuple[int, Box]]
    lines: list[DraftLine]
    cuts: list[int] = field(default_factory=list)
    nested: list[JoinedTable] = field(default_factory=list)
    carried: bool = False
    doubt: str | None = None
    open_bottom: bool = False
    open_top: bool = False
    header_path: str | None = None

    @property
    def bare(self) -> str:
        """Its text without any blank, to compare by."""
        return "".join("".join(line.text for line in self.lines).split())


@dataclass(slots=True, eq=False)
class JoinedTable:
    """A table over one or more pages. `repeated`: the lines of header rows and labels that were
    printed again and dropped.
    """

    xs: list[float]
    rows: int
    cells: list[JoinedCell]
    parts: list[Part]
    origin: str
    heading_box: bool = False
    header_rows: int = 0
    captions: list[DraftLine] = field(default_factory=list)
    unit: str | None = None
    repeated: list[DraftLine] = field(default_factory=list)
    repeats_header: bool = False  # the header stands on later pages again: it is one, beyond doubt
    told_rows: int = 0  # rows at the top that the lattice was built with as header
    soft: bool = False  # its column edges are white, not rules
    shaded_rows: int = 0  # rows at the top whose cells are all shaded

    @property
    def cols(self) -> int:
        return len(self.xs) - 1

    @property
    def box(self) -> Box:
        box = self.parts[0].box
        assert box is not None
        return box

    @property
    def page(self) -> int:
        return self.parts[0].page or 0


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a page gives to joining: its top-level tables, the lines outside them that are no
    furniture, and the foot of its body.
    """

    page: int
    tables: Sequence[DraftTable]
    loose: Sequence[DraftLine]
    foot: float  # lowest point that the body of a page reaches in this document
