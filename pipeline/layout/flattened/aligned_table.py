"""Rows and labels of an aligned table to the same grid of cells that the geometry door gives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.layout.captions import text_to_unit
from pipeline.layout.flattened.aligned_figures import figures_to_printed
from pipeline.layout.flattened.aligned_headers import AlignedColumn, AlignedHeader, runs_of
from pipeline.layout.flattened.aligned_labels import Label
from pipeline.layout.flattened.aligned_rows import GridRow
from pipeline.layout.flattened.spans import Span, WrapEvidence, spans_to_printed
from pipeline.lexicon.headers import header_words
from pipeline.model import Cell, Part, Printed, Table


def rows_to_table(
    rows: Sequence[GridRow],
    labels: dict[int, list[Label]],
    header: AlignedHeader,
    captions: Sequence[Span],
    evidence: WrapEvidence,
) -> Table:
    """One grid: the header (two rows if words stand over several columns), headings over the whole
    width, rows, totals.
    """
    columns = header.columns
    whole = replace(
        evidence, joined=evidence.joined | header_words().keys()
    )  # “집행잔” over “액” is one word
    cells = header_to_cells(columns, whole)
    top = 2 if any(c.above for c in columns) else 1
    paths = [" > ".join(p.text for p in _column_words(c, whole)) for c in columns]
    for k, row in enumerate(rows):
        if row.kind == "full":
            cells.append(
                _cell(top + k, 0, [spans_to_printed(row.full, evidence)], col_span=len(columns))
            )
            continue
        for c in range(len(columns)):
            if c in labels:
                continue
            texts = [figures_to_printed(p, evidence) for p in row.cells.get(c, [])]
            cells.append(_cell(top + k, c, texts, path=paths[c], doubt=row.doubt))
    for c, own in labels.items():
        for label in own:
            texts = [spans_to_printed(label.pieces, evidence)] if label.pieces else []
            span = label.last - label.first + 1
            cells.append(
                _cell(top + label.first, c, texts, row_span=span, path=paths[c], doubt=label.doubt)
            )
    return _to_table(
        cells,
        top,
        len(rows) + top,
        len(columns),
        [spans_to_printed([s], evidence) for s in captions],
    )


def _to_table(
    cells: list[Cell], header_rows: int, rows: int, cols: int, captions: Sequence[Printed]
) -> Table:
    pages = sorted({p for c in cells if (p := c.place.page) is not None})
    parts = tuple(Part(p, None) for p in pages) or (Part(None, None),)
    unit = next((u for c in captions if (u := text_to_unit(c.text))), None)
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.col)))
    caption = captions[0] if captions else None
    return Table(
        1, rows, cols, ordered, header_rows, parts, caption, unit, "text", captions=tuple(captions)
    )


def header_to_cells(columns: Sequence[AlignedColumn], evidence: WrapEvidence) -> list[Cell]:
    """The header's cells; where a word stands over several columns, two rows of them."""
    two = any(c.above for c in columns)
    cells = []
    for a, b in runs_of(columns):
        above = columns[a].above
        if above:
            cells.append(
                _cell(0, a, [spans_to_printed([s], evidence) for s in above], col_span=b - a + 1)
            )
        for c in range(a, b + 1):
            row, span = (1, 1) if above else (0, 2 if two else 1)
            cells.append(
                _cell(row, c, [spans_to_printed(columns[c].pieces, evidence)], row_span=span)
            )
    return cells


def _column_words(column: AlignedColumn, evidence: WrapEvidence) -> list[Printed]:
    return [
        *(spans_to_printed([s], evidence) for s in column.above),
        spans_to_printed(column.pieces, evidence),
    ]


def _cell(
    row: int,
    col: int,
    texts: list[Printed],
    row_span: int = 1,
    col_span: int = 1,
    path: str | None = None,
    doubt: str | None = None,
) -> Cell:
    filled = tuple(t for t in texts if t.text)
    place = filled[0].place() if filled else Cell(0, 0).place
    return Cell(row, col, row_span, col_span, filled, header_path=path, place=place, doubt=doubt)
