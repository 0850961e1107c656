"""Blanks between glyphs of one row: typed ones are glyphs already; in runs that type none they are
gaps.
"""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

# em: the narrowest blank seen in Type3 runs is a quarter of an em, the widest letter spacing a
# tenth
GAP = 0.18
# em: a run that types its blanks leaves some out all the same (tabs, blanks of another font);
# justification opens less
TYPED_GAP = 0.35
# em above a squeezed row's own letter gap: signs and Latin letters that are not squeezed open up to
# .2 (11 reports set 자간 −8 to −18 %), blanks no less than .35
SQUEEZED_GAP = 0.25
# em of white between letters and blanks: a line filled by force has .06 between its brackets, which
# are not squeezed, and its blanks
HEAPS_APART = 0.05
TELLING = 3  # gaps between letters from which a row tells its own letter gap
SPREAD_SHARE = (
    0.7  # of all gaps of a row being “blanks”: the row is letter-spaced, its own gap is the measure
)
BLANK = 0x20
SIGNS = tuple(map(ord, "△▲▽▼"))


def rows_to_blanks(
    code: Array, u0: Array, u1: Array, size: Array, row: Array, typed: Array
) -> Array:
    """For each glyph whether a blank that is no glyph stands before it. Glyphs are in row, then
    reading order.

    A gap counts as a blank between glyphs of which one comes from a run without typed blanks
    (Type3); a run that types its blanks has gaps from justification, and only one as wide as a tab
    is a blank. △ slides away from its number.
    """
    if not len(code):
        return np.zeros(0, bool)
    before = np.concatenate(([False], row[1:] == row[:-1]))
    gap = np.where(before, u0 - np.concatenate(([0], _furthest(u1, row)[:-1])), 0)
    least = np.minimum(size, np.concatenate(([size[0]], size[:-1])))
    both = typed & np.concatenate(([False], typed[:-1]))
    beside = (code == BLANK) | np.concatenate(([False], code[:-1] == BLANK))
    digit = (code >= 0x30) & (code <= 0x39)
    signed = digit & np.concatenate(
        ([False], functools.reduce(np.logical_or, (code[:-1] == sign for sign in SIGNS)))
    )
    counted = before & ~beside & ~signed
    level = _letter_spacing(gap, least, row, counted)
    wide = np.where(both, TYPED_GAP, GAP) * least
    squeezed = _squeezed_gap(gap, least, row, counted & ~both)
    return np.asarray(counted & (gap - level > np.minimum(wide, squeezed)))


def _furthest(u1: Array, row: Array) -> Array:
    """The right edge reached so far in each row, so that a small glyph over a wide one opens no
    gap.
    """
    base = (
        float(np.abs(u1).max()) * 4 + 1
    )  # rows lifted apart, then one running maximum does for all
    lifted = u1 + row * base
    return np.asarray(np.maximum.accumulate(lifted) - row * base)


def _letter_spacing(gap: Array, size: Array, row: Array, counted: Array) -> Array:
    """The even gap between the letters of letter-spaced rows, 0 elsewhere."""
    level = np.zeros(len(gap))
    if not counted.any():
        return level
    rows = int(row[-1]) + 1
    wide = np.bincount(row[counted & (gap > GAP * size)], minlength=rows)
    total = np.bincount(row[counted], minlength=rows)
    for spread in np.flatnonzero((total >= 4) & (wide > SPREAD_SHARE * total)).tolist():
        own = (row == spread) & counted
        level[row == spread] = np.median(gap[own])
    return level


def _squeezed_gap(gap: Array, size: Array, row: Array, counted: Array) -> Array:
    """Of rows whose letters are set into one another, the gap in points from which a blank is seen;
    infinite in all other rows.

    Their own letter gap is the zero: gaps fall into two heaps, that of the letters below nought and
    that of the blanks; the cut lies in the widest white between them. A row squeezed to −.24 em
    has its blanks at +.14, which is no blank in a row set at nought.
    """
    found = np.full(len(gap), np.inf)
    if not counted.any():
        return found
    em = gap / np.maximum(size, 1e-6)
    letters = np.flatnonzero(counted & (em < GAP))
    order = letters[np.lexsort((em[letters], row[letters]))]
    if not len(order):
        return found
    starts = np.flatnonzero(np.diff(row[order], prepend=-1))
    count = np.diff(np.append(starts, len(order)))
    zero = em[order[starts + count // 2]]
    for k in np.flatnonzero((count >= TELLING) & (zero < GAP - SQUEEZED_GAP)).tolist():
        own = counted & (row == row[order[starts[k]]])
        found[own] = _cut(em[own], float(zero[k])) * size[own]
    return found


def _cut(gaps: Array, zero: float) -> float:
    """Where the widest white between two heaps of gaps begins to be a blank, no nearer than that to
    the `zero` of the letters and no farther than a blank of an even row. All in em.

    >>> round(_cut(np.array([-0.24, -0.24, -0.24, -0.05, 0.14, 0.14]), -0.24), 3)
    0.045
    >>> _cut(np.array([-0.24, -0.24, -0.05]), -0.24)
    0.18
    """
    heap = np.sort(gaps)
    white = np.diff(heap)
    white[heap[1:] < zero + SQUEEZED_GAP] = 0.0
    white[heap[:-1] > GAP] = 0.0
    if not len(white) or float(white.max()) < HEAPS_APART:
        return GAP
    at = int(white.argmax())
    return min(GAP, float(heap[at] + heap[at + 1]) / 2)
