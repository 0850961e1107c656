"""Figures of fixtures/cases/figures/: exact values, units, labels, joined lines."""

from __future__ import annotations

import pytest
from cases import case, owed

BRACKETS = "figures/bracket_decrease.pdf"
RUNS = "figures/course_runs.txt"
ITEMS = "figures/item_lines_in_cell.pdf"
AMOUNTS = "figures/amounts_without_won.txt"
ACTS = "figures/light_acts.txt"
JA = "figures/wrapped_ja_bracket.pdf"
WRAPS = "figures/wrap_by_masked_words.pdf"
TOTAL = "figures/total_off_by_many_digits.txt"


def test_a_bracket_is_a_decrease_where_the_foot_says_so() -> None:
    changes = [q["value"] for q in case(BRACKETS)["quantities"] if q["col"] == 3]
    assert changes == [15_000_000, -6_400_000, -5_100_000]


def test_all_three_changes_agree() -> None:
    found = [(c["type"], c["computed"], c["verdict"]) for c in case(BRACKETS)["checks"]]
    assert found == [
        ("difference", value, "agrees") for value in (15_000_000, -6_400_000, -5_100_000)
    ]


@pytest.mark.parametrize("runs", [17, 31, 46])
def test_runs_of_courses_are_figures(runs: int) -> None:
    (found,) = case(RUNS).quantities(str(runs))
    assert (found["value"], found["unit"], found["measure"], found["quote"]) == (
        runs,
        "기",
        "기수",
        f"{runs}기수",
    )


def test_no_digits_of_the_course_lines_are_unread() -> None:
    assert [q["quote"] for q in case(RUNS)["left_out"] if q["reason"] == "unread"] == []


def test_item_lines_in_a_cell_are_money() -> None:
    lines = [q for q in case(ITEMS)["quantities"] if q["col"] == 2]
    assert [(q["quote"], q["value"], q["unit"], q["kind"], q["unit_source"]) for q in lines] == [
        ("52,000,000", 52_000_000, "원", "money", "caption"),
        ("31,000,000", 31_000_000, "원", "money", "caption"),
        ("14,000,000", 14_000_000, "원", "money", "caption"),
        ("97,000,000", 97_000_000, "원", "money", "caption"),
    ]
    assert "인건비" in lines[-1]["measure"]


@owed("relations", "a subtotal in the same cell is not compared with its lines")
def test_the_subtotal_in_a_cell_is_the_sum_of_its_lines() -> None:
    read = case(ITEMS)
    lines = [q for q in read["quantities"] if q["col"] == 2]
    found = [
        (read.operands(c), c["verdict"])
        for c in read.checks("97,000,000")
        if c["type"] == "sum_of_rows"
    ]
    assert ([52_000_000, 31_000_000, 14_000_000], "agrees") in found
    assert [q["part_of"] for q in lines[:3]] == [lines[3]["quantity_id"]] * 3


PAIRS = [
    ("5100만", "대도시", "before", 51e6),
    ("6700만", "대도시", "after", 67e6),
    ("3300만", "중소도시", "before", 33e6),
    ("4100만", "중소도시", "after", 41e6),
    ("2800만", "농어촌", "before", 28e6),
    ("3600만", "농어촌", "after", 36e6),
]


def test_amounts_at_arrows_have_their_own_label_and_role() -> None:
    found = case(AMOUNTS).figures("quote", "measure", "figure_role", "value")[:6]
    assert found == PAIRS


def test_ranges_of_amounts_at_arrows() -> None:
    found = case(AMOUNTS).figures("low", "high", "bound", "figure_role")[6:]
    assert found == [
        (36e6, 67e6, "range", "before"),
        (54e6, 98e6, "range", "after"),
        (51e6, 110e6, "range", "before"),
        (115e6, 168e6, "range", "after"),
    ]


@pytest.mark.parametrize(
    ("quote", "measures"),
    [
        ("3회", {"토론마당"}),
        ("8회", {"진단", "현장 진단"}),
        ("5건", {"정책조사"}),
        ("36개소", {"디지털 학습장"}),
    ],
)
def test_the_noun_in_front_says_what_was_counted(quote: str, measures: set[str]) -> None:
    found = [q["measure"] for q in case(ACTS)["quantities"] if q["quote"] == quote]
    assert len(found) == 1
    assert found[0] in measures


@owed("outline", "자) at the start of a wrapped line is taken for a mark")
def test_no_mark_closes_a_bracket_that_is_open() -> None:
    assert case(JA).marked("1.1.1") == [
        (1, "○", "신기술 분야 훈련 및 직무과정(재직자･구직자) : 6개소")
    ]


@pytest.mark.parametrize(
    ("programme", "end"),
    [("1.1.1", "수료(66.3%)"), ("1.1.2", "수료(68.8%)"), ("1.1.4", "수료(62.4%)")],
)
def test_a_bracket_that_cannot_be_broken_is_joined_without_a_blank(
    programme: str, end: str
) -> None:
    ((_, _, text),) = case(WRAPS).marked(programme)
    assert text.endswith(end)


def test_brackets_inside_a_line_stay_as_printed() -> None:
    texts = [a["text"] for a in case(WRAPS)["achievements"]]
    assert [texts[n].endswith(end) for n, end in ((2, "수료(71.3%)"), (4, "수료(66.8%)"))] == [
        True,
        True,
    ]


def test_a_total_that_is_wrong_in_many_digits_is_compared() -> None:
    """온라인 and 오프라인 cut the whole, and 총 says that it is the whole."""
    read = case(TOTAL)
    (check,) = read.checks("5,613")
    assert check["type"] == "sum_of_parts"
    assert (check["stated"], check["computed"], check["difference"]) == (5613, 5490, 123)
    assert check["verdict"] == "disagrees"
    assert read.operands(check) == [3188, 2302]
