"""A caption's unit is not taken in silence by a line that nothing says it is for."""

from __future__ import annotations

from decimal import Decimal

import pytest
from figures_by_hand import table_containers

from pipeline.model import Quantity
from pipeline.quantify import quantify
from pipeline.quantify.figures import Figures

DOUBT = "unit_of_caption"


def read(rows: list[list[str]], unit: str = "백만원") -> Figures:
    return quantify(table_containers(rows, unit))


def column(figures: Figures, col: int) -> list[Quantity]:
    return [q for q in figures.quantities if q.container.col == col and q.container.row]


def line(figures: Figures, row: int) -> list[Quantity]:
    return [q for q in figures.quantities if q.container.row == row]


def years(head: str, first: str, second: str) -> list[list[str]]:
    return [
        ["구분", "2023년", "2024년", head],
        ["가온부", "1,200", "1,250", first],
        ["나래부", "400", "500", second],
    ]


@pytest.mark.parametrize("head", ["Index", "Margin", "ROI", "Score (A)"])
def test_a_head_in_letters_that_no_list_knows(head: str) -> None:
    figures = read(years(head, "104", "125"))
    assert [(q.value, q.unit, q.kind, q.doubt) for q in column(figures, 3)] == [
        (Decimal(value), None, "count", DOUBT) for value in (104, 125)
    ]
    assert [(q.value, q.doubt) for q in column(figures, 2)] == [
        (Decimal(1_250_000_000), None),
        (Decimal(500_000_000), None),
    ]


@pytest.mark.parametrize("head", ["물가지수", "순위", "전년비", "연차"])
def test_a_head_that_names_no_amount(head: str) -> None:
    assert [(q.value, q.unit, q.doubt) for q in column(read(years(head, "3", "1")), 3)] == [
        (Decimal(3), None, DOUBT),
        (Decimal(1), None, DOUBT),
    ]


@pytest.mark.parametrize("head", ["자립도", "신장", "비고2", "2025년"])
def test_decimals_beside_whole_amounts(head: str) -> None:
    figures = read(years(head, "4.2", "25.0"))
    assert [(q.value, q.unit, q.doubt) for q in column(figures, 3)] == [
        (Decimal("4.2"), None, DOUBT),
        (Decimal("25.0"), None, DOUBT),
    ]


def test_a_row_of_decimals_among_rows_of_whole_amounts() -> None:
    figures = read(
        [
            ["구분", "2023년", "2024년"],
            ["세입", "120,300", "131,000"],
            ["세출", "119,800", "130,500"],
            ["자립도", "75.5", "74.9"],
        ]
    )
    assert [(q.value, q.unit, q.doubt) for q in line(figures, 3)] == [
        (Decimal("75.5"), None, DOUBT),
        (Decimal("74.9"), None, DOUBT),
    ]
    assert {q.doubt for q in (*line(figures, 1), *line(figures, 2))} == {None}


def test_the_doubt_is_a_problem_once_a_column() -> None:
    found = [p for p in read(years("Index", "104", "125")).problems if p.code == DOUBT]
    assert [(p.row, p.col, dict(p.words)) for p in found] == [
        (1, 3, {"stated": "백만원", "quote": "104"})
    ]


# ---- what is ordinary


@pytest.mark.parametrize(
    ("head", "first", "second"),
    [
        ("2025년", "1,300", "510"),  # a year
        ("합계", "2,450", "900"),
        ("Total", "2,450", "900"),
        ("3Q", "300", "125"),
        ("2025E", "300", "125"),
        ("국비", "4.2", "25.0"),  # its head names money, however it is printed
        ("가온시", "300", "125"),  # a name
    ],
)
def test_ordinary_columns_take_the_captions_unit(head: str, first: str, second: str) -> None:
    figures = column(read(years(head, first, second)), 3)
    assert {(q.unit, q.doubt) for q in figures} == {("원", None)}


def test_names_beside_names_are_ordinary() -> None:
    heads = ["구분", "가온공단", "나래진흥원", "NIPX", "KODA"]
    figures = read(
        [heads, ["2023년", "120", "30", "45", "61"], ["2024년", "130", "33", "40", "60"]]
    )
    assert {(q.unit, q.doubt) for q in figures.quantities if q.container.row} == {("원", None)}


def test_names_in_rows_are_ordinary() -> None:
    figures = read([["구분", "2024년"], ["R&D", "120"], ["SOC", "1,300"], ["복지", "45"]])
    assert [(q.value, q.doubt) for q in figures.quantities if q.container.row] == [
        (Decimal(value * 1_000_000), None) for value in (120, 1300, 45)
    ]


def test_decimals_of_like_size_are_ordinary() -> None:
    rows = [["구분", "가온시", "나래시", "다솜시"], ["2024년", "7.5", "12", "20"]]
    assert {q.doubt for q in read(rows, "억원").quantities} == {None}


def test_decimals_everywhere_are_ordinary() -> None:
    rows = [["구분", "가온시", "나래시"], ["2023년", "7.5", "1,312.4"], ["2024년", "6.1", "1,400"]]
    assert {q.doubt for q in read(rows, "억원").quantities} == {None}


def test_a_unit_of_rates_is_ordinary() -> None:
    figures = read(years("Index", "104", "125"), "점")
    assert {(q.unit, q.doubt) for q in column(figures, 3)} == {("점", None)}


def test_a_head_with_its_own_unit_is_asked_nothing() -> None:
    figures = column(read(years("Index(점)", "104", "125")), 3)
    assert {(q.unit, q.doubt) for q in figures} == {("점", None)}
