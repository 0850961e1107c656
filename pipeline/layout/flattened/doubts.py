"""Rows of flattened text whose surroundings cannot be as they were read: numbers that do not count
on, rows without lines.

The order of the text hid something there; which row lost what is not known, so all rows that it
could be are in doubt.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.layout.flattened.assign import BUREAU
from pipeline.layout.flattened.inline import is_outer
from pipeline.layout.flattened.rows import AreaDraft, RowDraft, rows_to_values
from pipeline.layout.flattened.segments import FIGURE
from pipeline.layout.flattened.spans import Span
from pipeline.pattern import lazy_pattern, named
from pipeline.text import bullet_at, is_total, numbering_at

ORDER, BORDER = "row_order_doubt", "row_boundary_doubt"
BLANK = lazy_pattern(r"(?<=\S)\s+(?=\S)")
UNFINISHED = named("layout.unfinished")
LONGEST_LINE = 400  # characters
LONGEST_BUREAU = 12  # characters
OUTER_SHARE = 4  # a mark that opens one row in so many is an outermost one


def mark_doubts(areas: Sequence[AreaDraft], extras: frozenset[str], has_group: bool) -> None:
    """Marks every row that may have lost something to another one. extras: the additional columns
    that the table has.
    """
    rows = [r for a in areas for g in a.groups for r in g.rows]
    _doubt_neighbours(rows)
    _doubt_foreign(rows, extras)
    _doubt_inner(rows, [g.label for a in areas for g in a.groups])
    for group in (g for a in areas for g in a.groups if has_group and not g.label):
        doubt_rows(group.rows)
    last_area = last_group = 0
    for n, area in enumerate(areas):
        own = [r for g in area.groups for r in g.rows]
        number = _number(area.title)
        if (number is not None and number not in (last_area + 1, 1)) or (
            not area.title and any(a.title for a in areas)
        ):
            doubt_rows([*own, *(r for g in (areas[n - 1].groups if n else []) for r in g.rows)])
        last_area = number if number is not None else last_area + 1
        last_group = _doubt_groups(area, last_group)
        for group in area.groups:
            _doubt_jumps(group.rows)
    for area in areas:
        own = [r for g in area.groups for r in g.rows]
        if any(
            r.doubt == ORDER for r in own
        ):  # what was torn off may belong to any row of its stretch
            doubt_rows(own)


def _doubt_groups(area: AreaDraft, last: int) -> int:
    """Doubts all rows of an area whose groups' numbers neither begin at 1 nor go on from the area
    before; the last number.
    """
    numbers = [_number(g.label) for g in area.groups]
    starts = {1, last + 1}
    for k, number in enumerate(numbers):
        if number is not None and number - k not in starts:
            doubt_rows([r for g in area.groups for r in g.rows])
    known = [n for n in numbers if n is not None]
    return known[-1] if known else last + len(numbers)


def _doubt_jumps(rows: Sequence[RowDraft]) -> None:
    """Doubts the row before a number that does not follow it, and all behind: their places are not
    what they were.
    """
    values = rows_to_values(rows)
    for k in range(1, len(rows)):
        before, value = values[k - 1], values[k]
        if before is not None and value is not None and value != before + 1:
            doubt_rows(rows[k - 1 :])


def _doubt_neighbours(rows: Sequence[RowDraft]) -> None:
    """A row without lines, or whose first line is no outermost one, may have lost lines to the rows
    beside it.
    """
    marks = [bullet_at(r.lines[0][0].text) if r.lines else None for r in rows]
    firsts = Counter(m.family for m in marks if m)
    if sum(firsts.values()) * 2 < len(rows):
        return
    outer = {f for f, n in firsts.items() if n * OUTER_SHARE > len(rows)}
    for k, mark in enumerate(marks):
        if mark is None or (outer and mark.family not in outer):
            doubt_rows(rows[max(0, k - 1) : k + 2])


def _doubt_foreign(rows: Sequence[RowDraft], extras: frozenset[str]) -> None:
    """Doubts rows whose title or lines go on with what looks like another column's cell (a bureau,
    a figure, a total's word), and rows that lack a cell which most others have: it stands in
    something else, as “인사과” in “142명 근무 인사과”."""
    for kind, own in (
        ("figures", [r for r in rows if r.figures]),
        ("department", [r for r in rows if r.extra]),
    ):
        if kind in extras and own:
            for row in rows:
                if not (row.figures if kind == "figures" else row.extra):
                    row.doubt = row.doubt or BORDER
    bureaus = {s.text.strip() for r in rows for s in r.extra}
    for row in rows:
        rest = [s.text.strip() for part in (row.title, *row.lines) for s in part[1:]]
        ends = [
            s.text.split()[-1] for part in (row.title, *row.lines) for s in part if s.text.strip()
        ]
        foreign = any(is_total(t) or t in bureaus for t in (*rest, *ends))
        if foreign or (
            extras
            and any(
                FIGURE.fullmatch(t) or (len(t) <= LONGEST_BUREAU and BUREAU.fullmatch(t))
                for t in rest
            )
        ):
            row.doubt = row.doubt or BORDER


def _doubt_inner(rows: Sequence[RowDraft], labels: Sequence[Sequence[Span]]) -> None:
    """Doubts rows whose title or lines hold a number of the kind that opens titles or labels:
    “493회 3.시민역량 강” is two cells.
    """
    opens = [
        n
        for spans in (*labels, *(r.title for r in rows))
        if spans and (n := numbering_at(spans[0].text))
    ]
    kinds = {(n.kind, len(n.value)) for n in opens}
    for row in rows:
        if row.title and UNFINISHED.search(row.title[-1].text):
            row.doubt = (
                row.doubt or BORDER
            )  # “고립·은둔 청년 발굴 및”: the rest stands somewhere else
        if any(_is_torn_off(s) for line in row.lines for s in line[:1]) or _holds_next(row):
            row.doubt = row.doubt or BORDER
        for n_span, span in (
            (k, s) for part in (row.title, *row.lines) for k, s in enumerate(part)
        ):
            starts = [0] * (n_span > 0) + [
                m.end() for m in BLANK.finditer(span.text[:LONGEST_LINE])
            ]
            inner = (numbering_at(span.text, at) for at in starts)
            if any(
                n is not None and (n.kind, len(n.value)) in kinds and n.end < len(span.text)
                for n in inner
            ):
                row.doubt = row.doubt or BORDER


def _is_torn_off(span: Span) -> bool:
    """Whether a line was cut off the one before it at a mark that stands in sentences, too: “신청
    45명 - 선정 9명”.
    """
    before = span.line.text[: span.start].strip()
    return (
        bool(before)
        and bullet_at(span.text) is not None
        and not is_outer(span.line.text, span.start)
        and bullet_at(before) is not None
    )


def _holds_next(row: RowDraft) -> bool:
    """Whether what a row's title or lines go on with begins with the next row's number: “5.4-H
    활동” behind the fourth.
    """
    value = rows_to_values([row])[0]
    stem = f"{value + 1}." if value else ""
    return bool(stem) and any(
        s.text.lstrip().startswith(stem) for part in (row.title, *row.lines) for s in part[1:]
    )


def _number(spans: Sequence[Span]) -> int | None:
    numbering = numbering_at(spans[0].text) if spans else None
    return numbering.value[-1] if numbering else None


def doubt_rows(rows: Sequence[RowDraft]) -> None:
    """Marks rows whose lines may belong to others; a doubt that they have stays."""
    for row in rows:
        row.doubt = row.doubt or ORDER
