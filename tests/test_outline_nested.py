"""Outlines of numbered headings: which styles nest, which are programmes, what stands under them,
and where there are none.
"""

from __future__ import annotations

import pytest

from pipeline.model import Blocks, Cell, Paragraph, Place, Printed, Report, Run, Source, Table
from pipeline.model import Line as SourceLine
from pipeline.outline import outline
from pipeline.outline.choice import read_tree

SOURCE = Source("x.txt", "x.txt", "0" * 64, 1, "text/plain", "utf-8")
BODY = 11.0


def paragraph(text: str, number: int, size: float | None = BODY, bold: bool = False) -> Paragraph:
    printed = Printed(text, (Run(0, SourceLine(number, 1, text), 0, len(text)),))
    return Paragraph(printed, Place(1, number, number), size, bold)


def report(text: str, *, plain: bool = False) -> Blocks:
    """One paragraph a line; `12| …` sets its size in points, `12b| …` bold too; plain: a text
    without sizes.
    """
    items: list[Paragraph | Table] = []
    for number, line in enumerate(filter(None, (x.strip() for x in text.splitlines())), start=1):
        look, _, words = line.rpartition("| ")
        size = None if plain else float(look.rstrip("b")) if look else BODY
        items.append(paragraph(words, number, size, not plain and look.endswith("b")))
    return Blocks(
        tuple(r.line for i in items if isinstance(i, Paragraph) for r in i.printed.runs),
        tuple(items),
    )


def rows(found: Report) -> list[tuple[str | None, str | None, str | None, str, int]]:
    return [
        (
            a.title.text if a.title else None,
            g.title.text if g.title else None,
            p.printed_no,
            p.title.text,
            len(p.achievements),
        )
        for a in found.areas
        for g in a.groups
        for p in g.programmes
    ]


BARE = """
    14b| 1. 총괄
    ❑ 추진과제 : 5개 사업(2대 전략)
    13.5b| Ⅰ 살기 좋은 고을
    12b| 1 생활 기반
    11b| 1-1 복합센터
    ❍ 센터 4개소 준공
    ― 월 200명 이용
    11b| 1-2 상수도
    ❍ 관로 6㎞ 교체
    12b| 2 의료
    11b| 2-1 진료 버스
    ❍ 27회 진료
    13.5b| Ⅱ 성장 거점
    12b| 1 산업
    11b| 1-1 실증단지
    ❍ 실증 14건
    11b| 1-2 창업 허브
    ❍ 기업 9개사
"""


def test_bare_numbers_told_by_their_size_nest_and_the_deepest_are_programmes() -> None:
    assert rows(outline(report(BARE), SOURCE)) == [
        ("살기 좋은 고을", "생활 기반", "1-1", "복합센터", 2),
        ("살기 좋은 고을", "생활 기반", "1-2", "상수도", 1),
        ("살기 좋은 고을", "의료", "2-1", "진료 버스", 1),
        ("성장 거점", "산업", "1-1", "실증단지", 1),
        ("성장 거점", "산업", "1-2", "창업 허브", 1),
    ]


def test_a_stated_count_is_compared_with_the_headings() -> None:
    assert [p.code for p in outline(report(BARE), SOURCE).problems] == ["no_title"]
    wrong = outline(report(BARE.replace("5개 사업", "6개 사업")), SOURCE)
    assert [p.code for p in wrong.problems] == ["no_title", "row_count_differs"]


@pytest.mark.parametrize(
    ("area", "group", "programme", "line"),
    [
        ("제{}장", "제{}절", "{}.", "○"),
        ("{}", "가.", "({})", "□"),
        ("Ⅰ.", "{}.", "가-{})", "○"),
        ("Ⅰ.", "{}.", "({})", "▶"),
    ],
)
def test_any_nested_styles_of_numbers_are_an_outline(
    area: str, group: str, programme: str, line: str
) -> None:
    text = []
    for a in (1, 2):
        text.append("14b| " + (area.format(a) if "{" in area else "ⅠⅡ"[a - 1] + ".") + " 분야 이름")
        for g in (1, 2):
            text.append(
                "12b| " + (group.format(g) if "{" in group else "가나"[g - 1] + ".") + " 과제 이름"
            )
            text += [f"11b| {programme.format(p)} 사업 이름\n{line} 교육 {p}회" for p in (1, 2)]
    found = rows(outline(report("\n".join(text)), SOURCE))
    assert len(found) == 8
    assert {r[:2] + r[3:] for r in found} == {("분야 이름", "과제 이름", "사업 이름", 1)}


def test_two_styles_give_areas_and_programmes_and_a_numbered_front_matter_none() -> None:
    text = """
        14b| 1. 추진 현황
        ▶ 2대 전략
        14b| 2. 주요 성과
        ▶ 3개소 확충
        14b| 1. 기반 확대
        11b| 1.1 확충
        ▶ 신규 7개소
        11b| 1.2 보강
        ▶ 62개소
        14b| 2. 부담 완화
        11b| 2.1 보육료
        ▶ 6,842명
        11b| 2.2 급여
        ▶ 1,215명
    """
    found = rows(outline(report(text), SOURCE))
    assert found[0] == ("기반 확대", None, "1.1", "확충", 1)
    assert [r[2] for r in found] == ["1.1", "1.2", "2.1", "2.2"]


def test_a_heading_without_a_number_ends_what_stands_above() -> None:
    found = outline(report(BARE + "\n14b| 향후 추진방향\n❍ 2030년까지 9개소"), SOURCE)
    assert rows(found)[-1][-1] == 1


def test_numbers_that_count_on_over_their_parents_are_programmes_too() -> None:
    text = """
        14b| Ⅰ. 돌봄
        11b| 1. 조사
        ○ 3회
        11b| 2. 상담
        ○ 4회
        14b| Ⅱ. 지역
        11b| 3. 냉장고
        ○ 5개소
        11b| 4. 장터
        ○ 6회
    """
    assert [(r[0], r[2]) for r in rows(outline(report(text), SOURCE))] == [
        ("돌봄", "1"),
        ("돌봄", "2"),
        ("지역", "3"),
        ("지역", "4"),
    ]


def test_numbered_lines_and_aspects_are_lines_of_the_programme() -> None:
    text = """
        14b| Ⅰ. 돌봄
        12b| 1. 조사
        11b| 가. 추진실적
        ○ 3회
        11b| 나. 향후계획
        ○ 4회
        12b| 2. 상담
        11b| 가. 추진실적
        ○ 5회
        14b| Ⅱ. 지역
        12b| 1. 냉장고
        ○ 다음과 같음
        1) 설치
        2) 운영
        12b| 2. 장터
        ○ 6회
    """
    found = outline(report(text), SOURCE)
    assert [r[2:] for r in rows(found)] == [
        ("1", "조사", 4),
        ("2", "상담", 2),
        ("1", "냉장고", 3),
        ("2", "장터", 1),
    ]


def test_a_small_table_under_a_heading_is_the_programmes_own_row() -> None:
    blocks = report(BARE)
    words = ("예산", "집행액", "집행률", "210", "200", "95.2")
    cells = tuple(
        Cell(k // 3, k % 3, paragraphs=(Printed(w),), header_path=None if k < 3 else words[k - 3])
        for k, w in enumerate(words)
    )
    items = (*blocks.items[:7], Table(1, 2, 3, cells, 1), *blocks.items[7:])
    found = outline(Blocks(blocks.lines, items), SOURCE).programmes
    assert found[0].extra == ((1, 1, 0), (1, 1, 1), (1, 1, 2))
    assert not any(p.extra for p in found[1:])


@pytest.mark.parametrize(
    "text",
    [
        # one style: sections of a text
        "14b| 1. 개요\n○ 가\n14b| 2. 실적\n○ 나\n14b| 3. 계획\n○ 다",
        # one parent: nothing begins anew
        "14b| Ⅰ. 개요\n11b| 1. 배경\n○ 가\n11b| 2. 목적\n○ 나\n11b| 3. 범위\n○ 다",
        # aspects
        "14b| Ⅰ. 사업\n11b| 1. 개요\n○ 가\n11b| 2. 향후계획\n○ 나\n14b| Ⅱ. 사업\n11b| 1. 개요\n○ 다\n11b| 2. 향후계획\n○ 라",
        "14b| Ⅰ. 정책 여건\n11b| 1. 가\n○ 가\n11b| 2. 나\n○ 나\n14b| Ⅱ. 대내외 환경\n11b| 1. 다\n○ 다\n11b| 2. 라\n○ 라",
    ],
)
def test_sections_of_a_text_are_no_programmes(text: str) -> None:
    assert read_tree(report(text)) == []


def test_a_text_without_sizes_is_read_by_its_numbers_alone() -> None:
    text = "Ⅰ. 돌봄\n1. 조사\n○ 3회\n2. 상담\n○ 4회\nⅡ. 지역\n1. 장터\n○ 5회\n2. 마당\n○ 12 개소"
    assert [r[3] for r in rows(outline(report(text, plain=True), SOURCE))] == [
        "조사",
        "상담",
        "장터",
        "마당",
    ]


def test_marked_lines_that_state_figures_are_no_programmes_though_lines_stand_under_them() -> None:
    text = []
    for a in "ⅠⅡ":
        text.append(f"14b| {a}. 깨끗한 물")
        for g in (1, 2):
            text.append(f"12b| {g}. 먹는 물")
            text += [
                f"11b| ({p}) 시설 확충\n□ 정수장 {p}개소 준공\n○ 수혜 {p}만명\n□ 검사 {p}건 완료\n○ 적합 {p}건"
                for p in (1, 2)
            ]
    found = rows(outline(report("\n".join(text)), SOURCE))
    assert len(found) == 8
    assert {r[:2] + r[3:] for r in found} == {("깨끗한 물", "먹는 물", "시설 확충", 4)}


def test_a_plan_s_marked_headings_stay_programmes() -> None:
    text = []
    for a in "ⅠⅡ":
        text.append(f"16b| {a}. 업무계획")
        text += [
            f"14b| {g}. 돌봄 확립\n13b| □ 청년 주거 지원\nㅇ 운영 3회\n13b| □ 마을 장터 육성\nㅇ 운영 {g}회"
            for g in (1, 2)
        ]
    found = rows(outline(report("\n".join(text)), SOURCE))
    assert [r[3] for r in found] == ["청년 주거 지원", "마을 장터 육성"] * 4


def test_a_text_s_bare_numbers_are_headings_where_no_counter_follows() -> None:
    text = "Ⅰ 돌봄\n1 지역 조사\n○ 3회\n2 대학 상담\n○ 4회, 참여자는\n1 명 늘어\nⅡ 지역\n1 장터\n○ 5회\n2 마당\n○ 12개소"
    found = rows(outline(report(text, plain=True), SOURCE))
    assert [r[3:] for r in found] == [("지역 조사", 1), ("대학 상담", 1), ("장터", 1), ("마당", 1)]


def test_numbers_that_begin_once_more_below_their_own_style_nest_in_a_text() -> None:
    text = ["1. 추진 개요", "□ 8개 사업", "2. 주요 성과", "□ 성과"]
    for a in (1, 2):
        text.append(f"제{a}장 배움")
        for g in (1, 2):
            text += [f"제{g}절 문해", "1. 교실", "○ 3회", "2. 특강", "○ 4회"]
    found = rows(outline(report("\n".join(text), plain=True), SOURCE))
    assert len(found) == 8
    assert {r[:2] for r in found} == {("배움", "문해")}


def test_a_small_table_that_a_text_reads_line_by_line_is_no_line() -> None:
    text = ""
    for area in "ⅠⅡ":
        text += f"{area}. 돌봄\n"
        text += "".join(f"{p}. 조사\n○ 3회\n(단위: 천원)\n예산\n집행액\n120\n118\n" for p in (1, 2))
    found = outline(report(text, plain=True), SOURCE)
    assert [[a.printed.text for a in p.achievements] for p in found.programmes] == [["3회"]] * 4


def test_a_table_of_contents_is_no_outline() -> None:
    text = "\n".join(
        f"{a}. 돌봄 . . . . . . . 3\n" + "\n".join(f"{p}. 조사 · · · · · · 4\n○ 가" for p in (1, 2))
        for a in "ⅠⅡ"
    )
    assert read_tree(report(text, plain=True)) == []


ONE_CHAPTER = "14b| Ⅰ. 개요\n□ 4개 세부사업을 2개 분야에서\n14b| Ⅱ. 추진실적\n" + "".join(
    f"11b| {k}. 사업 {k}\n○ 교육 {k}회\n" for k in (1, 2, 3, 4)
)


def test_one_chapter_of_programmes_is_plain_where_their_number_is_stated() -> None:
    assert [r[:1] + r[2:] for r in rows(outline(report(ONE_CHAPTER), SOURCE))] == [
        ("추진실적", str(k), f"사업 {k}", 1) for k in (1, 2, 3, 4)
    ]
    assert read_tree(report(ONE_CHAPTER.replace("4개 세부사업", "6개 세부사업"))) == []


def test_headings_without_any_chapter_are_programmes_where_their_number_is_stated() -> None:
    text = "□ 2개 분야 3개 세부사업\n" + "".join(
        f"12b| {k}. 사업 {k}\n○ 교육 {k}회\n" for k in (1, 2, 3)
    )
    assert [r[2] for r in rows(outline(report(text), SOURCE))] == ["1", "2", "3"]


def test_chapters_beside_those_of_the_programmes_hold_none() -> None:
    text = ""
    for chapter, names in [
        ("추진개요", ("목적 달성", "범위")),
        ("추진체계", ("조직", "예산")),
        ("환경", ("숲", "하천")),
        ("복지", ("수당", "상담")),
    ]:
        text += (
            f"14b| {'ⅠⅡⅢⅣ'[('추진개요', '추진체계', '환경', '복지').index(chapter)]}. {chapter}\n"
        )
        text += "".join(
            f"11b| {k}. {name}\n○ 교육 {k}회\n" for k, name in enumerate(names, start=1)
        )
    assert [(r[0], r[3]) for r in rows(outline(report(text), SOURCE))] == [
        ("환경", "숲"),
        ("환경", "하천"),
        ("복지", "수당"),
        ("복지", "상담"),
    ]
