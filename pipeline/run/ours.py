"""What on the disk is the program's own, and what is somebody else's: each of its files says so
itself, and what does not is never emptied, overwritten or removed.

The marks: the first line of a lock, a file in `<out>.partial/`, the name of the package in
datapackage.json, `made_with` in a manifest, the metadata in a Parquet file's foot. Folders that
version 1 published carry the last three; its locks and working folders are known by their form.
"""

from __future__ import annotations

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator, Set
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.publish.columns import CROSS_YEAR, tables
from pipeline.run.said import said
from pipeline.run.sources import is_readme

PROGRAM = "siljeok"
PARTIAL_MARK = ".siljeok"
PARTIAL_WORDS = b"siljeok: work in progress, removed at the end of a run\n"
PACKAGE = "datapackage.json"
SHORTFALLS = "expected.json"
LOCK = re.compile(rb"siljeok lock, process (\d+)\n")
BARE_LOCK = re.compile(rb"\d{1,10}\n")  # version 1 wrote nothing but the number of the process
FOOT = re.compile(rb"contract.{1,8}siljeok", re.DOTALL)  # key and value stand side by side there
FOOT_LENGTH = 8  # bytes at the end of a Parquet file: the length of its metadata, then PAR1


def lock_words(process: int) -> bytes:
    """What a lock of the program holds.

    >>> lock_words(12)
    b'siljeok lock, process 12\\n'
    """
    return f"{PROGRAM} lock, process {process}\n".encode()


def lock_to_holder(content: bytes, bare: bool = False) -> str | None:
    """The process that a lock names, None where the file is no lock of ours; `bare`: the form of
    version 1 counts too.

    >>> lock_to_holder(lock_words(12)), lock_to_holder(b"keep"), lock_to_holder(b"")
    ('12', None, None)
    >>> lock_to_holder(b"12\\n"), lock_to_holder(b"12\\n", bare=True)
    (None, '12')
    """
    found = LOCK.fullmatch(content)
    if found:
        return found[1].decode()
    return content.decode().strip() if bare and BARE_LOCK.fullmatch(content) else None


def is_our_parquet(path: Path) -> bool:
    """Whether the foot of a Parquet file names the program; read without a Parquet library, which
    the parent never imports. A link is nobody's.
    """
    if path.is_symlink():
        return False
    try:
        with path.open("rb") as handle:
            size = handle.seek(0, os.SEEK_END)
            handle.seek(max(size - FOOT_LENGTH, 0))
            end = handle.read(FOOT_LENGTH)
            length = int.from_bytes(end[:4], "little")
            if end[4:] != b"PAR1" or length > size:
                return False
            handle.seek(max(size - FOOT_LENGTH - length, 0))
            return FOOT.search(handle.read(length)) is not None
    except OSError:
        return False


def is_ours(out: Path) -> bool:
    """Whether a folder was published in by the program."""
    return (
        _json(out / PACKAGE).get("name") == PROGRAM
        or any("made_with" in _json(p) for p in (out / "manifest").glob("*.json"))
        or any(is_our_parquet(p) for t in tables() for p in (out / t).glob("*.parquet"))
    )


def _json(path: Path) -> dict[str, Any]:
    """A JSON file's members; none where it is not there, damaged or no object."""
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


# What the program writes at the top of its folder, by what each is known. A damaged one has no
# member at all and is made anew.
AT_THE_TOP: dict[str, Callable[[dict[str, Any]], bool]] = {
    PACKAGE: lambda found: found.get("name") == PROGRAM,
    SHORTFALLS: lambda found: "shortfalls" in found,
    f"{CROSS_YEAR}.json": lambda found: "made_from" in found,
}


def refuse_foreign(out: Path, partial: Path) -> None:
    """Raise UsageError where `out` or `partial` hold what is not the program's and would be taken
    for it; an empty or new folder is fine. Nothing is touched.
    """
    if out.exists() and not out.is_dir():
        raise UsageError(said("out_is_no_folder", path=out))
    if not is_ours(out):
        for path in _files_of_others(out):
            raise UsageError(said("out_not_ours", path=out, file=path.relative_to(out)))
    for name, known in AT_THE_TOP.items():
        found = _json(out / name)
        if found and not known(found):
            raise UsageError(said("file_not_ours", path=out / name))
    if os.path.lexists(partial) and not _is_our_partial(partial):
        raise UsageError(said("partial_not_ours", path=partial))


def _files_of_others(out: Path) -> Iterator[Path]:
    """The files of a folder that is not ours; a README at its top tells what is to come."""
    for path in _visible_files(out):
        if path.parent != out or not is_readme(path.name):
            yield path


def _visible_files(folder: Path) -> Iterator[Path]:
    """The files below a folder, in order; hidden ones (.gitignore) do not tell whose it is."""
    for at, folders, names in os.walk(folder):
        folders.sort()
        yield from (Path(at, name) for name in sorted(names) if not name.startswith("."))


def _is_our_partial(partial: Path) -> bool:
    """Whether a working folder is marked, empty, or of the form in which a killed run of version 1
    left it: files of ours in a folder a report.
    """
    if partial.is_symlink() or not partial.is_dir():
        return False
    try:
        return (partial / PARTIAL_MARK).read_bytes() == PARTIAL_WORDS
    except OSError:
        known = {f"{t}.parquet" for t in (*tables(), CROSS_YEAR)} | {"manifest.json"}
        return all(_has_our_form(path, known) for path in partial.iterdir())


def _has_our_form(path: Path, known: Set[str]) -> bool:
    if path.is_symlink() or not path.is_dir():
        return path.name.endswith(".json.tmp") and not path.is_symlink()
    names = {p.name.removesuffix(".tmp") for p in path.iterdir()}
    return bool(names) and names <= known


def open_partial(partial: Path) -> None:
    """Make the working folder, with its mark."""
    partial.mkdir(parents=True, exist_ok=True)
    (partial / PARTIAL_MARK).write_bytes(PARTIAL_WORDS)


def close_partial(partial: Path) -> None:
    """Remove the working folder, the mark last: what a kill leaves is marked or empty."""
    for path in sorted(partial.iterdir()) if partial.is_dir() else ():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != PARTIAL_MARK:
            path.unlink(missing_ok=True)
    shutil.rmtree(partial, ignore_errors=True)


def foreign_among_tables(out: Path, published: Set[str]) -> list[Path]:
    """Files in the folders of the tables that are not the program's, though whoever reads such a
    folder reads them along. `published`: the report_ids.
    """
    found = []
    for table in (*tables(), CROSS_YEAR):
        ours = {CROSS_YEAR} if table == CROSS_YEAR else published
        for path in _visible_files(out / table):
            mine = path.parent == out / table and path.name.endswith(".parquet")
            if not (mine and path.name.removesuffix(".parquet") in ours) and not (
                mine and is_our_parquet(path)
            ):
                found.append(path)
    return found
