"""`pipeline run` and `pipeline prune`: a line a file, or a bar on a terminal, and a summary."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.counting import (
    cause_to_sentence,
    counted,
    counts,
    manifest_to_sentences,
    summary,
)
from pipeline.cli.options import print_json, read_password
from pipeline.run.outcome import EXIT_OF, Outcome, met_to_exit
from pipeline.run.pool import Reading
from pipeline.run.said import say
from pipeline.run.sources import one_line
from pipeline.run.supervisor import Limits
from pipeline.run.whole import Event, prune, run
from pipeline.text import display_width

DEFAULT_RAW = Path("raw")
CLOSING = {
    "fault": "met_fault",
    "disagreement": "met_disagreement",
    "unread": "met_unread",
    "failed": "met_failed",
}  # messages
# kinds of events that are told though it is to be quiet
WRONG = ("failed", "refused", "withdrawn", "duplicate", "foreign", "accepted", "EXPECTED")
# of a manifest what is for the program alone
INNER = ("likeness", "made_with", "files", "disputed", "told", "acceptances_met")
MOST_NAMED = 3  # reports that the closing sentence names
MOST_WORKERS = 4  # a child holds a few hundred MiB; more of them only where asked for


def given_to_reading(debug: bool, given: dict[str, Any]) -> Reading:
    """The options of the command line as the run takes them."""
    limits = Limits(given["timeout"], given["memory"], given["max_pages"])
    workers = given.get("workers") or min(MOST_WORKERS, os.cpu_count() or 1)
    return Reading(
        limits,
        workers,
        given["reader"],
        read_password(given["password_file"]),
        debug,
        given.get("second_opinion", False),
    )


def event_to_line(event: Event) -> str:
    """What is said of one event."""
    name, manifest = one_line(event.shown), event.manifest or {}
    match event.kind:
        case "read" | "unchanged":
            kind = "partial" if manifest["status"] == "partial" else event.kind
            return f"{kind:9} {name}: {counts(manifest)}"
        case "failed":
            return f"FAILED    {name}: {cause_to_sentence(manifest)}"
        case "withdrawn":
            return f"withdrawn {name}: " + say("withdrawn", **_programmes(manifest))
        case "gone":
            return f"gone      {name}: " + say("raw_gone")
        case "finished":
            return f"finished  {name}: " + say("finished")
        case "pruned":
            return f"pruned    {name}"
        case _:
            return f"{event.kind:9} {name}: {one_line(event.said)}"


def _programmes(manifest: Any) -> dict[str, str]:
    return {"programmes": counted(manifest["programmes"], "programmes")}


def time_left(seconds: float, done: int, total: int) -> str:
    """How long the rest takes if it goes on as it did.

    >>> time_left(30.0, 2, 8)
    '1:30'
    """
    left = round(seconds / done * (total - done))
    return f"{left // 60}:{left % 60:02}"


class Telling:
    """Prints events: on a terminal with a line below them that says how far the run is and is gone
    when it ends; of those that are wrong alone where it is to be `quiet`, and nothing where they
    are kept for JSON.
    """

    def __init__(self, quiet: bool = False, as_json: bool = False) -> None:
        self._terminal = sys.stderr.isatty() and not (quiet or as_json)
        self._quiet, self._as_json = quiet, as_json
        self._began = time.monotonic()
        self._wide = 0  # columns of the line that says how far the run is
        self.events: list[Event] = []

    def __call__(self, event: Event) -> None:
        """Tell one event."""
        if self._as_json:
            self.events.append(event)
        elif self._is_worth_a_line(event):
            self._print(event)

    def _is_worth_a_line(self, event: Event) -> bool:
        """Of a thousand unchanged reports nothing is said; the summary counts them."""
        if self._quiet:
            return event.kind in WRONG
        return self._terminal or event.kind != "unchanged"

    def _print(self, event: Event) -> None:
        self.close()
        click.echo(event_to_line(event))
        if event.kind == "read" and event.manifest:
            for line in manifest_to_sentences(event.manifest):
                click.echo(f"          {line}")
        if self._terminal and event.done < event.total:
            self._advance(event)

    def _advance(self, event: Event) -> None:
        left = time_left(time.monotonic() - self._began, max(event.done, 1), event.total)
        shown = say("progress", done=event.done, total=event.total, left=left)
        click.echo(shown, nl=False, err=True)
        self._wide = display_width(shown)

    def close(self) -> None:
        """Take the line away that says how far the run is."""
        if self._wide:
            click.echo(f"\r{' ' * self._wide}\r", nl=False, err=True)
            self._wide = 0


def closing(outcome: Outcome, code: int) -> str | None:
    """Why the exit code is not 0: what was met, in which reports. None for 0 and for damage, which
    is told where it is found.
    """
    word = next((word for word, exit_code in EXIT_OF.items() if exit_code == code), None)
    names = [one_line(name) for name in outcome.which_met(word)] if word else []
    if not (word and names):
        return None
    sentence = say(CLOSING[word], reports=_some(names))
    faulty = list(map(one_line, outcome.which_met("fault")))
    if faulty and word != "fault":  # a higher code never hides a fault of ours
        sentence += say("met_fault_too", reports=_some(faulty))
    return sentence


def _some(names: Sequence[str]) -> str:
    """The first few names, and how many more there are."""
    more = [f"… (+{len(names) - MOST_NAMED})"] if len(names) > MOST_NAMED else []
    return ", ".join([*names[:MOST_NAMED], *more])


def tell_exit(outcome: Outcome, fail_on: str, damaged: bool = False) -> int:
    """Print why the exit code is not 0, and give it."""
    code = met_to_exit(outcome.met(), fail_on, damaged)
    sentence = closing(outcome, code)
    if sentence:
        click.echo(sentence)
    return code


def run_and_tell(
    debug: bool,
    paths: Iterable[Path],
    out: Path,
    fail_on: str,
    as_json: bool,
    quiet: bool,
    **given: Any,
) -> int:
    """Run and tell; gives the exit code."""
    telling = Telling(quiet, as_json)
    try:
        outcome = run(tuple(paths) or (DEFAULT_RAW,), out, given_to_reading(debug, given), telling)
    finally:
        telling.close()
    pages = written_pages(outcome, paths, out, debug, given)
    if as_json:
        code = met_to_exit(outcome.met(), fail_on)
        told = {"events": events_to_json(telling.events), "pages": list(map(str, pages))}
        print_json(outcome_to_json(outcome, code) | told)
        return code
    tell_pages(pages, quiet)
    if not quiet:
        click.echo(summary(outcome.manifests, outcome.skipped, outcome.refused))
    return tell_exit(outcome, fail_on)


def written_pages(
    outcome: Outcome, paths: Iterable[Path], out: Path, debug: bool, given: dict[str, Any]
) -> Iterator[Path]:
    """The review pages, written as they are asked for; none without `--review`."""
    if given["review"]:
        from pipeline.cli.reviewing import pages_of_run  # templates are half of a run's start-up

        ran = [manifest["report_id"] for manifest in outcome.manifests]
        places = tuple(paths) or (DEFAULT_RAW,)
        yield from pages_of_run(out, ran, places, given_to_reading(debug, given))


def tell_pages(pages: Iterable[Path], quiet: bool) -> None:
    """Names each page as it stands."""
    for path in pages:
        if not quiet:
            click.echo(say("review_written", path=one_line(str(path))))


def outcome_to_json(outcome: Outcome, code: int) -> dict[str, Any]:
    """What a run or check prints with --json: the exit code and why, and each report's counts."""
    reports = [{k: v for k, v in m.items() if k not in INNER} for m in outcome.manifests]
    return {"exit_code": code, "reason": closing(outcome, code), "reports": reports}


def events_to_json(events: Iterable[Event]) -> list[dict[str, str]]:
    """What happened to each file, in the order in which it did."""
    return [
        {"event": e.kind, "file": e.shown} | ({"said": e.said} if e.said else {}) for e in events
    ]


def prune_and_tell(
    paths: Iterable[Path], out: Path, debug: bool, as_json: bool, quiet: bool, **_: Any
) -> None:
    """Prune and tell."""
    telling = Telling(quiet, as_json)
    prune(tuple(paths) or (DEFAULT_RAW,), out, Reading(debug=debug), telling)
    if as_json:
        print_json({"events": events_to_json(telling.events)})
