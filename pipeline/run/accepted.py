"""Accepted findings: a person's word, beside the raw file, that a disagreement is known. It stays
published and stops failing CI.

accepted.toml holds `[[accepted]]` entries: check_id, evidence (a hash of what the check says: when
that changes, the word no longer holds), reason, who, and optionally expires (a date). Expiry is
looked at when an exit code is made, never in the data, so that the published bytes do not depend on
the day.
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.errors import UsageError
from pipeline.run.beside import path_to_document, refuse_other_than, refuse_unknown
from pipeline.run.said import NotSoError, said

if TYPE_CHECKING:
    from pipeline.model import Extraction

Entry = dict[str, str]
NAME = "accepted.toml"
NEEDED = ("check_id", "evidence", "reason", "who")
EVIDENCE_DIGITS = 16
EVIDENCE = (
    "type",
    "programme_id",
    "statement",
    "stated",
    "unit",
    "computed",
    "verdict",
    "operands",
)


def evidence_of(row: Mapping[str, Any]) -> str:
    """A hash of what a check says: the statement, both numbers, what they were made from, and the
    verdict.

    >>> row = dict.fromkeys(EVIDENCE) | {"stated": 8.0, "computed": 20.0, "operands": ["q1"]}
    >>> evidence_of(row) == evidence_of(row | {"explanation_en": "…"}), evidence_of(row) == evidence_of(row | {"computed": 9.0})
    (True, False)
    """
    values = [list(v) if isinstance(v := row[name], (list, tuple)) else v for name in EVIDENCE]
    return hashlib.sha256(repr(values).encode()).hexdigest()[:EVIDENCE_DIGITS]


def read_accepted(folder: Path) -> list[Entry]:
    """The entries of accepted.toml in a folder, none without one. Raises UsageError for a file that
    is not as described above.
    """
    path = folder / NAME
    if not path.is_file():
        return []
    try:
        return [_entry(found) for found in path_to_document(path, "accepted").get("accepted", [])]
    except (OSError, NotSoError) as fault:
        raise UsageError(said("accepted_not_so", path=path, cause=fault)) from fault


def _entry(found: Mapping[str, Any]) -> Entry:
    missing = [name for name in NEEDED if not str(found.get(name, "")).strip()]
    if missing:
        raise NotSoError("entry_without", names=", ".join(missing))
    refuse_unknown(found, (*NEEDED, "expires"))
    entry = {name: str(found[name]) for name in NEEDED}
    refuse_other_than("evidence", entry["evidence"], EVIDENCE_DIGITS)
    expires = str(found.get("expires") or "")
    return entry | {"expires": _to_date(expires)} if expires else entry


def _to_date(expires: str) -> str:
    try:
        return datetime.date.fromisoformat(expires).isoformat()
    except ValueError as fault:
        raise NotSoError("no_date", key="expires", value=expires) from fault


def accept(
    extraction: Extraction, entries: Iterable[Entry]
) -> tuple[Extraction, list[Entry], list[str]]:
    """The extraction with its accepted checks marked and stale entries named in its problems; the
    entries that hold; the ids of both.
    """
    from pipeline.model import Problem
    from pipeline.publish.figure_rows import check_row

    by_id = {entry["check_id"]: entry for entry in entries}
    checks, problems, held = [], [], []
    for check in extraction.checks:
        entry = by_id.get(check.check_id) if check.verdict == "disagrees" else None
        if entry and entry["evidence"] == evidence_of(check_row(check)):
            check = dataclasses.replace(check, accepted=True)
            held.append(entry)
        elif entry:
            words = (("check_id", check.check_id), ("who", entry["who"]))
            problems.append(
                Problem("acceptance_stale", check.place, check.programme_id, words=words)
            )
        checks.append(check)
    met = sorted({c.check_id for c in extraction.checks if c.verdict == "disagrees"} & set(by_id))
    return (
        dataclasses.replace(
            extraction, checks=tuple(checks), problems=(*extraction.problems, *problems)
        ),
        held,
        met,
    )


def unmet_acceptances(
    folders: Iterable[Path], manifests: Iterable[Mapping[str, Any]]
) -> list[tuple[Path, Entry]]:
    """Entries whose check_id no disagreement of any report has: misspelt, or mended since. Nobody
    else would name them.
    """
    met = {check_id for m in manifests for check_id in m.get("acceptances_met", ())}
    return [
        (folder / NAME, entry)
        for folder in sorted(set(folders))
        for entry in read_accepted(folder)
        if entry["check_id"] not in met
    ]


def entry_has_expired(entry: Mapping[str, str], today: str) -> bool:
    """Whether the last day of an entry is over.

    >>> entry_has_expired({"expires": "2026-01-31"}, "2026-01-31"), entry_has_expired({}, "2026-01-31")
    (False, False)
    """
    return entry.get("expires", today) < today


def has_expired(manifest: Mapping[str, Any], today: str) -> bool:
    """Whether a report stands accepted only by a word that has run out; `today` is a date like
    2026-11-22.

    >>> has_expired({"accepted": [{"expires": "2026-01-31"}]}, "2026-02-01")
    True
    """
    return any(entry_has_expired(entry, today) for entry in manifest.get("accepted", ()))


def acceptance(row: Mapping[str, Any]) -> str:
    """The entry of accepted.toml that accepts this finding.

    >>> acceptance(dict.fromkeys(EVIDENCE) | {"check_id": "1f"}).splitlines()[:2]
    ['[[accepted]]', 'check_id = "1f"']
    """
    known = f'check_id = "{row["check_id"]}"\nevidence = "{evidence_of(row)}"'
    return f'[[accepted]]\n{known}\nreason = ""\nwho = ""\nexpires = ""\n'
