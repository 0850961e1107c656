"""Which programme a highlight speaks of: names shortened, reordered or misspelt, matched by pairs
of syllables.

Rare pairs weigh more than common ones (교육, 지원, 운영 are in every second title), so
고림은둔청년지킴이 still finds 고립은둔청년 지킴이.
"""

from __future__ import annotations

import functools
import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import fsum

from pipeline.model import Programme
from pipeline.pattern import lazy_pattern

SIGNS = lazy_pattern(r"[^0-9a-z가-힣]+")
IN_TITLE, IN_LINE = (
    1.0,
    0.85,
)  # a name found in the title is surer than one put together from the lines


@functools.lru_cache(maxsize=1 << 13)  # every title is held against every name
def plain(text: str) -> str:
    """Letters and digits alone, in one form, so that 시-구 교육지원 and 시구교육지원 are the same.

    >>> plain("고립‧은둔 청년 (지원)")
    '고립은둔청년지원'
    """
    return SIGNS.sub("", unicodedata.normalize("NFKC", text).lower())


@functools.lru_cache(maxsize=1 << 13)
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring syllables.

    >>> sorted(pairs("서울런"))
    ['서울', '울런']
    """
    bare = plain(text)
    return frozenset(bare[i : i + 2] for i in range(len(bare) - 1)) or frozenset(
        (bare,) if bare else ()
    )


def name_in(name: str, text: str) -> float:
    """The share of a name's pairs that a text holds, 0 to 1, every pair alike.

    >>> name_in("어르신 교육", "어르신 학습활동과 교육")
    0.75
    """
    wanted, found = pairs(name), pairs(text)
    return len(wanted & found) / len(wanted) if wanted else 0.0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A programme with the pairs of its title and of each of its lines."""

    programme: Programme
    area: str
    title: frozenset[str]
    lines: tuple[frozenset[str], ...]
    all: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Names:
    """Every programme of a report ready to be matched; `weight` of a pair falls with the number of
    programmes that have it.
    """

    candidates: tuple[Candidate, ...]
    weight: dict[str, float]
    rare: float
    cache: dict[str, list[tuple[float, Candidate]]] = field(default_factory=dict)

    def ranked(self, name: str) -> list[tuple[float, Candidate]]:
        """The programmes by how much of the name they hold, best first; equal ones in the order of
        the report.
        """
        if name not in self.cache:
            wanted = pairs(name)
            weights = {p: self.weight.get(p, self.rare) for p in wanted}
            whole = fsum(weights.values())
            self.cache[name] = sorted(
                ((score(wanted, weights, whole, c), c) for c in self.candidates),
                key=lambda pair: -pair[0],
            )
        return self.cache[name]


def score(
    wanted: frozenset[str], weights: dict[str, float], whole: float, candidate: Candidate
) -> float:
    """How much of a name's weight a programme holds: in its title, in one of its lines, or in all
    of them together.

    A line never holds more than all of them; alone it counts where the title has its share too.
    """
    held = wanted & candidate.all
    if not held or not whole:
        return 0.0
    both = fsum([weights[p] for p in held]) / whole * IN_LINE
    titled = held & candidate.title
    if not titled:
        return both
    title = fsum([weights[p] for p in titled]) / whole * IN_TITLE
    line = (
        max(
            (
                fsum([weights[p] for p in shared]) / whole
                for line in candidate.lines
                if (shared := held & line)
            ),
            default=0.0,
        )
        * IN_LINE
    )
    return max(title, both) + 0.1 * min(title, line)


def programmes_to_names(programmes: Sequence[tuple[Programme, str]]) -> Names:
    """Programmes, each with the title of its area."""
    candidates = tuple(programme_to_candidate(p, area) for p, area in programmes)
    counts = Counter(pair for c in candidates for pair in c.all)
    total = max(len(candidates), 1)
    return Names(
        candidates, {p: math.log(1 + total / n) for p, n in counts.items()}, math.log(1 + total)
    )


def programme_to_candidate(programme: Programme, area: str) -> Candidate:
    title, lines = (
        pairs(programme.title.text),
        tuple(pairs(a.printed.text) for a in programme.achievements),
    )
    return Candidate(programme, area, title, lines, title.union(*lines))
