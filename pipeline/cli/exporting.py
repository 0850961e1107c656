"""`pipeline export`: what was written, and what did not fit."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.options import print_json
from pipeline.export.whole import export
from pipeline.run.said import say


def export_and_tell(
    out: Path, folder: Path, to: str, as_json: bool, quiet: bool, language: str
) -> None:
    """Export and tell; what did not fit is told in any case."""
    exported = export(out, folder, to)
    files = [{"path": str(exported.folder / name), "rows": rows} for name, rows in exported.files]
    notes = [{"code": code, "sentence": say(code, **words)} for code, words in exported.notes]
    if as_json:
        print_json({"files": files, "notes": notes})
        return
    if not quiet:
        for file in files:
            click.echo(say("exported", **file))
    for note in notes:
        click.echo(note["sentence"])
