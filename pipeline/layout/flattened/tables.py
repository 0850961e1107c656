"""Rows of a flattened programme table to the same grid of cells that the geometry door gives."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.flattened.headers import Header
from pipeline.layout.flattened.rows import AreaDraft, RowDraft
from pipeline.layout.flattened.spans import Span, spans_to_printed
from pipeline.layout.wrap_votes import Evidence
from pipeline.model import Cell, Part, Printed, Table

Columns = list[
    tuple[str, list[tuple[Span, ...]]]
]  # role, and the stretches of each header over the column


def header_to_columns(header: Header) -> Columns:
    """Role and header stretches of every column; neighbouring headers of one role stand over one
    column of the text.

    Source: a header of two rows ("단위사업" over "세부사업", "추진현황") comes out as one line.
    """
    columns: Columns = []
    for column in header.columns:
        if columns and columns[-1][0] == column.role:
            columns[-1][1].append(column.spans)
        elif column.role not in [c[0] for c in columns]:
            columns.append((column.role, [column.spans]))
    return columns


def areas_to_table(
    areas: Sequence[AreaDraft], header: Header, evidence: Evidence, table_no: int
) -> Table:
    """One grid: the header, then for every area its full-width row (if it has a heading) and its
    programmes' rows.
    """
    columns = header_to_columns(header)
    roles = [role for role, _ in columns]
    cells = [
        _cell(0, c, [spans_to_printed(spans, evidence) for spans in heads])
        for c, (_, heads) in enumerate(columns)
    ]
    row = 1
    for area in areas:
        if area.title:
            cells.append(
                _cell(row, 0, [spans_to_printed(area.title, evidence)], col_span=len(roles))
            )
            row += 1
        for group in area.groups:
            if "group" in roles and group.rows:
                label = [spans_to_printed(group.label, evidence)] if group.label else []
                cells.append(_cell(row, roles.index("group"), label, row_span=len(group.rows)))
            for draft in group.rows:
                cells.extend(row_to_cells(draft, roles, columns, row, evidence))
                row += 1
    pages = sorted({p for c in cells if (p := c.place.page) is not None})
    parts = tuple(Part(p, None) for p in pages) or (Part(None, None),)
    ordered = tuple(sorted(cells, key=lambda c: (c.row, c.col)))
    return Table(table_no, row, len(roles), ordered, header_rows=1, parts=parts, origin="text")


def row_to_cells(
    draft: RowDraft, roles: Sequence[str], columns: Columns, row: int, evidence: Evidence
) -> list[Cell]:
    """The cells of one programme: title, lines, and the figures and words of its additional columns
    in the header's order.
    """
    extra = [
        c
        for c, role in enumerate(roles)
        if role not in ("area", "group", "programme", "achievements")
    ]
    texts = [c for c in extra if roles[c] in ("department", "remarks", "indicator")]
    figures = [c for c in extra if c not in texts]
    cells = []
    for c, role in enumerate(roles):
        if role == "programme":
            cells.append(
                _cell(row, c, [spans_to_printed(draft.title, evidence)], doubt=draft.doubt)
            )
        elif role == "achievements":
            cells.append(
                _cell(
                    row,
                    c,
                    [spans_to_printed(line, evidence) for line in draft.lines],
                    doubt=draft.doubt,
                )
            )
        elif role not in ("area", "group"):
            place = figures.index(c) if c in figures else texts.index(c)
            found = (
                _tokens(draft.figures)[place : place + 1]
                if c in figures
                else extra_at(draft, place, len(texts))
            )
            cells.append(
                _cell(
                    row, c, [spans_to_printed(found, evidence)] if found else [], doubt=draft.doubt
                )
            )
        elif role == "area":
            cells.append(_cell(row, c, []))
    path = {
        c: " > ".join(spans_to_printed(h, evidence).text for h in heads)
        for c, (_, heads) in enumerate(columns)
    }
    return [
        Cell(
            k.row,
            k.col,
            k.row_span,
            k.col_span,
            k.paragraphs,
            path[k.col],
            k.carried,
            k.place,
            k.pieces,
            k.doubt,
        )
        for k in cells
    ]


def extra_at(draft: RowDraft, place: int, columns: int) -> list[Span]:
    """The words of one additional column; a name that a narrow column broke over lines is one where
    no other column holds words.
    """
    return list(draft.extra) if columns == 1 else draft.extra[place : place + 1]


def figures_fit(draft: RowDraft, roles: Sequence[str]) -> bool:
    """Whether a row has as many figures as the header has columns for them, so that their order
    tells which is which.
    """
    names = ("area", "group", "programme", "achievements", "department", "remarks", "indicator")
    return len(_tokens(draft.figures)) == sum(role not in names for role in roles)


def _tokens(spans: Sequence[Span]) -> list[Span]:
    found = []
    for span in spans:
        at = span.start
        for word in span.text.split():
            at = span.line.text.index(word, at)
            found.append(Span(span.line, at, at + len(word)))
            at += len(word)
    return found


def _cell(
    row: int,
    col: int,
    paragraphs: list[Printed],
    row_span: int = 1,
    col_span: int = 1,
    doubt: str | None = None,
) -> Cell:
    filled = tuple(p for p in paragraphs if p.text)
    place = filled[0].place() if filled else Cell(0, 0).place
    return Cell(row, col, row_span, col_span, filled, place=place, doubt=doubt)
