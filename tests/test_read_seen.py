"""What is seen on a page and is no text of its content: drawn letters, form fields, notes, attached
files.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.extract import extract
from pipeline.layout.drawn import drawn_to_areas, shapes_to_letters
from pipeline.layout.trust import page_to_kind, pages_to_problems
from pipeline.model import Document, Extraction
from pipeline.publish.sentences import fails_as_unread
from pipeline.read import read_document
from pipeline.read.pdfium_notes import is_collection, shown_name

SEEN = Path(__file__).parents[1] / "fixtures" / "seen"


def read(name: str, reader: str = "pdfium") -> Document:
    return read_document(SEEN / f"{name}.pdf", name, reader=reader)


def words_of(document: Document) -> str:
    return "".join(map(chr, document.pages[0].glyphs.code))


def codes(extraction: Extraction) -> set[str]:
    return {p.code for p in extraction.problems}


@pytest.mark.parametrize("name", ["outlines_in_part", "strokes_in_part"])
@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_drawn_letters_in_part_of_a_page_name_the_area(name: str, reader: str) -> None:
    document = read(name, reader)
    problems = pages_to_problems(document.pages)
    assert {p.code for p in problems} == {"letters_drawn"}
    box = problems[0].place.box
    assert box
    assert (box.x0, box.bottom) == pytest.approx((61, 785), abs=3)
    assert 678 < box.top < 695


@pytest.mark.parametrize("name", ["outlines_in_part", "strokes_in_part"])
def test_the_rest_of_such_a_page_is_read(name: str) -> None:
    made = extract(SEEN / f"{name}.pdf", name)
    assert made.status == "partial"
    assert "351 people came" in "\n".join(p.text for p in made.pieces)
    assert not any(p.role == "untrusted" for p in made.pieces)


def test_a_page_of_nothing_but_drawn_letters_is_untrusted() -> None:
    page = read("strokes_in_part").pages[0]
    from dataclasses import replace

    from pipeline.model import Glyphs

    bare = Glyphs(*(getattr(page.glyphs, f)[:0] for f in Glyphs.__slots__))
    assert page_to_kind(replace(page, glyphs=bare)) == "page_outlines"
    assert page_to_kind(replace(page, glyphs=bare, drawn=page.drawn[:200])) is None


@pytest.mark.parametrize("name", ["hatched_chart", "dotted_map", "code_and_stripes"])
def test_charts_maps_and_codes_are_no_letters(name: str) -> None:
    document = read(name)
    assert len(document.pages[0].drawn) > 50  # the counter-example is one: much is drawn
    assert len(shapes_to_letters(document.pages[0].drawn)) < 15
    assert pages_to_problems(document.pages) == []


def test_a_page_printed_sideways_has_its_rows_upright() -> None:
    drawn = read("outlines_in_part").pages[0].drawn
    turned = drawn[:, [1, 0, 3, 2, 4]]
    area, other = drawn_to_areas(drawn)[0], drawn_to_areas(turned)[0]
    assert other == pytest.approx((area.top, area.x0, area.bottom, area.x1))


def test_shapes_far_off_the_page_cost_nothing() -> None:
    drawn = np.array([[k * 1e9, -1e9, k * 1e9 + 9, -1e9 + 9, 12] for k in range(50)], np.float32)
    assert drawn_to_areas(drawn) == ()


def test_filled_fields_are_text_where_they_are_painted() -> None:
    document = read("form")
    text, glyphs = words_of(document), document.pages[0].glyphs
    assert "1,207 readers" in text
    assert "33 groups" in text
    assert "9,999" not in text
    assert "8,888" not in text
    at = text.index("1,207")
    assert 72 < glyphs.x0[at] < 90
    assert 842 - 620 < glyphs.top[at] < glyphs.bottom[at] < 842 - 600


def test_visible_notes_are_text_and_no_others() -> None:
    document = read("notes")
    text = words_of(document)
    assert "corrected to 352 people" in text
    assert "7,777" in text or document.pages[0].unpainted == 1
    for hidden in ("9,999", "8,888", "6,666"):
        assert hidden not in text


def test_figures_of_fields_and_notes_are_lines_with_their_boxes() -> None:
    made = extract(SEEN / "form.pdf", "form")
    assert any("1,207 readers" in p.text for p in made.pieces)


@pytest.mark.parametrize(
    ("name", "code", "status"),
    [
        ("xfa_wait", "xfa_form", "partial"),
        ("portfolio", "portfolio", "partial"),
        ("locked_attachment", "locked_attachment", "partial"),
        ("attachments", "attachments", "read"),
    ],
)
def test_what_is_not_read_is_named(name: str, code: str, status: str) -> None:
    made = extract(SEEN / f"{name}.pdf", name)
    assert code in codes(made)
    assert made.status == status
    assert fails_as_unread(code) == (status == "partial")
    names = dict(next(p for p in made.problems if p.code == code).words).get("names", "")
    assert ("budget 2024.xlsx" in names) == (name != "xfa_wait")
    assert "\x1b" not in names


def test_a_form_of_xfa_whose_pages_are_there_is_read() -> None:
    made = extract(SEEN / "xfa_static.pdf", "xfa_static")
    assert made.status == "read"
    assert "xfa_form" not in codes(made)


def test_a_collection_is_told_in_an_object_stream_too() -> None:
    import zlib

    packed = zlib.compress(b"1 0 << /Type /Catalog /Collection 5 0 R >>")
    assert is_collection(b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\r\n" + packed)
    assert not is_collection(b"<< /Type /ObjStm /Filter /FlateDecode >>\nstream\r\nno zlib")
    assert shown_name("a" * 100) == "a" * 60 + "…"
