"""전체, 누계 and 총합: a whole is a total only where its parts close on it; 총합 and Total are totals."""

from __future__ import annotations

from decimal import Decimal

import pytest
from figures_by_hand import table_containers

from pipeline.model import Container, Report
from pipeline.quantify import quantify
from pipeline.reconcile import reconcile
from pipeline.text import is_total

Sum = tuple[Decimal | None, list[Decimal | None]]


def containers(rows: list[list[str]], unit: str = "명") -> list[Container]:
    return table_containers(rows, unit)


def sums(rows: list[list[str]], unit: str = "명") -> list[tuple[Sum, bool]]:
    """The sums claimed in a table, and whether a word declares them."""
    read = quantify(containers(rows, unit))
    values = {q.quantity_id: q.value for q in read.quantities}
    return [
        ((values[c.stated], [values[n] for n in c.operands]), c.declared)
        for c in read.claims
        if c.type == "sum_of_rows"
    ]


@pytest.mark.parametrize("word", ["전체", "누계", "누적", "전 체"])
def test_a_whole_sums_the_lines_above_it_and_must_prove_it(word: str) -> None:
    found = sums([["구분", "인원"], ["가온", "120"], ["나래", "310"], [word, "430"]])
    assert found == [((Decimal(430), [Decimal(120), Decimal(310)]), False)]


def test_a_whole_that_stands_first_sums_the_lines_below_it() -> None:
    found = sums([["구분", "인원"], ["전체", "430"], ["가온", "120"], ["나래", "310"]])
    assert found == [((Decimal(430), [Decimal(120), Decimal(310)]), False)]


def test_a_sum_so_far_across_months() -> None:
    found = sums([["구분", "1월", "2월", "3월", "누계"], ["가온", "12", "30", "41", "83"]])
    assert found == [((Decimal(83), [Decimal(12), Decimal(30), Decimal(41)]), False)]


def test_a_whole_sums_subtotals_and_not_their_parts_too() -> None:
    rows = [["구분", "인원"], ["소계", "430"], ["가온", "120"], ["나래", "310"]]
    rows += [["소계", "70"], ["다솜", "30"], ["라온", "40"], ["전체", "500"]]
    assert ((Decimal(500), [Decimal(430), Decimal(70)]), False) in sums(rows)


def test_a_subtotal_takes_the_group_behind_it_that_has_none() -> None:
    rows = [["분야", "과목", "계", "강의"], ["공통", "소계", "119", "58"]]
    rows += [["공통", "가온", "13", "11"], ["공통", "나래", "6", "2"]]
    rows += [["선택", "다솜", "100", "45"], ["기타", "소계", "2", "2"], ["기타", "라온", "2", "2"]]
    assert [(total, parts) for (total, parts), _ in sums(rows)] == [
        (119, [13, 6, 100]),
        (58, [11, 2, 45]),
    ]


@pytest.mark.parametrize("word", ["총합", "총합계", "Total", "합 계"])
def test_a_total_is_declared_by_its_word(word: str) -> None:
    found = sums([["구분", "인원"], ["가온", "120"], ["나래", "310"], [word, "430"]])
    assert found == [((Decimal(430), [Decimal(120), Decimal(310)]), True)]


@pytest.mark.parametrize("word", ["전체 사업", "누계율", "전체 평균"])
def test_other_words_sum_nothing(word: str) -> None:
    assert sums([["구분", "인원"], ["가온", "120"], ["나래", "310"], [word, "430"]]) == []


def test_one_part_is_no_sum() -> None:
    assert sums([["구분", "당월", "누계"], ["가온", "12", "83"]]) == []


def test_names_of_totals_are_no_rows() -> None:
    assert [is_total(text) for text in ("총합", "총합(85)", "총합계", "총합센터")] == [
        True,
        True,
        True,
        False,
    ]


# ---- what becomes of them

EMPTY = Report(None, 2024, None, None, (), (), (), ())


def verdicts(word: str, first: str, second: str) -> list[str]:
    cells = containers(
        [
            ["구분", "상반기", "하반기"],
            ["가온", "1,120", "2,240"],
            ["나래", "3,310", "4,105"],
            [word, first, second],
        ]
    )
    read = quantify(cells)
    found = reconcile(EMPTY, read.quantities, read.claims)[0]
    return [c.verdict for c in found if c.type == "sum_of_rows"]


@pytest.mark.parametrize("word", ["전체", "누계"])
def test_a_whole_that_closes_agrees(word: str) -> None:
    assert verdicts(word, "4,430", "6,345") == ["agrees", "agrees"]


@pytest.mark.parametrize(("first", "second"), [("9,815", "12,700"), ("4,430", "6,346")])
@pytest.mark.parametrize("word", ["전체", "누계"])
def test_a_whole_that_does_not_close_accuses_nobody(word: str, first: str, second: str) -> None:
    assert {"disagrees", "unsupported"}.isdisjoint(verdicts(word, first, second))


def test_a_total_that_does_not_close_is_still_accused() -> None:
    assert verdicts("총합", "4,430", "6,346") == ["agrees", "disagrees"]
