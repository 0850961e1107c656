"""Symbol fonts: their text layer holds Latin letters where the page shows ◆, ● or ②; font and code
tell what is printed.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from pipeline.lexicon import words
from pipeline.model import Page

PRIVATE = 0xF000  # a symbol font's code 0x6C is often given as U+F06C


def codes_as_shown(page: Page) -> npt.NDArray[np.int32]:
    """The page's code points, those of symbol fonts replaced by what the glyph looks like."""
    codes = page.glyphs.code
    for index, name in enumerate(page.fonts):
        table = font_to_symbols(name)
        if table is None:
            continue
        if codes is page.glyphs.code:
            codes = codes.copy()
        own = page.glyphs.font == index
        for code in np.unique(page.glyphs.code[own]).tolist():
            if code in table:
                codes[own & (page.glyphs.code == code)] = table[code]
    return codes


@functools.cache
def font_to_symbols(name: str) -> dict[int, int] | None:
    """Code to code point shown, None for a font of ordinary characters.

    >>> chr(font_to_symbols("Wingdings-Regular")[ord("w")]), font_to_symbols("HCRBatang")
    ('◆', None)
    >>> chr(font_to_symbols("Wingdings")[ord("ƒ")]), chr(font_to_symbols("Wingdings")[0xF083])
    ('③', '③')
    """
    small = name.lower()
    for font in words("symbols")["font"]:
        if any(m in small for m in font["matches"]) and not any(
            m in small for m in font.get("not_matches", ())
        ):
            return _with_private(font["codes"])
    return None


def _with_private(codes: dict[str, str]) -> dict[int, int]:
    """The table by every code point that producers use for a glyph: CP1252's, the bare byte, and
    the private one.
    """
    table: dict[int, int] = {}
    for printed, shown in codes.items():
        byte = printed.encode("cp1252", "ignore") or bytes([ord(printed) & 0xFF])
        for code in (ord(printed), byte[0], PRIVATE + byte[0]):
            table.setdefault(code, ord(shown))
    return table
