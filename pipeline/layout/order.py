"""Reading order: what stands on a page, top down, and the numbers of its lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pipeline.layout.draft import DraftLine
from pipeline.layout.sheets import Sheet, cell_to_lines
from pipeline.layout.turned import Turn
from pipeline.model import Line


@dataclass(slots=True, eq=False)
class Block:
    """A stretch of a page.

    kind: "loose" (a line outside everything, or a column of them), "frame", "table", "note" (at the
    page's foot) or "aside" (furniture, captions, contents, text that nobody sees).
    """

    kind: str
    page: int
    top: float
    left: float
    lines: list[DraftLine]


def sheet_to_blocks(sheet: Sheet) -> list[Block]:
    """The page's blocks in reading order; every line of the page is in exactly one of them. A
    column of text is one block; the right half of a double page follows the left one.
    """
    blocks = [
        Block("loose", sheet.number, *_middle(line), [line])
        for line in sheet.loose
        if id(line) not in sheet.columns
    ]
    blocks += [Block("loose", sheet.number, *place, lines) for place, lines in _columns(sheet)]
    blocks += [Block(kind, sheet.number, *_middle(line), [line]) for kind, line in _apart(sheet)]
    blocks += [
        Block("frame", sheet.number, frame.box.top, frame.box.x0, frame.lines)
        for frame in sheet.frames
    ]
    for table in sheet.tables:
        lines = [line for cell in table.cells for line in cell_to_lines(cell)]
        blocks.append(Block("table", sheet.number, table.box.top, table.box.x0, lines))
    return _in_reading_order(blocks, sheet.gutter)


def _columns(sheet: Sheet) -> list[tuple[tuple[float, float], list[DraftLine]]]:
    """The lines of each column of text, and where it is read."""
    columns: dict[tuple[float, float], list[DraftLine]] = {}
    for line in sheet.loose:
        if id(line) in sheet.columns:
            columns.setdefault(sheet.columns[id(line)], []).append(line)
    return list(columns.items())


def _in_reading_order(blocks: list[Block], gutter: float | None) -> list[Block]:
    """Top down; of a double page all that begins right of its gutter after all that does not."""
    middle = float("inf") if gutter is None else gutter
    return sorted(blocks, key=lambda block: (block.left > middle, block.top, block.left))


def _apart(sheet: Sheet) -> list[tuple[str, DraftLine]]:
    """The lines that part no text, with the kind of their blocks."""
    aside = (*sheet.furniture, *sheet.captions, *sheet.contents, *sheet.hidden)
    return [*(("aside", line) for line in aside), *(("note", line) for line in sheet.notes)]


def _middle(line: DraftLine) -> tuple[float, float]:
    """A line beside or above a box is read before it when its middle is higher than the box."""
    return (line.box.top + line.box.bottom) / 2, line.box.x0


def drafts_to_lines(drafts: Iterable[DraftLine], turns: Mapping[int, Turn]) -> dict[int, Line]:
    """The lines, numbered from 1, by the id of their drafts; those of turned pages have their boxes
    where they are printed.
    """
    return {
        id(d): Line(number, d.page, d.text, _edges_as_printed(d, turns), d.origin)
        for number, d in enumerate(drafts, 1)
    }


def _edges_as_printed(draft: DraftLine, turns: Mapping[int, Turn]) -> npt.NDArray[np.float32]:
    return (
        turns[draft.page].printed(draft.edges).astype(np.float32)
        if draft.page in turns
        else draft.edges
    )


def blocks_to_drafts(pages: Sequence[Sequence[Block]]) -> list[DraftLine]:
    """All lines in reading order."""
    return [line for page in pages for block in page for line in block.lines]
