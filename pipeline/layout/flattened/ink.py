"""Lines of text to ink: each character that is no blank has its place by its offset in its line, so
that the scored grid reads text as it reads a page.

A character is half an em wide: `pdftotext -layout` places columns by characters, not by how wide
they print. A line stands a whole line below the one above where a character stands under another;
where none does, less: cells of an even and of an odd number of lines, centred side by side, come
out as lines between lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from pipeline.layout.flattened.segments import LONGEST_LINE
from pipeline.layout.flattened.spans import Span
from pipeline.layout.grid.tokens import Loose, ink_to_lines
from pipeline.layout.grids import Ints
from pipeline.layout.gutters import Ink
from pipeline.layout.rulings import Reals
from pipeline.model import Line

EM = 10.0
WIDE = 5.0  # a character
INKED = 5.8  # of it with what it takes of the next: one blank parts no words, two part pieces
PITCH = 12.0  # from a line to the next one below it
BESIDE = 9.0  # the same where no character stands under another; such lines share no band
SOLID = 1.0  # em of white between two lines of one cell: a line of another may stand between


@dataclass(slots=True, eq=False)
class Source:
    """Where a page's ink comes from: its lines that are not blank, and the offset of each
    character.
    """

    lines: list[Line]
    offset: Ints

    def span(self, loose: Loose, first: int, last: int) -> Span:
        """The stretch of a line that the ink first..last (exclusive) is."""
        line = self.lines[int(loose.ink.row[first])]
        return Span(line, int(self.offset[first]), int(self.offset[last - 1]) + 1)


Sources = dict[int, Source]  # by page, 0 where the text knows no pages


def lines_to_looses(lines: Sequence[Line]) -> tuple[list[Loose], Sources]:
    """The ink of each page, and where it comes from.

    >>> two = [Line(7, None, "가 나"), Line(8, None, ""), Line(9, None, " 다")]
    >>> (loose,), sources = lines_to_looses(two)
    >>> loose.ink.x0.tolist(), loose.ink.top.tolist(), sources[0].span(loose, 1, 2)[1:]
    ([0.0, 10.0, 5.0], [0.0, 0.0, 24.0], (2, 3))
    """
    looses: list[Loose] = []
    sources: Sources = {}
    for page, own in groupby(lines, key=lambda line: line.page or 0):
        part = list(own)
        if page not in sources and (filled := [k for k, x in enumerate(part) if _is_filled(x)]):
            loose, sources[page] = _page_to_loose(page, part, filled)
            looses.append(loose)
    return looses, sources


def _page_to_loose(page: int, part: Sequence[Line], filled: Sequence[int]) -> tuple[Loose, Source]:
    """A page's ink; `filled`: its lines that have any."""
    offsets = [_offsets(part[k].text) for k in filled]
    count = [len(at) for at in offsets]
    offset = np.concatenate(offsets)
    code = [ord(part[k].text[i]) for k, at in zip(filled, offsets, strict=True) for i in at]
    top = np.repeat(_tops(filled, offsets), count)
    row = np.repeat(np.arange(len(filled)), count)
    x0: Reals = offset.astype(np.float64) * WIDE
    ink = Ink(x0, x0 + WIDE, top, top + EM, np.array(code), row, EM)
    loose = Loose(page, float(top[-1]) + EM, ink, ink_to_lines(ink, np.full(len(row), EM)))
    return loose, Source([part[k] for k in filled], offset)


def _is_filled(line: Line) -> bool:
    """It has characters, and no more of them than a page is wide."""
    return len(line.text) <= LONGEST_LINE and not (line.text.isspace() or not line.text)


def _offsets(text: str) -> Ints:
    return np.array([i for i, sign in enumerate(text) if not sign.isspace()], np.int64)


def _tops(filled: Sequence[int], offsets: Sequence[Ints]) -> Reals:
    """The height of each line; `filled`: its number among all lines, blank ones too."""
    reach = np.full(max(int(at[-1]) for at in offsets) + 1, -PITCH)
    tops = np.zeros(len(filled))
    for n, at in enumerate(offsets):
        blank = filled[n] - filled[n - 1] - 1 if n else 0
        above = tops[n - 1] if n else -PITCH
        beside = max(above + BESIDE, float(reach[at].max()) + PITCH)
        tops[n] = above + PITCH * (1 + blank) if blank else beside
        reach[at] = tops[n]
    return tops
