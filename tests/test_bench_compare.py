"""The comparison of two published folders: what was lost, gained or changed is told, and what only
counts on is not taken for it.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

sys.path.insert(0, str(Path(__file__).parent / "bench"))

import compare
import matching

Row = dict[str, Any]


def quantity(number: int, quote: str, **more: Any) -> Row:
    box = {"page": 1, "x0": 10.0 * number, "top": 5.0, "x1": 10.0 * number + 8, "bottom": 9.0}
    return {"quantity_id": f"q{number}", "quote": quote, "first_line": number, **box, **more}


def published(folder: Path, tables: dict[str, list[Row]], **manifest: Any) -> Path:
    """A folder as a run leaves it, with one report."""
    files = {}
    for name, rows in tables.items():
        (folder / name).mkdir(parents=True)
        path = folder / name / "a.pdf.parquet"
        pq.write_table(pa.Table.from_pylist(rows), path)
        files[name] = {"rows": len(rows), "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    (folder / "manifest").mkdir(parents=True)
    about = {"status": "read", "met": [], "media_type": "application/pdf", **manifest}
    (folder / "manifest" / "a.pdf.json").write_text(json.dumps({**about, "files": files}))
    return folder


def told(a: Path, b: Path) -> list[str]:
    return compare.changes_to_lines("two", *compare.sides_to_changes(a, b))


def test_a_lost_row_is_told_and_shown(tmp_path: Path) -> None:
    rows = [quantity(1, "12명"), quantity(2, "3개"), quantity(3, "4회")]
    a = published(tmp_path / "a", {"quantities": rows})
    b = published(tmp_path / "b", {"quantities": rows[:2]})
    lines = told(a, b)
    assert lines[0] == "a.pdf: quantities -1"
    assert "  quantities =2 -1" in lines
    (change,), _ = compare.sides_to_changes(a, b)
    assert list(compare.change_to_rows(change)) == [
        '  - quantities page=1 first_line=3 quote="4회"'
    ]


def test_equal_folders_have_no_line_and_are_counted(tmp_path: Path) -> None:
    rows = {"quantities": [quantity(1, "12명")]}
    a, b = published(tmp_path / "a", rows), published(tmp_path / "b", rows)
    assert told(a, b) == ["two: 0 of 1 differ"]


def test_ids_and_lines_of_a_pdf_count_on_without_a_change_of_content(tmp_path: Path) -> None:
    a = published(tmp_path / "a", {"quantities": [quantity(1, "12명")]})
    moved = quantity(1, "12명") | {"quantity_id": "q7", "first_line": 8}
    b = published(tmp_path / "b", {"quantities": [moved]})
    assert told(a, b)[0] == "a.pdf: quantities numbers only"


def test_a_changed_value_is_told_by_its_column_and_a_verdict_by_its_name(tmp_path: Path) -> None:
    check = quantity(1, "") | {"type": "ratio", "statement": "50%", "verdict": "disagrees"}
    before = {"quantities": [quantity(1, "12명", value=12.0)], "checks": [check]}
    after = {
        "quantities": [quantity(1, "12명", value=120.0)],
        "checks": [check | {"verdict": "unsupported"}],
    }
    a = published(tmp_path / "a", before, met=["disagreement"])
    b = published(tmp_path / "b", after, met=[])
    assert told(a, b)[0] == (
        "a.pdf: read, exit 3 → read, exit 0; quantities ~1 (~ value 1); "
        "checks ~1 (disagrees -1; unsupported +1; ~ verdict 1)"
    )


def test_a_column_that_only_one_side_has_is_named_and_not_compared(tmp_path: Path) -> None:
    a = published(tmp_path / "a", {"quantities": [quantity(1, "12명")]})
    b = published(tmp_path / "b", {"quantities": [quantity(1, "12명", row_header="계")]})
    lines = told(a, b)
    assert lines == ["two: 0 of 1 differ", "  column new: quantities.row_header"]


def test_a_report_that_only_one_side_has_is_gained_whole(tmp_path: Path) -> None:
    a = tmp_path / "a"
    a.mkdir()
    b = published(tmp_path / "b", {"quantities": [quantity(1, "12명")]})
    assert told(a, b)[0].startswith("a.pdf: absent → read, exit 0; ")
    assert "quantities +1" in told(a, b)[0]


def table(page: int, texts: list[list[str]]) -> Row:
    cells = [
        {"row": r, "col": c, "row_span": 1, "col_span": 1, "text": text, "header_path": None}
        for r, row in enumerate(texts)
        for c, text in enumerate(row)
    ]
    size = {"rows": len(texts), "cols": len(texts[0])}
    return {"page_first": page, "page_last": page, "caption": None, **size, "cells": cells}


def test_tables_are_matched_by_page_and_texts() -> None:
    kept, grown = table(1, [["가", "1"], ["나", "2"]]), table(1, [["다", "3"], ["라", "4"]])
    more = table(1, [["다", "3"], ["라", "4"], ["마", "5"]])
    other = table(2, [["가", "1"], ["나", "2"]])
    found = matching.tables_to_difference([grown, kept, table(3, [["바"]])], [kept, more, other])
    assert found.equal == 1
    assert [(new, why) for _, new, why in found.changed] == [(more, ("grid", "texts"))]
    assert found.gained == [other]
    assert [t["page_first"] for t in found.lost] == [3]


def test_cells_that_changed_places_are_a_change() -> None:
    a, b = table(1, [["가", "1"], ["나", "2"]]), table(1, [["가", "2"], ["나", "1"]])
    assert matching.table_to_changes(a, b) == ("places",)
    assert matching.table_to_changes(a, a) == ()


@pytest.mark.parametrize("kind", [k for k in matching.LADDERS if k != "reports"])
def test_no_row_is_counted_twice_or_lost(kind: str) -> None:
    def row(number: int) -> Row:
        said = {c: f"{c} {number % 3}" for key in matching.LADDERS[kind] for c in key}
        return {**said, "page": number % 2, "remark": number}

    a, b = [row(n) for n in range(9)], [row(n) for n in range(4, 11)]
    found = matching.rows_to_difference(kind, a, b)
    assert found.equal + len(found.changed) + len(found.lost) == len(a)
    assert found.equal + len(found.changed) + len(found.gained) == len(b)
    assert found.equal == 5


def test_code_and_inputs_of_an_output_are_told_by_content(tmp_path: Path) -> None:
    import outputs

    (tmp_path / "a.txt").write_text("가")
    first = outputs.folder_to_digest(tmp_path)
    (tmp_path / "a.txt").write_text("나")
    assert outputs.folder_to_digest(tmp_path) != first
