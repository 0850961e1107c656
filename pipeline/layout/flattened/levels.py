"""Which numbers number areas, which groups, which programmes: told by their kinds where they differ, else by how they count."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.layout.flattened.units import Unit

MOST_SKIPPED = 3  # a programme's number may be lost in print; beyond this a number is no numbering of ours


def units_to_levels(units: Sequence[Unit], has_group: bool) -> dict[int, str]:
    """The level of every unit that numbers something: its index → "area", "group" or "programme". Other numbers are left out.

    >>> from pipeline.layout.flattened.units import lines_to_units
    >>> from pipeline.model import Line
    >>> text = ["1.", "직업", "", "1.가", "○ x", "2.나", "○ x", "", "2.", "생활", "", "1.다", "○ x"]
    >>> units_to_levels(lines_to_units([Line(k, None, t) for k, t in enumerate(text)]), True)
    {0: 'group', 2: 'programme', 4: 'programme', 6: 'group', 8: 'programme'}
    """
    numbers = [k for k, u in enumerate(units) if u.kind == "number"]
    kinds = Counter(units[k].numbering.kind for k in numbers)  # type: ignore[union-attr]
    romans = {kind for kind in kinds if "roman" in kind}
    levels = {k: "area" for k in numbers if units[k].numbering.kind in romans}  # type: ignore[union-attr]
    rest = [k for k in numbers if k not in levels]
    by_kind = kinds_to_levels([units[k].numbering.kind for k in rest], has_group)  # type: ignore[union-attr]
    if len(by_kind) > 1:
        levels.update({k: by_kind[units[k].numbering.kind] for k in rest if units[k].numbering.kind in by_kind})  # type: ignore[union-attr]
    else:
        levels.update(counts_to_levels(units, rest, set(levels)))
    return dict(sorted(levels.items()))


def kinds_to_levels(kinds: Sequence[str], has_group: bool) -> dict[str, str]:
    """Kinds of numbering to levels, where programmes and groups are numbered in different kinds.

    The most frequent kind numbers programmes; a kind that comes before it, at most half as often, numbers what holds them.

    >>> kinds_to_levels(["arabic", "circled", "circled", "arabic", "circled", "circled"], True)
    {'circled': 'programme', 'arabic': 'group'}
    """
    counts = Counter(kinds)
    if not counts:
        return {}
    programme = counts.most_common(1)[0][0]
    levels = {programme: "programme"}
    first = kinds.index(programme)
    outer = [k for k in dict.fromkeys(kinds[:first]) if 1 < counts[k] <= counts[programme] or (counts[k] == 1 and k == kinds[0])]
    for kind, level in zip(reversed(outer), ["group", "area"] if has_group else ["area"], strict=False):
        levels[kind] = level
    return levels


def counts_to_levels(units: Sequence[Unit], numbers: Sequence[int], areas: set[int]) -> dict[int, str]:
    """Levels where one kind numbers both: a group's number is followed by a 1 before anything is achieved.

    Source: reports number programmes anew in every group and groups anew in every area.
    """
    levels: dict[int, str] = {}
    programme = group = 0
    area_marks = sorted(areas)
    for position, k in enumerate(numbers):
        while area_marks and area_marks[0] < k:
            area_marks.pop(0)
            programme = group = 0
        value = units[k].numbering.value[-1]  # type: ignore[union-attr]
        opens = _opens_group(units, numbers, position)
        if opens and (value in (group + 1, 1) or units[k].alone or value == group + 2):
            levels[k], group, programme = "group", value, 0
        elif value == 1 or programme < value <= programme + MOST_SKIPPED:
            levels[k], programme = "programme", value
    return levels


def _opens_group(units: Sequence[Unit], numbers: Sequence[int], position: int) -> bool:
    """Whether the next number is a 1 that comes before any bullet."""
    if position + 1 >= len(numbers):
        return False
    here, there = numbers[position], numbers[position + 1]
    return units[there].numbering.value[-1] == 1 and not any(u.kind == "bullet" for u in units[here + 1 : there])  # type: ignore[union-attr]
