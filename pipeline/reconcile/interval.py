"""A printed figure is an interval: what its last printed digit leaves open, rounded or truncated.

Answers to the habit of print to show 220,795백만원 in one place and 2,208억원 in another. The model
is XBRL's Calculations 1.1: two figures agree when the intervals they stand for meet, and one
reading (rounded or truncated) holds for the whole check.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, getcontext, localcontext
from typing import Literal

from pipeline.lexicon import has
from pipeline.model import Quantity

Reading = Literal["rounded", "truncated"]
READINGS: tuple[Reading, ...] = ("rounded", "truncated")
PRECISION = 40  # digits of every division; print never needs more than 20
INFINITY = Decimal("Infinity")


@dataclass(frozen=True, slots=True)
class Extent:
    """The numbers from low to high; `low_in`/`high_in` tell whether the ends belong to it."""

    low: Decimal
    high: Decimal
    low_in: bool = True
    high_in: bool = True

    def meets(self, other: Extent) -> bool:
        """Whether a number lies in both.

        >>> half_open = Extent(Decimal("91.5"), Decimal("92.5"), True, False)
        >>> half_open.meets(Extent(Decimal("92.5"), Decimal(93))), half_open.meets(point(Decimal("91.5")))
        (False, True)
        """
        return _before(self.low, self.low_in, other.high, other.high_in) and _before(
            other.low, other.low_in, self.high, self.high_in
        )

    @property
    def exact(self) -> bool:
        return self.low == self.high


def _before(low: Decimal, low_in: bool, high: Decimal, high_in: bool) -> bool:
    return low < high or (low == high and low_in and high_in)


def point(value: Decimal) -> Extent:
    """One number alone.

    >>> point(Decimal(3)).exact
    True
    """
    return Extent(value, value)


def grain(figure: Quantity) -> Decimal:
    """The unit of the last printed digit in base units: 0.1 for 93.3%, 1000000 for 220,795백만원, 0
    for a plain count.
    """
    plain = figure.decimals == 0 and figure.multiplier == 1
    if plain and not has(figure.unit, "inexact_unit"):
        return Decimal(0)
    return Decimal(figure.multiplier) * Decimal(1).scaleb(-figure.decimals)


def figure_to_extent(figure: Quantity, reading: Reading) -> Extent | None:
    """What a printed figure stands for under one reading; None for a figure without a value (a
    range).

    Print cuts towards zero, so a truncated △3.5% is (-3.6, -3.5].
    """
    if figure.bound in ("ge", "gt", "le", "lt", "range"):
        low, high = figure.low, figure.high
        if figure.value is None and (low is None or high is None):
            return None
        return Extent(
            -INFINITY if low is None else low,
            INFINITY if high is None else high,
            figure.bound != "gt",
            figure.bound != "lt",
        )
    if figure.value is None:
        return None
    if figure.approx and figure.low is not None and figure.high is not None:
        return Extent(figure.low, figure.high, True, figure.low == figure.high)
    return value_to_extent(figure.value, grain(figure), reading)


def value_to_extent(value: Decimal, unit: Decimal, reading: Reading) -> Extent:
    """[v - u/2, v + u/2) rounded, [v, v + u) truncated, the value itself where u is 0.

    >>> value_to_extent(Decimal("93.3"), Decimal("0.1"), "rounded")
    Extent(low=Decimal('93.25'), high=Decimal('93.35'), low_in=True, high_in=False)
    """
    if unit == 0:
        return point(value)
    if reading == "rounded":
        return Extent(value - unit / 2, value + unit / 2, True, False)
    return (
        Extent(value, value + unit, True, False)
        if value >= 0
        else Extent(value - unit, value, False, True)
    )


def add(parts: Iterable[Extent]) -> Extent:
    """The sum of extents: exact parts move it, only inexact ones widen it."""
    low = high = Decimal(0)
    low_in = high_in = True
    for part in parts:
        low, high = low + part.low, high + part.high
        low_in, high_in = low_in and part.low_in, high_in and part.high_in
    return Extent(low, high, low_in, high_in)


def negate(extent: Extent) -> Extent:
    return Extent(-extent.high, -extent.low, extent.high_in, extent.low_in)


def multiply(one: Extent, other: Extent) -> Extent:
    """The product of two extents: the outermost of the four corner products."""
    return _around([(a * b, a_in and b_in) for a, a_in in _ends(one) for b, b_in in _ends(other)])


def divide(one: Extent, other: Extent) -> Extent | None:
    """The quotient of two extents; None where the divisor may be nought."""
    if other.low <= 0 <= other.high:
        return None
    if getcontext().prec == PRECISION:
        return _around(
            [(a / b, a_in and b_in) for a, a_in in _ends(one) for b, b_in in _ends(other)]
        )
    with localcontext() as context:
        context.prec = PRECISION
        return divide(one, other)


def scale(extent: Extent, factor: Decimal) -> Extent:
    return multiply(extent, point(factor))


def _ends(extent: Extent) -> tuple[tuple[Decimal, bool], ...]:
    """Both ends; of one number alone the one end that it has, which spares three of four products."""
    if extent.low is extent.high and extent.low_in and extent.high_in:
        return ((extent.low, True),)
    return (extent.low, extent.low_in), (extent.high, extent.high_in)


def _around(corners: Sequence[tuple[Decimal, bool]]) -> Extent:
    """From the least to the greatest corner; an end belongs to it where one of the corners there
    does.
    """
    low, low_in = high, high_in = corners[0]
    for value, inside in corners[1:]:
        if value < low:
            low, low_in = value, inside
        elif value == low:
            low_in = low_in or inside
        if value > high:
            high, high_in = value, inside
        elif value == high:
            high_in = high_in or inside
    return Extent(low, high, low_in, high_in)
