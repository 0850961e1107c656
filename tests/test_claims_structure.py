"""What a table's letters, heads and classes say about which of its figures make which others."""

from __future__ import annotations

from dataclasses import replace

import pytest
from test_reconcile_accuse import accused, figures, table, table_checks

from pipeline.faults import Faults
from pipeline.quantify.claim_grid import containers_to_grids


def confirmed(*rows: str) -> list[tuple[str, str]]:
    return [(c.type, c.statement) for c in table_checks(*rows) if c.verdict.startswith("agrees")]


LETTERED = ("구역|사업(개, B)|우수|미흡(C)|미흡 몫(%)(C/B)", "동|40|30|10|25.0", "서|50|30|20|40.0")


def test_a_letter_behind_the_unit_names_its_column() -> None:
    rates = ["25.0", "40.0", "30.0"]
    rows = (*LETTERED, "남|30|21|9|30.0")
    assert [said for kind, said in confirmed(*rows) if kind == "ratio"] == rates
    assert accused(table_checks(*LETTERED, "남|30|21|9|36.0")) == [("ratio", "36.0")]


GROWN = ("업종|2030년|2031년|증가액", "빵|71,200|78,100|6,900", "떡|12,400|12,900|500")


def test_an_increase_is_the_later_year_less_the_earlier() -> None:
    right = confirmed(*GROWN, "차|5,110|5,450|340")
    assert [said for kind, said in right if kind == "difference"] == ["6,900", "500", "340"]
    assert accused(table_checks(*GROWN, "차|5,110|5,450|390")) == [("difference", "390")]


def test_classes_of_a_first_column_are_labels() -> None:
    rows = ("규모|산업수|업체수", "0~25|41|213", "25~50|65|300", "50~75|92|112")
    right = [("sum_of_rows", "198"), ("sum_of_rows", "625")]
    assert confirmed(*rows, "합계|198|625") == right
    assert accused(table_checks(*rows, "합계|198|655")) == [("sum_of_rows", "655")]


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (("0~25", "25~50", "50~75"), 1),
        (("0~25", "25~50", "25~50"), 0),  # comes again: a goal or a range of what is measured
        (("0~25", "25~50", "60"), 0),
    ],
)
def test_spans_are_classes_only_where_each_stands_once(names: tuple[str, ...], labels: int) -> None:
    cells = table("규모|산업수", *(f"{name}|4{n}" for n, name in enumerate(names)))
    [grid] = containers_to_grids(cells, figures(*cells), Faults())
    assert {len(line.labels) for line in grid.lines} == {labels}


@pytest.mark.parametrize(("bounds", "labels"), [(("lt", "ge"), 1), (("lt", None), 0)])
def test_bounds_are_classes(bounds: tuple[str | None, ...], labels: int) -> None:
    cells = table("규모|산업수", "30|41", "31|65")
    read = figures(*cells)
    ends = iter(bounds)
    bounded = [replace(q, bound=next(ends)) if q.container.col == 0 else q for q in read]
    [grid] = containers_to_grids(cells, bounded, Faults())
    assert {len(line.labels) for line in grid.lines} == {labels}
