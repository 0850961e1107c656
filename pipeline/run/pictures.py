"""Pages of one PDF as small pictures, drawn in a child like any other reading of a raw file."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.run.tables import Json, ask_about

DOTS = 150.0  # an inch
COLOURS = 24  # of a page: print and its tints stay as they are, and files a fifth of the size


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawn page: its size in points, and the bytes of a lossless WebP."""

    page: int
    width: float
    height: float
    webp: bytes


def file_to_pictures(path: Path, pages: Iterable[int], reading: Any) -> list[Picture]:
    """Pages of a PDF drawn, those that exist.

    Raises UsageError if no picture can be made, PipelineError (exit 5) if the file cannot be read.
    """
    numbers = list(pages)
    if not numbers:
        return []
    with tempfile.TemporaryDirectory(prefix="siljeok-pages-") as folder:
        wanted = {"do": "pages", "pages": numbers, "folder": folder}
        made: list[Json] = ask_about(path, reading, wanted)
        return [
            Picture(m["page"], m["width"], m["height"], page_file(folder, m["page"]).read_bytes())
            for m in made
        ]


def page_file(folder: Path | str, page: int) -> Path:
    """Where a drawn page lies."""
    return Path(folder) / f"{int(page)}.webp"


def pages_to_pictures(request: Json) -> list[Json]:
    """Draws pages into a folder, the document opened once; the number and size of each."""
    from pipeline.read.painted import pages_to_images

    made = []
    images = pages_to_images(Path(request["path"]), request["pages"], DOTS, request["password"])
    for page, width, height, image in images:
        image.quantize(COLOURS, dither=0).save(
            page_file(request["folder"], page), "WEBP", lossless=True, quality=60, method=4
        )
        made.append({"page": page, "width": width, "height": height})
    return made
