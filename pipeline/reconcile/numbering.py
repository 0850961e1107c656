"""Whether the numbers of the rows read count on. Where one is left out or not printed, a row was
lost, made or joined by our reading.

“3. …”, “5. …” of fourteen numbered cards, a title “지원” without a number among numbered ones, rows
3-1 under the second area.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.model import Area, Programme, Report
from pipeline.text import numbering_at

MOSTLY = (
    2  # of three rows: else the numbers are names or a choice of a plan's rows, and count nothing
)
OF_THREE = 3
FEWEST = 5


def numbering_broken(report: Report, level: str, area: Area | None = None) -> bool:
    """Whether the numbers of this level say that what was read is not what was printed; of one area
    alone where it is given.
    """
    if level == "programme":
        return rows_broken(report.areas, area)
    if level == "group":
        return any(
            breaks_of(values_of(g.printed_no for g in a.groups))
            for a in report.areas
            if area in (None, a)
        )
    return areas_broken(report)


def runs_through(report: Report) -> bool:
    """Whether the programmes are numbered 1, 2 … to the last one of the report, of every area or of
    every group.

    Then none of those read was made by our reading: it would have to bear the next number.
    """
    groups = [values_of(p.printed_no for p in g.programmes) for a in report.areas for g in a.groups]
    areas = [values_of(p.printed_no for g in a.groups for p in g.programmes) for a in report.areas]
    whole = [value for values in groups for value in values]
    counted = any(
        all(values == list(range(1, len(values) + 1)) for values in level)
        for level in ([whole], areas, groups)
    )
    return len(whole) >= FEWEST and counted and not numbering_broken(report, "group")


def rows_broken(areas: Sequence[Area], only: Area | None) -> bool:
    """Programmes are numbered in their group, their area or through the whole report: every number
    follows the one before it, or is 1.
    """
    placed = [(a, p) for a in areas for g in a.groups for p in g.programmes]
    broken = breaks_of(values_of(p.printed_no for _, p in placed))
    return any(only in (None, placed[at][0]) for at in broken)


def areas_broken(report: Report) -> bool:
    """An area without a title beside others, a number left out, or programmes numbered under more
    areas than were read.
    """
    titled = [a.title is not None for a in report.areas]
    outer = {
        n[0]
        for a in report.areas
        for g in a.groups
        for p in g.programmes
        if len(n := numbers(p)) > 1
    }
    left_out = bool(breaks_of(values_of(a.printed_no for a in report.areas)))
    return (any(titled) and not all(titled)) or len(outer) > len(report.areas) or left_out


def numbers(programme: Programme) -> tuple[int, ...]:
    found = numbering_at(f"{programme.printed_no}. ") if programme.printed_no else None
    return found.value if found else ()


def values_of(printed: Iterable[str | None]) -> list[int | None]:
    """The last part of each number: 2 of “1-2”; None where no number was read."""
    found = [numbering_at(f"{no}. ") if no else None for no in printed]
    return [no.value[-1] if no else None for no in found]


def breaks_of(values: Sequence[int | None]) -> list[int]:
    """The places where a number does not follow the one before it and does not start anew; none
    where most are so.

    >>> breaks_of([1, 2, 3, 1, 2]), breaks_of([1, 2, 4]), breaks_of([1, 2, 3, None]), breaks_of([None, None, None])
    ([], [2], [3], [])
    """
    made: list[int] = []
    before = 0
    for at, value in enumerate(values):
        if value is None or value not in (1, before + 1):
            made.append(at)
        before = value if value is not None else before
    return made if len(made) * OF_THREE <= len(values) * (OF_THREE - MOSTLY) else []
