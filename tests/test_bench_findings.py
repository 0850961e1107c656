"""The list of accusations that were looked at: what a run keeps, loses and adds is told apart."""

from __future__ import annotations

import sys
import tomllib
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import findings


def entry(statement: str, computed: float, *, true: bool = True, report: str = "a.pdf") -> dict:  # type: ignore[type-arg]
    return {
        "report": report,
        "page": 2,
        "type": "sum_of_rows",
        "statement": statement,
        "computed": computed,
        "true": true,
    }


ENTRIES = [entry("66", 67), entry("70", 90), entry("5", 6, true=False), entry("9", 8, report="b")]


def published(folder: Path, *rows: tuple[str, float, str]) -> Path:
    """A folder with the checks of one report: statement, computed, verdict."""
    made = [
        {
            "report_id": "a.pdf",
            "page": 2,
            "type": "sum_of_rows",
            "statement": statement,
            "computed": computed,
            "verdict": verdict,
        }
        for statement, computed, verdict in rows
    ]
    (folder / "checks").mkdir(parents=True)
    pq.write_table(pa.Table.from_pylist(made), folder / "checks" / "a.pdf.parquet")
    return folder


def test_kept_lost_new_and_false_are_told_apart(tmp_path: Path) -> None:
    rows = (("66", 67.0, "disagrees"), ("70", 90.0, "agrees"), ("5", 6.0, "disagrees"))
    folder = published(tmp_path, *rows, ("12", 13.0, "disagrees"))
    found, reports = findings.folder_to_findings(folder)
    made = findings.compare(ENTRIES, found, reports)
    told = [[f.statement for f in one] for one in (made.kept, made.lost, made.new, made.false)]
    assert told == [["66"], ["70"], ["12"], ["5"]]
    assert not made.in_order
    assert findings.comparison_to_text(made).endswith("1 kept, 1 lost, 1 new, 1 false")


def test_a_finding_made_twice_is_new_once(tmp_path: Path) -> None:
    folder = published(tmp_path, ("66", 67.0, "disagrees"), ("66", 67.0, "disagrees"))
    made = findings.compare(ENTRIES, *findings.folder_to_findings(folder))
    assert (len(made.kept), len(made.new)) == (1, 1)


def test_another_value_of_the_same_statement_is_new(tmp_path: Path) -> None:
    folder = published(tmp_path, ("66", 68.0, "disagrees"))
    made = findings.compare(ENTRIES, *findings.folder_to_findings(folder))
    assert [f.computed for f in made.new] == [68.0]


@pytest.mark.parametrize(("rows", "code"), [((), 1), ((("66", 67.0, "disagrees"),), 0)])
def test_the_exit_code_tells(
    rows: tuple[tuple[str, float, str], ...],
    code: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    known = tmp_path / "list.toml"
    known.write_text(
        '[[finding]]\nreport = "a.pdf"\npage = 2\ntype = "sum_of_rows"\nstatement = "66"\n'
        "computed = 67\ntrue = true\n",
        encoding="utf-8",
    )
    monkeypatch.setattr(findings, "LIST", known)
    folder = published(tmp_path / "run", ("1", 1.0, "agrees"), *rows)
    assert findings.main([str(folder)]) == code


def test_every_entry_of_the_list_says_what_the_eye_saw() -> None:
    entries = tomllib.loads(findings.LIST.read_text(encoding="utf-8"))["finding"]
    assert all(e["eye"] and e["cause"] and isinstance(e["true"], bool) for e in entries)
    assert len({findings.row_to_finding(e) for e in entries}) == len(entries)
