"""One year's “전년” figures against last year's report, over all that is published.

It runs after every report is published and writes a table file of its own, so that a report's own
tables never depend on another file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.model import Check, Claim, Container, Printed, Quantity
from pipeline.pattern import named
from pipeline.reconcile.accuse import accused
from pipeline.reconcile.assemble import outcome_to_check
from pipeline.reconcile.judge import Outcome, figures_fit, tidy
from pipeline.reconcile.names import plain

Row = Mapping[str, Any]
ROLES = (None, "actual", "prior", "before", "after")  # not what was planned
Key = tuple[str, str, str | None, str | None]
YEAR = named("reconcile.year_of_title")


@dataclass(frozen=True, slots=True)
class PublishedReport:
    """What a published report gives this pass: rows of `quantities`, and its programmes' titles by
    programme_id.
    """

    report_id: str
    year: int | None
    organisation: str | None
    title: str | None
    titles: Mapping[str, str]
    quantities: Sequence[Row]


def cross_year_checks(reports: Sequence[PublishedReport]) -> tuple[tuple[str, Check], ...]:
    """(report_id, check) for every figure of a report about the year before that the report of that
    year states too.
    """
    made: list[tuple[str, Check]] = []
    for later in sorted(reports, key=lambda r: r.report_id):
        for earlier in reports:
            if (
                later.year is not None
                and earlier.year == later.year - 1
                and one_series(later, earlier)
            ):
                made += [(later.report_id, check) for check in _compared(later, earlier)]
    return tuple(made)


def one_series(one: PublishedReport, other: PublishedReport) -> bool:
    """Whether two reports are years of one: the same organisation and the same title but for the
    year.
    """
    titles = [plain(YEAR.sub("", r.title or "")) for r in (one, other)]
    bodies = [plain(r.organisation or "") for r in (one, other)]
    return titles[0] == titles[1] != "" and bodies[0] == bodies[1]


def _compared(later: PublishedReport, earlier: PublishedReport) -> list[Check]:
    said = figures_by_key(later, (later.year or 0) - 1)
    known = figures_by_key(earlier, earlier.year)
    counts: dict[str, int] = {}
    made = []
    for key, figures in said.items():
        others = known.get(key, [])
        if (
            len(figures) == 1 and len(others) == 1
        ):  # two of one name are not told apart, so nobody is accused
            made.append(_check(figures[0], others[0], earlier, counts))
    return made


def figures_by_key(report: PublishedReport, year: int | None) -> dict[Key, list[Quantity]]:
    """The figures about one year by programme title (“” for the whole report), measure, unit and
    budget phase.
    """
    made: dict[Key, list[Quantity]] = defaultdict(list)
    for row in report.quantities:
        about = row.get("ref_year") or (
            (report.year or 0) - 1 if row.get("figure_role") == "prior" else report.year
        )
        measure = row.get("measure_code") or plain(row.get("measure") or "")
        usable = (
            row.get("value") is not None and not row.get("per") and row.get("figure_role") in ROLES
        )
        if (
            about != year
            or not measure
            or not usable
            or row.get("kind") == "change"
            or row.get("doubt")
        ):
            continue
        if row.get("programme_id") is None and row.get("measure_code") not in ("budget", "spent"):
            continue  # outside programmes only the whole budget is surely one thing
        title = plain(report.titles.get(row.get("programme_id") or "", ""))
        made[title, str(measure), row.get("unit"), row.get("budget_phase")].append(
            row_to_figure(row)
        )
    return {key: distinct(figures) for key, figures in made.items()}


def distinct(figures: Sequence[Quantity]) -> list[Quantity]:
    """One figure a value: a budget told three times alike is one statement."""
    return list({q.value: q for q in reversed(figures)}.values())


def row_to_figure(row: Row) -> Quantity:
    """A published row as a figure that the judge can weigh; its text is the quote."""
    place = Printed(str(row.get("quote") or ""))
    container = Container(
        "line", str(row.get("section") or "front"), place, programme_id=row.get("programme_id")
    )
    return Quantity(
        quantity_id=str(row["quantity_id"]),
        container=container,
        start=0,
        end=len(place.text),
        quote=place.text,
        value=Decimal(str(row["value"])),
        unit=row.get("unit"),
        counted=row.get("counted"),
        low=_decimal(row.get("low")),
        high=_decimal(row.get("high")),
        multiplier=int(row.get("multiplier") or 1),
        decimals=int(row.get("decimals") or 0),
        kind=str(row.get("kind")),
        rule="published",
        unit_source=row.get("unit_source"),
        approx=row.get("approx"),
        bound=row.get("bound"),
        measure=row.get("measure"),
        measure_code=row.get("measure_code"),
    )


def _decimal(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _check(
    stated: Quantity, other: Quantity, earlier: PublishedReport, counts: dict[str, int]
) -> Check:
    fit = figures_fit("equal", stated, (other,), other.value or Decimal(0), Decimal(1))
    claim = Claim(
        "cross_year",
        "equal",
        stated.quantity_id,
        (other.quantity_id,),
        statement=stated.quote,
        declared=True,
    )
    where = (
        ("where_ko", f"{earlier.year}년 보고서의"),
        ("where_en", f"in the report on {earlier.year}"),
    )
    outcome = Outcome(
        claim,
        fit or "differs",
        (other,),
        None if other.value is None else tidy(other.value),
        None,
        form="equal",
        extra=where,
    )
    return outcome_to_check(outcome if fit else accused(outcome), stated, counts)
