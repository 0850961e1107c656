"""Names over the columns of a table, as those of areas, told from what stands in its cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from pipeline.layout.grid.bits import SPANS, STRIP, Bit
from pipeline.layout.grid.reach import OUTER_KINDS
from pipeline.layout.grid.regions import Region
from pipeline.layout.grid.tokens import PIECE
from pipeline.text import bullet_at

LONGEST_NAME = 60  # characters
LONE = 0.2  # em that what is over and under a name that stands alone may reach into its height
COMMON = 0.1  # of the whites between lines of one column
MORE = 0.2  # em of white more than between two lines of a cell
APART = 0.45  # em of white over and under a centred name: a wrapped word has a line's white above
WIDEST = 0.9  # of the gaps between lines are narrower than what is held for a name's room
FURTHER = 0.7  # em more than that
NEXT = 1.5  # heights of a name between it and the rules over and under it
CENTRED = 1.2  # em from the table's middle
SHORT = 0.6  # of the table's width
AT_START = 0.4  # em from where the column's lines begin


def names_to_one(bits: list[Bit], text: int, region: Region) -> list[Bit]:
    """A name in which a blank happens to lie on an edge made one: alone in its height, its words no
    further apart than words are.
    """
    found: list[Bit] = []
    em, whites, starts = region.em, _line_whites(bits), _column_starts(bits)
    apart = _apart(bits, em)
    for b, white in zip(bits, whites, strict=True):
        last = found[-1] if found else None
        alone = min(white) > apart and (
            (b.col < text and _is_between_rules(region, b)) or not _is_at_start(b, starts, em)
        )
        if last is not None and alone and _is_one_name(last, b, em):
            last.col, last.x1, last.text = SPANS, b.x1, f"{last.text} {b.text}"
            last.last = b.last
        else:
            found.append(b)
    return found


def _is_one_name(last: Bit, b: Bit, em: float) -> bool:
    """Two neighbours of one line, no further apart than words."""
    near = last.line == b.line and b.x0 - last.x1 < PIECE * em
    return near and len(last.text) + len(b.text) < LONGEST_NAME


def _is_at_start(b: Bit, starts: Sequence[float], em: float) -> bool:
    """It begins where a column's lines do."""
    return any(abs(b.x0 - x) < AT_START * em for x in starts)


def _line_whites(bits: Sequence[Bit]) -> list[tuple[float, float]]:
    """The white above and below the line of each bit, all its bits together."""
    found = []
    for own in _by_line(bits):
        top, bottom = min(b.top for b in own), max(b.bottom for b in own)
        found.append((own, top, bottom))
    whites: dict[int, tuple[float, float]] = {}
    reach = -STRIP
    for k, (own, top, bottom) in enumerate(found):
        after = found[k + 1][1] if k + 1 < len(found) else STRIP * STRIP
        whites |= {id(b): (top - reach, after - bottom) for b in own}
        reach = max(reach, bottom)
    return [whites[id(b)] for b in bits]


def _by_line(bits: Sequence[Bit]) -> list[list[Bit]]:
    lines: dict[tuple[int, int], list[Bit]] = {}
    for b in bits:
        lines.setdefault((b.page, b.line), []).append(b)
    return [lines[key] for key in sorted(lines)]


def names_to_spans(bits: list[Bit], keys: set[tuple[str, int] | None], em: float) -> None:
    """Names of areas too short to reach over an edge: alone in their height, and numbered in an
    outer kind, or centred over the table and not where a column's lines begin.
    """
    sides = _sides(bits)
    starts, apart = _column_starts(bits), _apart(bits, em)
    for b, white in zip(bits, _whites(bits), strict=True):
        if min(white) < -LONE * em or b.col == SPANS:
            continue
        in_row = min(white) <= apart or _is_at_start(b, starts, em) or _is_at_page_end(b, white)
        if _is_outer(b, keys) or (not in_row and _is_centred(b, sides, em)):
            b.col = SPANS


def _is_outer(b: Bit, keys: set[tuple[str, int] | None]) -> bool:
    """It is numbered in an outer kind that neither titles nor labels have."""
    return b.number is not None and b.number[0] in OUTER_KINDS and b.number not in keys


def _sides(bits: Sequence[Bit]) -> tuple[float, float]:
    """Where the table's ink begins and ends."""
    return min((b.x0 for b in bits), default=0.0), max((b.x1 for b in bits), default=0.0)


def _is_centred(b: Bit, sides: tuple[float, float], em: float) -> bool:
    """It stands about the table's middle, no figure and no marked line."""
    left, right = sides
    short = b.x1 - b.x0 < SHORT * (right - left)
    middle = abs(b.x0 + b.x1 - left - right) < 2 * CENTRED * em
    return short and middle and not (b.figure or bullet_at(b.text))


def names_at_left(
    bits: list[Bit], labels: int, keys: set[tuple[str, int] | None], region: Region
) -> None:
    """Names that begin where labels do: alone between two rules from side to side, or in white in
    which one more line and two edges of rows have room, though no two rows stand so far apart.
    """
    em = region.em
    others = [b for b in bits if b.col not in range(labels)]
    usual, apart, around = _usual_gap(others, em), _apart(bits, em), Around(others)
    for b, white in zip(bits, _whites(bits), strict=True):
        if b.col != 0 or _is_of_row(b, white, keys, em):
            continue
        in_row = min(white) <= apart or _is_at_page_end(b, white)
        if _is_between_rules(region, b) or (not in_row and around.room(b) > usual):
            b.col = SPANS


def _is_of_row(
    b: Bit, white: tuple[float, float], keys: set[tuple[str, int] | None], em: float
) -> bool:
    """Others stand in its height, or it is numbered as the titles or the labels are."""
    if min(white) < -LONE * em:
        return True
    return b.number is not None and b.number in keys and b.number[0] not in OUTER_KINDS


class Around:
    """Bits by their height, to ask for the white about one."""

    def __init__(self, bits: Sequence[Bit]) -> None:
        self.tops = sorted(b.top for b in bits)
        self.reach = list(accumulate((b.bottom for b in sorted(bits, key=lambda b: b.top)), max))

    def room(self, one: Bit) -> float:
        """Its height and the white above and below it up to the next of others; a page's head and
        foot are far.
        """
        above, below = bisect_left(self.tops, one.top), bisect_right(self.tops, one.top)
        top = self.reach[above - 1] if above else -STRIP
        bottom = self.tops[below] if below < len(self.tops) else STRIP * STRIP
        return bottom - top


def _apart(bits: Sequence[Bit], em: float) -> float:
    """White over and under a name: more than two lines of one cell have between them."""
    last: dict[int, Bit] = {}
    whites: Counter[float] = Counter()
    for b in sorted(bits, key=lambda b: b.top):
        before = last.get(b.col)
        if before is not None and 0 < b.top - before.bottom < em:
            whites[round(b.top - before.bottom, 1)] += 1
        last[b.col] = b
    least = COMMON * whites.total()
    common = [white for white, n in whites.items() if n >= least]
    usual = min(common, default=0.0)
    return max(APART * em, usual + MORE * em)


def _usual_gap(bits: Sequence[Bit], em: float) -> float:
    """White that hardly any two rows have between them, one line of it not counted."""
    gaps = [above for above, _ in _whites(bits) if 0 < above < STRIP / 2]
    return float(np.quantile(gaps, WIDEST)) + FURTHER * em if gaps else 0.0


def _is_between_rules(region: Region, b: Bit) -> bool:
    """Whether rules from side to side lie right over and under a bit."""
    every = len(region.edges) + 1
    high = b.bottom - b.top
    top, bottom = b.top - b.page * STRIP, b.bottom - b.page * STRIP
    over = region.walls.between(b.page, top - NEXT * high, top)
    under = region.walls.between(b.page, bottom, bottom + NEXT * high)
    return all(any(len(w.over) == every for w in walls) for walls in (over, under))


def _is_at_page_end(b: Bit, white: tuple[float, float]) -> bool:
    """Whether a bit is the last of a page, or the first of a page but the table's first: there it
    may as well be the rest of a cell that the page cuts.
    """
    return white[1] > STRIP / 2 or (white[0] > STRIP / 2 and b.page > 0)


def _column_starts(bits: Sequence[Bit]) -> list[float]:
    by_col: dict[int, Counter[int]] = {}
    for b in bits:
        if b.col != SPANS:
            by_col.setdefault(b.col, Counter())[round(b.x0)] += 1
    return [float(count.most_common(1)[0][0]) for count in by_col.values()]


def _whites(bits: Sequence[Bit]) -> list[tuple[float, float]]:
    """The white above and below each bit, in order of their tops; below 0 where others stand
    beside it.
    """
    found = []
    reach = -STRIP
    for i, b in enumerate(bits):
        after = bits[i + 1].top if i + 1 < len(bits) else STRIP * STRIP
        found.append((b.top - reach, after - b.bottom))
        reach = max(reach, b.bottom)
    return found
