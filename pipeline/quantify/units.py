"""Counters and measures as the vocabulary knows them: which one stands at a position, and what
a declared unit means.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from pipeline.lexicon import having, holds, values_of, words
from pipeline.lexicon.normal import alike
from pipeline.pattern import Pattern, lazy_pattern, named
from pipeline.quantify.numerals import read_scale

UNLISTED = "unlisted"  # the dimension of a counter that the vocabulary does not hold


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
    tails: tuple[str, ...]  # must not stand behind the spelling
    guard: Pattern[str] | None  # nor must this match there
    loose: bool
    tight: bool  # never behind a blank: “3 수 있다” holds no 수


_HANGUL = lazy_pattern(r"[가-힣]")
_LATIN = lazy_pattern(r"[A-Za-z]")
_CONTINUES = named("figures.behind_counter")


def _spelling(word: str, told: dict[str, Any]) -> _Spelling:
    unit = Unit(
        told.get("name", values_of("head")[word]),
        told["dimension"],
        told["additivity"],
        told.get("kind", "count"),
        told.get("currency"),
        told.get("noun", False),
    )
    tails = [
        more[len(word) :] for more in values_of("not_before").get(word, ()) if more.startswith(word)
    ]
    return _Spelling(
        word,
        unit,
        tuple(tail for tail in tails if tail.isalnum()),
        lazy_pattern("|".join(odd)) if (odd := [t for t in tails if not t.isalnum()]) else None,
        told.get("loose", False),
        told.get("tight", False) or unit.noun,
    )


@functools.cache
def spellings() -> dict[str, tuple[_Spelling, ...]]:
    """Every spelling by its first character, the longest first."""
    by_first: dict[str, list[_Spelling]] = {}
    for word, told in values_of("unit").items():
        by_first.setdefault(word[0], []).append(_spelling(word, told))
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


def unit_implied(feature: str) -> Unit:
    """The unit that a figure has where nobody printed one.

    >>> unit_implied("unit_of_bare_scale").name
    '원'
    """
    return unit_named(having(feature)[0])


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
        if spelling.tight and pos and text[pos - 1] == " ":
            continue
        if not _is_longer_word(text, end, spelling) and _ends(text, end, spelling):
            return end, spelling.unit
    return None


def _is_longer_word(text: str, end: int, spelling: _Spelling) -> bool:
    """Whether what stands behind makes it another word: 5회원 are no 5회."""
    return text.startswith(spelling.tails, end) or bool(
        spelling.guard and spelling.guard.match(text, end)
    )


def _ends(text: str, end: int, spelling: _Spelling) -> bool:
    """What follows the spelling lets it be a word of its own."""
    if _HANGUL.match(spelling.text[-1]):
        return (
            spelling.loose
            or not _HANGUL.match(text, end)
            or _CONTINUES.match(text, end) is not None
        )
    return not (_LATIN.match(spelling.text[-1]) and _LATIN.match(text, end))


_LIST = named("figures.declared_list")
_DECLARATION = named("figures.unit_declared")
_WORDS_BEFORE = named("figures.before_declared_unit")
_CHANGE = named("figures.declares_change")


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
    text = alike(text)
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
        money = unit_implied("unit_of_bare_scale")
        return Declared(money, multiplier, word) if multiplier >= 100_000_000 else None
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
        if _stands_in(piece, entry.get("not_near")):
            continue
        large = value is not None and (
            value > entry.get("over", value)
            or (value > entry.get("above", value) and value == int(value))
        )
        if large or _stands_in(piece, entry.get("near")):
            return Unit(
                unit.name, entry.get("dimension", "things"), entry["additivity"], entry["kind"]
            )
    return unit


def _stands_in(piece: str, feature: str | None) -> bool:
    """A word of the feature stands in the piece."""
    return feature is not None and holds(piece, feature)


@functools.cache
def _senses() -> dict[str, list[dict[str, Any]]]:
    by_unit: dict[str, list[dict[str, Any]]] = {}
    for entry in words("senses")["sense"]:
        by_unit.setdefault(entry["unit"], []).append(entry)
    return by_unit
