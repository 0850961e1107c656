"""Parser fault or report fault? What says that our own reading may be the reason for a difference."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.lexicon import words
from pipeline.model import Check, Problem, Report


def rows_in_doubt(report: Report, unread_lines: int) -> int:
    """How many lines or problems of the reading could explain a missing row; 0 where every line was read."""
    codes = set(words("claims")["doubts"]["codes"])
    return unread_lines + sum(1 for p in report.problems if p.code in codes)


def checks_to_problems(checks: Iterable[Check]) -> tuple[Problem, ...]:
    """One problem a check that was left undecided because a figure in it was read with doubt (rows are outline's to tell)."""
    return tuple(
        Problem("doubtful_operand", c.place, c.programme_id, words=(("stated", c.statement), ("computed", _shown(c))))
        for c in checks
        if c.verdict == "unsupported" and c.attribution == "reading"
    )


def _shown(check: Check) -> str:
    return "" if check.computed is None else f"{check.computed:,f}"
