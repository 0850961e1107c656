"""Pages that lie: scans, text drawn as outlines, strips of images, Hangul lost. To give their
digits is worse than to give nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.faults import Lost, lost_to_problem
from pipeline.layout.drawn import drawn_to_areas
from pipeline.layout.hidden import scan_to_kind
from pipeline.layout.letters import hangul_reads, is_latin, is_syllable, latin_reads, touching
from pipeline.layout.symbols import codes_as_shown, signs_as_written
from pipeline.model import Page, Place, Problem

FEW = 24  # glyphs: a page number and a stamp are no text layer
FEW_HANGUL = (
    4  # a title on a page-wide picture is honest text, a page number on a scan has no Hangul
)
COVERED = 0.6  # share of the page under images from which a page without text is a scan
STRIPS = 4
ENOUGH = 30  # glyphs from which shares can be judged
NO_HANGUL, SOME_LATIN, NO_CODES = 0.02, 0.35, 0.2
# Of a text's bytes taken for Latin-1, half are its signs (¡ to ¿) and the other half its letters:
# “¹Ì¼ö±Ý” for 미수금. French and Vietnamese have the letters and next to none of the signs, leaders
# of a list of contents are hundreds of middle dots.
MISREAD, MISREAD_EACH, MIDDLE_DOT = 0.3, 0.2, 0xB7
FEW_STRAYS, SOME_STRAYS = (
    3,
    0.002,
)  # letters of no Korean word: so many, and so many for each Hangul letter
# Latin with accents, Cyrillic to Georgian, Thai and its neighbours; × and ÷ are signs, Greek
# (α세대) and Jamo are at home
STRAY_SCRIPTS = ((0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2AF), (0x400, 0x10FF), (0x1200, 0x1DFF))


PRIVATE = (0xE000, 0xF8FF)  # what a font maps there has no character

Codes = npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Letters:
    """What the text layer of a page consists of, in numbers of glyphs."""

    glyphs: int
    hangul: int
    latin: int
    unmapped: int
    invisible: int
    strays: int = 0


def page_to_letters(page: Page) -> Letters:
    """Counts of the page's glyphs without its blanks, by what they show: a bullet of a symbol font
    is a sign and no letter.
    """
    codes = codes_as_shown(page)
    seen = codes != 0x20
    letters = seen & ~signs_as_written(page)
    hangul = letters & is_hangul(codes)
    han = letters & (codes >= 0x4E00) & (codes <= 0x9FFF)
    private = letters & (codes >= PRIVATE[0]) & (codes <= PRIVATE[1])
    hidden = np.array(
        ["Invisible" in name or "GlyphLess" in name for name in page.fonts] or [False]
    )
    return Letters(
        int(seen.sum()),
        int((hangul | han).sum()),
        int((letters & is_latin(codes)).sum()),
        int(((codes == 0xFFFD) | private).sum()),
        int((hidden[page.glyphs.font] & seen).sum()) if len(codes) else 0,
        _strays(page, np.where(letters, codes, 0)),
    )


def is_hangul(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which code points are Hangul: syllables, the letters they are made of, letters by themselves.

    >>> is_hangul(np.array([ord("가"), 0x1100, ord("ㅇ"), ord("a")], np.int32)).tolist()
    [True, True, True, False]
    """
    parts = ((codes >= 0x1100) & (codes <= 0x11FF)) | ((codes >= 0x3131) & (codes <= 0x318E))
    return np.asarray(is_syllable(codes) | parts)


def _strays(page: Page, codes: Codes) -> int:
    """Letters of other scripts right behind a Hangul letter: “시작” whose font maps 작 to Ê comes
    out as “시Ê”. One before a word may be a bullet, in whichever font.
    """
    if len(codes) < FEW or codes.max() < STRAY_SCRIPTS[0][0]:
        return 0
    stray = np.logical_or.reduce([(codes >= low) & (codes <= high) for low, high in STRAY_SCRIPTS])
    if not stray.any():
        return 0
    return int((stray[1:] & is_hangul(codes)[:-1] & touching(page)).sum())


def _is_misread(page: Page) -> bool:
    """Whether Korean bytes were taken for Latin-1."""
    codes = codes_as_shown(page)
    codes = codes[codes != 0x20]
    signs = int(((codes >= 0xA1) & (codes <= 0xBF) & (codes != MIDDLE_DOT)).sum())
    letters = int(((codes >= 0xC0) & (codes <= 0xFF)).sum())
    both = signs + letters
    return both >= MISREAD * len(codes) and min(signs, letters) >= MISREAD_EACH * both > 0


def _reads(page: Page, letters: Letters) -> bool:
    """Whether the letters of the page's text read as language, font by font."""
    if letters.strays >= max(FEW_STRAYS, SOME_STRAYS * letters.hangul):
        return False
    codes = np.where(signs_as_written(page), 0, codes_as_shown(page))
    return hangul_reads(page, codes) and latin_reads(page, codes) and not _is_misread(page)


def pages_to_problems(
    pages: Sequence[Page], hidden: Mapping[int, Page] | None = None
) -> list[Problem]:
    """One problem for each page whose text cannot be trusted, and for each area of an honest page
    whose letters are drawn. `hidden`: by number, the glyphs of a page that nobody sees.
    """
    found = []
    for page in pages:
        if page.lost:
            found.append(lost_to_problem(Lost("page", Place(page.number)), page.cause, page.lost))
            continue
        words = (("page", str(page.number)),)
        kind = scan_to_kind(page_to_kind(page), (hidden or {}).get(page.number))
        if kind:
            found.append(Problem(kind, Place(page.number), words=words))
        if page.unpainted:
            more = (*words, ("count", str(page.unpainted)))
            found.append(Problem("unpainted_note", Place(page.number), words=more))
        for area in drawn_to_areas(page.drawn) if kind is None else ():
            found.append(Problem("letters_drawn", Place(page.number, box=area), words=words))
    return found


def page_to_kind(page: Page) -> str | None:
    """The code of what is odd about the page's text, None for an honest page."""
    letters = page_to_letters(page)
    if letters.glyphs >= ENOUGH and letters.invisible > letters.glyphs / 2:
        return "page_ocr_layer"
    if letters.glyphs < FEW and letters.hangul < FEW_HANGUL:
        return _empty_to_kind(page)
    if letters.unmapped > NO_CODES * letters.glyphs:
        return "page_lost_hangul"
    if not _reads(page, letters):
        return "page_garbled"
    if letters.hangul <= NO_HANGUL * letters.glyphs and letters.latin < SOME_LATIN * letters.glyphs:
        return "page_lost_hangul" if _is_drawn(page) else None
    return None


def _empty_to_kind(page: Page) -> str | None:
    """Why a page has next to no text layer: images instead, outlines, or nothing at all; None where
    it holds a few words or lines.
    """
    images = page.images
    wide, high = images[:, 2] - images[:, 0], images[:, 3] - images[:, 1]
    if float((wide * high).sum()) >= COVERED * page.width * page.height:
        strips = (wide >= 0.5 * page.width) & (high < 0.3 * page.height)
        return "page_image_strips" if int(strips.sum()) >= STRIPS else "page_scan"
    if _is_drawn(page):
        return "page_outlines"
    bare = (
        not len(page.glyphs)
        and not page.paths
        and not len(page.rulings)
        and not len(page.fills)
        and not len(images)
    )
    return (
        "page_empty" if bare else None
    )  # a blank page, or one whose content was lost with a damaged stream


def _is_drawn(page: Page) -> bool:
    return bool(drawn_to_areas(page.drawn))


def is_untrusted(kind: str) -> bool:
    """Whether nothing may be made from such a page.

    >>> is_untrusted("page_scan"), is_untrusted("page_empty"), is_untrusted("hidden_text")
    (True, False, False)
    """
    return kind not in ("page_empty", "hidden_text", "letters_drawn", "unpainted_note")
