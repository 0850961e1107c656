"""The second opinion: what only one reader sees is named, also of files that had to be mended."""

from __future__ import annotations

import io
import re
from pathlib import Path

import numpy as np
import pytest
from reportlab.pdfgen import canvas

from pipeline.extract import extract
from pipeline.model import Document, Page
from pipeline.read import compare_readers, read_document
from pipeline.read.second import OTHER

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures" / "pdf").glob("*.pdf"))


def three_pages(tmp_path: Path, change=lambda data: data) -> Path:
    data = io.BytesIO()
    paper = canvas.Canvas(data, pagesize=(200, 300), pageCompression=0)
    for text in ("Programmes 2024", "Participants 1,234", "Budget 56,000"):
        paper.drawString(20, 250, text)
        paper.showPage()
    paper.save()
    path = tmp_path / "three.pdf"
    path.write_bytes(change(data.getvalue()))
    return path


def without(page: Page, at: int) -> Page:
    columns = {name: np.delete(getattr(page.glyphs, name), at) for name in page.glyphs.__slots__}
    return Page(
        page.number,
        page.width,
        page.height,
        type(page.glyphs)(**columns),
        page.rulings,
        page.fonts,
        page.fills,
        page.images,
    )


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.stem)
def test_a_whole_file_gives_no_difference(path: Path) -> None:
    assert compare_readers(path, read_document(path, "x")) == ()


@pytest.mark.parametrize("reader", OTHER)
def test_a_lost_character_is_named_with_its_page(tmp_path: Path, reader: str) -> None:
    path = three_pages(tmp_path)
    document = read_document(path, "x", reader=reader)
    poorer = Document(
        document.source, (document.pages[0], without(document.pages[1], 13), document.pages[2])
    )
    (problem,) = compare_readers(path, poorer, reader=reader)
    assert (problem.code, problem.place.page) == ("reader_difference", 2)
    assert dict(problem.words) == {
        "page": "2",
        "lost": "1",
        "lost_characters": "1",
        "more": "0",
        "more_characters": "–",
    }


def test_pages_that_were_not_compared_are_said(tmp_path: Path) -> None:
    path = three_pages(tmp_path)
    (problem,) = compare_readers(path, read_document(path, "x"), most_pages=1)
    assert problem.code == "second_opinion_short"
    assert dict(problem.words)["compared"] == "1"


def test_a_second_reader_that_fails_costs_nothing(tmp_path: Path) -> None:
    path = three_pages(tmp_path)
    document = read_document(path, "x")
    path.write_bytes(b"%PDF-1.4 no more")
    (problem,) = compare_readers(path, document)
    assert problem.code in {"second_reader_failed", "second_opinion_short"}


def test_a_mended_file_is_compared_by_itself(tmp_path: Path) -> None:
    path = three_pages(tmp_path, lambda data: re.sub(rb"startxref\s+\d+", b"startxref\n7", data))
    assert read_document(path, "x").repaired
    assert "repaired_file" in {p.code for p in extract(path, "x").problems}
    lost = three_pages(
        tmp_path,
        lambda data: re.sub(
            rb"startxref\s+\d+", b"startxref\n7", data.replace(b"2024) Tj", b"2024) Xj")
        ),
    )
    # both readers see the same there: a loss that the bytes themselves lost is nobody's difference
    assert compare_readers(lost, read_document(lost, "x")) == ()
