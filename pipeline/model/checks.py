"""What reconcile gives: one verdict a statement."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from pipeline.model.document import Place


@dataclass(frozen=True, slots=True)
class Check:
    """One row of `checks`; the fields are the columns of the contract."""

    check_id: str
    type: str
    programme_id: str | None
    statement: str
    quantity_id: str | None
    stated: Decimal | None
    unit: str | None
    computed: Decimal | None
    computed_low: Decimal | None
    computed_high: Decimal | None
    difference: Decimal | None
    verdict: str
    operands: tuple[str, ...]
    attribution: str | None  # report, reading, undecided
    explanation_ko: str
    explanation_en: str
    place: Place = Place()
    accepted: bool = False
    declared: bool = False  # words name the operands: a formula, a total word, the clause
    proof: int | None = None  # other places of the table in which the relation holds
    rival: str | None = None  # the reading that would make it agree, where one is open
    cause: str = ""  # shared by findings of one reason
