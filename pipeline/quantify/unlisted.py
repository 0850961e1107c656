"""Counters that the vocabulary does not list: a figure is never lost, and never read in a wrong
unit, because its counter is rare.

“30덩이”: the printed counter is published as the unit, with the doubt `unit_unlisted`; “4수탁기관”
is counted by the noun it ends in. What looks alike and counts nothing (“3법”, “5일장”, “2중 구조”)
has the feature `no_counter`. A total's word begins what stands behind the figure (“14,000,000소계
97,000,000”), and what ends in 차 is a year or a step that lost its digit: no counters either.
"""

from __future__ import annotations

from pipeline.lexicon import ends_in, has, having, values_of
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.units import UNLISTED, Unit, read_unit, unit_named

LONGEST = 2  # syllables of a counter that no list holds
_WORD = lazy_pattern(r"[가-힣]{1,12}")
_MAY_GLUE = named("figures.glued_to_counter")


def read_unlisted(text: str, start: int, end: int) -> tuple[int, Unit, str] | None:
    """The counter that directly follows the digits text[start:end]: (position behind, unit, rule);
    None where none can be told.

    >>> read_unlisted("얼음 30덩이 사용", 3, 5)[1:]
    (Unit(name='덩이', dimension='unlisted', additivity='none', kind='count', currency=None, noun=False), 'unlisted_counter')
    >>> read_unlisted("4수탁기관", 0, 1)[1].name, read_unlisted("유보통합 3법 개정", 5, 6)
    ('기관', None)
    """
    if text[start - 1 : start].isalpha() and not _MAY_GLUE.match(text, start - 1):
        return None  # “공공기관1공공기관”
    hit = _WORD.match(text, end)
    if hit is None or text.startswith(having("no_counter"), end):
        return None
    word = hit[0]
    noun = next((noun for noun in having("counted_noun") if _ends_longer(word, noun)), None)
    if noun is not None:
        return hit.end(), unit_named(noun), "counted_noun"
    size = next((n for n in range(1, LONGEST + 1) if n == len(word) or _is_tail(word, n)), None)
    if size is None or not _may_count(word[:size]) or read_unit(text, end):
        return None
    return end + size, Unit(word[:size], UNLISTED, "none"), "unlisted_counter"


def _may_count(counter: str) -> bool:
    """No particle, no total's word, no scrap of another word.

    >>> [_may_count(word) for word in ("덩이", "소계", "계", "성차", "으로")]
    [True, False, False, False, False]
    """
    if has(counter, "may_follow_counter") or counter in values_of("total_rank"):
        return False
    return not ends_in(counter, "scrap_ending")


def _is_tail(word: str, size: int) -> bool:
    return size > 1 and has(word[size:], "may_follow_counter")


def _ends_longer(word: str, noun: str) -> bool:
    return word.endswith(noun) and len(word) > len(noun)
