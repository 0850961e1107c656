"""Headers of programme tables that the order of the text scattered: a word a line, formulas and
years between, one word far below.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.flattened.aligned_headers import BRACKETED, YEAR, text_to_role
from pipeline.layout.flattened.headers import (
    UNIT_NOTE,
    Header,
    HeaderColumn,
    is_programme_roles,
    may_be_header,
    settle_columns,
    span_to_columns,
)
from pipeline.layout.flattened.spans import Span
from pipeline.lexicon import words
from pipeline.model import Line
from pipeline.pattern import named
from pipeline.text import bullet_at, numbering_at

MOST_LINES = 40  # lines of one scattered header, blank ones too
LONGEST_WORD = 24  # characters of one header's line
LONGEST_ONE_LINE = 80  # characters of a whole header on one line
LONGEST_ALONE = (
    10  # characters of a word alone on its line; “붙임 세부사업별 추진실적” is a heading
)
STRAY = 120  # lines below a header among which a word that it lacks may stand
BY_EACH = named("layout.by_each")
FEWEST = 5  # numbered lines and marked lines that an outline has at least


def lines_to_loose_headers(lines: Sequence[Line]) -> tuple[Header, ...]:
    """Every scattered header, in order; the word over the achievements may stand among the rows.

    >>> text = ["추진과제", "", "단위과제", "", "예산", "(A)", "2023년", "주요 추진실적", "", "가. 아이"]
    >>> [(h.last, h.roles) for h in lines_to_loose_headers([Line(k, None, t) for k, t in enumerate(text)])]
    [(7, ('group', 'programme', 'budget', 'achievements'))]
    """
    found: list[Header] = []
    words_of = [_columns(line) for line in lines]  # once a line, not once for each one above it
    k = 0
    while k < len(lines):
        header = _header_at(lines, words_of, k) if words_of[k] else None
        if header:
            found.append(header)
        k = header.last + 1 if header else k + 1
    return tuple(found)


def _header_at(
    lines: Sequence[Line], words_of: Sequence[Sequence[HeaderColumn]], first: int
) -> Header | None:
    columns: list[HeaderColumn] = []
    last = first
    for k in range(first, min(len(lines), first + MOST_LINES)):
        text = lines[k].text.strip()
        if words_of[k]:
            columns.extend(words_of[k])
        elif text and not UNIT_NOTE.fullmatch(text):
            if not (BRACKETED.fullmatch(text) or YEAR.fullmatch(text) or may_be_header(text)):
                break
            columns[-1] = HeaderColumn(
                columns[-1].role,
                (*columns[-1].spans, Span(lines[k], 0, len(lines[k].text)).stripped()),
            )
        last = k if text else last
    columns = _one_achievements(settle_columns(columns))
    roles = [c.role for c in columns]
    if "programme" in roles and "achievements" not in roles and set(roles) & {"group", "area"}:
        columns += [
            c
            for k in range(last + 1, min(len(lines), last + STRAY))
            for c in words_of[k]
            if c.role == "achievements"
        ][:1]
    return (
        Header(first, last, tuple(columns))
        if is_programme_roles([c.role for c in columns])
        else None
    )


def _one_achievements(columns: Sequence[HeaderColumn]) -> list[HeaderColumn]:
    """Results without a target beside them are told in words: the column is the achievements'."""
    roles = {c.role for c in columns}
    told = "actual" in roles and not roles & {"achievements", "target", "achievement_rate"}
    return [
        HeaderColumn("achievements", c.spans) if told and c.role == "actual" else c for c in columns
    ]


def _columns(line: Line) -> list[HeaderColumn]:
    """The header words that are all a line holds, totals apart."""
    text = line.text.strip()
    if (
        not text
        or len(text) > LONGEST_WORD
        or bullet_at(text)
        or numbering_at(text)
        or UNIT_NOTE.fullmatch(text)
    ):
        return []
    span = Span(line, 0, len(line.text)).stripped()
    lexed = span_to_columns(span)
    if lexed and len(lexed) > 1:
        return [c for c in lexed if c.role != "total"]
    words_only = (
        may_be_header(YEAR.sub("", text, count=1))
        and len(text) <= LONGEST_ALONE
        and not BY_EACH.search(text)
    )
    role = text_to_role(text) if words_only else None
    return [HeaderColumn(role, (span,))] if role and role != "total" else []


def has_lost_outline(lines: Sequence[Line]) -> bool:
    """Whether a text without programme rows evidently had them: words of a programme table's header
    near one another, each alone on its line, and numbered and marked lines below.

    >>> has_lost_outline([Line(1, None, "사업명"), Line(2, None, "추진실적")])
    False
    """
    strong = set(words("headings")["role"]["strong"])
    extra = set(words("headings")["role"]["extra"])
    places = [
        (k, c.role)
        for k, line in enumerate(lines)
        for c in _columns(line)
        if c.role in strong | extra
    ]
    for n, (k, role) in enumerate(places):
        if role != "programme":
            continue
        near = {r for j, r in places[max(0, n - 8) : n + 9] if abs(j - k) <= MOST_LINES}
        if near & {"group", "area"} and near & {"achievements", "actual"}:
            return _outlined_below(lines[k:])
    one_line = next((k for k, line in enumerate(lines) if _is_header_line(line.text)), None)
    return one_line is not None and _outlined_below(lines[one_line:])


def _outlined_below(lines: Sequence[Line]) -> bool:
    """Whether numbered and marked lines are as many as an outline has."""
    numbered = sum(numbering_at(line.text) is not None for line in lines)
    marked = sum(bullet_at(line.text) is not None for line in lines)
    return numbered >= FEWEST and (marked >= FEWEST or numbered >= 2 * FEWEST)


def _is_header_line(text: str) -> bool:
    """Whether a line holds most words of a programme table's header, single blanks between.

    >>> _is_header_line("추진과제 세부사업명 추진내용 예산 소관부"), _is_header_line("세부사업별 추진실적")
    (True, False)
    """
    parts = text.split() if len(text) <= LONGEST_ONE_LINE else []
    roles = [text_to_role(p) for p in parts]
    known = {r for r in roles if r}
    told = "programme" in known and bool(known & {"achievements", "actual"}) and len(known) > 2
    return told and sum(r is not None for r in roles) * 2 > len(roles)
