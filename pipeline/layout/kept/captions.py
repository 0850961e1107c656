"""Captions and units of the tables of an office file, and what among its lines is no text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.layout.captions import MOST, caption_to_unit, text_to_unit, texts_to_captions
from pipeline.layout.kept.contents import content_to_contents, contents_tables
from pipeline.layout.kept.shapes import table_to_frame
from pipeline.model import KeptItem, KeptLine, KeptTable
from pipeline.model.kept import items_to_lines

MOST_BLANK = 1  # lines between a caption and its table or the next caption


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
