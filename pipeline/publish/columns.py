"""The tables and columns as lexicon/columns.toml describes them, each once; schemas, package and
pages of docs are made from this.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, replace
from typing import Any

from pipeline.lexicon import words

SCHEMA_VERSION = 1
CROSS_YEAR = "cross_year"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its type is one of string int8 int16 int32 int64 float64 bool strings; `words`
    are its only values, if any.
    """

    name: str
    type: str
    ko: str
    en: str
    example: str
    required: bool = False
    unit: str | None = None
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableSpec:
    """One published table: its columns in order, and the columns that make a row unique (none for
    lists without a key).
    """

    name: str
    ko: str
    en: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]


def entry_to_column(name: str, entry: dict[str, Any]) -> Column:
    """An entry of columns.toml as a Column.

    >>> entry_to_column("page", {"type": "int32", "ko": "쪽", "en": "Page", "example": "1"}).type
    'int32'
    """
    return Column(
        name,
        entry["type"],
        entry["ko"],
        entry["en"],
        entry["example"],
        entry.get("required", False),
        entry.get("unit"),
        tuple(entry.get("words", ())),
    )


@functools.cache
def tables() -> dict[str, TableSpec]:
    """Every published table by name, in the order of the contract.

    >>> list(tables())[:3], tables()["programmes"].columns[2].name
    (['reports', 'areas', 'groups'], 'programme_uid')
    """
    described = words("columns")
    common = described["common"]
    specs = {}
    for name, spec in described.items():
        if name == "common":
            continue
        own = spec.get("columns", {})
        columns = tuple(entry_to_column(c, own.get(c) or common[c]) for c in spec["order"].split())
        specs[name] = TableSpec(name, spec["ko"], spec["en"], tuple(spec["key"]), columns)
    return specs


def table_named(name: str) -> TableSpec:
    """A table of a report, or the one over all of them: `cross_year` has the columns of `checks`
    and a file of its own.

    >>> table_named("cross_year").columns == tables()["checks"].columns
    True
    """
    if name != CROSS_YEAR:
        return tables()[name]
    ko = "보고서가 전년에 대해 한 말과 전년 보고서의 대조(모두 한 파일)"
    en = "What a report says of the year before, against that year's report (one file)"
    return replace(tables()["checks"], name=CROSS_YEAR, ko=ko, en=en)
