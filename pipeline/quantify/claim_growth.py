"""Growth along a table's years: “2022년 2023년” over amounts, and under each amount, in brackets,
its growth on the year before.

The rates have a line of their own (증감률, or the same label cell as the amounts); the old amount
stands under the same quarter or month of the year before. Where the table does not reach back that
far nothing is claimed.
"""

from __future__ import annotations

from pipeline.lexicon import has, members
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern
from pipeline.quantify.claim_grid import Grid, GridLine, place_of
from pipeline.quantify.claim_rows import YEAR

FEWEST = 2  # growths in a line, so that one can confirm what the others mean
BLANKS = lazy_pattern(r"\s+")


def grid_to_growth_claims(grid: Grid) -> list[Claim]:
    """The growths of every line of rates that has its amounts right before it."""
    dated = dated_crosses(grid)
    if len(dated) < FEWEST:
        return []
    made = []
    for at, line in enumerate(grid.lines[1:], 1):
        amounts = grid.lines[at - 1]
        if is_growth(grid, line, amounts):
            claims = [
                c
                for where, index in dated.items()
                if (c := _claim(grid, line, amounts, index, dated.get(year_before(where))))
            ]
            made += claims if len(claims) >= FEWEST else []
    return made


def dated_crosses(grid: Grid) -> dict[tuple[int, str], int]:
    """The crossing lines by year and what else their labels say (1분기); empty where two are named
    alike.
    """
    named: dict[tuple[int, str], int] = {}
    for cross in grid.crosses:
        years = {2000 + int(m[1] or m[2]) for m in YEAR.finditer(cross.path)}
        if len(years) == 1:
            key = (years.pop(), BLANKS.sub("", YEAR.sub("", cross.path)))
            if key in named:
                return {}
            named[key] = cross.index
    return named


def year_before(where: tuple[int, str]) -> tuple[int, str]:
    return where[0] - 1, where[1]


def is_growth(grid: Grid, line: GridLine, amounts: GridLine) -> bool:
    """Whether a line holds rates of growth of the one before it: it says so, or it shares that
    one's label and stands in brackets.
    """
    if not line.labels or not amounts.labels:
        return False
    shared, rates = line.labels[-1] == amounts.labels[-1], members("head_of_change_rate")
    named = line.labels[-1].core in rates and amounts.labels[-1].core not in rates
    others = line.index - grid.lines[0].index > 1
    if not shared and (
        not named or others
    ):  # with several amounts before it, it may be the growth from one to the next
        return False
    cells = [grid.text(line.index, cross.index).strip() for cross in grid.crosses]
    return not shared or all(text[:1] in "(（" for text in cells if text.strip(" -"))


def _claim(
    grid: Grid, line: GridLine, amounts: GridLine, new_at: int, old_at: int | None
) -> Claim | None:
    if old_at is None:
        return None
    stated, old, new = (
        grid.slot(line.index, new_at, 0),
        grid.slot(amounts.index, old_at, 0),
        grid.slot(amounts.index, new_at, 0),
    )
    if (
        stated is None
        or old is None
        or new is None
        or not is_pair(old, new)
        or stated.unit != "%"
        or stated.value is None
    ):
        return None
    crossing = next(c for c in grid.crosses if c.index == new_at)
    said = place_of(grid, line, crossing)
    names = (old.quantity_id, new.quantity_id)
    family = f"{grid.table_no}:{grid.axis}:{line.index}:years"
    return Claim(
        "percent_change",
        "change",
        stated.quantity_id,
        names,
        (),
        stated.quote,
        said,
        True,
        None,
        family,
        readings=("years",),
    )


def is_pair(old: Quantity, new: Quantity) -> bool:
    """Two amounts of one unit, the old one above nought: growth from a loss has no rate that all
    would reckon alike.
    """
    rate = old.unit in ("%", "%p") or has(old.unit, "mark_unit")
    return (
        old.unit == new.unit
        and not rate
        and old.value is not None
        and new.value is not None
        and old.value > 0
    )
