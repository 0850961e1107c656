"""The counts of reports in words, and what a run tells of one, in the language chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.run.said import language, one_of, say

Manifest = Mapping[str, Any]
COUNTED = {
    "areas": "counted_areas",
    "groups": "counted_groups",
    "programmes": "counted_programmes",
    "achievements": "counted_achievements",
    "tables": "counted_tables",
    "quantities": "counted_quantities",
    "checks": "counted_checks",
    "unread lines": "counted_unread_lines",
    "reports": "counted_reports",
    "errors": "counted_errors",
    "warnings": "counted_warnings",
}  # messages
SHAPE = ("areas", "groups", "programmes", "achievements")


def counted(number: int, things: str) -> str:
    """A number of things, in words of the language chosen.

    >>> counted(1200, "areas") in ("1,200 areas", "분야 1,200개")
    True
    """
    if language() == "ko":
        return say(COUNTED[things], number=number)
    one = things.removesuffix("ies") + "y" if things.endswith("ies") else things.removesuffix("s")
    return f"{number:,} {one if number == 1 else things}"


def counts(manifest: Manifest) -> str:
    """The counts of a report in one line."""
    year = manifest["year"]
    return say(
        "counts",
        year=say("of_year", year=str(year)) if year is not None else say("no_year_known"),
        shape=", ".join(counted(manifest[name], name) for name in SHAPE),
        tables=counted(manifest["files"]["tables"]["rows"], "tables"),
        quantities=counted(manifest["quantities"], "quantities"),
        checks=counted(manifest["checks"], "checks"),
        disagree=manifest["disagreements"],
        unread=counted(manifest["unread_lines"], "unread lines"),
    )


def summary(manifests: Sequence[Manifest], skipped: int, refused: int) -> str:
    """The last line of a run."""
    return say(
        "run_summary",
        reports=counted(len(manifests) + refused, "reports"),
        programmes=counted(sum(m["programmes"] for m in manifests), "programmes"),
        quantities=counted(sum(m["quantities"] for m in manifests), "quantities"),
        checks=counted(sum(m["checks"] for m in manifests), "checks"),
        disagree=sum(m["disagreements"] for m in manifests),
        partial=sum(m["status"] == "partial" for m in manifests),
        failed=sum(m["status"] == "failed" for m in manifests) + refused,
        skipped=skipped,
    )


def told_to_sentence(told: Sequence[str] | str) -> str:
    """What a manifest tells, in one language; the sentence of an older manifest as it stands.

    >>> told_to_sentence(["info", "no_year", "No year.", "연도가 없습니다."]).split(": ")[0]
    'info no_year'
    """
    if isinstance(told, str):
        return told
    severity, code, english, korean = told
    return f"{severity} {code}: {korean if language() == 'ko' else english}"


def manifest_to_sentences(manifest: Manifest) -> list[str]:
    """The sentences that stand under a report's line, and how many more there are.

    >>> told = [["warning", "page_scan", "A scan.", "스캔입니다."]]
    >>> manifest = {"report_id": "a.pdf", "told": told, "problems": {"page_scan": 1}}
    >>> len(manifest_to_sentences(manifest))
    1
    """
    from pipeline.publish.sentences import is_told

    more = sum(n for code, n in manifest["problems"].items() if is_told(code))
    more -= len(manifest["told"])
    last = [say("more_told", number=more, report=manifest["report_id"])] if more > 0 else []
    return [*map(told_to_sentence, manifest["told"]), *last]


def cause_to_sentence(manifest: Manifest) -> str:
    """Why a file could not be read."""
    _, korean, english = manifest.get("cause") or ("", "", "")
    return one_of(english, korean)
