"""`pipeline run` and `pipeline prune`: a line a file, or a bar on a terminal, and a summary."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import read_password
from pipeline.run.outcome import met_to_exit
from pipeline.run.pool import Reading
from pipeline.run.supervisor import Limits
from pipeline.run.whole import Event, prune, run

DEFAULT_RAW = Path("raw")
MOST_WORKERS = 4  # a child holds a few hundred MiB; more of them only where asked for


def given_to_reading(debug: bool, given: dict[str, Any]) -> Reading:
    """The options of the command line as the run takes them."""
    limits = Limits(given["timeout"], given["memory"], given["max_pages"])
    workers = given.get("workers") or min(MOST_WORKERS, os.cpu_count() or 1)
    return Reading(limits, workers, given["reader"], read_password(given["password_file"]), debug, given.get("second_opinion", False))


def one_line(name: str) -> str:
    """A file name as it may be printed: line feeds and control characters shown, not sent to the terminal.

    >>> one_line("a\\nb.pdf")
    'a\\\\nb.pdf'
    """
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in name)


def counts(manifest: Any) -> str:
    """The counts of a report in one line."""
    year = manifest["year"] if manifest["year"] is not None else "year unknown"
    shape = ", ".join(f"{manifest[name]} {name}" for name in ("areas", "groups", "programmes", "achievements"))
    tables = f"{manifest['files']['tables']['rows']} tables"
    figures = f"{manifest['quantities']} quantities, {manifest['checks']} checks ({manifest['disagreements']} disagree)"
    return f"{year}; {shape}; {tables}; {figures}; {manifest['unread_lines']} unread lines"


def event_to_line(event: Event) -> str:
    """What is said of one event."""
    name, manifest = one_line(event.shown), event.manifest
    match event.kind:
        case "read" | "unchanged":
            return f"{event.kind:9} {name}: {counts(manifest)}"
        case "failed":
            cause = (manifest or {}).get("cause") or ["", "", ""]
            return f"FAILED    {name}: {cause[2]} / {cause[1]}"
        case "withdrawn":
            return f"withdrawn {name}: what its older bytes gave ({(manifest or {})['programmes']} programmes) / 이전 결과를 거두었습니다"
        case "gone":
            return f"gone      {name}: its raw file is there no more; `pipeline prune` removes its output / 원본이 없습니다"
        case "finished":
            return f"finished  {name}: prepared by a run that was interrupted / 멈춘 실행이 준비한 것을 마쳤습니다"
        case "pruned":
            return f"pruned    {name}"
        case _:
            return f"{event.kind:9} {name}: {event.said}"


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
        for sentence in event.manifest["told"] if event.kind == "read" and event.manifest else ():
            click.echo(f"          {sentence}")

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
        f"{len(manifests) + refused} reports: {programmes} programmes, {sum(m['quantities'] for m in manifests)} quantities, "
        f"{sum(m['checks'] for m in manifests)} checks ({disagree} disagree); {partial} partial, {failed} failed, {skipped} skipped"
    )


def run_and_tell(debug: bool, paths: Iterable[Path], out: Path, fail_on: str, **given: Any) -> int:
    """Run and tell; gives the exit code."""
    telling = Telling()
    try:
        outcome = run(tuple(paths) or (DEFAULT_RAW,), out, given_to_reading(debug, given), telling)
    finally:
        telling.close()
    click.echo(summary(outcome.manifests, outcome.skipped, outcome.refused))
    return met_to_exit(outcome.met(), fail_on)


def prune_and_tell(paths: Iterable[Path], out: Path, debug: bool) -> None:
    """Prune and tell."""
    prune(tuple(paths) or (DEFAULT_RAW,), out, Reading(debug=debug), lambda event: click.echo(event_to_line(event)))
