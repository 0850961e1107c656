"""PDF in, columns out: what the two readers agree on, and what PDFium alone gets wrong."""

from __future__ import annotations

import io
import os
import random
from collections import Counter
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen import canvas

from pipeline.errors import UnreadableError
from pipeline.model import Document, Page
from pipeline.read import read_document
from pipeline.read.pdfplumber_reader import pdf_to_pages_in_turn

FIXTURES = sorted((Path(__file__).parent.parent / "fixtures" / "pdf").glob("*.pdf"))
REPORTS = os.environ.get("SILJEOK_REPORTS")
REAL = sorted((Path(REPORTS) / "pdf").glob("*.pdf")) if REPORTS else []


def drawn(tmp_path: Path, draw, pagesize=(200, 300), **options) -> Document:
    data = io.BytesIO()
    paper = canvas.Canvas(data, pagesize=pagesize, **options)
    draw(paper)
    paper.save()
    path = tmp_path / "drawn.pdf"
    path.write_bytes(data.getvalue())
    return read_document(path, "drawn")


def text_of(page: Page) -> str:
    return "".join(map(chr, page.glyphs.code))


def letters(page: Page) -> Counter[str]:
    """The characters of a page that are no white: PDFium gives U+3000 and tabs as blanks."""
    found = Counter(map(chr, page.glyphs.code.tolist()))
    return Counter({letter: n for letter, n in found.items() if not letter.isspace()})


def drawn_over(page: Page) -> Counter[str]:
    """The letters of a page that stand half or more over one and the same letter: shadows drawn
    many times, dot leaders of wide dots. Of these PDFium gives as many as it takes for different.
    """
    g, found = page.glyphs, Counter[str]()
    order = np.lexsort((g.x0, np.round(g.baseline), g.code))
    for before, here in pairwise(order.tolist()):
        if g.code[before] == g.code[here] and abs(g.baseline[before] - g.baseline[here]) < 2:
            shared = g.x1[before] - g.x0[here]
            found[chr(g.code[here])] += bool(shared >= 0.5 * (g.x1[here] - g.x0[here]))
    return found


@pytest.mark.parametrize("path", FIXTURES, ids=lambda p: p.stem)
def test_two_readers_find_the_same_letters(path: Path) -> None:
    first, second = (read_document(path, "x", reader=reader) for reader in ("pdfium", "pdfplumber"))
    assert len(first.pages) == len(second.pages)
    for one, other in zip(first.pages, second.pages, strict=True):
        assert (one.width, one.height) == pytest.approx((other.width, other.height), abs=0.01)
        assert letters(one) == letters(other), f"page {one.number}"


# pages on which PDFium's letters are not those of the page, as its image shows
LETTERS_OWED = {
    # U+0000 of a font whose code 0 is a blank is given as a hyphen
    "busan2025_plan_housing_building": {15},
    # of dot leaders whose dots share a third of their width most are dropped
    "kps_ai_rfp": {2, 3, 51},
}
# SILJEOK_PAGES: how many pages of each real report the slow reader reads too, or "all"
PAGES = os.environ.get("SILJEOK_PAGES", "2")


def chosen(name: str, count: int) -> list[int]:
    """The pages of a report to read twice: the same ones each time."""
    if PAGES == "all":
        return list(range(1, count + 1))
    return sorted(random.Random(name).sample(range(1, count + 1), min(int(PAGES), count)))


def differences(path: Path, pages: list[int], document: Document) -> dict[int, dict[str, int]]:
    """By page: letters that one reader sees more often than the other (below 0: PDFium), those
    that stand over themselves left aside.
    """
    found: dict[int, dict[str, int]] = {}
    for other in pdf_to_pages_in_turn(path.read_bytes(), numbers=pages):
        one = document.pages[other.number - 1]
        assert (one.width, one.height) == pytest.approx((other.width, other.height), abs=0.01)
        spare = letters(other)
        spare.subtract(letters(one))
        over = drawn_over(other)
        left = {c: n for c, n in spare.items() if not 0 <= n <= over[c]}
        if left:
            found[other.number] = left
    return found


@pytest.mark.slow
@pytest.mark.parametrize("path", REAL, ids=lambda p: p.stem)
def test_two_readers_find_the_same_letters_of_real_pages(path: Path) -> None:
    document = read_document(path, "x")
    pages = [
        number
        for number in chosen(path.stem, len(document.pages))
        if number not in LETTERS_OWED.get(path.stem, ())
    ]
    assert differences(path, pages, document) == {}


@pytest.mark.slow
@pytest.mark.skipif(not REPORTS, reason="SILJEOK_REPORTS does not name the folder of real reports")
@pytest.mark.xfail(strict=True, reason="owner: reading; letters that PDFium gives wrongly")
@pytest.mark.parametrize("name", LETTERS_OWED)
def test_letters_that_are_owed(name: str) -> None:
    path = Path(REPORTS or "") / "pdf" / f"{name}.pdf"
    assert differences(path, sorted(LETTERS_OWED[name]), read_document(path, "x")) == {}


@pytest.mark.parametrize("path", FIXTURES[:6], ids=lambda p: p.stem)
def test_two_readers_place_letters_alike(path: Path) -> None:
    first, second = (read_document(path, "x", reader=reader) for reader in ("pdfium", "pdfplumber"))
    for one, other in zip(first.pages, second.pages, strict=True):
        for name, tolerance in (("x0", 0.5), ("x1", 0.5), ("baseline", 0.1), ("size", 0.1)):
            a, b = (np.sort(getattr(p.glyphs, name)[p.glyphs.code != 0x20]) for p in (one, other))
            assert np.abs(a - b).max(initial=0) < tolerance, name


@pytest.mark.skipif(not REPORTS, reason="SILJEOK_REPORTS does not name the folder of real reports")
def test_hancom_values_repeated_in_narrow_rows_are_kept() -> None:
    """PDFium takes a date for the shadow of the same date one row higher: two of them were lost on
    one page.
    """
    page = read_document(
        Path(REPORTS or "") / "pdf" / "busan2025_plan_planning_coordination.pdf", "x"
    ).pages[6]
    assert text_of(page).count("2028.12.31.") >= 2


def test_boxes_count_from_the_top_left_of_the_page(tmp_path: Path) -> None:
    page = drawn(tmp_path, lambda paper: paper.drawString(20, 250, "A")).pages[0]
    g = page.glyphs
    assert (page.width, page.height) == (200, 300)
    assert (g.x0[0], g.baseline[0], g.size[0]) == pytest.approx((20, 50, 12))
    assert g.top[0] < 50 < g.bottom[0]
    assert g.x1[0] == pytest.approx(28, abs=0.1)


def test_size_has_the_text_matrix_in_it(tmp_path: Path) -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.scale(0.75, 0.75)
        paper.setFont("Helvetica", 20)
        paper.drawString(20, 200, "A")

    assert drawn(tmp_path, draw).pages[0].glyphs.size[0] == pytest.approx(15)


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_rotated_pages_are_given_as_seen(tmp_path: Path, rotation: int) -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.setPageRotation(rotation)
        paper.drawString(20, 150, "AB")
        paper.line(20, 140, 120, 140)

    page = drawn(tmp_path, draw).pages[0]
    assert (page.width, page.height) == (200, 300)  # reportlab swaps the sides itself
    second = read_document(tmp_path / "drawn.pdf", "x", reader="pdfplumber").pages[0]
    for name in ("x0", "top", "x1", "bottom"):
        assert getattr(page.rulings, name) == pytest.approx(getattr(second.rulings, name), abs=0.1)
    assert set(page.glyphs.turn.tolist()) == {rotation}
    level = page.rulings.bottom[0] - page.rulings.top[0] < page.rulings.x1[0] - page.rulings.x0[0]
    assert level == (rotation % 180 == 0)


def type3_pdf(path: Path) -> Document:
    """“1.1” in a Type3 font whose glyphs fill one em: digits are declared .5 em wide, the stop .25."""
    streams = [
        b"BT /T3 10 Tf 20 250 Td (1.1) Tj ET",
        b"500 0 d0 0 -140 1000 1000 re f",
        b"1 begincodespacerange <00> <FF> endcodespacerange"
        b" 2 beginbfchar <2E> <002E> <31> <0031> endbfchar",
    ]
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 300] /Contents 5 0 R"
        b" /Resources << /Font << /T3 4 0 R >> >> >>",
        b"<< /Type /Font /Subtype /Type3 /FontBBox [0 -140 1000 860] /FirstChar 46 /LastChar 49"
        b" /FontMatrix [.001 0 0 .001 0 0] /Widths [250 0 0 500] /Resources << >> /ToUnicode 7 0 R"
        b" /Encoding << /Differences [46 /period 49 /one] >>"
        b" /CharProcs << /period 6 0 R /one 6 0 R >> >>",
        *(b"<< /Length %d >> stream\n%s\nendstream" % (len(part), part) for part in streams),
    ]
    data, offsets = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        offsets.append(len(data))
        data += b"%d 0 obj %s endobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % at for at in offsets)
    end = b"trailer << /Size 8 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
    path.write_bytes(data + b"xref\n0 8\n0000000000 65535 f \n" + table + end)
    return read_document(path, "type3")


def test_a_type3_glyph_is_as_wide_as_its_font_declares(tmp_path: Path) -> None:
    page = type3_pdf(tmp_path / "type3.pdf").pages[0]
    assert text_of(page) == "1.1"
    assert page.glyphs.x0.tolist() == pytest.approx([20, 25, 27.5])
    assert page.glyphs.x1.tolist() == pytest.approx([25, 27.5, 32.5])


def test_turned_text_has_boxes_that_hold_it(tmp_path: Path) -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.translate(100, 100)
        paper.rotate(90)
        paper.drawString(0, 0, "AB")

    g = drawn(tmp_path, draw).pages[0].glyphs
    assert g.turn.tolist() == [270, 270]  # upwards
    assert g.top[1] == pytest.approx(g.top[0] - 8, abs=0.2)
    assert (g.x0[0], g.x1[0]) == pytest.approx((100 - 12 * 0.86, 100 + 12 * 0.14), abs=2)


def test_strokes_boxes_and_thin_rectangles_are_rulings(tmp_path: Path) -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.setLineWidth(0.5)
        paper.line(10, 200, 110, 200)
        paper.rect(10, 100, 50, 40)
        paper.rect(10, 60, 100, 0.6, stroke=0, fill=1)
        paper.rect(10, 20, 30, 30, stroke=0, fill=1)
        paper.line(150, 20, 190, 60)

    page = drawn(tmp_path, draw).pages[0]
    r = page.rulings
    rows = {
        tuple(round(float(v), 1) for v in row)
        for row in zip(r.x0, r.top, r.x1, r.bottom, strict=True)
    }
    assert (10.0, 99.8, 110.0, 100.2) in rows  # the line, half its width to both sides
    assert (9.8, 160.0, 10.2, 200.0) in rows  # an edge of the box
    assert (10.0, 239.4, 110.0, 240.0) in rows  # the thin rectangle
    assert len(rows) == 6  # a slanting line is none
    assert page.fills.round(1).tolist() == [[10.0, 250.0, 40.0, 280.0]]


def header(paper: canvas.Canvas) -> None:
    """Two cells on blue as one path, white rules on and below it, a white rule covered again."""
    paper.setFillColorRGB(0, 0, 1)
    cells = paper.beginPath()
    cells.rect(10, 200, 90, 20)
    cells.rect(100, 200, 90, 20)
    paper.drawPath(cells, stroke=0, fill=1)
    paper.setStrokeColorRGB(1, 1, 1)
    paper.setLineWidth(0.5)
    paper.line(100, 150, 100, 220)
    paper.line(10, 180, 190, 180)
    paper.setFillColorRGB(1, 1, 1)
    paper.rect(120, 200, 40, 20, stroke=0, fill=1)
    paper.line(140, 200, 140, 220)


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_white_rules_are_seen_on_a_coloured_area_only(tmp_path: Path, reader: str) -> None:
    drawn(tmp_path, header)
    (page,) = read_document(tmp_path / "drawn.pdf", "drawn", reader=reader).pages
    r = page.rulings
    assert {
        tuple(round(float(v), 1) for v in row)
        for row in zip(r.x0, r.top, r.x1, r.bottom, strict=True)
    } == {(99.8, 80.0, 100.2, 100.0)}
    assert page.fills.round(1).tolist() == [[10, 80, 100, 100], [100, 80, 190, 100]]
    assert page.colours.tolist() == [255, 255]


def test_a_frame_with_a_hole_is_no_area(tmp_path: Path) -> None:
    def draw(paper: canvas.Canvas) -> None:
        frame = paper.beginPath()
        frame.rect(10, 20, 150, 200)
        frame.rect(20, 30, 130, 180)
        paper.drawPath(frame, stroke=0, fill=1, fillMode=0)

    assert len(drawn(tmp_path, draw).pages[0].fills) == 0


def test_white_and_invisible_paths_are_no_rulings(tmp_path: Path) -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.setStrokeColorRGB(1, 1, 1)
        paper.line(10, 200, 110, 200)
        paper.setFillColorRGB(1, 1, 1)
        paper.rect(10, 60, 100, 60, stroke=0, fill=1)
        paper.rect(10, 20, 100, 20, stroke=0, fill=0)

    page = drawn(tmp_path, draw).pages[0]
    assert len(page.rulings) == 0
    assert len(page.fills) == 0
    assert page.paths >= 2


def test_rules_inside_forms_are_moved_by_their_matrices(tmp_path: Path) -> None:
    def draw(paper: canvas.Canvas) -> None:
        paper.beginForm("box")
        paper.line(0, 0, 50, 0)
        paper.endForm()
        paper.translate(20, 100)
        paper.scale(2, 2)
        paper.doForm("box")

    r = drawn(tmp_path, draw).pages[0].rulings
    assert [round(float(v[0])) for v in (r.x0, r.x1, r.top)] == [20, 120, 199]


def test_shadows_are_kept_for_layout_to_tell(tmp_path: Path) -> None:
    def draw(paper: canvas.Canvas) -> None:
        for shift in (0, 0.6):
            paper.drawString(20 + shift, 250, "AB")

    assert sorted(text_of(drawn(tmp_path, draw).pages[0])) == ["A", "A", "B", "B"]


def test_encrypted_files_ask_for_a_password(tmp_path: Path) -> None:
    path = tmp_path / "locked.pdf"
    paper = canvas.Canvas(str(path), encrypt=StandardEncryption("geheim", ownerPassword="owner"))
    paper.drawString(20, 250, "A")
    paper.save()
    with pytest.raises(UnreadableError) as refused:
        read_document(path, "locked")
    assert refused.value.code == "encrypted"
    assert "locked.pdf" in str(refused.value)
    assert "--password-file" in str(refused.value)
    with pytest.raises(UnreadableError, match="does not open it"):
        read_document(path, "locked", password="wrong")
    assert text_of(read_document(path, "locked", password="geheim").pages[0]) == "A"


@pytest.mark.parametrize("reader", ["pdfium", "pdfplumber"])
def test_truncated_files_are_refused_or_named_repaired(tmp_path: Path, reader: str) -> None:
    whole = FIXTURES[0].read_bytes()
    path = tmp_path / "cut.pdf"
    path.write_bytes(whole[:300])
    with pytest.raises(UnreadableError) as refused:
        read_document(path, "cut", reader=reader)
    assert refused.value.code == "broken"


def test_mended_files_are_named(tmp_path: Path) -> None:
    whole = FIXTURES[0].read_bytes()
    path = tmp_path / "mended.pdf"
    path.write_bytes(whole[: whole.rindex(b"startxref")] + b"startxref\n7\n%%EOF\n")
    assert read_document(path, "mended").repaired
    assert not read_document(FIXTURES[0], "whole").repaired


def test_page_limit(tmp_path: Path) -> None:
    def draw(paper: canvas.Canvas) -> None:
        for _ in range(3):
            paper.drawString(20, 250, "A")
            paper.showPage()

    assert len(drawn(tmp_path, draw).pages) == 3
    with pytest.raises(UnreadableError) as refused:
        read_document(tmp_path / "drawn.pdf", "x", max_pages=2)
    assert refused.value.code == "over_limit"
