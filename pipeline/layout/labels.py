"""Merged labels that a page break cuts: printed in one part, in the other, in both, or in two
halves; and what printed numbers say about the break: whether they go on over it, begin anew, or
are missing on the far side.

Rules and white tell little where a producer closes every row at a foot. Numbers tell more:
programmes that begin at 1 under every label and go on with 2 stand under one label, and a title
without a number among numbered ones is no title."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.figures import FIGURE
from pipeline.layout.whole import JoinedCell, JoinedTable
from pipeline.text import bullet_at, is_total, numbering_at

EDGE = (
    0.9  # em between stacked syllables and the page break that cuts them: a cell's inset, not more
)
TINIEST = 0.1  # pt: letters of no size stand nowhere near an edge
NEAR = (
    1.6  # em between a numbered label's halves and the break, when it was centred over both parts
)
MANY = 5  # filled cells of a column in which an empty one is no value
Value = tuple[int, ...]
FEWEST_LABELS = 2
FEWEST_TITLES = 3
# rows above a page break that are asked; all rows asked at each break of a table of 300 pages took
# minutes
REACH = 200


def is_one_label(
    above: JoinedCell,
    below: JoinedCell,
    table: JoinedTable,
    part: JoinedTable,
    opened: tuple[bool, bool],
) -> bool:
    """Whether two cells that meet at a page break are one merged label.

    Open at the break where others are closed (`opened`: all of the upper, all of the lower part are
    open, which says nothing); or one of them empty in a column of labels; or the same words again;
    or one label's words in two halves.
    """
    if _is_open_alone(above, below, table, opened):
        return True
    spans = above.row_span > 1 or below.row_span > 1
    if above.bare and below.bare:
        if spans and above.bare == below.bare:
            return True
        return _is_torn(above, below, table, goes_on_under(above, table, part), spans)
    return (spans or _is_label_column(above, table)) and _is_other_part(above, below, table)


def _is_open_alone(
    above: JoinedCell, below: JoinedCell, table: JoinedTable, opened: tuple[bool, bool]
) -> bool:
    """Whether one of two cells is open at the break where others are closed. A rule drawn at the
    foot under some cells only says all: browsers draw it once, none at the next page's head.
    """
    if above.open_bottom and not opened[0]:
        return True
    foot = {c.open_bottom for c in table.cells if c.row + c.row_span == table.rows}
    return below.open_top and not opened[1] and len(foot) == 1


def _is_other_part(above: JoinedCell, below: JoinedCell, table: JoinedTable) -> bool:
    """Of two cells in a column of labels, one or both of them empty, whether one is the other's
    rest: the last row of a page may be the first of a label that is printed on the next one.
    """
    if not above.bare and not below.bare:
        return above.row_span > 1 and below.row_span > 1
    if above.bare or above.row_span > 1:
        return True
    return (below.row_span > 1 and _are_merged(above, table)) or _is_label_column(above, table)


def _are_merged(cell: JoinedCell, table: JoinedTable) -> bool:
    """There are other labels in its column, and all are merged."""
    others = _labels(cell, table)
    return bool(others) and all(c.bare and c.row_span > 1 for c in others)


def _labels(cell: JoinedCell, table: JoinedTable) -> list[JoinedCell]:
    """The other cells of its column, below the header."""
    first = max(table.header_rows, 1)
    return [
        c
        for c in table.cells
        if c.col == cell.col and c.col_span == cell.col_span and c is not cell and c.row >= first
    ]


def _is_label_column(cell: JoinedCell, table: JoinedTable) -> bool:
    """Every other cell of its column is filled, and some are merged, or there are many words: an
    empty one there is no value but a label's other part.
    """
    column = _labels(cell, table)
    if len(column) < 2 or not all(c.bare for c in column):
        return False
    words = len(column) >= MANY and not any(FIGURE.fullmatch(c.bare) for c in column)
    return words or any(c.row_span > 1 for c in column)


def _is_torn(
    above: JoinedCell, below: JoinedCell, table: JoinedTable, counted: bool | None, spans: bool
) -> bool:
    """A label's words run over the break: what it labels counts on there (`counted`), or they stand
    at the foot of one part and at the head of the other, and only the first half is numbered as the
    column's labels are (“가. 장애인의 일상 | 과 일자리”), or both are stacked syllable by
    syllable."""
    if not spans and not counted:
        return False
    if _is_stacked(above) and _is_stacked(below):
        return bool(counted) or _white_at_break(above, below) <= EDGE
    numbered = [_is_numbered(c) for c in _labels(above, table) if c.lines]
    usual = sum(numbered) * 3 >= len(numbered) * 2 and bool(numbered)
    goes_on = not _is_numbered(below)
    if counted is not None:
        plain = _is_numbered(above) if usual else not any(numbered)
        return counted and plain and goes_on
    return usual and _is_numbered(above) and goes_on and _white_at_break(above, below) <= NEAR


def _is_stacked(cell: JoinedCell) -> bool:
    """One syllable a line."""
    return all(len("".join(line.text.split())) == 1 for line in cell.lines)


def _is_numbered(cell: JoinedCell) -> bool:
    return numbering_at(cell.lines[0].text) is not None


def _white_at_break(above: JoinedCell, below: JoinedCell) -> float:
    """em between the words of two cells that meet and the break, at the side where it is more."""
    foot, head = above.lines[-1], below.lines[0]
    to_foot = (above.pieces[-1][1].bottom - foot.box.bottom) / max(foot.size, TINIEST)
    to_head = (head.box.top - below.pieces[0][1].top) / max(head.size, TINIEST)
    return max(to_foot, to_head)


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
    starts = [c.row for c in column_cells(table, label, first) if c.bare]
    starts.append(label.row)
    if len(set(starts)) < FEWEST_LABELS:
        return None
    for col in range(label.col + label.col_span, table.cols):
        own = _column_to_numbers(table, col, first)
        last = max((row for row in own if row >= label.row), default=None)
        below = _column_to_numbers(part, col, 0).get(0)
        restarts = all(own.get(row, (0,))[-1] == 1 for row in starts)
        if last is not None and below is not None and restarts:
            anew = below[-1] == 1 and col == label.col + label.col_span
            return True if follows(below, own[last]) else False if anew else None
    return None


def _column_to_numbers(table: JoinedTable, col: int, first: int) -> dict[int, Value]:
    """The numbers that open the cells of a column, by row, from a row on."""
    own = (c for c in table.cells if c.col == col and c.row >= first)
    return {c.row: number for c in own if (number := cell_to_number(c))}


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
        following = [c for c in column_cells(part, below, 1) if c.bare]
        number = cell_to_number(above)
        if number is None or not _are_all_numbered(table, above, following):
            continue
        if is_total(below.bare):
            continue
        if cell_to_number(below) is not None:
            return False
        after = cell_to_number(min(following, key=lambda c: c.row)) if following else None
        goes_on = after is not None and follows(after, number)
        if below.bare and not (after is None or goes_on or after[-1] == 1):
            return False
        found = found or (bool(below.bare) and (goes_on or _words_go_on(pairs, above)))
    return found


def _are_all_numbered(
    table: JoinedTable, above: JoinedCell, following: Sequence[JoinedCell]
) -> bool:
    """Whether a column has titles enough, and a number before each, above and below the break."""
    sisters = column_cells(table, above, first_asked(table, above))
    others = [c for c in (*sisters, *following) if c is not above and c.bare]
    return len(others) + 1 >= FEWEST_TITLES and all(map(cell_to_number, others))


def column_cells(table: JoinedTable, like: JoinedCell, first: int) -> list[JoinedCell]:
    """The cells of one column, and of its width, from a row on."""
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
