"""Lines of a table's parts to bits: the ink of one line in one column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

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
OUTER_KINDS = frozenset({"roman", "latin_roman", "worded"})


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


def region_to_bits(region: Region) -> list[Bit]:
    found: list[Bit] = []
    for page, part in enumerate(region.parts):
        for number, line in enumerate(part.lines()):
            if is_spanning(line, region.edges, region.em):
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
    found = numbering_at(text)
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
