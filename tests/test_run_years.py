"""What a report says of the year before, against that year's report: one table over all that is
published.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from conftest import Pipeline

TEXT = (Path(__file__).parents[1] / "fixtures" / "text" / "2024-hand.txt").read_text(
    encoding="utf-8"
)
SAID = "교육강의 149회 송출"


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Last year's report, and this year's with one figure of last year that is another one there."""
    folder = tmp_path / "raw"
    folder.mkdir()
    assert SAID in TEXT
    (folder / "2024.txt").write_text(TEXT, encoding="utf-8")
    later = TEXT.replace("2024", "2025").replace(SAID, "교육강의 155회 송출(’24년 148회 송출)")
    (folder / "2025.txt").write_text(later, encoding="utf-8")
    return folder


def rows(root: Path) -> list[dict[str, Any]]:
    return [dict(r) for r in pq.read_table(root / "extracted" / "cross_year").to_pylist()]


def test_one_file_over_all_reports_made_again_only_where_they_change(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run")
    found = {
        (r["report_id"], r["type"], r["statement"], r["stated"], r["computed"], r["verdict"])
        for r in rows(tmp_path)
    }
    assert {f for f in found if f[-1] == "disagrees"} == {
        ("2025.txt", "cross_year", "148회", 148.0, 149.0, "disagrees")
    }
    assert "years: 1 disagrees, " in pipeline("check").stdout
    table = tmp_path / "extracted" / "cross_year" / "cross_year.parquet"
    before = table.stat().st_ino
    pipeline("run")
    assert table.stat().st_ino == before
    package = json.loads((tmp_path / "extracted" / "datapackage.json").read_text(encoding="utf-8"))
    assert package["resources"][-1]["path"] == "cross_year/cross_year.parquet"
    (raw / "2024.txt").unlink()
    pipeline("prune")
    assert rows(tmp_path) == []


def test_a_damaged_or_missing_file_is_named_and_made_again(
    pipeline: Pipeline, raw: Path, tmp_path: Path
) -> None:
    pipeline("run")
    table = tmp_path / "extracted" / "cross_year" / "cross_year.parquet"
    whole = table.read_bytes()
    table.write_bytes(whole[:-9] + b"x" + whole[-8:])
    done = pipeline("check")
    assert done.returncode == 1
    assert "cross_year.parquet" in done.stdout
    pipeline("run")
    assert table.read_bytes() == whole
