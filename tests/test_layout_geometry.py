"""Whole documents through the geometry door: nothing lost, nothing twice, and pages that lie named."""

from __future__ import annotations

import os
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from pipeline.layout import lay_out
from pipeline.model import Blocks, Document, Paragraph, Table
from pipeline.read import read_document

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures" / "pdf").glob("*.pdf"))
REPORTS = os.environ.get("SILJEOK_REPORTS")
REAL = sorted((Path(REPORTS) / "pdf").glob("*.pdf")) if REPORTS else []
EVERY = pytest.mark.parametrize(
    "path",
    [
        *(pytest.param(path, id=path.stem) for path in FIXTURES),
        *(pytest.param(path, id=path.stem, marks=pytest.mark.slow) for path in REAL),
    ],
)


def laid_out(path: Path, reader: str = "pdfium") -> tuple[Document, Blocks]:
    document = read_document(path, "x", reader=reader)
    return document, lay_out(document)


def printed_runs(blocks: Blocks):
    for item in blocks.items:
        if isinstance(item, Paragraph):
            yield from item.printed.runs
            continue
        for printed in (*item.captions, *(p for cell in item.cells for p in cell.paragraphs)):
            yield from printed.runs


@EVERY
def test_every_glyph_is_in_exactly_one_line(path: Path) -> None:
    document, blocks = laid_out(path)
    for page in document.pages:
        boxes = [
            tuple(edge) for line in blocks.lines if line.page == page.number for edge in line.edges
        ]
        g = page.glyphs
        glyphs = Counter(
            zip(g.x0.tolist(), g.top.tolist(), g.x1.tolist(), g.bottom.tolist(), strict=True)
        )
        assert not glyphs - Counter(tuple(map(float, box)) for box in boxes)
    assert [line.number for line in blocks.lines] == list(range(1, len(blocks.lines) + 1))
    assert all(a.page <= b.page for a, b in pairwise(blocks.lines))
    assert all(len(line.edges) == len(line.text) for line in blocks.lines)


@EVERY
def test_every_letter_is_printed_once_or_marked(path: Path) -> None:
    _, blocks = laid_out(path)
    seen = Counter(
        (run.line.number, at)
        for run in printed_runs(blocks)
        for at in range(run.offset, run.offset + run.length)
    )
    assert max(seen.values(), default=1) == 1
    marked = {(mark.line.number, at) for mark in blocks.marks for at in range(mark.start, mark.end)}
    letters = {
        (line.number, at)
        for line in blocks.lines
        for at, letter in enumerate(line.text)
        if not letter.isspace()
    }
    assert letters <= marked | set(seen)


@EVERY
def test_every_grid_position_has_one_cell(path: Path) -> None:
    for table in laid_out(path)[1].tables:
        squares = Counter(
            (row, col)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for col in range(cell.col, cell.col + cell.col_span)
        )
        assert squares == Counter((r, c) for r in range(table.rows) for c in range(table.cols)), (
            table.table_no
        )


# what the names of real reports say of all their pages
LYING = {"lost_hangul": "page_lost_hangul", "outlines": "page_outlines", "_scan_": "page_scan"}


def kind_of(path: Path) -> str | None:
    """The one thing that is wrong with every page of a report, or nothing."""
    return next((code for word, code in LYING.items() if word in path.stem), None)


@pytest.mark.slow
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.stem)
def test_pages_that_lie_are_named_and_nothing_is_made_of_them(path: Path) -> None:
    document, blocks = laid_out(path)
    named = [p for p in blocks.problems if p.code.startswith("page_")]
    kind = kind_of(path)
    # backs of covers are empty
    assert {p.code for p in named} - {"page_empty"} == ({kind} if kind else set())
    if kind:
        assert len(named) == len(document.pages)
        assert blocks.items == ()
        assert {mark.role for mark in blocks.marks} <= {"untrusted", "blank"}


@pytest.mark.parametrize("path", FIXTURES[::4], ids=lambda p: p.stem)
def test_the_second_reader_gives_the_same_text(path: Path) -> None:
    def words(blocks: Blocks) -> list[str]:
        texts = [
            i.printed.text if isinstance(i, Paragraph) else "|".join(c.text for c in i.cells)
            for i in blocks.items
        ]
        return ["".join(text.split()) for text in texts]

    assert words(laid_out(path)[1]) == words(laid_out(path, "pdfplumber")[1])


def test_tables_are_numbered_as_they_read() -> None:
    for path in FIXTURES[:4]:
        tables = [item for item in laid_out(path)[1].items if isinstance(item, Table)]
        assert [table.table_no for table in tables] == sorted(table.table_no for table in tables)
