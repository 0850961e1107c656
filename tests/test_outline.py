"""The outline: roles of columns, stated counts, headings, covers, units of sections, and that no
character goes missing.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import (
    Blocks,
    Cell,
    Line,
    Mark,
    Paragraph,
    Place,
    Printed,
    Problem,
    Run,
    Source,
    Table,
)
from pipeline.outline import account, containers, outline
from pipeline.outline.choice import read_tree
from pipeline.outline.cover import paragraphs_to_names, paragraphs_to_title, text_to_year
from pipeline.outline.declared import declare_units
from pipeline.outline.roles import is_programme_table, table_to_roles
from pipeline.outline.rows import split_number
from pipeline.outline.stated import counts_to_problems, text_to_total
from pipeline.outline.states import text_to_state
from pipeline.outline.tree import items_to_tree, walk
from pipeline.text import is_total

SOURCE = Source("x.txt", "x.txt", "0" * 64, 1, "text/plain", "utf-8")


def printed(text: str, number: int = 1) -> Printed:
    line = Line(number, 1, text)
    return Printed(text, (Run(0, line, 0, len(text)),))


def paragraph(text: str, number: int = 1, size: float | None = None) -> Paragraph:
    return Paragraph(printed(text, number), Place(1, number, number), size)


def grid(
    *rows: list[str], header_rows: int = 1, spans: dict[tuple[int, int], int] | None = None
) -> Table:
    """A table of texts; "" under a cell with a span is covered by it. spans: (row, col) → rows."""
    spans = spans or {}
    covered = {(r + d, c) for (r, c), n in spans.items() for d in range(1, n)}
    cells = [
        Cell(r, c, spans.get((r, c), 1), 1, (printed(text, 100 * r + c),) if text else ())
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if (r, c) not in covered
    ]
    return Table(1, len(rows), len(rows[0]), tuple(cells), header_rows)


def blocks(*items: Paragraph | Table) -> Blocks:
    runs = [
        r
        for i in items
        for p in (
            [i.printed] if isinstance(i, Paragraph) else [p for c in i.cells for p in c.paragraphs]
        )
        for r in p.runs
    ]
    return Blocks(tuple(dict.fromkeys(r.line for r in runs)), items)


# roles of columns
def test_words_nominate_and_the_columns_decide() -> None:
    table = grid(
        ["전략", "추진과제", "세부시행과제", "추진내용 및 성과", "담당부서"],
        ["가", "나", "1. 다", "○ 교육 3회", "교육과"],
        ["", "", "2. 라", "○ 교육 4회", "교육과"],
        ["", "마", "1. 바", "○ 교육 5회", "교육과"],
        spans={(1, 0): 3, (1, 1): 2},
    )
    assert table_to_roles(table) == ["area", "group", "programme", "achievements", "department"]


def test_an_unnamed_column_merged_over_programmes_holds_the_groups() -> None:
    table = grid(
        ["구분", "사업명", "추진실적"],
        ["가", "1. 다", "○ 3회"],
        ["", "2. 라", "○ 4회"],
        spans={(1, 0): 2},
    )
    assert table_to_roles(table) == ["group", "programme", "achievements"]


def test_results_over_figures_are_figures_and_over_lines_achievements() -> None:
    figures = grid(
        ["사업명", "목표", "실적", "추진내용"],
        ["1. 가", "3", "4", "○ 나"],
        ["2. 다", "5", "6", "○ 라"],
    )
    lines = grid(["사업명", "실적"], ["1. 가", "○ 교육 3회 운영"], ["2. 다", "○ 상담 4회 운영"])
    assert table_to_roles(figures)[2:] == ["actual", "achievements"]
    assert table_to_roles(lines) == ["programme", "achievements"]


@pytest.mark.parametrize("head", ["연간목표", "성과목표", "추진전략", "세부분야", "핵심과제"])
def test_a_column_of_figures_holds_no_level_whatever_its_header(head: str) -> None:
    table = grid(
        ["사업명", head, "추진실적"],
        ["1. 가", "120", "○ 교육 3회 운영"],
        ["2. 나", "80", "○ 상담 4회 운영"],
    )
    assert table_to_roles(table) == ["programme", None, "achievements"]


@pytest.mark.parametrize("head", ["사업목표", "유치목표", "육성전략"])
def test_goals_and_plans_beside_programmes_are_no_areas(head: str) -> None:
    table = grid(
        ["사업명", head, "추진실적"],
        ["1. 가", "참여 확대", "○ 교육 3회 운영"],
        ["2. 나", "참여 확대", "○ 상담 4회 운영"],
        ["3. 다", "만족 향상", "○ 홍보 2회 운영"],
    )
    assert table_to_roles(table) == ["programme", None, "achievements"]


def test_a_budget_table_has_no_programme_rows() -> None:
    table = grid(
        ["정책사업", "단위사업", "2025년 예산", "증감"],
        ["가", "나", "100", "3"],
        ["", "다", "200", "4"],
        spans={(1, 0): 2},
    )
    assert not is_programme_table(table, table_to_roles(table))


def test_totals_are_told_from_words_that_begin_like_them() -> None:
    assert [is_total(t) for t in ("합 계", "소계(8개)", "계", "계획", "회계")] == [
        True,
        True,
        True,
        False,
        False,
    ]


# rows
def test_rows_of_a_table_with_areas_as_full_width_rows_and_a_total() -> None:
    cells = [
        Cell(0, c, 1, 1, (printed(t, c + 1),)) for c, t in enumerate(["과제", "사업명", "추진실적"])
    ]
    cells += [
        Cell(1, 0, 1, 3, (printed("Ⅰ. 돌봄 (2개 사업)", 10),)),
        Cell(2, 0, 2, 1, (printed("1. 아이", 11),)),
    ]
    cells += [
        Cell(2, 1, 1, 1, (printed("1.교실 운영", 12),)),
        Cell(2, 2, 1, 1, (printed("○ 교실 3개소", 13), printed("- 학생 20명", 14))),
    ]
    cells += [
        Cell(3, 1, 1, 1, (printed("2,상담", 15),)),
        Cell(3, 2, 1, 1, (printed("○ 상담 4회", 16),)),
    ]
    cells += [Cell(4, 0, 1, 2, (printed("합계", 17),)), Cell(4, 2, 1, 1, (printed("7", 18),))]
    report = outline(
        blocks(paragraph("2025년 돌봄 추진실적", 30), Table(1, 5, 3, tuple(cells), 1)), SOURCE
    )
    assert [
        (a.printed_no, a.title and a.title.text, a.stated_programmes) for a in report.areas
    ] == [("Ⅰ", "돌봄", 2)]
    rows = [
        (
            p.programme_id,
            p.printed_no,
            p.title.text,
            [(a.level, a.mark, a.printed.text) for a in p.achievements],
        )
        for p in report.programmes
    ]
    assert rows == [
        ("1.1.1", "1", "교실 운영", [(1, "○", "교실 3개소"), (2, "-", "학생 20명")]),
        ("1.1.2", "2", "상담", [(1, "○", "상담 4회")]),
    ]
    assert [p.code for p in report.problems if p.code == "number_mistyped"] == ["number_mistyped"]
    kinds = [(c.kind, c.section) for c in containers(report) if c.programme_id is None]
    assert ("cell", "table") in kinds
    assert ("line", "front") in kinds


def test_numbers_leave_titles_and_digits_stay() -> None:
    assert [
        split_number(printed(t))[0]
        for t in ("2.4050 이직", "4,디지털", "[전략 1] 가", "Ⅰ-1. 나", "50플러스")
    ] == [
        "2",
        "4",
        "전략 1",
        "Ⅰ-1",
        None,
    ]


# stated counts
def test_a_stated_count_counts_this_report_and_only_then() -> None:
    texts = (
        "4개 분야 112개 사업",
        "2대 전략, 4개 추진과제, 14개 세부사업",
        "추진과제 : 112개 사업",
        "총 112개 운영",
        "12개 사업 지원",
        "5대영역 102개사업 → 4대영역 112개사업",
    )
    assert [hit[0] if (hit := text_to_total(t)) else None for t in texts] == [
        112,
        14,
        112,
        None,
        None,
        None,
    ]


def test_a_count_that_differs_says_whether_we_could_have_missed_rows() -> None:
    totals = [(3, Place())]
    assert [p.code for p in counts_to_problems((), totals, lambda: 0)] == ["rows_missing"]
    report = outline(
        blocks(grid(["사업명", "추진실적"], ["1. 가", "○ 나"], ["2. 다", "○ 라"])), SOURCE
    )
    assert [p.code for p in counts_to_problems(report.areas, totals, lambda: 0)] == [
        "row_count_differs"
    ]
    assert [p.code for p in counts_to_problems(report.areas, totals, lambda: 2)] == [
        "row_count_unread"
    ]
    assert [p.code for p in counts_to_problems(report.areas, totals, lambda: 0, doubtful=True)] == [
        "row_count_doubtful"
    ]
    assert counts_to_problems(report.areas, [(2, Place())], lambda: 9) == []


# plans
def test_a_plan_has_rows_where_chapter_task_and_programme_are_plain() -> None:
    texts = [
        "Ⅳ. 업무계획",
        "1. 돌봄 확대",
        "□ 교실 운영",
        "ㅇ 3개소",
        "□ 상담",
        "ㅇ 4회",
        "2. 일자리",
        "□ 인턴",
        "ㅇ 5명",
    ]
    areas = read_tree(blocks(*[paragraph(t, k) for k, t in enumerate(texts)]))
    assert [(a.printed_no, a.title and a.title.text, len(a.groups[0].rows)) for a in areas] == [
        ("1", "돌봄 확대", 2),
        ("2", "일자리", 1),
    ]
    assert read_tree(blocks(*[paragraph(t, k) for k, t in enumerate(texts[2:])])) == []


def boxed(
    text: str, number: int, x: float, top: float, size: float = 20.0, box: bool = False
) -> Paragraph:
    edges = np.array(
        [[x + size * k, top, x + size * (k + 1), top + size] for k in range(len(text))], np.float32
    )
    whole = Printed(text, (Run(0, Line(number, 1, text, edges), 0, len(text)),))
    return Paragraph(whole, whole.place(), size, boxed=box)


def test_a_number_in_a_box_beside_its_words_is_a_level_of_its_own() -> None:
    items = [paragraph("Ⅳ. 업무계획", 1, 27.0)]
    for part in (1, 2):
        items += [
            boxed(str(part), 10 * part, 50, 100, box=True),
            boxed("함께 돌보는 환경", 10 * part + 1, 90, 100),
        ]
        items += [paragraph(f"{k}. 돌봄 {part}{k}", 10 * part + 2, 18.0) for k in (1,)]
        items += [
            paragraph(t, 10 * part + 3 + k, 16.0)
            for k, t in enumerate(["□ 교실 운영", "ㅇ 3개소", "□ 상담", "ㅇ 4회"])
        ]
    report = outline(blocks(*items), SOURCE)
    assert [(a.printed_no, a.title.text if a.title else None) for a in report.areas] == [
        ("1", "함께 돌보는 환경"),
        ("2", "함께 돌보는 환경"),
    ]
    assert [g.title.text for a in report.areas for g in a.groups if g.title] == [
        "돌봄 11",
        "돌봄 21",
    ]
    roles = {m.line.number: m.role for m in report.marks}
    assert (roles[10], roles[11], roles[20]) == ("area", "area", "area")


def test_a_task_divided_into_aspects_only_is_a_programme_beside_its_sisters() -> None:
    items = [paragraph("Ⅲ. 업무계획", 1, 27.0), paragraph("1. 재정 효율성", 2, 24.0)]
    for k, heads in enumerate(
        [
            ["□ 심사 운영", "□ 평가 실시"],
            ["□ 기본방향", "□ 2025년 추진계획"],
            ["□ 상담 개선", "□ 교육 확대"],
        ],
        1,
    ):
        items += [boxed(str(k), 10 * k, 50, 100, box=True), boxed(f"과업 {k}", 10 * k + 1, 90, 100)]
        for n, head in enumerate(heads):
            items += [
                paragraph(head, 10 * k + 2 + 2 * n, 17.0),
                paragraph("○ 3회", 10 * k + 3 + 2 * n, 15.0),
            ]
    groups = [g for a in read_tree(blocks(*items)) for g in a.groups]
    assert [[r.title.text for r in g.rows] for g in groups] == [
        ["심사 운영", "평가 실시"],
        ["과업 2"],
        ["상담 개선", "교육 확대"],
    ]
    assert [p.text for p in groups[1].rows[0].paragraphs] == [
        "□ 기본방향",
        "○ 3회",
        "□ 2025년 추진계획",
        "○ 3회",
    ]


def test_a_heading_with_a_note_in_small_print_is_a_sister_still() -> None:
    def lettered(text: str, number: int, sizes: list[float]) -> Paragraph:
        edges = np.array([[20 * k, 0, 20 * k + 20, s] for k, s in enumerate(sizes)], np.float32)
        whole = Printed(text, (Run(0, Line(number, 1, text, edges), 0, len(text)),))
        return Paragraph(whole, whole.place(), sorted(sizes)[len(sizes) // 2])

    plain, noted = "□ 심사 운영 하기", "□ 평가 실시 ※ 심사 27건 함"
    items = [paragraph("Ⅲ. 업무계획", 1, 27.0), paragraph("1. 재정", 2, 24.0)]
    items += [lettered(plain, 3, [17.0] * len(plain)), paragraph("○ 3회", 4, 15.0)]
    items += [
        lettered(noted, 5, [17.0] * 7 + [13.0] * (len(noted) - 7)),
        paragraph("○ 4회", 6, 15.0),
        paragraph("□ 상담 운영", 7, 17.0),
    ]
    found = walk(items_to_tree(items).roots)
    assert [h.printed.text for h, above in found if len(above) == 2 and h.content] == [plain, noted]


def test_the_title_page_of_the_next_chapter_is_no_line_of_the_programme_before() -> None:
    def on(page: int, text: str, number: int, size: float) -> Paragraph:
        whole = Printed(text, (Run(0, Line(number, page, text), 0, len(text)),))
        return Paragraph(whole, whole.place(), size)

    items = [
        on(1, "□ 심사 운영", 1, 17.0),
        on(1, "○ 심사 3회", 2, 15.0),
        on(2, "나눔으로 크는 도시", 3, 27.0),
        on(2, "돌봄을 잇는 마을", 4, 17.0),
    ]
    items += [
        on(3, "□ 상담 운영", 5, 17.0),
        on(3, "○ 상담 4회", 6, 15.0),
        on(4, "이어지는 줄", 7, 15.0),
    ]
    found = [h for h, _ in walk(items_to_tree(items).roots) if h.is_marked]
    assert [[line.text for line in h.content if isinstance(line, Printed)] for h in found] == [
        ["○ 심사 3회"],
        ["○ 상담 4회", "이어지는 줄"],
    ]


# cover
def test_title_year_and_names_are_taken_from_the_cover_alone() -> None:
    cover = [
        paragraph("2025년도", 1, 24.0),
        paragraph("주요업무계획", 2, 48.0),
        paragraph("기 획 조 정 실", 3, 30.0),
        paragraph("□ 개요", 4, 16.0),
    ]
    assert paragraphs_to_title(cover) == "2025년도 주요업무계획"
    assert paragraphs_to_names([*cover, paragraph("예산담당관", 5, 16.0)]) == ("기획조정실", None)
    assert [text_to_year(t) for t in ("’24년 실적", "2024. 실적", "제2024호", None)] == [
        2024,
        2024,
        None,
        None,
    ]


def test_a_centred_line_larger_than_everything_is_the_title_of_an_annex() -> None:
    annex = paragraph("규정 [별표 9]", 1, 9.0)
    title = Paragraph(printed("수당 등급별 구분표", 2), Place(1, 2, 2), 12.0, centred=True)
    assert (
        paragraphs_to_title([annex, title, paragraph("비고: 가산금을 지급한다.", 3, 10.0)])
        == "수당 등급별 구분표"
    )
    assert paragraphs_to_title([annex, title, paragraph("비고", 3, 12.0)]) is None


def test_states_are_told_from_words_that_contain_them() -> None:
    assert [
        text_to_state(t)
        for t in ("사업 폐지", "폐지 수거 어르신 20명", "업무 이관", "통합돌봄 3개소")
    ] == [
        "ended",
        None,
        "transferred",
        None,
    ]


@pytest.mark.parametrize(
    ("text", "title", "state"),
    [
        ("상담 24회, ’24년 사업 종료", "찾아가는 상담 버스", "ended"),
        ("참여 저조로 2022년 6월 사업 종료", "일자리장터", "ended"),
        ("기본계획 승인 및 사업이관(市 → 공사)", "가람선 건설", "transferred"),
        ("※ ’22.9월부터 관광과로 이관", "한 달 살기", "transferred"),
        ("시범마을 2개소 조성, 마을만들기 사업으로 통합", "이웃사촌 시범마을", "merged"),
        ("중단기계획 수립(’26∼’30)", "절약 계획", None),
        ("전시장 통합, 출입구 개선 등", "전시관 꾸미기", None),
        ("기회 제공(진도율 제한 폐지), 강좌 12개", "온라인 강좌", None),
        ("지원대상 : 위탁 종료 및 퇴소 5년 이내", "자립 지원", None),
        ("사업기간 : ’24.12월 사업 종료", "자립 지원", None),
        ("’24.12월 사업 종료 예정", "자립 지원", None),
        ("사업 종료 후 평가", "자립 지원", None),
        ("교육과정 운영 종료", "교육과정 운영", None),
        ("구 홈페이지 서비스 종료", "새 홈페이지", None),
        ("창구를 시니어과로 이관", "상담", None),
        ("자료를 클라우드로 이관", "자료", None),
        ("이관 기준 마련 등 이관 준비", "보육", None),
        ("터널을 도로과로 이관", "터널 관리이관 추진", None),
        ("심의의 통합 운영으로 신속 처리", "심의 운영", None),
        ("두 과정을 중심으로 통합 운영", "두 과정", None),
        ("주요 시설 단일 브랜드로 통합", "브랜드 강화", None),
    ],
)
def test_a_state_speaks_of_the_programme_itself(text: str, title: str, state: str | None) -> None:
    assert text_to_state(text, title) == state


# units of sections
def test_a_unit_over_a_section_holds_until_the_next_heading_of_its_rank() -> None:
    table = grid(["구분", "투자"], ["가", "3"])
    heads = [
        paragraph("□ 세입 (단위: 억원)", 1),
        table,
        paragraph("○ 참고", 2),
        table,
        paragraph("□ 인원", 3),
        table,
    ]
    assert [t.unit for t in declare_units(heads) if isinstance(t, Table)] == ["억원", "억원", None]


# nothing lost
@st.composite
def marked_lines(draw: st.DrawFn) -> tuple[list[Line], list[Mark]]:
    lines = [
        Line(k, None, t)
        for k, t in enumerate(draw(st.lists(st.text(max_size=30), max_size=6)), start=1)
    ]
    marks = []
    for line in lines:
        for start, length, role in draw(
            st.lists(
                st.tuples(
                    st.integers(0, 30),
                    st.integers(0, 30),
                    st.sampled_from(["table", "front", "achievement"]),
                ),
                max_size=3,
            )
        ):
            marks.append(Mark(line, start, start + length, role))
    return lines, marks


@given(marked_lines())
def test_the_pieces_joined_are_the_lines_and_what_nobody_claims_is_named(
    case: tuple[list[Line], list[Mark]],
) -> None:
    lines, marks = case
    pieces, problems = account(lines, marks)
    for line in lines:
        own = [p for p in pieces if p.line is line]
        assert "".join(p.text for p in own) == line.text
        assert [p.piece for p in own] == list(range(1, len(own) + 1))
    unread = [p for p in pieces if p.role == "unread"]
    assert len(unread) == len(problems)
    assert all(isinstance(p, Problem) and p.code == "unread_line" for p in problems)
    claimed = {(id(m.line), k) for m in marks for k in range(m.start, m.end)}
    for piece in unread:
        at = sum(len(p.text) for p in pieces if p.line is piece.line and p.piece < piece.piece)
        assert any(
            (id(piece.line), at + k) not in claimed
            for k, c in enumerate(piece.text)
            if not c.isspace()
        )
