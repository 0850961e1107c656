"""Small print under a short rule at a page's foot is a note of the page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from pipeline.layout import lay_out
from pipeline.layout.apart import notes_top
from pipeline.layout.lines import glyphs_to_lines
from pipeline.model import Page, Paragraph, Source
from pipeline.outline import outline
from pipeline.read import read_document
from tests.test_layout_lines import Run, page_of

FONT = "HYGothic-Medium"
TEXT: list[Run] = [
    ("배움터에서 글을 익힌 주민이 늘었다", 50, 600 + 20 * k, 12, 0) for k in range(3)
]


def ruled(page: Page, *rules: tuple[float, float, float]) -> Page:
    """The page with rules from x0 to x1 at a height."""
    rows = [(x0, y, x1, y + 0.5, 0.5) for x0, x1, y in rules]
    columns = np.array(rows, np.float32).T
    return replace(page, rulings=type(page.rulings)(*columns))


def top(page: Page, lowest_table: float = 0.0) -> float | None:
    return notes_top(page, glyphs_to_lines(page), lowest_table)


def test_small_print_under_a_short_rule_is_a_note() -> None:
    page = page_of(*TEXT, ("1) 모임을 포함한 수", 50, 700, 9, 0))
    assert top(ruled(page, (50, 140, 680))) == 680
    assert top(page) is None


def test_text_of_the_common_size_under_a_rule_is_none() -> None:
    page = page_of(*TEXT, ("모임을 포함한 수", 50, 700, 12, 0))
    assert top(ruled(page, (50, 140, 680))) is None


def test_the_arms_of_a_drawing_are_no_rule_of_notes() -> None:
    arrows = page_of(*TEXT, ("➔ ➔", 50, 700, 9, 0))
    assert top(ruled(arrows, (50, 140, 680))) is None
    notes = page_of(*TEXT, ("1) 모임을 포함한 수", 50, 700, 9, 0))
    assert top(ruled(notes, (150, 240, 680))) is None
    assert top(ruled(notes, (50, 250, 680))) is None
    assert top(ruled(notes, (50, 140, 680)), lowest_table=690) is None


def printed(path: Path) -> None:
    """Two pages of a plan; a sentence goes on over the page's end, over the notes."""
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    paper = Canvas(str(path), pagesize=(595, 842))
    for line, y in (("□ 마을 책방 운영", 200), ("ㅇ 주민 21명이 책을 읽고 이웃과 함께", 170)):
        paper.setFont(FONT, 13)
        paper.drawString(60, y, line)
    paper.line(60, 130, 150, 130)
    paper.setFont(FONT, 9)
    paper.drawString(60, 116, "1) 가람시 배움터 지침에 따른 인원")
    paper.showPage()
    paper.setFont(FONT, 13)
    paper.drawString(74, 780, "나누는 모임을 엶")
    paper.save()


def test_a_note_is_a_paragraph_of_its_own_and_no_heading(tmp_path: Path) -> None:
    printed(tmp_path / "notes.pdf")
    blocks = lay_out(read_document(tmp_path / "notes.pdf", "x"))
    found = [i for i in blocks.items if isinstance(i, Paragraph) and i.note]
    assert [note.printed.text for note in found] == ["1) 가람시 배움터 지침에 따른 인원"]
    report = outline(blocks, Source("x", "x", "", 0, "application/pdf"))
    roles = {mark.role for mark in report.marks if mark.line.text.startswith("1)")}
    assert roles == {"front"}
