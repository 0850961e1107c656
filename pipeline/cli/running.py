"""`pipeline run` and `pipeline prune`: a line a file, or a bar on a terminal, and a summary."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import read_password
from pipeline.publish.sentences import is_told
from pipeline.run.outcome import EXIT_OF, Outcome, met_to_exit
from pipeline.run.pool import Reading
from pipeline.run.said import in_both, said
from pipeline.run.sources import one_line
from pipeline.run.supervisor import Limits
from pipeline.run.whole import Event, prune, run

DEFAULT_RAW = Path("raw")
CLOSING = {
    "fault": "met_fault",
    "disagreement": "met_disagreement",
    "unread": "met_unread",
    "failed": "met_failed",
}  # messages
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


def counted(number: int, things: str) -> str:
    """A number of things.

    >>> counted(2, "areas"), counted(1, "areas"), counted(1, "quantities")
    ('2 areas', '1 area', '1 quantity')
    """
    one = things.removesuffix("ies") + "y" if things.endswith("ies") else things.removesuffix("s")
    return f"{number} {one if number == 1 else things}"


def counts(manifest: Any) -> str:
    """The counts of a report in one line."""
    year = manifest["year"] if manifest["year"] is not None else "year unknown"
    shape = ", ".join(
        counted(manifest[name], name) for name in ("areas", "groups", "programmes", "achievements")
    )
    tables = counted(manifest["files"]["tables"]["rows"], "tables")
    figures = f"{counted(manifest['quantities'], 'quantities')}, {counted(manifest['checks'], 'checks')} ({manifest['disagreements']} disagree)"
    return (
        f"{year}; {shape}; {tables}; {figures}; {counted(manifest['unread_lines'], 'unread lines')}"
    )


def event_to_line(event: Event) -> str:
    """What is said of one event."""
    name, manifest = one_line(event.shown), event.manifest
    match event.kind:
        case "read" | "unchanged":
            kind = "partial" if manifest and manifest["status"] == "partial" else event.kind
            return f"{kind:9} {name}: {counts(manifest)}"
        case "failed":
            cause = (manifest or {}).get("cause") or ["", "", ""]
            return f"FAILED    {name}: {cause[2]} / {cause[1]}"
        case "withdrawn":
            return f"withdrawn {name}: what its older bytes gave ({(manifest or {})['programmes']} programmes) / 이전 결과를 거두었습니다"
        case "gone":
            return "gone      " + f"{name}: " + said("raw_gone")
        case "finished":
            return f"finished  {name}: prepared by a run that was interrupted / 멈춘 실행이 준비한 것을 마쳤습니다"
        case "pruned":
            return f"pruned    {name}"
        case _:
            return f"{event.kind:9} {name}: {one_line(event.said)}"


def manifest_to_sentences(manifest: Any) -> list[str]:
    """The sentences that stand under a report's line, and how many more there are.

    >>> manifest_to_sentences({"report_id": "a.pdf", "told": ["one"], "problems": {"page_scan": 1, "no_year": 1}})
    ['one']
    """
    more = sum(n for code, n in manifest["problems"].items() if is_told(code))
    more -= len(manifest["told"])
    last = [said("more_told", number=more, report=manifest["report_id"])] if more > 0 else []
    return [*manifest["told"], *last]


class Telling:
    """Prints events: over a progress bar on a terminal, as plain lines otherwise."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._terminal = sys.stderr.isatty()

    def __call__(self, event: Event) -> None:
        """Tell one event."""
        if event.kind == "unchanged" and not self._terminal:
            return  # a thousand of them say nothing; the summary counts them
        if self._terminal and event.total > 1:
            self._advance(event)
        click.echo(event_to_line(event))
        if event.kind == "read" and event.manifest:
            click.echo(
                "".join(f"          {line}\n" for line in manifest_to_sentences(event.manifest)),
                nl=False,
            )

    def _advance(self, event: Event) -> None:
        if self._bar is None:
            self._bar = click.progressbar(length=event.total, file=sys.stderr, label="reading")
            self._bar.__enter__()
        click.echo("\r\x1b[K", nl=False, err=True)
        self._bar.update(1)
        click.echo("\r\x1b[K", nl=False, err=True) if event.done == event.total else None

    def close(self) -> None:
        """Leave the bar."""
        if self._bar is not None:
            self._bar.__exit__(None, None, None)


def summary(manifests: Sequence[Any], skipped: int, refused: int) -> str:
    """The last line of a run."""
    failed = sum(m["status"] == "failed" for m in manifests) + refused
    partial = sum(m["status"] == "partial" for m in manifests)
    programmes = sum(m["programmes"] for m in manifests)
    disagree = sum(m["disagreements"] for m in manifests)
    return (
        f"{counted(len(manifests) + refused, 'reports')}: {counted(programmes, 'programmes')}, "
        f"{counted(sum(m['quantities'] for m in manifests), 'quantities')}, {counted(sum(m['checks'] for m in manifests), 'checks')} "
        f"({disagree} disagree); {partial} partial, {failed} failed, {skipped} skipped"
    )


def closing(outcome: Outcome, code: int) -> str | None:
    """Why the exit code is not 0: what was met, in which reports. None for 0 and for damage, which
    is told where it is found.
    """
    word = next((word for word, exit_code in EXIT_OF.items() if exit_code == code), None)
    names = [one_line(name) for name in outcome.which_met(word)] if word else []
    if not (word and names):
        return None
    english, korean = in_both(CLOSING[word], reports=_some(names))
    faulty = list(map(one_line, outcome.which_met("fault")))
    if faulty and word != "fault":  # a higher code never hides a fault of ours
        too = in_both("met_fault_too", reports=_some(faulty))
        english, korean = english + too[0], korean + too[1]
    return f"{english} / {korean}"


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


def run_and_tell(debug: bool, paths: Iterable[Path], out: Path, fail_on: str, **given: Any) -> int:
    """Run and tell; gives the exit code."""
    telling = Telling()
    try:
        outcome = run(tuple(paths) or (DEFAULT_RAW,), out, given_to_reading(debug, given), telling)
    finally:
        telling.close()
    click.echo(summary(outcome.manifests, outcome.skipped, outcome.refused))
    if given["review"]:
        from pipeline.cli.reviewing import review_what_ran

        ran = [manifest["report_id"] for manifest in outcome.manifests]
        review_what_ran(out, ran, tuple(paths) or (DEFAULT_RAW,), given_to_reading(debug, given))
    return tell_exit(outcome, fail_on)


def prune_and_tell(paths: Iterable[Path], out: Path, debug: bool) -> None:
    """Prune and tell."""
    prune(
        tuple(paths) or (DEFAULT_RAW,),
        out,
        Reading(debug=debug),
        lambda event: click.echo(event_to_line(event)),
    )
