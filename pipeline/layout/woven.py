"""Rows in which two printed lines were woven into one, parted into the lines that they are.

Baselines are clustered by their neighbours' distance, so a tall glyph, or lines of two columns that
stand half a line apart, chain several lines into one row: “31” “5대” over “1,0” “60대” would be
read as one figure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

WOVEN = 0.5  # em between the baselines of two glyphs, one over the other, of which no line is made
# em of the smaller glyph that two share along the row: in a squeezed row (자간 −20 %) the box of a
# letter reaches .08 em over the raised mark behind it
OVER = 0.15
# em: glyphs of one line stand on one baseline up to that; set off by more it is another one
ONE_LEVEL = 0.12
APART = (
    0.35  # em: of two lines that were woven no glyph is given to one from which it stands so far
)


@dataclass(frozen=True, slots=True)
class Rows:
    """Glyphs in region, row and reading order: index into the page's columns, row number, extent
    along the row, level across it (growing downwards), all in points.
    """

    index: Array
    row: Array
    u0: Array
    u1: Array
    level: Array


def woven_to_rows(rows: Rows, sizes: Array) -> Rows:
    """The same glyphs; of no row do two overlap along it and differ by more than half an em across
    it. `sizes` are those of the page's glyphs, in points.

    >>> part = [np.array(c, float) for c in ([0, 10, 0, 10], [10, 20, 10, 20], [0, 3, 6, 9])]
    >>> rows = Rows(np.arange(4), np.zeros(4, int), *part)
    >>> woven_to_rows(rows, np.full(4, 10.0)).row.tolist()
    [0, 0, 1, 1]
    """
    size = sizes[rows.index]
    starts = np.flatnonzero(np.diff(rows.row, prepend=-1))
    spread = np.maximum.reduceat(rows.level, starts) - np.minimum.reduceat(rows.level, starts)
    least = np.minimum.reduceat(size, starts)
    ends = np.append(starts[1:], len(rows.row))
    suspects = np.flatnonzero(spread > WOVEN * least).tolist()
    row = 2.0 * rows.row  # room for the lines of a row between it and the next one
    changed = False
    for start, end in ((int(starts[k]), int(ends[k])) for k in suspects):
        own = slice(start, end)
        if is_woven(rows.u0[own], rows.u1[own], rows.level[own], size[own]):
            line = _lines_of_levels(rows.u0[own], rows.u1[own], rows.level[own], size[own])
            row[own] += line / (line.max() + 1.0)
            changed = True
    if not changed:
        return rows
    order = np.lexsort((rows.u0, row))
    number = np.unique(row, return_inverse=True)[1]
    return Rows(*(getattr(rows, name)[order] if name != "row" else number[order] for name in NAMES))


NAMES = ("index", "row", "u0", "u1", "level")


def is_woven(u0: Array, u1: Array, level: Array, size: Array) -> bool:
    """Whether two glyphs of a row (in order of `u0`) stand one over the other, more than half an em
    apart.
    """
    ends = np.searchsorted(u0, u1).tolist()  # what begins behind a glyph's end is not over it
    return any(
        bool(_clashes(u0, u1, level, size, k, slice(k + 1, end), WOVEN).any())
        for k, end in enumerate(ends)
        if end > k + 1
    )


def are_woven(rows: Rows, one: slice, other: slice, sizes: Array) -> bool:
    """Whether two stretches of `rows`, read as one row, would be woven."""
    own = np.concatenate((np.arange(one.start, one.stop), np.arange(other.start, other.stop)))
    own = own[np.argsort(rows.u0[own], kind="stable")]
    return is_woven(rows.u0[own], rows.u1[own], rows.level[own], sizes[rows.index[own]])


def _clashes(
    u0: Array, u1: Array, level: Array, size: Array, one: int, others: slice | Array, apart: float
) -> Array:
    """Which of the `others` overlap glyph `one` along the row and stand more than `apart` em from
    it across.
    """
    small, big = np.minimum(size[one], size[others]), np.maximum(size[one], size[others])
    over = np.minimum(u1[one], u1[others]) - np.maximum(u0[one], u0[others])
    return np.asarray((over > OVER * small) & (np.abs(level[one] - level[others]) > apart * big))


def _lines_of_levels(u0: Array, u1: Array, level: Array, size: Array) -> Array:
    """The line of each glyph of a woven row, numbered from 0 top down.

    Glyphs on one level stay together where they can. The levels with most ink are lines first; each
    other level goes with the nearest line that has room for it.
    """
    strata = _levels(level, size, u0)
    ink = np.bincount(strata, weights=u1 - u0)
    lines: list[Array] = []
    for stratum in np.argsort(-ink, kind="stable").tolist():
        own = np.flatnonzero(strata == stratum)
        near = [k for k, line in enumerate(lines) if _has_room(u0, u1, level, size, line, own)]
        if near:
            best = min(near, key=lambda k: abs(float(level[lines[k][0]] - level[own[0]])))
            lines[best] = np.append(lines[best], own)
        else:
            lines.append(own)
    found = np.zeros(len(level), np.int64)
    ordered = sorted(lines, key=lambda line: float(level[line[0]]))
    for number, line in enumerate(ordered):
        found[line] = number
    return found


def _levels(level: Array, size: Array, u0: Array) -> Array:
    """The number of the level that each glyph stands on: one baseline of glyphs of about one size.
    Levels that run into one another are cut in strips.
    """
    about = np.round(np.log2(np.maximum(size, 1.0)) * 2)
    order = np.lexsort((u0, level, about))
    level, size, about = level[order], np.maximum(size[order], 1.0), about[order]
    step = (np.diff(level) > ONE_LEVEL * np.minimum(size[1:], size[:-1])) | (np.diff(about) > 0)
    starts = np.concatenate(([0], np.flatnonzero(step) + 1))
    count = np.diff(np.append(starts, len(level)))
    least = np.repeat(np.minimum.reduceat(size, starts), count)
    strip = np.floor((level - np.repeat(level[starts], count)) / (APART * least))
    step |= np.diff(strip) != 0
    found = np.empty(len(level), np.int64)
    found[order] = np.concatenate(([0], step.cumsum()))
    return found


def _has_room(u0: Array, u1: Array, level: Array, size: Array, line: Array, own: Array) -> bool:
    """Whether a level stands near a line, and no glyph of it over or under one of that line."""
    far = np.abs(level[line[0]] - level[own]) > APART * max(float(size[line[0]]), 1.0)
    if bool(far.any()):
        return False
    return not any(
        bool(_clashes(u0, u1, level, size, k, line, ONE_LEVEL).any()) for k in own.tolist()
    )
