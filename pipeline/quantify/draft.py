"""A figure while it is being read: what the grammar found, before anybody asked what it means."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.quantify.numerals import Numeral
from pipeline.quantify.units import Unit


@dataclass(slots=True)
class Draft:
    """text[start:end] is the quote; `number_start`..`tail` the numeral with its unit, without 약
    before and 이상 behind.

    `value` is in the base unit with its sign; of a range it is None, and `first`, `last` are its
    ends.
    """

    start: int
    end: int
    number_start: int
    tail: int
    numeral: Numeral
    value: Decimal | None
    unit: Unit | None
    rule: str
    unit_source: str | None = None
    first: Decimal | None = None
    last: Decimal | None = None
    negative: bool = False
    signed: bool = False  # a sign or an arrow stands at the figure
    approx: str | None = None
    bound: str | None = None
    declared_change: bool = False  # its declared unit says that it is a change: “전년동기 대비 %”
    great: bool = False  # “4대 영역”
    role: str | None = None  # before or after an arrow →
    doubt: str | None = None
    unit_end: int = 0  # where the unit ends: what is counted begins there
    inherited_from: int | None = None  # index of the figure whose unit and measure it takes
