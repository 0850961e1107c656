"""The small inputs of fixtures/cases/ and what a run publishes of them, as rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract import extract
from pipeline.model import Extraction
from pipeline.publish import figure_rows, rows

FOLDER = Path(__file__).parents[1] / "fixtures" / "cases"

Row = dict[str, Any]

TABLES: dict[str, Callable[[Extraction], Iterable[Row]]] = {
    "areas": rows.area_rows,
    "groups": rows.group_rows,
    "programmes": rows.programme_rows,
    "achievements": rows.achievement_rows,
    "lines": rows.line_rows,
    "problems": rows.problem_rows,
    "quantities": figure_rows.quantity_rows,
    "left_out": figure_rows.left_out_rows,
    "checks": figure_rows.check_rows,
    "tables": figure_rows.table_rows,
    "cells": figure_rows.cell_rows,
}


def owed(part: str, why: str) -> pytest.MarkDecorator:
    """A strict expected failure: the case waits for `part` of the program; `why` says what it gives."""
    return pytest.mark.xfail(strict=True, reason=f"owner: {part}; {why}")


class Case:
    """One input, read: its extraction and the rows that are published of it."""

    def __init__(self, extraction: Extraction) -> None:
        self.extraction = extraction
        self.report = rows.report_row(extraction)
        self.year = extraction.report.year if extraction.report else None
        self._rows: dict[str, list[Row]] = {}

    def __getitem__(self, table: str) -> list[Row]:
        if table not in self._rows:
            self._rows[table] = [dict(row) for row in TABLES[table](self.extraction)]
        return self._rows[table]

    # ---- what the tests ask

    def codes(self) -> set[str]:
        """The codes of all problems."""
        return {row["code"] for row in self["problems"]}

    def disagreements(self) -> list[tuple[str, float | None]]:
        """(statement, computed) of what is published as `disagrees`."""
        return [
            (c["statement"], c["computed"]) for c in self["checks"] if c["verdict"] == "disagrees"
        ]

    def checks(self, statement: str) -> list[Row]:
        """The checks of figures whose number is printed so; white space and unit do not count."""
        return [c for c in self["checks"] if number(c["statement"]) == statement]

    def verdicts(self, statement: str) -> list[str]:
        return [c["verdict"] for c in self.checks(statement)]

    def quantities(self, printed: str) -> list[Row]:
        """The figures whose number is printed so, unit aside."""
        return [q for q in self["quantities"] if number(q["quote"]) == printed]

    def figures(self, *columns: str) -> list[tuple[Any, ...]]:
        """Those columns of every figure, as the report reads."""
        return [tuple(q[c] for c in columns) for q in self["quantities"]]

    def values(self) -> list[float]:
        return [q["value"] for q in self["quantities"]]

    def operands(self, check: Row) -> list[float]:
        """The values that a check was computed from."""
        by_id = {q["quantity_id"]: q["value"] for q in self["quantities"]}
        return [by_id[operand] for operand in check["operands"]]

    def at(self, table: int, row: int, col: int) -> Row:
        """The figure of a cell."""
        found = [
            q
            for q in self["quantities"]
            if (q["table_no"], q["row"], q["col"]) == (table, row, col)
        ]
        assert len(found) == 1, found
        return found[0]

    def grid(self, table: int = 1) -> list[list[str | None]]:
        """The cells' texts; a merged cell's text at each of its places."""
        cells = [c for c in self["cells"] if c["table_no"] == table]
        height = max((c["row"] + c["row_span"] for c in cells), default=0)
        width = max((c["col"] + c["col_span"] for c in cells), default=0)
        made: list[list[str | None]] = [[None] * width for _ in range(height)]
        for cell in cells:
            for row in range(cell["row"], cell["row"] + cell["row_span"]):
                for col in range(cell["col"], cell["col"] + cell["col_span"]):
                    made[row][col] = cell["text"]
        return made

    def outline(self) -> list[tuple[str, str, str, str]]:
        """(programme_id, area, group, title) of every programme."""
        return [
            (p["programme_id"], p["area_title"], p["group_title"], p["title"])
            for p in self["programmes"]
        ]

    def marked(self, programme_id: str) -> list[tuple[int, str | None, str]]:
        """(level, mark, text) of a programme's lines."""
        return [
            (a["level"], a["mark"], a["text"])
            for a in self["achievements"]
            if a["programme_id"] == programme_id
        ]


def number(quote: str | None) -> str:
    """The digits, dots and commas of a quote, from the first digit to the last.

    >>> number("△1,234.5백만원"), number("(설계 18)"), number(None)
    ('1,234.5', '18', '')
    """
    text = quote or ""
    digits = [n for n, c in enumerate(text) if c.isdigit()]
    return text[digits[0] : digits[-1] + 1] if digits else ""


@cache
def case(name: str) -> Case:
    """A case by its path below fixtures/cases/, read once a session."""
    path = FOLDER / name
    return Case(extract(path, path.name, shown_path=path.name))
