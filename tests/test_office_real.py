"""Every HWPX and HWP at hand: read or named, alike in both formats, in time."""

from __future__ import annotations

import time
from pathlib import Path

import pypdfium2

from pipeline.extract import document_to_extraction
from pipeline.layout import lay_out
from pipeline.model import Blocks, Paragraph
from pipeline.read import read_document

CPU_A_HUNDRED = 1.0  # seconds for a hundred pages, reading and layout; 0.45 on a busy machine


def files(reports: Path) -> list[Path]:
    return sorted([*(reports / "hwpx").glob("*.hwpx"), *(reports / "hwp").glob("*.hwp")])


def blocks_of(path: Path) -> Blocks:
    return lay_out(read_document(path, path.name))


def test_all_are_read_or_named(reports: Path) -> None:
    """No part missing, no cell mended, no fault; the one that is called .hwpx and is HWP too."""
    for path in files(reports):
        document = read_document(path, path.name)
        blocks = lay_out(document)
        codes = {p.code for p in (*document.notices, *blocks.problems)}
        assert codes <= {"hidden_in_file", "equations_not_read", "objects_not_read"}, (path, codes)
        assert blocks.lines, path


def test_no_line_is_left_unread(reports: Path) -> None:
    for path in files(reports):
        extraction = document_to_extraction(read_document(path, path.name))
        assert not [p.line.number for p in extraction.pieces if p.role == "unread"], path


def test_both_formats_of_a_report_give_the_same(reports: Path) -> None:
    """Lines, looks, tables. One HWPX was made by another program, which drops the guiding words of
    fields.
    """
    for path in sorted((reports / "hwpx").glob("*.hwpx")):
        other = reports / "hwp" / f"{path.stem}.hwp"
        if not other.exists():
            continue
        a, b = blocks_of(path), blocks_of(other)
        hidden = {m.line.number for m in b.marks if m.role == "hidden"}
        assert [line.spot for line in a.lines] == [line.spot for line in b.lines], path
        assert [(x.number, x.text) for x in a.lines if x.number not in hidden] == [
            (x.number, x.text) for x in b.lines if x.number not in hidden
        ], path
        assert looks(a) == looks(b), path
        assert grids(a) == grids(b), path


def looks(blocks: Blocks) -> list[tuple[object, ...]]:
    items = (i for i in blocks.items if isinstance(i, Paragraph))
    return [(i.printed.text, i.size, i.bold, i.centred, i.boxed) for i in items]


def grids(blocks: Blocks) -> list[tuple[object, ...]]:
    return [
        (
            (t.rows, t.cols, t.header_rows, t.unit, t.parent),
            [(c.row, c.col, c.row_span, c.col_span, c.text, c.header_path) for c in t.cells],
        )
        for t in blocks.tables
    ]


def test_a_hundred_pages_take_a_second_of_processor_time(reports: Path) -> None:
    """The pages are those of the PDF twins: 1,058 in 28 files."""
    spent, pages = 0.0, 0
    for path in files(reports):
        twin = reports / "pdf" / f"{path.stem}.pdf"
        if not twin.exists():
            continue
        pages += len(pypdfium2.PdfDocument(twin))
        start = time.process_time()
        blocks_of(path)
        spent += time.process_time() - start
    assert spent * 100 / pages < CPU_A_HUNDRED
