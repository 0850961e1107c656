"""Which words beside a figure are its unit, and which only look like one."""

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.model import Container, Printed, Quantity
from pipeline.quantify import quantify
from pipeline.quantify.units import declared_units


def cell(
    text: str, *, header: tuple[str, ...] = (), rows: tuple[str, ...] = (), unit: str | None = None
) -> list[Quantity]:
    """The figures of one cell under those labels."""
    container = Container(
        "cell",
        "table",
        Printed(text),
        table_no=1,
        row=1,
        col=2,
        header=header,
        row_labels=rows,
        unit=unit,
    )
    return list(quantify([container]).quantities)


# ---- a bracket with a stroke between two letters


@pytest.mark.parametrize(
    "label", ["개발비(S/W)", "장비(H/W)", "공기구(A/S)", "장비(HW)", "연구(R/D)", "비용(S/W, H/W)"]
)
def test_a_bracket_that_names_a_thing_is_no_unit(label: str) -> None:
    (found,) = cell("88,400", header=("예산",), rows=(label,), unit="천원")
    assert (found.value, found.unit) == (Decimal(88_400_000), "원")


@pytest.mark.parametrize(
    ("label", "unit"),
    [("설비용량(W)", "W"), ("거리(m)", "m"), ("투입(M/M)", "인·월"), ("인원(명/%)", "명")],
)
def test_a_bracket_that_is_a_unit_stays_one(label: str, unit: str) -> None:
    (found,) = cell("120", header=(label,))
    assert (found.value, found.unit, found.unit_source) == (Decimal(120), unit, "header")


@pytest.mark.parametrize("label", ["전체예산(a)", "집행액 (g)", "사업비(V)", "국비(m)"])
def test_a_columns_letter_is_no_unit(label: str) -> None:
    (found,) = cell("1,200", header=(label,), unit="백만원")
    assert (found.value, found.unit) == (Decimal(1_200_000_000), "원")


@pytest.mark.parametrize(
    ("label", "unit"), [("면적(a)", "a"), ("무게(g)", "g"), ("인원(명)", "명")]
)
def test_one_letter_that_fits_its_label_stays_a_unit(label: str, unit: str) -> None:
    (found,) = cell("1,200", header=(label,), unit="백만원")
    assert (found.value, found.unit) == (Decimal(1_200), unit)


def test_a_list_of_units_is_still_parted_by_strokes() -> None:
    assert [d.unit.name for d in declared_units("명/건/%")] == ["명", "건", "%"]


# ---- counters that are none


@pytest.mark.parametrize("total", ["소계", "합계", "총계", "계"])
def test_a_total_that_ran_into_a_figure_is_no_counter(total: str) -> None:
    found = cell(f"나루부 재료비 14,000,000{total} 97,000,000", unit="원")
    assert [(q.quote, q.value, q.unit) for q in found] == [
        ("14,000,000", Decimal(14_000_000), "원"),
        ("97,000,000", Decimal(97_000_000), "원"),
    ]


def test_a_scrap_of_a_year_is_no_counter_and_is_not_lost() -> None:
    container = Container("line", "front", Printed("지원 대상(3성차 년도)"))
    read = quantify([container])
    assert read.quantities == ()
    assert [(lo.quote, lo.reason) for lo in read.left_out] == [("3", "unread")]


def test_a_rare_counter_is_still_one() -> None:
    (found,) = quantify([Container("line", "front", Printed("얼음 30덩이 사용"))]).quantities
    assert (found.quote, found.unit, found.doubt) == ("30덩이", "덩이", "unit_unlisted")


# ---- amounts in lines of a cell


LINES = "1. 가람부 인건비 52,000,000\n2. 나루부 재료비 31,000,000\n소계 83,000,000"


def test_amounts_at_the_ends_of_a_cells_lines_have_the_tables_unit() -> None:
    found = cell(LINES, header=("산출근거",), unit="천원")
    assert [(q.value, q.unit, q.kind, q.unit_source) for q in found] == [
        (Decimal(value) * 1000, "원", "money", "caption")
        for value in (52_000_000, 31_000_000, 83_000_000)
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("교육생 1,234", "천원"),  # counts persons
        ("인건비 1,234 지급 예정", "천원"),  # the sentence goes on: its own words decide
        ("인건비 52,000,000", "천원, %"),  # several units: none is surely this one's
        ("인건비 52,000,000", "명"),  # no money
        ("인건비 52,000,000", None),
        ("인건비 3", "천원"),  # no amount by its print: perhaps a note's number
    ],
)
def test_other_bare_numbers_of_a_cell_do_not(text: str, unit: str | None) -> None:
    assert all(q.unit is None for q in cell(text, header=("산출근거",), unit=unit))


def test_a_counter_is_not_read_across_a_line_break() -> None:
    found = cell("재료비 1,200,000\n소계 1,200,000\n덩이", unit="원")
    assert [q.quote for q in found] == ["1,200,000", "1,200,000"]
