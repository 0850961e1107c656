"""Tables of one page: edges to groups, groups to grids, grids to cells, and the cell that each
glyph stands in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.faults import Faults, Lost
from pipeline.layout.aligned import Lines
from pipeline.layout.cells import grid_to_draft, keep_numbers_whole
from pipeline.layout.draft import DraftCell, DraftTable, Reader
from pipeline.layout.grid.edges import Point
from pipeline.layout.grid.read import Scored, looses_to_scored
from pipeline.layout.grid.strips import lines_to_all_bands
from pipeline.layout.grid.tokens import Loose, glyphs_to_loose
from pipeline.layout.grids import (
    Bools,
    crossings_to_groups,
    edges_to_crossings,
    edges_to_grid,
)
from pipeline.layout.groups import edges_to_tables, groups_over_full_rows
from pipeline.layout.gutters import Ink, are_blank, glyphs_to_ink, ink_outside
from pipeline.layout.nested import area, edges_to_insets, tables_to_tree, tree_to_tables
from pipeline.layout.notches import grid_to_notched
from pipeline.layout.rowrules import (
    edges_to_frames,
    frame_to_grids,
    with_shaded_heads,
)
from pipeline.layout.rulings import Edges, rulings_to_edges
from pipeline.layout.shades import grid_to_headed, grid_to_shaded, page_to_shades
from pipeline.layout.shapes import tables_to_shapes
from pipeline.layout.sidebyside import page_to_sides
from pipeline.layout.tableends import Frame, frame_is_contents
from pipeline.layout.underlines import drop_underlines
from pipeline.layout.unruled import Made, band_to_grid
from pipeline.layout.unwalled import part_unwalled
from pipeline.model import Box, Glyphs, Page, Place

SMALLEST = 6.0  # pt: a frame narrower or lower than this holds no text
FOOT = 0.8  # of a page's height; below it stands its foot


@dataclass(slots=True, eq=False)
class PageTables:
    """The tables of one page. `regions` has one number a glyph: the index into `cells` of the cell
    it stands in, -1 outside.
    """

    page: int
    top: list[DraftTable]
    cells: list[DraftCell]
    regions: npt.NDArray[np.int32]
    unread: list[Box] = field(default_factory=list)  # ink of a table that is in none of its cells

    @property
    def tables(self) -> list[DraftTable]:
        """All of them, parents before what is nested in their cells."""
        return tree_to_tables(self.top)


@dataclass(slots=True, eq=False)
class Hard:
    """What rules alone tell of a page: its tables, level rules that meet no other, the cells and
    the cell of each glyph.
    """

    top: list[DraftTable]
    spare: Edges
    cells: list[DraftCell]
    regions: npt.NDArray[np.int32]


def page_to_hard(page: Page) -> Hard:
    """The tables that are drawn on a page, nested ones hung into their cells."""
    ruled, spare = page_to_ruled(page)
    top = tables_to_tree(_shaped(page, ruled))
    cells, regions = glyphs_to_regions(page.glyphs, tree_to_tables(top))
    if part_unwalled(page, tree_to_tables(top), cells, regions):
        cells, regions = glyphs_to_regions(page.glyphs, tree_to_tables(top))
    return Hard(top, spare, cells, regions)


def page_to_tables(page: Page) -> PageTables:
    """The tables of a page read by itself; as hard_to_tables."""
    hard, faults = page_to_hard(page), Faults()
    scored = pages_to_scored([(page, hard)], faults).get(page.number)
    return hard_to_tables(page, hard, scored, faults)


def pages_to_scored(pages: Sequence[tuple[Page, Hard]], faults: Faults) -> dict[int, Scored]:
    """What the scored grid reads in what the rules leave of all pages, by page number."""
    looses = [
        faults.spare(Lost("table", Place(page.number)), _page_to_loose, page, hard, instead=None)
        for page, hard in pages
    ]
    return looses_to_scored([loose for loose in looses if loose is not None], faults)


def _page_to_loose(page: Page, hard: Hard) -> Loose | None:
    which = _are_loose(hard)
    return glyphs_to_loose(page.number, page.height, page.glyphs, which, hard.spare)


def _is_upright_only(table: DraftTable) -> bool:
    """Upright rules side by side and nothing else: they part columns, no rule tells the rows."""
    return table.rows == 1 and all(c.open_top and c.open_bottom for c in table.cells)


def _is_over(table: DraftTable, others: Sequence[DraftTable]) -> bool:
    """Whether a table shares some of its height with others."""
    box = table.box
    return any(t.box.top < box.bottom and t.box.bottom > box.top for t in others)


def _are_loose(hard: Hard) -> Bools:
    """Which glyphs stand in no table that has level rules."""
    cells = [c for t in tree_to_tables(hard.top) if _is_upright_only(t) for c in t.cells]
    own = {id(c) for c in cells}
    loose = np.array([*(id(c) in own for c in hard.cells), True])
    found: Bools = loose[hard.regions]
    return found


def hard_to_tables(
    page: Page,
    hard: Hard,
    scored: Scored | None = None,
    faults: Faults | None = None,
) -> PageTables:
    """The tables of a page, nested ones hung into their cells, and the cell of each glyph;
    `scored`: what the scored grid reads there.
    """
    scored, faults = scored or Scored(), faults if faults is not None else Faults()
    top, cells, regions = hard.top, hard.cells, hard.regions
    if scored.tables:
        top = [t for t in top if not (_is_upright_only(t) and _is_over(t, scored.tables))]
        top = sorted([*top, *scored.tables], key=lambda t: (t.box.top, t.box.x0))
        cells, regions = glyphs_to_regions(page.glyphs, tree_to_tables(top))
    free = (regions < 0) & ~_are_within(page.glyphs, scored.barred)
    soft = sides_to_tables(page, hard.spare, free, page_to_sides(page, top), faults)
    if soft:
        top = sorted([*top, *soft], key=lambda t: (t.box.top, t.box.x0))
        cells, regions = glyphs_to_regions(page.glyphs, tree_to_tables(top))
    unread = [box for box in scored.left if _is_unread(page.glyphs, regions, box)]
    return PageTables(page.number, top, cells, regions, unread)


def sides_to_tables(
    page: Page, spare: Edges, free: Bools, sides: Sequence[Bools], faults: Faults
) -> list[DraftTable]:
    """As free_to_tables, on each page of a sheet by itself."""
    return [t for side in sides for t in free_to_tables(page, spare, free & side, faults)]


def free_to_tables(page: Page, spare: Edges, free: Bools, faults: Faults) -> list[DraftTable]:
    """The tables in what neither rules nor the scored grid have taken: under level rules, then
    those without any.
    """
    ink = glyphs_to_ink(page.glyphs, free)
    if ink is None:
        return []
    soft = rules_to_tables(page, spare, ink, faults)
    if soft:
        inside = glyphs_to_regions(page.glyphs, soft)[1] >= 0
        ink = glyphs_to_ink(page.glyphs, free & ~inside)
    if ink is not None:
        soft += ink_to_tables(page.number, ink, faults)
    return soft


def _are_within(glyphs: Glyphs, boxes: Sequence[Box]) -> Bools:
    """Which glyphs have their middle in one of the boxes."""
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    within: Bools = np.zeros(len(glyphs), bool)
    for box in boxes:
        within |= (x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom)
    return within


def _is_unread(glyphs: Glyphs, regions: npt.NDArray[np.int32], box: Box) -> bool:
    """Most letters of a box stand in no cell."""
    own = _are_within(glyphs, [box]) & ~are_blank(glyphs.code)
    return int((regions[own] < 0).sum()) * 2 > int(own.sum())


def _shaped(page: Page, ruled: list[DraftTable]) -> list[DraftTable]:
    """Boxes and charts told apart, by which cells hold ink."""
    if not ruled:
        return ruled
    ruled = sorted(ruled, key=lambda t: -area(t.box))
    cells, regions = glyphs_to_regions(page.glyphs, ruled)
    seen = ~are_blank(page.glyphs.code)
    counts = np.bincount(regions[seen & (regions >= 0)], minlength=len(cells))
    return tables_to_shapes(ruled, counts, page.glyphs.top[seen], FOOT * page.height)


def rules_to_tables(page: Page, spare: Edges, ink: Ink, faults: Faults) -> list[DraftTable]:
    """The tables that have horizontal rules only; a fault costs the frame that it meets."""
    across = with_shaded_heads(spare, page.fills)
    frames = [f for f in edges_to_frames(across) if not frame_is_contents(f, ink)]
    nothing: list[Made] = []
    lost = Lost("table", Place(page.number))

    def read(frame: Frame, within: Ink) -> list[Made]:
        return faults.spare(lost, frame_to_grids, frame, within, instead=nothing)

    tables = frames_to_apart(frames, ink, read)
    found = [_made_to_draft(page.number, made, "ruled") for made in tables]
    shade_cells(found, page)
    return found


def frames_to_apart(
    frames: Sequence[Frame], ink: Ink, read: Callable[[Frame, Ink], list[Made]]
) -> list[Made]:
    """What is read in frames, none over another: where rules of almost one width frame a place
    twice, the table with most rows is what the rules part, and the other frame is read again in
    what is left.
    """
    made = [(frame, one) for frame in frames for one in read(frame, ink)]
    tables = _apart(sorted((one for _, one in made), key=lambda m: -m.grid.shape[0]))
    kept = {id(m) for m in tables}
    for frame in dict.fromkeys(frame for frame, one in made if id(one) not in kept):
        free = ink_outside(ink, [m.grid.box for m in tables])
        if len(free.row):
            tables = _apart([*tables, *read(frame, free)])
    return tables


def _apart(made: Sequence[Made]) -> list[Made]:
    """Of tables that lie over one another the first."""
    found: list[Made] = []
    for one in made:
        if not any(_lie_over(one.grid.box, other.grid.box) for other in found):
            found.append(one)
    return found


def _lie_over(a: Box, b: Box) -> bool:
    across = min(a.x1, b.x1) - max(a.x0, b.x0)
    return across > SMALLEST and min(a.bottom, b.bottom) - max(a.top, b.top) > SMALLEST


def ink_to_tables(number: int, ink: Ink, faults: Faults) -> list[DraftTable]:
    """The tables without rules on a page. A fault costs the band that it meets."""
    lines = Lines(ink)
    found: list[DraftTable] = []
    for band in lines_to_all_bands(lines):
        lost = Lost("table", Place(number))
        made = faults.spare(lost, band_to_grid, lines, band, instead=None)
        if made is not None:
            found.append(_made_to_draft(number, made, "aligned"))
    return found


def _made_to_draft(number: int, made: Made, origin: str) -> DraftTable:
    reader: Reader = "level" if origin == "ruled" else "aligned"
    draft = grid_to_draft(number, made.grid, reader=reader, origin=origin)
    for cell in draft.cells:
        of_doubted = cell.row_span == 1 and cell.row in made.doubted
        if of_doubted or any(_holds(cell.box, point) for point in made.unsure):
            cell.doubt = "grid_doubt"
    draft.header_rows = made.header_rows
    return draft


def _holds(box: Box, point: Point) -> bool:
    return box.x0 <= point[0] <= box.x1 and box.top <= point[1] <= box.bottom


def page_to_ruled(page: Page) -> tuple[list[DraftTable], Edges]:
    """One draft a group of edges that encloses an area, nothing yet known of its text; and the
    horizontal edges that meet no other.
    """
    across, down = rulings_to_edges(page.rulings)
    across = drop_underlines(across, down, page.glyphs)
    crossings = edges_to_crossings(across, down)
    grids = []
    spare: Bools = np.count_nonzero(crossings, axis=1) == 0
    lone = down.take(np.flatnonzero(np.count_nonzero(crossings, axis=0) == 0))
    for h, v in groups_over_full_rows(
        crossings_to_groups(across, down, crossings), across, down, page.glyphs
    ):
        spare[h] = False
        tables = edges_to_tables(across.take(h), down.take(v))
        for own, uprights in (part for table in tables for part in edges_to_insets(*table)):
            grid = edges_to_grid(own, uprights)
            if grid is not None and _holds_text(grid.box):
                shaded = grid_to_shaded(grid, page, uprights, lone)
                grids.append(grid_to_notched(shaded, own, page.glyphs))
    boxes = [grid.box for grid in grids]
    headed = [grid_to_headed(grid, page.fills, across, page.glyphs, boxes) for grid in grids]
    drafts = [grid_to_draft(page.number, grid) for grid in headed]
    shade_cells(drafts, page)
    return drafts, across.take(np.flatnonzero(spare))


def _holds_text(box: Box) -> bool:
    return min(box.x1 - box.x0, box.bottom - box.top) >= SMALLEST


def shade_cells(tables: list[DraftTable], page: Page) -> None:
    """Marks the cells whose middle and near-corner lie on one filled area: shading under the
    strokes is no rule but tells headers. The ground that a whole table stands on tells nothing.
    """
    for table in tables:
        shades, _ = page_to_shades(page, table.box)
        if not len(shades):
            continue
        box = np.array([c.box for c in table.cells])
        inset = np.minimum((box[:, 2:] - box[:, :2]) * 0.2, 3.0)
        low, high = box[:, None, :2] + inset[:, None], box[:, None, 2:] - inset[:, None]
        on = (shades[:, :2] <= low).all(axis=2) & (high <= shades[:, 2:]).all(axis=2)
        for i in np.flatnonzero(on.any(axis=1)).tolist():
            table.cells[i].shaded = True


def glyphs_to_regions(
    glyphs: Glyphs, tables: list[DraftTable]
) -> tuple[list[DraftCell], npt.NDArray[np.int32]]:
    """The cells of all tables in one list and, for each glyph, the index of the innermost cell that
    holds its middle.
    """
    regions = np.full(len(glyphs), -1, np.int32)
    cells: list[DraftCell] = []
    if not tables:
        return cells, regions
    x = (glyphs.x0 + glyphs.x1) / 2
    y = (glyphs.top + glyphs.bottom) / 2
    for table in tables:  # parents come first, what is nested overwrites
        box = table.box
        inside = ((x >= box.x0) & (x <= box.x1) & (y >= box.top) & (y <= box.bottom)).nonzero()[0]
        if len(inside):
            owner = _cells_to_owners(table, len(cells))
            regions[inside] = owner[
                _between(table.ys, y[inside]) * table.cols + _between(table.xs, x[inside])
            ]
        cells += table.cells
    return cells, keep_numbers_whole(glyphs, regions)


def _cells_to_owners(table: DraftTable, first: int) -> npt.NDArray[np.int32]:
    """The number of the cell that covers each lattice square, row after row, cells counted from
    `first`.
    """
    cols = table.cols
    owners = [0] * (table.rows * cols)
    for number, cell in enumerate(table.cells, first):
        start, wide = cell.row * cols + cell.col, min(cell.col_span, cols - cell.col)
        for row in range(start, min(start + cell.row_span * cols, len(owners)), cols):
            owners[row : row + wide] = [number] * wide
    return np.array(owners, np.int32)


def _between(edges: list[float], at: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """Which row or column each place lies in; what lies at the outer edge belongs to the first or
    last.
    """
    found = np.array(edges).searchsorted(at, "right") - 1
    inside: npt.NDArray[Any] = np.minimum(np.maximum(found, 0), len(edges) - 2)
    return inside
