"""The output folder: what stands there is whole. Work is done beside it, in `<out>.partial/`, and
moved in file by file.

The commit of a report: its files and then its manifest are written in `<out>.partial/<report_id>/`;
from the moment the manifest stands there a rerun can finish what a kill interrupts. All of it is
brought onto the disk, the old manifest is taken away, the files are renamed into place, the new
manifest last: as long as a manifest stands, the files beside it are the ones it names. Many small
reports are committed together: the disk is waited for once a batch, not a dozen times a report.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.publish.columns import CROSS_YEAR, tables
from pipeline.run.manifest import Manifest, manifest_to_bytes, read_manifest
from pipeline.run.ours import PROGRAM, close_partial, is_our_parquet
from pipeline.run.said import said

PREPARED = "manifest.json"
REVIEW = "review"
# reports: up to here their files are synced one by one, above it the whole file system is once
FEW = 4
NEW_FILE = 0o666  # what the umask is taken from


@dataclass(frozen=True, slots=True)
class Shelf:
    """The output folder and what lies beside it."""

    out: Path

    @property
    def partial(self) -> Path:
        return self.out.with_name(self.out.name + ".partial")

    @property
    def lock(self) -> Path:
        return self.out.with_name(self.out.name + ".lock")

    @property
    def manifests(self) -> Path:
        return self.out / "manifest"

    def table_file(self, table: str, report_id: str) -> Path:
        """Where the file of a table and report is published."""
        return self.out / table / f"{report_id}.parquet"

    def manifest_file(self, report_id: str) -> Path:
        """Where the manifest of a report is published."""
        return self.manifests / f"{report_id}.json"

    @property
    def cross_year_file(self) -> Path:
        return self.out / CROSS_YEAR / f"{CROSS_YEAR}.parquet"

    @property
    def cross_year_manifest(self) -> Path:
        return self.out / f"{CROSS_YEAR}.json"

    def review_file(self, report_id: str) -> Path:
        """Where the review page of a report is written."""
        return self.out / REVIEW / f"{report_id}.html"

    @property
    def review_index(self) -> Path:
        return self.out / REVIEW / "index.html"

    def workplace(self, report_id: str) -> Path:
        """The folder where a report's files are written before they are moved in."""
        return self.partial / report_id


def sync_folder(folder: Path) -> None:
    """Have the names of a folder on the disk."""
    sync_file(folder)


def sync_file(path: Path) -> None:
    """Have the bytes of `path` on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_all(place: Path, files: Iterable[Path]) -> None:
    """Have the bytes of many files on the disk, with one call for the file system of `place` where
    there is one (Linux).
    """
    import ctypes

    syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
    handle = os.open(place, os.O_RDONLY)
    try:
        if syncfs is not None and syncfs(handle) == 0:
            return
    finally:
        os.close(handle)
    for path in files:
        sync_file(path)


def write_whole(path: Path, content: bytes, workplace: Path) -> None:
    """Write `path` so that it is whole at every moment: in `workplace`, on the disk, then renamed."""
    workplace.mkdir(parents=True, exist_ok=True)
    draft = workplace / (path.name + ".tmp")
    with draft.open("wb") as handle:
        handle.write(content)
        handle.flush()
        os.fsync(handle.fileno())
    path.parent.mkdir(parents=True, exist_ok=True)
    draft.replace(path)
    sync_folder(path.parent)


@contextlib.contextmanager
def beside(path: Path, prefix: str) -> Iterator[Path]:
    """A file beside `path` to be written to, that takes its place, with the rights of a new
    file, if nothing goes wrong; else it is gone. Raises OSError.
    """
    handle, name = tempfile.mkstemp(path.suffix, prefix, path.parent)
    os.close(handle)
    try:
        yield Path(name)
        umask = os.umask(0)
        os.umask(umask)
        os.chmod(name, NEW_FILE & ~umask)
        os.replace(name, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(name)


def write_named(path: Path, content: bytes) -> None:
    """Writes a file that a person asked for, whole or not at all. Raises UsageError where it cannot
    be written.
    """
    try:
        with beside(path, f".{PROGRAM}-") as draft:
            draft.write_bytes(content)
    except OSError as fault:
        cause = fault.strerror or fault
        raise UsageError(said("cannot_write_file", path=path, cause=cause)) from fault


def file_sha256(path: Path) -> str | None:
    """The hash of a file's bytes, None if it is not there."""
    try:
        with path.open("rb") as handle:
            return hashlib.file_digest(handle, "sha256").hexdigest()
    except (FileNotFoundError, IsADirectoryError):
        return None


def prepare(shelf: Shelf, report_id: str, manifest: Manifest) -> None:
    """Write the manifest beside the files of the report's workplace: from here on a rerun finishes
    what a kill interrupts.
    """
    (shelf.workplace(report_id) / PREPARED).write_bytes(manifest_to_bytes(manifest))


def commit(shelf: Shelf, report_id: str, manifest: Manifest) -> None:
    """Publish what stands in the report's workplace, under this manifest."""
    prepare(shelf, report_id, manifest)
    finish(shelf, {report_id: manifest})


def finish(shelf: Shelf, prepared: Mapping[str, Manifest]) -> None:
    """Move prepared reports in: everything on the disk, old manifests away, files, manifests. Every
    step may be repeated after a kill.
    """
    moves = {
        shelf.workplace(i) / f"{t}.parquet": shelf.table_file(t, i)
        for i, manifest in prepared.items()
        for t in manifest["files"]
    }
    moves = {draft: target for draft, target in moves.items() if draft.exists()}
    if len(prepared) > FEW:
        sync_all(shelf.partial, moves)
    else:
        for path in (*moves, *(shelf.workplace(report_id) / PREPARED for report_id in prepared)):
            sync_file(path)
    _take_away(shelf.manifests, map(shelf.manifest_file, prepared))
    _take_away(shelf.out / REVIEW, map(shelf.review_file, prepared))  # show what stood before
    _move_in(moves)
    _move_in(
        {
            shelf.workplace(report_id) / PREPARED: shelf.manifest_file(report_id)
            for report_id in prepared
        }
    )
    for report_id in prepared:
        shutil.rmtree(shelf.workplace(report_id))


def _take_away(folder: Path, files: Iterable[Path]) -> None:
    standing = [path for path in files if path.exists()]
    for path in standing:
        path.unlink()
    if standing:
        sync_folder(folder)


def _move_in(moves: Mapping[Path, Path]) -> None:
    folders = sorted({target.parent for target in moves.values()})
    for folder in folders:
        folder.mkdir(parents=True, exist_ok=True)
    for draft, target in moves.items():
        draft.replace(target)
    for folder in folders:
        sync_folder(folder)


def withdraw(shelf: Shelf, report_id: str) -> None:
    """Take a report away: its manifest first, so that nobody takes the rest for published."""
    shelf.manifest_file(report_id).unlink(missing_ok=True)
    shelf.review_file(report_id).unlink(missing_ok=True)
    for table in tables():
        shelf.table_file(table, report_id).unlink(missing_ok=True)


def recover(shelf: Shelf) -> list[str]:
    """Finish what a killed run had prepared and undo the rest; gives the report_ids that were
    finished.
    """
    finished = {}
    for workplace in _workplaces(shelf):
        manifest = read_manifest(workplace / PREPARED)
        if manifest is not None and _is_complete(shelf, workplace.name, manifest):
            finished[workplace.name] = manifest
    if finished:
        finish(shelf, finished)
    close_partial(shelf.partial)
    _undo_uncommitted(shelf)
    return list(finished)


def _workplaces(shelf: Shelf) -> list[Path]:
    there = sorted(shelf.partial.iterdir()) if shelf.partial.is_dir() else []
    return [path for path in there if path.is_dir()]


def _is_complete(shelf: Shelf, report_id: str, manifest: Manifest) -> bool:
    """Whether every file the manifest names stands, in the workplace or already in place, with its
    bytes.
    """
    for table, told in manifest["files"].items():
        draft = file_sha256(shelf.workplace(report_id) / f"{table}.parquet")
        if (draft or file_sha256(shelf.table_file(table, report_id))) != told["sha256"]:
            return False
    return True


def _undo_uncommitted(shelf: Shelf) -> None:
    """Remove table files of ours without a manifest; what does not say that it is ours stays. A
    folder that never held a manifest is not ours, so nothing is removed there.
    """
    if not shelf.manifests.is_dir():
        return
    published = {p.name.removesuffix(".json") for p in shelf.manifests.glob("*.json")}
    for table in tables():
        for path in (shelf.out / table).glob("*.parquet"):
            if path.name.removesuffix(".parquet") not in published and is_our_parquet(path):
                path.unlink()


def is_whole(shelf: Shelf, report_id: str, manifest: Manifest) -> bool:
    """Whether every file of a published report stands with its bytes: those of a changed size are
    not read.
    """
    files = [(shelf.table_file(t, report_id), told) for t, told in manifest["files"].items()]
    try:
        return all(path.stat().st_size == told["bytes"] for path, told in files) and all(
            file_sha256(path) == told["sha256"] for path, told in files
        )
    except FileNotFoundError:
        return False
