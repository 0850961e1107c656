"""What is compared with is no result, a product is made of its own piece, and a total among its
parts may be their mean: each with its twin that must accuse.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from test_reconcile_accuse import accused, table_checks, told_checks

from pipeline.extract import extract
from pipeline.model import Check


def verdicts(*texts: str) -> dict[str, str]:
    return {c.statement: c.verdict for c in told_checks(*texts)}


@pytest.mark.parametrize(
    "text",
    [
        "전년 동기 300명 대비 20% 증가하였으며, 목표 450명 대비 80% 달성",
        "계획 120개소 대비 95% 완료, 전년 100개소 대비 14% 증가",
        "매출은 전년 2억원 대비 약 1.5배, 목표 2.5억원 대비 140% 달성",
        "전년(300명)보다 20% 증가, 목표(450명)에 비해 80% 수준",
    ],
)
def test_a_figure_that_is_compared_with_is_nobodys_result(text: str) -> None:
    assert not accused(told_checks(text))


def test_what_stands_before_two_bases_is_the_result_of_both() -> None:
    text = "매출 3.00억원으로 전년 2.00억원 대비 50% 증가, 목표 2.50억원 대비 {}% 달성"
    assert verdicts(text.format("120"))["120%"] == "agrees"
    assert accused(told_checks(text.format("170"))) == [("ratio", "170%")]


def test_a_new_figure_before_a_base_of_its_own_still_accuses() -> None:
    text = "참여자는 전년 1,200명 대비 1,500명으로 35.0% 증가"
    assert accused(told_checks(text)) == [("percent_change", "35.0%")]


def test_shares_among_others_are_no_parts_of_one_whole() -> None:
    text = "신청 500명 중 300명 선정(60.0%), 이 중 200명 수료({})"
    assert verdicts(text.format("66.7%"))["66.7%"] == "agrees_within_rounding"
    [wrong] = [c for c in told_checks(text.format("56.7%")) if c.verdict == "disagrees"]
    assert wrong.computed is not None
    assert round(float(wrong.computed), 1) == pytest.approx(66.7)  # of the 300, not of all


def test_a_product_is_made_of_its_own_piece() -> None:
    text = "1인당 10만원씩 30명에게 300만원 지급, 가구당 20만원 × 50가구 = {}"
    right = [c for c in told_checks(text.format("1,000만원")) if c.type == "product"]
    assert [c.verdict for c in right] == ["agrees"]
    wrong = accused(told_checks(text.format("1,200만원")))
    assert [kind for kind, _ in wrong] == ["product"]


INCOME = ("농가(호)|소득(천원)|호당 소득(천원)", "쌀|1,200|36,000|30", "과수|400|20,000|50")


def test_a_total_among_its_parts_may_be_their_mean() -> None:
    rows = [f"구분|{INCOME[0]}", *INCOME[1:], "축산|200|14,000|70", "계|1,800|70,000|39"]
    assert not accused(table_checks(*rows))


def test_a_wrong_total_beside_a_mean_is_accused() -> None:
    rows = [f"구분|{INCOME[0]}", *INCOME[1:], "축산|200|14,000|70", "계|1,900|70,000|39"]
    assert accused(table_checks(*rows)) == [("sum_of_rows", "1,900")]


def test_a_total_is_wrong_whichever_of_two_units_is_its_columns() -> None:
    rows = ["축제|방문객|예산", "꽃|12,100|150", "빛|8,500|90", "책|3,500|60", "계|25,100|300"]
    cells = table_checks(*rows)
    assert accused(cells) == [("sum_of_rows", "25,100")]


def test_a_smaller_unit_knows_its_figure_more_closely() -> None:
    """0.4점 is not right in another unit for 0.2점: a thousandth of it is 0.0004, not 0 to 0.1."""
    text = "만족도 4.5점(전년 4.3점 대비 {} 상승)"
    assert accused(told_checks(text.format("0.4점"))) == [("difference", "0.4점")]
    assert not accused(told_checks(text.format("0.2점")))


@pytest.mark.parametrize(
    "text",
    [
        "기업 수 2022년 150개 → 2024년 180개(’20년 대비 80% 증가)",
        "기업 수 2022년 150개 → 2024년 180개(2018년 대비 3배 증가)",
        "이용률 50% → 60%(전국 평균 대비 5%p 높음)",
        "매출 50억원 → 75억원(목표 대비 25% 증가)",
        "대기인원 300명 → 200명, 대기기간은 30% 단축",
        "사업체 100개 → 120개(종사자 30% 증가)",
        "전년도 150명에서 올해 180명으로 늘었고 만족도는 10% 향상",
        "증가율은 2015년 5.0%에서 2017년 0.6%로 축소되었으며 건설은 2015년 3.7%에서 0.9%로 감소",
        "평균 종사자는 2014년 8.5명에서 2015년 9.8명 그리고 2017년에는 10.4명까지 확대",
        "대출은 0.6조원 감소(전월 +0.3조원). 은행(1.2조원→0.3조원)은 축소, 보험(0.6조원→0.2조원)은 유지",
        "점포는 21개에서 15개로 6개가 감소했으나 점유율은 73.9%에서 70.8%로 축소",
    ],
)
def test_a_change_with_a_base_or_a_subject_of_its_own_is_not_of_the_pair(text: str) -> None:
    assert not accused(told_checks(text))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("기업 수 150개 → 180개(전년 대비 30% 증가)", "30%"),
        ("민원 300건 → 240건(시행 전 대비 30% 감소)", "30%"),
        ("대기인원 300명 → 200명, 대기인원 40% 감소", "40%"),
        ("사업체 100개 → 120개(사업체 30% 증가)", "30%"),
        ("사업체 100개 → 120개(전년 대비 약 30% 증가)", "30%"),
        ("대기인원 300명 → 200명으로 줄어, 약 40% 감소", "40%"),
    ],
)
def test_a_change_of_the_pair_accuses(text: str, wrong: str) -> None:
    assert [said for _, said in accused(told_checks(text))] == [wrong]


def read(tmp_path: Path, *texts: str) -> list[Check]:
    path = tmp_path / "2024.txt"
    lines = ["2024년 다올시 주요업무 결과 보고서", "", "1. 실적", *(f"○ {text}" for text in texts)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(extract(path, path.name).checks)


def test_of_three_years_the_named_one_is_the_base(tmp_path: Path) -> None:
    text = "기업 수 2020년 100개 → 2022년 150개 → 2024년 180개(’20년 대비 {}% 증가)"
    [right] = read(tmp_path, text.format(80))
    [wrong] = read(tmp_path, text.format(90))
    assert (right.verdict, wrong.verdict, wrong.computed) == ("agrees", "disagrees", 80)


def test_a_named_year_that_is_the_old_figures_accuses(tmp_path: Path) -> None:
    text = "기업 수 2022년 150개 → 2024년 180개(’22년 대비 30% 증가)"
    assert [c.verdict for c in read(tmp_path, text)] == ["disagrees"]


@pytest.mark.parametrize(
    "text",
    [
        "상반기 120명, 하반기 180명 등 총 500명 교육",
        "청년 120명, 여성 80명을 포함한 총 340명 참여",
        "공공 10개소 및 민간 5개소를 비롯하여 총 30개소",
        "국비 10억원, 시비 5억원 외 총 30억원",
    ],
)
def test_parts_that_leave_others_unnamed_make_less_than_the_total(text: str) -> None:
    assert not accused(told_checks(text))


def test_parts_that_make_more_than_the_total_are_wrong_all_the_same() -> None:
    assert accused(told_checks("상반기 120명, 하반기 180명 등 총 280명 교육"))
    assert accused(told_checks("상반기 120명, 하반기 180명 총 500명 교육"))


def test_a_total_that_says_what_it_leaves_out_is_not_accused() -> None:
    rows = ["권역|대상지", "동부|12", "서부|15", "남부|18"]
    assert not accused(table_checks(*rows, "계(중복 3개소 제외)|42"))
    assert accused(table_checks(*rows, "계|42"))


@pytest.mark.parametrize(("blank", "accusing"), [("", False), ("0", True)])
def test_a_change_left_blank_accuses_no_total(blank: str, accusing: bool) -> None:
    rows = ["구분|예산액|전년도|증감", "기부|80|70|10", "연구|60|40|20", "행사|90|60|30"]
    rows += [f"기타||15|{blank}", "계|230|185|45"]
    assert bool([kind for kind, _ in accused(table_checks(*rows))]) is accusing


@pytest.mark.parametrize(
    "text",
    [
        "저소득층 500가구(전체의 25%), 다문화 200가구(10%)",
        "대상 200개소 중 150개소 완료(75%), ’25년 30개소(90%), ’26년 20개소(100%)",
    ],
)
def test_figures_with_a_share_each_are_no_base_of_one_another(tmp_path: Path, text: str) -> None:
    assert not [c for c in read(tmp_path, text) if c.verdict == "disagrees"]


def test_stages_are_the_base_of_one_another(tmp_path: Path) -> None:
    text = "996명 참여, 929명 수료(93.3%), 387명 취업(51.7%)"
    assert [c.statement for c in read(tmp_path, text) if c.verdict == "disagrees"] == ["51.7%"]


def test_points_that_are_met_exactly_are_no_growth_within_rounding() -> None:
    """92.1 → 93.4 is 1.3 points; a growth of 1.41 % could be cut to 1.4, and to 1.3 by its parts."""
    rows = ["지표|2023|2024|증감", "보급률(%)|92.1|93.4|1.3", "요금(원)|1,200|1,250|50"]
    [points] = [c for c in table_checks(*rows) if c.statement == "1.3"]
    assert (points.type, points.verdict) == ("difference", "agrees")


def test_points_in_words_likewise(tmp_path: Path) -> None:
    [points] = read(tmp_path, "보급률 92.1%에서 93.4%로 1.3% 증가")
    assert (points.type, points.verdict) == ("difference", "agrees")
