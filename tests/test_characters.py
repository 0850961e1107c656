"""One print, one text: decomposed Hangul, characters that print nothing and odd blanks change
neither rows nor figures, and `lines` has every character of the source."""

from __future__ import annotations

import dataclasses
import time
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lettered import Face, lines_to_pdf

from pipeline.extract import extract
from pipeline.layout import lay_out
from pipeline.layout.geometry import lay_out_pages
from pipeline.model import Extraction, Page
from pipeline.read import read_document
from pipeline.text import IS_UNSEEN, SOFT_HYPHEN, bullet_at, is_plain, source_to_seen

RAW = Path(__file__).parents[1] / "raw"
ODD = "\u200b\u2060\ufeff\u00ad\x01\u00a0\u3000\u1112\u1161\u11ab\u0301\u0387\uf99a\u1160\u110bé각 1,-"


def read(tmp_path: Path, text: str) -> Extraction:
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    return extract(path, "a.txt")


def figures(found: Extraction) -> list[tuple[str, object, str | None]]:
    return [(q.quote, q.value, q.unit) for q in found.quantities]


def rows(found: Extraction) -> list[tuple[object, ...]]:
    assert found.report is not None
    return [
        (p.programme_id, p.title.text, [(a.mark, a.level, a.printed.text) for a in p.achievements])
        for p in found.report.programmes
    ]


@given(st.one_of(st.text(), st.text(alphabet=ODD)))
def test_what_is_seen_is_composed_and_its_pieces_are_the_source(source: str) -> None:
    text, origin = source_to_seen(source)
    assert unicodedata.is_normalized("NFC", text)
    assert not IS_UNSEEN.search(text)
    assert not any(c in text for c in "\x01\u00a0\u2003")
    if origin is None:
        assert text == source
        return
    assert len(origin.starts) == len(text) + 1
    half = len(text) // 2
    assert origin.cut(0, half) + origin.cut(half, len(text)) == source or not text
    assert origin.cut(0, len(text)) == source


@given(st.text(alphabet=ODD))
def test_a_second_time_changes_only_the_soft_hyphens_that_blanks_opened(source: str) -> None:
    once = source_to_seen(source)[0]
    assert source_to_seen(once)[0].replace(SOFT_HYPHEN, "") == once.replace(SOFT_HYPHEN, "")


def test_a_mark_or_a_vowel_without_end_takes_time_in_proportion() -> None:
    for source in ("가" + "\u0301" * 20000, "e\u0301" * 20000, "\u1112\u1161\u11ab" * 7000):
        begun = time.process_time()
        assert len(source_to_seen(f"\u200b{source}")[0]) <= len(source)
        assert time.process_time() - begun < 2


@pytest.mark.parametrize("name", ["decomposed", "zero_width", "nbsp", "chromium_blanks"])
def test_a_report_in_other_characters_gives_the_same_rows_and_figures(
    tmp_path: Path, name: str
) -> None:
    made = {
        "decomposed": lambda s: unicodedata.normalize("NFD", s),
        "zero_width": lambda s: s.replace("배", "\u200b배\u200d").replace("\n", "\n\ufeff"),
        "nbsp": lambda s: s.replace(" ", "\u00a0"),
        "chromium_blanks": lambda s: s.replace(" ", "\x01"),
    }[name](SMALL)
    assert made != SMALL
    one, other = read(tmp_path, SMALL), read(tmp_path, made)
    assert rows(other) == rows(one) != []
    assert figures(other) == figures(one) != []
    joined: dict[int, str] = {}
    for piece in other.pieces:
        joined[piece.line.number] = joined.get(piece.line.number, "") + piece.text
    assert list(joined.values()) == made.split("\n")[: len(joined)]


SMALL = """2024년 가람시 평생교육 시행계획 추진실적

과제          단위사업            추진실적

1. 배움터 기반   1. 마을배움터 조성     ○ 마을배움터 12개소 조성, 1,240명 참여

            2. 배움카드 지원      ○ 배움카드 350명 지원
"""


@pytest.mark.parametrize("inside", ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_what_prints_nothing_parts_no_number_and_no_word(tmp_path: Path, inside: str) -> None:
    found = read(tmp_path, f"2024년 실적\n○ 배움{inside}카드 1,2{inside}40명 참{inside}여\n")
    assert figures(found) == [("1,240명", 1240, "명")]
    assert found.quantities[0].measure == "참여"


@pytest.mark.parametrize("blank", [*"\x01\u00a0\u2003\u2009\u202f\u3000\u3164", "\u3000\x01"])
def test_odd_blanks_glue_nothing(tmp_path: Path, blank: str) -> None:
    found = read(tmp_path, f"2024년 실적\n○ 운영 12회{blank}340명 참여\n")
    assert [(q, u) for q, _, u in figures(found)] == [("12회", "회"), ("340명", "명")]


@pytest.mark.parametrize("mark", ["\u00ad", "ᄋ", "ᄋ\u1160", "\uffb7"])
def test_a_sign_before_a_line_is_its_mark(mark: str) -> None:
    bullet = bullet_at(source_to_seen(f" {mark} 운영")[0])
    assert bullet is not None
    assert bullet.mark == mark[0]


def parted(page: Page) -> Page:
    """The page as macOS writes it: every syllable by its letters, all in the syllable's box."""
    codes = [list(map(ord, unicodedata.normalize("NFD", chr(c)))) for c in page.glyphs.code]
    many = np.repeat(np.arange(len(codes)), [len(c) for c in codes])
    columns = {f.name: getattr(page.glyphs, f.name)[many] for f in dataclasses.fields(page.glyphs)}
    columns["code"] = np.array([c for own in codes for c in own], np.int32)
    return dataclasses.replace(page, glyphs=dataclasses.replace(page.glyphs, **columns))


def test_a_pdf_of_letters_gives_the_lines_of_its_syllables() -> None:
    document = read_document(RAW / "2024.pdf", "2024.pdf")
    whole = dataclasses.replace(document, pages=document.pages[3:6])
    apart = dataclasses.replace(whole, pages=tuple(parted(page) for page in whole.pages))
    one, other = lay_out_pages(whole), lay_out_pages(apart)
    assert [line.text for line in other.lines] == [line.text for line in one.lines]
    for line, as_letters in zip(one.lines, other.lines, strict=True):
        assert line.edges is not None
        assert as_letters.edges is not None
        np.testing.assert_allclose(as_letters.edges, line.edges)
        source = as_letters.as_in_source(0, len(as_letters.text))
        assert source == unicodedata.normalize("NFD", line.text)
    assert [i.cells for i in other.items if hasattr(i, "cells")] != []


def test_a_font_that_names_a_syllable_by_its_letters(tmp_path: Path) -> None:
    face = Face("AppleGothic", {c: unicodedata.normalize("NFD", c) for c in "각명운영회"})
    path = tmp_path / "a.pdf"
    path.write_bytes(lines_to_pdf([[(face, "각 운영 12회 340명")]]))
    for reader in ("pdfium", "pdfplumber"):
        (line,) = lay_out(read_document(path, "a.pdf", reader=reader)).lines
        assert (reader, line.text) == (reader, "각 운영 12회 340명")


def test_zero_width_characters_of_a_pdf_part_nothing(tmp_path: Path) -> None:
    face = Face("Malgun", {"@": "4\u200b", "#": "마\u2060"})
    path = tmp_path / "a.pdf"
    path.write_bytes(lines_to_pdf([[(face, "2024년 실적")], [(face, "○ #을 1,2@0명 참여")]]))
    found = extract(path, "a.pdf")
    assert figures(found) == [("1,240명", 1240, "명")]
    assert "마을" in "".join(line.text for line in lay_out(read_document(path, "a.pdf")).lines)


def test_plain_text_is_not_touched() -> None:
    source = "운영 3회 (5명) ※ ㅇ ‘24"
    assert is_plain(source)
    assert source_to_seen(source)[0] is source
