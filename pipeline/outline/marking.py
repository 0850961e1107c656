"""The outline as marks on the source's lines: which stretch is a title, an achievement, a table's
cell, running text.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from pipeline.model import Area, Blocks, Mark, Paragraph, Printed, Programme, Table
from pipeline.outline.headings import is_number_box
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, numbering_at

LONGEST_HEADING = 40
HEADING_MARKS = ("square", "diamond", "private", "disc")  # families of bullets
_STOPS = lazy_pattern(r"[가-힣]\.\s*$")
_SAYS = lazy_pattern(r":\s*\S")
_BRACKETS = lazy_pattern(r"\([^()]{0,80}\)")


def printed_to_marks(printed: Printed, role: str, programme_id: str | None = None) -> list[Mark]:
    """A mark for every stretch that a text was printed on."""
    return [Mark(r.line, r.offset, r.offset + r.length, role, programme_id) for r in printed.runs]


@dataclass(frozen=True, slots=True)
class Owners:
    """Whose the cells are, (table_no, row, col) → the programme and whether its title stands there;
    labels of areas and groups by line.
    """

    cells: dict[tuple[int, int, int], tuple[Programme, bool]]
    labels: dict[int, list[tuple[int, str]]]

    @classmethod
    def of(cls, areas: Sequence[Area]) -> Owners:
        cells = {
            cell: (p, p.table_no is not None and p.own_cells[:1] == (cell,))
            for p in _programmes(areas)
            for cell in (*p.own_cells, *p.extra)
        }
        return cls(cells, _label_lines(areas))


def table_marks(table: Table, owners: Owners) -> list[Mark]:
    """Marks of a table's cells: what belongs to a programme says so, labels of areas and groups are
    named, the rest is table.
    """
    labels = owners.labels
    marks = []
    for cell in table.cells:
        programme, is_title = owners.cells.get((table.table_no, cell.row, cell.col), (None, False))
        own = programme is not None and (table.table_no, cell.row, cell.col) in programme.own_cells
        for paragraph in cell.paragraphs:
            role = _label_role(paragraph, labels) or (
                "programme" if is_title else "achievement" if own else "table"
            )
            marks.extend(
                printed_to_marks(paragraph, role, programme.programme_id if programme else None)
            )
    for caption in table.captions or ((table.caption,) if table.caption else ()):
        marks.extend(printed_to_marks(caption, "caption"))
    return marks


def _programmes(areas: Iterable[Area]) -> list[Programme]:
    return [p for a in areas for g in a.groups for p in g.programmes]


def _label_lines(areas: Sequence[Area]) -> dict[int, list[tuple[int, str]]]:
    """Line number → offset and role of each stretch of an area's or group's label, left to right."""
    found: dict[tuple[int, int], str] = {}
    for area in areas:
        for role, title in (("area", area.title), *(("group", g.title) for g in area.groups)):
            for run in title.runs if title else ():
                found[run.line.number, run.offset] = role
    by_line: dict[int, list[tuple[int, str]]] = defaultdict(list)
    for (line, offset), role in sorted(found.items()):
        by_line[line].append((offset, role))
    return dict(by_line)


def _label_role(paragraph: Printed, labels: dict[int, list[tuple[int, str]]]) -> str | None:
    for run in paragraph.runs:
        for offset, role in labels.get(run.line.number, ()):
            if run.offset <= offset < run.offset + run.length:
                return role
    return None


def paragraph_role(paragraph: Paragraph, title: str | None, in_front: bool) -> str:
    """title, heading, front or text of a paragraph outside the tables."""
    text = paragraph.printed.text
    if title and in_front and len(text.strip()) > 1 and text.strip() in title:
        return "title"
    if _is_heading(paragraph):
        return "heading"
    return "front" if in_front else "text"


def _is_heading(paragraph: Paragraph) -> bool:
    """Short, and numbered, marked or in a box of its own; no note and no sentence with a full stop.

    Laws, remarks and lists stand in frames too: what a box holds behind a mark of lists or notes is
    no heading, nor is a label with what it says (“수신 : 각 부서”).
    """
    text = paragraph.printed.text
    if paragraph.note or len(text) > LONGEST_HEADING or _STOPS.search(text):
        return False
    bullet = bullet_at(text)
    if bullet is not None:
        return bullet.family in HEADING_MARKS and ":" not in text
    if numbering_at(text) is not None:
        return True
    return paragraph.boxed and not _SAYS.search(_BRACKETS.sub("", text))


def lines_to_owners(areas: Sequence[Area]) -> dict[int, tuple[str, str | None]]:
    """id of each line of every heading, title and achievement that stands outside tables → its role
    and programme: a wrap that layout took for a paragraph is no text beside the programmes.
    """
    owners: dict[int, tuple[str, str | None]] = {}
    for role, programme_id, text in _texts_outside_tables(areas):
        for run in text.runs[1:]:
            owners.setdefault(id(run.line), (role, programme_id))
    for role, programme_id, text in _texts_outside_tables(areas):
        first = text.runs if programme_id is None else text.runs[:1]
        owners.update((id(run.line), (role, programme_id)) for run in first)
    return owners


def _texts_outside_tables(areas: Sequence[Area]) -> Iterator[tuple[str, str | None, Printed]]:
    """Role, programme and text of headings, and of titles and lines that stand in no table."""
    for area in areas:
        for role, title in (("area", area.title), *(("group", g.title) for g in area.groups)):
            if title is not None:
                yield role, None, title
    for programme in _programmes(areas):
        if programme.table_no is None:
            yield "programme", programme.programme_id, programme.title
            for line in programme.achievements:
                yield "achievement", programme.programme_id, line.printed


def owner_of(
    paragraph: Paragraph, owners: dict[int, tuple[str, str | None]]
) -> tuple[str, str | None] | None:
    """The role and programme of a paragraph that the outline was read from."""
    runs = paragraph.printed.runs
    return owners.get(id(runs[0].line)) if runs else None


def _owner_beside(
    items: Sequence[Paragraph | Table], at: int, owners: dict[int, tuple[str, str | None]]
) -> tuple[str, str | None] | None:
    """The role of the heading whose number stands in this box."""
    beside = items[at + 1] if at + 1 < len(items) else None
    item = items[at]
    return (
        owner_of(beside, owners)
        if isinstance(item, Paragraph) and isinstance(beside, Paragraph) and is_number_box(item)
        else None
    )


def report_marks(
    blocks: Blocks, areas: Sequence[Area], title: str | None, outline_ends: int
) -> list[Mark]:
    """All marks of a report; layout's own (furniture, captions) come first and hold where they
    overlap.
    """
    marks = list(blocks.marks)
    owners, cells = lines_to_owners(areas), Owners.of(areas)
    for k, item in enumerate(blocks.items):
        if isinstance(item, Table):
            marks.extend(table_marks(item, cells))
            continue
        if item.note:
            marks.extend(printed_to_marks(item.printed, "front", None))
            continue
        owner = owner_of(item, owners) or _owner_beside(blocks.items, k, owners)
        role = owner[0] if owner else paragraph_role(item, title, k < outline_ends)
        marks.extend(printed_to_marks(item.printed, role, owner[1] if owner else None))
    return marks
