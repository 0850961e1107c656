"""English heads of tables are read as the Korean ones: units, kinds, totals, formulas, roles."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from figures_by_hand import table_containers

from pipeline.lexicon.twins import label_to_twin
from pipeline.model import Quantity
from pipeline.outline.columns import header_to_role
from pipeline.quantify import quantify
from pipeline.quantify.figures import Figures


def read(rows: list[list[str]], unit: str | None) -> Figures:
    return quantify(table_containers(rows, unit))


def column(figures: Figures, col: int) -> list[Quantity]:
    return [q for q in figures.quantities if q.container.col == col and q.container.row]


def relations(figures: Figures, kind: str) -> list[tuple[Decimal | None, list[Decimal | None]]]:
    """(stated, operands) of the claims of that type."""
    values = {q.quantity_id: q.value for q in figures.quantities}
    return [
        (values[c.stated], [values[n] for n in c.operands])
        for c in figures.claims
        if c.type == kind
    ]


@pytest.mark.parametrize(
    ("head", "twin"),
    [
        ("YoY", "증감률"),
        ("Y-o-Y", "증감률"),
        ("yoy(%)", "증감률(%)"),
        ("QoQ", "증감률"),
        ("Growth Rate", "증감률"),
        ("GROWTH", "증감률"),
        ("% change", "증감률"),
        ("Increase/\nDecrease", "증감"),
        ("Increase (Decrease)", "증감"),
        ("Change", "증감"),
        ("Share", "구성비"),
        ("Ratio", "비율"),
        ("Amount", "금액"),
        ("Total", "합계"),
        ("TOTAL", "합계"),
        ("Sum", "합계"),
        ("Grand Total", "총계"),
        ("Sub-total", "소계"),
        ("Budget", "예산"),
        ("2024 Budget", "2024 예산"),
        ("Budget (2024)", "예산 (2024)"),
        ("Actual", "실적"),
        ("Plan", "계획"),
        ("No.", "연번"),
        ("Year", "연도"),
        ("Unit", "단위"),
    ],
)
def test_a_head_has_its_twin(head: str, twin: str) -> None:
    assert label_to_twin(head) == twin


@pytest.mark.parametrize(
    "head",
    [
        "Exchange Rate",
        "Total Care",
        "Plan B Co.",
        "KOTRA",
        "SUMMIT",
        "2024",
        "A",
        "Nova",
        "예산(Budget)",
        "Change 사업",
        "Actually",
    ],
)
def test_a_name_is_no_head(head: str) -> None:
    assert label_to_twin(head) == head


ROWS = [
    ["구분", "2023년", "2024년", "HEAD"],
    ["가온부", "200", "250", "25.0"],
    ["나래부", "400", "500", "25.0"],
    ["다솜부", "800", "600", "-25.0"],
]


@pytest.mark.parametrize("head", ["YoY", "yoy", "Growth rate", "Growth", "% Change"])
def test_growth_is_a_rate_of_its_two_years(head: str) -> None:
    figures = read([[cell.replace("HEAD", head) for cell in row] for row in ROWS], "백만원")
    assert [(q.value, q.unit, q.kind) for q in column(figures, 3)] == [
        (Decimal(value), "%", "change") for value in ("25.0", "25.0", "-25.0")
    ]
    assert {q.measure_code for q in column(figures, 3)} == {"growth_rate"}
    assert relations(figures, "percent_change")[0] == (
        Decimal("25.0"),
        [Decimal(200_000_000), Decimal(250_000_000)],
    )


def test_an_amount_of_change_keeps_the_tables_unit() -> None:
    figures = read(
        [
            ["구분", "2023년", "2024년", "Change"],
            ["가온부", "200", "250", "50"],
            ["나래부", "400", "380", "-20"],
        ],
        "백만원",
    )
    assert [(q.value, q.unit, q.kind) for q in column(figures, 3)] == [
        (Decimal(50_000_000), "원", "change"),
        (Decimal(-20_000_000), "원", "change"),
    ]


def test_budget_spent_and_their_rate() -> None:
    figures = read(
        [
            ["구분", "Budget", "Spent", "Execution rate"],
            ["가온부", "400", "300", "75.0"],
            ["나래부", "200", "100", "50.0"],
        ],
        "백만원, %",
    )
    assert [(q.value, q.unit, q.measure_code) for q in figures.quantities[:3]] == [
        (Decimal(400_000_000), "원", "budget"),
        (Decimal(300_000_000), "원", "spent"),
        (Decimal("75.0"), "%", "execution_rate"),
    ]
    assert (Decimal("75.0"), [Decimal(300_000_000), Decimal(400_000_000)]) in relations(
        figures, "ratio"
    )


@pytest.mark.parametrize("total", ["Total", "Sum", "TOTAL", "Grand total"])
def test_a_total_sums_its_rows(total: str) -> None:
    figures = read([["구분", "인원"], ["가온", "12"], ["나래", "30"], [total, "42"]], "명")
    assert relations(figures, "sum_of_rows") == [(Decimal(42), [Decimal(12), Decimal(30)])]


def test_a_name_that_begins_with_total_sums_nothing() -> None:
    figures = read([["구분", "인원"], ["가온", "12"], ["나래", "30"], ["Total Care", "42"]], "명")
    assert relations(figures, "sum_of_rows") == []


def test_numbers_and_years_measure_nothing() -> None:
    figures = read(
        [["구분", "No.", "Year", "Amount"], ["가온", "1", "2021", "30"], ["나래", "2", "22", "40"]],
        "천원",
    )
    assert [q.quote for q in figures.quantities] == ["30", "40"]
    assert {(lo.quote, lo.reason) for lo in figures.left_out} >= {
        ("1", "numbering"),
        ("22", "date"),
    }


def test_plan_and_actual_have_their_roles() -> None:
    figures = read([["구분", "Plan", "Actual"], ["가온", "12", "15"]], "명")
    assert [q.figure_role for q in figures.quantities] == ["plan", "actual"]


def test_columns_of_programme_tables_have_their_roles() -> None:
    assert [header_to_role(head) for head in ("Budget", "Actual", "Total", "Nova")] == [
        "budget",
        "actual",
        "total",
        None,
    ]


def test_every_head_stands_under_one_twin() -> None:
    from pipeline.lexicon import values_of

    heads = sorted(w for many in values_of("english").values() for w in many)
    assert all(a != b for a, b in pairwise(heads))
