"""Ctrl-C: exit 130 and a word that a rerun goes on, whenever it comes; what is published is whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Pipeline


@pytest.mark.parametrize("whole_group", [True, False])
@pytest.mark.parametrize("seen", ["extracted.lock", "extracted.partial/c.txt", None])
def test_an_interrupt_is_130_and_a_rerun_goes_on(
    pipeline: Pipeline, tmp_path: Path, whole_group: bool, seen: str | None
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    for name in "abcdef":
        text = "".join(f"○ 교육 {n}회, {n}명 참여\n" for n in range(2000))
        (raw / f"{name}.txt").write_text(f"2024년 {name} 실적\n{text}", encoding="utf-8")
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run", "--workers", "2"],
        cwd=tmp_path,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
        # what is started in the background (nohup, &) ignores it, and its children would
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    while seen and not (tmp_path / seen).exists() and process.poll() is None:
        time.sleep(0.005)
    if seen is None:
        time.sleep(0.02)  # while Python starts or the command is imported
        while not Path(f"/proc/{process.pid}/cmdline").read_bytes().endswith(b"2\0"):
            time.sleep(0.005)
        time.sleep(0.1)
    (os.killpg if whole_group else os.kill)(process.pid, signal.SIGINT)
    _, told = process.communicate(timeout=60)
    assert process.returncode == 130
    assert "run again to go on" in told
    assert "Traceback" not in told
    assert "Cannot write" not in told
    assert not (tmp_path / "extracted.lock").exists()
    if (tmp_path / "extracted" / "manifest").exists():
        assert "damaged" not in pipeline("check").stdout
    assert pipeline("run").returncode == 0
    assert "6 reports" in pipeline("check").stdout
    assert not (tmp_path / "extracted.partial").exists()
