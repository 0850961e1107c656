"""Any history of a raw folder (files added, changed, damaged, renamed, removed, runs killed) ends
in the bytes of one plain run.

SILJEOK_HISTORIES sets how many histories are lived through (2 here; 40 for the figures in
docs/reliability.md).
"""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

HISTORIES = int(os.environ.get("SILJEOK_HISTORIES", "2"))
SAMPLE = (
    Path(__file__).parents[1] / "fixtures" / "pdf" / "2025-haneul-weasyprint-ruled.pdf"
).read_bytes()
NAMES = st.sampled_from(["a.txt", "b.txt", "sub/c.txt", "d.pdf", "가나.txt", "e.corrupt"])
CONTENTS = st.sampled_from(
    [
        *(f"202{n}년 나래시 실적\n○ 교육 {n + 2}회, 34명 참여\n".encode() for n in range(3)),
        "2024년 다래시 실적\n○ 상담 12건\n".encode("cp949"),
        SAMPLE,
        SAMPLE[:9000],
        b"",
        b"%PDF-1.7\n",
        bytes(range(256)) * 9,
    ]
)


def picture(root: Path) -> dict[str, str]:
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


class RawFolder(RuleBasedStateMachine):
    """The raw folder, and what a run of it publishes."""

    @initialize()
    def begin(self) -> None:
        self.root = Path(tempfile.mkdtemp())
        self.raw, self.out = self.root / "raw", self.root / "extracted"
        self.raw.mkdir()
        (self.raw / "always.txt").write_text("2020년 늘봄시 실적\n○ 교육 1회\n", encoding="utf-8")
        self.runs = 0

    def pipeline(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        self.runs += 1
        command = [sys.executable, "-m", "pipeline", *arguments]
        return subprocess.run(
            command,
            cwd=self.root,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )

    @rule(name=NAMES, content=CONTENTS)
    def write(self, name: str, content: bytes) -> None:
        """A file comes, or changes."""
        path = self.raw / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content)

    @rule(name=NAMES)
    def remove(self, name: str) -> None:
        (self.raw / name).unlink(missing_ok=True)

    @rule(one=NAMES, other=NAMES)
    def rename(self, one: str, other: str) -> None:
        if (self.raw / one).is_file():
            (self.raw / other).parent.mkdir(exist_ok=True)
            (self.raw / one).replace(self.raw / other)

    @rule(name=NAMES, share=st.floats(0, 0.99), bit=st.integers(0, 7))
    def damage(self, name: str, share: float, bit: int) -> None:
        """One bit of a raw file turns over."""
        path = self.raw / name
        if path.is_file() and (data := bytearray(path.read_bytes())):
            data[int(share * len(data))] ^= 1 << bit
            path.write_bytes(bytes(data))

    @rule()
    def run(self) -> None:
        assert self.pipeline("run").returncode in (0, 3, 4, 5)

    @rule(seconds=st.floats(0, 1.5))
    def killed_run(self, seconds: float) -> None:
        command = [sys.executable, "-m", "pipeline", "run"]
        process = subprocess.Popen(
            command, cwd=self.root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        time.sleep(seconds)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

    @rule(share=st.floats(0, 0.99))
    def lose_published_file(self, share: float) -> None:
        """Somebody deletes one of the published files."""
        files = sorted(p for p in self.out.rglob("*") if p.is_file()) if self.out.is_dir() else []
        if files:
            files[int(share * len(files))].unlink()

    @rule()
    def prune(self) -> None:
        if self.out.is_dir():
            assert self.pipeline("prune").returncode == 0

    @invariant()
    def nothing_half_written_is_seen(self) -> None:
        if hasattr(self, "out") and self.out.is_dir():
            assert {p.suffix for p in self.out.rglob("*") if p.is_file()} <= {".parquet", ".json"}

    def teardown(self) -> None:
        """Whatever happened: a run, and what is gone pruned, is what a fresh folder would hold."""
        if not hasattr(self, "root"):
            return
        try:
            assert self.pipeline("run").returncode in (0, 3, 4, 5)
            assert self.pipeline("prune").returncode == 0
            assert self.pipeline("run").returncode in (0, 3, 4, 5)
            assert self.pipeline("run", "--out", "fresh", "--workers", "1").returncode in (
                0,
                3,
                4,
                5,
            )
            assert picture(self.out) == picture(self.root / "fresh")
            assert not (self.root / "extracted.partial").exists()
            assert "is damaged" not in self.pipeline("check").stdout
        finally:
            shutil.rmtree(self.root)


def test_any_history_ends_in_the_bytes_of_a_plain_run() -> None:
    often = settings(
        max_examples=HISTORIES,
        stateful_step_count=8,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )
    run_state_machine_as_test(RawFolder, settings=often)
