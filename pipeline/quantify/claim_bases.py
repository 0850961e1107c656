"""What is compared with is no result: a figure before 대비 or 보다 is the base of its own rate, never
the new amount or the part of another.

Of “전년 300명 대비 20% 증가, 목표 450명 대비 80% 달성” neither figure is what was reached: that is
not printed, so neither rate can be computed, and nobody is accused of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from pipeline.model import Claim, Quantity
from pipeline.pattern import named

# where the result stands among the operands of each form: old, new; numerator, base
RESULT = {"change": 1, "points": 1, "ratio": 0}
PAIR = 2
COMPARED = named("claims.compared_behind")


def without_compared(claims: Iterable[Claim], quantities: Iterable[Quantity]) -> list[Claim]:
    """The claims without the readings whose result is compared with; a claim that has no other
    reading goes.
    """
    figures = {q.quantity_id: q for q in quantities}
    kept = (claim_without_compared(claim, figures) for claim in claims)
    return [claim for claim in kept if claim is not None]


def claim_without_compared(claim: Claim, figures: Mapping[str, Quantity]) -> Claim | None:
    """The claim with the operand lists that are left, in their order; None where none is."""
    at = RESULT.get(claim.form)
    if at is None or claim.readings:
        return claim
    lists = (claim.operands, *claim.alternatives)
    left = [
        names
        for names in lists
        if len(names) != PAIR or not is_compared_with(figures.get(names[at]))
    ]
    if len(left) == len(lists):
        return claim
    return replace(claim, operands=left[0], alternatives=tuple(left[1:])) if left else None


def is_compared_with(figure: Quantity | None) -> bool:
    """Whether 대비 or 보다 stands right behind a figure, or behind the bracket it ends.

    “300명 대비”, “(300명) 보다”, “300명에 비해”; not “300명으로 전년 대비”.
    """
    if figure is None:
        return False
    return COMPARED.match(figure.container.printed.text, figure.end) is not None
