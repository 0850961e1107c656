"""The judge: a claim and the figures it names go in, a verdict comes out. It sees no text.

`disagrees` is an accusation, so it is given only where the claim says that the words leave no other
reading (`otherwise == "disagrees"`) and every figure in the comparison was read without doubt.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal, getcontext

from pipeline.model import Claim, Quantity
from pipeline.reconcile.forms import operands_to_extent, operands_to_value
from pipeline.reconcile.interval import (
    READINGS,
    Extent,
    Reading,
    figure_to_extent,
    grain,
    value_to_extent,
)

Figures = Mapping[str, Quantity]
UNDECIDED = (
    "unit_undecided"  # of several units declared over the table none is surely this column's
)
UNLISTED = "unit_unlisted"  # a counter that no list has; the figure itself was read without doubt
DECIMALS = 6  # of what is computed: more than any print shows
FINE = Decimal("1e-9")  # what a division leaves behind the printed digits is no difference


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one claim: the operands judged (the first that fit, else the nearest), what they
    make, and the others that fit.
    """

    claim: Claim
    verdict: str
    operands: tuple[Quantity, ...] = ()
    computed: Decimal | None = None
    extent: Extent | None = None
    others: tuple[tuple[Quantity, ...], ...] = ()
    attribution: str | None = None
    why: str | None = None
    factor: Decimal = Decimal(1)
    form: str = ""
    extra: tuple[
        tuple[str, str], ...
    ] = ()  # values for the sentence that only the judge knows (rows counted, titles)


@dataclass(frozen=True, slots=True)
class Trial:
    """One operand list tried: fit is "agrees", "agrees_within_rounding" or None."""

    operands: tuple[Quantity, ...]
    fit: str | None
    computed: Decimal
    extent: Extent
    factor: Decimal
    form: str


def claim_to_outcome(claim: Claim, figures: Figures) -> Outcome | None:
    """The verdict over one claim; None where nothing is to be said (a guess of ours that did not
    come true).
    """
    stated = figures.get(claim.stated)
    if stated is None:
        return None
    trials = claim_to_trials(claim, stated, figures)
    fitting = [t for t in trials if t.fit]
    if claim.form in (
        "sum",
        "scale",
    ):  # of several readings of a total the one that needs no rounding
        fitting.sort(key=lambda t: t.fit != "agrees")
    if fitting:
        return trial_to_outcome(
            claim, fitting[0], fitting[0].fit or "", others=tuple(t.operands for t in fitting[1:])
        )
    if claim.otherwise == "nothing":
        return None
    if not trials:
        return (
            Outcome(claim, "unsupported", why=claim.why or "no_base")
            if claim.otherwise != "disagrees"
            else None
        )
    if claim.otherwise != "disagrees":
        return Outcome(claim, claim.otherwise, why=claim.why or "no_base")
    return accusation(claim, trials[0], stated)


def accusation(claim: Claim, trial: Trial, stated: Quantity) -> Outcome:
    """`disagrees`, unless a figure in the comparison was read with doubt: then it is a doubt about
    the reading.
    """
    one_unit = all(
        q.unit == stated.unit for q in trial.operands
    )  # 31개관(공립 12개관, 사립 19개관): what a 개관 is does not matter
    known = {UNLISTED} if one_unit else set()
    if (
        trial.form == "ratio"
        and ("declared", "yes") in claim.words
        and len({q.unit for q in trial.operands}) == 1
    ):
        known |= {
            UNLISTED,
            UNDECIDED,
        }  # 투자율(B/A): whatever A and B are counted in, they are counted in one unit
    if any(doubtful(q) and q.doubt not in known for q in (stated, *trial.operands)):
        return trial_to_outcome(claim, trial, "unsupported", attribution="reading")
    unsigned = (
        (("unsigned", ""),)
        if trial.form in ("change", "points", "difference") and sign_missing(stated, trial)
        else ()
    )
    return trial_to_outcome(claim, trial, "disagrees", attribution="report", extra=unsigned)


def sign_missing(stated: Quantity, trial: Trial) -> bool:
    """Whether the figure would be right with the other sign: a △ that print has lost, or has too
    many.
    """
    turned = dataclasses.replace(stated, value=None if stated.value is None else -stated.value)
    value = operands_to_value(trial.form, trial.operands, trial.factor)
    return (
        value is not None
        and figures_fit(trial.form, turned, trial.operands, value, trial.factor) is not None
    )


def doubtful(figure: Quantity) -> bool:
    return figure.doubt is not None


def trial_to_outcome(claim: Claim, trial: Trial, verdict: str, **more: object) -> Outcome:
    made = Outcome(
        claim,
        verdict,
        trial.operands,
        trial.computed,
        trial.extent,
        factor=trial.factor,
        form=trial.form,
    )
    return dataclasses.replace(made, **more)  # type: ignore[arg-type]


def claim_to_trials(claim: Claim, stated: Quantity, figures: Figures) -> list[Trial]:
    """Every operand list of the claim tried with every factor it allows, in order; lists that
    cannot be computed are left out.
    """
    made = []
    for form in (claim.form, *(v for k, v in claim.words if k == "or_form")):
        for names in (claim.operands, *claim.alternatives):
            made += names_to_trials(claim, form, names, stated, figures)
    return made


def names_to_trials(
    claim: Claim, form: str, names: tuple[str, ...], stated: Quantity, figures: Figures
) -> list[Trial]:
    """One operand list tried with every factor that the claim allows; nothing where a figure is
    missing or is the statement itself.
    """
    operands = tuple(figures[n] for n in names if n in figures and n != claim.stated)
    if not operands or len(operands) != len(names):
        return []
    trials = [
        operands_to_trial(claim, form, stated, operands, factor)
        for factor in claim_factors(claim, form, stated)
    ]
    return [t for t in trials if t]


def claim_factors(claim: Claim, form: str, stated: Quantity) -> tuple[Decimal, ...]:
    """The constants the arithmetic may have: those the words give, 100 for a share in %, 20 for a
    mark out of 5.
    """
    given = tuple(Decimal(v) for k, v in claim.words if k == "factor")
    if given:
        return given
    if form in ("ratio", "share", "change", "implied"):
        return (
            (Decimal(100),)
            if stated.unit in ("%", "%p")
            else (Decimal(1),)
            if stated.unit
            else (Decimal(100), Decimal(1))
        )
    return (Decimal(1),)


def operands_to_trial(
    claim: Claim, form: str, stated: Quantity, operands: tuple[Quantity, ...], factor: Decimal
) -> Trial | None:
    """What these operands make, and whether that is what is printed."""
    meant = exact_where_said(claim, operands)
    computed = operands_to_value(form, meant, factor)
    extent = operands_to_extent(form, meant, factor, "rounded")
    if computed is None or extent is None:
        return None
    return Trial(
        operands,
        figures_fit(form, stated, meant, computed, factor),
        tidy(computed),
        extent,
        factor,
        form,
    )


def exact_where_said(claim: Claim, operands: tuple[Quantity, ...]) -> tuple[Quantity, ...]:
    """The operands; those that the claim calls exact (a tariff of 35만원 a head) without the width
    of their last digit.
    """
    exact = {v for k, v in claim.words if k == "exact"}
    return (
        tuple(
            dataclasses.replace(q, multiplier=1, decimals=0) if q.quantity_id in exact else q
            for q in operands
        )
        if exact
        else operands
    )


def figures_fit(
    form: str, stated: Quantity, operands: tuple[Quantity, ...], computed: Decimal, factor: Decimal
) -> str | None:
    """agrees, agrees_within_rounding or None: the contract's intervals, one reading for the whole
    check.
    """
    if stated.value is not None and abs(stated.value - computed) <= FINE and not stated.approx:
        return "agrees"
    if form in ("equal", "sum") and len(operands) == 1 and _one_grain(stated, operands[0]):
        return None
    for reading in READINGS:
        printed = (
            mean_to_extent(stated, reading) if form == "mean" else figure_to_extent(stated, reading)
        )
        made = operands_to_extent(form, operands, factor, reading)
        if printed and made and not (printed.exact and made.exact) and printed.meets(made):
            return "agrees_within_rounding"
    return None


def mean_to_extent(stated: Quantity, reading: Reading) -> Extent | None:
    """회당 32명 is printed for 32.03: a mean is rounded to its last digit, or cut there, though it
    looks like a plain count.
    """
    if grain(stated) or stated.value is None or stated.approx or stated.bound:
        return figure_to_extent(stated, reading)
    return value_to_extent(stated.value, Decimal(1), reading)


def _one_grain(one: Quantity, other: Quantity) -> bool:
    return grain(one) == grain(other) and not (
        one.approx or other.approx or one.bound or other.bound
    )


def tidy(value: Decimal) -> Decimal:
    """Six decimals are more than any print shows; without them a third would be published with
    forty digits.

    >>> tidy(Decimal("93.27309236947791164658634538"))
    Decimal('93.273092')
    >>> tidy(Decimal(123456789012) ** 2)
    Decimal('15241578753153483936144')
    """
    if value.adjusted() + DECIMALS >= getcontext().prec:
        return value  # so long that no six decimals were ever computed
    rounded = value.quantize(Decimal(1).scaleb(-DECIMALS))
    return rounded if abs(rounded) > Decimal("0.001") or not value else value.normalize()
