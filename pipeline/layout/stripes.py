"""Rows told by shading: every second row filled, no rule drawn. The sides of the stripes are the rows' edges."""

from __future__ import annotations

import numpy as np

from pipeline.layout.gutters import Ink
from pipeline.layout.rulings import Edges, Reals
from pipeline.model.document import Floats

LOW, HIGH = 6.0, 240.0  # pt: heights of a stripe; what is lower is a rule, what is higher a panel
SHORTEST = 100.0  # pt of a stripe's width
SAME_SIDE = 1.5  # pt between the ends of two stripes of one table, and between the fills of two cells of one row
APART = 4.0  # pt between two stripes with a plain row between them
FEWEST = 2  # plain rows between stripes: fewer are two boxes
ALIKE, HIGHER = 1.6, 2.5  # times the stripes' height, in the middle and at most: between shaded names of areas stand many rows
CLOSE = 0.9  # em of white inside the plain row above the first stripe or below the last one
THIN = 0.3  # pt


def with_stripes(across: Edges, fills: Floats, ink: Ink) -> Edges:
    """Horizontal edges with those of striped tables, where no rule crosses the stripes.

    Source: reports made from spreadsheets and web pages shade every second row and draw nothing; by white alone a title of two lines
    beside a text of three falls into rows of its own.
    """
    found = [_stack_to_edges(stack, ink) for stack in fills_to_stacks(fills) if not _has_rule(across, stack)]
    if not found:
        return across
    at, lo, hi = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return Edges(
        np.append(across.at, at), np.append(across.lo, lo), np.append(across.hi, hi), np.append(across.half, np.full(len(at), THIN))
    )  # fmt: skip


def fills_to_stacks(fills: Floats) -> list[Reals]:
    """Stripes of one width below one another, (n, 4) each: fills of one row's cells made one, at least FEWEST plain rows between.

    >>> rows = [(50, y, 400, y + 20) for y in (100, 140, 180)]
    >>> [len(stack) for stack in fills_to_stacks(np.array(rows, np.float32))], fills_to_stacks(np.array(rows[:2], np.float32))
    ([3], [])
    """
    if len(fills) <= FEWEST:
        return []
    stacks: list[list[list[float]]] = []
    for stripe in _fills_to_stripes(fills):
        same = next((s for s in stacks if max(abs(s[0][0] - stripe[0]), abs(s[0][2] - stripe[2])) < SAME_SIDE), None)
        if same is None:
            stacks.append([stripe])
        elif stripe[1] > same[-1][3] - 1:
            same.append(stripe)
    return [np.array(s) for s in stacks if _is_striped(np.array(s))]


def _fills_to_stripes(fills: Floats) -> list[list[float]]:
    """The fills of one row's cells made one, top down; narrow ones are no rows."""
    tall = fills[:, 3] - fills[:, 1]
    own = np.asarray(fills, np.float64)[(tall > LOW) & (tall < HIGH)]
    stripes: list[list[float]] = []
    for x0, top, x1, bottom in own[np.lexsort((own[:, 0], np.round(own[:, 3]), np.round(own[:, 1])))].tolist():
        last = stripes[-1] if stripes else None
        if last and abs(last[1] - top) < 1 and abs(last[3] - bottom) < 1 and -1 < x0 - last[2] < SAME_SIDE:
            last[2] = x1
        else:
            stripes.append([x0, top, x1, bottom])
    return [stripe for stripe in stripes if stripe[2] - stripe[0] > SHORTEST]


def _is_striped(stack: Reals) -> bool:
    """Whether the plain stretches between the stripes are one row each, about as high as the shaded ones."""
    gaps = stack[1:, 1] - stack[:-1, 3]
    plain, tall = gaps[gaps > APART], stack[:, 3] - stack[:, 1]
    alike = len(plain) >= FEWEST and np.median(plain) < ALIKE * np.median(tall) and plain.max() < HIGHER * tall.max()
    return bool(alike and (gaps > -1).all())


def _has_rule(across: Edges, stack: Reals) -> bool:
    inside = (across.at > stack[0, 1] - 2) & (across.at < stack[-1, 3] + 2)
    return bool((inside & (across.hi > stack[0, 0]) & (across.lo < stack[0, 2])).any())


def _stack_to_edges(stack: Reals, ink: Ink) -> tuple[Reals, Reals, Reals]:
    """Tops and bottoms of the stripes, and the far side of the plain row before and behind them."""
    lo, hi = float(stack[:, 0].min()), float(stack[:, 2].max())
    sides = np.sort(np.concatenate((stack[:, 1], stack[:, 3])))
    at = sides[np.concatenate(([True], np.diff(sides) > 1))]
    tallest = float((stack[:, 3] - stack[:, 1]).max()) * 1.5
    part = ink.take((ink.x0 > lo - 1) & (ink.x1 < hi + 1))
    above, below = _reach(-part.bottom, -part.top, -at[0], CLOSE * ink.em), _reach(part.top, part.bottom, at[-1], CLOSE * ink.em)
    more = [-above] if 0 < above + at[0] < tallest else []
    more += [below] if 0 < below - at[-1] < tallest else []
    at = np.sort(np.append(at, more))
    return at, np.full(len(at), lo), np.full(len(at), hi)


def _reach(near: Reals, far: Reals, side: float, close: float) -> float:
    """How far ink goes on from `side` without more white than `close`; `side` itself where there is none."""
    edge = side
    for start, end in sorted(zip(near[near > side - 1].tolist(), far[near > side - 1].tolist(), strict=True)):
        if start - edge > close:
            break
        edge = max(edge, end)
    return edge + 1.0 if edge > side else side
