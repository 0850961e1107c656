"""Rows and labels of an aligned table to the same grid of cells that the geometry door gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.layout.captions import text_to_unit
from pipeline.layout.flattened.aligned_figures import figures_to_printed
from pipeline.layout.flattened.aligned_headers import AlignedColumn, AlignedHeader, runs_of
from pipeline.layout.flattened.aligned_rows import GridRow, Label, Reading
from pipeline.layout.flattened.spans import Span, WrapEvidence, spans_to_printed
from pipeline.lexicon.headers import header_words
from pipeline.model import Cell, Part, Printed, Table


def reading_to_table(
    reading: Reading, header: AlignedHeader, captions: Sequence[Span], evidence: WrapEvidence
) -> Table:
    """One grid: the header (two rows if words stand over several columns), names over the whole
    width, rows, totals.
    """
    columns, rows = header.columns, reading.rows()
    labels = reading.labels(rows)
    whole = replace(
        evidence, joined=evidence.joined | header_words().keys()
    )  # “집행잔” over “액” is one word
    cells = header_to_cells(columns, whole)
    top = 2 if any(c.above for c in columns) else 1
    paths = [" > ".join(p.text for p in _column_words(c, whole)) for c in columns]
    for k, row in enumerate(rows, top):
        cells += _row_to_cells(row, k, len(labels), paths, evidence)
    for c, own in labels.items():
        cells += [_label_to_cell(label, top, c, paths[c], evidence) for label in own]
    printed = [spans_to_printed([s], evidence) for s in captions]
    table = _to_table(cells, top, len(rows) + top, len(columns), printed)
    return replace(table, margin=reading.read.margin)


def _row_to_cells(
    row: GridRow, k: int, labels: int, paths: Sequence[str], evidence: WrapEvidence
) -> Iterator[Cell]:
    """The cells of a row, its labels apart."""
    if row.name:
        yield _cell(k, 0, [spans_to_printed(row.name, evidence)], col_span=len(paths))
        return
    for c in range(labels, len(paths)):
        texts = [figures_to_printed(p, evidence) for p in row.cells.get(c, ())]
        yield _cell(k, c, texts, path=paths[c], doubt=row.doubt)


def _label_to_cell(label: Label, top: int, c: int, path: str, evidence: WrapEvidence) -> Cell:
    texts = [spans_to_printed(label.pieces, evidence)] if label.pieces else []
    span = label.last - label.first + 1
    return _cell(top + label.first, c, texts, row_span=span, path=path)


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
