"""Text that nobody sees: told by its objects, decided by painting, set apart before anything is
made of a page (fixtures/hidden).
"""

from __future__ import annotations

import tomllib
import zlib
from pathlib import Path

import numpy as np
import pytest
from hostile import pdf, stream

from pipeline.extract import extract
from pipeline.layout import lay_out
from pipeline.model import UNSEEN, Page
from pipeline.read import compare_readers, read_document, seen
from pipeline.read.visible import may_have_layers

FIXTURES = Path(__file__).parent.parent / "fixtures"
FOLDER = FIXTURES / "hidden"
PAGES = tomllib.loads((FOLDER / "index.toml").read_text("utf-8"))
HIDDEN = sorted(name for name, page in PAGES.items() if page["kind"])


def page_of(name: str, reader: str = "pdfium") -> Page:
    return read_document(FOLDER / f"{name}.pdf", name, reader=reader).pages[0]


def hidden_on(page: Page) -> tuple[str, set[str]]:
    """The hidden characters of a page without blanks, and the kinds."""
    unseen = page.unseen if len(page.unseen) else np.zeros(len(page.glyphs), np.int32)
    codes = page.glyphs.code[(unseen > 0) & (page.glyphs.code != 0x20)]
    return "".join(map(chr, codes.tolist())), {UNSEEN[k - 1] for k in unseen[unseen > 0].tolist()}


def expected_of(name: str) -> tuple[str, set[str]]:
    kind = PAGES[name]["kind"]
    return "".join(PAGES[name]["hidden"].split()), {kind} if kind else set()


@pytest.mark.parametrize("name", sorted(PAGES))
def test_what_nobody_sees_is_told_and_nothing_else(name: str) -> None:
    assert hidden_on(page_of(name)) == expected_of(name)


@pytest.mark.parametrize("name", ["under_black_bar", "white_on_white", "figure_alone_covered"])
def test_the_other_reader_is_told_what_is_painted(name: str) -> None:
    assert hidden_on(page_of(name, "pdfplumber")) == expected_of(name)


@pytest.mark.parametrize("name", HIDDEN)
def test_no_figure_is_made_of_it_and_the_page_is_named(name: str) -> None:
    made = extract(FOLDER / f"{name}.pdf", name)
    named = [p for p in made.problems if p.code == "hidden_text"]
    assert [(p.place.page, dict(p.words)["characters"]) for p in named] == [
        (1, str(len(expected_of(name)[0])))
    ]
    hidden = "".join(p.text for p in made.pieces if p.role == "hidden")
    assert sorted("".join(hidden.split())) == sorted(expected_of(name)[0])
    assert made.hidden_characters == len(expected_of(name)[0])
    assert "9,999명" not in {q.quote for q in made.quantities}
    assert {"14회", "351명", "26개"} <= {q.quote for q in made.quantities}


def test_a_correction_reads_as_the_new_text_alone() -> None:
    made = extract(FOLDER / "corrected_over_white_box.pdf", "a")
    assert "777명" in {q.quote for q in made.quantities}


def test_seen_text_is_read_without_a_word() -> None:
    made = extract(FOLDER / "seen_white_on_dark.pdf", "a")
    assert "9,999명" in {q.quote for q in made.quantities}
    assert "hidden_text" not in {p.code for p in made.problems}


@pytest.mark.parametrize("name", ["mode_3", "under_black_bar", "off_the_page", "half_a_point"])
def test_two_readers_do_not_differ_over_it(name: str) -> None:
    path = FOLDER / f"{name}.pdf"
    assert compare_readers(path, read_document(path, name)) == ()


def test_recognised_text_behind_a_scan_is_no_text() -> None:
    page = page_of("mode_3")
    whole = np.array([[0, 0, page.width, page.height]], np.float32)
    from dataclasses import replace

    scan = replace(page, images=whole, unseen=np.ones(len(page.glyphs), np.int32), typed_blanks=())
    document = replace(read_document(FOLDER / "mode_3.pdf", "a"), pages=(scan,))
    blocks = lay_out(document)
    assert {p.code for p in blocks.problems} == {"page_ocr_layer", "hidden_text"}
    assert {mark.role for mark in blocks.marks} == {"hidden"}
    assert not blocks.items


def test_ordinary_pages_are_not_painted(monkeypatch: pytest.MonkeyPatch) -> None:
    painted = []
    paint = seen._paint
    monkeypatch.setattr(seen, "_paint", lambda *a: painted.append(1) or paint(*a))
    for path in sorted((FIXTURES / "pdf").glob("*.pdf")):
        document = read_document(path, path.name)
        assert not any(page.unseen.any() for page in document.pages), path.name
    assert not painted


def test_layers_are_found_in_packed_objects() -> None:
    packed = zlib.compress(b"<< /Type /Catalog /OCProperties 5 0 R >>")
    assert may_have_layers(b"1 0 obj <</Type /ObjStm>>\nstream\r\n" + packed + b"\nendstream")
    bare = zlib.compress(b"<< /Type /Catalog >>")
    assert not may_have_layers(b"1 0 obj <</Type /ObjStm>>\nstream\n" + bare + b"\nendstream")


@pytest.mark.xfail(strict=True, reason="owner: read; letters squeezed to a hundredth are text")
def test_letters_squeezed_to_a_stroke_are_not_read(tmp_path: Path) -> None:
    show = b"BT /F1 10 Tf 60 700 Td (45 seen) Tj 0 -100 Td 1 Tz (7,777 squeezed) Tj ET"
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R "
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page + b"/Resources << /Font << /F1 4 0 R >> >> >>",
        font,
        stream(show),
    ]
    path = tmp_path / "squeezed.pdf"
    path.write_bytes(pdf(objects))
    hidden, kinds = hidden_on(read_document(path, path.name).pages[0])
    assert (hidden, kinds) == ("7,777squeezed", {"tiny"})
