"""One run at a time on one folder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.errors import PipelineError
from pipeline.run import lock as locks
from pipeline.run.lock import locked

HOLD = """
import sys, time
from pathlib import Path
from pipeline.run.lock import locked

with locked(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(60)
"""


def hold(path: Path) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_a_second_run_is_told_who_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locks, "PATIENCE", 0.1)
    process = hold(tmp_path / "out.lock")
    try:
        with (
            pytest.raises(
                PipelineError, match=rf"Another run \(process {process.pid}\) is writing"
            ),
            locked(tmp_path / "out.lock"),
        ):
            pass
    finally:
        process.kill()
        process.communicate()


def test_a_killed_holder_lets_go(tmp_path: Path) -> None:
    process = hold(tmp_path / "out.lock")
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert (tmp_path / "out.lock").exists()
    with locked(tmp_path / "out.lock"):
        pass
    assert not (tmp_path / "out.lock").exists()


def test_the_lock_leaves_nothing_behind_and_can_be_taken_again(tmp_path: Path) -> None:
    for _ in range(3):
        with locked(tmp_path / "new" / "out.lock"):
            content = (tmp_path / "new" / "out.lock").read_bytes()
            assert content == f"siljeok lock, process {os.getpid()}\n".encode()
    assert list((tmp_path / "new").iterdir()) == []
