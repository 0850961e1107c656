"""Columns whose rows are numbered: a line without a number under a full one is no row of its own."""

from __future__ import annotations

import numpy as np

from pipeline.layout.grids import Bools, Ints
from pipeline.layout.gutters import Ink
from pipeline.pattern import named

NUMBER = named("layout.row_number")
LONGEST = 10  # glyphs looked at
FEWEST = 2  # numbered rows
FULL = 1.5  # em that a wrapped line stays short of the longest, at most: a word that did not fit


def numbers_to_wraps(ink: Ink, col: Ints, starts: Ints) -> Bools:
    """Which of the stretches that begin at `starts` go on in the row above (“1-1-1 고도정수처리시설
    확 | 충”).

    `ink` is in the stretches' order, `col` their columns, in line order within each.
    """
    ends = np.append(starts[1:], len(ink.code))
    wraps = np.zeros(len(starts), bool)
    for c in np.unique(col).tolist():
        own = np.flatnonzero(col == c)
        opens = [
            NUMBER.match(
                "".join(map(chr, ink.code[starts[i] : min(starts[i] + LONGEST, ends[i])].tolist()))
            )
            is not None
            for i in own
        ]
        if not opens[0] or sum(opens) < FEWEST:
            continue
        reach = np.maximum.reduceat(ink.x1, starts)[own]
        full = reach > reach.max() - FULL * ink.em
        line = ink.row[starts[own]]
        for k in range(1, len(own)):
            wraps[own[k]] = (
                not opens[k]
                and line[k] == line[k - 1] + 1
                and (bool(full[k - 1]) or bool(wraps[own[k - 1]]))
            )
    return wraps
