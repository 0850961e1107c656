"""Cells as an office file lists them to a grid that they cover whole, every place once."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from pipeline.errors import UnreadableError
from pipeline.model import KeptCell

# places of a grid: the largest of the reports at hand has 5,000, Hancom's own limit is 65,536 cells
# a table. A cell that claims a span of 60,000 x 60,000 must not be filled place by place.
MOST_PLACES = 1 << 20


def cells_to_grid(
    cells: Iterable[KeptCell], name: str
) -> tuple[int, int, tuple[KeptCell, ...], bool]:
    """Rows, columns, the cells in row, then column order, and whether any had to be mended.

    Rows and columns that no cell begins in cannot be seen and fall away. Where cells overlap the
    first one holds; places that no cell covers get an empty one.

    >>> rows, cols, cells, mended = cells_to_grid([KeptCell(0, 0, 1, 3), KeptCell(1, 0, 1, 3)], "a")
    >>> rows, cols, mended, [c.col_span for c in cells]
    (2, 1, False, [1, 1])
    """
    listed = sorted(cells, key=lambda c: (c.row, c.col))
    if not listed:
        return 0, 0, (), False
    shrunk = _shrunk(listed)
    rows = max(c.row + c.row_span for c in shrunk)
    cols = max(c.col + c.col_span for c in shrunk)
    if rows * cols > MOST_PLACES:
        raise UnreadableError(
            "over_limit_office",
            f"{name} holds a table of {rows} x {cols} places, more than {MOST_PLACES}; "
            "divide the table, or save the document as PDF.",
        )
    kept, mended = _once_each(shrunk)
    gaps = list(_gaps(kept, rows, cols))
    ordered = tuple(sorted([*kept, *gaps], key=lambda c: (c.row, c.col)))
    return rows, cols, ordered, mended or bool(gaps)


def _is_whole(numbers: Sequence[int], ends: Iterable[int]) -> bool:
    """Whether a cell begins in every row (or column) up to the last one that any reaches.

    >>> _is_whole([0, 1], [1, 2]), _is_whole([0, 2], [2, 3]), _is_whole([0], [2])
    (True, False, False)
    """
    return numbers[0] == 0 and numbers[-1] == len(numbers) - 1 and max(ends) == len(numbers)


def _gaps(cells: Iterable[KeptCell], rows: int, cols: int) -> Iterator[KeptCell]:
    """An empty cell for each place that none covers."""
    taken = {place for cell in cells for place in _places(cell)}
    if len(taken) < rows * cols:
        places = ((r, c) for r in range(rows) for c in range(cols))
        yield from (KeptCell(r, c, 1, 1) for r, c in places if (r, c) not in taken)


def _once_each(cells: Sequence[KeptCell]) -> tuple[list[KeptCell], bool]:
    """The cells without those whose place is another's already, and whether any was cut or left
    out. A cell whose span meets another's keeps its own place alone; so do all cells behind the
    point at which their spans together are more than two grids could hold.
    """
    taken: set[tuple[int, int]] = set()
    kept: list[KeptCell] = []
    mended, room = False, 2 * MOST_PLACES
    for cell in cells:
        room -= cell.row_span * cell.col_span
        own = _places(cell) if room > 0 else {(cell.row, cell.col)}
        if own & taken:
            own = {(cell.row, cell.col)}
        if own & taken:
            mended = True
            continue
        cut = len(own) < cell.row_span * cell.col_span
        kept.append(replace(cell, row_span=1, col_span=1) if cut else cell)
        mended = mended or cut
        taken |= own
    return kept, mended


def _places(cell: KeptCell) -> set[tuple[int, int]]:
    return {
        (r, c)
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.col, cell.col + cell.col_span)
    }


def _shrunk(cells: Sequence[KeptCell]) -> list[KeptCell]:
    """Places counted over the rows and columns in which a cell begins."""
    rows, cols = sorted({c.row for c in cells}), sorted({c.col for c in cells})
    if _is_whole(rows, (c.row + c.row_span for c in cells)) and _is_whole(
        cols, (c.col + c.col_span for c in cells)
    ):
        return list(cells)

    def span(numbers: list[int], start: int, length: int) -> int:
        return bisect_left(numbers, start + length) - bisect_left(numbers, start)

    return [
        replace(
            cell,
            row=bisect_left(rows, cell.row),
            col=bisect_left(cols, cell.col),
            row_span=span(rows, cell.row, cell.row_span),
            col_span=span(cols, cell.col, cell.col_span),
        )
        for cell in cells
    ]
