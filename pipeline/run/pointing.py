"""`pipeline explain ID --image`: the page with a statement boxed and its operands numbered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.model import Box
from pipeline.run.said import said
from pipeline.run.shelf import file_sha256
from pipeline.run.sources import one_line, source_to_file
from pipeline.run.why import file_to_marked

Row = Mapping[str, Any]
Image = dict[str, Any]
PDF = "application/pdf"
SIDES = ("x0", "top", "x1", "bottom")


def draw_statement(
    manifest: Row,
    statement: Row,
    operands: Sequence[Row],
    image: Path,
    reading: Any,
    raw: Path | None = None,
) -> Image:
    """The image that was written: its path, width, height and dpi. What stands on another page is
    not drawn. `raw`: where the raw file lies, if that is known.

    Raises:
        UsageError: no box is known (text, HWPX, HWP), or the raw file is not here as it was read.
    """
    box = row_to_box(statement)
    if box is None:
        raise UsageError(said("explain_no_image", source=one_line(manifest["source"])))
    page = statement["page"]
    boxes = [row_to_box(row) if row["page"] == page else None for row in operands]
    wanted = {"page": page, "statement": box, "operands": boxes}
    return file_to_marked(source_as_read(manifest, raw), wanted, image, reading)


def draw_page(manifest: Row, page: int, image: Path, reading: Any, raw: Path | None) -> Image:
    """A page of a PDF without marks, as `draw_statement` gives it.

    Raises:
        UsageError: there is no such page, or the raw file is not here as it was read.
    """
    if manifest["media_type"] != PDF or not 1 <= page <= manifest["pages"]:
        raise UsageError(said("no_such_page", page=page, source=one_line(manifest["source"])))
    wanted: dict[str, Any] = {"page": page, "statement": None, "operands": []}
    return file_to_marked(source_as_read(manifest, raw), wanted, image, reading)


def source_as_read(manifest: Row, raw: Path | None = None) -> Path:
    """Where the raw file of a report lies. Raises UsageError if it is not there as it was read."""
    path = raw or source_to_file(manifest["source"])
    if not path.is_file() or file_sha256(path) != manifest["sha256"]:
        raise UsageError(said("explain_no_raw", source=one_line(manifest["source"])))
    return path


def row_to_box(row: Row) -> Box | None:
    """The box of a published row in points; None where it has none.

    >>> row_to_box({"page": 1, "x0": 1.0, "top": 2.0, "x1": 3.0, "bottom": 4.0})
    Box(x0=1.0, top=2.0, x1=3.0, bottom=4.0)
    """
    sides = [row[name] for name in SIDES]
    return None if row["page"] is None or None in sides else Box(*sides)
