"""The second reader: the same columns from pdfplumber (pdfminer), some fifty times slower, written
by other people.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.errors import UnreadableError
from pipeline.model import Glyphs, Page, Rulings
from pipeline.model.document import Floats
from pipeline.read.fonts import name_bytes_to_name
from pipeline.read.pale import NONE, PALE, pale_to_edges
from pipeline.read.paths import (
    areas_on_page,
    boxes_on_page,
    corners_to_edges,
    edges_to_rulings,
    fills_to_edges_and_fills,
    shapes_on_page,
)
from pipeline.read.upright import angles_to_turns

NO_CODE = 0xFFFD
WHITE = 0.98
MOST_POINTS = 9

Array = npt.NDArray[Any]


def pdf_to_pages(
    data: bytes, name: str, password: str | None = None, max_pages: int | None = None
) -> tuple[tuple[Page, ...], bool]:
    """All pages; pdfminer does not say whether it mended anything, so never True.

    Raises:
        UnreadableError: encrypted, broken, or more pages than max_pages.
    """
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    try:
        with pdfplumber.open(io.BytesIO(data), password=password or "") as document:
            if max_pages is not None and len(document.pages) > max_pages:
                over = f"{name} has {len(document.pages)} pages, more than the limit of {max_pages}; raise --max-pages to read it."
                raise UnreadableError("over_limit", over)
            return tuple(_page_of(page) for page in document.pages), False
    except PdfminerException as fault:
        raise _refusal(fault, name) from fault
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        AssertionError,
    ) as fault:  # what pdfminer lets escape
        raise _refusal(fault, name) from fault


def pdf_to_pages_in_turn(
    data: bytes, password: str | None = None, numbers: Sequence[int] | None = None
) -> Iterator[Page]:
    """Page after page, for whoever can use the first ones of a file that breaks off; of the pages
    with these `numbers` (from 1) alone, if any are given. Lets out whatever pdfminer raises.
    """
    import pdfplumber

    chosen = list(numbers) if numbers else None
    with pdfplumber.open(io.BytesIO(data), pages=chosen, password=password or "") as document:
        for page in document.pages:
            yield _page_of(page)


def _refusal(fault: Exception, name: str) -> UnreadableError:
    if "password" in repr(fault).lower() or "encrypt" in repr(fault).lower():
        return UnreadableError(
            "encrypted", f"{name} is encrypted; give the right password with --password-file."
        )
    return UnreadableError(
        "broken", f"{name} is no whole PDF (truncated or damaged); get it again from where it came."
    )


def _page_of(page: Any) -> Page:
    width, height = float(page.width), float(page.height)
    glyphs, fonts = _chars_to_glyphs(page.chars, height)
    edges, filled = _shapes_to_edges([*page.lines, *page.rects, *page.curves])
    fills, colours = areas_on_page(filled[:, :4], filled[:, 4], width, height)
    images = _boxes(page.images)
    drawn = _shapes_to_drawn([*page.lines, *page.rects, *page.curves])
    number = len(page.lines) + len(page.rects) + len(page.curves)
    rulings: Rulings = edges_to_rulings(boxes_on_page(edges, width, height))
    shapes = shapes_on_page(drawn[:, :4], drawn[:, 4], width, height)
    plan = fills, boxes_on_page(images, width, height)
    made = Page(
        page.page_number,
        width,
        height,
        glyphs,
        rulings,
        fonts,
        *plan,
        number,
        shapes,
        colours=colours,
    )
    page.close()
    return made


def _boxes(things: list[dict[str, Any]]) -> Floats:
    return np.array(
        [(t["x0"], t["top"], t["x1"], t["bottom"]) for t in things], np.float32
    ).reshape(-1, 4)


def _chars_to_glyphs(chars: list[dict[str, Any]], height: float) -> tuple[Glyphs, tuple[str, ...]]:
    """Glyph columns. A ligature is as many glyphs as it has characters, side by side in its box."""
    rows: list[tuple[float, ...]] = []
    fonts: dict[str, int] = {}
    for char in chars:
        text = _text(char["text"])
        a, b, _, _, _, f = char["matrix"]
        turn = float(angles_to_turns(-np.degrees(np.arctan2(b, a))))
        index = fonts.setdefault(_font(char), len(fonts))
        step = (char["x1"] - char["x0"]) / len(text)
        for at, letter in enumerate(text):
            left = char["x0"] + at * step
            box = left, char["top"], left + step, char["bottom"]
            rows.append((ord(letter), *box, height - f, char["size"], index, turn))
    columns = np.array(rows, np.float64).reshape(-1, 9).T
    x0, top, x1, bottom, baseline, size = (columns[k].astype(np.float32) for k in range(1, 7))
    code, font, turn = (columns[k].astype(np.int32) for k in (0, 7, 8))
    return Glyphs(code, x0, top, x1, bottom, baseline, size, font, turn), tuple(fonts)


def _text(text: str) -> str:
    """The characters as the other reader gives them: blanks folded, what has no character as
    U+FFFD.
    """
    if not text or text.startswith("(cid:"):
        return chr(NO_CODE)
    return "".join(" " if ord(c) < 0x20 or c == "\u00a0" else c for c in text)


def _font(char: dict[str, Any]) -> str:
    name = char["fontname"]
    if isinstance(name, str):
        name = "" if name == "unknown" else name.encode("utf-8")
    return name_bytes_to_name(name or b"") + (",Bold" if char.get("render_mode") == 2 else "")


def _shapes_to_edges(shapes: list[dict[str, Any]]) -> tuple[Floats, Floats]:
    """Straight edges, and filled areas with their colours (n, 5), of lines, rectangles and
    polylines that show.

    pdfplumber sorts shapes by kind: areas are taken to be painted in that order, and strokes of the
    paper's colour after them.
    """
    edges: list[Floats] = []
    pale: list[Floats] = []
    filled: list[tuple[float, ...]] = []
    for shape in shapes:
        points = np.array(shape["pts"], np.float32)
        line, ink = _shape_to_colours(shape)
        if line != NONE and len(points) <= MOST_POINTS * 8:
            (edges if line > PALE else pale).append(_shape_to_edges(shape, points))
        elif ink != NONE and 3 <= len(points) <= MOST_POINTS:
            filled.append((shape["x0"], shape["top"], shape["x1"], shape["bottom"], ink))
    areas = np.array(filled, np.float32).reshape(-1, 5)
    shown, (_, wide) = areas[:, 4] > PALE, fills_to_edges_and_fills(areas[:, :4])
    thin, _ = fills_to_edges_and_fills(areas[shown, :4])
    white = np.concatenate([*pale, areas[~shown & ~wide, :4]]).reshape(-1, 4)
    painted = np.column_stack([areas[:, :4], np.arange(len(areas)), areas[:, 4]])
    over = pale_to_edges(np.column_stack([white, np.full(len(white), len(areas))]), painted)
    return np.concatenate([*edges, thin, over]).reshape(-1, 4), areas[shown & wide]


def _shape_to_colours(shape: dict[str, Any]) -> tuple[int, int]:
    """What a shape's stroke and its fill are painted in: NONE, PALE or a colour's number."""
    line, ink = (
        _colour_to_number(shape.get(colour)) if shape.get(painted) else NONE
        for painted, colour in (("stroke", "stroking_color"), ("fill", "non_stroking_color"))
    )
    return line, ink


def _shape_to_edges(shape: dict[str, Any], points: Floats) -> Floats:
    closed = shape["object_type"] == "rect" and len(points) > 2
    ring = np.concatenate([points, points[:1]]) if closed else points
    # pdfminer says 0 where none is set
    width = np.full(len(ring) - 1, shape.get("linewidth") or 1.0, np.float32)
    return corners_to_edges(ring[:-1], ring[1:], width)


def _shapes_to_drawn(shapes: list[dict[str, Any]]) -> Floats:
    """Outlines and strokes with their number of pieces, (n, 5)."""
    rows = [
        (s["x0"], s["top"], s["x1"], s["bottom"], len(s["pts"]))
        for s in shapes
        if (s.get("stroke") and _shows(s.get("stroking_color")))
        or (s.get("fill") and len(s["pts"]) > MOST_POINTS)
    ]
    return np.array(rows, np.float32).reshape(-1, 5)


def _shows(colour: Any) -> bool:
    """Whether a colour is seen on paper; unknown ones are taken to be."""
    return _colour_to_number(colour) > PALE


def _colour_to_number(colour: Any) -> int:
    """A colour as the number of its red, green and blue, PALE for the paper's; unknown ones are
    black.

    >>> hex(_colour_to_number((0, 0.5, 1))), _colour_to_number(1), _colour_to_number((0, 0, 0, 0))
    ('0x7fff', -1, -1)
    """
    parts = _colour_to_parts(colour)
    if parts and min(parts) >= WHITE:
        return PALE
    red, green, blue = (int(255 * c) for c in (parts if len(parts) == 3 else [*parts, 0][:1] * 3))
    return (red << 16) + (green << 8) + blue


def _colour_to_parts(colour: Any) -> list[float]:
    """Grey, or red, green and blue, of a colour in any of three spaces; none of an unknown one."""
    parts = [colour] if isinstance(colour, (int, float)) else list(colour or ())
    if not all(isinstance(c, (int, float)) for c in parts):
        return []
    if len(parts) == 4:  # cyan, magenta, yellow, black
        return [1 - min(c + parts[3], 1) for c in parts[:3]]
    return parts
