"""The command line: the only place that prints. Whatever a command needs is imported when it runs,
so that --help is instant.
"""

from __future__ import annotations

import os.path
import sys

__all__ = ["main"]

HELP = os.path.join(
    os.path.dirname(__file__), "help.txt"
)  # what click renders; importing click takes longer than printing it


def main() -> None:
    """The command `pipeline`."""
    if sys.argv[1:] in (["--help"], ["-h"]):
        with open(HELP, encoding="utf-8") as text:
            sys.stdout.write(text.read())
        return
    from pipeline.cli.app import main as command

    command(prog_name="pipeline")
