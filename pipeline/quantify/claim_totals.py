"""Totals of a table, down and across: 계, 합계, 소계, 총계 against what they sum, with subtotals
and nested header groups.

Which cells a total sums is not printed; every reading that the labels allow is listed (the same
readings for every column of one total row, a family), and the judge takes the one that the columns
together confirm.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.lexicon import words
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern
from pipeline.quantify.claim_grid import Grid, GridLine, Label, total_rank

FEWEST, MOST, MANY = 2, 400, 100
THREE_DIGITS = 100
LONGEST_GROUP = 30
MARK = lazy_pattern(r"\s*(?P<mark>[^\w\s가-힣]|\d{1,2}[.)]|[가-하][.)]|[IVXⅠ-Ⅻ]{1,4}\.?)")


class Column(NamedTuple):
    """What the parts in one column make so far: their sum, how many they are, and how many of them
    are not nought.
    """

    made: Decimal
    parts: int
    filled: int


def grid_to_total_claims(grid: Grid) -> list[Claim]:
    """The totals among the lines of one axis."""
    made = []
    ranks = Counter(total_rank(label.core) for line in grid.lines for label in line.labels)
    for line in grid.lines:
        for label in line.labels:
            rank = total_rank(label.core)
            near = (
                grid.around(line, MOST) if ranks[rank] > MANY else grid
            )  # one of hundreds sums what stands beside it
            readings = total_readings(near, line, label, rank) if rank else []
            for slot in (0, 1):
                made += _readings_to_claims(grid, line, label, readings, slot)
    return made + nested_claims(grid)


def total_readings(grid: Grid, total: GridLine, label: Label, rank: int) -> list[tuple[int, ...]]:
    """The lists of line numbers that a total may sum, likeliest first, each list once."""
    scope, rest = scope_of(grid, total, label), suffix(total, label)
    others = [n for n in scope if not label.start <= n.index < label.stop and part_like(n)]
    if rest:  # “합계 > 국비” sums the 국비 lines of the other groups
        found = [
            [
                n
                for n in others
                if suffix_matches(n, rest, label.depth) and not total_at(n, label.depth)
            ]
        ]
    else:
        found = plain_readings(others, total, label, rank)
        found += [top for reading in found[:3] if (top := top_of_nested(grid, reading))]
        found += with_left_out(
            [n for n in scope if not label.start <= n.index < label.stop], total, label, rank
        )
    kept = dict.fromkeys(
        tuple(n.index for n in reading) for reading in found if FEWEST <= len(reading) <= MOST
    )
    return list(kept)


def plain_readings(
    others: Sequence[GridLine], total: GridLine, label: Label, rank: int
) -> list[list[GridLine]]:
    """The readings of a total without labels below its own: next lower totals, all leaves, the run
    before it, the run after it.
    """
    rivals = [n for n in others if total_at(n, label.depth) >= rank]
    before = run([n for n in others if n.index < total.index][::-1], label.depth, rank)[::-1]
    after = run([n for n in others if n.index > total.index], label.depth, rank)
    lower = [n for n in others if deepest_total(n) > 0 and total_at(n, label.depth) < rank]
    leaves = [n for n in others if not deepest_total(n)]
    runs = (
        [before, after]
        if len(before) >= len(after) or total.index > min((n.index for n in others), default=0)
        else [after, before]
    )
    runs += [[n for n in r if not deepest_total(n)] for r in runs]
    if rivals:  # one of several: it can only sum a run
        return [*subtotal_readings(runs[0], label), *subtotal_readings(runs[1], label), *runs]
    whole = [subtotals_and_loose(lower, leaves, label), leaves] if lower else [leaves]
    return [*whole, [n for n in lower if total_at(n, label.depth)], *top_marks(leaves), *runs]


def with_left_out(
    lines: Sequence[GridLine], total: GridLine, label: Label, rank: int
) -> list[list[GridLine]]:
    """The runs beside a subtotal with the rows in them that the whole leaves out: “과정수 미포함”
    has its own 소계.
    """
    before = run([n for n in lines if n.index < total.index][::-1], label.depth, rank)[::-1]
    after = run([n for n in lines if n.index > total.index], label.depth, rank)
    return [r for r in (before, after) if any(not part_like(n) for n in r)]


def subtotal_readings(reading: Sequence[GridLine], label: Label) -> list[list[GridLine]]:
    lower, leaves = (
        [n for n in reading if deepest_total(n)],
        [n for n in reading if not deepest_total(n)],
    )
    return [subtotals_and_loose(lower, leaves, label)] if lower else [leaves]


def subtotals_and_loose(
    lower: Sequence[GridLine], leaves: Sequence[GridLine], label: Label
) -> list[GridLine]:
    """The subtotals, and the leaves whose group has none."""
    groups = {group(n, label.depth) for n in lower}
    return sorted(
        [*outermost(lower), *(n for n in leaves if group(n, label.depth) not in groups)],
        key=lambda n: n.index,
    )


def outermost(lower: Sequence[GridLine]) -> list[GridLine]:
    """Of subtotals inside one another the outer ones."""
    depth = {n.index: min(lab.depth for lab in n.labels if total_rank(lab.core)) for n in lower}

    def inside(one: GridLine, other: GridLine) -> bool:
        above = depth[other.index] - 1
        return depth[other.index] < depth[one.index] and group(other, above) == group(one, above)

    return [n for n in lower if not any(inside(n, m) for m in lower)]


def top_marks(leaves: Sequence[GridLine]) -> list[list[GridLine]]:
    """Leaves whose label starts with the same kind of mark as the first: “1.” rows that “-” rows
    below them break down.
    """
    kinds = [mark_kind(n) for n in leaves]
    if len(set(kinds)) < 2:
        return []
    return [[n for n, kind in zip(leaves, kinds, strict=True) if kind == kinds[0]]]


def top_of_nested(grid: Grid, lines: Sequence[GridLine]) -> list[GridLine]:
    """The lines without those that a line before them sums; empty where there are none such."""
    nodes, parents = nested(grid, lines)
    return nodes if parents else []


def nested(
    grid: Grid, lines: Sequence[GridLine]
) -> tuple[list[GridLine], list[tuple[GridLine, tuple[int, ...]]]]:
    """The top lines, and every line that sums the ones below it: “특별회계” above “공기업” and
    “기타”, with no mark to tell them apart.

    Nothing but the figures says so: the columns must agree, all but one of three and more (which is
    then a misprint).
    """
    nodes: list[GridLine] = []
    parents: list[tuple[GridLine, tuple[int, ...]]] = []
    for line in reversed(lines):
        held = summed_below(grid, line, nodes[:LONGEST_GROUP])
        if held:
            parents.append((line, tuple(n.index for n in nodes[:held])))
        nodes = [line, *nodes[held:]]
    return nodes, parents


def summed_below(grid: Grid, line: GridLine, below: Sequence[GridLine]) -> int:
    """How many of the lines below it a line sums, the fewest that fit; 0 where it sums none. Sums
    run on from line to line.
    """
    wholes = [
        (cross.index, q)
        for cross in grid.crosses
        if (q := grid.slot(line.index, cross.index, 0)) and is_whole(q)
    ]
    sums = [Column(Decimal(0), 0, 0) for _ in wholes]
    for count, node in enumerate(below, 1):
        for at, (cross, whole) in enumerate(wholes):
            part = grid.slot(node.index, cross, 0)
            if part is not None and part.value is not None and part.unit == whole.unit:
                made, parts, filled = sums[at]
                sums[at] = Column(made + part.value, parts + 1, filled + bool(part.value))
        if count >= FEWEST and columns_fit([q for _, q in wholes], sums):
            return count
    return 0


def is_whole(figure: Quantity) -> bool:
    return figure.value is not None and figure.kind not in ("ratio", "change", "score")


def columns_fit(wholes: Sequence[Quantity], sums: Sequence[Column]) -> bool:
    """Whether the columns with two parts and more agree, one at least with three digits; one may
    miss where two others agree.
    """
    fits, misses = 0, 0
    for whole, (made, parts, filled) in zip(wholes, sums, strict=True):
        if filled < FEWEST or whole.value is None:
            continue
        grain = whole.multiplier * (parts if whole.multiplier > 1 else 0)
        if abs(made - whole.value) > grain:
            misses += 1
        elif abs(whole.value) >= THREE_DIGITS * whole.multiplier:
            fits += 1
        if misses > 1:
            return False
    return fits > 1 if misses else fits > 0


def nested_claims(grid: Grid) -> list[Claim]:
    """The lines that sum the ones below them in a table that has a total, where two columns at
    least show it.
    """
    leaves = [n for n in grid.lines if part_like(n) and not deepest_total(n)]
    if len(leaves) == len(grid.lines):
        return []
    made = []
    for line, parts in nested(grid, leaves)[1]:
        label = line.labels[-1] if line.labels else Label("", line.index, line.index + 1, 0)
        claims = _readings_to_claims(grid, line, label, [parts], 0)
        made += claims if len(claims) > 1 else []
    return made


def mark_kind(line: GridLine) -> str:
    found = MARK.match(line.labels[-1].text) if line.labels else None
    return re.sub(r"\d+", "0", found["mark"]) if found else ""


def run(lines: Sequence[GridLine], depth: int, rank: int) -> list[GridLine]:
    """The lines up to the next total that is as high, or higher."""
    made: list[GridLine] = []
    for line in lines:
        if total_at(line, depth) >= rank:
            break
        made.append(line)
    return made


def scope_of(grid: Grid, total: GridLine, label: Label) -> list[GridLine]:
    """The lines that share every label above the total's own."""
    above = [lab for lab in total.labels if lab.depth < label.depth]
    if not above:
        return list(grid.lines)
    inner = above[-1]
    return [n for n in grid.lines if inner.start <= n.index < inner.stop]


def suffix(line: GridLine, label: Label) -> tuple[str, ...]:
    return tuple(lab.core for lab in line.labels if lab.depth > label.depth)


def suffix_matches(line: GridLine, rest: tuple[str, ...], depth: int) -> bool:
    return tuple(lab.core for lab in line.labels if lab.depth > depth)[-len(rest) :] == rest


def total_at(line: GridLine, depth: int) -> int:
    """The rank of the line's total label at this depth, 0 where it has none there."""
    return max((total_rank(lab.core) for lab in line.labels if lab.depth == depth), default=0)


def deepest_total(line: GridLine) -> int:
    return max((total_rank(lab.core) for lab in line.labels), default=0)


def group(line: GridLine, depth: int) -> int:
    """The start of the line's label at this depth: which group it belongs to."""
    return next((lab.start for lab in line.labels if lab.depth == depth), line.index)


def part_like(line: GridLine) -> bool:
    """Not a rate, a difference, last year's figure or a remark beside the parts."""
    return all(is_part_label(lab.core) for lab in line.labels)


@functools.lru_cache(maxsize=1 << 15)
def is_part_label(core: str) -> bool:
    ends, named = tuple(words("totals")["not_parts"]), words("totals")["left_out"]
    return not core.endswith(ends) and not any(word in core for word in named)


def _readings_to_claims(
    grid: Grid, total: GridLine, label: Label, readings: list[tuple[int, ...]], slot: int
) -> list[Claim]:
    made = []
    for cross in grid.crosses:
        stated = grid.slot(total.index, cross.index, slot)
        if stated is None or stated.value is None or not readings or not summable(stated, cross):
            continue
        lists = [
            cells_to_operands(grid, stated, reading, cross.index, slot) for reading in readings
        ]
        if not any(lists) or is_mean(grid, stated, cross, readings[0], slot):
            continue
        family = f"{grid.table_no}:{grid.axis}:{total.index}:{label.depth}:{slot}"
        said = [
            ("table", str(grid.table_no)),
            ("axis", grid.axis),
            ("line", str(total.index)),
            ("cross", str(cross.index)),
        ]
        said += [("partition", "yes")] if all_partition(grid, readings[0]) else []
        made.append(
            Claim(
                "sum_of_rows",
                "sum",
                stated.quantity_id,
                lists[0],
                tuple(lists[1:]),
                stated.quote,
                tuple(said),
                family=family,
            )
        )
    return made


def summable(stated: Quantity, cross: GridLine) -> bool:
    """Counts and money add up; shares do where the column is a 구성비; marks, rates and averages
    never.
    """
    if stated.kind in ("count", "money", "duration", "change") and stated.unit not in (
        "%",
        "%p",
        "점",
    ):
        return not stated.per and not any(
            word in lab.core
            for lab in cross.labels
            for word in ("평균", "률", "율", "순위", "단가")
        )
    return stated.unit == "%" and any(
        word in lab.core for lab in cross.labels for word in words("formulas")["changes"]["share"]
    )


def is_mean(
    grid: Grid, stated: Quantity, cross: GridLine, reading: Sequence[int], slot: int
) -> bool:
    """A “total” between the least and the greatest of its parts in a column without a name and a
    unit: a rate or a mean, never their sum.

    소계 102.9 over 102.6, 106.7, 100.0 … of a table whose header (달성률) was lost.
    """
    if (
        stated.unit is not None
        or (any(lab.core for lab in cross.labels) and not stated.decimals)
        or stated.value is None
    ):
        return False
    parts = [
        q.value
        for n in reading
        if (q := grid.slot(n, cross.index, slot)) is not None and q.value is not None
    ]
    return (
        len(parts) >= FEWEST
        and all(v > 0 for v in parts)
        and min(parts) <= stated.value <= max(parts)
    )


def cells_to_operands(
    grid: Grid, stated: Quantity, reading: Sequence[int], cross: int, slot: int
) -> tuple[str, ...]:
    """The figures of the lines at one crossing; empty where a cell cannot be added (another unit,
    words among digits, a range).
    """
    made = []
    for line in reading:
        part = grid.slot(line, cross, slot)
        if part is None:
            if slot == 0 and not grid.blank(line, cross):
                return ()
            continue
        if part.value is None or not addable(stated, part):
            return ()
        made.append(part.quantity_id)
    return tuple(made) if len(made) >= FEWEST or (made and len(reading) >= FEWEST) else ()


def addable(stated: Quantity, part: Quantity) -> bool:
    return (part.unit, part.currency) == (stated.unit, stated.currency) and part.kind in (
        stated.kind,
        "count",
        "change",
    )


def all_partition(grid: Grid, reading: Sequence[int]) -> bool:
    cores = [n.labels[-1].core if n.labels else "" for n in grid.lines if n.index in set(reading)]
    return bool(cores) and all(core in words("totals")["partitions"] for core in cores)
