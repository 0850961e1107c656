"""Labels merged over rows: the same dynamic programming one level up, over runs of rows.

Input: the rows of a table and the bits of its label columns. Output: by label column, the row at
which each label's rows begin. Invariant: every row between two names of areas is under one label at
most, labels keep their order.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.layout.grid.bits import STRIP, Bit
from pipeline.layout.grid.body import Body
from pipeline.layout.grid.reach import OUTER_KINDS
from pipeline.layout.grid.regions import Region
from pipeline.layout.grid.rows import MODES, Mode
from pipeline.layout.grid.sharing import Label, Runs, share_out
from pipeline.layout.grid.tablerows import TableRow

NEAR = 2.2  # em of white between two lines of one label where labels are numbered

Sections = list[tuple[int, int]]


@dataclass(slots=True)
class Labelled:
    """Labels of one column with the rows that each is over (first, last exclusive)."""

    col: int
    runs: Runs = field(default_factory=list)
    cost: float = 0.0


def rows_to_labels(region: Region, body: Body, rows: Sequence[TableRow]) -> list[Labelled]:
    """The labels of each label column, outer columns first: an inner label ends where its outer one
    does.
    """
    found: list[Labelled] = []
    sections = _sections(rows)
    parted = region.walls_part_rows
    for col in range(body.labels):
        bits = [b for b in body.label_bits if b.col == col]
        key = _commonest(bits)
        labels = _over_pages(_bits_to_labels(bits, key, body), rows, key)
        sections = _walled(region, body, rows, sections, col, parted)
        tries = [_column_to_labels(body, rows, sections, labels, mode, parted) for mode in MODES]
        cost, runs = min(tries, key=lambda t: t[0])
        found.append(Labelled(col, runs, cost))
        sections = _refined(sections, runs)
    return found


def _column_to_labels(
    body: Body,
    rows: Sequence[TableRow],
    sections: Sections,
    labels: list[Label],
    mode: Mode,
    parted: bool,
) -> tuple[float, Runs]:
    """The labels of a column with their rows, and what that costs where all stand in one way;
    `parted`: rules part the rows.
    """
    whole, runs = 0.0, Runs()
    if not sections:
        return whole, runs
    inside: dict[int, list[Label]] = {}
    for label, k in zip(labels, _nearest(rows, sections, labels), strict=True):
        inside.setdefault(k, []).append(label)
    for k, own in sorted(inside.items()):
        first, last = sections[k]
        if parted:
            runs.append((Label([b for x in own for b in x.bits]), first, last))
        else:
            cost, shared = share_out(body, rows[first:last], own, mode)
            whole += cost
            runs += [(label, first + a, first + b) for label, a, b in shared]
    return whole, runs


def _sections(rows: Sequence[TableRow]) -> Sections:
    """The runs of rows between names of areas and totals, over which no label reaches."""
    names = [-1, *(k for k, r in enumerate(rows) if r.is_name or r.is_total), len(rows)]
    return [(a + 1, b) for a, b in pairwise(names) if b > a + 1]


def _walled(
    region: Region,
    body: Body,
    rows: Sequence[TableRow],
    sections: Sections,
    col: int,
    parted: bool,
) -> Sections:
    """The sections cut at the rules over a label's column; where rules part all rows, a page's
    end parts them only where a label stands beside the next page's first row.
    """
    tops: dict[int, float] = {}  # by page: where the column's labels begin
    for b in body.label_bits:
        if b.col == col:
            tops[b.page] = min(b.top, tops.get(b.page, b.top))
    found = []
    for first, last in sections:
        cuts = [
            k
            for k in range(first + 1, last)
            if _is_wall(region, body, rows[k - 1], rows[k], col, tops if parted else {})
        ]
        found += list(pairwise([first, *cuts, last]))
    return found


def _is_wall(
    region: Region,
    body: Body,
    above: TableRow,
    below: TableRow,
    col: int,
    tops: dict[int, float],
) -> bool:
    low, high = body.bands[above.last - 1], body.bands[below.first]
    if low.page == high.page:
        walls = region.walls.between(
            high.page, low.bottom - low.page * STRIP, high.top - high.page * STRIP
        )
        return any(col in w.over for w in walls)
    top = tops.get(high.page)
    return top is not None and top < high.bottom + body.em  # it stands beside the first row


def _refined(sections: Sections, runs: Runs) -> Sections:
    """The sections cut where the labels of an outer column begin and end."""
    edges = {edge for _, a, b in runs for edge in (a, b)}
    found = []
    for first, last in sections:
        inner = [k for k in range(first + 1, last) if k in edges]
        found += list(pairwise([first, *inner, last]))
    return found


def _commonest(bits: Sequence[Bit]) -> tuple[str, int] | None:
    count = Counter(b.number for b in bits if b.number)
    return count.most_common(1)[0][0] if count else None


def _bits_to_labels(bits: Sequence[Bit], key: tuple[str, int] | None, body: Body) -> list[Label]:
    """Lines set solid as one label each; where labels are numbered, all lines up to the next
    number.
    """
    found: list[Label] = []
    most = (body.solid if key is None else max(body.solid, NEAR)) * body.em
    for b in bits:
        last = found[-1] if found else None
        near = last is not None and last.page == b.page and b.top - last.bottom < most
        if last is not None and near and not _one_kind(b.number, key):
            last.add(b)
        else:
            found.append(Label([b]))
    return found


def _over_pages(
    labels: Sequence[Label], rows: Sequence[TableRow], key: tuple[str, int] | None
) -> list[Label]:
    """The labels with those made one that a page's end cuts: the second part stands beside the rest
    of the row beside which the first one stands, and no label begins inside a row.
    """
    over = {page + 1: row for row in rows for page in row.parts if page + 1 in row.parts}
    found: list[Label] = []
    for label in labels:
        row = over.get(label.page)
        opens = not found or _one_kind(label.bits[0].number, key)
        if row is not None and not opens and _is_cut(found[-1], label, row):
            found[-1].bits += label.bits
        else:
            found.append(label)
    return found


def _is_cut(upper: Label, lower: Label, row: TableRow) -> bool:
    """Two labels of two pages are both beside a row that goes over from one to the other."""
    near = upper.page + 1 == lower.page
    return near and _stands_beside(upper, row) and _stands_beside(lower, row)


def _stands_beside(label: Label, row: TableRow) -> bool:
    """Whether the last line of a label on its page, or its only ones, stand in a row's height."""
    top, bottom = row.parts[label.page]
    return top <= (label.bottom + label.top) / 2 <= bottom or top <= label.bottom <= bottom


def _nearest(rows: Sequence[TableRow], sections: Sections, labels: Sequence[Label]) -> list[int]:
    """For each label the section beside which it stands, or that is nearest to it."""
    tops = [rows[first].top for first, _ in sections]
    found = []
    for label in labels:
        middle = (label.top + label.bottom) / 2
        k = max(bisect_right(tops, middle) - 1, 0)
        after = min(k + 1, len(sections) - 1)
        below = max(middle - rows[sections[k][1] - 1].bottom, 0.0)
        found.append(k if below <= max(tops[after] - middle, 0.0) or after == k else after)
    return found


def _one_kind(number: tuple[str, int] | None, key: tuple[str, int] | None) -> bool:
    """Whether two numberings are one: romans may be typed as letters in one place, as signs in
    another.
    """
    if number is None or key is None:
        return False
    return number == key or (number[0] in OUTER_KINDS and key[0] in OUTER_KINDS)
