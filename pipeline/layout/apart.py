"""What stands on a page and is no text of it: furniture, boxed or not, lists of contents, and
notes: small print under a short rule at the foot."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from pipeline.layout.contents import page_to_contents
from pipeline.layout.draft import DraftLine
from pipeline.layout.furniture import is_at_edge, pages_to_furniture
from pipeline.layout.sheets import Sheet, table_to_lines
from pipeline.layout.turned import Turn
from pipeline.model import Page

SHORTEST, LONGEST = 40.0, 0.5  # pt; share of the text's width: rules over a foot run right through
THIN = 3.0  # pt
FOOT = 0.4  # share of the page's height below which the rule stands
SMALL = 0.92  # of the size of the text above: 9.9 of 12 and 9 of 12 points in two reports
AT_LEFT = 2.0  # em between the text's left edge and the rule's
MARKS = frozenset("*※†‡(")
NEAR = 3.0  # em of white between the rule and the first note


def set_furniture_apart(sheets: Sequence[Sheet], turns: Mapping[int, Turn]) -> None:
    """Moves furniture from the loose lines, the frames and the small tables at the head and foot of
    each page to its own.

    Source: a running head in a box (대외주의) parted a table from its next page, and the page number
    between the rules of a foot was a table. A turned page's number may stand at the foot of the
    paper.
    """
    turned = set[int]().union(*(_ids(_at_foot(s, turns.get(s.number))) for s in sheets))
    boxed = set[int]().union(*(_ids(_boxed_lines(s)) for s in sheets))
    leaves = [(s.height, _honest_lines(s)) for s in sheets]
    apart = _ids(pages_to_furniture(leaves, turned, boxed))
    for sheet in sheets:
        sheet.furniture += _take(sheet, _ids(_every_line(sheet, _whole(sheet, apart))) & apart)


def set_contents_apart(sheet: Sheet, page: Page) -> None:
    """Moves the lines of a list of contents from the loose lines and the frames of a page to its
    own, and tables that are one; `page` as the sheet was laid out (upright).
    """
    if sheet.kind is not None:
        return
    framed = [frame.lines for frame in sheet.frames]
    tables = [table_to_lines(table) for table in sheet.tables]
    own = _ids(page_to_contents(page, _every_line(sheet, [*framed, *tables])))
    for lines in tables:
        own = own | _ids(lines) if _share(lines, own) > 0.5 else own - _ids(lines)
    sheet.contents = _take(sheet, own)


def set_notes_apart(
    sheets: Sequence[Sheet], pages: Sequence[Page], turns: Mapping[int, Turn]
) -> None:
    """Moves the small print under a short rule at a page's foot from the loose lines to its notes.

    Call it when furniture is set apart. Source: footnotes under a rule of five centimetres (142 pt
    in two reports); read on, they were the last line of the paragraph above. On a page that was
    turned the rule is where it was printed: there are none.
    """
    for sheet, page in zip(sheets, pages, strict=True):
        printed = [line for line in sheet.loose if line.text.strip()]
        lowest = max((table.box.bottom for table in sheet.tables), default=0.0)
        honest = sheet.kind is None and page.number not in turns
        top = notes_top(page, printed, lowest) if honest else None
        if top is not None:
            sheet.notes = _take(sheet, _ids([line for line in printed if line.box.top > top - 1]))


def _at_foot(sheet: Sheet, turn: Turn | None) -> list[DraftLine]:
    """The lines of a turned page that stand at the head or foot of the paper."""
    if turn is None:
        return []
    return [line for line in sheet.loose if is_at_edge(turn.box(line.box), turn.height)]


def _boxes(sheet: Sheet) -> list[list[DraftLine]]:
    """The lines of each frame and of each table that lies wholly at the page's head or foot."""
    at_edge = [table for table in sheet.tables if is_at_edge(table.box, sheet.height)]
    return [*(frame.lines for frame in sheet.frames), *map(table_to_lines, at_edge)]


def _boxed_lines(sheet: Sheet) -> list[DraftLine]:
    return [line for lines in _boxes(sheet) for line in lines]


def _honest_lines(sheet: Sheet) -> list[DraftLine]:
    """The lines that may be furniture: none of a page whose text lies."""
    return _every_line(sheet, _boxes(sheet)) if sheet.kind is None else []


def _whole(sheet: Sheet, own: set[int]) -> list[list[DraftLine]]:
    """The boxes of which every printed line has one of these ids."""
    return [lines for lines in _boxes(sheet) if _share(lines, own) == 1]


def _every_line(sheet: Sheet, boxes: Sequence[Sequence[DraftLine]]) -> list[DraftLine]:
    """The loose lines and those of these boxes."""
    return [*sheet.loose, *(line for lines in boxes for line in lines)]


def _ids(lines: Collection[DraftLine]) -> set[int]:
    return {id(line) for line in lines}


def _share(lines: Sequence[DraftLine], own: set[int]) -> float:
    """How many of the printed lines of a box have these ids; 0 where none is printed."""
    printed = [line for line in lines if line.text.strip()]
    return sum(id(line) in own for line in printed) / max(len(printed), 1)


def _take(sheet: Sheet, own: set[int]) -> list[DraftLine]:
    """The lines with these ids, taken out of the sheet; a frame or table that has no other goes."""
    tables = [table_to_lines(table) for table in sheet.tables]
    every = _every_line(sheet, [*(frame.lines for frame in sheet.frames), *tables])
    sheet.loose = _without(sheet.loose, own)
    for frame in sheet.frames:
        frame.lines = _without(frame.lines, own)
    sheet.frames = [frame for frame in sheet.frames if frame.lines]
    kept = zip(sheet.tables, tables, strict=True)
    sheet.tables = [table for table, lines in kept if _share(lines, own) < 1]
    return [line for line in every if id(line) in own]


def _without(lines: Sequence[DraftLine], own: set[int]) -> list[DraftLine]:
    return [line for line in lines if id(line) not in own]


def notes_top(page: Page, lines: Sequence[DraftLine], lowest_table: float) -> float | None:
    """The height of the rule over a page's notes, in points; None where it has none.

    `lines` are those outside tables, furniture apart; `lowest_table`: where the last table ends.
    All that stands below the rule is smaller than the text above it. Counter-examples: the arms of
    a drawing, with text of the common size below; a rule over the page number alone.
    """
    if not lines:
        return None
    left = min(line.box.x0 for line in lines)
    right = max(line.box.x1 for line in lines)
    r = page.rulings
    wide = r.x1 - r.x0
    fits = (wide > SHORTEST) & (wide < LONGEST * (right - left)) & (r.bottom - r.top < THIN)
    fits &= (r.top > FOOT * page.height) & (r.top > lowest_table)
    fits &= np.abs(r.x0 - left) < AT_LEFT * lines[0].size
    tops = [float(r.top[k]) for k in np.flatnonzero(fits) if _parts_notes(lines, float(r.top[k]))]
    return min(tops, default=None)


def _parts_notes(lines: Sequence[DraftLine], top: float) -> bool:
    """Whether the lines below a rule are small print, near under it, and text stands above."""
    above = [line for line in lines if line.box.bottom <= top + 1]
    below = sorted(
        (line for line in lines if line.box.top > top - 1), key=lambda line: line.box.top
    )
    if not above or not below or len(above) + len(below) < len(lines):
        return False
    text = float(np.median([line.size for line in above]))
    return below[0].box.top - top < NEAR * text and _is_small_print(below, SMALL * text)


def _is_small_print(lines: Sequence[DraftLine], size: float) -> bool:
    """Words or a mark of a note, all set smaller than `size` points; arrows are a drawing."""
    first = lines[0].text.strip()[:1]
    return (first.isalnum() or first in MARKS) and all(line.size < size for line in lines)
