"""Header rows and what they say over each cell: “2024년 > 예산”."""

from __future__ import annotations

from itertools import pairwise

from pipeline.layout.figures import AMOUNT as SUM
from pipeline.layout.whole import HeadCell, HeadTable
from pipeline.lexicon import has
from pipeline.lexicon.headers import listed_heads
from pipeline.lexicon.twins import label_to_twin
from pipeline.pattern import lazy_pattern, named
from pipeline.text import is_total

MOST_ROWS = 4
FEWEST_CLASSES = 3
SHORT = 14  # characters of the longest cell of a header row that is known by two of its words
IN_BRACKETS = lazy_pattern(r"[(\[（][^()\[\]（）]{0,60}[)\]）]")
NUMBER = named("layout.number_in_cell")
CLASS = named("layout.class_of_amounts")
FIGURE = lazy_pattern(
    r"(?!(?:19|20)\d\d$)[△▲▽▼+\-−–(]{0,2}\d[\d,]*(?:\.\d+)?%?\)?"
)  # no year, no “1분기”
AMOUNT = lazy_pattern(r"[△▲▽▼+\-−–]?\d{1,3}(?:,\d{3}){1,5}(?:\.\d+)?")
TICKS = frozenset("○◯●◎√✓✔∨")
YEAR = named("layout.year_or_date")


def name(cell: HeadCell) -> str:
    """A cell's words as a header is looked up: closed up, without what stands in brackets, an
    English head as its Korean twin.
    """
    return label_to_twin(IN_BRACKETS.sub("", cell.bare))


def table_to_header_rows(table: HeadTable) -> int:
    """How many rows at the top are header (0 to 4), by the first evidence that speaks."""
    return table_to_header(table)[0]


def table_to_header(table: HeadTable) -> tuple[int, str | None]:
    """How many rows at the top are header, and the name of the evidence for it.

    Repeated on later pages; shaded apart from the rest; a header word at its first cell or in half
    of its cells; bold over plain; a corner cut by a diagonal; classes of amounts; words over
    numbers. A full-width row below the header (an area's name) is not one of them.
    """
    if table.rows < 2 or table.cols < 2:
        return 0, None
    for evidence in (_repeated, _told, _shaded, _worded, _bold, _crossed, _classes, _over_numbers):
        found = _closed(table, evidence(table))
        if found:
            return found, evidence.__name__.removeprefix("_")
    return 0, None


def _closed(table: HeadTable, rows: int) -> int:
    """The rows, extended over cells that reach further down, without full-width rows at their end;
    0 if that is most of the table.
    """
    if not rows:
        return 0
    while rows < (
        reach := max((c.row + c.row_span for c in table.cells if c.row < rows), default=0)
    ):
        rows = reach
    while rows > 1 and _is_body(table, rows - 1):
        rows -= 1
    return rows if rows <= MOST_ROWS and rows < table.rows else 0


def _is_body(table: HeadTable, row: int) -> bool:
    """A row that looks like the header's and is none: a full-width one, figures, a total."""
    full = any(c.col_span == table.cols for c in _row(table, row))
    return full or _is_figures(table, row) or _is_total(table, row)


def _repeated(table: HeadTable) -> int:
    return table.header_rows if table.repeats_header else 0


def _told(table: HeadTable) -> int:
    return table.told_rows if table.told_rows > 1 else 0


def _shaded(table: HeadTable) -> int:
    return table.shaded_rows if table.shaded_rows <= MOST_ROWS else 0


def _row(table: HeadTable, row: int) -> list[HeadCell]:
    return [c for c in table.cells if c.row == row]


def _is_figures(table: HeadTable, row: int) -> bool:
    """Most of its cells behind the first are figures: a total shaded like the header above it."""
    own = [c for c in _row(table, row) if c.bare and c.col > 0]
    figures = sum(bool(FIGURE.fullmatch(c.bare)) for c in own)
    return len(own) > 1 and figures * 2 > len(own)


def _is_total(table: HeadTable, row: int) -> bool:
    """It names a total and holds an amount, and no head reaches down into it: a subtotal on the
    header's shade with one figure.
    """
    own = _row(table, row)
    reached = any(c.row < row < c.row + c.row_span for c in table.cells)
    # months and classes stand under a total's head too (계 | 1월 | 2월), grouped thousands do not
    held = any(AMOUNT.fullmatch(c.bare) or ("," in c.bare and SUM.fullmatch(c.bare)) for c in own)
    return held and not reached and any(is_total(c.bare) for c in own)


def _first_full(table: HeadTable) -> int:
    """The first row that is no full-width title."""
    return next(
        (r for r in range(table.rows) if not any(c.col_span == table.cols for c in _row(table, r))),
        0,
    )


def _worded(table: HeadTable) -> int:
    first = _first_full(table)
    filled = [c for c in _row(table, first) if c.bare]
    if len(filled) < 2:
        return 0
    known = sum(name(c) in listed_heads() for c in filled)
    first_word = has(name(filled[0]), "first_head") and filled[0].col == 0
    low = known * 2 >= len(filled) or max(len(c.bare) for c in filled) <= SHORT
    if first_word or (known > 1 and low):
        return first + 1 + _subheads(table, first)
    return 0


def _subheads(table: HeadTable, first: int) -> int:
    """A second header row under merged ones, where the first cell does not say so by its own span:
    words or years under a span.
    """
    top = _row(table, first)
    if (
        not any(c.col_span > 1 for c in top)
        or max((c.row_span for c in top), default=1) > 1
        or first + 2 >= table.rows
    ):
        return 0
    below = [c for c in _row(table, first + 1) if c.bare]
    head = {c.col for c in below} - {0}
    return int(bool(head) and not any(NUMBER.fullmatch(c.bare) for c in below))


def _bold(table: HeadTable) -> int:
    """The rows at the top that are bold throughout over one that is bold nowhere: one row, or
    groups over their columns.
    """
    for r in range(min(MOST_ROWS, table.rows)):
        own = [c.bold for c in _row(table, r) if c.bold is not None]
        if not own or not all(own):
            return r if own and not any(own) and _first_is_row(table) else 0
    return 0


def _first_is_row(table: HeadTable) -> bool:
    """The first row has several cells with words: one alone is a title over the table, amounts are
    a total set in bold.
    """
    own = [c for c in _row(table, 0) if c.bare]
    return len(own) > 1 and 2 * sum(bool(SUM.fullmatch(c.bare)) for c in own) <= len(own)


def _crossed(table: HeadTable) -> int:
    """A diagonal parts the corner cell: the label of the columns stands above that of the rows."""
    return int(any(c.crossed for c in table.cells if c.row == c.col == 0))


def _classes(table: HeadTable) -> int:
    """Growing amounts of which an outer one is open (10이하 | 30 | 50 | 1,000이상) are the classes
    that the figures below belong to.
    """
    first = [c for c in _row(table, 0) if c.col > 0]
    found = [CLASS.fullmatch(c.bare) for c in first]
    if len(found) < FEWEST_CLASSES or not (
        found[0] and found[-1] and (found[0]["bound"] or found[-1]["bound"])
    ):
        return 0
    values = [float(m["value"].replace(",", "")) for m in found if m]
    return int(len(values) == len(found) and all(a < b for a, b in pairwise(values)))


def _over_numbers(table: HeadTable) -> int:
    """The first row has words or years only, the columns below it are figures, or marks that say
    which of the words holds (○).
    """
    first = [c for c in _row(table, 0) if c.bare]
    if len(first) < 2 or any(
        (NUMBER.fullmatch(c.bare) or SUM.fullmatch(c.bare)) and not YEAR.fullmatch(c.bare)
        for c in first
    ):
        return 0
    top = max(c.row + c.row_span for c in first)
    body = [c for c in table.cells if c.row >= top and c.bare and (c.col > 0 or c.bare in TICKS)]
    figures = sum(bool(NUMBER.fullmatch(c.bare)) or c.bare in TICKS for c in body)
    return 1 if body and figures * 2 >= len(body) else 0


def name_headers(table: HeadTable, texts: dict[int, str]) -> None:
    """Gives each body cell its header path; `texts` are the cells' printed texts by id(cell).

    A cell under several headers is named by those that cover it whole. An amount that stands in the
    header (a total under 운용규모, beside labels two rows high) is named by what is over it and
    names nothing.
    """
    head = [c for c in table.cells if c.row < table.header_rows]
    over: dict[tuple[int, int], HeadCell] = {}
    for c in head:
        over.update(
            {
                (r, x): c
                for r in range(c.row, c.row + c.row_span)
                for x in range(c.col, c.col + c.col_span)
            }
        )
    paths: dict[tuple[int, int], str | None] = {}
    for cell in table.cells:
        if cell.row < table.header_rows:
            if is_amount(cell):
                cell.header_path = _path(over, cell.row, cell.col, cell.col_span, texts)
            continue
        key = cell.col, cell.col_span
        if key not in paths:
            paths[key] = _path(over, table.header_rows, *key, texts)
        cell.header_path = paths[key]


def is_amount(cell: HeadCell) -> bool:
    """Whether a header cell holds an amount: grouped by thousands or signed, never a year or the
    number of a column.

    >>> from pipeline.layout.whole import JoinedCell
    >>> is_amount(JoinedCell(0, 0, 1, 1, [], []))
    False
    >>> [AMOUNT.fullmatch(text) is not None for text in ("13,333", "2024")]
    [True, False]
    """
    return cell.row > 0 and AMOUNT.fullmatch(cell.bare) is not None


def _path(
    over: dict[tuple[int, int], HeadCell], rows: int, col: int, span: int, texts: dict[int, str]
) -> str | None:
    names: list[str] = []
    seen: set[int] = set()
    for r in range(rows):
        cell = over.get((r, col))
        if (
            cell is None
            or id(cell) in seen
            or is_amount(cell)
            or cell.col > col
            or cell.col + cell.col_span < col + span
        ):
            continue
        seen.add(id(cell))
        text = " ".join(texts.get(id(cell), "").split())
        if text and (not names or names[-1] != text):
            names.append(text)
    return " > ".join(names) or None
