"""Rulings to edges, grids and cells, on pages drawn by hand: each case is a habit of a producer."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from pipeline.layout.cells import grid_to_cells
from pipeline.layout.grids import crossings_to_groups, edges_to_crossings, edges_to_grid
from pipeline.layout.lines import glyphs_to_lines_by_region
from pipeline.layout.rulings import rulings_to_edges
from pipeline.layout.sheets import page_to_sheet
from pipeline.layout.tables import PageTables, page_to_tables
from pipeline.model import Glyphs, Page, Rulings

Stroke = tuple[float, float, float, float]


def level(x0: float, x1: float, y: float, width: float = 0.4) -> Stroke:
    return x0, y - width / 2, x1, y + width / 2


def upright(x: float, y0: float, y1: float, width: float = 0.4) -> Stroke:
    return x - width / 2, y0, x + width / 2, y1


def lattice(xs: list[float], ys: list[float]) -> list[Stroke]:
    """Every side of every cell, shared ones twice: both neighbours draw a shared edge."""
    strokes = []
    for a, b in pairwise(xs):
        for c, d in pairwise(ys):
            strokes += [level(a, b, c), level(a, b, d), upright(a, c, d), upright(b, c, d)]
    return strokes


def make_page(
    strokes: list[Stroke],
    words: list[tuple[float, float, str]] = (),
    fills: list[Stroke] = (),
    size: float = 10.0,
) -> Page:  # type: ignore[assignment]
    """A page with these strokes, and words whose first letter has its left edge and baseline at (x,
    y); a blank is half an em.
    """
    column: list[tuple[int, float, float]] = []
    for x, y, text in words:
        for letter in text:
            wide = size / 2 if ord(letter) < 0x80 else size
            column.append((ord(letter), x, y))
            x += wide
    code = np.array([c for c, _, _ in column], np.int32)
    x0, base = (
        np.array([x for _, x, _ in column], np.float32),
        np.array([y for _, _, y in column], np.float32),
    )
    wide = np.where(code < 0x80, size / 2, size).astype(np.float32)
    zero = np.zeros(len(code), np.int32)
    glyphs = Glyphs(
        code,
        x0,
        base - 0.86 * size,
        x0 + wide,
        base + 0.14 * size,
        base,
        np.full(len(code), size, np.float32),
        zero,
        zero,
    )
    s = np.array(strokes, np.float32).reshape(-1, 4)
    rulings = Rulings(*s.T.copy(), np.minimum(s[:, 2] - s[:, 0], s[:, 3] - s[:, 1]))
    areas = np.array(list(fills), np.float32).reshape(-1, 4)
    return Page(1, 595, 842, glyphs, rulings, ("Test",), areas, np.zeros((0, 4), np.float32))


def texts(page: Page, found: PageTables) -> list[list[str]]:
    lines = glyphs_to_lines_by_region(page, found.regions)
    at = {id(cell): i for i, cell in enumerate(found.cells)}
    return [
        ["/".join(line.text for line in lines.get(at[id(c)], [])) for c in t.cells]
        for t in found.tables
    ]


def shapes(found: PageTables) -> list[tuple[int, int]]:
    return [(t.rows, t.cols) for t in found.tables if not t.heading_box]


def test_shared_edges_drawn_twice_are_one() -> None:
    h, v = rulings_to_edges(make_page(lattice([50, 150, 250], [100, 120, 140])).rulings)
    assert (len(h), len(v)) == (3, 3)


def test_dotted_rules_are_joined_before_any_minimum_length() -> None:
    dots = [level(x, x + 0.5, y, 0.3) for y in (100, 130) for x in np.arange(50, 250, 1.5)]
    dots += [upright(x, y, y + 0.5, 0.3) for x in (50, 150, 250) for y in np.arange(100, 130, 1.5)]
    assert shapes(page_to_tables(make_page(dots, [(60, 115, "가"), (160, 115, "나")]))) == [(1, 2)]


def test_dots_of_a_level_rule_do_not_move_the_upright_edges() -> None:
    dots = [level(x, x + 0.5, 100, 0.5) for x in np.arange(50, 250, 0.7)]
    _, v = rulings_to_edges(
        make_page([*dots, upright(50, 100, 140), upright(250, 100, 140)]).rulings
    )
    assert np.allclose(v.at, [50, 250], atol=0.6)


def test_a_gradient_stack_is_no_rule() -> None:
    stack = [level(50, 300, y, 0.5) for y in np.arange(100, 130, 0.5)]
    h, _ = rulings_to_edges(make_page(stack).rulings)
    assert len(h) == 0


def test_a_double_border_is_one_edge() -> None:
    h, _ = rulings_to_edges(
        make_page([level(50, 300, 100), level(50, 300, 101.8), level(50, 300, 130)]).rulings
    )
    assert len(h) == 2


def test_columns_end_where_the_rules_end_when_there_are_no_outer_ones() -> None:
    strokes = [level(50, 350, y) for y in (100, 120, 140)] + [
        upright(x, 100, 140) for x in (150, 250)
    ]
    found = page_to_tables(
        make_page(
            strokes, [(60, 115, "구분"), (160, 115, "예산"), (260, 115, "실적"), (60, 135, "계")]
        )
    )
    assert shapes(found) == [(2, 3)]
    assert (found.tables[0].xs[0], found.tables[0].xs[-1]) == pytest.approx((50, 350), abs=0.5)


def test_a_part_without_rules_at_the_page_end_is_open() -> None:
    strokes = [level(50, 350, 100), *(upright(x, 100, 700) for x in (50, 150, 350))]
    cells = page_to_tables(make_page(strokes, [(60, 115, "가"), (160, 115, "나")])).tables[0].cells
    assert [(c.open_top, c.open_bottom) for c in cells] == [(False, True), (False, True)]


def test_a_page_of_verticals_alone_is_a_row_cut_on_both_sides() -> None:
    strokes = [upright(x, 58, 780) for x in (50, 150, 350)]
    cells = page_to_tables(make_page(strokes, [(160, 115, "이어지는글")])).tables[0].cells
    assert [(c.open_top, c.open_bottom) for c in cells] == [(True, True), (True, True)]


def test_merged_cells_are_what_no_wall_parts() -> None:
    strokes = [
        s
        for s in lattice([50, 150, 250], [100, 120, 140, 160])
        if s not in (level(50, 150, 120), level(50, 150, 140))
    ]
    h, v = rulings_to_edges(make_page(strokes).rulings)
    ((a, b),) = crossings_to_groups(h, v, edges_to_crossings(h, v))
    grid = edges_to_grid(h.take(a), v.take(b))
    assert grid is not None
    assert [(c.row, c.col, c.row_span, c.col_span) for c in grid_to_cells(grid)] == [
        (0, 0, 3, 1),
        (0, 1, 1, 1),
        (1, 1, 1, 1),
        (2, 1, 1, 1),
    ]


def test_tables_side_by_side_with_a_gap_stay_two() -> None:
    strokes = lattice([50, 100, 150], [100, 120, 140]) + lattice([156, 206, 256], [100, 120, 140])
    words = [(x, y, "가") for x in (60, 110, 166, 216) for y in (115, 135)]
    assert shapes(page_to_tables(make_page(strokes, words))) == [(2, 2), (2, 2)]


def test_a_nested_grid_hangs_in_its_cell() -> None:
    strokes = lattice([50, 100, 500], [100, 300]) + lattice([120, 200, 300], [150, 170, 190])
    words = [
        (60, 115, "1"),
        (120, 115, "총사업비"),
        (130, 165, "구분"),
        (210, 165, "금액"),
        (130, 185, "국비"),
        (210, 185, "30"),
    ]
    found = page_to_tables(make_page(strokes, words))
    assert [len(c.nested) for c in found.top[0].cells] == [0, 1]
    assert texts(make_page(strokes, words), found) == [
        ["1", "총사업비"],
        ["구분", "금액", "국비", "30"],
    ]


INSET_WORDS = [
    (60, 115, "1"),
    (120, 115, "총사업비"),
    (130, 165, "구분"),
    (310, 165, "금액"),
    (130, 190, "국비"),
    (310, 190, "30"),
    (120, 225, "아래"),
]


def test_a_nested_grid_that_touches_the_rule_under_its_cell_hangs_in_it() -> None:
    outer = lattice([50, 110, 500], [100, 200, 240])
    inner = lattice([115, 300, 495], [150, 170, 200.5])
    page = make_page(outer + inner, INSET_WORDS)
    found = page_to_tables(page)
    assert shapes(found) == [(2, 2), (2, 2)]
    assert [len(c.nested) for c in found.top[0].cells] == [0, 1, 0, 0]
    assert texts(page, found)[1] == ["구분", "금액", "국비", "30"]


def test_columns_of_a_row_that_a_rule_leads_out_of_are_the_tables_own() -> None:
    outer = lattice([50, 110, 500], [100, 150, 200, 240])
    inner = lattice([115, 300, 495], [150, 170, 200])
    found = page_to_tables(make_page([*outer, *inner, level(50, 500, 170)], INSET_WORDS))
    assert len(shapes(found)) == 1


def test_a_box_of_one_cell_is_a_heading_box() -> None:
    found = page_to_tables(make_page(lattice([50, 300], [100, 130]), [(60, 120, "추진배경")]))
    assert [t.heading_box for t in found.tables] == [True]


def test_a_number_and_its_heading_in_one_row_are_a_heading_box() -> None:
    strokes = lattice([50, 90, 400], [200, 230])
    found = page_to_tables(
        make_page(strokes, [(60, 60, "앞의글"), (65, 220, "Ⅳ"), (100, 220, "전략과제별추진계획")])
    )
    assert [t.heading_box for t in found.tables] == [True]


def test_an_organisation_chart_falls_apart_into_its_boxes() -> None:
    strokes = (
        lattice([200, 300], [100, 120])
        + lattice([100, 180], [160, 190])
        + lattice([320, 400], [160, 190])
    )
    strokes += [
        upright(250, 120, 140),
        level(140, 360, 140),
        upright(140, 140, 160),
        upright(360, 140, 160),
    ]
    found = page_to_tables(
        make_page(strokes, [(220, 115, "국장"), (110, 180, "총무과"), (330, 180, "예산과")])
    )
    assert [t.heading_box for t in found.tables] == [True, True, True]


def test_shading_is_known_and_no_rule() -> None:
    page = make_page(
        lattice([50, 150, 250], [100, 120, 140]),
        [(60, 115, "구분"), (160, 115, "예산")],
        fills=[(50, 100, 250, 120)],
    )
    assert [c.shaded for c in page_to_tables(page).tables[0].cells] == [True, True, False, False]


HEADER = [(60, 100, "과제"), (160, 100, "단위사업"), (320, 100, "추진현황")]


def test_columns_by_alignment_where_a_header_says_so() -> None:
    rows = [
        (55, 120, "1.배움"),
        (150, 120, "1.교실운영"),
        (300, 120, "○20회운영"),
        (300, 132, "-100명참여"),
    ]
    rows += [(150, 152, "2.강사양성"), (300, 152, "○45명수료")]
    page = make_page([], [*HEADER, *rows])
    found = page_to_tables(page)
    body = ["1.배움", "1.교실운영", "○20회운영/-100명참여", "2.강사양성", "○45명수료"]
    assert texts(page, found) == [["과제", "단위사업", "추진현황", *body]]
    assert [c.row_span for c in found.tables[0].cells if c.col == 0] == [1, 2]


def test_running_text_is_no_table() -> None:
    words = "지난해에는시민의배움을넓히는일에힘을모아여러과정을새로열었으며그결과를아래와같이알림"
    prose = [(50, 100 + 16 * i, words[i : i + 30]) for i in range(8)]
    listed = [(50, 300 + 16 * i, f"○ 사업개요 {i}: 시민 {i}명 참여") for i in range(6)]
    contents = [
        (x, 500 + 16 * i, t)
        for i in range(5)
        for x, t in ((50, "기본현황"), (200, "·" * 20), (450, "7"))
    ]
    assert page_to_tables(make_page([], [*prose, *listed, *contents])).tables == []


def test_rows_from_horizontal_rules_and_columns_from_white() -> None:
    strokes = [level(50, 400, y) for y in (100, 120, 140, 160)]
    words = [
        (60, 115, "구분"),
        (200, 115, "예산"),
        (320, 115, "집행"),
        (60, 135, "국비"),
        (200, 135, "100"),
        (320, 135, "90"),
    ]
    words += [(60, 155, "시비"), (200, 155, "50"), (320, 155, "45")]
    page = make_page(strokes, words)
    assert texts(page, page_to_tables(page)) == [
        ["구분", "예산", "집행", "국비", "100", "90", "시비", "50", "45"]
    ]


def test_a_total_centred_over_two_columns_is_one_cell_of_its_row() -> None:
    strokes = [level(50, 400, y) for y in (100, 120, 140, 160, 180, 200, 220)]
    words = [
        (x, y, t)
        for y in (115, 135, 155, 175, 195)
        for x, t in ((55, "가나"), (130, "다라마"), (320, "90"))
    ]
    page = make_page(strokes, [*words, (85, 215, "소계합산"), (320, 215, "450")])
    last = [c for c in page_to_tables(page).tables[0].cells if c.row == 5]
    assert [(c.col, c.col_span) for c in last] == [(0, 2), (2, 1)]


def contact(second: str) -> Page:
    """Two rows of a cell in which the words begin again at one place, without a blank in front: no
    rule parts them.
    """
    words = [
        (55, 115, "책임자"),
        (155, 115, "과장"),
        (185, 115, "홍길동"),
        (55, 135, "담당자"),
        (155, 135, second),
        (185, 135, "성춘향"),
    ]
    page = make_page(lattice([50, 150, 300], [100, 120, 140]), words)
    return replace(page, typed_blanks=(True,))


def test_cells_that_only_the_text_parts_are_parted_with_a_doubt() -> None:
    table = page_to_tables(contact("주임")).tables[0]
    assert (table.rows, table.cols) == (2, 3)
    assert [c.doubt for c in table.cells] == [None, "grid_doubt", "grid_doubt"] * 2


def test_a_mark_in_front_of_a_text_is_no_cell() -> None:
    table = page_to_tables(contact("2.")).tables[0]
    assert (table.cols, {c.doubt for c in table.cells}) == (2, {None})


def test_a_header_cell_with_a_corner_cut_out_stands_over_the_corner_too() -> None:
    strokes = lattice([50, 150, 250, 350], [100, 160, 180, 200, 220, 240, 260])
    strokes = [
        s
        for s in strokes
        if s not in (upright(250, 100, 160), level(150, 250, 160), level(250, 350, 160))
    ]
    strokes += [level(150, 350, 160), upright(250, 140, 160), level(250, 350, 140)]
    words = [
        (60, 135, "구분"),
        (160, 120, "당초"),
        (160, 155, "예산"),
        (270, 155, "증감률"),
        (60, 175, "계"),
        (160, 175, "166"),
        (270, 175, "6.3"),
    ]
    (table,) = page_to_sheet(make_page(strokes, words)).tables
    found = [
        (c.row, c.col, c.row_span, c.col_span, "".join(line.text for line in c.lines))
        for c in table.cells
        if c.row < 2
    ]
    assert found == [
        (0, 0, 2, 1, "구분"),
        (0, 1, 1, 2, "당초예산"),
        (1, 1, 1, 1, ""),
        (1, 2, 1, 1, "증감률"),
    ]
    assert not any(c.doubt for c in table.cells)


def test_a_bar_at_the_side_of_a_headings_row_is_no_column() -> None:
    strokes = [level(58, 350, y) for y in (100, 120, 140, 160)] + [
        upright(x, 100, 160) for x in (58, 150, 350)
    ]
    strokes += [upright(60.8, 120, 160)]
    words = [
        (70, 115, "과정"),
        (160, 115, "대상"),
        (70, 135, "기본"),
        (70, 155, "일반직"),
        (160, 155, "6급"),
    ]
    assert shapes(page_to_tables(make_page(strokes, words))) == [(3, 2)]


def test_a_full_width_row_of_a_table_without_side_rules_is_its_row() -> None:
    """No upright rule meets the rules over and under an area's name; a heading between two tables,
    and a caption, are none.
    """
    strokes = [level(50, 350, y) for y in (100, 120, 140, 160, 180, 200)]
    strokes += [
        upright(x, a, b) for x in (150, 250) for a, b in ((100, 120), (140, 160), (180, 200))
    ]
    words = [
        (60, 114, "사업명"),
        (160, 114, "목표"),
        (260, 114, "실적"),
        (55, 134, "[1] 직접일자리"),
        (55, 174, "[2] 직업훈련"),
    ]
    words += [(x, y, t) for y in (154, 194) for x, t in ((60, "가사업"), (160, "12"), (260, "14"))]
    page = make_page(strokes, words)
    assert shapes(page_to_tables(page)) == [(5, 3)]
    assert texts(page, page_to_tables(page))[0][3] == "[1] 직접일자리"
    capped = make_page(strokes, [*words[:4], (250, 174, "(단위 : 명)"), *words[5:]])
    assert shapes(page_to_tables(capped)) == [(3, 3), (1, 3)]
    far = [(x0, y0 + 20 * (y0 > 175), x1, y1 + 20 * (y1 > 175)) for x0, y0, x1, y1 in strokes]
    apart = make_page(
        far, [(x, y + (10 if y == 174 else 20 if y > 174 else 0), t) for x, y, t in words]
    )
    assert shapes(page_to_tables(apart)) == [(3, 3), (1, 3)]


def test_a_heading_between_two_closed_tables_is_no_row() -> None:
    """Forms of one width, a programme's heading between them: their sides end with them."""
    ys = (100, 120, 140, 160, 180, 200)
    strokes = [level(50, 350, y) for y in ys]
    strokes += [upright(x, a, b) for x in (50, 150, 350) for a, b in ((100, 140), (160, 200))]
    words = [
        (55, 114, "예산"),
        (160, 114, "120"),
        (55, 134, "추진실적"),
        (160, 134, "3회"),
        (55, 154, "1-2. 긴급 지원"),
    ]
    words += [(55, 174, "예산"), (160, 174, "90"), (55, 194, "추진실적"), (160, 194, "4회")]
    assert shapes(page_to_tables(make_page(strokes, words))) == [(2, 2), (2, 2)]


def test_a_table_right_on_another_one_is_two() -> None:
    """No column goes on, and the right side stands elsewhere: the box of a heading below a table of
    figures.
    """
    strokes = [
        *(level(50, 400, y) for y in (100, 120, 140)),
        *(upright(x, 100, 140) for x in (150, 250, 320)),
    ]
    strokes += lattice([50, 80], [140, 160]) + lattice([90, 370], [140, 160])
    words = [(60, y, t) for y, t in ((114, "구분"), (134, "북미"))] + [
        (x, y, "1.2") for x in (160, 260) for y in (114, 134)
    ]
    words += [
        (55, 154, "2"),
        (100, 154, "세부 통계와 그 밖의 것"),
        (60, 190, "그 아래의 본문이 이어지는 줄"),
    ]
    assert shapes(page_to_tables(make_page(strokes, words)))[0] == (2, 4)
