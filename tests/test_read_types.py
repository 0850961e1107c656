"""What a file is: bytes of a PDF are never published as text, and text is what reads as language."""

from __future__ import annotations

import contextlib
import random
import sys
from pathlib import Path

import pytest

from pipeline.errors import UnreadableError
from pipeline.read import read_document
from pipeline.read.language import reads_as_language
from pipeline.read.sniff import bytes_to_media_type

ROOT = Path(__file__).parents[1]
PDF = (ROOT / "fixtures" / "pdf" / "2024-typst-ruled.pdf").read_bytes()
TEXTS = sorted((ROOT / "fixtures" / "text").glob("*.txt"))
HTML = "<!DOCTYPE html><html><body>2024년 5회 넘게 접속하여 닫혔습니다. 담당 3명</body></html>"


def code_of(tmp_path: Path, name: str, data: bytes) -> str:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(UnreadableError) as refused:
        read_document(tmp_path / name, name)
    assert str(refused.value).startswith(name)
    return refused.value.code


@pytest.mark.parametrize("text", [HTML, "404 Not Found", "2024년 추진실적\n○ 교육 3회"])
@pytest.mark.parametrize("name", ["report.pdf", "REPORT.PDF"])
def test_a_name_that_says_pdf_over_other_bytes_is_refused(
    tmp_path: Path, name: str, text: str
) -> None:
    assert code_of(tmp_path, name, text.encode()) == "not_a_pdf"


def test_the_cause_names_html(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_text(HTML, encoding="utf-8")
    with pytest.raises(UnreadableError, match="HTML"):
        read_document(tmp_path / "a.pdf", "a.pdf")


def test_the_same_text_under_the_name_of_a_text_is_read(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("2024년 추진실적\n○ 교육 3회", encoding="utf-8")
    assert read_document(tmp_path / "a.txt", "a.txt").text_lines[1].text == "○ 교육 3회"


@pytest.mark.parametrize("name", ["a.pdf", "a.txt", "a"])
@pytest.mark.parametrize(
    ("how", "repaired"),
    [
        ("whole", False),
        ("junk", False),
        ("much_junk", True),
        ("flipped", True),
        ("cut", True),
        ("version", False),
    ],
)
def test_a_damaged_head_is_repaired(tmp_path: Path, name: str, how: str, repaired: bool) -> None:
    made = {
        "whole": PDF,
        "junk": b"HTTP/1.1 200 OK\r\n\r\n" + PDF,
        "much_junk": b"X-Header: of a mail\r\n" * 200 + PDF,
        "flipped": PDF.replace(b"%PDF-", b"%QDF-", 1),
        "cut": PDF[PDF.index(b"\n") + 1 :],
        "version": PDF.replace(b"%PDF-1", b"%PDF-9", 1),
    }[how]
    (tmp_path / name).write_bytes(made)
    document = read_document(tmp_path / name, name)
    (tmp_path / "whole.pdf").write_bytes(PDF)
    whole = read_document(tmp_path / "whole.pdf", "whole.pdf")
    assert [page.glyphs.code.tolist() for page in document.pages] == [
        page.glyphs.code.tolist() for page in whole.pages
    ]
    assert document.repaired >= repaired


def test_no_piece_of_a_pdf_is_text() -> None:
    """Stretches of a PDF called one: a PDF still, or refused."""
    chance = random.Random(1)
    for _ in range(300):
        start, size = chance.randrange(len(PDF)), chance.choice([2000, 10_000, 60_000])
        with contextlib.suppress(UnreadableError):
            assert bytes_to_media_type(PDF[start : start + size], "a.pdf") == "application/pdf"


def test_broken_pdfs_of_the_bench_are_never_text(tmp_path: Path) -> None:
    sys.path.insert(0, str(ROOT / "tests" / "bench"))
    try:
        from mutate_pdfs import mutants
    finally:
        sys.path.pop(0)
    path = ROOT / "fixtures" / "pdf" / "2025-haneul-reportlab-rotated.pdf"
    for name, data in mutants([path], 400, 1):
        try:
            document = read_document(_written(tmp_path, data), name)
        except UnreadableError:
            continue
        assert document.source.media_type == "application/pdf", name


def _written(folder: Path, data: bytes) -> Path:
    path = folder / "bare"  # no suffix: the bytes alone decide
    path.write_bytes(data)
    return path


@pytest.mark.parametrize("path", TEXTS, ids=lambda p: p.stem)
def test_every_text_and_every_line_of_it_reads_as_language(path: Path) -> None:
    data = path.read_bytes()
    text = data.decode("cp949" if "cp949" in path.stem else "utf-8")
    assert reads_as_language(text)
    for line in text.split("\n"):
        assert reads_as_language(line), line


@pytest.mark.parametrize(
    "text",
    [
        "실적 및 계획",
        "大韓民國 서울特別市",
        "K-POP팝 AI기반 2024년",
        "Annual report 2024: 14 courses, 351 people",
        "·" * 400,
        "-" * 300 + "\n1,234\n" + "=" * 300,
        "\ue000 배움터 12개소 조성과 운영",
        "https://example.org/" + "a" * 90 + " 에서 보는 평생교육 추진실적 " * 30,
        "",
    ],
)
def test_what_people_print_reads_as_language(text: str) -> None:
    assert reads_as_language(text)


def test_noise_in_any_encoding_does_not() -> None:
    chance = random.Random(2)
    for size in (60, 200, 2000):
        for encoding in ("cp949", "utf-16-le", "utf-16-be"):
            noise = bytes(chance.randrange(0x81, 0xFE) for _ in range(size))
            assert not reads_as_language(noise.decode(encoding, "ignore")), (size, encoding)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    coded = "\n".join("".join(chance.choices(letters, k=76)) for _ in range(20))
    assert not reads_as_language(coded)
