"""Labels of merged cells (과제, 분야) to the rows that they cover, wherever in their span they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.layout.flattened.aligned_columns import ColumnModel, key_of
from pipeline.layout.flattened.aligned_rows import GridRow
from pipeline.layout.flattened.segments import Segment
from pipeline.layout.flattened.spans import Span
from pipeline.text import numbering_at

Piece = tuple[int, Segment]  # the row that it stands beside, and the piece


@dataclass(slots=True)
class Label:
    """The rows first..last (indexes into the table's rows) under one label, and its pieces."""

    first: int
    last: int
    pieces: list[Span] = field(default_factory=list)
    doubt: str | None = None


def rows_to_labels(rows: Sequence[GridRow], column: int, model: ColumnModel) -> list[Label]:
    """The labels of one column. A heading over the whole width ends every label, and so does a total named in the column."""
    found: list[Label] = []
    start = 0
    for k in range(len(rows) + 1):
        total = k < len(rows) and rows[k].kind == "total" and column in rows[k].cells
        if k == len(rows) or rows[k].kind == "full" or total:
            if k > start:
                found.extend(_section_labels(rows, start, k, column, model))
            if total:
                found.append(Label(k, k, [s for p in rows[k].cells[column] for s in p]))
            start = k + 1
    return found


def _section_labels(rows: Sequence[GridRow], start: int, end: int, column: int, model: ColumnModel) -> list[Label]:
    """The labels between two headings: borders where the programmes' numbers begin anew, else where the labels themselves stand."""
    pieces = [(r, s) for r in range(start, end) if rows[r].kind == "row" for b in rows[r].lines for s in b.cells.get(column, [])]
    borders = _restarts(rows, start, end, model) if column == model.at("group") else []
    labels = _pieces_to_labels(pieces, model)
    if not borders or (len(borders) < len(labels) and not _paths(model)):
        borders = _label_borders(labels, start, end, rows)
    found = [Label(a, b - 1) for a, b in pairwise([*borders, end])]
    if len(found) == len(labels):
        for label, own in zip(found, labels, strict=True):
            label.pieces = [s.span for _, s in own]
        return found
    for r, s in pieces:
        next(f for f in reversed(found) if f.first <= r).pieces.append(s.span)
    return found


def _paths(model: ColumnModel) -> bool:
    return model.programme_key is not None and model.programme_key[1] > 1


def _restarts(rows: Sequence[GridRow], start: int, end: int, model: ColumnModel) -> list[int]:
    """Rows whose programme is the first of its group: number 1 again, or another number before the last (“1-3”, “2-1”)."""
    title = model.at("programme")
    found, group = [start], None
    for r in range(start, end):
        text = rows[r].cells[title][0][0].text if title is not None and rows[r].kind == "row" and title in rows[r].cells else ""
        numbering = numbering_at(text)
        if numbering is None or model.programme_key is None:
            continue
        above = numbering.value[:-1]
        if r > start and ((not above and numbering.value == (1,)) or (above and group is not None and above != group)):
            found.append(r)
        group = above
    numbered = any(r.kind == "row" for r in rows[start:end]) and model.programme_key is not None
    return found if numbered else []


def _pieces_to_labels(pieces: Sequence[Piece], model: ColumnModel) -> list[list[Piece]]:
    """Pieces of one label each: a number opens one, and so does a piece that stands apart from the one before."""
    found: list[list[Piece]] = []
    for r, s in pieces:
        apart = bool(found) and s.row - found[-1][-1][1].row > 2
        numbered = key_of(s) == model.group_key and s.numbering is not None
        if not found or numbered or (apart and model.group_key is None):
            found.append([(r, s)])
        else:
            found[-1].append((r, s))
    return found


def _label_borders(labels: Sequence[Sequence[Piece]], start: int, end: int, rows: Sequence[GridRow]) -> list[int]:
    """First rows of the labels: where they are printed if each stands at the top of a row, else as if each stood in its middle."""
    if len(labels) < 2:
        return [start]
    tops = [own[0][0] for own in labels]
    at_top = all(rows[r].lines[0].row == own[0][1].row for r, own in zip(tops, labels, strict=True))
    if at_top and len(set(tops)) == len(tops):
        return [start, *tops[1:]]
    return _centred(labels, start, end, rows)


def _centred(labels: Sequence[Sequence[Piece]], start: int, end: int, rows: Sequence[GridRow]) -> list[int]:
    """Each label stands in the middle of its rows, so its end is as far below its middle as its beginning is above."""
    borders = [start]
    for own, follow in pairwise(labels):
        first = rows[borders[-1]].lines[0].row
        below = own[0][1].row + own[-1][1].row - first
        options = list(range(max(borders[-1] + 1, own[-1][0]), min(follow[0][0], end - 1) + 1)) or [min(borders[-1] + 1, end - 1)]
        borders.append(min(options, key=lambda r: abs(rows[r].lines[0].row - 1 - below)))
    return sorted(set(borders))
