"""`pipeline check`: what is published, judged: damaged files, disagreements, problems; the exit
code of a run.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from pipeline.cli.counting import counted, counts, summary, told_to_sentence
from pipeline.cli.for_ci import (
    causes_to_entries,
    manifests_to_junit,
    manifests_to_summary,
)
from pipeline.cli.options import print_json
from pipeline.cli.running import INNER, event_to_line, outcome_to_json, tell_exit
from pipeline.publish.sentences import code_to_sentence
from pipeline.run.accepted import Entry, acceptance, entry_has_expired
from pipeline.run.causes import FINDINGS, VERDICTS, Cause
from pipeline.run.expected import kept_shortfalls
from pipeline.run.ours import PACKAGE, foreign_among_tables
from pipeline.run.outcome import Outcome, met_to_exit
from pipeline.run.said import language, say
from pipeline.run.shelf import Shelf, write_named
from pipeline.run.sources import one_line
from pipeline.run.telling import row_to_place
from pipeline.run.verify import (
    Damage,
    cross_year_rows,
    damages,
    find_report,
    manifest_to_causes,
    package_is_stale,
    published,
    table_rows,
)
from pipeline.run.whole import Event

Row = Mapping[str, Any]
ORDER = {"error": 0, "warning": 1, "info": 2}
MOST_WHOLE = 3  # reports that are told in full when no one is named
MOST_CAUSES, MOST_REPORTS = 40, 50  # lines of the view over many reports, so that it is read
MOST_ALIKE = (
    5  # problems of one code printed in full; the rest are counted, all of them are in the table
)


def where(row: Row) -> str:
    """Where a row stands, for a person: programme, table cell, page, line; else the front."""
    return row_to_place(row, language()) or say("the_front")


def in_words(row: Row, name: str) -> str:
    """A published sentence of a row (`message`, `explanation`) in the language chosen."""
    return str(row[f"{name}_{language()}"])


def accepted_mark(entry: Entry | None, today: str) -> str:
    """How a disagreement stands that a person accepted: by whom and why, or that this has run out.

    >>> accepted_mark(None, "2026-02-01")
    ''
    """
    if entry is None:
        return ""
    words = {name: one_line(entry[name]) for name in ("who", "reason")}
    until = say("accepted_until", date=entry["expires"]) if "expires" in entry else ""
    over = say("accepted_over") if entry_has_expired(entry, today) else ""
    return say("accepted_mark", until=until, over=over, **words)


def tell_check(row: Row, entry: Entry | None) -> None:
    """A verdict with its sentence, and with the word of the person who accepted it."""
    today = datetime.date.today().isoformat()
    told = {"type": row["type"], "place": where(row), "statement": row["statement"]}
    verdict = row["verdict"].upper() + accepted_mark(entry, today)
    click.echo("  " + say("check_line", verdict=verdict, id=row["check_id"], **told))
    click.echo(f"    {in_words(row, 'explanation')}")
    accuses = row["verdict"] == "disagrees"
    if accuses and (entry is None or entry_has_expired(entry, today)):
        click.echo("    " + say("how_to_accept"))
        click.echo("".join(f"      {line}\n" for line in acceptance(row).splitlines()), nl=False)


def tell_problems(rows: Iterable[Row], table: Path) -> None:
    """Problems, the gravest first; of many alike the first few; `table` has them all."""
    told: Counter[str] = Counter()
    listed = sorted(rows, key=lambda r: ORDER[r["severity"]])
    for row in listed:
        told[row["code"]] += 1
        if told[row["code"]] <= MOST_ALIKE:
            place = row_to_place(row, language())
            at = say("at_place", place=place) if place else ""
            click.echo(f"  {row['severity']} {row['code']}{at}: {in_words(row, 'message')}")
    for code, number in told.items():
        if number > MOST_ALIKE:
            left = number - MOST_ALIKE
            click.echo("  " + say("more_alike", number=left, code=code, table=str(table)))


def report_causes(
    shelf: Shelf, report_id: str, manifest: Row, verdicts: Sequence[str]
) -> list[Cause]:
    """What of one report a person should look at, by cause."""
    today = datetime.date.today().isoformat()
    return manifest_to_causes(manifest, table_rows(shelf, "checks", report_id), today, verdicts)


def reports_to_causes(
    shelf: Shelf, manifests: Mapping[str, Row], verdicts: Sequence[str]
) -> list[Cause]:
    """The causes of several reports, the heaviest first."""
    causes = [
        cause
        for report_id, manifest in manifests.items()
        for cause in report_causes(shelf, report_id, manifest, verdicts)
    ]
    return sorted(causes, key=lambda cause: (cause.weight, cause.source))


def alike(cause: Cause) -> str:
    """How many findings share the cause of the one that is told."""
    more = len(cause.rows)
    return say("of_one_cause", number=more) if more > 1 else ""


def tell_cause(cause: Cause) -> None:
    """One line a cause, for the view over all reports; `check REPORT` has the sentences."""
    row, mark = cause.rows[0], say("cause_accepted") if cause.accepted else ""
    click.echo(
        f"  {row['verdict'].upper()}{mark}{alike(cause)} {cause.source},"
        f" {where(row)}: {in_words(row, 'explanation')} ({row['check_id']})"
    )


def tell_causes(causes: Sequence[Cause], most: int) -> None:
    """The heaviest causes of all reports; the others are counted."""
    for cause in causes[:most]:
        tell_cause(cause)
    if len(causes) > most:
        click.echo("  " + say("more_causes", number=len(causes) - most))


def tell_report(shelf: Shelf, report_id: str, manifest: Row, verdicts: Sequence[str]) -> None:
    """One report: its counts, its findings cause by cause, its problems."""
    click.echo(f"{one_line(manifest['source'])}: {manifest['status']}; {counts(manifest)}")
    found = Counter(c["verdict"] for c in table_rows(shelf, "checks", report_id))
    if found:
        click.echo("  " + say("checks_by_verdict", verdicts=_verdicts(found)))
    accepted = {entry["check_id"]: entry for entry in manifest.get("accepted", ())}
    for cause in report_causes(shelf, report_id, manifest, verdicts):
        tell_findings(cause, accepted)
    tell_problems(table_rows(shelf, "problems", report_id), Path(shelf.out.name) / "problems")


def tell_findings(cause: Cause, accepted: Mapping[str, Entry]) -> None:
    """The findings of one cause: each accusation in full, of what is withheld the first."""
    told = cause.rows if cause.verdict == "disagrees" else cause.rows[:1]
    for row in told:
        tell_check(row, accepted.get(row["check_id"]))
    more = len(cause.rows) - len(told)
    if more:
        click.echo("    " + say("more_of_one_cause", number=more))


def tell_overview(shelf: Shelf, manifests: Mapping[str, Row], verdicts: Sequence[str]) -> None:
    """All reports on a screen or two: causes first, then a line for each report that has something
    to look at; the others are counted.
    """
    causes = reports_to_causes(shelf, manifests, verdicts)
    tell_causes(causes, MOST_CAUSES)
    named = {cause.source for cause in causes}
    shown = [m for _, m in sorted(manifests.items()) if wants_a_line(m, named)]
    for manifest in shown[:MOST_REPORTS]:
        tell_in_short(manifest)
    if len(shown) > MOST_REPORTS:
        click.echo(say("more_reports", number=len(shown) - MOST_REPORTS))
    tell_the_others([m for m in manifests.values() if m not in shown])


def tell_the_others(manifests: Sequence[Row]) -> None:
    """How many reports have no finding: those with warnings apart, since warnings want a look."""
    warned = sum(bool(graver(m)) for m in manifests)
    if warned:
        click.echo(say("warned", number=warned))
    if len(manifests) > warned:
        click.echo(say("nothing_to_look_at", number=len(manifests) - warned))
    click.echo(say("one_in_full"))


def wants_a_line(manifest: Row, named: Set[str]) -> bool:
    """Whether the view over many tells a report: not read whole, or among the `named`."""
    return manifest["status"] != "read" or one_line(manifest["source"]) in named


def graver(manifest: Row) -> str:
    """How many errors and warnings a report has; "" without any.

    >>> graver({"problems": {"no_outline": 1}})
    ''
    """
    tally: Counter[str] = Counter()
    for code, number in manifest["problems"].items():
        tally[code_to_sentence(code, {}).severity] += number
    return ", ".join(counted(tally[s], f"{s}s") for s in ("error", "warning") if tally[s])


def tell_in_short(manifest: Row) -> None:
    """A report in the view over many: why it failed, or its counts and the first reason why it was
    not read whole.
    """
    if manifest["status"] == "failed":
        click.echo(event_to_line(Event("failed", manifest["source"], manifest)))
        return
    problems = graver(manifest)
    more = f"; {problems}" if problems else ""
    click.echo(f"{one_line(manifest['source'])}: {manifest['status']}; {counts(manifest)}{more}")
    if manifest["status"] == "partial" and manifest["told"]:
        click.echo(f"  {told_to_sentence(manifest['told'][0])}")


def tell_years(rows: Sequence[Row]) -> None:
    """What reports say of the year before, against that year's report: between two reports, so no
    exit code counts it.
    """
    if rows:
        verdicts = Counter(row["verdict"] for row in rows)
        click.echo(say("years_by_verdict", verdicts=_verdicts(verdicts)))
    for row in (r for r in rows if r["verdict"] == "disagrees"):
        click.echo(f"  {row['report_id']}: {in_words(row, 'explanation')}")


def _verdicts(found: Mapping[str, int]) -> str:
    return ", ".join(f"{found[v]:,} {v}" for v in VERDICTS if found[v])


def tell_reports(shelf: Shelf, manifests: Mapping[str, Row], only: Sequence[str]) -> None:
    """A few reports in full, more of them by cause; `only`: verdicts."""
    verdicts = tuple(v for v in VERDICTS if v in only) or FINDINGS
    if len(manifests) > MOST_WHOLE:
        tell_overview(shelf, manifests, verdicts)
        return
    for report_id, manifest in manifests.items():
        tell_report(shelf, report_id, manifest, verdicts)


def tell_foreign(shelf: Shelf, manifests: Mapping[str, Row]) -> None:
    """Files of somebody else among the published tables: whoever reads the folder reads them."""
    for path in foreign_among_tables(shelf.out, manifests.keys()):
        shown = str(path.relative_to(shelf.out.parent))
        click.echo(event_to_line(Event("foreign", shown, said=say("foreign_file"))))


def tell_shortfalls(shortfalls: Iterable[Row]) -> None:
    """What expected.toml names and the last run did not reach."""
    for shortfall in shortfalls:
        click.echo(f"EXPECTED  {shortfall['code']}: {in_words(shortfall, 'message')}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What `check` is asked for: entries to accept, files for CI, JSON, no more than the exit
    code's reason, a language.
    """

    accept: bool = False
    summary: Path | None = None
    junit: Path | None = None
    as_json: bool = False
    quiet: bool = False
    language: str = "en"


NOTHING_ASKED = Asked()


def write_for_ci(shelf: Shelf, manifests: Mapping[str, Row], asked: Asked) -> None:
    """The summary and the JUnit file, where they are asked for, and entries for accepted.toml."""
    if not (asked.accept or asked.summary or asked.junit):
        return  # the checks of every report are read for it
    causes = reports_to_causes(shelf, manifests, FINDINGS)
    if asked.summary is not None:
        told = manifests_to_summary(manifests, causes, asked.language)
        write_named(asked.summary, told.encode())
    if asked.junit is not None:
        write_named(asked.junit, manifests_to_junit(manifests, causes, asked.language))
    if asked.accept:
        for entry in causes_to_entries(causes, asked.language):
            click.echo(entry)


def check_and_tell(
    out: Path,
    fail_on: str,
    reports: Sequence[str] = (),
    only: Sequence[str] = (),
    asked: Asked = NOTHING_ASKED,
) -> int:
    """Tell what is published, of the reports named or of all; gives the exit code of all of it.

    One report alone is told in full; of several a line a cause and a line a report. `only`:
    verdicts. Asked for entries to accept, it tells nothing else. Raises UsageError for a report
    that is not published.
    """
    shelf, manifests = published(out, damaged_too=True)
    damaged = list(damages(shelf, manifests))
    chosen = sorted({find_report(manifests, name, out) for name in reports} or manifests)
    write_for_ci(shelf, {i: manifests[i] for i in chosen}, asked)
    shortfalls = kept_shortfalls(shelf.out)
    outcome = Outcome(tuple(manifests.values()), short=len(shortfalls))
    code = met_to_exit(outcome.met(), fail_on, bool(damaged))
    if asked.accept:
        return code
    stale = package_is_stale(shelf, manifests)
    own = {i: manifests[i] for i in chosen}
    found = Found(shelf, own, tuple(damaged), tuple(shortfalls), stale)
    if asked.as_json:
        print_json(found_to_json(found, outcome, code, only))
        return code
    tell_found(found, only, asked.quiet, outcome)
    return tell_exit(outcome, fail_on, bool(damaged))


@dataclass(frozen=True, slots=True)
class Found:
    """What `check` found: the reports that it is asked about, damaged files, and what expected.toml
    names and the last run did not reach.
    """

    shelf: Shelf
    chosen: Mapping[str, Row]
    damaged: tuple[Damage, ...]
    shortfalls: tuple[Row, ...]
    stale: bool = False  # the package describes something else


def tell_found(found: Found, only: Sequence[str], quiet: bool, outcome: Outcome) -> None:
    """Print it; what went wrong alone where it is to be quiet."""
    for damage in found.damaged:
        click.echo(say("damaged", path=str(damage.path), cause=damage.cause))
    if found.stale:
        click.echo(say("package_stale", path=str(found.shelf.out / PACKAGE)))
    if not quiet:
        tell_reports(found.shelf, found.chosen, only)
        tell_foreign(found.shelf, {m["report_id"]: m for m in outcome.manifests})
        tell_years(cross_year_rows(found.shelf))
    tell_shortfalls(found.shortfalls)
    if not quiet:
        click.echo(summary(outcome.manifests, 0, 0))
    if found.damaged:
        click.echo(say("damaged_count", number=len(found.damaged)))


def found_to_json(found: Found, outcome: Outcome, code: int, only: Sequence[str]) -> dict[str, Any]:
    """What `check --json` prints."""
    shelf = found.shelf
    return {
        **outcome_to_json(outcome, code),
        "reports": [report_to_json(shelf, i, m, only) for i, m in found.chosen.items()],
        "damaged": [{"path": str(d.path), "cause": d.cause} for d in found.damaged],
        "stale": [str(shelf.out / PACKAGE)] if found.stale else [],
        "expected": list(found.shortfalls),
        "years": cross_year_rows(shelf),
    }


def report_to_json(
    shelf: Shelf, report_id: str, manifest: Row, only: Sequence[str]
) -> dict[str, Any]:
    """A report with its findings, or the checks of the verdicts named, and its problems."""
    wanted = only or FINDINGS
    known = {name: value for name, value in manifest.items() if name not in INNER}
    checks = [c for c in table_rows(shelf, "checks", report_id) if c["verdict"] in wanted]
    return known | {"findings": checks, "problem_rows": table_rows(shelf, "problems", report_id)}
