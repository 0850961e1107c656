"""What the rows of a report's tables seem to lack: once the outline stands, the report's own
numbers, marks and headers are asked whether all of it was read.

Nothing is repaired here and nobody is accused: a sign says what is seen, and where. Measured on the
learning half of the invented prints (tests/bench/prints.py): of 31 PDFs and 31 texts 26 had lost
rows in silence, 1 does since; no whole one is named, and one of 107 real reports is (rightly).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import groupby, pairwise

from pipeline.model import (
    Area,
    Blocks,
    Box,
    Cell,
    Paragraph,
    Place,
    Printed,
    Problem,
    Programme,
    Table,
)
from pipeline.outline.doubts import counts_through, last_part
from pipeline.outline.drafts import AreaDraft, RowDraft
from pipeline.text import bullet_at, close_up, is_total, numbering_at
from pipeline.unread import problem_to_sign, sign_to_problem

FEWEST = 5  # rows from which on their habit can be told
HABIT = 0.9  # of the rows that open alike
MOST_APART = 3  # lines of a text from one line of a title to its next, blank ones between
FEWEST_HEADS = 3  # header cells by which a header is known again
MOST_REGIONS = 200  # tables of one page that are asked for text outside their cells

Tables = Mapping[int, Table]


def outline_to_unread(
    drafts: Sequence[AreaDraft], areas: Sequence[Area], blocks: Blocks
) -> list[Problem]:
    """A problem for each row, or stretch of text outside rows, that shows that a part of a table
    was not read or was read into a neighbour.
    """
    tables = {t.table_no: t for t in blocks.tables}
    rows = [p for a in areas for g in a.groups for p in g.programmes if p.table_no in tables]
    found: dict[str | Place, Problem] = {}
    signs = (
        *drafts_to_untitled(drafts, areas),
        *areas_to_gaps(areas),
        *rows_to_signs(rows, tables),
        *blocks_to_behind(blocks, rows),
        *blocks_to_outside(blocks),
        *tables_to_lost_pages(blocks),
        *headers_to_lost_rows(blocks),
    )
    for problem in signs:  # one a row: what is wrong in a row shows in several ways
        found.setdefault(problem.programme_id or problem.place, problem)
    return list(found.values())


def is_order_lost(drafts: Sequence[AreaDraft], blocks: Blocks) -> bool:
    """Whether the order of a text has lost whose line is whose: a converter took the table to as
    many pieces as there are rows, or more lines behind the first row look like a table and are in
    none than are in it.

    Then no row is right but by chance, and none is given.
    """
    groups = [g for d in drafts for g in d.groups]
    rows = [r for g in groups for r in g.rows]
    return bool(rows) and (is_torn(rows, blocks) or is_flat(rows, blocks))


def blocks_to_places(blocks: Blocks, sign: str) -> list[Place]:
    """Where layout saw a sign."""
    return [p.place for p in blocks.problems if problem_to_sign(p) == sign]


def is_torn(rows: Sequence[RowDraft], blocks: Blocks) -> bool:
    """Whether tables of one row follow one another, as many as there are rows of the outline."""
    pieces = sum(t.rows == 1 for t in blocks.tables)
    return pieces >= len(rows) and bool(blocks_to_places(blocks, "torn_table"))


def is_flat(rows: Sequence[RowDraft], blocks: Blocks) -> bool:
    """Whether the lines behind the first row that look like a table are more than the rows'."""
    inside = {number for row in rows for number in row_to_lines(row)}
    first = min(inside, default=0)
    behind = [p for p in blocks_to_places(blocks, "flat_table") if (p.first_line or 0) > first]
    return bool(inside) and len(inside) < sum(map(place_to_size, behind))


def row_to_lines(row: RowDraft) -> set[int]:
    """The lines that a row stands on whose table was told from a text's order or blanks."""
    if row.table is None or row.table.is_certain:
        return set()
    return {run.line.number for c in row.own for p in c.paragraphs for run in p.runs}


def place_to_size(place: Place) -> int:
    """How many lines a place runs over."""
    return (place.last_line or 0) - (place.first_line or 0) + 1


def row_problem(sign: str, row: Programme, place: Place, text: str) -> Problem:
    """A sign in a row of a table."""
    return sign_to_problem(sign, place, text, row.programme_id, row.table_no)


def drafts_to_untitled(drafts: Sequence[AreaDraft], areas: Sequence[Area]) -> Iterator[Problem]:
    """Rows that took in what stands in a row without a title."""
    told = [r for d in drafts for g in d.groups for r in g.rows]
    rows = [p for a in areas for g in a.groups for p in g.programmes]
    for draft, row in zip(told, rows, strict=True):
        if draft.doubt == "row_without_title":
            yield row_problem("untitled", row, row.place, row.title.text)


def areas_to_gaps(areas: Sequence[Area]) -> Iterator[Problem]:
    """Rows before which the numbering says that others should stand: a number left out in a group,
    or a group that begins in the middle.

    Source: a report may number so itself; whether it does only its page tells.
    """
    through = counts_through(tuple(areas))
    rows = [(k == 0, p) for a in areas for g in a.groups for k, p in enumerate(g.programmes)]
    for (_, above), (is_first, row) in pairwise(rows):
        before, number = last_part(above), last_part(row)
        if row.table_no and lacks_between(before, number, is_first and not through):
            yield row_problem("numbers", row, row.place, f"{before}, {number}")


def lacks_between(before: int | None, number: int | None, restarts: bool) -> bool:
    """Whether numbers are left out between those of two rows; restarts: the second one is the first
    of a group, which may begin at 1.

    >>> lacks_between(3, 5, False), lacks_between(3, 2, False), lacks_between(3, 2, True)
    (True, False, True)
    """
    if before is None or number is None or number in (1, before + 1):
        return False
    return restarts or number > before


def rows_to_signs(rows: Sequence[Programme], tables: Tables) -> Iterator[Problem]:
    """The signs that stand in the rows themselves, table by table."""
    for number, group in groupby(rows, key=lambda p: p.table_no or 0):
        own, table = list(group), tables[number]
        heads = {close_up(c.text) for c in table.cells if c.row < table.header_rows and c.text}
        for row in own:
            for printed in (row.title, *(a.printed for a in row.achievements)):
                yield from lines_to_labels(printed, row, heads)
        yield from cells_to_ownerless(own, table)
        yield from rows_to_odd_openings(own)
        yield from titles_to_second_rows(own)
        yield from rows_to_torn_brackets(own)
        yield from rows_to_late_titles(own)
        if table.origin == "text":
            yield from titles_to_holes(own)


def printed_to_pieces(printed: Printed) -> list[tuple[int, str]]:
    """What a text has on each of its printed lines, and where in it that begins."""
    found = []
    for _, group in groupby(printed.runs, key=lambda r: id(r.line)):
        runs = list(group)
        start, end = runs[0].start, runs[-1].start + runs[-1].length
        found.append((start, printed.text[start:end]))
    return found


def lines_to_labels(printed: Printed, row: Programme, heads: set[str]) -> Iterator[Problem]:
    """Printed lines of a row that are nothing but a head of its table or the label of a total.

    Source: a header printed again on the next page, or a sum, whose cells were taken for a row's.
    """
    for start, piece in printed_to_pieces(printed):
        place = printed.place(start, start + len(piece))
        if close_up(piece) in heads:
            yield row_problem("header_inside", row, place, piece)
        elif is_total(piece):
            yield row_problem("total_inside", row, place, piece)


def marks_of(rows: Sequence[Programme]) -> set[str]:
    """The marks that open the lines of some rows."""
    return {a.mark for p in rows for a in p.achievements if a.mark}


def cells_to_ownerless(rows: Sequence[Programme], table: Table) -> Iterator[Problem]:
    """Marked lines in the column of the results that no row has taken."""
    own = {cell for p in rows for cell in (*p.own_cells, *p.extra)}
    columns = {p.own_cells[1][2] for p in rows if len(p.own_cells) > 1}
    marks = marks_of(rows)
    for cell in body_without_totals(table):
        taken = cell.col not in columns or (table.table_no, cell.row, cell.col) in own
        if not taken and opens_with(cell.text, marks):
            yield sign_to_problem("no_programme", cell.place, cell.text, None, table.table_no)


def body_without_totals(table: Table) -> list[Cell]:
    """The cells below the header, those of rows with a total's label left out."""
    totals = {c.row for c in table.cells if is_total(c.text)}
    return [c for c in table.cells if c.row >= table.header_rows and c.row not in totals]


def opens_with(text: str, marks: Set[str]) -> bool:
    """Whether a text opens with one of some marks and says something behind it.

    >>> opens_with("○ 교육", {"○"}), opens_with("○", {"○"}), opens_with("- 교육", {"○"})
    (True, False, False)
    """
    bullet = bullet_at(text)
    return bullet is not None and bullet.mark in marks and bullet.end < len(text)


def rows_to_odd_openings(rows: Sequence[Programme]) -> Iterator[Problem]:
    """Rows whose first line opens otherwise than nearly all others do.

    Source: a title torn in two gives a row that begins in the middle of its neighbour's lines.
    """
    opened = [(p, p.achievements[0]) for p in rows if p.achievements]
    (usual, count), *_ = Counter(a.mark for _, a in opened).most_common(1) or [(None, 0)]
    if len(opened) < FEWEST or usual is None or count < HABIT * len(opened):
        return
    for row, first in opened:
        if first.mark != usual:
            yield row_problem("opening", row, first.place, first.printed.text)


def titles_to_second_rows(rows: Sequence[Programme]) -> Iterator[Problem]:
    """Titles a line of which opens with the next row's number, or as the results do."""
    marks = marks_of(rows)
    for row in rows:
        for start, piece in printed_to_pieces(row.title)[1:]:
            if opens_with(piece, marks) or counts_on(row, piece):
                place = row.title.place(start, start + len(piece))
                yield row_problem("two_in_title", row, place, piece)


def counts_on(row: Programme, text: str) -> bool:
    """Whether a text opens with the number that follows the row's."""
    before = numbering_at(f"{row.printed_no}. x") if row.printed_no else None
    number = numbering_at(text)
    return (
        before is not None
        and number is not None
        and number.value == (*before.value[:-1], before.value[-1] + 1)
    )


def rows_to_late_titles(rows: Sequence[Programme]) -> Iterator[Problem]:
    """Rows whose lines begin on a page before the one that prints their title: the row above may
    have lost them.
    """
    for row in rows:
        page = row.title.place().page
        first = row.achievements[0].place.page if row.achievements else None
        if page is not None and first is not None and first < page:
            yield row_problem("late_title", row, row.achievements[0].place, row.title.text)


def titles_to_holes(rows: Sequence[Programme]) -> Iterator[Problem]:
    """Titles between whose lines others of the text stand: a title is set solid, two are not."""
    for row in rows:
        for one, other in pairwise(row.title.runs):
            apart = other.line.number - one.line.number
            if one.line.page == other.line.page and apart > MOST_APART:
                yield row_problem("title_apart", row, row.place, row.title.text)
                break


def rows_to_torn_brackets(rows: Sequence[Programme]) -> Iterator[Problem]:
    """Rows in which a bracket opens in one text and closes in another: a column's border runs
    through a line.
    """
    for row in rows:
        texts = [row.title, *(a.printed for a in row.achievements)]
        beside = [text for text in (row.department, row.remarks) if text]
        left_open = [count_open(t.text) for t in texts] + [count_open(t) for t in beside]
        if min(left_open) < 0 < max(left_open):
            torn = next((t for t, n in zip(texts, left_open, strict=False) if n), row.title)
            yield row_problem("torn_bracket", row, torn.place(), torn.text)


def count_open(text: str) -> int:
    """How many brackets a text leaves open; fewer than none where it closes more. The bracket of a
    number before it is none.

    >>> count_open("1) 교육(3회"), count_open("3회)"), count_open("교육(3회)")
    (1, -1, 0)
    """
    number = numbering_at(text)
    bare = text[number.end :] if number else text
    return bare.count("(") - bare.count(")")


def blocks_to_behind(blocks: Blocks, rows: Sequence[Programme]) -> Iterator[Problem]:
    """Paragraphs right behind a table of programmes that are marked as the lines of its rows are,
    or numbered on.

    Where rules or the file draw the table's end, a mark alone is none of it.
    """
    own: dict[int, list[Programme]] = defaultdict(list)
    for row in rows:
        own[row.table_no or 0].append(row)
    for table, behind in items_to_behind(blocks.items):
        told, text = own.get(table.table_no, []), behind.printed.text
        marks = set() if table.is_certain else marks_of(told)
        if opens_with(text, marks) or (told and counts_on(told[-1], text)):
            yield sign_to_problem("behind", behind.place, text, None, table.table_no)


def items_to_behind(
    items: Sequence[Paragraph | Table],
) -> Iterator[tuple[Table, Paragraph]]:
    """Each table with the paragraph right behind it, where there is one and it is no note."""
    for table, behind in pairwise(items):
        if isinstance(table, Table) and isinstance(behind, Paragraph) and not behind.note:
            yield table, behind


def blocks_to_outside(blocks: Blocks) -> Iterator[Problem]:
    """Letters and digits inside a table's region on its page that none of its cells holds."""
    regions = tables_to_regions(blocks.tables)
    for item in blocks.items:
        if not isinstance(item, Paragraph) or item.place.box is None:
            continue
        text, box = item.printed.text, item.place.box
        number = next((n for b, n in regions[item.place.page] if is_inside(box, b)), None)
        if number is not None and any(c.isalnum() for c in text):
            yield sign_to_problem("outside_cells", item.place, text, None, number)


def tables_to_regions(tables: Sequence[Table]) -> dict[int | None, list[tuple[Box, int]]]:
    """By page the regions of tables, each with the table's number."""
    regions: dict[int | None, list[tuple[Box, int]]] = defaultdict(list)
    for table in tables:
        for part in table.parts:
            if part.box is not None and len(regions[part.page]) < MOST_REGIONS:
                regions[part.page].append((part.box, table.table_no))
    return regions


def is_inside(inner: Box, outer: Box) -> bool:
    """Whether the middle of a box lies in another.

    >>> is_inside(Box(0, 0, 2, 2), Box(0, 0, 9, 9)), is_inside(Box(0, 0, 2, 2), Box(3, 0, 9, 9))
    (True, False)
    """
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 < x < outer.x1 and outer.top < y < outer.bottom


def tables_to_lost_pages(blocks: Blocks) -> Iterator[Problem]:
    """Pages of running text between the pages of one table."""
    written = {i.place.page for i in blocks.items if isinstance(i, Paragraph)}
    for table in blocks.tables:
        for before, page in pairwise(table_to_pages(table)):
            if page > before + 1 and before + 1 in written:
                yield sign_to_problem("page_between", Place(before + 1), table_no=table.table_no)


def headers_to_lost_rows(blocks: Blocks) -> Iterator[Problem]:
    """Headers that stand again behind their table as a line of text."""
    paragraphs = [i for i in blocks.items if isinstance(i, Paragraph)]
    texts = {close_up(p.printed.text): p.place for p in reversed(paragraphs)}
    for table in blocks.tables:
        heads = " ".join(table_to_heads(table))
        again = texts.get(close_up(heads)) if heads else None
        if again is not None and (again.page or 0) >= max(table_to_pages(table), default=0):
            yield sign_to_problem("header_again", again, heads, None, table.table_no)


def table_to_pages(table: Table) -> list[int]:
    """The pages that a table stands on."""
    return sorted({p.page for p in table.parts if p.page is not None})


def table_to_heads(table: Table) -> list[str]:
    """The words of a header by which it is known again; none of a header of few words, or of years
    alone: those stand under a chart too.
    """
    heads = [c.text for c in table.cells if c.row < table.header_rows and c.text.strip()]
    worded = any(char.isalpha() for text in heads for char in text)
    return heads if worded and len(heads) >= FEWEST_HEADS else []
