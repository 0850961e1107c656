"""The same rows from every typesetter and every flavour of text: areas, groups, titles, achievement
lines, to the last character.
"""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from pipeline.layout import lay_out
from pipeline.model import Report
from pipeline.outline import account, outline
from pipeline.read import read_document
from tests.facts import Case, apart_from_blanks, bare_number, cases

REPORTS = os.environ.get("SILJEOK_REPORTS")
needs_reports = pytest.mark.skipif(
    not REPORTS, reason="SILJEOK_REPORTS is not set: the real reports are not at hand"
)


@cache
def read(path: Path) -> tuple[Report, int]:
    """The report of a file and the number of its unread lines."""
    document = read_document(path, path.name)
    blocks = lay_out(document)
    report = outline(blocks, document.source)
    return report, len(account(blocks.lines, report.marks)[1])


def read_rows(report: Report) -> dict[str, tuple[str, tuple[tuple[int, str | None, str], ...]]]:
    return {
        p.programme_id: (
            apart_from_blanks(p.title.text),
            tuple((a.level, a.mark, apart_from_blanks(a.printed.text)) for a in p.achievements),
        )
        for p in report.programmes
    }


def true_rows(case: Case) -> dict[str, tuple[str, tuple[tuple[int, str | None, str], ...]]]:
    return {
        r.programme_id: (
            apart_from_blanks(r.title),
            tuple((level, mark, apart_from_blanks(text)) for level, mark, text in r.achievements),
        )
        for r in case.rows
    }


# Strict: the day one of these passes, it is promoted. The reason stands beside it.
KNOWN_FAILURES: dict[str, str] = {
    "2024-chromium-ruled.pdf": "a line wrapped just before “ - ” looks like a line of level 2",
    "2022-dasom-weasyprint-horizontal.pdf": "two lines without marks in one cell: the first ends where its next word would not have fitted",
}
KNOWN_LABELS: dict[str, str] = {
    "2024-typst-ruled.layout.txt": "a stated count wraps inside its cell (“등 24 | 개사업”) beside the column before",
}


def faithful(kind: str, known: dict[str, str] = KNOWN_FAILURES) -> list[object]:
    return [
        pytest.param(
            c,
            id=c.name,
            marks=[pytest.mark.xfail(reason=known[c.name], strict=True)] if c.name in known else [],
        )
        for c in cases(kind)
        if c.faithful
    ]


@pytest.mark.parametrize("case", [*faithful("pdf"), *faithful("text")])
def test_rows_equal_the_facts(case: Case) -> None:
    report, unread = read(case.path)
    assert read_rows(report) == true_rows(case)
    assert unread == 0


@pytest.mark.parametrize("case", [*faithful("pdf", KNOWN_LABELS), *faithful("text", KNOWN_LABELS)])
def test_labels_numbers_and_cover_equal_the_facts(case: Case) -> None:
    report, _ = read(case.path)
    assert [apart_from_blanks(a.title.text) if a.title else "" for a in report.areas] == [
        apart_from_blanks(a[2]) for a in case.areas
    ]
    groups = [
        apart_from_blanks(g.title.text) if g.title else "" for a in report.areas for g in a.groups
    ]
    assert groups == [apart_from_blanks(g[3]) for g in case.groups]
    assert [p.printed_no or "" for p in report.programmes] == [
        bare_number(r.printed_no) for r in case.rows
    ]
    assert [a.stated_programmes for a in report.areas] == [a[3] for a in case.areas]
    found = (apart_from_blanks(report.title), report.year, report.organisation, report.department)
    wanted = case.report
    assert found == (
        apart_from_blanks(wanted["title"]),
        wanted["year"],
        wanted["organisation"],
        wanted["department"],
    )


@pytest.mark.parametrize(
    "case", [pytest.param(c, id=c.name) for c in cases("text") if not c.faithful]
)
def test_a_wrong_row_is_never_without_a_problem(case: Case) -> None:
    """Where the order of a text is lost, a row that differs from the facts is named, or the
    report's whole outline is.
    """
    report, unread = read(case.path)
    rows, truth = read_rows(report), true_rows(case)
    wrong = {pid for pid, row in rows.items() if truth.get(pid) != row}
    named = {p.programme_id for p in report.problems}
    counts = {p.code for p in report.problems} & {
        "row_count_unread",
        "row_count_differs",
        "area_row_count_unread",
        "outline_lost",
    }
    assert rows.keys() == truth.keys() or counts or unread
    assert wrong <= named or counts


@needs_reports
def test_the_real_text_gives_the_counts_of_two_readers() -> None:
    report, unread = read(Path(REPORTS or "") / "seoul-2024-lifelong-learning.txt")
    assert [[len(g.programmes) for g in a.groups] for a in report.areas] == [
        [4, 8, 13, 7],
        [7, 10, 19, 6],
        [10, 14],
        [6, 8],
    ]
    levels = [a.level for p in report.programmes for a in p.achievements]
    assert (len(levels), levels.count(1), levels.count(2)) == (167, 135, 32)
    assert unread == 0
    assert (report.year, report.organisation, report.department) == (
        2024,
        "평생교육국",
        "평생교육과",
    )
    assert [a.stated_programmes for a in report.areas] == [32, 42, 24, 14]
    assert {p.code for p in report.problems} == {"number_lost", "number_mistyped"}
