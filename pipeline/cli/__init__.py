"""The command line: the only place that prints. Whatever a command needs is imported when it runs,
so that --help is instant.
"""

from __future__ import annotations

import os.path
import sys

__all__ = ["main", "tell_interrupt"]

INTERRUPTED = 130  # 128 and the number of SIGINT, as shells tell it

HELP = os.path.join(
    os.path.dirname(__file__), "help.txt"
)  # what click renders; importing click takes longer than printing it


def main() -> None:
    """The command `pipeline`."""
    if sys.argv[1:] in (["--help"], ["-h"]):
        with open(HELP, encoding="utf-8") as text:
            sys.stdout.write(text.read())
        return
    try:
        from pipeline.cli.app import main as command

        command(prog_name="pipeline")
    except KeyboardInterrupt:  # before the command had begun, or while it ended
        sys.exit(tell_interrupt())


def tell_interrupt() -> int:
    """Say that a rerun goes on; gives the exit code of an interrupt. From here on another Ctrl-C is
    passed over: it could only tear the sentence.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from pipeline.run.said import say

    word = say("interrupted")
    print(f"pipeline: {word}", file=sys.stderr, flush=True)
    return INTERRUPTED
