"""Readings of a table's relations compete: the one under which most of its rows and columns close
is the structure.

Print does not say which rows a total sums, whether 증감 is new minus old, or whether (5,000) is a
minus. The figures do. Every reading that the words allow is tried over all cells of its line, with
brackets as they stand and as minuses; a reading has a name (formula × order, or the lines that are
added up), never a place in a list. What holds elsewhere in the same table is the proof of a
relation; nothing here is a verdict.
"""

from __future__ import annotations

import itertools
from collections import ChainMap, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.faults import Faults, Lost
from pipeline.model import SIGN_UNDECIDED, Claim, Quantity
from pipeline.reconcile.judge import (
    Figures,
    Outcome,
    Trial,
    is_vacuous,
    names_to_trials,
    trial_to_outcome,
)

RATES = frozenset({"%", "%p"})
TELLING = Decimal(10)  # a total of one digit is met by chance too often to confirm a reading
# a sum that no word names must have as many of its smallest steps: of 36 real ones 15 were chance
# (hours of lessons, a state's share that is the city's and the district's), all of 20 steps at most
CHANCE = Decimal(25)
PROVEN = 2  # other places that show a relation
# more relations of a table must close with brackets as minuses than without, so that two wrong
# totals do not turn its signs (a table that declares it prints a legend; 15 of 15 real financial
# tables closed in at least six more places)
AHEAD = 1
MOST_COLUMNS = 40  # columns with brackets that are asked one by one; more are one question

Trials = dict[str, Trial]


@dataclass(frozen=True, slots=True)
class Family:
    """The claims of one line of a table and what each makes under each reading that it has."""

    claims: tuple[Claim, ...]
    trials: tuple[Trials, ...]
    best: str | None  # the reading that most of them confirm
    holds: int  # claims that can tell, and hold under it
    fails: int

    @property
    def shape(self) -> str:
        """What a reading of one line shares with that of another: where its lines stand."""
        return (self.best or "").partition(":")[0]


@dataclass(frozen=True, slots=True)
class Signs:
    """Figures in brackets whose sign a table's arithmetic decides."""

    minus: frozenset[str] = frozenset()
    plus: frozenset[str] = frozenset()

    def __or__(self, other: Signs) -> Signs:
        return Signs(self.minus | other.minus, self.plus | other.plus)


def tables_to_outcomes(
    claims: Sequence[Claim], figures: Figures, faults: Faults
) -> tuple[list[Outcome], Signs]:
    """The outcomes of all claims of tables, and the signs that their tables decide."""
    tables: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        tables[dict(claim.words).get("table", "")].append(claim)
    outcomes: list[Outcome] = []
    signs, nothing = Signs(), (list[Outcome](), Signs())
    for own in tables.values():
        lost = stated_lost(figures[own[0].stated])
        made, decided = faults.spare(lost, table_to_outcomes, own, figures, instead=nothing)
        outcomes += made
        signs |= decided
    return outcomes, signs


def table_to_outcomes(claims: Sequence[Claim], figures: Figures) -> tuple[list[Outcome], Signs]:
    """The outcomes of one table's claims, and the signs that it decides."""
    families, signs = claims_to_families(claims, figures)
    return [o for family in families for o in family_to_outcomes(family, families)], signs


def stated_lost(stated: Quantity) -> Lost:
    """The check of a statement as what a fault costs."""
    c = stated.container
    place = c.printed.place(stated.start, stated.end)
    return Lost("check", place, c.programme_id, c.table_no, c.row, c.col)


def claims_to_families(claims: Sequence[Claim], figures: Figures) -> tuple[list[Family], Signs]:
    """The families of one table under the better meaning of its brackets, and what they decide.

    First all brackets are tried as minuses, since a difference may need those of two columns; then
    each column's by itself. A column whose other meaning would close as much is left as it is
    printed: a bracket there may be a share or a note.
    """
    lines: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        lines[claim.family or ""].append(claim)
    plain = [line_to_family(own, figures) for own in lines.values()]
    columns = brackets_to_columns(claims, figures)
    if not columns:
        return plain, Signs()
    everything = frozenset(itertools.chain.from_iterable(columns))
    turned = [retried(family, everything, everything, figures) for family in plain]
    ahead = all_that_hold(turned) - all_that_hold(plain) >= AHEAD
    minuses, base = (everything, turned) if ahead else (frozenset[str](), plain)
    asked = columns if len(columns) <= MOST_COLUMNS else [everything]
    signs = columns_to_signs(asked, base, minuses, figures)
    if signs.minus == minuses:
        return base, signs
    return [retried(family, everything, signs.minus, figures) for family in plain], signs


def columns_to_signs(
    columns: Iterable[frozenset[str]],
    base: Sequence[Family],
    minuses: frozenset[str],
    figures: Figures,
) -> Signs:
    """The sign of each column of brackets that its other sign would break, or close better."""
    signs, held = Signs(), all_that_hold(base)
    for own in columns:
        other = all_that_hold(retried(f, own, minuses ^ own, figures) for f in base)
        if other == held:
            continue
        minus = (own <= minuses) == (other < held)
        signs |= Signs(minus=own) if minus else Signs(plus=own)
    return signs


def brackets_to_columns(claims: Iterable[Claim], figures: Figures) -> list[frozenset[str]]:
    """The figures that fill their cells in brackets and are no minuses yet, by their columns."""
    columns: dict[int | None, set[str]] = defaultdict(set)
    for name in dict.fromkeys(name for claim in claims for name in claim.bracketed):
        if (figures[name].value or 0) > 0:
            columns[figures[name].container.col].add(name)
    return [frozenset(own) for own in columns.values()]


def figures_with_signs(figures: Figures, signs: Signs) -> dict[str, Quantity]:
    """All figures, those in brackets with the sign that their table decides; a figure that no
    relation holds has that of the others in brackets of its column.
    """
    columns: dict[tuple[int | None, int | None], bool] = {}
    for sign, names in ((True, signs.minus), (False, signs.plus)):
        for name in names:
            c = figures[name].container
            columns[c.table_no, c.col] = columns.get((c.table_no, c.col), True) and sign
    found = {}
    for name, q in figures.items():
        where = q.container.table_no, q.container.col
        asked = name in signs.minus or name in signs.plus or q.doubt == SIGN_UNDECIDED
        found[name] = q.in_brackets(minus=columns[where]) if asked and where in columns else q
    return found


def retried(
    family: Family, asked: frozenset[str], minuses: frozenset[str], figures: Figures
) -> Family:
    """A line with those figures as minuses; as it is where it has none of the asked ones."""
    if not any(asked.intersection(claim.bracketed) for claim in family.claims):
        return family
    return line_to_family(family.claims, negative(minuses, figures))


def all_that_hold(families: Iterable[Family]) -> int:
    return sum(family.holds for family in families)


def negative(names: Iterable[str], figures: Figures) -> Mapping[str, Quantity]:
    """The figures, those named as minuses."""
    turned = {name: figures[name].in_brackets(minus=True) for name in names}
    return ChainMap(turned, dict(figures)) if turned else figures


def line_to_family(claims: Sequence[Claim], figures: Figures) -> Family:
    """Every reading tried over one line; the one that the most cells confirm is the best, of equals
    the one that fewer break, then the one that more meet without rounding (92.1 → 93.4: 1.3 is
    points, though a growth of 1.41 % could be cut to it), then the likelier.
    """
    trials = tuple(claim_to_readings(claim, figures) for claim in claims)
    names = dict.fromkeys(name for made in trials for name in made)
    counts = {name: reading_to_counts(name, trials) for name in names}
    # of equals the first
    best = max(counts, key=counts.__getitem__, default=None)
    holds, fails = (counts[best][0], -counts[best][1]) if best else (0, 0)
    return Family(tuple(claims), trials, best if holds else None, holds, fails)


def reading_to_counts(name: str, trials: Iterable[Trials]) -> tuple[int, int, int]:
    """How good a reading is: the cells that can tell and hold under it, those that fail as a minus,
    those that hold without rounding.
    """
    told = [made[name] for made in trials if name in made and can_tell(made[name])]
    holds = sum(1 for trial in told if trial.fit)
    exact = sum(1 for trial in told if trial.fit == "agrees")
    return holds, holds - len(told), exact


def claim_to_readings(claim: Claim, figures: Figures) -> Trials:
    """What one claim makes under each of its readings."""
    made: Trials = {}
    forms = (claim.form, *(v for k, v in claim.words if k == "or_form"))
    lists = (claim.operands, *claim.alternatives)
    for form in forms:
        for name, operands in zip(claim.readings, lists, strict=True):
            key = name if form == claim.form else f"{form} of {name}"
            if form not in (claim.form, "change") and any(
                figures[n].unit not in RATES for n in operands
            ):
                continue  # a change in points lies between two rates
            found = names_to_trials(claim, form, operands, figures[claim.stated], figures)
            if found:
                made[key] = found[0]
    return made


def can_tell(trial: Trial) -> bool:
    """Whether a cell can confirm a reading: it could fail, and has enough digits not to be met by
    chance.
    """
    stated = trial.stated
    if is_vacuous(trial):
        return False
    return (
        abs(stated.value or Decimal(0)) >= TELLING or bool(stated.decimals) or trial.form != "sum"
    )


def family_to_outcomes(family: Family, table: Sequence[Family]) -> Iterable[Outcome]:
    """The outcome of every cell; of one that could not fail under the line's reading nothing is
    said.
    """
    for claim, trials in zip(family.claims, family.trials, strict=True):
        chosen = trials.get(family.best or "")
        if chosen is not None and is_vacuous(chosen):
            continue
        able = {name: trial for name, trial in trials.items() if not is_vacuous(trial)}
        made = member_to_outcome(claim, able, family, table) if able else None
        if made is not None:
            yield made


def member_to_outcome(
    claim: Claim, trials: Trials, family: Family, table: Sequence[Family]
) -> Outcome | None:
    """One cell under its line's reading: it agrees, or it `differs`, with all that speaks for and
    against the relation. A sum that only another reading makes agrees under that one; one that no
    word names and few places show is passed over where chance may have made it.
    """
    fitting = tuple(trial for trial in trials.values() if trial.fit)
    meant = meant_by(claim, trials, fitting, family.best or "")
    holds, fails = others(family, table, meant)
    proof = holds if holds + fails else None
    if not worded(claim) and holds < PROVEN and by_chance(meant) and not shown(family, table):
        return None
    evidence = {"proof": proof, "broken": fails, "rivals": fitting}
    return trial_to_outcome(claim, meant, meant.fit or "differs", **evidence)


def worded(claim: Claim) -> bool:
    """Whether words ask for the sum, be it open of which lines."""
    return claim.declared or claim.unmet != "nothing"


def shown(family: Family, table: Sequence[Family]) -> bool:
    """Whether the relation, or one of the same shape, closes anywhere with more digits than chance
    has: 6 over 2 and 4 beside 5.10 over 1.80 and 3.30.
    """
    alike = (f for f in table if f.best and f.shape == family.shape)
    made = (trials.get(f.best or "") for f in alike for trials in f.trials)
    return any(trial and trial.fit and not by_chance(trial) for trial in made)


def by_chance(trial: Trial) -> bool:
    """Whether a sum has so few digits that other lines would close as well: 3 over 2 and 1, or
    2,000 over 1,200 and 800, which are counted in hundreds.
    """
    figures = [abs(q.value) for q in (trial.stated, *trial.operands) if q.value]
    grain = min((q.normalize().as_tuple().exponent for q in figures), default=0)
    total = abs(trial.stated.value or Decimal(0))
    return trial.form == "sum" and total.scaleb(-int(grain)) < CHANCE


def meant_by(claim: Claim, trials: Trials, fitting: Sequence[Trial], best: str) -> Trial:
    """The trial under the line's reading; of a sum that fails so one that fits, without rounding
    first.
    """
    chosen = trials.get(best)
    if claim.form == "sum" and fitting and not (chosen and chosen.fit):
        return min(fitting, key=lambda trial: trial.fit != "agrees")
    return chosen or next(iter(trials.values()))


def others(family: Family, table: Sequence[Family], meant: Trial) -> tuple[int, int]:
    """In how many other places of the table the relation holds, and in how many it fails: those of
    the same line, and of the lines whose parts stand to them as these do to this one (five 소계,
    each before its parts).
    """
    if family.best is None:
        return 0, max(0, sum(1 for made in family.trials if made) - 1)
    told = can_tell(meant)
    alike = [f for f in table if f.best and f.shape == family.shape]  # itself among them
    holds = all_that_hold(alike) - (told and bool(meant.fit))
    fails = sum(f.fails for f in alike) - (told and not meant.fit)
    return holds, fails
