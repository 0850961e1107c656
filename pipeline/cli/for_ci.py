"""What `pipeline check` writes for machines that build: a summary in Markdown, results as JUnit
XML, and entries for accepted.toml.
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from pipeline.cli.counting import told_to_sentence
from pipeline.run.accepted import acceptance
from pipeline.run.causes import Cause
from pipeline.run.said import said_in
from pipeline.run.sources import one_line

Row = Mapping[str, Any]
MOST_CAUSES, MOST_REPORTS = 20, 50  # of a summary: a screen
ESCAPED = str.maketrans({c: f"\\{c}" for c in "\\`*_[]<>|#"})
COUNTS = ("programmes", "quantities", "checks", "disagreements")


def manifests_to_summary(
    manifests: Mapping[str, Row], causes: Sequence[Cause], language: str
) -> str:
    """Markdown: the heaviest causes, then a line a report; names and sentences are text.

    >>> manifests_to_summary({}, (), "en").splitlines()[0]
    '# Reports checked'
    """
    title, causes_title = said_in(language, "ci_title"), said_in(language, "ci_causes")
    lines = [f"# {title}", "", f"## {causes_title}", ""]
    told = [f"- {plain(cause_to_line(cause, language))}" for cause in causes[:MOST_CAUSES]]
    lines += told or [said_in(language, "ci_nothing")]
    if len(causes) > MOST_CAUSES:
        lines.append("- " + said_in(language, "ci_more", number=len(causes) - MOST_CAUSES))
    head = said_in(language, "ci_columns").split(", ")
    lines += ["", "| " + " | ".join(head) + " |", "| --- " * len(head) + "|"]
    shown = list(manifests.values())
    lines += [manifest_to_row(manifest) for manifest in shown[:MOST_REPORTS]]
    if len(shown) > MOST_REPORTS:
        lines += ["", said_in(language, "ci_more", number=len(shown) - MOST_REPORTS)]
    return "\n".join(lines) + "\n"


def manifest_to_row(manifest: Row) -> str:
    counts = (f"{manifest.get(name, 0):,}" for name in COUNTS)
    return f"| {plain(manifest['source'])} | {manifest['status']} | " + " | ".join(counts) + " |"


def plain(text: str) -> str:
    """A text of a report that stays text in Markdown.

    >>> plain("<b>|a")
    '\\\\<b\\\\>\\\\|a'
    """
    return one_line(text).translate(ESCAPED)


def cause_to_line(cause: Cause, language: str) -> str:
    row = cause.rows[0]
    page = f", p. {row['page']}" if row.get("page") else ""
    return f"{cause.source}{page}: {row[f'explanation_{language}']} ({row['check_id']})"


def manifests_to_junit(
    manifests: Mapping[str, Row], causes: Iterable[Cause], language: str
) -> bytes:
    """JUnit XML: a suite a report; whether it was read whole is a test, and each cause of findings,
    which fails where the report disagrees with itself and nobody accepted that.

    Source: the schema of the Jenkins xUnit plug-in (junit-10.xsd).
    """
    by_source: dict[str, list[Cause]] = {}
    for cause in causes:
        by_source.setdefault(cause.source, []).append(cause)
    root = ET.Element("testsuites", name="pipeline check")
    for report_id, manifest in manifests.items():
        own = by_source.get(one_line(manifest["source"]), [])
        root.append(_suite(one_line(report_id), manifest, own, language))
    for name in ("tests", "failures"):
        root.set(name, str(sum(int(suite.get(name, "0")) for suite in root)))
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _suite(name: str, manifest: Row, causes: Sequence[Cause], language: str) -> ET.Element:
    suite = ET.Element("testsuite", name=name)
    cases = [("read", _why_not_whole(manifest))]
    for cause in causes:
        fails = cause.verdict == "disagrees" and not cause.accepted
        sentence = one_line(cause.rows[0][f"explanation_{language}"])
        cases.append((cause.rows[0]["check_id"], sentence if fails else None))
    for case, failure in cases:
        element = ET.SubElement(suite, "testcase", name=case, classname=name)
        if failure is not None:
            ET.SubElement(element, "failure", message=failure.splitlines()[0]).text = failure
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(failure is not None for _, failure in cases)))
    return suite


def _why_not_whole(manifest: Row) -> str | None:
    """What keeps a report from having been read whole; None where it was."""
    if manifest["status"] == "read":
        return None
    told = [one_line(told_to_sentence(told)) for told in manifest.get("told") or ()]
    return "\n".join(told) or str(manifest["status"])


def causes_to_entries(causes: Iterable[Cause], language: str) -> Iterator[str]:
    """An entry of accepted.toml for each disagreement that nobody accepted, its sentence above."""
    for cause in causes:
        if cause.verdict == "disagrees" and not cause.accepted:
            for row in cause.rows:
                yield f"# {cause.source}: {one_line(row[f'explanation_{language}'])}"
                yield acceptance(row)
