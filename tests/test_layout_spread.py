"""Digits set apart in a cell are one number; glyphs whose boxes reach over their neighbours end where
those begin.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.layout.lines import glyphs_to_lines
from pipeline.layout.overhang import page_to_fitted
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


def test_a_glyph_that_covers_its_neighbour_ends_where_that_begins() -> None:
    page = page_of(("△", 50, 100, 10, 1), ("31", 54, 100, 10, 1), ("가", 90, 100, 10, 1))
    assert page_to_fitted(page).glyphs.x1.tolist() == [54, 59, 64, 100]


def test_named_fonts_and_squeezed_rows_keep_their_boxes() -> None:
    named = page_of(("△", 50, 100, 10, 0), ("31", 54, 100, 10, 0))
    assert page_to_fitted(named) is named
    squeezed = page_of(("가", 50, 100, 10, 1), ("나", 57.4, 100, 10, 1))
    assert page_to_fitted(squeezed) is squeezed


def test_blanks_and_turned_glyphs_are_not_cut() -> None:
    page = page_of(("가", 50, 100, 10, 1), (" ", 52, 100, 10, 1))
    assert page_to_fitted(page) is page
    turned = replace(
        page_of(("가나", 50, 100, 10, 1)).glyphs,
        turn=np.full(2, 90, np.int32),
        x0=np.array([50, 53], np.float32),
    )
    held = replace(page, glyphs=turned)
    assert page_to_fitted(held) is held
