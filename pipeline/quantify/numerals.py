"""Korean numerals: every reader takes a text and a position, and gives the position behind what it
read and the value.

“1,234”, “12.5”, “2,045천”, “1조 2,345억”, “3만5천”, “2억 5천만”; native ones beside a counter (“두
차례”, “서너 명”). The text is folded (fold.py). A numeral that has more than 18 digits measures
nothing.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import Decimal

from pipeline.lexicon import words
from pipeline.pattern import lazy_pattern

MOST_DIGITS = 18

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
def _scales() -> tuple[re.Pattern[str], dict[str, int]]:
    scales: dict[str, int] = words("numerals")["scales"]
    return re.compile("|".join(sorted(scales, key=len, reverse=True))), scales


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
    """A scale word at pos: (position behind, factor, word)."""
    pattern, scales = _scales()
    hit = pattern.match(text, pos)
    return (hit.end(), scales[hit[0]], hit[0]) if hit else None


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
    scale = read_scale(text, end)
    if scale is not None and not decimals and (group := _read_group(text, pos)):
        end, value, factor, word = group
        return end, value / factor, decimals, (end, factor, word)
    return end, value, decimals, scale


_GROUP = lazy_pattern(
    r"(?:(?P<천>\d)천\s?)?(?:(?P<백>\d)백\s?)?(?:(?P<십>\d)십\s?)?(?P<일>\d{1,3})?(?P<scale>[만억조])"
)
_WITHIN = {"천": 1000, "백": 100, "십": 10, "일": 1}


def _read_group(text: str, pos: int) -> tuple[int, Decimal, int, str] | None:
    """“3천5백만”, “1천200억”: thousands and hundreds before one 만, 억 or 조: (position behind,
    value, grain, word of the grain).
    """
    hit = _GROUP.match(text, pos)
    if hit is None:
        return None
    found = {name: digits for name, digits in hit.groupdict().items() if digits}
    scale = found.pop("scale")
    if len(found) < 2 or (
        "일" in found and int(found["일"]) >= min(_WITHIN[name] for name in found if name != "일")
    ):
        return None
    factor = _scales()[1][scale]
    total = sum(int(digits) * _WITHIN[name] for name, digits in found.items())
    last = min(_WITHIN[name] for name in found)
    word = next(name for name, size in _WITHIN.items() if size == last)
    return hit.end(), Decimal(total * factor), last * factor, scale if last == 1 else word + scale


def _elided(text: str, end: int, terms: list[tuple[str, str]]) -> int:
    """What a closing 천 or 백 behind 억 or 조 leaves to the reader: “1억2천” is 2천만, “2조 3천”
    3천억; 1 where nothing is left out.
    """
    if len(terms) < 2 or terms[-1][1] not in ("천", "백") or terms[-2][1] not in ("억", "조"):
        return 1
    if text.startswith("여", end) and read_scale(text, end + 1):
        return 1
    if (
        end < len(text)
        and "가" <= text[end] <= "힣"
        and not text.startswith(("여", "이", "의", "을", "에"), end)
    ):
        return 1
    return 10_000 if terms[-2][1] == "억" else 100_000_000


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
    scale = read_scale(text, end)
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


@functools.cache
def native_gate() -> re.Pattern[str]:
    """A native numeral and a counter, whatever stands around them: what most texts do not hold."""
    lexicon = words("numerals")
    return re.compile(
        f"(?:{'|'.join(lexicon['native'])})\\s?(?:여\\s?)?(?:{'|'.join(lexicon['native_counters']['words'])})"
    )


@functools.cache
def native() -> re.Pattern[str]:
    """Native numerals beside a counter, with the counter: “두 차례”, “스무 명”, “세 곳”."""
    lexicon = words("numerals")
    numerals = "|".join(sorted(lexicon["native"], key=len, reverse=True))
    counters = "|".join(sorted(lexicon["native_counters"]["words"], key=len, reverse=True))
    after = "|".join(sorted(lexicon["native_counters"]["after"], key=len, reverse=True))
    return re.compile(
        rf"""(?<![가-힣A-Za-z\d])(?P<number>{numerals})\s?(?P<more>여\s?)?(?P<unit>{counters})
        (?=\s|[,.)\]·/:]|$|(?:{after})(?![가-힣]))""",
        re.VERBOSE,
    )


def native_to_numeral(word: str) -> Numeral:
    """The value of a native numeral; a pair gives its two ends.

    >>> native_to_numeral("서너")
    Numeral(value=Decimal('3'), multiplier=1, decimals=0, terms=(('서너', ''),), high=Decimal('4'))
    """
    low, high = words("numerals")["native"][word]
    return Numeral(Decimal(low), 1, 0, ((word, ""),), Decimal(high) if high != low else None)
