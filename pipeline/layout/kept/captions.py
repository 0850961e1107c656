"""Captions and units of the tables of an office file, what among its lines is no text, and rows
that stand outside the rules of a table: set in cells without borders so that they keep their
place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.layout.captions import MOST, caption_to_unit, text_to_unit, texts_to_captions
from pipeline.layout.kept.shapes import content_to_contents, contents_tables, table_to_frame
from pipeline.model import KeptCell, KeptItem, KeptLine, KeptTable
from pipeline.model.kept import items_to_lines

MOST_BLANK = 1  # lines between a caption and its table or the next caption
LEFT, RIGHT, TOP, BOTTOM = range(4)
MOST_ROWS = 4  # above or below


@dataclass(frozen=True, slots=True)
class Above:
    """What speaks of a table: lines above it, the caption that the file hangs on it, the unit."""

    lines: tuple[KeptLine, ...] = ()
    own: tuple[KeptLine, ...] = ()
    unit: str | None = None


@dataclass(slots=True)
class Hung:
    """By the id of a table what speaks of it, by the id of a line its role where it is no text;
    the ids of tables that are lists of contents.
    """

    above: dict[int, Above] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    contents: frozenset[int] = frozenset()


def content_to_hung(content: Sequence[KeptItem], known: Mapping[int, Above]) -> Hung:
    """Captions of all tables of one place, and its lists of contents. `known`: what the place
    around says of the first table in a box.
    """
    hung = Hung(dict(known), contents=frozenset(map(id, contents_tables(content))))
    hung.roles.update((id(line), "contents") for line in content_to_contents(content))
    for at, item in enumerate(content):
        table = item_to_table(item)
        if table is None:
            continue
        above = _to_above(table, _lines_above(content, at, hung))
        before = hung.above.get(id(table))
        if before is None or above.lines:
            hung.above[id(table)] = above
        hung.roles.update((id(line), "caption") for line in above.lines)
    return hung


def item_to_table(item: KeptItem) -> KeptTable | None:
    """The table that an item is, or that a box begins with."""
    while isinstance(item, KeptTable) and (frame := table_to_frame(item)) is not None:
        filled = [i for i in frame.content if not isinstance(i, KeptLine) or i.text.strip()]
        if not filled or item.captions:
            return None
        item = filled[0]
    return item if isinstance(item, KeptTable) else None


def _to_above(table: KeptTable, near: Sequence[KeptLine]) -> Above:
    count, unit = texts_to_captions([line.text for line in near])
    own = tuple(line for line in items_to_lines(table.captions) if line.text.strip())
    declared = (text_to_unit(line.text) or caption_to_unit(line.text) for line in own)
    unit = next((u for u in declared if u), None) or unit
    return Above(tuple(near[:count][::-1]), own, unit)


def _lines_above(content: Sequence[KeptItem], at: int, hung: Hung) -> list[KeptLine]:
    """The lines right above a table that may be its captions, the nearest first."""
    found: list[KeptLine] = []
    blank = 0
    for item in reversed(content[max(at - 2 * MOST - 2, 0) : at]):
        if not isinstance(item, KeptLine) or id(item) in hung.roles:
            break
        if item.unseen or item.role != "text":
            continue
        if item.text.strip():
            found.append(item)
            blank = 0
        else:
            blank += 1
        if blank > MOST_BLANK or len(found) == MOST:
            break
    return found


def tables_to_framed(content: Sequence[KeptItem]) -> list[KeptItem]:
    """Content in which every table is what its rules hold, with what stands outside them above or
    below it.

    Source: half of the tables of a plan have their title and unit in a first row without borders;
    read as a row, it was their header. In print nobody sees that it is one.
    """
    found: list[KeptItem] = []
    for item in content:
        found += table_to_framed(item) if isinstance(item, KeptTable) else [item]
    return found


def table_to_framed(table: KeptTable) -> list[KeptItem]:
    """The content of the rows above the rules, the table within them, that of the rows below."""
    first, last = _open_rows(table, 1), table.rows - _open_rows(table, -1)
    if last - first in (table.rows, 0) or first > last:
        return [table]
    if _is_cut(table, first) or _is_cut(table, last):
        return [table]
    head, foot = _content(table, 0, first), _content(table, last, table.rows)
    inside = [c for c in table.cells if first <= c.row < last]
    kept = replace(
        table, rows=last - first, cells=tuple(replace(c, row=c.row - first) for c in inside)
    )
    return [*head, kept, *foot]


def _content(table: KeptTable, first: int, end: int) -> list[KeptItem]:
    """What stands in the cells that begin in some rows."""
    return [item for c in table.cells if first <= c.row < end for item in c.content]


def _is_cut(table: KeptTable, row: int) -> bool:
    """Whether the edge above a row runs through a cell."""
    return any(c.row < row < c.row + c.row_span for c in table.cells)


def _open_rows(table: KeptTable, step: int) -> int:
    """How many rows, from the top (step 1) or the bottom (-1), have no rule at their sides and none
    towards the table's end; 0 where that is nearly all of it. A row of shaded cells needs no rule
    to be seen as one.
    """
    end, facing = (TOP, BOTTOM) if step > 0 else (BOTTOM, TOP)
    order = range(table.rows) if step > 0 else range(table.rows - 1, -1, -1)
    for count, row in enumerate(order):
        own = _in_row(table, row)
        ruled = _has_wall(own, end) or _has_wall(_in_row(table, row - step), facing)
        if ruled or _has_sides(own, table.cols) or all(c.shaded for c in own):
            return count if count <= MOST_ROWS else 0
    return 0


def _in_row(table: KeptTable, row: int) -> list[KeptCell]:
    return [c for c in table.cells if c.row <= row < c.row + c.row_span]


def _has_wall(cells: Sequence[KeptCell], side: int) -> bool:
    return any(c.walls[side] for c in cells)


def _has_sides(cells: Sequence[KeptCell], cols: int) -> bool:
    return any(
        (c.col == 0 and c.walls[LEFT]) or (c.col + c.col_span == cols and c.walls[RIGHT])
        for c in cells
    )
