"""How wide text may run: the cell's or the page's text column of every line, which tells whether a
break was forced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.layout.draft import DraftLine, DraftTable
from pipeline.layout.paragraphs import Column, box_to_column
from pipeline.layout.sheets import Sheet, table_to_cells

LONG = 0.5  # share of the page's width from which a line tells where the right margin is


@dataclass(slots=True)
class Columns:
    """Each line's column by the id of its draft, and all texts (lines of one cell or page, right
    edge) as evidence of wraps.
    """

    by_line: dict[int, Column] = field(default_factory=dict)
    texts: list[tuple[Sequence[DraftLine], float]] = field(default_factory=list)

    def add(self, lines: Sequence[DraftLine], column: Column) -> None:
        self.texts.append((lines, column.right))
        self.by_line.update((id(line), column) for line in lines)


def sheets_to_columns(sheets: Sequence[Sheet]) -> Columns:
    """The columns of all lines of a document: a cell's width, a frame's width, the document's
    margins.
    """
    columns = Columns()
    margins = _margins(sheets)
    for sheet in sheets:
        for table in sheet.tables:
            _table_to_columns(table, columns)
        for frame in sheet.frames:
            columns.add(frame.lines, box_to_column(frame.box, frame.lines))
        if sheet.kind is None:
            margin = Column(*margins.get(round(sheet.width), (0.0, 0.0)))
            _text_to_columns(sheet, margin, columns)
    return columns


def _text_to_columns(sheet: Sheet, margin: Column, columns: Columns) -> None:
    """Running text reaches to the margins of the document, or of its own column."""
    free: list[DraftLine] = []
    parted: dict[tuple[float, float], list[DraftLine]] = defaultdict(list)
    for line in (*sheet.loose, *sheet.notes):
        if line.text.strip():
            place = sheet.columns.get(id(line))
            (free if place is None else parted[place]).append(line)
    columns.add(free, margin)
    for lines in parted.values():
        columns.add(lines, box_to_column(None, lines))


def _table_to_columns(table: DraftTable, columns: Columns) -> None:
    """Cells of one table column share their margins, so the longest line among them tells how far
    text may reach.

    A cell of one line has no wrap to judge: it is only words to know. Nine cells in ten are such.
    """
    cells = [(owner, cell) for owner, cell in table_to_cells(table) if cell.lines]
    reach: dict[tuple[int, int, int], float] = {}
    for owner, cell in cells:
        key = id(owner), cell.col, cell.col_span
        for line in cell.lines:
            if line.box.x1 > reach.get(key, 0.0):
                reach[key] = line.box.x1
    for owner, cell in cells:
        if len(cell.lines) == 1:
            columns.texts.append((cell.lines, cell.box.x1))
            continue
        own = box_to_column(cell.box, cell.lines)
        right = min(
            max(own.right, reach.get((id(owner), cell.col, cell.col_span), 0.0)), cell.box.x1
        )
        columns.add(cell.lines, Column(own.left, max(own.right, right)))


def _margins(sheets: Sequence[Sheet]) -> dict[int, tuple[float, float]]:
    """Left and right margin of running text, for each width of page."""
    ends: dict[int, list[tuple[float, float]]] = defaultdict(list)
    for sheet in sheets:
        for line in sheet.loose:
            if id(line) not in sheet.columns and line.text.strip():
                ends[round(sheet.width)].append((line.box.x0, line.ink_right))
    found = {}
    for width, pairs in ends.items():
        left, right = np.array(pairs).T
        long = right - left > LONG * width
        found[width] = (
            float(left.min()),
            float(np.percentile(right[long], 90)) if long.any() else float(right.max()),
        )
    return found
