"""What looks like a table and is none: boxes round a heading, frames with a title set into their
rule, organisation charts.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.layout.nested import area
from pipeline.model import Box

# of the area: real tables stay below 0.1 (an L-shaped label), charts and inset titles lie above 0.4
TORN = 0.3
LABEL = 4  # glyphs of the number or word in front of a heading: “Ⅳ”, “1.”, “별첨”, “참고”
PAGE_NUMBER = 12  # glyphs
FEWEST_NOTCHES = 2
LOW = 45.0  # pt: a heading's box is not higher


def tables_to_shapes(
    tables: list[DraftTable],
    glyphs: npt.NDArray[np.int64],
    tops: npt.NDArray[np.floating[Any]],
    foot: float,
) -> list[DraftTable]:
    """The tables, with boxes marked `heading_box` and charts fallen apart into the boxes they are
    drawn of.

    `glyphs` are the numbers of visible glyphs in the cells of all tables, in order; `tops` is where
    each glyph of the page begins, and the page's foot begins at `foot`.
    """
    found: list[DraftTable] = []
    start = 0
    for table in tables:
        own = glyphs[start : start + len(table.cells)].tolist()
        start += len(table.cells)
        found.extend(_shape(table, own, tops, foot))
    return found


def _shape(
    table: DraftTable, glyphs: list[int], tops: npt.NDArray[np.floating[Any]], foot: float
) -> list[DraftTable]:
    filled = [cell for cell, n in zip(table.cells, glyphs, strict=True) if n]
    if len(table.cells) == 1:
        table.heading_box = True
        return [table]
    if not filled:
        return [table]
    torn = sum(area(c.box) for c in table.cells if c.doubt) >= TORN * area(
        table.box
    ) and not _is_notched(table)
    closed = not any(c.open_top or c.open_bottom for c in table.cells)
    if closed and (len(filled) == 1 or (torn and len(filled) == 2)):
        return [_box(table, DraftCell(0, 0, 1, 1, table.box))]
    if torn:
        return [_box(table, cell) for cell in filled if not cell.doubt]
    if closed and _is_numbered_heading(table, filled, glyphs, tops, foot):
        table.heading_box = True
    _settle_torn(table, filled)
    return [table]


def _settle_torn(table: DraftTable, filled: list[DraftCell]) -> None:
    """Of a torn shape with words in one piece only the words' place is plain: an indented label
    over its empty margin (수입 (A) over 경상수입, 자본수입) is no doubt."""
    written = {id(c) for c in filled}
    pieces = [c for c in table.cells if c.doubt]
    for cell in pieces:
        touching = [c for c in pieces if c is not cell and _touch(cell.box, c.box)]
        if id(cell) not in written or not any(id(c) in written for c in touching):
            cell.doubt = None


def _touch(a: Box, b: Box) -> bool:
    """Whether two boxes share more than a corner of their sides.

    >>> _touch(Box(0, 0, 10, 10), Box(10, 0, 20, 10)), _touch(Box(0, 0, 10, 10), Box(10, 10, 20, 20))
    (True, False)
    """
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    down = min(a.bottom, b.bottom) - max(a.top, b.top)
    return min(across, down) > -0.1 and max(across, down) > 0.1


def _box(table: DraftTable, cell: DraftCell) -> DraftTable:
    """One cell as a box of its own; cells of a chart lose their place in its lattice."""
    box = cell.box
    inner = DraftCell(0, 0, 1, 1, box, shaded=cell.shaded)
    return DraftTable(
        table.page, box, [box.x0, box.x1], [box.top, box.bottom], [inner], heading_box=True
    )


def _is_notched(table: DraftTable) -> bool:
    """A header of two rows in which every group's cell has a corner cut out (’22년중 over 6월 |
    7월): alone at a page's foot it is all torn, but no chart has several such shapes side by
    side."""
    shapes: dict[int, list[DraftCell]] = {}
    for cell in table.cells:
        if cell.shape:
            shapes.setdefault(cell.shape, []).append(cell)
    pieces = [sorted(own, key=lambda c: (c.row, c.col)) for own in shapes.values()]
    notches = [
        p for p in pieces if len(p) == 2 and p[1].col == p[0].col and p[1].col_span < p[0].col_span
    ]
    return table.rows == 2 and len(notches) == len(pieces) >= FEWEST_NOTCHES


def _is_numbered_heading(
    table: DraftTable,
    filled: list[DraftCell],
    glyphs: list[int],
    tops: npt.NDArray[np.floating[Any]],
    foot: float,
) -> bool:
    """One low row, a number or a word of two or three syllables and the heading: “별첨 |
    해외직접투자 세부 통계”.

    A table's last row at the head of a page looks alike, so there the label must be shaded; and its
    header at the foot: what nothing follows is no heading (구분 | 산식, the rows on the next page).
    """
    if (
        table.rows != 1
        or len(filled) != 2
        or len(table.cells) > 3
        or table.box.bottom - table.box.top > LOW
    ):
        return False
    label = glyphs[table.cells.index(filled[0])]
    follows = table.box.bottom < foot or int((tops > table.box.bottom).sum()) > PAGE_NUMBER
    return label <= LABEL and (
        filled[0].shaded or (follows and table.box.top > float(tops.min()) + 1)
    )
