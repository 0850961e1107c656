"""Programme tables, with the headings between them, to the counted outline: areas, groups,
programmes.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from pipeline.lexicon import having, holds
from pipeline.model import Area, Blocks, Cell, Group, Paragraph, Place, Printed, Programme, Table
from pipeline.outline.achievements import (
    join_unmarked,
    paragraphs_to_achievements,
    without_strangers,
)
from pipeline.outline.counted import bare_headings, count_titles, counted_captions
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.grids import full_width_rows, table_to_cover
from pipeline.outline.hanging import Nesting, openings_to_nesting, printed_to_opening, starts_in
from pipeline.outline.labelled import take_labels
from pipeline.outline.paths import follow_paths
from pipeline.outline.roles import is_programme_table, table_to_roles
from pipeline.outline.rows import TableReader, drop_count, split_bare_numbers, split_number, text_of
from pipeline.outline.shapes import shape_to_roles
from pipeline.outline.stated import heading_to_count
from pipeline.outline.states import lines_to_state
from pipeline.outline.strays import set_columns_apart
from pipeline.text import bullet_at, numbering_at

LONGEST_HEADING = 60  # characters; a longer paragraph is a sentence
NOTE_MARKS = ("※", "*", "<", "(")


def programme_tables(
    blocks: Blocks, by_shape: bool = False
) -> list[tuple[int, Table, list[str | None]]]:
    """Position among the items, table and column roles of every programme table: told by its
    header, or by what its columns hold.
    """
    found = []
    for k, item in enumerate(blocks.items):
        if isinstance(item, Table):
            roles = table_to_roles(item)
            shaped = shape_to_roles(item, roles) if by_shape else None
            if shaped or is_programme_table(item, roles):
                found.append((k, item, shaped or roles))
    return found


def heading_before(items: Sequence[Paragraph | Table], start: int, end: int) -> list[Printed]:
    """Paragraphs between two tables that are worded like headings: short, numbered, boxed or marked
    □, no notes of the table.
    """
    found = []
    for item in items[start:end]:
        if not isinstance(item, Paragraph):
            continue
        text = item.printed.text
        bullet = bullet_at(text)
        marked = bullet is not None and bullet.family in (
            "square",
            "diamond",
            "private",
            "triangle",
            "disc",
        )
        if (
            len(text) <= LONGEST_HEADING
            and not text.startswith((*having("unit_word"), *NOTE_MARKS))
            and (numbering_at(text) or item.boxed or marked or bullet is None)
        ):
            found.append(item.printed)
    return found


def read_tables(blocks: Blocks, by_shape: bool = False) -> list[AreaDraft]:
    """All programme tables of a report, in order, as drafts.

    Source: an area is a row over the whole width, a column, or a heading outside the table; where
    every table has a heading of one kind of numbering before it, those are the areas.
    """
    tables = programme_tables(blocks, by_shape)
    before = [
        heading_before(blocks.items, tables[n - 1][0] + 1 if n else 0, k)
        for n, (k, _, _) in enumerate(tables)
    ]
    before = [
        b + c for b, c in zip(before, counted_captions([t for _, t, _ in tables]), strict=True)
    ]
    own = [_has_own_areas(t, r) for _, t, r in tables]
    outer = headings_to_areas(before, own)
    if not any(own) and not any(area for area, _ in outer):
        bare = bare_headings(
            before, [t for _, t, _ in tables], [r.index("programme") for _, _, r in tables]
        )
        outer = [(heading, None) for heading in bare]
    areas: list[AreaDraft] = []
    for (_, table, roles), (area, group) in zip(tables, outer, strict=True):
        if area is not None:
            areas.append(AreaDraft(area))
        if group is not None and "group" not in roles:
            if not areas:
                areas.append(AreaDraft(None))
            areas[-1].groups.append(GroupDraft(group))
        TableReader(table, roles, areas, group_rows=area is not None).read()
    drafts = take_labels([a for a in areas if any(g.rows for g in a.groups)])
    count_titles(drafts)
    return follow_paths(drafts)


def _has_own_areas(table: Table, roles: Sequence[str | None]) -> bool:
    return "area" in roles or (
        "group" in roles and bool(full_width_rows(table, table_to_cover(table), roles))
    )


def headings_to_areas(
    before: Sequence[Sequence[Printed]], own: Sequence[bool]
) -> list[tuple[Printed | None, Printed | None]]:
    """For every table the area's and the group's heading that stand before it outside the table.

    >>> headings_to_areas([[Printed("Ⅰ. 일자리")], [], [Printed("Ⅱ. 돌봄")]], [False, False, False])[2][0].text
    'Ⅱ. 돌봄'
    """
    nothing: list[tuple[Printed | None, Printed | None]] = [(None, None) for _ in before]
    if any(own) or not before:
        return nothing
    last = [h[-1] if h else None for h in before]
    kinds = [heading_kind(h) for h in last]
    inner = next((k for k in reversed(kinds) if k is not None), None)
    if inner is None:
        return nothing
    if len(before) == 1:
        return (
            nothing
            if not _first_of_kind(last[0]) or not _named_area(last[0])
            else [(last[0], None)]
        )
    found: list[tuple[Printed | None, Printed | None]] = []
    for headings in before:
        area = next((h for h in reversed(headings) if heading_kind(h) == inner), None)
        outer = next(
            (
                h
                for h in reversed(headings)
                if heading_kind(h) not in (None, inner) and area is not None
            ),
            None,
        )
        if not _several_outer(before, inner):
            found.append((area, None))
        else:
            held = any(
                first is not None for first, _ in found
            )  # a group's heading alone goes on inside the area above
            found.append((outer, area) if outer is not None or held else (area, None))
    return found


def _several_outer(before: Sequence[Sequence[Printed]], inner: str) -> bool:
    """Whether headings of an outer kind stand before more than one table: then areas hold groups,
    both outside the tables.
    """
    return (
        sum(any(heading_kind(h) not in (None, inner) for h in headings) for headings in before) > 1
    )


def heading_kind(heading: Printed | None) -> str | None:
    """The kind of a heading's numbering, None without one.

    >>> heading_kind(Printed("Ⅰ. 돌봄")), heading_kind(Printed("돌봄"))
    ('roman', None)
    """
    numbering = numbering_at(heading.text) if heading else None
    return numbering.kind if numbering else None


def _first_of_kind(heading: Printed | None) -> bool:
    numbering = numbering_at(heading.text) if heading else None
    return numbering is not None and numbering.value[-1] == 1


def _named_area(heading: Printed | None) -> bool:
    return heading is not None and holds(heading.text, "area_word")


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of each row, by the id of its draft; how the report's marks nest; which lines, by
    id, begin a paragraph in a frame.
    """

    by_row: dict[int, list[Printed]]
    nesting: Nesting
    frames: Collection[int]

    @classmethod
    def of(cls, rows: Sequence[RowDraft], frames: Collection[int]) -> Lines:
        found = {id(r): row_to_lines(r, frames) for r in rows}
        loose = ([p for p in found[id(r)] if not starts_in(p, frames)] for r in rows)
        nesting = openings_to_nesting([printed_to_opening(p) for p in lines] for lines in loose)
        return cls(found, nesting, frames)


def row_to_lines(row: RowDraft, frames: Collection[int]) -> list[Printed]:
    """The lines of a row; below a heading other things may stand among them."""
    lines = join_unmarked(row.paragraphs, frames)
    return lines if row.table or row.inside else without_strangers(lines, frames)


def count_areas(
    drafts: Sequence[AreaDraft], frames: Collection[int] = frozenset()
) -> tuple[Area, ...]:
    """Drafts to the outline, everything counted by position. `frames`: the lines, by id, that begin
    a paragraph in a frame.
    """
    rows = [r for a in drafts for g in a.groups for r in g.rows]
    set_columns_apart(rows)
    lines = Lines.of(rows, frames)
    seq = iter(range(1, len(rows) + 1))
    areas = []
    named = split_labels([(d.printed_no, d.title) for d in drafts])
    for a, (area, (no, title)) in enumerate(zip(drafts, named, strict=True), start=1):
        groups = []
        filled = [g for g in area.groups if g.rows]
        labels = split_labels([(g.printed_no, g.label) for g in filled])
        for g, (group, (group_no, label)) in enumerate(zip(filled, labels, strict=True), start=1):
            programmes = [
                replace(row_to_programme(r, lines, (a, g, p), next(seq)), ref_year=area.year)
                for p, r in enumerate(group.rows, start=1)
            ]
            groups.append(
                Group(g, group_no, drop_count(label) if label else None, tuple(programmes))
            )
        areas.append(
            Area(
                a, no, drop_count(title) if title else None, heading_to_count(title), tuple(groups)
            )
        )
    return tuple(areas)


def split_labels(
    labels: Sequence[tuple[str | None, Printed | None]],
) -> list[tuple[str | None, Printed | None]]:
    """Labels of areas or groups, each with its printed number apart, as some are already.

    >>> split_labels([(None, Printed("1. 돌봄"))])[0][0], split_labels([("1", Printed("돌봄"))])[0][0]
    ('1', '1')
    """
    if any(no for no, _ in labels):
        return list(labels)
    split: list[tuple[str | None, Printed | None]] = [
        split_number(label)[:2] if label else (None, None) for _, label in labels
    ]
    return (
        split if any(no for no, _ in split) else split_bare_numbers([label for _, label in split])
    )


def row_to_programme(row: RowDraft, lines: Lines, at: tuple[int, int, int], seq: int) -> Programme:
    """One row as a programme; at: area, group and programme number by position."""
    no, title, _ = split_number(row.title, at[2])
    own = lines.by_row[id(row)]
    achievements = paragraphs_to_achievements(own, lines.nesting, lines.frames)
    state, quote = lines_to_state(achievements, title.text)
    cells = [*row.own, *(c for cells in row.extra.values() for c in cells)]
    key = row.table.table_no if row.table else 0
    return Programme(
        ".".join(map(str, at)),
        seq,
        at[2],
        no or row.printed_no,
        title,
        achievements,
        _around(row.title, cells, own),
        state,
        quote,
        text_of(row.extra.get("department", [])),
        text_of(row.extra.get("remarks", [])),
        key or None,
        (
            *((key, c.row, c.col) for cells in row.extra.values() for c in cells if key),
            *((no, c.row, c.col) for no, c in row.beside),
        ),
        (*((key, c.row, c.col) for c in row.own), *((no, c.row, c.col) for no, c in row.inside)),
    )


def _around(title: Printed, cells: Sequence[Cell], lines: Sequence[Printed]) -> Place:
    """Page of the title; first and last line of all the row's cells."""
    place = title.place()
    texts = [title, *(p for c in cells for p in c.paragraphs), *lines]
    stretches = [
        [r.line.number for r in text.runs if r.length > 0] for text in texts
    ]  # their boxes are not asked for
    firsts, lasts = [s[0] for s in stretches if s], [s[-1] for s in stretches if s]
    return Place(place.page, min(firsts, default=None), max(lasts, default=None), place.box)
