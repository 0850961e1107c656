"""Many files in one run: incremental, removed, duplicate, changed; the same bytes whatever the
workers, seeds and history.
"""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

TEXTS = {
    "2023.txt": "2023년 사업 실적\n\nⅠ. 배움 나눔\n\n1. 열린 교실\n○ 교육 12회, 340명 참여\n",
    "2024.txt": "2024년 사업 실적\n\nⅠ. 배움 나눔\n\n1. 열린 교실\n○ 교육 14회, 351명 참여\n",
    "note.txt": "회의 안내\n오후 2시에 모입니다\n",
}


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def picture(root: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()
    }


def problems(root: Path, report_id: str) -> list[tuple[str, str]]:
    rows = pq.read_table(root / "extracted" / "problems" / f"{report_id}.parquet").to_pylist()
    return [(r["code"], r["message_en"]) for r in rows]


def inodes(root: Path) -> dict[str, int]:
    return {str(p.relative_to(root)): p.stat().st_ino for p in root.rglob("*") if p.is_file()}


def test_unchanged_files_are_not_read_again(pipeline: Pipeline, raw: Path, tmp_path: Path) -> None:
    first = pipeline("run")
    before = inodes(tmp_path / "extracted")
    # A Python path that fails in any worker: nothing may be started for files that did not change.
    second = pipeline("run", "--memory", 64)
    assert (second.returncode, second.stderr) == (first.returncode, "")
    assert inodes(tmp_path / "extracted") == before
    (raw / "note.txt").write_text("회의 안내\n오후 3시에 모입니다\n", encoding="utf-8")
    pipeline("run")
    changed = {
        name for name, inode in inodes(tmp_path / "extracted").items() if before[name] != inode
    }
    assert {Path(name).name.split(".")[0] for name in changed} == {"note", "datapackage"}


def test_another_reader_or_a_missing_file_reads_again(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run")
    before = picture(tmp_path / "extracted")
    (tmp_path / "extracted" / "lines" / "2024.txt.parquet").unlink()
    assert "read      2024.txt" in pipeline("run").stdout
    assert picture(tmp_path / "extracted") == before
    assert pipeline("run", "--reader", "pdfplumber").stdout.count("read      ") == 3


def test_corrections_beside_a_file_read_it_again_and_no_other(
    pipeline: Pipeline, raw: Path
) -> None:
    pipeline("run")
    (raw / "2024.txt.corrections.toml").write_text("", encoding="utf-8")
    done = pipeline("run").stdout
    assert "read      2024.txt" in done
    assert done.count("read      ") == 1


def test_a_file_that_a_folder_passes_over_is_so_though_it_was_given_as_path(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (raw / "보고서.xlsx").write_bytes(b"PK\x03\x04 and no more")
    fresh = pipeline("run", "--out", tmp_path / "fresh", "--lang", "ko")
    assert "파일 > PDF로 저장하기" in fresh.stdout
    assert pipeline("run", raw / "보고서.xlsx").returncode == 5
    for _ in range(2):
        done = pipeline("run")
        assert (done.returncode, done.stdout.count("skipped   보고서.xlsx")) == (0, 1)
    assert picture(tmp_path / "extracted") == picture(tmp_path / "fresh")


def test_a_folder_of_no_reports_is_2_with_a_word(pipeline: Pipeline, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "a.xlsx").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "raw" / "link.pdf").symlink_to("/etc/passwd")
    done = pipeline("run")
    assert done.returncode == 2
    assert "skipped   a.xlsx" in done.stdout
    assert "No report in raw" in done.stderr
    assert sorted(p.name for p in tmp_path.iterdir()) == ["raw"]


def test_a_removed_raw_file_is_marked_then_pruned(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run")
    before = picture(tmp_path / "extracted")
    (raw / "2023.txt").rename(tmp_path / "aside")
    done = pipeline("run")
    assert "gone      2023.txt" in done.stdout
    assert "raw_file_gone" in dict(problems(tmp_path, "2023.txt"))
    (tmp_path / "aside").rename(raw / "2023.txt")
    pipeline("run")
    assert picture(tmp_path / "extracted") == before  # back, and the mark is gone
    (raw / "2023.txt").unlink()
    assert "pruned    2023.txt" in pipeline("prune").stdout
    assert not [name for name in picture(tmp_path / "extracted") if "2023" in name]
    fresh = tmp_path / "fresh"
    pipeline("run", "--out", fresh)
    assert picture(fresh) == picture(tmp_path / "extracted")


def test_a_run_over_one_file_says_nothing_about_the_others(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run")
    before = picture(tmp_path / "extracted")
    assert "gone" not in pipeline("run", raw / "2024.txt").stdout
    assert picture(tmp_path / "extracted") == before


def test_the_same_report_twice_is_named_in_both_and_forgotten_when_one_goes(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run")
    before = picture(tmp_path / "extracted")
    (raw / "copy.txt").write_text(TEXTS["2024.txt"].replace("\n", "\r\n"), encoding="utf-16")
    pipeline("run")
    assert "copy.txt" in dict(problems(tmp_path, "2024.txt"))["duplicate_report"]
    assert "2024.txt" in dict(problems(tmp_path, "copy.txt"))["duplicate_report"]
    assert "duplicate_report" not in dict(problems(tmp_path, "2023.txt"))
    (raw / "copy.txt").unlink()
    pipeline("prune")
    assert picture(tmp_path / "extracted") == before


def test_the_same_bytes_whatever_the_workers_seeds_and_names_on_the_way(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    sample = Path(__file__).parents[1] / "raw" / "2024.pdf"
    shutil.copy(sample, raw / "2024.pdf")
    (raw / "broken.pdf").write_bytes(sample.read_bytes()[:5000])
    pictures = []
    for number, (workers, seed) in enumerate([(1, "0"), (3, "1"), (2, "4242")]):
        out = tmp_path / f"out{number}"
        assert (
            pipeline(
                "run", "--out", out, "--workers", workers, env={"PYTHONHASHSEED": seed}
            ).returncode
            == 5
        )
        pictures.append(picture(out))
    assert pictures[0] == pictures[1] == pictures[2]
    (raw / "2024.txt").write_text("무엇이든\n", encoding="utf-8")
    pipeline("run", "--out", tmp_path / "out0")
    (raw / "2024.txt").write_text(TEXTS["2024.txt"], encoding="utf-8")
    pipeline("run", "--out", tmp_path / "out0")
    assert picture(tmp_path / "out0") == pictures[1]


def test_no_time_and_no_machine_in_what_is_published(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run")
    everything = b"".join(picture(tmp_path / "extracted").values())
    assert str(tmp_path).encode() not in everything
    # A machine's name may be two letters, which compressed bytes hold by chance: look at what the
    # files say.
    tables = [pq.read_table(p) for p in (tmp_path / "extracted").rglob("*.parquet")]
    told = [str((table.to_pylist(), table.schema.metadata)) for table in tables]
    told += [
        p.read_text(encoding="utf-8") for p in (tmp_path / "extracted" / "manifest").glob("*.json")
    ]
    assert os.uname().nodename not in "".join(told)


def test_the_package_names_every_file_with_its_hash(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run")
    package = json.loads((tmp_path / "extracted" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        names = ["cross_year"] if resource["name"] == "cross_year" else sorted(TEXTS)
        assert [f["path"] for f in resource["files"]] == [
            f"{resource['name']}/{name}.parquet" for name in names
        ]
        assert resource["path"] in (
            [f["path"] for f in resource["files"]],
            resource["files"][0]["path"],
        )
        for file in resource["files"]:
            path = tmp_path / "extracted" / file["path"]
            assert pq.ParquetFile(path).metadata.num_rows == file["rows"]
            assert path.stat().st_size == file["bytes"]


def test_frictionless_finds_the_package_and_its_files_valid(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    import frictionless

    shutil.copy(Path(__file__).parents[1] / "raw" / "2024.pdf", raw / "sample.pdf")
    pipeline("run")
    out = tmp_path / "extracted"
    package = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    whole = frictionless.Package.from_descriptor(package, basepath=str(out))
    assert len(whole.resources) == 13  # raises where the descriptor is not valid
    assert whole.validate().valid
    # of a table in several Parquet files frictionless reads the first alone
    for report in (*TEXTS, "sample.pdf"):
        resources = [package_part(r, report) for r in package["resources"]]
        part = package | {"resources": [r for r in resources if r is not None]}
        found = frictionless.Package.from_descriptor(part, basepath=str(out)).validate()
        assert found.valid, found.flatten(["name", "rowNumber", "fieldName", "type", "note"])[:10]
        rows = {task.name: task.stats.get("rows") for task in found.tasks}
        for resource in part["resources"]:
            assert (rows[resource["name"]] or 0) == pq.read_table(out / resource["path"]).num_rows
    for resource in part["resources"]:
        resource["schema"]["fields"][0] = {"name": "report_id", "type": "integer"}
    spoilt = frictionless.Package.from_descriptor(part, basepath=str(out)).validate()
    assert not spoilt.valid, "a wrong type is found"


def package_part(resource: dict[str, Any], report: str) -> dict[str, Any] | None:
    """A resource with one report's file alone; None of a table over all reports."""
    path = f"{resource['name']}/{report}.parquet"
    known = [f["path"] for f in resource["files"]]
    return resource | {"path": path} if path in known else None


def test_a_file_that_changes_while_it_is_read(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    (raw / "grows.txt").write_text("fault:touch\n2024년 보고서\n", encoding="utf-8")
    done = pipeline("run", env={"PYTHONPATH": str(Path(__file__).parent / "faults")})
    assert done.returncode == 5
    assert (
        "changed while it was read" in dict(problems(tmp_path, "grows.txt"))["changed_while_read"]
    )
    manifest = json.loads(
        (tmp_path / "extracted" / "manifest" / "2024.txt.json").read_text(encoding="utf-8")
    )
    assert manifest["status"] != "failed"
