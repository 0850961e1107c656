"""`pipeline export`: what was written, and what did not fit."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.export.whole import export
from pipeline.run.said import said_in


def export_and_tell(out: Path, folder: Path, to: str, language: str) -> None:
    """Export and tell."""
    exported = export(out, folder, to)
    for name, rows in exported.files:
        click.echo(said_in(language, "exported", path=exported.folder / name, rows=f"{rows:,}"))
    for message, words in exported.notes:
        numbers = {k: f"{v:,}" if isinstance(v, int) else v for k, v in words.items()}
        click.echo(said_in(language, message, **numbers))
