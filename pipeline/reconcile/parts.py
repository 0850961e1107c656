"""Which figures of a table are parts of a total that a check confirmed: both would count twice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pipeline.model import Check, Quantity

CONFIRMED = frozenset({"agrees", "agrees_within_rounding"})


def figures_with_parts(
    figures: Mapping[str, Quantity], checks: Iterable[Check]
) -> dict[str, Quantity]:
    """All figures, with `part_of` of the parts of confirmed totals.

    A figure of a cross table is a part of two totals. The one in its column is named, of several
    the one with the fewest parts, so that whoever drops the parts keeps the totals of the columns;
    where its column has none, the one in its row.
    """
    part_of: dict[str, str] = {}
    totals = checks_to_totals(figures, checks)
    for total, parts in sorted(totals, key=lambda pair: (is_across(*pair), len(pair[1]))):
        for part in parts:
            if may_be_part(part, total, part_of):
                part_of.setdefault(part.quantity_id, total.quantity_id)
    return {
        name: replace(q, part_of=part_of[name]) if name in part_of else q
        for name, q in figures.items()
    }


def checks_to_totals(
    figures: Mapping[str, Quantity], checks: Iterable[Check]
) -> Iterator[tuple[Quantity, list[Quantity]]]:
    """Every total that a check confirmed, with its parts."""
    for check in checks:
        if check.quantity_id and check.type == "sum_of_rows" and check.verdict in CONFIRMED:
            found = (figures.get(name) for name in check.operands)
            yield figures[check.quantity_id], [part for part in found if part]


def may_be_part(part: Quantity, total: Quantity, part_of: Mapping[str, str]) -> bool:
    """Whether a figure has no total yet and stands in one table with this one, which is no part of
    it.
    """
    table = total.container.table_no
    beside = table is not None and part.container.table_no == table
    return (
        beside
        and part.part_of is None
        and not leads_to(total.quantity_id, part.quantity_id, part_of)
    )


def is_across(total: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether a total stands in the row of its parts, not in their column."""
    return not parts or parts[0].container.col != total.container.col


def leads_to(name: str, other: str, part_of: Mapping[str, str]) -> bool:
    """Whether a figure is a part of the other one, over any number of totals, or it itself.

    >>> leads_to("a", "c", {"a": "b", "b": "c"}), leads_to("c", "a", {"a": "b", "b": "c"})
    (True, False)
    """
    seen: set[str] = set()
    while name != other:
        if name in seen or name not in part_of:
            return False
        seen.add(name)
        name = part_of[name]
    return True
