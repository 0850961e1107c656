"""The report's wording to the small vocabulary of measure_code (lexicon/measures.toml)."""

from __future__ import annotations

import functools
from typing import Any

from pipeline.lexicon import words
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


@functools.lru_cache(maxsize=8192)
def _code(wording: str, dimension: str | None, kind: str, named: bool) -> str | None:
    compact = label_to_twin(wording).replace(" ", "")
    best: tuple[int, str] | None = None
    for entry in words("measures")["code"]:
        if not _fits(entry, dimension, kind) or any(
            word in compact for word in entry.get("not", ())
        ):
            continue
        # a word of one syllable must be the whole wording: “행사” is no 사
        fitting = (
            len(w)
            for w in entry.get("words", ())
            if compact == w or (len(w) > 1 and compact.endswith(w.replace(" ", "")))
        )
        size = max(fitting, default=-1)
        size = max([size, *(len(w) for w in entry.get("has", ()) if w in compact)])
        if entry.get("words") == [] and not named:
            size = 0  # the unit alone says it: 회 are sessions, 개소 places
        if size >= 0 and (best is None or size > best[0]):
            best = (size, entry["code"])
    return best[1] if best else None


def _fits(entry: dict[str, Any], dimension: str | None, kind: str) -> bool:
    if kind not in entry.get("kind", ("count",)):
        return False
    return "dimensions" not in entry or dimension in entry["dimensions"]


def names_quantity(wording: str, unit: Unit | None, kind: str, *, bodies: bool) -> bool:
    """The wording itself says what is counted; bodies: also where it names those who or what is
    counted (기관, 시설, 팀).
    """
    code = measure_to_code(wording, unit, kind, named=True)
    return code is not None and (bodies or code not in words("measures")["bodies"]["codes"])
