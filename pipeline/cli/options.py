"""The options that several commands share, and the password that one of them names."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from pipeline.errors import UsageError
from pipeline.run.said import said

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


def tongue(given: str | None = None) -> str:
    """The language of what is printed: the one given, else the locale's, else English.

    >>> tongue("ko")
    'ko'
    """
    if given is not None:
        return given
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "ko" if locale.lower().startswith("ko") else "en"


language: Option = click.option(
    "--lang",
    "language",
    type=click.Choice(TONGUES),
    callback=lambda _ctx, _option, given: tongue(given),
    help="Language of what is printed.  [default: the locale's]",
)


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
        cause = fault.strerror if isinstance(fault, OSError) else "it is not UTF-8 text"
        raise UsageError(said("password_file", path=path, cause=cause)) from fault
