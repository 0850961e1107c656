"""The corrections beside a raw file, `<raw file>.corrections.toml`, as docs/schemas/corrections.schema.json describes them."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.run.said import said
from pipeline.run.sources import WORDS_BESIDE_ONE

KEYS = {"programmes": ("programme_id",), "achievements": ("programme_id", "achievement_no"), "quantities": ("quantity_id",)}
FIELDS = {"programmes": "title", "achievements": "text", "quantities": "value"}
SAID = ("old", "new", "reason", "who", "sha256")
Entry = dict[str, Any]  # the fields of corrections.Correction, as they go to the worker


def read_corrections(raw: Path) -> list[Entry]:
    """The corrections beside the raw file, none without a file. Raises UsageError where they are not as the schema says."""
    path = raw.with_name(raw.name + WORDS_BESIDE_ONE)
    if not path.is_file():
        return []
    try:
        document = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        entries = [_entry({"sha256": document.get("sha256"), **found}) for found in document.get("correction", [])]
        _no_place_twice(entries)
    except (OSError, ValueError, TypeError, ArithmeticError) as fault:
        raise UsageError(said("corrections_not_so", path=path, cause=fault)) from fault
    return entries


def _entry(found: Mapping[str, Any]) -> Entry:
    table = found.get("table")
    if table not in KEYS:
        raise ValueError(f"table must be one of {', '.join(KEYS)}, not {table!r}")
    if found.get("field") != FIELDS[table]:
        raise ValueError(f"the field of {table} that can be corrected is {FIELDS[table]}, not {found.get('field')!r}")
    missing = [name for name in (*KEYS[table], *SAID) if not _text(found.get(name))]
    if missing:
        raise ValueError(f"a correction of {table} without {', '.join(missing)}")
    if table == "quantities" and not (Decimal(_text(found["old"])).is_finite() and Decimal(_text(found["new"])).is_finite()):
        raise ValueError("a value is a number")
    return {"table": table, "key": [_text(found[name]) for name in KEYS[table]], **{name: _text(found[name]) for name in SAID}}


def _text(value: Any) -> str:
    """A value as the tables publish text: white space folded; "" for none."""
    return "" if value is None else " ".join(str(value).split())


def _no_place_twice(entries: list[Entry]) -> None:
    places = [(e["table"], *e["key"]) for e in entries]
    twice = {p for p in places if places.count(p) > 1}
    if twice:
        raise ValueError(f"two corrections of {' '.join(sorted(twice)[0])}")
