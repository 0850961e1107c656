#!/usr/bin/env python3
"""Checks the project: `python3 check.py`. Needs Python alone; makes .venv from
requirements-dev.lock when there is none.

Runs ruff, mypy --strict, import-linter and pytest (doctests and every marked test too), all of them
even if one fails; pytest comes last, over all cores. The last line says what passed and what
failed. What is given here is handed to pytest. Tests on real reports find them through
SILJEOK_REPORTS and skip without it.
"""

from __future__ import annotations

import os
import re
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
    # -m "": also what `pytest` alone leaves out
    ("pytest", ["-m", "pytest", "-n", "auto", "--dist", "loadgroup", "-m", ""]),
)
# pytest's words for what became of its tests, and ours
OUTCOMES = {
    "passed": "passed",
    "failed": "failed",
    "error": "errors",
    "errors": "errors",
    "skipped": "skipped",
    "xfailed": "expected failures",
}


def line_to_outcomes(line: str) -> str:
    """What pytest's last line counts, in our words; "" for any other line.

    >>> line_to_outcomes("==== 2039 passed, 2 skipped, 40 xfailed in 9.5s ====")
    '2,039 passed, 2 skipped, 40 expected failures'
    >>> line_to_outcomes("tests/test_cli.py ....")
    ''
    """
    if not re.search(r" in [\d.]+s", line):
        return ""
    counted = re.findall(r"(\d+) (" + "|".join(OUTCOMES) + r")\b", line)
    return ", ".join(f"{int(number):,} {OUTCOMES[word]}" for number, word in counted)


def run_step(arguments: list[str]) -> tuple[bool, str]:
    """Run a step, passing on what it prints: whether it passed, and what it counted."""
    counted = ""
    with subprocess.Popen(
        [str(PYTHON), *arguments], stdout=subprocess.PIPE, encoding="utf-8", errors="replace"
    ) as step:
        for line in step.stdout or ():
            print(line, end="", flush=True)
            counted = line_to_outcomes(line) or counted
    return step.returncode == 0, counted


def main() -> None:
    """Every step; the exit code is 1 if any failed."""
    make_venv(DEV_LOCK)
    os.chdir(ROOT)
    ends: dict[bool, list[str]] = {True: [], False: []}
    for name, arguments in STEPS:
        print(f"== {name}", flush=True)
        passed, counted = run_step([*arguments, *(sys.argv[1:] if name == "pytest" else [])])
        ends[passed].append(f"{name} ({counted})" if counted else name)
    told = [
        f"{word}: {', '.join(ends[end])}"
        for word, end in (("passed", True), ("failed", False))
        if ends[end]
    ]
    print("; ".join(told), flush=True)
    sys.exit(bool(ends[False]))


if __name__ == "__main__":
    try:
        main()
    except KeyboardInterrupt:
        print("Interrupted. / 멈췄습니다.", file=sys.stderr)
        sys.exit(130)
