"""A table's body: its bits put into bands, and what its columns hold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from pipeline.layout.grid.bits import SPANS, STRIP, Beside, Bit, region_to_bits
from pipeline.layout.grid.names import names_at_left, names_to_one, names_to_spans
from pipeline.layout.grid.regions import SOLID, Region
from pipeline.text import bullet_at, is_total

OVERLAPS = 0.12  # em that two lines of one band share in height
FIGURES = 0.6  # of a column's lines
FEWEST_NUMBERED = 3
OFTEN = 0.15  # of the marked lines that an outer mark opens at least


@dataclass(slots=True, eq=False)
class Band:
    """Bits that share their height; `above`: the white over it on its page, None at a page's head;
    `ruled`: a rule lies in that white.
    """

    page: int
    top: float
    bottom: float
    bits: list[Bit]
    spans: bool = False
    sole: bool = False  # it is a row by itself
    total: bool = False
    above: float | None = None
    ruled: bool = False


@dataclass(slots=True, eq=False)
class Body:
    """A table's body: its bits, those of label columns apart, and the bands of the others."""

    bits: list[Bit]
    bands: list[Band]
    labels: int  # columns at the left
    title: int
    text: int  # the column of what was achieved
    figures: dict[int, float]  # by column of figures: how often it has one, in the fullest's terms
    key: tuple[str, int] | None  # the kind and depth of the titles' numbers
    mark: str | None  # the outer mark of the text
    em: float
    label_bits: list[Bit] = field(default_factory=list)
    plain: bool = False  # no programmes: a numbered line of any kind is a row
    solid: float = SOLID  # em of white between two lines of one cell, at most
    lined: bool = False  # of lines of text, which cut no cell without a trace
    number: int = -1  # the column of rows' numbers, -1 where there is none

    @property
    def first_filled(self) -> int:
        """The first column that has any ink."""
        return min({b.col for b in self.bits} - {SPANS}, default=0)


def region_to_body(region: Region, labels: int, title: int, text: int) -> Body:
    """The bits and bands of a region whose first `labels` columns hold merged labels."""
    bits = names_to_one(region_to_bits(region), text, region)
    bits.sort(key=lambda b: (b.top, b.x0))
    plain = not region.header.is_programme
    key = None if plain else _commonest_key(_of(bits, title))
    keys = {_commonest_key(_of(bits, c), 1) for c in range(labels)} | {key}
    names_to_spans(bits, keys, region.em)
    if labels or (title == 0 and keys != {None}):
        names_at_left(bits, labels, keys, region)
    label_bits = [b for b in bits if 0 <= b.col < labels]
    bands = _bits_to_bands(bits, region, labels)
    body = Body(bits, bands, labels, title, text, {}, key, None, region.em, label_bits)
    body.solid, body.lined = region.solid, region.lined
    body.plain, body.number = plain, _number_column(region)
    body.mark = None if plain else _outer_mark(_of(bits, text))
    body.figures = _columns_to_shares(bits, _figure_columns(body, len(region.edges) + 1))
    if body.lined:
        _mark_totals(body)
    return body


def _number_column(region: Region) -> int:
    roles = region.header.roles
    return roles.index("number") if "number" in roles else -1


def _figure_columns(body: Body, count: int) -> list[int]:
    """The columns of figures among all of a table, its programmes' and texts' left out."""
    words = () if body.plain else (body.title, body.text)
    return [
        c
        for c in range(body.labels, count)
        if c not in words and (c == body.number or are_figures(body.bits, c))
    ]


def _of(bits: Sequence[Bit], col: int) -> list[Bit]:
    return [b for b in bits if b.col == col]


def _commonest_key(bits: Iterable[Bit], fewest: int = FEWEST_NUMBERED) -> tuple[str, int] | None:
    """The kind and depth of most numbers: of enough of them, or of a first and a second."""
    values: dict[tuple[str, int], list[int]] = {}
    for b in bits:
        if b.number:
            values.setdefault(b.number, []).append(b.value[-1])
    best = max(values, key=lambda key: len(values[key]), default=None)
    own = values.get(best, []) if best else []
    return best if len(own) >= fewest or own == [1, 2] else None


def are_figures(bits: Sequence[Bit], col: int) -> bool:
    own = [b.figure for b in bits if b.col == col]
    return len(own) > 1 and sum(own) > FIGURES * len(own)


def _columns_to_shares(bits: Sequence[Bit], columns: Sequence[int]) -> dict[int, float]:
    """By column, how many lines it has of those that the fullest has; sums that only totals have
    say nothing of the other rows.
    """
    counts = {c: sum(b.col == c for b in bits) for c in columns}
    most = max(counts.values(), default=1)
    return {c: n / most if 2 * n > most else 0.0 for c, n in counts.items()}


def _outer_mark(bits: Sequence[Bit]) -> str | None:
    """The mark that stands furthest left, of those that open more than a few lines."""
    marked = [b for b in bits if bullet_at(b.text)]
    count = Counter(b.text[0] for b in marked)
    where = {
        mark: float(np.median([b.x0 for b in marked if b.text[0] == mark]))
        for mark, n in count.items()
        if n > OFTEN * len(marked)
    }
    return min(where, key=lambda m: where[m]) if where else None


def _bits_to_bands(bits: Sequence[Bit], region: Region, labels: int) -> list[Band]:
    """The bands of all bits but those of labels."""
    bands: list[Band] = []
    for b in bits:
        if 0 <= b.col < labels:
            continue
        last = bands[-1] if bands else None
        if last is not None and _is_beside(b, last, region.em):
            last.bottom = max(last.bottom, b.bottom)
            last.bits.append(b)
            continue
        band = Band(b.page, b.top, b.bottom, [b], b.col == SPANS)
        if last is not None and last.page == b.page:
            band.above = b.top - last.bottom
            band.ruled = _is_ruled(region, labels, last, band)
        bands.append(band)
    for band in bands:
        band.sole = band.spans
    return bands


def _mark_totals(body: Body) -> None:
    """Tells the bands of totals; one that has a figure in every column of figures is a row."""
    beside = Beside(body.label_bits)
    columns = {c for c, share in body.figures.items() if share} - {body.number}
    for band in body.bands:
        texts = [b.text for b in (*band.bits, *beside.between(band.top, band.bottom))]
        band.total = any(map(is_total, texts))
        filled = {b.col for b in band.bits if b.figure}
        band.sole |= band.total and set() < columns <= filled


def _is_beside(b: Bit, band: Band, em: float) -> bool:
    spans = band.spans or b.col == SPANS
    return not spans and b.top < band.bottom - OVERLAPS * em


def _is_ruled(region: Region, labels: int, above: Band, below: Band) -> bool:
    """Whether a rule over all columns but labels lies between two bands."""
    low, high = above.bottom - above.page * STRIP, below.top - below.page * STRIP
    all_columns = set(range(labels, len(region.edges) + 1))
    return any(all_columns <= w.over for w in region.walls.between(below.page, low, high))
