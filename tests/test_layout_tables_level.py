"""Tables with level rules only, drawn by hand: open rows at a page's foot, groups of columns,
tables that follow one another.
"""

from __future__ import annotations

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
