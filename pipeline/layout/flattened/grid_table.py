"""Rows of cells parted by signs to a table: headings over the whole width, labels merged over rows,
lines that were joined cut again.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace

from pipeline.layout.flattened.aligned_headers import text_to_role
from pipeline.layout.flattened.grid_lines import GridCell, GridText, cell_text
from pipeline.layout.flattened.headers import settle_roles
from pipeline.layout.flattened.inline import LOWER, Inline, cut_marks, texts_to_inline
from pipeline.layout.flattened.spans import Span, spans_to_printed
from pipeline.layout.wrap_votes import Evidence
from pipeline.model import Cell, Part, Printed, Table
from pipeline.text import numbering_at

Headings = dict[int, list[Span]]  # row → its heading over the whole width
Labels = list[tuple[int, int, list[Span]]]  # first row, last row, the label's stretches
LABELS = ("group", "area", "label")
PROSE = (
    "achievements",
    "plan",
    "remarks",
)  # columns whose cells hold paragraphs; in the others a break is a wrap
BORDER = "row_boundary_doubt"


def grid_to_table(grid: GridText, evidence: Evidence) -> Table:
    """One table of the same kind that the other readings give.

    Source: Markdown has no merged cells: docling prints a merged cell's text in each of its places,
    others once and leave the rest empty.
    """
    roles = settle_roles(
        [text_to_role(t) for c in grid.rows[0] for t in [cell_text(c)]],
        [cell_text(c) for c in grid.rows[0]],
    )
    kinds = title_kinds(grid.rows[1:], roles)
    whole = {
        r: heading
        for r, row in enumerate(grid.rows)
        if r and (heading := row_to_heading(row, roles, kinds))
    }
    labels = [c for c in range(len(roles)) if _is_label(roles, c)]
    spanned = {c: column_to_labels(grid.rows, c, roles, whole) for c in labels}
    doubted = {
        r
        for own in spanned.values()
        for a, b, spans in own
        if is_torn(grid.rows, labels[-1], a, b)
        for r in range(a, b + 1)
    }
    path = [spans_to_printed(c, evidence).text for c in grid.rows[0]]
    cells = _body_cells(grid, roles, whole, doubted, path, evidence)
    for c, own in spanned.items():
        cells += [
            _cell(a, c, [spans_to_printed(spans, evidence)], path[c], row_span=b - a + 1)
            for a, b, spans in own
        ]
    pages = sorted({p for x in cells if (p := x.place.page) is not None})
    parts = tuple(Part(p, None) for p in pages) or (Part(None, None),)
    ordered = tuple(sorted(cells, key=lambda x: (x.row, x.col)))
    return Table(1, len(grid.rows), len(roles), ordered, 1, parts, origin="text")


def _body_cells(
    grid: GridText,
    roles: Sequence[str | None],
    whole: Headings,
    doubted: set[int],
    path: Sequence[str],
    evidence: Evidence,
) -> list[Cell]:
    """All cells but those of the label columns' bodies."""
    told = [
        cell for row in grid.rows[1:] for c, cell in enumerate(row) if roles[c] == "achievements"
    ]
    parted = any(len(cell) > 1 for cell in told)
    inline = replace(
        texts_to_inline([s.text for cell in told for s in cell]),
        joined=not parted,
        opened=frozenset(LOWER),
    )
    cells: list[Cell] = []
    for r, row in enumerate(grid.rows):
        if r in whole:
            cells.append(
                _cell(r, 0, [spans_to_printed(whole[r], evidence)], None, col_span=len(roles))
            )
            continue
        for c, cell in enumerate(row):
            if r and _is_label(roles, c):
                continue
            doubt = BORDER if r in doubted and roles[c] == "programme" else None
            cells.append(
                _cell(
                    r,
                    c,
                    cell_to_printed(cell, roles[c] if r else None, inline, evidence),
                    path[c] if r else None,
                    doubt=doubt,
                )
            )
    return cells


def cell_to_printed(
    cell: GridCell, role: str | None, inline: Inline, evidence: Evidence
) -> list[Printed]:
    """The paragraphs of a cell: lines of achievements are cut where they were joined, a break in a
    short cell is a wrap.
    """
    if role == "achievements":
        return [
            replace(spans_to_printed([s], evidence), join_doubt=doubt)
            for s, doubt in cut_marks(cell, inline)
        ]
    return [
        spans_to_printed(part, evidence)
        for part in ([[s] for s in cell] if role in PROSE else [cell])
    ]


def is_torn(rows: Sequence[Sequence[GridCell]], col: int, first: int, last: int) -> bool:
    """Whether the places of one label hold several texts with empty places between them: two labels
    in the middle of their rows, and nothing tells where the second one's begin."""
    filled = [r for r in range(first, last + 1) if rows[r][col]]
    return (
        bool(filled)
        and len(filled) < filled[-1] - filled[0] + 1
        and len({cell_text(rows[r][col]) for r in filled}) > 1
    )


def _is_label(roles: Sequence[str | None], col: int) -> bool:
    """Whether a column left of the titles holds labels."""
    return roles[col] in LABELS and "programme" in roles and col < roles.index("programme")


def title_kinds(body: Sequence[Sequence[GridCell]], roles: Sequence[str | None]) -> set[str]:
    """The kinds of numbers before the titles of the rows that tell something."""
    title = roles.index("programme") if "programme" in roles else -1
    told = roles.index("achievements") if "achievements" in roles else -1
    titles = [other[title] for other in body if title >= 0 and len(other) > 1 and other[told]]
    return {n.kind for cell in titles if cell and (n := numbering_at(cell[0].text))}


def row_to_heading(
    row: Sequence[GridCell], roles: Sequence[str | None], kinds: Set[str]
) -> list[Span] | None:
    """The heading that a row holds over its whole width: one text in every place, or in the first
    and nothing beside it.

    A first place that is a title's must be numbered in another kind than the titles are, or by a
    heading's kind where they are not. Source: converters cut a merged heading at the columns' edges
    (“**Ⅰ. 생활 속 위**|**험요인 제거**”), so the first two may hold it.
    """
    texts = [cell_text(c) for c in row]
    if len(row) > 1 and texts[0] and len(set(texts)) == 1:
        return list(row[0])
    filled = [k for k, t in enumerate(texts) if t]
    if (
        not filled
        or filled[0] != 0
        or filled != list(range(len(filled)))
        or len(filled) == len(row) > 1
        or len(row) == 1
    ):
        return list(row[0]) if len(row) == 1 else None
    if "achievements" in roles and roles.index("achievements") in filled:
        return None
    title = roles.index("programme") if "programme" in roles else -1
    own = numbering_at(row[0][0].text)
    if len(filled) == 1 and title != 0:
        return list(row[0])
    named = title >= 0 and not (row[title] and numbering_at(row[title][0].text))
    cut = len(filled) > 1 and own is not None and named and own.kind not in ("arabic", "paren")
    differs = title == 0 and len(filled) == 1 and own is not None and own.kind not in kinds
    return [s for c in row for s in c] if cut or differs else None


def column_to_labels(
    rows: Sequence[Sequence[GridCell]], col: int, roles: Sequence[str | None], whole: Headings
) -> Labels:
    """The labels of a column with the rows that each one spans: an empty place or the same text
    again goes on with the label above.

    Where a run of numbers (1, 2, 3 …) begins beside an empty place, labels stand in the middle of
    their rows: then runs tell them apart.
    """
    runs = _runs(rows, roles.index("programme"), whole)
    centred = any(not rows[run[0]][col] for run in runs if len(rows[run[0]]) > col)
    found: Labels = []
    for run in runs:
        if centred:
            found.append((run[0], run[-1], [s for r in run for s in rows[r][col]]))
            continue
        for r in run:
            cell = rows[r][col]
            if cell and not (found and found[-1][1] == r - 1 and _again(found[-1][2], cell)):
                found.append((r, r, list(cell)))
            elif found and found[-1][1] == r - 1:
                found[-1] = (found[-1][0], r, found[-1][2])
            else:
                found.append((r, r, []))
    return found


def _again(label: Sequence[Span], cell: GridCell) -> bool:
    return cell_text(list(label)) == cell_text(cell)


def _runs(rows: Sequence[Sequence[GridCell]], title: int, whole: Headings) -> list[list[int]]:
    """Body rows between headings, cut where the titles' numbers begin anew."""
    runs: list[list[int]] = []
    for r in range(1, len(rows)):
        if r in whole:
            continue
        numbering = (
            numbering_at(rows[r][title][0].text)
            if len(rows[r]) > title and rows[r][title]
            else None
        )
        if (
            not runs
            or runs[-1][-1] != r - 1
            or (numbering is not None and numbering.value[-1] == 1)
        ):
            runs.append([])
        runs[-1].append(r)
    return runs


def _cell(
    row: int,
    col: int,
    texts: Sequence[Printed],
    path: str | None,
    row_span: int = 1,
    col_span: int = 1,
    doubt: str | None = None,
) -> Cell:
    filled = tuple(t for t in texts if t.text)
    place = filled[0].place() if filled else Cell(0, 0).place
    return Cell(row, col, row_span, col_span, filled, header_path=path, place=place, doubt=doubt)
