"""A workbook: a sheet for each table, numbers as numbers, texts as texts, headers that stay in
sight; the same bytes for the same data.

xlsxwriter, by trial: 200,000 rows of six columns in 3.4 s against 6.0 s of openpyxl, in constant
memory, and no hour of the day in the file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from pipeline.export.contents import Sheet
from pipeline.publish.columns import Column
from pipeline.text import display_width

NAME = "siljeok.xlsx"
MOST_ROWS = 1_048_576  # of a sheet, the header among them
MOST_CHARACTERS = 32_767  # of a cell
LONGEST_NAME = 31  # of a sheet
EPOCH = datetime.datetime(1980, 1, 1)
NARROW, WIDE, SAMPLE = 8, 60, 200  # widths of columns in characters, rows that they are taken from
OPTIONS = {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}


def write(sheets: Sequence[Sheet], folder: Path, most: int = MOST_ROWS) -> Any:
    """Write all sheets into one workbook; its name and rows, and what did not fit."""
    import xlsxwriter  # an extra: see whole.NEEDS

    book = xlsxwriter.Workbook(str(folder / NAME), OPTIONS)
    book.set_properties({"title": "siljeok", "created": EPOCH})
    writing = _Writing(book, most)
    try:
        for sheet in sheets:
            writing.add(sheet)
    finally:
        book.close()
    return [(NAME, writing.number)], writing.notes


class _Writing:
    """The sheets of one workbook as they are added."""

    def __init__(self, book: Any, most: int) -> None:
        self.book, self.most = book, most
        self.number = 0
        self.notes: list[tuple[str, dict[str, Any]]] = []
        self._head = book.add_format({"bold": True, "bottom": 1})

    def add(self, sheet: Sheet) -> None:
        """Add a table; one with more rows than a sheet has goes on in further sheets."""
        rows, parts, shortened = sheet.rows(), 0, 0
        sample = min(SAMPLE, self.most - 1)
        while (first := list(islice(rows, sample))) or not parts:
            parts += 1
            name = sheet.name if parts == 1 else f"{sheet.name[: LONGEST_NAME - 4]}_{parts}"
            rest = islice(rows, self.most - 1 - len(first))
            shortened += self._add_part(name, sheet.columns, first, rest)
        if parts > 1:
            words = {"table": sheet.name, "sheets": parts, "most": self.most - 1}
            self.notes.append(("export_many_rows", words))
        if shortened:
            words = {"table": sheet.name, "cells": shortened, "most": MOST_CHARACTERS}
            self.notes.append(("export_long_texts", words))

    def _add_part(
        self, name: str, columns: Sequence[Column], first: Sequence[Any], rest: Iterator[Any]
    ) -> int:
        """Add a sheet; gives how many texts were too long for a cell."""
        made = self.book.add_worksheet(name)
        made.freeze_panes(1, 0)
        for at, column in enumerate(columns):
            made.set_column(at, at, _width(column.name, [row[at] for row in first]))
        for at, column in enumerate(columns):
            made.write_string(0, at, column.name, self._head)
        count = shortened = 0
        for rows in (first, rest):
            for row in rows:
                count += 1
                shortened += _write_row(made, count, row)
        made.autofilter(0, 0, count, len(columns) - 1)
        self.number += count
        return shortened


def _write_row(made: Any, at: int, row: Sequence[Any]) -> int:
    shortened = 0
    for column, value in enumerate(row):
        if value is None:
            continue
        if isinstance(value, bool):
            made.write_boolean(at, column, value)
        elif isinstance(value, int | float):
            made.write_number(at, column, value)
        else:
            text = value if isinstance(value, str) else " ".join(value)
            shortened += len(text) > MOST_CHARACTERS
            made.write_string(at, column, text_to_cell(text))
    return shortened


def text_to_cell(text: str) -> str:
    """A text as long as a cell may hold, its end told by a sign.

    >>> text_to_cell("가"), len(text_to_cell("가" * 40000)), text_to_cell("가" * 40000)[-1]
    ('가', 32767, '…')
    """
    return text if len(text) <= MOST_CHARACTERS else text[: MOST_CHARACTERS - 1] + "…"


def _width(name: str, values: Sequence[Any]) -> int:
    """How wide a column is: its name and the longest line of its first values, within bounds."""
    texts = (line for value in values if value is not None for line in str(value).split("\n"))
    widest = max((display_width(text) for text in (name, *texts)), default=NARROW)
    return min(max(widest + 2, NARROW), WIDE)
