"""Which figures are parts of a total beside them: adding both would count twice.

A part has the unit of its total, is counted alike, is no larger, and stands where reports print
parts: behind 중 (“2,579명 중 1,026명”), in the brackets behind the total (“698명(취업연계 200명)”),
or in the lines below it, where they add up.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import groupby, takewhile

from pipeline.lexicon import has
from pipeline.model import Container, Quantity
from pipeline.pattern import lazy_pattern, named

_AMONG = named("figures.among")
_COMPARED = named("figures.compared_or_after")
_PIECE_END = lazy_pattern(r"[,;:→\n)]")
NEAR = 40  # characters between a figure and its part behind 중
LONGEST_BRACKET = 400  # characters
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
    for at, total in enumerate(figures[:-1]):
        if not _may_total(total):
            continue
        text = total.container.printed.text
        if _AMONG.match(text[total.end : total.end + 16]):
            part = figures[at + 1]
            inside = [part] if part.start - total.end < NEAR else []
        else:
            inside = _in_bracket_behind(text, total, figures[at + 1 : at + 41])
        for part in (*inside, *_added_behind(figures[at + 1 :])):
            if _is_part(total, part):
                part_of.setdefault(part.quantity_id, total.quantity_id)


def _added_behind(behind: Sequence[Quantity]) -> Iterable[Quantity]:
    """The figures right behind one whose unit they have because they add up to it."""
    return takewhile(lambda q: q.rule == "parts_of_figure_before", behind)


def _in_bracket_behind(text: str, total: Quantity, behind: Sequence[Quantity]) -> list[Quantity]:
    """The figures of the bracket behind a figure, where it compares nothing."""
    opener = text.find("(", total.end, min(total.end + 24, behind[0].start))
    if opener < 0 or _PIECE_END.search(text[total.end : opener]):
        return []
    closer = text.find(")", opener, opener + LONGEST_BRACKET)
    end = closer if closer > 0 else opener + LONGEST_BRACKET
    if _COMPARED.search(text[opener:end]):
        return []
    return [q for q in behind if opener < q.start < end]


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


def _is_part(total: Quantity, part: Quantity) -> bool:
    if not (_may_total(total) and _may_total(part)):
        return False
    if (part.unit, part.kind, part.figure_role) != (total.unit, total.kind, total.figure_role):
        return False
    if part.value is None or total.value is None or not 0 <= part.value <= total.value:
        return False
    if part.ref_year not in (None, total.ref_year) or not _counted_alike(total, part):
        return False
    return not any(has(word, "compared_no_part") for word in part.qualifiers)


def _counted_alike(total: Quantity, part: Quantity) -> bool:
    """Nothing that is said of what they count tells them apart: 수료생 and 우수 수료생."""
    if not part.counted or not total.counted:
        return True
    return part.counted.endswith(total.counted) or total.counted.endswith(part.counted)
