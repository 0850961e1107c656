"""Whether the letters of a page read as language: of each font that writes text, so that one whose
table of characters is wrong is noticed beside honest ones.

Signs, digits, formulas and bullets are never asked: only what a font writes in Hangul or in Latin
letters, in words.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.lexicon import words
from pipeline.model import Page

FIRST_SYLLABLE, LAST_SYLLABLE = 0xAC00, 0xD7A3
# Of 58 honest reports (1,830 pages), learnt on half, judged on the other (tests/bench/letters.py):
# in fonts with 24 syllables on a page 80 % and more are of the 400 commonest (92 % in 95 of 100),
# in garbled ones, a table one code point off, 52 % at most (33 % in 95 of 100).
ENOUGH_LETTERS, LEAST_COMMON = 24, 0.58
# Syllables of the text itself in other places look common one by one. Of the unlike pairs in words
# 13 % and more are of the 1,500 commonest in honest fonts with 60 on a page (the least: a law
# that says forty times which joint, the next 18 %), in garbled ones 10 % (99 of 100).
ENOUGH_PAIRS, LEAST_PAIRS = 60, 0.08
# Of Latin pairs (English, code, addresses, acronyms) 40 % and more are of the 128 commonest, of
# chance 19 %. A form that says yymmdd forty times has few that differ.
LEAST_LATIN, UNLIKE_PAIRS = 0.28, 40
# syllables: a list of names of persons has pairs of its own, as rare as those of garbled text
LONGEST_NAME = 3
LEVEL, APART = 0.1, 0.25  # em: letters of one word stand on one baseline and touch

Array = npt.NDArray[Any]


def is_syllable(codes: Array) -> Array:
    """Which code points are Hangul syllables.

    >>> is_syllable(np.array([ord("가"), ord("a")])).tolist()
    [True, False]
    """
    return np.asarray((codes >= FIRST_SYLLABLE) & (codes <= LAST_SYLLABLE))


def is_latin(codes: Array) -> Array:
    """Which code points are Latin letters without accents.

    >>> is_latin(np.array([ord("z"), ord("é"), ord("1")])).tolist()
    [True, False, False]
    """
    return np.asarray(((codes | 0x20) >= 0x61) & ((codes | 0x20) <= 0x7A))


def touching(page: Page) -> Array:
    """Of each glyph but the first, whether it stands right behind the one before, in one word."""
    g = page.glyphs
    em = np.maximum(g.size[1:], 1.0)
    level = np.abs(g.baseline[1:] - g.baseline[:-1]) < LEVEL * em
    return np.asarray(level & (np.abs(g.x0[1:] - g.x1[:-1]) < APART * em))


def font_pairs(
    page: Page, letters: Array, longest_name: int = 0
) -> Iterator[tuple[Array, Array, Array]]:
    """For each font that writes `letters`: which glyphs it writes, and the code points of pairs
    that touch, in words longer than `longest_name`.

    Fonts of one name are one: producers cut a font into many of a few glyphs, and write the
    letters of one word with several of them (Type3 fonts, which have no name, above all).
    """
    names = {name: k for k, name in enumerate(page.fonts)}
    alias = np.array([names[name] for name in page.fonts] or [0], np.int64)
    family = alias[page.glyphs.font]
    both = letters[1:] & letters[:-1] & (family[1:] == family[:-1]) & touching(page)
    at = both.nonzero()[0]
    at = at[_run_lengths(at) >= longest_name]
    for own in np.unique(family[letters]).tolist():
        pairs = at[family[at] == own]
        codes = page.glyphs.code
        yield family == own, codes[pairs].astype(np.int64), codes[pairs + 1].astype(np.int64)


def _run_lengths(at: Array) -> Array:
    """For each of the numbers in a row how many follow one another there.

    >>> _run_lengths(np.array([3, 4, 5, 9])).tolist()
    [3, 3, 3, 1]
    """
    begins = np.ones(len(at), bool)
    begins[1:] = at[1:] != at[:-1] + 1
    run = begins.cumsum() - 1
    return np.asarray(np.bincount(run)[run] if len(at) else at)


def hangul_reads(page: Page, codes: Array) -> bool:
    """Whether every font writes Hangul in the syllables, and pairs of them, that Korean has."""
    letters = is_syllable(codes)
    if not letters.any():
        return True
    syllables, pairs, _ = _common()
    common = np.isin(codes, syllables)
    for of_font, first, second in font_pairs(page, letters, LONGEST_NAME):
        own = letters & of_font
        if own.sum() >= ENOUGH_LETTERS and common[own].mean() < LEAST_COMMON:
            return False
        unlike = np.unique(first << 16 | second)
        if len(unlike) >= ENOUGH_PAIRS and _share(unlike, pairs) < LEAST_PAIRS:
            return False
    return True


def latin_reads(page: Page, codes: Array) -> bool:
    """Whether every font's Latin letters stand as those of words, names and code do."""
    letters = is_latin(codes)
    if letters.sum() < ENOUGH_PAIRS:
        return True
    for _, first, second in font_pairs(page, letters):
        pairs = (first | 0x20) << 16 | (second | 0x20)
        enough = len(pairs) >= ENOUGH_PAIRS and len(np.unique(pairs)) >= UNLIKE_PAIRS
        if enough and _share(pairs, _common()[2]) < LEAST_LATIN:
            return False
    return True


def _share(found: Array, common: Array) -> float:
    return float(np.isin(found, common).mean())


@functools.cache
def _common() -> tuple[Array, Array, Array]:
    """The commonest syllables, pairs of syllables and pairs of Latin letters as sorted numbers."""
    table = words("letters")
    syllables = np.array(sorted(map(ord, "".join(table["hangul"]["syllables"].split()))))
    return syllables, _pairs(table["hangul"]["pairs"]), _pairs(table["latin"]["pairs"])


def _pairs(text: str) -> Array:
    return np.array(sorted(ord(pair[0]) << 16 | ord(pair[1]) for pair in text.split()), np.int64)
