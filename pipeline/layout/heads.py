"""The header of a table without rules: which lines it takes, and which cells of which rows it has.

No rule tells how far “예산” reaches over “2024년 | 2025년 | 증감”. Its place does: what stands
alone over its column is centred over all the rows of the header, so a word that stands lower has a
group's header above it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipeline.layout.aligned import Lines, segment_text
from pipeline.layout.captions import is_caption, text_to_unit
from pipeline.layout.grids import Bools
from pipeline.layout.rulings import Reals
from pipeline.pattern import lazy_pattern

CLOSE = 1.6  # em of white between two rows of one header
WRAP = 0.35  # em of white between two lines of one header cell
MOST_ABOVE = 3  # lines
LARGER = 1.15  # times the height of the header's letters: a heading, no header
FIGURE = lazy_pattern(r"(?!(?:19|20)\d\d$)[△▲▽▼+\-−–(]{0,2}\d[\d,]*(?:\.\d+)?%?\)?")
OVER = 4.0  # pt of a word on both sides of a column edge
SAME_START = 2.0  # pt


@dataclass(slots=True)
class Word:
    """A header cell's words on the page, and the rows and columns of the header it takes (first,
    last).
    """

    x0: float
    x1: float
    top: float
    bottom: float
    text: str = ""
    col: int = 0
    rows: tuple[int, int] = 0, 0
    cols: tuple[int, int] = 0, 0


@dataclass(slots=True)
class Head:
    """A header: its lines first..last, its row edges, and its words with their places."""

    first: int
    last: int
    ys: list[float] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)

    def walls(self, cols: int) -> tuple[Bools, Bools]:
        """(level, upright) of the header's rows, as a grid has them."""
        rows = len(self.ys) - 1
        owner = np.full((rows, cols), -1)
        for i, w in enumerate(self.words):
            owner[w.rows[0] : w.rows[1] + 1, w.cols[0] : w.cols[1] + 1] = i
        free = np.argwhere(owner < 0)
        owner[tuple(free.T)] = -2 - np.arange(len(free))
        level, upright = np.ones((rows + 1, cols), bool), np.ones((cols + 1, rows), bool)
        level[1:-1], upright[1:-1] = owner[1:] != owner[:-1], (owner[:, 1:] != owner[:, :-1]).T
        return level, upright


def lines_to_head(lines: Lines, first: int, last: int) -> Head:
    """The lines of the header about line `first`, the one by which it was known: those whose cells
    overlap one another in height, and the group headers over them."""
    em = lines.bottom[first] - lines.top[first]
    left = min(lines.x1[i] for i in lines.parts(first))
    low, high = first, first
    while high < last and _is_below(lines, high + 1, max(lines.bottom[low : high + 1]), left):
        high += 1
    while (
        low > 0
        and first - low < MOST_ABOVE
        and _is_above(lines, low - 1, min(lines.top[low : high + 1]), left, em)
    ):
        low -= 1
    return Head(low, high)


def _is_below(lines: Lines, line: int, bottom: float, left: float) -> bool:
    """Cells of one header stand beside one another; the first row of the body does not reach up
    into it.
    """
    return bool(
        lines.top[line] < bottom + WRAP * (lines.bottom[line] - lines.top[line])
        and lines.left[line] > left
    )


def _is_above(lines: Lines, line: int, top: float, left: float, em: float) -> bool:
    """A group's header: no caption in brackets, no heading, nothing over the first column."""
    parts = lines.parts(line)
    texts = [segment_text(lines.ink, lines.segments, i) for i in parts]
    near = top - lines.bottom[line] < CLOSE * em
    plain = lines.bottom[line] - lines.top[line] < LARGER * em
    return (
        near
        and plain
        and lines.left[line] > left
        and not any(is_caption(t) or text_to_unit(t) or FIGURE.fullmatch(t) for t in texts)
    )


def head_to_words(lines: Lines, head: Head, xs: Reals) -> None:
    """Fills in the words of a header and its rows, once the column edges are known."""
    em = float(np.median(lines.ink.bottom - lines.ink.top))
    head.words = _stacked(_segments(lines, head), xs, em)
    top, bottom = min(w.top for w in head.words), max(w.bottom for w in head.words)
    columns: dict[int, list[Word]] = {}
    for w in head.words:
        columns.setdefault(w.col, []).append(w)
    deepest = max(*columns.values(), _chain(columns), key=len)
    head.ys = [top - 2, *((a.bottom + b.top) / 2 for a, b in pairwise(deepest)), bottom + 2]
    for own in columns.values():
        _words_to_rows(own, head.ys)
    _widen_groups(head, columns, xs)


def _segments(lines: Lines, head: Head) -> list[Word]:
    found = []
    for line in range(head.first, head.last + 1):
        for i in lines.parts(line):
            s = lines.segments
            found.append(
                Word(
                    lines.x0[i],
                    lines.x1[i],
                    float(s.top[i]),
                    float(s.bottom[i]),
                    segment_text(lines.ink, s, i),
                )
            )
    return found


def _stacked(segments: list[Word], xs: Reals, em: float) -> list[Word]:
    """Segments in their columns (by the middle), wrapped lines of one cell made one, top down."""
    found: list[Word] = []
    for w in sorted(segments, key=lambda w: w.top):
        w.col = int(np.clip(np.searchsorted(xs, (w.x0 + w.x1) / 2, "right") - 1, 0, len(xs) - 2))
        above = next((o for o in reversed(found) if o.col == w.col), None)
        over = above is not None and bool(
            ((xs > above.x0 + OVER) & (xs < above.x1 - OVER)).any()
        )  # a group's header, no wrapped one
        if above is not None and not over and w.top - above.bottom < WRAP * em:
            above.x0, above.x1 = min(w.x0, above.x0), max(w.x1, above.x1)
            above.bottom, above.text = max(w.bottom, above.bottom), above.text + w.text
        else:
            found.append(w)
    return found


def _chain(columns: dict[int, list[Word]]) -> list[Word]:
    """Words below one another in neighbouring columns of several words: 예산 over 최종예산 over
    2024년, though no column has all three.
    """
    words = sorted(
        (w for own in columns.values() if len(own) > 1 for w in own), key=lambda w: w.bottom
    )
    found: list[Word] = []
    for w in words:
        if not found or (w.top >= found[-1].bottom and abs(w.col - found[-1].col) <= 1):
            found.append(w)
    return found


def _words_to_rows(own: list[Word], ys: list[float]) -> None:
    """The words of one column, top down, put into rows: each centred over its rows, the last one
    reaching the header's foot.
    """
    end = len(ys) - 1
    for k, w in enumerate(reversed(own)):
        left = len(own) - 1 - k  # words above it
        middle = (w.top + w.bottom) / 2
        places = [
            (first, last)
            for last in range(left + 1, end + 1)
            if k or last == end
            for first in range(left, last)
        ]
        first, last = min(places, key=lambda p: abs((ys[p[0]] + ys[p[1]]) / 2 - middle))
        w.rows, w.cols = (first, last - 1), (w.col, w.col)
        end = first


def _widen_groups(head: Head, columns: dict[int, list[Word]], xs: Reals) -> None:
    """Gives each place that no word of its own column fills to the group's header beside it, left
    ones first where headers stand at the left of their cells, else so that each is in the
    middle."""
    for row in range(len(head.ys) - 2):
        groups = [w for w in head.words if w.rows[0] == row and w.rows[1] < len(head.ys) - 2]
        empty = {
            col
            for col, own in columns.items()
            if all(not w.rows[0] <= row <= w.rows[1] for w in own)
        }
        for w in sorted(groups, key=lambda w: w.col):
            w.cols = _reach(w, columns[w.col][-1], empty, xs)
            empty -= set(range(w.cols[0], w.cols[1] + 1))


def _reach(w: Word, under: Word, empty: set[int], xs: Reals) -> tuple[int, int]:
    """The first and last of the empty columns beside a group's header that it stands over."""
    left = right = w.col
    while right + 1 in empty:
        right += 1
    while left - 1 in empty and w.x0 < xs[left] - OVER:
        left -= 1
    at_left = abs(under.x0 - w.x0) < SAME_START
    while not at_left and left - 1 in empty and right - w.col > w.col - left:
        left -= 1
    return left, right
