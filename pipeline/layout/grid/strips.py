"""Tables of few columns without any rule, by lines that stand beside one another: a label in the
middle of its row stands between two lines of the cell beside it, which lines of running text never
do.

In: the lines of a page and which of them other tables have. Out: bands of lines, as aligned.py
gives them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.layout.aligned import FAR, Band, Gutters, Lines, lines_to_bands
from pipeline.layout.gutters import NARROWEST, Tracks

FEWEST_ROWS = 3
FEWEST_BESIDE = 2  # of them of lines that stand beside one another
LABELS = (
    0.4  # of the table's width that its first column has at most: prose in two columns has more
)
SOLID = 0.75  # em of white between two lines of one cell
MOST_LINES = 300
MOST_ABOVE = 12  # lines of a first row over its label


@dataclass(slots=True)
class Growing:
    """Strips of lines that leave the same gutters free."""

    tracks: Tracks
    first: int
    last: int  # of the last strip of several cells
    rows: int = 0
    beside: int = 0
    sides: list[tuple[float, float]] = field(default_factory=list)  # of rows


def lines_to_all_bands(lines: Lines) -> list[Band]:
    """The bands that segments of lines tell, and those that lines beside one another do."""
    bands = lines_to_bands(lines)
    return sorted([*bands, *lines_to_strip_bands(lines, bands)], key=lambda band: band.first)


def lines_to_strip_bands(lines: Lines, taken: Sequence[Band]) -> list[Band]:
    """The tables in the lines that no other band has."""
    own = {i for band in taken for i in range(band.first, band.last + 1)}
    found: list[Band] = []
    at = 0
    while at < len(lines):
        band = None if at in own else _from(lines, at, own)
        if band is not None:
            found.append(band)
        at = band.last + 1 if band else at + 1
    return found


def _from(lines: Lines, at: int, own: set[int]) -> Band | None:
    """The table whose first row with two cells begins at a line."""
    strip = lines.strip(at)
    gutters = _gutters(lines, strip)
    if not gutters or (len(strip) == 1 and not lines.is_strong(at)):
        return None
    grown = Growing(Tracks.of(gutters), at, at)
    for own_strip in _strips(lines, at, own):
        if not _take(lines, grown, own_strip):
            break
    if not _is_table(grown):
        return None
    kept = grown.tracks.lasting()
    first = _above(lines, grown.first, own, kept)
    last = _below(lines, grown.last, own, kept)
    return Band(first, last, kept, set(), grown.rows, False)


def _gutters(lines: Lines, strip: range) -> Gutters:
    cells = lines.clusters(strip)
    return [(a[1], b[0]) for a, b in pairwise(cells)]


def _strips(lines: Lines, at: int, own: set[int]) -> Iterator[range]:
    last = min(len(lines), at + MOST_LINES)
    while at < last and at not in own:
        strip = lines.strip(at)
        yield strip
        at = strip[-1] + 1


def _take(lines: Lines, grown: Growing, strip: range) -> bool:
    """Goes on with a strip; False where it cannot be of the table."""
    at, em = strip[0], lines.ink.em
    if at > grown.first and lines.top[at] - lines.bottom[at - 1] > FAR * em:
        return False
    spans = [span for line in strip for span in lines.spans(line)]
    left = grown.tracks.after(spans, NARROWEST * em)
    if None in left:
        return False
    if len({_column(span, grown.tracks.free) for span in spans}) > 1:
        grown.tracks.take(left)
        grown.last, grown.rows = strip[-1], grown.rows + 1
        grown.beside += len(strip) > 1
        grown.sides.append((min(a for a, _ in spans), max(b for _, b in spans)))
    return True


def _column(span: tuple[float, float], gutters: Gutters) -> int:
    """Behind how many gutters the middle of a stretch stands."""
    return sum(sum(span) / 2 > a for a, _ in gutters)


def _is_table(grown: Growing) -> bool:
    if grown.rows < FEWEST_ROWS or grown.beside < FEWEST_BESIDE:
        return False
    left, right = min(a for a, _ in grown.sides), max(b for _, b in grown.sides)
    gutter = grown.tracks.free[0]
    return gutter[0] - left < LABELS * (right - left)


def _above(lines: Lines, first: int, own: set[int], gutters: Gutters) -> int:
    """The first line: those of the first row over its label, and a header over them."""
    at = first
    while at and at - 1 not in own and first - at < MOST_ABOVE:
        white = lines.top[at] - lines.bottom[at - 1]
        header = len(lines.parts(at - 1)) > 1
        if white > (FAR if header else SOLID) * lines.ink.em or _crosses(lines, at - 1, gutters):
            break
        at -= 1
    return at


def _below(lines: Lines, last: int, own: set[int], gutters: Gutters) -> int:
    """The last line: those of the last row below its label."""
    while last + 1 < len(lines) and last + 1 not in own:
        white = lines.top[last + 1] - lines.bottom[last]
        if white > SOLID * lines.ink.em or _crosses(lines, last + 1, gutters):
            break
        last += 1
    return last


def _crosses(lines: Lines, line: int, gutters: Gutters) -> bool:
    return any(x0 < a and x1 > b for x0, x1 in lines.spans(line) for a, b in gutters)
