"""Published files: typed, described, null where nothing was printed, the same bytes every time, and
damage is noticed.
"""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from pipeline.model import Extraction, Problem, Source
from pipeline.publish import publish
from pipeline.publish.arrow import parquet_to_rows
from pipeline.publish.columns import tables


def test_every_table_has_a_row_of_the_made_report(extraction: Extraction, tmp_path: Path) -> None:
    written = publish(extraction, tmp_path)
    assert {name: w.rows for name, w in written.items()} == dict.fromkeys(tables(), 1) | {
        "cells": 2
    }


def test_schema_types_and_descriptions(extraction: Extraction, tmp_path: Path) -> None:
    publish(extraction, tmp_path)
    schema = pq.read_schema(tmp_path / "quantities.parquet")
    assert schema.field("year").type == pa.int16()
    assert schema.field("value").type == pa.float64()
    assert schema.field("qualifiers").type == pa.list_(pa.string())
    described = schema.field("value").metadata
    assert described is not None
    assert described[b"description_ko"] == "기본 단위의 값(범위면 null)".encode()
    assert schema.metadata[b"source_sha256"] == b"0" * 64


def test_values(extraction: Extraction, tmp_path: Path) -> None:
    publish(extraction, tmp_path)
    rows = {name: parquet_to_rows(tmp_path / f"{name}.parquet") for name in tables()}
    quantity = rows["quantities"][0]
    assert (quantity["value"], quantity["quote"], quantity["start_offset"]) == (
        1234.0,
        "1,234명",
        10,
    )
    assert rows["achievements"][0]["x0"] == 10.0
    assert rows["achievements"][0]["x1"] == 100.13
    assert rows["reports"][0]["department"] is None
    assert [c["text"] for c in rows["cells"]] == ["", "열린 배움"]
    assert [c["programme_id"] for c in rows["cells"]] == [None, "1.1.1"]
    assert (rows["tables"][0]["page_first"], rows["tables"][0]["page_last"]) == (1, 2)
    assert rows["programmes"][0]["programme_uid"] == "t.txt#1.1.1"


def test_the_same_bytes_every_time(extraction: Extraction, tmp_path: Path) -> None:
    assert publish(extraction, tmp_path / "a") == publish(extraction, tmp_path / "b")


def test_a_failed_report_has_rows_in_reports_and_problems_only(tmp_path: Path) -> None:
    gone = Extraction(
        Source("a.pdf", "a.pdf", "1" * 64, 3, ""),
        "failed",
        problems=(Problem("broken", words=(("said", "a.pdf is cut."),)),),
    )
    written = publish(gone, tmp_path)
    assert {name for name, w in written.items() if w.rows} == {"reports", "problems"}
    problem = parquet_to_rows(tmp_path / "problems.parquet")[0]
    assert (problem["severity"], problem["message_en"]) == ("error", "a.pdf is cut.")


def test_every_flipped_bit_of_the_data_is_noticed(extraction: Extraction, tmp_path: Path) -> None:
    publish(extraction, tmp_path)
    path = tmp_path / "lines.parquet"
    whole = path.read_bytes()
    group = pq.ParquetFile(path).metadata.row_group(0)
    start = min(
        group.column(i).dictionary_page_offset or group.column(i).data_page_offset
        for i in range(group.num_columns)
    )
    end = start + sum(group.column(i).total_compressed_size for i in range(group.num_columns))
    expected = parquet_to_rows(path)
    silent = []
    for at in range(start, end):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        try:
            if parquet_to_rows(path) != expected:
                silent.append(at)
        except (OSError, pa.ArrowException):
            continue
    assert not silent


def test_a_missing_required_value_is_refused(extraction: Extraction, tmp_path: Path) -> None:
    broken = Extraction(Source("a", None, "1", 3, ""), "read", report=extraction.report)  # type: ignore[arg-type]
    with pytest.raises(pa.ArrowInvalid):
        publish(broken, tmp_path)
