"""Checks left undecided become problems: what a person should look at on the page."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from pipeline.model import Check, Problem


def checks_to_problems(checks: Iterable[Check]) -> tuple[Problem, ...]:
    """One problem a check that was left undecided because a figure in it was read with doubt (rows
    are outline's to tell).
    """
    return tuple(
        Problem(
            "doubtful_operand",
            c.place,
            c.programme_id,
            words=(("stated", c.statement), ("computed", _shown(c))),
        )
        for c in checks
        if c.verdict == "unsupported" and c.attribution == "reading"
    )


def _shown(check: Check) -> str:
    return "" if check.computed is None else short(check.computed) + (check.unit or "")


def short(value: Decimal) -> str:
    """A value without the noughts that reckoning left behind its point.

    >>> short(Decimal("-65000000.000000")), short(Decimal("17.660000")), short(Decimal(200))
    ('-65,000,000', '17.66', '200')
    """
    whole, point, rest = f"{value:,f}".partition(".")
    rest = rest.rstrip("0")
    return whole + point + rest if rest else whole
