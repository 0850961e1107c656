"""What a person expects: which reports must be there, and with how many rows; a report that
vanished must not pass in silence.

`expected.toml` in a raw folder (docs/schemas/expected.schema.json) is held against what is
published after each run over that folder. What does not hold is printed, kept in `expected.json` of
the output folder for `pipeline check`, and makes exit 4.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.run.beside import path_to_document, refuse_unknown
from pipeline.run.manifest import Manifest
from pipeline.run.said import NotSoError, in_both, said

NAME = "expected.toml"
KEPT = "expected.json"
WHICH = ("year", "report_id")
COUNTS = ("areas", "groups", "programmes", "achievements")
KOREAN = {
    "year": "{}년",
    "areas": "분야 {}개",
    "groups": "과제 {}개",
    "programmes": "단위사업 {}개",
    "achievements": "실적 {}줄",
}
Entry = dict[str, Any]
Shortfall = dict[str, Any]  # code, message_ko, message_en


def read_expected(folders: Iterable[Path]) -> list[Entry]:
    """The entries of expected.toml in the raw folders. Raises UsageError for a file that is not as
    its schema says.
    """
    entries: list[Entry] = []
    for folder in folders:
        path = folder / NAME
        if not path.is_file():
            continue
        try:
            document = path_to_document(path, "report")
            if "report" not in document:
                raise NotSoError("no_report_entry")
            entries += [_entry(found) for found in document["report"]]
        except (OSError, NotSoError) as fault:
            raise UsageError(said("expected_not_so", path=path, cause=fault)) from fault
    return entries


def _entry(found: Mapping[str, Any]) -> Entry:
    refuse_unknown(found, (*WHICH, *COUNTS))
    if not any(name in found for name in WHICH):
        raise NotSoError("which_report_is_expected")
    if any(
        not isinstance(found[name], int) or isinstance(found[name], bool)
        for name in ("year", *COUNTS)
        if name in found
    ):
        raise NotSoError("no_whole_numbers")
    return dict(found)


def expected_to_shortfalls(
    entries: Sequence[Entry], manifests: Sequence[Manifest]
) -> list[Shortfall]:
    """Every expectation that the published reports do not meet. One report that has it all is
    enough: a year may be there twice.

    >>> there = {"report_id": "a.pdf", "year": 2024, "status": "read", "programmes": 111}
    >>> [s["code"] for s in expected_to_shortfalls([{"year": 2024, "programmes": 112}, {"year": 2023}], [there])]
    ['expected_differs', 'expected_missing']
    """
    found = []
    for entry in entries:
        which = {name: entry[name] for name in WHICH if name in entry}
        counts = {name: entry[name] for name in COUNTS if name in entry}
        meant = [
            m
            for m in manifests
            if m["status"] != "failed" and all(m[k] == v for k, v in which.items())
        ]
        if not meant:
            found.append(_shortfall("expected_missing", which, counts, ""))
        elif not any(all(m[k] == v for k, v in counts.items()) for m in meant):
            there = "; ".join(
                f"{m['report_id']}: {_listed({k: m[k] for k in counts})}" for m in meant
            )
            found.append(_shortfall("expected_differs", which, counts, there))
    return found


def _listed(named: Mapping[str, Any]) -> str:
    return ", ".join(f"{name} {value}" for name, value in named.items())


def _listed_ko(named: Mapping[str, Any]) -> str:
    """What is expected, in Korean.

    >>> _listed_ko({"year": 2024}), _listed_ko({"areas": 4, "programmes": 112})
    ('2024년', '분야 4개, 단위사업 112개')
    """
    return ", ".join(KOREAN.get(name, "{}").format(value) for name, value in named.items())


def _shortfall(
    code: str, which: Mapping[str, Any], counts: Mapping[str, int], there: str
) -> Shortfall:
    both = {
        "which": _listed(which),
        "which_ko": _listed_ko(which),
        "counts": _listed(counts),
        "counts_ko": _listed_ko(counts),
    }
    english, korean = in_both(code, there=there, **both)
    return {"code": code, "message_ko": korean, "message_en": english}


def shortfalls_to_bytes(shortfalls: Sequence[Shortfall]) -> bytes:
    """expected.json: what was expected and is not so."""
    return (json.dumps({"shortfalls": shortfalls}, ensure_ascii=False, indent=1) + "\n").encode()


def kept_shortfalls(out: Path) -> list[Shortfall]:
    """What the last run over the raw folder found wanting; nothing where nothing was expected."""
    try:
        kept: list[Shortfall] = json.loads((out / KEPT).read_bytes())["shortfalls"]
    except (FileNotFoundError, ValueError, KeyError):
        return []
    return kept
