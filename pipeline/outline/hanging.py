"""To what a line of a programme hangs: which of the lines before it stand over it, told by the
place of its mark, by the order in which the marks of the whole report nest, and by frames.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations

from pipeline.lexicon import words
from pipeline.model import Paragraph, Printed
from pipeline.text import bullet_at, numbering_at

COUNTED_MARKS = ("paren", "circled", "hangul")  # numberings that open a line inside a cell
OPENING = 6  # letters by which the size of a line is told
ASIDE = 0.25  # em from which a mark stands right or left of another
FAR = 1.0  # em from which two marks of one kind are two kinds
MOST_KINDS = 24  # of marks in one programme; a page that shows a whole font nests nothing
DEEPEST = 9  # level
LARGER = 1.04  # times the letters of the other
PLACE = 12.0  # pt within which private marks, whose shape no code tells, are one kind
# What each reason says for a line hanging below another, against its standing beside it or outside.
# Learnt by tests/bench/hanging.py --learn on the plans of the learning half and the fixtures.
WEIGHTS = {
    "always": 1.47,
    "one mark": -2.98,
    "one family": -2.98,
    "right": 3.11,
    "left": -5.2,
    "level": -1.81,
    "first": 2.8,
    "met before": -4.29,
    "returns": 3.16,
    "never returns": 1.15,
    "alone": -0.61,
    "larger": -2.35,
    "smaller": 0.52,
}

Kind = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Opening:
    """How a line opens: its mark with its family and end, in print where it stands and how tall its
    letters are, in points. A text that was flattened keeps no place that could be believed.
    """

    mark: str | None
    family: str
    end: int
    x: float = 0.0
    em: float | None = None

    @property
    def kind(self) -> Kind:
        """What is one mark all over a report: numbers are one, private marks by their place."""
        if self.family in COUNTED_MARKS:
            return self.family, 0
        private = self.family.startswith("private")
        return self.mark or "", round(self.x / PLACE) if private and self.em else 0

    @property
    def is_note(self) -> bool:
        return self.family in words("marks")["notes"]["families"]


def mark_of(text: str) -> tuple[str | None, str, int]:
    """The mark that opens a line, its family, and where its text begins.

    >>> mark_of("○ 운영"), mark_of("① 교육"), mark_of("운영 3회")
    (('○', 'circle', 2), ('①', 'circled', 2), (None, '', 0))
    """
    bullet = bullet_at(text)
    if bullet:
        family = (
            f"private {bullet.mark}" if bullet.family == "private" else bullet.family
        )  # two private code points are two marks
        return bullet.mark, family, bullet.end
    numbering = numbering_at(text)
    if numbering and numbering.kind in COUNTED_MARKS and numbering.end < len(text):
        return text[: numbering.end].strip(), numbering.kind, numbering.end
    return None, "", 0


def printed_to_opening(printed: Printed) -> Opening:
    """How a line opens, and where.

    >>> printed_to_opening(Printed("- 3회"))
    Opening(mark='-', family='dash', end=2, x=0.0, em=None)
    """
    mark, family, end = mark_of(printed.text)
    if not printed.runs:
        return Opening(mark, family, end)
    said = printed.slice(end, min(end + OPENING, len(printed.text))).runs or printed.runs
    first = printed.runs[0]
    box = first.line.box(first.offset, first.offset + 1)
    if box is None:
        return Opening(mark, family, end)
    letters = said[0].line.box(said[0].offset, said[0].offset + said[0].length) or box
    return Opening(mark, family, end, box.x0, max(letters.bottom - letters.top, 1.0))


@dataclass(slots=True)
class Nesting:
    """What a whole report tells about its marks. `order`: in how many programmes one family is met
    before another; `both`, `again`: in how many one kind is met before another, and comes again
    behind it; `programmes`: in how many it is met.
    """

    order: Counter[tuple[str, str]] = field(default_factory=Counter)
    both: Counter[tuple[Kind, Kind]] = field(default_factory=Counter)
    again: Counter[tuple[Kind, Kind]] = field(default_factory=Counter)
    programmes: Counter[Kind] = field(default_factory=Counter)

    def share(self, above: Opening, below: Opening) -> float:
        """Which of two families is met first, from 1 (the one above, always) to -1."""
        n, m = (
            self.order[above.family, below.family],
            self.order[below.family, above.family],
        )
        return (n - m) / (n + m + 1)

    def returns(self, above: Opening, below: Opening) -> float | None:
        """How often a mark comes again behind another that it was met before: what never does opens
        a programme and holds nothing.
        """
        both = self.both[above.kind, below.kind]
        return self.again[above.kind, below.kind] / both if both else None

    def add(self, openings: Sequence[Opening]) -> None:
        """Takes the lines of one more programme in."""
        shown = (o.family for o in openings if not o.family.startswith("private"))
        first = list(dict.fromkeys(family for family in shown if family))
        self.order.update(combinations(first, 2))
        begins: dict[Kind, int] = {}
        ends: dict[Kind, int] = {}
        for k, opening in enumerate(openings):
            begins.setdefault(opening.kind, k)
            ends[opening.kind] = k
        self.programmes.update(begins)
        pairs = list(combinations(list(begins)[:MOST_KINDS], 2))
        self.both.update(pairs)
        self.again.update((a, b) for a, b in pairs if ends[a] > begins[b])

    def of_places_alike(self, above: Opening, below: Opening) -> dict[str, float]:
        """What only matters where the place says little: a mark that never comes again behind
        another, and in what share of its programmes the lower one is met without the other.
        """
        every, both = self.programmes[below.kind], self.both[above.kind, below.kind]
        alone = 1 - both / every if every else 0.0
        return {"never returns": self.returns(above, below) == 0, "alone": alone}


def openings_to_nesting(programmes: Iterable[Sequence[Opening]]) -> Nesting:
    """How the marks of a report nest.

    >>> lines = [printed_to_opening(Printed(t)) for t in ("○ 가", "- 나", "○ 다")]
    >>> openings_to_nesting([lines]).returns(*lines[:2])
    1.0
    """
    nesting = Nesting()
    for openings in programmes:
        nesting.add(openings)
    return nesting


def pair_to_reasons(
    above: Opening, below: Opening, nesting: Nesting, met: Mapping[Kind, int]
) -> dict[str, float]:
    """What speaks for and against a line hanging below another. `met`: where in their programme
    each kind of mark was met first.
    """
    places = places_to_reasons(above, below)
    before = met.get(below.kind, math.inf) < met.get(above.kind, math.inf)
    return {
        "always": 1.0,
        **places,
        "first": nesting.share(above, below),
        "met before": before and above.kind != below.kind,
        "returns": nesting.returns(above, below) or 0.0,
        **({} if places["right"] else nesting.of_places_alike(above, below)),
        **sizes_to_reasons(above.em or 1.0, below.em or above.em or 1.0),
    }


def places_to_reasons(above: Opening, below: Opening) -> dict[str, float]:
    """Where a mark stands beside another; where no place is known, marks that are alike are one.

    >>> circle, dash = Opening("○", "circle", 2, 50, 10), Opening("-", "dash", 2, 62, 12)
    >>> [name for name, holds in places_to_reasons(circle, dash).items() if holds]
    ['right']
    """
    known = above.em is not None and below.em is not None
    away = (below.x - above.x) / min(above.em or 1.0, below.em or 1.0) if known else 0.0
    alike = abs(away) <= FAR
    return {
        "one mark": alike and above.kind == below.kind,
        "one family": alike and above.family == below.family,
        "right": away > ASIDE,
        "left": away < -ASIDE,
        "level": known and abs(away) <= ASIDE,
    }


def sizes_to_reasons(above: float, below: float) -> dict[str, float]:
    """Whether the letters of a line are larger or smaller than those of another.

    >>> sizes_to_reasons(12, 15)
    {'larger': True, 'smaller': False}
    """
    return {"larger": below > LARGER * above, "smaller": below * LARGER < above}


def chance_below(reasons: Mapping[str, float]) -> float:
    """How likely a line hangs below another, by all reasons together."""
    return 1 / (1 + math.exp(-math.fsum(WEIGHTS[name] * n for name, n in reasons.items())))


@dataclass(slots=True)
class Hanger:
    """The lines of one programme that stand open, outermost first, while it is read."""

    nesting: Nesting
    open_: list[Opening] = field(default_factory=list)
    met: dict[Kind, int] = field(default_factory=dict)
    framed: Hanger | None = None  # what stands open in a frame

    def level(self, opening: Opening, in_frame: bool = False) -> int:
        """The level of the next line: below the lines that it hangs to; a note, and a line without
        a mark between marked ones, one below the line before; a frame's lines below that one too.
        """
        if in_frame:
            self.framed = self.framed or Hanger(self.nesting)
            inside = self.framed.level(opening) if opening.family else 1
            return len(self.open_) + inside
        self.framed = None
        depth = self._depth(opening) if opening.family else self._depth_by_size(opening)
        if opening.is_note or (depth == len(self.open_) > 0 and not opening.family):
            return len(self.open_) + 1
        self.open_ = [*self.open_[: min(depth, DEEPEST - 1)], opening]
        self.met.setdefault(opening.kind, len(self.met))
        return len(self.open_)

    def _depth_by_size(self, opening: Opening) -> int:
        """Below how many of the open lines one without a mark stands: those that its letters are no
        larger than; beside one without a mark that stands first and is no larger.
        """
        sizes = [sizes_to_reasons(o.em or 1.0, opening.em or o.em or 1.0) for o in self.open_]
        if self.open_ and not self.open_[0].family and not sizes[0]["smaller"]:
            return 0
        return next((k for k, size in enumerate(sizes) if size["larger"]), len(sizes))

    def _depth(self, opening: Opening) -> int:
        """Below how many of the open lines a marked one hangs: below one without a mark always."""
        reasons = [
            pair_to_reasons(o, opening, self.nesting, self.met) if o.family else None
            for o in self.open_
        ]
        return chances_to_depth([1.0 if r is None else chance_below(r) for r in reasons])


def chances_to_depth(below: Sequence[float]) -> int:
    """Below how many of the open lines a new one hangs, from the chance for each of them: the depth
    that all together make likeliest.

    >>> chances_to_depth([0.9, 0.8, 0.1]), chances_to_depth([0.9, 0.3, 0.8]), chances_to_depth([])
    (2, 3, 0)
    """
    best = total = math.fsum(math.log1p(-min(p, 0.999)) for p in below)
    depth = 0
    for k, p in enumerate(below, start=1):
        total += math.log(max(p, 0.001)) - math.log1p(-min(p, 0.999))
        if total > best:
            best, depth = total, k
    return depth


def items_to_frames(items: Iterable[object]) -> frozenset[int]:
    """The lines, by id, that begin a paragraph in a frame."""
    return frozenset(
        id(item.printed.runs[0].line)
        for item in items
        if isinstance(item, Paragraph) and item.boxed and item.printed.runs
    )


def starts_in(printed: Printed, frames: Collection[int]) -> bool:
    """Whether a text begins on one of those lines."""
    return bool(printed.runs) and id(printed.runs[0].line) in frames
