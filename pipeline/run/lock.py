"""One run at a time on one output folder: a lock file beside it, let go by the system when its
holder dies.

The file says whose it is (see pipeline.run.ours). It is written and locked before it has its name,
so that nobody ever finds an empty one; where the file system cannot do that, it is made and then
written.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import os
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PipelineError, UsageError
from pipeline.run.ours import lock_to_holder, lock_words
from pipeline.run.said import said

PATIENCE = (
    5.0  # seconds: workers of a run that was killed a moment ago hold the lock until they are gone
)
LONGEST = 64  # bytes of a lock of ours
# errors of a file system without nameless files
NAMELESS_REFUSED = (errno.EOPNOTSUPP, errno.EISDIR, errno.ENOENT, errno.EINVAL, errno.EPERM)


@contextmanager
def locked(path: Path, bare: bool = False) -> Iterator[int]:
    """Hold the lock file `path`; gives its descriptor, for the workers to hold too. `bare`: a lock
    of version 1 is known too.

    Raises PipelineError if another run has it, UsageError where the file is not the program's.
    """
    handle = _take(path, bare)
    try:
        yield handle
    finally:
        # Unlink while still holding it: whoever opened the old file sees below that it is no longer
        # the one with the name.
        if _is_still_the_file(handle, path):
            path.unlink(missing_ok=True)
        os.close(handle)


def _take(path: Path, bare: bool) -> int:
    path.parent.mkdir(parents=True, exist_ok=True)
    deadline = time.monotonic() + PATIENCE
    while True:
        if (made := _make(path)) is not None:
            return made
        if (handle := _open(path)) is None:
            continue
        if (holder := _holder_or_taken(handle, path, bare)) is None:
            return handle
        os.close(handle)
        if holder and time.monotonic() > deadline:
            raise PipelineError(_held(path, holder))
        time.sleep(0.05 if holder else 0)


def _holder_or_taken(handle: int, path: Path, bare: bool) -> str | None:
    """Who holds the lock; "" where it has just lost its name; None where it is ours now. Raises
    UsageError where the file is not the program's.
    """
    taken = _is_taken(handle)
    if not taken and not _is_still_the_file(handle, path):
        return ""
    holder = lock_to_holder(os.pread(handle, LONGEST, 0), bare or taken)
    if holder is None:
        os.close(handle)
        raise UsageError(said("lock_not_ours", path=path))
    if taken:
        return holder
    _rewrite(handle)
    return None


def _make(path: Path) -> int | None:
    """A new lock, written and held before it has its name; None where the name is taken."""
    try:
        handle = os.open(path.parent, os.O_TMPFILE | os.O_RDWR | os.O_CLOEXEC, 0o644)
    except OSError as fault:
        if fault.errno not in NAMELESS_REFUSED:
            raise
        return _make_named(path)
    try:
        _write_held(handle)
    except OSError:
        os.close(handle)
        raise
    try:
        # with a descriptor of a folder os.link follows the link under /proc, without it does not
        os.link(f"/proc/self/fd/{handle}", path, src_dir_fd=handle, follow_symlinks=True)
    except FileExistsError:
        os.close(handle)
        return None
    except OSError:
        os.close(handle)
        return _make_named(path)
    return handle


def _make_named(path: Path) -> int | None:
    try:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
    except FileExistsError:
        return None
    try:
        _write_held(handle)
    except OSError:  # an empty lock would be nobody's
        path.unlink(missing_ok=True)
        os.close(handle)
        raise
    return handle


def _write_held(handle: int) -> None:
    _is_taken(handle)
    _rewrite(handle)


def _open(path: Path) -> int | None:
    """The file that has the lock's name, opened as it is; None where it has just gone."""
    try:
        handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    except FileNotFoundError:
        return None
    except OSError as fault:
        if fault.errno in (errno.ELOOP, errno.EISDIR, errno.ENXIO):
            raise UsageError(said("lock_not_ours", path=path)) from fault
        raise
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise UsageError(said("lock_not_ours", path=path))
    return handle


def _is_taken(handle: int) -> bool:
    """Whether another process has the lock; if none has, it is taken."""
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return False
    return True


def _rewrite(handle: int) -> None:
    """Put this process's words into the lock: in one write, and cut to them behind it."""
    content = lock_words(os.getpid())
    os.pwrite(handle, content, 0)
    os.truncate(handle, len(content))


def _is_still_the_file(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), os.stat(path, follow_symlinks=False))
    except FileNotFoundError:
        return False


def _held(path: Path, holder: str) -> str:
    return said("lock_held", who=f" (process {holder})", path=path)
