"""The report's wording to the small vocabulary of measure_code (lexicon/measures.toml and the
`measure` of words in vocabulary.toml).
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from pipeline.lexicon import values_of, words
from pipeline.lexicon.twins import label_to_twin
from pipeline.quantify.units import Unit


def measure_to_code(
    wording: str | None, unit: Unit | None, kind: str, *, named: bool = False
) -> str | None:
    """The code of a measure, None when unclear; named: only if the wording itself says it, not the
    unit alone.

    >>> from pipeline.quantify.units import unit_named
    >>> measure_to_code("수료", unit_named("명"), "count"), measure_to_code("수료", unit_named("%"), "ratio")
    ('completers', 'completion_rate')
    """
    return _code(wording or "", unit.dimension if unit else None, kind, named)


class _Way(NamedTuple):
    """What gives a code: words at the end of a wording or inside it, or the unit alone; for which
    kinds and dimensions (None: all).
    """

    code: str
    kinds: tuple[str, ...]
    dimensions: tuple[str, ...] | None
    endings: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    by_unit: bool = False


@functools.lru_cache(maxsize=8192)
def _code(wording: str, dimension: str | None, kind: str, named: bool) -> str | None:
    compact = label_to_twin(wording).replace(" ", "")
    best, code = -1, None
    for way in _ways_for(kind, dimension):
        size = _way_to_size(way, compact, named)
        if size > best and not any(word in compact for word in way.unless):
            best, code = size, way.code
    return code


@functools.cache
def _ways_for(kind: str, dimension: str | None) -> tuple[_Way, ...]:
    return tuple(
        way
        for way in _ways()
        if kind in way.kinds and (way.dimensions is None or dimension in way.dimensions)
    )


def _way_to_size(way: _Way, compact: str, named: bool) -> int:
    """The length of the longest word that fits, 0 where the unit alone says it (회 are sessions,
    개소 places), -1 where nothing fits.
    """
    if way.by_unit:
        return -1 if named else 0
    # a word of one syllable must be the whole wording: “행사” is no 사
    fitting = [
        len(word)
        for word in way.endings
        if compact == word or (len(word) > 1 and compact.endswith(word.replace(" ", "")))
    ]
    return max([*fitting, *(len(word) for word in way.inside if word in compact)], default=-1)


@functools.cache
def _ways() -> tuple[_Way, ...]:
    """All ways to a code, in the order of measures.toml; where two codes have the same word, the
    first gives it.
    """
    endings, inside = _words_by_code("measure"), _words_by_code("measure_inside")
    whatever_unit = _words_by_code("measure_any_unit")
    found: list[_Way] = []
    for entry in words("measures")["code"]:
        code = entry["code"]
        kinds, dimensions = tuple(entry.get("kind", ("count",))), entry.get("dimensions")
        unless = tuple(entry.get("not", ()))
        found.append(
            _Way(code, kinds, dimensions, endings.get(code, ()), inside.get(code, ()), unless)
        )
        if code in whatever_unit:
            found.append(_Way(code, ("count",), None, whatever_unit[code]))
        if "alone" in entry:
            found.append(_Way(code, ("count",), entry["alone"], by_unit=True))
    return tuple(found)


def _words_by_code(attribute: str) -> dict[str, tuple[str, ...]]:
    """The words that give a code, by the code."""
    found: dict[str, tuple[str, ...]] = {}
    for word, codes in values_of(attribute).items():
        for code in codes:
            found[code] = (*found.get(code, ()), word)
    return found


def names_quantity(wording: str, unit: Unit | None, kind: str, *, bodies: bool) -> bool:
    """The wording itself says what is counted; bodies: also where it names those who or what is
    counted (기관, 시설, 팀).
    """
    code = measure_to_code(wording, unit, kind, named=True)
    return code is not None and (bodies or code not in words("measures")["bodies"]["codes"])
