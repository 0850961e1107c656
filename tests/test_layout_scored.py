"""Tables of programmes read by the scored grid: what a fault costs, and what is told of ink that no
cell explains and of edges that are in doubt.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipeline.layout.geometry import lay_out_pages
from pipeline.layout.tables import page_to_tables
from pipeline.model import Blocks, Document, Page, Source
from pipeline.publish.sentences import fails_as_unread
from tests.test_faults import failing_at
from tests.test_layout_tables import make_page

Words = list[tuple[float, float, str]]


def table(y: float, first: int = 1, rows: int = 6) -> Words:
    """A header and its numbered rows of two lines."""
    words = [(60, y, "과제"), (160, y, "단위사업"), (300, y, "추진실적"), (500, y, "부서")]
    for k in range(rows):
        at = y + 24 + 36 * k
        words += [(160, at, f"{first + k}. 사업"), (300, at, f"○ 교육 {k}회 엶")]
        words += [(300, at + 12, f"○ 나눔 {k}회 엶"), (500, at, "가과")]
    return [*words, (60, y + 24, "가 과제")]


def pages(*words: Words) -> tuple[Page, ...]:
    return tuple(replace(make_page([], own), number=k) for k, own in enumerate(words, 1))


def laid_out(*words: Words) -> Blocks:
    return lay_out_pages(
        Document(Source("a", "a.pdf", "0" * 64, 1, "application/pdf"), pages(*words))
    )


def codes(blocks: Blocks) -> list[tuple[str, int | None]]:
    return [(p.code, p.place.page) for p in blocks.problems]


def test_a_fault_in_one_table_costs_that_table(monkeypatch: pytest.MonkeyPatch) -> None:
    import pipeline.layout.grid.read as module

    two = table(100), [(60, 60, "다음 해의 계획을 여기에 적는다"), *table(100, 7)]
    sound = laid_out(*two)
    monkeypatch.setattr(module, "region_to_read", failing_at(module.region_to_read, 1))
    made = laid_out(*two)
    assert len(sound.tables) == 2
    assert codes(made) == [*codes(sound), ("pipeline_fault", 1)]
    assert [t.parts[0].page for t in made.tables] == [2]
    assert sorted(x.text for x in made.lines if "과제" in x.text) != []


def test_rows_behind_the_end_of_a_table_that_keep_to_its_columns_are_named() -> None:
    far = [(x, y + 420, text) for x, y, text in table(0, 7, 4)[4:]]
    blocks = laid_out([*table(100), *far])
    told = [p for p in blocks.problems if p.code == "table_part_unread"]
    read = "".join(c.text for t in blocks.tables for c in t.cells)
    assert ("7. 사업" in read) != bool(told)


def test_what_is_not_read_of_a_table_fails_as_unread() -> None:
    assert fails_as_unread("table_part_unread")


def test_a_table_tells_how_sure_its_rows_are() -> None:
    (sure,) = page_to_tables(make_page([], table(100))).tables
    even = [(x, y, t) for x, y, t in table(100) if t[:1] not in "123456"]
    for k in range(6):
        even.append((160, 124 + 36 * k, "사업"))
    assert sure.margin is not None
    assert sure.margin > 1
    assert all(c.doubt is None for c in sure.cells)


def test_edges_that_might_as_well_be_none_are_in_doubt() -> None:
    words: list[Any] = [(60, 100, "단위사업"), (300, 100, "추진실적")]
    for k in range(8):
        words += [(60, 124 + 13 * k, f"사업 {k}"), (300, 124 + 13 * k, "교육을 열고 나눔")]
    (own,) = page_to_tables(make_page([], words)).tables
    assert own.margin is not None
    assert (own.margin < 1) == any(c.doubt == "grid_doubt" for c in own.cells)
