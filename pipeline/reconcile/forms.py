"""The arithmetic a claim can have: from operands to the value and the extent they make. Decimal
throughout.

Each form takes the figures' values (or extents), in the order the claim lists them, and a constant
factor (12 of "× 12월").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext

from pipeline.model import Quantity
from pipeline.reconcile.interval import (
    PRECISION,
    Extent,
    Reading,
    add,
    divide,
    figure_to_extent,
    multiply,
    negate,
    point,
    scale,
)

Form = Callable[[Sequence[Extent], Decimal], Extent | None]


def _sum(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    return add(parts)


def _equal(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    return parts[0] if parts else None


def _scale(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    return scale(parts[0], factor) if parts else None


def _product(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    made = point(factor)
    for part in parts:
        made = multiply(made, part)
    return made


def _ratio(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    """numerator, base → numerator / base × factor (100 for %)."""
    quotient = divide(parts[0], parts[1]) if len(parts) == 2 else None
    return scale(quotient, factor) if quotient else None


def _share(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    """numerator, then the parts of its base → numerator / sum of base × factor."""
    quotient = divide(parts[0], add(parts[1:])) if len(parts) > 2 else None
    return scale(quotient, factor) if quotient else None


def _average(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    """The plain mean of all parts."""
    return divide(add(parts), point(Decimal(len(parts)))) if parts else None


def _change(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    """old, new → (new / old - 1) × factor: the ends of new / old, so that old counts once."""
    quotient = divide(parts[1], parts[0]) if len(parts) == 2 else None
    return scale(add([quotient, point(Decimal(-1))]), factor) if quotient else None


def _grown(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    """new, old → new / old - 1: 0.25배 증가"""
    quotient = divide(parts[0], parts[1]) if len(parts) == 2 else None
    return scale(add([quotient, point(Decimal(-1))]), factor) if quotient else None


def _implied(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    """change, new → change / (new - change) × factor: growth whose old figure is not printed."""
    quotient = divide(parts[0], add([parts[1], negate(parts[0])])) if len(parts) == 2 else None
    return scale(quotient, factor) if quotient else None


def _difference(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    """first, then what is taken from it → first - second - …"""
    return add([parts[0], *(negate(p) for p in parts[1:])]) if len(parts) > 1 else None


def _rest(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    """what the parts leave of the factor: 100 - 52 - 26 - 8"""
    return add([point(factor), *(negate(p) for p in parts)]) if parts else None


def _points(parts: Sequence[Extent], factor: Decimal) -> Extent | None:
    """old, new → new - old"""
    return add([parts[1], negate(parts[0])]) if len(parts) == 2 else None


FORMS: dict[str, Form] = {
    "sum": _sum,
    "equal": _equal,
    "scale": _scale,
    "product": _product,
    "ratio": _ratio,
    "share": _share,
    "change": _change,
    "difference": _difference,
    "points": _points,
    "implied": _implied,
    "grown": _grown,
    "rest": _rest,
    "mean": _ratio,
    "average": _average,
}


def operands_to_extent(
    form: str, operands: Sequence[Quantity], factor: Decimal, reading: Reading
) -> Extent | None:
    """What the operands make under one reading; None where one of them has no value or a divisor
    may be nought.
    """
    extents = [figure_to_extent(q, reading) for q in operands]
    if not extents or any(e is None for e in extents):
        return None
    with localcontext() as context:
        context.prec = PRECISION
        return FORMS[form]([e for e in extents if e is not None], factor)


def operands_to_value(form: str, operands: Sequence[Quantity], factor: Decimal) -> Decimal | None:
    """What the printed values make, without their grain."""
    if not operands or any(q.value is None for q in operands):
        return None
    with localcontext() as context:
        context.prec = PRECISION
        made = FORMS[form]([point(q.value) for q in operands if q.value is not None], factor)
    return made.low if made else None
