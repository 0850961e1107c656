"""A file that hangs, kills or eats its reader costs that file alone, and says why."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import Pipeline

TESTS = Path(__file__).parent
FAULTS = {"PYTHONPATH": os.pathsep.join(map(str, (TESTS.parent, TESTS / "faults")))}
CAUSES = {
    "hang": ("timeout", "5 seconds"),
    "sleep": ("timeout", "5 seconds"),
    "segv": ("crashed", "SIGSEGV"),
    "abort": ("crashed", "SIGABRT"),
    "exit": ("crashed", "exit 3"),
    "grow": ("out_of_memory", "1024 MiB"),
    "raise": ("pipeline_fault", "ZeroDivisionError"),
}


def manifest(root: Path, report_id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (root / "extracted" / "manifest" / f"{report_id}.json").read_text(encoding="utf-8")
    )
    return found


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name in CAUSES:
        (folder / f"{name}.txt").write_text(f"fault:{name}\n", encoding="utf-8")
    for name in ("a", "m", "z"):
        (folder / f"{name}.txt").write_text(
            f"2024년 {name} 보고서\n실적 {name}\n", encoding="utf-8"
        )
    (folder / "noise.txt").write_text("fault:noise\n2024년 시끄러운 보고서\n", encoding="utf-8")
    return folder


def test_each_fault_costs_its_file_alone(pipeline: Pipeline, raw: Path, tmp_path: Path) -> None:
    done = pipeline("run", "--timeout", 5, "--memory", 1024, "--workers", 2, env=FAULTS)
    assert done.returncode == 5, done.stderr
    for name, (code, words) in CAUSES.items():
        found = manifest(tmp_path, f"{name}.txt")
        assert found["status"] == "failed"
        assert found["cause"][0] == code
        assert words in found["cause"][2]
        assert {t for t, f in found["files"].items() if f["rows"]} == {"reports", "problems"}
        assert f"FAILED    {name}.txt: " in done.stdout
    for name in ("a", "m", "z", "noise"):
        assert manifest(tmp_path, f"{name}.txt")["status"] != "failed"
    assert not (tmp_path / "extracted.partial").exists()
    assert not (tmp_path / "extracted.lock").exists()


def test_a_failed_file_is_tried_again_and_its_output_replaced(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("fault:exit\n2024년 보고서\n", encoding="utf-8")
    assert pipeline("run", env=FAULTS).returncode == 5
    assert pipeline("run").returncode in (0, 4)
    assert manifest(tmp_path, "a.txt")["status"] != "failed"


def test_newly_broken_bytes_withdraw_the_older_output_and_say_so(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("2024년 보고서\n", encoding="utf-8")
    pipeline("run")
    assert manifest(tmp_path, "a.txt")["files"]["lines"]["rows"] == 1
    (raw / "a.txt").write_text("fault:segv\n", encoding="utf-8")
    done = pipeline("run", env=FAULTS)
    assert "withdrawn a.txt" in done.stdout
    assert manifest(tmp_path, "a.txt")["files"]["lines"]["rows"] == 0


def test_a_worker_that_cannot_start_is_a_fault_of_ours(pipeline: Pipeline, tmp_path: Path) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("2024년 보고서\n", encoding="utf-8")
    done = pipeline("run", "--memory", 64)
    assert done.returncode == 1
    assert "cannot be started" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_report_lost_whole_is_5_and_the_closing_sentence_names_the_fault(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text("fault:raise\n", encoding="utf-8")
    (raw / "b.txt").write_text("2024년 보고서\n", encoding="utf-8")
    done = pipeline("run", env=FAULTS)
    assert done.returncode == 5
    assert "FAILED    a.txt: " in done.stdout
    last = done.stdout.splitlines()[-1]
    assert "exit 5" in last
    assert "a fault of the program met a.txt" in last
    assert manifest(tmp_path, "a.txt")["met"] == ["fault", "failed"]
    assert manifest(tmp_path, "b.txt")["status"] == "read"
    assert pipeline("check").returncode == 5
    assert "Traceback" in pipeline("run", "--debug", env=FAULTS).stderr


LINES = "2024년 나래시 실적\n\n○ 교육 14회, 351명\n○ 탈나는 줄 12건\n○ 상담 3회\n"


def test_a_fault_of_one_place_is_1_and_everything_else_is_published(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(LINES, encoding="utf-8")
    done = pipeline("run", env=FAULTS)
    assert done.returncode == 1
    assert "exit 1: a fault of the program met a.txt" in done.stdout
    found = manifest(tmp_path, "a.txt")
    assert (found["status"], found["met"]) == ("partial", ["fault"])
    assert found["problems"]["pipeline_fault"] == 1
    assert found["files"]["quantities"]["rows"] == 3
    told = pipeline("check")
    assert told.returncode == 1
    assert "KeyError: '탈' (sitecustomize.py:" in told.stdout
    assert "Traceback" not in done.stderr
    assert "KeyError" in pipeline("run", "--debug", "--out", "again", env=FAULTS).stderr


def test_a_higher_code_never_hides_a_fault(pipeline: Pipeline, tmp_path: Path) -> None:
    """One report has a fault, another cannot be read: 5, and the fault is named all the same."""
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.txt").write_text(LINES, encoding="utf-8")
    (raw / "b.pdf").write_bytes(b"%PDF-1.7 broken")
    done = pipeline("run", "--fail-on", "failed", env=FAULTS)
    assert done.returncode == 5
    last = done.stdout.splitlines()[-1]
    assert "b.pdf" in last
    assert "; and a fault of the program met a.txt" in last
