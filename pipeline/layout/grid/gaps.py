"""White between the words of a row to cells: does a column's edge stand in it?

In: the ink of each row of a table, where rules end. Out: for every white in every row how sure it
is that two cells meet there (a log odds); what the sure ones have in common is in edges.py.
A row is looked at beside all others of its table: in print that is centred or merged no white
runs through all of them.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.layout.grid.learnt import reasons_to_weights
from pipeline.layout.grid.parts import LEAST_EM
from pipeline.layout.grids import Bools, Ints
from pipeline.layout.gutters import SPREAD, Ink
from pipeline.layout.rulings import WIDEST_PAGE, Reals

NARROW = 0.2  # em: less is no white at all
WORD = 0.45  # em of white between two words, at most
STEP = 0.5  # pt
MOST_PLACES = 4000  # of a row that are looked at
SAME = 1.6  # pt between two starts, ends or middles that align
AT_END = 1.5  # pt from a rule's end
NEAR = 3  # rows above and below
COLONS = np.array([0x3A, 0xFF1A])  # they end what stands before them, however far
LETTERS = (0xAC00, 0xD7A3)
IN_FIGURES = np.array([*range(0x30, 0x3A), *map(ord, ",.()%△▲-−")])


@dataclass(slots=True, eq=False)
class Row:
    """A row's ink, left to right: stretches parted at any white, and at more than a blank's."""

    ink: Ink
    lo: Reals
    hi: Reals
    words_lo: Reals
    words_hi: Reals
    letters: Ints  # of each stretch
    figures: Bools  # which stretches are figures

    @classmethod
    def of(cls, ink: Ink, em: float) -> Row:
        """A row of ink, which is some."""
        order = np.argsort(ink.x0, kind="stable")
        ink = ink.take(order)
        starts = _starts(ink, NARROW * em, em)
        lo, hi = _extents(ink, starts)
        words = _extents(ink, _starts(ink, WORD * em, em))
        count = np.diff(np.append(starts, len(ink.x0)))
        digits = np.add.reduceat(np.isin(ink.code, IN_FIGURES).astype(np.int64), starts)
        return cls(ink, lo, hi, *words, count, digits == count)

    @property
    def gaps(self) -> list[tuple[float, float]]:
        """The white between its stretches."""
        return list(zip(self.hi[:-1].tolist(), self.lo[1:].tolist(), strict=True))

    def texts(self, ends: Sequence[float]) -> list[str]:
        """Its letters, parted where the stretches with these ends do."""
        own = np.searchsorted(np.array(sorted(ends)), self.ink.x0, "left")
        return ["".join(map(chr, self.ink.code[own == k].tolist())) for k in range(len(ends) + 1)]


def _starts(ink: Ink, apart: float, em: float) -> Ints:
    """Where stretches begin; letters spread singly over their cell are one."""
    reach = np.maximum.accumulate(ink.x1)
    gap = ink.x0[1:] - reach[:-1]
    starts = np.concatenate(([0], np.flatnonzero(gap > apart) + 1))
    ends = np.append(starts[1:], len(ink.x0))
    single = ends - starts - np.isin(ink.code[ends - 1], COLONS) == 1
    letter = single & (ink.code[starts] >= LETTERS[0]) & (ink.code[starts] <= LETTERS[1])
    spread = np.zeros(len(starts), bool)
    spread[1:] = letter[1:] & letter[:-1] & (gap[starts[1:] - 1] < SPREAD * em)
    ended = np.isin(ink.code[starts], COLONS)
    ended[0] = False
    kept: Ints = starts[~spread & ~ended]
    return kept


def _extents(ink: Ink, starts: Ints) -> tuple[Reals, Reals]:
    return ink.x0[starts], np.maximum.reduceat(ink.x1, starts)


@dataclass(frozen=True, slots=True)
class Gap:
    """The white `lo`..`hi` between two stretches of row `row`; `odds`: of a column's edge in it."""

    row: int
    lo: float
    hi: float
    odds: float = 0.0


REASONS = (
    "width", "over 1 em", "over 2 em", "width below 1 em", "crossed", "crossed, squared",
    "crossed near by", "lane", "lane below 0.4 em", "rule's end", "starts", "ends", "middles right",
    "middles left", "figures", "figure right", "figure left", "first row", "wide gaps in the row",
    "only gap", "letters left", "letters right", "width beside the row's", "width x crossed",
    "lane x crossed", "width x first row", "width x rule's end", "width x figures",
    "width x only gap", "width x near",
)  # fmt: skip


class Table:
    """The rows of a table, and over all of them what stands where."""

    def __init__(self, rows: Sequence[Row], em: float, ends: Reals) -> None:
        self.rows, self.ends = rows, np.sort(ends)
        self.em = max(em, LEAST_EM)
        self.left = min(float(r.lo[0]) for r in rows)
        wide = min(max(float(r.hi[-1]) for r in rows) - self.left, WIDEST_PAGE)
        self.step = max(STEP, wide / MOST_PLACES)
        self.places = int(wide / self.step) + 2
        self.covered, self.within = self._profiles()
        self.sums = self.covered.sum(axis=0), self.within.sum(axis=0)
        several = [r for r in rows if len(r.words_lo) > 1]
        self.several = len(several)
        self.starts = _sorted([r.words_lo[1:] for r in several])
        self.stops = _sorted([r.words_hi[:-1] for r in several])
        self.middles = _sorted([(r.words_lo + r.words_hi) / 2 for r in several])

    def _profiles(self) -> tuple[Bools, Bools]:
        """(rows, places): where each row has ink, and from where to where it reaches."""
        covered, within = np.zeros((2, len(self.rows), self.places + 1), np.int16)
        for k, row in enumerate(self.rows):
            lo, hi = self.at(row.lo, up=True), self.at(row.hi) + 1
            np.add.at(covered[k], lo, 1)
            np.add.at(covered[k], np.maximum(hi, lo), -1)
            within[k, self.at(row.lo[:1])] += 1
            within[k, self.at(row.hi[-1:]) + 1] -= 1
        inked = covered.cumsum(axis=1, dtype=np.int16)[:, :-1] > 0
        return inked, (within.cumsum(axis=1, dtype=np.int16)[:, :-1] > 0) | inked

    def at(self, x: Reals, up: bool = False) -> Ints:
        place = (x - self.left) / self.step
        return np.clip((np.ceil(place) if up else place).astype(np.int64), 0, self.places - 1)

    def aligned(self, among: Reals, x: float, own: bool) -> float:
        """The share of other rows' places that align with x."""
        low, high = np.searchsorted(among, [x - SAME, x + SAME])
        return min(1.0, max(0, int(high - low) - own) / (self.several + 1 - own))


def _sorted(places: Sequence[Reals]) -> Reals:
    return np.sort(np.concatenate([np.zeros(0), *places]))


def gaps_to_features(table: Table) -> tuple[list[Gap], Reals]:
    """Every white of every row, and what speaks for an edge in it, one column a reason."""
    gaps: list[Gap] = []
    found: list[list[float]] = []
    for k, row in enumerate(table.rows):
        own = row.gaps
        gaps += [Gap(k, a, b) for a, b in own]
        found += [_features(table, k, i) for i in range(len(own))]
    return gaps, np.array(found).reshape(len(gaps), len(REASONS))


def _features(table: Table, k: int, i: int) -> list[float]:
    row, em = table.rows[k], table.em
    a, b = float(row.hi[i]), float(row.lo[i + 1])
    widths = (row.lo[1:] - row.hi[:-1]) / em
    w = max((b - a) / em, 1e-3)
    lw = float(np.log(w))
    share, lane, near = _crossed(table, k, a, b)
    ruled = float(np.searchsorted(table.ends, b + AT_END) > np.searchsorted(table.ends, a - AT_END))
    wordly = len(row.words_lo) > 1
    both = float(row.figures[i] and row.figures[i + 1])
    first, only = float(k == 0), float(len(widths) == 1)
    others = np.delete(widths, i)
    rel = float(np.log(w / (np.median(others) + 0.1))) if len(others) else 0.0
    return [
        lw, w > 1, w > 2, min(lw, 0.0), share, share**2, near, lane, min(lane, -1.0), ruled,
        table.aligned(table.starts, b, wordly and w > WORD),
        table.aligned(table.stops, a, wordly and w > WORD),
        _middle(table, row, wordly, at=b), _middle(table, row, wordly, at=a, left=True),
        both, row.figures[i + 1], row.figures[i], first, min(6, int((widths > 1).sum())) / 6, only,
        float(np.log1p(row.letters[i])), float(np.log1p(row.letters[i + 1])), rel, lw * share,
        lane * share, lw * first, lw * ruled, lw * both, lw * only, lw * near,
    ]  # fmt: skip


def _crossed(table: Table, k: int, a: float, b: float) -> tuple[float, float, float]:
    """At the white's best place: the share of the other rows whose ink crosses it, how wide (log
    em) the best place is, and the share of the rows near by."""
    lo = int(table.at(np.array([a]), up=True)[0])
    hi = max(lo + 1, int(table.at(np.array([b]))[0]))
    cut = table.sums[0][lo:hi] - table.covered[k, lo:hi]
    beside = table.sums[1][lo:hi] - table.within[k, lo:hi]
    share = (cut + 0.5) / (beside + 1.0)
    best = np.flatnonzero(share <= share.min() + 1e-9)
    at = lo + int(best[len(best) // 2])
    near = slice(max(0, k - NEAR), k + NEAR + 1)
    cuts = int(table.covered[near, at].sum()) - int(table.covered[k, at])
    count = int(table.within[near, at].sum()) - int(table.within[k, at])
    lane = float(np.log(len(best) * table.step / table.em))
    return float(share.min()), lane, (cuts + 0.5) / (count + 1.0)


def _middle(table: Table, row: Row, own: bool, at: float, left: bool = False) -> float:
    """How many rows have words with the middle of those beside the white."""
    place = row.words_hi if left else row.words_lo
    hit = np.flatnonzero(np.abs(place - at) < 0.1)
    if not len(hit):
        return 0.0
    middle = float(row.words_lo[hit[0]] + row.words_hi[hit[0]]) / 2
    return table.aligned(table.middles, middle, own)


def table_to_gaps(table: Table) -> list[Gap]:
    """Every white of every row with its odds."""
    gaps, features = gaps_to_features(table)
    odds = features @ weights()[:-1] + weights()[-1]
    return [Gap(g.row, g.lo, g.hi, float(o)) for g, o in zip(gaps, odds.tolist(), strict=True)]


@functools.cache
def weights() -> Reals:
    """What each reason weighs, the bias last; made by tests/bench/learn.py."""
    return reasons_to_weights("gaps", REASONS)
