#!/usr/bin/env python3
"""Makes the parts of the documentation that are made: `python docs/refresh.py` (a test fails where
they are out of date).

- docs/data_dictionary.md, docs/vocabulary.md and pipeline/cli/help.txt, whole;
- in README.md what stands between `<!-- made: NAME -->` and `<!-- end -->`;
- in README.md the output under each `$ command` of a console block, run in a copy of the project
  with its own extracted/.
  A block below `<!-- first N lines -->` shows N lines and then "…".
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from pipeline.cli.app import help_text  # noqa: E402  the project itself, wherever this is run from
from pipeline.publish.dictionary import dictionary_to_markdown, tables_to_markdown  # noqa: E402
from pipeline.publish.vocabulary_page import vocabulary_to_markdown  # noqa: E402
from run import DEV_LOCK, make_venv  # noqa: E402

MADE = re.compile(r"(<!-- made: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
CONSOLE = re.compile(r"(?:<!-- first (\d+) lines -->\n)?```console\n(.*?)```\n", re.DOTALL)
# the README shows what it prints; without it only errors would be shown
COMMAND = ROOT / ".venv" / "bin" / "pipeline"
NEEDED = (
    "pipeline",
    "raw/2024.pdf",  # whatever else a person put there is no part of the README
    "run.py",
    "requirements.lock",
    "requirements-dev.lock",
    "pyproject.toml",
    "README.md",
)
PARTS = {"tables": tables_to_markdown}


def copy_project(folder: Path) -> None:
    """A copy of what running needs, with the virtual environment of this one."""
    for name in NEEDED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            (folder / name).parent.mkdir(exist_ok=True)
            shutil.copy(source, folder / name)
    (folder / ".venv").symlink_to(ROOT / ".venv")


def commands_of(block: str) -> list[str]:
    """The commands of a console block, as they stand.

    >>> commands_of("$ python3 run.py\\nread …\\n$ ls\\n")
    ['python3 run.py', 'ls']
    """
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def run_block(block: str, most: int | None, folder: Path) -> str:
    """The block with what its commands print now."""
    lines = []
    for command in commands_of(block):
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=folder,
            env=os.environ | {"LC_ALL": "C.UTF-8"},  # the README is in English, whoever runs this
            capture_output=True,
            text=True,
            encoding="utf-8",
        )
        said = [line.rstrip() for line in (done.stdout + done.stderr).splitlines()]
        lines += [
            f"$ {command}",
            *(said if most is None or len(said) <= most else [*said[:most], "…"]),
        ]
    return "\n".join(lines) + "\n"


def refreshed(readme: str, folder: Path) -> str:
    """The README with its made parts made and its commands run in `folder`, a copy of the project."""
    readme = MADE.sub(lambda found: found[1] + PARTS[found[2]]() + found[3], readme)

    def again(found: re.Match[str]) -> str:
        most = int(found[1]) if found[1] else None
        head = f"<!-- first {most} lines -->\n" if most is not None else ""
        return f"{head}```console\n{run_block(found[2], most, folder)}```\n"

    return CONSOLE.sub(again, readme)


def main() -> None:
    """Write everything that is made; nothing where the project's own command is not there."""
    if not COMMAND.exists():
        sys.exit(f"{COMMAND.relative_to(ROOT)} is not there: `python3 check.py` makes it first")
    make_venv(DEV_LOCK)  # up to date, so that no copy installs into it
    (ROOT / "docs" / "data_dictionary.md").write_text(dictionary_to_markdown(), encoding="utf-8")
    (ROOT / "docs" / "vocabulary.md").write_text(vocabulary_to_markdown(), encoding="utf-8")
    (ROOT / "pipeline" / "cli" / "help.txt").write_text(help_text(), encoding="utf-8")
    readme = ROOT / "README.md"
    with tempfile.TemporaryDirectory() as folder:
        copy_project(Path(folder))
        readme.write_text(
            refreshed(readme.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8"
        )


if __name__ == "__main__":
    main()
