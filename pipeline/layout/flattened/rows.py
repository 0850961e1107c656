"""Units and their roles to areas, groups and rows; lines behind several titles are shared out, and
the doubt is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.layout.flattened.spans import Span
from pipeline.layout.flattened.units import Unit
from pipeline.model import Line
from pipeline.text import numbering_at


@dataclass(slots=True)
class RowDraft:
    """One programme as stretches of lines. doubt: a problem code where the order of the text does
    not tell what belongs to it.
    """

    title: list[Span] = field(default_factory=list)
    lines: list[list[Span]] = field(default_factory=list)
    figures: list[Span] = field(default_factory=list)
    extra: list[Span] = field(default_factory=list)
    doubt: str | None = None

    @property
    def first_line(self) -> Line | None:
        """Where the row begins; lines that came before any title make a row without one."""
        spans = [
            *self.title,
            *(span for line in self.lines for span in line),
            *self.figures,
            *self.extra,
        ]
        return spans[0].line if spans else None


def rows_to_values(rows: Sequence[RowDraft]) -> list[int | None]:
    """The numbers of the rows' titles, None without one. “3.24시간 돌봄” behind a second row is the
    third one, no decimal.

    >>> from pipeline.model import Line
    >>> rows_to_values([RowDraft([Span(Line(1, None, t), 0, 9)]) for t in ("2.쉼터 운영", "3.24시간 돌봄")])
    [2, 3]
    """
    values: list[int | None] = []
    for row in rows:
        text = (
            row.title[0].text.lstrip() if row.title else ""
        )  # lines before the first title: a row without one
        expected = (values[-1] or 0) + 1 if values else 1
        numbering = numbering_at(text)
        stem = f"{expected}."
        values.append(
            numbering.value[-1]
            if numbering
            else expected
            if text.startswith(stem) and len(text) > len(stem)
            else None
        )
    return values


@dataclass(slots=True)
class GroupDraft:
    label: list[Span] = field(default_factory=list)
    rows: list[RowDraft] = field(default_factory=list)


@dataclass(slots=True)
class AreaDraft:
    title: list[Span] = field(default_factory=list)
    groups: list[GroupDraft] = field(default_factory=list)


@dataclass(slots=True)
class Pending:
    """Titles that wait for their lines, and the lines that have come since, chunk by chunk."""

    rows: list[RowDraft] = field(default_factory=list)
    chunks: list[list[list[Span]]] = field(default_factory=list)
    last_chunk: int = -1

    def add(self, unit: Unit) -> None:
        """A new achievement line."""
        if unit.chunk != self.last_chunk or not self.chunks:
            self.chunks.append([])
        self.chunks[-1].append([unit.span])
        self.last_chunk = unit.chunk

    def share_out(self) -> None:
        """One title takes all; as many chunks as titles go one to one; else the last title takes
        all. Two or more are in doubt.

        Source: column-wise exports print several titles before the lines of the first; only the
        order is left to go by.
        """
        if len(self.rows) > 1 and self.chunks:
            for row in self.rows:
                row.doubt = "row_order_doubt"
        if len(self.rows) > 1 and len(self.chunks) == len(self.rows):
            for row, chunk in zip(self.rows, self.chunks, strict=True):
                row.lines = chunk
        elif self.rows:
            self.rows[-1].lines = [line for chunk in self.chunks for line in chunk]
        self.rows, self.chunks, self.last_chunk = [], [], -1


def units_to_areas(
    units: Sequence[Unit], roles: Sequence[str]
) -> tuple[list[AreaDraft], list[Span]]:
    """The areas with all that they hold, and the stretches that fit nowhere."""
    areas: list[AreaDraft] = []
    unread: list[Span] = []
    pending = Pending()
    for k, (unit, role) in enumerate(zip(units, roles, strict=True)):
        if role in ("area", "group", "title") and pending.chunks:
            pending.share_out()
        if role in ("area", "area_more"):
            more = k > 0 and roles[k - 1] == "area" and role == "area_more"
            _to_area(areas, unit, more)
        elif role in ("group", "label"):
            _to_label(areas, unit, role)
        elif role == "title":
            row = RowDraft([unit.span])
            _group(areas).rows.append(row)
            pending.rows.append(row)
        elif not _to_row(pending, unit, role):
            unread.append(unit.span)
    pending.share_out()
    return areas, unread


def _to_area(areas: list[AreaDraft], unit: Unit, continues: bool) -> None:
    if continues and areas:
        areas[-1].title.append(unit.span)
    else:
        areas.append(AreaDraft([unit.span]))


def _to_label(areas: list[AreaDraft], unit: Unit, role: str) -> None:
    """A group's number or a piece of its label."""
    if role == "group" and areas:
        areas[-1].groups.append(GroupDraft())
    _group(areas).label.append(unit.span)


def _group(areas: list[AreaDraft]) -> GroupDraft:
    if not areas:
        areas.append(AreaDraft())
    if not areas[-1].groups:
        areas[-1].groups.append(GroupDraft())
    return areas[-1].groups[-1]


def _to_row(pending: Pending, unit: Unit, role: str) -> bool:
    """Hands a stretch to the row that it belongs to; False where there is none."""
    row = pending.rows[-1] if pending.rows else None
    if role == "line" and row:
        pending.add(unit)
    elif role == "line_more" and pending.chunks:
        pending.chunks[-1][-1].append(unit.span)
    elif role == "title_more" and row:
        row.title.append(unit.span)
    elif role in ("figures", "extra") and row:
        getattr(row, role).append(unit.span)
    else:
        return False
    return True
