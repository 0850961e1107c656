"""Written tables to the tables that the other stages see: header rows told as at the other doors,
header paths, units, printed texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from pipeline.layout.captions import cells_to_unit
from pipeline.layout.headers import name_headers, table_to_header
from pipeline.layout.kept.written import WrittenCell, WrittenTable
from pipeline.layout.numbered import telling
from pipeline.layout.trace import keep_header
from pipeline.layout.wraps import close_spread
from pipeline.model import Cell, KeptCell, Line, Part, Place, Printed, Problem, Run, Table
from pipeline.pattern import lazy_pattern
from pipeline.text import is_syllable

TITLE = "title"  # the evidence for a header that the author set himself
WORD = lazy_pattern(r"\S+")


@dataclass(slots=True, eq=False)
class HeadCell:
    """A cell as the rules for header rows look at it."""

    row: int
    col: int
    row_span: int
    col_span: int
    bare: str
    bold: bool | None
    crossed: bool
    header_path: str | None = None


@dataclass(slots=True, eq=False)
class HeadTable:
    """A table as they look at it; its title cells, where the author set any, are its header."""

    rows: int
    cols: int
    cells: list[HeadCell]
    header_rows: int
    repeats_header: bool
    shaded_rows: int
    told_rows: int = 0


def written_to_table(table: WrittenTable, kind: str) -> tuple[Table, list[Problem]]:
    """The table, and what is in doubt about it."""
    printed = [cell_to_printed(cell) for cell in table.cells]
    head = _to_head(table, printed)
    _find_header(head, table.table_no)
    texts = ["\n".join(p.text for p in own) for own in printed]
    name_headers(head, {id(c): t for c, t in zip(head.cells, texts, strict=True)})
    cells = [
        _cell(table, cell, own, path.header_path)
        for cell, own, path in zip(table.cells, printed, head.cells, strict=True)
    ]
    captions = tuple(line_to_printed(w.line) for w in table.captions)
    first_row = [t for c, t in zip(head.cells, texts, strict=True) if c.row == 0]
    made = Table(
        table.table_no,
        table.kept.rows,
        table.kept.cols,
        tuple(cells),
        head.header_rows,
        (Part(None, None),),
        telling(captions),
        table.unit or cells_to_unit(first_row),
        kind,
        table.parent,
        captions,
    )
    return made, [Problem("cells_mended", _table_place(cells), table_no=table.table_no)][
        : table.kept.mended
    ]


def _find_header(head: HeadTable, table_no: int) -> None:
    """Sets how many rows are header: title cells that the author set, else what speaks for it."""
    rows, evidence = table_to_header(head)
    titled = head.repeats_header and evidence == "repeated"
    keep_header(table_no, TITLE if titled else evidence)
    head.header_rows = rows


def _table_place(cells: Iterable[Cell]) -> Place:
    lines = [c.place.first_line for c in cells if c.place.first_line is not None]
    return Place(None, min(lines, default=None), max(lines, default=None))


def _cell(
    table: WrittenTable, cell: WrittenCell, printed: tuple[Printed, ...], path: str | None
) -> Cell:
    numbers = [w.line.number for w in cell.lines if w.line.text.strip()]
    kept = cell.kept
    return Cell(
        kept.row,
        kept.col,
        kept.row_span,
        kept.col_span,
        printed,
        path,
        place=Place(None, min(numbers, default=None), max(numbers, default=None)),
        spot=table.kept.spot,
    )


def _to_head(table: WrittenTable, printed: Sequence[tuple[Printed, ...]]) -> HeadTable:
    cells = []
    for cell, own in zip(table.cells, printed, strict=True):
        kept = cell.kept
        bare = "".join("".join(p.text for p in own).split())
        first = next((w for w in cell.lines if w.line.text.strip()), None)
        bold = first.kept.bold if first else None
        cells.append(
            HeadCell(
                kept.row,
                kept.col,
                kept.row_span,
                kept.col_span,
                bare,
                bold,
                kept.crossed and len(own) == 2,
            )
        )
    titles = rows_of(table.kept.cells, lambda c: c.header, table.kept.rows)
    shaded = rows_of(table.kept.cells, lambda c: c.shaded, table.kept.rows)
    return HeadTable(table.kept.rows, table.kept.cols, cells, titles, titles > 0, shaded)


def rows_of(cells: Sequence[KeptCell], trait: Callable[[KeptCell], bool], rows: int) -> int:
    """How many rows at the top have a trait throughout; 0 where a cell of theirs reaches further
    down, or where all rows have it.

    >>> cells = [KeptCell(0, 0, 1, 1, shaded=True), KeptCell(1, 0, 1, 1)]
    >>> rows_of(cells, lambda c: c.shaded, 2)
    1
    """
    plain = min((c.row for c in cells if not trait(c)), default=rows)
    reach = max((c.row + c.row_span for c in cells if c.row < plain), default=0)
    return plain if reach <= plain < rows else 0


def cell_to_printed(cell: WrittenCell) -> tuple[Printed, ...]:
    """The paragraphs of a cell; a label whose syllables stand below one another is one."""
    lines = [w for w in cell.lines if w.line.text.strip()]
    if len(lines) > 1 and all(_is_one_syllable(w.line.text) for w in lines):
        return (lines_to_printed([w.line for w in lines], ""),)
    return tuple(line_to_printed(w.line) for w in lines)


def _is_one_syllable(text: str) -> bool:
    bare = text.strip()
    return len(bare) == 1 and is_syllable(bare)


def line_to_printed(line: Line) -> Printed:
    """A line as the text that it prints: blanks folded, ends trimmed, a label whose syllables are
    set apart closed up.

    >>> [line_to_printed(Line(1, None, text)).text for text in ("  여 성  정 책 ", "운영  3회")]
    ['여성정책', '운영 3회']
    """
    return close_spread(lines_to_printed([line], " "))


def lines_to_printed(lines: Iterable[Line], between: str) -> Printed:
    """Lines as one text, `between` put between their words' ends.

    >>> lines_to_printed([Line(1, None, "분"), Line(2, None, "야")], "").text
    '분야'
    """
    text, runs = "", []
    for line in lines:
        for word in WORD.finditer(line.text):
            start, end = word.span()
            glue = between if start == 0 or not text else " "
            text += glue if text else ""
            runs.append(Run(len(text), line, start, end - start))
            text += line.text[start:end]
    return Printed(text, tuple(runs))
