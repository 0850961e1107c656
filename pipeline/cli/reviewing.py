"""`pipeline review`: pages on which a person judges what is published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.review import write_pages
from pipeline.run.manifest import folder_to_manifests
from pipeline.run.said import said, said_in
from pipeline.run.shelf import Shelf
from pipeline.run.verify import find_report, published


def review_and_tell(
    out: Path, reports: Sequence[str], places: Sequence[Path], language: str, reading: Any
) -> None:
    """Writes the pages of the reports named, or of all, and names each. `places`: raw folders or
    files. Raises UsageError where nothing is published, or a report named is not.
    """
    shelf, manifests = published(out)
    chosen = sorted({find_report(manifests, name, out) for name in reports} or manifests)
    for path in write_pages(shelf, manifests, chosen, places, reading):
        click.echo(said_in(language, "review_written", path=path))


def review_what_ran(
    out: Path, report_ids: Sequence[str], places: Sequence[Path], reading: Any
) -> None:
    """Writes the pages of what a run published, those that do not show it already."""
    shelf = Shelf(out.resolve())
    manifests = folder_to_manifests(shelf.manifests)
    chosen = [report_id for report_id in report_ids if report_id in manifests]
    if chosen:
        for path in write_pages(shelf, manifests, chosen, places, reading, anew=False):
            click.echo(said("review_written", path=path))
