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
from pipeline.read.paths import (
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
    edges, fills = _shapes_to_edges([*page.lines, *page.rects, *page.curves])
    images = _boxes(page.images)
    drawn = _shapes_to_drawn([*page.lines, *page.rects, *page.curves])
    number = len(page.lines) + len(page.rects) + len(page.curves)
    rulings: Rulings = edges_to_rulings(boxes_on_page(edges, width, height))
    shapes = shapes_on_page(drawn[:, :4], drawn[:, 4], width, height)
    plan = boxes_on_page(fills, width, height), boxes_on_page(images, width, height)
    made = Page(page.page_number, width, height, glyphs, rulings, fonts, *plan, number, shapes)
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
    """Straight edges and filled areas of lines, rectangles and polylines that show on white paper."""
    edges: list[Floats] = []
    filled: list[tuple[float, float, float, float]] = []
    for shape in shapes:
        points = np.array(shape["pts"], np.float32)
        if (
            shape.get("stroke")
            and _shows(shape.get("stroking_color"))
            and len(points) <= MOST_POINTS * 8
        ):
            closed = shape["object_type"] == "rect" and len(points) > 2
            ring = np.concatenate([points, points[:1]]) if closed else points
            width = np.full(
                len(ring) - 1, shape.get("linewidth") or 1.0, np.float32
            )  # pdfminer says 0 where none is set
            edges.append(corners_to_edges(ring[:-1], ring[1:], width))
        elif (
            shape.get("fill")
            and _shows(shape.get("non_stroking_color"))
            and 3 <= len(points) <= MOST_POINTS
        ):
            filled.append((shape["x0"], shape["top"], shape["x1"], shape["bottom"]))
    thin, areas = fills_to_edges_and_fills(np.array(filled, np.float32).reshape(-1, 4))
    return np.concatenate([*edges, thin]).astype(np.float32).reshape(-1, 4), areas


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
    if isinstance(colour, (int, float)):
        colour = (colour,)
    if not colour or not all(isinstance(c, (int, float)) for c in colour):
        return True
    return (
        any(c > 1 - WHITE for c in colour) if len(colour) == 4 else any(c < WHITE for c in colour)
    )
