"""`python -m siljeok` where somebody else's folder `pipeline` stands first on the path."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import siljeok

ROOT = Path(__file__).parents[1]
HAND = ROOT / "fixtures" / "text" / "2025-nuri-hand.txt"
FOREIGN = 'raise RuntimeError("somebody else")\n'


@pytest.fixture
def dags(tmp_path: Path) -> Path:
    """A folder as schedulers have them, with a package `pipeline` of its own."""
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").write_text(FOREIGN, encoding="utf-8")
    (tmp_path / "pipeline" / "cli.py").write_text(FOREIGN, encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Python in that folder, with the folder before ours on the path."""
    env = os.environ | {"PYTHONPATH": f"{folder}{os.pathsep}{ROOT}", "PYTHONSAFEPATH": ""}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(
        command, cwd=folder, env=env, capture_output=True, text=True, encoding="utf-8"
    )


def test_the_command_finds_its_own_package(dags: Path) -> None:
    assert "somebody else" in run(dags, "-m", "pipeline", "--help").stderr, "the trap is one"
    assert "Usage: pipeline" in run(dags, "-m", "siljeok", "--help").stdout
    done = run(dags, "-m", "siljeok", "run", HAND, "--out", dags / "extracted")
    assert (done.returncode, done.stderr) == (0, "")
    assert "30 programmes" in done.stdout
    checked = run(dags, "-m", "siljeok", "check", "--out", dags / "extracted")
    assert checked.returncode == 0
    script = "import sys; from siljeok import main; sys.argv = ['siljeok', 'show']; main()"
    assert run(dags, "-c", script).returncode == 0


def test_python_finds_it_too_and_puts_nobody_out_of_place(dags: Path) -> None:
    code = f"import siljeok; print(siljeok.read_report({str(HAND)!r}).year, siljeok.__version__)"
    assert run(dags, "-c", code).stdout.startswith("2025 0.")
    (dags / "pipeline" / "__init__.py").write_text("theirs = True\n", encoding="utf-8")
    done = run(dags, "-c", "import pipeline, siljeok\nsiljeok.read_report")
    assert "another package pipeline is imported already" in done.stderr
    kept = run(dags, "-c", "import siljeok, pipeline\nassert pipeline.theirs")
    assert kept.returncode == 0, "to import siljeok alone imports nobody's pipeline"


def test_it_is_the_package_beside_it() -> None:
    import pipeline

    assert siljeok.our_package() is pipeline
    with pytest.raises(AttributeError):
        _ = siljeok.nothing_of_that_name
