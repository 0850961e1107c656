"""A DuckDB database: a table for each sheet, its meaning and that of its columns as comments."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from pipeline.export.contents import Sheet

NAME = "siljeok.duckdb"


def write(sheets: Sequence[Sheet], folder: Path) -> Any:
    """Write all sheets into one database; its name and the rows in it."""
    import duckdb  # an extra: see whole.NEEDS

    number = 0
    with duckdb.connect(str(folder / NAME)) as database:
        for sheet in sheets:
            number += _write_sheet(database, sheet)
        database.execute("CHECKPOINT")
    return [(NAME, number)], []


def _write_sheet(database: Any, sheet: Sheet) -> int:
    name, number = _quoted(sheet.name), 0
    for part in sheet.parts():
        plain = pa.Table.from_arrays(part.columns, names=part.column_names)
        database.register("part", plain)
        made = f"INSERT INTO {name}" if number or _is_there(database, sheet.name) else None
        database.execute(f"{made or f'CREATE TABLE {name} AS'} SELECT * FROM part")
        database.unregister("part")
        number += part.num_rows
    database.execute(f"COMMENT ON TABLE {name} IS {_text(f'{sheet.ko} / {sheet.en}')}")
    for column in sheet.columns:
        meaning = _text(f"{column.ko} / {column.en}")
        database.execute(f"COMMENT ON COLUMN {name}.{_quoted(column.name)} IS {meaning}")
    return number


def _is_there(database: Any, name: str) -> bool:
    found = "SELECT count(*) FROM duckdb_tables() WHERE table_name = ?"
    return bool(database.execute(found, [name]).fetchone()[0])


def _quoted(name: str) -> str:
    """A name in SQL.

    >>> _quoted('a"b')
    '"a""b"'
    """
    doubled = name.replace('"', '""')
    return f'"{doubled}"'


def _text(text: str) -> str:
    """A text in SQL.

    >>> _text("people's")
    "'people''s'"
    """
    doubled = text.replace("'", "''")
    return f"'{doubled}'"
