"""Which tables stand below a programme's heading, among its lines or behind them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.model import Area, Paragraph, Programme, Table
from pipeline.outline.marking import lines_to_owners, owner_of
from pipeline.text import bullet_at, numbering_at

TURNED = 1  # pages that a table may stand behind the last line of its programme


def items_to_tables(
    items: Sequence[Paragraph | Table], areas: Sequence[Area]
) -> dict[int, str | None]:
    """The programme of every table that is read where a programme's lines are: up to the next
    heading, whose ever it is, and no further than the next page.
    """
    owners = lines_to_owners(areas)
    found: dict[int, str | None] = {}
    programme: str | None = None
    page = 0
    for item in items:
        if isinstance(item, Table):
            near = programme if table_to_page(item) <= page + TURNED else None
            found[item.table_no] = found.get(item.parent[0]) if item.parent else near
        elif (owner := owner_of(item, owners)) is not None:
            programme, page = owner[1], item.place.page or 0
        elif is_other_heading(item):
            programme = None
    return found


def table_to_page(table: Table) -> int:
    """The page that a table begins on, 0 without pages."""
    return (table.parts[0].page or 0) if table.parts else 0


def is_other_heading(paragraph: Paragraph) -> bool:
    """Whether a paragraph that is no programme's opens with a number: what stands behind is not
    below the programme before.
    """
    text = paragraph.printed.text
    numbered = text.isdecimal() or numbering_at(text) is not None
    return numbered and bullet_at(text) is None and not paragraph.note


def with_tables(areas: tuple[Area, ...], items: Sequence[Paragraph | Table]) -> tuple[Area, ...]:
    """The areas, every programme with the tables below it that it was not read from."""
    tables: dict[str, list[int]] = {}
    for number, programme_id in items_to_tables(items, areas).items():
        if programme_id is not None:
            tables.setdefault(programme_id, []).append(number)
    if not tables:
        return areas

    def below(programme: Programme) -> Programme:
        return replace(programme, below=tuple(tables.get(programme.programme_id, ())))

    return tuple(
        replace(
            area,
            groups=tuple(
                replace(group, programmes=tuple(map(below, group.programmes)))
                for group in area.groups
            ),
        )
        for area in areas
    )
