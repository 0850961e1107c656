"""What rules do not say: rows of one grain, headers of shades, edges that a short rule shows,
underlines.
"""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.draft import DraftCell, DraftLine, DraftTable
from pipeline.layout.grain import stacks_to_rows
from pipeline.layout.grids import edges_to_grid
from pipeline.layout.notches import grid_to_notched
from pipeline.layout.rulings import Edges
from pipeline.layout.shades import grid_to_headed
from pipeline.layout.underlines import drop_underlines
from pipeline.model import Box, Glyphs

EM = 10.0


def line(text: str, baseline: float, x: float = 0.0) -> DraftLine:
    edges = np.zeros((len(text), 4), np.float32)
    at = np.arange(len(text))
    box = Box(x, baseline - 8, x + 10 * len(text), baseline + 2)
    return DraftLine(1, text, edges, at, baseline, EM, 0, True, box)


def row_of(*columns: list[tuple[str, float]]) -> DraftTable:
    """A table of one ruled row, its cells' lines with their baselines."""
    xs = [100.0 * k for k in range(len(columns) + 1)]
    cells = [
        DraftCell(0, k, 1, 1, Box(xs[k], 0, xs[k + 1], 100), [line(*own) for own in column])
        for k, column in enumerate(columns)
    ]
    return DraftTable(1, Box(0, 0, xs[-1], 100), xs, [0.0, 100.0], cells)


def texts(table: DraftTable) -> list[tuple[int, int, int, str]]:
    return [(c.row, c.col, c.row_span, " ".join(x.text for x in c.lines)) for c in table.cells]


def edges(*found: tuple[float, float, float]) -> Edges:
    at, lo, hi = np.array(found, float).reshape(-1, 3).T
    return Edges(at, lo, hi, np.full(len(at), 0.2))


def words(*found: tuple[str, float, float]) -> Glyphs:
    """Glyphs of words, each with its left end and its baseline."""
    rows = [
        (ord(c), x + 10 * k, y - 8, x + 10 * k + 10, y + 2, y)
        for text, x, y in found
        for k, c in enumerate(text)
    ]
    code, x0, top, x1, bottom, baseline = np.array(rows, float).reshape(-1, 6).T
    none = np.zeros(len(code), int)
    size = np.full(len(code), EM)
    return Glyphs(code.astype(int), x0, top, x1, bottom, baseline, size, none, none)


LABELS = [("beans", 20.0), ("peas", 40.0)]
FIRST = [("1,200", 20.0), ("340", 40.0)]


def test_figures_on_shared_baselines_beside_labels_are_rows() -> None:
    table = row_of(LABELS, FIRST, [("12", 20.5), ("7", 40.5)], [("both", 30.0)])
    stacks_to_rows(table)
    assert texts(table) == [
        (0, 0, 1, "beans"),
        (0, 1, 1, "1,200"),
        (0, 2, 1, "12"),
        (0, 3, 2, "both"),
        (1, 0, 1, "peas"),
        (1, 1, 1, "340"),
        (1, 2, 1, "7"),
    ]
    assert table.ys == [0.0, 27.25, 100.0]


@pytest.mark.parametrize(
    "second",
    [
        [("12", 20.0), ("(7)", 40.0)],  # a share under its figure
        [("12%", 20.0), ("7", 40.0)],  # of two units
        [("12", 22.5), ("7", 42.5)],  # on baselines of their own
        [("1,20", 20.0), ("7", 40.0)],  # no whole figure
        [("12", 30.0)],  # beside both
    ],
)
def test_other_stacks_are_one_row(second: list[tuple[str, float]]) -> None:
    table = row_of(LABELS, FIRST, second)
    stacks_to_rows(table)
    assert len(table.ys) == 2


@pytest.mark.parametrize(
    "labels",
    [
        LABELS,
        [("of red", 15.0), ("beans", 25.0), ("peas", 40.0)],  # its figure at the middle
    ],
)
def test_labels_prove_rows_with_empty_places(labels: list[tuple[str, float]]) -> None:
    table = row_of(labels, FIRST, [("7", 40.0)], [])
    stacks_to_rows(table)
    assert [(r, c) for r, c, _, text in texts(table) if text] == [
        (0, 0),
        (0, 1),
        (1, 0),
        (1, 1),
        (1, 2),
    ]
    assert {span for _, _, span, _ in texts(table)} == {1}


def test_marked_labels_prove_rows_without_any_figure() -> None:
    table = row_of(
        [("(1)beans", 20.0), ("(2)peas", 40.0), ("(3)rye", 60.0)],
        [("12", 20.0), ("7", 60.0)],
        [("9", 20.0), ("5", 60.0)],
    )
    stacks_to_rows(table)
    assert [text for _, col, _, text in texts(table) if col == 1] == ["12", "", "7"]


def test_stacks_that_are_no_rows_are_in_doubt() -> None:
    table = row_of([("beans", 30.0)], FIRST, [("12", 22.5), ("7", 42.5)], [("9", 30.0)])
    stacks_to_rows(table)
    assert [c.doubt for c in table.cells] == [None, "grid_doubt", "grid_doubt", None]
    weeks = row_of(FIRST, [("12", 22.5), ("7", 42.5)], [])
    stacks_to_rows(weeks)
    assert not any(c.doubt for c in weeks.cells)


def test_figures_without_labels_of_their_own_are_one_row() -> None:
    table = row_of([("beans", 30.0)], FIRST, [("12", 20.0), ("7", 40.0)])
    stacks_to_rows(table)
    assert len(table.ys) == 2


ACROSS = ((100.0, 0.0, 200.0), (130.0, 0.0, 200.0), (160.0, 0.0, 200.0))
DOWN = edges((80.0, 100.0, 160.0))
HEAD = [[0.0, 80.0, 80.0, 100.0], [80.0, 80.0, 200.0, 100.0]]


@pytest.mark.parametrize(
    ("fills", "rows"),
    [
        (HEAD, 3),
        ([[0.0, 80.0, 200.0, 100.0]], 2),  # one shade, no rule over it
        ([HEAD[0]], 2),  # not over the whole width
        ([[0.0, 80.0, 60.0, 100.0], [60.0, 80.0, 200.0, 100.0]], 2),  # parted elsewhere
        ([[0.0, 96.0, 80.0, 100.0], [80.0, 96.0, 200.0, 100.0]], 2),  # too low for words
    ],
)
def test_shades_on_the_first_rule_are_its_header(fills: list[list[float]], rows: int) -> None:
    across = edges(*ACROSS)
    grid = edges_to_grid(across, DOWN)
    assert grid is not None
    glyphs = words(("head", 10.0, 93.0), ("head", 100.0, 93.0))
    headed = grid_to_headed(grid, np.array(fills), across, glyphs, [grid.box])
    assert headed.shape == (rows, 2)


def test_one_shade_under_a_rule_is_a_row() -> None:
    across = edges((80.0, 0.0, 200.0), *ACROSS)
    grid = edges_to_grid(across.take(np.array([1, 2, 3])), DOWN)
    assert grid is not None
    glyphs = words(("head", 10.0, 93.0))
    bar = np.array([[0.0, 80.0, 200.0, 100.0]])
    headed = grid_to_headed(grid, bar, across, glyphs, [grid.box])
    assert headed.shape == (3, 2)
    assert headed.upright[1].tolist() == [False, True, True]


NOTCHED = (*ACROSS, (145.0, 30.0, 200.0))


@pytest.mark.parametrize(
    ("second", "columns"),
    [
        (("1", "beans"), 3),
        (("long words", ""), 2),  # over the edge
        (("", "beans"), 2),  # words on one side only
    ],
)
def test_a_short_rule_shows_a_column(second: tuple[str, str], columns: int) -> None:
    across = edges(*NOTCHED)
    grid = edges_to_grid(across, edges((0.0, 100.0, 160.0), (80.0, 100.0, 160.0)))
    assert grid is not None
    found = [("2", 10.0, 142.0), ("pea", 35.0, 142.0)]
    found += [(text, x, 118.0) for text, x in zip(second, (10.0, 35.0), strict=True) if text]
    assert grid_to_notched(grid, across, words(*found)).shape[1] == columns


@pytest.mark.parametrize(
    ("edge", "kept"),
    [
        ((101.5, 20.0, 60.0), 0),  # right under the letters
        ((96.0, 20.0, 60.0), 0),  # through them
        ((104.5, 20.0, 60.0), 1),  # the rule of a row
        ((101.5, 20.0, 66.0), 0),  # a font set anew
        ((101.5, 20.0, 90.0), 1),
        ((101.5, 0.0, 60.0), 1),
    ],
)
def test_underlines_go(edge: tuple[float, float, float], kept: int) -> None:
    found = drop_underlines(edges(edge), edges((0.0, 0.0, 50.0)), words(("pear", 20.0, 100.0)))
    assert len(found) == kept


def test_a_rule_from_wall_to_wall_must_fit_its_letters() -> None:
    walls = edges((20.0, 0.0, 200.0), (63.0, 0.0, 200.0))
    word = words(("pear", 20.0, 100.0))
    assert len(drop_underlines(edges((101.5, 20.0, 63.0)), walls, word)) == 1
    assert len(drop_underlines(edges((101.5, 20.0, 60.5)), walls, word)) == 0
