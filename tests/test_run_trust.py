"""Sudden death, full disks, damaged files: what stands under the output folder is whole, and a
plain rerun mends the rest.

SILJEOK_KILLS sets how often the run is killed (4 here, 200 for the figures in docs/reliability.md).
"""

from __future__ import annotations

import hashlib
import json
import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Pipeline

KILLS = int(os.environ.get("SILJEOK_KILLS", "4"))
SAMPLE = Path(__file__).parents[1] / "raw" / "2024.pdf"


def picture(root: Path) -> dict[str, str]:
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


def fill(raw: Path, version: int) -> None:
    """Raw files of one version; the second one has other bytes, a new file and one less."""
    raw.mkdir(exist_ok=True)
    for name in ("a", "b", "c") if version == 1 else ("a", "c", "d"):
        (raw / f"{name}.txt").write_text(
            f"202{version}년 사업 실적\n○ {name} 교육 {version}회, 34명 참여\n", encoding="utf-8"
        )
    if version == 2:
        (raw / "b.txt").unlink()
    (raw / "broken.pdf").write_bytes(SAMPLE.read_bytes()[: 4000 + version])


def assert_whole(out: Path) -> None:
    """Everything a reader can see is finished: manifests are whole and name the bytes that stand."""
    for path in out.rglob("*"):
        assert path.is_dir() or path.suffix in (".parquet", ".json"), path
    for path in (out / "manifest").glob("*.json"):
        manifest = json.loads(path.read_text(encoding="utf-8"))
        for table, said in manifest["files"].items():
            content = (out / table / f"{manifest['report_id']}.parquet").read_bytes()
            assert hashlib.sha256(content).hexdigest() == said["sha256"]


def start(root: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run"],
        cwd=root,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_killed_at_any_moment_a_rerun_ends_in_the_undisturbed_bytes(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    chance = random.Random(7)
    raw, out = tmp_path / "raw", tmp_path / "extracted"
    fill(raw, 1)
    pipeline("run")
    shutil.copytree(out, tmp_path / "first")
    fill(raw, 2)
    begun = time.monotonic()
    pipeline("run")
    seconds = time.monotonic() - begun
    undisturbed = picture(out)
    for _ in range(KILLS):
        shutil.rmtree(out)
        shutil.copytree(tmp_path / "first", out)
        process = start(tmp_path)
        time.sleep(chance.uniform(0, seconds))
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        assert_whole(out)
        assert (
            pipeline("run").returncode == 5
        )  # for broken.pdf; 1 would mean that the killed run still holds the lock
        assert picture(out) == undisturbed
        assert not (tmp_path / "extracted.partial").exists()


def test_a_disk_that_refuses_is_a_sentence_and_loses_nothing(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "extracted"
    fill(raw, 1)
    pipeline("run")
    before = picture(out)
    fill(raw, 2)
    limit = [sys.executable, "-m", "pipeline", "run"]
    for size in (
        0,
        5000,
        20000,
    ):  # no file may grow beyond it: refused like a full disk, in the worker or in the parent

        def small_files(size: int = size) -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

        done = subprocess.run(
            limit, cwd=tmp_path, capture_output=True, text=True, preexec_fn=small_files, timeout=120
        )
        assert done.returncode == 1, done.stdout + done.stderr
        assert "Cannot write to" in done.stderr
        assert "Traceback" not in done.stderr
        assert_whole(out)
        assert set(picture(out)) == set(before)
    pipeline("run")
    fresh = tmp_path / "fresh"
    pipeline("prune")
    pipeline("run", "--out", fresh)
    assert picture(fresh) == picture(out)


def test_a_place_that_cannot_be_written(pipeline: Pipeline, tmp_path: Path) -> None:
    fill(tmp_path / "raw", 1)
    (tmp_path / "file").write_text("no folder", encoding="utf-8")
    done = pipeline("run", "--out", tmp_path / "file" / "out")
    assert done.returncode == 1
    assert "Cannot write to" in done.stderr


def test_two_runs_at_once(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "slow.txt").write_text("fault:sleep\n", encoding="utf-8")
    faults = os.environ | {"PYTHONPATH": str(Path(__file__).parent / "faults")}
    first = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        env=faults,
    )
    try:
        while not (tmp_path / "extracted.lock").exists():
            time.sleep(0.05)
        second = pipeline("run")
        assert second.returncode == 1
        assert f"Another run (process {first.pid})" in second.stderr
    finally:
        first.kill()
        first.wait()
    (tmp_path / "raw" / "slow.txt").write_text("2024년 실적\n", encoding="utf-8")
    assert pipeline("run").returncode in (0, 4)


def test_workers_die_with_a_killed_run(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "slow.txt").write_text("fault:sleep\n", encoding="utf-8")
    faults = os.environ | {"PYTHONPATH": str(Path(__file__).parent / "faults")}
    run = subprocess.Popen(
        [sys.executable, "-m", "pipeline", "run"],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        env=faults,
    )
    deadline = time.monotonic() + 30
    while not (children := workers_of(run.pid)) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert children
    run.kill()
    run.wait()
    while (
        any(Path(f"/proc/{child}").exists() for child in children) and time.monotonic() < deadline
    ):
        time.sleep(0.05)
    assert not any(Path(f"/proc/{child}").exists() for child in children)


def workers_of(pid: int) -> list[int]:
    """The child processes of a process."""
    return [
        int(c)
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for c in task.read_text(encoding="ascii").split()
    ]


@pytest.mark.parametrize("table", ["lines", "reports"])
def test_check_notices_a_flipped_bit(pipeline: Pipeline, tmp_path: Path, table: str) -> None:
    fill(tmp_path / "raw", 1)
    (tmp_path / "raw" / "broken.pdf").unlink()
    pipeline("run")
    assert pipeline("check", "--fail-on", "failed").returncode == 0
    path = tmp_path / "extracted" / table / "a.txt.parquet"
    content = bytearray(path.read_bytes())
    content[len(content) // 8] ^= 1
    path.write_bytes(bytes(content))
    done = pipeline("check", "--fail-on", "failed")
    assert done.returncode == 1
    assert f"{table}/a.txt.parquet is damaged" in done.stdout


def test_check_notices_a_missing_file_and_a_torn_manifest(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    fill(tmp_path / "raw", 1)
    pipeline("run")
    (tmp_path / "extracted" / "cells" / "a.txt.parquet").unlink()
    torn = tmp_path / "extracted" / "manifest" / "b.txt.json"
    torn.write_bytes(torn.read_bytes()[:100])
    done = pipeline("check")
    assert "cells/a.txt.parquet is damaged: missing" in done.stdout
    assert "manifest/b.txt.json is damaged: not a manifest" in done.stdout
    pipeline("run")
    assert "is damaged" not in pipeline("check").stdout


def test_the_parent_imports_no_reader(tmp_path: Path) -> None:
    """Isolation costs little start-up, and nothing native runs beside the files' bytes in the
    parent.
    """
    fill(tmp_path / "raw", 1)
    code = (
        "import sys; sys.argv = ['pipeline', 'run']; import pipeline.cli\n"
        "try: pipeline.cli.main()\n"
        "except SystemExit: pass\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'jinja2', 'pyarrow', 'pypdfium2', 'pandas', 'pdfplumber', 'numpy'}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=120
    )
    assert done.stdout.splitlines()[-1] == "[]"
