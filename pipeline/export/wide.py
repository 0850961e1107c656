"""One row a programme, a column a common measure: the sums that docs/methodology.md allows, people,
places and money each apart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa

from pipeline.lexicon import words
from pipeline.publish.arrow import column_to_field
from pipeline.publish.columns import Column, table_named

Row = Mapping[str, Any]
Measure = tuple[str, str, str, str]  # kind, measure_code, unit, budget_phase ("" for none)
HEAD = (
    "report_id",
    "year",
    "programme_uid",
    "programme_id",
    "area_title",
    "group_title",
    "title",
    "state",
    "department_printed",
    "doubt",
)
KINDS = ("persons", "stock", "additive", "money")  # their order
COMMON = 2  # programmes that have a measure, for it to have a column
OWN_ROLES = (None, "actual")
NONE_ADDED = "none"


def is_summed(row: Row) -> bool:
    """Whether a figure may be added to others of its programme: its own, of its year, no part of a
    total, nothing in doubt.

    >>> row = {"section": "detail", "additivity": "additive", "part_of": None, "doubt": None}
    >>> row |= {"figure_role": None, "ref_year": 2023, "year": 2024, "measure_code": "sessions"}
    >>> row |= {"value": 3.0, "unit": "회", "bound": None}
    >>> is_summed(row), is_summed(row | {"ref_year": 2024})
    (False, True)
    """
    known = None not in (row["measure_code"], row["value"], row["unit"])
    whole = row["additivity"] != NONE_ADDED and row["part_of"] is None
    sure = row["doubt"] is None and row["bound"] is None
    own = row["figure_role"] in OWN_ROLES and row["ref_year"] in (None, row["year"])
    return row["section"] == "detail" and known and whole and sure and own


def row_to_measure(row: Row) -> Measure:
    """The column that a figure belongs to. Money of another currency has the currency for a unit.

    >>> row = {"kind": "money", "measure_code": "budget", "unit": "원", "currency": "KRW"}
    >>> row_to_measure(row | {"additivity": "additive", "budget_phase": "initial"})
    ('money', 'budget', '원', 'initial')
    """
    money = row["kind"] == "money"
    kind = "money" if money else row["additivity"]
    return kind, row["measure_code"], row["unit"], (row["budget_phase"] or "") if money else ""


def programmes_to_wide(reports: Iterable[tuple[Any, ...]]) -> tuple[tuple[Column, ...], Any]:
    """The columns and the rows (an Arrow table) of the wide table; `reports`: the programmes and
    the quantities of each, as published.
    """
    heads: list[dict[str, Any]] = []
    sums: dict[tuple[str, str], dict[Measure, float]] = {}
    figures: Counter[tuple[str, str]] = Counter()
    counted: Counter[tuple[str, str, Measure]] = Counter()
    for programmes, quantities in reports:
        heads += programmes.select(list(HEAD)).to_pylist()
        for row in quantities.to_pylist():
            if row["section"] != "detail" or row["programme_id"] is None:
                continue
            key = (row["report_id"], row["programme_id"])
            figures[key] += 1
            if is_summed(row):
                measure, own = row_to_measure(row), sums.setdefault(key, {})
                own[measure] = own.get(measure, 0.0) + row["value"]
                counted[(*key, measure)] += 1
    common = _common(sums.values())
    for head in heads:
        key = (head["report_id"], head["programme_id"])
        own = sums.get(key, {})
        head["figures"] = figures[key]
        head["figures_counted"] = sum(counted[(*key, measure)] for measure in common)
        head |= {measure_to_name(measure): own.get(measure) for measure in common}
    columns = _columns(common)
    return columns, pa.Table.from_pylist(heads, schema=pa.schema(map(column_to_field, columns)))


def _common(sums: Iterable[Mapping[Measure, float]]) -> list[Measure]:
    """The measures that several programmes have, by kind and then the commonest first."""
    found = Counter(measure for own in sums for measure in own)
    common = [measure for measure, number in found.items() if number >= COMMON]
    return sorted(common, key=lambda m: (KINDS.index(m[0]), -found[m], m))


def measure_to_name(measure: Measure) -> str:
    """The name of a measure's column.

    >>> measure_to_name(("money", "budget", "원", "initial"))
    'budget_원_initial'
    """
    return "_".join(part for part in measure[1:] if part)


def _columns(common: Iterable[Measure]) -> tuple[Column, ...]:
    described = {c.name: c for c in table_named("programmes").columns}
    told = words("export")
    counts = [
        Column(name, "int32", entry["ko"], entry["en"], entry["example"])
        for name, entry in told["columns"].items()
        if name not in described and name.startswith("figures")
    ]
    return (*(described[name] for name in HEAD), *counts, *(_described(m, told) for m in common))


def _described(measure: Measure, told: Mapping[str, Any]) -> Column:
    kind, code, unit, phase = measure
    sentences = {}
    for language in ("ko", "en"):
        of_phase = told["phase"][language].format(phase=phase) if phase else ""
        sentences[language] = told["measure"][language].format(
            measure=code, unit=unit, kind=told["kinds"][kind][language], phase=of_phase
        )
    return Column(
        measure_to_name(measure), "float64", sentences["ko"], sentences["en"], "", unit=unit
    )
