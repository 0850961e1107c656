"""Ink of a table that none of its cells explains: told, never passed over."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.layout.draft import DraftTable
from pipeline.layout.grid.parts import lines_to_box
from pipeline.layout.grid.reach import FAR, line_to_fit
from pipeline.layout.grid.regions import Missed, Region
from pipeline.layout.grid.tokens import Line
from pipeline.layout.grid.weights import WEIGHTS
from pipeline.model import Box

FEWEST = 3  # lines that keep to a table's columns though the table has ended


def region_to_left(region: Region, drafts: Sequence[DraftTable]) -> Iterator[tuple[int, Box]]:
    """By page, the boxes of lines of a region that stand in none of its tables, and of lines behind
    it that keep to its columns as if they were its rows.
    """
    by_page = {draft.page: draft.box for draft in drafts}
    for part in region.parts:
        page = part.loose.number
        box = lines_to_box([x for x in part.lines() if not _is_inside(x, by_page.get(page))])
        if box is not None:
            yield page, box
    last = region.parts[-1].loose
    box = lines_to_box([last.lines[i] for i in lines_behind(region)])
    if box is not None:
        yield last.number, box


def lines_behind(region: Region, stop: int | None = None) -> list[int]:
    """The numbers of lines behind a region's end on its last page, before line `stop`, that keep to
    its columns, several at least.
    """
    part = region.parts[-1]
    own: list[int] = []
    full = 0
    for i in range(part.last, len(part.loose.lines) if stop is None else stop):
        if i in part.loose.taken:
            continue
        fit = line_to_fit(part.loose.lines[i], region.edges, region.em)
        if fit < 0:
            break
        own.append(i)
        full += fit == WEIGHTS.fits
    return own if full >= FEWEST else []


def _is_inside(line: Line, box: Box | None) -> bool:
    return box is not None and box.top <= (line.top + line.bottom) / 2 <= box.bottom


def missed_to_left(missed: Missed) -> list[Box]:
    """What stands close below the words of a header of programmes where no table was found."""
    part = missed.part
    if missed.failed or part.header is None:
        return []
    columns, em = part.header.columns, part.loose.ink.em
    left, right = columns[0].x0 - em, columns[-1].x1 + em
    bottom = part.loose.lines[part.header.last].bottom
    own = []
    for line in part.lines():
        if not any(left < w.x1 and w.x0 < right for w in line.words):
            continue
        if line.top - bottom > FAR * em:
            break
        own.append(line)
        bottom = line.bottom
    box = lines_to_box(own)
    return [Box(left, box.top, right, box.bottom)] if box else []
