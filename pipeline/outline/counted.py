"""Numbers that count on over a report: bare ones before every title, those of the captions over its
programme tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.model import Printed, Table
from pipeline.outline.drafts import AreaDraft
from pipeline.pattern import lazy_pattern
from pipeline.text import numbering_at

FEWEST = 3  # titles
MOSTLY = 0.8  # of the numbers go on from the one before, or begin anew
BARE = lazy_pattern(r"(?P<no>\d{1,3})\s+(?=\S)")


def count_titles(areas: Sequence[AreaDraft]) -> None:
    """Takes the numbers off the titles where every title has one and they count 1, 2, 3 …, through
    the report or in each group.

    Source: “1 욕구 조사”, “2 시설 평가” in the title's cell, without any punctuation; “50 플러스”
    alone is a name.

    >>> from pipeline.model import Printed
    >>> from pipeline.outline.drafts import GroupDraft, RowDraft
    >>> rows = [RowDraft(None, 0, Printed(t), [], []) for t in ("1 조사", "2 평가", "3 50 플러스")]
    >>> count_titles([AreaDraft(None, [GroupDraft(None, rows)])])
    >>> [(r.printed_no, r.title.text) for r in rows]
    [('1', '조사'), ('2', '평가'), ('3', '50 플러스')]
    """
    rows = [r for a in areas for g in a.groups for r in g.rows]
    found = [BARE.match(r.title.text) for r in rows]
    numbers = [int(m["no"]) for m in found if m]
    if len(numbers) < max(FEWEST, len(rows)) or numbers[0] != 1 or any(r.printed_no for r in rows):
        return
    if sum(b in (a + 1, 1) for a, b in pairwise(numbers)) < MOSTLY * (
        len(numbers) - 1
    ) or 2 * numbers.count(1) > len(numbers):
        return
    for row, m in zip(rows, found, strict=True):
        if m:
            row.printed_no, row.title = m["no"], row.title.slice(m.end())


def counted_captions(tables: Sequence[Table]) -> list[list[Printed]]:
    """For every programme table the caption that names its area: where numbered captions count 1,
    2, 3 … over the tables, else none.

    Source: “[1] 건물”, “[2] 수송” right above a small table each; a table without one goes on with
    the area before.
    """
    numbered = [
        [c for c in t.captions if (n := numbering_at(c.text)) and n.end < len(c.text)]
        for t in tables
    ]
    values = [n.value for found in numbered for c in found[:1] if (n := numbering_at(c.text))]
    counts = len(values) > 1 and values == [(k,) for k in range(1, len(values) + 1)]
    return [found[:1] if counts else [] for found in numbered]


def bare_headings(
    before: Sequence[Sequence[Printed]], tables: Sequence[Table], cols: Sequence[int]
) -> list[Printed | None]:
    """For every programme table the heading with a bare number right above it, where the
    programmes' numbers begin with it.

    Source: “1 원천 감량” over 1-1, 1-2 …, “2 분리배출” over 2-1 …: the numbers say what size and
    punctuation do not. `cols`: of the titles.

    >>> from pipeline.model import Cell
    >>> tables = [Table(n, 1, 1, (Cell(0, 0, paragraphs=(Printed(f"{n}-1. 나"),)),)) for n in (1, 2)]
    >>> [h.text for h in bare_headings([[Printed("1 감량")], [Printed("2 배출")]], tables, [0, 0]) if h]
    ['1 감량', '2 배출']
    """
    found: list[Printed | None] = []
    for headings, table, col in zip(before, tables, cols, strict=True):
        m = BARE.match(headings[-1].text) if headings else None
        firsts = first_parts(table, col)
        found.append(headings[-1] if m and firsts and firsts == {int(m["no"])} else None)
    return found if sum(h is not None for h in found) > 1 else [None] * len(found)


def first_parts(table: Table, col: int) -> set[int]:
    """The first parts of the numbers of a column's titles, all of which have several parts; none
    otherwise.
    """
    titles = [c.text for c in table.cells if c.col == col and c.row >= table.header_rows and c.text]
    values = [n.value if (n := numbering_at(t)) else () for t in titles]
    return {v[0] for v in values} if all(len(v) > 1 for v in values) else set()
