"""Where one table under level rules ends and the next begins, though the rules have one width."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from pipeline.layout.grids import Bools
from pipeline.layout.gutters import Ink, ink_to_segments, spans_to_gutters
from pipeline.layout.rulings import Edges, Reals

OUT = 1.5  # pt from the rules' end at which text outside the cells begins
LARGER = 1.15  # times the height of the letters in the cells


@dataclass(slots=True, eq=False)
class Frame:
    """Rules of one table's width: `full` reach from side to side, `rules` are all that lie inside it; below those in `apart` stands
    a heading."""

    lo: float
    hi: float
    full: Reals
    rules: Edges
    apart: list[float] = field(default_factory=list)


def frame_to_stops(frame: Frame, ys: Reals, stripes: list[Bools], ink: Ink) -> list[int]:
    """The stripes before which a table ends: text between two tables, further out than the cells, whose inset it lacks, or in
    larger letters; the same header again; and the last."""
    if not stripes or not (within := np.logical_or.reduce(stripes)).any():
        return [len(stripes)]
    segments = ink_to_segments(ink.take(within))
    of_columns = np.bincount(segments.row)[segments.row] > 1  # lines of several stretches: cells for sure
    if not of_columns.any():
        return [len(stripes)]
    inset = float(segments.x0[of_columns].min()) - frame.lo
    height = float(np.median((segments.bottom - segments.top)[of_columns]))
    stops: list[int] = []
    seen = set[tuple[int, ...]]()
    for k, stripe in enumerate(stripes):
        if not stripe.any():
            continue
        if ys[k] in frame.apart or _has_loose(ink.take(stripe), frame.lo, inset, height, float(ys[k + 1] - ys[k])):
            stops += [k, k + 1]
            seen.clear()
        words = tuple(ink.code[stripe].tolist())
        if words in seen and len(spans_to_gutters(ink.x0[stripe], ink.x1[stripe], ink.em)) > 1 and not any(map(_is_digit, words)):
            stops.append(k)
        if not seen:
            seen.add(words)
    return [*stops, len(stripes)]


def _has_loose(part: Ink, lo: float, inset: float, height: float, room: float) -> bool:
    """Whether some line is no cell's: it begins where the rules do though cells keep an `inset`, or has larger letters; and it
    is one stretch."""
    starts = np.flatnonzero(np.concatenate(([True], np.diff(part.row) != 0)))
    tall = np.maximum.reduceat(part.bottom, starts) - np.minimum.reduceat(part.top, starts)
    out = (inset > 2 * OUT) & (np.minimum.reduceat(part.x0, starts) < lo + OUT)
    larger = (tall > LARGER * height) & (np.median(part.bottom - part.top) > LARGER * height) & (room > 2 * LARGER * height)
    for i in np.flatnonzero(out | larger).tolist():
        own = part.row == part.row[starts[i]]
        if not spans_to_gutters(part.x0[own], part.x1[own], 2 * part.em):
            return True
    return False


def _is_digit(code: int) -> bool:
    return 0x30 <= code <= 0x39
