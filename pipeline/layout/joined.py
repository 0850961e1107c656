"""Parts of one table on following pages made one: repeated headers dropped, merged labels carried,
cut rows made whole.

The most wanted and least done step of table reading. Nothing is joined by likeness alone: the parts
must follow one another with nothing printed between, share their column edges, and the page must
have been full; a header of its own keeps a table apart.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.faults import Faults, Lost
from pipeline.layout.continued import (
    SAME_COLUMN,
    bottom_of,
    continues,
    is_header_alone,
    is_open_above,
    is_open_below,
    is_set_off,
    nothing_below,
    repeated_rows,
)
from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.layout.figures import FIGURE
from pipeline.layout.labels import column_cells, first_asked, follows, is_one_label, lacks_number
from pipeline.layout.whole import JoinedCell, JoinedTable, Leaf
from pipeline.lexicon import values_of
from pipeline.model import Part, Place
from pipeline.text import bullet_at, numbering_at

__all__ = [
    "JoinedCell",
    "JoinedTable",
    "Leaf",
    "append_part",
    "draft_tables_to_joined",
    "draft_to_whole",
]

Named = tuple[int, int, str]  # a cell's column, how many it spans, its words

ENDS = (".", "!", "?", ":", ";", ")")  # of a sentence, or of words that need no more
FILLED = 0.9  # of a column's cells
SUBTOTAL = 1  # rank of a total that a table may have many of
FULL = 0.85  # of a cell's width: a line that long was broken by its end


def draft_to_whole(table: DraftTable) -> JoinedTable:
    """One page's part as a table of its own."""
    cells = [
        JoinedCell(
            c.row,
            c.col,
            c.row_span,
            c.col_span,
            [(table.page, c.box)],
            list(c.lines),
            doubt=c.doubt,
            nested=[draft_to_whole(n) for n in c.nested],
            open_top=c.open_top,
            open_bottom=c.open_bottom,
            goes_on=c.goes_on,
        )
        for c in table.cells
    ]
    parts = [Part(table.page, table.box)]
    whole = JoinedTable(
        list(table.xs),
        table.rows,
        cells,
        parts,
        table.origin,
        table.heading_box,
        captions=list(table.captions),
    )
    whole.shaded_rows = _shaded_rows(table.cells, table.rows)
    whole.unit, whole.told_rows, whole.soft = table.unit, table.header_rows, table.soft_columns
    whole.goes_on, whole.cut, whole.margin = table.goes_on, table.cut, table.margin
    return whole


def _shaded_rows(cells: Sequence[DraftCell], rows: int) -> int:
    """Rows at the top that are shaded throughout while what follows is not: how most producers draw
    a header.
    """
    plain = min((c.row for c in cells if not c.shaded), default=rows)
    reach = max((c.row + c.row_span for c in cells if c.row < plain), default=0)
    return plain if reach <= plain < rows else 0


@dataclass(slots=True)
class Joins:
    """Where joining stands, page and table of the page, and the joins that are not to be tried."""

    at: tuple[int, int] = (0, 0)
    apart: set[tuple[int, int]] = field(default_factory=set)

    def are_tried(self, page: int, table: int) -> bool:
        """Notes where joining stands, and says whether this table may be joined to one before."""
        self.at = page, table
        return self.at not in self.apart

    def lost(self) -> Lost:
        """The join that is being made."""
        return Lost("join", Place(self.at[0]))


def leaves_to_joined(leaves: Sequence[Leaf], faults: Faults) -> list[JoinedTable]:
    """All top-level tables of a document; a join that fails is not made, and named."""
    joins = Joins()
    while True:
        known = len(joins.apart)
        joined = faults.spare(joins.lost, draft_tables_to_joined, leaves, joins, instead=None)
        if joined is not None:
            return joined
        joins.apart.add(joins.at)
        if len(joins.apart) == known:  # it failed where nothing was joined
            return [draft_to_whole(table) for leaf in leaves for table in leaf.tables]


def draft_tables_to_joined(leaves: Sequence[Leaf], joins: Joins | None = None) -> list[JoinedTable]:
    """All top-level tables of a document in reading order, each one once however many pages it runs
    over.

    A table goes on when it is the last thing of its page, the next page begins with a part that has
    the same columns, and the page was full (`continues`). Heading boxes never go on.
    """
    done: list[JoinedTable] = []
    last: JoinedTable | None = None
    foot: JoinedTable | None = None
    before: Leaf | None = None
    joins = joins or Joins()
    for leaf in leaves:
        ending: JoinedTable | None = None
        for i, table in enumerate(sorted(leaf.tables, key=lambda t: (t.box.top, t.box.x0))):
            whole = draft_to_whole(table)
            if not joins.are_tried(leaf.page, i):
                foot = last = ending = None
                whole.goes_on = False
            if i == 0:
                _take_header(foot, whole, done)
            if whole.goes_on:
                held = _last_scored(done)
            elif i == 0:
                held = _continued(last, before, whole, leaf)
            else:
                held = _set_off(ending, whole, leaf)
            whole = _hang(held, whole, done)
            ending = whole if ending is None or table.box.bottom >= bottom_of(ending) else ending
        last = ending if ending is not None and nothing_below(ending, leaf) else None
        foot, before = ending, leaf
    return done


def _last_scored(done: Sequence[JoinedTable]) -> JoinedTable | None:
    """The table that a part which is told to go on goes on from: boxes may stand between."""
    return next((t for t in reversed(done) if t.margin is not None), None)


def _set_off(ending: JoinedTable | None, part: JoinedTable, leaf: Leaf) -> JoinedTable | None:
    """The table right above on the page, if `part` is a section of it."""
    return ending if ending is not None and is_set_off(ending, part, leaf) else None


def _continued(
    last: JoinedTable | None, before: Leaf | None, part: JoinedTable, leaf: Leaf
) -> JoinedTable | None:
    """The last table of the page before, if `part` is the going on of it."""
    if last is None or before is None or not continues(last, before, part, leaf):
        return None
    return last


def _hang(held: JoinedTable | None, part: JoinedTable, done: list[JoinedTable]) -> JoinedTable:
    """The table that a part belongs to: the one that it goes on from, or itself, a new one of
    `done`.
    """
    if held is None:
        done.append(part)
        return part
    append_part(held, part)
    return held


def _take_header(alone: JoinedTable | None, table: JoinedTable, done: list[JoinedTable]) -> None:
    """Where the table at the foot of the page before is a header alone, its lines are the table's,
    and what was printed over it.
    """
    if alone is None or not is_header_alone(alone, table):
        return
    done[:] = [t for t in done if t is not alone]
    table.repeated += [line for c in alone.cells for line in c.lines]
    table.captions = [*alone.captions, *table.captions]
    table.unit = table.unit or alone.unit


def append_part(table: JoinedTable, part: JoinedTable) -> None:
    """Hangs `part` below `table`: columns united, repeated header dropped, cut row and carried
    labels made one.
    """
    header = _take_header_off(table, part)
    rows = part.rows - header
    _unite_columns(table, part)
    _drop_foot(table, _last_row(part.cells, rows), header)
    pairs = _pairs(table, part)
    cut = part.cut if part.goes_on else _is_cut(table, part, pairs, header)
    merged = pairs if cut else _one_labels(table, part, pairs)
    start = table.rows - (1 if cut else 0)
    for above, below in merged:
        if not cut and below.bare == above.bare:
            table.repeated += below.lines
        _join_cells(above, below, cut)
    taken = {id(below) for _, below in merged}
    _hang_cells(table, [c for c in part.cells if id(c) not in taken], start)
    table.rows = start + rows
    table.parts += part.parts
    table.margin = _least(table.margin, part.margin)


def _take_header_off(table: JoinedTable, part: JoinedTable) -> int:
    """Takes the header that `part` prints again from it; how many rows that are."""
    header = part.told_rows if part.goes_on else repeated_rows(table, part)
    if header:
        table.repeats_header, table.header_rows = True, max(table.header_rows, header)
        table.repeated += [line for c in part.cells if c.row < header for line in c.lines]
    table.repeated += part.captions
    part.cells = [c for c in part.cells if c.row >= header]
    for cell in part.cells:
        cell.row -= header
    return header


def _hang_cells(table: JoinedTable, cells: Sequence[JoinedCell], start: int) -> None:
    """Puts the cells of a part into a table, their first row being row `start`."""
    if len(table.parts) == 1:
        table.cells.sort(key=_reading_order)
    # what stands above is in order already
    foot = bisect_left(table.cells, start, key=lambda c: c.row)
    for cell in cells:
        cell.row += start
    table.cells[foot:] = sorted([*table.cells[foot:], *cells], key=_reading_order)


def _drop_foot(table: JoinedTable, again: list[Named], header: int) -> None:
    """Takes the last row from a table where a part that prints its header again ends with that row
    too: a foot of every page stands once, below all rows.
    """
    if not header or not again or _last_row(table.cells, table.rows) != again:
        return
    last = table.rows - 1
    table.repeated += [line for c in table.cells if c.row == last for line in c.lines]
    table.cells = [c for c in table.cells if c.row < last]
    table.rows = last


def _last_row(cells: Sequence[JoinedCell], rows: int) -> list[Named]:
    """Columns and words of the cells of the last of some rows; none where a cell reaches into it,
    it is the only one, names a subtotal, or no figure in it is more than nought: two groups may end
    with “소계 | 3”, and with “계 | -”.
    """
    own = [c for c in cells if c.row + c.row_span == rows]
    alone = rows > 1 and all(c.row == rows - 1 for c in own)
    return [(c.col, c.col_span, c.bare) for c in own] if alone and _may_be_foot(own) else []


def _may_be_foot(row: Sequence[JoinedCell]) -> bool:
    """Whether a row says something that stands once in a table."""
    counts = any(ch in "123456789" for c in row for ch in c.bare)
    return counts and all(values_of("total_rank").get(c.bare) != SUBTOTAL for c in row)


def _least(one: float | None, other: float | None) -> float | None:
    """The smaller of two margins, where there are two."""
    return one if other is None else other if one is None else min(one, other)


def _one_labels(
    table: JoinedTable, part: JoinedTable, pairs: list[tuple[JoinedCell, JoinedCell]]
) -> list[tuple[JoinedCell, JoinedCell]]:
    """The pairs that are one label."""
    if part.goes_on:
        return [p for p in pairs if p[1].goes_on]
    opened = is_open_below(table), is_open_above(part)
    return [p for p in pairs if is_one_label(*p, table, part, opened)]


def _reading_order(cell: JoinedCell) -> tuple[int, int]:
    return cell.row, cell.col


def _unite_columns(table: JoinedTable, part: JoinedTable) -> None:
    """Both parts on one set of column edges, the part's moved to the table's margin."""
    shift = part.xs[0] - table.xs[0]
    moved = [x - shift for x in part.xs]
    xs = sorted(
        [*table.xs, *(x for x in moved if all(abs(x - y) >= SAME_COLUMN for y in table.xs))]
    )
    for cells, own in ((table.cells, table.xs), (part.cells, moved)):
        at = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in own]
        if at == list(range(len(own))):
            continue
        for cell in cells:
            left, right = at[cell.col], at[cell.col + cell.col_span]
            cell.col, cell.col_span = left, max(right - left, 1)
    table.xs = xs


def _pairs(table: JoinedTable, part: JoinedTable) -> list[tuple[JoinedCell, JoinedCell]]:
    """Cells that meet at the page break in the same columns."""
    above = {(c.col, c.col_span): c for c in table.cells if c.row + c.row_span == table.rows}
    return [
        (above[c.col, c.col_span], c)
        for c in part.cells
        if c.row == 0 and (c.col, c.col_span) in above
    ]


def _is_cut(
    table: JoinedTable, part: JoinedTable, pairs: list[tuple[JoinedCell, JoinedCell]], header: int
) -> bool:
    """The break went through a row: every column goes on, and no rule closes it, or the words
    plainly go on.
    """
    if not pairs or len(pairs) != sum(c.row == 0 for c in part.cells):
        return False
    if _hold_figures(pairs):
        return False
    if is_open_below(table) and (header > 0 or all(b.open_top for _, b in pairs)):
        return True
    return _plainly_goes_on(table, part, pairs)


def _hold_figures(pairs: list[tuple[JoinedCell, JoinedCell]]) -> bool:
    """Two figures in one column are two rows, a total under the last one."""
    return any(FIGURE.fullmatch(a.bare) and FIGURE.fullmatch(b.bare) for a, b in pairs)


def _plainly_goes_on(
    table: JoinedTable, part: JoinedTable, pairs: list[tuple[JoinedCell, JoinedCell]]
) -> bool:
    """The words say that the row goes on, whatever rules are drawn."""
    return _goes_on(table, part, pairs) or lacks_number(table, part, pairs) or _runs_on(pairs)


def _runs_on(pairs: list[tuple[JoinedCell, JoinedCell]]) -> bool:
    """A sentence runs over the break, and beside it nothing new begins at the part's head: one row,
    whatever rules the producer draws at a page's ends.
    """
    running = [pair[1] for pair in pairs if _is_mid_sentence(*pair)]
    beside = [pair for pair in pairs if pair[1] not in running]
    if not running or not any(above.bare for above, _ in beside):
        return False
    head = min(below.lines[0].box.bottom for below in running)
    return all(_begins_below(below, head) for _, below in beside)


def _begins_below(cell: JoinedCell, y: float) -> bool:
    return not cell.bare or cell.lines[0].box.top > y


def _is_mid_sentence(above: JoinedCell, below: JoinedCell) -> bool:
    """The last line above is as long as its cell and ends no sentence, the first one below opens
    with no mark or number but the next one of a list in the cell.
    """
    if not above.bare or not below.bare:
        return False
    last, first = above.lines[-1], below.lines[0].text
    number = numbering_at(first)
    if number is not None:
        listed = [n.value for line in above.lines if (n := numbering_at(line.text))]
        return len(listed) > 1 and follows(number.value, listed[-1])
    box = above.pieces[-1][1]
    full = last.box.x1 - last.box.x0 >= FULL * (box.x1 - box.x0)
    return full and bullet_at(first) is None and not last.text.rstrip().endswith(ENDS)


def _goes_on(
    table: JoinedTable, part: JoinedTable, pairs: list[tuple[JoinedCell, JoinedCell]]
) -> bool:
    """The part's first row leaves a column empty that every row fills, and writes only where the
    row above wrote: the same row.

    Producers that close the rules at a break (or draw none) leave no other sign.
    """
    wrote = [above.bare for above, below in pairs if below.bare]
    empty = any(
        above.bare and not below.bare and _is_always_filled(table, part, above, below)
        for above, below in pairs
    )
    return empty and bool(wrote) and all(wrote)


def _is_always_filled(
    table: JoinedTable, part: JoinedTable, above: JoinedCell, below: JoinedCell
) -> bool:
    """Whether nearly every row writes into the column of two cells that meet; not where labels are
    merged, of which an empty one goes on without the row.
    """
    own = (*column_cells(table, above, first_asked(table, above)), *column_cells(part, above, 1))
    body = [c for c in own if c is not above]
    merged = below.row_span > 1 or any(c.row_span > 1 for c in body)
    return len(body) > 1 and not merged and sum(bool(c.bare) for c in body) >= FILLED * len(body)


def _join_cells(above: JoinedCell, below: JoinedCell, cut: bool) -> None:
    above.row_span += below.row_span - (1 if cut else 0)
    above.pieces += below.pieces
    if below.lines and above.lines and below.bare != above.bare:
        above.cuts.append(len(above.lines))
    if not (below.bare == above.bare and not cut):
        above.lines += below.lines
    above.nested += below.nested
    above.open_bottom = below.open_bottom
    above.carried = above.carried or not cut or above.row_span > 1
    above.doubt = above.doubt or below.doubt
