"""In the worker: published tables of several years in, the table of what one year says of the year
before out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.publish.arrow import parquet_to_rows
from pipeline.publish.columns import CROSS_YEAR
from pipeline.publish.figure_rows import check_row
from pipeline.publish.files import common_metadata, write_table
from pipeline.reconcile.cross_year import PublishedReport, cross_year_checks


def request_to_report(asked: Mapping[str, Any]) -> PublishedReport:
    """A published report as the comparison takes it."""
    titles = {
        r["programme_id"]: r["title"] or "" for r in parquet_to_rows(Path(asked["programmes"]))
    }
    quantities = parquet_to_rows(Path(asked["quantities"]))
    return PublishedReport(
        asked["report_id"], asked["year"], asked["organisation"], asked["title"], titles, quantities
    )


def write_cross_year(asked: Sequence[Mapping[str, Any]], folder: Path) -> dict[str, Any]:
    """Write `folder`/cross_year.parquet and say what it holds."""
    reports = [request_to_report(a) for a in asked]
    years = {r.report_id: r.year for r in reports}
    rows: dict[str, dict[str, Any]] = {}
    for report_id, check in cross_year_checks(reports):
        rows.setdefault(
            check.check_id, {"report_id": report_id, "year": years[report_id], **check_row(check)}
        )
    folder.mkdir(parents=True, exist_ok=True)
    written = write_table(
        CROSS_YEAR, rows.values(), folder / f"{CROSS_YEAR}.parquet", common_metadata()
    )
    verdicts = dict(sorted(Counter(r["verdict"] for r in rows.values()).items()))
    return {
        "sha256": written.sha256,
        "bytes": written.size,
        "rows": written.rows,
        "verdicts": verdicts,
    }
