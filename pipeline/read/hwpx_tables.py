"""HWPX: tables and shapes to kept tables and boxes."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Protocol

from pipeline.model import KeptBox, KeptCell, KeptItem, KeptLine, KeptTable
from pipeline.read.hwpx_head import child, children, element_to_fill, number
from pipeline.read.kept_grid import cells_to_grid
from pipeline.read.kept_items import Around
from pipeline.read.kept_looks import UNITS_A_POINT, Looks
from pipeline.read.xml_parts import tag

SHAPES = frozenset(
    [
        "rect",
        "ellipse",
        "polygon",
        "curve",
        "arc",
        "line",
        "connectLine",
        "container",
        "textart",
        "pic",
        "ole",
        "chart",
        "video",
    ]
)
LAST_PLACE = 65_535  # row, column or span that the format can name; what is larger is torn


class SectionReader(Protocol):
    """What reads the paragraphs inside a table (hwpx_body)."""

    name: str
    looks: Looks
    odd: Counter[str]

    def paragraphs(self, elements: Iterable[ET.Element], around: Around) -> Iterator[KeptItem]: ...


def element_to_items(reader: SectionReader, part: ET.Element, around: Around) -> list[KeptItem]:
    """What a table or shape holds, its caption where it is printed."""
    if tag(part) == "tbl":
        return [element_to_table(reader, part, around)]
    caption = child(part, "caption")
    said = _content(reader, caption, around) if caption is not None else []
    own = list(_shape_to_items(reader, part, around))
    over = caption is not None and caption.get("side") in ("TOP", "LEFT")
    return [*said, *own] if over else [*own, *said]


def _shape_to_items(reader: SectionReader, part: ET.Element, around: Around) -> Iterator[KeptItem]:
    inside = around.over(element_to_fill(part).shaded)
    drawn = child(part, "drawText")
    if drawn is not None:
        yield KeptBox(tuple(_content(reader, drawn, inside)))
    if part.get("text"):  # text set as art
        yield KeptLine(around.spot, part.get("text", ""), role=around.role, unseen=around.unseen)
    if tag(part) == "ole" or tag(part) == "chart":
        reader.odd["objects"] += 1
    for inner in part:
        if tag(inner) in SHAPES and tag(part) == "container":
            yield from _shape_to_items(reader, inner, around.deeper(reader.name))


def _content(reader: SectionReader, element: ET.Element, around: Around) -> list[KeptItem]:
    return _written(reader, child(element, "subList"), around)


def _written(reader: SectionReader, block: ET.Element | None, around: Around) -> list[KeptItem]:
    return list(reader.paragraphs(block, around)) if block is not None else []


def element_to_table(reader: SectionReader, part: ET.Element, around: Around) -> KeptTable:
    """A table with all its cells."""
    caption, size = child(part, "caption"), child(part, "sz")
    said = _content(reader, caption, around) if caption is not None else []
    zones = list(_zones(reader, part))
    cells = [
        _cell(reader, tc, (r, c), zones, around)
        for r, tr in enumerate(children(part, "tr"))
        for c, tc in enumerate(children(tr, "tc"))
    ]
    rows, cols, whole, mended = cells_to_grid(cells, reader.name)
    height = number(size.attrib, "height") / UNITS_A_POINT if size is not None else None
    return KeptTable(around.spot, rows, cols, whole, tuple(said), height, mended)


def _zones(reader: SectionReader, part: ET.Element) -> Iterator[tuple[range, range]]:
    """Rows and columns of the stretches of cells that have one coloured ground together."""
    for listed in children(part, "cellzoneList"):
        for zone in listed:
            if reader.looks.fill(number(zone.attrib, "borderFillIDRef")).shaded:
                at = [
                    number(zone.attrib, name)
                    for name in ("startRowAddr", "endRowAddr", "startColAddr", "endColAddr")
                ]
                yield range(at[0], at[1] + 1), range(at[2], at[3] + 1)


def _cell(
    reader: SectionReader,
    tc: ET.Element,
    listed: tuple[int, int],
    zones: Iterable[tuple[range, range]],
    around: Around,
) -> KeptCell:
    """A cell, at the place that the file names, else at the one where it is listed."""
    parts = {tag(part): part for part in tc}  # one look each: most of a file's elements are these
    at, span = parts.get("cellAddr"), parts.get("cellSpan")
    row, col = listed
    if at is not None:
        row, col = number(at.attrib, "rowAddr", row), number(at.attrib, "colAddr", col)
    row_span = number(span.attrib, "rowSpan", 1) if span is not None else 1
    col_span = number(span.attrib, "colSpan", 1) if span is not None else 1
    fill = reader.looks.fill(number(tc.attrib, "borderFillIDRef"))
    shaded = fill.shaded or any(row in rows and col in cols for rows, cols in zones)
    return KeptCell(
        min(max(row, 0), LAST_PLACE),
        min(max(col, 0), LAST_PLACE),
        min(max(row_span, 1), LAST_PLACE),
        min(max(col_span, 1), LAST_PLACE),
        tuple(_written(reader, parts.get("subList"), around.over(shaded))),
        tc.get("header") == "1",
        shaded,
        fill.crossed,
        fill.walls,
    )
