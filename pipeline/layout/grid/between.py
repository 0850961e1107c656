"""Edges between rows of a table without programmes: which of them learnt reasons speak against.

In: the bands of a body and the rows that the cheapest way through them gives. Out: the rows, some
of them made one. The cheapest way knows one usual white; where cells have paragraphs, or labels
stand in the middle of their rows, it cuts too often, and hardly ever too seldom.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from pipeline.layout.grid.bits import Bit
from pipeline.layout.grid.body import Band, Body
from pipeline.layout.grid.learnt import reasons_to_weights
from pipeline.layout.grid.rows import Cuts
from pipeline.layout.grids import Bools
from pipeline.layout.rulings import Reals
from pipeline.text import bullet_at

# odds below which an edge does not hold: on files that the weights have not seen 79 of 220 wrong
# edges go and 2 of 691 right ones, at -1 135 and 13; a statement of a hundred rows must keep them
AGAINST = -2.0
EVEN = 0.3  # em between the low and the high whites of a table: white tells nothing there
SAME_START = 1.0  # pt
FULL = 0.9  # of a column's width
MOST_FIGURES = 4
FEWEST_HEADED = 2  # columns of figures under their names
WHITE = 4.0  # em
REASONS = (
    "white", "white beside the usual", "white beside the high", "spread", "filled above and below",
    "filled below only", "figures above and below", "first column below", "one cell below",
    "all cells above", "full line above", "starts align", "numbered below", "marked below",
    "bracket open", "labels", "same columns", "some of the columns", "columns", "even",
    "even x one cell", "even x figures", "uneven x white", "white x words", "white x figures",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Whole:
    """What is asked of a body as a whole: where its columns' ink begins and ends, its whites in
    em.
    """

    left: dict[int, float]
    right: dict[int, float]
    first: int  # the leftmost column of rows
    usual: float
    low: float
    high: float


def cuts_to_sure(body: Body, cuts: Cuts) -> Cuts:
    """The rows without the edges that learnt reasons speak against."""
    if not body.plain or len(cuts.rows) < 2:
        return cuts
    against = body_to_odds(body) < AGAINST
    cuts = _with_head_apart(body.bands, cuts)
    rows: list[tuple[int, int]] = []
    margins: list[float] = []
    for (first, last), margin in zip(cuts.rows, cuts.margins, strict=True):
        is_head = len(rows) == 1 and _heads_figures(body.bands, first)
        if rows and not is_head and _may_join(body.bands, first, against):
            rows[-1] = rows[-1][0], last
        else:
            rows.append((first, last))
            margins.append(margin)
    return replace(cuts, rows=tuple(rows), margins=tuple(margins))


def _with_head_apart(bands: Sequence[Band], cuts: Cuts) -> Cuts:
    """The rows, the first one cut where words stand over figures in several columns: names over
    the columns and the first row below them, which a text sets solid.
    """
    first, last = cuts.rows[0]
    at = next((k for k in range(first + 1, last) if _heads_figures(bands, k)), None)
    if at is None or any(b.figure for band in bands[first:at] for b in band.bits):
        return cuts
    rows = ((first, at), (at, last), *cuts.rows[1:])
    return replace(cuts, rows=rows, margins=(cuts.margins[0], *cuts.margins))


def _heads_figures(bands: Sequence[Band], k: int) -> bool:
    """Whether band k has figures right below words, in two columns at least."""
    pairs = _meeting(bands[k - 1], bands[k])
    return sum(b.figure and not a.figure for a, b in pairs) >= FEWEST_HEADED


def _meeting(upper: Band, lower: Band) -> list[tuple[Bit, Bit]]:
    """Where two bands meet: of each column of both the last bit above and the first below."""
    above = {b.col: b for b in upper.bits}
    below = {b.col: b for b in reversed(lower.bits)}
    return [(above[c], below[c]) for c in sorted(above.keys() & below.keys())]


def _may_join(bands: Sequence[Band], first: int, against: Bools) -> bool:
    free = not (bands[first].sole or bands[first - 1].sole or bands[first].ruled)
    return bool(against[first - 1]) and free


def body_to_odds(body: Body) -> Reals:
    """The odds of an edge above each band but the first."""
    weights = _weights()
    odds: Reals = bands_to_reasons(body) @ weights[:-1] + weights[-1]
    return odds


@functools.cache
def _weights() -> Reals:
    return reasons_to_weights("rows", REASONS)


def bands_to_reasons(body: Body) -> Reals:
    """(bands - 1, reasons): what speaks for an edge above each band but the first."""
    whole = _whole(body)
    count = len(body.bands) - 1
    found = [_reasons(body, whole, k) for k in range(1, count + 1)]
    return np.array(found, float).reshape(count, len(REASONS))


def _whole(body: Body) -> Whole:
    left: dict[int, float] = {}
    right: dict[int, float] = {}
    for b in (b for band in body.bands for b in band.bits):
        left[b.col] = min(b.x0, left.get(b.col, b.x0))
        right[b.col] = max(b.x1, right.get(b.col, b.x1))
    cols = sorted(c for c in left if c >= 0)
    first = body.labels if body.labels in left else next(iter(cols), 0)
    whites = [b.above / body.em for b in body.bands[1:] if b.above is not None] or [0.0]
    return Whole(left, right, first, *np.percentile(whites, (50, 10, 90)).tolist())


def _reasons(body: Body, whole: Whole, k: int) -> list[float]:
    """What speaks for an edge above band k; of a column's bits the last above and the first
    below.
    """
    upper, lower = body.bands[k - 1], body.bands[k]
    above = {b.col: b for b in upper.bits}
    below = {b.col: b for b in reversed(lower.bits)}
    pairs = _meeting(upper, lower)
    words = [(a, b) for a, b in pairs if not (a.figure and b.figure)]
    figures = len(pairs) - len(words)
    white = whole.usual if lower.above is None else lower.above / body.em
    off = float(np.clip(white - whole.usual, -2, 2))
    even = float(whole.high - whole.low < EVEN)
    cols = max(1, len(whole.left.keys() - {-1}))
    one = float(len(below) == 1)
    return [
        min(white, WHITE), off, float(np.clip(white - whole.high, -3, 2)),
        min(3.0, whole.high - whole.low), len(pairs) / cols,
        len(below.keys() - above.keys()) / cols, min(figures, MOST_FIGURES),
        whole.first in below, one, len(above) >= 0.8 * cols,
        any(_is_full(a, whole) for a, _ in words), _aligned(words),
        _is_numbered(below.get(whole.first)), _is_marked(below.values()), _is_open(upper.bits),
        bool(body.label_bits), above.keys() == below.keys(), below.keys() < above.keys(),
        float(np.log(cols)), even, even * one, even * (figures > 0), (1 - even) * off,
        float(np.clip(white - whole.low, -2, 3)) * (figures == 0), off * (figures > 0),
    ]  # fmt: skip


def _is_full(bit: Bit, whole: Whole) -> bool:
    """A line that fills its column may go on below; one of figures says nothing."""
    room = max(1.0, whole.right[bit.col] - whole.left[bit.col])
    return not bit.figure and bit.x1 - whole.left[bit.col] > FULL * room


def _is_numbered(bit: Bit | None) -> bool:
    return bit is not None and bit.number is not None


def _is_marked(bits: Iterable[Bit]) -> bool:
    return any(bullet_at(b.text) for b in bits)


def _aligned(pairs: Sequence[tuple[Bit, Bit]]) -> float:
    """The share of columns of words whose lines begin at one place."""
    same = [abs(a.x0 - b.x0) < SAME_START for a, b in pairs]
    return sum(same) / len(same) if same else 0.0


def _is_open(bits: Sequence[Bit]) -> bool:
    return sum(b.text.count("(") - b.text.count(")") for b in bits) > 0
