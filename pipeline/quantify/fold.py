"""One spelling for what looks alike: full-width digits, dashes, tildes, quotes. One character for
one: offsets stay true.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.pattern import lazy_pattern

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


_TABLE = {ord(char): to for many, to in _ALIKE.items() for char in many}
_SELDOM = lazy_pattern("[" + "".join(map(re.escape, "".join(_ALIKE))) + "]")
_FOREIGN_DIGIT = lazy_pattern(r"(?![0-9])\d")  # any decimal digit of Unicode


def fold(text: str) -> str:
    """The text with one spelling for characters that look alike, of the same length.

    >>> fold("１２３명 3∼5개소")
    '123명 3~5개소'
    """
    if text.isascii():
        return text
    if _SELDOM.search(text):
        text = text.translate(_TABLE)
    return _FOREIGN_DIGIT.sub(lambda hit: str(unicodedata.decimal(hit[0])), text)
