"""Events of a cell-by-cell text to areas, groups and rows; whatever the order of the text leaves
open is marked on its rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.layout.flattened.rows import AreaDraft, GroupDraft, RowDraft
from pipeline.layout.flattened.spans import Span
from pipeline.layout.flattened.streams import Event
from pipeline.model import Line
from pipeline.text import bullet_at, numbering_at

Head = tuple[str, int, list[Span]]  # "area" or "group", its event, its stretches
Label = tuple[
    int, int, list[Span]
]  # the position that its number claims, how many areas stand before it, its stretches
ORDER, BORDER = "row_order_doubt", "row_boundary_doubt"


def _span(text: str) -> Span:
    return Span(Line(1, None, text), 0, len(text))


@dataclass(slots=True)
class Row:
    """A title's event, its row draft, and the chunks of lines that the text gives it."""

    event: int
    draft: RowDraft
    value: tuple[int, ...]
    chunks: list[list[list[Span]]] = field(default_factory=list)

    def doubt(self, code: str) -> None:
        self.draft.doubt = self.draft.doubt or code


def events_to_areas(events: Sequence[Event], has_group: bool) -> tuple[list[AreaDraft], float]:
    """The areas with all that they hold, and what share of the rows is in doubt (0 to 1)."""
    rows = events_to_rows(events)
    areas = headings_to_areas(events, rows, has_group)
    doubts = sum(r.draft.doubt is not None for r in rows)
    return areas, doubts / len(rows) if rows else 1.0


@dataclass(slots=True)
class Reading:
    """What has been read so far: rows, those that wait for lines, and the lines that came since, by
    chunk.
    """

    rows: list[Row] = field(default_factory=list)
    by_event: dict[int, Row] = field(default_factory=dict)
    waiting: list[Row] = field(default_factory=list)
    chunks: list[tuple[int, list[list[Span]]]] = field(default_factory=list)
    lines: dict[int, list[Span]] = field(default_factory=dict)

    def share_out(self) -> None:
        _share_out(self.waiting, self.chunks, self.rows)
        self.waiting, self.chunks = [], []

    def add(self, k: int, event: Event) -> None:
        """Takes the k-th event."""
        span = event.unit.span
        if event.role == "title" and event.unit.numbering:
            self.by_event[k] = Row(k, RowDraft([span]), event.unit.numbering.value)
            self.rows.append(self.by_event[k])
            self.waiting.append(self.by_event[k])
        elif event.role == "line":
            self.lines[k] = [span]
            if not self.chunks or self.chunks[-1][0] != event.unit.chunk:
                self.chunks.append((event.unit.chunk, []))
            self.chunks[-1][1].append(self.lines[k])
        elif event.role == "more" and event.of in self.by_event:
            self.by_event[event.of].draft.title.append(span)
            if event.doubt:
                self.by_event[event.of].doubt(BORDER)
        elif event.role == "more" and event.of in self.lines:
            self.lines[event.of].append(span)
        elif event.role in ("figures", "extra") and self.rows:
            getattr(self.rows[-1].draft, event.role).append(span)

    def doubt(self, event: Event) -> None:
        """Marks the rows that an event leaves in doubt; a piece that the text tore off may belong
        to the row before, too.
        """
        if event.doubt and self.rows and event.role not in ("area", "group"):
            self.rows[-1].doubt(BORDER)
        elif (event.role == "unread" or (event.doubt and event.role == "group")) and len(
            event.unit.span.text
        ) > 1:
            for row in self.rows[-2:]:
                row.doubt(ORDER)


def events_to_rows(events: Sequence[Event]) -> list[Row]:
    """A row for each title with the lines behind it. Titles that wait together share the chunks
    that follow, in order and in doubt.
    """
    reading = Reading()
    for k, event in enumerate(events):
        if event.role in ("title", "area") and reading.chunks:
            reading.share_out()
        reading.add(k, event)
        reading.doubt(event)
    reading.share_out()
    for row in reading.rows:
        row.draft.lines = [line for chunk in row.chunks for line in chunk]
    return reading.rows


def _share_out(
    waiting: list[Row], chunks: list[tuple[int, list[list[Span]]]], rows: list[Row]
) -> None:
    """Gives chunks of lines to the titles that wait for them. One title takes all; equal numbers go
    one to one, in doubt.
    """
    texts = [lines for _, lines in chunks]
    if not waiting:
        if rows and texts:
            rows[-1].chunks.extend(texts)
            rows[-1].doubt(ORDER)
        return
    if len(waiting) == 1:
        waiting[0].chunks.extend(texts)
        if sum(_opens_cell(lines, texts) for lines in texts) > 1:
            waiting[0].doubt(BORDER)
        return
    for row in waiting:
        row.doubt(ORDER)
    if len(texts) == len(waiting):
        for row, chunk in zip(waiting, texts, strict=True):
            row.chunks.append(chunk)
    else:
        waiting[-1].chunks.extend(texts)
        before = rows.index(waiting[0])
        if before and len(rows[before - 1].chunks) > 1:
            rows[before - 1].doubt(ORDER)


def _opens_cell(
    lines: Sequence[Sequence[Span]], chunks: Sequence[Sequence[Sequence[Span]]]
) -> bool:
    """Whether a chunk begins with the mark that the row's first chunk begins with, as another row's
    cell would.
    """
    first, own = bullet_at(chunks[0][0][0].text), bullet_at(lines[0][0].text)
    return first is not None and own is not None and own.family == first.family


def headings_to_areas(
    events: Sequence[Event], rows: Sequence[Row], has_group: bool
) -> list[AreaDraft]:
    """Labels and areas matched with the runs of rows: the k-th label with the k-th run, where both
    count the same.
    """
    runs, heads = _runs(rows), _heads(events)
    titles = [spans for role, _, spans in heads if role == "area"]
    if has_group:
        for lone in (False, True):
            labels = heads_to_labels(heads, lone)
            if len(labels) == len(runs):
                return _in_order(titles, labels, runs)
    return _by_section(heads, rows, has_group)


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one group: the number is 1 again, or its first part changes (“1-3”, “2-1”)."""
    runs: list[list[Row]] = []
    for row in rows:
        values = [r.value for r in runs[-1]] if runs else []
        again = (
            bool(values) and row.value <= values[-1] and (row.value[-1] == 1 or row.value in values)
        )
        if not values or again or row.value[:-1] != values[-1][:-1]:
            runs.append([])
        elif (
            row.value < values[-1]
        ):  # the text gives a group's rows in another order than their numbers do
            for late in (row, runs[-1][-1]):
                late.doubt(ORDER)
        runs[-1].append(row)
    return [sorted(run, key=lambda r: r.value) for run in runs]


def _heads(events: Sequence[Event]) -> list[Head]:
    """Areas and labels in the order of the text."""
    heads: dict[int, Head] = {}
    for k, event in enumerate(events):
        if event.role in ("area", "group"):
            heads[k] = (event.role, k, [event.unit.span])
        elif event.role == "more" and event.of in heads:
            heads[event.of][2].append(event.unit.span)
    return list(heads.values())


def heads_to_labels(heads: Sequence[Head], lone: bool) -> list[Label]:
    """The labels with the position that each one's number claims. Numbers that jump show a label
    that lost its number: it is the piece that stands there without one, or empty where there is
    none. lone: an area without any label has one too.

    >>> heads_to_labels([("group", 0, [_span("1. 가")]), ("group", 1, [_span("3. 나")])], False)[1]
    (2, 0, [])
    """
    found: list[Label] = []
    pieces: list[list[Span]] = []
    area, fresh = 0, False
    for role, _, spans in [*heads, ("area", -1, [])]:
        numbering = numbering_at(spans[0].text) if role == "group" else None
        if role == "area":
            if lone and fresh:
                found.append((1, area, pieces[0] if pieces else []))
            area, fresh, pieces = area + 1, True, []
        elif numbering is None:
            pieces.append(spans)
        else:
            value, before = numbering.value[-1], found[-1][0] if found else 0
            lost = (
                1
                if value == 2 and (before != 1 or fresh)
                else before + 1
                if value == before + 2
                else None
            )
            if lost is not None:
                found.append((lost, area, pieces[-1] if pieces else []))
            found.append((value, area, spans))
            pieces, fresh = [], False
    return found


def _in_order(
    titles: Sequence[list[Span]], labels: Sequence[Label], runs: Sequence[Sequence[Row]]
) -> list[AreaDraft]:
    """The k-th label heads the k-th run. An area begins where the labels' numbers begin anew; where
    these are not as many as the areas, at the first label behind its heading, and then every row is
    in doubt unless the labels count on through the whole report."""
    starts = [k for k, (number, _, _) in enumerate(labels) if number == 1]
    if len(starts) != len(titles):
        if len(starts) > 1 or not titles:
            for row in (r for run in runs for r in run):
                row.doubt(ORDER)
        starts = [
            next((k for k, (_, area, _) in enumerate(labels) if area >= n), len(labels))
            for n in range(1, len(titles) + 1)
        ]
    areas = [] if starts[:1] == [0] else [AreaDraft()]
    for k, ((_, _, label), run) in enumerate(zip(labels, runs, strict=True)):
        areas.extend(
            AreaDraft(title) for start, title in zip(starts, titles, strict=True) if start == k
        )
        areas[-1].groups.append(GroupDraft(label, [r.draft for r in run]))
    areas.extend(
        AreaDraft(title)
        for start, title in zip(starts, titles, strict=True)
        if start >= len(labels)
    )
    return areas


def _by_section(heads: Sequence[Head], rows: Sequence[Row], has_group: bool) -> list[AreaDraft]:
    """Rows between two areas' headings; where labels and runs do not count the same there, every
    row of the section is in doubt.
    """
    starts = [k for role, k, _ in heads if role == "area"]
    titles = [spans for role, _, spans in heads if role == "area"]
    bounds = [-1, *starts, len(rows) and max(r.event for r in rows) + 1]
    areas: list[AreaDraft] = []
    for n, (a, b) in enumerate(zip(bounds, [*bounds[1:-1], float("inf")], strict=False)):
        own = [r for r in rows if a < r.event < b]
        labels = [h for h in heads if h[0] == "group" and a < h[1] < b]
        if n == 0 and not own and not labels:
            continue
        area = AreaDraft(titles[n - 1] if n else [])
        areas.append(area)
        area.groups = _section(own, [h[2] for h in labels], has_group)
    return areas


def _section(
    rows: Sequence[Row], labels: Sequence[list[Span]], has_group: bool
) -> list[GroupDraft]:
    runs = _runs(rows)
    if not has_group:
        return [GroupDraft([], [r.draft for r in rows])] if rows else []
    if len(runs) != len(labels):
        for row in rows:
            row.doubt(ORDER)
    groups = [
        GroupDraft(labels[k] if k < len(labels) else [], [r.draft for r in run])
        for k, run in enumerate(runs)
    ]
    if groups:
        for extra in labels[len(runs) :]:
            groups[-1].label.extend(extra)
    return groups
