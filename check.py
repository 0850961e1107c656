#!/usr/bin/env python3
"""Checks the project: `python3 check.py`. Needs Python alone; makes .venv from
requirements-dev.lock when there is none.

Runs ruff, mypy --strict, import-linter and pytest (doctests too), all of them even if one fails;
pytest comes last. What is given here is handed to pytest. Tests on real reports find them through
SILJEOK_REPORTS and skip without it.
"""

from __future__ import annotations

import os
import subprocess
import sys

from run import DEV_LOCK, PYTHON, ROOT, make_venv

STEPS = (
    ("ruff", ["-m", "ruff", "check", "."]),
    ("format", ["-m", "ruff", "format", "--check", "."]),
    ("mypy", ["-m", "mypy"]),
    (
        "import-linter",
        [
            "-c",
            "import sys; from importlinter.cli import lint_imports_command as c; sys.argv = ['lint-imports']; c()",
        ],
    ),
    ("pytest", ["-m", "pytest", "-n", "auto"]),
)


def main() -> None:
    """Every step; the exit code is 1 if any failed."""
    make_venv(DEV_LOCK)
    os.chdir(ROOT)
    failed = []
    for name, arguments in STEPS:
        print(f"== {name}", flush=True)
        more = sys.argv[1:] if name == "pytest" else []
        if subprocess.run([str(PYTHON), *arguments, *more]).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    sys.exit(bool(failed))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("Interrupted. / 멈췄습니다.", file=sys.stderr)
        sys.exit(130)
