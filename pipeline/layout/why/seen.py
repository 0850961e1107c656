"""What is told of a page or a table: plain records, places as the page is printed unless said
otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from pipeline.layout.grid.votes import Vote
from pipeline.model import Box, Table

# rule: drawn; outline: the table ends there, nothing is drawn; votes: chosen by the most votes;
# white: in the white that its lines leave; sign: a sign of the text; order: its lines follow one
# another; file: kept by the file
Kind = Literal["rule", "outline", "votes", "white", "sign", "order", "file"]
EdgeAxis = Literal["column", "row"]


@dataclass(frozen=True, slots=True)
class Edge:
    """A column's or a row's edge. `at`: points from the left or the top of the page as it is read
    (a page printed on its side is turned upright first); of text a display column.

    `drawn`: from where to where a rule lies on it, and over which share of the table. `total` and
    `second`: what all votes weigh here, and in the best other place; None where no votes were
    weighed.
    """

    axis: EdgeAxis
    at: float
    kind: Kind
    drawn: tuple[float, float, float] | None = None
    votes: tuple[Vote, ...] = ()
    total: float | None = None
    second_at: float | None = None
    second: float | None = None

    @property
    def margin(self) -> float | None:
        """How far it is ahead of the other place.

        >>> Edge("column", 100.0, "votes", total=14.0, second=2.5).margin
        11.5
        """
        if self.total is None or self.second is None:
            return None
        return self.total - self.second


@dataclass(frozen=True, slots=True)
class WhyCell:
    """A cell of a page's part: its place in the whole table (None where it was dropped as printed
    again), its place in the part, its words, and a doubt's problem code.
    """

    row: int | None
    col: int | None
    at: tuple[int, int]  # row and column in the part
    span: tuple[int, int]
    text: str
    box: Box | None = None
    doubt: str | None = None
    carried: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a part: the edge above it, and where rows were weighed, how much dearer the best
    reading without that edge is and what the row costs, by reason.
    """

    at: int
    edge: Edge
    header: bool = False
    margin: float | None = None
    costs: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Side:
    """A side of a cell as printed, and what kind of edge it lies on."""

    box: Box
    kind: Kind


@dataclass(frozen=True, slots=True)
class WhyTable:
    """What a page (or, without pages, the file) has of a table. `reader`: what drew its edges;
    `header`: the evidence that its header was known by; `lines`: first and last source line.
    """

    table_no: int | None
    reader: str
    rows: int
    cols: int
    header_rows: int
    header: str | None
    columns: tuple[Edge, ...]  # the outer ones too
    body: tuple[Row, ...]
    foot: Edge | None
    cells: tuple[WhyCell, ...]
    sides: tuple[Side, ...] = ()
    box: Box | None = None
    pages: tuple[int, ...] = ()
    part: int = 1
    parts: int = 1
    whole: tuple[int, int] | None = None  # rows and columns of the whole table
    caption: str | None = None
    unit: str | None = None
    margin: float | None = None
    parent: tuple[int, int, int] | None = None
    lines: tuple[int, int] | None = None
    unknown: tuple[str, ...] = ()  # what cannot be said of it, by name

    def of(self, table: Table) -> WhyTable:
        """The same with what is known of the whole table that this is, or is a part of."""
        return replace(
            self,
            pages=tuple(dict.fromkeys(p.page for p in table.parts if p.page is not None)),
            whole=(table.rows, table.cols),
            caption=table.caption.text if table.caption else None,
            unit=table.unit,
            margin=table.margin,
            parent=table.parent,
        )


@dataclass(frozen=True, slots=True)
class Outside:
    """A line outside tables, with what became of it."""

    line: int
    role: str
    text: str
    box: Box | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class WhyPage:
    """A page: `turn`: clockwise degrees by which its writing runs, 0 upright; `lost`: the problem
    code of a page of which nothing is made.

    `frames`: boxes round a heading or a single text; `undone`: grids of rules that are no table;
    `spare`: rules that belong to neither; `unread`: ink of a table that is in none of its cells.
    """

    page: int
    width: float
    height: float
    turn: int = 0
    lost: str | None = None
    tables: tuple[WhyTable, ...] = ()
    frames: tuple[Box, ...] = ()
    undone: tuple[Box, ...] = ()
    spare: tuple[Box, ...] = ()
    unread: tuple[Box, ...] = ()
