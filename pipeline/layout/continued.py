"""Whether one part of a table goes on in the next: on the following page, or right below it on the
same one.

Nothing is joined by likeness alone: the parts must follow one another with nothing printed between,
share their column edges, and the page must have been full; a header of its own keeps a table apart.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.headers import table_to_header_rows
from pipeline.layout.whole import JoinedTable, Leaf

SHIFT = 14.0  # pt: odd and even pages may be bound with other margins
SAME_COLUMN = 2.6  # pt between the edges of one column on two pages
SET_ANEW = 8.0  # pt by which a typist's second table misses the columns of the first one
FEWEST_WORDS = 3  # header cells
SAME_SECTION = 0.6  # pt between the column edges of two sections
WHITE = 8.0  # pt between them
STILL = 0.5  # of the column edges stand where they stood, though the outermost does not
MOST_SHARED = 0.7  # of the inner column edges
MOST_HEADER = 4  # rows


def continues(table: JoinedTable, before: Leaf, part: JoinedTable, leaf: Leaf) -> bool:
    """Whether `part`, first on its page, is the going on of `table`, last on the page before.

    Price of the fullness rule: a table broken by hand with room to spare stays two.
    """
    if leaf.page != before.page + 1 or not _are_drawn_alike(table, part):
        return False
    align_soft_columns(table, part)
    if _own_words_above(table, part, leaf):
        return False
    if not _same_columns(table.xs, part.xs):
        return _form_goes_on(table, part) and _page_was_full(table, part, 0, before.foot)
    cut = is_open_below(table) or is_open_above(part)
    if table.heading_box or min(table.cols, part.cols) == 1:  # boxes of one column look all alike
        return cut
    header = repeated_rows(table, part)
    if header:
        return cut or _page_was_full(table, part, header, before.foot)
    return (
        cut
        or (not _header_of_its_own(table, part) and _page_was_full(table, part, 0, before.foot))
        or _lacks_header(table, part)
    )


def _are_drawn_alike(table: JoinedTable, part: JoinedTable) -> bool:
    """By rules or by white; stripes may be too few on a page to tell its rows."""
    alike = table.origin == part.origin or (table.soft and part.soft)
    return alike and table.heading_box == part.heading_box


def is_set_off(table: JoinedTable, part: JoinedTable, leaf: Leaf) -> bool:
    """Whether `part` is a section of the table right above it, set off by a little white: the same
    columns, and no header of its own.

    Source: a list of courses whose last section stands 4 pt lower; alone, its figures have no
    names.
    """
    if part.cols != table.cols or part.cols < FEWEST_WORDS or table.soft or part.soft:
        return False
    if max(abs(a - b) for a, b in zip(table.xs, part.xs, strict=True)) >= SAME_SECTION:
        return False
    bottom, top = bottom_of(table), part.box.top
    between = any(
        bottom - 1 < (line.box.top + line.box.bottom) / 2 < top + 1
        for line in [*leaf.loose, *part.captions]
    )
    return not between and 0 <= top - bottom < WHITE and _lacks_header(table, part)


def nothing_below(table: JoinedTable, leaf: Leaf) -> bool:
    return not any(line.box.top > bottom_of(table) - 2 for line in leaf.loose)


def align_soft_columns(table: JoinedTable, part: JoinedTable) -> None:
    """Under the same header columns are the same though they stand a little elsewhere: white ones
    on any page (the outermost begins where its words do), ruled ones where a typist set the rest of
    the table anew on the next page.
    """
    if table.cols != part.cols:
        return
    shift = part.xs[0] - table.xs[0]
    off = [abs(b - a - shift) for a, b in zip(table.xs, part.xs, strict=True)]
    words = _words_in_common(table, part)
    if not (table.soft and part.soft):
        alike = abs(shift) <= SHIFT and max(off) < SET_ANEW and words >= FEWEST_WORDS
    elif abs(shift) <= SHIFT:
        alike = words > 0 or sum(d < SAME_COLUMN for d in off) > MOST_SHARED * len(off)
    else:
        still = sum(abs(a - b) < SAME_COLUMN for a, b in zip(table.xs, part.xs, strict=True))
        alike = words >= FEWEST_WORDS and still > STILL * len(off)
    if alike:
        part.xs = list(table.xs)


def _words_in_common(table: JoinedTable, part: JoinedTable) -> int:
    """How many cells of the first row hold words, where both have the same first row."""
    first, second = (
        sorted((c.col, c.col_span, c.bare) for c in t.cells if c.row == 0) for t in (table, part)
    )
    return sum(any(ch.isalpha() for ch in bare) for *_, bare in first) if first == second else 0


def is_header_alone(table: JoinedTable, part: JoinedTable) -> bool:
    """Whether a table at a page's foot is nothing but the header that the next page prints again
    over the rows.

    Source: browsers, which break a page between a header and its first row.
    """
    rows = table_to_header_rows(part) if table.rows <= MOST_HEADER else 0
    if not rows:
        return False
    own = sorted("".join(c.bare for c in table.cells))
    return len(own) > 0 and own == sorted("".join(c.bare for c in part.cells if c.row < rows))


def _same_columns(first: Sequence[float], second: Sequence[float]) -> bool:
    """Outer edges at one distance, and most inner edges shared: a part may lack or add a column
    that is split there only.

    >>> _same_columns([0, 50, 100], [3, 53, 103]), _same_columns([0, 30, 60, 100], [0, 50, 100])
    (True, False)
    """
    shift = second[0] - first[0]
    if abs(shift) > SHIFT or abs(second[-1] - first[-1] - shift) > SAME_COLUMN:
        return False
    few, many = sorted((list(first), [x - shift for x in second]), key=len)
    shared = sum(any(abs(a - b) < SAME_COLUMN for b in many) for a in few[1:-1])
    return shared >= MOST_SHARED * (len(few) - 2) and len(few) * 2 >= len(many)


def _form_goes_on(table: JoinedTable, part: JoinedTable) -> bool:
    """Whether a part with the sides and the columns of labels of a form goes on from it, though its
    rows are cut into columns of their own: it begins with an empty cell where a label stands, words
    beside it, as no table begins; or it has two columns of labels in common, and no header.

    Source: forms of two pages, 31 rows in 17 columns, of which no page has more than twelve.
    """
    shift = part.xs[0] - table.xs[0]
    same = [abs(a + shift - b) <= SAME_COLUMN for a, b in zip(table.xs, part.xs, strict=False)]
    first = [c.bare for c in part.cells if c.row == 0]
    if not (_have_same_sides(table.xs, part.xs) and same[1] and any(first)):
        return False
    if not first[0] and _last_label(table):
        return True
    return same[2] and not table_to_header_rows(part)


def _last_label(table: JoinedTable) -> str:
    """The words of the cell in the first column at a table's foot."""
    foot = (c for c in table.cells if c.col == 0 and c.row + c.row_span == table.rows)
    return next((c.bare for c in foot), "")


def _have_same_sides(first: Sequence[float], second: Sequence[float]) -> bool:
    """Outer edges at one distance, and columns enough to be told by."""
    shift = second[0] - first[0]
    ends = abs(shift) <= SHIFT and abs(second[-1] - first[-1] - shift) <= SAME_COLUMN
    return ends and min(len(first), len(second)) > FEWEST_WORDS


def _own_words_above(table: JoinedTable, part: JoinedTable, leaf: Leaf) -> bool:
    """A line over the part that did not stand over the table before: a caption of its own. A unit
    line printed again is none.
    """
    known = {"".join(line.text.split()) for line in table.captions}
    own = [line for line in [*leaf.loose, *part.captions] if line.box.bottom <= part.box.top + 2]
    return any("".join(line.text.split()) not in known for line in own)


def repeated_rows(table: JoinedTable, part: JoinedTable) -> int:
    """How many rows at the top of `part` repeat those of `table`: the same words, spans that end
    with them.
    """
    best = 0
    for k in range(1, min(MOST_HEADER, table.rows - 1, part.rows) + 1):
        first, second = _top_rows(table, k), _top_rows(part, k)
        if first is None or second is None:
            continue
        if first != second or not any(word for _, word in first):
            break
        best = k
    return best


def _top_rows(table: JoinedTable, k: int) -> list[tuple[int, str]] | None:
    """Row and words of the cells of the first k rows; None where one reaches further down."""
    cells = [c for c in table.cells if c.row < k]
    if any(c.row + c.row_span > k for c in cells):
        return None
    return [(c.row, c.bare) for c in sorted(cells, key=lambda c: (c.row, c.col))]


def _page_was_full(table: JoinedTable, part: JoinedTable, header: int, foot: float) -> bool:
    """The next row up to a rule, or the rows that a merged label keeps together, would not have
    fitted below: white space is left.

    Source: a list of thirteen lines in one ruled row, which stands on the next page as a whole.
    """
    end = header + 1
    while _is_unruled(part, end):
        end += 1
    row = [c.pieces[0][1] for c in part.cells if header <= c.row < end]
    top, bottom = min((b.top for b in row), default=0), max((b.bottom for b in row), default=0)
    height = bottom - top if row else bottom_of(part) - part.box.top
    return foot - bottom_of(table) <= height + 12.0


def _is_unruled(part: JoinedTable, row: int) -> bool:
    """Whether no cell of a row begins under a rule."""
    own = [c for c in part.cells if c.row == row]
    return bool(own) and all(c.open_top for c in own)


def _lacks_header(table: JoinedTable, part: JoinedTable) -> bool:
    """Only the first part has a header: nobody begins a table without one where the table before
    has one.
    """
    return table_to_header_rows(table) > 0 and table_to_header_rows(part) == 0


def _header_of_its_own(table: JoinedTable, part: JoinedTable) -> bool:
    """Its first rows are shaded as the first part's header is, but say something else; a shaded
    full-width row is an area's name.
    """
    top = [c for c in part.cells if c.row == 0]
    return part.shaded_rows > 0 and table.shaded_rows > 0 and len(top) > 1


def bottom_of(table: JoinedTable) -> float:
    box = table.parts[-1].box
    return box.bottom if box else 0.0


def is_open_below(table: JoinedTable) -> bool:
    last = [c for c in table.cells if c.row + c.row_span == table.rows]
    return bool(last) and all(c.open_bottom for c in last)


def is_open_above(part: JoinedTable) -> bool:
    first = [c for c in part.cells if c.row == 0]
    return bool(first) and all(c.open_top for c in first)
