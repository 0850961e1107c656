"""Loose glyphs of a page to lines of words: the one form in which the grid sees ink."""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np

from pipeline.layout.grids import Bools, Ints
from pipeline.layout.gutters import Ink, are_blank, ink_to_segments
from pipeline.layout.rulings import Edges, Reals
from pipeline.lexicon import words
from pipeline.model import Glyphs
from pipeline.text import Numbering

HIGH = 0.3  # em between the baselines of one line, from its first to its last: no chaining
ABOVE, BELOW = 0.86, 0.14  # of a letter's size over and under its baseline
PIECE = 0.9  # em of white between two pieces of a line
DOUBLED = 0.15  # em between two prints of one letter
MARKED = 0.1  # em of white before the mark of a list that begins a cell
WORD = 0.45  # em of white between two runs that may stand in two columns


@dataclass(slots=True, eq=False)
class Run:
    """Letters of one line without wide white: `first`..`last` of its page's ink (last
    exclusive).
    """

    x0: float
    x1: float
    first: int
    last: int
    text: str


@dataclass(slots=True, eq=False)
class Line:
    """One baseline of a page. `pieces`: parted at wide white; `words`: at any white that could be a
    gutter.
    """

    top: float
    bottom: float
    size: float
    first: int
    last: int
    pieces: list[Run]
    words: list[Run]

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max(run.x1 for run in self.words)

    @property
    def text(self) -> str:
        return " ".join(run.text for run in self.words)


@dataclass(slots=True, eq=False)
class Loose:
    """What a page has outside its ruled tables: ink by line, and level rules that meet no other."""

    number: int
    height: float
    ink: Ink
    lines: list[Line]
    rules: Edges | None = None
    taken: set[int] = field(default_factory=set)  # lines that are furniture
    names: set[int] = field(default_factory=set)  # lines known to be names over the columns
    numbers: dict[int, Numbering] = field(default_factory=dict)  # by the ink that they open, known


def glyphs_to_loose(
    number: int, height: float, glyphs: Glyphs, which: Bools, rules: Edges | None = None
) -> Loose | None:
    """The upright, visible glyphs among `which` as lines; None where there are none."""
    seen = (which & (glyphs.turn == 0) & ~are_blank(glyphs.code)).nonzero()[0]
    if not len(seen):
        return None
    size = glyphs.size[seen].astype(np.float64)
    base = glyphs.baseline[seen].astype(np.float64)
    em = float(np.median(size))
    row = baselines_to_rows(base, HIGH * em)
    order = np.lexsort((glyphs.x0[seen], row))
    seen, row, size, base = seen[order], row[order], size[order], base[order]
    kept = ~_are_doubled(glyphs.x0[seen], glyphs.code[seen], row, size)
    seen, row, size, base = seen[kept], row[kept], size[kept], base[kept]
    ink = Ink(
        glyphs.x0[seen].astype(np.float64),
        glyphs.x1[seen].astype(np.float64),
        base - ABOVE * size,
        base + BELOW * size,
        glyphs.code[seen].astype(np.int64),
        row,
        em,
    )
    return Loose(number, height, ink, ink_to_lines(ink, size), rules)


def _are_doubled(x0: Any, code: Any, row: Ints, size: Reals) -> Bools:
    """Which letters are printed over the one before them: how some producers print bold."""
    found = np.zeros(len(row), bool)
    found[1:] = (
        (code[1:] == code[:-1]) & (row[1:] == row[:-1]) & (x0[1:] - x0[:-1] < DOUBLED * size[1:])
    )
    return found


def baselines_to_rows(base: Reals, high: float) -> Ints:
    """The number of the line that each baseline is on; no line is higher than `high`.

    >>> baselines_to_rows(np.array([10.0, 30.0, 11.0, 12.0, 13.1]), 3.0).tolist()
    [0, 2, 0, 0, 1]
    """
    order = base.argsort(kind="stable")
    level = base[order]
    starts = [0]
    while True:
        after = int(np.searchsorted(level, level[starts[-1]] + high, "right"))
        if after >= len(level):
            break
        starts.append(after)
    row = np.zeros(len(base), np.int64)
    row[order] = np.searchsorted(starts, np.arange(len(base)), "right") - 1
    return row


def ink_to_lines(ink: Ink, size: Reals) -> list[Line]:
    """The lines of a page's ink, top down."""
    count = int(ink.row[-1]) + 1
    ends = np.searchsorted(ink.row, np.arange(count + 1)).tolist()
    tops = np.minimum.reduceat(ink.top, ends[:-1]).tolist()
    bottoms = np.maximum.reduceat(ink.bottom, ends[:-1]).tolist()
    least = np.minimum.reduceat(size, ends[:-1]).tolist()
    one_size = (np.maximum.reduceat(size, ends[:-1]) == least).tolist()
    pieces, own = _runs(ink, PIECE), _runs(ink, WORD)
    return [
        Line(
            tops[i],
            bottoms[i],
            least[i] if one_size[i] else float(np.median(size[a:b])),
            a,
            b,
            pieces[i],
            _parted_at_marks(ink, own[i]),
        )
        for i, (a, b) in enumerate(pairwise(ends))
    ]


def _runs(ink: Ink, apart: float) -> list[list[Run]]:
    """The runs of each line, parted at white wider than `apart` em."""
    segments = ink_to_segments(ink, apart)
    text = "".join(map(chr, ink.code.tolist()))
    found: list[list[Run]] = [[] for _ in range(int(ink.row[-1]) + 1)]
    columns = (segments.row, segments.x0, segments.x1, segments.first, segments.count)
    for row, x0, x1, first, count in zip(*(c.tolist() for c in columns), strict=True):
        found[row].append(Run(x0, x1, first, first + count, text[first : first + count]))
    return found


def _parted_at_marks(ink: Ink, runs: list[Run]) -> list[Run]:
    """The runs parted before the marks of lists, however little white stands before one: a figure
    that fills its column may end right beside the next column's mark.
    """
    found: list[Run] = []
    for run in runs:
        cuts = [
            k
            for k in range(run.first + 1, run.last)
            if run.text[k - run.first] in _marks() and ink.x0[k] - ink.x1[k - 1] > MARKED * ink.em
        ]
        if not cuts:
            found.append(run)
            continue
        for a, b in pairwise([run.first, *cuts, run.last]):
            text = run.text[a - run.first : b - run.first]
            found.append(Run(float(ink.x0[a]), float(ink.x1[a:b].max()), a, b, text))
    return found


@functools.cache
def _marks() -> frozenset[str]:
    """Marks that stand inside no text."""
    marks = words("marks")
    needs = set(marks["needs_blank"]["marks"])
    return frozenset(m for own in marks["bullet"].values() for m in own if m not in needs)
