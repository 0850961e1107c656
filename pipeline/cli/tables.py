"""`pipeline tables`: the tables of one file, as JSON or as rows for a person."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pipeline.cli.running import given_to_reading
from pipeline.run.tables import Json, file_to_tables


def table_to_lines(table: Json) -> list[str]:
    """A table for a person: a heading, then its anchor cells row by row.

    >>> cell = {"r0": 0, "r1": 0, "c0": 0, "c1": 1, "text": "구분"}
    >>> table_to_lines({"table_no": 1, "parts": [], "rows": 1, "cols": 2, "unit": None, "caption": None, "parent": None, "cells": [cell]})
    ['table 1: 1 x 2', '  구분 (1x2)']
    """
    pages = [p["page"] for p in table["parts"] if p["page"] is not None]
    heading = [f"table {table['table_no']}: {table['rows']} x {table['cols']}"]
    if pages:
        heading.append(
            f"page {pages[0]}" if pages[0] == pages[-1] else f"pages {pages[0]}-{pages[-1]}"
        )
    heading += [f"{name} {table[name]}" for name in ("caption", "unit", "parent") if table[name]]
    lines = [", ".join(heading)]
    for row in range(table["rows"]):
        cells = [c for c in table["cells"] if c["r0"] == row]
        lines.append("  " + " | ".join(cell_to_text(c) for c in cells))
    return lines


def cell_to_text(cell: Json) -> str:
    """A cell in one line, with its span where it has one."""
    span = (cell["r1"] - cell["r0"] + 1, cell["c1"] - cell["c0"] + 1)
    text = cell["text"].replace("\n", " ⏎ ")
    return text if span == (1, 1) else f"{text} ({span[0]}x{span[1]})"


def tables_and_tell(file: Path, as_json: bool, debug: bool, **given: Any) -> None:
    """Print the tables of a file."""
    tables = file_to_tables(file, given_to_reading(debug, given))
    if as_json:
        click.echo(json.dumps({"tables": tables}, ensure_ascii=False))
        return
    for table in tables:
        click.echo("\n".join(table_to_lines(table)))
    click.echo(f"{len(tables)} tables")
