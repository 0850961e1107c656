"""A long-lived child process that reads files, its limits, and what its death tells.

Native code reads the files, so each is read in a child: one that hangs, is killed, aborts or eats
its memory costs that file alone. concurrent.futures and loky lost every other job at the first
crash; a child, a pipe and a deadline held.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.run.said import said

Message = dict[str, Any]
OUR_SECONDS = 120.0  # for work of our own (imports, a few rows), on a busy machine with a cold disk
# The pools of BLAS and Arrow reserve address space that the memory limit would count.
ONE_THREAD = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
}
READS = ("read", "tables", "why")
RECYCLE_AFTER = 200  # files: whatever native code leaks stays bounded


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost: seconds of wall clock, MiB of address space, pages."""

    seconds: float = 300.0
    mebibytes: int = 2048
    pages: int = 5000


@dataclass(frozen=True, slots=True)
class Death:
    """How a child ended without an answer: a problem code and the words of its sentence."""

    code: str
    words: tuple[tuple[str, str], ...]


def status_to_cause(status: int) -> str:
    """The return code of a dead child in words.

    >>> status_to_cause(-11), status_to_cause(3)
    ('SIGSEGV', 'exit 3')
    """
    if status >= 0:
        return f"exit {status}"
    try:
        return signal.Signals(-status).name
    except ValueError:
        return f"signal {-status}"


class Child:
    """One worker process. Started when first asked, started again when it died or has read its
    share.
    """

    def __init__(
        self, limits: Limits, keep_open: tuple[int, ...] = (), debug: bool = False
    ) -> None:
        self._limits = limits
        self._keep_open = keep_open  # the lock: held until the last worker is gone
        self._debug = debug
        self._process: subprocess.Popen[bytes] | None = None
        self._unread = b""
        self._asked = 0
        self._thread = 0
        self._ended = False

    def start(self) -> None:
        """Start the process without waiting for it; nothing to do where it runs."""
        if self._process is not None:
            return
        package_root = str(Path(__file__).parents[2])
        path = os.pathsep.join(filter(None, (package_root, os.environ.get("PYTHONPATH"))))
        environment = os.environ | ONE_THREAD | {"PYTHONPATH": path}
        command = [
            sys.executable,
            "-P",
            "-m",
            "pipeline.run.worker",
            *map(str, (self._limits.mebibytes, self._limits.seconds, os.getpid())),
        ]
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=None if self._debug else subprocess.DEVNULL,
            env=environment,
            pass_fds=self._keep_open,
            # Ctrl-C on a terminal goes to a whole group of processes: a worker that it met while
            # starting died of it, and memory or disk were blamed. The parent ends its workers.
            process_group=0,
        )
        self._unread, self._asked = b"", 0
        self._thread = threading.get_ident()

    def leave(self) -> None:
        """A thread that ends takes the process with it that it started (see
        worker.die_with_parent), and no other.
        """
        if self._thread == threading.get_ident():
            self.close()

    def ask(self, request: Message) -> Message | Death:
        """The answer to a request, or how the child died of it. Raises PipelineError if no child
        can be started at all.

        Only what reads a raw file is under the user's time limit: publishing a failure must not
        fail for a short one.
        """
        process = self._ready_process()
        self._asked += 1
        try:
            assert process.stdin is not None
            process.stdin.write(json.dumps(request).encode() + b"\n")
            process.stdin.flush()
        except BrokenPipeError:
            pass  # dead already: the missing answer says how
        answer = self._read_line(
            self._limits.seconds
            if request["do"] in READS
            else max(OUR_SECONDS, self._limits.seconds)
        )
        if isinstance(answer, bytes):
            reply: Message = json.loads(answer)
            return reply
        return self._bury(timed_out=answer is None)

    def kill(self) -> None:
        """End the process from another thread: whoever waits for its answer is told of its death."""
        self._ended = True  # no other is started in its place: the run is over
        if self._process is not None:
            self._process.kill()

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None

    def _ready_process(self) -> subprocess.Popen[bytes]:
        if self._ended:
            raise PipelineError(said("worker_does_not_start", cause="the run has ended"))
        if self._process is not None and self._asked >= RECYCLE_AFTER:
            self.close()
        if self._process is None:
            self.start()
        assert self._process is not None
        if self._asked == 0:
            line = self._read_line(OUR_SECONDS)
            first = (
                json.loads(line)
                if isinstance(line, bytes)
                else {"fault": "it died" if line else "it took too long"}
            )
            if "fault" in first:
                self.close()
                raise PipelineError(said("worker_does_not_start", cause=first["fault"]))
        return self._process

    def _read_line(self, seconds: float) -> bytes | bool | None:
        """One line of the child; True if it closed its end, None if the deadline passed."""
        assert self._process is not None
        assert self._process.stdout is not None
        handle = self._process.stdout.fileno()
        deadline = time.monotonic() + seconds
        while b"\n" not in self._unread:
            left = deadline - time.monotonic()
            if left <= 0 or not select.select([handle], [], [], left)[0]:
                return None
            chunk = os.read(handle, 1 << 16)
            if not chunk:
                return True
            self._unread += chunk
        line, _, self._unread = self._unread.partition(b"\n")
        return line

    def _bury(self, timed_out: bool) -> Death:
        assert self._process is not None
        if timed_out:
            self.close()
            return Death("timeout", (("seconds", f"{self._limits.seconds:g}"),))
        status = self._process.wait()
        self.close()
        if status == -signal.SIGXCPU:
            return Death("timeout", (("seconds", f"{self._limits.seconds:g}"),))
        return Death("crashed", (("cause", status_to_cause(status)),))
