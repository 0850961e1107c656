"""“3개소 : A, B, C”: the stated count against the names that stand beside it."""

from __future__ import annotations

from decimal import Decimal

from pipeline.model import Claim, Quantity
from pipeline.reconcile.interval import point
from pipeline.reconcile.judge import Outcome


def claim_to_list_outcome(claim: Claim, stated: Quantity) -> Outcome | None:
    """What one enumeration makes; None where nothing was counted."""
    counts = [Decimal(v) for k, v in claim.words if k == "count"]
    if not counts or stated.value is None:
        return None
    if stated.value in counts:
        return Outcome(claim, "agrees", (), stated.value, point(stated.value), form="enumeration")
    return Outcome(claim, "differs", (), counts[0], point(counts[0]), form="enumeration")
