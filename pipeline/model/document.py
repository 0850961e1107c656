"""What reading a file gives: glyph and ruling columns for a PDF, plain lines for text, what an
office file keeps (kept.py). Nothing is joined or meant yet.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from pipeline.model.kept import Kept
    from pipeline.model.problem import Problem

    Floats: TypeAlias = npt.NDArray[np.float32]
    Ints: TypeAlias = npt.NDArray[np.int32]
else:  # numpy is a fifth of a small run, and a text has no glyphs
    Floats = Ints = Any

# why a reader of the printed page does not see a glyph
UNSEEN = ("invisible", "colour", "tiny", "clipped", "outside", "layer", "covered")


def no_shapes() -> Floats:
    """An array of shapes without any: shape (0, 5)."""
    import numpy as np

    return np.zeros((0, 5), np.float32)


def none_unseen() -> Ints:
    """What says of a page that all its glyphs are seen: shape (0,)."""
    import numpy as np

    return np.zeros(0, np.int32)


class Box(NamedTuple):
    """A rectangle in PDF points from the page's top left corner (x to the right, top downwards)."""

    x0: float
    top: float
    x1: float
    bottom: float

    def union(self, other: Box) -> Box:
        """The smallest box around both.

        >>> Box(0, 0, 1, 1).union(Box(2, -1, 3, 0.5))
        Box(x0=0, top=-1, x1=3, bottom=1)
        """
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: page (from 1), source lines (from 1), box. Null where the input does
    not tell.
    """

    page: int | None = None
    first_line: int | None = None
    last_line: int | None = None
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The raw file: its id and path below the raw folder, the hash of its bytes, and what it is."""

    report_id: str
    path: str
    sha256: str
    size: int
    media_type: str  # "application/pdf", "text/plain", "application/hwp+zip" or "application/x-hwp"
    encoding: str | None = None  # of text: "utf-8", "cp949", "utf-16" …


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters of one page, one numpy column each, all of one length, in the order of the
    content stream.

    Boxes are upright page coordinates (page rotation already applied). `top`/`bottom` are the loose
    box (the font's ascent and descent) so that glyphs of one line share them; `size` is the
    effective size in points (text matrix applied).
    """

    code: Ints  # Unicode code point; private-use and control characters as PDFium gives them
    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    baseline: Floats  # y of the origin, from the top of the page
    size: Floats
    font: Ints  # index into Page.fonts
    # 0, 90, 180, 270: direction of writing, clockwise degrees; any other number where text runs
    # aslant
    turn: Ints

    def __len__(self) -> int:
        return len(self.code)


@dataclass(frozen=True, slots=True)
class Rulings:
    """Painted straight edges of one page, one numpy column each: strokes and thin filled rectangles
    alike.

    A ruling is a box: a horizontal one has bottom - top < x1 - x0. Filled areas too thick to be a
    rule are `fills`.
    """

    x0: Floats
    top: Floats
    x1: Floats
    bottom: Floats
    width: Floats  # line width in points (thickness of a thin rectangle)

    def __len__(self) -> int:
        return len(self.x0)


@dataclass(frozen=True, slots=True)
class Page:
    """One PDF page: its size as shown (rotation applied), glyphs, rulings, filled areas and images."""

    number: int  # from 1
    width: float
    height: float
    glyphs: Glyphs
    rulings: Rulings
    fonts: tuple[str, ...]
    fills: Floats  # shape (n, 4): filled areas that are no rule, x0 top x1 bottom
    images: Floats  # shape (n, 4): placed images
    paths: int = 0  # number of path objects, for telling outlined text
    # shape (n, 5): small painted shapes that may be drawn letters, x0 top x1 bottom, and pieces
    drawn: Floats = field(default_factory=no_shapes)
    unpainted: int = 0  # notes and form fields with words that no reader can place: no appearance
    lost: str | None = None  # the problem code of a page of which nothing could be read, and why
    cause: str = ""
    typed_blanks: tuple[
        bool, ...
    ] = ()  # per font: does it type a blank anywhere in the document? else its blanks are gaps
    # per glyph: 0 where it is seen, else one more than the index into UNSEEN of why nobody sees it;
    # empty where all are seen
    unseen: Ints = field(default_factory=none_unseen)
    # per fill, in the order they are painted in: a number for its colour; empty where not known
    colours: Ints = field(default_factory=none_unseen)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of a text file, exactly, without its line end. page: 1 + form feeds before it; None if
    the file has none.
    """

    page: int | None
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A file that was read: `pages` (PDF), `text_lines` (text) or `kept` (HWPX, HWP) is filled."""

    source: Source
    pages: tuple[Page, ...] = ()
    text_lines: tuple[TextLine, ...] = ()
    repaired: bool = False  # the reader had to mend the file's structure
    notices: tuple[Problem, ...] = ()  # what the file holds that is not read
    kept: Kept | None = None
