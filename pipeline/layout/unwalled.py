"""Cells that no rule parts though the text says there are two: “과장 | 홍길동 | (02-000-0000)” in
the contact table of a press release.

In a run that types its blanks a glyph stands apart from the one before it, without a blank between,
only where another cell begins (or where a line is justified, but never at one place in every row);
in a run that types none it stands further apart than by a blank. What is parted on that evidence is
a doubt.
"""

from __future__ import annotations

from collections import defaultdict

import numpy as np

from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.layout.grids import Ints
from pipeline.layout.gutters import are_blank, spans_to_gutters
from pipeline.model import Box, Glyphs, Page

Starts = dict[int, list[tuple[float, float]]]

APART = 0.2  # em between two glyphs that no blank parts
FAR = 0.9  # em between two glyphs of a run that types no blanks: three of them
ONE_PLACE = 0.4  # pt between the places where a column's texts begin
FEWEST = 2  # rows, and glyphs in each part: single syllables are a spread label
SAME_LINE = 0.35  # em
WOVEN = 0.85  # em between two baselines: lines of one cell stand further apart


def part_unwalled(
    page: Page,
    tables: list[DraftTable],
    cells: list[DraftCell],
    regions: np.typing.NDArray[np.int32],
) -> bool:
    """Parts the columns of `tables` in which every line goes on at one and the same place after a
    gap; True if there was one.
    """
    at = _fresh_starts(page, regions)
    woven = _woven_regions(page, regions)
    if len(at) < FEWEST and len(woven) < FEWEST:
        return False
    number = {id(cell): i for i, cell in enumerate(cells)}
    found = False
    for table in tables:
        for col in reversed(range(table.cols)) if table.rows >= FEWEST else ():
            own = [number[id(c)] for c in table.cells if c.col == col and c.col_span == 1]
            common = _common(page, table.xs[col], own, at, regions)
            for x in reversed(common or _woven(page, own, woven, regions)):
                _part_column(table, col, x)
                found = True
    return found


def _fresh_starts(page: Page, regions: np.typing.NDArray[np.int32]) -> Starts:
    """Of each region (x, gap before it) of the glyphs that stand apart from the one before them in
    their line: a little in runs that type blanks, far in others.
    """
    g = page.glyphs
    typed = np.asarray(page.typed_blanks or (False,), bool)[
        np.minimum(g.font, max(len(page.typed_blanks) - 1, 0))
    ]
    use = np.flatnonzero((regions >= 0) & (g.turn == 0))
    line = np.round(g.baseline[use] / np.maximum(SAME_LINE * g.size[use], 1)).astype(np.int64)
    order = use[np.lexsort((g.x0[use], line, regions[use]))]
    a, b = order[:-1], order[1:]
    gap = (g.x0[b] - g.x1[a]).astype(np.float64)
    same = (regions[a] == regions[b]) & (
        np.abs(g.baseline[a] - g.baseline[b]) < SAME_LINE * g.size[b]
    )
    least = np.where(typed[b], APART, FAR) * g.size[b]
    fresh = same & (gap > least) & ~are_blank(g.code[b])
    x0 = g.x0[b][fresh].astype(np.float64)
    found: Starts = defaultdict(list)
    for region, x, white in zip(
        regions[b][fresh].tolist(), x0.tolist(), gap[fresh].tolist(), strict=True
    ):
        found[region].append((x, white))
    return found


def _woven_regions(page: Page, regions: np.typing.NDArray[np.int32]) -> set[int]:
    """The cells in which lines reach into one another's height: beside one another, each is centred
    for itself.
    """
    g = page.glyphs
    use = np.flatnonzero((regions >= 0) & (g.turn == 0) & ~are_blank(g.code))
    if not len(use):
        return set()
    order = use[np.lexsort((g.baseline[use], regions[use]))]
    a, b = order[:-1], order[1:]
    step = g.baseline[b] - g.baseline[a]
    size = np.minimum(g.size[a], g.size[b])
    return set(
        regions[b][
            (regions[a] == regions[b]) & (step > SAME_LINE * size) & (step < WOVEN * size)
        ].tolist()
    )


def _woven(
    page: Page, column: list[int], woven: set[int], regions: np.typing.NDArray[np.int32]
) -> list[float]:
    """Column edges in the white that all cells of a column share, if most of them are woven and
    none is once parted there.

    “과장 | 권유이 | (02-2100- / 2830)” of a contact table whose inner rules are not drawn.
    """
    if sum(i in woven for i in column) < FEWEST:
        return []
    g = page.glyphs
    ink = [own for i in column if len(own := np.flatnonzero((regions == i) & ~are_blank(g.code)))]
    if sum(i in woven for i in column) * 2 < len(ink):
        return []
    every = np.concatenate(ink)
    em = float(np.median(g.size[every]))
    white = spans_to_gutters(g.x0[every].astype(np.float64), g.x1[every].astype(np.float64), em)
    edges = [b - min((b - a) / 2, 2.0) for a, b in white]
    for own in ink:
        part = np.searchsorted(edges, g.x0[own])
        line = np.lexsort((g.baseline[own], part))
        step, same = np.diff(g.baseline[own][line]), np.diff(part[line]) == 0
        if (same & (step > SAME_LINE * em) & (step < WOVEN * em)).any():
            return []
    return edges


def _common(
    page: Page,
    left: float,
    column: list[int],
    at: Starts,
    regions: np.typing.NDArray[np.int32],
) -> list[float]:
    """Where all filled cells of a column that begins at `left` go on after a gap: column edges that
    nobody drew, left to right.
    """
    g = page.glyphs
    if sum(i in at for i in column) < FEWEST:
        return []
    seen = ~are_blank(g.code)
    ink = {i: np.flatnonzero((regions == i) & seen) for i in column}
    filled = [i for i in column if len(ink[i])]
    if not all(i in at and _is_one_line(g, ink[i]) for i in filled):
        return []
    edges = []
    for x, gap in _shared_starts([at[i] for i in filled]):
        if all(_least_of_parts(g, ink[i], left, x) >= FEWEST for i in filled):
            edges.append(x - min(gap / 2, 2.0))
            left = x - 0.5
    return edges


def _is_one_line(g: Glyphs, own: Ints) -> bool:
    return bool(np.ptp(g.baseline[own]) < SAME_LINE * g.size[own].max())


def _shared_starts(starts: list[list[tuple[float, float]]]) -> list[tuple[float, float]]:
    """Those of the first cell that all cells have."""

    def is_in(x: float, own: list[tuple[float, float]]) -> bool:
        return any(abs(x - y) < ONE_PLACE for y, _ in own)

    return [(x, gap) for x, gap in starts[0] if all(is_in(x, own) for own in starts)]


def _least_of_parts(g: Glyphs, own: Ints, left: float, x: float) -> int:
    """Letters of a cell between `left` and x, or its glyphs from x on, whichever are fewer."""
    before = _is_letter(g.code[own]) & (g.x0[own] >= left) & (g.x0[own] < x - 0.1)
    return min(int(before.sum()), int((g.x0[own] >= x - 0.5).sum()))


def _is_letter(codes: np.typing.NDArray[np.int32]) -> np.typing.NDArray[np.bool_]:
    """Hangul or Latin: “1.” and “○” in front of a text are its mark, no cell of their own."""
    return ((codes >= 0xAC00) & (codes <= 0xD7A3)) | (
        ((codes | 0x20) >= 0x61) & ((codes | 0x20) <= 0x7A)
    )


def _part_column(table: DraftTable, col: int, x: float) -> None:
    """A column edge at x inside column `col`: its own cells fall in two, wider ones span one column
    more.
    """
    cells: list[DraftCell] = []
    for cell in table.cells:
        if cell.col > col:
            cell.col += 1
        elif cell.col + cell.col_span > col + 1 or (cell.col < col < cell.col + cell.col_span):
            cell.col_span += 1
        elif cell.col == col:
            box = cell.box
            right = DraftCell(
                cell.row,
                col + 1,
                cell.row_span,
                1,
                Box(x, box.top, box.x1, box.bottom),
                shaded=cell.shaded,
            )
            right.open_top, right.open_bottom, right.doubt = (
                cell.open_top,
                cell.open_bottom,
                "grid_doubt",
            )
            cell.box, cell.doubt = Box(box.x0, box.top, x, box.bottom), "grid_doubt"
            cells.append(right)
    table.cells = sorted([*table.cells, *cells], key=lambda c: (c.row, c.col))
    table.xs = sorted([*table.xs, x])
