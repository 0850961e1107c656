"""One spelling before any look-up: what a reader of the page takes for one word is one word.

Three steps, each of which a stage may ask for by itself; the first two keep the way back to the
printed text:

1. `text.source_to_seen` at the door: composed (NFC), without what prints nothing, blanks plain; an
   `Origin` says which characters of the source each stands for.
2. `alike`: digits and signs in one form (full width, dashes, tildes, quotes, middle dots), one
   character for one, so that every offset stays true.
3. `key`: without any blank, Latin letters small: what a word that stands by itself is looked up
   by. It has no places: where a word is looked for inside a text, the text stays as `alike` has it.
"""

from __future__ import annotations

import functools
import unicodedata

_ALIKE = {
    "～∼〜˜∽⁓": "~",
    "‘’‵′`´＇'ʼ‛": "’",
    "－−–—―‐‑‒﹣": "-",
    "Δ∆": "△",
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
    "⇒➔➜➡⟶⇨▶►➝➞➠➙➟": "→",
    "\u3000\u00a0\u2002\u2003\u2009\t": " ",
}


class _Table(dict[int, str]):
    """The one spelling of each character; any decimal digit of Unicode is a plain one."""

    def __missing__(self, code: int) -> str:
        digit = unicodedata.decimal(chr(code), None)
        found = chr(code) if digit is None else str(digit)
        if len(self) < MOST_KNOWN:
            self[code] = found
        return found


_TABLE = _Table({ord(char): to for many, to in _ALIKE.items() for char in many})
KEYS_KEPT = 1 << 15
MOST_KNOWN = 1 << 16  # characters; a hostile text has a million


def alike(text: str) -> str:
    """The text with one spelling for characters that look alike, of the same length.

    >>> alike("１２３명 3∼5개소")
    '123명 3~5개소'
    """
    return text if text.isascii() else text.translate(_TABLE)


@functools.lru_cache(maxsize=KEYS_KEPT)
def key(text: str) -> str:
    """What a text is looked up by: composed, one spelling, no blanks, Latin letters small.

    Source: “추 진 실 적”, “Y o Y” and “증감률(％)” are spread, capitalised and typed in full width as
    the width of a column asks for.

    >>> key(" 추 진 실 적"), key("ＹoY"), key("취ㆍ창업"), key("국·시비 － 합계")
    ('추진실적', 'yoy', '취·창업', '국·시비-합계')
    """
    if not text.isascii():
        text = _small_width(alike(unicodedata.normalize("NFC", text)))
    return "".join(text.split()).lower()


def _small_width(text: str) -> str:
    """Full-width Latin letters as plain ones.

    >>> _small_width("Ｓ/Ｗ 개발")
    'S/W 개발'
    """
    return "".join(chr(ord(c) - 0xFEE0) if "\uff21" <= c <= "\uff5a" else c for c in text)
