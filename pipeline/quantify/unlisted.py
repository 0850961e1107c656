"""Counters that lexicon/units.toml does not list: a figure is never lost, and never read in a wrong
unit, because its counter is rare.

“30덩이”: the printed counter is published as the unit, with the doubt `unit_unlisted`; “4수탁기관”
is counted by the noun it ends in. What looks alike and counts nothing (“3법”, “5일장”, “2중 구조”)
is listed in the lexicon. A total's word begins what stands behind the figure (“14,000,000소계
97,000,000”), and what ends in 차 is a year or a step that lost its digit: no counters either.
"""

from __future__ import annotations

import functools
import re

from pipeline.lexicon import words
from pipeline.pattern import lazy_pattern
from pipeline.quantify.units import UNLISTED, Unit, read_unit, unit_named

LONGEST = 2  # syllables of a counter that no list holds
_WORD = lazy_pattern(r"[가-힣]{1,12}")


@functools.cache
def _particles() -> re.Pattern[str]:
    many = sorted(words("units")["continuations"]["words"], key=len, reverse=True)
    return re.compile("|".join(map(re.escape, many)))


@functools.cache
def _not_counters() -> re.Pattern[str]:
    return re.compile(
        "|".join(
            map(
                re.escape, sorted(words("units")["unlisted"]["not_counters"], key=len, reverse=True)
            )
        )
    )


@functools.cache
def _totals() -> frozenset[str]:
    return frozenset(words("totals")["ranks"])


@functools.cache
def _scraps() -> tuple[str, ...]:
    return tuple(words("units")["unlisted"]["scrap_endings"])


@functools.cache
def _nouns() -> tuple[str, ...]:
    return tuple(words("units")["unlisted"]["nouns"])


def read_unlisted(text: str, start: int, end: int) -> tuple[int, Unit, str] | None:
    """The counter that directly follows the digits text[start:end]: (position behind, unit, rule);
    None where none can be told.

    >>> read_unlisted("얼음 30덩이 사용", 3, 5)[1:]
    (Unit(name='덩이', dimension='unlisted', additivity='none', kind='count', currency=None, noun=False), 'unlisted_counter')
    >>> read_unlisted("4수탁기관", 0, 1)[1].name, read_unlisted("유보통합 3법 개정", 5, 6)
    ('기관', None)
    """
    if text[start - 1 : start].isalpha() and text[start - 1] not in "총약각월연":
        return None  # “공공기관1공공기관”
    hit = _WORD.match(text, end)
    if hit is None or _not_counters().match(text, end):
        return None
    word = hit[0]
    noun = next((noun for noun in _nouns() if word.endswith(noun) and len(word) > len(noun)), None)
    if noun is not None:
        return hit.end(), unit_named(noun), "counted_noun"
    size = next(
        (
            n
            for n in range(1, LONGEST + 1)
            if n == len(word) or (n < len(word) and _is_tail(word, n))
        ),
        None,
    )
    if size is None or not _may_count(word[:size]) or read_unit(text, end):
        return None
    return end + size, Unit(word[:size], UNLISTED, "none"), "unlisted_counter"


def _may_count(counter: str) -> bool:
    """No particle, no total's word, no scrap of another word.

    >>> [_may_count(word) for word in ("덩이", "소계", "계", "성차", "으로")]
    [True, False, False, False, False]
    """
    if _particles().fullmatch(counter) or counter in _totals():
        return False
    return not counter.endswith(_scraps())


def _is_tail(word: str, size: int) -> bool:
    return size > 1 and _particles().fullmatch(word, size) is not None
