"""Totals of a table, down and across: 계, 합계, 소계, 총계 against what they sum, with subtotals
and nested header groups.

Which cells a total sums is not printed; every reading that the labels allow is listed (the same
readings for every column of one total row, a family), and the judge takes the one that the columns
together confirm.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from pipeline.lexicon import ends_in, has, having, holds
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern
from pipeline.quantify.claim_grid import Grid, GridLine, Label, place_of, total_rank

FEWEST, MOST, MANY = 2, 400, 100
THREE_DIGITS = 100
WHOLE, NEAR_WHOLE = 100, 1  # percent; shares add up to all, a rate of the plan (263.1 %) does not
LONGEST_GROUP = 30
LONGEST_NOTE = 60  # characters of a label that are quoted as a note
MARK_KINDS = (
    ("0", lazy_pattern(r"\d+")),
    ("A", lazy_pattern("[가-하]")),  # 가, 나, 다 …
    ("Ⅰ", lazy_pattern("[IVXⅠ-Ⅻ]+")),
    ("①", lazy_pattern("[①-⑳]")),
)
MARK = lazy_pattern(r"\s*(?P<mark>[①-⑳]|[^\w\s가-힣]|\d{1,2}[.)]|[가-하][.)]|[IVXⅠ-Ⅻ]{1,4}\.?)")

NO_SUM = lazy_pattern(r"\L<no_sum_in_head>")


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
    grid = replace(grid, lines=without_repeated_feet(grid))
    ranks = Counter(total_rank(label.core) for line in grid.lines for label in line.labels)
    for line in grid.lines:
        for label in line.labels:
            rank = total_rank(label.core)
            near = (
                grid.around(line, MOST) if ranks[rank] > MANY else grid
            )  # one of hundreds sums what stands beside it
            readings = total_readings(near, line, label, rank) if rank else []
            for slot in (0, 1):
                made += noted(_readings_to_claims(grid, line, label, readings, slot), label)
    return made + nested_claims(grid) + marked_claims(grid) + whole_claims(grid)


def noted(claims: list[Claim], label: Label) -> list[Claim]:
    """The claims of a total, with its label as a note where that says what it leaves out: “계(중복
    3개소 제외)”.
    """
    out = holds(label.text, "left_out_label")
    note = ("note", label.text[:LONGEST_NOTE])
    return [replace(c, words=(*c.words, note)) for c in claims] if out else claims


def without_repeated_feet(grid: Grid) -> tuple[GridLine, ...]:
    """The lines, of a total that is printed word for word again below (the foot of every page of a
    statement) the last one alone.
    """
    kept: list[GridLine] = []
    seen: set[tuple[object, ...]] = set()
    for line in reversed(grid.lines):
        if deepest_total(line):
            figures = tuple(grid.text(line.index, cross.index) for cross in grid.crosses)
            key = (*(label.core for label in line.labels), *figures)
            if key in seen and any(figures):
                continue
            seen.add(key)
        kept.append(line)
    return tuple(reversed(kept))


def total_readings(grid: Grid, total: GridLine, label: Label, rank: int) -> list[tuple[int, ...]]:
    """The lists of line numbers that a total may sum, likeliest first, each list once."""
    scope, rest = without_spending(scope_of(grid, total, label)), suffix(total, label)
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
        found.append(run_over_groups(grid, total, label, rank))
    kept = dict.fromkeys(
        tuple(n.index for n in reading) for reading in found if FEWEST <= len(reading) <= MOST
    )
    return list(kept)


def run_over_groups(grid: Grid, total: GridLine, label: Label, rank: int) -> list[GridLine]:
    """The leaves behind a group's subtotal up to the next total, whatever their groups: a group
    without a subtotal of its own may be in that of the one before it.
    """
    if all(lab.depth >= label.depth for lab in total.labels):
        return []
    behind = [n for n in grid.lines if n.index > total.index]
    own = itertools.takewhile(lambda n: deepest_total(n) < rank, behind)
    return without_spending([n for n in own if part_like(n) and not deepest_total(n)])


def without_spending(lines: Sequence[GridLine]) -> list[GridLine]:
    """The lines without what was spent, where others are budgets: 집행 beside 예산 of one year is
    no part of 총사업비.
    """
    spent, budgets = having("head_spent"), having("budget_amount")
    cores = [n.labels[-1].core if n.labels else "" for n in lines]
    if not any(core in budgets for core in cores):
        return list(lines)
    return [n for n, core in zip(lines, cores, strict=True) if core not in spent]


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
        claims = undeclared_claims(grid, line, label, parts, 0, "nested ")
        made += claims if len(claims) > 1 else []
    return made


def marked_claims(grid: Grid) -> list[Claim]:
    """Lines with the lines right below them that stand one level deeper: 가. over 1. and 2., 1. over
    1) and 2), or over lines without a mark. Levels are the order in which kinds of marks first
    open; nothing but the figures says that the deeper ones add up, so they must prove it.
    """
    levels = mark_levels(grid.lines)
    made: list[Claim] = []
    for at, line in enumerate(grid.lines):
        parts = tuple(grid.lines[k].index for k in one_deeper(levels, at))
        if len(parts) >= FEWEST and line.labels:
            for slot in (0, 1):
                made += undeclared_claims(grid, line, line.labels[-1], parts, slot, "marked ")
    return made


def whole_claims(grid: Grid) -> list[Claim]:
    """Lines called 전체 or 누계 with all lines on one side of them: the whole of a survey or a sum so
    far is often more than the lines that are printed, so the figures must show it.
    """
    made: list[Claim] = []
    for line in grid.lines:
        label = line.labels[-1] if line.labels else None
        if label is not None and has(label.core, "whole_often_more"):
            readings = whole_readings(grid, line, label)
            for slot in (0, 1):
                claims = _readings_to_claims(grid, line, label, readings, slot, "whole ")
                made += [replace(c, declared=False, unmet="nothing") for c in claims]
    return made


def whole_readings(grid: Grid, line: GridLine, label: Label) -> list[tuple[int, ...]]:
    """The lines before a whole, up to the whole or total before it, or those behind it where it
    stands first; of subtotals and their parts the subtotals alone, or with what has none.
    """
    scope = scope_of(grid, line, label)
    before = [n for n in scope if n.index < line.index][::-1]
    ordered = before or [n for n in scope if n.index > line.index]
    near = itertools.takewhile(lambda n: not closes_a_run(n), ordered)
    held = sorted(filter(part_like, near), key=lambda n: n.index)
    found = [list(filter(deepest_total, held)), *subtotal_readings(held, label)]
    return [tuple(n.index for n in lines) for lines in found if len(lines) >= FEWEST]


def closes_a_run(line: GridLine) -> bool:
    """Another whole, or a total that is no subtotal: what stands beyond it is not this one's."""
    cores = [lab.core for lab in line.labels[-1:]]
    return any(has(core, "whole_often_more") or total_rank(core) > 1 for core in cores)


def mark_levels(lines: Sequence[GridLine]) -> list[int]:
    """How deep each line's mark stands: kinds of marks in the order in which they first open, lines
    without one below all of them, totals at -1.

    >>> texts = ("1. 수익", "가. 이자", "나. 임대", "보증금", "합계")
    >>> mark_levels([GridLine(n, (Label(t, n, n + 1, 0),)) for n, t in enumerate(texts)])
    [0, 1, 1, 2, -1]
    """
    marks = [mark_kind(n) for n in lines]
    depths = {kind: depth for depth, kind in enumerate(dict.fromkeys(filter(None, marks)))}
    depths[""] = len(depths)
    return [-1 if deepest_total(n) else depths[kind] for n, kind in zip(lines, marks, strict=True)]


def one_deeper(levels: Sequence[int], at: int) -> list[int]:
    """Of the places right behind one that stand deeper those at the first one's level; none for a
    total.

    >>> one_deeper([0, 1, 2, 1, 0, 1], 0), one_deeper([-1, 0, 1], 0)
    ([1, 3], [])
    """
    below = deeper_below(levels, at) if levels[at] >= 0 else []
    return [k for k in below if levels[k] == levels[below[0]]]


def undeclared_claims(
    grid: Grid, line: GridLine, label: Label, parts: tuple[int, ...], slot: int, origin: str
) -> list[Claim]:
    """The claims of a sum that no word names: they must prove it, and say nothing else."""
    claims = _readings_to_claims(grid, line, label, [parts], slot, origin)
    return [replace(c, declared=False, unmet="nothing") for c in claims]


def deeper_below(levels: Sequence[int], at: int) -> list[int]:
    """The places right behind one that stand deeper.

    >>> deeper_below([0, 1, 2, 1, 0, 1], 0), deeper_below([0, 1, 2, 1], 1)
    ([1, 2, 3], [2])
    """
    return list(itertools.takewhile(lambda k: levels[k] > levels[at], range(at + 1, len(levels))))


def mark_kind(line: GridLine) -> str:
    """The kind of mark that its first marked label opens with: 0. for 1., 0) for 2), A. for 나.

    >>> texts = ("Ⅲ.수익", "12) 임대료", "② 기타", "나. 이자", "합계")
    >>> lines = [GridLine(0, (Label(t, 0, 1, 0),)) for t in texts]
    >>> [mark_kind(line) for line in lines]
    ['Ⅰ.', '0)', '①', 'A.', '']
    """
    found = next((m for lab in line.labels if (m := MARK.match(lab.text))), None)
    mark = found["mark"] if found else ""
    for kind, pattern in MARK_KINDS:
        mark = pattern.sub(kind, mark)
    return mark


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
    ends, named = having("never_part"), having("left_out_label")
    return not core.endswith(ends) and not any(word in core for word in named)


def _readings_to_claims(
    grid: Grid,
    total: GridLine,
    label: Label,
    readings: list[tuple[int, ...]],
    slot: int,
    origin: str = "",
) -> list[Claim]:
    """One claim for every figure of a total line that can be a sum, with all readings that give it
    operands; the one that the total's word names (plain_parts) first, and declared.
    """
    if not readings:
        return []
    plain = [] if origin else plain_readings_of(grid, total, label, readings)
    family = f"{grid.table_no}:{grid.axis}:{origin}{total.index}:{label.depth}:{slot}"
    made = []
    for cross in grid.crosses:
        stated = grid.slot(total.index, cross.index, slot)
        if stated is None or not states_a_sum(grid, stated, cross, readings[0], slot):
            continue
        named = readings_to_operands(grid, stated, readings, cross.index, slot)
        named.sort(key=lambda pair: pair[1] not in plain)
        if named:
            names = tuple(origin + reading_name(total, reading) for _, reading in named)
            claim = sum_claim(stated, [operands for operands, _ in named], names)
            said, first = place_of(grid, total, cross), named[0][1]
            made.append(replace(claim, words=said, family=family, declared=first in plain))
    return made


def plain_readings_of(
    grid: Grid, total: GridLine, label: Label, readings: Sequence[tuple[int, ...]]
) -> list[tuple[int, ...]]:
    """The readings that sum just the lines that the total's word names."""
    parts = set(plain_parts(grid, total, label))
    return [reading for reading in readings if parts and adds_up(grid, reading) == parts]


def sum_claim(stated: Quantity, lists: Sequence[tuple[str, ...]], names: tuple[str, ...]) -> Claim:
    return Claim(
        "sum_of_rows",
        "sum",
        stated.quantity_id,
        lists[0],
        tuple(lists[1:]),
        stated.quote,
        unmet="unsupported",
        why="structure",
        readings=names,
    )


def states_a_sum(
    grid: Grid, stated: Quantity, cross: GridLine, reading: Sequence[int], slot: int
) -> bool:
    """Whether the figure of a total can be a sum at all: no rate, no mean, no count of running
    numbers.
    """
    return (
        stated.value is not None
        and summable(stated, cross)
        and not is_mean(grid, stated, cross, reading, slot)
        and not counts_on([grid.slot(n, cross.index, slot) for n in reading])
    )


def readings_to_operands(
    grid: Grid, stated: Quantity, readings: Sequence[tuple[int, ...]], cross: int, slot: int
) -> list[tuple[tuple[str, ...], tuple[int, ...]]]:
    """The operands that each reading has at one crossing; readings without any are left out."""
    made = [
        (cells_to_operands(grid, stated, reading, cross, slot), reading) for reading in readings
    ]
    return [(operands, reading) for operands, reading in made if operands]


def reading_name(total: GridLine, lines: Sequence[int]) -> str:
    """A reading's name: where its lines stand to the total, and which they are.

    >>> total = GridLine(4, ())
    >>> reading_name(total, (1, 2, 3)), reading_name(total, (5, 6, 9))
    ('before:1-3', 'after:5-6,9-9')
    """
    place = "before" if max(lines) < total.index else "after" if min(lines) > total.index else "all"
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][1] + 1:
            runs[-1][1] = line
        else:
            runs.append([line, line])
    return f"{place}:{','.join(f'{a}-{b}' for a, b in runs)}"


def plain_parts(grid: Grid, total: GridLine, label: Label) -> tuple[int, ...]:
    """The lines that a total's word names where the table is plainly built: all up to the total
    before it (or down to the next), where totals close their parts throughout, or open them; of
    lines with totals among them the totals alone. Empty where that is open: totals on both sides,
    marks of two kinds, lines that are no parts, a leaf outside every subtotal.
    """
    if suffix(total, label):
        return ()
    behind = lines_behind(scope_of(grid, total, label), total)
    held = run(behind, label.depth, total_at(total, label.depth))
    held = [n for n in held if adds_up(grid, [n.index])]
    if not is_plain(held):
        return ()
    top = max(map(deepest_total, held), default=0)
    parts = [n.index for n in held if deepest_total(n) == top]
    return tuple(sorted(parts)) if len(parts) >= FEWEST else ()


def lines_behind(scope: Sequence[GridLine], total: GridLine) -> list[GridLine]:
    """The lines on the side of a total where parts stand, the nearest first: behind it where the
    first line is a total, before it where the last one is; none where both are, or neither.
    """
    first, last = (deepest_total(scope[at]) > 0 for at in (0, -1))
    if first == last:
        return []
    ordered = list(scope) if first else list(scope[::-1])
    return ordered[[n.index for n in ordered].index(total.index) + 1 :]


def is_plain(held: Sequence[GridLine]) -> bool:
    """Whether lines can all be parts at one level: leaves with marks of one kind, or subtotals that
    open or close every group of them.
    """
    lower = [n for n in held if deepest_total(n)]
    marks = {mark_kind(n) for n in held if not deepest_total(n)}
    one_level = len(marks) <= 1 and (not lower or lower[0] is held[0])
    return one_level and all(part_like(n) for n in held)


def adds_up(grid: Grid, reading: Sequence[int]) -> set[int]:
    """The lines of a reading that print a figure: a heading row adds nothing."""
    return {n for n in reading if any(grid.at(n, cross.index) for cross in grid.crosses)}


def summable(stated: Quantity, cross: GridLine) -> bool:
    """Counts and money add up; shares do where the column is a 구성비; marks, rates and averages
    never.
    """
    amount = stated.kind in ("count", "money", "duration", "change")
    if amount and stated.unit not in ("%", "%p") and not has(stated.unit, "mark_unit"):
        return not stated.per and not any(NO_SUM.search(lab.core) for lab in cross.labels)
    named = any(ends_in(lab.core, "head_of_share") for lab in cross.labels)
    return stated.unit == "%" and named and abs((stated.value or Decimal(0)) - WHOLE) <= NEAR_WHOLE


def counts_on(parts: Sequence[Quantity | None]) -> bool:
    """Running numbers, 1기, 2기 … down a column: their total is how many there are.

    Source: the 기수 of courses in training plans.
    """
    values = [q.value for q in parts if q is not None]
    return len(values) > FEWEST and values == list(range(1, len(values) + 1))


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
