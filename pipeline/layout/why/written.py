"""A table of a text or of an office file, with what parts its cells: signs, the display columns at
which its words begin, or the file itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from pipeline.layout.grid.votes import Vote
from pipeline.layout.why.seen import Edge, Kind, Row, WhyCell, WhyTable
from pipeline.model import Cell, Line, Run, Table
from pipeline.pattern import lazy_pattern
from pipeline.text import display_width

PIPE, TAB = "|", "\t"
GAP = lazy_pattern(r"\S {2,}+\S")
MOST = 0.5  # of a table's lines
KINDS: dict[str, Kind] = {"kept": "file", "pipes": "sign", "tabs": "sign", "order": "order"}
NO_PLACE = ("page", "place", "edges")  # what an office file does not keep
NO_POINTS = ("place",)  # what a text does not keep


def table_to_why(table: Table, header: str | None = None) -> WhyTable:
    """What a text or an office file has of a table; `header`: the evidence for its header."""
    lines = table_to_lines(table)
    kept = table.origin in ("hwpx", "hwp")
    reader = "kept" if kept else lines_to_reader(lines)
    told = WhyTable(
        table.table_no,
        reader,
        table.rows,
        table.cols,
        table.header_rows,
        header,
        tuple(_columns(table, reader)) if not kept else (),
        tuple(_rows(table, KINDS.get(reader, "white"))),
        None,
        tuple(_cell_to_why(cell) for cell in table.cells),
        lines=(lines[0].number, lines[-1].number) if lines else None,
        unknown=NO_PLACE if kept else NO_POINTS,
    )
    return told.of(table)


def table_to_lines(table: Table) -> list[Line]:
    """The lines that its cells are printed on, in order."""
    runs = (r for c in table.cells for p in c.paragraphs for r in p.runs)
    found = {r.line.number: r.line for r in runs}
    return [found[number] for number in sorted(found)]


def lines_to_reader(lines: Sequence[Line]) -> str:
    """What parts the cells of a text's table: pipes, tabs, white of two blanks or more, or nothing
    but the order of its lines.

    >>> [lines_to_reader([Line(1, None, text)]) for text in ("| 가 | 나 |", "가   나", "가")]
    ['pipes', 'blanks', 'order']
    """
    texts = [line.text for line in lines]
    for name, parted in (("pipes", _is_piped), ("tabs", _is_tabbed), ("blanks", _has_gap)):
        if sum(map(parted, texts)) > MOST * len(texts) * (0.5 if name == "blanks" else 1):
            return name
    return "order"


def _is_piped(text: str) -> bool:
    return PIPE in text


def _is_tabbed(text: str) -> bool:
    return TAB in text.strip()


def _has_gap(text: str) -> bool:
    return GAP.search(text) is not None


def _columns(table: Table, reader: str) -> list[Edge]:
    """Where the words of each column begin: the commonest display column, and on how many lines."""
    if reader == "order":
        return []
    starts = [
        [c for c in table.cells if c.col == col and c.col_span == 1] for col in range(table.cols)
    ]
    return [
        _starts_to_edge(Counter(places), reader)
        for cells in starts
        if (places := [display_width(r.line.text[: r.offset]) for r in _first_runs(cells)])
    ]


def _starts_to_edge(starts: Counter[int], reader: str) -> Edge:
    place, lines = starts.most_common(1)[0]
    at, spread = float(place), (float(min(starts)), float(max(starts)), lines / starts.total())
    if reader == "blanks":
        return Edge("column", at, "white", spread, (Vote("column", at, float(lines), "starts"),))
    return Edge("column", at, "sign", spread, (Vote("column", at, float("inf"), "sign"),))


def _first_runs(cells: Iterable[Cell]) -> Iterable[Run]:
    """The first run of each line of each cell."""
    for cell in cells:
        seen: set[int] = set()
        for run in (r for p in cell.paragraphs for r in p.runs):
            if run.line.number not in seen:
                seen.add(run.line.number)
                yield run


def _rows(table: Table, kind: Kind) -> Iterator[Row]:
    """Its rows; the edge of each stands at the first line that begins a cell of it."""
    firsts: dict[int, int] = {}
    for cell in table.cells:
        if line := cell.place.first_line:
            firsts[cell.row] = min(line, firsts.get(cell.row, line))
    at = 0
    for row in range(table.rows):
        at = firsts.get(row, at)
        yield Row(row, Edge("row", float(at), kind), row < table.header_rows)


def _cell_to_why(cell: Cell) -> WhyCell:
    return WhyCell(
        cell.row,
        cell.col,
        (cell.row, cell.col),
        (cell.row_span, cell.col_span),
        " ".join(cell.text.split()),
        doubt=cell.doubt,
        carried=cell.carried,
    )
