"""Two totals that miss by the same amount, one down and one across, point at the cell where they
cross.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from pipeline.model import Quantity
from pipeline.reconcile.accuse import is_accusation
from pipeline.reconcile.judge import Figures, Outcome


def outcomes_with_crossings(outcomes: Sequence[Outcome], figures: Figures) -> list[Outcome]:
    """The same outcomes; accusations over one common operand with one difference name that operand
    in their sentence.
    """
    accused: dict[Decimal, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        if (
            is_accusation(outcome)
            and outcome.claim.type == "sum_of_rows"
            and outcome.computed is not None
        ):
            accused[(figures[outcome.claim.stated].value or Decimal(0)) - outcome.computed].append(
                outcome
            )
    named = {
        id(o): cell for group in accused.values() for o in group if (cell := common_cell(o, group))
    }
    return [_with_cell(o, named[id(o)]) if id(o) in named else o for o in outcomes]


def _with_cell(outcome: Outcome, cell: Quantity) -> Outcome:
    return dataclasses.replace(
        outcome, extra=(*outcome.extra, ("crossing", ""), ("cell", cell.quote))
    )


def common_cell(outcome: Outcome, group: Sequence[Outcome]) -> Quantity | None:
    """The one operand that this total shares with a total of the same table along the other axis."""
    axis, table = dict(outcome.claim.words).get("axis"), dict(outcome.claim.words).get("table")
    for other in group:
        said = dict(other.claim.words)
        if said.get("table") == table and axis and said.get("axis") not in (None, axis):
            shared = {q.quantity_id: q for q in outcome.operands if q in other.operands}
            if len(shared) == 1:
                return next(iter(shared.values()))
    return None
