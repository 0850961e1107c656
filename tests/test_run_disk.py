"""A disk that is really full, and one that may only be read: a sentence, exit 1, and nothing lost.
In a mount namespace of its own.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ALONE = ["unshare", "--mount", "--map-root-user"]
FULL = """
set -u
mount -t tmpfs -o size=1m none disk || exit 77
"$0" -m pipeline run first --out disk/extracted > said1 2>&1; echo $? > code1
"$0" -m pipeline run raw --out disk/extracted > said2 2>&1; echo $? > code2
"$0" -m pipeline check --out disk/extracted > said3 2>&1; echo $? > code3
cp -r disk/extracted full
mount -o remount,size=64m disk
"$0" -m pipeline run raw --out disk/extracted > said4 2>&1; echo $? > code4
cp -r disk/extracted after
ls -A disk > left
"""
READ_ONLY = """
set -u
mount -t tmpfs none disk || exit 77
"$0" -m pipeline run first --out disk/extracted > said1 2>&1; echo $? > code1
cp -r disk/extracted before
mount -o remount,ro disk
"$0" -m pipeline run raw --out disk/extracted > said2 2>&1; echo $? > code2
"$0" -m pipeline check --out disk/extracted > said3 2>&1; echo $? > code3
cp -r disk/extracted after
"""


def picture(root: Path) -> dict[str, str]:
    return {
        str(p.relative_to(root)): hashlib.sha256(p.read_bytes()).hexdigest()
        for p in sorted(root.rglob("*"))
        if p.is_file()
    }


@pytest.fixture
def place(tmp_path: Path) -> Path:
    for folder, number in (("first", 2), ("raw", 40)):
        (tmp_path / folder).mkdir()
        for n in range(number):
            (tmp_path / folder / f"{n:02}.txt").write_text(
                f"2024년 {n}번 실적\n○ 교육 {n + 2}회, 34명 참여\n", encoding="utf-8"
            )
    (tmp_path / "disk").mkdir()
    return tmp_path


def alone(script: str, place: Path) -> list[tuple[int, str]]:
    """Run a script where its mounts are seen by nobody else; each step's exit code and what it
    said.
    """
    if not shutil.which("unshare"):
        pytest.skip("no mount namespace can be made here")
    done = subprocess.run(
        [*ALONE, "sh", "-c", script, sys.executable],
        cwd=place,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    if done.returncode == 77 or "unshare:" in done.stderr:
        pytest.skip("nothing can be mounted here")
    steps = sorted(place.glob("code*"))
    return [
        (int(code.read_text()), (place / f"said{code.name[-1]}").read_text(encoding="utf-8"))
        for code in steps
    ]


def test_a_full_disk_loses_nothing_and_room_mends_it(place: Path) -> None:
    first, full, check, mended = alone(FULL, place)
    assert first[0] == 0
    assert full[0] == 1
    assert "Cannot write to" in full[1]
    assert "No space left" in full[1]
    assert "Traceback" not in full[1]
    assert "is damaged" not in check[1]
    assert {"00.txt.json", "01.txt.json"} <= {
        p.name for p in (place / "full" / "manifest").iterdir()
    }
    assert mended[0] == 0
    assert (place / "left").read_text(encoding="utf-8").split() == ["extracted"]
    subprocess.run(
        [sys.executable, "-m", "pipeline", "run", "raw", "--out", "fresh"],
        cwd=place,
        capture_output=True,
        check=True,
    )
    assert picture(place / "after") == picture(place / "fresh")


def test_a_place_that_may_only_be_read_is_left_as_it_was(place: Path) -> None:
    first, refused, check = alone(READ_ONLY, place)
    assert (first[0], refused[0], check[0]) == (0, 1, 0)
    assert "Read-only file system" in refused[1]
    assert "Traceback" not in refused[1]
    assert picture(place / "after") == picture(place / "before")
