"""Shares in a table that no formula names: 구성비 of its column's total, and “만족 비율” beside the
columns 만족 and 응답자.

Which column is the base is not printed; every one that may be is a reading, and the rows together
say which (a family).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lexicon import ends_in, having, values_of
from pipeline.model import Claim
from pipeline.pattern import named
from pipeline.quantify.claim_grid import Grid, GridLine, place_of, total_rank

FEWEST = 3  # shares in a column, so that the others can confirm what one of them breaks
# lines on either side of a share that its base is looked for in; else a table of a thousand shares
# has a million readings
REACH = 24
SHORTEST = 2  # letters of the word that a share is named by
STEM = named("claims.share_stem")

Reading = tuple[
    int, int, int
]  # numerator line, base line, the cross of the base (-1: the share's own)


def grid_to_share_claims(grid: Grid) -> list[Claim]:
    """The shares among the lines of one axis."""
    made = []
    for line in grid.lines:
        core = line.labels[-1].core if line.labels else ""
        readings = of_the_total(grid, line, core) or of_a_neighbour(grid, line, core)
        claims = line_to_claims(grid, line, readings) if readings else []
        made += claims if len(claims) >= FEWEST else []
    return made


def of_the_total(grid: Grid, line: GridLine, core: str) -> list[Reading]:
    """구성비: each amount column against its own cell in the one total that the table has."""
    totals = [c.index for c in grid.crosses if any(total_rank(lab.core) for lab in c.labels)]
    if len(totals) != 1 or not ends_in(core, "head_of_share"):
        return []
    amounts = [n for n in nearest(grid, line) if not is_rate(n)]
    return [(n.index, n.index, totals[0]) for n in amounts]


def of_a_neighbour(grid: Grid, line: GridLine, core: str) -> list[Reading]:
    """만족 비율: the column 만족 against every other column; rates whose making is known by name
    are not looked for.
    """
    stem = STEM.match(core)
    known = (*values_of("quotient"), *having("head_of_change_rate"))
    if stem is None or any(core.endswith(name) for name in known):
        return []
    amounts = [n for n in nearest(grid, line) if not is_rate(n)]
    numerators = [n for n in amounts if n.labels and n.labels[-1].core == stem["stem"]]
    return [(n.index, base.index, -1) for n in numerators[:1] for base in amounts if base is not n]


def nearest(grid: Grid, line: GridLine) -> list[GridLine]:
    """The other lines within reach, those before the share first and the nearest of them first."""
    return sorted(
        (n for n in grid.around(line, REACH).lines if n is not line),
        key=lambda n: (n.index > line.index, abs(n.index - line.index)),
    )


def is_rate(line: GridLine) -> bool:
    return any(ends_in(lab.core, "measured_rate") for lab in line.labels)


def line_to_claims(grid: Grid, line: GridLine, readings: Sequence[Reading]) -> list[Claim]:
    """One claim for every share of the line, all with the same readings in the same order."""
    made = []
    for cross in grid.crosses:
        stated = grid.slot(line.index, cross.index, 0)
        if (
            stated is None
            or stated.unit != "%"
            or stated.value is None
            or any(at == cross.index for _, _, at in readings)
        ):
            continue
        lists = [operands(grid, reading, cross.index) for reading in readings]
        if any(lists):
            family = f"{grid.table_no}:{grid.axis}:{line.index}:shares"
            more = tuple(lists[1:])
            said = place_of(grid, line, cross)
            made.append(
                Claim(
                    "ratio",
                    "ratio",
                    stated.quantity_id,
                    lists[0],
                    more,
                    stated.quote,
                    said,
                    family=family,
                    readings=tuple(f"ratio:{a},{b},{at}" for a, b, at in readings),
                )
            )
    return made


def operands(grid: Grid, reading: Reading, cross: int) -> tuple[str, ...]:
    numerator, base, at = reading
    one, other = grid.slot(numerator, cross, 0), grid.slot(base, cross if at < 0 else at, 0)
    if (
        one is None
        or other is None
        or one.unit != other.unit
        or one.kind not in ("count", "money")
        or not other.value
    ):
        return ()
    return one.quantity_id, other.quantity_id
