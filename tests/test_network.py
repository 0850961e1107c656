"""No network at run time: a run that cannot open a socket gives the same bytes as one that could."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import Pipeline

SAMPLE = Path(__file__).parents[1] / "raw" / "2024.pdf"
# Read by every Python of the run, parent and workers; what PDFium itself would open is shut off by
# the other test.
WITHOUT_SOCKETS = """
import os, sys
def refuse(event, arguments):
    if event.startswith(("socket.", "urllib.", "http.", "ftplib.", "smtplib.")):
        os.write(2, f"asked for {event}\\n".encode())
        open(os.environ["ASKED"], "a").write(event + "\\n")
        raise PermissionError(event)
sys.addaudithook(refuse)
"""


def picture(root: Path) -> dict[str, str]:
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    shutil.copy(SAMPLE, folder)
    (folder / "a.txt").write_text(
        "2024년 실적\n○ http://127.0.0.1/ 교육 3회, 30명 참여\n", encoding="utf-8"
    )
    return folder


@pytest.mark.usefixtures("raw")
def test_with_sockets_denied_the_bytes_are_the_same(pipeline: Pipeline, tmp_path: Path) -> None:
    plain = pipeline("run", "--out", "plain")
    (tmp_path / "deny").mkdir()
    (tmp_path / "deny" / "sitecustomize.py").write_text(WITHOUT_SOCKETS, encoding="utf-8")
    asked = tmp_path / "asked"
    path = os.pathsep.join(filter(None, (str(tmp_path / "deny"), os.environ.get("PYTHONPATH"))))
    denied = pipeline("run", "--out", "denied", env={"PYTHONPATH": path, "ASKED": str(asked)})
    assert not asked.exists(), asked.read_text(encoding="utf-8")
    assert (denied.returncode, sorted(denied.stdout.splitlines())) == (
        plain.returncode,
        sorted(plain.stdout.splitlines()),
    )
    assert picture(tmp_path / "denied") == picture(tmp_path / "plain")


def test_the_denial_would_be_noticed(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(WITHOUT_SOCKETS, encoding="utf-8")
    code = "import socket; socket.create_connection(('127.0.0.1', 9))"
    env = {"PYTHONPATH": str(tmp_path), "ASKED": str(tmp_path / "asked")}
    assert (
        subprocess.run(
            [sys.executable, "-c", code], env=env, stderr=subprocess.DEVNULL, check=False
        ).returncode
        == 1
    )
    assert (tmp_path / "asked").read_text(encoding="utf-8")


@pytest.mark.usefixtures("raw")
def test_in_a_place_without_any_network_the_bytes_are_the_same(
    pipeline: Pipeline, tmp_path: Path
) -> None:
    """Native code too: the whole run in a network namespace with nothing in it, where the system
    lets us make one.
    """
    alone = ["unshare", "--net", "--map-root-user"]
    if (
        not shutil.which("unshare")
        or subprocess.run([*alone, "true"], capture_output=True, check=False).returncode
    ):
        pytest.skip("no network namespace can be made here")
    plain = pipeline("run", "--out", "plain")
    command = [*alone, sys.executable, "-m", "pipeline", "run", "--out", "alone"]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert (done.returncode, sorted(done.stdout.splitlines())) == (
        plain.returncode,
        sorted(plain.stdout.splitlines()),
    )
    assert picture(tmp_path / "alone") == picture(tmp_path / "plain")
