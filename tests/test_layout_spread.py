"""Digits set apart in a cell are one number."""

from __future__ import annotations

from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.layout.lines import glyphs_to_lines
from pipeline.layout.spreadfigures import close_spread_figures
from pipeline.model import Box
from tests.test_layout_lines import Run, page_of

RIGHT = 200.0


def spread(text: str, right: float, apart: float = 2.5) -> list[Run]:
    """Letters five points wide and `apart` points from one another, the last one ending at `right`."""
    step = 5 + apart
    first = right - 5 - step * (len(text) - 1)
    return [(c, first + step * k, 100.0, 10.0, 1) for k, c in enumerate(text)]


def column(*cells: list[Run]) -> list[str]:
    """The texts of a column of these cells, one below the other."""
    box = Box(100, 0, RIGHT, 100)
    made = [
        DraftCell(row, 0, 1, 1, box, glyphs_to_lines(page_of(*runs)))
        for row, runs in enumerate(cells)
    ]
    ys = [float(y) for y in range(len(made) + 1)]
    table = DraftTable(1, box, [100.0, RIGHT], ys, made)
    close_spread_figures(table)
    return [cell.lines[0].text for cell in table.cells]


def test_spread_digits_of_a_right_aligned_column_are_one_number() -> None:
    cells = [spread("1500", RIGHT), spread("150", RIGHT), spread("50", RIGHT)]
    assert column(*cells) == ["1500", "150", "50"]
    assert column(spread("7.5", RIGHT), [("112.5", RIGHT - 25, 100, 10, 1)]) == ["7.5", "112.5"]


def test_a_scale_is_no_number() -> None:
    assert column(spread("123", RIGHT), spread("123", RIGHT)) == ["1 2 3", "1 2 3"]
    assert column(spread("12", RIGHT), spread("123", RIGHT)) == ["1 2", "1 2 3"]


def test_digits_at_uneven_distances_are_no_number() -> None:
    uneven = [*spread("15", RIGHT - 20), *spread("0", RIGHT)]
    assert column(uneven, spread("50", RIGHT)) == ["1 5 0", "50"]


def test_digits_of_a_column_that_begins_together_are_no_number() -> None:
    assert column(spread("50", 120), spread("150", 127.5)) == ["5 0", "1 5 0"]
