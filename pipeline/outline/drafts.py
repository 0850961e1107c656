"""What the rows of programme tables say, before areas, groups and programmes are counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.model import Cell, Printed, Problem, Table


@dataclass(slots=True)
class RowDraft:
    """A row: the cells that make one programme."""

    table: Table | None
    row: int
    title: Printed
    paragraphs: list[Printed]
    own: list[Cell]
    extra: dict[str, list[Cell]] = field(default_factory=dict)
    printed_no: str | None = None
    doubt: str | None = None
    beside: list[tuple[int, Cell]] = field(
        default_factory=list
    )  # table_no and cell of small tables under a programme's heading
    inside: list[tuple[int, Cell]] = field(
        default_factory=list
    )  # table_no and cell of its lines, where the title stands outside


@dataclass(slots=True)
class GroupDraft:
    label: Printed | None
    rows: list[RowDraft] = field(default_factory=list)
    printed_no: str | None = None  # the number, where the label is given without it


@dataclass(slots=True)
class AreaDraft:
    title: Printed | None
    groups: list[GroupDraft] = field(default_factory=list)
    printed_no: str | None = None
    year: int | None = None  # that its chapter is about
    doubt: str | None = None  # what speaks most against its rows, if they may be no programmes
    losses: list[Problem] = field(default_factory=list)  # what headings show to be missing
    shares: dict[str, list[bool]] = field(
        default_factory=dict
    )  # what only a tree of headings shows of its programmes and lines (evidence.py)
