"""Checks left undecided become problems: what a person should look at on the page."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Check, Problem


def checks_to_problems(checks: Iterable[Check]) -> tuple[Problem, ...]:
    """One problem a check that was left undecided because a figure in it was read with doubt (rows
    are outline's to tell).
    """
    return tuple(
        Problem(
            "doubtful_operand",
            c.place,
            c.programme_id,
            words=(("stated", c.statement), ("computed", _shown(c))),
        )
        for c in checks
        if c.verdict == "unsupported" and c.attribution == "reading"
    )


def _shown(check: Check) -> str:
    return "" if check.computed is None else f"{check.computed:,f}"
