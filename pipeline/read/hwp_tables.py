"""HWP 5: tables and shapes to kept tables and boxes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from pipeline.model import KeptBox, KeptCell, KeptItem, KeptLine, KeptTable
from pipeline.read.hwp_records import (
    CHART,
    OLE,
    SHAPE_COMPONENT,
    TABLE,
    TEXT_ART,
    Fields,
    Record,
    listed,
)
from pipeline.read.kept_grid import cells_to_grid
from pipeline.read.kept_items import Around
from pipeline.read.kept_looks import UNITS_A_POINT, Looks

HEIGHT_AT = 20  # in an object's control
TITLE_CELL = 4  # bit of a cell's traits
BELOW = 3  # a caption's side
ART_TEXT_AT = 32  # behind the four corners of text set as art


class BodyReader(Protocol):
    """What reads the paragraphs inside a table (hwp_body)."""

    name: str
    looks: Looks
    odd: Counter[str]

    def paragraphs(self, records: Iterable[Record], around: Around) -> Iterator[KeptItem]: ...


def object_to_items(reader: BodyReader, control: Record, around: Around) -> list[KeptItem]:
    """What a table or shape holds, its caption where it is printed."""
    first = next(
        (k for k, r in enumerate(control.children) if r.tag in (TABLE, SHAPE_COMPONENT)),
        len(control.children),
    )
    said: list[KeptItem] = []
    below = False
    for head, paragraphs in listed(Record(0, b"", control.children[:first])):
        said += reader.paragraphs(paragraphs, around)
        below = Fields(head.payload, 8).number(4) & 3 == BELOW
    rest = control.children[first:]
    if rest and rest[0].tag == TABLE:
        return [_table(reader, control, rest, tuple(said), around)]
    own = [i for part in rest for i in _shape_to_items(reader, part, around)]
    return [*own, *said] if below else [*said, *own]


def _shape_to_items(reader: BodyReader, part: Record, around: Around) -> Iterator[KeptItem]:
    """The text in a shape and in the shapes that it is made of. Its ground is taken to be coloured:
    white letters in a box are a title far more often than hidden.
    """
    inside = around.deeper(reader.name).over(True)
    reader.odd["objects"] += part.tag in (OLE, CHART)
    if part.tag == TEXT_ART:
        text = Fields(part.payload, ART_TEXT_AT).text()
        yield KeptLine(around.spot, text, role=around.role, unseen=around.unseen)
    for _, paragraphs in listed(part):
        yield KeptBox(tuple(reader.paragraphs(paragraphs, inside)))
    for inner in part.children:
        if inner.tag in (SHAPE_COMPONENT, OLE, CHART, TEXT_ART):
            yield from _shape_to_items(reader, inner, inside)


def _table(
    reader: BodyReader,
    control: Record,
    parts: Sequence[Record],
    said: tuple[KeptItem, ...],
    around: Around,
) -> KeptTable:
    zones = list(_zones(reader, parts[0]))
    cells = [
        _cell(reader, head, paragraphs, zones, around)
        for head, paragraphs in listed(Record(0, b"", list(parts[1:])))
    ]
    rows, cols, whole, mended = cells_to_grid(cells, reader.name)
    height = Fields(control.payload, HEIGHT_AT).number(4) / UNITS_A_POINT
    return KeptTable(around.spot, rows, cols, whole, said, height, mended)


def _zones(reader: BodyReader, table: Record) -> Iterator[tuple[range, range]]:
    """Rows and columns of the stretches of cells that have one coloured ground together."""
    fields = Fields(table.payload, 4)
    rows = fields.number(2)
    fields.at = 18 + 2 * rows + 2
    for _ in range(fields.number(2)):
        if fields.at >= len(table.payload):
            return
        top, left, bottom, right, fill = (fields.number(2) for _ in range(5))
        if reader.looks.fill(fill).shaded:
            yield range(top, bottom + 1), range(left, right + 1)


def _cell(
    reader: BodyReader,
    head: Record,
    paragraphs: Iterable[Record],
    zones: Iterable[tuple[range, range]],
    around: Around,
) -> KeptCell:
    fields = Fields(head.payload, 6)
    traits = fields.number(2)
    col, row, col_span, row_span = (fields.number(2) for _ in range(4))
    fill = reader.looks.fill(Fields(head.payload, 32).number(2))
    shaded = fill.shaded or any(row in rows and col in cols for rows, cols in zones)
    return KeptCell(
        row,
        col,
        max(row_span, 1),
        max(col_span, 1),
        tuple(reader.paragraphs(paragraphs, around.over(shaded))),
        bool(traits & TITLE_CELL),
        shaded,
        fill.crossed,
        fill.walls,
    )
