"""Lines of an aligned programme table to cells by column, full-width headings, totals, and what
lies outside the table.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from pipeline.layout.flattened.aligned_columns import (
    AREA_KINDS,
    ColumnModel,
    Key,
    key_of,
    line_to_cells,
    segments_to_model,
)
from pipeline.layout.flattened.aligned_cuts import CLOSE, cut_line
from pipeline.layout.flattened.aligned_headers import AlignedColumn
from pipeline.layout.flattened.assign import like_front
from pipeline.layout.flattened.segments import Segment, line_to_segments
from pipeline.layout.flattened.units import DIGITS, adopt_digits, span_to_unit
from pipeline.model import Line
from pipeline.text import is_total

MOST_APART = 60  # lines between two titles; behind so many the table has ended
LOOK_AHEAD = 12  # lines between an area's heading and the number of its first title


@dataclass(slots=True)
class BodyLine:
    """One line that is not blank. role: "row", "full" (a heading over the whole width), "total",
    "outside".
    """

    row: int
    line: Line
    gap: int  # blank lines before it
    segments: list[Segment]
    cells: dict[int, list[Segment]] = field(default_factory=dict)
    role: str = "row"

    def has(self, column: int | None) -> bool:
        return column is not None and column in self.cells

    def first(self, column: int | None) -> Segment | None:
        return self.cells[column][0] if column is not None and column in self.cells else None


def lines_to_body(
    lines: Sequence[Line],
    headers: Sequence[tuple[int, Sequence[AlignedColumn]]],
    front: Sequence[str],
) -> tuple[list[BodyLine], ColumnModel]:
    """The lines below a header with their cells, and what they taught about the columns.

    headers: the columns of every printing of the header with the number of its line. front: the
    lines before the table.
    """
    body: list[BodyLine] = []
    gap = 0
    for line in lines:
        if not line.text.strip():
            gap += 1
            continue
        gap = 0 if body and body[-1].line.page != line.page else gap
        body.append(BodyLine(len(body), line, gap, line_to_segments(line, len(body))))
        gap = 0
    _adopt_digits(body)
    numbers = [b.line.number for b in body]
    placed = [(bisect_left(numbers, n), columns) for n, columns in headers]
    for _ in range(
        2
    ):  # the first cuts show where titles begin on full lines, the second cuts what stands below them
        model = segments_to_model(placed, [b.segments for b in body])
        for b in body:
            cut = cut_line(model, b.segments)
            if len(b.segments) != 1 or len(cut) == 1 or not like_front(b.segments[0].text, front):
                b.segments = cut
    model = segments_to_model(placed, [b.segments for b in body])
    for b in body:
        b.cells = line_to_cells(model, b.segments)
    end = body_end(body, model)
    _mark_full(body[:end], model, front)
    for b in body[end:]:
        b.role, b.cells = "outside", {}
    return body, model


def _adopt_digits(body: Sequence[BodyLine]) -> None:
    """Gives titles that begin with digits (“3.24시간 돌봄”) the number that the numbers around them
    count.
    """
    maybe = [s.x0 for b in body for s in b.segments if s.kind == "plain" and DIGITS.match(s.text)]
    at = sorted(maybe)[len(maybe) // 2] if maybe else 0
    near = [
        s for b in body for s in b.segments if abs(s.x0 - at) <= CLOSE or s.kind == "bullet"
    ]  # labels have numbers of their own
    segments = near if maybe else []
    units = adopt_digits([span_to_unit(s.span, s.row) for s in segments])
    changed = {
        id(s): u.numbering
        for s, u in zip(segments, units, strict=True)
        if u.kind == "number" and s.kind == "plain"
    }
    for b in body:
        b.segments = [
            replace(s, kind="number", numbering=changed[id(s)]) if id(s) in changed else s
            for s in b.segments
        ]


def body_end(body: Sequence[BodyLine], model: ColumnModel) -> int:
    """Index behind the table's last line: what follows the last row and starts at none of its
    columns is no part of it.
    """
    last = -1
    for b in body:
        if b.row - last > MOST_APART:
            break
        last = b.row if opens_row(b, model) or is_total_line(b) else last
    for b in body[last + 1 :]:
        if not _goes_on(b, model):
            return b.row
    return len(body)


def opens_row(line: BodyLine, model: ColumnModel) -> bool:
    """Whether a line surely has a programme's title: by its number, or beside an achievement line
    where titles have none.
    """
    title, lines, number = model.at("programme"), model.at("achievements"), model.at("number")
    segment = line.first(title)
    if model.programme_key:
        return (
            segment is not None
            and key_of(segment) == model.programme_key
            and _close(model, title, segment)
        )
    beside = line.first(lines)
    if number is not None:
        return line.has(number)
    return (
        segment is not None
        and beside is not None
        and beside.kind == "bullet"
        and _close(model, title, segment)
    )


def _close(model: ColumnModel, column: int | None, segment: Segment) -> bool:
    return column is not None and any(
        abs(segment.x0 - x) <= CLOSE for x in model.starts[column].near(segment.row)
    )


def is_total_line(line: BodyLine) -> bool:
    """A total's word first (a group's label may stand before it), figures behind it."""
    texts = [s for s in line.segments if s.kind != "figure"][:2]
    return any(is_total(s.text) for s in texts) and any(s.kind == "figure" for s in line.segments)


def _goes_on(line: BodyLine, model: ColumnModel) -> bool:
    """Whether a line behind the last title is still the table's: continuation of a line or title,
    or the rest of a label.
    """
    title, lines = model.at("programme"), model.at("achievements")
    first = line.segments[0]
    if line.gap > 3:
        return False
    if lines is not None and any(_close(model, lines, s) for s in line.segments):
        return True
    if (
        first.kind == "plain"
        and line.gap == 0
        and title != 0
        and first.x1 <= _title_start(model) + 1
    ):
        return True
    if (
        title is not None
        and _close(model, title, first)
        and first.kind == "plain"
        and line.gap == 0
    ):
        return True
    return first.x0 > _title_start(model) + CLOSE and len(first.text) <= 12 and line.gap == 0


def _title_start(model: ColumnModel) -> int:
    title = model.at("programme")
    return model.starts[title].usual if title is not None else 0


def _mark_full(body: Sequence[BodyLine], model: ColumnModel, front: Sequence[str]) -> None:
    """Headings over the whole width, totals, and notes over the whole width, which are no part of
    the table.
    """
    alone = Counter(key_of(b.segments[0]) for b in body if len(b.segments) == 1)
    labels = [c for c in (model.at("group"), model.at("area")) if c is not None] or [0]
    leftmost = min((s.x0 for b in body for c in labels for s in b.cells.get(c, [])), default=0)
    for k, b in enumerate(body):
        if is_total_line(b):
            b.role = "total"
        elif len(b.segments) == 1 and _is_wide(b, model, body[k - 1] if k else None):
            b.role, b.cells = "outside" if b.segments[0].bullet else "full", {}
        elif len(b.segments) == 1 and _is_heading(body, k, model, front, alone, leftmost):
            b.role, b.cells = "full", {}


def _is_wide(line: BodyLine, model: ColumnModel, before: BodyLine | None) -> bool:
    """Begins left of the titles and runs on over their start."""
    segment, start = line.segments[0], min(model.starts[c].near(line.row)[0] for c in _texts(model))
    if (
        segment.bullet
        and segment.bullet.family == "note"
        and before is not None
        and before.has(model.at("achievements"))
    ):
        start -= CLOSE  # a note may hang out of its column
    return segment.x0 < start - 2 and segment.x1 > start + 1


def _texts(model: ColumnModel) -> list[int]:
    found = [c for c in (model.at("programme"), model.at("achievements")) if c is not None]
    return found or [0]


def _is_heading(
    body: Sequence[BodyLine],
    k: int,
    model: ColumnModel,
    front: Sequence[str],
    alone: Counter[Key | None],
    leftmost: int,
) -> bool:
    """Whether a narrow line at the left is an area's heading rather than a piece of a label. The
    numbering says so first; a line without one is an area if it is worded like the front matter, or
    if group and programme begin anew below it."""
    segment = body[k].segments[0]
    labels = [c for c in (model.at("group"), model.at("area")) if c is not None]
    key = key_of(segment)
    if segment.bullet or segment.kind == "figure":
        return False
    if key and key[0] in AREA_KINDS and key not in (model.group_key, model.programme_key):
        return True
    if labels and not any(c in body[k].cells for c in labels) and segment.x0 > leftmost:
        return False
    if key:
        known = key not in (model.group_key, model.programme_key)
        return known and (alone[key] > 1 or not labels)
    if not labels:
        return (
            model.programme_key is not None
            and segment.x0 <= _title_start(model)
            and body[k].gap > 0
            and _restarts(body, k, model)
        )
    return _restarts(body, k, model) and (
        like_front(segment.text, front) or not _completes_label(body, k, model)
    )


def _restarts(body: Sequence[BodyLine], k: int, model: ColumnModel) -> bool:
    """Whether the next numbered title is its group's first; over a label's other pieces and lines
    set above a centred title.
    """
    for b in body[k + 1 : k + 1 + LOOK_AHEAD]:
        title, group = b.first(model.at("programme")), b.first(model.at("group"))
        if group is not None and group.numbering and group.numbering.value[-1] != 1:
            return False
        if title is not None and title.numbering and key_of(title) == model.programme_key:
            return title.numbering.value[-1] == 1
    return False


def _completes_label(body: Sequence[BodyLine], k: int, model: ColumnModel) -> bool:
    """Whether a label's piece stands right above the line, which then goes on with it."""
    group = model.at("group")
    above = body[k - 1].first(group) if k else None
    if above is None or group is None:
        return False
    return body[k].gap == 0
