"""Tables of any kind whose cells are parted by tabs, as spreadsheets and viewers copy them: lines
below one another with as many tabs each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from pipeline.layout.flattened.grid_lines import GridText
from pipeline.layout.flattened.html_tables import Grid, Placed, grid_to_table
from pipeline.layout.flattened.spans import Span, spans_to_printed
from pipeline.layout.kept.shapes import rises
from pipeline.layout.wrap_votes import Evidence
from pipeline.model import Line, Printed
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, numbering_at

FEWEST = 3  # lines of a table, its header one of them
LONGEST_LINE = 20_000  # characters
PAGE = lazy_pattern(r"\s*\d{1,4}\s*")
PLAIN = Evidence()


def lines_to_tabbed(lines: Sequence[Line]) -> list[GridText]:
    """The tables of a text whose cells tabs part; a list of contents and a mark or number before
    each line are none.

    >>> text = ["구분\\t2023\\t2024", "쉼터\\t3\\t4", "돌봄\\t\\t5"]
    >>> (grid,) = lines_to_tabbed([Line(k, None, t) for k, t in enumerate(text)])
    >>> [c.text for c in grid.exact[0].cells], grid.exact[0].header_rows
    (['구분', '2023', '2024', '쉼터', '3', '4', '돌봄', '', '5'], 1)
    """
    found = []
    numbered = enumerate(lines)
    for tabs, group in groupby(numbered, key=lambda at: line_to_tabs(at[1])):
        own = list(group)
        if not tabs or len(own) < FEWEST:
            continue
        rows = [list(line_to_spans(line)) for _, line in own]
        if is_table(rows):
            at = [k for k, _ in own]
            table = grid_to_table(rows_to_grid(rows), 1, None, Printed(""))
            found.append(GridText(at[0], at[-1] + 1, [], False, at, [table]))
    return found


def line_to_tabs(line: Line) -> int:
    """How many tabs part a line's cells; none of a line too long for a row."""
    return line.text.count("\t") if len(line.text) <= LONGEST_LINE else 0


def line_to_spans(line: Line) -> Iterator[Span]:
    """The cells of a line, stripped."""
    at = 0
    for piece in line.text.split("\t"):
        yield Span(line, at, at + len(piece)).stripped()
        at += len(piece) + 1


def is_table(rows: Sequence[Sequence[Span]]) -> bool:
    """Whether most lines hold several cells, their first one more than a mark or a number, and
    the last column is no rising pages of two.
    """
    filled = [[s.text for s in row if s.text] for row in rows]
    several = [texts for texts in filled if len(texts) > 1]
    lone = [texts for texts in several if is_lone_sign(texts[0])]
    return len(several) * 2 > len(rows) and len(lone) * 2 <= len(rows) and not is_contents(rows)


def is_contents(rows: Sequence[Sequence[Span]]) -> bool:
    """Whether the lines are titles with a page number each.

    >>> is_contents([[Span(Line(1, None, "개요"), 0, 2), Span(Line(1, None, "3"), 0, 1)]])
    True
    """
    last = [row[-1].text for row in rows]
    paged = len(rows[0]) == 2 and all(PAGE.fullmatch(text) for text in last)
    return paged and rises(int(text) for text in last)


def is_lone_sign(text: str) -> bool:
    """Whether a text is a mark or a number that opens a line, and nothing else.

    >>> is_lone_sign("○"), is_lone_sign("1."), is_lone_sign("○ 교육"), is_lone_sign("12")
    (True, True, False, False)
    """
    bullet, number = bullet_at(f"{text} x"), numbering_at(f"{text} x")
    ends = [sign.end for sign in (bullet, number) if sign]
    return any(end > len(text) for end in ends)


def rows_to_grid(rows: Sequence[Sequence[Span]]) -> Grid:
    """Rows of as many cells each, every one in a place of its own."""
    cells = [
        Placed(r, c, 1, 1, texts=(spans_to_printed([span], PLAIN),) if span.text else ())
        for r, row in enumerate(rows)
        for c, span in enumerate(row)
    ]
    return Grid(len(rows), len(rows[0]), tuple(cells))
