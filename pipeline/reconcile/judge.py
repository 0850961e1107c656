"""The judge: a claim and the figures it names go in, what they make comes out. It sees no text.

Where no operand list that the words allow fits, the outcome `differs`: whether that is an
accusation accuse.py decides.
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
OPEN = frozenset({"ge", "gt", "le", "lt"})
DIFFERENCES = frozenset({"difference", "points", "change"})
PARTS = 2  # that are not nought, in a sum that can fail
DECIMALS = 6  # of what is computed: more than any print shows
FINE = Decimal("1e-9")  # what a division leaves behind the printed digits is no difference


@dataclass(frozen=True, slots=True)
class Trial:
    """One operand list tried: fit is "agrees", "agrees_within_rounding" or None."""

    stated: Quantity
    operands: tuple[Quantity, ...]
    fit: str | None
    computed: Decimal
    extent: Extent
    factor: Decimal
    form: str


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
    # values for the sentence that only the judge knows (rows counted, titles)
    extra: tuple[tuple[str, str], ...] = ()
    named: bool = False  # beside the claim's own word: the judge found operands that words name
    proof: int | None = None  # other places of the table in which the relation holds
    broken: int = 0  # and those in which it fails
    rivals: tuple[Trial, ...] = ()  # other readings of the claim that fit
    rival: str | None = None  # the kind of reading that kept it from an accusation

    @property
    def declared(self) -> bool:
        """Whether words name the operands: a formula, a total word, the statement's own clause."""
        return self.claim.declared or self.named


def claim_to_outcome(claim: Claim, figures: Figures) -> Outcome | None:
    """What one claim makes: it agrees, it `differs` under the likeliest operands, or nothing can be
    computed; None where nothing could fail, or nothing is to be said.
    """
    stated = figures.get(claim.stated)
    if stated is None:
        return None
    tried = claim_to_trials(claim, stated, figures)
    trials = [t for t in tried if not is_vacuous(t)]
    fitting = [t for t in trials if t.fit]
    if exact_first(claim):
        fitting.sort(key=lambda t: t.fit != "agrees")
    if fitting:
        more = tuple(t.operands for t in fitting[1:])
        return trial_to_outcome(claim, fitting[0], fitting[0].fit or "", others=more)
    if trials:
        return trial_to_outcome(claim, trials[0], "differs")
    if tried or claim.unmet == "nothing":
        return None
    return Outcome(claim, claim.unmet, why=claim.why or "no_base")


def exact_first(claim: Claim) -> bool:
    """Whether of several readings the one without rounding is meant: of a total, and where a change
    between two rates is growth or points. Of a share the nearest base is, rounded or not.
    """
    return claim.form in ("sum", "scale") or ("or_form", "points") in claim.words


def is_vacuous(trial: Trial) -> bool:
    """Whether a check could not fail: a sum with one part that is not nought, 0 − 0, an open bound
    (9억원 이내 meets everything below it), or figures known less closely than what is stated.
    """
    figures = (trial.stated, *trial.operands)
    if any(q.bound in OPEN for q in figures):
        return True
    filled = sum(1 for q in trial.operands if q.value)
    if trial.form == "sum" and filled < PARTS:
        return True
    if trial.form in DIFFERENCES and not filled:
        return True
    return bool(trial.fit) and trial.extent.high - trial.extent.low > size_of(trial)


def size_of(trial: Trial) -> Decimal:
    """What a computed interval is held against: the rate itself; of sums and differences the
    largest figure in them, since 0 = 12,000 − 12,000 could well fail.
    """
    linear = trial.form in ("sum", "difference", "points")
    figures = (trial.stated, *trial.operands) if linear else (trial.stated,)
    return max(abs(q.value or Decimal(0)) for q in figures)


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
        stated,
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
