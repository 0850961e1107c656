"""Which words of labels and headers declare the unit of the bare figures beside and below them."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from figures_by_hand import cell

from pipeline.outline.containers import corner_to_unit
from pipeline.quantify.bare import cell_to_declared, header_to_reason


@pytest.mark.parametrize("firm", ["(주)가람", "누리(주)", "(주) 다온", "(재)라온"])
def test_a_firms_legal_form_is_no_unit(firm: str) -> None:
    amount = replace(
        cell("1,250,000", 2, 3), header=("금액",), row_labels=("기부금", firm), unit="원"
    )
    declared, source, doubt = cell_to_declared(amount)
    assert declared is not None
    assert (declared.unit.name, source, doubt) == ("원", "caption", None)


def test_weeks_and_shares_are_units() -> None:
    weeks = replace(cell("12", 2, 3), header=("교육기간(주)",), row_labels=(), unit="명")
    shares = replace(cell("400", 2, 3), header=("보유주식수",), row_labels=("(주)가람",), unit="원")
    for container in (weeks, shares):
        declared, source, _ = cell_to_declared(container)
        assert declared is not None
        assert (declared.unit.name, source) == ("주", "header")


def test_a_header_that_is_a_year_dates_no_figure_below_it() -> None:
    assert header_to_reason(replace(cell("95", 2, 3), header=("2023년도",))) is None
    assert header_to_reason(replace(cell("95", 2, 3), header=("설립년도",))) == "date"
    assert header_to_reason(replace(cell("95", 2, 3), header=("사업연도",))) == "date"


@pytest.mark.parametrize(
    ("corner", "headed", "unit"),
    [
        ("구분(단위 : 억원)", 1, "(단위 : 억원)"),
        ("학기 단위 성취", 1, None),
        ("구분(단위 : 억원)", 0, None),
        ("구분(억원)", 1, None),
    ],
)
def test_the_corner_of_a_header_declares_for_the_whole_table(
    corner: str, headed: int, unit: str | None
) -> None:
    cells = (
        SimpleNamespace(row=0, col=0, text=corner),
        SimpleNamespace(row=0, col=1, text="’25년(단위 : 명)"),
    )
    table: Any = SimpleNamespace(cells=cells, header_rows=headed)
    assert corner_to_unit(table) == unit
