"""Kinds of fault that real reports, cases and fuzzing met: each reduced, with what must come of it
instead.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from pipeline.extract import document_to_extraction
from pipeline.layout.gutters import Ink, ink_to_segments
from pipeline.layout.tables import page_to_tables
from pipeline.model import Container, Document, Extraction, Page, Printed, Source, TextLine
from pipeline.quantify import quantify
from pipeline.reconcile.judge import tidy
from tests.test_layout_tables import level, make_page, shapes, texts, upright


def text_to_extraction(*lines: str) -> Extraction:
    document = Document(
        Source("a.txt", "a.txt", "0" * 64, 1, "text/plain"),
        text_lines=tuple(TextLine(None, line) for line in lines),
    )
    return document_to_extraction(document)


@pytest.mark.parametrize(
    ("line", "units"),
    [
        ("○ 장비 12셋(가람 5, 나루 7) 보급", ["셋", "셋", "셋"]),
        ("* 집수장치 : 240지(가람 126, 나루 78, 다솜 36)", ["지", "지", "지", "지"]),
        ("○ 장비 12쩰(가람 5, 나루 7) 보급", ["쩰", "쩰", "쩰"]),
        ("○ 장비 12명(가람 5, 나루 7) 보급", ["명", "명", "명"]),
    ],
)
def test_a_counter_that_no_list_has_is_handed_on_to_its_parts(line: str, units: list[str]) -> None:
    """The unit of a part was looked up by name, and the name was in no list."""
    made = text_to_extraction("2024년 나래시 장비 보급 추진 실적", "", line, "○ 교육 14회")
    assert [q.unit for q in made.quantities] == [*units, "회"]
    assert [c.verdict for c in made.checks] == ["agrees"]


def test_the_line_below_may_share_a_counter_that_no_list_has() -> None:
    lines = ["○ 장비 12셋(가람 5, 나루 7)", "- 다솜 3, 라온 4"]
    made = quantify([Container("achievement", "detail", Printed(t), "1.1.1") for t in lines])
    assert [(q.quote, q.unit) for q in made.quantities][:3] == [
        ("12셋", "셋"),
        ("5", "셋"),
        ("7", "셋"),
    ]


@pytest.mark.parametrize("digits", [9, 12, 15, 18])
def test_a_product_of_long_numbers_is_judged(digits: int) -> None:
    long = f"{int('123456789' * 2) // 10 ** (18 - digits):,}"
    made = text_to_extraction(f"○ 참여 {long}명 × {long}원 = 5조원", "○ 교육 14회, 351명 참여")
    values = [q.value for q in made.quantities]
    assert values[-2:] == [Decimal(14), Decimal(351)]
    assert len(values) == 5


def test_long_results_are_kept_and_short_ones_have_six_decimals() -> None:
    assert tidy(Decimal(10) ** 40) == Decimal(10) ** 40
    assert tidy(Decimal(2) / 3) == Decimal("0.666667")
    assert tidy(Decimal("0.0000012345")) == Decimal("0.0000012345")


def test_short_rules_with_nothing_between_them_end_no_header() -> None:
    """Two rules under a group's header, the stripe between them empty: the run ended inside its
    header.
    """
    strokes = [level(50, 530, y) for y in (108, 167, 187, 207)]
    strokes += [level(190, 360, y) for y in (128, 147)]
    words = [(60, 142, "구분"), (240, 122, "이용 인원"), (440, 142, "만족도")]
    words += [(210, 161, "상반기"), (300, 161, "하반기")]
    for y, name in ((181, "해오름터"), (201, "달맞이터")):
        words += [(60, y, name), (210, y, "1,204"), (300, y, "1,377"), (440, y, "88.1")]
    page = make_page(strokes, words)
    found = page_to_tables(page)
    assert [cols for _, cols in shapes(found)] == [4]
    assert texts(page, found)[0][-8:] == [
        *("해오름터", "1,204", "1,377", "88.1"),
        *("달맞이터", "1,204", "1,377", "88.1"),
    ]


def test_drawn_leaders_make_no_rows_and_no_figure_of_page_numbers() -> None:
    """Contents with short rules between titles and pages, the last stripe of a chapter empty: the
    chapter's page numbers became one figure, where it did not end in a fault.
    """
    strokes = [level(98, 496, y) for y in (130, 240, 272)]
    words = []
    for k, y in enumerate((148, 167, 186, 204, 223, 256)):
        strokes.append(level(424, 449, y))
        words += [
            (112, y - 6, f"{k}. 배움터 과정 계획"),
            (426, y - 6, "…"),
            (470, y - 6, f"{13 + k}"),
        ]
    page = make_page(strokes, words)
    cells = [text for table in texts(page, page_to_tables(page)) for text in table]
    assert not [text for text in cells if text[-1:].isdigit() and "/" in text]


def sized(size: float, *words: tuple[float, float, str], width: float = 595.0) -> Page:
    """A page of words of one size, however small, as wide as it is said."""
    return replace(make_page([], list(words), size=size), width=width)


def pages_to_causes(*pages: Page) -> list[str]:
    numbered = tuple(replace(page, number=n) for n, page in enumerate(pages, 1))
    source = Source("a.pdf", "a.pdf", "0" * 64, 1, "application/pdf")
    made = document_to_extraction(Document(source, numbered))
    return [dict(p.words)["cause"] for p in made.problems if p.code == "pipeline_fault"]


def test_letters_of_no_size_are_compared() -> None:
    """Two lines whose letters have no size: the change of size was divided by nought."""
    assert not pages_to_causes(sized(0.0, (50, 100, "가나다"), (50, 100.0, "라마바")))


def test_letters_of_no_size_in_a_cell_are_compared() -> None:
    strokes = [level(50, 250, y) for y in (80, 140)] + [upright(x, 80, 140) for x in (50, 150, 250)]
    words = [(60, 100, "가나다"), (60, 100, "라마바"), (160, 100, "마")]
    assert not pages_to_causes(make_page(strokes, words, size=0.0))


@pytest.mark.parametrize("width", [0.5, 1.0, 3.0, 20.0])
def test_a_page_too_narrow_for_a_middle_has_no_two_columns(width: float) -> None:
    """No column of the page's picture lies in its middle: the largest of none was asked for."""
    words = [(1, 100 + 14 * n, "가나다") for n in range(9)]
    assert not pages_to_causes(sized(10.0, *words, width=width))


@pytest.mark.parametrize("width", [0.5, 20.0, 595.0])
def test_a_page_without_a_glyph_is_laid_out(width: float) -> None:
    strokes = [level(50, 530, y) for y in (108, 128, 148)]
    empty = make_page(strokes, [])
    assert not pages_to_causes(replace(empty, width=width), sized(10.0, width=width))


def test_no_ink_has_no_segments() -> None:
    """An empty last stripe under level rules asked for the segments of no glyph."""
    none = np.zeros(0)
    ink = Ink(none, none, none, none, none.astype(np.int64), none.astype(np.int64), 10.0)
    assert len(ink_to_segments(ink).x0) == 0
