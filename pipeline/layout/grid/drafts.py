"""A read table to one draft a page: edges, walls, and which cells go on from the page before."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipeline.layout.aligned import Lines
from pipeline.layout.cells import grid_to_draft
from pipeline.layout.draft import DraftTable
from pipeline.layout.grid.bits import STRIP
from pipeline.layout.grid.body import Body
from pipeline.layout.grid.headers import Header
from pipeline.layout.grid.labels import Labelled
from pipeline.layout.grid.regions import Region
from pipeline.layout.grid.rows import MOST_MARGIN
from pipeline.layout.grid.sharing import Label
from pipeline.layout.grid.tablerows import TableRow
from pipeline.layout.grid.tokens import Loose
from pipeline.layout.grids import Bools, Grid
from pipeline.layout.heads import Head, head_to_words
from pipeline.layout.rulings import Reals
from pipeline.layout.trace import kept

MARGIN = 2.0  # pt around the ink
DOUBTED = 1.0  # cost by which a row's edge must be better than none


@dataclass(slots=True, eq=False)
class Read:
    """A table as the model reads it."""

    region: Region
    body: Body
    rows: list[TableRow]
    labels: list[Labelled]
    margin: float
    cost: float = 0.0

    def pages(self) -> list[Page]:
        """What each page has of it, in the order of the region's parts."""
        found = [Page(number) for number in range(len(self.region.parts))]
        for k, row in enumerate(self.rows):
            for number in row.parts:
                found[number].rows.append(k)
        for labelled in self.labels:
            for label, first, last in labelled.runs:
                for page in {p for k in range(first, last) for p in self.rows[k].parts}:
                    found[page].runs.append((labelled.col, label, first, last))
        return found


@dataclass(slots=True, eq=False)
class Page:
    """The rows of a page by their number in the table, and (column, label, first row, behind its
    last) of each label over some of them.
    """

    number: int
    rows: list[int] = field(default_factory=list)
    runs: list[tuple[int, Label, int, int]] = field(default_factory=list)

    def inner(self, first: int, last: int) -> range:
        """Which of its rows, counted from its first, lie in first..last (exclusive)."""
        return range(bisect_left(self.rows, first), bisect_left(self.rows, last))


def read_to_drafts(read: Read) -> list[DraftTable]:
    """One draft for each page that has some of the table, in order."""
    xs = np.array(read.region.xs)
    found: list[DraftTable] = []
    for page in read.pages():
        if page.rows:
            draft = _page_to_draft(read, page, xs)
            draft.goes_on = bool(found)
            found.append(draft)
    return found


def _page_to_draft(read: Read, page: Page, xs: Reals) -> DraftTable:
    part = read.region.parts[page.number]
    grid, rows = _page_to_grid(read, page, xs)
    draft = grid_to_draft(part.loose.number, grid, reader="scored", origin="aligned")
    draft.header_rows, draft.margin, draft.basis = rows, read.margin, kept((read, page.number))
    first = page.rows[0]
    draft.cut = page.number > 0 and min(read.rows[first].parts) < page.number
    going_on = {col for col, _, a, b in page.runs if a < first < b}
    for cell in draft.cells:
        cell.goes_on = cell.row == rows and (draft.cut or cell.col in going_on)
        own = cell.row >= rows and cell.row_span == 1
        if own and is_doubted(read.rows, page.rows[cell.row - rows]):
            cell.doubt = "grid_doubt"
    return draft


def _page_to_grid(read: Read, page: Page, xs: Reals) -> tuple[Grid, int]:
    """The lattice of a page, and how many of its rows are header."""
    part, walls = read.region.parts[page.number], read.region.walls
    ys = page_row_edges(read, page)
    level, upright = rows_to_walls(read, page, len(xs) - 1)
    rows = 0
    if part.header is not None:
        head = _header_to_head(part.loose, part.header, xs)
        above, beside = head.walls(len(xs) - 1)
        rows = len(head.ys) - 1
        edge = (max(head.ys[-1] - MARGIN, head.ys[-2]) + ys[0] + MARGIN) / 2
        ys = [*head.ys[:-1], edge, *ys[1:]]
        level = np.concatenate((above[:-1], np.ones_like(above[:1]), level[1:]))
        upright = np.concatenate((beside, upright), axis=1)
    ruled = page.number < len(walls.by_part) and len(walls.by_part[page.number]) > 1
    if ruled and not walls.between(page.number, ys[-1] - 2 * MARGIN, np.inf):
        level[-1] = False  # no rule closes its last row: it may go on
    return Grid(xs, np.array(ys), level, upright), rows


def _header_to_head(loose: Loose, header: Header, xs: Reals) -> Head:
    """The cells of a header."""
    lines = loose.lines[header.first : header.last + 1]
    ink = loose.ink.take(np.arange(lines[0].first, lines[-1].last))
    ink.row = ink.row - header.first
    head = Head(0, header.last - header.first)
    head_to_words(Lines(ink), head, xs)
    return head


def is_doubted(rows: Sequence[TableRow], row: int) -> bool:
    """Whether an edge of a row might as well be none."""
    after = rows[row + 1].margin if row + 1 < len(rows) else MOST_MARGIN
    return min(rows[row].margin, after) < DOUBTED


def page_row_edges(read: Read, page: Page) -> list[float]:
    """The edges of a page's rows, in the white that the rows leave, labels too where they can."""
    bare = [read.rows[k].parts[page.number] for k in page.rows]
    whole = [[*extent] for extent in bare]
    for _, label, a, b in page.runs:
        rows = page.inner(a, b)
        if label.page == page.number and rows:
            whole[rows[0]][0] = min(whole[rows[0]][0], label.top)
            whole[rows[-1]][1] = max(whole[rows[-1]][1], label.bottom)
    edges = [whole[0][0] - MARGIN]
    for i, (above, below) in enumerate(pairwise(whole)):
        low, high = above[1], below[0]
        if low > high:
            low, high = bare[i][1], bare[i + 1][0]
        edges.append((low + high) / 2)
    edges.append(whole[-1][1] + MARGIN)
    return [y - page.number * STRIP for y in edges]


def rows_to_walls(read: Read, page: Page, cols: int) -> tuple[Bools, Bools]:
    """(level, upright) of a page's rows: none inside a label's rows, nor across a name."""
    rows = len(page.rows)
    level, upright = np.ones((rows + 1, cols), bool), np.ones((cols + 1, rows), bool)
    for col, _, a, b in page.runs:
        inner = page.inner(a + 1, b)
        level[max(inner.start, 1) : inner.stop, col] = False
    for col in range(read.body.first_filled):
        level[1:-1, col] = False  # labels that stand on another page
    for i, k in enumerate(page.rows):
        if read.rows[k].is_name:
            upright[1:-1, i] = False
    return level, upright
