"""Pages printed sideways are read as if they stood upright, and their boxes are where they are
printed.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from reportlab.pdfgen import canvas

from pipeline.layout import lay_out
from pipeline.layout.turned import Turn
from pipeline.model import Blocks, Box, Paragraph, Table
from pipeline.read import read_document

FIXTURES = Path(__file__).parent.parent / "fixtures" / "pdf"
NAMES = (
    "2025-haneul-reportlab-no-sides.pdf",
    "2024-typst-ruled.pdf",
    "2025-nuri-typst-no-rules.pdf",
)
DEGREES = (90, 180, 270)


def turned(source: Path, target: Path, degrees: int) -> Path:
    """The file with the contents of its pages turned clockwise, no /Rotate set."""
    document = pdfium.PdfDocument(source)
    for index in range(len(document)):
        page = document[index]
        wide, high = page.get_size()
        matrices = {
            90: (0, -1, 1, 0, 0, wide),
            180: (-1, 0, 0, -1, wide, high),
            270: (0, 1, -1, 0, high, 0),
        }
        matrix, clip = (
            raw.FS_MATRIX(*matrices[degrees]),
            raw.FS_RECTF(0, max(wide, high), max(wide, high), 0),
        )
        raw.FPDFPage_TransFormWithClip(page, ctypes.byref(matrix), ctypes.byref(clip))
        page.set_mediabox(0, 0, *((wide, high) if degrees == 180 else (high, wide)))
        page.set_cropbox(*page.get_mediabox())
    document.save(target)
    return target


@dataclass(frozen=True)
class Pair:
    upright: Blocks
    turned: Blocks
    turns: dict[int, Turn]


@pytest.fixture(
    scope="module", params=[(n, d) for n in NAMES for d in DEGREES], ids=lambda p: f"{p[0]}-{p[1]}"
)
def pair(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    name, degrees = request.param
    path = turned(FIXTURES / name, tmp_path_factory.mktemp("turned") / name, degrees)
    document = read_document(path, "x")
    assert {int(t) for page in document.pages for t in np.unique(page.glyphs.turn)} == {degrees}
    turns = {page.number: Turn(degrees, page.width, page.height) for page in document.pages}
    return Pair(lay_out(read_document(FIXTURES / name, "x")), lay_out(document), turns)


def texts(blocks: Blocks) -> list[object]:
    return [
        i.printed.text
        if isinstance(i, Paragraph)
        else [(c.row, c.col, c.row_span, c.col_span, c.text) for c in i.cells]
        for i in blocks.items
    ]


def test_the_text_is_that_of_the_upright_page(pair: Pair) -> None:
    assert [line.text.strip() for line in pair.turned.lines] == [
        line.text.strip() for line in pair.upright.lines
    ]
    assert texts(pair.turned) == texts(pair.upright)
    assert [(m.line.number, m.role) for m in pair.turned.marks] == [
        (m.line.number, m.role) for m in pair.upright.marks
    ]


def boxes(blocks: Blocks) -> list[tuple[int, Box]]:
    tables = [i for i in blocks.items if isinstance(i, Table)]
    places = [(p.page, p.box) for t in tables for p in t.parts] + [
        (c.place.page, c.place.box) for t in tables for c in t.cells
    ]
    places += [piece for t in tables for c in t.cells for piece in c.pieces]
    places += [(i.place.page, i.place.box) for i in blocks.items if isinstance(i, Paragraph)]
    return [(page, box) for page, box in places if page is not None and box is not None]


def test_boxes_are_where_the_page_prints_them(pair: Pair) -> None:
    one, other = boxes(pair.upright), boxes(pair.turned)
    assert len(one) == len(other) > 20
    for (page, box), (there, printed) in zip(one, other, strict=True):
        assert page == there
        assert tuple(pair.turns[page].box(box)) == pytest.approx(tuple(printed), abs=1.5)


def stamped(path: Path, words: str) -> Path:
    """A small ruled table with words running aslant over it."""
    paper = canvas.Canvas(str(path), pagesize=(300, 300))
    for at in (100, 150, 200):
        paper.line(50, at, 250, at)
        paper.line(
            at - 50 if at == 100 else at if at == 150 else 250,
            100,
            at - 50 if at == 100 else at if at == 150 else 250,
            200,
        )
    for x, y, text in (
        (60, 170, "1,234"),
        (160, 170, "567"),
        (60, 120, "89"),
        (160, 120, "10,111"),
    ):
        paper.drawString(x, y, text)
    paper.translate(70, 90)
    paper.rotate(40)
    paper.setFont("Helvetica", 30)
    paper.drawString(0, 0, words)
    paper.save()
    return path


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_a_watermark_is_in_no_cell_and_a_line_of_its_own(tmp_path: Path, reader: str) -> None:
    blocks = lay_out(
        read_document(stamped(tmp_path / "stamp.pdf", "DRAFT99"), "stamp.pdf", reader=reader)
    )
    assert [cell.text for cell in blocks.tables[0].cells] == ["1,234", "567", "89", "10,111"]
    roles = {mark.line.number: mark.role for mark in blocks.marks}
    assert [roles[line.number] for line in blocks.lines if line.text == "DRAFT99"] == ["furniture"]
