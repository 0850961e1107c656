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
    return np.asarray(counted & (gap - level > np.where(both, TYPED_GAP, GAP) * least))


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
