"""What a finding stands in where there is no page to cut out of: lines, or rows of its table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pipeline.review.findings import Figure, Finding, Published

BESIDE = 1  # lines above and below
MOST_ROWS = 12  # of a table


# A line, or a cell of a row, in pieces: words, and figures that the finding is about.
Shown = tuple[tuple[str, Figure | None], ...]


@dataclass(frozen=True, slots=True)
class TextView:
    """Rows of a table, header rows first, or lines (rows of one cell) with their number."""

    rows: tuple[tuple[str, tuple[Shown, ...]], ...]
    header_rows: int


def finding_to_texts(finding: Finding, published: Published) -> list[TextView]:
    """The rows of tables and the lines that a finding's figures stand in."""
    by_table: dict[int, dict[tuple[int, int], list[Figure]]] = defaultdict(
        lambda: defaultdict(list)
    )
    lines: dict[int, list[Figure]] = defaultdict(list)
    for figure in finding.figures:
        if figure.cell is not None:
            by_table[figure.cell[0]][figure.cell[1:]].append(figure)
        elif figure.line is not None:
            lines[figure.line].append(figure)
    views = [table_to_view(number, own, published) for number, own in by_table.items()]
    views.append(TextView(tuple(figures_to_lines(lines, published)), 0))
    return [view for view in views if view.rows]


def table_to_view(
    number: int, figures: Mapping[tuple[int, int], Sequence[Figure]], published: Published
) -> TextView:
    """The rows of a table that figures stand in, under its header rows. `figures`: by row and
    column.
    """
    header = published.header_rows.get(number, 0)
    wanted = sorted({*range(header), *(row for row, _ in figures)})[: header + MOST_ROWS]
    told = tuple(
        tuple(
            text_to_shown(cell["text"] or "", figures.get((row, cell["col"]), ()))
            for cell in published.rows_of_cells[number, row]
        )
        for row in wanted
    )
    return TextView(tuple(("", cells) for cells in told if cells), sum(map(bool, told[:header])))


def figures_to_lines(
    figures: Mapping[int, Sequence[Figure]], published: Published
) -> Iterator[tuple[str, tuple[Shown, ...]]]:
    """The lines that figures stand in, with those beside them that are not blank."""
    wanted = {line + beside for line in figures for beside in range(-BESIDE, BESIDE + 1)}
    whole: dict[int, str] = {}
    for row in published.tables["lines"]:
        if row["source_line"] in wanted:
            whole[row["source_line"]] = whole.get(row["source_line"], "") + row["text"]
    for line, text in sorted(whole.items()):
        if text.strip():
            yield str(line), (text_to_shown(text.strip(), figures.get(line, ())),)


def text_to_shown(text: str, figures: Sequence[Figure]) -> Shown:
    """A text cut at the figures that it holds, each at the first place that no other one has.

    >>> one, two = Figure("①", "9회", (), 9.0, "회"), Figure("②", "69회", (), 69.0, "회")
    >>> [words for words, figure in text_to_shown("모두 69회, 9회", [one, two]) if figure]
    ['69회', '9회']
    """
    placed = [(quote_at(text, figure.quote), figure) for figure in figures]
    shown: list[tuple[str, Figure | None]] = []
    at = 0
    for start, figure in sorted(placed, key=lambda own: own[0]):
        if start >= at:
            shown += [(text[at:start], None), (figure.quote, figure)]
            at = start + len(figure.quote)
    return tuple(piece for piece in (*shown, (text[at:], None)) if piece[0])


def quote_at(text: str, quote: str) -> int:
    """Where a figure stands in a text, not inside a longer number; -1 where it does not.

    >>> quote_at("모두 69회, 9회", "9회"), quote_at("1,240명", "240명")
    (8, -1)
    """
    at = text.find(quote)
    while at > 0 and (text[at - 1].isdigit() or text[at - 1] in ",."):
        at = text.find(quote, at + 1)
    return at
