"""Lines of a text that look like a table and came into none: their order or their blanks do not
tell whose they are, so nothing is made of them but a sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.layout.captions import is_unit_alone
from pipeline.layout.headers import FIGURE as AMOUNT
from pipeline.lexicon.headers import known_heads
from pipeline.model import Line, Paragraph, Place, Problem, Table
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at
from pipeline.unread import sign_to_problem

FEWEST_PARTS = 3  # figures of a line that is a row of them; cells or heads of one
FEWEST_HEADS = 4  # parts of one line by which alone it is a header
FEWEST_TORN = 2  # tables of one row each
LONGEST_LINE = 20_000  # characters
NEAR = 6  # lines below a declared unit or a header within which its table begins
ROW, PAIR, FIGURE, TAIL, HEAD, HEADER, SPREAD, UNIT, OTHER = range(1, 10)  # 0: in a table
TOLD = lazy_pattern(r"[△▲+\-(]{0,2}(?:\d{1,3}(?:,\d{3})+|\d[\d,]*\.\d+)\)?")  # no page's number
GAP = lazy_pattern(r"\s{3,}")
# kinds, how many lines of them, and how far apart at most, are a table
RUNS = (
    ({ROW, SPREAD}, 3, 2),
    ({ROW, SPREAD, PAIR}, 4, 2),
    ({FIGURE, TAIL}, 6, 1),  # a column of figures
    ({ROW, TAIL}, 6, 4),  # a label and its figure a line, or each cell on its own
    ({HEAD}, FEWEST_PARTS, 2),
)


def items_to_left_over(
    lines: Sequence[Line], items: Sequence[Paragraph | Table], apart: Iterable[Line]
) -> list[Problem]:
    """A problem for each stretch of lines outside tables that holds rows of figures or of columns,
    a figure or a head a line, or a header or a unit of a table that is not there. `apart`: lines
    that are no text.
    """
    inside = {id(line) for item in items for line in lines_of(item)}
    passed = {id(line) for line in apart} - inside
    filled = [line for line in lines if line.text.strip() and id(line) not in passed]
    kinds = [0 if id(line) in inside else line_to_kind(line.text) for line in filled]
    found = merged(kinds_to_stretches(kinds, lines_to_close(filled)))
    return [*(lines_to_problem(filled[a:b]) for a, b in found), *tables_to_torn(items)]


def tables_to_torn(items: Sequence[Paragraph | Table]) -> Iterator[Problem]:
    """Tables of a single row that follow one another in one width: the rows of one table, which a
    converter took apart and lost lines between.

    Source: markitdown writes a page's table as dozens of such, and what it could not place between
    them as text.
    """
    tables = [i for i in items if isinstance(i, Table) and i.parent is None]
    for (rows, cols), group in groupby(tables, key=lambda t: (t.rows, t.cols)):
        own = list(group)
        if rows == 1 and cols >= FEWEST_PARTS and len(own) >= FEWEST_TORN:
            first = next((c for c in own[0].cells if c.paragraphs), own[0].cells[0])
            yield sign_to_problem("torn_table", first.place, first.text)


def lines_to_close(lines: Sequence[Line]) -> list[bool]:
    """Whether each line's next one follows without a blank line between."""
    return [*(b.number - a.number == 1 for a, b in pairwise(lines)), False]


def kinds_to_stretches(kinds: Sequence[int], close: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Where lines of some kinds are a table, and where a unit or a header has none below it. close:
    whether the next line follows without a blank one; a title set wide stands alone.
    """
    for own, fewest, apart in RUNS:
        yield from runs([k for k, kind in enumerate(kinds) if kind in own], fewest, apart)
    for k, kind in enumerate(kinds):
        heads = kind in (UNIT, HEADER) or (kind == SPREAD and close[k])
        if heads and all(kinds[k + 1 : k + 1 + NEAR]):
            yield k, k + 1


def lines_of(item: Paragraph | Table) -> Iterator[Line]:
    """Every line that a table's cells or captions stand on; none of a paragraph."""
    if isinstance(item, Table):
        texts = [*item.captions, *(p for c in item.cells for p in c.paragraphs)]
        yield from (run.line for text in texts for run in text.runs)


def line_to_kind(text: str) -> int:
    """What a line outside tables holds.

    >>> told = ("전 체 282.3 198.5 △5.2", "쉼터    돌봄과    연중", "쉼터    돌봄과", "1,200")
    >>> [line_to_kind(t) for t in told] == [ROW, ROW, PAIR, TAIL]
    True
    >>> line_to_kind("업무 계획서 작성 식 20.5") == TAIL, line_to_kind("업무 계획 20") == OTHER
    (True, True)
    >>> told = ("구분 예산 비고", "비고", "(단위: 명)", "교육 3회, 4명 참여")
    >>> [line_to_kind(t) for t in told] == [HEADER, HEAD, UNIT, OTHER]
    True
    """
    if len(text) > LONGEST_LINE:
        return OTHER
    return UNIT if is_unit_alone(text) else words_to_kind(text.split()) or text_to_parts(text)


def words_to_kind(words: Sequence[str]) -> int:
    """What a line is by its words alone; 0 where they do not tell."""
    figures = sum(AMOUNT.fullmatch(word) is not None for word in words)
    heads = sum(word in known_heads() for word in words)
    if heads == len(words):
        return HEADER if heads >= FEWEST_PARTS else HEAD
    if figures >= FEWEST_PARTS:
        return ROW
    if TOLD.fullmatch(words[-1]):
        return TAIL
    return FIGURE if figures == len(words) else 0


def text_to_parts(text: str) -> int:
    """What a line is by the wide gaps in it; a title and its page are no row, and a line that a
    mark opens is a sentence, however wide it is set.
    """
    parts = GAP.split(text.strip()) if bullet_at(text) is None else []
    if len(parts) > 1 and parts[-1].isdigit():
        parts = parts[:-2]
    if len(parts) >= FEWEST_HEADS:
        return SPREAD
    return ROW if len(parts) >= FEWEST_PARTS else PAIR if len(parts) > 1 else OTHER


def runs(at: Sequence[int], fewest: int, apart: int) -> Iterator[tuple[int, int]]:
    """Stretches of numbers that are at most so far apart, where they are enough.

    >>> list(runs([1, 2, 4, 9, 10], 3, 2))
    [(1, 5)]
    """
    start = 0
    for k in range(1, len(at) + 1):
        if k == len(at) or at[k] - at[k - 1] > apart:
            if k - start >= fewest:
                yield at[start], at[k - 1] + 1
            start = k


def merged(stretches: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Stretches in order, those that touch or all but touch as one.

    >>> merged([(5, 9), (1, 2), (3, 5)])
    [(1, 9)]
    """
    found: list[tuple[int, int]] = []
    for first, end in sorted(stretches):
        if found and first - found[-1][1] <= NEAR:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((first, end))
    return found


def lines_to_problem(lines: Sequence[Line]) -> Problem:
    """The sign that names a stretch of lines."""
    place = Place(lines[0].page, lines[0].number, lines[-1].number)
    return sign_to_problem("flat_table", place, " ".join(line.text for line in lines[:2]))
