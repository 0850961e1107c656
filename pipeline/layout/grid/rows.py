"""Rows of a whole table by dynamic programming over its bands: the cheapest way to cut them.

Input: bands, top down over all pages. Output: where each row begins, the white that parts rows, how
cells stand in their rows, and how much dearer each edge's opposite would be. Invariant: a row is a
run of bands, every band is in one row, a name over all columns is a row of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from pipeline.layout.grid.bits import Bit
from pipeline.layout.grid.body import Band, Body
from pipeline.layout.grid.weights import WEIGHTS
from pipeline.layout.rulings import Reals

Mode = Literal["middle", "top"]
Spans = tuple[tuple[int, int], ...]  # first and last (exclusive) of each row's bands
MODES: tuple[Mode, Mode] = ("middle", "top")
TOLERANCE = 0.12  # em by which the white between two rows may differ from the usual
LONGEST = 60  # bands of a row
SLACK = 0.15  # em that a cell may be off at no cost
WHITES = 6  # of the commonest whites are tried
LEAST_WHITE = 0.1  # em
RULED = 0.05  # of the bands begin below a rule: rows of twenty lines
MOST_MARGIN = 99.0  # of an edge that nothing speaks against
MOST_FIGURES = 12  # of one column; a row of more is never cheaper than two rows
MOST_TITLES = 3  # a row of more numbered titles is never cheaper than two rows


@dataclass(frozen=True, slots=True)
class Cuts:
    """Rows as (first, last exclusive) of the bands; `margins`: by row, how much dearer it would be
    not to begin it there.
    """

    cost: float
    rows: tuple[tuple[int, int], ...]
    white: float
    mode: Mode
    margins: tuple[float, ...]
    second: float  # cost of the best cut by another white or in another way


@dataclass(slots=True)
class Row:
    """What a growing run of bands holds, counted as bands are added at its top."""

    body: Body
    titles: int = 0
    marked: int = 0
    numbered: int = 0
    first_numbered: bool = True
    first_title: Bit | None = None
    parted: int = 0
    first_text: Bit | None = None
    open: int = 0
    figures: Counter[int] = field(default_factory=Counter)
    spans: dict[int, list[float]] = field(default_factory=dict)
    pages: set[int] = field(default_factory=set)
    total: bool = False
    number_page: int | None = None

    def add(self, band: Band) -> None:
        body = self.body
        self.pages.add(band.page)
        self.total |= band.total
        self.marked += len({b.top for b in band.bits if b.number and b.col != body.text})
        for b in band.bits:
            own = self.spans.setdefault(b.col, [b.top, b.bottom])
            own[0], own[1] = min(own[0], b.top), max(own[1], b.bottom)
            if b.col in body.figures:
                self.figures[b.col] += 1
        self._add_number(band.bits)
        self._add_texts([b for b in band.bits if b.col == body.text])
        self._add_titles([b for b in band.bits if b.col == body.title])

    def _add_number(self, bits: list[Bit]) -> None:
        number = next((b for b in bits if b.col == self.body.number), None)
        self.number_page = number.page if number else self.number_page

    def _add_texts(self, texts: list[Bit]) -> None:
        if texts:
            self.first_text = texts[0]
            self.open += sum(b.text.count("(") - b.text.count(")") for b in texts)

    def _add_titles(self, titles: list[Bit]) -> None:
        if not titles:
            return
        below = [*titles[1:], *([self.first_title] if self.first_title else [])]
        for upper, lower in zip(titles, below, strict=False):
            same = upper.page == lower.page
            self.parted += same and lower.top - upper.bottom > self.body.solid * self.body.em
        self.titles += len(titles)
        key = self.body.key
        self.numbered += sum(key is not None and b.number == key for b in titles)
        self.first_title = titles[0]
        self.first_numbered = titles[0].number == key

    @property
    def figured(self) -> int:
        """The figures of the column that has most."""
        return max(self.figures.values(), default=0)

    def costs(self) -> tuple[float, float]:
        """What the row costs where cells stand in the middle of their rows, and at the top."""
        w, body = WEIGHTS, self.body
        cost = self._title_cost() + self._figure_cost()
        first = self.first_text
        if body.mark and (first is None or first.text[0] != body.mark):
            cost += w.inner_mark
        cost += w.unclosed * (self.open != 0) + w.title_parted * self.parted
        if len(self.pages) == 1:
            return cost + self._off("middle"), cost + self._off("top")
        cost += self._page_cost()
        return cost, cost

    def by_reason(self, mode: Mode) -> dict[str, float]:
        """The same by reason, where cells stand in one way; `row_text`: a mark, a bracket or white
        inside its texts.
        """
        crossed = len(self.pages) > 1
        found = {
            "row_titles": self._title_cost(),
            "row_figures": self._figure_cost(),
            "row_page": self._page_cost() if crossed else 0.0,
            "row_off": 0.0 if crossed else self._off(mode),
        }
        whole = self.costs()[MODES.index(mode)]
        return found | {"row_text": whole - sum(found.values())}

    def _page_cost(self) -> float:
        """Of a row over several pages; more where its title stands on a later page, or its number
        on one later yet.
        """
        w = WEIGHTS
        title = None if self.first_title is None else self.first_title.page
        late = title is not None and title > min(self.pages)
        number = None not in (title, self.number_page) and self.number_page != title
        behind = w.title_behind_page * late + w.number_behind_page * number
        return w.page_crossed * (len(self.pages) - 1) + behind

    def _figure_cost(self) -> float:
        w, cost = WEIGHTS, 0.0
        for col, filled in self.body.figures.items():
            n = self.figures[col]
            least = w.numbered if col == self.body.number else w.figures * filled
            cost += w.more_figures * (n - 1) if n else least
        return cost

    def _title_cost(self) -> float:
        w = WEIGHTS
        if self.body.plain:
            return w.numbered * max(0, self.marked - 1) + w.untitled_plain * (not self.titles)
        if self.body.key is None:
            return 0.0 if self.titles else w.untitled
        late = bool(self.titles) and not self.first_numbered
        none = w.untitled_line * (self.body.lined and not (self.titles or self.total))
        return w.numbered * abs(self.numbered - 1) + w.unnumbered_first * late + none

    def _off(self, mode: Mode) -> float:
        """How far its cells are off its middle, or its top."""
        top = min(s[0] for s in self.spans.values())
        bottom = max(s[1] for s in self.spans.values())
        cost = 0.0
        for a, b in self.spans.values():
            off = abs(a + b - top - bottom) / 2 if mode == "middle" else a - top
            far = WEIGHTS.off_centre * max(0.0, off / self.body.em - SLACK)
            cost += min(WEIGHTS.most_off_centre, far)
        return cost


def body_to_cuts(body: Body) -> Cuts:
    """The cheapest rows over all whites and both ways in which cells may stand."""
    bands, whites, costs = body.bands, _usual_whites(body), body_to_costs(body)
    ruled = _rules_part_rows(body)
    edges = np.array([[_edge_cost(b, w, body.em, ruled) for w in whites] for b in bands])
    inner = np.array([[_inner_cost(b, w, body) for w in whites] for b in bands])
    ways = [_forward(own, edges, inner) for own in costs]
    tried = [(m, k) for m in range(len(ways)) for k in range(len(whites))]
    tried.sort(key=lambda way: ways[way[0]][-1, way[1]])

    def trace(m: int, k: int) -> tuple[Spans, tuple[float, ...]]:
        return _traced(ways[m][:, k], _priced(costs[m], edges[:, k], inner[:, k]))

    mode, white = tried[0]
    cost = float(ways[mode][-1, white])
    rows, margins = trace(mode, white)
    others = (float(ways[m][-1, k]) for m, k in tried[1:] if trace(m, k)[0] != rows)
    second = next(others, cost + MOST_MARGIN)
    return Cuts(cost, rows, whites[white], MODES[mode], margins, second)


def cuts_to_reasons(body: Body, cuts: Cuts) -> list[dict[str, float]]:
    """What each row costs by reason, its edge above and the white inside it too."""
    ruled = _rules_part_rows(body)
    found: list[dict[str, float]] = []
    for first, last in cuts.rows:
        bands = body.bands[first:last]
        if bands[0].spans:
            found.append({})
            continue
        row = Row(body)
        for band in reversed(bands):
            row.add(band)
        reasons = row.by_reason(cuts.mode)
        edge = _edge_cost(bands[0], cuts.white, body.em, ruled) if first else 0.0
        inner = sum(_inner_cost(band, cuts.white, body) for band in bands[1:])
        found.append(reasons | {"row_white": edge, "row_inner_white": inner})
    return found


def _usual_whites(body: Body) -> list[float]:
    em = body.em
    count = Counter(
        round(b.above * 2) / 2 for b in body.bands if b.above and b.above > LEAST_WHITE * em
    )
    return [white for white, _ in count.most_common(WHITES)] or [em]


def _rules_part_rows(body: Body) -> bool:
    """Rules stand between most rows: an edge without one is odd."""
    return sum(b.ruled for b in body.bands) >= max(2, RULED * len(body.bands))


def body_to_costs(body: Body) -> tuple[Reals, Reals]:
    """For either way of standing what each row costs: of the row that ends behind band `end` and
    has `n + 1` bands at [end, n]; infinite where no row is so long.
    """
    shape = len(body.bands), min(LONGEST, len(body.bands))
    costs = np.full(shape, np.inf), np.full(shape, np.inf)
    for end in range(len(body.bands)):
        for n, (middle, top) in enumerate(_rows_ending(body, end)):
            costs[0][end, n], costs[1][end, n] = middle, top
    return costs


def _rows_ending(body: Body, end: int) -> Iterator[tuple[float, float]]:
    """The costs of the rows whose last band is `end`, from one band on."""
    bands = body.bands
    if bands[end].sole:
        yield 0.0, 0.0
        return
    row = Row(body)
    for start in range(end, max(-1, end - LONGEST), -1):
        if bands[start].sole:
            return
        row.add(bands[start])
        yield row.costs()
        if bands[start].ruled or row.numbered >= MOST_TITLES or row.figured >= MOST_FIGURES:
            return


def _forward(costs: Reals, edges: Reals, inner: Reals) -> Reals:
    """[bands, whites]: the least cost of all rows up to behind each band, for each usual white."""
    count, longest = costs.shape
    before = np.vstack([np.zeros_like(inner[:1]), inner.cumsum(axis=0)])
    best = np.zeros((count + 1, inner.shape[1]))
    opened = np.vstack([np.zeros_like(edges[:1]), edges[1:]])  # nothing stands over the first
    begun = np.zeros_like(edges)  # the best up to a band, its edge, less the white so far
    for end in range(count):
        begun[end] = best[end] + opened[end] - before[end + 1]
        first = max(0, end + 1 - longest)
        row = costs[end, : end + 1 - first][::-1, None]
        best[end + 1] = (begun[first : end + 1] + row).min(axis=0) + before[end + 1]
    return best


def _priced(costs: Reals, edge: Reals, inner: Reals) -> Reals:
    """The costs of rows with the white inside and above them, for one usual white."""
    count, longest = costs.shape
    before = np.concatenate(([0.0], inner.cumsum()))
    start = np.arange(count)[:, None] - np.arange(longest)
    own = np.maximum(start, 0)
    price: Reals = costs + np.where(own > 0, edge[own], 0.0)
    price += before[1:, None] - before[own + 1]
    price[start < 0] = np.inf
    return price


def _traced(best: Reals, price: Reals) -> tuple[Spans, tuple[float, ...]]:
    """The rows of the best way, and by row how much dearer the best way without its first edge
    is.
    """
    count, longest = price.shape
    after = np.append(np.full(count, np.inf), 0.0)
    without = np.full(count + 1, np.inf)
    for end in range(count, 0, -1):
        n = min(end, longest)
        starts, own = slice(end - n, end), price[end - 1, :n][::-1] + after[end]
        after[starts] = np.minimum(after[starts], own)
        whole = np.minimum.accumulate(best[starts] + own)  # of the rows that begin there or above
        inside = slice(end - n + 1, end)
        without[inside] = np.minimum(without[inside], whole[:-1])
    rows = _walked_back(best, price)
    return rows, tuple(float(without[a] - best[-1]) if a else MOST_MARGIN for a, _ in rows)


def _walked_back(best: Reals, price: Reals) -> Spans:
    rows: list[tuple[int, int]] = []
    end, longest = price.shape
    while end > 0:
        n = min(end, longest)
        start = end - 1 - int((best[end - n : end][::-1] + price[end - 1, :n]).argmin())
        rows.append((start, end))
        end = start
    return tuple(reversed(rows))


def _edge_cost(band: Band, white: float, em: float, ruled: bool) -> float:
    if band.above is None or band.sole or band.ruled:
        return 0.0
    off = WEIGHTS.edge_off * abs(band.above - white) / (TOLERANCE * em)
    return min(WEIGHTS.most_edge_off, off) + WEIGHTS.unruled_edge * ruled


def _inner_cost(band: Band, white: float, body: Body) -> float:
    """The usual white between rows, found inside one."""
    if band.above is None or abs(band.above - white) >= TOLERANCE * body.em:
        return 0.0
    return WEIGHTS.inner_white if body.key else WEIGHTS.inner_white_unnumbered
