"""Pages printed sideways: laid out upright, published where they are printed.

A wide table is often turned onto a page that stays upright in the file (no /Rotate): its text runs
upwards. Nothing in layout needs to know: such a page is turned before, and the boxes of what was
made of it are turned back after.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.model import Box, Cell, Glyphs, Page, Part, Place, Problem, Rulings, Table

MOST = (
    0.5  # share of a page's glyphs that must run one way before the page counts as turned that way
)
ENOUGH = 12  # glyphs: a page with no more than the label of an axis is not turned
DESCENT = 0.14  # em: how far below its baseline a turned glyph's box was made to reach

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Turn:
    """A page as printed, and by how many clockwise degrees its writing runs: 90 downwards, 180 head
    down, 270 upwards.
    """

    degrees: int
    width: float
    height: float

    def upright(self, boxes: Array) -> Array:
        """Boxes (n, 4) of the printed page on the page turned so that its writing stands upright.

        >>> Turn(270, 600, 800).upright(np.array([[100, 700, 110, 760]])).tolist()
        [[40, 100, 100, 110]]
        """
        x0, top, x1, bottom = np.asarray(boxes).T
        wide, high = self.width, self.height
        columns = {
            90: (top, wide - x1, bottom, wide - x0),
            180: (wide - x1, high - bottom, wide - x0, high - top),
        }
        return np.stack(columns.get(self.degrees, (high - bottom, x0, high - top, x1)), axis=1)

    def printed(self, boxes: Array) -> Array:
        """The other way round.

        >>> Turn(270, 600, 800).printed(np.array([[40, 100, 100, 110]])).tolist()
        [[100, 700, 110, 760]]
        """
        x0, top, x1, bottom = np.asarray(boxes).T
        wide, high = self.width, self.height
        columns = {
            90: (wide - bottom, x0, wide - top, x1),
            180: (wide - x1, high - bottom, wide - x0, high - top),
        }
        return np.stack(columns.get(self.degrees, (top, high - x1, bottom, high - x0)), axis=1)

    def box(self, box: Box) -> Box:
        """One box of the upright page as printed."""
        return Box(*map(float, self.printed(np.array([box]))[0]))


def page_to_turn(page: Page) -> Turn | None:
    """How a page is turned: the way most of its glyphs run; None for an upright page, and for one
    with too little text to tell.
    """
    turn = page.glyphs.turn
    if not turn.any():
        return None
    turn = turn[page.glyphs.code != 0x20]
    counts = {degrees: int((turn == degrees).sum()) for degrees in (90, 180, 270)}
    most = max(counts, key=lambda degrees: counts[degrees])
    return (
        Turn(most, page.width, page.height)
        if counts[most] >= ENOUGH and counts[most] > MOST * len(turn)
        else None
    )


def page_to_upright(page: Page, turn: Turn) -> Page:
    """The page turned so that its writing stands upright."""
    size = (turn.width, turn.height) if turn.degrees == 180 else (turn.height, turn.width)
    rulings = page.rulings
    x0, top, x1, bottom = _columns(
        turn.upright(np.stack([rulings.x0, rulings.top, rulings.x1, rulings.bottom], axis=1))
    )
    return replace(
        page,
        width=size[0],
        height=size[1],
        glyphs=_glyphs_to_upright(page.glyphs, turn),
        rulings=Rulings(x0, top, x1, bottom, rulings.width),
        fills=turn.upright(page.fills).astype(np.float32),
        images=turn.upright(page.images).astype(np.float32),
    )


def _glyphs_to_upright(glyphs: Glyphs, turn: Turn) -> Glyphs:
    """Boxes and direction turned. The baseline is told by the box: of turned glyphs the column
    holds the other coordinate.
    """
    x0, top, x1, bottom = _columns(
        turn.upright(np.stack([glyphs.x0, glyphs.top, glyphs.x1, glyphs.bottom], axis=1))
    )
    baseline = (bottom - DESCENT * glyphs.size).astype(np.float32)
    degrees = ((glyphs.turn - turn.degrees) % 360).astype(np.int32)
    return replace(glyphs, x0=x0, top=top, x1=x1, bottom=bottom, baseline=baseline, turn=degrees)


def _columns(boxes: Array) -> tuple[npt.NDArray[np.float32], ...]:
    return tuple(np.ascontiguousarray(column) for column in boxes.astype(np.float32).T)


def table_as_printed(table: Table, turns: Mapping[int, Turn]) -> Table:
    """A table laid out on turned pages, its boxes where they are printed."""
    if not any(part.page in turns for part in table.parts):
        return table
    parts = tuple(
        Part(part.page, _box_as_printed(part.page, part.box, turns)) for part in table.parts
    )
    return replace(
        table, parts=parts, cells=tuple(_cell_as_printed(cell, turns) for cell in table.cells)
    )


def _cell_as_printed(cell: Cell, turns: Mapping[int, Turn]) -> Cell:
    pieces = tuple(
        (page, turns[page].box(box) if page in turns else box) for page, box in cell.pieces
    )
    return replace(cell, place=_place_as_printed(cell.place, turns), pieces=pieces)


def problem_as_printed(problem: Problem, turns: Mapping[int, Turn]) -> Problem:
    """A problem found in layout, its box where it is printed."""
    return replace(problem, place=_place_as_printed(problem.place, turns))


def _place_as_printed(place: Place, turns: Mapping[int, Turn]) -> Place:
    return replace(place, box=_box_as_printed(place.page, place.box, turns))


def _box_as_printed(page: int | None, box: Box | None, turns: Mapping[int, Turn]) -> Box | None:
    turn = turns.get(page) if page is not None else None
    return turn.box(box) if turn is not None and box is not None else box
