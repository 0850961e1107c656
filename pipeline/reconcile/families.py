"""Claims of one family, the columns of one total row, judged together.

Print does not say which rows a total sums, or whether 증감 is new minus old. The columns do: the
reading that most of them confirm is the structure, and a column that breaks it is wrong. Where no
reading is confirmed, nobody is accused unless the words leave one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from pipeline.model import Claim, Quantity
from pipeline.reconcile.judge import (
    Figures,
    Outcome,
    Trial,
    accusation,
    claim_to_outcome,
    names_to_trials,
    trial_to_outcome,
)

TELLING = Decimal(10)  # a total of one digit is met by chance too often to confirm a reading
THREE_DIGITS = 100
NINE, TEN = 9, 10
FEW = 2  # columns; where three and more break every reading, the table is not what we take it for
SLIP = Decimal(
    "0.5"
)  # of the printed value: more than half off is another structure rather than a slip


def claims_to_families(claims: Sequence[Claim]) -> tuple[list[Claim], list[list[Claim]]]:
    """The claims that stand alone, and the families in the order of their first claim."""
    alone: list[Claim] = []
    families: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        (alone if claim.family is None else families[claim.family]).append(claim)
    return alone, list(families.values())


def family_to_outcomes(family: Sequence[Claim], figures: Figures) -> list[Outcome]:
    """One verdict a claim, under the reading that the family confirms."""
    if (family[0].family or "").startswith("rivals:"):
        return rivals_to_outcomes(family, figures)
    table = [
        [
            _first(names_to_trials(c, form, names, figures[c.stated], figures))
            for form, names in readings(c)
        ]
        for c in family
    ]
    best = confirmed_reading(table, [figures[c.stated] for c in family])
    best = 0 if best is None and all_but_slips(table, [figures[c.stated] for c in family]) else best
    made = []
    for claim, trials in zip(family, table, strict=True):
        outcome = member_to_outcome(claim, trials, best, figures, len(family))
        if outcome:
            made.append(outcome)
    return made


def readings(claim: Claim) -> list[tuple[str, tuple[str, ...]]]:
    """Every form with every operand list; the index of a reading is the same in the whole family."""
    forms = (claim.form, *(v for k, v in claim.words if k == "or_form"))
    return [(form, names) for form in forms for names in (claim.operands, *claim.alternatives)]


def _first(trials: Sequence[Trial]) -> Trial | None:
    return trials[0] if trials else None


def confirmed_reading(
    table: Sequence[Sequence[Trial | None]], stated: Sequence[Quantity]
) -> int | None:
    """The reading that at least half of the columns that can tell confirm; None where there is
    none.
    """
    width = max((len(trials) for trials in table), default=0)
    scored = []
    for nth in range(width):
        told = [
            trials[nth]
            for trials, q in zip(table, stated, strict=True)
            if nth < len(trials) and can_tell(trials[nth], q)
        ]
        fits = sum(1 for t in told if t and t.fit)
        if told and fits * 2 >= len(told):
            scored.append((fits, -nth))
    return -max(scored)[1] if scored else None


def all_but_slips(table: Sequence[Sequence[Trial | None]], stated: Sequence[Quantity]) -> bool:
    """Whether the words leave one reading, a column of three digits confirms it, and every other
    column is one slip away from it.

    Of 사업 수, 예산액 and 집행액 two are misprinted: they do not outvote the third, since nothing
    but misprints explains them.
    """
    told = [[t for t in trials if t] for trials in table]
    if any(len({t.operands for t in trials}) != 1 or trials[0].form != "sum" for trials in told):
        return False
    columns = [
        (trials[0], q.value or Decimal(0), q.multiplier or 1)
        for trials, q in zip(told, stated, strict=True)
    ]
    fits = any(trial.fit and abs(value) >= THREE_DIGITS * size for trial, value, size in columns)
    return fits and all(
        trial.fit or is_slip((value - trial.computed) / size) for trial, value, size in columns
    )


def is_slip(off: Decimal) -> bool:
    """Whether one wrong digit, or two neighbours changed round, make a difference.

    >>> is_slip(Decimal(400)), is_slip(Decimal(-9)), is_slip(Decimal(288))
    (True, True, False)
    """
    digits = f"{abs(off.normalize()):f}".strip("0.").replace(".", "")
    return len(digits) == 1 or (
        digits.isdigit() and int(digits) % NINE == 0 and int(digits) // NINE < TEN
    )


def can_tell(trial: Trial | None, stated: Quantity) -> bool:
    """Whether a column can confirm a reading: enough digits, and two parts that are not nought."""
    if trial is None or stated.value is None:
        return False
    enough = trial.form not in ("sum",) or sum(1 for q in trial.operands if q.value) > 1
    return enough and (abs(stated.value) >= TELLING or bool(stated.decimals))


def member_to_outcome(
    claim: Claim, trials: Sequence[Trial | None], best: int | None, figures: Figures, size: int
) -> Outcome | None:
    """The verdict over one column: by the confirmed reading, else by any reading that fits, else by
    what certainty the words give.
    """
    chosen = trials[best] if best is not None and best < len(trials) else None
    fitting = [t for t in trials if t and t.fit]
    if chosen and chosen.fit:
        return trial_to_outcome(claim, chosen, chosen.fit)
    if fitting and (
        chosen is None or claim.form == "sum"
    ):  # an increase that fits only turned round has lost its △
        exact = sorted(fitting, key=lambda t: t.fit != "agrees")
        return trial_to_outcome(claim, exact[0], exact[0].fit or "")
    tried = [t for t in trials if t]
    if not tried:
        return None
    stated = figures[claim.stated]
    if chosen or (best is None and size <= FEW and only_reading(claim, tried, stated)):
        return accusation(claim, chosen or tried[0], stated)
    return Outcome(claim, "unsupported", why="structure") if claim.type == "sum_of_rows" else None


def only_reading(claim: Claim, tried: Sequence[Trial], stated: Quantity) -> bool:
    """Whether the words leave one value: every reading makes the same, and it is a slip away from
    the print.
    """
    values = {t.computed for t in tried if claim.form != "change"}
    if claim.form != "sum":
        return (len(tried) == 1 and claim.type == "ratio") or ("order", "known") in claim.words
    close = abs((stated.value or Decimal(0)) - tried[0].computed) <= abs(tried[0].computed) * SLIP
    return len(values) == 1 and (close or ("partition", "yes") in claim.words)


def rivals_to_outcomes(family: Sequence[Claim], figures: Figures) -> list[Outcome]:
    """Several totals claim the same parts: the one they make is theirs; where they make none, the
    only one a slip away.
    """
    outcomes = [o for o in (claim_to_outcome(c, figures) for c in family) if o]
    fitting = [o for o in outcomes if o.verdict.startswith("agrees")]
    if fitting or len(outcomes) < 2:
        return fitting or outcomes
    slips = [
        o
        for o in outcomes
        if o.computed is not None
        and is_slip(o.computed - (figures[o.claim.stated].value or Decimal(0)))
    ]
    return slips if len(slips) == 1 else []
