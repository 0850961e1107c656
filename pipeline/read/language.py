"""Whether characters read as language: bytes of a picture or of a torn PDF decode as CP949 or as
UTF-16 too, and what comes out is letters without words.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

import numpy as np
import numpy.typing as npt

# Measured on 541 honest texts and stretches of texts (Korean, UTF-8 and CP949) and on 4,730 heaps
# of bytes: slices and streams of the PDFs, HWP and HWPX files at hand, and random bytes. Honest
# ones reach the first figure, heaps that decode at all begin at the second.
MOST_STRANGE = 0.1  # of the characters: 0.022 against 0.2, from twenty characters on
MOST_CHANGES = 0.25  # of the pairs of neighbouring letters: 0.075 against 0.3
ENOUGH_PAIRS = 20  # pairs of letters from which their share says anything
MOST_CODED = 0.5  # of the characters in words as no language has them: 0 against 0.9
CODED_WORD = re.compile(r"(?a:[!-~]{60,})")  # Base64, Base85, hexadecimal digits; no leader of dots
LATIN_END = 0x250
JAMO = ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xD7B0, 0xD7FF))
FEWEST_SIGNS = 12  # that such a word is made of: a rule of dashes has one or two

Array = npt.NDArray[Any]


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
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), "<u4").astype(np.int64)
    shown = codes[~np.isin(codes, (0x20, 0x09, 0x0A, 0x0C, 0x0D, 0xA0, 0x3000, 0x01))]
    if not len(shown):
        return True
    if _count_strange(shown) > MOST_STRANGE * len(shown):
        return False
    changes, pairs = _script_changes(codes)
    if pairs >= ENOUGH_PAIRS and changes > MOST_CHANGES * pairs:
        return False
    coded = sum(len(w) for w in CODED_WORD.findall(text) if len(set(w)) >= FEWEST_SIGNS)
    return coded <= MOST_CODED * len(shown)


def _count_strange(codes: Array) -> int:
    """How many characters are none that a report prints."""
    own, count = np.unique(codes, return_counts=True)
    return int(sum(n for code, n in zip(own.tolist(), count.tolist(), strict=True) if _odd(code)))


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


def _script_changes(codes: Array) -> tuple[int, int]:
    """How many pairs of neighbouring letters are of two scripts (Latin and CJK), and how many pairs
    of letters there are.
    """
    latin = ((codes | 0x20) >= 0x61) & ((codes | 0x20) <= 0x7A) & (codes < 0x80)
    wide = ((codes >= 0xAC00) & (codes <= 0xD7A3)) | ((codes >= 0x4E00) & (codes <= 0x9FFF))
    letter = latin | wide
    pairs = letter[:-1] & letter[1:]
    return int((pairs & (latin[:-1] != latin[1:])).sum()), int(pairs.sum())
