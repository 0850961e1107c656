"""Inputs of fixtures/cases/wild/: signs, digits and tables as they are met outside."""

from __future__ import annotations

import pytest
from cases import case, number, owed

STROKES = "wild/text_as_tiny_strokes.pdf"
BRACKET = "wild/bracket_is_minus_no_legend.pdf"
FOOT = "wild/foot_repeated_over_pages.pdf"
SUBITEMS = "wild/subitems_are_in_their_item.pdf"
WATT = "wild/sw_is_no_watt.pdf"
CORRECTION = "wild/correction_over_white_box.pdf"
SPACED = "wild/letter_spaced_digits.pdf"
BLANKS = "wild/thousands_with_a_blank.txt"
SHARES = "wild/achieved_over_planned.txt"
NFD = "wild/decomposed_hangul.txt"
MINUS = "wild/minus_in_sentences.txt"


# ---- letters drawn as strokes


def test_a_page_of_strokes_is_named() -> None:
    read = case(STROKES)
    assert [p["page"] for p in read["problems"] if p["code"].startswith("page_")] == [1]
    assert read.report["status"] == "partial"


# ---- brackets without a legend


def test_brackets_are_minus_where_the_row_closes_only_so() -> None:
    read = case(BRACKET)
    assert read.at(1, 1, 3)["value"] == -54_200_500
    assert read.at(1, 2, 2)["value"] == -84_200_500


@owed("relations", "brackets unread, and a dash is no 0")
def test_all_four_changes_agree() -> None:
    found = [
        (c["computed"], c["verdict"]) for c in case(BRACKET)["checks"] if c["type"] == "difference"
    ]
    assert found == [
        (-54_200_500, "agrees"),
        (84_200_500, "agrees"),
        (4_500_000, "agrees"),
        (34_500_000, "agrees"),
    ]


def test_the_total_of_the_column_with_a_minus_agrees() -> None:
    read = case(BRACKET)
    total = read.at(1, 4, 2)["quantity_id"]
    found = [
        (read.operands(c), c["verdict"])
        for c in read["checks"]
        if c["quantity_id"] == total and c["type"] == "sum_of_rows"
    ]
    assert found == [([84_200_500, -84_200_500, 1_500_000], "agrees")]


def test_nothing_disagrees_in_a_table_of_brackets() -> None:
    assert case(BRACKET).disagreements() == []


# ---- a foot that is printed on every page


def test_a_repeated_foot_is_one_row_the_last() -> None:
    read = case(FOOT)
    rows = [row[0] for row in read.grid()]
    assert rows.count("합계") == 1
    assert rows[-1] == "합계"
    assert len(read["quantities"]) == 36


@owed("relations", "the total is added from its items, not its parts, and brackets are no sign")
@pytest.mark.parametrize(
    ("col", "parts"), [(7, [8_400_000, 50_000]), (9, [1_100_000, -3_000, 50_000])]
)
def test_the_total_of_both_pages_agrees(col: int, parts: list[float]) -> None:
    read = case(FOOT)
    totals = [
        q["quantity_id"] for q in read["quantities"] if q["col"] == col and q["value"] == sum(parts)
    ]
    assert len(totals) == 1
    found = [
        (read.operands(c), c["verdict"])
        for c in read["checks"]
        if c["quantity_id"] == totals[0] and c["type"] == "sum_of_rows"
    ]
    assert found == [(parts, "agrees")]


def test_nothing_disagrees_under_a_repeated_foot() -> None:
    assert case(FOOT).disagreements() == []


def test_losses_in_brackets_are_minus() -> None:
    bracketed = [
        q["value"] for q in case(FOOT)["quantities"] if q["row"] in (7, 8) and q["col"] == 9
    ]
    assert bracketed == [-3_000, -3_000]


# ---- items and their lines


def test_lines_of_an_item_are_not_added_beside_it() -> None:
    assert case(SUBITEMS).disagreements() == []


@pytest.mark.parametrize(
    ("row", "col", "parts"),
    [
        (1, 2, [6, 5, 5, 4]),
        (1, 3, [5.10, 4.00, 4.20, 3.10]),
        (2, 2, [2, 4]),
        (2, 3, [1.80, 3.30]),
    ],
)
def test_a_total_of_items_and_an_item_of_lines_agree(
    row: int, col: int, parts: list[float]
) -> None:
    read = case(SUBITEMS)
    total = read.at(1, row, col)["quantity_id"]
    found = [(read.operands(c), c["verdict"]) for c in read["checks"] if c["quantity_id"] == total]
    assert found == [(parts, "agrees")]


# ---- S/W names a thing


def test_a_bracket_with_a_slash_is_no_unit() -> None:
    assert case(WATT).figures("value", "unit", "kind") == [
        (value * 1000, "원", "money")
        for value in (88400, 81250, 7150, 42000, 39900, 2100, 12500, 11000, 1500)
    ]


# ---- a correction over a white box


def test_a_correction_reads_as_the_new_text_alone() -> None:
    read = case(CORRECTION)
    assert read.marked("1.1.2") == [(1, "○", "배움카드 350명 지원")]
    assert [q["value"] for q in read["quantities"] if q["programme_id"] == "1.1.2"] == [350]


def test_a_correction_makes_a_warning_on_its_page() -> None:
    found = [p for p in case(CORRECTION)["problems"] if p["page"] == 1]
    assert {p["severity"] for p in found} & {"warning", "error"}


# ---- digits set apart


def test_digits_set_apart_are_one_number() -> None:
    millions = [1500, 1650, 150, 700, 800, 100, 800, 850, 50]
    assert case(SPACED).figures("value", "unit") == [(v * 10**6, "원") for v in millions]


# ---- a blank in a number


@pytest.mark.parametrize(
    ("programme", "value", "unit"),
    [("1.1.1", 1240, "명"), ("1.1.2", 1350, "명"), ("1.1.3", 95.3, "%")],
)
def test_a_number_with_a_blank_is_whole(programme: str, value: float, unit: str) -> None:
    found = [q for q in case(BLANKS)["quantities"] if q["programme_id"] == programme]
    assert [(q["value"], q["unit"]) for q in found] == [(value, unit)]


@pytest.mark.parametrize("programme", ["1.1.4", "1.1.5"])
def test_a_number_that_is_mistyped_is_doubted(programme: str) -> None:
    read = case(BLANKS)
    found = [q for q in read["quantities"] if q["programme_id"] == programme]
    assert all(q["value"] is None or q["doubt"] for q in found)
    warned = [
        p for p in read["problems"] if p["programme_id"] == programme and p["severity"] == "warning"
    ]
    assert warned or not found


# ---- a of b


@pytest.mark.parametrize("programme", ["1.1.1", "1.1.2"])
def test_a_over_b_with_a_share_is_a_of_b(programme: str) -> None:
    found = [c["verdict"] for c in case(SHARES)["checks"] if c["programme_id"] == programme]
    assert found == ["agrees"]


def test_a_target_and_what_was_reached_agree() -> None:
    found = [c["verdict"] for c in case(SHARES)["checks"] if c["programme_id"] == "1.1.3"]
    assert found == ["agrees"]


# ---- decomposed Hangul


def test_decomposed_hangul_gives_the_rows_of_composed() -> None:
    read = case(NFD)
    assert read.year == 2024
    assert [p["programme_id"] for p in read["programmes"]] == ["1.1.1", "1.1.2", "1.2.1", "1.2.2"]
    assert [(number(q["quote"]), q["value"], q["unit"]) for q in read["quantities"]] == [
        ("12", 12, "개소"),
        ("1,240", 1240, "명"),
        ("350", 350, "명"),
        ("45", 45, "개"),
        ("2,310", 2310, "명"),
        ("8", 8, "개소"),
        ("96", 96, "명"),
    ]


# ---- minus in sentences


@pytest.mark.parametrize("nth", range(1, 7))
def test_a_sign_before_a_figure_in_a_sentence(nth: int) -> None:
    found = [q for q in case(MINUS)["quantities"] if q["programme_id"] == f"1.1.{nth}"]
    assert [(q["value"], q["unit"], q["kind"]) for q in found] == [
        (-(140 + 10 * nth), "명", "change")
    ]


def test_a_change_in_brackets_takes_the_unit_before_it() -> None:
    found = [q for q in case(MINUS)["quantities"] if q["programme_id"] == "1.1.7"]
    assert [(q["value"], q["unit"]) for q in found] == [
        (1_500_000_000, "원"),
        (-200_000_000, "원"),
    ]
