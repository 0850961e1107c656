"""What a finding stands in where there is no page to cut out of: lines, or rows of its table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.review.findings import Figure, Finding, Published

BESIDE = 1  # lines above and below
MOST_ROWS = 12  # of a table


@dataclass(frozen=True, slots=True)
class Shown:
    """A line, or a cell of a row: its text in three, the middle one is the figure; its mark."""

    before: str
    quote: str
    after: str
    mark: str
    is_statement: bool


@dataclass(frozen=True, slots=True)
class TextView:
    """Rows of a table, header rows first, or lines (rows of one cell) with their number."""

    rows: tuple[tuple[str, tuple[Shown, ...]], ...]
    header_rows: int


def finding_to_texts(finding: Finding, published: Published) -> list[TextView]:
    """The rows of tables and the lines that a finding's figures stand in."""
    by_table: dict[int, dict[tuple[int, int], Figure]] = {}
    lines = []
    for figure in finding.figures:
        if figure.cell is not None:
            by_table.setdefault(figure.cell[0], {})[figure.cell[1:]] = figure
        elif figure.line is not None:
            lines.append(figure)
    views = [table_to_view(number, own, published) for number, own in by_table.items()]
    views.append(TextView(tuple(figures_to_lines(lines, published)), 0))
    return [view for view in views if view.rows]


def table_to_view(
    number: int, figures: Mapping[tuple[int, int], Figure], published: Published
) -> TextView:
    """The rows of a table that figures stand in, under its header rows. `figures`: by row and
    column.
    """
    header = published.header_rows.get(number, 0)
    wanted = {*range(header), *(row for row, _ in figures)}
    rows: dict[int, list[Shown]] = {}
    for cell in published.cells[number]:
        at = cell["row"], cell["col"]
        if cell["row"] in wanted:
            shown = text_to_shown(cell["text"] or "", figures.get(at))
            rows.setdefault(cell["row"], []).append(shown)
    kept = list(rows.items())[: header + MOST_ROWS]
    told = tuple(("", tuple(cells)) for _, cells in kept)
    return TextView(told, sum(row < header for row, _ in kept))


def figures_to_lines(
    figures: Sequence[Figure], published: Published
) -> Iterator[tuple[str, tuple[Shown, ...]]]:
    """The lines that figures stand in, with those beside them."""
    own: Mapping[int | None, Figure] = {f.line: f for f in reversed(figures)}
    wanted = {
        line + beside for line in own if line is not None for beside in range(-BESIDE, BESIDE + 1)
    }
    whole: dict[int, str] = {}
    for row in published.tables["lines"]:
        if row["source_line"] in wanted:
            whole[row["source_line"]] = whole.get(row["source_line"], "") + row["text"]
    for line, text in sorted(whole.items()):
        yield str(line), (text_to_shown(text.strip(), own.get(line)),)


def text_to_shown(text: str, figure: Figure | None) -> Shown:
    """A text with a figure marked, where it holds its quote.

    >>> text_to_shown("교육 3회", Figure("①", "3회", (), 3.0, "회"))
    Shown(before='교육 ', quote='3회', after='', mark='①', is_statement=False)
    """
    if figure is None or figure.quote not in text:
        return Shown(text, "", "", "", False)
    before, quote, after = text.partition(figure.quote)
    return Shown(before, quote, after, figure.mark, figure.is_statement)
