"""Rows told by shading: every second row filled, no rule drawn. The sides of the stripes are the
rows' edges.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np

from pipeline.layout.aligned import Lines, line_words
from pipeline.layout.captions import is_caption, text_to_unit
from pipeline.layout.grids import Bools
from pipeline.layout.gutters import Ink
from pipeline.layout.heads import lines_to_head
from pipeline.layout.opensides import KNOWN, head_above, is_alone, is_larger, lines_between
from pipeline.layout.rulings import Edges, Reals
from pipeline.model.document import Floats

LOW, HIGH = 6.0, 240.0  # pt: heights of a stripe; what is lower is a rule, what is higher a panel
SHORTEST = 100.0  # pt of a stripe's width
# pt between the ends of two stripes of one table, and between the fills of two cells of one row
SAME_SIDE = 1.5
APART = 4.0  # pt between two stripes with a plain row between them
FEWEST = 2  # plain rows between stripes that do not show their cells: fewer are two boxes
ALIKE, HIGHER = (
    1.6,
    2.5,
)  # times the stripes' height, in the middle and at most: between shaded names of areas stand many rows
CLOSE = 0.9  # em of white inside the plain row above the first stripe or below the last one
INSET = 1.5  # pt
MOST_FILLS = 600
WHOLE = 0.96  # of a header's box is covered by its cells

Fill = tuple[float, float, float, float]


@dataclass(slots=True, eq=False)
class Stripe:
    """A shaded row: its sides, and the fills of its cells (one, where it is filled at a stroke),
    left to right.
    """

    top: float
    bottom: float
    lo: float
    hi: float
    cells: list[Fill]

    @property
    def inner(self) -> list[float]:
        """Column edges, by its cells."""
        found: list[float] = []
        for x0 in sorted(x for x, *_ in self.cells):
            if x0 - (found[-1] if found else self.lo) > SAME_SIDE:
                found.append(x0)
        return found


@dataclass(slots=True, eq=False)
class Stack:
    """The stripes of one table, top down, and its column edges; where it begins above the first and
    ends below the last stripe.

    `narrow`: shaded labels beside the stripes; `added`: sides between two plain rows.
    """

    stripes: list[Stripe]
    inner: list[float] = field(default_factory=list)
    top: float | None = None
    bottom: float | None = None
    narrow: list[Fill] = field(default_factory=list)
    added: list[float] = field(default_factory=list)

    @property
    def lo(self) -> float:
        return min(s.lo for s in self.stripes)

    @property
    def hi(self) -> float:
        return self.stripes[0].hi

    def ends(self) -> tuple[float, float]:
        first, last = self.stripes[0].top, self.stripes[-1].bottom
        return (self.top if self.top is not None else first), (
            self.bottom if self.bottom is not None else last
        )


def fills_to_stacks(fills: Floats, across: Edges, ink: Ink) -> list[Stack]:
    """The tables of a page that stripes tell, where no rule crosses them.

    Source: reports made from spreadsheets and web pages shade every second row and draw nothing; by
    white alone a title of two lines beside a text of three falls into rows of its own.
    """
    levels = np.sort((ink.top + ink.bottom) / 2)
    fills = fills[
        levels.searchsorted(fills[:, 3]) > levels.searchsorted(fills[:, 1])
    ]  # cells of ruled tables have no loose ink
    if len(fills) < 2:
        return []
    stripes, narrow = _fills_to_stripes(fills)
    found = []
    for stack in _stripes_to_stacks(stripes):
        if _has_rule(across, stack) or not _holds(stack, ink):
            continue
        own = _split(stack, ink)
        if _is_striped(own):
            found += [_with_ends(one, ink, narrow) for one in own]
    return found


def _fills_to_stripes(fills: Floats) -> tuple[list[Stripe], list[Fill]]:
    """The fills of one row's cells made one, top down, and the narrow ones, which are no rows."""
    tall = fills[:, 3] - fills[:, 1]
    own = np.asarray(fills, np.float64)[(tall > LOW) & (tall < HIGH)]
    stripes, taken = _fills_to_headers(own)
    own = own[~taken]
    for x0, top, x1, bottom in own[
        np.lexsort((own[:, 0], np.round(own[:, 3]), np.round(own[:, 1])))
    ].tolist():
        last = stripes[-1] if stripes else None
        if (
            last
            and abs(last.top - top) < 1
            and abs(last.bottom - bottom) < 1
            and -1 < x0 - last.hi < SAME_SIDE
        ):
            last.hi = x1
            last.cells.append((x0, top, x1, bottom))
        else:
            stripes.append(Stripe(top, bottom, x0, x1, [(x0, top, x1, bottom)]))
    narrow = [c for s in stripes if s.hi - s.lo <= SHORTEST for c in s.cells]
    return [s for s in stripes if s.hi - s.lo > SHORTEST], narrow


def _fills_to_headers(fills: Reals) -> tuple[list[Stripe], Bools]:
    """Headers of several rows: fills of several heights that touch one another and leave no hole;
    and which fills they are.
    """
    taken = np.zeros(len(fills), bool)
    if not 2 < len(fills) <= MOST_FILLS:
        return [], taken
    x0, top, x1, bottom = fills.T
    across = np.minimum(x1[:, None], x1) - np.maximum(x0[:, None], x0)
    down = np.minimum(bottom[:, None], bottom) - np.maximum(top[:, None], top)
    touching = (np.minimum(across, down) > -SAME_SIDE) & (np.maximum(across, down) > SAME_SIDE)
    part = np.arange(len(fills))
    while (low := np.where(touching, part, len(fills)).min(axis=1)).tolist() != part.tolist():
        part = low
    found = []
    for mark in np.unique(part).tolist():
        own = fills[part == mark]
        lo, first, hi, last = own[:, 0].min(), own[:, 1].min(), own[:, 2].max(), own[:, 3].max()
        covered = ((own[:, 2] - own[:, 0]) * (own[:, 3] - own[:, 1])).sum()
        if (
            len(own) > 2
            and len(np.unique(np.round(own[:, 1]))) > 1
            and last - first < HIGH
            and covered > WHOLE * (hi - lo) * (last - first)
        ):
            taken |= part == mark
            found.append(
                Stripe(
                    float(first),
                    float(last),
                    float(lo),
                    float(hi),
                    [(a, b, c, d) for a, b, c, d in own.tolist()],
                )
            )
    return found, taken


def _holds(stack: Stack, ink: Ink) -> bool:
    """Every stripe has words in it, and none stand beside the stripes: a column left out would be
    lost.
    """
    middle = (ink.top + ink.bottom) / 2
    for s in stack.stripes:
        level = (middle > s.top) & (middle < s.bottom)
        if (
            not (level & (ink.x0 > s.lo - 1) & (ink.x1 < s.hi + 1)).any()
            or (level & ((ink.x1 < stack.lo) | (ink.x0 > stack.hi))).any()
        ):
            return False
    return True


def _stripes_to_stacks(stripes: list[Stripe]) -> list[Stack]:
    """Stripes below one another that end together and have the same columns; a merged label leaves
    its column unshaded.
    """
    stacks: list[Stack] = []
    for stripe in sorted(stripes, key=lambda s: s.top):
        stack = next((s for s in reversed(stacks) if abs(s.hi - stripe.hi) < SAME_SIDE), None)
        if stack is None or stripe.top < stack.stripes[-1].bottom - 1 or not _fits(stripe, stack):
            stacks.append(Stack([*_nearer(stack, stripe), stripe], stripe.inner))
        else:
            stack.stripes.append(stripe)
            stack.inner = max(stack.inner, stripe.inner, key=len)
    return stacks


def _nearer(stack: Stack | None, stripe: Stripe) -> list[Stripe]:
    """The last stripe of a stack, taken away from it, if it shows no cells and stands nearer to the
    first one of the next table.
    """
    if (
        stack is None
        or len(stack.stripes) < 2
        or stack.stripes[-1].inner
        or abs(stack.stripes[-1].lo - stripe.lo) > SAME_SIDE
    ):
        return []
    before, last = stack.stripes[-2:]
    return [stack.stripes.pop()] if 0 <= stripe.top - last.bottom < last.top - before.bottom else []


def _fits(stripe: Stripe, stack: Stack) -> bool:
    """Same sides, or begins at a column edge; and no column edge where the others have none.

    >>> header = Stripe(0, 10, 50, 400, [(50, 0, 100, 10), (100, 0, 400, 10)])
    >>> [_fits(Stripe(20, 30, x, 400, [(x, 20, 400, 30)]), Stack([header], header.inner)) for x in (50, 100, 130)]
    [True, True, False]
    """
    few, many = sorted((stripe.inner, stack.inner), key=len)
    begins = min((abs(x - stripe.lo) for x in (stack.lo, *stack.inner)), default=0.0) < SAME_SIDE
    return begins and all(min(abs(x - y) for y in many) < SAME_SIDE for x in few)


def _split(stack: Stack, ink: Ink) -> list[Stack]:
    """The stack cut where a heading stands before the next header, shaded or plain."""
    found = [Stack([stack.stripes[0]], stack.inner)]
    sides = stack.lo, stack.hi
    for above, below in pairwise(stack.stripes):
        lines = (
            lines_between(sides, ink, above.bottom, below.top)
            if below.top - above.bottom > APART
            else None
        )
        own = _heading(lines, below, sides, ink) if lines is not None else None
        if lines is None or own is None:
            found[-1].stripes.append(below)
            continue
        first, header = own
        found[-1].bottom = max(lines.bottom[:first]) + INSET if first else above.bottom
        found.append(
            Stack([below], stack.inner, lines.top[header] - INSET if header < len(lines) else None)
        )
    return found


def _heading(
    lines: Lines, below: Stripe, sides: tuple[float, float], ink: Ink
) -> tuple[int, int] | None:
    """The first line of the headings between two tables, and the first line of the plain header
    under them.
    """
    header = len(lines) if _is_header(below, sides, ink) else head_above(lines, below.top)
    if header is None:
        return None
    first = header
    while first and (is_alone(lines, first - 1) or is_larger(lines, first - 1)):
        first -= 1
    return (first, header) if first < header else None


def _is_header(stripe: Stripe, sides: tuple[float, float], ink: Ink) -> bool:
    """Whether words that head columns stand on a stripe."""
    lines = lines_between(sides, ink, stripe.top, stripe.bottom)
    return lines is not None and any(lines.header_words(i) >= KNOWN for i in range(len(lines)))


def _is_striped(stacks: list[Stack]) -> bool:
    """Whether the plain stretches between the stripes are one row each, about as high as the shaded
    ones.
    """
    pairs = [(a, b) for s in stacks for a, b in pairwise(s.stripes)]
    gaps = np.array([b.top - a.bottom for a, b in pairs])
    tall = np.array([s.bottom - s.top for stack in stacks for s in stack.stripes])
    plain = gaps[gaps > APART]
    if len(plain) < (1 if stacks[0].inner else FEWEST):
        return False
    return bool(np.median(plain) < ALIKE * np.median(tall) and plain.max() < HIGHER * tall.max())


def _has_rule(across: Edges, stack: Stack) -> bool:
    inside = (across.at > stack.stripes[0].top - 2) & (across.at < stack.stripes[-1].bottom + 2)
    return bool((inside & (across.hi > stack.lo) & (across.lo < stack.hi)).any())


def _with_ends(stack: Stack, ink: Ink, narrow: list[Fill]) -> Stack:
    """The stack with the plain row before its first stripe and behind its last one, and the shaded
    labels beside its stripes.
    """
    sides, first, last = (stack.lo, stack.hi), stack.stripes[0], stack.stripes[-1]
    tallest = HIGHER * max(s.bottom - s.top for s in stack.stripes)
    if stack.top is None and not _is_header(first, sides, ink):
        stack.top, stack.added = _plain_above(
            lines_between(sides, ink, -np.inf, first.top), first.top, tallest
        )
    if stack.bottom is None:
        stack.bottom = _plain_below(
            lines_between(sides, ink, last.bottom, np.inf), last.bottom, tallest
        )
    top, bottom = stack.ends()
    stack.narrow = [
        f
        for f in narrow
        if f[0] > sides[0] - 1 and f[2] < sides[1] + 1 and f[1] > top - 1 and f[3] < bottom + 1
    ]
    return stack


def _plain_above(
    lines: Lines | None, side: float, tallest: float
) -> tuple[float | None, list[float]]:
    """Where the plain row over the first stripe begins, a header or a line of three cells and more;
    and the side between a plain header and a plain first row."""
    if lines is None:
        return None, []
    last, em = len(lines) - 1, lines.ink.em
    near = side - lines.bottom[last] < CLOSE * em
    own, added = head_above(lines, side), list[float]()
    known = next((i for i in reversed(range(last)) if lines.header_words(i) >= KNOWN), None)
    if own is None and near and known is not None:
        head = lines_to_head(lines, known, last)
        whites = [lines.top[i + 1] - lines.bottom[i] for i in range(head.last, last)]
        if whites and max(whites) < CLOSE * em and side - lines.bottom[head.last] < tallest:
            own, added = (
                head.first,
                [(max(lines.bottom[head.first : head.last + 1]) + lines.top[head.last + 1]) / 2],
            )
    if own is None and near and len(lines.parts(last)) > 2:
        own = last
    reach = added[0] if added else side
    return (
        (lines.top[own] - INSET, added)
        if own is not None and reach - lines.top[own] < tallest
        else (None, [])
    )


def _plain_below(lines: Lines | None, side: float, tallest: float) -> float | None:
    """Where the plain row below the last stripe ends."""
    if lines is None:
        return None
    em, end, reach = lines.ink.em, 0, side
    while (
        end < len(lines)
        and lines.top[end] - reach < CLOSE * em
        and not is_larger(lines, end)
        and not _is_over_next(lines, end)
    ):
        reach, end = max(reach, lines.bottom[end]), end + 1
    several = any(len(lines.parts(i)) > 1 for i in range(end))
    return reach + INSET if several and reach - side < tallest else None


def _is_over_next(lines: Lines, line: int) -> bool:
    """A caption or a header of another table."""
    words = line_words(lines, line)
    return (
        len(words) == 1 and (is_caption(words[0]) or text_to_unit(words[0]) is not None)
    ) or lines.header_words(line) >= KNOWN
