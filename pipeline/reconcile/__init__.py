"""Reconcile: statements matched to their operands, judged. It reads no text again and repairs no
data.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.model import Check, Claim, Problem, Quantity, Report
from pipeline.reconcile.accuse import outcomes_to_verdicts
from pipeline.reconcile.assemble import outcomes_to_checks
from pipeline.reconcile.crossing import outcomes_with_crossings
from pipeline.reconcile.doubts import checks_to_problems
from pipeline.reconcile.judge import Figures, Outcome, claim_to_outcome
from pipeline.reconcile.lists import claim_to_list_outcome
from pipeline.reconcile.numbering import runs_through
from pipeline.reconcile.reading import Reading
from pipeline.reconcile.relations import tables_to_outcomes
from pipeline.reconcile.row_doubts import outcomes_weighed, rows_are_met
from pipeline.reconcile.rows import claim_to_row_outcome
from pipeline.reconcile.tie_out import TieOut

__all__ = ["reconcile"]


class Reconciled(NamedTuple):
    """What reconcile gives: the checks in the order of the report, problems where a doubt is about
    our reading, and the figures that are minuses only because their table closes so.
    """

    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]
    minuses: frozenset[str]


def reconcile(
    report: Report,
    quantities: Sequence[Quantity],
    claims: Sequence[Claim],
    *,
    unread_lines: int = 0,
) -> Reconciled:
    """Every claim judged.

    `unread_lines` are lines of the report that no row, cell or paragraph was made of: they may hold
    the rows that a stated count misses.
    """
    figures = {q.quantity_id: q for q in quantities}
    order = {q.quantity_id: n for n, q in enumerate(quantities)}
    known = [c for c in claims if c.stated in figures]
    alone = [c for c in known if c.family is None]
    outcomes, minuses = tables_to_outcomes([c for c in known if c.family is not None], figures)
    areas = len(report.areas)
    reading = Reading(
        report,
        quantities,
        unread_lines,
        rows_met=rows_are_met(_counted_rows(alone, report, figures), figures, areas),
    )
    outcomes += list(_alone_to_outcomes(alone, report, figures, reading))
    outcomes = outcomes_weighed(
        outcomes, figures, areas, in_order=reading.in_order, numbered=runs_through(report)
    )
    outcomes = outcomes_to_verdicts(outcomes, figures, reading, minuses)
    outcomes = outcomes_with_crossings(_twice_told(outcomes), figures)
    checks = outcomes_to_checks(outcomes, figures, order)
    return Reconciled(checks, checks_to_problems(checks), minuses)


def _counted_rows(claims: Iterable[Claim], report: Report, figures: Figures) -> list[Outcome]:
    """The stated counts of rows, judged as if every line had been read."""
    made = (
        claim_to_row_outcome(claim, figures[claim.stated], report, 0)
        for claim in claims
        if claim.form == "rows"
    )
    return [outcome for outcome in made if outcome]


def _alone_to_outcomes(
    claims: Iterable[Claim], report: Report, figures: Figures, reading: Reading
) -> Iterable[Outcome]:
    tie_out: TieOut | None = None
    for claim in claims:
        stated = figures[claim.stated]
        if claim.form == "rows":
            outcome = claim_to_row_outcome(claim, stated, report, reading.row_doubts)
        elif claim.form == "enumeration":
            outcome = claim_to_list_outcome(claim, stated)
        elif claim.form == "highlight":
            tie_out = tie_out or TieOut(report, figures.values(), reading)
            outcome = tie_out.claim_to_outcome(claim, stated)
        else:
            outcome = claim_to_outcome(claim, figures)
        if outcome:
            yield outcome


def _twice_told(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """A result that two programmes tell of may be counted twice: the sentence says so."""
    return [
        dataclasses.replace(o, extra=(*o.extra, ("twice", "")))
        if o.claim.type == "repeated_statement" and o.computed is not None
        else o
        for o in outcomes
    ]
