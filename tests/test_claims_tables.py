"""Totals and formulas of tables, down and across, and the verdicts of their families."""

from __future__ import annotations

import pytest
from figures_by_hand import cell, figures

from pipeline.model import Check, Container, Report
from pipeline.quantify.claim_formulas import label_to_formula, label_to_letter
from pipeline.quantify.claims import quantities_to_claims
from pipeline.reconcile import reconcile

EMPTY = Report(None, 2024, None, None, (), (), (), ())


def table(*rows: str) -> list[Container]:
    """Rows of cells between bars; the first is the header; “<” joins a cell to its left neighbour,
    “^” to the one above.
    """
    grid = [[c.strip() for c in row.split("|")] for row in rows]
    made = []
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in ("<", "^"):
                continue
            wide = next((n for n, t in enumerate(row[c + 1 :]) if t != "<"), len(row) - c - 1)
            tall = next(
                (n for n, later in enumerate(grid[r + 1 :]) if later[c] != "^"), len(grid) - r - 1
            )
            made.append(cell(text, r, c, row_span=tall + 1, col_span=wide + 1, is_header=False))
    return made


def checks_of(*rows: str) -> tuple[Check, ...]:
    cells = table(*rows)
    quantities = figures(*cells, unit_source="caption")
    return reconcile(EMPTY, quantities, quantities_to_claims(cells, quantities))[0]


def verdicts(checks: tuple[Check, ...], type_: str = "sum_of_rows") -> dict[str, str]:
    return {c.statement: c.verdict for c in checks if c.type == type_}


@pytest.mark.parametrize(
    "rows",
    [
        ("구분 | 예산", "합 계 | 1,060", "가 | 320", "나 | 740"),
        ("구분 | 예산", "가 | 320", "나 | 740", "합 계 | 1,060"),
        (
            "구분 | < | 예산",
            "총계 | < | 1,060",
            "교육 | 소계 | 320",
            "^ | 가 | 120",
            "^ | 나 | 200",
            "복지 | 소계 | 740",
            "^ | 다 | 340",
            "^ | 라 | 400",
        ),
        (
            "구분 | 예산",
            "가 | 120",
            "나 | 200",
            "소계 | 320",
            "다 | 340",
            "라 | 400",
            "소계 | 740",
            "총계 | 1,060",
        ),
        (
            "구분 | 예산",
            "총계 | 1,060",
            "소계 | 320",
            "가 | 120",
            "나 | 200",
            "소계 | 740",
            "다 | 340",
            "라 | 400",
        ),
        ("구분 | 예산", "합계 | 1,060", "교육 | 320", "가 | 120", "나 | 200", "복지 | 740"),
    ],
    ids=["first", "last", "grouped", "runs", "runs_first", "unmarked"],
)
def test_totals_agree_however_they_stand(rows: tuple[str, ...]) -> None:
    checks = checks_of(*rows)
    assert verdicts(checks)["1,060"] == "agrees"
    assert "disagrees" not in {c.verdict for c in checks}


def test_misprinted_total_is_accused() -> None:
    assert verdicts(checks_of("구분 | 예산", "가 | 320", "나 | 740", "합 계 | 1,070")) == {
        "1,070": "disagrees"
    }


def test_misprinted_cell_is_named_where_both_totals_miss() -> None:
    checks = checks_of(
        "구분 | 계 | 국비 | 시비",
        "합 계 | 1,060 | 460 | 600",
        "가 | 320 | 120 | 200",
        "나 | 740 | 350 | 400",
    )
    wrong = [c for c in checks if c.verdict == "disagrees"]
    assert {c.statement for c in wrong} == {"740", "460"}
    assert all("350" in c.explanation_ko for c in wrong)


def test_average_and_rate_beside_parts_are_no_parts() -> None:
    checks = checks_of(
        "구분 | 계 | 남 | 여 | 평균", "가 | 320 | 120 | 200 | 160", "나 | 740 | 340 | 400 | 370"
    )
    assert verdicts(checks) == {"320": "agrees", "740": "agrees"}


def test_a_table_that_is_no_sum_accuses_nobody() -> None:
    checks = checks_of(
        "구분 | 계 | 가 | 나",
        "이용 | 900 | 120 | 200",
        "방문 | 740 | 140 | 110",
        "신청 | 330 | 140 | 410",
    )
    assert "disagrees" not in {c.verdict for c in checks}


def test_row_marked_as_left_out_is_no_part() -> None:
    checks = checks_of(
        "구분 | 과정", "소계 | 941", "배움터 | 197", "자기개발 | 744", "과정수 미포함 강좌 | 1,700"
    )
    assert verdicts(checks) == {"941": "agrees"}


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("증감(B-A)", ("difference", ("B", "A"))),
        ("증감률((B-A)/A)", ("change", ("A", "B"))),
        ("집행률(B/A)", ("ratio", ("B", "A"))),
        ("집행률(%)(ⓑ/ⓐ)", ("ratio", ("B", "A"))),
        ("합계(A+B+C)", ("sum", ("A", "B", "C"))),
        ("차액(②-①)", ("difference", ("ㄲ", "ㄱ"))),
        ("예산(백만원)", None),
        ("달성률(A/B/C)", None),
    ],
)
def test_formula_of_a_header(label: str, expected: object) -> None:
    assert label_to_formula(label) == expected


def test_letter_of_a_header() -> None:
    assert [
        label_to_letter(t) for t in ("예산현액(A)", "집행액 (ⓑ)", "합계(C=A+B)", "예산(억원)")
    ] == ["A", "B", "C", None]


def test_declared_rate_is_recomputed_and_a_misprint_accused() -> None:
    rows = (
        "구분 | 예산(A) | 집행(B) | 집행률(B/A)",
        "가 | 400 | 300 | 75.0%",
        "나 | 300 | 200 | 66.7%",
        "다 | 500 | 450 | 91.0%",
    )
    assert verdicts(checks_of(*rows), "ratio") == {
        "75.0%": "agrees",
        "66.7%": "agrees_within_rounding",
        "91.0%": "disagrees",
    }


def test_letter_over_a_group_of_columns() -> None:
    rows = (
        "구분 | 계획(A) | < | 실적(B) | < | 달성률(B/A)",
        "^ | 과정 | 인원 | 과정 | 인원 | ^",
        "가 | 4 | 400 | 4 | 300 | 75.0%",
        "나 | 7 | 300 | 6 | 200 | 66.7%",
    )
    assert verdicts(checks_of(*rows), "ratio") == {
        "75.0%": "agrees",
        "66.7%": "agrees_within_rounding",
    }


def test_lost_sign_is_told() -> None:
    checks = checks_of(
        "구분 | ’23년 | ’24년 | 증감",
        "가 | 400 | 300 | △100",
        "나 | 300 | 320 | 20",
        "다 | 500 | 450 | 50",
    )
    wrong = [c for c in checks if c.verdict == "disagrees"]
    assert [c.statement for c in wrong] == ["50"]
    assert "부호" in wrong[0].explanation_ko


def test_growth_under_the_amounts_is_on_the_year_before() -> None:
    rows = (
        "구분 | 2022년 | < | 2023년 | <",
        "^ | 1분기 | 2분기 | 1분기 | 2분기",
        "북미 | 80.0억 | 70.0억 | 88.0억 | 63.0억",
        "^ | (30.0%) | (5.0%) | (10.0%) | (△10.0%)",
    )
    assert verdicts(checks_of(*rows), "percent_change") == {"10.0%": "agrees", "△10.0%": "agrees"}
    wrong = (*rows[:3], "^ | (30.0%) | (△5.0%) | (10.0%) | (10.0%)")
    assert sorted(c.verdict for c in checks_of(*wrong) if c.type == "percent_change") == [
        "agrees",
        "disagrees",
    ]
    no_minus_anywhere = (*rows[:3], "^ | (30.0%) | (5.0%) | (10.0%) | (10.0%)")
    found = [c for c in checks_of(*no_minus_anywhere) if c.type == "percent_change"]
    assert {(c.verdict, c.rival) for c in found} == {("agrees", None), ("unsupported", "sign")}


def test_growth_against_the_column_that_its_label_names() -> None:
    rows = (
        "구분 | ’25년 당초예산 | < | < | ’24년 당초예산 | ’24년 최종예산",
        "^ | 예산액 | ’24년 당초 대비 증감률 | ’24년 최종 대비 증감률 | ^ | ^",
        "일반 | 1,100원 | 10.0% | △12.0% | 1,000원 | 1,250원",
        "특별 | 2,100원 | 5.0% | △30.0% | 2,000원 | 3,000원",
    )
    assert set(verdicts(checks_of(*rows), "percent_change").values()) == {"agrees"}
    assert len(verdicts(checks_of(*rows), "percent_change")) == 4


def test_change_named_in_a_bracket() -> None:
    rows = (
        "구분 | 2023년 | 2024년 | 비고(증감)",
        "예산 | 1,641억원 | 2,208억원 | 34.5%",
        "사업 | 102개 | 112개 | 10%",
    )
    assert set(verdicts(checks_of(*rows), "percent_change").values()) == {"agrees_within_rounding"}


def test_share_of_the_column_total() -> None:
    rows = [
        "부서 | 예산액 | 구성비",
        "가 | 312 | 48.1%",
        "나 | 148 | 22.8%",
        "다 | 118 | 18.2%",
        "라 | 70 | 10.8%",
        "합계 | 648 | 99.9%",
    ]
    shares = verdicts(checks_of(*rows), "ratio")
    assert {shares[name] for name in ("48.1%", "22.8%", "18.2%", "10.8%")} == {
        "agrees_within_rounding"
    }
    wrong = verdicts(checks_of(*(row.replace("48.1%", "52.1%") for row in rows)), "ratio")
    assert [name for name, verdict in wrong.items() if verdict == "disagrees"] == ["52.1%"]


def test_share_named_by_its_own_column() -> None:
    rows = [
        "문항 | 응답자 | 만족 | 보통 | 만족 비율",
        "교통 | 620 | 412 | 208 | 66.5%",
        "숙박 | 628 | 388 | 240 | 61.8%",
        "안내 | 618 | 462 | 156 | 74.8%",
        "음식 | 640 | 470 | 170 | 73.4%",
    ]
    assert set(verdicts(checks_of(*rows), "ratio").values()) == {"agrees_within_rounding"}
    wrong = verdicts(checks_of(*(row.replace("61.8%", "56.8%") for row in rows)), "ratio")
    assert [name for name, verdict in wrong.items() if verdict == "disagrees"] == ["56.8%"]


def test_shares_of_something_outside_the_table_accuse_nobody() -> None:
    rows = [
        "부서 | 예산액 | 점유율",
        "가 | 312 | 4.1%",
        "나 | 148 | 9.3%",
        "다 | 118 | 7.7%",
        "합계 | 578 | 6.2%",
    ]
    assert "disagrees" not in verdicts(checks_of(*rows), "ratio").values()


def test_where_two_columns_of_three_fail_the_reading_is_doubted() -> None:
    rows = [
        "분야 | 사업 | 예산 | 집행",
        "가 | 6 | 787 | 748",
        "나 | 5 | 792 | 757",
        "다 | 5 | 297 | 273",
        "합계 | 15 | 1,867 | 1,778",
    ]
    found = verdicts(checks_of(*rows))
    assert (found["15"], found["1,867"]) == ("unsupported", "unsupported")
    assert found["1,778"] == "agrees"


def test_a_total_that_is_no_slip_away_is_left_undecided() -> None:
    rows = [
        "분야 | 사업 | 예산 | 집행",
        "가 | 6 | 787 | 748",
        "나 | 5 | 792 | 757",
        "다 | 5 | 297 | 273",
        "합계 | 11 | 1,531 | 1,778",
    ]
    assert "disagrees" not in verdicts(checks_of(*rows)).values()


COURSES = (
    "과정 | 회수 | 회당 인원 | 연인원",
    "기획 실무 | 3 | 30 | 90",
    "예산 실무 | 2 | 20 | 40",
    "계약 실무 | 4 | 25 | 100",
)


def test_so_many_in_each_make_the_whole() -> None:
    found = verdicts(checks_of(*COURSES), "product")
    assert found == {"90": "agrees", "40": "agrees", "100": "agrees"}
    wrong = verdicts(checks_of(*COURSES, "감사 실무 | 1 | 20 | 2"), "product")
    assert wrong["2"] == "disagrees"


def test_a_product_that_its_table_does_not_prove_accuses_nobody() -> None:
    found = verdicts(checks_of(*COURSES[:2], "감사 실무 | 1 | 20 | 2"), "product")
    assert "disagrees" not in found.values()


@pytest.mark.parametrize(
    "rows",
    [
        # sessions numbered beside a merged whole
        (COURSES[0], "기획 | 1 | 30 | 60", "^ | 2 | ^ | ^", "예산 | 22 | 88 | 88"),
        # 회비 counts no 회, 담당 인원 is of nobody's
        ("과정 | 회비 | 회당 인원 | 연인원", *COURSES[1:]),
        ("과정 | 담수 | 담당 인원 | 연인원", *COURSES[1:]),
        ("과정 | 회수 | 회당 시간 | 연인원", *COURSES[1:]),
    ],
)
def test_what_counts_nothing_of_each_is_no_product(rows: tuple[str, ...]) -> None:
    assert verdicts(checks_of(*rows), "product") == {}


def test_a_letter_behind_a_unit_is_its_columns() -> None:
    rows = (
        "소관 | 사업수 (개, B) | 미흡 (C) | 비중(%) (C/B)",
        "가람 | 37개 | 6개 | 16.2%",
        "나래 | 47개 | 7개 | 14.9%",
    )
    assert set(verdicts(checks_of(*rows), "ratio").values()) == {"agrees_within_rounding"}
