"""What printed numbers say about a page break: whether they go on over it, begin anew, or are
missing on the far side.

Rules and white tell little where a producer closes every row at a page's foot. Numbers tell more:
programmes that begin at 1 under every label and go on with 2 stand under one label, and a title
without a number among numbered ones is no title.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.whole import JoinedCell, JoinedTable
from pipeline.text import bullet_at, is_total, numbering_at

Value = tuple[int, ...]
FEWEST_LABELS = 2
FEWEST_TITLES = 3
# rows above a page break that are asked; all rows asked at each break of a table of 300 pages took
# minutes
REACH = 200


def cell_to_number(cell: JoinedCell) -> Value | None:
    """The number that opens a cell's words, None without one or where nothing follows it."""
    text = "".join(line.text for line in cell.lines)
    numbering = numbering_at(text)
    return numbering.value if numbering is not None and numbering.end < len(text.rstrip()) else None


def follows(second: Value, first: Value) -> bool:
    """Whether a number is the next one after another.

    >>> follows((2,), (1,)), follows((1, 3), (1, 2)), follows((2, 1), (1, 2))
    (True, True, False)
    """
    return second[:-1] == first[:-1] and second[-1] == first[-1] + 1


def first_asked(table: JoinedTable, cell: JoinedCell) -> int:
    """The first row that is asked about a page break below a cell: below the header, and not far
    above the cell.
    """
    return max(table.header_rows, 1, cell.row - REACH)


def goes_on_under(label: JoinedCell, table: JoinedTable, part: JoinedTable) -> bool | None:
    """Whether what a label at a page's foot labels goes on in the next part (True), begins anew
    (False), or does not tell (None).

    Source: “1. 디지털 | 기초” beside “1. 배움터 | 2. 지원단”, where every label's programmes begin
    at 1.
    """
    first = first_asked(table, label)
    starts = [c.row for c in _column(table, label, first) if c.bare]
    starts.append(label.row)
    if len(set(starts)) < FEWEST_LABELS:
        return None
    for col in range(label.col + label.col_span, table.cols):
        own = {
            c.row: number
            for c in table.cells
            if c.row >= first and c.col == col and (number := cell_to_number(c))
        }
        above = next((n for row, n in sorted(own.items(), reverse=True) if row >= label.row), None)
        below = next((cell_to_number(c) for c in part.cells if c.col == col and c.row == 0), None)
        restarts = all(own.get(row, (0,))[-1] == 1 for row in starts)
        if above is None or below is None or not restarts:
            continue
        if follows(below, above):
            return True
        return False if below[-1] == 1 and col == label.col + label.col_span else None
    return None


def lacks_number(
    table: JoinedTable, part: JoinedTable, pairs: Sequence[tuple[JoinedCell, JoinedCell]]
) -> bool:
    """Whether a part's first row has words, but no number, where every other row of a column has
    one: the rest of the row above.

    Its number must not have been left out: the next title goes on from the row above, or begins
    anew and the words beside go on. Source: a row of a word processor cut in both cells, closed by
    rules, under a header that is printed again: “(3) 느린학습자 | 지원”.
    """
    found = False
    for above, below in pairs:
        sisters = [
            c for c in _column(table, above, first_asked(table, above)) if c is not above and c.bare
        ]
        following = [c for c in _column(part, below, 1) if c.bare]
        if (
            not above.bare
            or is_total(below.bare)
            or len(sisters) + len(following) + 1 < FEWEST_TITLES
        ):
            continue
        numbers = [cell_to_number(c) for c in (above, *sisters, *following)]
        if not numbers[0] or not all(numbers):
            continue
        if cell_to_number(below) is not None:
            return False
        after = cell_to_number(min(following, key=lambda c: c.row)) if following else None
        if below.bare and after is not None and not follows(after, numbers[0]) and after[-1] != 1:
            return False
        goes_on = after is not None and follows(after, numbers[0])
        found = found or (bool(below.bare) and (goes_on or _words_go_on(pairs, above)))
    return found


def _column(table: JoinedTable, like: JoinedCell, first: int) -> list[JoinedCell]:
    return [
        c
        for c in table.cells
        if c.row >= first and (c.col, c.col_span) == (like.col, like.col_span)
    ]


def _words_go_on(pairs: Sequence[tuple[JoinedCell, JoinedCell]], title: JoinedCell) -> bool:
    """No cell beside opens with a mark as the one above it does: its sentence began on the page
    before.
    """
    beside = [(a, b) for a, b in pairs if a is not title and a.bare and b.bare]
    return not any(bullet_at(b.lines[0].text) or not bullet_at(a.lines[0].text) for a, b in beside)
