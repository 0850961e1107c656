"""Forms that the page's end cut between their rows: what stands below it, outside any table, goes
back into them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.lexicon.headers import header_words
from pipeline.model import Cell, Paragraph, Part, Table
from pipeline.outline.columns import word_to_role
from pipeline.text import bullet_at, close_up

FEWEST = 3  # forms of the same left labels that are whole


def close_cards(items: Sequence[Paragraph | Table]) -> tuple[Paragraph | Table, ...]:
    """All items; a form without its row of achievements takes the label and the marked lines that
    follow it.

    Source: cards of two rows (과제명 | …, 추진실적 | ○ …); the second one alone on the next page is
    told by nothing but its words.
    """
    tops = [_top(i) for i in items]
    whole = [
        top
        for i, top in zip(items, tops, strict=True)
        if top and isinstance(i, Table) and i.rows > 1
    ]
    found: list[Paragraph | Table] = []
    k = 0
    while k < len(items):
        item = items[k]
        end = k + 1
        if isinstance(item, Table) and item.rows == 1 and whole.count(tops[k]) >= FEWEST:
            end = _rest_end(items, k + 1)
            rest = [i for i in items[k + 1 : end] if isinstance(i, Paragraph)]
            item = paragraphs_to_row(item, rest) if rest else item
        found.append(item)
        k = end
    return tuple(found)


def _top(item: Paragraph | Table) -> tuple[str, ...]:
    """The labels of a form's first row; () where it does not open with one for programmes."""
    first = [c for c in item.cells if c.row == 0] if isinstance(item, Table) else []
    opens = bool(first) and word_to_role(first[0].text) == "programme"
    return tuple(close_up(c.text) for c in first[::2]) if opens else ()


def _rest_end(items: Sequence[Paragraph | Table], start: int) -> int:
    """The index behind the label and the marked lines that follow a cut form; `start` where they do
    not.
    """
    label = items[start] if start < len(items) else None
    if (
        not isinstance(label, Paragraph)
        or header_words().get(close_up(label.printed.text)) != "achievements"
    ):
        return start
    end = start + 1
    while (
        end < len(items)
        and isinstance(i := items[end], Paragraph)
        and bullet_at(i.printed.text)
        and i.size == label.size
    ):
        end += 1
    return end if end > start + 1 else start


def paragraphs_to_row(table: Table, paragraphs: Sequence[Paragraph]) -> Table:
    """A form of one row with a second: the first paragraph as its label, the others as its lines.

    >>> from pipeline.model import Place, Printed
    >>> label, line = (Paragraph(Printed(t), Place(2)) for t in ("추진실적", "○ 교육 3회"))
    >>> paragraphs_to_row(Table(1, 1, 2, (Cell(0, 0), Cell(0, 1))), [label, line]).cells[-1].text
    '○ 교육 3회'
    """
    label, *lines = paragraphs
    cells = (
        *table.cells,
        Cell(1, 0, paragraphs=(label.printed,), place=label.place),
        Cell(1, 1, 1, table.cols - 1, tuple(p.printed for p in lines), place=lines[0].place),
    )
    parts = table.parts
    if parts and label.place.page not in [p.page for p in parts]:
        parts = (*parts, Part(label.place.page, None))
    return replace(table, rows=2, cells=cells, parts=parts)
