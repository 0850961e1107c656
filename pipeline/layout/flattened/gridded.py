"""Text that keeps tables by signs to items: its tables as they stand, what lies between them read
as any other text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from pipeline.layout.flattened.grid_lines import GridText
from pipeline.layout.flattened.grid_table import grid_to_table
from pipeline.layout.flattened.loose import Items, Read, add_items
from pipeline.layout.flattened.spans import uncovered
from pipeline.layout.wrap_votes import Evidence
from pipeline.model import Line, Mark, Paragraph, Printed, Problem, Table
from pipeline.pattern import lazy_pattern

HEADING = lazy_pattern(r"#{1,6}\s+")
SIGNS = lazy_pattern(r"(?:\*\*|__)")


def lay_out_gridded(
    lines: Sequence[Line],
    grids: Sequence[GridText],
    evidence: Evidence,
    between: Callable[[Sequence[Line]], Read],
) -> Read:
    """Items, marks and problems; `between` reads the lines between two tables."""
    items: Items = []
    marks: list[Mark] = []
    problems: list[Problem] = []
    taken = {id(lines[k]) for grid in grids for k in grid.lines}
    at = 0
    for grid in [*grids, None]:
        own = [
            line for line in lines[at : grid.first if grid else len(lines)] if id(line) not in taken
        ]
        found, more, doubts = (
            between(own) if any(line.text.strip() for line in own) else ([], [], [])
        )
        add_items(items, [markdown_to_paragraph(i, marks) for i in found])
        marks.extend(more)
        problems.extend(doubts)
        if grid is not None:
            table_items = grid_to_items(grid, evidence)
            add_items(items, table_items)
            marks.extend(grid_to_marks(grid, lines, table_items))
            problems.extend(items_to_doubts(table_items))
            at = grid.first + 1
    return items, marks, problems


def grid_to_items(grid: GridText, evidence: Evidence) -> Items:
    """A grid's table, or those that the text draws with what stands between their cells."""
    return [*grid.exact, *grid.strays] if grid.exact else [grid_to_table(grid, evidence)]


def grid_to_marks(grid: GridText, lines: Sequence[Line], items: Items) -> Iterator[Mark]:
    """Marks of what a grid's lines hold beside the texts that were made of them."""
    yield from rest_of_lines([lines[k] for k in grid.lines], items_to_texts(items))


def items_to_texts(items: Items) -> Iterator[Printed]:
    """Every text of some tables and paragraphs."""
    for item in items:
        if isinstance(item, Table):
            yield from item.captions
            yield from (p for c in item.cells for p in c.paragraphs)
        else:
            yield item.printed


def items_to_doubts(items: Items) -> list[Problem]:
    """The cells in doubt, named."""
    cells = (c for i in items if isinstance(i, Table) for c in i.cells)
    return [Problem(c.doubt, c.place) for c in cells if c.doubt]


def rest_of_lines(lines: Sequence[Line], texts: Iterable[Printed]) -> Iterator[Mark]:
    """Marks of what a table's lines hold beside its cells' texts: its signs, labels that are
    printed again in each of their rows, headers again on the next page.
    """
    taken: dict[int, list[tuple[int, int]]] = {}
    for run in (r for p in texts for r in p.runs):
        taken.setdefault(id(run.line), []).append((run.offset, run.offset + run.length))
    for line in lines:
        for start, end in uncovered(len(line.text), taken.get(id(line), ())):
            yield Mark(line, start, end, "table")


def markdown_to_paragraph(item: Paragraph | Table, marks: list[Mark]) -> Paragraph | Table:
    """A paragraph without Markdown's signs of headings and bold type around it; the signs are
    marked as furniture.

    >>> line = Line(1, None, "## **추진개요**")
    >>> from pipeline.model import Run
    >>> printed = Printed(line.text, (Run(0, line, 0, 11),))
    >>> markdown_to_paragraph(Paragraph(printed, printed.place()), []).printed.text
    '추진개요'
    """
    if not isinstance(item, Paragraph):
        return item
    text = item.printed.text
    heading = HEADING.match(text)
    start = heading.end() if heading else 0
    end = len(text)
    opened = SIGNS.match(text, start)
    if opened and text.endswith(opened.group()) and end - opened.end() > 2:
        start, end = opened.end(), end - len(opened.group())
    if (start, end) == (0, len(text)):
        return item
    for part in (item.printed.slice(0, start), item.printed.slice(end)):
        marks.extend(Mark(r.line, r.offset, r.offset + r.length, "furniture") for r in part.runs)
    printed: Printed = item.printed.slice(start, end)
    return Paragraph(printed, printed.place())
