"""action.yml, the workflow that shows it, and the Dockerfile: what they run is run here, as far as
it can be without their hosts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

yaml = pytest.importorskip("yaml")
ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
SCRIPTS = {s["name"]: s for s in ACTION["runs"]["steps"] if "run" in s}
READ = SCRIPTS["Read and check the reports"]
WORKFLOW = yaml.safe_load((ROOT / "docs" / "examples" / "reports.yml").read_text(encoding="utf-8"))
DOCKER = (ROOT / "Dockerfile").read_text(encoding="utf-8")


def test_what_a_caller_gives_reaches_no_shell_as_text() -> None:
    """An input pasted into a script would be run: inputs come by the environment alone."""
    assert len(SCRIPTS) == 2
    for step in SCRIPTS.values():
        assert "${{" not in step["run"]
        given = set(re.findall(r"\$\{?([A-Z_]+)", step["run"]))
        assert given <= set(step["env"]) | {
            "GITHUB_ACTION_PATH",
            "GITHUB_OUTPUT",
            "GITHUB_STEP_SUMMARY",
            "PYTHONPATH",
            "RUNNER_TEMP",
        }
    used = set(re.findall(r"inputs\.([a-z-]+)", (ROOT / "action.yml").read_text("utf-8")))
    assert used == set(ACTION["inputs"])


def test_the_workflow_gives_what_the_action_takes() -> None:
    (job,) = WORKFLOW["jobs"].values()
    (ours,) = [step for step in job["steps"] if "siljeok@" in step["uses"]]
    assert set(ours["with"]) <= set(ACTION["inputs"])
    assert WORKFLOW["permissions"] == {"contents": "read"}
    assert WORKFLOW[True]["push"]["paths"] == ["raw/**"]  # YAML takes `on` for true


def run_action(folder: Path, **inputs: str) -> subprocess.CompletedProcess[str]:
    """The action's own script, with what its host would set."""
    values: dict[str, Any] = {k: v["default"] for k, v in ACTION["inputs"].items()}
    values |= {name.replace("_", "-"): value for name, value in inputs.items()}
    env = {}
    for name, text in READ["env"].items():
        filled = re.sub(r"\$\{\{ inputs\.([a-z-]+) \}\}", lambda m: values[m[1]], text)
        env[name] = filled.replace("${{ runner.temp }}", str(folder / "temp"))
    (folder / "temp").mkdir(exist_ok=True)
    env |= {
        "PYTHON": sys.executable,
        "GITHUB_ACTION_PATH": str(ROOT),
        "GITHUB_OUTPUT": str(folder / "temp" / "output"),
        "GITHUB_STEP_SUMMARY": str(folder / "temp" / "step"),
        "RUNNER_TEMP": str(folder / "temp"),
    }
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", READ["run"]],
        cwd=folder,
        env=os.environ | env,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


@pytest.mark.process
def test_the_script_of_the_action_reads_checks_and_tells(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    shutil.copy(ROOT / "raw" / "2024.pdf", tmp_path / "raw" / "it's; a $(name).pdf")
    done = run_action(tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert "단위사업 112개" in done.stdout
    assert "exit-code=0" in (tmp_path / "temp" / "output").read_text(encoding="utf-8")
    assert "# 보고서 검산" in (tmp_path / "temp" / "step").read_text(encoding="utf-8")
    assert (tmp_path / "temp" / "siljeok-junit.xml").read_bytes().startswith(b"<?xml")
    strict = run_action(tmp_path, fail_on="disagreement", lang="en")
    assert strict.returncode == 3
    assert "exit-code=3" in (tmp_path / "temp" / "output").read_text(encoding="utf-8")
    assert "# Reports checked" in (tmp_path / "temp" / "step").read_text(encoding="utf-8")
    assert run_action(tmp_path, raw="nowhere", out="empty").returncode == 2


def copied(folder: Path) -> None:
    """What the Dockerfile copies, put where it puts it."""
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    for line in re.findall(r"^COPY (.+)$", DOCKER, re.MULTILINE):
        *sources, target = line.split()
        for name in sources:
            assert f"!{name}" in kept, "else the build does not see it"
            source, place = ROOT / name, folder / target.removeprefix("/opt/siljeok").strip("/")
            if source.is_dir():
                ignored = shutil.ignore_patterns("__pycache__", "compiled.bin*")
                shutil.copytree(source, place, ignore=ignored)
            else:
                place.mkdir(parents=True, exist_ok=True)
                shutil.copy(source, place)


@pytest.mark.process
def test_what_the_image_holds_reads_reports_without_writing_beside_itself(tmp_path: Path) -> None:
    (user,) = re.findall(r"^USER (\S+)$", DOCKER, re.MULTILINE)
    assert user not in ("root", "0")
    assert DOCKER.index("USER ") < DOCKER.index("ENTRYPOINT")
    home, work = tmp_path / "opt", tmp_path / "work"
    (work / "raw").mkdir(parents=True)
    shutil.copy(ROOT / "raw" / "2024.pdf", work / "raw")
    copied(home)
    env = os.environ | {"PYTHONPATH": str(home), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run([sys.executable, "-m", "pipeline.lexicon.make"], cwd=work, env=env, check=True)
    before = sorted(p for p in home.rglob("*") if p.is_file())
    command = [sys.executable, "-m", "siljeok", "run"]
    done = subprocess.run(command, cwd=work, env=env, capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "112 programmes" in done.stdout
    assert sorted(p for p in home.rglob("*") if p.is_file()) == before
