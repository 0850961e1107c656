"""The corrections beside a raw file, `<raw file>.corrections.toml`, as
docs/schemas/corrections.schema.json describes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.run.beside import path_to_document, refuse_other_than, refuse_unknown
from pipeline.run.said import NotSoError, said
from pipeline.run.sources import corrections_beside

KEYS = {
    "programmes": ("programme_id",),
    "achievements": ("programme_id", "achievement_no"),
    "quantities": ("quantity_id",),
}
FIELDS = {"programmes": "title", "achievements": "text", "quantities": "value"}
SAID = ("old", "new", "reason", "who", "sha256")
COVER = "report"  # [report]: what a person says of the whole report
COVER_FIELDS = ("year", "title", "organisation")
COVER_SAID = ("reason", "who", "sha256")  # may be left out
YEARS = range(1900, 2201)  # as in expected.toml
Entry = dict[str, Any]  # the fields of corrections.Correction, as they go to the worker


def read_corrections(raw: Path) -> list[Entry]:
    """The corrections beside the raw file, none without a file. Raises UsageError where they are
    not as the schema says.
    """
    path = corrections_beside(raw)
    if path is None:
        return []
    try:
        document = path_to_document(path, "correction", ("sha256", COVER), parse_float=Decimal)
        common = {"sha256": document.get("sha256")}
        entries = [_entry({**common, **found}) for found in document.get("correction", [])]
        _no_place_twice(entries)
        if COVER in document:
            entries += _cover_entries(common, document[COVER])
    except (OSError, NotSoError) as fault:
        raise UsageError(said("corrections_not_so", path=path, cause=fault)) from fault
    return entries


def _entry(found: Mapping[str, Any]) -> Entry:
    table = found.get("table")
    if not isinstance(table, str) or table not in KEYS:
        raise NotSoError("no_such_table", tables=", ".join(KEYS), table=table)
    if found.get("field") != FIELDS[table]:
        raise NotSoError(
            "no_such_field", table=table, field=FIELDS[table], given=found.get("field")
        )
    missing = [name for name in (*KEYS[table], *SAID) if not _text(found.get(name))]
    if missing:
        raise NotSoError("correction_without", table=table, names=", ".join(missing))
    refuse_unknown(found, ("table", "field", *KEYS[table], *SAID))
    refuse_other_than("sha256", str(found["sha256"]), 64)
    if table == "quantities" and not all(_is_number(_text(found[name])) for name in ("old", "new")):
        raise NotSoError("no_number")
    return {
        "table": table,
        "key": [_text(found[name]) for name in KEYS[table]],
        **{name: _text(found[name]) for name in SAID},
    }


def _cover_entries(common: Mapping[str, Any], found: Any) -> list[Entry]:
    """What [report] gives, an entry a field."""
    if not isinstance(found, dict):
        raise NotSoError("no_report_table")
    refuse_unknown(found, (*COVER_FIELDS, *COVER_SAID))
    given = {name: _cover_value(name, found[name]) for name in COVER_FIELDS if name in found}
    if not given:
        raise NotSoError("report_gives_nothing", names=", ".join(COVER_FIELDS))
    said = {name: _said(name, {**common, **found}.get(name)) for name in COVER_SAID}
    if said["sha256"]:
        refuse_other_than("sha256", said["sha256"], 64)
    return [
        {"table": COVER, "key": [name], "old": "", "new": value, **said}
        for name, value in given.items()
    ]


def _cover_value(name: str, value: Any) -> str:
    if name == "year":
        if isinstance(value, bool) or not isinstance(value, int) or value not in YEARS:
            raise NotSoError("no_year", value=value)
        return str(value)
    return _said(name, value, needed=True)


def _said(name: str, value: Any, needed: bool = False) -> str:
    if (value is not None and not isinstance(value, str)) or (needed and not _text(value)):
        raise NotSoError("no_text", key=name, value=value)
    return _text(value)


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _text(value: Any) -> str:
    """A value as the tables publish text: white space folded; "" for none."""
    return "" if value is None else " ".join(str(value).split())


def _no_place_twice(entries: list[Entry]) -> None:
    places = Counter((e["table"], *e["key"]) for e in entries)
    twice = [p for p, n in places.items() if n > 1]
    if twice:
        raise NotSoError("corrected_twice", place=" ".join(sorted(twice)[0]))
