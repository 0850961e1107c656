"""The answer keys of fixtures/: what each typeset PDF and each flattened text must give, in one
normal form.

    for case in cases("pdf"): …          case.path, case.rows, case.areas, case.groups, case.report
    rows_of(published table) == case.rows   after `apart_from_blanks` on both sides

A row is (programme_id, printed_no, title, achievements), achievements being ((level, mark, text),
…).
"""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

FIXTURES = Path(__file__).resolve().parent.parent / "fixtures"
BLANKS = re.compile(r"\s+")
NUMBER_SIGNS = re.compile(r"[\s.,)(]+$|^[(]")


def _record_module() -> ModuleType:
    if "fixture_record" not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            "fixture_record", FIXTURES / "typeset" / "record.py"
        )
        assert spec
        assert spec.loader
        sys.modules["fixture_record"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["fixture_record"]


@dataclass(frozen=True)
class Row:
    """One expected programme, texts as printed (blanks as in the facts; compare with
    `apart_from_blanks`).
    """

    programme_id: str
    area_no: int
    group_no: int
    programme_no: int
    printed_no: str | None  # with its sign: "1.", "4,", "①"
    title: str
    achievements: tuple[tuple[int, str | None, str], ...]  # level, mark, text
    extra: tuple[
        tuple[str, str], ...
    ] = ()  # column, printed text, in the order of the variant; "" = an empty cell
    state: str | None = None


@dataclass(frozen=True)
class Case:
    """A file and what must come out of it. `faithful` False: the order of a text no longer allows
    right rows everywhere; then rows may be missing or wrong only if a problem names it."""

    path: Path
    name: str
    variant: dict[str, Any]
    report: dict[str, Any]  # title, year, organisation, department
    areas: tuple[
        tuple[int, str | None, str, int | None, int], ...
    ]  # area_no, printed_no, title, stated, programmes
    groups: tuple[
        tuple[int, int, str | None, str | None, int], ...
    ]  # area_no, group_no, printed_no, title, programmes
    rows: tuple[Row, ...]
    totals: tuple[
        tuple[int | None, str, tuple[tuple[str, str], ...]], ...
    ]  # area (None: all), label, (column, printed text)
    errors: tuple[dict[str, Any], ...]  # planted: place, printed, true
    faithful: bool = True
    front_tables: tuple[
        tuple[tuple[str, ...], ...], ...
    ] = ()  # tables of the front matter, header row first

    @property
    def counts(self) -> tuple[int, ...]:
        """Programmes a group, in order."""
        return tuple(g[-1] for g in self.groups)


def apart_from_blanks(text: str | None) -> str:
    """Text without any white space, the form in which typesetters must agree.

    >>> apart_from_blanks(" 교육 \\n운영 ")
    '교육운영'
    """
    return BLANKS.sub("", text or "")


def bare_number(printed_no: str | None) -> str:
    """A printed number without its signs, for comparing "1." with "1", "4," with "4", "(3)" with
    "3".

    >>> bare_number("1-2."), bare_number("4,"), bare_number(None)
    ('1-2', '4', '')
    """
    return NUMBER_SIGNS.sub("", printed_no or "")


def cases(kind: str | None = None, name_part: str = "") -> list[Case]:
    """All cases, or those of kind "pdf" or "text" whose file name has `name_part` in it."""
    out = []
    for folder in ("pdf", "text"):
        index = FIXTURES / folder / "index.toml"
        if kind in (None, folder) and index.exists():
            out += [
                _case(folder, v)
                for v in tomllib.loads(index.read_text("utf-8"))[folder]
                if name_part in v["file"]
            ]
    return out


def _case(folder: str, variant: dict[str, Any]) -> Case:
    errors = variant.get("errors")
    record = _record(variant["facts"], errors, tuple(sorted(variant.get("numbering", {}).items())))
    extras = [
        c for c in variant.get("columns", []) if c not in ("group", "no", "title", "achievements")
    ]
    rows, groups = [], []
    for a, area in enumerate(record.areas, 1):
        for g, group in enumerate(area.groups, 1):
            groups.append((a, g, group.no, group.title, len(group.programmes)))
            for p, programme in enumerate(group.programmes, 1):
                lines = tuple(_record_module().lines_to_achievements(programme.lines))
                extra = tuple((c, programme.extra.get(c, "")) for c in extras)
                rows.append(
                    Row(
                        f"{a}.{g}.{p}",
                        a,
                        g,
                        p,
                        programme.no,
                        programme.title,
                        lines,
                        extra,
                        programme.state,
                    )
                )
    totals = tuple(
        (t.get("area"), t["label"], tuple((c, v) for c, v in t["values"].items() if c in extras))
        for t in record.totals
    )
    areas = tuple(
        (i, a.no, a.title, a.stated, len(a.programmes)) for i, a in enumerate(record.areas, 1)
    )
    report = {
        "title": record.title,
        "year": record.year,
        "organisation": record.organisation,
        "department": record.department,
    }
    planted = (
        tuple(tomllib.loads((FIXTURES / "facts" / f"{errors}.toml").read_text("utf-8"))["errors"])
        if errors
        else ()
    )
    front = tuple(
        tuple(tuple(r) for r in [i["header"], *i["rows"]])
        for i in [*record.front, *record.appendix]
        if i["kind"] == "table"
    )
    path = FIXTURES / folder / variant["file"]
    return Case(
        path,
        variant["file"],
        variant,
        report,
        areas,
        tuple(groups),
        tuple(rows),
        totals,
        planted,
        variant.get("faithful", True),
        front,
    )


@cache
def _record(name: str, errors: str | None, numbering: tuple[tuple[str, str], ...]) -> Any:
    return _record_module().facts_to_record(name, errors, dict(numbering) or None)
