"""JSON lines: one file a table, one object a row, null where nothing is printed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.export.contents import Sheet


def write(sheets: Sequence[Sheet], folder: Path) -> Any:
    """Write every sheet as a file; their names and rows, and nothing that did not fit."""
    files = []
    for sheet in sheets:
        name, number = f"{sheet.name}.jsonl", 0
        names = [column.name for column in sheet.columns]
        with (folder / name).open("w", encoding="utf-8", newline="\n") as handle:
            for row in sheet.rows():
                handle.write(json.dumps(dict(zip(names, row, strict=True)), ensure_ascii=False))
                handle.write("\n")
                number += 1
        files.append((name, number))
    return files, []
