"""Figures one wrong digit apart: what a hand on a keyboard does, and so what is worth looking at
first. It orders candidates and findings; whether anybody is accused it never decides.
"""

from __future__ import annotations

from decimal import Decimal

NINE, TEN = 9, 10
SHORTEST = 3  # digits; 57 and 58 are just two numbers


def is_slip(off: Decimal) -> bool:
    """Whether one wrong digit, or two neighbours changed round, make a difference.

    >>> is_slip(Decimal(400)), is_slip(Decimal(-9)), is_slip(Decimal(288)), is_slip(Decimal(0))
    (True, True, False, False)
    """
    digits = f"{abs(off.normalize()):f}".strip("0.").replace(".", "")
    if len(digits) == 1:
        return True
    return digits.isdigit() and int(digits) % NINE == 0 and int(digits) // NINE < TEN


def one_slip_apart(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two numbers of three and more digits differ in one digit, or in two neighbours
    changed round.

    >>> one_slip_apart(Decimal(6057), Decimal(6157)), one_slip_apart(Decimal(6057), Decimal(6075))
    (True, True)
    >>> one_slip_apart(Decimal(57), Decimal(58))
    False
    """
    a, b = (f"{(v or Decimal(0)).normalize():f}" for v in (one, other))
    if len(a) != len(b) or len(a) < SHORTEST:
        return False
    apart = [at for at in range(len(a)) if a[at] != b[at]]
    if len(apart) != 2:
        return len(apart) == 1
    first, second = apart
    return second == first + 1 and (a[first], a[second]) == (b[second], b[first])
