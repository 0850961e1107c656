"""CSV that a spreadsheet opens as it is: UTF-8 with a byte order mark, one file a table; no text
becomes a formula.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.export.contents import Sheet
from pipeline.pattern import lazy_pattern

# what a spreadsheet takes for the beginning of a formula, wide forms too
FORMULA = lazy_pattern(r"[=+\-@\t\r\n＝＋－＠]")
NUMBER = lazy_pattern(r"[+\-]?\d[\d,]*(?:\.\d+)?%?")
GUARD = "'"


def text_to_safe(text: str) -> str:
    """A text that no spreadsheet calculates: an apostrophe before what would begin a formula.
    Numbers and a lone sign stay, since they are none.

    >>> text_to_safe("=1+2"), text_to_safe("-2+3"), text_to_safe("-1,200"), text_to_safe("-")
    ("'=1+2", "'-2+3", '-1,200', '-')
    """
    if len(text) < 2 or not FORMULA.match(text) or NUMBER.fullmatch(text):
        return text
    return GUARD + text


def value_to_field(value: Any) -> str:
    """A value as it stands in the file: nothing for null, whole numbers without a point.

    >>> [value_to_field(v) for v in (None, 2045000.0, 93.3, True, ["총", "연"], "가")]
    ['', '2045000', '93.3', 'TRUE', '총 연', '가']
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return text_to_safe(value)
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, list):
        return text_to_safe(" ".join(value))
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def write(sheets: Sequence[Sheet], folder: Path) -> Any:
    """Write every sheet as a file; their names and rows, and nothing that did not fit."""
    files = []
    for sheet in sheets:
        name, number = f"{sheet.name}.csv", 0
        with (folder / name).open("w", encoding="utf-8-sig", newline="") as handle:
            lines = csv.writer(handle)
            lines.writerow(column.name for column in sheet.columns)
            for row in sheet.rows():
                lines.writerow(map(value_to_field, row))
                number += 1
        files.append((name, number))
    return files, []
