"""Review pages written into `<out>/review/`: one a report, and an index."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline import __version__
from pipeline.errors import PipelineError, UsageError
from pipeline.review.findings import (
    Finding,
    Published,
    published_to_causes,
    published_to_findings,
)
from pipeline.review.page import index_to_html, report_to_html
from pipeline.review.unread import Unread, published_to_unread
from pipeline.review.views import findings_to_pages
from pipeline.run.manifest import Manifest, manifest_to_bytes
from pipeline.run.pictures import Picture, file_to_pictures
from pipeline.run.said import said
from pipeline.run.shelf import Shelf, beside, file_sha256
from pipeline.run.sources import source_to_file
from pipeline.run.verify import table_rows

TABLES = (
    "areas",
    "programmes",
    "achievements",
    "quantities",
    "checks",
    "tables",
    "cells",
    "lines",
    "problems",
)
PDF = "application/pdf"
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
    for report_id in chosen:
        if not anew and shows(shelf.review_file(report_id), mark_of(manifests[report_id])):
            continue
        published = id_to_published(shelf, report_id, manifests[report_id])
        findings = published_to_findings(published, today)
        unread = published_to_unread(published)
        pictures, why = published_to_pictures(published, findings, unread, places, reading)
        html = report_to_html(
            published, findings, unread, pictures, why, mark_of(published.manifest)
        )
        yield write_page(shelf.review_file(report_id), html)
    yield write_page(shelf.review_index, shelf_to_index(shelf, manifests, today))


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
    path = source_to_file(published.manifest["source"], places)
    if file_sha256(path) != published.manifest["sha256"]:
        return {}, "no_picture_raw"
    try:
        drawn = file_to_pictures(path, wanted, reading)
    except PipelineError:
        return {}, "no_picture_raw"
    return {picture.page: picture for picture in drawn}, "no_picture_more"


def shelf_to_index(shelf: Shelf, manifests: Mapping[str, Manifest], today: str) -> str:
    """The index: every published report, with its number of causes."""
    rows = []
    for report_id, manifest in manifests.items():
        checks = table_rows(shelf, "checks", report_id)
        published = Published(report_id, manifest, {"checks": checks})
        left = sum(not cause.accepted for cause in published_to_causes(published, today))
        rows.append((report_id, manifest, left, shelf.review_file(report_id).is_file()))
    rows.sort(key=lambda row: (-row[2], row[0]))
    return index_to_html(rows)


def write_page(path: Path, html: str) -> Path:
    """Writes a page whole or not at all. Raises UsageError where the place cannot be written to."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with beside(path, ".review-") as draft:
            draft.write_bytes(html.encode())
    except OSError as fault:
        cause = fault.strerror or fault
        raise UsageError(said("cannot_write_file", path=path, cause=cause)) from fault
    return path
