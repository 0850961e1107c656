"""Column edges that a list inside a column pretends: “1. Site ... 800” six times beside one line of
every other column is one cell, as its header says, which stands in the middle over all of it.

In: the rows of a table that rules part, how many of them are header, the column edges found so far.
Out: the edges without those inside lists.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.layout.grid.gaps import IN_FIGURES, Row
from pipeline.layout.grids import Bools, Ints
from pipeline.layout.gutters import Ink
from pipeline.layout.rulings import Reals

FEWEST_BESIDE = 3  # columns beside a list that no rule parts
FEWEST = 2  # lines of a list
MOST_BESIDE = 6  # columns of a list on either side of the one that its header stands over
CENTRED = 0.8  # em that a header may stand off the middle of its columns

Group = tuple[int, int]  # first and last column


def without_lists(rows: Sequence[Row], heads: int, xs: Reals, em: float) -> Reals:
    """The edges `xs`, outer ones too, of a table with `heads` rows of header, without those inside
    lists.
    """
    kept = np.ones(len(xs), bool)
    while heads and heads < len(rows) - 1 and not rows[heads].figures.any():
        heads += 1
    for first, last in _heads_to_groups(rows[:heads], xs, em):
        if _is_list(rows[heads:], xs, first, last):
            kept[first + 1 : last + 1] = False
    return xs[kept]


def lines_without_lists(ink: Ink, strips: Sequence[tuple[int, int]], xs: Reals) -> Reals:
    """The same of a table that no rule parts, by the lines (first, last) that stand side by side:
    lines of a list alone belong to the row above.
    """
    em = float(np.median(ink.bottom - ink.top))
    rows = [Row.of(ink.take((ink.row >= a) & (ink.row <= b)), em) for a, b in strips]
    heads = _figureless(rows)
    kept = np.ones(len(xs), bool)
    for first, last in _heads_to_groups(rows[:heads], xs, em):
        if len(xs) - 2 - last + first >= FEWEST_BESIDE:
            spans = _spans_of_rows(rows[heads:], strips[heads:], xs, first, last)
            whole = [Row.of(ink.take((ink.row >= a) & (ink.row <= b)), em) for a, b in spans]
            if _is_list(whole, xs, first, last):
                kept[first + 1 : last + 1] = False
    return xs[kept]


def _spans_of_rows(
    rows: Sequence[Row], strips: Sequence[tuple[int, int]], xs: Reals, first: int, last: int
) -> list[tuple[int, int]]:
    """First and last line of each row, with those that have words in the columns first..last
    alone.
    """
    spans: list[tuple[int, int]] = []
    for (a, b), row in zip(strips, rows, strict=True):
        at = _columns((row.words_lo + row.words_hi) / 2, xs)
        if spans and bool(((at >= first) & (at <= last)).all()):
            spans[-1] = spans[-1][0], b
        else:
            spans.append((a, b))
    return spans


def _figureless(rows: Sequence[Row]) -> int:
    """How many rows at a table's head have no figure."""
    return next((k for k, row in enumerate(rows) if row.figures.any()), len(rows))


def _heads_to_groups(heads: Sequence[Row], xs: Reals, em: float) -> list[Group]:
    """Columns under one header that has a middle of its own, where those beside it have none."""
    cols = len(xs) - 1
    low, high = np.full(cols, np.inf), np.full(cols, -np.inf)
    for row in heads:
        at = _columns((row.words_lo + row.words_hi) / 2, xs)
        np.minimum.at(low, at, row.words_lo)
        np.maximum.at(high, at, row.words_hi)
    groups: list[Group] = []
    headed = np.flatnonzero(low < high).tolist()
    free = 0  # the first column that no group has
    for k, col in enumerate(headed):
        after = headed[k + 1] if k + 1 < len(headed) else cols
        middle = (low[col] + high[col]) / 2
        lefts = range(max(free, col - MOST_BESIDE), col + 1)
        tried = [(a, b) for a in lefts for b in range(col, min(after, col + 1 + MOST_BESIDE))]
        centred = [g for g in tried if _off(xs, *g, middle) < CENTRED * em]
        first, last = max(centred, key=lambda g: g[1] - g[0], default=(col, col))
        if last > first:
            groups.append((first, last))
            col = last
        free = col + 1
    return groups


def _off(xs: Reals, first: int, last: int, middle: float) -> float:
    """How far a header is from the middle of columns."""
    return abs(float(xs[first] + xs[last + 1]) / 2 - middle)


def _is_list(rows: Sequence[Row], xs: Reals, first: int, last: int) -> bool:
    """Whether the columns first..last have more lines side by side than all others in one row."""
    more = 0
    for row in rows:
        inner, deepest = _row_to_lines(row, xs, first, last)
        several = int((inner.sum(axis=0) > 1).sum())
        if several >= FEWEST and _names_amounts(row, xs, first, last):
            more += several - deepest
    return more >= FEWEST


def _row_to_lines(row: Row, xs: Reals, first: int, last: int) -> tuple[Bools, int]:
    """(columns first..last, lines): where there is ink; and how many lines the fullest of all other
    columns has.
    """
    at = _columns((row.ink.x0 + row.ink.x1) / 2, xs)
    lines: Ints = np.unique(row.ink.row, return_inverse=True)[1].reshape(-1)
    filled = np.zeros((len(xs) - 1, int(lines.max()) + 1), bool)
    filled[at, lines] = True
    counts = filled.sum(axis=1)
    outer = [*counts[:first].tolist(), *counts[last + 1 :].tolist()]
    return filled[first : last + 1], max(outer, default=0)


def _names_amounts(row: Row, xs: Reals, first: int, last: int) -> bool:
    """Whether one of the columns holds nothing but figures and one before it words, each on several
    lines.
    """
    at = _columns((row.ink.x0 + row.ink.x1) / 2, xs)
    plain = np.isin(row.ink.code, IN_FIGURES)
    deep = [c for c in range(first, last + 1) if len(np.unique(row.ink.row[at == c])) >= FEWEST]
    words = [c for c in deep if 2 * int(plain[at == c].sum()) < int((at == c).sum())]
    return any(bool(plain[at == c].all()) for c in deep if words and c > words[0])


def _columns(middle: Reals, xs: Reals) -> Ints:
    found: Ints = np.clip(np.searchsorted(xs, middle, "right") - 1, 0, len(xs) - 2)
    return found
