"""A page that layout kept, with what it came to: tables with their edges, frames, what is left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.layout.draft import DraftCell, DraftTable
from pipeline.layout.headers import table_to_header
from pipeline.layout.nested import tree_to_tables
from pipeline.layout.rulings import Edges
from pipeline.layout.sheets import is_within
from pipeline.layout.tables import page_to_ruled
from pipeline.layout.trace import Trace
from pipeline.layout.turned import Turn, page_to_upright
from pipeline.layout.whole import JoinedTable
from pipeline.layout.why.edges import (
    Ground,
    draft_to_columns,
    draft_to_rows,
    draft_to_weighed,
    page_to_ground,
)
from pipeline.layout.why.seen import Edge, Row, Side, WhyCell, WhyPage, WhyTable
from pipeline.model import Box, Cell, Page, Table

LEAST_RULE = 20.0  # pt: of what is smaller outside tables nothing is said
ABOUT = 3.0  # pt about a table in which its own rules lie

Key = tuple[int | None, tuple[float, ...]]  # page and box


@dataclass(slots=True)
class Whole:
    """What the pages' parts came to: by page and box, as printed, of a part its table, and of a
    cell's piece its cell; by page and box, as read, the evidence for a header.
    """

    parts: dict[Key, tuple[Table, int]] = field(default_factory=dict)
    cells: dict[Key, Cell] = field(default_factory=dict)
    headers: dict[Key, str | None] = field(default_factory=dict)


def page_to_why(trace: Trace, tables: Sequence[Table], number: int) -> WhyPage:
    """Page `number` of a document of which layout kept its steps; `tables`: what it gave."""
    page, sheet, turn = trace.pages[number], trace.sheets[number], trace.turns.get(number)
    told = WhyPage(number, page.width, page.height, turn.degrees if turn else 0, sheet.kind)
    if sheet.kind is not None:
        return told
    upright = page_to_upright(page, turn) if turn else page
    ground, whole = page_to_ground(upright), _to_whole(trace, tables)
    drafts = tree_to_tables(sheet.tables)
    frames = [frame.box for frame in sheet.frames]
    known = [*(d.box for d in drafts), *frames]
    undone = [b for b in _grids(upright) if not _is_known(b, known)]
    return replace(
        told,
        tables=tuple(_draft_to_why(ground, draft, whole, turn) for draft in drafts),
        frames=_all_printed(frames, turn),
        undone=_all_printed(undone, turn),
        spare=_all_printed(_spare(ground, [*known, *undone]), turn),
        unread=_all_printed(sheet.unread, turn),
    )


def _grids(page: Page) -> Iterator[Box]:
    """The grids that rules draw on a page, marks of lists that are drawn as boxes left out."""
    for draft in page_to_ruled(page)[0]:
        b = draft.box
        if min(b.x1 - b.x0, b.bottom - b.top) >= LEAST_RULE:
            yield b


def _all_printed(boxes: Sequence[Box], turn: Turn | None) -> tuple[Box, ...]:
    return tuple(_printed(box, turn) for box in boxes)


def _to_whole(trace: Trace, tables: Sequence[Table]) -> Whole:
    whole = Whole()
    for table in tables:
        for k, part in enumerate(table.parts):
            if part.box is not None:
                whole.parts[_key(part.page, part.box)] = table, k
        pieces = ((cell, piece) for cell in table.cells for piece in _pieces(cell))
        whole.cells.update((_key(page, box), cell) for cell, (page, box) in pieces)
    whole.headers.update(_headers(trace.joined))
    return whole


def _headers(joined: Sequence[JoinedTable]) -> Iterator[tuple[Key, str | None]]:
    """By page and box of each part the evidence for its table's header; of nested tables too."""
    for table in joined:
        evidence = table_to_header(table)[1]
        yield from ((_key(p.page, p.box), evidence) for p in table.parts if p.box is not None)
        for cell in table.cells:
            yield from _headers(cell.nested)


def _pieces(cell: Cell) -> tuple[tuple[int, Box], ...]:
    place = cell.place
    if cell.pieces or place.page is None or place.box is None:
        return cell.pieces
    return ((place.page, place.box),)


def _key(page: int | None, box: Box) -> Key:
    return page, tuple(round(float(v), 2) for v in box)


def _is_known(box: Box, known: Sequence[Box]) -> bool:
    return any(is_within(box, other) for other in known)


def _printed(box: Box, turn: Turn | None) -> Box:
    return turn.box(box) if turn is not None else Box(*map(float, box))


def _spare(ground: Ground, known: Sequence[Box]) -> list[Box]:
    """The rules that belong to no table, frame or grid."""
    wide = [Box(b.x0 - ABOUT, b.top - ABOUT, b.x1 + ABOUT, b.bottom + ABOUT) for b in known]
    level = [Box(lo, at, hi, at) for at, lo, hi in _strokes(ground.across)]
    upright = [Box(at, lo, at, hi) for at, lo, hi in _strokes(ground.down)]
    return [box for box in (*level, *upright) if not _is_known(box, wide)]


def _strokes(edges: Edges) -> Iterator[tuple[float, float, float]]:
    columns = edges.at.tolist(), edges.lo.tolist(), edges.hi.tolist()
    return (s for s in zip(*columns, strict=True) if s[2] - s[1] >= LEAST_RULE)


def _draft_to_why(ground: Ground, draft: DraftTable, whole: Whole, turn: Turn | None) -> WhyTable:
    box = _printed(draft.box, turn)
    table, part = whole.parts.get(_key(draft.page, box), (None, 0))
    weighed = draft_to_weighed(ground, draft)
    columns = draft_to_columns(ground, draft, weighed.choices)
    levels = draft_to_rows(ground, draft)
    cells = tuple(_cell_to_why(draft, cell, whole, turn) for cell in draft.cells)
    header_rows = _header_rows(draft, table, part, cells)
    offset = draft.rows - len(weighed.margins)
    rows = [
        Row(
            k,
            levels[k],
            k < header_rows,
            weighed.margins[k - offset] if k >= offset else None,
            weighed.costs[k - offset] if k >= offset else (),
        )
        for k in range(draft.rows)
    ]
    told = WhyTable(
        table.table_no if table else None,
        draft.reader,
        draft.rows,
        draft.cols,
        header_rows,
        whole.headers.get(_key(draft.page, draft.box)) if header_rows else None,
        tuple(columns),
        tuple(rows),
        levels[-1],
        cells,
        tuple(_sides(draft, columns, levels, turn)),
        box,
    )
    if table is None:
        return told
    return replace(told.of(table), part=part + 1, parts=len(table.parts))


def _header_rows(
    draft: DraftTable, table: Table | None, part: int, cells: Sequence[WhyCell]
) -> int:
    """How many of a part's rows are header: on the first page the table's, on a later one those
    that its reader knew, or whose cells were dropped since they are printed again.
    """
    if table is None or part == 0:
        return table.header_rows if table else draft.header_rows
    kept = (cell.at[0] for cell in cells if cell.row is not None)
    return max(draft.header_rows, min(kept, default=0))


def _cell_to_why(draft: DraftTable, cell: DraftCell, whole: Whole, turn: Turn | None) -> WhyCell:
    box = _printed(cell.box, turn)
    joined = whole.cells.get(_key(draft.page, box))
    return WhyCell(
        joined.row if joined else None,
        joined.col if joined else None,
        (cell.row, cell.col),
        (cell.row_span, cell.col_span),
        _text(cell, joined),
        box,
        cell.doubt,
        joined.carried if joined else False,
    )


def _text(cell: DraftCell, joined: Cell | None) -> str:
    """Its words on this page, wraps joined where it stands on no other."""
    whole = joined is not None and len(joined.pieces) < 2
    text = joined.text if joined and whole else " ".join(line.text for line in cell.lines)
    return " ".join(text.split())


def _sides(
    draft: DraftTable, columns: Sequence[Edge], levels: Sequence[Edge], turn: Turn | None
) -> Iterator[Side]:
    """The sides of all cells."""
    for cell in draft.cells:
        b, right, bottom = cell.box, cell.col + cell.col_span, cell.row + cell.row_span
        for box, edge in (
            (Box(b.x0, b.top, b.x0, b.bottom), columns[cell.col]),
            (Box(b.x1, b.top, b.x1, b.bottom), columns[right]),
            (Box(b.x0, b.top, b.x1, b.top), levels[cell.row]),
            (Box(b.x0, b.bottom, b.x1, b.bottom), levels[bottom]),
        ):
            yield Side(_printed(box, turn), edge.kind)
