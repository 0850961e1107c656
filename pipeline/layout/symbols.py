"""Symbol fonts: their text layer holds Latin letters where the page shows ◆, ● or ②; font and code
tell what is printed.
"""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from pipeline.lexicon import words
from pipeline.model import Page
from pipeline.pattern import lazy_pattern

PRIVATE = 0xF000  # a symbol font's code 0x6C is often given as U+F06C
# endings that name a cut or a foundry, not another set of signs
STYLES = lazy_pattern(r"(?:regular|normal|roman|bold|italic|oblique|mt|ps|std)+$")
HANCOM = 0xF0000  # the plane of private characters that Hancom's fonts use
NO_FONT: dict[int, int] = {}


def codes_as_shown(page: Page) -> npt.NDArray[np.int32]:
    """The page's code points, those of symbol fonts and of Hancom's own signs replaced by what the
    glyph looks like.
    """
    codes = page.glyphs.code
    tables = [font_to_symbols(name) for name in page.fonts]
    hancom = hancom_signs() if len(codes) and codes.max() >= HANCOM else NO_FONT
    if not hancom and not any(tables):
        return codes
    codes = codes.copy()
    for index, table in enumerate(tables):
        _replace(codes, page.glyphs.font == index, table or hancom)
    return codes


def _replace(
    codes: npt.NDArray[np.int32], own: npt.NDArray[np.bool_], table: dict[int, int]
) -> None:
    """Replaces what the table has among the code points of one font."""
    if not table:
        return
    before = codes.copy()
    for code in np.unique(before[own]).tolist():
        if code in table:
            codes[own & (before == code)] = table[code]


def signs_as_written(page: Page) -> npt.NDArray[np.bool_]:
    """Which glyphs are of fonts that have signs only, decoded or not: none of them is a letter."""
    signs = [font_to_symbols(name) is not None for name in page.fonts]
    return np.array(signs or [False])[page.glyphs.font]


@functools.cache
def font_to_symbols(name: str) -> dict[int, int] | None:
    """Code to code point shown, None for a font of ordinary characters.

    >>> chr(font_to_symbols("Wingdings-Regular,Bold")[ord("w")]), font_to_symbols("HCRBatang")
    ('◆', None)
    >>> chr(font_to_symbols("Wingdings")[ord("ƒ")]), chr(font_to_symbols("Wingdings")[0xF083])
    ('③', '③')
    >>> chr(font_to_symbols("Wingdings 2")[ord("P")]), font_to_symbols("SegoeUISymbol")
    ('✓', None)
    """
    stem = font_to_stem(name)
    for font in words("symbols")["font"]:
        if stem in font["names"]:
            return _with_private(font["codes"])
    return None


def font_to_stem(name: str) -> str:
    """A font's name as it is looked up: small letters, without subset tag, style and signs.

    >>> font_to_stem("ABCDEF+Wingdings-Regular"), font_to_stem("Wingdings 2,Bold")
    ('wingdings', 'wingdings2')
    >>> font_to_stem("SymbolMT")
    'symbol'
    """
    family = name.partition("+")[2] or name
    small = "".join(c for c in family.partition(",")[0].lower() if c.isalnum())
    return STYLES.sub("", small)


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


@functools.cache
def hancom_signs() -> dict[int, int]:
    """Hancom's private signs, which stand in any font: code point to the character shown.

    >>> chr(hancom_signs()[0xF02B1]), chr(hancom_signs()[0xF02CF])
    ('①', '❷')
    """
    table: dict[int, int] = {}
    for run in words("symbols")["hancom"]["run"]:
        table.update((run["first"] + k, ord(shown)) for k, shown in enumerate(run["shown"]))
    return table
