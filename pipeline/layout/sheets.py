"""One page laid out: its tables with their lines, the lines outside them, frames round a heading,
shadows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.faults import Faults
from pipeline.layout.draft import DraftCell, DraftLine, DraftTable
from pipeline.layout.grain import stacks_to_rows
from pipeline.layout.grid.read import Scored
from pipeline.layout.lines import (
    ACROSS,
    DOUBLED,
    glyphs_to_lines,
    glyphs_to_lines_by_region,
)
from pipeline.layout.sidebyside import (
    PAGE_NUMBERS,
    RIGHT_PAGE,
    page_to_gutter,
    part_columns,
    part_pages,
)
from pipeline.layout.spreadfigures import close_spread_figures
from pipeline.layout.tables import Hard, hard_to_tables, page_to_hard
from pipeline.layout.watermarks import glyphs_across
from pipeline.model import Box, Page, Place, Problem
from pipeline.model.document import Ints
from pipeline.unread import sign_to_problem

OUTSIDE = -1
HEADER = 4  # rows in which a cell with a corner cut out is a header's


@dataclass(slots=True, eq=False)
class Frame:
    """A box round text that is no table: one cell, or a box the table step calls a heading's."""

    box: Box
    lines: list[DraftLine]


@dataclass(slots=True, eq=False)
class Sheet:
    """What stands on one page. `kind`: the problem code of a page whose text cannot be trusted;
    then all lines are `loose`.
    """

    number: int
    width: float
    height: float
    kind: str | None = None
    gutter: float | None = None  # the middle of a double page
    tables: list[DraftTable] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    loose: list[DraftLine] = field(default_factory=list)
    furniture: list[DraftLine] = field(default_factory=list)
    captions: list[DraftLine] = field(default_factory=list)
    hidden: list[DraftLine] = field(default_factory=list)  # text that nobody sees
    contents: list[DraftLine] = field(default_factory=list)
    notes: list[DraftLine] = field(
        default_factory=list
    )  # small print under a short rule at the foot
    unread: list[Box] = field(default_factory=list)  # ink of a table that is in none of its cells
    columns: dict[int, tuple[float, float]] = field(
        default_factory=dict
    )  # loose lines in two columns: where each column is read


def page_to_sheet(
    page: Page,
    kind: str | None = None,
    hard: Hard | None = None,
    scored: Scored | None = None,
    faults: Faults | None = None,
) -> Sheet:
    """The page's lines in their places; nothing but lines where `kind` says that its text lies."""
    sheet = Sheet(page.number, page.width, page.height, kind)
    if kind is not None:
        sheet.loose = glyphs_to_lines(page)
        return sheet
    found = hard_to_tables(page, hard or page_to_hard(page), scored, faults)
    sheet.unread = found.unread
    if (across := glyphs_across(page)) is not None:
        found.regions[across] = ACROSS
    sheet.gutter, places = _part_text(page, found.regions, found.top)
    lines = glyphs_to_lines_by_region(page, found.regions)
    for number, cell in enumerate(found.cells):
        cell.lines = lines.get(number, [])
    for table in found.tables:
        _words_over_notch(table)
        close_spread_figures(table)
        stacks_to_rows(table)
    _place_loose(sheet, lines, places)
    sheet.furniture = [*lines.get(DOUBLED, []), *lines.get(ACROSS, [])]
    for table in found.top:
        _place_table(table, sheet)
    return sheet


def _place_loose(
    sheet: Sheet, lines: dict[int, list[DraftLine]], places: dict[int, tuple[float, float]]
) -> None:
    """The lines outside tables, `places`: where regions of them are read as columns."""
    loose = (OUTSIDE, RIGHT_PAGE, PAGE_NUMBERS)
    sheet.loose = [line for region in loose for line in lines.get(region, [])]
    for region, place in places.items():
        sheet.loose += lines.get(region, [])
        sheet.columns.update((id(line), place) for line in lines.get(region, []))


def _part_text(
    page: Page, regions: Ints, tables: list[DraftTable]
) -> tuple[float | None, dict[int, tuple[float, float]]]:
    """Gives the two pages of a double page, or columns of text, regions of their own: the gutter of
    the pages, and where the columns are read.
    """
    gutter = page_to_gutter(page, tables)
    if gutter is None:
        return None, part_columns(page, regions, tables)
    part_pages(page, regions, gutter)
    return gutter, {}


def _words_over_notch(table: DraftTable) -> None:
    """The words of a header cell with a corner cut out of it moved to its upper piece, which stands
    over the corner's column too.

    Source: budgets that set 증감률 into the lower right corner of 당초예산: read by where the words
    stand, the upper piece is an empty header row, and 증감률 does not know whose it is.
    """
    shapes: dict[int, list[DraftCell]] = {}
    for cell in table.cells:
        if cell.shape:
            shapes.setdefault(cell.shape, []).append(cell)
    for pieces in shapes.values():
        upper, *rest = sorted(pieces, key=lambda c: (c.row, c.col))
        notched = (
            len(rest) == 1
            and rest[0].col == upper.col
            and rest[0].col_span < upper.col_span
            and upper.row < HEADER
        )
        if notched and any(line.text.strip() for line in rest[0].lines):
            upper.lines, rest[0].lines = [*upper.lines, *rest[0].lines], []
            upper.doubt = rest[0].doubt = None


def sheet_to_unread_problems(sheet: Sheet) -> Iterator[Problem]:
    """What of the page's tables stands in no cell, as problems."""
    for box in sheet.unread:
        own = [line.text for line in sheet.loose if is_within(line.box, box)]
        yield sign_to_problem("outside_cells", Place(sheet.number, box=box), " ".join(own))


def is_within(inner: Box, outer: Box) -> bool:
    """Whether the middle of a box lies in another.

    >>> is_within(Box(0, 0, 2, 2), Box(1, 1, 5, 5)), is_within(Box(0, 0, 1, 1), Box(1, 1, 5, 5))
    (True, False)
    """
    x, y = (inner.x0 + inner.x1) / 2, (inner.top + inner.bottom) / 2
    return outer.x0 <= x <= outer.x1 and outer.top <= y <= outer.bottom


def _place_table(table: DraftTable, sheet: Sheet) -> None:
    """A table, a frame, or nothing where its cells are all empty."""
    for cell in table.cells:
        _frames_into_cell(cell)
    lines = table_to_lines(table)
    if not any(line.text.strip() for line in lines):
        sheet.loose += lines
    elif table.heading_box or (len(table.cells) == 1 and not table.cells[0].nested):
        sheet.frames.append(Frame(table.box, lines))
    else:
        sheet.tables.append(table)


def _frames_into_cell(cell: DraftCell) -> None:
    """Frames round single words inside a cell are no tables: their lines are the cell's."""
    kept = []
    for nested in cell.nested:
        for inner in nested.cells:
            _frames_into_cell(inner)
        if len(nested.cells) == 1 and not nested.cells[0].nested:
            cell.lines = sorted(
                [*cell.lines, *nested.cells[0].lines], key=lambda line: (line.box.top, line.box.x0)
            )
        else:
            kept.append(nested)
    cell.nested = kept


def cell_to_lines(cell: DraftCell) -> Iterator[DraftLine]:
    """The lines of a cell, then those of the tables nested in it."""
    yield from cell.lines
    for nested in cell.nested:
        for inner in nested.cells:
            yield from cell_to_lines(inner)


def table_to_lines(table: DraftTable) -> list[DraftLine]:
    """The lines of all its cells, those of nested tables behind the lines of their cell."""
    return [line for cell in table.cells for line in cell_to_lines(cell)]


def table_to_cells(table: DraftTable) -> Iterator[tuple[DraftTable, DraftCell]]:
    """Every cell of a table and of the tables nested in it, with its own table."""
    for cell in table.cells:
        yield table, cell
        for nested in cell.nested:
            yield from table_to_cells(nested)
