"""What a finding stands in where there is no page to cut out of: its lines, or rows of its table."""

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
    in_cells = [f for f in finding.figures if f.cell is not None]
    tables = dict.fromkeys(f.cell[0] for f in in_cells if f.cell is not None)
    views = [table_to_view(number, in_cells, published) for number in tables]
    lines = [f for f in finding.figures if f.cell is None and f.line is not None]
    if lines:
        views.append(TextView(tuple(figures_to_lines(lines, published)), 0))
    return [view for view in views if view.rows]


def table_to_view(number: int, figures: Sequence[Figure], published: Published) -> TextView:
    """The rows of a table that figures stand in, under its header rows."""
    own = {f.cell: f for f in figures if f.cell is not None and f.cell[0] == number}
    tables = (t for t in published.tables["tables"] if t["table_no"] == number)
    header = next((t["header_rows"] or 0 for t in tables), 0)
    wanted = {cell[1] for cell in own}
    rows: dict[int, list[Shown]] = {}
    for cell in published.tables["cells"]:
        if cell["table_no"] == number and (cell["row"] < header or cell["row"] in wanted):
            shown = text_to_shown(cell["text"] or "", own.get((number, cell["row"], cell["col"])))
            rows.setdefault(cell["row"], []).append(shown)
    kept = list(rows.items())[: header + MOST_ROWS]
    return TextView(
        tuple(("", tuple(cells)) for _, cells in kept), sum(row < header for row, _ in kept)
    )


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
