"""Labels of merged cells (과제, 분야) to the rows that they cover, wherever in their span they are
printed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.layout.flattened.aligned_columns import ColumnModel, key_of
from pipeline.layout.flattened.aligned_rows import GridRow
from pipeline.layout.flattened.segments import Segment
from pipeline.layout.flattened.spans import Span
from pipeline.text import numbering_at

MOST_CHOICES = 40  # rows tried as the first of a label
APART = 2  # lines; pieces of labels without numbers that stand further apart are two labels
Piece = tuple[int, Segment]  # the row that it stands beside, and the piece


@dataclass(slots=True)
class Label:
    """The rows first..last (indexes into the table's rows) under one label, and its pieces."""

    first: int
    last: int
    pieces: list[Span] = field(default_factory=list)
    doubt: str | None = None


def rows_to_labels(
    rows: Sequence[GridRow], column: int, model: ColumnModel, inner: Sequence[Label] = ()
) -> list[Label]:
    """The labels of one column. A heading over the whole width ends every label, and so does a
    total named in the column.

    inner: the labels of the column to its right; a label of this one begins where one of them does.
    """
    found: list[Label] = []
    firsts = frozenset(label.first for label in inner)
    start = 0
    for k in range(len(rows) + 1):
        total = k < len(rows) and rows[k].kind == "total" and column in rows[k].cells
        if k == len(rows) or rows[k].kind == "full" or total:
            if k > start:
                found.extend(_section_labels(rows, start, k, column, model, firsts))
            if total:
                found.append(Label(k, k, [s for p in rows[k].cells[column] for s in p]))
            start = k + 1
    return found


def _section_labels(
    rows: Sequence[GridRow],
    start: int,
    end: int,
    column: int,
    model: ColumnModel,
    firsts: frozenset[int],
) -> list[Label]:
    """The labels between two headings: borders where the programmes' numbers begin anew, else where
    the labels themselves stand.
    """
    pieces = [
        (r, s)
        for r in range(start, end)
        if rows[r].kind == "row"
        for b in rows[r].lines
        for s in b.cells.get(column, [])
    ]
    borders = _restarts(rows, start, end, model) if column == model.at("group") else []
    labels = _pieces_to_labels(pieces)
    if not borders or (len(borders) < len(labels) and not _paths(model)):
        borders = _label_borders(labels, start, end, rows, firsts)
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
    """Rows whose programme is the first of its group: number 1 again, or another number before the
    last (“1-3”, “2-1”).
    """
    title = model.at("programme")
    found, group = [start], None
    for r in range(start, end):
        text = (
            rows[r].cells[title][0][0].text
            if title is not None and rows[r].kind == "row" and title in rows[r].cells
            else ""
        )
        numbering = numbering_at(text)
        if numbering is None or model.programme_key is None:
            continue
        above = numbering.value[:-1]
        if r > start and (
            (not above and numbering.value == (1,))
            or (above and group is not None and above != group)
        ):
            found.append(r)
        group = above
    numbered = any(r.kind == "row" for r in rows[start:end]) and model.programme_key is not None
    return found if numbered else []


def _pieces_to_labels(pieces: Sequence[Piece]) -> list[list[Piece]]:
    """Pieces of one label each: a number opens one, and where labels have none a piece that stands
    apart from the one before.
    """
    found: list[list[Piece]] = []
    keys = Counter(key for _, s in pieces if (key := key_of(s)))
    usual = keys.most_common(1)[0][0] if keys else None
    for r, s in pieces:
        apart = bool(found) and s.row - found[-1][-1][1].row > APART
        if not found or (usual is not None and key_of(s) == usual) or (apart and usual is None):
            found.append([(r, s)])
        else:
            found[-1].append((r, s))
    return found


def _label_borders(
    labels: Sequence[Sequence[Piece]],
    start: int,
    end: int,
    rows: Sequence[GridRow],
    firsts: frozenset[int],
) -> list[int]:
    """First rows of the labels: where they are printed if each stands at the top of a row, else as
    if each stood in its middle.
    """
    if len(labels) < 2:
        return [start]
    tops = [own[0][0] for own in labels]
    at_top = all(rows[r].lines[0].row == own[0][1].row for r, own in zip(tops, labels, strict=True))
    if at_top and len(set(tops)) == len(tops) and (not firsts or set(tops[1:]) <= firsts):
        return [start, *tops[1:]]
    return _centred(labels, start, end, rows, firsts)


def _centred(
    labels: Sequence[Sequence[Piece]],
    start: int,
    end: int,
    rows: Sequence[GridRow],
    firsts: frozenset[int],
) -> list[int]:
    """The borders for which every label stands nearest to the middle of those of its rows that are
    on its page.
    """
    choices = [[start], *(_choices(a, b, end, firsts) for a, b in pairwise(labels)), [end]]
    best: list[list[tuple[float, int]]] = [[(0.0, -1)]]
    for k, own in enumerate(labels):
        row = []
        for b in choices[k + 1]:
            options = [
                (best[k][j][0] + _apart(own, rows, a, b), j)
                for j, a in enumerate(choices[k])
                if a < b
            ]
            row.append(min(options, default=(float("inf"), 0)))
        best.append(row)
    at = 0
    borders: list[int] = []
    for k in range(len(labels), 0, -1):
        at = best[k][at][1]
        borders.insert(0, choices[k - 1][at])
    return sorted(set(borders))


def _choices(
    before: Sequence[Piece], after: Sequence[Piece], end: int, firsts: frozenset[int]
) -> list[int]:
    """Rows at which a label may begin: behind the first piece of the one before, no later than its
    own first piece.
    """
    low, high = before[0][0] + 1, max(after[0][0], before[0][0] + 1)
    found = list(range(max(low, high - MOST_CHOICES), min(high, end - 1) + 1))
    return [r for r in found if r in firsts] or found or [min(low, end - 1)]


def _apart(own: Sequence[Piece], rows: Sequence[GridRow], first: int, end: int) -> float:
    """How far a label stands from the middle of the rows first..end-1, of those on its own page, in
    lines.
    """
    page = own[0][1].span.line.page
    while first < end - 1 and rows[first].lines[-1].line.page != page:
        first += 1
    while end - 1 > first and rows[end - 1].lines[0].line.page != page:
        end -= 1
    return (
        abs(own[0][1].row + own[-1][1].row - rows[first].lines[0].row - rows[end - 1].lines[-1].row)
        / 2
    )
