"""The last pass over all that is published: what one report alone cannot know, as rows in its
problems.

Two raw files with the same report, and raw files that are gone. The notes are a function of what is
published, so that a rerun, whatever came before it, ends in the same bytes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any

from pipeline.run.manifest import Manifest
from pipeline.run.sources import one_line

Note = list[Any]  # [code, [[word, value], …]], as the manifest holds it
DUPLICATE, GONE = "duplicate_report", "raw_file_gone"
FIRST = "first"  # the word of a copy's note: the report that it is a copy of
# share of titles in common: two readings of one report differ in a few, two years of one city in
# most
SAME_TITLES = 0.8
# share of figures in common, each with what follows it: 28 pairs of an office file and the PDF of
# the same report have .66 and more, two quarters of one statistic .43
SAME_FIGURES = 0.55
FEWEST_FIGURES = 8
OFFICE = frozenset({"application/hwp+zip", "application/x-hwp"})
TRAITS = 8  # of its figures by which a report is looked for
MOST_NAMED = 5  # copies that are named: of 100 copies each would name 99


def same_report(one: Manifest, other: Manifest) -> bool:
    """Whether two published files hold the same report: the same bytes or letters, or one year and
    nearly the same programmes; of an office file and another format, nearly the same figures.

    Files that gave no rows (two empty ones have the same bytes) double no sum.
    """
    if "failed" in (one["status"], other["status"]):
        return False
    if one["sha256"] == other["sha256"]:
        return True
    if same_in_two_formats(one, other):
        return True
    if one["year"] != other["year"]:
        return False
    mine, theirs = one["likeness"], other["likeness"]
    if mine["letters"] is not None and mine["letters"] == theirs["letters"]:
        return True
    a, b = set(mine["titles"]), set(theirs["titles"])
    return bool(a and b) and len(a & b) >= SAME_TITLES * len(a | b)


def same_in_two_formats(one: Manifest, other: Manifest) -> bool:
    """Whether an office file and a file of another format hold nearly the same figures.

    Printed, a report loses and gains blanks, heads and page numbers, so that its letters are never
    the same; and many a report has no programmes.
    """
    kinds = {one["media_type"], other["media_type"]}
    years = {one["year"], other["year"]} - {None}
    if len(kinds) < 2 or not kinds & OFFICE or len(years) > 1:
        return False
    mine, theirs = set(figures_of(one)), set(figures_of(other))
    whole = sorted(mine | theirs)[: max(len(mine), len(theirs))]
    both = sum(n in mine and n in theirs for n in whole)
    return len(whole) >= FEWEST_FIGURES and both >= SAME_FIGURES * len(whole)


def figures_of(manifest: Manifest) -> list[int]:
    """The sketch of a report's figures; none where an earlier version published it."""
    found: list[int] = manifest["likeness"].get("figures", [])
    return found


def duplicate_pairs(manifests: Mapping[str, Manifest]) -> set[tuple[str, str]]:
    """Every two report_ids that hold the same report. Only those that share bytes, letters, a
    title or a figure are compared.
    """
    shared: dict[tuple[str, Any], list[str]] = defaultdict(list)
    for report_id, manifest in manifests.items():
        likeness = manifest["likeness"]
        for trait in {
            ("bytes", manifest["sha256"]),
            ("letters", likeness["letters"]),
            *(("title", t) for t in likeness["titles"]),
            *(("figure", n) for n in figures_of(manifest)[:TRAITS]),
        }:
            if trait[1]:
                shared[trait].append(report_id)
    candidates = {pair for ids in shared.values() for pair in combinations(sorted(ids), 2)}
    return {(a, b) for a, b in candidates if same_report(manifests[a], manifests[b])}


def named(report_ids: Iterable[str]) -> str:
    """Some reports in one line: no control characters of their names, and of many the first.

    >>> named(["b.pdf", "a\\nb.pdf"]), named(f"{n}.pdf" for n in range(9))
    ('a\\\\nb.pdf, b.pdf', '0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf … +4')
    """
    names = sorted(report_ids)
    more = f" … +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
    return ", ".join(map(one_line, names[:MOST_NAMED])) + more


def wanted_notes(manifests: Mapping[str, Manifest], gone: Iterable[str]) -> dict[str, list[Note]]:
    """The notes that each published report should carry."""
    others: dict[str, set[str]] = defaultdict(set)
    for a, b in duplicate_pairs(manifests):
        others[a].add(b)
        others[b].add(a)
    missing = set(gone)
    notes = {}
    for report_id, manifest in manifests.items():
        listed: list[Note] = []
        if others[report_id]:
            first = min(others[report_id])
            words = [["others", named(others[report_id])]]
            if first < report_id:
                words.append([FIRST, first])
            listed.append([DUPLICATE, words])
        if report_id in missing:
            listed.append([GONE, [["source", manifest["source"]]]])
        notes[report_id] = listed
    return notes


def rewrite_problems(
    published: Path, folder: Path, year: int | None, notes: Iterable[Note]
) -> dict[str, Any]:
    """Write `published`, a problems file, anew into `folder` with these notes in place of the notes
    it has.
    """
    from pipeline.model import Problem
    from pipeline.publish.arrow import parquet_to_metadata, parquet_to_rows
    from pipeline.publish.files import write_table
    from pipeline.publish.rows import problem_row

    rows = [r for r in parquet_to_rows(published) if r["code"] not in (DUPLICATE, GONE)]
    metadata = parquet_to_metadata(published)
    first = {"report_id": metadata["report_id"], "year": year}
    for code, words in notes:
        problem = Problem(code, words=tuple((k, v) for k, v in words))
        rows.append(first | problem_row(problem))
    folder.mkdir(parents=True, exist_ok=True)
    written = write_table("problems", rows, folder / "problems.parquet", metadata)
    return {"sha256": written.sha256, "bytes": written.size, "rows": written.rows}
