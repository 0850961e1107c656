"""Reconcile: statements matched to their operands, judged. It reads no text again and repairs no
data; where print leaves a reading open (whether brackets are a minus, what a total is made of), the
report's arithmetic chooses.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pipeline.faults import Faults, Lost
from pipeline.model import Check, Claim, Problem, Quantity, Report
from pipeline.reconcile.accuse import outcomes_to_verdicts, unaccused
from pipeline.reconcile.assemble import outcomes_to_checks
from pipeline.reconcile.crossing import outcomes_with_crossings
from pipeline.reconcile.doubts import checks_to_problems
from pipeline.reconcile.judge import Figures, Outcome, claim_to_outcome
from pipeline.reconcile.lists import claim_to_list_outcome
from pipeline.reconcile.numbering import runs_through
from pipeline.reconcile.parts import figures_with_parts
from pipeline.reconcile.reading import Reading
from pipeline.reconcile.relations import figures_with_signs, stated_lost, tables_to_outcomes
from pipeline.reconcile.row_doubts import outcomes_weighed, rows_are_met
from pipeline.reconcile.rows import claim_to_row_outcome
from pipeline.reconcile.tie_out import TieOut

__all__ = ["reconcile"]


class Reconciled(NamedTuple):
    """What reconcile gives: the checks in the order of the report, problems where a doubt is about
    our reading, and the figures with what their tables decide.
    """

    checks: tuple[Check, ...]
    problems: tuple[Problem, ...]
    quantities: tuple[Quantity, ...]


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
    faults = Faults()
    alone, in_tables = _parted(c for c in claims if c.stated in figures)
    outcomes, signs = tables_to_outcomes(in_tables, figures, faults)
    figures = faults.spare(Lost("step"), figures_with_signs, figures, signs, instead=figures)
    areas = len(report.areas)
    counted = faults.spare(Lost("check"), _counted_rows, alone, report, figures, instead=())
    reading = Reading(
        report,
        tuple(figures.values()),
        unread_lines,
        rows_met=faults.spare(Lost("check"), rows_are_met, counted, figures, areas, instead=False),
    )
    outcomes += _alone_to_outcomes(alone, report, figures, reading, faults)
    for weigh in (
        lambda given: outcomes_weighed(
            given, figures, areas, in_order=reading.in_order, numbered=runs_through(report)
        ),
        lambda given: outcomes_to_verdicts(given, figures, reading, signs.minus),
        lambda given: outcomes_with_crossings(_twice_told(given), figures),
    ):
        mild = [unaccused(o) for o in outcomes]
        outcomes = list(faults.spare(Lost("check"), weigh, outcomes, instead=mild))
    checks = outcomes_to_checks(outcomes, figures, order, faults)
    doubts = faults.spare(Lost("check"), checks_to_problems, checks, instead=())
    settled = faults.spare(Lost("step"), figures_with_parts, figures, checks, instead=figures)
    return Reconciled(checks, (*doubts, *faults.problems), tuple(settled.values()))


def _parted(claims: Iterable[Claim]) -> tuple[list[Claim], list[Claim]]:
    """The claims that stand alone, and those of the lines of a table."""
    alone: list[Claim] = []
    in_tables: list[Claim] = []
    for claim in claims:
        (alone if claim.family is None else in_tables).append(claim)
    return alone, in_tables


def _counted_rows(claims: Iterable[Claim], report: Report, figures: Figures) -> list[Outcome]:
    """The stated counts of rows, judged as if every line had been read."""
    made = (
        claim_to_row_outcome(claim, figures[claim.stated], report, 0)
        for claim in claims
        if claim.form == "rows"
    )
    return [outcome for outcome in made if outcome]


def _alone_to_outcomes(
    claims: Iterable[Claim], report: Report, figures: Figures, reading: Reading, faults: Faults
) -> list[Outcome]:
    judge = _Judge(report, figures, reading)
    made = (
        faults.spare(stated_lost(figures[claim.stated]), judge.outcome, claim, instead=None)
        for claim in claims
    )
    return [outcome for outcome in made if outcome]


class _Judge:
    """The verdict over one claim, by its form."""

    def __init__(self, report: Report, figures: Figures, reading: Reading) -> None:
        self.report, self.figures, self.reading = report, figures, reading
        self.tie_out: TieOut | None = None

    def outcome(self, claim: Claim) -> Outcome | None:
        """What comes of it."""
        stated = self.figures[claim.stated]
        if claim.form == "rows":
            return claim_to_row_outcome(claim, stated, self.report, self.reading.row_doubts)
        if claim.form == "enumeration":
            return claim_to_list_outcome(claim, stated)
        if claim.form == "highlight":
            self.tie_out = self.tie_out or TieOut(self.report, self.figures.values(), self.reading)
            return self.tie_out.claim_to_outcome(claim, stated)
        return claim_to_outcome(claim, self.figures)


def _twice_told(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """A result that two programmes tell of may be counted twice: the sentence says so."""
    return [
        dataclasses.replace(o, extra=(*o.extra, ("twice", "")))
        if o.claim.type == "repeated_statement" and o.computed is not None
        else o
        for o in outcomes
    ]
