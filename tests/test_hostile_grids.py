"""Pipes and tabs that mean harm: rows that lack cells, rules without rows, headers without end, and
regular expressions that tempt.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from pipeline.extract import document_to_extraction
from pipeline.layout.flattened.grid_lines import BOLD, RULE, lines_to_grids
from pipeline.layout.furniture import is_leader_line
from pipeline.model import Line
from pipeline.outline.stated import text_to_total
from pipeline.quantify.claim_loose import HEADER
from tests.fuzz.promises import broken_promises, text_to_document
from tests.growth import assert_growth
from tests.test_hostile_texts import seconds

TABS = "과제\t단위사업\t추진현황\n"
# each ended in IndexError, or left places of its table without a cell
LACKING = {
    "rules and nothing else": "|---|---|\n|---|---|\n",
    "a heading and a row of one filled place": TABS
    + "가\t1. 나\t○ 3회\n제목\n라\t1. 마\t○ 바\n사\t\t\n",
    "rows with fewer cells than the header": TABS + "가\t나\n라\t마\t○ 바\n사\t아\t○ 자\n",
    "a quote for a row": TABS + '가\t나\t○ 3회\n라\t마\t○ 바\n"\n사\t아\t○ 자\n',
    "a numbered row that ends before the title": "| 분야 | 과제 | 사업명 | 추진실적 |\n|---|---|---|---|\n| Ⅰ. 바 | 12 |\n| 가 | 나 | 1. 다 | ○ 라 |\n",
    "a numbered row where no column holds titles": "| 구분 | 예산 | 집행 |\n|---|---|---|\n| Ⅰ. 바 | 12 | |\n| 가 | 3 | 4 |\n",
}
# n lines each, all of which were looked through for each of them
ENDLESS: dict[str, Callable[[int], str]] = {
    "the same header of tabs": lambda n: TABS * n,
    "headings over headings": lambda n: (
        TABS
        + "가\t나\t○ 다\n라\t마\t○ 바\n"
        + "".join(f"제목{k}\n사{k}\t아\t○ 자\n" for k in range(n // 2))
    ),
    "pipes before a row too wide": lambda n: (
        "| 과제 | 사업 |\n|---|---|\n" * (n // 2) + "| 가 | 나 | 다 |\n"
    ),
    "rules": lambda n: "|---|---|\n" * n,
    "headings in pipes": lambda n: (
        "| 과제 | 단위사업 | 추진현황 |\n|---|---|---|\n"
        + "".join(f"| Ⅰ. 분야{k} | | |\n" for k in range(n))
    ),
    "tables of pipes": lambda n: "".join(
        f"| 구분{k} | 인원{k} |\n|---|---|\n| 가 | {k}명 |\n\n" for k in range(n // 4)
    ),
}


@pytest.mark.parametrize("name", LACKING)
def test_rows_that_lack_cells_make_whole_tables(name: str) -> None:
    document = text_to_document(LACKING[name])
    assert list(broken_promises(document, document_to_extraction(document))) == []


@pytest.mark.parametrize("name", ENDLESS)
def test_ten_times_the_lines_take_about_ten_times_the_time(name: str) -> None:
    seconds(ENDLESS[name](100))
    assert_growth(lambda n: seconds(ENDLESS[name](n)), 400, 4000, 30)


def test_a_header_that_was_refused_above_a_wider_row_does_not_hide_the_table_below_it() -> None:
    text = [
        "| 과제 | 사업 |",
        "|---|---|",
        "| 과제 | 사업명 | 실적 |",
        "|---|---|---|",
        "| 가 | 1. 나 | ○ 3회 |",
    ]
    (grid,) = lines_to_grids([Line(k, None, t) for k, t in enumerate(text)])
    assert (grid.first, len(grid.rows)) == (2, 2)


@pytest.mark.parametrize(
    "text",
    [
        " " * 19_000 + "|x",
        "|---" + " " * 19_000 + "x",
        "x" + " " * 19_000 + "y",
        "** " * 6_000 + "x",
    ],
)
def test_runs_of_blanks_and_signs_are_walked_once(text: str) -> None:
    begun = time.process_time()
    RULE.fullmatch(text)
    BOLD.fullmatch(text)
    assert time.process_time() - begun < 0.5


def test_a_number_of_ten_thousand_thousands_states_nothing_and_takes_no_time() -> None:
    begun = time.process_time()
    assert text_to_total("교육 1" + ",234" * 10_000 + "명") is None
    assert time.process_time() - begun < 2.0


def test_a_paragraph_of_many_wraps_is_not_walked_for_each_of_its_figures() -> None:
    def wrapped(n: int) -> str:
        return "○ 교육 3회,\n" + "참여 3명,\n" * n

    seconds(wrapped(100))
    assert_growth(lambda n: seconds(wrapped(n)), 400, 4000, 30)


def test_a_thousand_years_in_one_line_and_a_thousand_dots_are_looked_at_once() -> None:
    begun = time.process_time()
    assert HEADER.search("구분 " + "2020년 " * 5_000) is None
    assert not is_leader_line("· " * 20_000 + "가")
    assert is_leader_line("가 " + "· " * 20_000 + "3")
    assert time.process_time() - begun < 1.0


TOTALS = "| 구분 | 합계 | 남 |\n|---|---|---|\n"
SUMMARIES: dict[str, Callable[[int], str]] = {
    "counts of rows": lambda n: (
        "| 분야 | 단위사업 수 |\n|---|---|\n"
        + "".join(f"| 가{k} | {k % 9 + 1} |\n" for k in range(n))
        + "| 합계 | 9 |\n"
    ),
    "shares of the total": lambda n: (
        TOTALS + "".join(f"| 가{k} | {k} | {k} |\n| 구성비 | 100% | 33% |\n" for k in range(n // 2))
    ),
    "rates made of names": lambda n: (
        TOTALS + "| 예산 | 3 | 4 |\n| 집행 | 3 | 4 |\n| 집행률 | 100% | 100% |\n" * (n // 3)
    ),
    "totals of all ranks": lambda n: (
        TOTALS
        + "".join(f"| {('소계', '가', '나', '합계')[k % 4]} | {k} | {k} |\n" for k in range(n))
    ),
    "growth": lambda n: (
        TOTALS
        + "| 전년 | 3 | 4 |\n| 금년 | 3 | 4 |\n| 증감 | 0 | 0 |\n| 증감률 | 100% | 100% |\n"
        * (n // 4)
    ),
    "shares of neighbours": lambda n: (
        TOTALS + "| 만족 | 3 | 4 |\n| 만족 비율 | 30% | 33% |\n" * (n // 2)
    ),
}


@pytest.mark.parametrize("name", SUMMARIES)
def test_a_table_of_many_shares_and_counts_has_no_more_readings_a_row(name: str) -> None:
    seconds(SUMMARIES[name](20))
    assert_growth(lambda n: seconds(SUMMARIES[name](n)), 150, 1200, 24, 0.05)


DENSE: dict[str, Callable[[int], str]] = {
    "the same sums": lambda n: (
        ("○ " + " + ".join(f"가 {k + 5}명" for k in range(300)) + " = 3명\n") * n
    ),
    "the same goals": lambda n: (
        ("○ " + ", ".join(f"목표 {k + 2}명 대비 {k % 100}%" for k in range(150)) + "\n") * n
    ),
    "years in a header": lambda n: ("구분 " + "2020년 " * 100 + "\n") * n,
}


@pytest.mark.parametrize("name", DENSE)
def test_dense_lines_said_again_and_again_take_time_in_proportion(name: str) -> None:
    seconds(DENSE[name](1))
    assert_growth(lambda n: seconds(DENSE[name](n)), 4, 20, 12, 0.1)
