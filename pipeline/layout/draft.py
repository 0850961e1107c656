"""What the steps of layout hand to one another before lines are numbered: still mutable, never seen
outside this stage.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pipeline.model import Box, Origin

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

# what drew its edges: a lattice of rules, the scored grid, level rules alone, where its text stands
Reader = Literal["ruled", "scored", "level", "aligned"]


@dataclass(slots=True, eq=False)
class DraftLine:
    """A row of glyphs inside one cell or one column of running text, left to right (or top down for
    a vertical label).

    `text` has the blanks that the print shows (space glyphs for runs that have them, gaps for runs
    that have none); `edges` is (len(text), 4) float32, one box per character; `glyphs` is the index
    into the page's glyph columns, -1 for a blank that is only a gap. `spaced`: its run types its
    blanks, so a trailing blank (or its absence) tells how a wrap is joined.
    """

    page: int
    text: str
    edges: npt.NDArray[np.float32]
    glyphs: npt.NDArray[np.int64]
    baseline: float
    size: float
    font: int
    spaced: bool
    box: Box
    bold: bool = False
    origin: Origin | None = None  # what the text layer has, where other characters are matched
    _ink_right: float | None = None

    @property
    def ink_right(self) -> float:
        """Where its last character ends that is no blank (it has one); asked for every break that a
        line stands at.
        """
        if self._ink_right is None:
            self._ink_right = float(self.edges[: len(self.text.rstrip()), 2].max())
        return self._ink_right


@dataclass(slots=True, eq=False)
class DraftCell:
    """A cell of one page's part of a table. open_top / open_bottom: no rule closes it there (cut by
    a page break).
    """

    row: int
    col: int
    row_span: int
    col_span: int
    box: Box
    lines: list[DraftLine] = field(default_factory=list)
    open_top: bool = False
    open_bottom: bool = False
    nested: list[DraftTable] = field(default_factory=list)
    doubt: str | None = None
    shaded: bool = False  # a filled area lies under it
    shape: int = 0  # number of the shape that it is a piece of, where the print drew no rectangle
    goes_on: bool = False  # the cell above it on the page before is the same cell


@dataclass(slots=True, eq=False)
class DraftTable:
    """A grid on one page: xs and ys are the column and row edges (cols + 1, rows + 1)."""

    page: int
    box: Box
    xs: list[float]
    ys: list[float]
    cells: list[DraftCell]
    origin: str = "ruled"
    header_rows: int = 0
    captions: list[DraftLine] = field(default_factory=list)
    heading_box: bool = False  # a box round a heading, no data
    unit: str | None = None  # declared above it
    soft_columns: bool = False  # its column edges are white, not rules
    goes_on: bool = False  # it is one table with the last one of the page before
    cut: bool = False  # its first row is one row with the last one of the page before
    margin: float | None = None  # how much dearer the second best reading is, where it was scored
    reader: Reader = "ruled"
    basis: object = None  # what its reader made it from, kept where somebody asks (trace.py)

    @property
    def rows(self) -> int:
        return len(self.ys) - 1

    @property
    def cols(self) -> int:
        return len(self.xs) - 1
