"""Rows that shades draw, and white rules on them, drawn by hand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest
from test_layout_tables import Stroke, level, make_page, upright

from pipeline.layout.tables import page_to_tables

BLUE, GREY = 0x0000FF, 0xC0C0C0
WORDS = [
    (60, 115, "field"),
    (160, 115, "plan"),
    (60, 145, "beans"),
    (160, 145, "12"),
    (160, 165, "7"),
]
# three uprights down to the foot, level rules at the first figures' foot and at the table's
STROKES = [
    *(upright(x, top, 200) for x in (150, 250) for top in (100,)),
    level(50, 350, 175),
    level(50, 350, 200),
]
HEAD = [(50, 100, 150, 122), (150, 100, 250, 122), (250, 100, 350, 122)]


def spans(
    fills: list[Stroke], colours: Sequence[int] = (), strokes: Sequence[Stroke] = STROKES
) -> list[tuple[int, int, int]]:
    """Row, column and row span of the cells with words of the page's table."""
    page = make_page(list(strokes), WORDS, fills)
    found = page_to_tables(replace(page, colours=np.array(colours, np.int32)))
    held = set(found.regions[found.regions >= 0].tolist())
    return [(c.row, c.col, c.row_span) for k, c in enumerate(found.cells) if k in held]


def test_a_strip_above_the_first_rule_is_a_row() -> None:
    assert spans(HEAD) == [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1)]
    assert spans([]) == [(0, 0, 1), (0, 1, 1)]


@pytest.mark.parametrize(
    ("fills", "colours"),
    [
        ([(52, 104, 90, 118)], ()),  # a word that is marked
        ([(60, 104, 140, 122), (160, 104, 240, 122)], ()),  # a table inside the cells
        ([(40, 100, 360, 210)], ()),  # the ground under the whole
        ([(50, 100, 350, 122), (50, 122, 350, 175)], [BLUE, BLUE]),  # strips of one colour
        ([(50, 100, 350, 142)], ()),  # through the figures
    ],
)
def test_other_fills_part_nothing(fills: list[Stroke], colours: list[int]) -> None:
    assert spans(fills, colours) == [(0, 0, 1), (0, 1, 1)]


@pytest.mark.parametrize("ground", [[], [(40, 100, 360, 210)]])
def test_a_row_ends_where_the_colour_changes(ground: list[Stroke]) -> None:
    fills = [*ground, *HEAD, (50, 122, 350, 152)]
    colours = [*(GREY for _ in ground), BLUE, BLUE, BLUE, 0xE0E0E0]
    assert spans(fills, colours) == [(0, 0, 1), (0, 1, 1), (1, 0, 1), (1, 1, 1), (2, 1, 1)]


def test_a_cell_beside_the_shade_goes_on() -> None:
    """A subtotal on grey inside a group: the group's label stands beside both rows."""
    colours = [BLUE, BLUE, BLUE, GREY]
    assert spans([*HEAD, (150, 122, 350, 152)], colours) == [
        (0, 0, 1),
        (0, 1, 1),
        (1, 0, 2),
        (1, 1, 1),
        (2, 1, 1),
    ]


def test_an_upright_that_meets_no_level_rule_parts_the_strip() -> None:
    """Of the header's white rules those over a merged label reach no black one."""
    low = [upright(150, 122, 200), upright(250, 100, 200), *STROKES[-2:]]
    merged = [(0, 0, 1), (1, 0, 1), (1, 1, 1)]
    assert spans(HEAD, strokes=low) == merged
    assert spans(HEAD, strokes=[*low, upright(150, 100.5, 117)]) != merged
