"""Numbers that say where a programme belongs (2-1-1: area 2, group 1): labels that were lost at a
page's end follow them.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.model import Area, Printed, Problem
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.rows import split_number
from pipeline.text import numbering_at

AGREE = 0.8  # of the rows whose first number is their area's
FEWEST = 4  # rows

Path = tuple[int, ...]


def row_to_path(row: RowDraft) -> Path:
    """The parts of a row's number, () without one or with a single part.

    >>> row_to_path(RowDraft(None, 0, Printed("2-1-1. 출산 지원"), [], [])), row_to_path(RowDraft(None, 0, Printed("3. 돌봄"), [], []))
    ((2, 1, 1), ())
    """
    no = split_number(row.title)[0] or row.printed_no
    numbering = numbering_at(f"{no}. x") if no else None
    return numbering.value if numbering and len(numbering.value) > 1 else ()


def label_to_path(label: Printed | None, otherwise: Path) -> Path:
    """The parts of a label's number."""
    numbering = numbering_at(label.text) if label else None
    return numbering.value if numbering else otherwise


def paths_hold(areas: Sequence[AreaDraft]) -> bool:
    """Whether a report's programmes are numbered below their areas: most rows begin with the number
    of theirs.
    """
    told = [
        (path[0], number)
        for area, number in numbered(areas)
        for g in area.groups
        for r in g.rows
        if (path := row_to_path(r))
    ]
    agree = sum(first == number for first, number in told)
    return (
        len(areas) > 1
        and len(told) >= FEWEST
        and agree >= AGREE * len(told)
        and len({n for _, n in told}) > 1
    )


def numbered(areas: Sequence[AreaDraft]) -> list[tuple[AreaDraft, int]]:
    """Areas with the number printed before their name, else the one of their place."""
    return [(a, label_to_path(a.title, (k,))[-1]) for k, a in enumerate(areas, start=1)]


def follow_paths(areas: list[AreaDraft]) -> list[AreaDraft]:
    """The drafts, rows at an area's end that are numbered as the next area's first ones moved there
    with their group.

    Source: an area's cell that begins on a page's last row is empty there and holds its label on
    the next page only; 2-1-1 printed on that row, 2-1-2 on the next page's first one, say where it
    belongs.
    """
    if not paths_hold(areas):
        return areas
    numbers = [n for _, n in numbered(areas)]
    for k in range(len(areas) - 1):
        while areas[k].groups and _begins_next(areas[k], areas[k + 1], numbers[k], numbers[k + 1]):
            _move_last(areas[k], areas[k + 1])
    return [a for a in areas if any(g.rows for g in a.groups)]


def _begins_next(area: AreaDraft, following: AreaDraft, number: int, next_number: int) -> bool:
    """Whether the last row of an area is numbered just before the first one of the next area, and
    as one of that area.
    """
    last = next((r for g in reversed(area.groups) for r in reversed(g.rows)), None)
    first = next((r for g in following.groups for r in g.rows), None)
    if last is None or first is None:
        return False
    path, behind = row_to_path(last), row_to_path(first)
    goes_on = len(path) == len(behind) and (path[:-1] == behind[:-1] and path[-1] + 1 == behind[-1])
    return goes_on and path[0] == next_number != number


def _move_last(area: AreaDraft, following: AreaDraft) -> None:
    """The last row of an area becomes the first of the next one; its group goes with it where its
    number says so.
    """
    while not area.groups[-1].rows:
        area.groups.pop()
    group = area.groups[-1]
    row = group.rows.pop()
    path = row_to_path(row)
    own = label_to_path(group.label, ())
    first = next(g for g in following.groups if g.rows)
    if first.label is None and own == path[:-1]:
        first.label, first.printed_no = group.label, group.printed_no
    if first.label is None or label_to_path(first.label, ()) in (path[:-1], path[-2:-1], ()):
        first.rows.insert(0, row)
    else:
        following.groups.insert(0, GroupDraft(group.label if own == path[:-1] else None, [row]))
    if not group.rows:
        area.groups.pop()


def path_problems(drafts: Sequence[AreaDraft], areas: Sequence[Area]) -> list[Problem]:
    """A problem for every programme that is numbered below another area than the one that it stands
    in.
    """
    if not paths_hold(drafts):
        return []
    found = []
    for (draft, number), area in zip(numbered(drafts), areas, strict=True):
        rows = [r for g in draft.groups for r in g.rows]
        for row, programme in zip(
            rows, (p for g in area.groups for p in g.programmes), strict=True
        ):
            path = row_to_path(row)
            if path and path[0] != number:
                words = (
                    ("number", programme.printed_no or ""),
                    ("area", str(number)),
                    ("title", programme.title.text),
                )
                found.append(
                    Problem(
                        "path_outside_area", programme.place, programme.programme_id, words=words
                    )
                )
    return found
