"""Tables whose rules stand between their rows only: no rule over the header, none under the last
row, none about a heading.

The rules of two such tables under two headings have one width, so between the last rule of the one
and the first of the other stand three things: a last row, a heading, a header. Here they get the
rules that nobody drew (“Ⅱ. 자치단체 특화사업” over 사업명 | …).
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.layout.aligned import LARGER, Lines
from pipeline.layout.grids import Ints
from pipeline.layout.gutters import Ink
from pipeline.layout.heads import lines_to_head
from pipeline.layout.openfoot import CLOSE
from pipeline.layout.rulings import Edges
from pipeline.layout.tableends import Frame

INSET = 1.5  # pt between ink and a rule that nobody drew
KNOWN = 2  # words that head columns
MOST_ABOVE = 8  # lines


def frame_to_closed(frame: Frame, ink: Ink) -> Frame:
    """The frame with rules about the headers and last rows that stand outside its own, and the
    headings between its tables.
    """
    rules = [-np.inf, *frame.full.tolist()]
    added: list[float] = []
    for k, (above, below) in enumerate(pairwise(rules)):
        lines = lines_between((frame.lo, frame.hi), ink, above, below)
        own = head_above(lines, below) if lines is not None else None
        if lines is None or own is None:
            continue
        heading = own
        while k and heading and is_alone(lines, heading - 1):
            heading -= 1
        if k and not (heading < own and any(len(lines.parts(i)) > 1 for i in range(heading))):
            continue  # a header with its groups over it, or whose first cell is the tallest
        added.append(lines.top[own] - INSET)
        if k:
            frame.apart.append(max(lines.bottom[:heading]) + INSET)
    if not added:
        return frame
    if added[0] < rules[1]:
        added += _last_row(frame, ink)
    return _with_rules(frame, sorted([*added, *frame.apart]))


def lines_between(sides: tuple[float, float], ink: Ink, above: float, below: float) -> Lines | None:
    """The lines inside a table's sides between two levels; where nothing bounds them above, the
    last ones.
    """
    middle = (ink.top + ink.bottom) / 2
    own = (middle > above) & (middle < below) & (ink.x1 > sides[0]) & (ink.x0 < sides[1])
    if not own.any():
        return None
    part = ink.take(own)
    rows: Ints = np.unique(part.row, return_inverse=True)[1].reshape(-1).astype(np.int64)
    if above == -np.inf and rows[-1] >= MOST_ABOVE:
        keep = rows > rows[-1] - MOST_ABOVE
        part, rows = part.take(keep), rows[keep] - (int(rows[-1]) - MOST_ABOVE + 1)
    return Lines(Ink(part.x0, part.x1, part.top, part.bottom, part.code, rows, part.em))


def head_above(lines: Lines, rule: float) -> int | None:
    """The first line of the header that stands right on a rule: some line of it has two words and
    more that head columns.
    """
    known = next((i for i in reversed(range(len(lines))) if lines.header_words(i) >= KNOWN), None)
    if known is None:
        return None
    head = lines_to_head(lines, known, len(lines) - 1)
    near = rule - max(lines.bottom[head.first :]) < CLOSE * lines.ink.em
    return head.first if near and head.last == len(lines) - 1 else None


def is_alone(lines: Lines, line: int) -> bool:
    """One stretch of words with nothing beside it, at the left of the table: a heading, or a
    caption under one.
    """
    beside = any(
        i != line
        and lines.top[i] < lines.bottom[line] - 1
        and lines.bottom[i] > lines.top[line] + 1
        for i in range(len(lines))
    )
    return len(lines.parts(line)) == 1 and not beside and lines.left[line] < min(lines.left) + 1


def _last_row(frame: Frame, ink: Ink) -> list[float]:
    """The foot of the row below the last rule of a table that has no rule over its header either;
    none at the page's foot.
    """
    lines = lines_between((frame.lo, frame.hi), ink, float(frame.full[-1]), np.inf)
    if lines is None:
        return []
    em, end, reach = lines.ink.em, 0, float(frame.full[-1])
    while end < len(lines) and lines.top[end] - reach < CLOSE * em and not is_larger(lines, end):
        reach, end = max(reach, lines.bottom[end]), end + 1
    several = any(len(lines.parts(i)) > 1 for i in range(end))
    return [reach + INSET] if several and end < len(lines) else []


def is_larger(lines: Lines, line: int) -> bool:
    return bool(lines.bottom[line] - lines.top[line] > LARGER * (lines.bottom[0] - lines.top[0]))


def _with_rules(frame: Frame, at: list[float]) -> Frame:
    own = np.array(at)
    r, wide = frame.rules, np.ones(len(own))
    rules = Edges(
        np.append(r.at, own),
        np.append(r.lo, frame.lo * wide),
        np.append(r.hi, frame.hi * wide),
        np.append(r.half, 0.2 * wide),
    )
    return Frame(frame.lo, frame.hi, np.sort(np.append(frame.full, own)), rules, frame.apart)
