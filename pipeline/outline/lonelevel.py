"""Reports with one level of labels only: it is the area, whatever its header calls it."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lexicon import having
from pipeline.model import Table
from pipeline.outline.columns import column_headers
from pipeline.outline.drafts import AreaDraft, GroupDraft
from pipeline.outline.roles import table_to_roles
from pipeline.text import close_up


def raise_lone_level(areas: Sequence[AreaDraft]) -> list[AreaDraft]:
    """The drafts, labels read as groups made areas where the report has no area at all and its
    header names no part of one (과제).

    Source: one city calls the parts of its report 분야, the next 추진전략 or 목표; a group is part
    of an area.

    >>> from pipeline.model import Printed
    >>> raised = raise_lone_level([AreaDraft(None, [GroupDraft(Printed("가")), GroupDraft(Printed("나"))])])
    >>> [(a.title.text, a.groups[0].label) for a in raised if a.title]
    [('가', None), ('나', None)]
    """
    groups = [g for a in areas for g in a.groups if g.rows or g.label]
    if any(a.title for a in areas) or sum(g.label is not None for g in groups) < 2:
        return list(areas)
    tables = {id(r.table): r.table for g in groups for r in g.rows if r.table is not None}
    if any(names_parts(t) for t in tables.values()):
        return list(areas)
    return [AreaDraft(g.label, [GroupDraft(None, g.rows)], g.printed_no) for g in groups]


def names_parts(table: Table) -> bool:
    """Whether the header over a table's groups is a word for parts of areas, or no header is.

    >>> from pipeline.model import Cell, Printed
    >>> names_parts(Table(1, 1, 1, (Cell(0, 0, paragraphs=(Printed("추진 과제"),)),), header_rows=1))
    True
    """
    roles = table_to_roles(table)
    headers = column_headers(table)
    if "group" not in roles:
        return True
    return close_up(headers[roles.index("group")]).endswith(having("group_ending"))
