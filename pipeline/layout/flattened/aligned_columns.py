"""Segments of aligned lines to columns: by what they open with, and by where the column begins on
the lines around.

Offsets are only roughly aligned: poppler maps x to character offsets line by line, and lines full
of Hangul push what follows. So a column's start is learnt from the sure segments nearby (bullets,
programme numbers), not from the header alone.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median_low

from pipeline.layout.flattened.aligned_headers import AlignedColumn
from pipeline.layout.flattened.assign import BUREAU
from pipeline.layout.flattened.segments import Segment
from pipeline.pattern import lazy_pattern

TEXT_ROLES = ("department", "remarks", "indicator", "label")
LABEL_ROLES = ("area", "group")
MAIN_ROLES = ("area", "group", "programme", "achievements", "number")
INDENT = 3  # characters by which poppler may move marks of one column apart
NEAR = 6  # lines; a start learnt so near holds for a line before the page's usual one does
BESIDE = 8  # characters; a merge of two segments into one cell is as bad as so much distance
FAR = 26  # characters; a segment so far from every column belongs to none
FIGURE_FIRST = lazy_pattern(r"[△▲-]?\d[\d,.]*%?\s")  # a figure that touches the next cell's text
MOST_BARE = 2  # titles without a number for each number
COUNTED_MARKS = ("paren", "circled", "hangul")  # numberings that open a line inside a cell
AREA_KINDS = ("roman", "latin_roman", "ordinal")
Key = tuple[str, int]  # kind of numbering and how many numbers it has: ("path", 2)


@dataclass(slots=True)
class Starts:
    """Where a column's sure segments begin: their rows, in order, and offsets; `usual` is the
    middle one.
    """

    rows: list[int] = field(default_factory=list)
    offsets: list[int] = field(default_factory=list)
    usual: int = 0

    def near(self, row: int) -> tuple[int, ...]:
        """The start on the nearest row that shows one, and the usual one.

        >>> Starts([1, 5], [30, 34], 31).near(4), Starts([], [], 7).near(4)
        ((34, 31), (7,))
        """
        k = bisect_left(self.rows, row)
        close = [
            j for j in (k - 1, k) if 0 <= j < len(self.rows) and abs(self.rows[j] - row) <= NEAR
        ]
        if not close:
            return (self.usual,)
        return (self.offsets[min(close, key=lambda j: abs(self.rows[j] - row))], self.usual)


@dataclass(slots=True)
class ColumnModel:
    """The columns of one table with what their body taught: starts by column, the programmes' and
    the groups' kind of numbering.
    """

    headers: Sequence[
        tuple[int, Sequence[AlignedColumn]]
    ]  # the first row below each printing of the header, and its columns
    roles: list[str | None]
    starts: dict[int, Starts] = field(default_factory=dict)
    programme_key: Key | None = None
    group_key: Key | None = None
    outer: str | None = (
        None  # family of the marks of outermost achievement lines, None where lines have no marks
    )

    @property
    def columns(self) -> Sequence[AlignedColumn]:
        return self.headers[0][1]

    def columns_at(self, row: int) -> Sequence[AlignedColumn]:
        """The columns as the header above a row prints them: pages shift their columns."""
        return self.headers[max(0, bisect_right(self.headers, row, key=lambda h: h[0]) - 1)][1]

    def at(self, role: str) -> int | None:
        return self.roles.index(role) if role in self.roles else None

    def figures(self) -> list[int]:
        """The columns whose cells hold one figure each."""
        return [
            c
            for c, role in enumerate(self.roles)
            if role not in MAIN_ROLES and role not in TEXT_ROLES
        ]

    def in_region(self, c: int, segment: Segment, to_next: bool = False) -> bool:
        """Whether a segment begins behind the header before and no later than the column's own
        header ends, or the next one begins.
        """
        columns = self.columns_at(segment.row)
        end = (
            columns[c].x1
            if not to_next
            else columns[c + 1].x0
            if c + 1 < len(columns)
            else segment.x0 + 1
        )
        return (c == 0 or segment.x0 >= columns[c - 1].x1 - 3) and segment.x0 < end


def key_of(segment: Segment) -> Key | None:
    return (segment.numbering.kind, len(segment.numbering.value)) if segment.numbering else None


def mark_of(segment: Segment, model: ColumnModel) -> str | None:
    """The family of the mark that a segment opens with, no note's; a number counts where it numbers
    no programmes and no groups (“➀”).
    """
    if segment.bullet is not None:
        return segment.bullet.family if segment.bullet.family != "note" else None
    numbering = segment.numbering
    counts = (
        numbering is not None
        and numbering.kind in COUNTED_MARKS
        and key_of(segment) not in (model.programme_key, model.group_key)
    )
    return numbering.kind if numbering is not None and counts else None


def segments_to_model(
    headers: Sequence[tuple[int, Sequence[AlignedColumn]]], rows: Sequence[Sequence[Segment]]
) -> ColumnModel:
    """Learns from the body where its columns begin and how its programmes and groups are numbered."""
    model = ColumnModel(headers, [c.role for c in headers[0][1]])
    roles = model.roles
    if roles.count("group") > 1 and "area" not in roles:
        roles[roles.index("group")] = (
            "area"  # “전략  추진과제”: of two columns of labels the left one is the wider
        )
    settle_achievements(model, rows)
    title, group = model.at("programme"), model.at("group")
    if title is not None:
        model.programme_key = _usual_key(
            [s for r in rows for s in r if model.in_region(title, s)], len(rows)
        )
        if model.programme_key and _are_headings(model, title, rows):
            model.programme_key = None
    if group is not None:
        labels = [(len(r), s) for r in rows for s in r if model.in_region(group, s)]
        model.group_key = _usual_key([s for n, s in labels if n > 1], 0) or _usual_key(
            [s for _, s in labels if s.numbering and s.numbering.kind not in AREA_KINDS], 0
        )
    for c in range(len(roles)):
        model.starts[c] = _column_starts(model, c, rows)
    return model


def settle_achievements(model: ColumnModel, rows: Sequence[Sequence[Segment]]) -> None:
    """Keeps one column of achievements: “실적” over figures is a result, over sentences or marked
    lines it is what was achieved.
    """
    roles = model.roles
    prose = {
        c: _prose(model, c, rows) for c, r in enumerate(roles) if r in ("achievements", "actual")
    }
    for c in prose:
        roles[c] = "actual" if prose[c] == 0 else roles[c]
    found = [c for c in prose if roles[c] == "achievements"] or [c for c in prose if prose[c] > 0]
    for c in found:
        roles[c] = "achievements" if c == max(found, key=lambda k: prose[k]) else "remarks"


def _prose(model: ColumnModel, c: int, rows: Sequence[Sequence[Segment]]) -> int:
    """How many characters of marked or long segments stand under a column's header; 0 where figures
    do.
    """
    over = [s for r in rows for s in r if _stands_under(model, c, s)]
    told = [s for s in over if s.kind == "bullet" or (s.kind != "figure" and len(s.text) > 8)]
    return (
        sum(len(s.text) + 100 * (s.kind == "bullet") for s in told)
        if len(told) * 2 > len(over)
        else 0
    )


def _stands_under(model: ColumnModel, c: int, segment: Segment) -> bool:
    """Under the header's words, or marked and begun behind the header before: a short line under a
    word centred over a wide column.
    """
    column = model.columns_at(segment.row)[c]
    last = c + 1 == len(model.roles)
    marked = segment.kind == "bullet" and model.in_region(c, segment, to_next=last)
    return (segment.x0 < column.x1 and column.x0 < segment.x1) or marked


def _are_headings(model: ColumnModel, title: int, rows: Sequence[Sequence[Segment]]) -> bool:
    """Whether the usual numbers number headings: more titles beside marked lines have none (“1.
    돌봄 기반”, then “쉼터 운영  ○ 9개소”).
    """
    beside = [
        a for r in rows for a, b in pairwise(r) if b.kind == "bullet" and model.in_region(title, a)
    ]
    own = sum(key_of(s) == model.programme_key for r in rows for s in r)
    return own * MOST_BARE < sum(s.kind == "plain" for s in beside)


def _usual_key(segments: Sequence[Segment], rows: int) -> Key | None:
    keys = Counter(k for s in segments if (k := key_of(s)))
    best = keys.most_common(1)
    return best[0][0] if best and best[0][1] > max(1, rows // 40) else None


def _column_starts(model: ColumnModel, c: int, rows: Sequence[Sequence[Segment]]) -> Starts:
    """The sure segments of a column: bullets, programme numbers, else whatever begins in its
    region.
    """
    role = model.roles[c]
    found = [s for r in rows for s in r if model.in_region(c, s)]
    if role == "achievements":
        beside = {
            id(b)
            for r in rows
            for a, b in pairwise(r)
            if model.programme_key and key_of(a) == model.programme_key
        }
        bullets = [
            s for r in rows for s in r if id(s) in beside or model.in_region(c, s, to_next=True)
        ]
        bullets = [s for s in bullets if mark_of(s, model)]
        model.outer = _outer_family(model, bullets, rows)
        found = [s for s in bullets if mark_of(s, model) == model.outer] or _not_figures(found)
    elif role == "programme" and model.programme_key:
        sure = {id(a) for r in rows for a, b in pairwise(r) if b.bullet}
        found = [
            s
            for r in rows
            for s in r
            if key_of(s) == model.programme_key and (id(s) in sure or model.in_region(c, s))
        ]
    elif role == "group":
        found = [s for s in found if key_of(s) == model.group_key] or _not_figures(found)
    else:
        found = _not_figures(found)
    usual = median_low([s.x0 for s in found]) if found else model.columns[c].x0
    return Starts([s.row for s in found], [s.x0 for s in found], usual)


def _outer_family(
    model: ColumnModel, bullets: Sequence[Segment], rows: Sequence[Sequence[Segment]]
) -> str | None:
    """Of the families of marks that are frequent enough to open every row the leftmost, then the
    first; None where marks are rare.
    """
    key = model.programme_key
    own: dict[str, list[Segment]] = {}
    for s in bullets:
        own.setdefault(mark_of(s, model) or "", []).append(s)
    titles = sum(key_of(s) == key for r in rows for s in r) if key else 0
    if not own or sum(map(len, own.values())) * 2 < titles:
        return None
    starts = {f: median_low([s.x0 for s in own[f]]) for f in own if len(own[f]) * 2 >= titles} or {
        f: own[f][0].x0 for f in own
    }
    leftmost = min(starts.values())
    return min(
        (f for f in starts if starts[f] <= leftmost + INDENT),
        key=lambda f: (own[f][0].row, own[f][0].x0),
    )


def _not_figures(segments: Sequence[Segment]) -> list[Segment]:
    return [s for s in segments if s.kind in ("plain", "number") and not FIGURE_FIRST.match(s.text)]


def misfit(model: ColumnModel, c: int, segment: Segment) -> float:
    """How badly a segment fits a column, in characters of distance."""
    role, column = model.roles[c], model.columns_at(segment.row)[c]
    start = min(abs(segment.x0 - x) for x in model.starts[c].near(segment.row))
    middle = abs(segment.middle - column.middle)
    if role == "achievements":
        if segment.kind == "bullet":
            return start * (0.5 if start <= 8 else 1.0)
        return max(0, start - 2) + (4 if segment.kind == "figure" else 0)
    if role == "programme":
        if segment.kind == "number" and key_of(segment) == model.programme_key:
            return start * 0.5
        dotted = segment.bullet is not None and segment.bullet.family in (
            "dot",
            "dash",
        )  # a wrapped “구축 ‧ 운영”
        return start + (8 if dotted else {"bullet": 30, "figure": 6}.get(segment.kind, 0))
    if role == "number":
        return (
            middle * 0.7
            if len(segment.text) <= 6 and segment.kind in ("number", "figure")
            else 20 + middle
        )
    apart = {"bullet": 30, "figure": 8 if role in (*TEXT_ROLES, *LABEL_ROLES) else 0}.get(
        segment.kind, 0
    )
    if role in TEXT_ROLES or role in LABEL_ROLES:
        return (
            min(start, middle)
            + apart
            - (1 if role == "department" and BUREAU.fullmatch(segment.text) else 0)
        )
    return (
        middle * 0.7
        + apart
        + (0 if segment.kind == "figure" else 3 if role is None else 4 + len(segment.text) // 2)
    )


def line_to_cells(model: ColumnModel, segments: Sequence[Segment]) -> dict[int, list[Segment]]:
    """A line's segments by column, in order: the assignment that fits best in all. What is far from
    every column is left out.
    """
    if not segments or len(segments) > 4 * len(model.columns):
        return {}
    n = len(model.columns)
    own = [[misfit(model, c, s) for c in range(n)] for s in segments]
    costs, back = [own[0]], [[(-1, False)] * n]
    for k in range(1, len(segments)):
        row, steps = [], []
        best, at = float("inf"), 0
        for c in range(n):
            same = (
                costs[-1][c]
                + BESIDE
                + (FAR if segments[k].kind == "bullet" and model.roles[c] != "achievements" else 0)
            )
            fresh = best + own[k][c]
            row.append(min(same, fresh))
            steps.append((c, True) if same < fresh else (at, False))
            if costs[-1][c] < best:
                best, at = costs[-1][c], c
        costs.append(row)
        back.append(steps)
    return _trace(costs, back, own, segments)


def _trace(
    costs: list[list[float]],
    back: list[list[tuple[int, bool]]],
    own: list[list[float]],
    segments: Sequence[Segment],
) -> dict[int, list[Segment]]:
    found: dict[int, list[Segment]] = {}
    c = min(range(len(costs[-1])), key=lambda k: costs[-1][k])
    for k in range(len(segments) - 1, -1, -1):
        before, same = back[k][c]
        if same or own[k][c] <= FAR:
            found.setdefault(c, []).insert(0, segments[k])
        c = before
    return dict(sorted(found.items()))
