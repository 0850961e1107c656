"""Lines outside programme tables to paragraphs, and to tables where blanks keep their columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.layout.flattened.front import lines_to_paragraphs
from pipeline.layout.wrap_votes import Evidence
from pipeline.model import Line, Mark, Paragraph, Problem, Table
from pipeline.pattern import lazy_pattern

Items = list[Paragraph | Table]
Read = tuple[Items, list[Mark], list[Problem]]
PARTED = lazy_pattern(r"\S\s{2,}\S")
FEWEST = 3  # lines with a gap in them that may be a table


def lines_to_loose_items(lines: Sequence[Line], evidence: Evidence) -> Read:
    """Paragraphs and tables in order, tables numbered from 1; marks of headers that come again;
    what is doubtful of the tables.

    >>> rows = ["  구분      2023년    2024년", "  규모       102개      112개"]
    >>> text = ["예산", *rows, "  인원        3명        4명", "끝"]
    >>> lines = [Line(k, None, t) for k, t in enumerate(text)]
    >>> [type(i).__name__ for i in lines_to_loose_items(lines, Evidence())[0]]
    ['Paragraph', 'Table', 'Paragraph']
    """
    parted = (line for line in lines if PARTED.search(line.text))
    if sum(1 for _ in zip(range(FEWEST), parted, strict=False)) < FEWEST:
        return list(lines_to_paragraphs(lines, evidence)), [], []
    from pipeline.layout.flattened.as_page import lines_to_page_items  # brings numpy

    return lines_to_page_items(lines, evidence)


def add_read(whole: Read, more: Read) -> None:
    """Appends what was read next, its tables numbered on.

    >>> whole = ([], [], [])
    >>> for _ in range(2):
    ...     add_read(whole, ([Table(1, 0, 0, ())], [], []))
    >>> [t.table_no for t in whole[0]]
    [1, 2]
    """
    items, marks, problems = whole
    add_items(items, more[0])
    marks += more[1]
    problems += more[2]


def add_items(items: Items, found: Sequence[Paragraph | Table]) -> None:
    """Appends items, tables numbered on, those in cells with them."""
    before = next((i.table_no for i in reversed(items) if isinstance(i, Table)), 0)
    number = before
    for item in found:
        if isinstance(item, Table):
            number += 1
            parent = item.parent and (item.parent[0] + before, *item.parent[1:])
            item = replace(item, table_no=number, parent=parent)
        items.append(item)
