"""Statements found in sentences: what is stated, of which figures it is claimed to be made, and
whether a mismatch may accuse.
"""

from __future__ import annotations

import pytest
from figures_by_hand import claim_of, container, figures, front

from pipeline.model import Container, Quantity
from pipeline.quantify.claims import quantities_to_claims


def claims_of(*containers: Container, **fields: object) -> tuple[list[Quantity], tuple]:  # type: ignore[type-arg]
    made = figures(*containers, **fields)
    return made, quantities_to_claims(containers, made)


def operands(quantities: list[Quantity], names: tuple[str, ...]) -> list[str]:
    quotes = {q.quantity_id: q.quote for q in quantities}
    return [quotes[n] for n in names]


@pytest.mark.parametrize(
    ("text", "stated", "type_", "expected"),
    [
        ("직무훈련 996명 참여, 929명 수료(93.3%)", "93.3%", "ratio", ["929명", "996명"]),
        (
            "직무훈련 996명 참여, 929명 수료(93.3%), 387건 일 연계(41.7%)",
            "41.7%",
            "ratio",
            ["387건", "929명"],
        ),
        ("지원 비율: 91%(57개 기관 중 52개 기관 지원)", "91%", "ratio", ["52개", "57개"]),
        (
            "집행현황 : 96.9%(예산 2,208억원 / 집행 2,140억원)",
            "96.9%",
            "ratio",
            ["2,140억원", "2,208억원"],
        ),
        ("만족도 3.27점(65.4점)", "65.4점", "scale", ["3.27점"]),
        ("학위 배출 : 217명(학사 167명, 석사 50명)", "217명", "sum_of_parts", ["167명", "50명"]),
        (
            "강사료 35,000원 × 30명 × 12월 = 12,600천원",
            "12,600천원",
            "product",
            ["35,000원", "30명", "12월"],
        ),
        (
            "사업비 80억원(’23년 60억원 대비 33.3% 증가)",
            "33.3%",
            "percent_change",
            ["60억원", "80억원"],
        ),
        ("과정 102개 → 112개(10% 증가)", "10%", "percent_change", ["102개", "112개"]),
    ],
)
def test_statement_names_its_operands(
    text: str, stated: str, type_: str, expected: list[str]
) -> None:
    quantities, claims = claims_of(container(text))
    claim = claim_of(claims, quantities, stated, type_)
    assert claim is not None
    assert operands(quantities, claim.operands) == expected
    assert claim.declared


@pytest.mark.parametrize(
    ("text", "stated", "type_"),
    [
        ("참여 500명(수료 450명, 취업 200명)", "500명", "sum_of_parts"),  # stages are no parts
        ("회원 40명, 12명 응답(만족도 93.3%)", "93.3%", "ratio"),  # asked for, not counted
        ("목표액 대비 13억원(4.1%) 초과", "4.1%", "ratio"),
        ("기관 28개소(서울, 부산 등)", "28개소", "enumeration"),
    ],
)
def test_wording_that_leaves_another_reading_accuses_nobody(
    text: str, stated: str, type_: str
) -> None:
    quantities, claims = claims_of(container(text))
    claim = claim_of(claims, quantities, stated, type_)
    assert claim is None or claim.declared is False


def test_every_base_is_listed_nearest_first() -> None:
    quantities, claims = claims_of(container("996명 참여, 929명 수료, 387명 연계(41.7%)"))
    claim = claim_of(claims, quantities, "41.7%", "ratio")
    assert claim is not None
    lists = [operands(quantities, names) for names in (claim.operands, *claim.alternatives)]
    assert lists == [["387명", "929명"], ["387명", "996명"]]


def test_one_misprinted_share_does_not_make_the_other_a_share_of_its_neighbour() -> None:
    quantities, claims = claims_of(container("일반회계 800억원(19.8%), 특별회계 203억원(20.2%)"))
    claim = claim_of(claims, quantities, "20.2%", "ratio")
    assert claim is not None
    assert operands(quantities, claim.operands) == ["203억원", "800억원", "203억원"]


def test_total_over_its_sublines() -> None:
    lines = [
        container("참여자 : 418명"),
        container("(전일) 참여자 111명", level=2, achievement_no=2),
        container("(시간제) 참여자 307명", level=2, achievement_no=3),
    ]
    quantities, claims = claims_of(*lines, measure="참여자")
    claim = claim_of(claims, quantities, "418명", "sum_of_parts")
    assert claim is not None
    assert operands(quantities, claim.operands) == ["111명", "307명"]
    assert claim.declared


def test_enumeration_counts_its_items() -> None:
    quantities, claims = claims_of(container("2개소(은평구, 영등포구) 운영"))
    claim = claim_of(claims, quantities, "2개소", "enumeration")
    assert claim is not None
    assert ("count", "2") in claim.words


def test_one_programmes_112_is_not_the_112_programmes() -> None:
    quantities, claims = claims_of(
        container("협력 프로그램 : 총 112개 사업 운영"), front("추진과제 : 4개 분야 112개 사업")
    )
    found = [c for c in claims if c.type == "count_of_rows"]
    assert {
        q.container.section for q in quantities if q.quantity_id in {c.stated for c in found}
    } == {"front"}
    assert all(("whole", "yes") in c.words for c in found)


@pytest.mark.parametrize(
    "text",
    [
        "특별회계 5개 사업 추진",
        "추진체계 5개 사업 개선",
        "단계 5개 분야 추진",
        "국비 3건, 시비 2건, 계 5개 사업",
        "사업규모 : 5개",
        "시민 5개 사업별 120명 참여",
    ],
)
def test_some_programmes_are_not_counted_as_the_reports(text: str) -> None:
    _, claims = claims_of(front(text))
    assert not [c for c in claims if c.type == "count_of_rows" and ("whole", "yes") in c.words]


@pytest.mark.parametrize("label", ["전월세", "과기정통부 공모"])
def test_a_word_that_begins_like_one_for_what_was_before_is_no_base(label: str) -> None:
    quantities, claims = claims_of(container(f"{label} 120명, 나래 150명(20% 증가)"))
    claim = claim_of(claims, quantities, "20%", "percent_change")
    assert claim is None or not claim.declared


@pytest.mark.parametrize(
    ("items", "declared"),
    [
        ("동부중, 서부중, 남부중", True),
        ("도심, 나래, 산중", True),
        ("동부, 서부, 남부 조성 중", False),
        ("동부, 서부, 남부 추진중", False),
        ("동부, 서부, 남부 포함", False),
    ],
)
def test_a_name_that_ends_in_jung_leaves_no_list_open(items: str, declared: bool) -> None:
    quantities, claims = claims_of(container(f"배움터 4개소({items}) 지원"))
    claim = claim_of(claims, quantities, "4개소", "enumeration")
    assert claim is not None
    assert claim.declared is declared


def test_last_years_rows_are_not_this_reports() -> None:
    quantities, claims = claims_of(
        front("발굴 확대 (’23년 5개 영역 102개 사업 → ’24년 4개 영역 112개 사업)")
    )
    found = {
        q.quote
        for q in quantities
        if q.quantity_id in {c.stated for c in claims if c.type == "count_of_rows"}
    }
    assert found == {"4개", "112개"}


def test_no_pattern_runs_away_on_a_long_line() -> None:
    quantities, claims = claims_of(container("(" * 2000 + "1명, " * 600 + ")" * 2000))
    assert quantities
    assert claims == ()  # longer than any statement


@pytest.mark.parametrize(
    "text",
    [
        "만족도 4.6점(5점 만점)",
        "만족도 4.6점(만점 5점)",
        "평가 4.2점(5점 척도)",
        "평가 4.2점(/5점)",
    ],
)
def test_the_top_of_a_scale_is_no_conversion(text: str) -> None:
    quantities, claims = claims_of(container(text))
    assert claim_of(claims, quantities, "5점", "scale") is None


@pytest.mark.parametrize(
    ("text", "stated", "type_", "expected", "factor"),
    [
        ("상·하반기 각 30명, 총 70명", "70명", "product", ["30명"], "2"),
        ("4개소 각 30명, 총 120명", "120명", "product", ["4개소", "30명"], None),
        ("예산 42.5억원(4,520백만원)", "4,520백만원", "unit_restatement", ["42.5억원"], None),
        ("의향 81.5% → 84.0%(3.5%p)", "3.5%p", "difference", ["81.5%", "84.0%"], None),
    ],
)
def test_each_and_two_units_and_points(
    text: str, stated: str, type_: str, expected: list[str], factor: str | None
) -> None:
    quantities, claims = claims_of(container(text))
    claim = claim_of(claims, quantities, stated, type_)
    assert claim is not None
    assert operands(quantities, claim.operands) == expected
    assert dict(claim.words).get("factor") == factor
    assert claim.declared


@pytest.mark.parametrize("text", ["예산 42.5억원(국비 4,520백만원)", "상반기 각 30명, 총 70명"])
def test_a_part_or_one_half_year_restates_nothing(text: str) -> None:
    _, claims = claims_of(container(text))
    assert [c for c in claims if c.type in ("unit_restatement", "product")] == []


def test_template_wording_in_two_programmes_is_no_repeated_statement() -> None:
    lines = [
        container("찾아가는 맞춤형 예방교육 운영 : 1,175명 참여", programme_id="1.1.1"),
        container("찾아가는 맞춤형 예방교육 운영 : 1,475명 참여", programme_id="1.1.2"),
        container("사고 120건 접수", programme_id="1.1.3"),
        container("상담 120건 접수", programme_id="1.1.4"),
    ]
    _, claims = claims_of(*lines)
    assert [c for c in claims if c.type == "repeated_statement"] == []


@pytest.mark.parametrize(
    ("text", "levels"),
    [
        ("2개 분야 4개 과제 8개 사업", [["area"], ["group"], ["programme"]]),
        ("4개 분야 112개 과제", [["area"], ["programme", "group"]]),
        ("4개 과제 8개 사업", [["group"], ["programme"]]),
    ],
)
def test_counts_of_one_chain_stand_for_different_levels(text: str, levels: list[list[str]]) -> None:
    _, claims = claims_of(front(text))
    assert [sorted(v for k, v in c.words if k == "level") for c in claims if c.form == "rows"] == [
        sorted(x) for x in levels
    ]


def test_a_slash_between_two_units_is_no_share() -> None:
    """15대/11억원(30%) is a number and its cost, and the rate is somebody else's."""
    _, claims = claims_of(container("보급 15대/11억원(30%)"))
    assert [c for c in claims if c.type == "ratio" and c.declared] == []


def test_budgets_of_two_projects_one_digit_apart_are_no_misprint() -> None:
    lines = [
        front("ㅇ 사업비 1,048백만원(국 524백만원, 시 376백만원)"),
        front("ㅇ 사업비 1,148백만원"),
    ]
    _, claims = claims_of(*lines, measure_code="budget", ref_year=2024)
    assert [c.declared for c in claims if c.type == "unit_restatement"] == [False]
