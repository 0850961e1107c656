"""Outcomes become rows of `checks`: a stable id, the numbers, the place, the sentences."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from decimal import Decimal

from pipeline.faults import Faults, Lost
from pipeline.model import Check, Quantity
from pipeline.reconcile.explain import form_of, outcome_to_sentences
from pipeline.reconcile.interval import INFINITY
from pipeline.reconcile.judge import Outcome, tidy

ID_LENGTH = 16
POINTS = frozenset({"points"})


def outcomes_to_checks(
    outcomes: Iterable[Outcome],
    figures: Mapping[str, Quantity],
    order: Mapping[str, int],
    faults: Faults,
) -> tuple[Check, ...]:
    """The checks in the order of their statements, each operand list of a statement once."""
    made: dict[tuple[object, ...], Check] = {}
    ranked = sorted(
        outcomes,
        key=lambda o: (order[o.claim.stated], o.claim.type, o.claim.form, o.claim.family or ""),
    )
    counts: dict[str, int] = {}
    supported = {
        o.claim.stated for o in ranked if o.verdict not in ("unsupported", "not_comparable")
    }
    for outcome in ranked:
        if (
            outcome.verdict in ("unsupported", "not_comparable")
            and outcome.claim.stated in supported
            and outcome.attribution is None
        ):
            # another check confirms or contradicts the figure: that nothing stands in the detail is
            # no news
            continue
        stated = figures[outcome.claim.stated]
        lost = Lost("check", stated.container.printed.place(stated.start, stated.end))
        check = faults.spare(lost, outcome_to_check, outcome, stated, counts, instead=None)
        if check is None:
            continue
        key = (
            (check.quantity_id, check.type, check.operands)
            if check.operands
            else (check.quantity_id, check.type, outcome.why)
        )
        made.setdefault(key, check)
    return tuple(made.values())


def outcome_to_check(outcome: Outcome, stated: Quantity, counts: dict[str, int]) -> Check:
    """One row. `difference` and `computed` are those of the printed values; low and high are what
    the operands' print leaves open.
    """
    said = outcome_to_sentences(outcome, stated)
    kind = check_type(outcome, stated)
    low, high = (outcome.extent.low, outcome.extent.high) if outcome.extent else (None, None)
    agrees = outcome.verdict == "agrees"
    difference = (
        None
        if outcome.computed is None or stated.value is None
        else tidy(stated.value - outcome.computed)
    )
    return Check(
        check_id=check_id(stated.quantity_id, kind, counts),
        type=kind,
        programme_id=stated.container.programme_id,
        statement=outcome.claim.statement or stated.quote,
        quantity_id=stated.quantity_id,
        stated=stated.value,
        unit=stated.unit,
        computed=outcome.computed,
        computed_low=_finite(low),
        computed_high=_finite(high),
        difference=Decimal(0) if agrees and difference is not None else difference,
        verdict=outcome.verdict,
        operands=operand_ids(outcome),
        attribution=outcome.attribution,
        explanation_ko=said.ko,
        explanation_en=said.en,
        place=stated.container.printed.place(stated.start, stated.end),
        declared=outcome.declared,
        proof=outcome.proof,
        rival=outcome.rival,
        cause=cause_of(outcome, stated, kind),
    )


def cause_of(outcome: Outcome, stated: Quantity, kind: str) -> str:
    """The id that findings of one reason share: in a table those of one type with one verdict and
    one rival, along one axis; in running text each statement has its own.
    """
    c = stated.container
    if c.kind == "cell" and c.table_no is not None:
        axis = dict(outcome.claim.words).get("axis", "")
        where = f"{c.report_id}|{c.table_no}|{axis}"
    else:
        where = stated.quantity_id
    named = "|".join((where, kind, outcome.verdict, outcome.rival or "", outcome.why or ""))
    return "k_" + hashlib.sha256(named.encode()).hexdigest()[:ID_LENGTH]


def check_type(outcome: Outcome, stated: Quantity) -> str:
    """A growth that is right only as a difference of points is a check of a difference; a
    restatement in another unit is named so.
    """
    if form_of(outcome) in POINTS:
        return "difference"
    if (
        outcome.claim.form == "equal"
        and outcome.claim.type in ("restated_figure", "unit_restatement")
        and outcome.operands
    ):
        return (
            "restated_figure"
            if outcome.operands[0].multiplier == stated.multiplier
            else "unit_restatement"
        )
    return outcome.claim.type


def operand_ids(outcome: Outcome) -> tuple[str, ...]:
    """The figures that computed was made from; for counts of rows their programmes."""
    rows = tuple(v for k, v in outcome.extra if k == "row")
    return rows or tuple(q.quantity_id for q in outcome.operands)


def check_id(quantity_id: str, kind: str, counts: dict[str, int]) -> str:
    """Stable while the statement's place and wording stay: made of its quantity_id, which is, and
    the kind of check.

    >>> check_id("q_1", "ratio", {}) == check_id("q_1", "ratio", {})
    True
    """
    base = f"{quantity_id}|{kind}"
    counts[base] = counts.get(base, 0) + 1
    return "c_" + hashlib.sha256(f"{base}|{counts[base]}".encode()).hexdigest()[:ID_LENGTH]


def _finite(value: Decimal | None) -> Decimal | None:
    return None if value is None or abs(value) == INFINITY else tidy(value)
