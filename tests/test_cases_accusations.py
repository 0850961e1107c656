"""What a reader with a pencil says of the relations in fixtures/cases/accusations/."""

from __future__ import annotations

import pytest
from cases import Case, case, owed

V01 = "accusations/v01_two_rows_in_a_box.pdf"
V02 = "accusations/v02_bracket_is_minus_legend.pdf"
V03 = "accusations/v03_average_growth_is_not_total_growth.txt"
V04 = "accusations/v04_direction_words.txt"
V05 = "accusations/v05_budget_and_spending_are_not_parts.pdf"
V06 = "accusations/v06_running_numbers_are_not_added.pdf"
V07 = "accusations/v07_parts_that_are_not_the_whole.txt"
V08 = "accusations/v08_total_without_double_counts.pdf"
V09 = "accusations/v09_money_table_with_a_row_group_called_기업.pdf"
V10 = "accusations/v10_hierarchy_with_a_wrong_subtotal.pdf"
V11 = "accusations/v11_opening_plus_change_is_closing.pdf"
V12 = "accusations/v12_amount_and_rate_of_change.pdf"
V13 = "accusations/v13_agreement_by_chance.txt"
V14 = "accusations/v14_boilerplate_is_no_restatement.txt"


def differences(read: Case) -> list[tuple[str, float, str]]:
    """(statement, computed, verdict) of the differences, as the report reads."""
    return [
        (c["statement"], c["computed"], c["verdict"])
        for c in read["checks"]
        if c["type"] == "difference"
    ]


def sums(read: Case, printed: str) -> set[tuple[tuple[float, ...], str]]:
    """The sums that a printed total was compared with: (operands, verdict)."""
    return {
        (tuple(read.operands(c)), c["verdict"])
        for c in read.checks(printed)
        if c["type"].startswith("sum_of")
    }


# ---- v01: two rows in one ruled box


def test_v01_every_change_is_this_year_less_the_last() -> None:
    values = [1_300_000, 800_000, 500_000, 300_000, 400_000, 250_000, 150_000, 100_000]
    assert differences(case(V01)) == [(f"{v:,}", v, "agrees") for v in values]
    assert case(V01).disagreements() == []


def test_v01_the_lines_of_a_box_are_rows() -> None:
    grid = case(V01).grid()
    assert [row[1] for row in grid[1:]] == [
        "9,500,000",
        "5,400,000",
        "3,400,000",
        "2,000,000",
        "2,600,000",
        "1,900,000",
        "700,000",
        "1,500,000",
    ]
    assert [row[0] for row in grid[3:5]] == ["가. 정규과정", "나. 단기과정"]


@pytest.mark.parametrize(
    ("total", "parts"), [("800,000", (500_000, 300_000)), ("400,000", (250_000, 150_000))]
)
def test_v01_items_are_the_sums_of_their_lines(total: str, parts: tuple[float, ...]) -> None:
    assert (parts, "agrees") in sums(case(V01), total)


# ---- v02: brackets are minus by the legend


def test_v02_brackets_are_minus_where_the_legend_says_so() -> None:
    changes = [q for q in case(V02)["quantities"] if q["col"] == 3]
    thousands = [-34_500, -8_500, -3_300, 35_000, -72_000, 0, 0]
    assert [q["value"] for q in changes] == [v * 1000 for v in thousands]
    assert {q["unit"] for q in changes} == {"원"}


def test_v02_six_changes_agree_and_the_one_wrong_row_disagrees() -> None:
    read = case(V02)
    assert [c["verdict"] for c in read["checks"]] == ["agrees"] * 6 + ["disagrees"]
    wrong = read["checks"][-1]
    assert (wrong["statement"], wrong["stated"], wrong["computed"]) == ("0", 0, 5_500_000)
    assert sorted(read.operands(wrong)) == [2_300_000, 7_800_000]


# ---- v03: average growth


def test_v03_average_growth_is_not_the_growth_of_the_whole_time() -> None:
    read = case(V03)
    assert read.disagreements() == []
    judged = [c for c in read["checks"] if c["stated"] in (10.4, 18.3)]
    assert {c["verdict"] for c in judged} <= {"agrees", "agrees_within_rounding"}


def test_v03_a_plain_growth_agrees() -> None:
    assert case(V03).verdicts("25") == ["agrees"]


# ---- v04: words of direction


def test_v04_words_of_direction_give_the_sign() -> None:
    read = case(V04)
    found = [(c["statement"], c["stated"], c["verdict"]) for c in read["checks"]]
    assert found == [
        ("0.9%p", -0.9, "agrees"),
        ("0.5%p", 0.5, "agrees"),
        ("0.7%p", -0.7, "agrees"),
    ]


# ---- v05: spending is no part beside the budget


def test_v05_spending_beside_a_budget_is_no_part() -> None:
    read = case(V05)
    assert read.disagreements() == []
    spent = {q["quantity_id"] for q in read["quantities"] if q["col"] == 5}
    mixed = [
        c for c in read["checks"] if spent & set(c["operands"]) and c["quantity_id"] not in spent
    ]
    assert mixed == []


# ---- v06: running numbers


def test_v06_running_numbers_are_not_added() -> None:
    read = case(V06)
    assert read.disagreements() == []
    assert "disagrees" not in read.verdicts("6")


def test_v06_the_people_agree() -> None:
    assert case(V06).verdicts("1,873") == ["agrees"]


# ---- v07: parts that are not the whole


def test_v07_nothing_disagrees() -> None:
    read = case(V07)
    assert read.disagreements() == []
    assert read.verdicts("3") == []
    assert set(read.verdicts("310")) <= {"unsupported"}


@owed("relations", "one part of each is left out of the sum")
@pytest.mark.parametrize(
    ("total", "parts"), [("14", [4, 10]), ("512", [18 * 10**8, 471 * 10**8, 23 * 10**8])]
)
def test_v07_the_whole_is_the_sum_of_all_its_parts(total: str, parts: list[float]) -> None:
    read = case(V07)
    found = [(read.operands(c), c["verdict"]) for c in read.checks(total)]
    assert found == [(parts, "agrees")]


# ---- v08: double counts left out by a note


@pytest.mark.parametrize("total", ["48", "121"])
def test_v08_a_total_without_double_counts_is_no_sum(total: str) -> None:
    read = case(V08)
    checks = read.checks(total) or [c for c in read["checks"] if c["stated"] == float(total)]
    assert [c["verdict"] for c in checks] == ["unsupported"]
    assert "중복" in checks[0]["explanation_ko"]


def test_v08_nothing_disagrees() -> None:
    assert case(V08).disagreements() == []


@pytest.mark.parametrize("total", ["431", "15,340"])
def test_v08_the_other_totals_agree(total: str) -> None:
    assert case(V08).verdicts(total) == ["agrees"]


# ---- v09: a row group's name is no unit


def test_v09_money_stays_money_under_a_group_of_firms() -> None:
    group = [q for q in case(V09)["quantities"] if q["row"] in range(5, 9) and q["col"] in (2, 4)]
    assert {(q["unit"], q["kind"], q["multiplier"]) for q in group} == {("원", "money", 10**8)}
    assert [q["value"] for q in group if q["row"] == 8] == [20_248 * 10**8, 23_201 * 10**8]


@pytest.mark.parametrize("total", ["20,248", "23,201"])
def test_v09_totals_one_off_agree_within_rounding(total: str) -> None:
    read = case(V09)
    assert "agrees_within_rounding" in read.verdicts(total)
    assert read.disagreements() == []


# ---- v10: a hierarchy with a wrong subtotal

V10_SUMS = [
    # row, col, parts, verdict
    (2, 3, (2950, 1400, 700), None),
    (3, 3, (2400, 550), "agrees"),
    (4, 3, (1200, 720, 480), "agrees"),
    (8, 3, (300, 250), "agrees"),
    (11, 3, (680, 750), "disagrees"),
    (12, 3, (240, 210, 230), "agrees"),
    (16, 3, (240, 310, 200), "agrees"),
    (20, 3, (200, 300, 200), "agrees"),
    (2, 5, (3120, 1352, 691), "agrees"),
    (3, 5, (2610, 510), "agrees"),
    (4, 5, (1390, 705, 515), "agrees"),
    (8, 5, (281, 229), "agrees"),
    (11, 5, (641, 711), "agrees"),
    (12, 5, (222, 198, 221), "agrees"),
    (16, 5, (231, 302, 178), "agrees"),
    (20, 5, (188, 309, 194), "agrees"),
    (3, 2, (41, 19), "agrees"),
    (4, 2, (20, 12, 9), "agrees"),
    (8, 2, (10, 9), "agrees"),
    (11, 2, (22, 19), "disagrees"),
    (12, 2, (8, 7, 7), "agrees"),
    (16, 2, (6, 8, 5), "agrees"),
    (20, 2, (2, 2, 2), "agrees"),
    (2, 4, (60, 41, 6), "agrees"),
    (11, 4, (22, 19), "agrees"),
    (2, 1, (5, 6, 3), "agrees"),
    (3, 1, (3, 2), "agrees"),
    (11, 1, (3, 3), "agrees"),
]


@pytest.mark.parametrize(
    ("row", "col", "parts", "verdict"),
    [s for s in V10_SUMS if s[3]],
    ids=lambda v: str(v).replace(" ", ""),
)
def test_v10_every_level_is_the_sum_of_the_next(
    row: int, col: int, parts: tuple[float, ...], verdict: str
) -> None:
    read = case(V10)
    total = read.at(1, row, col)
    found = [
        (tuple(read.operands(c)), c["verdict"])
        for c in read["checks"]
        if c["quantity_id"] == total["quantity_id"]
    ]
    assert (parts, verdict) in found


@owed("relations", "a total called 총 합(14) over numbered groups gets no check")
def test_v10_only_the_two_wrong_subtotals_disagree() -> None:
    """The whole agrees with the parts of the wrong subtotal: 5,080 = 2,950 + (680 + 750) + 700."""
    read = case(V10)
    assert read.disagreements() == [("40", 41), ("1,400", 1430)]
    whole = read.at(1, 2, 3)["quantity_id"]
    found = [
        sum(read.operands(c))
        for c in read["checks"]
        if c["quantity_id"] == whole and c["verdict"] == "agrees"
    ]
    assert found == [5080]


# ---- v11: opening, change, closing


@owed("relations", "a closing balance is not compared with opening and change")
@pytest.mark.parametrize(
    ("closing", "parts", "verdict"),
    [
        ("38,390", [41_220, -2_830], "agrees"),
        ("10,529", [9_415, 114], "disagrees"),
        ("3,360", [3_300, 60], "agrees"),
    ],
)
def test_v11_opening_and_change_are_the_closing(
    closing: str, parts: list[float], verdict: str
) -> None:
    read = case(V11)
    found = [(read.operands(c), c["verdict"]) for c in read.checks(closing)]
    assert found == [([p * 10**6 for p in parts], verdict)]


def test_v11_income_less_spending_is_the_change() -> None:
    found = [(s, v) for s, _, v in differences(case(V11))]
    assert [f for f in found if f[0] in {"△2,830", "114", "60"}] == [
        ("△2,830", "agrees"),
        ("114", "agrees"),
        ("60", "agrees"),
    ]


# ---- v12: amount and rate of a change


@owed("relations", "the rate beside an amount of change is not compared")
def test_v12_the_rates_of_change_agree() -> None:
    found = [
        (c["stated"], c["verdict"])
        for c in case(V12)["checks"]
        if c["type"] == "percent_change" and c["stated"] != 0
    ]
    assert [stated for stated, _ in found] == [0.5, -12.95]
    assert {verdict for _, verdict in found} <= {"agrees", "agrees_within_rounding"}


@owed("relations", "the rate beside an amount of change is not compared")
def test_v12_a_rate_of_nothing_agrees() -> None:
    found = [c for c in case(V12)["checks"] if c["type"] == "percent_change" and c["stated"] == 0]
    assert [c["verdict"] for c in found] == ["agrees"] * 2


def test_v12_amounts_and_sums_agree() -> None:
    read = case(V12)
    assert read.disagreements() == []
    assert [s for s, _, v in differences(read) if v == "agrees"] == [
        "312,000",
        "0",
        "▲312,000",
        "0",
        "0",
    ]


# ---- v13: agreement by chance


def test_v13_only_the_reports_own_summary_counts_its_rows() -> None:
    read = case(V13)
    own = {q["quantity_id"]: q["quote"] for q in read["quantities"] if q["measure"] != "과제"}
    rows = [c for c in read["checks"] if c["type"] == "count_of_rows"]
    assert [(c["statement"], c["verdict"]) for c in rows] == [("2개", "agrees"), ("5개", "agrees")]
    assert all(c["quantity_id"] in own for c in rows)


def test_v13_the_rows_are_read() -> None:
    assert [p["programme_id"] for p in case(V13)["programmes"]] == [
        "1.1.1",
        "1.1.2",
        "1.2.1",
        "2.1.1",
        "2.1.2",
    ]


# ---- v14: a form's words


def test_v14_boilerplate_is_no_restatement() -> None:
    assert [c for c in case(V14)["checks"] if c["type"] == "restated_figure"] == []


@owed("relations", "12 months each of two years are added once")
def test_v14_each_of_two_years_counts_twice() -> None:
    read = case(V14)
    found = [
        (c["computed"], c["verdict"]) for c in read.checks("43") if c["type"] != "restated_figure"
    ]
    assert found == [(43, "agrees")] * 2
