"""Which rows a merged label reaches over, where no rule says so."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from pipeline.layout.aligned import Lines, segment_text
from pipeline.layout.bodyrows import Columns, row_of
from pipeline.layout.rulings import Reals
from pipeline.lexicon import members
from pipeline.pattern import named

LONGEST_TOTAL = 4  # glyphs
FIRST = named("layout.first_number")


def label_starts(
    columns: Columns, col: int, ys: Reals, full: set[int], labels: int, lines: Lines, follows: bool
) -> set[int]:
    """The rows at which the merged labels of a column begin: where their first line is level with a
    row's, or so that each stands in the middle of its rows."""
    blocks = _blocks(columns, col, lines.ink.em)
    key_top: dict[int, float] = {}
    for top, c, w in zip(
        columns.top.tolist(), columns.col.tolist(), columns.whole.tolist(), strict=True
    ):
        if c >= labels and not w:
            r = row_of(ys, top)
            key_top[r] = min(top, key_top.get(r, top))
    em = lines.ink.em
    level = [
        (row_of(ys, a), abs(key_top.get(row_of(ys, a), -99.0) - a) < 0.45 * em) for a, _ in blocks
    ]
    opening = _opening_rows(columns, labels, ys, lines)
    if _one_each(opening, [r for r, _ in level]):
        return opening
    # the one label of a page stands in the middle of its rows, by chance level with one of them
    lone = len(blocks) == 1 and level[0][0] > 0 and level[0][0] not in opening
    if blocks and sum(even for _, even in level) >= 0.7 * len(blocks) and not lone:
        starts = {r for r, _ in level}
        # a label that did not fit at the page's foot is printed on the next page: its first row is
        # here, and opens the numbering
        return starts | (opening if len(opening & starts) * 2 >= len(opening) else set())
    return _centred_starts(blocks, ys, full, opening, follows)


def _one_each(opening: set[int], rows: list[int]) -> bool:
    """One label stands beside the rows of each numbering, and not all of them beside its first row.

    >>> _one_each({1, 6, 9}, [3, 7, 11]), _one_each({1, 6}, [1, 6]), _one_each({1, 6}, [2, 3])
    (True, False, False)
    """
    first = sorted(opening)
    between = [
        a <= r < b
        for a, b, r in zip(
            first, [*first[1:], max(rows, default=0) + 1], sorted(rows), strict=False
        )
    ]
    return len(first) == len(rows) > 1 and all(between) and set(rows) != opening


def _blocks(columns: Columns, col: int, em: float) -> list[tuple[float, float]]:
    """The labels of a column: lines close under one another."""
    own = (columns.col == col) & ~columns.whole
    found: list[tuple[float, float]] = []
    for top, bottom in sorted(
        zip(columns.top[own].tolist(), columns.bottom[own].tolist(), strict=True)
    ):
        if found and top - found[-1][1] < 0.6 * em:
            found[-1] = found[-1][0], max(bottom, found[-1][1])
        else:
            found.append((top, bottom))
    return found


def _opening_rows(columns: Columns, labels: int, ys: Reals, lines: Lines) -> set[int]:
    """Rows whose first column opens a numbering (1. … ① … 가.): a group begins there."""
    found = set()
    ink = lines.ink
    for line, col, x0, top in zip(
        columns.line.tolist(),
        columns.col.tolist(),
        columns.x0.tolist(),
        columns.top.tolist(),
        strict=True,
    ):
        if col == labels:
            own = np.flatnonzero((ink.row == line) & (ink.x0 >= x0 - 0.1))[:4]
            if FIRST.match("".join(map(chr, ink.code[own].tolist()))):
                found.add(row_of(ys, top))
    return found


def total_rows(columns: Columns, labels: int, ys: Reals, lines: Lines) -> set[int]:
    """Rows of totals that stand beside no label: none of the labels reaches over them."""
    totals, found = members("total"), set[int]()
    labelled = {row_of(ys, t) for t in columns.top[columns.col < labels].tolist()}
    for i in range(lines.segments.row.size):
        s = lines.segments
        if (
            s.count[i] <= LONGEST_TOTAL
            and ys[0] <= s.top[i] <= ys[-1]
            and segment_text(lines.ink, s, i) in totals
        ):
            found.add(row_of(ys, float(s.top[i])))
    return found - labelled


def _centred_starts(
    blocks: list[tuple[float, float]], ys: Reals, full: set[int], opening: set[int], follows: bool
) -> set[int]:
    """Row edges between labels such that each label is nearest to the middle of its rows (dynamic
    programming over the edges).

    `follows`: a table of the page before may go on here, then the first rows may belong to a label
    that is printed there.
    """
    starts: set[int] = set()
    rows = len(ys) - 1
    edges = sorted({0, rows, *full, *(r + 1 for r in full)})
    for a, b in pairwise(edges):
        if a in full:
            continue
        own = [(t + e) / 2 for t, e in blocks if ys[a] - 2 <= (t + e) / 2 <= ys[b] + 2]
        starts |= {a, *_split(own, a, b, ys, opening, follows and a == 0)}
    return starts


def _split(
    centres: list[float], a: int, b: int, ys: Reals, opening: set[int], carried: bool
) -> list[int]:
    if len(centres) < 2 and not (carried and centres):
        return []
    best: dict[int, tuple[float, list[int]]] = {a: (0.0, [])}
    if carried:
        best |= {s: (0.5 if s in opening else 6.0, [s]) for s in range(a + 1, b)}
    for i, c in enumerate(centres):
        after: dict[int, tuple[float, list[int]]] = {}
        last = i == len(centres) - 1
        for start, (cost, path) in best.items():
            for end in [b] if last else range(start + 1, b):
                if not ys[start] - 2 <= c <= ys[end] + 2:
                    continue
                price = (
                    cost
                    + abs(c - (ys[start] + ys[end]) / 2)
                    + (0.0 if last or end in opening else 6.0)
                )
                if end not in after or price < after[end][0]:
                    after[end] = price, [*path, end]
        best = after
    return best[b][1][:-1] if b in best else []
