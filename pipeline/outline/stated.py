"""How many programmes the report says it has, in all and by area, beside how many rows were read."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from difflib import SequenceMatcher

import regex

from pipeline.lexicon import words
from pipeline.model import Area, Paragraph, Place, Printed, Problem, Table
from pipeline.outline.grids import join_printed
from pipeline.text import bullet_at, close_up, numbering_at

LIKE_TITLE = 0.8
LINES_BEHIND = 2  # an area's count may stand one or two lines below its name


@functools.cache
def _pattern(name: str) -> regex.Pattern[str]:
    return regex.compile(words("cover")["stated"][name])


def items_to_statements(items: Sequence[Paragraph | Table], own: frozenset[int]) -> list[Printed]:
    """Paragraphs, and rows of tables that are no programme table, as one line each."""
    lines: list[Printed] = []
    for item in items:
        if isinstance(item, Paragraph):
            lines.append(item.printed)
        elif item.table_no not in own:
            lines.extend(table_to_statements(item))
    return [line for line in lines if line.text]


def table_to_statements(table: Table) -> list[Printed]:
    """The rows of a table as lines; a bare number under a header that counts programmes gets its counter back.

    Source: overview tables “분야 | 사업 수”.
    """
    lines = []
    for row in range(table.rows):
        cells = [c for c in table.cells if c.row == row and c.text]
        parts = []
        for cell in cells:
            counted = bool(_pattern("column").search(close_up(cell.header_path or ""))) and cell.text.strip().isdigit()
            parts.append(Printed(cell.text.strip() + "개 사업", cell.paragraphs[0].runs) if counted else join_printed(cell.paragraphs))
        lines.append(join_printed(parts))
    return lines


def bare_title(text: str) -> str:
    """A heading closed up, without its mark and number: how areas are compared."""
    bullet, numbering = bullet_at(text), numbering_at(text)
    return close_up(text[bullet.end if bullet else numbering.end if numbering else 0 :])


def speaks_of(line: str, title: str) -> bool:
    """Whether a line begins with (something very like) an area's title.

    >>> speaks_of("평생학습 지원 및 협력체계 강화 - 명예시민", "평생학습지원 및 협력체계 강화")
    True
    """
    bare, wanted = bare_title(line), close_up(title)
    if not wanted or len(bare) < len(wanted) * LIKE_TITLE:
        return False
    return max(SequenceMatcher(None, bare[: len(wanted) + d], wanted, autojunk=False).ratio() for d in (-2, 0, 2)) >= LIKE_TITLE


def stated_by_area(areas: Sequence[Area], lines: Sequence[Printed]) -> dict[int, int]:
    """area_no → the number of programmes stated for it, in its own heading or behind its name in the front matter."""
    found: dict[int, int] = {}
    for area in areas:
        title = area.title.text if area.title else ""
        if area.stated_programmes is not None:
            found[area.number] = area.stated_programmes
        titles = [(a.number, a.title.text) for a in areas if a.title]
        for k, line in enumerate(lines if title and area.number not in found else ()):
            if not speaks_of(line.text, title):
                continue
            bare = _pattern("bare").search(line.text, len(title) - 2)
            if bare and any(_pattern("columns").search(close_up(before.text)) for before in lines[max(0, k - 12) : k]):
                found.setdefault(area.number, _number(bare))
            for follow in lines[k : k + 1 + LINES_BEHIND]:
                if follow is not line and any(n != area.number and speaks_of(follow.text, t) for n, t in titles):
                    break
                counts = list(_pattern("programmes").finditer(follow.text))
                if counts and area.number not in found:
                    found[area.number] = _number(counts[-1])
    return found


def heading_to_count(title: Printed | None) -> int | None:
    """The count that an area's own heading states.

    >>> heading_to_count(Printed("일자리로 서는 청년 (7개 사업)"))
    7
    """
    m = _pattern("programmes").search(title.text) if title else None
    return _number(m) if m else None


def stated_totals(lines: Sequence[Printed], headers: Sequence[Printed]) -> list[tuple[int, Place]]:
    """Every stated count of the whole report's programmes: beside the number of its areas, or in the programme column's header."""
    found = []
    for line in lines:
        areas, counts = list(_pattern("areas").finditer(line.text)), list(_pattern("programmes").finditer(line.text))
        if areas and counts and "→" not in line.text and len(areas) == 1 and len(counts) == 1:
            found.append((_number(counts[0]), line.place(*counts[0].span())))
    for header in headers:
        m = regex.search(r"[(（]\s*(?<n>\d{1,4})\s*개[^()]{0,6}[)）]", header.text)
        if m:
            found.append((_number(m), header.place(*m.span())))
    return found


def counts_to_problems(areas: Sequence[Area], totals: Sequence[tuple[int, Place]], unread: int) -> list[Problem]:
    """A problem for every stated count that differs from the rows; it says whether unread lines could explain it."""
    problems = []
    rows = sum(len(g.programmes) for a in areas for g in a.groups)
    code = "row_count_unread" if unread else "row_count_differs"
    for stated, place in dict.fromkeys(totals):
        if stated != rows:
            words_ = (("stated", str(stated)), ("rows", str(rows)), ("unread", str(unread)))
            problems.append(Problem(code, place, words=words_))
    for area in areas:
        count = sum(len(g.programmes) for g in area.groups)
        if area.stated_programmes is not None and area.stated_programmes != count:
            place = area.title.place() if area.title else Place()
            name = area.title.text if area.title else str(area.number)
            words_ = (("stated", str(area.stated_programmes)), ("rows", str(count)), ("unread", str(unread)))
            problems.append(Problem("area_" + code, place, words=(("area", name), *words_)))
    return problems


def _number(m: regex.Match[str]) -> int:
    return int(m["n"].replace(",", ""))
