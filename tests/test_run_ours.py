"""What is somebody else's is refused with a sentence and exit 2, and not one byte of it changes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

from pipeline.run.lock import locked
from pipeline.run.ours import (
    close_partial,
    foreign_among_tables,
    is_our_parquet,
    is_ours,
    open_partial,
)


def picture(root: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()
    }


@pytest.fixture
def place(tmp_path: Path) -> Path:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.txt").write_text("2024년 실적\n○ 교육 3회\n", encoding="utf-8")
    return tmp_path


def put(path: Path, content: bytes = b"keep") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def link_lock(place: Path) -> None:
    put(place / "precious.txt")
    (place / "out.lock").symlink_to(place / "precious.txt")


def link_partial(place: Path) -> None:
    put(place / "precious" / "a.txt")
    (place / "out.partial").symlink_to(place / "precious")


FOREIGN: dict[str, Callable[[Path], object]] = {
    "a lock of another program": lambda p: put(p / "out.lock"),
    "an empty lock": lambda p: put(p / "out.lock", b""),
    "the number of another program's process": lambda p: put(p / "out.lock", b"4242\n"),
    "a link for a lock": link_lock,
    "a folder for a lock": lambda p: put(p / "out.lock" / "x"),
    "a pipe for a lock": lambda p: os.mkfifo(p / "out.lock"),
    "a working folder of another program": lambda p: put(p / "out.partial" / "notes.txt"),
    "a working folder with folders": lambda p: put(p / "out.partial" / "a" / "notes.txt"),
    "a link for a working folder": link_partial,
    "a file for a working folder": lambda p: put(p / "out.partial"),
    "a folder of other files": lambda p: put(p / "out" / "sub" / "notes.txt"),
    "a folder of other tables": lambda p: put(p / "out" / "tables" / "mine.parquet"),
    "another package": lambda p: put(p / "out" / "datapackage.json", b'{"name": "theirs"}'),
    "a file for a folder": lambda p: put(p / "out"),
}


@pytest.mark.parametrize("made", FOREIGN.values(), ids=FOREIGN)
@pytest.mark.parametrize("command", ["run", "prune"])
def test_what_is_not_ours_is_refused_and_not_touched(
    pipeline: Pipeline, place: Path, made: Callable[[Path], object], command: str
) -> None:
    made(place)
    before, names = picture(place), sorted(p.name for p in place.iterdir())
    done = pipeline(command, "raw", "--out", "out")
    assert done.returncode == 2
    assert "out" in done.stderr
    assert " / " not in done.stderr, "one language a line"
    assert (picture(place), sorted(p.name for p in place.iterdir())) == (before, names)


@pytest.mark.parametrize("name", [None, ".gitignore", "empty/"])
def test_a_new_or_empty_folder_is_fine(pipeline: Pipeline, place: Path, name: str | None) -> None:
    if name and name.endswith("/"):
        (place / "out" / name).mkdir(parents=True)
    elif name:
        put(place / "out" / name)
    (place / "out.partial").mkdir()
    assert pipeline("run", "raw", "--out", "out").returncode == 0
    assert not name or (place / "out" / name).exists()
    assert sorted(p.name for p in place.iterdir()) == ["out", "raw"]


def test_what_lies_among_ours_stays_and_is_named_where_it_would_be_read(
    pipeline: Pipeline, place: Path
) -> None:
    pipeline("run")
    out = place / "extracted"
    put(out / "notes.txt")
    pq.write_table(pa.table({"a": [1]}), out / "programmes" / "mine.parquet")
    put(out / "cells" / "sub" / "x.csv")
    mine = {name for name in picture(out) if "mine" in name or "notes" in name or "sub" in name}
    kept = {name: picture(out)[name] for name in mine}
    (place / "raw" / "b.txt").write_text("2023년 실적\n", encoding="utf-8")
    for command in ("run", "prune", "check"):
        done = pipeline(command, *(["raw"] if command != "check" else []))
        assert done.returncode == 0
        if command != "prune":
            assert "foreign   extracted/programmes/mine.parquet" in done.stdout
            assert "foreign   extracted/cells/sub/x.csv" in done.stdout
            assert "notes.txt" not in done.stdout
        assert {name: picture(out)[name] for name in mine} == kept


def test_no_report_is_published_over_somebody_elses_table(pipeline: Pipeline, place: Path) -> None:
    pipeline("run")
    put(place / "extracted" / "lines" / "b.txt.parquet")
    (place / "raw" / "b.txt").write_text("2023년 실적\n", encoding="utf-8")
    before = picture(place / "extracted")
    done = pipeline("run")
    assert (done.returncode, picture(place / "extracted")) == (2, before)
    assert "lines/b.txt.parquet" in done.stderr


def test_a_top_file_of_somebody_else_is_not_overwritten(pipeline: Pipeline, place: Path) -> None:
    pipeline("run")
    put(place / "extracted" / "expected.json", b'{"mine": 1}')
    done = pipeline("run")
    assert done.returncode == 2
    assert (place / "extracted" / "expected.json").read_bytes() == b'{"mine": 1}'


def test_a_folder_that_the_version_before_left_is_known(pipeline: Pipeline, place: Path) -> None:
    pipeline("run")
    out = place / "extracted"
    manifest = out / "manifest" / "a.txt.json"
    manifest.write_bytes(manifest.read_bytes().replace(b'  "program": "siljeok",\n', b""))
    put(place / "extracted.lock", b"99999\n")  # killed: its lock, its working folder
    put(place / "extracted.partial" / "a.txt" / "lines.parquet", b"half")
    put(place / "extracted.partial" / "datapackage.json.tmp", b"half")
    assert pipeline("run").returncode == 0
    assert sorted(p.name for p in place.iterdir()) == ["extracted", "raw"]


@pytest.mark.parametrize("gone", [("manifest", "datapackage.json"), ("datapackage.json",), ()])
def test_any_one_mark_tells_ours(pipeline: Pipeline, place: Path, gone: tuple[str, ...]) -> None:
    pipeline("run")
    out = place / "extracted"
    for name in gone:
        shutil.rmtree(out / name) if (out / name).is_dir() else (out / name).unlink()
    assert is_ours(out)
    assert is_our_parquet(out / "lines" / "a.txt.parquet")
    assert foreign_among_tables(out, set()) == []  # each says itself whose it is
    assert pipeline("run").returncode == 0


def test_a_foot_that_says_nothing_or_lies_about_its_length(tmp_path: Path) -> None:
    for n, content in enumerate(
        (b"", b"PAR1", b"\xff\xff\xff\x7fPAR1", b"contract siljeok but no table")
    ):
        put(tmp_path / str(n), content)
        assert not is_our_parquet(tmp_path / str(n))
    assert not is_our_parquet(tmp_path / "nix")


def test_the_working_folder_loses_its_mark_last(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    partial = tmp_path / "out.partial"
    open_partial(partial)
    put(partial / "a" / "lines.parquet")
    seen: list[list[str]] = []
    real = shutil.rmtree

    def watched(path: Path, ignore_errors: bool = False) -> None:
        seen.append(sorted(p.name for p in partial.iterdir()))
        real(path, ignore_errors=ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", watched)
    close_partial(partial)
    assert seen == [[".siljeok", "a"], [".siljeok"]]
    assert not partial.exists()


def test_a_lock_is_never_seen_empty(tmp_path: Path) -> None:
    path = tmp_path / "out.lock"
    put(path, b"siljeok lock, process 123456789\n")
    with locked(path):
        assert path.read_bytes() == f"siljeok lock, process {os.getpid()}\n".encode()
    assert not path.exists()


def test_a_lock_that_was_replaced_while_it_was_held_is_left(tmp_path: Path) -> None:
    path = tmp_path / "out.lock"
    with locked(path):
        path.unlink()
        put(path)
    assert path.read_bytes() == b"keep"
