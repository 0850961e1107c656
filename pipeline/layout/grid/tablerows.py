"""The rows of a table: where each stands on its pages, its number, and whether it is a total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.layout.grid.bits import Beside, Bit
from pipeline.layout.grid.body import Body
from pipeline.layout.grid.rows import MOST_MARGIN, Cuts
from pipeline.pattern import lazy_pattern
from pipeline.text import is_total, numbering_at

BARE_NUMBER = lazy_pattern("[0-9]{1,6}")


@dataclass(slots=True)
class TableRow:
    """One row: bands first..last (exclusive), and by page its (top, bottom) on the strip."""

    first: int
    last: int
    is_name: bool
    parts: dict[int, tuple[float, float]]
    is_total: bool = False
    value: tuple[int, ...] | None = None  # of its title's number
    margin: float = MOST_MARGIN

    @property
    def top(self) -> float:
        return min(a for a, _ in self.parts.values())

    @property
    def bottom(self) -> float:
        return max(b for _, b in self.parts.values())


def cuts_to_rows(body: Body, cuts: Cuts) -> list[TableRow]:
    """The rows with where they stand on each page."""
    beside = Beside(body.label_bits)
    return [
        _bands_to_row(body, beside, a, b, margin)
        for (a, b), margin in zip(cuts.rows, cuts.margins, strict=True)
    ]


def _bands_to_row(body: Body, beside: Beside, a: int, b: int, margin: float) -> TableRow:
    """The row of the bands a..b (exclusive)."""
    bands = body.bands[a:b]
    parts: dict[int, tuple[float, float]] = {}
    for band in bands:
        top, bottom = parts.get(band.page, (band.top, band.bottom))
        parts[band.page] = min(top, band.top), max(bottom, band.bottom)
    own = [t for band in bands for t in band.bits]
    row = TableRow(a, b, bands[0].spans, parts, value=_value(body, own), margin=margin)
    row.is_total = any(is_total(t.text) for t in (*own, *beside.between(row.top, row.bottom)))
    return row


def _value(body: Body, bits: Sequence[Bit]) -> tuple[int, ...] | None:
    """The number that a row has in a column of numbers, or before its title."""
    if body.number < 0:
        return next((t.value or None for t in bits if t.col == body.title), None)
    text = next((t.text for t in bits if t.col == body.number), "")
    if (found := numbering_at(text)) is not None:
        return found.value
    return (int(text),) if BARE_NUMBER.fullmatch(text) else None
