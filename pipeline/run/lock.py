"""One run at a time on one output folder: a lock file beside it, let go by the system when its
holder dies.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.run.said import said

PATIENCE = (
    5.0  # seconds: workers of a run that was killed a moment ago hold the lock until they are gone
)


@contextmanager
def locked(path: Path) -> Iterator[int]:
    """Hold the lock file `path`; gives its descriptor, for the workers to hold too. Raises
    PipelineError if another run has it.
    """
    handle = _take(path)
    try:
        os.truncate(handle, 0)
        os.write(handle, f"{os.getpid()}\n".encode())
        yield handle
    finally:
        # Unlink while still holding it: whoever opened the old file sees below that it is no longer
        # the one with the name.
        path.unlink(missing_ok=True)
        os.close(handle)


def _take(path: Path) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + PATIENCE
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            holder = os.pread(handle, 32, 0).decode("ascii", "replace").strip()
            os.close(handle)
            if time.monotonic() > deadline:
                raise PipelineError(_held(path, holder)) from None
            time.sleep(0.05)
            continue
        if _is_still_the_file(handle, path):
            return handle
        os.close(handle)


def _is_still_the_file(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except FileNotFoundError:
        return False


def _held(path: Path, holder: str) -> str:
    who = f" (process {holder})" if holder else ""
    return said("lock_held", who=who, path=path)
