"""A page of a PDF as a picture, as a reader sees it: notes and filled fields too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
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
    ((_, width, height, image),) = pages_to_images(path, [number], dots, password)
    return image, size_to_dots(width, height, dots)


def pages_to_images(
    path: Path, numbers: Iterable[int], dots: float, password: str | None
) -> Iterator[tuple[int, float, float, Any]]:
    """Pages (from 1) with width and height in points and a Pillow image, of `dots` an inch, fewer
    on a page that would have too many pixels.
    """
    import pypdfium2

    data, _ = with_head(path.read_bytes())
    document = pypdfium2.PdfDocument(data, password=password)
    try:
        document.init_forms()
        for number in numbers:
            page = document[number - 1]
            width, height = page.get_size()
            scale = size_to_dots(width, height, dots) / INCH
            yield number, width, height, page.render(scale=scale).to_pil().convert("RGB")
    finally:
        document.close()
