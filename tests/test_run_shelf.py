"""The commit: interrupted at any step, a rerun ends in the files of an undisturbed one, and what
stands is whole.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pipeline.publish.columns import tables
from pipeline.run.manifest import folder_to_manifests, manifest_to_bytes, read_manifest
from pipeline.run.shelf import Shelf, commit, file_sha256, is_whole, recover, withdraw, write_whole


class Killed(BaseException):
    """Stands for SIGKILL: nothing of ours may catch it."""


def prepare(shelf: Shelf, report_id: str, content: str) -> dict[str, Any]:
    """Write a report's files into its workplace, as a worker does; gives the manifest."""
    folder = shelf.workplace(report_id)
    folder.mkdir(parents=True)
    files = {}
    for table in tables():
        data = f"{table} {content}".encode()
        (folder / f"{table}.parquet").write_bytes(data)
        files[table] = {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data), "rows": 1}
    return {"report_id": report_id, "files": files}


def parquet_of_ours() -> bytes:
    """The foot of a table file, which is all that tells whose it is."""
    foot = b"..contract\x18\x07siljeok.."
    return b"PAR1" + foot + len(foot).to_bytes(4, "little") + b"PAR1"


def picture(root: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()
    }


def published(shelf: Shelf) -> dict[str, str]:
    """What a reader sees that goes by the manifests; fails where a manifest names a file that is
    not so.
    """
    seen = {}
    for report_id, manifest in folder_to_manifests(shelf.manifests).items():
        for table, said in manifest["files"].items():
            assert file_sha256(shelf.table_file(table, report_id)) == said["sha256"]
        seen[report_id] = (
            shelf.table_file("lines", report_id).read_text(encoding="utf-8").removeprefix("lines ")
        )
    return seen


def test_commit_and_withdraw(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "out")
    manifest = prepare(shelf, "a.txt", "new")
    commit(shelf, "a.txt", manifest)
    assert published(shelf) == {"a.txt": "new"}
    assert read_manifest(shelf.manifest_file("a.txt")) == manifest
    assert is_whole(shelf, "a.txt", manifest)
    withdraw(shelf, "a.txt")
    assert picture(shelf.out) == {}


def steps_of(monkeypatch: pytest.MonkeyPatch, kill_at: int) -> Callable[[], int]:
    """Count every rename, unlink and fsync of the shelf, and die before number `kill_at`."""
    count = 0

    def counted(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **given: Any) -> Any:
            nonlocal count
            count += 1
            if count == kill_at:
                raise Killed
            return real(*arguments, **given)

        return call

    monkeypatch.setattr(Path, "replace", counted(Path.replace))
    monkeypatch.setattr(Path, "unlink", counted(Path.unlink))
    monkeypatch.setattr(shutil, "rmtree", counted(shutil.rmtree))
    monkeypatch.setattr(os, "fsync", counted(os.fsync))
    return lambda: count


def test_killed_at_every_step_of_a_commit(tmp_path: Path) -> None:
    kill_at, finished = 0, False
    while not finished:
        kill_at += 1
        shelf = Shelf(tmp_path / str(kill_at) / "out")
        commit(shelf, "a.txt", prepare(shelf, "a.txt", "old"))
        commit(shelf, "b.txt", prepare(shelf, "b.txt", "other"))
        manifest = prepare(shelf, "a.txt", "new")
        with pytest.MonkeyPatch.context() as patch:
            steps_of(patch, kill_at)
            try:
                commit(shelf, "a.txt", manifest)
                finished = True
            except Killed:
                pass
        assert published(shelf).get("a.txt") in ("old", "new", None)
        recover(shelf)
        seen = published(shelf)
        assert seen.get("a.txt") in (
            "old",
            "new",
        )  # finished, or not begun: a prepared report is never lost
        assert seen["b.txt"] == "other"
        assert not shelf.partial.exists()
        assert len(picture(shelf.out)) == 2 * (len(tables()) + 1)
    assert kill_at > 2 * len(tables())


def test_a_half_prepared_report_is_undone(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "out")
    commit(shelf, "a.txt", prepare(shelf, "a.txt", "old"))
    before = picture(shelf.out)
    prepare(shelf, "a.txt", "new")
    (shelf.out / "lines" / "b.txt.parquet").write_bytes(parquet_of_ours())
    recover(shelf)
    assert picture(shelf.out) == before
    assert not shelf.partial.exists()


def test_a_prepared_manifest_over_damaged_files_is_undone(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path / "out")
    manifest = prepare(shelf, "a.txt", "new")
    write_whole(
        shelf.workplace("a.txt") / "manifest.json",
        manifest_to_bytes(manifest),
        shelf.workplace("a.txt"),
    )
    (shelf.workplace("a.txt") / "lines.parquet").write_bytes(b"torn")
    assert recover(shelf) == []
    assert not shelf.partial.exists()
    assert published(shelf) == {}


def test_a_folder_that_is_not_ours_loses_nothing(tmp_path: Path) -> None:
    foreign = tmp_path / "out" / "tables" / "mine.parquet"
    foreign.parent.mkdir(parents=True)
    foreign.write_bytes(b"somebody's")
    recover(Shelf(tmp_path / "out"))
    assert foreign.read_bytes() == b"somebody's"
