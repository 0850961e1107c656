"""Review pages written into `<out>/review/`: one a report, and an index."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.errors import PipelineError
from pipeline.review.findings import Finding, Published, published_to_findings
from pipeline.review.page import index_to_html, report_to_html
from pipeline.review.unread import Unread, published_to_unread
from pipeline.review.views import findings_to_pages
from pipeline.run.manifest import Manifest, manifest_to_bytes
from pipeline.run.pictures import Picture, file_to_pictures
from pipeline.run.pointing import PDF, source_as_read
from pipeline.run.shelf import Shelf, write_named
from pipeline.run.sources import source_to_file
from pipeline.run.verify import manifest_to_causes, table_rows

TABLES = (
    "areas",
    "groups",
    "programmes",
    "achievements",
    "quantities",
    "checks",
    "tables",
    "cells",
    "lines",
    "problems",
)
HEAD = 2048  # bytes of a page in which its mark stands
MOST_PICTURES = 120  # pages drawn of one report: its page stays under 10 MB


def write_pages(
    shelf: Shelf,
    manifests: Mapping[str, Manifest],
    chosen: Sequence[str],
    places: Sequence[Path],
    reading: Any,
    anew: bool = True,
) -> Iterator[Path]:
    """The pages of the chosen reports, and the index over all that are published; each file is
    written whole or not at all. Gives each when it stands. `places`: where the raw files are;
    `anew`: also pages that show what is published already.

    Raises:
        UsageError: the folder cannot be written to.
    """
    today = datetime.date.today().isoformat()
    left: dict[str, int] = {}
    for report_id in chosen:
        mark = mark_of(manifests[report_id])
        if not anew and shows(shelf.review_file(report_id), mark):
            continue
        published = id_to_published(shelf, report_id, manifests[report_id])
        findings = published_to_findings(published, today)
        unread = published_to_unread(published)
        pictures, why = published_to_pictures(published, findings, unread, places, reading)
        left[report_id] = sum(not finding.accepted for finding in findings)
        html = report_to_html(published, findings, unread, pictures, why, mark)
        yield write_page(shelf.review_file(report_id), html)
    yield write_page(shelf.review_index, shelf_to_index(shelf, manifests, left, today))


def id_to_published(shelf: Shelf, report_id: str, manifest: Manifest) -> Published:
    """The published rows of a report; none of a table that is damaged, which `check` names."""
    rows = {table: table_rows(shelf, table, report_id) for table in TABLES}
    return Published(report_id, manifest, rows)


def mark_of(manifest: Mapping[str, Any]) -> str:
    """By what a page is known to show what is published: a hash of the manifest and the version."""
    written = f"{__version__}\0".encode() + manifest_to_bytes(dict(manifest))
    return hashlib.sha256(written).hexdigest()


def shows(page: Path, mark: str) -> bool:
    """Whether a page stands that has a mark near its head."""
    try:
        with page.open("rb") as handle:
            return mark.encode() in handle.read(HEAD)
    except OSError:
        return False


def published_to_pictures(
    published: Published,
    findings: Sequence[Finding],
    unread: Unread,
    places: Sequence[Path],
    reading: Any,
) -> tuple[Mapping[int, Picture], str | None]:
    """The drawn pages by number, those of findings and those that are untrusted; without any, the
    name of the sentence that says why.
    """
    if published.manifest["media_type"] != PDF:
        return {}, "no_picture_text"
    pages = findings_to_pages(findings, published, MOST_PICTURES)
    wanted = sorted({*pages, *unread.pages})
    raw = source_to_file(published.manifest["source"], places)
    try:
        drawn = file_to_pictures(source_as_read(published.manifest, raw), wanted, reading)
    except PipelineError:
        return {}, "no_picture_raw"
    return {picture.page: picture for picture in drawn}, "no_picture_more"


def shelf_to_index(
    shelf: Shelf, manifests: Mapping[str, Manifest], left: Mapping[str, int], today: str
) -> str:
    """The index: every published report with its number of causes; `left`: those counted before."""
    rows = []
    for report_id, manifest in manifests.items():
        number = left.get(report_id)
        if number is None:
            causes = manifest_to_causes(manifest, table_rows(shelf, "checks", report_id), today)
            number = sum(not cause.accepted for cause in causes)
        rows.append((report_id, manifest, number, shelf.review_file(report_id).is_file()))
    rows.sort(key=lambda row: (-row[2], row[0]))
    return index_to_html(rows)


def write_page(path: Path, html: str) -> Path:
    """Writes a page whole or not at all. Raises UsageError where the place cannot be written to."""
    path.parent.mkdir(parents=True, exist_ok=True)
    write_named(path, html.encode())
    return path
