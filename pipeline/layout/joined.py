"""Parts of one table on following pages made one: repeated headers dropped, merged labels carried, cut rows made whole.

The most wanted and least done step of table reading. Nothing is joined by likeness alone: the parts must follow one another
with nothing printed between, share their column edges, and the page must have been full; a header of its own keeps a table apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.layout.figures import FIGURE
from pipeline.layout.headers import table_to_header_rows
from pipeline.layout.labels import is_one_label
from pipeline.layout.whole import JoinedCell, JoinedTable, Leaf
from pipeline.model import Part

__all__ = ["JoinedCell", "JoinedTable", "Leaf", "append_part", "continues", "draft_tables_to_joined", "draft_to_whole"]

SHIFT = 14.0  # pt: odd and even pages may be bound with other margins
SAME_COLUMN = 2.6  # pt between the edges of one column on two pages
SET_ANEW = 8.0  # pt by which a typist's second table misses the columns of the first one
FEWEST_WORDS = 3  # header cells
MOST_SHARED = 0.7  # of the inner column edges
WRAPPED = 0.7  # of a cell's width: a shorter line was not broken by its end
MOST_HEADER = 4  # rows


def draft_to_whole(table: DraftTable) -> JoinedTable:
    """One page's part as a table of its own."""
    cells = [
        JoinedCell(
            c.row, c.col, c.row_span, c.col_span, [(table.page, c.box)], list(c.lines), doubt=c.doubt,
            nested=[draft_to_whole(n) for n in c.nested], open_top=c.open_top, open_bottom=c.open_bottom,
        )
        for c in table.cells
    ]  # fmt: skip
    parts = [Part(table.page, table.box)]
    whole = JoinedTable(list(table.xs), table.rows, cells, parts, table.origin, table.heading_box, captions=list(table.captions))
    whole.shaded_rows = _shaded_rows(table.cells, table.rows)
    whole.unit, whole.told_rows, whole.soft = table.unit, table.header_rows, table.soft_columns
    return whole


def _shaded_rows(cells: Sequence[DraftCell], rows: int) -> int:
    """Rows at the top that are shaded throughout while what follows is not: how most producers draw a header."""
    plain = min((c.row for c in cells if not c.shaded), default=rows)
    reach = max((c.row + c.row_span for c in cells if c.row < plain), default=0)
    return plain if reach <= plain < rows else 0


def draft_tables_to_joined(leaves: Sequence[Leaf]) -> list[JoinedTable]:
    """All top-level tables of a document in reading order, each one once however many pages it runs over.

    A table goes on when it is the last thing of its page, the next page begins with a part that has the same columns, and the
    page was full (`continues`). Heading boxes never go on.
    """
    done: list[JoinedTable] = []
    last: JoinedTable | None = None
    before: Leaf | None = None
    for leaf in leaves:
        tables = sorted(leaf.tables, key=lambda t: (t.box.top, t.box.x0))
        ending: JoinedTable | None = None
        for i, table in enumerate(tables):
            whole = draft_to_whole(table)
            if i == 0 and last is not None and before is not None and continues(last, before, whole, leaf):
                append_part(last, whole)
                whole = last
            else:
                done.append(whole)
            ending = whole if ending is None or table.box.bottom >= _bottom(ending) else ending
        follows = before is not None and leaf.page == before.page + 1
        last = ending if ending is not None and _nothing_below(ending, leaf) else None
        if not tables and not leaf.loose and follows:
            last = None
        before = leaf
    return done


def _bottom(table: JoinedTable) -> float:
    box = table.parts[-1].box
    return box.bottom if box else 0.0


def _nothing_below(table: JoinedTable, leaf: Leaf) -> bool:
    return not any(line.box.top > _bottom(table) - 2 for line in leaf.loose)


def continues(table: JoinedTable, before: Leaf, part: JoinedTable, leaf: Leaf) -> bool:
    """Whether `part`, first on its page, is the going on of `table`, last on the page before.

    Price of the fullness rule: a table broken by hand with room to spare stays two.
    """
    if leaf.page != before.page + 1 or table.heading_box != part.heading_box or table.origin != part.origin:
        return False
    align_soft_columns(table, part)
    if not _same_columns(table.xs, part.xs) or _own_words_above(table, part, leaf):
        return False
    cut = _open_bottom(table) or _open_top(part)
    if table.heading_box or min(table.cols, part.cols) == 1:  # boxes of one column look all alike
        return cut
    header = repeated_rows(table, part)
    if header:
        return cut or _page_was_full(table, part, header, before.foot)
    return cut or (not _header_of_its_own(table, part) and _page_was_full(table, part, 0, before.foot)) or _lacks_header(table, part)


def align_soft_columns(table: JoinedTable, part: JoinedTable) -> None:
    """Under the same header columns are the same though they stand a little elsewhere: white ones on any page, ruled ones where a
    typist set the rest of the table anew on the next page.
    """
    if table.cols != part.cols or abs(part.xs[0] - table.xs[0]) > SHIFT:
        return
    shift = part.xs[0] - table.xs[0]
    near = max(abs(b - a - shift) for a, b in zip(table.xs, part.xs, strict=True)) < SET_ANEW
    first, second = ([(c.col, c.col_span, c.bare) for c in t.cells if c.row == 0] for t in (table, part))
    words = sum(any(ch.isalpha() for ch in bare) for _, _, bare in first)
    if sorted(first) == sorted(second) and (words if table.soft and part.soft else near and words >= FEWEST_WORDS):
        part.xs = list(table.xs)


def _same_columns(first: Sequence[float], second: Sequence[float]) -> bool:
    """Outer edges at one distance, and most inner edges shared: a part may lack or add a column that is split there only.

    >>> _same_columns([0, 50, 100], [3, 53, 103]), _same_columns([0, 30, 60, 100], [0, 50, 100])
    (True, False)
    """
    shift = second[0] - first[0]
    if abs(shift) > SHIFT or abs(second[-1] - first[-1] - shift) > SAME_COLUMN:
        return False
    few, many = sorted((list(first), [x - shift for x in second]), key=len)
    shared = sum(any(abs(a - b) < SAME_COLUMN for b in many) for a in few[1:-1])
    return shared >= MOST_SHARED * (len(few) - 2) and len(few) * 2 >= len(many)


def _own_words_above(table: JoinedTable, part: JoinedTable, leaf: Leaf) -> bool:
    """A line over the part that did not stand over the table before: a caption of its own. A unit line printed again is none."""
    known = {"".join(line.text.split()) for line in table.captions}
    own = [line for line in [*leaf.loose, *part.captions] if line.box.bottom <= part.box.top + 2]
    return any("".join(line.text.split()) not in known for line in own)


def _open_bottom(table: JoinedTable) -> bool:
    last = [c for c in table.cells if c.row + c.row_span == table.rows]
    return bool(last) and all(c.open_bottom for c in last)


def _open_top(part: JoinedTable) -> bool:
    first = [c for c in part.cells if c.row == 0]
    return bool(first) and all(c.open_top for c in first)


def repeated_rows(table: JoinedTable, part: JoinedTable) -> int:
    """How many rows at the top of `part` repeat those of `table`: same columns, same words, spans that end with them."""
    best = 0
    for k in range(1, min(MOST_HEADER, table.rows - 1, part.rows) + 1):
        first, second = _top_rows(table, k), _top_rows(part, k)
        if first is None or second is None:
            continue
        if [c[2] for c in first] != [c[2] for c in second] or not any(c[2] for c in first):
            break
        if all(a[0] == b[0] and abs(a[1] - b[1]) < SAME_COLUMN for a, b in zip(first, second, strict=True)):
            best = k
    return best


def _top_rows(table: JoinedTable, k: int) -> list[tuple[int, float, str]] | None:
    cells = [c for c in table.cells if c.row < k]
    if any(c.row + c.row_span > k for c in cells):
        return None
    return [(c.row, table.xs[c.col] - table.xs[0], c.bare) for c in sorted(cells, key=lambda c: (c.row, c.col))]


def _page_was_full(table: JoinedTable, part: JoinedTable, header: int, foot: float) -> bool:
    """The next row, or the rows that a merged label keeps together, would not have fitted below: white space is left."""
    row = [c.pieces[0][1] for c in part.cells if c.row == header]
    height = max((b.bottom - b.top for b in row), default=_bottom(part) - part.box.top)
    return foot - _bottom(table) <= height + 12.0


def _lacks_header(table: JoinedTable, part: JoinedTable) -> bool:
    """Only the first part has a header: nobody begins a table without one where the table before has one."""
    return table_to_header_rows(table) > 0 and table_to_header_rows(part) == 0


def _header_of_its_own(table: JoinedTable, part: JoinedTable) -> bool:
    """Its first rows are shaded as the first part's header is, but say something else; a shaded full-width row is an area's name."""
    top = [c for c in part.cells if c.row == 0]
    return part.shaded_rows > 0 and table.shaded_rows > 0 and len(top) > 1


def append_part(table: JoinedTable, part: JoinedTable) -> None:
    """Hangs `part` below `table`: columns united, repeated header dropped, cut row and carried labels made one."""
    header = repeated_rows(table, part)
    if header:
        table.repeats_header, table.header_rows = True, max(table.header_rows, header)
        table.repeated += [line for c in part.cells if c.row < header for line in c.lines]
    table.repeated += part.captions
    part.cells = [c for c in part.cells if c.row >= header]
    for cell in part.cells:
        cell.row -= header
    rows = part.rows - header
    _unite_columns(table, part)
    pairs = _pairs(table, part)
    cut = _is_cut(table, part, pairs, header)
    opened = _open_bottom(table), _open_top(part)
    merged = pairs if cut else [p for p in pairs if is_one_label(*p, table, opened)]
    start = table.rows - (1 if cut else 0)
    taken = set()
    for above, below in merged:
        if not cut and below.bare == above.bare:
            table.repeated += below.lines
        _join_cells(above, below, cut)
        taken.add(id(below))
    for cell in part.cells:
        if id(cell) not in taken:
            cell.row += start
            table.cells.append(cell)
    table.rows = start + rows
    table.parts += part.parts
    table.cells.sort(key=lambda c: (c.row, c.col))


def _unite_columns(table: JoinedTable, part: JoinedTable) -> None:
    """Both parts on one set of column edges, the part's moved to the table's margin."""
    shift = part.xs[0] - table.xs[0]
    moved = [x - shift for x in part.xs]
    xs = sorted([*table.xs, *(x for x in moved if all(abs(x - y) >= SAME_COLUMN for y in table.xs))])
    for cells, own in ((table.cells, table.xs), (part.cells, moved)):
        at = [min(range(len(xs)), key=lambda i: abs(xs[i] - x)) for x in own]
        for cell in cells:
            left, right = at[cell.col], at[cell.col + cell.col_span]
            cell.col, cell.col_span = left, max(right - left, 1)
    table.xs = xs


def _pairs(table: JoinedTable, part: JoinedTable) -> list[tuple[JoinedCell, JoinedCell]]:
    """Cells that meet at the page break in the same columns."""
    above = {(c.col, c.col_span): c for c in table.cells if c.row + c.row_span == table.rows}
    return [(above[c.col, c.col_span], c) for c in part.cells if c.row == 0 and (c.col, c.col_span) in above]


def _is_cut(table: JoinedTable, part: JoinedTable, pairs: list[tuple[JoinedCell, JoinedCell]], header: int) -> bool:
    """The break went through a row: every column goes on, and no rule closes it, or the words plainly go on."""
    meeting = sum(c.row == 0 for c in part.cells)
    if not pairs or len(pairs) != meeting or len(pairs) != sum(c.row + c.row_span == table.rows for c in table.cells):
        return False
    if any(FIGURE.fullmatch(a.bare) and FIGURE.fullmatch(b.bare) for a, b in pairs if a.bare and b.bare):
        return False  # two figures in one column are two rows, a total under the last one
    open_above, open_below = _open_bottom(table), all(b.open_top for _, b in pairs)
    return (open_above and bool(open_below or header) and not _both_complete(pairs)) or _goes_on(table, part, pairs)


def _both_complete(pairs: list[tuple[JoinedCell, JoinedCell]]) -> bool:
    """Both parts hold a short line in the first column that has no merged label: two rows, whose producer draws no rule at a break."""
    own = [(a, b) for a, b in pairs if a.row_span == b.row_span == 1]
    if not own:
        return False
    above, below = min(own, key=lambda p: p[0].col)
    if not above.lines or not below.lines:
        return False
    box, last = above.pieces[-1][1], above.lines[-1].box
    return last.x1 - last.x0 < WRAPPED * (box.x1 - box.x0) and len(above.lines) == 1


def _goes_on(table: JoinedTable, part: JoinedTable, pairs: list[tuple[JoinedCell, JoinedCell]]) -> bool:
    """The part's first row leaves a column empty that every row fills, and writes only where the row above wrote or left such a
    column empty: the same row.

    Producers that close the rules at a break (or draw none) leave no other sign.
    """
    sure = set()
    for above, below in pairs:
        body = [c for c in table.cells if c.col == above.col and c.row >= max(table.header_rows, 1) and c.col_span == above.col_span]
        body += [c for c in part.cells if c.col == above.col and c.row > 0 and c.col_span == above.col_span]
        body = [c for c in body if c is not above]
        merged = below.row_span > 1 or any(c.row_span > 1 for c in body)  # an empty label goes on without the row
        if len(body) > 1 and sum(bool(c.bare) for c in body) >= 0.9 * len(body) and not merged:
            sure.add(above.col)
    empty = any(not below.bare for above, below in pairs if above.col in sure and above.bare)
    wrote = [above.bare for above, below in pairs if below.bare]
    lacks = any(below.bare and not above.bare for above, below in pairs if above.col in sure)  # centred cells: each part has some
    return empty and bool(wrote) and (all(wrote) or lacks)


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
