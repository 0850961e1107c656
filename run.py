#!/usr/bin/env python3
"""Reads the reports in raw/ and publishes them under extracted/: `python3 run.py`. Needs Python
alone.

Makes .venv from requirements.lock (hashes checked) when there is none, then runs `pipeline run`
with whatever is given here.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMP = (
    VENV / "installed-locks"
)  # hashes of the locks that were installed; a venv made by hand has none and is left alone
LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"


def make_venv(lock: Path) -> None:
    """Have a virtual environment with everything in `lock`, and the command `pipeline` in it."""
    # the starter may be run by any Python that is there
    if sys.version_info < (3, 11):  # noqa: UP036
        sys.exit(
            f"Python 3.11 or newer is needed, this is {sys.version.split()[0]}. / Python 3.11 이상이 필요합니다."
        )
    if VENV.is_dir() and not STAMP.exists() and _is_handmade():
        return
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    if STAMP.exists() and wanted in STAMP.read_text(encoding="ascii").split():
        return
    if not PYTHON.exists():
        _run([sys.executable, "-m", "venv", str(VENV)], "python3-venv")
    print(f"installing {lock.name} into .venv …", file=sys.stderr, flush=True)
    _run([*_installer(), "--require-hashes", "-r", str(lock)], "network")
    _add_project()
    with STAMP.open("a", encoding="ascii") as stamp:
        stamp.write(wanted + "\n")
        if lock == DEV_LOCK:  # it pins all that requirements.lock pins, and more
            stamp.write(hashlib.sha256(LOCK.read_bytes()).hexdigest() + "\n")


def _is_handmade() -> bool:
    """A venv without our stamp: made by a person if it can import the project's libraries, else an
    interrupted one of ours.
    """
    if not PYTHON.exists():
        return False
    return (
        subprocess.run(
            [str(PYTHON), "-c", "import click, pyarrow, pypdfium2, regex"], capture_output=True
        ).returncode
        == 0
    )


def _installer() -> list[str]:
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--quiet", "--python", str(PYTHON)]
    return [str(PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]


def _add_project() -> None:
    """Put the project itself on the venv's path, with its command; no build, so nothing unpinned is
    fetched.
    """
    where = [str(PYTHON), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    site = Path(subprocess.run(where, capture_output=True, text=True, check=True).stdout.strip())
    (site / "siljeok.pth").write_text(f"{ROOT}\n", encoding="utf-8")
    for name in ("pipeline", "siljeok"):
        command = VENV / "bin" / name
        command.write_text(
            f"#!{PYTHON}\nimport sys\nfrom siljeok import main\nsys.exit(main())\n",
            encoding="utf-8",
        )
        command.chmod(0o755)


def _run(command: list[str], need: str) -> None:
    if subprocess.run(command).returncode:
        sys.exit(f"That failed: {' '.join(command)} (is {need} there?) / 실패했습니다.")


def main() -> None:
    """`pipeline run` in the project's own environment; raw/ and extracted/ are the project's unless
    said otherwise.
    """
    make_venv(LOCK)
    os.chdir(ROOT)
    os.execv(PYTHON, [str(PYTHON), "-m", "pipeline", "run", *sys.argv[1:]])


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print(
            "Interrupted: run again to go on. / 멈췄습니다: 다시 실행하면 이어집니다.",
            file=sys.stderr,
        )
        sys.exit(130)
