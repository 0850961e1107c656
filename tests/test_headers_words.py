"""Words of programme tables' headers that no list has as they are: years before them, couples
behind them, endings, and none at all.
"""

from __future__ import annotations

import pytest

from pipeline.outline import outline
from pipeline.outline.roles import is_programme_table, table_to_roles
from tests.test_flattened import rows as text_rows
from tests.test_outline import SOURCE, blocks, grid, paragraph

LINES = [
    "2025년 추진실적",
    "’26년 실적",
    "2025년도 주요성과",
    "성과 및 평가",
    "추진실적 및 평가",
    "추진성과 및 향후계획",
    "추진현황(’25.12.31. 기준)",
]
TITLES = [
    "핵심사업",
    "내역사업",
    "정책과제명",
    "실천과제",
    "과제",
    "추진과제",
    "사업",
    "단위과제명",
]


def text(group: str, title: str, lines: str) -> str:
    """A report copied by hand, cells one after another."""
    return f"""2025년 마을배움 추진실적

{group} {title} {lines}
1. 배움터
넓히기
1.한글교실
○ 교실 54곳 운영
 - 어르신 320명
2.야간과정 ○ 과정 22개 개설
3.책마을 ○ 모임 16개 지원
2. 이음
1.상담 ○ 상담 140건
2.동아리 ○ 동아리 38개 지원"""


@pytest.mark.parametrize("lines", LINES)
def test_a_year_before_and_a_couple_behind_the_word_for_lines_change_nothing(lines: str) -> None:
    assert [t for _, t, _ in text_rows(text("과제", "단위사업", lines))] == [
        "한글교실",
        "야간과정",
        "책마을",
        "상담",
        "동아리",
    ]
    table = grid(
        ["과제명", lines, "담당부서"],
        ["1. 가", "○ 교육 3회", "가과"],
        ["2. 나", "○ 상담 4회", "나과"],
    )
    assert table_to_roles(table) == ["programme", "achievements", "department"]


@pytest.mark.parametrize("title", TITLES)
def test_every_word_that_ends_in_a_word_for_programmes_names_their_titles(title: str) -> None:
    group = "전략" if title in ("과제", "추진과제") else "과제"
    second = (
        "2.1.1" if group == "전략" else "1.2.1"
    )  # one level alone is the area, unless its word is for parts
    assert [(k, t) for k, t, _ in text_rows(text(group, title, "추진실적"))][2:4] == [
        ("1.1.3", "책마을"),
        (second, "상담"),
    ]
    body = [
        [f"{k // 3 + 1}. 이음" if k % 3 == 0 else "", f"{k % 3 + 1}. 마을 {k}", f"○ 교육 {k}회"]
        for k in range(6)
    ]
    table = grid(["과제군", title, "추진실적"], *body, spans={(1, 0): 3, (4, 0): 3})
    assert table_to_roles(table) == ["group", "programme", "achievements"]
    assert is_programme_table(table, table_to_roles(table))


@pytest.mark.parametrize(
    ("title", "lines"),
    [("마을특화사업", "이행점검결과"), ("구민약속과제명", "조치내용"), ("복지시책", "하반기실적")],
)
def test_words_that_no_list_has_are_told_by_their_endings(title: str, lines: str) -> None:
    table = grid(
        ["분야", title, lines, "예산현황"],
        ["가", "1. 나", "○ 교육 3회", "10"],
        ["", "2. 다", "○ 상담 4회", "20"],
        spans={(1, 0): 2},
    )
    assert table_to_roles(table)[:3] == ["area", "programme", "achievements"]


@pytest.mark.parametrize(
    ("word", "level"),
    [("추진전략", "area"), ("목표", "area"), ("분야", "area"), ("추진과제", "group")],
)
def test_one_level_of_labels_alone_is_the_area(word: str, level: str) -> None:
    body = [
        [f"{k // 3 + 1}. 이음" if k % 3 == 0 else "", f"{k % 3 + 1}. 마을 {k}", f"○ 교육 {k}회"]
        for k in range(6)
    ]
    table = grid([word, "세부과제", "추진실적"], *body, spans={(1, 0): 3, (4, 0): 3})
    areas = outline(blocks(table), SOURCE).areas
    named = (
        [a.title for a in areas] if level == "area" else [g.title for a in areas for g in a.groups]
    )
    assert [t.text for t in named if t] == ["이음", "이음"]


def test_labels_below_rows_of_areas_in_a_text_are_groups_whatever_their_header_says() -> None:
    copied = text("분야", "단위사업", "추진실적").replace("1. 배움터", "Ⅰ. 함께\n1. 배움터")
    copied += "\nⅡ. 마을로\n1. 가게\n1.장터 ○ 장터 12회 개최\n2.공방 ○ 공방 8곳 운영\n2. 길\n1.산책 ○ 산책 4회"
    assert [k for k, _, _ in text_rows(copied)] == [
        "1.1.1",
        "1.1.2",
        "1.1.3",
        "1.2.1",
        "1.2.2",
        "2.1.1",
        "2.1.2",
        "2.2.1",
    ]


@pytest.mark.parametrize(
    "heading",
    ["2025년 주요사업 추진실적", "핵심사업 추진성과", "과제별 추진실적", "세부사업 추진계획"],
)
def test_a_heading_above_running_text_is_no_header(heading: str) -> None:
    assert not text_rows(
        f"2025년 보고\n\n{heading}\n\n1. 교육\n○ 교육 3회 운영\n2. 상담\n○ 상담 4회 운영\n"
    )


def test_a_table_of_marked_lines_beside_names_is_read_whatever_its_header_says() -> None:
    body = [
        [f"{k // 3 + 1}. 이음" if k % 3 == 0 else "", f"마을 {k}", f"○ 교육 {k}회", f"{k}과"]
        for k in range(6)
    ]
    table = grid(["무엇을", "어떻게", "그래서", "누가"], *body, spans={(1, 0): 3, (4, 0): 3})
    areas = outline(blocks(table), SOURCE).areas
    assert [
        (g.title.text if g.title else None, [p.title.text for p in g.programmes])
        for a in areas
        for g in a.groups
    ] == [
        ("이음", ["마을 0", "마을 1", "마을 2"]),
        ("이음", ["마을 3", "마을 4", "마을 5"]),
    ]


def test_an_overview_of_areas_is_no_programme_table() -> None:
    overview = grid(
        ["구분", "주요사업"], *[[f"분야 {k}", f"- 교육, 상담 등 {k}개 사업"] for k in range(6)]
    )
    same = grid(["무엇을", "그래서"], *[["마을", f"○ 교육 {k}회"] for k in range(6)])
    rules = grid(["항목", "증빙"], *[[f"비용 {k}", "- 계약서, 입금 확인증"] for k in range(6)])
    dots = grid(["단계", "업무"], *[[f"단계 {k}", "·"] for k in range(6)])
    for table in (overview, same, rules, dots):
        assert not outline(blocks(table), SOURCE).areas


def test_a_number_left_out_between_two_groups_that_count_on_is_named() -> None:
    body = [
        ["1. 이음", "1. 마을", "○ 3회"],
        ["", "2. 숲", "○ 4회"],
        ["2. 나눔", "4. 길", "○ 5회"],
        ["", "5. 물", "○ 6회"],
    ]
    table = grid(["과제", "세부사업", "추진실적"], *body, spans={(1, 0): 2, (3, 0): 2})
    assert [
        dict(p.words) for p in outline(blocks(table), SOURCE).problems if p.code == "number_gap"
    ] == [{"number": "4", "before": "2"}]


def test_a_stated_count_of_tasks_without_any_row_is_named() -> None:
    lines = [
        paragraph("□ 6개 과제 추진, 관람객 612명", 1),
        *(paragraph(f"○ 보수 {k}건 완료", k) for k in range(2, 9)),
    ]
    assert [
        dict(p.words)["stated"]
        for p in outline(blocks(*lines), SOURCE).problems
        if p.code == "rows_missing"
    ] == ["6"]
    assert not [p for p in outline(blocks(*lines[:3]), SOURCE).problems if p.code == "rows_missing"]
