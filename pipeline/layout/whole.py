"""A table over all its pages, still a draft: what joining makes, and what it is given."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from pipeline.layout.draft import DraftLine, DraftTable
from pipeline.model import Box, Part

LABEL = 6  # letters of a label beside a diagonal


class HeadCell(Protocol):
    """What the rules for header rows ask of a cell, whichever door it came through. `bold`: whether
    its first line is; None without lines. `crossed`: a diagonal parts two labels.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    header_path: str | None

    @property
    def bare(self) -> str: ...

    @property
    def bold(self) -> bool | None: ...

    @property
    def crossed(self) -> bool: ...


class HeadTable(Protocol):
    """What they ask of a table. `repeats_header`: its `header_rows` are such beyond doubt."""

    rows: int
    header_rows: int
    repeats_header: bool
    told_rows: int
    shaded_rows: int

    @property
    def cols(self) -> int: ...

    @property
    def cells(self) -> Sequence[HeadCell]: ...


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
    goes_on: bool = False

    @property
    def bare(self) -> str:
        """Its text without any blank, to compare by."""
        return "".join("".join(line.text for line in self.lines).split())

    @property
    def bold(self) -> bool | None:
        """Whether its first line is bold; None where it has no line."""
        return self.lines[0].bold if self.lines else None

    @property
    def crossed(self) -> bool:
        """Whether it holds two labels, the one for the columns up to the right of the one for the
        rows: 등급 \\ 부문.
        """
        lines = [line for line in self.lines if line.text.strip()]
        if len(lines) != 2 or any(len("".join(line.text.split())) > LABEL for line in lines):
            return False
        upper, lower = lines
        return min(upper.box.x0 - lower.box.x0, upper.box.x1 - lower.box.x1) > upper.size


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
    goes_on: bool = False  # it is told to go on from the page before
    cut: bool = False  # so is its first row
    margin: float | None = None

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


def drop_empty_stripes(table: JoinedTable) -> None:
    """Takes the rows out of a header in which nothing begins but empty cells, under cells that go
    on: two rules near one another under the heads, no row.
    """
    for row in reversed(range(1, table.header_rows)):
        if not _is_empty_stripe(table, row):
            continue
        table.cells = [c for c in table.cells if c.row != row]
        for cell in table.cells:
            cell.row_span -= cell.row < row < cell.row + cell.row_span
            cell.row -= cell.row > row
        table.rows -= 1
        table.header_rows -= 1


def _is_empty_stripe(table: JoinedTable, row: int) -> bool:
    own = [c for c in table.cells if c.row == row]
    over = any(c.row < row < c.row + c.row_span for c in table.cells)
    return over and not any(c.bare or c.row_span > 1 or c.nested for c in own)


@dataclass(frozen=True, slots=True)
class Leaf:
    """What a page gives to joining: its top-level tables, the lines outside them that are no
    furniture, and the foot of its body.
    """

    page: int
    tables: Sequence[DraftTable]
    loose: Sequence[DraftLine]
    foot: float  # lowest point that the body of a page reaches in this document
