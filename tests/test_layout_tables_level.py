"""Tables with level rules only, drawn by hand: open rows at a page's foot, groups of columns,
tables that follow one another.
"""

from __future__ import annotations

import pytest

from pipeline.layout.tables import page_to_tables
from tests.test_layout_tables import level, make_page, texts

HEADER = [
    (70, 100, "사업명"),
    (190, 94, "예산(백만원)"),
    (180, 108, "예산액"),
    (230, 108, "집행액"),
    (320, 100, "추진실적"),
]
GROUPED = [level(50, 430, 80), level(170, 270, 97), *(level(50, 430, y) for y in (113, 133, 153))]


def test_words_over_a_rule_of_their_own_part_no_columns() -> None:
    """The group's header crosses the white between the two columns that it names, and two figures a
    row make no one cell.
    """
    rows = [
        (x, y, t)
        for y in (127, 147)
        for x, t in ((60, "가사업"), (190, "142"), (245, "139"), (285, "○ 18회 운영"))
    ]
    page = make_page(GROUPED, [*HEADER, *rows])
    found = page_to_tables(page)
    assert found.tables[0].cols == 4
    assert texts(page, found)[0][-4:] == ["가사업", "142", "139", "○ 18회 운영"]


def test_a_row_that_no_rule_closes_at_the_page_foot_tells_columns_too() -> None:
    """The rows above it say “합계” in the middle of their columns: only the open row reaches to the
    columns' edges.
    """
    strokes = [level(50, 430, y) for y in (80, 100, 120)]
    words = [
        (75, 94, "과제"),
        (190, 94, "사업명"),
        (330, 94, "추진실적"),
        (195, 114, "합계"),
        (330, 114, "9회"),
    ]
    words += [
        (55, 134, "가.기초문해"),
        (135, 134, "1)성인문해교실"),
        (300, 134, "○ 18회 운영"),
        (300, 146, "- 수강 20명"),
    ]
    page = make_page(strokes, words)
    found = page_to_tables(page)
    assert (found.tables[0].rows, found.tables[0].cols) == (3, 3)
    assert texts(page, found)[0][-3:] == [
        "가.기초문해",
        "1)성인문해교실",
        "○ 18회 운영/- 수강 20명",
    ]
    assert all(c.open_bottom for c in found.tables[0].cells if c.row == 2)


def test_rules_between_rows_only_end_no_table_and_begin_none() -> None:
    """No rule over the headers, none under the last row: the second heading and its header are no
    part of the first table's row.
    """
    header = [(70, "사업명"), (200, "소관부서"), (330, "추진실적")]
    row = [(55, "가사업"), (200, "교통과"), (300, "○ 18회 운영")]
    words = [(x, y, t) for y in (100, 180) for x, t in header] + [
        (x, y, t) for y in (120, 140, 200, 220) for x, t in row
    ]
    words += [(55, 80, "Ⅰ. 문해"), (55, 163, "Ⅱ. 보행")]
    page = make_page([level(50, 430, y) for y in (106, 126, 186, 206)], words)
    found = page_to_tables(page)
    assert [(t.rows, t.cols) for t in found.tables] == [(3, 3), (3, 3)]
    assert [own[:3] for own in texts(page, found)] == [["사업명", "소관부서", "추진실적"]] * 2


def test_a_cell_that_fills_its_column_is_no_name_of_an_area() -> None:
    """Half a letter of white is left before “○”, but there the other rows' cells begin too."""
    words = [
        (60, 94, "사업명"),
        (180, 94, "추진실적"),
        (60, 114, "(1)전기차"),
        (180, 114, "○ 승용 3,702대"),
    ]
    words += [(60, 134, "(3)도시가스고효율보일러"), (180, 134, "○ 보일러 6,480대")]
    page = make_page([level(50, 430, y) for y in (80, 100, 120, 140)], words)
    assert texts(page, page_to_tables(page))[0][-2:] == [
        "(3)도시가스고효율보일러",
        "○ 보일러 6,480대",
    ]


def test_a_heading_left_of_the_rules_and_a_unit_line_between_small_tables_are_no_rows() -> None:
    """Four small tables of one width on a page, rules below their rows only: no table's side cuts
    the heading's first letter off.
    """
    header = [(60, "사업명"), (180, "추진실적"), (380, "예산")]
    row = [(60, "1. 가사업"), (180, "○ 18회 운영"), (380, "740")]
    words = [(x, y, t) for y in (94, 214) for x, t in header] + [
        (x, y + k, t) for y in (114, 234) for k in (0, 20) for x, t in row
    ]
    words += [(30, 164, "Ⅱ. 든든한 생산"), (330, 188, "(단위 : 백만원)")]
    page = make_page([level(50, 430, y) for y in (80, 100, 120, 140, 200, 220, 240, 260)], words)
    found = page_to_tables(page)
    assert [(t.rows, t.cols) for t in found.tables] == [(3, 3), (3, 3)]
    assert [own[:3] for own in texts(page, found)] == [["사업명", "추진실적", "예산"]] * 2


def test_a_header_and_the_name_of_a_group_at_the_foot_of_a_page_are_a_table_that_goes_on() -> None:
    words = [
        (60, 94, "사업명"),
        (180, 94, "추진실적"),
        (380, 94, "예산액"),
        (60, 114, "1. 직거래 활성화"),
    ]
    (table,) = page_to_tables(make_page([level(50, 430, y) for y in (80, 100, 120)], words)).tables
    assert [(c.row, c.col_span) for c in table.cells] == [(0, 1), (0, 1), (0, 1), (1, 3)]


def test_a_table_with_three_rules_has_a_row_a_line() -> None:
    words = [
        (60, 94, "구분"), (200, 94, "예산"), (320, 94, "집행"),
        (60, 116, "교육"), (200, 116, "1,200"), (320, 116, "1,100"),
        (60, 132, "복지"), (200, 132, "3,400"), (320, 132, "3,300"),
        (60, 148, "문화"), (200, 148, "560"), (320, 148, "540"),
        (60, 164, "안전"), (200, 164, "78"), (320, 164, "70"),
    ]  # fmt: skip
    (table,) = page_to_tables(make_page([level(50, 430, y) for y in (80, 100, 170)], words)).tables
    assert (table.rows, table.cols) == (5, 3)


def three_rows(top: float) -> list[tuple[float, float, str]]:
    """The words of three rows of twenty points."""
    rows = (("구분", "예산", "집행"), ("교육", "1,200", "1,100"), ("복지", "3,400", "3,300"))
    return [
        (x, top + 14 + 20 * n, text)
        for n, row in enumerate(rows)
        for x, text in zip((60, 200, 320), row, strict=True)
    ]


@pytest.mark.parametrize(
    ("under", "tables"),
    [(3.0, 2), (9.0, 2), (15.0, 1), (25.0, 1)],
    ids=["heading", "low", "mid", "high"],
)
def test_words_that_stand_low_between_the_rules_of_two_tables_are_a_heading(
    under: float, tables: int
) -> None:
    """A row's text stands in the middle of its rules."""
    below = 180.0
    rules = [level(50, 430, 80 + 20 * n) for n in range(4)]
    rules += [level(50, 430, below + 20 * n) for n in range(3)]
    words = [*three_rows(80), (60, below - under, "가. 시설"), *three_rows(below - 20)[3:]]
    assert len(page_to_tables(make_page(rules, words)).tables) == tables


@pytest.mark.parametrize(("white", "tables"), [(12.0, 2), (20.0, 1)])
def test_white_lower_than_any_row_parts_two_tables_and_an_empty_row_is_one(
    white: float, tables: int
) -> None:
    below = 140 + white
    rules = [level(50, 430, 80 + 20 * n) for n in range(4)]
    rules += [level(50, 430, below + 20 * n) for n in range(4)]
    words = [*three_rows(80), *three_rows(below)[3:]]
    words += [(x, below + 14, t) for x, t in ((60, "문화"), (200, "560"), (320, "540"))]
    assert len(page_to_tables(make_page(rules, words)).tables) == tables


@pytest.mark.parametrize(("right", "rows"), [(430.0, 3), (300.0, 2)])
def test_a_shaded_header_as_wide_as_the_rules_needs_none(right: float, rows: int) -> None:
    rules = [level(50, 430, y) for y in (100, 120, 140)]
    shade = (50.0, 80.0, right, 100.0)
    two = [word for word in three_rows(80) if word[0] < 300]
    (table,) = page_to_tables(make_page(rules, two, [shade])).tables
    assert table.rows == rows


def test_a_word_over_a_rule_of_its_own_and_nothing_else_spans_what_the_rule_does() -> None:
    """The group's word stands over its first column alone, as far as white tells."""
    rules = [
        level(50, 430, 80),
        level(190, 310, 100),
        *(level(50, 430, y) for y in (120, 140, 160)),
    ]
    heads = [(60, 104, "구분"), (205, 94, "인원"), (205, 114, "상반기"), (265, 114, "하반기")]
    rows = [
        (x, y, t)
        for y in (134, 154)
        for x, t in ((60, "가나"), (210, "12"), (270, "34"), (350, "56"))
    ]
    words = [*heads, (350, 104, "비고"), *rows]
    (table,) = page_to_tables(make_page(rules, words)).tables
    assert [c.col_span for c in table.cells if c.row == 0] == [1, 2, 1]
