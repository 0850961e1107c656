"""From an Extraction to the files of one report: a Parquet file a table, each named by its table,
and what was written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.model import Extraction
from pipeline.publish import figure_rows, rows
from pipeline.publish.arrow import rows_to_parquet
from pipeline.publish.columns import SCHEMA_VERSION, table_named, tables

_ROWS: dict[str, Callable[[Extraction], Iterable[Mapping[str, Any]]]] = {
    "reports": lambda extraction: [rows.report_row(extraction)],
    "areas": rows.area_rows,
    "groups": rows.group_rows,
    "programmes": rows.programme_rows,
    "achievements": rows.achievement_rows,
    "quantities": figure_rows.quantity_rows,
    "left_out": figure_rows.left_out_rows,
    "checks": figure_rows.check_rows,
    "tables": figure_rows.table_rows,
    "cells": figure_rows.cell_rows,
    "lines": rows.line_rows,
    "problems": rows.problem_rows,
}


@dataclass(frozen=True, slots=True)
class Written:
    """A file that was written: what the manifest says of it."""

    sha256: str
    size: int
    rows: int


def common_metadata() -> dict[str, str]:
    """The metadata that every published file carries; no time of day, so that the bytes repeat."""
    return {
        "contract": "siljeok",
        "contract_version": str(SCHEMA_VERSION),
        "tool_version": __version__,
    }


def file_metadata(report_id: str, source_sha256: str) -> dict[str, str]:
    """The metadata of a report's files."""
    return common_metadata() | {"report_id": report_id, "source_sha256": source_sha256}


def write_table(
    name: str, listed: Iterable[Mapping[str, Any]], path: Path, metadata: Mapping[str, str]
) -> Written:
    """Write one table file and say what it is. Whoever moves it into place has it on the disk
    first: see run.shelf.
    """
    content, count = rows_to_parquet(table_named(name), listed, metadata)
    path.write_bytes(content)
    return Written(hashlib.sha256(content).hexdigest(), content.size, count)


def publish(extraction: Extraction, folder: Path) -> dict[str, Written]:
    """Write every table of one report as `folder`/<table>.parquet; a failed report has rows in
    reports and problems only.

    Raises OSError where the disk refuses, pyarrow.ArrowInvalid where a required value is missing.
    """
    first = {
        "report_id": extraction.source.report_id,
        "year": extraction.report.year if extraction.report else None,
    }
    metadata = file_metadata(extraction.source.report_id, extraction.source.sha256)
    folder.mkdir(parents=True, exist_ok=True)
    written = {}
    for name in tables():
        listed = ({**first, **row} for row in _ROWS[name](extraction))
        written[name] = write_table(name, listed, folder / f"{name}.parquet", metadata)
    return written
