"""Figures whose digits are set apart (“7 0 0” in a column of amounts) are one number each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from pipeline.layout.draft import DraftCell, DraftLine, DraftTable
from pipeline.layout.figures import FIGURE
from pipeline.pattern import lazy_pattern

# of a figure all letters stand alone: “1 5 0”, “3 . 5”; “12 5” are two figures
SPREAD = lazy_pattern(r"\s*(?:[△▲−-]\s?)?\d(?: [\d,.]){1,14}(?: ?%)?\s*")
EVEN = 0.06  # em by which the distances of the letters of one number may differ; rounding is .01
WIDEST = 1.0  # em between two letters of one number
ONE_EDGE = 1.0  # pt between the right edges of figures that are set to the right


def close_spread_figures(table: DraftTable) -> None:
    """Takes the blanks out of the spread figures of each column that is set to its right edge.

    Source: a budget table whose cells are set with spread letters, typed without blanks: 150 would
    be the three figures 1, 5 and 0. Counter-example: “1 2 3” in every row of a scale, or in a
    column whose figures begin together instead of ending together.
    """
    for column in _columns(table):
        lines = [line for _, line in column]
        spread = [line for line in lines if _is_spread_figure(line)]
        if spread and not _counts_up(spread) and _is_set_right(lines, spread):
            _close(column, {id(line) for line in spread})


def _columns(table: DraftTable) -> list[list[tuple[DraftCell, DraftLine]]]:
    """Of each column (and each span of columns) the cells of one line, with that line."""
    found: dict[tuple[int, int], list[tuple[DraftCell, DraftLine]]] = defaultdict(list)
    for cell in table.cells:
        printed = [line for line in cell.lines if line.text.strip()]
        if len(printed) == 1:
            found[cell.col, cell.col_span].append((cell, printed[0]))
    return list(found.values())


def _close(column: Sequence[tuple[DraftCell, DraftLine]], spread: set[int]) -> None:
    """Closes the lines with these ids."""
    for cell, line in column:
        if id(line) in spread:
            cell.lines = [closed(own) if own is line else own for own in cell.lines]


def _is_spread_figure(line: DraftLine) -> bool:
    """Single digits and signs at one even distance, the blanks between them being gaps."""
    if SPREAD.fullmatch(line.text) is None:
        return False
    ink = np.flatnonzero(np.array([not c.isspace() for c in line.text]))
    inner = line.glyphs[ink[0] : ink[-1] + 1]
    gaps = (line.edges[ink[1:], 0] - line.edges[ink[:-1], 2]) / max(line.size, 1.0)
    typed = len(inner) - len(ink) > int((inner < 0).sum())
    return not typed and float(np.ptp(gaps)) < EVEN and float(gaps.max()) < WIDEST


def _is_set_right(lines: Sequence[DraftLine], spread: Sequence[DraftLine]) -> bool:
    """The spread figures end at one place, where figures end that do not all begin at one."""
    end = spread[0].ink_right
    figures = [line for line in lines if FIGURE.fullmatch("".join(line.text.split()))]
    there = [line for line in figures if abs(line.ink_right - end) < ONE_EDGE]
    starts = [line.box.x0 for line in there]
    together = all(abs(line.ink_right - end) < ONE_EDGE for line in spread)
    return together and max(starts) - min(starts) > ONE_EDGE


def _counts_up(spread: Sequence[DraftLine]) -> bool:
    """All of them are steps of a scale: “1 2 3”, “1 2 3 4”."""
    digits = [[int(c) for c in line.text if c.isdigit()] for line in spread]
    return all(b - a == 1 for own in digits for a, b in pairwise(own))


def closed(line: DraftLine) -> DraftLine:
    """The line without the blanks that are gaps.

    >>> edges, index = np.zeros((3, 4), np.float32), np.array([4, -1, 5])
    >>> from pipeline.model import Box
    >>> closed(DraftLine(1, "7 0", edges, index, 9.0, 9.0, 0, False, Box(0, 0, 9, 9))).text
    '70'
    """
    kept = np.flatnonzero((line.glyphs >= 0) | np.array([not c.isspace() for c in line.text]))
    text = "".join(line.text[k] for k in kept.tolist())
    return replace(line, text=text, edges=line.edges[kept], glyphs=line.glyphs[kept])
