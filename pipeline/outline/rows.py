"""A programme table to its areas, groups and rows."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Cell, Printed, Table
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.grids import cell_printed, full_width_rows, join_printed, table_to_cover
from pipeline.pattern import lazy_pattern, named
from pipeline.text import bullet_at, close_up, is_total, numbering_at

TOLD = ("area", "group", "programme", "achievements")  # the columns of the outline itself


class TableReader:
    """Reads one programme table from its first body row to its last; areas and groups stay open
    over tables.
    """

    def __init__(
        self, table: Table, roles: Sequence[str | None], areas: list[AreaDraft], group_rows: bool
    ) -> None:
        self.table, self.roles, self.areas, self.group_rows = table, roles, areas, group_rows
        self.cover = table_to_cover(table)
        self.full = full_width_rows(table, self.cover, roles)
        self.kinds: list[str] = []  # kinds of numbering of full-width rows, outermost first
        self.seen: dict[str, Cell] = {}

    def read(self) -> list[AreaDraft]:
        """The areas, with this table's rows added."""
        done: set[int] = set()
        for row in range(self.table.header_rows, self.table.rows):
            if row in self.full:
                self._heading(self.full[row])
                continue
            if row in done:
                continue
            cell = self._cell(row, "programme")
            if self._is_total_row(row) or cell is None:
                continue
            self._labels(row)
            if cell.text and cell.row == row:
                draft = self._row(cell)
                self._group().rows.append(draft)
                done.update(range(row, row + cell.row_span))
            elif not cell.text:
                self._rest_of_row(row)
        return self.areas

    def _cell(self, row: int, role: str) -> Cell | None:
        return self.cover.get((row, self.roles.index(role))) if role in self.roles else None

    def _is_total_row(self, row: int) -> bool:
        labels = [self._cell(row, role) for role in ("area", "group", "number", "programme")]
        return any(c is not None and c.row == row and is_total(c.text) for c in labels)

    def _heading(self, cell: Cell) -> None:
        """A full-width row: an area, or a group where areas are named another way or numbered in
        another kind.
        """
        printed = cell_printed(cell)
        if is_total(printed.text):
            return
        numbering = numbering_at(printed.text)
        kind = numbering.kind if numbering else ""
        if kind not in self.kinds:
            self.kinds.append(kind)
        if "group" not in self.roles and (
            self.group_rows or "area" in self.roles or self.kinds.index(kind) > 0
        ):
            self._area().groups.append(GroupDraft(printed))
        else:
            self.areas.append(AreaDraft(printed))
            self.seen.pop("group", None)

    def _labels(self, row: int) -> None:
        """Area and group cells that begin to cover this row."""
        area, group = self._cell(row, "area"), self._cell(row, "group")
        if area is not None and area.text and self.seen.get("area") is not area:
            self.seen["area"] = area
            if not self._same_area(area):
                self.areas.append(AreaDraft(cell_printed(area)))
        if (
            group is not None
            and group.text
            and self.seen.get("group") is not group
            and group.col_span < self.table.cols
        ):
            self.seen["group"] = group
            if not self._same_group(group):
                self._area().groups.append(GroupDraft(cell_printed(group)))

    def _same_area(self, cell: Cell) -> bool:
        """A label printed again on the next page is no new area."""
        title = self.areas[-1].title if self.areas else None
        return title is not None and close_up(title.text) == close_up(cell.text)

    def _same_group(self, cell: Cell) -> bool:
        groups = self._area().groups
        return (
            bool(groups)
            and groups[-1].label is not None
            and close_up(groups[-1].label.text) == close_up(cell.text)
        )

    def _row(self, cell: Cell) -> RowDraft:
        """The cells of the rows that a programme's title covers."""
        rows = range(cell.row, cell.row + cell.row_span)
        found: dict[str, list[Cell]] = {}
        for col, role in enumerate(self.roles):
            if role in ("area", "group", "programme"):
                continue
            covering = [self.cover[r, col] for r in rows if (r, col) in self.cover]
            whole = role in (
                "department",
                "remarks",
            )  # a merged name holds for every row it spans; a merged figure is counted once
            cells = list({id(c): c for c in covering if whole or c.row in rows}.values())
            found.setdefault(role or f"column {col}", []).extend(cells)
        lines = found.pop("achievements", [])
        numbers = [c.text for c in found.get("number", []) if c.text]
        paragraphs = [p for c in lines for p in c.paragraphs]
        doubt = next((c.doubt for c in [cell, *lines] if c.doubt), None)
        return RowDraft(
            self.table,
            cell.row,
            cell_printed(cell),
            paragraphs,
            [cell, *lines],
            found,
            bare_no(numbers[0]) if numbers else None,
            doubt,
        )

    def _rest_of_row(self, row: int) -> None:
        """A row without a title goes on with the programme above it: its title was merged over rows
        and printed once. A total whose label stands over the results goes on with nothing.
        """
        rows = self._group().rows
        lines, title = self._cell(row, "achievements"), self._cell(row, "programme")
        if not rows or rows[-1].table is not self.table or lines is None or lines.row != row:
            return
        if not lines.text or is_total(lines.text):
            return
        rows[-1].paragraphs.extend(lines.paragraphs)
        rows[-1].own.extend(c for c in (title, lines) if c is not None)
        rows[-1].doubt = rows[-1].doubt or "row_without_title"
        self._beside(row, rows[-1])

    def _beside(self, row: int, draft: RowDraft) -> None:
        """The cells of a row's further columns to the programme that the row goes on with."""
        for col, role in enumerate(self.roles):
            cell = self.cover.get((row, col))
            if role not in TOLD and cell is not None and cell.row == row:
                draft.extra.setdefault(role or f"column {col}", []).append(cell)

    def _area(self) -> AreaDraft:
        if not self.areas:
            self.areas.append(AreaDraft(None))
        return self.areas[-1]

    def _group(self) -> GroupDraft:
        area = self._area()
        if not area.groups:
            area.groups.append(GroupDraft(None))
        return area.groups[-1]


def split_number(printed: Printed, expected: int | None = None) -> tuple[str | None, Printed, bool]:
    """A title without its mark and number; the number as printed without its punctuation; whether
    it was mistyped.

    Where a digit stands right behind the number, only the number that is `expected` there tells
    them apart (“3.1인가구” is number 3).

    >>> no, title, mistyped = split_number(Printed("4,디지털 직무"))
    >>> no, title.text, mistyped
    ('4', '디지털 직무', True)
    >>> split_number(Printed("3.1인가구 지원"), 3)[1].text, split_number(Printed("3.1인가구 지원"))[0]
    ('1인가구 지원', None)
    """
    bullet = bullet_at(printed.text)
    if bullet and bullet.end < len(printed.text):
        printed = printed.slice(bullet.end)
    numbering = numbering_at(printed.text)
    if numbering is None and expected is not None:
        stem = f"{expected}."
        return (
            (str(expected), printed.slice(len(stem)), False)
            if printed.text.startswith(stem)
            else (None, printed, False)
        )
    if numbering is None or numbering.end >= len(printed.text):
        return None, printed, False
    return numbering.printed, printed.slice(numbering.end), numbering.mistyped


def bare_no(text: str) -> str:
    """What a number column prints, without its punctuation.

    >>> bare_no("1."), bare_no("3-2")
    ('1', '3-2')
    """
    numbering = numbering_at(text)
    return numbering.printed if numbering and numbering.end >= len(text.rstrip()) else text.strip()


BARE_NUMBER = lazy_pattern(r"(\d{1,2})\s+(?=\D)")


def split_bare_numbers(labels: Sequence[Printed | None]) -> list[tuple[str | None, Printed | None]]:
    """Numbers without any punctuation before every label (“1 일자리”, “2 돌봄”): only where all of
    them count 1, 2, 3 …

    >>> [(no, p.text) for no, p in split_bare_numbers([Printed("1 일자리"), Printed("2 돌봄")]) if p]
    [('1', '일자리'), ('2', '돌봄')]
    >>> split_bare_numbers([Printed("50 플러스"), Printed("돌봄")])[0][0] is None
    True
    """
    found = [BARE_NUMBER.match(label.text) if label else None for label in labels]
    if len(labels) > 1 and all(m and int(m[1]) == k for k, m in enumerate(found, start=1)):
        return [
            (m[1], label.slice(m.end()))
            for m, label in zip(found, labels, strict=True)
            if m and label
        ]
    return [(None, label) for label in labels]


COUNT_NOTE = named("outline.count_note")


def drop_count(printed: Printed) -> Printed:
    """A heading without the count of programmes in brackets behind it, which `stated_programmes`
    has.

    >>> drop_count(Printed("일자리로 서는 청년 (7개 사업)")).text
    '일자리로 서는 청년'
    """
    m = COUNT_NOTE.search(printed.text)
    return printed.slice(0, m.start()) if m and m.start() > 0 else printed


def text_of(cells: Sequence[Cell]) -> str | None:
    """The text of several cells, None where nothing is printed."""
    return join_printed([p for c in cells for p in c.paragraphs], "\n").text or None
