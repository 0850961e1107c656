"""What makes a figure negative: brackets that something declares or that only so close, signs in
sentences; and brackets and dashes that are none. With them `part_of` of confirmed totals.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import pytest
from figures_by_hand import front, table_containers

from pipeline.model import SIGN_UNDECIDED, Container, Quantity, Report
from pipeline.quantify import quantify
from pipeline.reconcile import reconcile

EMPTY = Report(None, 2024, None, None, (), (), (), ())


def settled(containers: Sequence[Container]) -> tuple[Quantity, ...]:
    """The figures of texts and tables after their arithmetic was asked."""
    found = quantify(containers)
    return reconcile(EMPTY, found.quantities, found.claims).quantities


def table(*rows: str, unit: str | None = "원", more: Sequence[Container] = ()) -> list[Quantity]:
    """The figures of a table, rows of cells between bars."""
    cells = table_containers([[t.strip() for t in row.split("|")] for row in rows], unit)
    return [q for q in settled([*cells, *more]) if q.container.kind == "cell"]


def signs(figures: Sequence[Quantity], col: int) -> list[tuple[int, str | None, str | None]]:
    """Value, source of the sign and doubt of a column's figures."""
    return [(int(q.value or 0), q.sign_source, q.doubt) for q in figures if q.container.col == col]


def test_brackets_in_a_column_of_changes_are_minuses() -> None:
    found = table("구분 | 증감", "가람 | 5,000", "나루 | (2,100)")
    assert signs(found, 1) == [(5000, None, None), (-2100, "bracket", None)]


def test_brackets_are_minuses_where_the_label_says_so() -> None:
    found = table("구분 | 가람", "사용료수익 | 5,000", "운영이익(손실) | (2,100)")
    assert signs(found, 1) == [(5000, None, None), (-2100, "bracket", None)]


def test_brackets_are_minuses_under_a_legend() -> None:
    rows = ("구분 | 가람 | 나루", "보람관 | 5,000 | 700", "한빛관 | (2,100) | 300")
    assert signs(table(*rows), 1)[1] == (2100, None, SIGN_UNDECIDED)
    found = table(*rows, more=[front("[ ( ) : 감소표시 ]")])
    assert signs(found, 1)[1] == (-2100, "bracket", None)


def test_brackets_are_minuses_where_only_so_the_total_closes() -> None:
    found = table("구분 | 가람", "보람관 | 5,000", "한빛관 | (2,100)", "합계 | 2,900")
    assert signs(found, 1)[1] == (-2100, "bracket", None)


def test_brackets_that_the_total_counts_are_no_minuses() -> None:
    found = table("구분 | 가람", "보람관 | 5,000", "한빛관 | (2,100)", "합계 | 7,100")
    assert signs(found, 1)[1] == (2100, None, None)


def test_a_column_that_nothing_decides_is_doubted_though_its_neighbour_is_decided() -> None:
    """A share in brackets beside a minus in brackets."""
    found = table(
        "구분 | 가람 | 나루",
        "보람관 | 5,000 | 3,000",
        "한빛관 | (2,100) | (4,400)",
        "합계 | 2,900 | 3,000",
    )
    assert signs(found, 1)[1] == (-2100, "bracket", None)
    assert signs(found, 2)[1] == (4400, None, SIGN_UNDECIDED)


@pytest.mark.parametrize(
    "rows",
    [
        # the column prints its minuses otherwise
        ("구분 | 증감률(%)", "보람관 | (27.1)", "한빛관 | (△11.5)", "솔빛관 | 3.0"),
        # shares take turns with what they are shares of
        ("구분 | 가람", "보람관 | 5,000", "| (2,100)", "한빛관 | 4,000", "| (1,500)"),
        # a small number under a name is a part
        ("구분 | 가람", "보람관 | 50", "한빛관 | (3)"),
        # all of a column of rates
        ("구분 | 비율(%)", "보람관 | (27.1)", "한빛관 | (11.5)"),
    ],
)
def test_brackets_that_are_no_signs(rows: Sequence[str]) -> None:
    found = [q for q in table(*rows, unit=None) if "△" not in q.quote]
    assert {(q.sign_source, q.doubt == SIGN_UNDECIDED) for q in found} == {(None, False)}
    assert all(q.value and q.value > 0 for q in found)


def test_an_undecided_sign_accuses_nobody() -> None:
    found = quantify(
        table_containers(
            [["구분", "가람"], ["보람", "500"], ["한빛", "(9,100)"], ["계", "77"]], "원"
        )
    )
    checks = reconcile(EMPTY, found.quantities, found.claims).checks
    assert [c.verdict for c in checks if c.verdict == "disagrees"] == []


@pytest.mark.parametrize("sign", ["−", "－", "–", "‐", "-", "Δ", "∆", "△", "▲", "↓"])
@pytest.mark.parametrize("blank", ["", " "])
@pytest.mark.parametrize("before", ["증감", "전년 대비", "전년대비", "전년보다"])
def test_a_sign_behind_a_word_of_comparison(before: str, blank: str, sign: str) -> None:
    line = front(f"{before} {sign}{blank}150명", kind="achievement", section="detail")
    (figure,) = quantify([line]).quantities
    assert (figure.value, figure.kind, figure.sign_source) == (Decimal(-150), "change", "printed")
    assert figure.quote == f"{sign}{blank}150명"


@pytest.mark.parametrize("text", ["- 3개소 운영", "▲ 3개소 운영", "다래관 - 3개소 운영"])
def test_a_dash_that_opens_an_item_is_no_sign(text: str) -> None:
    (figure,) = quantify([front(text, kind="achievement", section="detail")]).quantities
    assert (figure.value, figure.sign_source) == (Decimal(3), None)


def test_a_fall_in_words_has_its_sign_from_a_word() -> None:
    (figure,) = quantify([front("사고 12건 감소", kind="achievement", section="detail")]).quantities
    assert (figure.value, figure.sign_source) == (Decimal(-12), "word")


def test_parts_of_confirmed_totals_name_them_down_before_across() -> None:
    found = table(
        "구분 | 계 | 가람 | 나루",
        "보람관 | 8,000 | 5,000 | 3,000",
        "한빛관 | 6,500 | 2,100 | 4,400",
        "합계 | 14,500 | 7,100 | 7,400",
    )
    at = {(q.container.row, q.container.col): q for q in found}
    ids = {where: q.quantity_id for where, q in at.items()}
    assert at[1, 2].part_of == ids[3, 2]
    assert at[1, 1].part_of == ids[3, 1]
    assert at[3, 2].part_of == ids[3, 1]
    assert at[3, 1].part_of is None


def test_a_table_is_added_up_by_its_highest_totals_or_by_its_rows() -> None:
    """The recipe of docs/methodology.md: what has no total of its own against what is none."""
    found = table(
        "구분 | 이용자수(명)",
        "보람관 | 5,000",
        "한빛관 | 2,100",
        "소계 | 7,100",
        "솔빛관 | 1,200",
        "나눔관 | 800",
        "소계 | 2,000",
        "합계 | 9,100",
    )
    totals = {q.part_of for q in found}
    highest = sum(q.value or 0 for q in found if q.part_of is None)
    rows = sum(q.value or 0 for q in found if q.quantity_id not in totals)
    assert (highest, rows) == (9100, 9100)
    assert {q.additivity for q in found} == {"persons"}


def test_parts_of_a_total_that_does_not_close_name_nothing() -> None:
    found = table("구분 | 가람", "보람관 | 5,000", "한빛관 | 2,100", "합계 | 7,900")
    assert {q.part_of for q in found} == {None}


def test_labels_left_of_a_cell_are_its_row_header() -> None:
    (figure,) = table("구분 | 가람", "보람관 | 5,000")
    assert figure.row_header == ("보람관",)
