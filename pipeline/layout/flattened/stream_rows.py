"""Events of a cell-by-cell text to areas, groups and rows; whatever the order of the text leaves open is marked on its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.layout.flattened.rows import AreaDraft, GroupDraft, RowDraft
from pipeline.layout.flattened.spans import Span
from pipeline.layout.flattened.streams import Event

ORDER, BORDER = "row_order_doubt", "row_boundary_doubt"


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


def events_to_rows(events: Sequence[Event]) -> list[Row]:
    """A row for each title with the lines behind it. Titles that wait together share the chunks that follow, in order and in doubt."""
    rows: list[Row] = []
    by_event: dict[int, Row] = {}
    waiting: list[Row] = []
    chunks: list[tuple[int, list[list[Span]]]] = []
    early: list[list[Span]] = []
    lines: dict[int, list[Span]] = {}
    for k, event in enumerate(events):
        span = event.unit.span
        if event.role in ("title", "area") and chunks:
            _share_out(waiting, chunks, rows, early)
            waiting, chunks, early = [], [], []
        if event.role == "title" and event.unit.numbering:
            row = Row(k, RowDraft([span]), event.unit.numbering.value)
            rows.append(row)
            waiting.append(row)
            by_event[k] = row
        elif event.role == "line":
            lines[k] = [span]
            fresh = not chunks or chunks[-1][0] != event.unit.chunk
            if fresh:
                chunks.append((event.unit.chunk, []))
            chunks[-1][1].append(lines[k])
        elif event.role == "more" and event.of in by_event:
            by_event[event.of].draft.title.append(span)
            if event.doubt:
                by_event[event.of].doubt(BORDER)
        elif event.role == "more" and event.of in lines:
            lines[event.of].append(span)
        elif event.role in ("figures", "extra") and rows:
            getattr(rows[-1].draft, event.role).append(span)
    _share_out(waiting, chunks, rows, early)
    for row in rows:
        row.draft.lines = [line for chunk in row.chunks for line in chunk]
    return rows


def _share_out(waiting: list[Row], chunks: list[tuple[int, list[list[Span]]]], rows: list[Row], early: list[list[Span]]) -> None:
    """Gives chunks of lines to the titles that wait for them. One title takes all; equal numbers go one to one, in doubt."""
    texts = [lines for _, lines in chunks]
    if not waiting:
        if rows and texts:
            rows[-1].chunks.extend(texts)
            rows[-1].doubt(ORDER)
        return
    if len(waiting) == 1:
        waiting[0].chunks.extend(texts)
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


def headings_to_areas(events: Sequence[Event], rows: Sequence[Row], has_group: bool) -> list[AreaDraft]:
    """Labels and areas matched with the rows at which numbers begin anew: the k-th label with the k-th run, where both count the same."""
    runs = _runs(rows)
    heads = _heads(events)
    labels = [h for h in heads if h[0] == "group"]
    if has_group and len(labels) == len(runs):
        return _in_order(heads, runs)
    sectioned = _by_section(heads, rows, has_group)
    return sectioned


def _runs(rows: Sequence[Row]) -> list[list[Row]]:
    """Rows of one group: the number is 1 again, or its first part changes (“1-3”, “2-1”)."""
    runs: list[list[Row]] = []
    for row in rows:
        before = runs[-1][-1].value if runs else None
        if before is None or (row.value[-1] <= before[-1]) or row.value[:-1] != before[:-1]:
            runs.append([])
        runs[-1].append(row)
    return runs


def _heads(events: Sequence[Event]) -> list[tuple[str, int, list[Span]]]:
    """Areas and labels in the order of the text: role, event, stretches."""
    heads: dict[int, tuple[str, int, list[Span]]] = {}
    for k, event in enumerate(events):
        if event.role in ("area", "group"):
            heads[k] = (event.role, k, [event.unit.span])
        elif event.role == "more" and event.of in heads:
            heads[event.of][2].append(event.unit.span)
    return list(heads.values())


def _in_order(heads: Sequence[tuple[str, int, list[Span]]], runs: Sequence[Sequence[Row]]) -> list[AreaDraft]:
    """The k-th label heads the k-th run; an area begins at the first label behind its heading."""
    areas: list[AreaDraft] = []
    left = list(runs)
    pending: list[list[Span]] = []
    for role, _, spans in heads:
        if role == "area":
            pending.append(spans)
            continue
        areas.extend(AreaDraft(title) for title in pending)
        pending = []
        if not areas:
            areas.append(AreaDraft())
        areas[-1].groups.append(GroupDraft(spans, [r.draft for r in left.pop(0)]))
    areas.extend(AreaDraft(title) for title in pending)
    return areas


def _by_section(heads: Sequence[tuple[str, int, list[Span]]], rows: Sequence[Row], has_group: bool) -> list[AreaDraft]:
    """Rows between two areas' headings; where labels and runs do not count the same there, every row of the section is in doubt."""
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


def _section(rows: Sequence[Row], labels: Sequence[list[Span]], has_group: bool) -> list[GroupDraft]:
    runs = _runs(rows)
    if not has_group:
        return [GroupDraft([], [r.draft for r in rows])] if rows else []
    if len(runs) != len(labels):
        for row in rows:
            row.doubt(ORDER)
    groups = [GroupDraft(labels[k] if k < len(labels) else [], [r.draft for r in run]) for k, run in enumerate(runs)]
    if groups:
        for extra in labels[len(runs) :]:
            groups[-1].label.extend(extra)
    return groups
