"""Put on the path of worker processes by tests: files that begin with "fault:" make reading hang,
die or eat memory.

Native code does all of this on damaged PDFs; here it happens on demand.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any


def endless() -> None:
    """Hang with every signal blocked that can be."""
    signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))
    while True:
        pass


def grow() -> None:
    """Take memory until it is refused."""
    held = []
    while True:
        held.append(bytearray(1 << 24))


def print_noise() -> None:
    """Print among the answers, as native code does."""
    print("noise", flush=True)
    os.write(1, b'{"made": {}}\n')


FAULTS = {
    "hang": endless,
    "sleep": lambda: time.sleep(3600),
    "segv": lambda: ctypes.string_at(0),
    "abort": os.abort,
    "exit": lambda: os._exit(3),
    "grow": grow,
    "noise": print_noise,
    "raise": lambda: 1 // 0,
}


def install() -> None:
    """Wrap extract in the worker."""
    import pipeline.extract as module

    real = module.extract

    def extract(path: Path, *arguments: Any, **given: Any) -> Any:
        first = path.read_bytes()[:64].decode("utf-8", "replace").split("\n")[0]
        if first == "fault:touch":
            with path.open("a", encoding="utf-8") as handle:
                handle.write("한 줄 더\n")
        elif first.startswith("fault:"):
            FAULTS[first.removeprefix("fault:")]()
        return real(path, *arguments, **given)

    module.extract = extract
    install_place()


def install_place() -> None:
    """Let the figures of every text with the word 탈나는 fail: a fault of one place."""
    import pipeline.quantify.figures as module

    real = module.container_to_figures

    def container_to_figures(container: Any, *given: Any) -> Any:
        if "탈나는" in container.printed.text:
            raise KeyError("탈")
        return real(container, *given)

    module.container_to_figures = container_to_figures


if "pipeline.run.worker" in " ".join(sys.orig_argv):
    install()
