"""What happens to a published folder is named by `check` and healed by `run`, manifests included."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Pipeline

TEXT = "{year}년 사업 실적\n\n○ 교육 {year}회, 351명 참여\n"


def turn_a_bit(path: Path) -> None:
    """One bit of the file's data; its size stays."""
    data = bytearray(path.read_bytes())
    data[len(data) // 3] ^= 4
    path.write_bytes(data)


def swap(path: Path) -> None:
    """Another table's file in the place of this one."""
    path.write_bytes(path.parent.parent.joinpath("cells", path.name).read_bytes())


def lose_key(path: Path) -> None:
    """A manifest without its status."""
    content = json.loads(path.read_bytes())
    del content["status"]
    path.write_text(json.dumps(content), encoding="utf-8")


def change_value(path: Path) -> None:
    """A manifest that counts a figure more than there is."""
    content = json.loads(path.read_bytes())
    content["quantities"] += 1
    path.write_text(json.dumps(content), encoding="utf-8")


def nest(path: Path) -> None:
    """Brackets deeper than any reader of JSON goes."""
    path.write_text('{"files":' + "[" * 100_000, encoding="utf-8")


def edit_package(path: Path) -> None:
    """A package whose first resource has another hash."""
    content = json.loads(path.read_bytes())
    content["resources"][0]["hash"] = "sha256:" + "0" * 64
    path.write_text(json.dumps(content), encoding="utf-8")


def add(path: Path) -> None:
    """A copy of a table of ours under a name that nobody published."""
    path.write_bytes(path.with_name("2009.txt.parquet").read_bytes())


CHANGES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "2001.txt": ("quantities/2001.txt.parquet", turn_a_bit),
    "2002.txt": ("lines/2002.txt.parquet", swap),
    "2003.txt": ("problems/2003.txt.parquet", Path.unlink),
    "2004.txt": ("manifest/2004.txt.json", lose_key),
    "2005.txt": ("manifest/2005.txt.json", change_value),
    "2006.txt": ("manifest/2006.txt.json", nest),
    "2007.txt": ("manifest/2007.txt.json", Path.unlink),
}
OVER_ALL: dict[str, Callable[[Path], None]] = {
    "datapackage.json": edit_package,
    "quantities/2999.txt.parquet": add,
}


@pytest.fixture
def folder(pipeline: Pipeline, tmp_path: Path) -> Path:
    """A published folder with a report for each change and one that stays as it is."""
    (tmp_path / "raw").mkdir()
    for name in (*CHANGES, "2009.txt"):
        text = TEXT.format(year=name.removesuffix(".txt"))
        (tmp_path / "raw" / name).write_text(text, encoding="utf-8")
    assert pipeline("run").returncode == 0
    return tmp_path / "extracted"


def test_changes_are_named_and_healed(pipeline: Pipeline, folder: Path) -> None:
    fresh = {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    changed = [*CHANGES.values(), *OVER_ALL.items()]
    for path, change in changed:
        change(folder / path)
    told = pipeline("check")
    assert told.returncode == 1
    gone = {"manifest/2007.txt.json": "quantities/2007.txt.parquet"}  # what it named tells of it
    said = told.stdout + told.stderr
    assert [path for path, _ in changed if gone.get(path, path) not in said] == []
    assert "2009.txt.parquet" not in said
    assert pipeline("run").returncode == 0
    assert {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()} == fresh


def test_a_folder_whose_manifests_are_all_damaged_is_not_nothing(
    pipeline: Pipeline, folder: Path
) -> None:
    for path in (folder / "manifest").iterdir():
        nest(path)
    told = pipeline("check", "--lang", "en")
    assert (told.returncode, "manifest/2001.txt.json" in told.stdout) == (1, True)
    assert pipeline("run").returncode == 0
    assert pipeline("check").returncode == 0


def test_a_folder_without_its_package_is_damaged(pipeline: Pipeline, folder: Path) -> None:
    (folder / "datapackage.json").unlink()
    assert "datapackage.json" in pipeline("check").stdout
    assert pipeline("run").returncode == 0
    assert pipeline("check").returncode == 0
