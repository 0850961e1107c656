"""What looks like a table in an office file and is none: a box round text, a heading with its
number in a cell. The same kinds that the geometry door takes for boxes (layout/shapes.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.layout.shapes import LABEL, LOW
from pipeline.model import KeptBox, KeptCell, KeptItem, KeptLine, KeptTable
from pipeline.model.kept import items_to_lines
from pipeline.pattern import lazy_pattern

MOST_CELLS = 3  # of a heading with its number
NUMBER = lazy_pattern(r"(?:\d{1,2}|[Ⅰ-Ⅻ])\.?")


@dataclass(frozen=True, slots=True)
class Frame:
    """The content of a box. `boxed`: there is text in it; `number`: the line with the number of the
    heading that it is.
    """

    content: tuple[KeptItem, ...]
    boxed: bool = True
    number: KeptLine | None = None


def table_to_frame(table: KeptTable) -> Frame | None:
    """A table as the box that it is: one cell, or one alone with words, or a number and a heading;
    None where it is a table.
    """
    if len(table.cells) == 1:
        return Frame(table.cells[0].content)
    whole = tuple(item for cell in table.cells for item in cell.content)
    filled = [cell for cell in table.cells if is_filled(cell.content)]
    if len(filled) < 2 or _is_inset(table, filled):
        return Frame(whole, bool(filled))
    label = _to_label(table, filled)
    if label is None:
        return None
    return Frame(whole, True, label if NUMBER.fullmatch(label.text.strip()) else None)


def _is_inset(table: KeptTable, filled: Sequence[KeptCell]) -> bool:
    """A title set into the upper rule of a frame: it stands away from both sides, and all else that
    is written stands below it over the whole width. In print that is a box with a title.
    """
    if len(filled) != 2 or table.cols < 3:
        return False
    title, body = filled
    inner = title.col > 0 and title.col + title.col_span < table.cols
    return inner and title.row == 0 and body.row > 0 and body.col_span == table.cols


def _to_label(table: KeptTable, filled: Sequence[KeptCell]) -> KeptLine | None:
    """The number or short word of a heading of one low row: “별첨 | 해외직접투자 세부 통계”."""
    low = table.height is not None and table.height <= LOW
    if not low or table.rows != 1 or len(filled) != 2 or len(table.cells) > MOST_CELLS:
        return None
    label = _only_line(filled[0].content)
    return label if label and len("".join(label.text.split())) <= LABEL else None


def _only_line(content: Iterable[KeptItem]) -> KeptLine | None:
    """The line that stands there alone; None where there is more, or it is not seen."""
    filled = [i for i in content if not isinstance(i, KeptLine) or i.text.strip()]
    first = filled[0]
    alone = len(filled) == 1 and isinstance(first, KeptLine) and not first.unseen
    return first if alone and isinstance(first, KeptLine) else None


def is_filled(content: Iterable[KeptItem]) -> bool:
    """Whether anything that is seen stands there."""
    return any(line.text.strip() and not line.unseen for line in items_to_lines(content))


def cell_content(content: Iterable[KeptItem]) -> list[KeptItem]:
    """A cell's lines and the tables in it: boxes in a cell are no tables, their lines are the
    cell's.
    """
    found: list[KeptItem] = []
    for item in content:
        if isinstance(item, KeptLine):
            found.append(item)
        elif isinstance(item, KeptBox):
            found += cell_content(item.content)
        elif len(item.cells) == 1 or not is_filled([item]):
            found += items_to_lines(item.captions)
            found += [i for cell in item.cells for i in cell_content(cell.content)]
        else:
            found.append(item)
    return found
