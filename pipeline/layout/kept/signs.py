"""Private characters in the text of an office file, by what they print."""

from __future__ import annotations

import functools

from pipeline.layout.symbols import PRIVATE, font_to_symbols, hancom_signs
from pipeline.lexicon import words
from pipeline.pattern import Match, lazy_pattern

OF_FONT = "Wingdings"  # what Hancom prints a symbol font's codes in, whatever the text's font is
LAST = 0xFF  # of a symbol font's codes
HALVES = lazy_pattern(
    "[\U000f02ba-\U000f02c2][\U000f02c3-\U000f02cc]|[\U000f02d7-\U000f02df][\U000f02e0-\U000f02e9]"
)


def text_as_shown(text: str) -> str:
    """The text with the signs that print in place of private characters.

    Source: eight reports whose PDF is at hand print 70 marks U+F06C to U+F0FE of text in Korean
    fonts as the signs of Wingdings, and U+F02B1 on as numbers in a box, from 10 on of two halves.

    >>> text_as_shown("\\uf0a7 교육 \\U000f02b2 운영 \\U000f02ba\\U000f02c5 정비")
    '▪ 교육 ② 운영 ⑫ 정비'
    """
    if text.isascii():
        return text
    return HALVES.sub(_halves_to_number, text).translate(_private_to_shown())


@functools.cache
def _private_to_shown() -> dict[int, int]:
    font = font_to_symbols(OF_FONT) or {}
    signs = {code: to for code, to in font.items() if PRIVATE <= code <= PRIVATE + LAST}
    return {**signs, **hancom_signs()}


def _halves_to_number(found: Match[str]) -> str:
    """The number that two halves print together."""
    return _pairs()[found[0]]


@functools.cache
def _pairs() -> dict[str, str]:
    """Tens and ones: “⑫”, and digits where Unicode has no such number in a circle."""
    pairs: dict[str, str] = {}
    for kind in words("symbols")["hancom"]["pair"]:
        for number in range(10, 100):
            halves = chr(kind["tens"] + number // 10 - 1) + chr(kind["ones"] + number % 10)
            pairs[halves] = (kind["shown"][number - 10 : number - 9]) or str(number)
    return pairs
