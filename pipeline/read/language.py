"""Whether characters read as language: bytes of a picture or of a torn PDF decode as CP949 or as
UTF-16 too, and what comes out is letters without words.
"""

from __future__ import annotations

import unicodedata
from collections import Counter

from pipeline.pattern import lazy_pattern

# Measured on 541 honest texts and stretches of texts (Korean, UTF-8 and CP949) and on 4,730 heaps
# of bytes: slices and streams of the PDFs, HWP and HWPX files at hand, and random bytes. Honest
# ones reach the first figure, heaps that decode at all begin at the second.
MOST_STRANGE = 0.1  # of the characters: 0.022 against 0.2, from twenty characters on
MOST_CHANGES = 0.25  # of the pairs of neighbouring letters: 0.075 against 0.3
ENOUGH_PAIRS = 20  # pairs of letters from which their share says anything
MOST_CODED = 0.5  # of the characters in words as no language has them: 0 against 0.9
CODED_WORD = lazy_pattern(
    r"(?a:[!-~]{60,})"
)  # Base64, Base85, hexadecimal digits; no leader of dots
LATIN_END = 0x250
JAMO = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xD7B0, 0xD7FF))
FEWEST_SIGNS = 12  # that such a word is made of: a rule of dashes has one or two

PRINTS_NOTHING = " \t\n\f\r\xa0\u3000\x01"
PAIR = lazy_pattern(r"(?=([A-Za-z\uac00-\ud7a3\u4e00-\u9fff]{2}))")


def reads_as_language(text: str) -> bool:
    """Whether the text consists of characters and words as Korean or Latin print has them.

    Three traits, each of which is enough to say no: characters that nobody prints (unassigned,
    private, syllables that CP949 has beside the 2,350 of the standard), Latin letters right beside
    Hangul or Hanja again and again, words of sixty signs.

    >>> reads_as_language("2024년 AI기반 배움터 12개소 조성, 1,240명 참여")
    True
    >>> reads_as_language(bytes(range(0x81, 0xFE, 3)).decode("cp949", "ignore"))
    False
    """
    counts = Counter(text)
    for character in PRINTS_NOTHING:
        del counts[character]
    shown = counts.total()
    if not shown:
        return True
    if sum(n for c, n in counts.items() if _odd(ord(c))) > MOST_STRANGE * shown:
        return False
    changes, pairs = _script_changes(text)
    if pairs >= ENOUGH_PAIRS and changes > MOST_CHANGES * pairs:
        return False
    coded = sum(len(w) for w in CODED_WORD.findall(text) if len(set(w)) >= FEWEST_SIGNS)
    return coded <= MOST_CODED * shown


def _odd(code: int) -> bool:
    """Whether a character is unassigned, private, a control, a replacement, or a letter that is
    neither Latin nor Jamo nor among those of KS X 1001 (2,350 syllables, 4,888 Hanja, Greek …).
    """
    category = unicodedata.category(chr(code))
    if category in ("Cn", "Co", "Cc", "Cs"):
        return True
    if category[0] != "L" or code < LATIN_END or any(low <= code <= high for low, high in JAMO):
        return code == 0xFFFD
    try:  # the other syllables are spelt in eight bytes
        return len(chr(code).encode("euc_kr")) > 2
    except UnicodeEncodeError:
        return True


def _script_changes(text: str) -> tuple[int, int]:
    """How many pairs of neighbouring letters are of two scripts (Latin and CJK), and how many pairs
    of letters there are.

    >>> _script_changes("AI기반 NCS")
    (1, 5)
    """
    pairs = Counter(PAIR.findall(text))
    changes = sum(n for pair, n in pairs.items() if pair[0].isascii() != pair[1].isascii())
    return changes, pairs.total()
