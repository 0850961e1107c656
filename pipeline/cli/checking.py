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

from pipeline.cli.for_ci import (
    causes_to_entries,
    manifests_to_junit,
    manifests_to_summary,
    write_named,
)
from pipeline.cli.running import counted, counts, event_to_line, summary, tell_exit
from pipeline.publish.sentences import code_to_sentence
from pipeline.run.accepted import Entry, acceptance, entry_has_expired
from pipeline.run.causes import FINDINGS, VERDICTS, Cause, rows_to_causes
from pipeline.run.expected import kept_shortfalls
from pipeline.run.ours import foreign_among_tables
from pipeline.run.outcome import Outcome, met_to_exit
from pipeline.run.said import said
from pipeline.run.shelf import Shelf
from pipeline.run.sources import one_line
from pipeline.run.telling import row_to_place
from pipeline.run.verify import cross_year_rows, damages, find_report, published, table_rows
from pipeline.run.whole import Event

Row = Mapping[str, Any]
ORDER = {"error": 0, "warning": 1, "info": 2}
MOST_WHOLE = 3  # reports that are told in full when no one is named
MOST_CAUSES, MOST_REPORTS = 40, 50  # lines of the view over many reports, so that it is read
MOST_ALIKE = (
    5  # problems of one code printed in full; the rest are counted, all of them are in the table
)


def where(row: Row) -> str:
    """Where a row stands, for a person: programme, table cell, page, line.

    >>> where({"programme_id": "1.2.3", "page": 4, "table_no": None, "source_line": 7})
    '1.2.3, page 4, line 7'
    """
    return row_to_place(row, "en")


def accepted_mark(entry: Entry | None, today: str) -> str:
    """How a disagreement stands that a person accepted: by whom and why, or that this has run out.

    >>> accepted_mark({"who": "홍길동", "reason": "표지의 오기", "expires": "2026-01-31"}, "2026-02-01")
    ' [accepted until 2026-01-31 by 홍길동 (표지의 오기): expired, it counts again / 기한이 지나 다시 셉니다]'
    """
    if entry is None:
        return ""
    until = f" until {entry['expires']}" if "expires" in entry else ""
    over = (
        ": expired, it counts again / 기한이 지나 다시 셉니다"
        if entry_has_expired(entry, today)
        else ""
    )
    return f" [accepted{until} by {one_line(entry['who'])} ({one_line(entry['reason'])}){over}]"


def tell_check(row: Row, entry: Entry | None) -> None:
    """A verdict with its sentence in both languages, and with the word of the person who accepted
    it.
    """
    today = datetime.date.today().isoformat()
    mark = accepted_mark(entry, today)
    click.echo(
        f"  {row['verdict'].upper()}{mark} {row['type']} at {where(row) or 'the front'}:"
        f" {row['statement']} ({row['check_id']})"
    )
    click.echo(f"    {row['explanation_ko']}")
    click.echo(f"    {row['explanation_en']}")
    accuses = row["verdict"] == "disagrees"
    if accuses and (entry is None or entry_has_expired(entry, today)):
        click.echo(
            "    to accept it, in accepted.toml beside the raw file / 받아들이려면 원본 옆 accepted.toml에:"
        )
        click.echo("".join(f"      {line}\n" for line in acceptance(row).splitlines()), nl=False)


def tell_problems(rows: Iterable[Row], table: Path) -> None:
    """Problems, the gravest first; of many alike the first few; `table` has them all."""
    told: Counter[str] = Counter()
    listed = sorted(rows, key=lambda r: ORDER[r["severity"]])
    for row in listed:
        told[row["code"]] += 1
        if told[row["code"]] <= MOST_ALIKE:
            place = where(row)
            click.echo(
                f"  {row['severity']} {row['code']}{f' at {place}' if place else ''}: {row['message_ko']} / {row['message_en']}"
            )
    for code, number in told.items():
        if number > MOST_ALIKE:
            click.echo(f"  … {number - MOST_ALIKE} more {code} (all in {table})")


def report_causes(
    shelf: Shelf, report_id: str, manifest: Row, verdicts: Sequence[str]
) -> list[Cause]:
    """What of one report a person should look at, by cause."""
    today = datetime.date.today().isoformat()
    held = [e["check_id"] for e in manifest.get("accepted", ()) if not entry_has_expired(e, today)]
    rows = table_rows(shelf, "checks", report_id)
    return rows_to_causes(one_line(manifest["source"]), rows, held, verdicts)


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
    return f" [같은 까닭 {more}건 / {more} of one cause]" if more > 1 else ""


def tell_cause(cause: Cause) -> None:
    """One line a cause, for the view over all reports; `check REPORT` has the sentences."""
    row, mark = cause.rows[0], " (accepted / 받아들임)" if cause.accepted else ""
    click.echo(
        f"  {row['verdict'].upper()}{mark}{alike(cause)} {cause.source},"
        f" {where(row) or 'the front'}: {row['explanation_ko']} ({row['check_id']})"
    )


def tell_causes(causes: Sequence[Cause], most: int) -> None:
    """The heaviest causes of all reports; the others are counted."""
    for cause in causes[:most]:
        tell_cause(cause)
    if len(causes) > most:
        left = len(causes) - most
        click.echo(f"  … {left} more causes: `pipeline check REPORT` / 그 밖의 까닭 {left}가지")


def tell_report(shelf: Shelf, report_id: str, manifest: Row, verdicts: Sequence[str]) -> None:
    """One report: its counts, its findings cause by cause, its problems."""
    click.echo(f"{one_line(manifest['source'])}: {manifest['status']}; {counts(manifest)}")
    found = Counter(c["verdict"] for c in table_rows(shelf, "checks", report_id))
    if found:
        click.echo("  checks: " + ", ".join(f"{found[v]} {v}" for v in VERDICTS if found[v]))
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
        click.echo(f"    같은 까닭 {more}건 더 / {more} more of one cause")


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
        left = len(shown) - MOST_REPORTS
        click.echo(f"… {left} more reports with something to look at / 그 밖의 보고서 {left}건")
    tell_the_others([m for m in manifests.values() if m not in shown])


def tell_the_others(manifests: Sequence[Row]) -> None:
    """How many reports have no finding: those with warnings apart, since warnings want a look."""
    warned = sum(bool(graver(m)) for m in manifests)
    if warned:
        click.echo(said("warned", number=warned))
    if len(manifests) > warned:
        click.echo(said("nothing_to_look_at", number=len(manifests) - warned))
    click.echo(said("one_in_full"))


def wants_a_line(manifest: Row, named: Set[str]) -> bool:
    """Whether the view over many tells a report: not read whole, or among the `named`."""
    return manifest["status"] != "read" or one_line(manifest["source"]) in named


def graver(manifest: Row) -> str:
    """How many errors and warnings a report has; "" without any.

    >>> graver({"problems": {"page_scan": 2, "no_year": 1, "no_outline": 1}})
    '2 errors, 1 warning'
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
        click.echo(f"  {manifest['told'][0]}")


def tell_years(rows: Sequence[Row]) -> None:
    """What reports say of the year before, against that year's report: between two reports, so no
    exit code counts it.
    """
    if rows:
        verdicts = Counter(row["verdict"] for row in rows)
        click.echo("years: " + ", ".join(f"{verdicts[v]} {v}" for v in VERDICTS if verdicts[v]))
    for row in (r for r in rows if r["verdict"] == "disagrees"):
        click.echo(f"  {row['report_id']}: {row['explanation_en']} / {row['explanation_ko']}")


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
        click.echo(event_to_line(Event("foreign", shown, said=said("foreign_file"))))


def tell_shortfalls(shortfalls: Iterable[Row]) -> None:
    """What expected.toml names and the last run did not reach."""
    for shortfall in shortfalls:
        sentences = f"{shortfall['message_en']} / {shortfall['message_ko']}"
        click.echo(f"EXPECTED  {shortfall['code']}: {sentences}")


@dataclass(frozen=True, slots=True)
class Asked:
    """What `check` is asked for beside telling: entries to accept, files for CI, a language."""

    accept: bool = False
    summary: Path | None = None
    junit: Path | None = None
    language: str = "en"


NOTHING_ASKED = Asked()


def write_for_ci(shelf: Shelf, manifests: Mapping[str, Row], asked: Asked) -> None:
    """The summary and the JUnit file, where they are asked for, and entries for accepted.toml."""
    if asked == Asked(language=asked.language):
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
    shelf, manifests = published(out)
    damaged = list(damages(shelf, manifests))
    chosen = sorted({find_report(manifests, name, out) for name in reports} or manifests)
    write_for_ci(shelf, {i: manifests[i] for i in chosen}, asked)
    shortfalls = kept_shortfalls(shelf.out)
    outcome = Outcome(tuple(manifests.values()), short=len(shortfalls))
    if asked.accept:
        return met_to_exit(outcome.met(), fail_on, bool(damaged))
    for damage in damaged:
        click.echo(said("damaged", path=damage.path, cause=damage.cause))
    tell_reports(shelf, {i: manifests[i] for i in chosen}, only)
    tell_foreign(shelf, manifests)
    tell_years(cross_year_rows(shelf))
    tell_shortfalls(shortfalls)
    click.echo(summary(outcome.manifests, 0, 0))
    if damaged:
        click.echo(said("damaged_count", number=len(damaged)))
    return tell_exit(outcome, fail_on, bool(damaged))
