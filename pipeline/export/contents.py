"""The tables of an export: the published ones over all reports, with the titles of each row's
programme; the wide table; the dictionary; the value lists.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from pipeline.export.wide import programmes_to_wide
from pipeline.lexicon import words
from pipeline.publish.coded import coded
from pipeline.publish.columns import CROSS_YEAR, Column, table_named, tables
from pipeline.publish.dictionary import without_particles
from pipeline.run.arrow_tables import JOINED, TITLES, read_table, with_titles
from pipeline.run.shelf import Shelf

DICTIONARY = ("table", "column", "type", "unit", "meaning_en", "meaning_ko", "example")
VALUE_LIST = ("table", "column", "value", "meaning_en", "meaning_ko")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of an export: `parts` gives its rows as Arrow tables, a report after the other."""

    name: str
    ko: str
    en: str
    columns: tuple[Column, ...]
    parts: Callable[[], Iterator[Any]]

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """Its rows as tuples of Python values."""
        for part in self.parts():
            yield from zip(*(column.to_pylist() for column in part.columns), strict=True)


def shelf_to_sheets(shelf: Shelf, report_ids: list[str]) -> list[Sheet]:
    """Everything that an export holds: the dictionary first, `lines` last."""
    published = [_published(shelf, name, report_ids) for name in tables()]
    if shelf.cross_year_file.is_file():
        spec = table_named(CROSS_YEAR)
        parts = functools.partial(_one, shelf.cross_year_file)
        published.insert(-1, Sheet(CROSS_YEAR, spec.ko, spec.en, spec.columns, parts))
    place = 1 + next(n for n, sheet in enumerate(published) if sheet.name == "programmes")
    published.insert(place, _wide(shelf, report_ids))
    lists = _described("value_lists", VALUE_LIST, list(_values()))
    dictionary = _described("dictionary", DICTIONARY, list(_entries([*published, lists])))
    return [dictionary, *published, lists]


def _one(path: Any) -> Iterator[Any]:
    yield read_table(path, CROSS_YEAR)


def _published(shelf: Shelf, name: str, report_ids: list[str]) -> Sheet:
    """A published table over all reports."""
    spec, joined = table_named(name), name in JOINED

    def parts() -> Iterator[Any]:
        for report_id in report_ids:
            part = read_table(shelf.table_file(name, report_id), name)
            if joined:
                file = shelf.table_file("programmes", report_id)
                part = with_titles(part, read_table(file, "programmes"))
            yield part

    columns = spec.columns
    if joined:
        place = 1 + [c.name for c in columns].index("programme_id")
        columns = (*columns[:place], *_title_columns(), *columns[place:])
    return Sheet(name, spec.ko, spec.en, columns, parts)


def _title_columns() -> Iterator[Column]:
    described = words("export")["columns"]
    known = {c.name: c for c in table_named("programmes").columns}
    for name in TITLES.values():
        yield known.get(name) or _column(name, "string", described[name])


def _column(name: str, type_: str, told: dict[str, str]) -> Column:
    return Column(name, type_, told["ko"], told["en"], told.get("example", ""))


def _wide(shelf: Shelf, report_ids: list[str]) -> Sheet:
    told = words("export")["tables"]["programmes_wide"]
    columns, rows = programmes_to_wide(
        tuple(read_table(shelf.table_file(t, report_id), t) for t in ("programmes", "quantities"))
        for report_id in report_ids
    )
    return Sheet("programmes_wide", told["ko"], told["en"], columns, lambda: iter([rows]))


def _described(name: str, columns: tuple[str, ...], rows: list[dict[str, str | None]]) -> Sheet:
    """A sheet of texts about the others."""
    told, described = words("export")["tables"][name], words("export")["dictionary"]
    specs = tuple(_column(column, "string", described[column]) for column in columns)
    schema = pa.schema([(column, pa.string()) for column in columns])
    made = pa.Table.from_pylist(rows, schema=schema)
    return Sheet(name, told["ko"], told["en"], specs, lambda: iter([made]))


def _entries(sheets: list[Sheet]) -> Iterator[dict[str, str | None]]:
    """The dictionary: a row a table, then a row a column."""
    for sheet in sheets:
        yield {"table": sheet.name, "meaning_en": sheet.en, "meaning_ko": sheet.ko}
        for c in sheet.columns:
            yield {
                "table": sheet.name,
                "column": c.name,
                "type": c.type,
                "unit": c.unit,
                "meaning_en": c.en,
                "meaning_ko": c.ko,
                "example": c.example,
            }


def _values() -> Iterator[dict[str, str | None]]:
    """Every value of every coded column, with its meaning where one is written down."""
    for name, spec in tables().items():
        for column in spec.columns:
            values = column.words or sorted(coded().get(column.name, ()))
            for value in values:
                told = _meaning(column.name, value)
                yield {
                    "table": name,
                    "column": column.name,
                    "value": value,
                    "meaning_en": told.get("en"),
                    "meaning_ko": told.get("ko"),
                }


def _meaning(column: str, value: str) -> dict[str, str]:
    problems = words("problems")
    if column == "code" or value in problems:
        return {language: without_particles(problems[value][language]) for language in ("en", "ko")}
    told: dict[str, str] = words("values").get(column, {}).get(value, {})
    return told
