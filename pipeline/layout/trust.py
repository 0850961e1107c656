"""Pages that lie: scans, text drawn as outlines, strips of images, Hangul lost. To give their
digits is worse than to give nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.model import Page, Place, Problem

FEW = 24  # glyphs: a page number and a stamp are no text layer
FEW_HANGUL = (
    4  # a title on a page-wide picture is honest text, a page number on a scan has no Hangul
)
COVERED = 0.6  # share of the page under images from which a page without text is a scan
STRIPS = 4
OUTLINED = (
    60  # outlines: more than any logo has, fewer than two lines of text drawn letter by letter
)
ENOUGH = 30  # glyphs from which shares can be judged
NO_HANGUL, SOME_LATIN, NO_CODES = 0.02, 0.35, 0.2
FEW_STRAYS, SOME_STRAYS = (
    3,
    0.002,
)  # letters of no Korean word: so many, and so many for each Hangul letter
# Latin with accents, Cyrillic to Georgian, Thai and its neighbours; × and ÷ are signs, Greek
# (α세대) and Jamo are at home
STRAY_SCRIPTS = ((0xC0, 0xD6), (0xD8, 0xF6), (0xF8, 0x2AF), (0x400, 0x10FF), (0x1200, 0x1DFF))


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
    """Counts of the page's glyphs without its blanks."""
    seen = page.glyphs.code != 0x20
    codes = page.glyphs.code[seen]
    hangul = (
        ((codes >= 0xAC00) & (codes <= 0xD7A3))
        | ((codes >= 0x1100) & (codes <= 0x11FF))
        | ((codes >= 0x3131) & (codes <= 0x318E))
    )
    han = (codes >= 0x4E00) & (codes <= 0x9FFF)
    latin = ((codes | 0x20) >= 0x61) & ((codes | 0x20) <= 0x7A)
    hidden = np.array(
        ["Invisible" in name or "GlyphLess" in name for name in page.fonts] or [False]
    )
    return Letters(
        len(codes),
        int((hangul | han).sum()),
        int(latin.sum()),
        int((codes == 0xFFFD).sum()),
        int(hidden[page.glyphs.font[seen]].sum()) if len(codes) else 0,
        _strays(codes, hangul),
    )


def _strays(codes: npt.NDArray[np.int32], hangul: npt.NDArray[np.bool_]) -> int:
    """Letters of other scripts set against Hangul without a blank: “직접” whose font maps 직 to Ê
    comes out as “Ê접”.
    """
    if len(codes) < FEW or codes.max() < STRAY_SCRIPTS[0][0]:
        return 0
    stray = np.logical_or.reduce([(codes >= low) & (codes <= high) for low, high in STRAY_SCRIPTS])
    if not stray.any():
        return 0
    beside = np.zeros_like(hangul)
    beside[1:] |= hangul[:-1]
    beside[:-1] |= hangul[1:]
    return int((stray & beside).sum())


def pages_to_problems(pages: tuple[Page, ...]) -> list[Problem]:
    """One problem for each page whose text cannot be trusted (or is a scan's recognised text, which
    is named only).
    """
    found = []
    for page in pages:
        kind = page_to_kind(page)
        if kind:
            found.append(Problem(kind, Place(page.number), words=(("page", str(page.number)),)))
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
    if letters.strays >= max(FEW_STRAYS, SOME_STRAYS * letters.hangul):
        return "page_garbled"
    if letters.hangul <= NO_HANGUL * letters.glyphs and letters.latin < SOME_LATIN * letters.glyphs:
        return "page_lost_hangul" if letters.glyphs >= ENOUGH or page.outlines >= OUTLINED else None
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
    if page.outlines >= OUTLINED:
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


def is_untrusted(kind: str) -> bool:
    """Whether nothing may be made from such a page.

    >>> is_untrusted("page_scan"), is_untrusted("page_ocr_layer")
    (True, False)
    """
    return kind not in ("page_ocr_layer", "page_empty")
