"""Tables without upright rules, drawn by hand: headers of several rows, narrow figures, rows that a
page break cuts.
"""

from __future__ import annotations

from pipeline.layout.tables import page_to_tables
from tests.test_layout_tables import lattice, level, make_page, texts

ROWS = [(60, "가사업"), (150, "○ 20회 운영"), (330, "1,240"), (396, "98.1")]


def test_a_number_wider_than_its_column_stays_whole() -> None:
    page = make_page(lattice([50, 90, 150], [100, 120]), [(62, 115, "△2,469"), (102, 115, "가")])
    assert texts(page, page_to_tables(page)) == [["△2,469", "가"]]


def test_a_header_at_the_left_and_figures_at_the_right_are_one_column() -> None:
    words = [
        (60, 100, "사업명"),
        (150, 100, "추진실적"),
        (300, 100, "예산액"),
        (370, 100, "집행률"),
    ]
    words += [(x, y, t) for y in (120, 140, 160) for x, t in ROWS]
    page = make_page([], words)
    found = page_to_tables(page)
    assert [t.cols for t in found.tables] == [4]
    assert texts(page, found)[0][4:8] == [t for _, t in ROWS]


def test_a_header_of_two_rows_spans_what_stands_below_it() -> None:
    words = [
        (60, 107, "사업명"),
        (150, 107, "추진실적"),
        (300, 100, "예산"),
        (300, 114, "예산액"),
        (370, 114, "집행률"),
    ]
    words += [(x, y, t) for y in (135, 155, 175) for x, t in ROWS]
    (table,) = page_to_tables(make_page([], words)).tables
    head = [(c.row, c.col, c.row_span, c.col_span) for c in table.cells if c.row < 2]
    assert table.header_rows == 2
    assert head == [(0, 0, 2, 1), (0, 1, 2, 1), (0, 2, 1, 2), (1, 2, 1, 1), (1, 3, 1, 1)]


def test_the_same_header_again_under_a_heading_begins_another_table() -> None:
    header = [(60, "사업명"), (150, "추진실적"), (330, "예산액")]
    words = [(x, y, t) for y in (100, 200) for x, t in header]
    words += [(x, y, t) for y in (120, 140, 220, 240) for x, t in ROWS[:3]]
    page = make_page([], [*words, (50, 170, "Ⅱ. 보행·자전거")])
    assert [t.rows for t in page_to_tables(page).tables] == [3, 3]


def test_two_figures_in_one_column_are_two_rows() -> None:
    words = [(60, 100, "사업명"), (150, 100, "추진실적"), (330, 100, "예산액")]
    words += [(x, y, t) for y in (120, 140, 151, 171) for x, t in ROWS[:3]]
    assert page_to_tables(make_page([], words)).tables[0].rows == 5


def test_a_row_below_the_last_rule_at_the_foot_of_the_page_is_open() -> None:
    strokes = [level(50, 430, y) for y in (85, 105, 125, 145)]
    words = [
        (60, 100, "사업명"),
        (150, 100, "추진실적"),
        (330, 100, "예산액"),
        (396, 100, "집행률"),
    ]
    words += [(x, y, t) for y in (120, 140, 160) for x, t in ROWS]
    (table,) = page_to_tables(make_page(strokes, words)).tables
    assert table.rows == 4
    assert all(c.open_bottom for c in table.cells if c.row == 3)


def test_the_last_word_of_a_long_title_is_no_column_of_its_own() -> None:
    """One title of many runs far into the white before the next column; parted by blanks, its last
    word stands alone there.
    """
    words = [(57, 100, "세부사업"), (170, 100, "추진실적"), (330, 100, "부서")]
    words += [(57, 120, "노선 개편 지원 운영"), (170, 120, "○ 3회"), (330, 120, "가과")]
    words += [
        (x, y, t)
        for y in (140, 160, 180, 200)
        for x, t in ((57, "버스 확대"), (170, "○ 30회"), (330, "나과"))
    ]
    (table,) = page_to_tables(make_page([], words)).tables
    assert table.cols == 3
    assert 152 < table.xs[1] < 170


def test_a_cell_of_two_lines_beside_centred_ones_stays_in_its_table() -> None:
    """No line has two columns where titles of one line are centred beside texts of two: the texts
    are known by where they begin.
    """
    words = [(90, 100, "과제명"), (290, 100, "추진성과"), (490, 100, "부서")]
    bodies = [
        "□ 노선 3개 조정함",
        "□ 주차면 조성 12면",
        "□ 거점 확보 및 운영",
        "□ 요금을 지원함",
        "□ 보도 정비",
    ]
    for k, title in enumerate(
        ("① 버스 노선 확대", "② 주차장 조성", "③ 물류 거점", "④ 택시", "⑤ 보행")
    ):
        y = 130 + 36 * k
        words += [
            (57, y, title),
            (490, y, "교통과"),
            (170, y - 6, bodies[k]),
            (170, y + 6, "• " + bodies[-1 - k][2:]),
        ]
    words += [
        (57, 302, "⑥ 드론 실증"),
        (170, 302, "□ 실증 비행을 한 해 동안 운영하여 지원함 12회"),
        (490, 302, "교통과"),
    ]
    (table,) = page_to_tables(make_page([], words)).tables
    assert (table.rows, table.cols) == (7, 3)


def test_a_header_of_three_rows_without_any_rule() -> None:
    """예산 over 최종예산 and 증감, 최종예산 over two years: no column has a word in all three rows."""
    words = [
        (90, 112, "사업명"),
        (250, 112, "추진내용"),
        (405, 98, "예산"),
        (370, 112, "최종예산"),
        (462, 119, "증감"),
        (520, 112, "부서"),
    ]
    words += [(350, 126, "2024년"), (402, 126, "2025년")]
    for k, title in enumerate(("박물관 전시", "도서관 지원", "생활문화 확대", "거리공연", "야행")):
        y = 150 + 20 * k
        words += [
            (60, y, title),
            (200, y, "관람객이많은전시운영"[: 10 - k]),
            (360, y, f"2,{k}66"),
            (412, y, f"1,{k}97"),
        ]
        words += [(462, y, f"{k}02"), (520, y, "가과")]
    (table,) = page_to_tables(make_page([], words)).tables
    head = [(c.row, c.col, c.row_span, c.col_span) for c in table.cells if c.row < 3]
    assert table.header_rows == 3
    assert head == [
        (0, 0, 3, 1),
        (0, 1, 3, 1),
        (0, 2, 1, 3),
        (0, 5, 3, 1),
        (1, 2, 1, 2),
        (1, 4, 2, 1),
        (2, 2, 1, 1),
        (2, 3, 1, 1),
    ]


def test_shaded_rows_tell_the_plain_ones_between_them() -> None:
    """Every second row is filled and no rule drawn; by white alone a title of two lines would be
    two rows.
    """
    fills = [(50, y, 450, y + 30) for y in (110, 170, 230)]
    words = [(60, 105, "단위사업"), (180, 105, "추진실적"), (400, 105, "부서")]
    for k in range(6):
        y = 110 + 30 * k
        words += [
            (60, y + 12, "인턴지원과"[: 5 - k % 3]),
            (60, y + 25, "지역연계"),
            (180, y + 12, f"○ {k}20명배치"),
            (400, y + 19, "가과"),
        ]
    (table,) = page_to_tables(make_page([], words, fills)).tables
    assert (table.rows, table.cols) == (7, 3)
    names = [(50, y, 450, y + 12) for y in (110, 170, 230)]
    assert page_to_tables(make_page([], words, names)).tables[0].origin == "aligned"


def test_amounts_with_units_are_one_row_each() -> None:
    """A list of properties: names at the left, counts, areas and values set to the right, the first
    line of each block larger.
    """
    rows = [
        ("○ 공유재산", "총10,710건", "80,545천㎡", "30조9,201억원"),
        ("○ 토지", "37,229필지", "76,907천㎡", "14조7,352억원"),
    ]
    rows += [
        ("○ 건물", "1,662동", "3,110천㎡", "3조5,781억원"),
        ("○ 물품", "총2,487종", "379천㎡", "6,710억원"),
    ]
    rows += [
        ("○ 비품", "50종", "7,320천㎡", "1,470억원"),
        ("○ 기타", "2,437종", "372천㎡", "5,240억원"),
    ]
    words = []
    for y, row in zip((100, 113, 126, 148, 161, 174), rows, strict=True):
        words += [(60, y, row[0])]
        words += [
            (x - sum(5 if ord(c) < 0x80 else 10 for c in t), y, t)
            for x, t in zip((230, 340, 470), row[1:], strict=True)
        ]
    (table,) = page_to_tables(make_page([], words)).tables
    assert (table.rows, table.cols) == (6, 4)
