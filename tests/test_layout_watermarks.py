"""Watermarks and stamps across the text are set apart; titles and signs are not."""

from __future__ import annotations

from pipeline.layout.sheets import page_to_sheet
from pipeline.model import Page
from tests.test_layout_lines import Run, page_of


def texts_and_furniture(page: Page) -> tuple[list[str], list[str]]:
    sheet = page_to_sheet(page)
    return [line.text for line in sheet.loose], [line.text for line in sheet.furniture]


TEXT: list[Run] = [
    (f"가람시 배움터 {k}곳에서 주민이 글을 익힌다", 50, 100 + 16 * k, 10, 0) for k in range(1, 6)
]
LINES = [run[0] for run in TEXT]


def test_a_level_watermark_is_set_apart() -> None:
    assert texts_and_furniture(page_of(*TEXT, ("검토용", 70, 150, 48, 0))) == (LINES, ["검토용"])


def test_a_watermark_on_a_baseline_of_the_text_is_set_apart() -> None:
    assert texts_and_furniture(page_of(("대외비", 90, 148, 40, 0), *TEXT)) == (LINES, ["대외비"])


def test_a_title_and_a_chapter_number_are_text() -> None:
    lines, furniture = texts_and_furniture(
        page_of(("가을 보고", 50, 80, 30, 0), *TEXT, ("01", 300, 160, 40, 0))
    )
    assert furniture == []
    assert "가을 보고" in lines


def test_a_circle_round_a_number_is_no_watermark() -> None:
    assert (
        texts_and_furniture(page_of(*TEXT, ("○", 300, 152, 24, 0), ("3", 309, 147, 10, 0)))[1] == []
    )
