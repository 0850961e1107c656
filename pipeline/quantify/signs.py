"""Which figures in brackets are minuses: (5,000) in a column of changes, under a legend, beside a
label that says so.

What declares it makes the figure negative here. Of what nothing declares the table's arithmetic
decides (reconcile/relations.py); until then the figure has the doubt `sign_undecided`.

Brackets are no sign where the row or the column prints its minuses another way (△115 beside
(27.1)), where they hold a rate, and where each stands below a figure of its own column: a share.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.faults import Faults
from pipeline.lexicon.normal import alike
from pipeline.model import SIGN_UNDECIDED, Container, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_grid import (
    Grid,
    GridCell,
    containers_to_grids,
    is_stack,
    lines_of,
)
from pipeline.quantify.grain import labels_to_change
from pipeline.quantify.labels import rows_to_labels

UNIT_MISSING = "unit_missing"
STACK = 3  # lines of a cell that may be rows of their own
LEAST = 1000  # a count as large in brackets may be a minus; (3) under a name is often a part
_ALONE = lazy_pattern(r"[(（][^()（）△▲-]*\d[^()（）]*[)）]")
_LEGEND = named("figures.bracket_legend")
_LABEL = named("figures.bracket_label")
_RATES = frozenset(["%", "%p"])

Line = tuple[str, int]  # "row" or "col", its number in the grid


def bracketed_to_signs(
    containers: Sequence[Container], quantities: Sequence[Quantity], faults: Faults
) -> list[Quantity]:
    """The same quantities; those in brackets that something declares to be minuses are negative,
    those that may be are in doubt.
    """
    tables = {
        q.container.table_no
        for q in quantities
        if q.container.kind == "cell" and _ALONE.search(q.container.printed.text)
    }
    if not tables:
        return list(quantities)
    cells = [c for c in containers if c.kind == "cell" and c.table_no in tables]
    pages = containers_to_legends(containers)
    signs: dict[str, bool] = {}
    for grid in containers_to_grids(cells, quantities, faults):
        signs |= grid_to_signs(grid, pages)
    return [with_sign(q, signs.get(q.quantity_id)) for q in quantities]


def with_sign(q: Quantity, minus: bool | None) -> Quantity:
    """The figure as a minus, with a doubt where that is open (False), or as it is (None)."""
    if minus is None:
        return q
    if minus:
        return q.in_brackets(minus=True)
    stronger = q.doubt and q.doubt != UNIT_MISSING  # a sign that is open may turn the value
    return replace(q, doubt=q.doubt if stronger else SIGN_UNDECIDED)


def containers_to_legends(containers: Iterable[Container]) -> frozenset[int | None]:
    """The pages on which a line, a caption or a cell says that brackets are minuses: “[ ( ) :
    감소표시 ]”; None where the input has no pages.
    """
    found = set()
    for c in containers:
        texts = (c.printed.text, c.title or "") if c.kind == "cell" else (c.printed.text,)
        if any(is_legend(text) for text in texts):
            found.add(c.printed.place().page)
    return frozenset(found)


def is_legend(text: str) -> bool:
    """Whether a text says what empty brackets mean, and that it is a minus.

    >>> [is_legend(t) for t in ("[ ( ) : 감소표시 ]", "※ ( )는 전년 대비 감소", "( )는 구성비", "감소(3건)")]
    [True, True, False, False]
    """
    return bool(_LEGEND.search(alike(text)))


def grid_to_signs(grid: Grid, legends: frozenset[int | None]) -> dict[str, bool]:
    """Of the figures that fill a cell of a table in brackets: True where it is declared that they
    are minuses, False where that is open. Others are not named.
    """
    found = {}
    for q, mixed, column in possible_minuses(grid):
        if is_declared(q, mixed=mixed, legend=q.container.printed.place().page in legends):
            found[q.quantity_id] = True
        elif is_open(q, column):
            found[q.quantity_id] = False
    return found


def grid_to_brackets(grid: Grid) -> frozenset[str]:
    """The figures of a table whose brackets its arithmetic may read as minuses.

    Rates are among them only beside rates without brackets: (30.0%) under every amount is growth.
    """
    found = possible_minuses(grid)
    return frozenset(q.quantity_id for q, mixed, _ in found if mixed or q.unit not in _RATES)


def possible_minuses(grid: Grid) -> Iterator[tuple[Quantity, bool, Sequence[Quantity]]]:
    """Every figure that fills its cell in brackets, where those may be a sign; whether figures
    without brackets stand in its row or column, and those of its column.
    """
    plain = lines_of_figures(grid)
    none = lines_with_minuses(grid) | {("col", col) for col in paired_columns(grid)}
    for (row, col), cell in grid.cells.items():
        lines: tuple[Line, Line] = ("row", row), ("col", col)
        if not none.isdisjoint(lines):
            continue
        column = plain.get(lines[1], [])
        for q in filter(may_be_minus, cell_to_bracketed(cell)):
            yield q, is_mixed(q, [*plain.get(lines[0], ()), *column]), column


def cell_to_bracketed(cell: GridCell) -> list[Quantity]:
    """The figure that fills a cell in brackets, or those that fill lines of a stack of three and
    more: (300)⏎(200)⏎0. Two lines may be an amount and its share.
    """
    if len(cell.figures) < 2:
        return [cell.bracketed] if cell.bracketed else []
    lines = lines_of(cell) if cell.bare else []
    if len(lines) < STACK or not is_stack(lines) or take_turns(lines):
        return []
    return [line.bracketed for line in lines if line.bracketed]


def is_mixed(q: Quantity, beside: Iterable[Quantity]) -> bool:
    """Whether figures without brackets stand beside one with; beside a rate only rates count."""
    return any(o.value and (q.unit not in _RATES or o.unit == q.unit) for o in beside)


def may_be_minus(q: Quantity) -> bool:
    return q.sign_source is None and bool(q.value) and q.kind in ("count", "money", "change")


def lines_of_figures(grid: Grid) -> dict[Line, list[Quantity]]:
    """The figures of every row and column that fill their cell without brackets."""
    found: dict[Line, list[Quantity]] = defaultdict(list)
    for (row, col), cell in grid.cells.items():
        if cell.bare and cell.bracketed is None:
            found["row", row].extend(cell.figures)
            found["col", col].extend(cell.figures)
    return found


def lines_with_minuses(grid: Grid) -> set[Line]:
    """The rows and columns that print a minus: (△11.5) beside (27.1)."""
    found: set[Line] = set()
    for (row, col), cell in grid.cells.items():
        if any(q.sign_source == "printed" and (q.value or 0) < 0 for q in cell.figures):
            found |= {("row", row), ("col", col)}
    return found


def paired_columns(grid: Grid) -> set[int]:
    """The columns in which brackets and plain figures take turns: a share below each amount."""
    columns: dict[int, list[tuple[int, GridCell]]] = defaultdict(list)
    for (row, col), cell in sorted(grid.cells.items(), key=lambda item: item[0]):
        if cell.bare:
            columns[col].append((row, cell))
    return {col for col, cells in columns.items() if take_turns([c for _, c in cells])}


def take_turns(cells: Sequence[GridCell]) -> bool:
    """Whether every second cell is in brackets, the first one not, and there are two pairs."""
    inside = [cell.bracketed is not None for cell in cells]
    turns = [n % 2 == 1 for n in range(len(inside))]
    return len(inside) >= 4 and inside == turns


def is_declared(q: Quantity, *, mixed: bool, legend: bool) -> bool:
    """Whether a label or a legend says that the brackets are a minus; mixed: figures without
    brackets stand in its row or column.
    """
    c = q.container
    labels = rows_to_labels(c.row_labels)
    if any(_LABEL.search(alike(label)) for label in (*c.header, *labels)):
        return q.unit not in _RATES or mixed
    if labels_to_change(c.header, labels):
        return mixed if q.unit in _RATES else True
    return legend and mixed and q.unit not in _RATES


def is_open(q: Quantity, column: Iterable[Quantity]) -> bool:
    """Whether an amount in brackets stands among amounts without, so that it may be a minus or a
    note.
    """
    large = q.kind in ("money", "change") or (q.value or 0) >= LEAST
    return large and any(other.value and other.unit == q.unit for other in column)
