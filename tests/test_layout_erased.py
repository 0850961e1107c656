"""Tables of which some rules or all are lacking, drawn by hand: lists inside a column, rows over the
first rule, frames over one another, white inside a table, labels in the middle of their rows.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.layout.aligned import Lines
from pipeline.layout.grid import between, learnt
from pipeline.layout.gutters import glyphs_to_ink
from pipeline.layout.sidebyside import page_to_sides
from pipeline.layout.tables import page_to_tables
from tests.test_layout_tables import level, make_page, texts

Word = tuple[float, float, str]


def budget(head: float) -> list[Word]:
    """A budget whose last column holds lists of a name and an amount; its header begins at
    `head`.
    """
    words = [(60, 94, "과목"), (170, 94, "예산"), (head, 94, "산출 내역")]
    for k, title in enumerate(("인건비", "운영비")):
        top = 114 + 60 * k
        words += [(60, top, title), (160, top, "1,200")]
        for n, (name, amount) in enumerate((("가 연구", "700"), ("나 강의", "300"), ("계", "200"))):
            words += [(230, top + 16 * n, name), (405, top + 16 * n, amount)]
    return words


@pytest.mark.parametrize(("head", "cols"), [(298.0, 3), (230.0, 4)], ids=["middle", "left"])
def test_a_list_under_a_header_in_the_middle_over_it_is_one_column(head: float, cols: int) -> None:
    rules = [level(50, 430, y) for y in (80, 100, 160, 220)]
    (table,) = page_to_tables(make_page(rules, budget(head))).tables
    assert (table.rows, table.cols) == (3, cols)


def test_a_list_is_one_column_and_one_row_where_no_rule_is() -> None:
    """Three columns beside it have one line a row."""
    words = [(60, 94, "과목"), (130, 94, "예산"), (200, 94, "집행"), (326, 94, "산출 내역")]
    titles = ("인건비", "운영비", "사업비")
    for k, title in enumerate(titles):
        top = 124 + 60 * k
        words += [(60, top, title), (125, top, "1,200"), (195, top, "1,100")]
        for n, (name, amount) in enumerate((("가 연구", "700"), ("나 강의", "300"), ("계", "200"))):
            words += [(270, top + 16 * n, name), (435, top + 16 * n, amount)]
    page = make_page([], words)
    found = page_to_tables(page)
    assert [t.cols for t in found.tables] == [4]
    assert [t for t in texts(page, found)[0] if t in titles] == list(titles)


def test_one_line_a_row_is_no_list() -> None:
    rules = [level(50, 430, y) for y in (80, 100, 120, 140)]
    words = [(60, 94, "과목"), (170, 94, "예산"), (298, 94, "산출 내역")]
    for k in range(2):
        words += [(60, 114 + 20 * k, "인건비"), (160, 114 + 20 * k, "1,200")]
        words += [(230, 114 + 20 * k, "가 연구"), (405, 114 + 20 * k, "700")]
    (table,) = page_to_tables(make_page(rules, words)).tables
    assert table.cols == 4


def rows(top: float, *more: tuple[str, str, str]) -> list[Word]:
    """Rows of three columns, twenty points apart."""
    return [
        (x, top + 20 * n, text)
        for n, row in enumerate(more)
        for x, text in zip((60, 200, 320), row, strict=True)
    ]


BODY = (("교육", "1,200", "1,100"), ("복지", "3,400", "3,300"), ("문화", "2,400", "2,300"))


@pytest.mark.parametrize(
    ("over", "count"),
    [
        ([(60, 74, "구분"), (205, 74, "예산"), (325, 74, "집행")], 4),
        ([(60, 74, "구분"), (320, 74, "(단위: 명)")], 3),
        ([(60, 74, "아래 표는 교육과 복지와 문화의 예산과 집행을 보인다")], 3),
        ([(60, 54, "구분"), (205, 54, "예산"), (325, 54, "집행")], 3),
    ],
    ids=["header", "unit", "sentence", "far"],
)
def test_a_header_over_the_first_rule_is_of_the_table(over: list[Word], count: int) -> None:
    rules = [level(50, 430, y) for y in (80, 100, 120, 140)]
    (table,) = page_to_tables(make_page(rules, [*over, *rows(94, *BODY)])).tables
    assert table.rows == count


def test_of_two_frames_over_one_place_the_one_with_most_rows_is_read() -> None:
    """The last column's own rules end four points further right."""
    wide = [level(50, 434, y) for y in (80, 140)]
    rules = [*wide, *(level(50, 430, y) for y in (80, 100, 120, 140))]
    page = make_page(rules, rows(94, *BODY))
    found = page_to_tables(page)
    assert [(t.rows, t.cols) for t in found.tables] == [(3, 3)]
    assert texts(page, found)[0][:3] == list(BODY[0])


HEAD = ("구분", "예산액", "집행액")


@pytest.mark.parametrize(
    ("white", "shift", "count"), [(45.0, 0.0, 1), (45.0, 9.0, 2), (75.0, 0.0, 2)]
)
def test_a_table_goes_on_over_white_where_its_columns_do(
    white: float, shift: float, count: int
) -> None:
    more = [(x + shift, y, t) for x, y, t in rows(174 + white, *BODY, BODY[0])]
    page = make_page([], [*rows(94, HEAD, *BODY, BODY[1]), *more])
    assert len(page_to_tables(page).tables) == count


DUTIES = (
    ("총무과", "직원의 인사와 복무를 맡아 본다", "문서와 관인을 간수한다"),
    ("예산과", "살림을 짜고 고친다", "재정을 살피고 결산을 낸다"),
    ("감사과", "일의 옳고 그름을 가린다", "공직자의 재산을 등록받는다"),
    ("법무과", "조례를 심사한다", "소송을 수행하고 법을 풀이한다"),
)


def duties(label: float) -> list[Word]:
    """Departments and their duties, two lines each; the label stands `label` points lower than
    the first.
    """
    words: list[Word] = []
    for k, (name, first, second) in enumerate(DUTIES):
        top = 100 + 50.0 * k
        words += [(150, top, first), (150, top + 15, second), (60, top + label, name)]
    return words


def test_labels_in_the_middle_of_their_rows_tell_a_table_of_two_columns() -> None:
    page = make_page([], duties(7.5))
    found = page_to_tables(page)
    assert [(t.rows, t.cols) for t in found.tables] == [(4, 2)]
    assert texts(page, found)[0][0] == "총무과"


def test_lines_under_one_another_are_none() -> None:
    words = [(60, 100 + 15.0 * n, "직원의 인사와 복무를 맡아 본다") for n in range(12)]
    assert not page_to_tables(make_page([], words)).tables


def test_prose_in_two_columns_whose_lines_lie_between_one_another_is_no_table() -> None:
    line = "직원의 인사와 복무를 맡는다"
    left = [(60, 100 + 15.0 * n, line) for n in range(12)]
    right = [(240, 107 + 15.0 * n, line) for n in range(12)]
    assert not page_to_tables(make_page([], [*left, *right])).tables


def test_every_reason_for_a_row_has_a_weight_and_no_other_is_there() -> None:
    assert len(learnt.reasons_to_weights("rows", between.REASONS)) == len(between.REASONS) + 1
    assert set(learnt._learnt()["rows"]) == {*between.REASONS, "bias"}


def test_each_page_of_a_sheet_has_its_glyphs() -> None:
    page = replace(make_page([], [(60, 100, "왼쪽"), (700, 100, "오른쪽")]), width=1190.0)
    (whole,) = page_to_sides(page, [])
    assert whole.all()
    numbers: list[Word] = [(60, 800, "2"), (1100, 800, "3")]
    words = [(60, 100, "왼쪽"), (700, 100, "오른쪽"), *numbers]
    sheet = replace(make_page([], words), width=1190.0, height=842.0)
    left, right = page_to_sides(sheet, [])
    assert not np.any(left & right)
    assert (int(left.sum()), int(right.sum())) == (3, 4)


@pytest.mark.parametrize(("left", "beside"), [(150, 3), (70, 1)], ids=["beside", "over"])
def test_lines_stand_beside_one_another_where_neither_has_ink_over_the_other(
    left: int, beside: int
) -> None:
    """Rows set so close that their letters reach into one another's height are rows."""
    words = [(left, 100, "가나다라"), (60, 107, "마바사"), (left, 114, "아자차카")]
    glyphs = make_page([], words).glyphs
    ink = glyphs_to_ink(glyphs, np.ones(len(glyphs), bool))
    assert ink is not None
    assert len(Lines(ink).strip(0)) == beside
