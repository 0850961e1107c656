"""Lists of contents among the lines and tables of an office file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from pipeline.layout.contents import is_contents_heading
from pipeline.layout.furniture import is_leader_line
from pipeline.model import KeptItem, KeptLine, KeptTable
from pipeline.model.kept import items_to_lines
from pipeline.pattern import Match, Pattern, lazy_pattern

FEWEST = 3  # entries of a list
NUMBERED = 0.8  # of a table's filled rows that end in a page number
# a title, a tab and a page number: how office programs write such a list
TABBED = lazy_pattern(r".*\S\s*\t\s*(?P<page>\d{1,4})\s*")
PAGE = lazy_pattern(r"\s*(?P<page>\d{1,4})\s*")
LEADER = lazy_pattern(r"\s*[·․‥…‧ㆍ∙・.⋯─━―\s]*(?:…|[·․‥‧ㆍ∙・.⋯─━―]{3})[·․‥…‧ㆍ∙・.⋯─━―\s]*")


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
