"""Gaps between words to column edges: what the learnt weights must tell, and what they must not."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.layout.grid.edges import (
    INTO,
    UNSURE,
    gaps_to_edges,
    gaps_to_unsure,
    rows_to_parted,
)
from pipeline.layout.grid.gaps import REASONS, Gap, Row, Table, table_to_gaps, weights
from pipeline.layout.gutters import Ink

EM = 10.0


def row(*words: tuple[float, str]) -> Row:
    """A row of words, each letter 9 points wide and an em from the next one."""
    x0 = np.array([x + EM * i for x, word in words for i in range(len(word))])
    code = np.array([ord(c) for _, word in words for c in word])
    flat = np.zeros(len(x0))
    return Row.of(Ink(x0, x0 + 9, flat, flat, code, flat.astype(int), EM), EM)


def rows_to_edges(*rows: Row, ends: tuple[float, ...] = ()) -> list[float]:
    table = Table(rows, EM, np.array(ends))
    return gaps_to_edges([g for g in table_to_gaps(table) if g.odds > 0], table)


def test_every_reason_has_a_weight_and_no_other_is_there() -> None:
    assert len(weights()) == len(REASONS) + 1


def test_centred_cells_that_leave_no_white_from_top_to_bottom_have_columns() -> None:
    rows = [
        row((20, "사업"), (130, "집행액"), (260, "비고")),
        row((0, "직거래지원"), (120, "1,200"), (265, "-")),
        row((10, "교육비"), (95, "12,345,600"), (250, "해당")),
        row((5, "시장정비"), (125, "800"), (240, "해당없음")),
    ]
    assert len(rows_to_edges(*rows)) == 2


def test_figures_close_beside_one_another_are_columns_and_words_of_a_title_are_none() -> None:
    figures = [
        row((0, "전체"), (50, "282"), (84, "198"), (118, "184")),
        row((0, "제조"), (50, "111"), (84, "759"), (118, "244")),
        row((0, "광업"), (50, "498"), (84, "647"), (118, "547")),
    ]
    assert len(rows_to_edges(*figures)) == 3
    titles = [
        row((0, "청년"), (24, "일자리"), (58, "지원"), (150, "12")),
        row((0, "전통시장"), (44, "현대화"), (150, "34")),
        row((0, "농어촌"), (34, "버스"), (58, "확대"), (150, "56")),
    ]
    assert len(rows_to_edges(*titles)) == 1


def test_letters_spread_over_their_cell_are_one_word() -> None:
    rows = [
        row((0, "구"), (40, "분"), (90, "금액")),
        row((0, "합"), (40, "계"), (55, ":"), (90, "1,200")),
        row((0, "성"), (40, "명\uff1a"), (90, "홍길동")),
    ]
    assert len(rows_to_edges(*rows)) == 1


def test_an_edge_stands_where_a_rule_ends() -> None:
    rows = [row((0, "구분"), (60, "금액")), row((0, "인건비"), (60, "1,200"))]
    assert rows_to_edges(*rows, ends=(52.0,)) == [52.0]


@pytest.mark.parametrize("count", [1, 3])
def test_a_wide_gap_shares_the_edges_of_others(count: int) -> None:
    table = Table([row((0, "가"), (90, "나"))] * (count + 1), EM, np.zeros(0))
    narrow = [Gap(1 + k, 10 + 20 * k, 15 + 20 * k) for k in range(count)]
    assert len(gaps_to_edges([Gap(0, 0, 80), *narrow], table)) == count


def test_an_edge_stands_off_the_words_of_a_last_cell_that_has_nothing_beside_it() -> None:
    rows = [
        row((0, "가나"), (50, "다라"), (130, "12")),
        row((0, "가나"), (50, "마바"), (130, "34")),
        row((0, "가나"), (50, "사아자차")),
        row((0, "가나"), (50, "카타파하")),
    ]
    assert 90 < rows_to_edges(*rows)[1] < 130


def test_a_name_from_the_first_column_over_others_is_parted_by_no_edge() -> None:
    rows = [row((0, "가나"), (60, "1"), (90, "2")), row((0, "가나다라마바사"))]
    gaps = table_to_gaps(Table(rows, EM, np.zeros(0)))
    parted = rows_to_parted(rows, gaps, np.array([-2.0, 40, 80, 110]))
    assert parted.tolist() == [[True, True], [True, False], [True, False], [True, True]]


def test_words_beside_a_gap_that_may_be_an_edge_or_none_are_in_doubt() -> None:
    rows = [row((0, "가나"), (60, "12"))]
    gaps = [Gap(0, 19.0, 60.0, UNSURE - 0.1), Gap(0, 19.0, 60.0, -UNSURE - 0.1)]
    assert gaps_to_unsure(rows, gaps) == [(19 - INTO, 0.0), (60 + INTO, 0.0)]


def test_letters_of_no_height_have_gaps_too() -> None:
    rows = [row((0, "쉼터"), (60, "35")), row((0, "돌봄"), (60, "12"))]
    gaps = table_to_gaps(Table(rows, 0.0, np.array([])))
    assert len(gaps) == 2
    assert all(np.isfinite(gap.odds) for gap in gaps)
