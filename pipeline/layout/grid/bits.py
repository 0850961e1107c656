"""Lines of a table's parts to bits: the ink of one line in one column."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

import numpy as np

from pipeline.layout.figures import AMOUNT, FIGURE
from pipeline.layout.grid.reach import is_spanning
from pipeline.layout.grid.regions import Region
from pipeline.layout.grid.tokens import Line, Loose
from pipeline.text import numbering_at

SPANS = -1  # the column of a name over all of them
STRIP = 1e5  # pt from one page to the next, laid one below another
BLANK = 0.18  # em of white that is a blank
LONGEST_FIGURE = 40  # characters


@dataclass(slots=True, eq=False)
class Bit:
    """The ink of one line in one column; `top`, `bottom` on the strip of all pages."""

    page: int  # which part
    col: int
    top: float
    bottom: float
    x0: float
    x1: float
    text: str
    number: tuple[str, int] | None  # kind and depth of the numbering that opens it
    value: tuple[int, ...] = ()
    figure: bool = False
    line: int = 0  # of its page's part
    first: int = 0  # of its page's ink; last exclusive
    last: int = 0


def region_to_bits(region: Region) -> list[Bit]:
    found: list[Bit] = []
    for page, part in enumerate(region.parts):
        for number, (line, name) in enumerate(zip(part.lines(), part.names(), strict=True)):
            if name or is_spanning(line, region.edges, region.em):
                own = [_bit(part.loose, page, SPANS, line.first, line.last)]
            else:
                own = list(_line_to_bits(part.loose, line, page, region.edges))
            for b in own:
                b.line = number
            found += own
    return found


def _line_to_bits(loose: Loose, line: Line, page: int, edges: Sequence[float]) -> Iterator[Bit]:
    x0, x1 = loose.ink.x0[line.first : line.last], loose.ink.x1[line.first : line.last]
    col = np.searchsorted(edges, (x0 + x1) / 2)
    starts = [0, *(np.flatnonzero(col[1:] != col[:-1]) + 1).tolist(), len(col)]
    for a, b in pairwise(starts):
        yield _bit(loose, page, int(col[a]), line.first + a, line.first + b)


def _bit(loose: Loose, page: int, col: int, a: int, b: int) -> Bit:
    ink = loose.ink
    text = _text(loose, a, b)
    found = loose.numbers.get(a) or numbering_at(text)
    number = (found.kind, len(found.value)) if found else None
    return Bit(
        page,
        col,
        page * STRIP + float(ink.top[a:b].min()),
        page * STRIP + float(ink.bottom[a:b].max()),
        float(ink.x0[a]),
        float(ink.x1[a:b].max()),
        text,
        number,
        found.value if found else (),
        _is_figure("".join(text.split())),
        first=a,
        last=b,
    )


def _is_figure(bare: str) -> bool:
    return len(bare) <= LONGEST_FIGURE and bool(FIGURE.fullmatch(bare) or AMOUNT.fullmatch(bare))


def _text(loose: Loose, a: int, b: int) -> str:
    """The letters a..b with a blank wherever there is white."""
    ink = loose.ink
    wide = ink.x0[a + 1 : b] - ink.x1[a : b - 1] > BLANK * ink.em
    text = [chr(ink.code[a])]
    for code, white in zip(ink.code[a + 1 : b].tolist(), wide.tolist(), strict=True):
        text.append(" " + chr(code) if white else chr(code))
    return "".join(text)


class Beside:
    """Bits by their height on the strip of all pages.

    >>> from types import SimpleNamespace as Some
    >>> both = Beside([Some(top=0, bottom=30), Some(top=10, bottom=12), Some(top=50, bottom=60)])
    >>> len(both.between(20, 40)), len(both.between(30, 50))
    (1, 0)
    """

    def __init__(self, bits: Sequence[Bit]) -> None:
        self.bits = sorted(bits, key=lambda b: b.top)
        self.tops = [b.top for b in self.bits]
        self.reach = list(accumulate((b.bottom for b in self.bits), max))

    def between(self, top: float, bottom: float) -> list[Bit]:
        """Those that share some of the height top..bottom."""
        first, last = bisect_right(self.reach, top), bisect_left(self.tops, bottom)
        return [b for b in self.bits[first:last] if b.bottom > top]
