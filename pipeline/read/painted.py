"""A page of a PDF as a picture, as a reader sees it: notes and filled fields too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.read.sniff import with_head

INCH = 72.0  # points
MOST_PIXELS = 40_000_000  # a page of 200 inches is painted with fewer dots


def size_to_dots(width: float, height: float, dots: float) -> float:
    """Dots an inch, fewer where a page of that many points would have too many pixels.

    >>> size_to_dots(595, 842, 150), size_to_dots(14400, 14400, 150) < 40
    (150, True)
    """
    pixels = width * height * (dots / INCH) ** 2
    return dots if pixels <= MOST_PIXELS else dots * (MOST_PIXELS / pixels) ** 0.5


def page_to_picture(
    path: Path, number: int, dots: float, password: str | None
) -> tuple[Any, float]:
    """Page `number` (from 1) as a Pillow image, and its dots an inch: `dots`, fewer on a page that
    would have too many pixels.
    """
    import pypdfium2

    data, _ = with_head(path.read_bytes())
    document = pypdfium2.PdfDocument(data, password=password)
    try:
        document.init_forms()
        page = document[number - 1]
        width, height = page.get_size()
        dots = size_to_dots(width, height, dots)
        return page.render(scale=dots / INCH).to_pil().convert("RGB"), dots
    finally:
        document.close()
