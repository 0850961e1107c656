"""Writes licences.md: every package of requirements.lock with its licence, from the metadata of
what is installed.

python docs/licences.py            write docs/licences.md
python docs/licences.py --check    exit 1 if it would change
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
LOCK, PAGE = ROOT / "requirements.lock", ROOT / "docs" / "licences.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)", re.MULTILINE)
HEAD = """# Licences of what the pipeline needs at run time

Made by `python docs/licences.py` from the installed metadata of the packages in `requirements.lock`.
"elsewhere" are packages that another system needs.

| package | version | licence |
| --- | --- | --- |
"""


def lock_to_packages(lock: str) -> list[tuple[str, str]]:
    """Names and versions of a lock.

    >>> lock_to_packages("click==8.5.1 \\\\\\n    --hash=sha256:00\\ntzdata==2026.6 ; sys_platform == 'win32' \\\\\\n")
    [('click', '8.5.1'), ('tzdata', '2026.6')]
    """
    return PINNED.findall(lock)


def licence_of(name: str) -> str:
    """What the installed package says of itself: its licence expression, its classifiers, or the
    first line of its licence field.
    """
    try:
        said = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return "elsewhere"
    classified = [
        c.rpartition(" :: ")[2]
        for c in said.get_all("Classifier") or ()
        if c.startswith("License ::")
    ]
    free = (said.get("License") or "").strip().split("\n")[0]
    return (
        said.get("License-Expression")
        or (free if 0 < len(free) < 60 else "")
        or ", ".join(classified)
        or "not stated"
    )


def page() -> str:
    """The whole page."""
    rows = [
        f"| {name} | {version} | {licence_of(name)} |\n"
        for name, version in lock_to_packages(LOCK.read_text(encoding="utf-8"))
    ]
    return HEAD + "".join(rows)


if __name__ == "__main__":
    made = page()
    if "--check" in sys.argv[1:]:
        sys.exit(not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != made)
    PAGE.write_text(made, encoding="utf-8")
