"""Tables that stripes tell, drawn by hand: rows from their sides, columns from the fills of the
cells.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.layout.tables import page_to_tables
from tests.test_layout_tables import Stroke, make_page, shapes, texts

XS = [50.0, 150.0, 300.0, 350.0, 400.0]


def cells(top: float, bottom: float, xs: list[float] = XS) -> list[Stroke]:
    return [(a, top, b, bottom) for a, b in pairwise(xs)]


def row(y: float, title: str) -> list[tuple[float, float, str]]:
    return [(55, y, title), (155, y, "○ 18회"), (305, y, "1,240"), (355, y, "1,180")]


def test_fills_of_cells_are_columns_though_their_figures_stand_close() -> None:
    words = [
        (x + 5, 96, t) for x, t in zip(XS, ["사업명", "추진실적", "예산", "집행"], strict=False)
    ]
    words += [
        w
        for y, t in ((114, "가사업"), (134, "나사업"), (154, "다사업"), (174, "라사업"))
        for w in row(y, t)
    ]
    found = page_to_tables(make_page([], words, [*cells(120, 140), *cells(160, 180)]))
    assert shapes(found) == [(5, 4)]


def test_a_heading_and_a_shaded_header_between_stripes_begin_another_table() -> None:
    header = [
        (x + 5, t) for x, t in zip(XS, ["사업명", "추진실적", "예산액", "집행액"], strict=False)
    ]
    words = [(x, y, t) for y in (94, 194) for x, t in header] + [(55, 176, "Ⅱ. 보행")]
    words += [
        w
        for y, t in (
            (114, "가사업"),
            (134, "나사업"),
            (154, "다사업"),
            (214, "라사업"),
            (234, "마사업"),
            (254, "바사업"),
        )
        for w in row(y, t)
    ]
    stripes = [(50.0, y, 400.0, y + 20) for y in (80.0, 120.0, 180.0, 220.0)]
    page = make_page([], words, stripes)
    found = page_to_tables(page)
    assert shapes(found) == [(4, 4), (4, 4)]
    assert [own[0] for own in texts(page, found)] == ["사업명", "사업명"]


def test_plain_labels_beside_stripes_reach_over_the_rows_of_one_numbering() -> None:
    """Each stands in the middle of its rows, level with one of them."""
    words = [(x + 5, 94, t) for x, t in zip(XS, ["분야", "사업명", "예산", "집행"], strict=False)]
    rows = [
        (114, "① 가"),
        (134, "② 나"),
        (154, "③ 다"),
        (174, "① 라"),
        (194, "② 마"),
        (214, "③ 바"),
    ]
    words += [w for y, t in rows for w in ((155, y, t), (305, y, "1,240"), (355, y, "1,180"))]
    words += [(55, 134, "1. 배움"), (55, 194, "2. 일자리")]
    page = make_page(
        [],
        words,
        [*cells(80, 100), *(c for y in (120, 160, 200) for c in cells(y, y + 20, XS[1:]))],
    )
    (table,) = page_to_tables(page).tables
    assert [(c.row, c.row_span) for c in table.cells if c.col == 0] == [(0, 1), (1, 3), (4, 3)]
