"""One spelling for what looks alike: full-width digits, dashes, tildes, quotes. One character for one: offsets stay true."""

from __future__ import annotations

import functools
import re
import sys
import unicodedata

_ALIKE = {
    "～∼〜˜∽⁓": "~",
    "‘’‵′`´＇'ʼ‛": "’",
    "－−–—―‐‑‒﹣": "-",
    "，": ",",
    "．": ".",
    "％﹪": "%",
    "（": "(",
    "）": ")",
    "：∶": ":",
    "／": "/",
    "＋": "+",
    "＊": "*",
    "㈎": "(",
    "‧․・ㆍ⋅∙•･ᆞ": "·",
    "⇒➔➜➡⟶⇨▶►➝➞": "→",
    "\u3000\u00a0\u2002\u2003\u2009\t": " ",
}


@functools.cache
def _table() -> dict[int, str]:
    table = {ord(c): to for many, to in _ALIKE.items() for c in many if len(to) == 1}
    for code in range(0x80, sys.maxunicode + 1):
        if unicodedata.category(char := chr(code)) == "Nd":
            table[code] = str(unicodedata.decimal(char))
    return table


@functools.cache
def _seldom() -> re.Pattern[str]:
    """Characters that fold, beyond ASCII; the search is quicker than a translation that changes nothing."""
    return re.compile("[" + "".join(re.escape(chr(c)) for c in _table()) + "]")


def fold(text: str) -> str:
    """The text with one spelling for characters that look alike, of the same length.

    >>> fold("１２３명 3∼5개소")
    '123명 3~5개소'
    """
    return text.translate(_table()) if _seldom().search(text) else text
