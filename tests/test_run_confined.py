"""A worker that gave up its rights opens no socket, runs no program and stops no other process."""

from __future__ import annotations

import subprocess
import sys

import pytest

from pipeline.run.confined import confine

TRIES = {
    "socket": "import socket; socket.socket()",
    "pair": "import socket; socket.socketpair()",
    "shell": "import os; os.execv('/bin/sh', ['sh', '-c', 'exit 0'])",
    "program": "import subprocess; subprocess.run(['true'], check=True)",
    "signal": "import os; os.kill(os.getppid(), 0)",
    "trace": "import ctypes; c = ctypes.CDLL(None, use_errno=True);"
    " raise PermissionError if c.ptrace(16, os.getppid(), 0, 0) else SystemExit(0)",
}
SUPPORTED = (
    subprocess.run(
        [sys.executable, "-c", "from pipeline.run.confined import confine; exit(not confine())"],
        check=False,
    ).returncode
    == 0
)


def attempt(code: str, confined: bool) -> subprocess.CompletedProcess[str]:
    first = "from pipeline.run.confined import confine; assert confine()\n" if confined else ""
    return subprocess.run(
        [sys.executable, "-c", f"import os\n{first}{code}"],
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.skipif(not SUPPORTED, reason="no seccomp here")
@pytest.mark.parametrize("name", TRIES)
def test_what_reading_does_not_need_is_refused(name: str) -> None:
    refused = attempt(TRIES[name], confined=True)
    assert refused.returncode != 0
    assert "PermissionError" in refused.stderr
    if name != "trace":  # a parent may be untraceable for other reasons
        assert attempt(TRIES[name], confined=False).returncode == 0


@pytest.mark.skipif(not SUPPORTED, reason="no seccomp here")
def test_files_threads_and_memory_are_left() -> None:
    code = (
        "import threading, tempfile, mmap\n"
        "t = threading.Thread(target=lambda: None); t.start(); t.join()\n"
        "f = tempfile.TemporaryFile(); f.write(b'x' * 4096); f.flush(); mmap.mmap(f.fileno(), 4096)"
    )
    assert attempt(code, confined=True).returncode == 0


def test_a_machine_that_is_not_known_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.run.confined.MACHINES", {"riscv64": ()})
    assert confine() is False
