"""Which numbers number areas, which groups, which programmes: told by their kinds where they
differ, else by how they count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from pipeline.layout.flattened.units import Unit
from pipeline.lexicon import holds
from pipeline.text import Numbering

AREA_KINDS = (
    "worded",
    "ordinal",
    "bracket",
    "circled",
    "hangul",
    "latin",
)  # of numbers that may number areas
MOST_SKIPPED = (
    3  # a programme's number may be lost in print; beyond this a number is no numbering of ours
)


def units_to_levels(units: Sequence[Unit], has_group: bool) -> dict[int, str]:
    """The level of every unit that numbers something: its index → "area", "group" or "programme".
    Other numbers are left out.

    >>> from pipeline.layout.flattened.units import lines_to_units
    >>> from pipeline.model import Line
    >>> text = ["1.", "직업", "", "1.가", "○ x", "2.나", "○ x", "", "2.", "생활", "", "1.다", "○ x"]
    >>> units_to_levels(lines_to_units([Line(k, None, t) for k, t in enumerate(text)]), True)
    {0: 'group', 2: 'programme', 4: 'programme', 6: 'group', 8: 'programme'}
    """
    numbers = {k: u.numbering for k, u in enumerate(units) if u.numbering is not None}
    keys = {k: numbering_key(n) for k, n in numbers.items()}
    kinds = Counter(keys.values())
    alone = standing_alone(units, list(numbers)) if has_group else []
    outer = {kind for kind in kinds if "roman" in kind or (alone and kind in AREA_KINDS)}
    outer |= {keys[k] for k, n in numbers.items() if names_area(n.printed)}
    levels = {k: "area" for k in numbers if keys[k] in outer}
    rest = [k for k in numbers if k not in levels]
    by_kind = kinds_to_levels([keys[k] for k in rest], has_group)
    if alone:
        levels.update({k: "group" if k in alone else "programme" for k in rest})
    elif len(by_kind) > 1:
        levels.update({k: by_kind[keys[k]] for k in rest if keys[k] in by_kind})
    else:
        levels.update(counts_to_levels(units, rest, set(levels)))
    return dict(sorted(levels.items()))


def numbering_key(numbering: Numbering) -> str:
    """The kind of a number, and of how many parts it is: “과제 1-1” is none of the kind of “전략
    1”.

    >>> from pipeline.text import numbering_at
    >>> [numbering_key(n) for t in ("전략1. 가", "과제 1-1. 나", "1. 다") if (n := numbering_at(t))]
    ['worded', 'worded 2', 'arabic']
    """
    return (
        numbering.kind if len(numbering.value) == 1 else f"{numbering.kind} {len(numbering.value)}"
    )


def names_area(printed: str) -> bool:
    """Whether a number says that it numbers areas.

    >>> names_area("제1부"), names_area("분야 2"), names_area("과제 3")
    (True, True, False)
    """
    return holds(printed, "area_number_word")


def standing_alone(units: Sequence[Unit], numbers: Sequence[int]) -> list[int]:
    """Numbers that stand alone on their line though most do not: a narrow column of labels prints
    them so, hence groups.

    They must be of one kind, and the same kind must number titles on through the report; else how
    they count tells more.
    """
    alone = [k for k in numbers if units[k].alone]
    kinds = {units[k].number.kind for k in alone}
    titles = [
        units[k].number.value[-1]
        for k in numbers
        if k not in alone and units[k].number.kind in kinds
    ]
    through = (
        sum(b == a + 1 for a, b in pairwise(titles)) >= 0.9 * (len(titles) - 1)
        if len(titles) > MOST_SKIPPED
        else False
    )
    return alone if len(kinds) == 1 and 1 < len(alone) <= len(numbers) / 3 and through else []


def kinds_to_levels(kinds: Sequence[str], has_group: bool) -> dict[str, str]:
    """Kinds of numbering to levels, where programmes and groups are numbered in different kinds.

    The most frequent kind numbers programmes; a kind that comes before it, at most half as often,
    numbers what holds them.

    >>> kinds_to_levels(["arabic", "circled", "circled", "arabic", "circled", "circled"], True)
    {'circled': 'programme', 'arabic': 'group'}
    """
    counts = Counter(kinds)
    if not counts:
        return {}
    programme = counts.most_common(1)[0][0]
    levels = {programme: "programme"}
    first = kinds.index(programme)
    outer = [
        k
        for k in dict.fromkeys(kinds[:first])
        if 1 < counts[k] <= counts[programme] or (counts[k] == 1 and k == kinds[0])
    ]
    for kind, level in zip(
        reversed(outer), ["group", "area"] if has_group else ["area"], strict=False
    ):
        levels[kind] = level
    return levels


def counts_to_levels(
    units: Sequence[Unit], numbers: Sequence[int], areas: set[int]
) -> dict[int, str]:
    """Levels where one kind numbers both: a group's number is followed by a 1 before anything is
    achieved.

    Source: reports number programmes anew in every group (or on through the report) and groups anew
    in every area.
    """
    levels: dict[int, str] = {}
    programme = group = last = 0
    area_marks = sorted(areas)
    for position, k in enumerate(numbers):
        while area_marks and area_marks[0] < k:
            area_marks.pop(0)
            programme = group = 0
        value = units[k].number.value[-1]
        through = (
            last > 0
            and value in (group + 1, 1)
            and value != last + 1
            and _opens_group(units, numbers, position, last + 1)
        )
        opens = through or _opens_group(units, numbers, position, 1)
        if opens and (value in (group + 1, 1) or units[k].alone or value == group + 2):
            levels[k], group, programme = "group", value, last if through else 0
        elif value == 1 or programme < value <= programme + MOST_SKIPPED:
            levels[k], programme = "programme", value
            last = value
    return levels


def _opens_group(units: Sequence[Unit], numbers: Sequence[int], position: int, first: int) -> bool:
    """Whether the next number is the first of a group and comes before any bullet."""
    if position + 1 >= len(numbers):
        return False
    here, there = numbers[position], numbers[position + 1]
    return units[there].number.value[-1] == first and not any(
        u.kind == "bullet" for u in units[here + 1 : there]
    )
