"""`pipeline review`: pages on which a person judges what is published."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from pipeline.review import write_pages
from pipeline.run.said import said_in
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
