"""Pages whose text layer lies are told from honest ones, and nothing is made of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest

from pipeline.layout import lay_out
from pipeline.layout.trust import page_to_kind
from pipeline.model import Document, Page
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
