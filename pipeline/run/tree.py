"""The published rows of a report as a tree."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

Row = Mapping[str, Any]


def rows_to_tree(rows: Callable[[str], Sequence[Row]]) -> list[Row]:
    """The areas of a report with their groups, those with their programmes, and those with their
    lines, each as published.
    """
    lines = _by(rows("achievements"), "programme_id")
    programmes = _by(
        [{**p, "lines": lines.get((p["programme_id"],), [])} for p in rows("programmes")],
        "area_no",
        "group_no",
    )
    groups = _by(
        [
            {**g, "programmes": programmes.get((g["area_no"], g["group_no"]), [])}
            for g in rows("groups")
        ],
        "area_no",
    )
    return [{**area, "groups": groups.get((area["area_no"],), [])} for area in rows("areas")]


def _by(rows: Iterable[Row], *names: str) -> dict[tuple[Any, ...], list[Row]]:
    found: dict[tuple[Any, ...], list[Row]] = {}
    for row in rows:
        found.setdefault(tuple(row[name] for name in names), []).append(row)
    return found
