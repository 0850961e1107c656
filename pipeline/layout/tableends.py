"""Where one table under level rules ends and the next begins, though the rules have one width;
and which rules are leaders of a list of contents, drawn and not typed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np

from pipeline.layout.grids import Bools
from pipeline.layout.gutters import Ink, ink_to_segments, spans_to_gutters
from pipeline.layout.rulings import Edges, Reals

OUT = 1.5  # pt from the rules' end at which text outside the cells begins
LARGER = 1.15  # times the height of the letters in the cells
LOW = 0.5  # em more white over a heading between two tables than under it
WORD = 0.65  # em of white between two words, at most
FEWEST = 3  # short rules below one another; a group's header and its neighbour have two
SAME_END = 3.0  # pt between the ends of rules of one column
MARKS = frozenset(map(ord, "….·‥⋯・-‧∙─━ "))  # what leaders are typed with


@dataclass(slots=True, eq=False)
class Frame:
    """Rules of one table's width: `full` reach from side to side, `rules` are all that lie inside
    it."""

    lo: float
    hi: float
    full: Reals
    rules: Edges


def frame_to_stops(frame: Frame, ys: Reals, stripes: list[Bools], ink: Ink) -> list[int]:
    """The stripes before which a table ends: text between two tables, further out than the cells,
    whose inset it lacks, or in larger letters, or low between its rules; and the last."""
    if not stripes or not (within := np.logical_or.reduce(stripes)).any():
        return [len(stripes)]
    segments = ink_to_segments(ink.take(within))
    of_columns = (
        np.bincount(segments.row)[segments.row] > 1
    )  # lines of several stretches: cells for sure
    if not of_columns.any():
        return [len(stripes)]
    inset = float(segments.x0[of_columns].min()) - frame.lo
    height = float(np.median((segments.bottom - segments.top)[of_columns]))
    low = _low_headings(frame, ys, stripes, ink)
    stops: list[int] = []
    for k, stripe in enumerate(stripes):
        if not stripe.any():
            continue
        lines = Stripe(ink.take(stripe), float(ys[k + 1] - ys[k]))
        if k in low or lines.has_loose(frame.lo, inset, height, ink):
            stops += [k, k + 1]
    return [*stops, len(stripes)]


def _low_headings(frame: Frame, ys: Reals, stripes: list[Bools], ink: Ink) -> set[int]:
    """The stripes between two tables, known by their white: a heading stands right over its table,
    a row's text in the middle of its rules. Of 37 such stripes of the rule-erased reports (learning
    half) all are headings.
    """
    full = np.isin(ys, frame.full)
    whites = {
        k: _white_over(ink.take(s), float(ys[k]), float(ys[k + 1]))
        for k, s in enumerate(stripes)
        if s.any()
    }
    least = float(np.median([*whites.values()])) + LOW * ink.em
    return {
        k
        for k, white in whites.items()
        if full[k] and full[k + 1] and white > least and is_heading(ink.take(stripes[k]))
    }


def _white_over(ink: Ink, top: float, bottom: float) -> float:
    """How much more white is over the ink between two rules than under it."""
    return (float(ink.top.min()) - top) - (bottom - float(ink.bottom.max()))


def is_heading(ink: Ink) -> bool:
    """One stretch of words a line."""
    lines = (ink.take(ink.row == row) for row in np.unique(ink.row))
    return not any(spans_to_gutters(own.x0, own.x1, ink.em) for own in lines)


@dataclass(slots=True, eq=False)
class Stripe:
    """The ink between two rules, `room` pt high."""

    ink: Ink
    room: float

    def has_loose(self, lo: float, inset: float, height: float, page: Ink) -> bool:
        """Whether some line is no cell's: it begins where the rules do though cells keep an
        `inset`, or left of them, or has larger letters; and it is one stretch."""
        part = self.ink
        starts = np.flatnonzero(np.concatenate(([True], np.diff(part.row) != 0)))
        tops, bottoms = (
            np.minimum.reduceat(part.top, starts),
            np.maximum.reduceat(part.bottom, starts),
        )
        out = (inset > 2 * OUT) & (np.minimum.reduceat(part.x0, starts) < lo + OUT)
        larger = (bottoms - tops > LARGER * height) & (self.room > 2 * LARGER * height)
        whole = np.median(part.bottom - part.top) > LARGER * height
        for i, start in enumerate(starts.tolist()):
            own = part.row == part.row[start]
            if spans_to_gutters(part.x0[own], part.x1[own], 2 * part.em):
                continue
            big = larger[i] and (
                whole
                or (
                    np.median((part.bottom - part.top)[own]) > LARGER * height
                    and is_clear(i, tops, bottoms)
                )
            )
            if out[i] or big or begins_outside(part.take(own), lo, page):
                return True
        return False


def is_clear(line: int, tops: Reals, bottoms: Reals) -> bool:
    """Whether nothing stands beside a line: a title centred in its cell stands between the lines of
    the cell beside it.

    >>> is_clear(0, np.array([0.0, 12.0]), np.array([10.0, 22.0])), is_clear(1, np.array([0.0, 7.0, 14.0]), np.array([10.0, 19.0, 24.0]))
    (True, False)
    """
    beside = (tops < bottoms[line] - 1) & (bottoms > tops[line] + 1)
    return int(beside.sum()) == 1


def begins_outside(line: Ink, lo: float, page: Ink) -> bool:
    """Whether a line's words begin left of the rules: no side of a table cuts a word (“주|요 성과”
    between two small tables).
    """
    x0 = float(line.x0.min())
    if x0 < lo - OUT:
        return True
    before = page.x1[(page.row == line.row[0]) & (page.x0 < lo - OUT)]
    return bool(len(before)) and x0 - float(before.max()) < WORD * page.em


def frame_is_contents(frame: Frame, ink: Ink) -> bool:
    """Whether the short rules between a frame's full ones are leaders: one below another, and
    nothing printed in their column but leaders.

    Such a list is no table: read as one, rows between two full rules became one cell each, and the
    page numbers of four entries one figure (405, 406, 413, 414 → 405406413414). Counter-example: a
    column of figures that alone is ruled between a merged label and a merged remark.

    Source: contents of two research reports, full rules between chapters, and one case.
    """
    short = ~np.isin(frame.rules.at, frame.full)
    ends = Counter(
        (round(lo / SAME_END), round(hi / SAME_END))
        for lo, hi in zip(frame.rules.lo[short], frame.rules.hi[short], strict=True)
    )
    return any(
        number >= FEWEST and _holds_marks_only(frame, ink, lo * SAME_END, hi * SAME_END)
        for (lo, hi), number in ends.items()
    )


def _holds_marks_only(frame: Frame, ink: Ink, lo: float, hi: float) -> bool:
    middle = (ink.x0 + ink.x1) / 2
    high = (ink.top > frame.full[0]) & (ink.bottom < frame.full[-1])
    codes = ink.code[(middle > lo) & (middle < hi) & high].tolist()
    return bool(codes) and MARKS.issuperset(codes)
