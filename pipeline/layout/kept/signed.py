"""Signs that an author set into a cell of their own beside their figure: print shows one cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from pipeline.layout.headers import FIGURE
from pipeline.layout.kept.captions import LEFT, RIGHT
from pipeline.model import KeptCell, KeptLine, KeptTable
from pipeline.pattern import lazy_pattern

SIGN = lazy_pattern(r"[(（][-−–+][)）]|[(（]?[△▲▽▼][)）]?")


def table_to_signed(table: KeptTable) -> KeptTable:
    """A table in which a sign and the figure behind it stand in one cell where rules close them in
    and none parts them: the figure of “(-) | 4,000,000” alone would be a plus.
    """
    at = {(c.row, c.col): c for c in table.cells}
    joined: dict[tuple[int, int], KeptCell | None] = {}
    for sign in table.cells:
        figure = at.get((sign.row, sign.col + sign.col_span))
        if figure is not None and _is_one(sign, figure):
            joined[figure.row, figure.col] = None
            joined[sign.row, sign.col] = _joined(sign, figure)
    cells = (joined.get((c.row, c.col), c) for c in table.cells) if joined else table.cells
    return replace(table, cells=tuple(c for c in cells if c is not None))


def _is_one(sign: KeptCell, figure: KeptCell) -> bool:
    """Whether print shows a sign and a figure as one cell."""
    closed = sign.walls[LEFT] and figure.walls[RIGHT]
    if not closed or sign.walls[RIGHT] or figure.walls[LEFT] or sign.row_span != figure.row_span:
        return False
    mark, number = (" ".join(_texts(cell)) for cell in (sign, figure))
    return SIGN.fullmatch(mark) is not None and FIGURE.fullmatch(number) is not None


def _texts(cell: KeptCell) -> Iterator[str]:
    """What is written in a cell; a table in it is no text."""
    for item in cell.content:
        text = item.text.strip() if isinstance(item, KeptLine) and not item.unseen else "\n"
        if text:
            yield text


def _joined(sign: KeptCell, figure: KeptCell) -> KeptCell:
    lines = [i for i in sign.content if isinstance(i, KeptLine) and i.text.strip()]
    numbers = [i for i in figure.content if isinstance(i, KeptLine) and i.text.strip()]
    line = replace(numbers[0], text=f"{lines[0].text.strip()} {numbers[0].text.strip()}")
    _, _, top, bottom = sign.walls
    walls = (sign.walls[LEFT], figure.walls[RIGHT], top, bottom)
    return replace(sign, col_span=sign.col_span + figure.col_span, content=(line,), walls=walls)
