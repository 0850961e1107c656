"""Pages whose text layer lies are told from honest ones, and nothing is made of them."""

from __future__ import annotations

import dataclasses
import random
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from lettered import Face, lines_to_pdf

from pipeline.layout import lay_out
from pipeline.layout.trust import page_to_kind
from pipeline.model import Document, Glyphs, Page
from pipeline.read import read_document

SAMPLE = Path(__file__).parents[1] / "raw" / "2024.pdf"


def garbled(page: Page, letters: str, made: str) -> Page:
    """The page as a font gives it whose table maps these letters wrongly."""
    code = page.glyphs.code.copy()
    for letter, other in zip(letters, made, strict=True):
        code[code == ord(letter)] = ord(other)
    return dataclasses.replace(page, glyphs=dataclasses.replace(page.glyphs, code=code))


@pytest.fixture(scope="module")
def document() -> Document:
    return read_document(SAMPLE, "2024.pdf")


def test_letters_of_other_scripts_inside_hangul_words_make_a_page_untrusted(
    document: Document,
) -> None:
    page = document.pages[4]
    assert page_to_kind(page) is None
    assert page_to_kind(garbled(page, "지원", "ÊÉ")) == "page_garbled"
    lying = dataclasses.replace(document, pages=(garbled(page, "지원", "ÊÉ"),))
    blocks = lay_out(lying)
    assert blocks.items == ()
    assert {p.code for p in blocks.problems} == {"page_garbled"}


@pytest.mark.parametrize("made", ["α", "×", "é"])
def test_signs_greek_and_a_foreign_name_are_no_garbage(document: Document, made: str) -> None:
    """“α세대”, “3×4회”, and one é beside a particle are print."""
    page = document.pages[4]
    code = page.glyphs.code.copy()
    places = np.flatnonzero(code == ord("원"))[: 2 if made == "é" else None]
    code[places] = ord(made)
    assert (
        page_to_kind(dataclasses.replace(page, glyphs=dataclasses.replace(page.glyphs, code=code)))
        is None
    )


# a page of invented plain text: 22 lines, some 380 syllables
TEXT = """가람시는 시민이 언제 어디서나 배울 수 있는 평생학습 도시를 만들기 위하여
올해 다음과 같은 사업을 추진하고 그 결과를 정리하여 보고한다
마을 배움터를 새로 조성하고 주민이 스스로 운영하는 모임을 지원하였다
청년과 어르신이 함께 참여하는 교육 과정을 개발하여 시범 운영하였으며
지역의 대학과 기관이 협력하여 전문 인력을 양성하고 일자리로 연결하였다
온라인 교육을 확대하여 시간과 장소의 제약 없이 학습할 수 있게 하였다
소외 계층을 위한 찾아가는 교육을 실시하고 교재와 강사를 지원하였다
시민의 의견을 듣기 위한 조사를 실시하고 그 결과를 다음 계획에 반영하였다
예산은 당초 계획에 따라 집행하였으며 남은 금액은 내년도 사업에 사용한다
기관별 추진 현황을 점검하고 부족한 점을 보완하여 성과를 높이기로 하였다
시설의 안전을 확인하고 오래된 장비를 교체하여 이용자의 불편을 줄였다
홍보를 강화하여 더 많은 시민이 사업에 참여할 수 있도록 안내하였다"""
OTHER = "ÉÊËÌÍÎÏÐÑÒÓÔÕÖØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõöøùúûüýþÿ"


def letters_of(text: str) -> list[str]:
    return sorted({c for c in text if not c.isspace()})


def next_letter(text: str) -> dict[str, str]:
    own = letters_of(text)
    return dict(zip(own, own[1:] + own[:1], strict=True))


def any_ascii(text: str) -> dict[str, str]:
    chance = random.Random(4)
    return {c: chr(chance.randrange(0x21, 0x7F)) for c in letters_of(text)}


GARBLED: dict[str, Callable[[str], dict[str, str]]] = {
    "one code point off": lambda t: {c: chr(ord(c) + 1) for c in letters_of(t)},
    "a syllable's last letter more": lambda t: {c: chr(ord(c) + 5) for c in letters_of(t)},
    "one letter of the font off": next_letter,
    "latin": any_ascii,
    "another script": lambda t: dict(zip(letters_of(t)[:40], OTHER, strict=False)),
    "korean bytes": lambda t: {c: c.encode("cp949").decode("latin-1") for c in letters_of(t)},
    "no character": lambda t: dict.fromkeys(letters_of(t), "\ue123"),
}


def kind_of(tmp_path: Path, lines: list[str] | list[list[tuple[Face, str]]]) -> str | None:
    path = tmp_path / "page.pdf"
    path.write_bytes(lines_to_pdf(lines))
    (page,) = read_document(path, "page.pdf").pages
    assert len(page.glyphs) > 30
    return page_to_kind(page)


@pytest.mark.parametrize("name", list(GARBLED))
def test_a_font_whose_letters_do_not_read_is_noticed(tmp_path: Path, name: str) -> None:
    face = Face("HCRDotum", GARBLED[name](TEXT))
    kind = kind_of(tmp_path, [[(face, line)] for line in TEXT.splitlines()])
    assert kind == ("page_lost_hangul" if name == "no character" else "page_garbled")


def test_one_font_of_three_that_lies_makes_the_page_lie(tmp_path: Path) -> None:
    honest = [[(Face("HCRBatang"), line)] for line in TEXT.splitlines()]
    lying = Face("Dotum", {c: chr(ord(c) + 1) for c in letters_of(TEXT)})
    third = [(Face("Gulim"), "합계 1,240명")]
    assert kind_of(tmp_path, [*honest, third]) is None
    line = [(lying, TEXT.splitlines()[0])]
    assert kind_of(tmp_path, [*honest, line, third]) == "page_garbled"


HONEST = {
    "text": TEXT,
    "english": "The committee reviewed the plan and the results of the year.\n" * 12,
    "code": "for key, value in sorted(table.items()): total[key] += len(value)\n"
    "if not path.exists(): raise FileNotFoundError(path)  # nothing to read\n" * 8,
    "formulas": "x² + y² = z²  ∑ₖ aₖ ≤ ∫ f(t) dt  α·β ≠ ∂u/∂v  ∞\n" * 8,
    "hanja": "豫算 決算 執行 殘額 歲入 歲出 計 合計 增減 比率\n" * 8,
    "numbers": "1,240 350 △45 12.5 (3,200) 98.7 0 1,100,000\n" * 10,
    "signs": "○ □ ● ■ △ ▲ ◇ ◆ ☆ ★ → ← ↑ ↓ ※ ① ② ③ ✓ ✗\n" * 8,
    "leaders": "개요 ························································ 3\n" * 9,
    "vietnamese": "Chương trình hỗ trợ người nước ngoài học tiếng Hàn miễn phí\n" * 8,
    "french": "Élèves, étudiants et employés âgés de 20 à 30 ans, où qu'ils résident\n" * 8,
    "russian": "Программа поддержки иностранных граждан и переселенцев\n" * 8,
    "form": "yymmdd yymmdd yyyy mm dd 성명 연락처 주소 직위\n" * 9,
    "addresses": "www.garam.example.kr https://news.garam.example.kr/notice?id=12 PDF HWP\n" * 8,
    "acronyms": "AI ICT R&D MOU KPI SW HW GIS CCTV IoT SNS QR PBL ESG NGO DB API VR AR\n" * 8,
    "names": "\n".join(
        " ".join(f"{a}{b}{c}" for b, c in zip("민서지하도예", "준연우윤현린", strict=True))
        for a in "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성"[:30]
    ),
    "one thing again and again": "오른팔꿈치관절 왼무릎관절기능 넓적다리뼈길이 발목뼈운동각도\n"
    * 20,
    "greek in words": "α세대와 β세대를 위한 3×4회 교육과 카페 Ünique에서 열린 모임\n" * 8,
}


@pytest.mark.parametrize("name", list(HONEST))
def test_honest_pages_are_not_accused(tmp_path: Path, name: str) -> None:
    assert kind_of(tmp_path, HONEST[name].splitlines()) is None


@pytest.mark.parametrize(
    "font", ["Wingdings-Regular", "ABCDEF+Wingdings", "Wingdings3", "Webdings"]
)
@pytest.mark.parametrize("code", ["Ÿ", "\uf09f", "è", "}"])
def test_bullets_of_symbol_fonts_are_signs(tmp_path: Path, font: str, code: str) -> None:
    bullet, text = Face(font), Face("HCRBatang")
    lines = [[(bullet, code), (text, line)] for line in TEXT.splitlines()]
    assert kind_of(tmp_path, lines) is None


def test_a_bullet_of_a_font_that_no_table_has_is_no_garbage(tmp_path: Path) -> None:
    lines = [[(Face("Marks"), "Ÿ"), (Face("HCRBatang"), line)] for line in TEXT.splitlines()]
    assert kind_of(tmp_path, lines) is None


def test_symbols_are_read_as_they_look(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    runs = [
        ("Wingdings-Regular", "Ÿw"),
        ("Wingdings3", "}"),
        ("SymbolMT", "aS"),
        ("Wingdings2", "P"),
    ]
    runs += [("HCRDotum", "\U000f02b1\U000f02ea"), ("Webdings", "a")]
    path.write_bytes(lines_to_pdf([[(Face(name), text)] for name, text in runs]))
    for reader in ("pdfium", "pdfplumber"):
        lines = lay_out(read_document(path, "a.pdf", reader=reader)).lines
        assert [line.text for line in lines] == ["•◆", "▸", "αΣ", "✓", "①□", "✓"]


def test_figures_without_letters_among_outlines_lost_them(document: Document) -> None:
    page = document.pages[4]
    code = page.glyphs.code
    digits = np.flatnonzero((code >= 0x30) & (code <= 0x39) | (code == 0x2C))
    columns = (getattr(page.glyphs, f.name)[digits] for f in dataclasses.fields(page.glyphs))
    alone = dataclasses.replace(page, glyphs=Glyphs(*columns), drawn=page.drawn[:0])
    assert page_to_kind(alone) is None
    seen = SAMPLE.parents[1] / "fixtures" / "seen" / "outlines_in_part.pdf"
    drawn = read_document(seen, "a.pdf").pages[0].drawn
    assert page_to_kind(dataclasses.replace(alone, drawn=drawn)) == "page_lost_hangul"
