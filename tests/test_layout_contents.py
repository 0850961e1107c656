"""Lists of contents and furniture in boxes, on pages made by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.layout.apart import set_contents_apart, set_furniture_apart
from pipeline.layout.contents import is_contents_heading, page_to_contents
from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.layout.lines import glyphs_to_lines
from pipeline.layout.sheets import Frame, Sheet
from pipeline.model import Box, Page
from tests.test_layout_lines import Run, page_of

TITLES = ("첫째 마당", "둘째 마당", "셋째 마당", "넷째 마당")


def listed(numbers: tuple[int, ...], heading: str, leader: str = "") -> Page:
    """A page of titles with page numbers that end at 400."""
    runs: list[Run] = [(heading, 200, 60, 16, 0), ("글이 한 줄 있다", 50, 300, 10, 0)]
    for k, (title, number) in enumerate(zip(TITLES, numbers, strict=False)):
        runs += [(f"{title} {leader}", 50, 100 + 20 * k, 10, 0)]
        runs += [(str(number), 400 - 5 * len(str(number)), 100 + 20 * k, 10, 0)]
    return page_of(*runs)


def drawn(page: Page) -> Page:
    """With a fine rule from each title to its page number."""
    rows = [(120.0, 98.0 + 20 * k, 380.0, 98.5 + 20 * k, 0.5) for k in range(4)]
    columns = np.array(rows, np.float32).T
    return replace(page, rulings=type(page.rulings)(*columns))


def found(page: Page) -> list[str]:
    return [line.text for line in page_to_contents(page, glyphs_to_lines(page))]


def test_titles_under_the_heading_of_contents_are_one() -> None:
    texts = found(listed((1, 4, 4, 12), "목 차"))
    assert len(texts) == 5
    assert texts[0] == "목 차"


def test_drawn_leaders_need_no_heading() -> None:
    page = listed((1, 4, 7, 12), "일반 현황")
    assert found(page) == []
    assert len(found(drawn(page))) == 4


def test_typed_leaders_need_no_list() -> None:
    assert len(found(listed((3,), "현황", "············"))) == 1


def test_figures_that_fall_are_no_page_numbers() -> None:
    assert found(drawn(listed((40, 12, 30, 7), "목차"))) == []


def test_headings_of_contents() -> None:
    assert is_contents_heading("[ 표 목차 ]")
    assert not is_contents_heading("목록 작성")


def test_a_table_that_is_a_list_of_contents_is_none() -> None:
    page = listed((1, 4, 7, 12), "차례")
    heading, *rows, text = glyphs_to_lines(page)
    box = Box(40, 80, 410, 170)
    cells = [DraftCell(k, 0, 1, 1, box, [line]) for k, line in enumerate(rows)]
    table = DraftTable(1, box, [40, 410], [80.0 + 20 * k for k in range(len(rows) + 1)], cells)
    sheet = Sheet(1, 595, 842, tables=[table], loose=[heading, text])
    set_contents_apart(sheet, page)
    assert sheet.tables == []
    assert [line.text for line in sheet.contents] == [heading.text, *(row.text for row in rows)]
    assert sheet.loose == [text]


def boxed(*words: str, top: float = 20) -> list[Sheet]:
    """Pages with a line of text and a frame at the same place."""
    sheets = []
    for number, word in enumerate(words, 1):
        lines = glyphs_to_lines(page_of((word, 50, top + 10, 10, 0), ("본문", 50, 400, 10, 0)))
        frame = next(line for line in lines if line.text == word)
        text = next(line for line in lines if line.text == "본문")
        for line in lines:
            line.page = number
        box = Box(40, top, 120, top + 14)
        sheets.append(Sheet(number, 595, 842, frames=[Frame(box, [frame])], loose=[text]))
    set_furniture_apart(sheets, {})
    return sheets


def furniture(sheets: list[Sheet]) -> list[str]:
    return [line.text for sheet in sheets for line in sheet.furniture]


def test_a_boxed_running_head_is_furniture_and_its_box_is_gone() -> None:
    sheets = boxed("대외주의", "대외주의", "대외주의")
    assert furniture(sheets) == ["대외주의"] * 3
    assert all(sheet.frames == [] for sheet in sheets)


def test_numbers_in_boxes_at_the_head_are_headings_and_at_the_foot_page_numbers() -> None:
    assert furniture(boxed("1", "2", "3")) == []
    assert furniture(boxed("과제 1", "과제 2", "과제 3")) == []
    assert furniture(boxed("1", "2", "3", top=810)) == ["1", "2", "3"]


def test_a_page_number_between_the_rules_of_a_foot_is_no_table() -> None:
    sheets = []
    for number in (1, 2, 3):
        lines = glyphs_to_lines(
            page_of(("가람시", 50, 820, 10, 0), (f"- {number} -", 300, 820, 10, 0))
        )
        box = Box(40, 805, 400, 830)
        cells = [DraftCell(0, 0, 1, 1, box, lines)]
        table = DraftTable(number, box, [40, 400], [805, 830], cells)
        text = glyphs_to_lines(page_of(("본문", 50, 400, 10, 0)))
        for line in (*lines, *text):
            line.page = number
        sheets.append(Sheet(number, 595, 842, tables=[table], loose=text))
    set_furniture_apart(sheets, {})
    assert all(sheet.tables == [] for sheet in sheets)
    assert len(furniture(sheets)) == 3
