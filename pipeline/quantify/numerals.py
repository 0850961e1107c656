"""Korean numerals: every reader takes a text and a position, and gives the position behind what it
read and the value.

“1,234”, “12.5”, “2,045천”, “1조 2,345억”, “3만5천”, “2억 5천만”; native ones beside a counter (“두
차례”, “서너 명”). The text is folded (fold.py). A numeral that has more than 18 digits measures
nothing.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from decimal import Decimal

from pipeline.lexicon import having, values_of
from pipeline.pattern import lazy_pattern, named

MOST_DIGITS = 18
TEN_THOUSAND, HUNDRED_MILLION, TRILLION = 10**4, 10**8, 10**12  # 만, 억, 조

NATIVE = named("figures.native_numeral")
NATIVE_GATE = named("figures.native_gate")  # what most texts do not hold
_OVER_SCALED = named("figures.over_scaled")
_SCALE_BEHIND_BLANK = named("figures.scale_behind_blank")
_HANGUL = lazy_pattern(r"[가-힣]")
# 1,234 is one number, 1,23 are two; 12.5 is one, and so is 1,234.5.
_PLAIN = lazy_pattern(r"(\d{1,3}(?:,\d{3}){1,6}(?![\d])|\d+)(?:\.(\d{1,12})(?!\d|\.\d))?")


@dataclass(slots=True)
class Numeral:
    """A number as printed: its value, the scale of its last term (grain), decimals of that term,
    and its terms for the record.
    """

    value: Decimal
    multiplier: int = 1
    decimals: int = 0
    terms: tuple[tuple[str, str], ...] = ()  # (digits, scale word)
    high: Decimal | None = None  # of a native pair: “서너” is 3 to 4


@functools.cache
def scales() -> dict[str, int]:
    """Scale words and what they multiply by.

    >>> scales()["백만"]
    1000000
    """
    return values_of("scale")


@functools.cache
def _scale_lengths() -> tuple[int, ...]:
    """How long scale words are, the longest first."""
    return tuple(sorted({len(word) for word in scales()}, reverse=True))


@functools.cache
def _scale_word(factor: int) -> str:
    return next(word for word, size in scales().items() if size == factor)


def read_plain(text: str, pos: int) -> tuple[int, Decimal, int] | None:
    """Digits with their thousands commas and decimals at pos: (position behind, value, decimals).

    >>> read_plain("1,234.5명", 0)
    (7, Decimal('1234.5'), 1)
    """
    hit = _PLAIN.match(text, pos)
    if hit is None or len(hit[1]) > MOST_DIGITS:
        return None
    whole, decimals = hit[1].replace(",", ""), hit[2] or ""
    return hit.end(), Decimal(f"{whole}.{decimals}" if decimals else whole), len(decimals)


def read_scale(text: str, pos: int) -> tuple[int, int, str] | None:
    """A scale word at pos: (position behind, factor, word).

    >>> read_scale("3백만원", 1), read_scale("5만", 1)
    ((3, 1000000, '백만'), (2, 10000, '만'))
    """
    for length in _scale_lengths():
        word = text[pos : pos + length]
        if (factor := scales().get(word)) is not None:
            return pos + len(word), factor, word
    return None


def _scale_at(text: str, pos: int) -> tuple[int, int, str] | None:
    """The scale word behind digits, at once or behind a blank where a lower term or 원 follows."""
    if scale := read_scale(text, pos):
        return scale
    apart = _SCALE_BEHIND_BLANK.match(text, pos) if text.startswith(" ", pos) else None
    return read_scale(text, apart.start("scale")) if apart else None


def read_numeral(text: str, pos: int) -> tuple[int, Numeral] | None:
    """The numeral at pos with all its terms, and the position behind it.

    >>> read_numeral("2억 5천만원", 0)[1].value
    Decimal('250000000')
    >>> read_numeral("3만5천명", 0)[1].value, read_numeral("2,045천명", 0)[1].multiplier
    (Decimal('35000'), 1000)
    >>> read_numeral("3천5백만원", 0)[1].value, read_numeral("1억2천", 0)[1].value
    (Decimal('35000000'), Decimal('120000000'))
    >>> read_numeral("20억 9천5백만원", 0)[1].value, read_numeral("1백20건", 0)[1].value
    (Decimal('2095000000'), Decimal('120'))
    """
    first = _first_term(text, pos)
    if first is None:
        return None
    end, value, decimals, scale = first
    if scale is None:
        return end, Numeral(value, 1, decimals, ((text[pos:end], ""),))
    terms, (end, factor, _) = [(text[pos:end], scale[2])], scale
    total = value * factor
    while decimals == 0 and (more := _next_term(text, end, factor)):
        end, added, factor, decimals, term = more
        total += added
        terms.append(term)
        if factor == 1:
            break
    if (elided := _elided(text, end, terms)) > 1:  # “1억2천”: 만 is left to the reader
        total += (elided - 1) * Decimal(terms[-1][0].replace(",", "")) * factor
        factor *= elided
    return end, Numeral(total, factor, decimals, tuple(terms))


def _first_term(
    text: str, pos: int
) -> tuple[int, Decimal, int, tuple[int, int, str] | None] | None:
    """(position behind, digits' value, decimals, scale or None): “2,045천”, “12.5”, “3천5백만”."""
    first = read_plain(text, pos)
    if first is None:
        return None
    end, value, decimals = first
    scale = _scale_at(text, end)
    if scale is not None and not decimals and (group := _read_group(text, pos)):
        end, value, factor, word = group
        return end, value / factor, decimals, (end, factor, word)
    return end, value, decimals, scale


_GROUP = named("figures.scale_group")
_WITHIN = {"thousand": 1000, "hundred": 100, "ten": 10, "one": 1}  # groups of it, largest first


def _read_group(text: str, pos: int) -> tuple[int, Decimal, int, str] | None:
    """“3천5백만”, “1천200억”: thousands and hundreds before one 만, 억 or 조: (position behind,
    value, grain, word of the grain).
    """
    hit = _GROUP.match(text, pos)
    if hit is None:
        return None
    parts = [(int(hit[name]), size) for name, size in _WITHIN.items() if hit[name]]
    if len(parts) < 2 or (parts[-1][1] == 1 and parts[-1][0] >= parts[-2][1]):
        return None  # “12만” has one part, “1백200만” is two numbers
    factor, last = scales()[hit["scale"]], parts[-1][1]
    total = sum(digits * size for digits, size in parts)
    word = hit["scale"] if last == 1 else _scale_word(last) + hit["scale"]
    return hit.end(), Decimal(total * factor), last * factor, word


def _elided(text: str, end: int, terms: list[tuple[str, str]]) -> int:
    """What a closing 천 or 백 behind 억 or 조 leaves to the reader: “1억2천” is 2천만, “2조 3천”
    3천억; 1 where nothing is left out.
    """
    if len(terms) < 2 or scales().get(terms[-1][1]) not in (100, 1000):
        return 1
    above = scales().get(terms[-2][1])
    if above not in (HUNDRED_MILLION, TRILLION) or _OVER_SCALED.match(text, end):
        return 1
    if _HANGUL.match(text, end) and not text.startswith(having("behind_elided_scale"), end):
        return 1
    return above // TEN_THOUSAND


def _next_term(
    text: str, pos: int, above: int
) -> tuple[int, Decimal, int, int, tuple[str, str]] | None:
    """A lower term behind a scale word: the “5천만” of “2억 5천만원”; it must be smaller than the
    scale above it.
    """
    start = pos + 1 if text.startswith(" ", pos) else pos
    if (
        above >= 10_000 and (group := _read_group(text, start)) and group[1] < above
    ):  # the “9천5백만” of “20억 9천5백만원”
        return group[0], group[1], group[2], 0, (text[start : group[0]], group[3])
    plain = read_plain(text, start)
    if plain is None or above < 10:
        return None
    end, value, decimals = plain
    scale = _scale_at(text, end)
    if scale and value * scale[1] < above:
        return scale[0], value * scale[1], scale[1], decimals, (text[start:end], scale[2])
    # “3만 2,500명”, “1백20건”: the last term without a scale; after a blank only below 만, 억 or 조
    if (
        scale is None
        and value < above
        and above >= (100 if start == pos else 10_000)
        and not decimals
    ):
        return end, value, 1, 0, (text[start:end], "")
    return None


def native_to_numeral(word: str) -> Numeral:
    """The value of a native numeral; a pair gives its two ends.

    >>> native_to_numeral("서너")
    Numeral(value=Decimal('3'), multiplier=1, decimals=0, terms=(('서너', ''),), high=Decimal('4'))
    """
    low, high = values_of("numeral")[word]
    return Numeral(Decimal(low), 1, 0, ((word, ""),), Decimal(high) if high != low else None)
