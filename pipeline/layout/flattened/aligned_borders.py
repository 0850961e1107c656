"""Where one row of an aligned table ends and the next begins.

Cells are set at the top of their row (then a row begins where its title begins) or in its middle
(then the borders are chosen so that the titles stand in the middle of their rows): both are tried
on the whole table, and the one that fits better holds.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from pipeline.layout.flattened.aligned_body import BodyLine, opens_row
from pipeline.layout.flattened.aligned_columns import ColumnModel, mark_of
from pipeline.layout.flattened.aligned_figures import stands_for_a_row
from pipeline.layout.flattened.assign import BUREAU, is_full
from pipeline.text import display_width

MOST_CHOICES = 40  # borders tried between two titles; more lines than that belong to no row of ours
NARROW = 0.75  # of the titles' width
BLANK_BONUS = 0.6  # of a line: what a blank line speaks for a border
SURE = 0.5  # of a line: a second choice of borders so near is as good
NO_MARK = 1.0  # of a line: what it costs to begin a row on a line that begins no achievement line
OTHER_MARK = (
    0.5  # of a line: the same on one that begins with another mark of the outermost family (“➁”)
)
UNCLOSED = 2.0  # of a line: a bracket left open in one row is closed in the next
ANCHORS = 3.0  # of a line: a row with figures of two rows, or of none


@dataclass(frozen=True, slots=True)
class Marker:
    """The lines first..last (indexes into the block) that one title, or a row's number, stands on."""

    first: int
    last: int
    doubt: bool = False


@dataclass(frozen=True, slots=True)
class Borders:
    """Rows of one block as (first, behind last) indexes; cost in lines; which rows are in doubt."""

    rows: tuple[tuple[int, int], ...]
    cost: float
    doubts: frozenset[int]


def block_to_markers(block: Sequence[BodyLine], model: ColumnModel) -> list[Marker]:
    """One marker a row: numbered titles, else the numbers of a number column, else titles told
    apart by blank lines and full lines.
    """
    title, number = model.at("programme"), model.at("number")
    if model.programme_key or number is None:
        opens = (
            [k for k, b in enumerate(block) if opens_row(b, model)] if model.programme_key else []
        )
        if not model.programme_key:
            return _unnumbered(block, model)
        ends = [*opens[1:], len(block)][: len(opens)]
        return [
            Marker(a, max(k for k in range(a, e) if block[k].has(title)))
            for a, e in zip(opens, ends, strict=True)
        ]
    return [Marker(k, k) for k, b in enumerate(block) if b.has(number)]


def lines_to_anchors(block: Sequence[BodyLine], model: ColumnModel) -> list[int]:
    """The lines that only one row can have: several figures side by side, or (without columns of
    figures) a bureau's whole name.

    Source: “농촌왕진버스  농촌활력과  390  390  100.0” below “귀농귀촌 종합지원센터  농촌활력과
    510  498  97.6”, no number, no blank line.
    """
    columns, bureau = model.figures(), model.at("department")
    if columns:
        few = min(2, len(columns))
        return [
            k
            for k, b in enumerate(block)
            if sum(stands_for_a_row(b.cells[c][0].text) for c in columns if c in b.cells) >= few
        ]
    return [
        k
        for k, b in enumerate(block)
        if bureau is not None and b.has(bureau) and BUREAU.fullmatch(b.cells[bureau][0].text)
    ]


def _unnumbered(block: Sequence[BodyLine], model: ColumnModel) -> list[Marker]:
    """Runs of title lines, each run cut where it has lines that only one row can have; where no
    line of the block is such a one, a new title begins beside an achievement line if the line above
    had room left."""
    title, lines = model.at("programme"), model.at("achievements")
    anchors = set(lines_to_anchors(block, model))
    runs: list[list[int]] = []
    doubts: set[int] = set()
    texts = {
        k: " ".join(s.text for s in b.cells[title])
        for k, b in enumerate(block)
        if title is not None and b.has(title)
    }
    width = max((display_width(t) for t in texts.values()), default=0)
    for k, text in texts.items():
        beside = block[k].first(lines)
        marked = beside is not None and (beside.kind == "bullet" or lines is None)
        if runs and runs[-1][-1] == k - 1 and not block[k].gap:
            full = is_full(texts[k - 1], text, width)
            beside_both = marked and block[k - 1].has(
                lines
            )  # a title before a long word leaves more room than a row's only line
            if (
                (full and not (beside_both and display_width(texts[k - 1]) < NARROW * width))
                or not marked
                or anchors
            ):
                runs[-1].append(k)
                doubts |= {len(runs) - 1} if full and marked and not anchors else set()
                continue
            doubts |= {len(runs) - 1, len(runs)} if full else set()
        runs.append([k])
    if not anchors:
        return [Marker(r[0], r[-1], n in doubts) for n, r in enumerate(runs)]
    return [
        marker for run in runs for marker in _run_to_markers(run, [k for k in run if k in anchors])
    ]


def _run_to_markers(run: Sequence[int], anchors: Sequence[int]) -> list[Marker]:
    """One marker an anchor: titles begin at it where the run does, else they stand around it.

    >>> [(m.first, m.last) for m in _run_to_markers([3, 4, 5], [3, 5])], len(_run_to_markers([3, 4], []))
    ([(3, 4), (5, 5)], 1)
    """
    if len(anchors) < 2:
        return [Marker(run[0], run[-1])]
    top = anchors[0] == run[0]
    starts = anchors if top else [run[0], *((a + b + 1) // 2 for a, b in pairwise(anchors))]
    ends = [*(k - 1 for k in starts[1:]), run[-1]]
    return [Marker(a, b, not top) for a, b in zip(starts, ends, strict=True)]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the lines of a block say about borders, by line; sums are of the lines before it.

    place: lines that hold more than a label. marks: what it costs to begin a row there. anchors:
    lines that only one row can have; None if there are not as many as rows. parens: brackets opened
    and not closed in the achievements.
    """

    place: tuple[int, ...]
    marks: tuple[float, ...]
    anchors: tuple[int, ...] | None
    parens: tuple[int, ...]
    told: tuple[bool, ...]  # whether a line has achievements, or lines have no marks


def block_to_evidence(
    block: Sequence[BodyLine], markers: Sequence[Marker], model: ColumnModel
) -> Evidence:
    """The evidence of one block."""
    labels = [c for c in (model.at("area"), model.at("group")) if c is not None]
    lines = [b.first(model.at("achievements")) for b in block]
    anchors = set(lines_to_anchors(block, model))
    texts = [s.text if s else "" for s in lines]
    marks, cost = [0.0], 0.0
    usual = Counter(s.text[0] for s in lines if s and mark_of(s, model) == model.outer).most_common(
        1
    )
    for k in range(
        len(block) - 1, -1, -1
    ):  # a row begins with the first of its achievement lines, wherever in the row it stands
        segment = lines[k]
        if segment is not None and model.outer is not None:
            outer = mark_of(segment, model) == model.outer
            cost = NO_MARK * (not outer) + OTHER_MARK * (
                outer and bool(usual) and segment.text[0] != usual[0][0]
            )
        marks.append(cost)
    return Evidence(
        tuple(accumulate((any(c not in labels for c in b.cells) for b in block), initial=0)),
        tuple(reversed(marks)),
        tuple(accumulate((k in anchors for k in range(len(block))), initial=0))
        if len(anchors) == len(markers)
        else None,
        tuple(accumulate((t.count("(") - t.count(")") for t in texts), initial=0)),
        tuple(s is not None or model.outer is None for s in lines),
    )


def block_to_borders(
    block: Sequence[BodyLine], markers: Sequence[Marker], model: ColumnModel, top: bool
) -> Borders:
    """The borders that fit best between the markers of one block, rows set at their top or in their
    middle.
    """
    seen = block_to_evidence(block, markers, model)
    choices = [
        [0],
        *(_choices(block, a, b, model, seen) for a, b in pairwise(markers)),
        [len(block)],
    ]
    best: list[list[tuple[float, int]]] = [[(0.0, -1)]]
    for k, marker in enumerate(markers):
        row = []
        for end in choices[k + 1]:
            options = [
                (best[k][j][0] + _cost(block, seen, marker, a, end, top), j)
                for j, a in enumerate(choices[k])
                if a <= marker.first
            ]
            row.append(min(options))
        best.append(row)
    at, cuts = 0, [len(block)]
    for k in range(len(markers), 0, -1):
        at = best[k][at][1]
        cuts.insert(0, choices[k - 1][at])
    doubts = _doubts(block, seen, markers, choices, cuts, top)
    return Borders(tuple(pairwise(cuts)), best[-1][0][0], frozenset(doubts))


def _choices(
    block: Sequence[BodyLine], before: Marker, marker: Marker, model: ColumnModel, seen: Evidence
) -> list[int]:
    """Where the row of `marker` may begin: at its title, or above it at a line that begins an
    achievement line.
    """
    own = [
        k
        for k in range(max(before.last + 1, marker.first - MOST_CHOICES), marker.first)
        if _begins(block, k, model, seen)
    ]
    return [*own, marker.first]


def _begins(block: Sequence[BodyLine], k: int, model: ColumnModel, seen: Evidence) -> bool:
    """Whether an outermost achievement line (or any line of a table whose lines have no marks)
    begins on a line.
    """
    segment = block[k].first(model.at("achievements"))
    if model.outer is None or (seen.anchors is not None and seen.anchors[k + 1] > seen.anchors[k]):
        return True
    labels = (model.at("area"), model.at("group"), model.at("programme"))
    if (
        segment is None
        and any(c not in labels for c in block[k].cells)
        and not block[k].has(labels[2])
        and k + 1 < len(block)
    ):
        # a cell of two lines beside an achievement of one stands half a line above it: “미래산업”
        # over “과”
        k += 1
        segment = block[k].first(model.at("achievements"))
    return block[k].gap > 0 or (segment is not None and mark_of(segment, model) == model.outer)


def _cost(
    block: Sequence[BodyLine], seen: Evidence, marker: Marker, start: int, end: int, top: bool
) -> float:
    """How far the marker is from where it would stand in a row of the lines start..end-1, and what
    speaks against such a row.
    """
    place = seen.place
    cost = seen.marks[start] * (start > 0) - BLANK_BONUS * (start > 0 and block[start].gap > 0)
    cost += UNCLOSED * (seen.parens[end] != seen.parens[start])
    if seen.anchors is not None:
        cost += ANCHORS * abs(seen.anchors[end] - seen.anchors[start] - 1)
    if top:  # the first achievement line stands at the top, too
        cost += NO_MARK * (start > 0 and not seen.told[start] and seen.marks[start] == 0)
        return cost + place[marker.first] - place[start]
    return (
        cost + abs((place[marker.first] + place[marker.last]) - (place[start] + place[end] - 1)) / 2
    )


def _doubts(
    block: Sequence[BodyLine],
    seen: Evidence,
    markers: Sequence[Marker],
    choices: Sequence[Sequence[int]],
    cuts: Sequence[int],
    top: bool,
) -> set[int]:
    """Rows beside a border that could stand elsewhere at nearly the same cost."""
    found = {k for k, m in enumerate(markers) if m.doubt}
    for k in range(1, len(markers)):
        costs = [
            _cost(block, seen, markers[k - 1], cuts[k - 1], p, top)
            + _cost(block, seen, markers[k], p, cuts[k + 1], top)
            for p in [cuts[k], *(p for p in choices[k] if p != cuts[k])]
        ]
        if any(c < costs[0] + SURE for c in costs[1:]):
            found |= {k - 1, k}
    return found


def blocks_to_borders(blocks: Sequence[Sequence[BodyLine]], model: ColumnModel) -> list[Borders]:
    """The borders of every block, all rows of a table set one way; rows that the other way would
    cut differently at the same cost doubt.
    """
    marked = [(b, block_to_markers(b, model)) for b in blocks]
    ways = [
        [
            block_to_borders(b, m, model, top) if m else Borders((), 0.0, frozenset())
            for b, m in marked
        ]
        for top in (True, False)
    ]
    costs = [sum(w.cost for w in way) for way in ways]
    held, other = (0, 1) if costs[0] <= costs[1] else (1, 0)
    if costs[other] - costs[held] > SURE:
        return ways[held]
    found = []
    for a, b in zip(ways[held], ways[other], strict=True):
        differ = {k for k, (x, y) in enumerate(zip(a.rows, b.rows, strict=True)) if x != y}
        found.append(Borders(a.rows, a.cost, a.doubts | differ))
    return found
