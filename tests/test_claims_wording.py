"""Wordings of Korean reports that state arithmetic, each as a pair: printed rightly nobody is accused, printed wrongly the figure is.

The figures are read by quantify itself, so a pair fails too where a figure of it is no longer read.
"""

from __future__ import annotations

from figures_by_hand import cell, container, front

from pipeline.model import Check, Container, Report
from pipeline.quantify import quantify
from pipeline.reconcile import reconcile

EMPTY = Report(None, 2024, None, None, (), (), (), ())


def lines(*texts: str) -> list[Container]:
    """The lines of one programme; a text that begins with a dash stands under the line before it."""
    made: list[Container] = []
    above = None
    for n, text in enumerate(texts, 1):
        deeper = text.startswith("-")
        made.append(container(text.lstrip("- "), achievement_no=n, level=2 if deeper else 1, line_above=above if deeper else None))
        above = above if deeper else text
    return made


def checks_of(*containers: Container) -> tuple[Check, ...]:
    found = quantify(containers)
    return reconcile(EMPTY, found.quantities, found.claims)[0]


def accused(checks: tuple[Check, ...]) -> list[str]:
    return [c.statement for c in checks if c.verdict == "disagrees"]


def confirmed(checks: tuple[Check, ...]) -> list[str]:
    return [c.statement for c in checks if c.verdict.startswith("agrees")]


def test_what_is_left_over_is_a_share_of_both() -> None:
    checks = checks_of(*lines("공방 36개 운영, 공실 4개(공실률 10.0%)"))
    assert (confirmed(checks), accused(checks)) == (["10.0%"], [])


def test_a_class_of_people_is_no_programme() -> None:
    texts = [container("여성 비율 40.0%", kind="achievement"), front("수혜자 500명 중 여성 200명, 남성 300명")]
    assert accused(checks_of(*texts)) == []


def test_rates_in_a_column_without_a_name_are_not_summed() -> None:
    rows = [("가", "98.2"), ("나", "97.5"), ("다", "99.4"), ("소계", "98.3")]
    cells = [cell(text, r, c) for r, row in enumerate(rows) for c, text in enumerate(row)]
    assert accused(checks_of(*cells)) == []
