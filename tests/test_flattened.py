"""Flattened text to programme rows: the case that taught each rule, in the flavours of `pdftotext
-layout` and of cells one by one.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pipeline.layout import lay_out
from pipeline.layout.flattened.front import lines_to_paragraphs
from pipeline.layout.wrap_votes import Evidence
from pipeline.model import Blocks, Document, Line, Report, Source, TextLine
from pipeline.outline import account, outline
from pipeline.read import read_document
from tests.facts import Case, apart_from_blanks, cases

SOURCE = Source("a.txt", "a.txt", "0" * 64, 1, "text/plain", "utf-8")
ALIGNED_HEADER = "   과제        단위사업                추진현황"


def read(text: str) -> tuple[Blocks, Report]:
    """A text laid out and outlined."""
    lines = tuple(TextLine(None, line) for line in text.split("\n"))
    blocks = lay_out(Document(SOURCE, text_lines=lines))
    return blocks, outline(blocks, SOURCE)


def rows(text: str) -> list[tuple[str, str, list[str]]]:
    """Programme id, title and lines of every row."""
    return [
        (p.programme_id, p.title.text, [a.printed.text for a in p.achievements])
        for p in read(text)[1].programmes
    ]


def doubts(report: Report) -> set[str | None]:
    return {
        p.programme_id
        for p in report.problems
        if p.code in ("row_order_doubt", "row_boundary_doubt") and p.programme_id
    }


def test_columns_that_touch_are_cut_before_the_programmes_number_and_before_the_mark() -> None:
    text = f"""{ALIGNED_HEADER}
1. 배움의       1.한글교실 운영           ○ 마을 54곳에서 수업
문턱 낮추기     2.야간과정               ○ 22개 과정
2. 일터에서 배 1.경력이음 교실과 상담실 운영 ○ 12개 과정
우기            2.직무교육               ○ 대학 4곳"""
    assert rows(text) == [
        ("1.1.1", "한글교실 운영", ["마을 54곳에서 수업"]),
        ("1.1.2", "야간과정", ["22개 과정"]),
        ("1.2.1", "경력이음 교실과 상담실 운영", ["12개 과정"]),
        ("1.2.2", "직무교육", ["대학 4곳"]),
    ]


def test_a_title_in_the_middle_of_its_row_takes_the_lines_above_it() -> None:
    text = f"""{ALIGNED_HEADER}
                                     ○ 교육 3회
1. 배움         1.한글교실               - 봄 2회
                                     - 가을 1회
                                     ○ 상담 9건
                2.야간과정
                                     ○ 수료 5명"""
    assert [(t, n) for _, t, n in rows(text)] == [
        ("한글교실", ["교육 3회", "봄 2회", "가을 1회"]),
        ("야간과정", ["상담 9건", "수료 5명"]),
    ]


def test_figures_find_their_columns_and_totals_are_no_programme() -> None:
    text = """                                                        (단위: 백만원, %)
                                                    예산 현황
   전략        세부사업               추진실적         예산     집행액    집행률    소관부서
1. 배움       1.한글교실           ○ 교육 3회        1,200    1,100   91.7    평생교육과
              2.야간과정           ○ 수료 5명          300              0.0   평생교육과
              소계                               1,500    1,100   73.3"""
    blocks, report = read(text)
    assert [p.title.text for p in report.programmes] == ["한글교실", "야간과정"]
    table = blocks.tables[-1]
    cells = {(c.row, c.col): c.text for c in table.cells}
    assert table.unit == "백만원, %"
    assert [cells[r, 3] for r in range(2, 5)] == ["1,200", "300", "1,500"]
    assert [cells[r, 4] for r in range(2, 5)] == ["1,100", "", "1,100"]
    assert report.programmes[0].department == "평생교육과"
    assert (
        next(c.header_path for c in table.cells if (c.row, c.col) == (2, 4)) == "예산 현황 > 집행액"
    )


def test_a_narrow_heading_without_a_number_is_an_area_where_group_and_programme_begin_anew() -> (
    None
):
    text = f"""{ALIGNED_HEADER}
Ⅰ. 누구나 배우는 누리
1. 배움의       1.한글교실               ○ 교육 3회
문턱
                2.야간과정               ○ 수료 5명

삶을 가꾸는 누리

1. 건강         1.합창 교실              ○ 합창단 4개
                2.가족캠프               ○ 4회"""
    table = read(text)[0].tables[0]
    assert [c.text for c in table.cells if c.col_span == 3] == [
        "Ⅰ. 누구나 배우는 누리",
        "삶을 가꾸는 누리",
    ]
    assert [c.text for c in table.cells if c.col == 0 and c.row and c.col_span == 1] == [
        "1. 배움의 문턱",
        "1. 건강",
    ]


def test_a_heading_that_counts_on_over_each_header_is_an_area_outside_its_table() -> None:
    part = """{n}. {name}
 과제     연번    사업명         목표     실적     달성률       추진내용
가. 재난   1.   대피소 정비      9개소    10개소   111.1%   □ 일제 점검
         2.   배수펌프 교체     18대     17대    94.4%    □ 펌프 교체
"""
    report = read(part.format(n=1, name="안전도시") + "\n" + part.format(n=2, name="건강도시"))[1]
    assert [a.title.text for a in report.areas if a.title] == ["안전도시", "건강도시"]
    assert [p.programme_id for p in report.programmes] == ["1.1.1", "1.1.2", "2.1.1", "2.1.2"]


def test_text_below_the_last_row_is_no_part_of_the_table() -> None:
    text = f"""{ALIGNED_HEADER}
1. 배움         1.한글교실               ○ 교육 3회
                2.야간과정               ○ 수료 5명

□ 향후계획
 ○ 내년에는 과정을 더 늘려 운영할 계획임"""
    assert [lines for _, _, lines in rows(text)] == [["교육 3회"], ["수료 5명"]]


@pytest.mark.parametrize(
    "over",
    [
        "",
        "□ 예산 현황\n                 (단위: 백만원)\n",
        "□ 예산 현황 (단위: 백만원)\n",
        "□ 예산 현황\n",
    ],
)
def test_a_table_of_other_columns_below_the_last_row_is_one_of_its_own(over: str) -> None:
    text = f"""2024년 나래시 배움 추진실적
{ALIGNED_HEADER}
1. 배움         1.한글교실               ○ 교육 3회
                2.야간과정               ○ 수료 5명
2. 건강         1.걷기모임               ○ 걷기 31회

{over}구분            2023년        2024년
예산액          1,200         1,500
집행액          1,100         1,450
"""
    first, second = read(text)[0].tables
    assert [c.text for c in first.cells if c.col == 0] == [
        first.cells[0].text,
        "1. 배움",
        "2. 건강",
    ]
    assert [c.text for c in second.cells][:4] == ["구분", "2023년", "2024년", "예산액"]


def test_a_small_table_of_aligned_text_is_a_table() -> None:
    blocks, _ = read(f"""ㅇ 예산
   구분          2023년       2024년
   사업규모        102개        112개
   예산규모      1,641억원     2,208억원
{ALIGNED_HEADER}
1. 배움         1.한글교실               ○ 교육 3회
                2.야간과정               ○ 수료 5명""")
    assert [c.text for c in blocks.tables[0].cells][3:] == [
        "사업규모",
        "102개",
        "112개",
        "예산규모",
        "1,641억원",
        "2,208억원",
    ]


STREAM = """과제

단위사업

추진현황

Ⅰ. 누구나 배우는 누리

1.한글교실

○ 교육 3회

2.야간과정

○ 수료 5명

1. 배움의
문턱

2. 일터

1.직무교육

○ 11개 강좌

Ⅱ. 함께 짜는 누리

1. 협력

1.협의체

○ 회의 12회"""


def test_labels_printed_behind_their_rows_head_the_runs_of_numbers_that_they_count() -> None:
    report = read(STREAM)[1]
    groups = [
        (g.title.text, [p.title.text for p in g.programmes])
        for a in report.areas
        for g in a.groups
        if g.title
    ]
    assert groups == [
        ("배움의 문턱", ["한글교실", "야간과정"]),
        ("일터", ["직무교육"]),
        ("협력", ["협의체"]),
    ]
    assert not doubts(report)


def test_titles_that_wait_together_share_the_chunks_in_order_and_in_doubt() -> None:
    text = STREAM.replace(
        "1.한글교실\n\n○ 교육 3회\n\n2.야간과정\n\n○ 수료 5명",
        "1.한글교실\n\n2.야간과정\n\n○ 교육 3회\n\n○ 수료 5명",
    )
    blocks, report = read(text)
    assert [[a.printed.text for a in p.achievements] for p in report.programmes][:2] == [
        ["교육 3회"],
        ["수료 5명"],
    ]
    assert doubts(report) == {
        "1.1.1",
        "1.1.2",
        "1.2.1",
    }  # the whole area: what the order hid may be any row's
    assert not account(blocks.lines, report.marks)[1]


def test_a_header_whose_words_are_scattered_with_formulas_between_is_found() -> None:
    text = STREAM.replace(
        "과제\n\n단위사업\n\n추진현황",
        "추진과제\n\n단위과제\n\n예산\n(A)\n\n2024년\n\n주요 추진실적",
    )
    assert [p.title.text for p in read(text)[1].programmes] == [
        "한글교실",
        "야간과정",
        "직무교육",
        "협의체",
    ]


def test_an_outline_that_the_order_lost_is_named() -> None:
    names = "\n\n".join(f"{k}. 사업 {k}" for k in range(1, 8))
    text = f"과제\n\n연번\n\n사업명\n\n추진내용\n\n{names}\n\n목표\n\n" + "\n\n".join(
        f"□ 점검 {k}회" for k in range(7)
    )
    report = read(text)[1]
    assert not report.programmes or doubts(report)
    assert {"outline_lost", "row_order_doubt"} & {p.code for p in report.problems}


def wrong(case: Case) -> tuple[int, int]:
    """Rows that are not in the answer key without a doubt on them, and rows that are."""
    document = read_document(case.path, case.name)
    report = outline(lay_out(document), document.source)
    want = {
        x.programme_id: (
            apart_from_blanks(x.title),
            [apart_from_blanks(t) for _, _, t in x.achievements],
        )
        for x in case.rows
    }
    doubted = doubts(report)
    right = silent = 0
    for p in report.programmes:
        same = want.get(p.programme_id) == (
            apart_from_blanks(p.title.text),
            [apart_from_blanks(a.printed.text) for a in p.achievements],
        )
        right, silent = right + same, silent + (not same and p.programme_id not in doubted)
    return silent, right


@pytest.mark.parametrize("case", cases("text"), ids=lambda c: c.name)
def test_no_row_of_a_flattened_report_is_wrong_without_a_doubt(case: Case) -> None:
    silent, right = wrong(case)
    if case.faithful:
        assert (silent, right) == (0, len(case.rows))
    else:
        assert silent <= len(case.rows) // 10


def test_the_real_text() -> None:
    """Counts that two readers found in the real report; its text stays outside the repository."""
    folder = os.environ.get("SILJEOK_REPORTS")
    if not folder:
        pytest.skip("SILJEOK_REPORTS names no folder with the real reports")
    document = read_document(Path(folder) / "seoul-2024-lifelong-learning.txt", "real.txt")
    blocks = lay_out(document)
    report = outline(blocks, document.source)
    assert [[len(g.programmes) for g in a.groups] for a in report.areas] == [
        [4, 8, 13, 7],
        [7, 10, 19, 6],
        [10, 14],
        [6, 8],
    ]
    levels = [a.level for p in report.programmes for a in p.achievements]
    assert (len(levels), levels.count(1), levels.count(2)) == (167, 135, 32)
    assert not account(blocks.lines, report.marks)[1]
    assert not doubts(report)


def laid(*pieces: tuple[int, str]) -> str:
    """A line whose pieces stand at these offsets."""
    line = ""
    for offset, text in pieces:
        line = line.ljust(offset) + text
    return line


def paths_of(text: str) -> dict[str, str | None]:
    """The header path of every filled cell of the only table, by the cell's text."""
    table = read(text)[0].tables[0]
    return {c.text: c.header_path for c in table.cells if c.row >= table.header_rows and c.text}


def test_a_word_between_words_of_the_line_below_stands_above_them() -> None:
    lines = [
        laid((83, "사업비")),
        laid((4, "추진과제"), (16, "세부과제"), (46, "주요성과 및 내용"), (107, "비고")),
        laid((71, "예산액"), (80, "집행액"), (89, "집행잔액"), (98, "집행률")),
        laid(
            (0, "1. 배움"),
            (14, "1-1-1 한글교실"),
            (31, "○ 교육 3회"),
            (71, "1,240"),
            (80, "1,198"),
            (92, "42"),
            (98, "96.6"),
        ),
        laid(
            (14, "1-1-2 야간과정"),
            (31, "○ 수료 5명"),
            (72, "860"),
            (81, "812"),
            (92, "48"),
            (98, "94.4"),
        ),
    ]
    paths = paths_of("\n".join(lines))
    assert [paths[t] for t in ("1,240", "812", "42", "94.4")] == [
        f"사업비 > {h}" for h in ("예산액", "집행액", "집행잔액", "집행률")
    ]
    assert paths["○ 수료 5명"] == "주요성과 및 내용"


def test_years_below_the_budget_of_a_header_of_four_lines_are_columns() -> None:
    lines = [
        laid((1, "추진과제"), (12, "세부사업명"), (35, "추진내용"), (60, "예산"), (79, "소관부")),
        laid((57, "최종예산"), (71, "증감"), (81, "서")),
        laid((55, "2024 2025")),
        laid((56, "년"), (61, "년")),
        laid(
            (0, "1. 배움"),
            (11, "1) 한글교실"),
            (24, "➀ 351 회 운영"),
            (56, "2,766"),
            (63, "297"),
            (70, "△2,469"),
            (79, "문화과"),
        ),
        laid(
            (11, "2) 야간과정"),
            (24, "➀ 94 회 운영"),
            (56, "1,597"),
            (62, "2,487"),
            (73, "890"),
            (79, "문화과"),
        ),
    ]
    paths = paths_of("\n".join(lines))
    assert [paths[t] for t in ("2,766", "297")] == [
        "예산 > 최종예산 > 2024년",
        "예산 > 최종예산 > 2025년",
    ]
    assert (paths["△2,469"], paths["문화과"]) == ("예산 > 증감", "소관부서")


def test_short_lines_under_a_word_centred_over_a_wide_column_are_what_was_achieved() -> None:
    text = """       세부사업                                               추진실적                        담당부서
① 면허반납               □ 반납 37명                                                       안전과
                     □ 단속 2,145건
② 사고 줄이기                                                                            안전과
                     □ 차고지 3개소"""
    assert rows(text) == [
        ("1.1.1", "면허반납", ["반납 37명"]),
        ("1.1.2", "사고 줄이기", ["단속 2,145건", "차고지 3개소"]),
    ]


def test_programmes_without_numbers_begin_where_figures_stand_side_by_side() -> None:
    text = """  과제       세부사업          담당부서         추진실적                 예산액      집행액
가) 농촌       왕진버스          활력과     ○ 운행 26회                  390      390
             행복버스          활력과     ○ 이용 12대                  880      861
             마을 만드는        활력과     ○ 완료지구 7개               9,450    8,715
             사업                     ○ 주민교육 112회
             빈집 정비         활력과     ○ 철거 311동                 620      608"""
    blocks, report = read(text)
    assert [p.title.text for p in report.programmes] == [
        "왕진버스",
        "행복버스",
        "마을 만드는 사업",
        "빈집 정비",
    ]
    assert [c.text for c in blocks.tables[0].cells if c.col == 4 and c.row] == [
        "390",
        "880",
        "9,450",
        "620",
    ]


def test_two_figures_of_one_cell_are_never_one_number() -> None:
    text = f"""{ALIGNED_HEADER}              예산     집행
1. 배움         1.한글교실               ○ 교육 3회       471     320
                                     - 봄 2회      2,357   1,100
                2.야간과정               ○ 수료 5명     △2,46     100
                                     - 가을 1회          9"""
    blocks, report = read(text)
    cells = {(c.row, c.col): c for c in blocks.tables[0].cells}
    assert [p.text for p in cells[1, 3].paragraphs] == ["471", "2,357"]
    assert cells[2, 3].text == "△2,469"
    assert doubts(report) == {"1.1.1"}


def test_an_open_bracket_is_closed_in_its_own_row() -> None:
    lines = [
        laid((4, "추진과제"), (16, "세부과제"), (46, "주요성과")),
        laid((0, "1-1. 생활"), (31, "ㅇ 기관 57곳 점검, 우수기관 9개를")),
        laid((12, "1-1-1 공공기관 일회"), (31, "선정")),
        laid((12, "용품 없는 청사"), (31, "- 컵세척기 124대")),
        laid((31, "ㅇ 상점 131개소 지원(신규 46개소, 기")),
        laid((12, "1-1-2 제로웨이스트")),
        laid((31, "존 85개소)")),
        laid((12, "상점 육성")),
        laid((31, "ㅇ 매출액 12.5% 증가")),
    ]
    assert [n for _, _, n in rows("\n".join(lines))] == [
        ["기관 57곳 점검, 우수기관 9개를 선정", "컵세척기 124대"],
        ["상점 131개소 지원(신규 46개소, 기존 85개소)", "매출액 12.5% 증가"],
    ]


def test_a_column_of_running_numbers_stands_before_titles_with_one_blank() -> None:
    lines = [
        laid(
            (3, "분야"),
            (14, "중점과제"),
            (26, "연번"),
            (38, "세부사업명"),
            (75, "추진내용 및 성과"),
            (133, "담당부서"),
        ),
        laid((13, "Ⅰ-1 온종일"), (31, "1 돌봄센터 확충"), (53, "▪ 센터 14개소"), (133, "아동과")),
        laid((14, "돌봄"), (31, "2 아동센터 지원"), (53, "▪ 센터 112개소"), (133, "아동과")),
        laid((0, "아동·청소년"), (31, "3 방과후 급식"), (53, "▪ 급식 7,318명"), (133, "학교과")),
        laid((13, "Ⅱ-1 어르신"), (31, "4 공익활동"), (53, "▪ 참여 6,120명"), (133, "노인과")),
    ]
    report = read("\n".join(lines))[1]
    assert [p.title.text for p in report.programmes] == [
        "돌봄센터 확충",
        "아동센터 지원",
        "방과후 급식",
        "공익활동",
    ]
    assert [p.printed_no for p in report.programmes] == ["1", "2", "3", "4"]
    assert [p.department for p in report.programmes] == ["아동과", "아동과", "학교과", "노인과"]


def test_a_bureau_that_ends_a_line_where_other_rows_have_it_apart_puts_the_row_in_doubt() -> None:
    text = """추진과제 세부사업 추진실적 소관부서
1. 취업
1-1.사다리 교육
○ 교육 22개 과정
일자리과
1-2.자격증 지원
○ 자격증 1,216명
청년과
1-3.체험 일자리
○ 24개소에서 142명 근무 인사과"""
    assert "1.1.3" in doubts(read(text)[1])


def test_lines_before_any_title_are_a_row_in_doubt_and_no_crash() -> None:
    """A row without a title has its place from its first line."""
    _, report = read("과제 단위사업 추진현황\n○ \n과제○ \n과제○ \n과제\n- 3 -과제\n")
    assert all(p.achievements for p in report.programmes)


@pytest.mark.parametrize(
    ("lines", "texts"),
    [
        (
            ["ㅇ 이웃 66명이 함께 가꾸고 나누는 마을(여성, 참여", "자) 운영"],
            ["ㅇ 이웃 66명이 함께 가꾸고 나누는 마을(여성, 참여자) 운영"],
        ),
        (["ㅇ 이웃(여성,", "참여자) 운영"], ["ㅇ 이웃(여성, 참여자) 운영"]),
        (["ㅇ 이웃(여성", "1) 운영"], ["ㅇ 이웃(여성", "1) 운영"]),
    ],
)
def test_what_closes_the_bracket_of_the_line_above_goes_on(
    lines: list[str], texts: list[str]
) -> None:
    printed = [Line(k, None, text) for k, text in enumerate(lines)]
    assert [p.printed.text for p in lines_to_paragraphs(printed, Evidence())] == texts
