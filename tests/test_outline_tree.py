"""One tree of headings: which rank is a chapter's programmes, which year a chapter is about, and
what its headings show to be missing. What is read here is invented.
"""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
from test_outline_nested import SOURCE, report

from pipeline.model import Blocks, Box, Line, Mark, Paragraph, Place, Printed, Report, Run
from pipeline.outline import outline
from pipeline.outline.choice import read_tree
from pipeline.outline.headings import numbers_beside
from pipeline.outline.tree import items_to_tree, walk

RESULTS = """
    20b| Ⅱ. 2030년 주요성과
    16| □ 나루 쉼터 조성
    ㅇ 쉼터 3개소 조성
    ㅇ 지킴이 12명 운영
    16| □ 돌봄 교실 확대
    ㅇ 교실 9개소 운영
"""
PLAN = """
    20b| Ⅴ. 2031년 주요 업무계획
    18b| 1. 함께 돌보는 마을
    17b| 1-1. 마을 돌봄터 확충
    16| □ 돌봄터 자리 넓히기
    ㅇ 돌봄터 4개소 설치
    16| □ 돌봄 일손 기르기
    ㅇ 교육 6회 운영
    17b| 1-2. 어르신 길벗 운영
    16| □ 길벗 모임 열기
    ㅇ 모임 20회 운영
    18b| 2. 걷기 좋은 고을
    17b| 2-1. 둘레길 정비
    16| □ 길 다듬기
    ㅇ 길 8㎞ 정비
    17b| 2-2. 쉼터 설치 지원
    16| □ 쉼터 놓기
    ㅇ 쉼터 7개소 설치
"""
DIVIDED = """
    20b| Ⅴ. 2031년 주요 업무계획
    18b| 1. 함께 돌보는 마을
    17b| 가. 마을 돌봄터 확충
    16| □ 돌봄터 자리 지원
    ㅇ 돌봄터 4개소 설치
    16| □ 돌봄 일손 지원
    ㅇ 교육 6회 운영
    17b| 나. 어르신 길벗 운영
    16| □ 길벗 모임 운영
    ㅇ 모임 20회 개최
    16| □ 길벗 이동 지원
    ㅇ 차량 3대 지원
    18b| 2. 걷기 좋은 고을
    17b| 가. 둘레길 정비
    16| □ 길 정비 추진
    ㅇ 길 8㎞ 정비
    16| □ 쉼터 설치 지원
    ㅇ 쉼터 7개소 설치
"""
URGENT = """
    20b| Ⅵ. 주요 현안
    18b| 1. 낡은 다리 고치기
    16| □ 필요성
    ㅇ 안전 진단 결과 보강 추진
    16| □ 다리 이력
    ㅇ 준공 뒤 40년 운영
    18b| 2. 시장 옮기기
    16| □ 추진상황
    ㅇ 터 매입 추진
    16| □ 향후계획
    ㅇ 설계 공모 실시
"""


def name(title: Printed | None) -> str | None:
    return title.text if title else None


def rows(found: Report) -> list[tuple[str | None, str | None, str, int | None]]:
    """Area, group, title and year of every programme."""
    return [
        (name(a.title), name(g.title), p.title.text, p.ref_year)
        for a in found.areas
        for g in a.groups
        for p in g.programmes
    ]


def read(text: str) -> Report:
    return outline(report(text), SOURCE)


def test_every_chapter_has_its_rank_and_its_year() -> None:
    assert rows(read(RESULTS + PLAN + URGENT)) == [
        ("2030년 주요성과", None, "나루 쉼터 조성", 2030),
        ("2030년 주요성과", None, "돌봄 교실 확대", 2030),
        ("2031년 주요 업무계획", "함께 돌보는 마을", "마을 돌봄터 확충", 2031),
        ("2031년 주요 업무계획", "함께 돌보는 마을", "어르신 길벗 운영", 2031),
        ("2031년 주요 업무계획", "걷기 좋은 고을", "둘레길 정비", 2031),
        ("2031년 주요 업무계획", "걷기 좋은 고을", "쉼터 설치 지원", 2031),
        ("주요 현안", None, "낡은 다리 고치기", None),
        ("주요 현안", None, "시장 옮기기", None),
    ]


def test_marks_under_a_number_of_one_part_are_programmes() -> None:
    plain = "\n".join(line for line in PLAN.splitlines() if "-" not in line)
    assert [r[1:3] for r in rows(read(RESULTS + plain))[2:4]] == [
        ("함께 돌보는 마을", "돌봄터 자리 넓히기"),
        ("함께 돌보는 마을", "돌봄 일손 기르기"),
    ]


@pytest.mark.parametrize(("before", "chapter"), [("", []), (RESULTS, [("Ⅱ", 2), ("Ⅴ", 0)])])
def test_a_divided_chapter_is_an_area_beside_others(
    before: str, chapter: list[tuple[str, int]]
) -> None:
    found = read(before + DIVIDED)
    told = [(a.printed_no, sum(len(g.programmes) for g in a.groups)) for a in found.areas]
    assert told == [*chapter, ("1", 4), ("2", 2)]


def test_circled_numbers_over_marked_headings_are_groups() -> None:
    circled = re.sub(r"(\d)\. ", lambda m: "❶❷"[int(m[1]) - 1] + " ", DIVIDED)
    flat = re.sub(r" *17b.*\n", "", circled)
    groups = [g.title.text for a in read(RESULTS + flat).areas for g in a.groups if g.title]
    assert groups == ["함께 돌보는 마을", "걷기 좋은 고을"]


DRESSED = [
    ("□", "❍", "ㅇ", "-"),  # rings over dashes are headings as squares over rings are
    ("□", "●", "ㅇ", "○"),
    (r"(\d)\. ", lambda m: f"0{m[1]} ", "가", "가"),  # 01: counts whatever its print
    (r"(\d)\. ", lambda m: "❶❷"[int(m[1]) - 1] + " ", "가", "가"),
    (r"18b\| (\d)\. ", lambda m: "❶❷"[int(m[1]) - 1] + " ", " *17b.*\n", ""),  # as large as lines
]


@pytest.mark.parametrize(("marks", "others", "lines", "other_lines"), DRESSED)
def test_a_plan_in_another_dress_reads_the_same(
    marks: str, others: str, lines: str, other_lines: str
) -> None:
    whole = RESULTS + (re.sub(lines, "", DIVIDED) if lines.startswith(" ") else DIVIDED)
    dressed = re.sub(lines, other_lines, re.sub(marks, others, whole))
    assert rows(read(dressed)) == rows(read(whole))
    assert len(rows(read(whole))) == 8


def test_a_numbered_heading_in_a_ring_over_lines_with_labels_is_a_programme() -> None:
    """Lines that all open with a label in brackets are lines, whatever stands below them."""
    numbered = [
        f"18b| {k}. 나루 {k}호 정비\nㅇ (정비) 나루 정비 추진\n- 배 {k}척 지원" for k in range(1, 6)
    ]
    found = read("20b| Ⅱ. 2030년 주요성과\n" + "\n".join(numbered) + "\n" + PLAN)
    assert [r[2] for r in rows(found)][:5] == [f"나루 {k}호 정비" for k in range(1, 6)]


@pytest.mark.parametrize("number", ["(1)", "과제 1", "①", "가.", "[1]", "1)"])
def test_a_number_of_any_kind_stands_beside_its_words(number: str) -> None:
    items = [
        at(number, Box(60, 100, 80, 120)),
        at("함께 돌보는 마을", Box(90, 102, 300, 118)),
    ]
    ((joined, beside),) = numbers_beside(items)
    assert beside
    assert isinstance(joined, Paragraph)
    assert joined.printed.text == f"{number} 함께 돌보는 마을"


def at(text: str, box: Box) -> Paragraph:
    edges = np.array([box] * len(text), dtype=np.float32)
    line = Line(1, 1, text, edges)
    printed = Printed(text, (Run(0, line, 0, len(text)),))
    return Paragraph(printed, Place(1, 1, 1, box), 20.0)


def test_numbers_that_begin_anew_begin_another_list() -> None:
    """The heading right behind its own list is no entry of it."""
    whole = CONTENTS + PLAN.partition("업무계획\n")[2]
    plain = report(re.sub(r"\d\db?\| ", "", RESULTS + whole), plain=True)
    tree = items_to_tree(plain.items)
    assert [h.no for h, above in walk(tree.roots) if len(above) == 1 and h.no] == ["1", "2"]


def test_a_list_whose_leaders_fell_below_its_names_is_a_list() -> None:
    """As `pdftotext` sets a leader of dots of another font: each below the other."""
    listed = "Ⅱ. 2030년 주요성과 ·\n··\n·2\nⅤ. 2031년 주요 업무계획 ·\n··\n· 4\n"
    plain = re.sub(r"\d\db?\| ", "", RESULTS + PLAN)
    tree = items_to_tree(report(listed + plain, plain=True).items)
    assert [h.no for h in tree.roots] == ["Ⅱ", "Ⅴ"]


@pytest.mark.parametrize("rest", ["□ : 나루 협약", "□ ( )", "□ 2,400"])
def test_the_rest_of_a_torn_line_is_no_heading(rest: str) -> None:
    found = rows(read(RESULTS + f"    16| {rest}\n    ㅇ 나루 {len(rest)}곳\n" + PLAN))
    assert found == rows(read(RESULTS + PLAN))


def test_a_chapter_of_the_times_is_an_area_without_rows() -> None:
    times = "20b| Ⅲ. 2031년 정책환경 및 대응방향\n18b| 1. 여건\n□ 어려움 커짐\nㅇ 살림 위축 대응\n"
    found = read(RESULTS + times + PLAN)
    assert [(a.printed_no, sum(len(g.programmes) for g in a.groups)) for a in found.areas] == [
        ("Ⅱ", 2),
        ("Ⅲ", 0),
        ("Ⅴ", 4),
    ]


CONTENTS = "20b| Ⅴ. 2031년 주요 업무계획\n16b| 1. 함께 돌보는 마을\n16b| 2. 걷기 좋은 고을\n"


def test_a_list_whose_names_come_again_is_no_level() -> None:
    whole = RESULTS + CONTENTS + PLAN.partition("업무계획\n")[2]
    assert rows(read(whole)) == rows(read(RESULTS + PLAN))
    tree = items_to_tree(report(whole).items)
    assert [h.no for h, above in walk(tree.roots) if len(above) == 1 and h.no] == ["1", "2"]


def test_chapters_whose_numbers_are_pictures_have_those_of_the_list_of_contents() -> None:
    whole = RESULTS + PLAN + URGENT
    listed = [
        "Ⅱ. 2030년 주요성과 ······ 3",
        "Ⅴ. 2031년 주요 업무계획 ······ 5",
        "Ⅵ. 주요 현안 ······ 9",
    ]
    lines = [Line(-k, 1, text) for k, text in enumerate(listed, start=1)]
    marks = tuple(Mark(line, 0, len(line.text), "contents") for line in lines)
    drawn = report(re.sub("[ⅡⅤⅥ]. ", "", whole))
    found = outline(replace(drawn, marks=marks), SOURCE)
    assert [a.printed_no for a in found.areas] == ["Ⅱ", "Ⅴ", "Ⅵ"]
    assert rows(found) == rows(read(whole)) != rows(outline(drawn, SOURCE))


@pytest.mark.parametrize(
    ("text", "before", "number"),
    [
        (RESULTS + PLAN.replace("Ⅴ", "Ⅳ"), "Ⅱ", "Ⅳ"),
        (PLAN.replace("2. 걷기", "3. 걷기") + URGENT, "1", "3"),
    ],
)
def test_a_number_left_out_among_headings_is_named(text: str, before: str, number: str) -> None:
    (gap,) = [p for p in read(text).problems if p.code == "outline_gap"]
    assert dict(gap.words) == {"before": before, "number": number}


def test_a_chapter_of_doing_without_a_row_is_named() -> None:
    loose = "20b| Ⅲ. 나눔과 배움\nㅇ 책 나눔 운영\nㅇ 장터 개최\nㅇ 교실 지원\n"
    (told,) = [p for p in read(RESULTS + loose + PLAN).problems if "without" in p.code]
    assert dict(told.words) == {"title": "나눔과 배움", "lines": "3"}


def test_rows_in_doubt_say_so() -> None:
    names = [("통칙", "보칙"), ("면허", "부칙")]
    text = "".join(
        f"20b| {'ⅠⅡ'[k]}. 시험\n18b| 1. 구분\n" + "".join(f"16| □ {t}\n○ {t} 30점\n" for t in pair)
        for k, pair in enumerate(names)
    )
    found = read(text)
    assert found.outline == "doubtful"
    assert {p.doubt for p in found.programmes} == {"outline_doubtful"}


def test_an_empty_report_has_no_tree() -> None:
    assert read_tree(Blocks((), ())) == []
