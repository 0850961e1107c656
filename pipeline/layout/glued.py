"""Two tables that touch: the rule at the foot of the one is the rule at the head of the other."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.layout.rulings import Edges, Reals

MEETS = 2.0  # pt between the end of an upright edge and the rule it ends at
SAME = 2.0  # pt between the edges of one column
FEWEST = 3  # level edges: two rows
COVERED = 0.8  # of a table's width
OTHER_SIDE = 6.0  # pt by which the sides of another table stand elsewhere


def edges_to_tables(across: Edges, down: Edges) -> Iterator[tuple[Edges, Edges]]:
    """The edges of one group, parted where no upright edge runs through, no column goes on and a
    side stands elsewhere.

    Source: a table of growth rates right on the box of the next heading, set 23 pt narrower.
    """
    for y in np.unique(np.round(across.at, 1)).tolist() if len(down) > 3 else ():
        above, below = down.hi < y + MEETS, down.lo > y - MEETS
        own = across.at < y + MEETS
        if not (
            above.any()
            and below.any()
            and (above | below).all()
            and _are_two(down.at[above], down.at[below])
        ):
            continue
        if _spanning(across.take(own), down.at[above]) >= FEWEST and _covers(
            across.take(~own), down.at[below]
        ):  # no boxes of a chart
            lower = across.take(~own)
            lo, hi = float(down.at[below].min()), float(down.at[below].max())
            yield across.take(own), down.take(above)
            half = float(across.half.max())
            closed = Edges(
                np.append(lower.at, y),
                np.append(lower.lo, lo),
                np.append(lower.hi, hi),
                np.append(lower.half, half),
            )
            yield from edges_to_tables(closed, down.take(below))
            return
    yield across, down


def _spanning(across: Edges, columns: Reals) -> int:
    """How many level edges run from side to side."""
    return int(((across.lo < columns.min() + MEETS) & (across.hi > columns.max() - MEETS)).sum())


def _covers(across: Edges, columns: Reals) -> bool:
    """Whether the lowest edges run nearly from side to side: the cells of a heading's box stand a
    little apart.
    """
    lo, hi = columns.min(), columns.max()
    own = across.at > across.at.max(initial=-np.inf) - MEETS
    return bool(
        (np.clip(across.hi[own], lo, hi) - np.clip(across.lo[own], lo, hi)).sum()
        > COVERED * (hi - lo)
    )


def _are_two(above: Reals, below: Reals) -> bool:
    """Another side, and no inner column in common.

    >>> _are_two(np.array([50., 150, 400]), np.array([50., 80, 370])), _are_two(np.array([50., 150, 400]), np.array([50., 80, 400]))
    (True, False)
    """
    sides = max(abs(above.min() - below.min()), abs(above.max() - below.max()))
    inner, other = (x[(x > x.min() + SAME) & (x < x.max() - SAME)] for x in (above, below))
    shared = (
        (np.abs(inner[:, None] - other[None, :]) < SAME).any()
        if len(inner) and len(other)
        else False
    )
    return bool(sides > OTHER_SIDE and len(inner) and len(other) and not shared)
