"""Accepted findings: a person's word that a disagreement is known. It marks the check; when the evidence changes it holds no longer.

`accepted.toml` beside the raw file:

    [[accepted]]
    check_id = "c_0123456789abcdef"
    evidence = "5f0c…"          # evidence_hash of the check when it was accepted
    reason = "인쇄 오류: 담당 부서 확인"
    who = "홍길동"
    expires = 2025-12-31
"""

from __future__ import annotations

import dataclasses
import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pipeline.model import Check, Problem

EVIDENCE_LENGTH = 16
KEYS = ("check_id", "evidence", "reason", "who", "expires")


def evidence_hash(check: Check) -> str:
    """What the finding rests on: statement, numbers, verdict and operands. Places may move, evidence may not."""
    numbers = (check.stated, check.computed, check.difference)
    parts = (check.type, check.statement, check.verdict, *(_plain(n) for n in numbers), *check.operands)
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:EVIDENCE_LENGTH]


def _plain(number: Decimal | None) -> str:
    """A number in one spelling, so that 20 and 20.0 are the same evidence."""
    return "" if number is None else f"{number.normalize():f}"


def apply_accepted(
    checks: Sequence[Check], entries: Iterable[Mapping[str, Any]], today: datetime.date
) -> tuple[tuple[Check, ...], tuple[Problem, ...]]:
    """The checks with the accepted ones marked, and a problem for every entry that no longer holds.

    An entry is void where a key is missing, its check is gone or agrees, its evidence changed, or its day has passed.
    """
    known = {c.check_id: c for c in checks}
    accepted: set[str] = set()
    problems: list[Problem] = []
    for entry in entries:
        code = entry_to_fault(entry, known.get(str(entry.get("check_id"))), today)
        if code is None:
            accepted.add(str(entry["check_id"]))
        else:
            problems.append(_entry_problem(code, entry, known.get(str(entry.get("check_id")))))
    return tuple(dataclasses.replace(c, accepted=True) if c.check_id in accepted else c for c in checks), tuple(problems)


def entry_to_fault(entry: Mapping[str, Any], check: Check | None, today: datetime.date) -> str | None:
    """The problem code of an entry that does not hold; None for one that does."""
    if any(not entry.get(key) for key in KEYS) or not isinstance(entry["expires"], datetime.date):
        return "accepted_incomplete"
    if check is None or check.verdict != "disagrees":
        return "accepted_without_finding"
    if evidence_hash(check) != str(entry["evidence"]):
        return "accepted_evidence_changed"
    return "accepted_expired" if _day(entry["expires"]) < today else None


def _day(value: datetime.date) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _entry_problem(code: str, entry: Mapping[str, Any], check: Check | None) -> Problem:
    words = (("check_id", str(entry.get("check_id", "?"))), ("who", str(entry.get("who", "?"))))
    return Problem(code, words=words) if check is None else Problem(code, check.place, check.programme_id, words=words)


def entry_to_paste(check: Check) -> str:
    """The entry for accepted.toml, the parts that only a person knows left open.

    Its `reason`, `who` and `expires` are to be filled in; until then the entry does not hold.
    """
    return "\n".join(
        (
            f"# {check.explanation_ko}",
            "[[accepted]]",
            f'check_id = "{check.check_id}"',
            f'evidence = "{evidence_hash(check)}"',
            'reason = ""',
            'who = ""',
            "# expires = 2026-12-31",
            "",
        )
    ).replace("\r", " ")
