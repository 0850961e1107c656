"""Counters and measures as lexicon/units.toml knows them: which one stands at a position, and what
a declared unit means.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pipeline.lexicon import words
from pipeline.pattern import lazy_pattern
from pipeline.quantify.fold import fold
from pipeline.quantify.numerals import read_scale

UNLISTED = "unlisted"  # the dimension of a counter that lexicon/units.toml does not hold


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit under its published name; `kind` is what a figure in it is, unless its neighbours say
    otherwise.
    """

    name: str
    dimension: str
    additivity: str
    kind: str = "count"
    currency: str | None = None
    noun: bool = False  # the counter is itself what is counted: “12품목”


@dataclass(frozen=True, slots=True)
class Declared:
    """A unit that a caption or header declares for bare numbers: “백만원” is 원 with multiplier
    1,000,000.
    """

    unit: Unit
    multiplier: int
    word: str
    change: bool = False  # “전년동기 대비 %”: what is declared is a change


@dataclass(frozen=True, slots=True)
class _Spelling:
    text: str
    unit: Unit
    guard: re.Pattern[str] | None  # must not match behind the spelling
    loose: bool
    tight: bool  # never behind a blank: “3 수 있다” holds no 수


_HANGUL = lazy_pattern(r"[가-힣]")
_LATIN = lazy_pattern(r"[A-Za-z]")


def _entry_to_spellings(entry: dict[str, Any]) -> list[_Spelling]:
    name = entry.get("name", entry["words"][0])
    unit = Unit(
        name,
        entry["dimension"],
        entry["additivity"],
        entry.get("kind", "count"),
        entry.get("currency"),
        entry.get("noun", False),
    )
    found = []
    for word in entry["words"]:
        tails = [w[len(word) :] for w in entry.get("not_before", ()) if w.startswith(word)]
        guard = re.compile("|".join(tails)) if tails else None
        found.append(
            _Spelling(
                word, unit, guard, entry.get("loose", False), entry.get("tight", False) or unit.noun
            )
        )
    return found


@functools.cache
def spellings() -> dict[str, tuple[_Spelling, ...]]:
    """Every spelling by its first character, the longest first."""
    by_first: dict[str, list[_Spelling]] = {}
    for entry in words("units")["unit"]:
        for spelling in _entry_to_spellings(entry):
            by_first.setdefault(spelling.text[0], []).append(spelling)
    return {
        first: tuple(sorted(many, key=lambda s: -len(s.text))) for first, many in by_first.items()
    }


@functools.cache
def unit_named(name: str) -> Unit:
    """The unit of that name or spelling; a counter that no list holds is one of its own kind.

    A figure in such a counter hands its unit on by name: to the parts in its bracket, to the line
    below. “12셋(가람 5, 나루 7)” has a unit as much as “12명(가람 5, 나루 7)” has.

    >>> unit_named("셋").dimension, unit_named("명").dimension
    ('unlisted', 'people')
    """
    known = (s.unit for s in spellings().get(name[:1], ()) if s.text == name)
    return next(known, Unit(name, UNLISTED, "none"))


@functools.cache
def _continuations() -> re.Pattern[str]:
    """What may follow a counter without a blank: a particle, a word of bound or grain, an act."""
    lexicon = words("measures")["acts"]
    changes = words("numerals")["changes"]
    follow = [
        *words("units")["continuations"]["words"],
        *lexicon["words"],
        *lexicon["light"],
        *changes["up"],
        *changes["down"],
    ]
    return re.compile("|".join(map(re.escape, sorted(follow, key=len, reverse=True))))


def read_unit(text: str, pos: int) -> tuple[int, Unit] | None:
    """The unit at pos: (position behind, unit); the longest spelling whose continuation allows it.

    >>> read_unit("개소 운영", 0)
    (2, Unit(name='개소', dimension='places', additivity='stock', kind='count', currency=None, noun=False))
    >>> read_unit("회의실", 0) is None
    True
    """
    if pos >= len(text):
        return None
    for spelling in spellings().get(text[pos], ()):
        if not text.startswith(spelling.text, pos):
            continue
        end = pos + len(spelling.text)
        if (spelling.guard and spelling.guard.match(text, end)) or (
            spelling.tight and pos and text[pos - 1] == " "
        ):
            continue
        if _HANGUL.match(spelling.text[-1]):
            if (
                not spelling.loose
                and _HANGUL.match(text, end)
                and not _continuations().match(text, end)
            ):
                continue
        elif _LATIN.match(spelling.text[-1]) and _LATIN.match(text, end):
            continue
        return end, spelling.unit
    return None


# no stroke between two Latin letters parts a list: S/W, A/S and km/h are one word each
_LIST = lazy_pattern(r"[,·、]|(?<![A-Za-z])/|/(?![A-Za-z])|\s및\s|\s+(?=%)")
_DECLARATION = lazy_pattern(r"단\s?위\s?[:;]?\s?([^)\]）\n]{1,40})")
_WORDS_BEFORE = lazy_pattern(r"^.*(?:대비|기준|비중)\s*")
_CHANGE = lazy_pattern(
    r"(?:전년|전월|전기|전분기|동기|동월|작년|지난해)[^,]{0,8}대비|증감|증가|감소"
)


@functools.lru_cache(maxsize=4096)
def declared_units(text: str) -> tuple[Declared, ...]:
    """The units that a declaration lists: “백만원, 명, %”, “억 달러, 전년동기 대비 %”, “(단위 :
    천원)”.

    >>> [(d.unit.name, d.multiplier) for d in declared_units("백만원, %")]
    [('원', 1000000), ('%', 1)]
    >>> [d.change for d in declared_units("억 달러, 전년동기 대비 %")]
    [False, True]
    >>> declared_units("S/W"), [d.unit.name for d in declared_units("명/%")]
    ((), ['명', '%'])
    """
    text = fold(text)
    if hit := _DECLARATION.search(text):
        text = hit[1]
    if "·" in text and (whole := word_to_declared(text)):  # “인·일” is one unit
        return (whole,)
    found, spoken = [], ""  # spoken: the words since the last unit
    for part in _LIST.split(text):
        spoken += part
        if declared := word_to_declared(_WORDS_BEFORE.sub("", part.strip())):
            found.append(replace(declared, change=True) if _CHANGE.search(spoken) else declared)
            spoken = ""
    return tuple(found)


@functools.lru_cache(maxsize=4096)
def word_to_declared(word: str) -> Declared | None:
    """A unit word standing alone, with its scale: “천원”, “백만 달러”, “명”, “억” (money); None if
    it is no unit.

    >>> word_to_declared("억 달러").multiplier
    100000000
    """
    word = word.strip()
    pos, multiplier, scaled = 0, 1, None
    while scaled := read_scale(word, pos):
        if read_unit(word, pos) and read_unit(word, pos)[0] == len(word):  # type: ignore[index]
            break  # “조” alone counts teams
        pos, multiplier = scaled[0], multiplier * scaled[1]
    rest = word[pos:].lstrip()
    if not rest:
        return Declared(unit_named("원"), multiplier, word) if multiplier >= 100_000_000 else None
    hit = read_unit(rest, 0)
    return Declared(hit[1], multiplier, word) if hit and hit[0] == len(rest) else None


def has_senses(unit: Unit) -> bool:
    """The counter has more than one sense: its neighbours must be asked."""
    return unit.name in _senses()


def sense(unit: Unit, piece: str, value: Decimal | None) -> Unit:
    """The unit in the sense that its neighbours give it: 점 beside works is an item, 구 over 25 is
    no district.
    """
    for entry in _senses().get(unit.name, ()):
        if any(word in piece for word in entry.get("not_near", ())):
            continue
        large = value is not None and (
            value > entry.get("over", value)
            or (value > entry.get("above", value) and value == int(value))
        )
        if large or any(word in piece for word in entry.get("near", ())):
            return Unit(
                unit.name, entry.get("dimension", "things"), entry["additivity"], entry["kind"]
            )
    return unit


@functools.cache
def _senses() -> dict[str, list[dict[str, Any]]]:
    by_unit: dict[str, list[dict[str, Any]]] = {}
    for entry in words("units")["sense"]:
        by_unit.setdefault(entry["unit"], []).append(entry)
    return by_unit
