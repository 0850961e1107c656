"""Which figures are parts of a total beside them: adding both would count twice.

A part has the unit of its total, is counted alike, is no larger, and stands where reports print
parts: behind 중 (“2,579명 중 1,026명”), in the brackets behind the total (“698명(취업연계 200명)”),
or in the lines below it, where they add up.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby

from pipeline.lexicon import words
from pipeline.model import Container, Quantity
from pipeline.pattern import lazy_pattern

_AMONG = lazy_pattern(r"^\s?(?:[가-힣]{0,8}\s?)?중(?:에|에서)?[\s,]")
_SUMMABLE = frozenset(["count", "money"])


def mark_parts(quantities: Sequence[Quantity]) -> list[Quantity]:
    """The same quantities with `part_of` set."""
    part_of: dict[str, str] = {}
    for _, group in groupby(quantities, key=lambda q: id(q.container)):
        _mark_in_text(list(group), part_of)
    lines = [q for q in quantities if q.container.kind == "achievement"]
    for _, programme in groupby(lines, key=lambda q: q.container.programme_id):
        _mark_in_lines(list(programme), part_of)
    return [
        replace(q, part_of=part_of[q.quantity_id]) if q.quantity_id in part_of else q
        for q in quantities
    ]


def _mark_in_text(figures: list[Quantity], part_of: dict[str, str]) -> None:
    """Inside one text: behind 중 and in brackets."""
    for at, total in enumerate(figures):
        if not _may_total(total) or at + 1 == len(figures):
            continue
        text = total.container.printed.text
        if _AMONG.match(text[total.end : total.end + 16]) or text.startswith("중 ", total.end):
            part = figures[at + 1]
            if _is_part(total, part) and part.start - total.end < 40:
                part_of.setdefault(part.quantity_id, total.quantity_id)
            continue
        opener = text.find("(", total.end, min(total.end + 24, figures[at + 1].start))
        if opener < 0 or re.search(r"[,;:→\n)]", text[total.end : opener]):
            continue
        closer = text.find(")", opener, opener + 400)
        inside = [
            q
            for q in figures[at + 1 : at + 41]
            if opener < q.start < (closer if closer > 0 else opener + 400)
        ]
        if not re.search(r"대비|→", text[opener : closer if closer > 0 else opener + 400]):
            for part in inside:
                if _is_part(total, part):
                    part_of.setdefault(part.quantity_id, total.quantity_id)


def _mark_in_lines(figures: list[Quantity], part_of: dict[str, str]) -> None:
    """The lines one level below a line: where the figures of one kind add up to the line's figure,
    they are its parts.
    """
    blocks: list[tuple[Container, list[Quantity]]] = [
        (list_[0].container, list_)
        for list_ in (list(g) for _, g in groupby(figures, key=lambda q: id(q.container)))
    ]
    for at, (upper, totals) in enumerate(blocks):
        below: list[Quantity] = []
        for lower, parts in blocks[at + 1 : at + 40]:
            if lower.level <= upper.level:
                break
            if lower.level == upper.level + 1:
                below.extend(parts)
        for total in totals:
            same = [q for q in below if _is_part(total, q) and q.quantity_id not in part_of]
            for chosen in (same, *_by_measure(same)):
                if chosen and _adds_up(total, chosen):
                    part_of.update((q.quantity_id, total.quantity_id) for q in chosen)
                    break


def _by_measure(figures: list[Quantity]) -> list[list[Quantity]]:
    found: dict[str, list[Quantity]] = {}
    for q in figures:
        found.setdefault(q.measure or "", []).append(q)
    return list(found.values())


def _adds_up(total: Quantity, parts: list[Quantity]) -> bool:
    total_value = total.value or Decimal(0)
    return len(parts) > 1 and sum((q.value or Decimal(0) for q in parts), Decimal(0)) == total_value


def _may_total(q: Quantity) -> bool:
    return q.kind in _SUMMABLE and q.value is not None and q.per is None and q.unit is not None


@functools.cache
def _not_parts() -> frozenset[str]:
    return frozenset(words("roles")["not_parts"]["words"])


def _is_part(total: Quantity, part: Quantity) -> bool:
    if (
        not (_may_total(total) and _may_total(part))
        or part.unit != total.unit
        or part.kind != total.kind
    ):
        return False
    if part.value is None or total.value is None or part.value > total.value or part.value < 0:
        return False
    if part.ref_year != total.ref_year and part.ref_year is not None:
        return False
    if (
        part.counted
        and total.counted
        and not (part.counted.endswith(total.counted) or total.counted.endswith(part.counted))
    ):
        return False
    return part.figure_role == total.figure_role and not any(
        word in part.qualifiers for word in _not_parts()
    )
