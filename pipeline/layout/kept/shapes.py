"""What looks like a table or like text in an office file and is none: a box round text, a heading
with its number in a cell (the same kinds that the geometry door takes for boxes,
layout/shapes.py), and lists of contents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from pipeline.layout.contents import is_contents_heading
from pipeline.layout.furniture import is_leader_line
from pipeline.layout.shapes import LABEL, LOW
from pipeline.model import KeptBox, KeptCell, KeptItem, KeptLine, KeptTable
from pipeline.model.kept import items_to_lines
from pipeline.pattern import Match, Pattern, lazy_pattern

MOST_CELLS = 3  # of a heading with its number
NUMBER = lazy_pattern(r"(?:\d{1,2}|[Ⅰ-Ⅻ])\.?")
FEWEST = 3  # entries of a list
NUMBERED = 0.8  # of a table's filled rows that end in a page number
# a title, a tab and a page number: how office programs write such a list
TABBED = lazy_pattern(r".*\S\s*\t\s*(?P<page>\d{1,4})\s*")
PAGE = lazy_pattern(r"\s*(?P<page>\d{1,4})\s*")
LEADER = lazy_pattern(r"\s*[·․‥…‧ㆍ∙・.⋯─━―\s]*(?:…|[·․‥‧ㆍ∙・.⋯─━―]{3})[·․‥…‧ㆍ∙・.⋯─━―\s]*")


@dataclass(frozen=True, slots=True)
class Frame:
    """The content of a box. `boxed`: there is text in it; `number`: the line with the number of the
    heading that it is.
    """

    content: tuple[KeptItem, ...]
    boxed: bool = True
    number: KeptLine | None = None


def table_to_frame(table: KeptTable) -> Frame | None:
    """A table as the box that it is: one cell, or one alone with words, or a number and a heading;
    None where it is a table.
    """
    if len(table.cells) == 1:
        return Frame(table.cells[0].content)
    whole = tuple(item for cell in table.cells for item in cell.content)
    filled = [cell for cell in table.cells if is_filled(cell.content)]
    if len(filled) < 2 or _is_inset(table, filled):
        return Frame(whole, bool(filled))
    label = _to_label(table, filled)
    if label is None:
        return None
    return Frame(whole, True, label if NUMBER.fullmatch(label.text.strip()) else None)


def _is_inset(table: KeptTable, filled: Sequence[KeptCell]) -> bool:
    """A title set into the upper rule of a frame: it stands away from both sides, and all else that
    is written stands below it over the whole width. In print that is a box with a title.
    """
    if len(filled) != 2 or table.cols < 3:
        return False
    title, body = filled
    inner = title.col > 0 and title.col + title.col_span < table.cols
    return inner and title.row == 0 and body.row > 0 and body.col_span == table.cols


def _to_label(table: KeptTable, filled: Sequence[KeptCell]) -> KeptLine | None:
    """The number or short word of a heading of one low row: “별첨 | 해외직접투자 세부 통계”."""
    low = table.height is not None and table.height <= LOW
    if not low or table.rows != 1 or len(filled) != 2 or len(table.cells) > MOST_CELLS:
        return None
    label = _only_line(filled[0].content)
    return label if label and len("".join(label.text.split())) <= LABEL else None


def _only_line(content: Iterable[KeptItem]) -> KeptLine | None:
    """The line that stands there alone; None where there is more, or it is not seen."""
    filled = [i for i in content if not isinstance(i, KeptLine) or i.text.strip()]
    first = filled[0]
    alone = len(filled) == 1 and isinstance(first, KeptLine) and not first.unseen
    return first if alone and isinstance(first, KeptLine) else None


def is_filled(content: Iterable[KeptItem]) -> bool:
    """Whether anything that is seen stands there."""
    return any(line.text.strip() and not line.unseen for line in items_to_lines(content))


def cell_content(content: Iterable[KeptItem]) -> list[KeptItem]:
    """A cell's lines and the tables in it: boxes in a cell are no tables, their lines are the
    cell's.
    """
    found: list[KeptItem] = []
    for item in content:
        if isinstance(item, KeptLine):
            found.append(item)
        elif isinstance(item, KeptBox):
            found += cell_content(item.content)
        elif len(item.cells) == 1 or not is_filled([item]):
            found += items_to_lines(item.captions)
            found += [i for cell in item.cells for i in cell_content(cell.content)]
        else:
            found.append(item)
    return found


def content_to_contents(content: Sequence[KeptItem]) -> list[KeptLine]:
    """The lines of one place that are lists of contents: leaders to a page number, three titles
    below one another with a tab and page numbers that do not fall, and tables of such rows.
    """
    lines = [i for i in content if isinstance(i, KeptLine) and is_seen(i)]
    found = [line for line in lines if is_leader_line(line.text)]
    for tabbed, run in groupby(lines, key=lambda line: TABBED.fullmatch(line.text) is not None):
        own = list(run)
        if tabbed and len(own) >= FEWEST and rises(texts_to_pages(TABBED, own)):
            found += own
    return found


def is_seen(line: KeptLine) -> bool:
    """Whether a line prints anything."""
    return bool(line.text.strip()) and not line.unseen


def texts_to_pages(pattern: Pattern[str], lines: Iterable[KeptLine]) -> list[int]:
    """The page numbers of the lines that match a pattern."""
    return [int(m["page"]) for line in lines if (m := pattern.fullmatch(line.text))]


def rises(pages: Iterable[int]) -> bool:
    """Whether page numbers never fall.

    >>> rises([3, 3, 7]), rises([3, 2])
    (True, False)
    """
    return all(a <= b for a, b in pairwise(pages))


def contents_tables(content: Sequence[KeptItem]) -> Iterator[KeptTable]:
    """The tables of one place that are lists of contents: nearly all rows end in page numbers that
    do not fall, behind leaders or under a heading that says so.

    Source: a research report of 400 pages sets its contents, lists of tables and of figures in
    tables without rules; read as data, their page numbers were 35 quantities.
    """
    heading = False
    for item in content:
        if isinstance(item, KeptLine):
            heading = is_contents_heading(item.text) if item.text.strip() else heading
        elif isinstance(item, KeptTable):
            heading = heading or any(
                is_contents_heading(c.text) for c in items_to_lines(item.captions)
            )
            if _is_contents(item, heading):
                yield item


def _is_contents(table: KeptTable, under_heading: bool) -> bool:
    rows = [row for row in _rows(table) if row]
    pages = [int(m["page"]) for row in rows if (m := _row_to_page(row))]
    if len(pages) < max(FEWEST, NUMBERED * len(rows)) or not rises(pages):
        return False
    led = sum(any(LEADER.fullmatch(text) for text in row) for row in rows)
    return under_heading or 2 * led >= len(pages)


def _row_to_page(row: Sequence[str]) -> Match[str] | None:
    """The page number that a row of several cells ends in."""
    return PAGE.fullmatch(row[-1]) if len(row) > 1 else None


def _rows(table: KeptTable) -> Iterator[list[str]]:
    """The filled cells' texts, row by row; leaders in white count too."""
    for _, cells in groupby(table.cells, key=lambda c: c.row):
        texts = [" ".join(line.text for line in items_to_lines(c.content)) for c in cells]
        yield [text for text in texts if text.strip()]
