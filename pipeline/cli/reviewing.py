"""`pipeline review`: pages on which a person judges what is published."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.cli.options import print_json
from pipeline.cli.running import tell_pages
from pipeline.review import write_pages
from pipeline.run.manifest import folder_to_manifests
from pipeline.run.shelf import Shelf
from pipeline.run.verify import find_report, published


def review_and_tell(
    out: Path,
    reports: Sequence[str],
    places: Sequence[Path],
    reading: Any,
    as_json: bool,
    quiet: bool,
) -> None:
    """Writes the pages of the reports named, or of all, and names each. `places`: raw folders or
    files. Raises UsageError where nothing is published, or a report named is not.
    """
    shelf, manifests = published(out)
    chosen = sorted({find_report(manifests, name, out) for name in reports} or manifests)
    pages = write_pages(shelf, manifests, chosen, places, reading)
    if as_json:
        print_json([str(path) for path in pages])
    else:
        tell_pages(pages, quiet)


def pages_of_run(
    out: Path, report_ids: Sequence[str], places: Sequence[Path], reading: Any
) -> Iterator[Path]:
    """Writes the pages of what a run published, those that do not show it already."""
    shelf = Shelf(out.resolve())
    manifests = folder_to_manifests(shelf.manifests)
    chosen = [report_id for report_id in report_ids if report_id in manifests]
    if chosen:
        yield from write_pages(shelf, manifests, chosen, places, reading, anew=False)
