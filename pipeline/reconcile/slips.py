"""Which findings are worth a person's minute first: those that a hand on a keyboard makes, and
those that the table proves. It orders findings; whether anybody is accused it never decides.
"""

from __future__ import annotations

from decimal import Decimal

SHORTEST = 3  # digits; 57 and 58 are just two numbers

Weight = tuple[bool, bool, int]


def weight(
    stated: Decimal | float | None,
    computed: Decimal | float | None,
    *,
    declared: bool = False,
    proof: int | None = None,
) -> Weight:
    """How heavy a finding is, to sort by with `reverse=True`: one wrong digit apart, declared,
    proven in more places. Takes columns of `checks`.

    >>> weight(2564, 2484) < weight(18, 17, declared=True) < weight(1692, 1629)
    True
    """
    return one_slip_apart(stated, computed), declared, proof or 0


def one_slip_apart(one: Decimal | float | None, other: Decimal | float | None) -> bool:
    """Whether two numbers of three and more digits differ in one digit, or in two neighbours
    changed round.

    >>> one_slip_apart(Decimal(6057), Decimal(6157)), one_slip_apart(6057.0, 6075.0)
    (True, True)
    >>> one_slip_apart(Decimal(57), Decimal(58)), one_slip_apart(None, Decimal(100))
    (False, False)
    """
    a, b = digits(one), digits(other)
    if len(a) != len(b) or len(a) < SHORTEST:
        return False
    apart = [at for at, (x, y) in enumerate(zip(a, b, strict=True)) if x != y]
    if len(apart) != len(("first", "second")):
        return len(apart) == 1
    first, second = apart
    return second == first + 1 and (a[first], a[second]) == (b[second], b[first])


def digits(value: Decimal | float | None) -> str:
    """The number as printed without grouping; the shortest spelling of a float."""
    return "" if value is None else f"{Decimal(str(value)).normalize():f}"
