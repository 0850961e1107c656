"""Tables over page breaks: what is one table, and what is not."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.captions import lines_to_captions
from pipeline.layout.draft import DraftCell, DraftLine, DraftTable
from pipeline.layout.headers import name_headers, table_to_header_rows
from pipeline.layout.joined import draft_tables_to_joined
from pipeline.layout.whole import JoinedTable, Leaf
from pipeline.model import Box

FOOT = 780.0
HEAD = ["과제", "단위사업", "실적"]


def line(text: str, x: float, top: float, page: int = 1, *, bold: bool = False) -> DraftLine:
    box = Box(x, top, x + 10 * len(text), top + 10)
    edges = np.array(
        [[x + 10 * i, top, x + 10 * i + 10, top + 10] for i in range(len(text))], np.float32
    ).reshape(-1, 4)
    return DraftLine(page, text, edges, np.arange(len(text)), top + 8, 10.0, 0, True, box, bold)


def part(
    page: int,
    rows: list[list[str | None]],
    top: float,
    *,
    xs: tuple[float, ...] = (50, 150, 300, 500),
    **marks: object,
) -> DraftTable:
    """A part of a table with rows 20 pt high; None goes on with the cell above.
    `open_top`/`open_bottom`: no rule there.
    """
    ys = [top + 20 * i for i in range(len(rows) + 1)]
    cells = []
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            if text is None:
                continue
            span = next(
                (k for k in range(1, len(rows) - r) if rows[r + k][c] is not None), len(rows) - r
            )
            lines = [line(text, xs[c] + 3, ys[r] + 5, page)] if text else []
            cells.append(
                DraftCell(r, c, span, 1, Box(xs[c], ys[r], xs[c + 1], ys[r + span]), lines)
            )
    for cell in cells:
        cell.open_top = bool(marks.get("open_top")) and cell.row == 0
        cell.open_bottom = bool(marks.get("open_bottom")) and cell.row + cell.row_span == len(rows)
    return DraftTable(page, Box(xs[0], ys[0], xs[-1], ys[-1]), list(xs), ys, cells)


def join(*leaves: Leaf) -> list[JoinedTable]:
    return draft_tables_to_joined(leaves)


def grid(table: JoinedTable) -> list[tuple[int, int, int, str]]:
    return [(c.row, c.col, c.row_span, c.bare) for c in table.cells]


def full(rows: list[list[str | None]], **marks: object) -> DraftTable:
    return part(1, rows, FOOT - 20 * len(rows), **marks)


def test_a_repeated_header_is_dropped_and_a_merged_label_carried() -> None:
    first = full([HEAD, ["가", "1사업", "10"], [None, "2사업", "20"]])
    second = part(2, [HEAD, ["", "3사업", "30"], [None, "4사업", "40"], ["나", "5사업", "50"]], 60)
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert (table.rows, table.header_rows, len(table.repeated)) == (6, 1, 3)
    label = next(c for c in table.cells if c.bare == "가")
    assert (label.row, label.row_span, label.carried, [p for p, _ in label.pieces]) == (
        1,
        4,
        True,
        [1, 2],
    )
    assert (5, 0, 1, "나") in grid(table)


def test_a_label_printed_after_the_break_belongs_to_the_rows_before_it_too() -> None:
    first = full(
        [
            HEAD,
            ["가", "1사업", "10"],
            [None, "2사업", "20"],
            ["", "3사업", "30"],
            [None, "4사업", "40"],
        ]
    )
    second = part(2, [HEAD, ["나", "5사업", "50"], [None, "6사업", "60"]], 60)
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert (3, 0, 4, "나") in grid(table)


def test_a_row_cut_inside_its_cells_is_made_whole() -> None:
    first = full([HEAD, ["가", "1사업", "앞의말"]], open_bottom=True)
    second = part(2, [["", "", "뒤의말"], ["나", "2사업", "20"]], 60, open_top=True)
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert grid(table)[3:6] == [(1, 0, 1, "가"), (1, 1, 1, "1사업"), (1, 2, 1, "앞의말뒤의말")]
    assert grid(table)[6:] == [(2, 0, 1, "나"), (2, 1, 1, "2사업"), (2, 2, 1, "20")]
    assert next(c for c in table.cells if c.bare == "앞의말뒤의말").cuts == [1]


def test_a_row_cut_where_the_rules_are_closed_goes_on_by_its_empty_columns() -> None:
    rows: list[list[str | None]] = [
        HEAD,
        ["가", "1사업", "하나"],
        ["나", "2사업", "둘"],
        ["다", "3사업", "셋이고"],
    ]
    second = part(2, [["", "", "넷이다"], ["라", "4사업", "다섯"]], 60)
    (table,) = join(Leaf(1, [full(rows)], [], FOOT), Leaf(2, [second], [], FOOT))
    assert (3, 2, 1, "셋이고넷이다") in grid(table)


def test_a_caption_between_them_keeps_two_tables_two() -> None:
    second = part(2, [HEAD, ["가", "1사업", "10"]], 90)
    leaves = (
        Leaf(1, [full([HEAD, ["가", "1사업", "10"]])], [], FOOT),
        Leaf(2, [second], [line("< 둘째 표 >", 200, 70, 2)], FOOT),
    )
    assert len(join(*leaves)) == 2


def test_other_columns_keep_two_tables_two() -> None:
    second = part(2, [["가", "나", "다"]], 60, xs=(50, 250, 400, 500))
    assert (
        len(
            join(
                Leaf(1, [full([HEAD, ["가", "1사업", "10"]])], [], FOOT),
                Leaf(2, [second], [], FOOT),
            )
        )
        == 2
    )


def test_a_page_with_room_to_spare_ends_its_table() -> None:
    first = part(1, [HEAD, ["가", "1사업", "10"]], 100)
    second = part(2, [HEAD, ["나", "2사업", "20"]], 60)
    assert len(join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))) == 2


def test_text_below_it_ends_a_table() -> None:
    first = part(1, [HEAD, ["가", "1사업", "10"]], FOOT - 60)
    leaves = (
        Leaf(1, [first], [line("※ 잠정치", 50, FOOT - 12)], FOOT),
        Leaf(2, [part(2, [HEAD, ["나", "2사업", "20"]], 60)], [], FOOT),
    )
    assert len(join(*leaves)) == 2


def test_ten_pages_are_one_table() -> None:
    leaves = [
        Leaf(
            p,
            [part(p, [HEAD, *[[f"{p}-{i}", f"{i}사업", "1"] for i in range(30)]], FOOT - 620)],
            [],
            FOOT,
        )
        for p in range(1, 11)
    ]
    (table,) = join(*leaves)
    assert (table.rows, len(table.parts)) == (301, 10)


def test_header_paths_go_through_two_rows() -> None:
    rows: list[list[str | None]] = [
        ["구분", "2024년", ""],
        [None, "예산", "집행"],
        ["국비", "100", "90"],
    ]
    draft = part(1, rows, 100)
    draft.cells[1].col_span = 2
    del draft.cells[2]
    (table,) = join(Leaf(1, [draft], [], FOOT))
    table.header_rows = table_to_header_rows(table)
    name_headers(table, {id(c): c.bare for c in table.cells})
    assert table.header_rows == 2
    assert [c.header_path for c in table.cells if c.row == 2] == [
        "구분",
        "2024년 > 예산",
        "2024년 > 집행",
    ]


def test_a_full_width_row_under_the_header_is_none_of_it() -> None:
    draft = part(1, [HEAD, ["첫째 분야", "", ""], ["가", "1사업", "10"]], 100)
    draft.cells[3].col_span = 3
    del draft.cells[4:6]
    for cell in draft.cells[:4]:
        cell.shaded = True
    (table,) = join(Leaf(1, [draft], [], FOOT))
    assert table_to_header_rows(table) == 1


@pytest.mark.parametrize(
    ("second", "rows"),
    [
        (["사업", "소계", "1,585"], 1),
        (["사업", "소계", "1,585백만원"], 1),
        (["계", "1월", "2월"], 2),
        (["사업", "내용", "금액"], 2),
    ],
)
def test_a_subtotal_on_the_shade_of_the_header_is_none_of_it(second: list[str], rows: int) -> None:
    draft = part(1, [HEAD, second, ["가", "1사업", "10"]], 100)
    for cell in draft.cells[:6]:
        cell.shaded = True
    (table,) = join(Leaf(1, [draft], [], FOOT))
    assert table_to_header_rows(table) == rows


def test_captions_and_unit_above_a_table() -> None:
    lines = [
        line("□ 예산현황", 50, 50),
        line("< 재원별 예산 >", 200, 64),
        line("(단위: 백만원, %)", 380, 78),
    ]
    captions, unit = lines_to_captions(lines, Box(50, 92, 500, 200))
    assert [c.text for c in captions] == ["< 재원별 예산 >", "(단위: 백만원, %)"]
    assert unit == "백만원, %"


def test_a_heading_that_shares_its_line_with_the_unit_stays_a_heading() -> None:
    captions, unit = lines_to_captions(
        [line("□ 예산규모 : 1,167,170천원 (’25. 1. 1. 기준, 단위 : 천원)", 50, 78)],
        Box(50, 92, 500, 200),
    )
    assert (captions, unit) == ([], "천원")


def test_a_table_set_anew_on_the_next_page_under_its_header_is_one() -> None:
    """A typist who starts the rest as a table of its own misses the columns by some points; the
    header says that they are the same.
    """
    first = full([HEAD, ["가", "1사업", "10"]])
    anew = (52.0, 156.0, 297.0, 498.0)
    (table,) = join(
        Leaf(1, [first], [], FOOT),
        Leaf(2, [part(2, [HEAD, ["나", "2사업", "20"]], 60, xs=anew)], [], FOOT),
    )
    assert (table.rows, table.cols) == (3, 3)
    other = [["과제", "단위사업", "예산"], ["나", "2사업", "20"]]
    assert (
        len(join(Leaf(1, [first], [], FOOT), Leaf(2, [part(2, other, 60, xs=anew)], [], FOOT))) == 2
    )


def test_two_bold_rows_over_plain_ones_are_the_header() -> None:
    table = part(
        1,
        [
            ["인력", "면적", "비고"],
            ["정원", "전용", "설치비"],
            ["30명", "132㎡", "70"],
            ["31명", "198㎡", "105"],
        ],
        100,
    )
    for cell in table.cells:
        for own in cell.lines:
            own.bold = cell.row < 2
    (whole,) = join(Leaf(1, [table], [], FOOT))
    assert table_to_header_rows(whole) == 2


def test_an_amount_in_the_header_is_named_and_names_nothing() -> None:
    """A total printed under its column's header, beside labels two rows high."""
    table = part(
        1,
        [
            ["기금명", "운용규모", "비고"],
            [None, "13,333", None],
            ["재난기금", "931", ""],
            ["자활기금", "41", ""],
        ],
        100,
    )
    for cell in table.cells:
        cell.shaded = cell.row < 2
    (whole,) = join(Leaf(1, [table], [], FOOT))
    whole.header_rows = table_to_header_rows(whole)
    name_headers(whole, {id(c): c.bare for c in whole.cells})
    paths = {c.bare: c.header_path for c in whole.cells}
    assert (whole.header_rows, paths["13,333"], paths["931"]) == (2, "운용규모", "운용규모")


def test_a_section_set_off_by_a_little_white_is_no_table_of_its_own() -> None:
    first = part(1, [["과정", "대상", "인원"], ["가", "직원", "30"]], 100)
    first.cells[0].shaded = first.cells[1].shaded = first.cells[2].shaded = True
    section = [["특별강좌", "", ""], ["나", "시민", "400"]]
    (table,) = join(Leaf(1, [first, part(1, section, 144)], [], FOOT))
    assert table.rows == 4
    assert len(join(Leaf(1, [first, part(1, section, 180)], [], FOOT))) == 2


def test_a_corner_with_two_labels_is_in_the_header() -> None:
    table = part(
        1, [["", "갑종", "을종"], ["해상", "경비 함정", "조사선"], ["방역", "없음", "연구"]], 100
    )
    table.cells[0].lines = [line("등급", 120, 102), line("부문", 55, 112)]
    (whole,) = join(Leaf(1, [table], [], FOOT))
    assert table_to_header_rows(whole) == 1
    table.cells[0].lines = [line("공무원", 55, 102), line("부문", 55, 112)]
    (whole,) = join(Leaf(1, [table], [], FOOT))
    assert table_to_header_rows(whole) == 0


def test_words_over_ticks_are_a_header() -> None:
    table = part(1, [["직접", "출자", "보조율"], ["○", "", "서울 30%"]], 100)
    (whole,) = join(Leaf(1, [table], [], FOOT))
    assert table_to_header_rows(whole) == 1


def test_classes_of_amounts_and_words_over_bounds_are_headers() -> None:
    classes = part(
        1,
        [["공사비", "10이하", "30", "1,000이상"], ["기간", "10", "14", "54"]],
        100,
        xs=(50, 150, 250, 350, 450),
    )
    bounds = part(
        1,
        [["공사비", "인부", "비고"], ["1억원미만", "1인", "월 기준"], ["1억원이상", "2인이상", ""]],
        300,
    )
    totals = part(
        1,
        [["수입", "10", "30", "40"], ["지출", "10", "14", "24"]],
        500,
        xs=(50, 150, 250, 350, 450),
    )
    found = [
        table_to_header_rows(table) for table in join(Leaf(1, [classes, bounds, totals], [], FOOT))
    ]
    assert found == [1, 1, 0]


def test_a_header_alone_at_the_foot_belongs_to_the_table_of_the_next_page() -> None:
    alone = part(1, [HEAD], FOOT - 20)
    alone.captions, alone.unit = [line("(단위: 천원)", 300, FOOT - 40)], "천원"
    rows = part(2, [HEAD, ["가", "1사업", "10"]], 60)
    for cell in rows.cells:
        cell.shaded = cell.row == 0
    (table,) = join(
        Leaf(1, [alone], [line("[1] 문화", 50, FOOT + 5)], FOOT + 20), Leaf(2, [rows], [], FOOT)
    )
    assert (table.parts[0].page, table.rows, table.unit) == (2, 2, "천원")
    assert len(table.repeated) == 3
    other = part(2, [["과제", "예산", "비고"], ["가", "1", ""]], 60)
    assert (
        len(
            join(
                Leaf(1, [alone], [line("[1] 문화", 50, FOOT + 5)], FOOT + 20),
                Leaf(2, [other], [], FOOT),
            )
        )
        == 2
    )


def test_white_columns_under_one_header_are_the_same_though_the_first_is_empty() -> None:
    """Where no label is printed on the next page, the first column begins where its header's
    centred word does.
    """
    first = full([HEAD, ["가가가가가가", "1사업", "10"]])
    second = part(2, [HEAD, ["", "2사업", "20"]], 60, xs=(80.0, 149.0, 300.0, 500.0))
    first.soft_columns = second.soft_columns = True
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert (table.rows, table.cols) == (3, 3)


def test_an_empty_label_between_rules_at_the_foot_belongs_to_the_first_label_of_the_next_page() -> (
    None
):
    """The label printed over the rows above ends with the rule over the empty cell, though it is
    the only one so far.
    """
    first = full([HEAD, ["가", "1사업", "10"], [None, "2사업", "20"], ["", "3사업", "30"]])
    second = part(2, [["나", "4사업", "40"], [None, "5사업", "50"], [None, "6사업", "60"]], 60)
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert [own for own in grid(table) if own[1] == 0] == [
        (0, 0, 1, "과제"),
        (1, 0, 2, "가"),
        (3, 0, 4, "나"),
    ]


def test_a_rule_at_the_foot_below_the_figures_only_parts_their_rows_and_not_their_label() -> None:
    """Browsers draw the rule between two rows once: at the foot; the next page's head has none but
    over the label.
    """
    first = full([HEAD, ["가", "1사업", "10"], ["나", "2사업", "20"]])
    second = part(2, [["", "(반복)", "(△1.2)"], ["다", "3사업", "30"]], 60)
    for cell in first.cells:
        cell.open_bottom = cell.row == 2 and cell.col == 0
    for cell in second.cells:
        cell.open_top = cell.row == 0 and cell.col > 0
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert [own for own in grid(table) if own[0] == 2] == [
        (2, 0, 2, "나"),
        (2, 1, 1, "2사업"),
        (2, 2, 1, "20"),
    ]


def test_a_label_whose_second_half_has_no_number_goes_on_where_the_programmes_do() -> None:
    """“1. 디지털 | 기초”: every label is numbered, the programmes begin at 1 under each, and 2
    follows 1 over the break.
    """
    first = full(
        [
            HEAD,
            ["1. 문해", "1. 교실", "가"],
            [None, "2. 학력", "나"],
            ["2. 디지털", "1. 배움터", "다"],
        ]
    )
    second = part(
        2,
        [["기초", "2. 지원단", "라"], [None, "3. 플라자", "마"], ["3. 활용", "1. 강좌", "바"]],
        60,
    )
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert (3, 0, 3, "2.디지털기초") in grid(table)


def test_a_label_without_a_number_is_one_of_its_own_where_programmes_begin_anew() -> None:
    first = full(
        [
            HEAD,
            ["1. 문해", "1. 교실", "가"],
            [None, "2. 학력", "나"],
            ["2. 디지털", "1. 배움터", "다"],
        ]
    )
    second = part(
        2,
        [["기타", "1. 지원단", "라"], [None, "2. 플라자", "마"], ["3. 활용", "1. 강좌", "바"]],
        60,
    )
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert {(3, 0, 1, "2.디지털"), (4, 0, 2, "기타")} <= set(grid(table))


def test_a_title_without_a_number_among_numbered_ones_is_the_rest_of_the_row_that_the_page_cut() -> (
    None
):
    first = full([HEAD, ["가", "(1) 교실", "○ 10회"], [None, "(2) 느린학습자", "○ 사례관리"]])
    second = part(
        2,
        [HEAD, ["", "지원", "12회"], ["나", "(1) 학교", "○ 30명"], [None, "(2) 강좌", "○ 40명"]],
        60,
    )
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert {(2, 1, 1, "(2)느린학습자지원"), (2, 2, 1, "○사례관리12회")} <= set(grid(table))
    assert table.rows == 5


def test_a_title_without_a_number_is_a_row_where_its_sisters_have_none_or_its_number_is_left_out() -> (
    None
):
    first = full(
        [
            HEAD,
            ["가", "(1) 교실", "○ 10회"],
            [None, "학습자", "○ 사례"],
            [None, "(3) 버스", "○ 4대"],
        ]
    )
    second = part(2, [HEAD, ["", "지원", "○ 12회"], [None, "(5) 학교", "○ 30명"]], 60)
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert table.rows == 6
    first = full([HEAD, ["가", "(1) 교실", "○ 10회"], [None, "(2) 버스", "○ 4대"]])
    second = part(
        2,
        [HEAD, ["", "지원", "○ 12회"], [None, "(4) 학교", "○ 30명"], [None, "(5) 강좌", "○ 9명"]],
        60,
    )
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert table.rows == 6


@pytest.mark.parametrize(("foot", "rows"), [("합계", 4), ("소계", 5), ("합계 -", 5)])
def test_a_foot_printed_on_both_pages_is_one_row_but_no_subtotal_and_no_nought(
    foot: str, rows: int
) -> None:
    """Two groups may end two pages with the same subtotal, or with a total of nothing."""
    last = [foot, "", "-" if "-" in foot else "30"]
    first = full([HEAD, ["가", "1사업", "10"], last])
    second = part(2, [HEAD, ["나", "2사업", "20"], last], 60)
    (table,) = join(Leaf(1, [first], [], FOOT), Leaf(2, [second], [], FOOT))
    assert table.rows == rows
