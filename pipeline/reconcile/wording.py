"""Numbers and particles as a Korean page prints them, for the sentences of the checks."""

from __future__ import annotations

import functools
from decimal import ROUND_HALF_UP, Decimal

from pipeline.lexicon import has, having, values_of
from pipeline.model import Quantity
from pipeline.particle import Worded as Worded
from pipeline.pattern import lazy_pattern

SIZES = lazy_pattern(r"\L<size_of_sums>")
LARGE = (10**12, 10**8, 10**4)  # the sizes that a sum is written out in
BEFORE = (10, 100, 1000)  # the sizes that stand before another one


@functools.cache
def _sizes() -> dict[int, str]:
    """The sizes that sums are told in with their words, the largest first.

    >>> next(iter(_sizes().items()))
    (1000000000000, '조')
    """
    found = {values_of("scale")[word]: word for word in having("size_of_sums")}
    return dict(sorted(found.items(), reverse=True))


@functools.cache
def _scales() -> dict[int, str]:
    return {size: word for word, size in values_of("scale").items()}


def number(value: Decimal, decimals: int) -> str:
    """Thousands with commas, so many decimals.

    >>> number(Decimal("220795"), 0), number(Decimal("-3.25"), 1)
    ('220,795', '-3.3')
    """
    return f"{value.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP):,f}"


@functools.cache
def multiplier_word(multiplier: int) -> str:
    """The word that a column's unit declares: 백만 of 백만원, 십억 of 십억원."""
    for size, word in _sizes().items():
        if multiplier == size:
            return word
        if multiplier and multiplier % size == 0 and multiplier // size in BEFORE:
            return _scales()[multiplier // size] + word
    return ""


def is_mixed(figure: Quantity) -> bool:
    """1억 5천만원: words of several sizes, or of a size that no unit has (천만), so that a computed
    value is told in 조, 억 and 만.
    """
    named = SIZES.findall(figure.quote)
    return (
        figure.unit_source in (None, "printed")
        and bool(named)
        and (len(named) > 1 or figure.multiplier not in _sizes())
    )


def in_large_units(value: Decimal) -> str:
    """A value in 조, 억 and 만, as sums are written out.

    >>> in_large_units(Decimal(150000000)), in_large_units(Decimal(-30000000)), in_large_units(Decimal(1234500))
    ('1억 5,000만', '-3,000만', '123만 4,500')
    """
    left, made = abs(value), []
    for size in LARGE:
        count, left = divmod(left, size)
        made += [f"{count:,f}{_sizes()[size]}"] if count else []
    made += [f"{left.normalize():,f}"] if left or not made else []
    return ("-" if value < 0 else "") + " ".join(made)


def places(value: Decimal, least: int, most: int) -> int:
    """How many decimals show the value: at least `least`, more only where the value has them,
    `most` at most.
    """
    fraction = f"{value.quantize(Decimal(1).scaleb(-most), rounding=ROUND_HALF_UP):f}".partition(
        "."
    )[2].rstrip("0")
    return max(least, len(fraction))


def value_like(value: Decimal, figure: Quantity, unit: str | None = None) -> Worded:
    """A computed value, printed as the figure is: its multiplier and unit, one decimal more where
    rounding hides it.
    """
    if is_mixed(figure):
        return Worded(
            in_large_units(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
            + (unit or figure.unit or "")
        )
    scaled = value / Decimal(figure.multiplier or 1)
    decimals = places(
        scaled,
        figure.decimals,
        max(figure.decimals + 1, 2) if figure.decimals < 2 else figure.decimals,
    )
    if (
        not has(figure.unit, "decimal_unit")
        and not figure.decimals
        and scaled == scaled.to_integral_value()
    ):
        decimals = 0
    return Worded(
        number(scaled, decimals) + multiplier_word(figure.multiplier) + (unit or figure.unit or "")
    )


def figure_as_printed(figure: Quantity) -> Worded:
    """The quote; a bare number of a table gets the unit its column declares.

    The quote of a cell is only its digits: “1,234” under (단위: 백만원) is shown as 1,234백만원, and
    one in brackets that are its sign with them.
    """
    quote = figure.quote.strip()
    unit = multiplier_word(figure.multiplier) + (figure.unit or "")
    shown = f"({quote})" if figure.sign_source == "bracket" else quote
    if figure.unit_source in (None, "printed") or not quote[-1:].isdigit():
        return Worded(shown)
    return Worded(shown + unit)
