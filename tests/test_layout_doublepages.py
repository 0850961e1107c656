"""Two printed pages on one sheet: the left one is read to its end before the right one."""

from __future__ import annotations

from dataclasses import replace

from pipeline.layout.draft import DraftTable
from pipeline.layout.order import sheet_to_blocks
from pipeline.layout.sheets import page_to_sheet
from pipeline.layout.sidebyside import page_to_gutter
from pipeline.model import Box, Page
from tests.test_layout_lines import Run, page_of

LEFT = ["배움터를 새로 연다", "주민이 가까이서 배운다", "강사를 함께 찾는다"]
RIGHT = ["둘째 쪽의 첫 줄이다", "다음 줄이 이어진다", "마지막 줄로 맺는다"]


def sheet(numbers: tuple[str, str] = ("02", "03"), *more: Run) -> Page:
    """Lines of both pages on nearly the same heights, page numbers in the outer corners."""
    runs: list[Run] = [*more]
    for k, (left, right) in enumerate(zip(LEFT, RIGHT, strict=True)):
        runs += [(left, 60, 100 + 20 * k, 10, 0), (right, 660, 101 + 20 * k, 10, 0)]
    runs += [(numbers[0], 60, 800, 8, 0), (numbers[1], 1100, 800, 8, 0)]
    return replace(page_of(*runs), width=1190.0)


def order(page: Page) -> list[str]:
    found = page_to_sheet(page)
    aside = {id(line) for line in found.furniture}
    return [line.text for b in sheet_to_blocks(found) for line in b.lines if id(line) not in aside]


def test_the_left_page_is_read_before_the_right_one() -> None:
    assert order(sheet()) == [*LEFT, "02 03", *RIGHT]


def test_without_page_numbers_that_count_on_a_sheet_is_one_page() -> None:
    assert page_to_gutter(sheet(), []) == 595.0
    assert page_to_gutter(sheet(("02", "07")), []) is None
    assert page_to_gutter(sheet(("가", "나")), []) is None


def test_what_stands_in_the_middle_makes_one_page() -> None:
    assert page_to_gutter(sheet(("02", "03"), ("가운데 제목", 570, 60, 12, 0)), []) is None
    table = DraftTable(1, Box(60, 300, 1100, 500), [60.0, 1100.0], [300.0, 500.0], [])
    assert page_to_gutter(sheet(), [table]) is None
    assert page_to_gutter(replace(sheet(), width=600.0), []) is None
