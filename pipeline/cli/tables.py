"""`pipeline tables`: the tables of one file, as JSON or as rows for a person."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli.options import print_json
from pipeline.cli.running import given_to_reading
from pipeline.run.said import say
from pipeline.run.tables import Json, file_to_tables

# what of a table stands in its heading, with its message
NAMED = {"caption": "tables_caption", "unit": "tables_unit", "parent": "tables_parent"}


def table_to_lines(table: Json) -> list[str]:
    """A table for a person: a heading, then its anchor cells row by row.

    >>> cells = [{"r0": 0, "r1": 0, "c0": 0, "c1": 1, "text": "구분"}]
    >>> names = dict.fromkeys(("unit", "caption", "parent"))
    >>> table = names | {"table_no": 1, "parts": [], "rows": 1, "cols": 2, "cells": cells}
    >>> table_to_lines(table)[1:]
    ['  구분 (1x2)']
    """
    heading = _heading(table)
    lines = [", ".join(heading)]
    for row in range(table["rows"]):
        cells = [c for c in table["cells"] if c["r0"] == row]
        lines.append("  " + " | ".join(cell_to_text(c) for c in cells))
    return lines


def _heading(table: Json) -> list[str]:
    size = {name: str(table[name]) for name in ("table_no", "rows", "cols")}
    heading = [say("tables_head", **size)]
    pages = [str(p["page"]) for p in table["parts"] if p["page"] is not None]
    if pages and pages[0] == pages[-1]:
        heading.append(say("tables_page", page=pages[0]))
    elif pages:
        heading.append(say("tables_pages", first=pages[0], last=pages[-1]))
    named = {name: table[name] for name in NAMED if table[name]}
    return heading + [say(NAMED[name], value=str(value)) for name, value in named.items()]


def cell_to_text(cell: Json) -> str:
    """A cell in one line, with its span where it has one."""
    span = (cell["r1"] - cell["r0"] + 1, cell["c1"] - cell["c0"] + 1)
    text = cell["text"].replace("\n", " ⏎ ")
    return text if span == (1, 1) else f"{text} ({span[0]}x{span[1]})"


def tables_and_tell(file: Path, as_json: bool, quiet: bool, debug: bool, **given: Any) -> None:
    """Print the tables of a file."""
    tables = file_to_tables(file, given_to_reading(debug, given))
    if as_json:
        print_json({"tables": tables})
        return
    for table in tables:
        click.echo("\n".join(table_to_lines(table)))
    if not quiet:
        click.echo(say("tables_count", number=len(tables)))
