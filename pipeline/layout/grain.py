"""Rows of one grain inside a ruled row: figures one below another, one a line in every column, on
baselines that the columns share, beside as many labels. A column may leave places empty where the
labels beside the deepest one prove the rows.

Source: cash budgets and fund tables that rule their groups only; read as one row, a group had five
figures a cell, and its sums were held against the wrong parts; hours of lessons by kind of lesson,
most of them empty. A share in brackets under its figure is of another grain, and so is a figure of
another unit. Whose figures stand in no rows, they are in doubt: a check over them would be false.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, pairwise
from math import inf

from pipeline.layout.draft import DraftCell, DraftLine, DraftTable
from pipeline.model import Box
from pipeline.pattern import Match, lazy_pattern
from pipeline.text import bullet_at, numbering_at

WHOLE = lazy_pattern(
    r"(?P<open>[(（])?[△▲▽▼+\-−–]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
    r"(?P<unit>%|％|[가-힣]{0,3})[)）]?|[-–−]"
)
DASHES = "-–−"  # no figure, of any unit
FEWEST_COLUMNS = 2  # of figures
ONE_LINE = 0.2  # em between the baselines of one row; a label of two lines, centred, stands off
MOST_LINES = 80  # of a label column whose lines are shared out; the cost grows with their square

Rows = list[list[DraftLine]]


def stacks_to_rows(table: DraftTable) -> None:
    """Parts every row of a ruled table that is several rows by its figures; from the foot up, so
    that the rows above keep their numbers.
    """
    by_row: dict[int, list[DraftCell]] = {}
    for cell in table.cells:
        if cell.row_span == 1:
            by_row.setdefault(cell.row, []).append(cell)
    for row, inside in sorted(by_row.items(), reverse=True):
        if any(_is_grain(c.lines) for c in inside) and not any(c.nested for c in inside):
            _row_to_rows(table, row, inside)


def _row_to_rows(table: DraftTable, row: int, inside: Sequence[DraftCell]) -> None:
    stack = cells_to_stack(inside)
    if stack is not None:
        _part_row(table, row, stack)
    elif not all(_are_figures(c.lines) for c in inside):
        _doubt([c for c in inside if _is_grain(c.lines)])


def _doubt(columns: Sequence[DraftCell]) -> None:
    """Names the cells of several figures, where at least two columns have them. A row of nothing
    else, weeks by their first and last day, is no row of amounts.
    """
    for cell in columns if len(columns) >= FEWEST_COLUMNS else ():
        cell.doubt = cell.doubt or "grid_doubt"


def cells_to_stack(cells: Sequence[DraftCell]) -> dict[int, Rows] | None:
    """The lines of each cell of a row by the rows that they are, None where they are one row; a
    cell that is not named stands beside all of them.
    """
    columns = [c for c in cells if _is_grain(c.lines)]
    stack = _full_stack(cells, columns)
    for base in _bases(cells, columns):
        stack = stack or _sparse_stack(cells, base)
    return stack


def _full_stack(cells: Sequence[DraftCell], columns: Sequence[DraftCell]) -> dict[int, Rows] | None:
    """The rows of columns of figures without an empty place, beside a label each."""
    if sum(len(c.lines) > 1 for c in cells) <= FEWEST_COLUMNS:
        return None
    stack = _stack_on(cells, _deepest(columns))
    figures = {id(c) for c in columns}
    labels = [all(rows) for key, rows in stack.items() if key not in figures]
    return stack if any(labels) and figures <= stack.keys() else None


def _bases(
    cells: Sequence[DraftCell], columns: Sequence[DraftCell]
) -> Iterator[Sequence[DraftLine]]:
    """Lines that may each be a row: of the deepest column of figures, or labels of one line each
    that begin with a mark, some without a figure.
    """
    deepest = max((c.lines for c in columns), key=len, default=[])
    if deepest:
        yield deepest
    for cell in cells:
        marks = (numbering_at(line.text) or bullet_at(line.text) for line in cell.lines)
        if len(cell.lines) > len(deepest) and all(marks):
            yield cell.lines


def _sparse_stack(cells: Sequence[DraftCell], base: Sequence[DraftLine]) -> dict[int, Rows] | None:
    """The rows that a label beside each line of a column proves, every figure of the others on one
    of its lines.
    """
    figures = [c for c in cells if _are_figures(c.lines)]
    known = {id(c) for c in figures}
    texts = [c for c in cells if id(c) not in known]
    placed, labels = _stack_on(figures, base), _labels_on(texts, base)
    if len(placed) < len(figures) or not labels or _count_filled(figures) < FEWEST_COLUMNS:
        return None
    # labels of another column with places empty: two tables side by side, told by neither
    return None if _stack_on(texts, base).keys() - labels.keys() else placed | labels


def _labels_on(cells: Sequence[DraftCell], base: Sequence[DraftLine]) -> dict[int, Rows]:
    """Those of the cells that have a label for each line, by it."""
    found = {id(c): _label_to_rows(c.lines, base) for c in cells}
    return {key: rows for key, rows in found.items() if rows is not None}


def _count_filled(cells: Sequence[DraftCell]) -> int:
    return sum(bool(c.lines) for c in cells)


def _are_figures(lines: Sequence[DraftLine]) -> bool:
    """Nothing, one figure, or several of one form."""
    return _is_grain(lines) if len(lines) > 1 else all(map(_whole, lines))


def _label_to_rows(lines: Sequence[DraftLine], base: Sequence[DraftLine]) -> Rows | None:
    """Labels by the lines of figures that they stand beside, each of one line or of several with
    the figure at their middle; None where they do not.
    """
    if not 1 < len(base) <= len(lines) <= MOST_LINES:
        return None
    starts = _shared_out([line.baseline for line in lines], [row.baseline for row in base])
    rows = [list(lines[a:b]) for a, b in pairwise([*starts, len(lines)])]
    near = (
        abs(sum(line.baseline for line in own) / len(own) - row.baseline) <= ONE_LINE * row.size
        for own, row in zip(rows, base, strict=True)
    )
    return rows if all(near) else None


def _shared_out(heights: Sequence[float], middles: Sequence[float]) -> list[int]:
    """Where each of as many runs of heights as there are middles begins, so that their means are as
    near to the middles as can be.

    >>> _shared_out([10, 20, 30, 50], [20, 50])
    [0, 3]
    """
    sums = [0.0, *accumulate(heights)]
    none: list[int] = []
    best = [(0.0, none), *((inf, none) for _ in heights)]  # of the first k heights
    for middle in middles:
        ways = [(inf, none)]
        for end in range(1, len(sums)):
            off = [best[k][0] + abs((sums[end] - sums[k]) / (end - k) - middle) for k in range(end)]
            k = min(range(end), key=off.__getitem__)
            ways.append((off[k], [*best[k][1], k]))
        best = ways
    return best[-1][1]


def _deepest(columns: Sequence[DraftCell]) -> list[DraftLine]:
    """The lines of the deepest column of figures, none where another is not as deep."""
    own = sorted((c.lines for c in columns), key=len, reverse=True)
    shared = len(own) >= FEWEST_COLUMNS and len(own[0]) == len(own[FEWEST_COLUMNS - 1])
    return own[0] if shared else []


def _stack_on(cells: Sequence[DraftCell], base: Sequence[DraftLine]) -> dict[int, Rows]:
    """The cells whose lines stand on the baselines of some lines, by them; none without any."""
    if not base:
        return {}
    found = {id(c): _lines_to_rows(c.lines, base) for c in cells}
    return {key: rows for key, rows in found.items() if rows is not None}


def _is_grain(lines: Sequence[DraftLine]) -> bool:
    """Whole figures of one form, one a line."""
    found = [_whole(line) for line in lines]
    if len(lines) < 2 or not all(found):
        return False
    forms = {(m["open"], m["unit"]) for m in found if m and m[0] not in DASHES}
    return len(forms) <= 1


def _lines_to_rows(lines: Sequence[DraftLine], base: Sequence[DraftLine]) -> Rows | None:
    """Lines by the baselines that they stand on, one a baseline; None where they do not. A single
    line that stands on one of several says nothing.
    """
    rows: Rows = [[] for _ in base]
    for line in lines:
        at = [abs(line.baseline - b.baseline) for b in base]
        nearest = min(range(len(base)), key=at.__getitem__)
        if at[nearest] > ONE_LINE * line.size or rows[nearest]:
            return None
        rows[nearest].append(line)
    return rows if len(lines) != 1 or _whole(lines[0]) else None


def _whole(line: DraftLine) -> Match[str] | None:
    """A line that is one figure."""
    return WHOLE.fullmatch("".join(line.text.split()))


def _part_row(table: DraftTable, row: int, stack: dict[int, Rows]) -> None:
    """The row as many: cells that go by lines fall apart, the others stand beside all of them."""
    count = len(next(iter(stack.values())))
    cuts = _cuts(stack, count)
    edges = [table.ys[row], *cuts, table.ys[row + 1]]
    cells: list[DraftCell] = []
    for cell in table.cells:
        if id(cell) in stack:
            cells += _parted(cell, stack[id(cell)], edges)
            continue
        if cell.row > row:
            cell.row += count - 1
        elif cell.row + cell.row_span > row:
            cell.row_span += count - 1
        cells.append(cell)
    table.cells = sorted(cells, key=lambda c: (c.row, c.col))
    table.ys = [*table.ys[: row + 1], *cuts, *table.ys[row + 1 :]]


def _cuts(stack: dict[int, Rows], count: int) -> list[float]:
    """Half way between the lines of two rows."""
    lines = [[line for rows in stack.values() for line in rows[k]] for k in range(count)]
    return [
        (max(line.box.bottom for line in above) + min(line.box.top for line in below)) / 2
        for above, below in pairwise(lines)
    ]


def _parted(cell: DraftCell, rows: Rows, edges: Sequence[float]) -> list[DraftCell]:
    found = []
    for k, (lines, (top, bottom)) in enumerate(zip(rows, pairwise(edges), strict=True)):
        box = Box(cell.box.x0, top, cell.box.x1, bottom)
        part = replace(cell, row=cell.row + k, box=box, lines=lines, nested=[])
        part.open_top = cell.open_top or k > 0  # no rule parts the rows of a stack
        part.open_bottom = cell.open_bottom and k == len(rows) - 1
        found.append(part)
    return found
