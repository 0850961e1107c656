"""The options that several commands share, and the password that one of them names."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.errors import UsageError
from pipeline.run.said import said, speak

ANY_PATH = click.Path(path_type=Path)
FAIL_ON = click.Choice(["failed", "unread", "disagreement"])
READERS = click.Choice(["pdfium", "pdfplumber"])


Command = Callable[..., Any]
Option = Callable[[Command], Command]


def shown(name: str, default: Any, kind: Any, text: str) -> Option:
    """An option whose default stands in --help."""
    return click.option(name, type=kind, default=default, show_default=True, help=text)


DEBUG_HELP = "Show tracebacks, and what worker processes print."


def set_debug(ctx: click.Context, _option: click.Parameter, given: bool) -> None:
    """`pipeline run --debug` is `pipeline --debug run`: people add it at the end of the line that
    failed.
    """
    if given:
        ctx.obj = ctx.find_root().params["debug"] = True


debug: Option = click.option(
    "--debug", is_flag=True, expose_value=False, callback=set_debug, help=DEBUG_HELP
)
paths: Option = click.argument("paths", nargs=-1, metavar="[PATH ...]", type=ANY_PATH)
out = shown("--out", Path("extracted"), ANY_PATH, "Folder of what is published.")
fail_on = shown("--fail-on", "unread", FAIL_ON, "What makes the exit code 3, 4 or 5 (cumulative).")


TONGUES = ("ko", "en")


language: Option = click.option(
    "--lang",
    "language",
    type=click.Choice(TONGUES),
    is_eager=True,
    callback=lambda _ctx, _option, given: speak(given),
    help="Language of what is printed.  [default: the locale's]",
)
as_json: Option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
quiet: Option = click.option(
    "--quiet", is_flag=True, help="Print what was asked for and what went wrong, nothing else."
)


def telling(command: Command) -> Command:
    """The options of every command: its language, JSON, and no more than is asked for."""
    return language(as_json(quiet(command)))


def print_json(value: Any) -> None:
    """Print what `--json` is to give: one line, in UTF-8."""
    click.echo(json.dumps(value, ensure_ascii=False))


def reading(command: Command) -> Command:
    """The options of every command that reads raw files."""
    options: tuple[Option, ...] = (
        shown("--reader", "pdfium", READERS, "What reads PDFs."),
        click.option(
            "--password-file", type=ANY_PATH, help="File whose first line opens encrypted PDFs."
        ),
        shown("--timeout", 300.0, click.FloatRange(min=0.1), "Seconds that one file may take."),
        shown("--memory", 2048, click.IntRange(min=64), "MiB of memory that one file may take."),
        shown("--max-pages", 5000, click.IntRange(min=1), "Pages that one file may have."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_password(path: Path | None) -> str | None:
    """The first line of the password file. Raises UsageError if it cannot be read."""
    if path is None:
        return None
    try:
        return path.read_text(encoding="utf-8").split("\n")[0].rstrip("\r")
    except (OSError, UnicodeDecodeError) as fault:
        cause = fault.strerror if isinstance(fault, OSError) else said("no_utf8")
        raise UsageError(said("password_file", path=path, cause=cause)) from fault
