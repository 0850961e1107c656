"""What a commit's own code, or the working tree's, publishes for the reports at hand and the
fixtures: made once for one code and one input, kept outside the repository.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "pipeline"
KEPT_RUNS = 24  # finished runs kept in the cache; one takes some 15 MB
LAST_WORDS = 600  # characters of a run's output shown where it published nothing
# What makes a fixture is no input of the pipeline; words beside a report (TOML) are.
NO_INPUT = (".py", ".md", ".json", ".tsv", ".pyc")
WORDS_BESIDE = ("accepted.toml", "expected.toml", ".corrections.toml")
READERS = ("pypdfium2", "pyarrow", "pdfplumber", "numpy")


class NothingPublishedError(RuntimeError):
    """A code that cannot be run at all: nothing was lost by the other one."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """A folder that the pipeline is run over. `digest`: of every name and every byte in it."""

    name: str
    folder: Path
    digest: str


@dataclass(frozen=True, slots=True)
class Published:
    """What a run left: its folder and its exit code."""

    folder: Path
    exit: int


def cache_folder() -> Path:
    """Where outputs are kept: below XDG_CACHE_HOME, else below the system's temporary folder."""
    base = os.environ.get("XDG_CACHE_HOME") or tempfile.gettempdir()
    return Path(base) / "siljeok-compare"


# -- code -----------------------------------------------------------------------------------------


def git(*arguments: str, env: dict[str, str] | None = None) -> bytes:
    """What git prints. Raises CalledProcessError, with git's own words on standard error."""
    command = ["git", "-C", str(ROOT), *arguments]
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, env=env).stdout


def commit_to_tree(commit: str) -> str:
    """The hash of the package as the commit has it: two commits with one package are one code."""
    return git("rev-parse", "--verify", f"{commit}:{PACKAGE}").decode().strip()


def working_tree_to_tree() -> str:
    """The hash of the package as it lies in the working tree, new files too; the index stays."""
    with tempfile.TemporaryDirectory() as scratch:
        env = os.environ | {"GIT_INDEX_FILE": str(Path(scratch) / "index")}
        git("read-tree", "HEAD", env=env)
        git("add", "-A", "--", PACKAGE, env=env)
        return git("write-tree", f"--prefix={PACKAGE}/", env=env).decode().strip()


def tree_to_folder(tree: str, folder: Path) -> None:
    """The package of a tree as files below `folder`."""
    packed = git("archive", "--format=tar", f"--prefix={PACKAGE}/", tree)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(folder, filter="data")


# -- inputs ---------------------------------------------------------------------------------------


def is_input(path: Path) -> bool:
    """Whether a file of the fixtures is given to the pipeline.

    >>> [is_input(Path(n)) for n in ("a.pdf", "index.toml", "a.pdf.corrections.toml", "all.py")]
    [True, False, True, False]
    """
    if path.suffix == ".toml":
        return path.name.endswith(WORDS_BESIDE)
    return path.suffix not in NO_INPUT and not path.name.startswith(".")


def folder_to_digest(folder: Path) -> str:
    """One hash over the names and bytes of a folder's files."""
    whole = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        whole.update(f"{path.relative_to(folder).as_posix()}\0".encode("utf-8", "surrogateescape"))
        whole.update(hashlib.sha256(path.read_bytes()).digest())
    return whole.hexdigest()


def fixtures_to_inputs(cache: Path, fixtures: Path = ROOT / "fixtures") -> Inputs:
    """The fixtures that are reports, copied to where nothing else lies."""
    scratch = Path(tempfile.mkdtemp(dir=cache))
    for path in sorted(p for p in fixtures.rglob("*") if p.is_file() and is_input(p)):
        to = scratch / path.relative_to(fixtures)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, to)
    digest = folder_to_digest(scratch)
    kept = cache / f"fixtures-{digest[:20]}"
    if kept.exists():
        shutil.rmtree(scratch)
    else:
        scratch.rename(kept)
    return Inputs("fixtures", kept, digest)


def all_inputs(cache: Path, reports: Path | None) -> list[Inputs]:
    """The real reports, if there are any, and the fixtures."""
    found = [fixtures_to_inputs(cache)]
    if reports is not None:
        found.insert(0, Inputs("reports", reports, folder_to_digest(reports)))
    return found


# -- runs -----------------------------------------------------------------------------------------


def published(tree: str, inputs: Inputs, cache: Path) -> Published:
    """The outputs of one code for one input: from the cache, else made now."""
    said = [tree, inputs.digest, sys.version, *(f"{name} {version(name)}" for name in READERS)]
    kept = cache / f"run-{hashlib.sha256(chr(10).join(said).encode()).hexdigest()[:24]}"
    with _one_at_a_time(kept.with_suffix(".lock")):
        if not (kept / "exit.json").exists():
            shutil.rmtree(kept, ignore_errors=True)
            _run(tree, inputs.folder, kept)
    os.utime(kept)
    return Published(kept / "extracted", json.loads((kept / "exit.json").read_text()))


def _run(tree: str, folder: Path, kept: Path) -> None:
    """The command over `folder` by the code of `tree` alone; its last words stay in `said.txt`."""
    with tempfile.TemporaryDirectory() as code:
        tree_to_folder(tree, Path(code))
        env = os.environ | {"PYTHONPATH": code, "PYTHONSAFEPATH": "1"}
        where = subprocess.run(
            [sys.executable, "-c", f"import {PACKAGE}; print({PACKAGE}.__file__)"],
            cwd=code,
            env=env,
            check=True,
            capture_output=True,
            text=True,
        ).stdout.strip()
        if not Path(where).is_relative_to(code):
            raise RuntimeError(f"the code of {where} would be run, not that of {tree}")
        kept.mkdir(parents=True)
        command = [sys.executable, "-m", PACKAGE, "run", str(folder), "--out", "extracted"]
        with (kept / "said.txt").open("wb") as said:
            run = subprocess.run(command, cwd=kept, env=env, stdout=said, stderr=said)
    if not any(kept.glob("extracted/manifest/*.json")):
        last = (kept / "said.txt").read_text(encoding="utf-8", errors="replace")[-LAST_WORDS:]
        raise NothingPublishedError(f"the code of {tree} published nothing:\n{last}")
    (kept / "exit.json").write_text(json.dumps(run.returncode))


@contextmanager
def _one_at_a_time(lock: Path) -> Iterator[None]:
    """Two comparisons at once make an output once (where the system has such locks)."""
    try:
        import fcntl
    except ImportError:  # Windows: both make it
        yield
        return
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


def prune(cache: Path) -> None:
    """Only the newest runs stay."""
    runs = sorted(cache.glob("run-*/"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in runs[KEPT_RUNS:]:
        shutil.rmtree(old, ignore_errors=True)
