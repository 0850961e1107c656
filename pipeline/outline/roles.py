"""The roles of a table's columns: what their headers name, settled by how the columns stand to one
another.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.lexicon.headers import ending_to_role
from pipeline.model import Table
from pipeline.outline.columns import (
    body_cells,
    column_headers,
    filled_cells,
    header_to_role,
    is_figures,
    is_prose,
    share,
)
from pipeline.text import bullet_at, close_up, is_total, numbering_at

# what a column of figures is whose header names a level or what was achieved: “성과목표” over 120
FIGURES_INSTEAD = {"achievements": "actual", "group": None, "area": None}
EXTRA_TEXT = ("actual", "remarks", "spent", "plan", "indicator")

Roles = list[str | None]


def table_to_roles(table: Table) -> Roles:
    """The role of every column; area, group, programme and achievements are given to one column at
    most.

    Source: headers call one thing by many words, so words only nominate: the finest column of
    labels holds the programmes, the coarser ones left of it their groups and areas; the column of
    marked lines or sentences holds what was achieved.
    """
    headers = column_headers(table)
    roles: Roles = [
        (header_to_role(h) or ending_to_role(close_up(h.split(" > ")[-1]))) if h else None
        for h in headers
    ]
    for col, role in enumerate(roles):
        if role in FIGURES_INSTEAD and is_figures(table, col):
            roles[col] = FIGURES_INSTEAD[role]
    _settle_achievements(table, roles)
    _settle_labels(table, roles)
    if "area" in roles and "group" not in roles and stands_inside(table, roles.index("area")):
        roles[roles.index("area")] = "group"
    return roles


def _settle_achievements(table: Table, roles: Roles) -> None:
    """One column of achievements: the most marked, then the longest; without any, a column of
    sentences that is named otherwise.
    """
    found = [c for c, r in enumerate(roles) if r == "achievements"]
    if not found:
        found = [c for c, r in enumerate(roles) if r in EXTRA_TEXT and is_prose(table, c)][:1]
    if not found and "programme" in roles and ("group" in roles or "area" in roles):
        behind = range(roles.index("programme") + 1, table.cols)
        found = [
            c
            for c in behind
            if roles[c] is None
            and share(filled_cells(table, c), lambda x: bullet_at(x.text) is not None) > 0.5
        ][:1]
    if not found:
        return
    marked = {
        c: share(filled_cells(table, c), lambda x: bullet_at(x.text) is not None) for c in found
    }
    best = max(
        found, key=lambda c: (marked[c] > 0.5, sum(len(x.text) for x in body_cells(table, c)), -c)
    )
    for c in found:
        roles[c] = "achievements" if c == best else "content"


def _settle_labels(table: Table, roles: Roles) -> None:
    """Programmes are the finest labels; of the coarser ones to their left the nearest are the
    groups, the next the areas.
    """
    labels = [
        c
        for c, r in enumerate(roles)
        if r in ("area", "group", "programme") and not is_figures(table, c)
    ]
    named = [c for c in labels if roles[c] != "area"]
    if not named:
        return
    finest = max(
        named, key=lambda c: (_count(table, c), roles[c] == "programme", _numbered(table, c), c)
    )
    coarse = [c for c in labels if c != finest and _count(table, c) < _count(table, finest)]
    coarse += [
        c
        for c in range(table.cols)
        if roles[c] in (None, "label", "target") and c < finest and _spans_rows(table, c, finest)
    ]
    for c in labels:
        if c not in coarse:
            roles[c] = "content"
    roles[finest] = "programme"
    areas = [c for c in coarse if roles[c] == "area"][:1]
    groups = sorted((c for c in coarse if c not in areas), key=lambda c: (-_count(table, c), -c))
    for c in coarse:
        roles[c] = None
    if len(groups) > 1 and not areas:
        areas = [groups.pop(1)]
    if areas and groups and holds_whole(table, groups[0], areas[0]):
        areas, groups = groups[:1], areas
    for role, chosen in (("area", areas), ("group", groups[:1])):
        for c in chosen:
            roles[c] = role


def stands_inside(table: Table, col: int) -> bool:
    """Whether a column of labels stands between rows over the whole width, other labels after each:
    then those rows are the areas.

    Source: “[전략 1] 낳고 기르기” over the whole table, “분야” as a column below. Labels that come
    again after every such row are areas.
    """
    whole = sorted(
        c.row
        for c in table.cells
        if c.row >= table.header_rows
        and c.col_span == table.cols
        and c.text
        and not is_total(c.text)
    )
    labels = filled_cells(table, col)
    after = [[c.text for c in labels if a < c.row < b] for a, b in pairwise([*whole, table.rows])]
    firsts = [texts[0] for texts in after if texts]
    return len(firsts) > 1 and not any(a == b for a, b in pairwise(firsts))


def holds_whole(table: Table, outer: int, inner: int) -> bool:
    """Whether a column's cells each span whole cells of a column right of it, several at least
    once: then it is the outer level.

    Source: “전략 | 분야 | 과제명”, where 분야 names the parts of a 전략, whatever else the word
    stands for.
    """
    spans = [range(c.row, c.row + c.row_span) for c in filled_cells(table, outer)]
    inside = [[c for c in filled_cells(table, inner) if c.row in span] for span in spans]
    whole = all(
        c.row + c.row_span <= span.stop
        for span, cells in zip(spans, inside, strict=True)
        for c in cells
    )
    return outer < inner and whole and any(len(cells) > 1 for cells in inside)


def _count(table: Table, col: int) -> int:
    return len(filled_cells(table, col))


def _numbered(table: Table, col: int) -> bool:
    return share(filled_cells(table, col), lambda c: numbering_at(c.text) is not None) > 0.5


def _spans_rows(table: Table, col: int, finest: int) -> bool:
    """Whether a column's labels stand over several programmes: fewer cells than titles, merged over
    rows, words not figures.
    """
    cells = filled_cells(table, col)
    return (
        0 < len(cells) < _count(table, finest)
        and any(c.row_span > 1 for c in cells)
        and not is_figures(table, col)
    )


def is_programme_table(table: Table, roles: Roles) -> bool:
    """Whether the rows of a table are programmes: it names a programme column, and what was
    achieved stands beside it in marked lines (or, in a table with a column of groups, areas or
    numbers, in sentences or as target and result).

    Source: “사업명 | 예산” alone is a budget table; “단위사업 | 추진실적” with ○ lines, or with
    목표, 실적 and 달성률, is the report's own outline.
    """
    if "programme" not in roles or table.parent is not None:
        return False
    col = roles.index("programme")
    titles = filled_cells(table, col)
    held = "group" in roles or "area" in roles or "number" in roles or _numbered(table, col)
    if not titles or (len(titles) < 2 and not _numbered(table, col)):
        return False
    if "achievements" in roles:
        lines = roles.index("achievements")
        marked = share(filled_cells(table, lines), lambda c: bullet_at(c.text) is not None) > 0.5
        return marked or (
            held and (is_prose(table, lines) or "department" in roles or "budget" in roles)
        )
    return held and {"target", "actual"} <= set(roles)
