"""Merged labels that a page break cuts: printed in one part, in the other, in both, or in two
halves.
"""

from __future__ import annotations

from pipeline.layout.counting import goes_on_under
from pipeline.layout.figures import FIGURE
from pipeline.layout.whole import JoinedCell, JoinedTable
from pipeline.text import numbering_at

EDGE = (
    0.9  # em between stacked syllables and the page break that cuts them: a cell's inset, not more
)
TINIEST = 0.1  # pt: letters of no size stand nowhere near an edge
NEAR = (
    1.6  # em between a numbered label's halves and the break, when it was centred over both parts
)

MANY = 5  # filled cells of a column in which an empty one is no value


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
    foot = {c.open_bottom for c in table.cells if c.row + c.row_span == table.rows}
    if (above.open_bottom and not opened[0]) or (
        below.open_top and not opened[1] and len(foot) == 1
    ):
        # a rule drawn at the foot under some cells only says all: browsers draw it once, none at
        # the next page's head
        return True
    spans = above.row_span > 1 or below.row_span > 1
    if above.bare and below.bare:
        if spans and above.bare == below.bare:
            return True
        return _is_torn(above, below, table, goes_on_under(above, table, part), spans)
    return (spans or _is_label_column(above, table)) and _is_other_part(above, below, table)


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
    foot, head = above.lines[-1], below.lines[0]
    to_foot = (above.pieces[-1][1].bottom - foot.box.bottom) / max(foot.size, TINIEST)
    to_head = (head.box.top - below.pieces[0][1].top) / max(head.size, TINIEST)
    if not spans and not counted:
        return False
    if all(len("".join(line.text.split())) == 1 for line in [*above.lines, *below.lines]):
        return bool(counted) or max(to_foot, to_head) <= EDGE
    numbered = [numbering_at(c.lines[0].text) is not None for c in _labels(above, table) if c.lines]
    usual = sum(numbered) * 3 >= len(numbered) * 2 and bool(numbered)
    halves = numbering_at(above.lines[0].text) is not None and numbering_at(head.text) is None
    if counted is not None:
        return counted and (
            halves if usual else not any(numbered) and numbering_at(head.text) is None
        )
    return usual and halves and max(to_foot, to_head) <= NEAR
