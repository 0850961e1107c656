"""What outline gives: the report's own organisation, area (분야) > group (과제) > programme
(단위사업) > achievement line.
"""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.blocks import Mark, Paragraph, Printed, Table
from pipeline.model.document import Place
from pipeline.model.problem import Problem


@dataclass(frozen=True, slots=True)
class Achievement:
    """One line of a programme, without its mark: level 1 for the outermost mark, 2 for the next …"""

    number: int  # from 1 inside the programme
    level: int
    mark: str | None
    printed: Printed
    place: Place
    corrected_from: str | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A row. `extra` names the cells of its additional columns: (table_no, row, col) of 예산,
    집행액, 목표 …
    """

    programme_id: str  # area.group.programme by position
    seq: int
    number: int
    printed_no: str | None
    title: Printed
    achievements: tuple[Achievement, ...]
    place: Place
    state: str | None = None  # ended, merged, transferred
    state_quote: str | None = None
    department: str | None = None
    remarks: str | None = None
    table_no: int | None = None
    extra: tuple[tuple[int, int, int], ...] = ()
    own_cells: tuple[
        tuple[int, int, int], ...
    ] = ()  # cells whose text is the title or the achievements
    below: tuple[int, ...] = ()  # numbers of the tables that stand below its heading
    corrected_from: str | None = None
    ref_year: int | None = None  # that its chapter is about
    doubt: str | None = None  # code of the problem why it may be no programme


@dataclass(frozen=True, slots=True)
class Group:
    number: int
    printed_no: str | None
    title: Printed | None
    programmes: tuple[Programme, ...]


@dataclass(frozen=True, slots=True)
class Area:
    number: int
    printed_no: str | None
    title: Printed | None
    stated_programmes: int | None
    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The whole report. `marks` cover every character of every line; what they leave uncovered is
    `unread`.
    """

    title: str | None
    year: int | None
    organisation: str | None
    department: str | None
    areas: tuple[Area, ...]
    front: tuple[
        Paragraph, ...
    ]  # running text outside programme rows: statements of the front matter, headings too
    tables: tuple[Table, ...]
    marks: tuple[Mark, ...]
    problems: tuple[Problem, ...] = ()
    report_id: str = ""
    year_source: str | None = None  # title, person; None without a year
    outline: str = "none"  # programmes; doubtful: rows that may be none; none: no rows

    @property
    def programmes(self) -> tuple[Programme, ...]:
        return tuple(p for a in self.areas for g in a.groups for p in g.programmes)
