"""What an office file keeps of a document: lines with their looks, tables with their exact cells,
boxes; in reading order, each with its place in the file. Nothing is joined or meant yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

# note: a footnote or endnote; furniture: the head and foot of every page
KeptRole = Literal["text", "note", "furniture"]


@dataclass(frozen=True, slots=True)
class Spot:
    """Where in an office file a line or a table stands: its section, the paragraph of the section
    (both from 1), and for a line in a table's cell the table of the document, row and column.
    """

    section: int
    paragraph: int
    table_no: int | None = None
    row: int | None = None
    col: int | None = None


@dataclass(frozen=True, slots=True)
class KeptLine:
    """A paragraph, or what a forced break parts of one; wraps are the printer's and not kept.

    `text` begins with the number or mark that the file has set automatically. `unseen`: why nobody
    sees it in print (empty: it is seen): one of model.UNSEEN, or "deleted" (by a tracked change),
    "comment", "guide" (of a field that was not filled in).
    """

    spot: Spot
    text: str
    size: float | None = None  # points, of most of its characters
    bold: bool = False
    centred: bool = False
    role: KeptRole = "text"
    unseen: str = ""


@dataclass(frozen=True, slots=True)
class KeptCell:
    """An anchor cell. `header`: the author set it as a title cell; `crossed`: a diagonal parts it;
    `walls`: whether a rule is drawn at its left, right, top and bottom.
    """

    row: int
    col: int
    row_span: int
    col_span: int
    content: Content = ()
    header: bool = False
    shaded: bool = False
    crossed: bool = False
    walls: tuple[bool, bool, bool, bool] = (True, True, True, True)


@dataclass(frozen=True, slots=True)
class KeptTable:
    """A table whose cells cover every place of its grid once, in row, then column order."""

    spot: Spot
    rows: int
    cols: int
    cells: tuple[KeptCell, ...]
    captions: Content = ()
    height: float | None = None  # points
    mended: bool = False  # the file's cells overlapped or left gaps


@dataclass(frozen=True, slots=True)
class KeptBox:
    """A drawn box (or another shape) with text in it."""

    content: Content


KeptItem: TypeAlias = "KeptLine | KeptTable | KeptBox"
Content: TypeAlias = "tuple[KeptItem, ...]"


def items_to_lines(items: Iterable[KeptItem]) -> Iterator[KeptLine]:
    """All lines of some content in order, those in tables and boxes too.

    >>> line = KeptLine(Spot(1, 1), "가")
    >>> [found.text for found in items_to_lines([line, KeptBox((line,))])]
    ['가', '가']
    """
    for item in items:
        if isinstance(item, KeptLine):
            yield item
        elif isinstance(item, KeptBox):
            yield from items_to_lines(item.content)
        else:
            yield from items_to_lines(item.captions)
            for cell in item.cells:
                yield from items_to_lines(cell.content)


@dataclass(frozen=True, slots=True)
class Kept:
    """The content of all sections, in order. `kind`: the format, as tables.origin names it."""

    kind: Literal["hwpx", "hwp"]
    content: Content
