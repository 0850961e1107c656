"""Stated counts of rows weighed against one another before the report is blamed.

Two statements that say the same, or areas that add up to the whole, are unlikely to be misprinted
alike: where the rows differ from them, it is our reading that lost or made rows. A single statement
that stands against the others is the report's own fault.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal

from pipeline.reconcile.judge import Figures, Outcome

FEW = 4  # a count so small is met by chance
Said = tuple[str, str, Decimal | None]  # level, scope, stated count
WHOLE = ("programmes", "the report")


def outcomes_weighed(
    outcomes: Sequence[Outcome],
    figures: Figures,
    areas: int = 0,
    *,
    in_order: bool = True,
    numbered: bool = False,
) -> list[Outcome]:
    """The same outcomes; a disagreement over rows that another statement of the report supports is
    left undecided.

    And one that was undecided because of doubtful lines is the report's, where another statement
    says what the rows are: rows that meet a stated count have not lost any. Not so where lines came
    out of `in_order`: then a count of last year may stand under this one.
    """
    agreeing = [said(o, figures) for o in outcomes if o.form == "rows" and o.verdict == "agrees"]
    met = {(level, scope) for level, scope, count in agreeing if in_order and (count or 0) > FEW}
    outcomes = [
        confirmed(o) if o.why == "rows_in_doubt" and said(o, figures)[:2] in met else o
        for o in outcomes
    ]
    rows = [o for o in outcomes if o.form == "rows" and o.verdict in ("agrees", "differs")]
    wrong = [o for o in rows if o.verdict == "differs"]
    if not wrong:
        return list(outcomes)
    told = Counter(said(o, figures) for o in rows)
    supported = {
        id(o)
        for o in wrong
        if told[said(o, figures)] > 1 or (len(wrong) == len(rows) and len(rows) > 1)
    }
    if areas_met(
        rows, areas
    ):  # the whole is printed wrongly, however often: each area holds what it should
        supported -= {id(o) for o in wrong if said(o, figures)[:2] == WHOLE}
    for level in ("programmes", "groups"):
        whole = areas_add_up(rows, figures, level)
        own = [o for o in wrong if whole is not None and said(o, figures)[0] == level]
        supported |= {
            id(o)
            for o in own
            if said(o, figures)[1] != "the report" or said(o, figures)[2] == whole
        }
    if off_together(wrong, figures) and not whole_met(rows, figures, WHOLE[0]):
        supported |= {id(o) for o in wrong if said(o, figures)[0] == "programmes"}
    levels = {said(o, figures)[0] for o in wrong} if len(wrong) > 1 else set()
    if (
        "areas" in levels and len(levels) > 1
    ):  # a border between areas was lost: their number and their rows are off together
        supported |= {id(o) for o in wrong}
    supported -= too_few_stated(wrong, figures) if numbered else set()
    return [undecided(o) if id(o) in supported else o for o in outcomes]


def too_few_stated(wrong: Sequence[Outcome], figures: Figures) -> set[int]:
    """Counts below the rows that were read: where no row was made, the report left some out, as
    often as it says so.
    """
    return {
        id(o)
        for o in wrong
        if said(o, figures)[0] == WHOLE[0] and (said(o, figures)[2] or 0) < (o.computed or 0)
    }


def confirmed(outcome: Outcome) -> Outcome:
    return dataclasses.replace(outcome, verdict="differs", attribution="report", why=None)


def said(outcome: Outcome, figures: Figures) -> Said:
    words = dict(outcome.extra)
    return words.get("level_en", ""), words.get("scope_en", ""), figures[outcome.claim.stated].value


def rows_are_met(outcomes: Sequence[Outcome], figures: Figures, areas: int) -> bool:
    """Whether the report itself says that just these rows are all: in one count of the whole, or in
    the counts of all its areas.

    Then a count that differs, or a number that is left out, is a slip of the print and no sign that
    rows were lost.
    """
    agreeing = [said(o, figures) for o in outcomes if o.form == "rows" and o.verdict == "agrees"]
    return any(words[:2] == WHOLE and (words[2] or 0) > FEW for words in agreeing) or areas_met(
        outcomes, areas
    )


def areas_met(outcomes: Sequence[Outcome], areas: int) -> bool:
    """Whether every area of several states a count, and holds as many rows."""
    told = [dict(o.extra) for o in outcomes if o.form == "rows" and o.verdict == "agrees"]
    met = {words.get("scope_en", "") for words in told if words.get("level_en") == WHOLE[0]}
    return areas > 1 and sum(scope.startswith("the area") for scope in met) == areas


def off_together(wrong: Sequence[Outcome], figures: Figures) -> bool:
    """Whether the whole and the areas miss the same rows: one lost row explains both, and two
    misprints seldom agree.

    “26개 사업” over 25 rows and “10개사업” over 9 of one area: a row of that area was lost.
    """
    off = {said(o, figures)[:2]: (said(o, figures)[2] or 0) - (o.computed or 0) for o in wrong}
    areas = [
        d for (level, scope), d in off.items() if level == WHOLE[0] and scope.startswith("the area")
    ]
    return bool(areas) and off.get(WHOLE) == sum(areas)


def whole_met(rows: Sequence[Outcome], figures: Figures, of: str) -> bool:
    """Whether the report states just so many rows of this level as were read."""
    return any(o.verdict == "agrees" and said(o, figures)[:2] == (of, WHOLE[1]) for o in rows)


def areas_add_up(rows: Sequence[Outcome], figures: Figures, of: str) -> Decimal | None:
    """The stated whole that the stated counts of the areas make, if there is one and no other is
    met by the rows: then both are right.
    """
    if whole_met(rows, figures, of):
        return None
    counts = dict.fromkeys(said(o, figures) for o in rows if said(o, figures)[0] == of)
    whole = {value for _, scope, value in counts if scope == "the report"}
    parts = [
        value for _, scope, value in counts if scope.startswith("the area") and value is not None
    ]
    made = sum(parts, start=Decimal(0))
    return made if len(parts) > 1 and made in whole else None


def undecided(outcome: Outcome) -> Outcome:
    return dataclasses.replace(
        outcome, verdict="unsupported", attribution="undecided", why="rows_in_doubt"
    )
