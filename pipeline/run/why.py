"""Why a place of one file was read so, as JSON and as an image; read in a child like any other
file.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError, UsageError
from pipeline.model import Box
from pipeline.run.said import said
from pipeline.run.shelf import beside
from pipeline.run.tables import Json, ask_about, box_to_list
from pipeline.why import Why, refused, where_to_numbers

IMAGE = ".png"


def file_to_why(path: Path, where: str | None, image: Path | None, reading: Any) -> Json:
    """Why a place of a file was read so; the image is written whole or not at all.

    Raises UsageError if there is no such file or place, or no image can be made of it,
    PipelineError (exit 5) if the file cannot be read.
    """
    where_to_numbers(where)
    if image is None:
        made: Json = ask_about(path, reading, {"do": "why", "where": where, "image": None})
        return made
    with _drawn_beside(image) as temporary:
        wanted = {"do": "why", "where": where, "image": str(temporary)}
        made = ask_about(path, reading, wanted)
        made["image"] |= {"path": str(image)}
        return made


def file_to_marked(path: Path, wanted: Json, image: Path, reading: Any) -> Json:
    """A page of a PDF with a statement and its operands boxed, written whole or not at all; its
    size. `wanted`: page, statement (a box), operands (boxes, None for one that stands elsewhere).

    Raises UsageError if no image can be made of it, PipelineError (exit 5) if the file cannot be
    read.
    """
    with _drawn_beside(image) as temporary:
        made: Json = ask_about(path, reading, wanted | {"do": "mark", "image": str(temporary)})
        return made | {"path": str(image)}


@contextlib.contextmanager
def _drawn_beside(image: Path) -> Iterator[Path]:
    """A file beside `image` to be written to, that takes its place if nothing goes wrong."""
    if image.suffix.lower() != IMAGE:
        raise UsageError(said("why_image_name", path=image))
    try:
        if image.is_dir() or not image.parent.is_dir():
            raise UsageError(said("why_image_place", path=image))
        with beside(image, ".why-") as temporary:
            yield temporary
    except OSError as fault:
        raise PipelineError(
            said("cannot_write", path=image, cause=fault.strerror or fault)
        ) from fault


def why_to_picture(why: Why, path: Path, password: str | None, image: Path) -> Json:
    """Draws a page into a file; its size and resolution. Raises UsageError where there is no page
    to draw.
    """
    if why.page is None:
        raise refused("why_no_image")
    picture, dots = _drawing().page_to_image(path, password, why.page, why.outside)
    return _save(picture, dots, image)


def marks_to_picture(request: Json) -> Json:
    """Draws a page with its marks into a file; its size and resolution."""
    picture, dots = _drawing().page_to_marked(
        Path(request["path"]),
        request["password"],
        request["page"],
        request["statement"] and Box(*request["statement"]),
        [box and Box(*box) for box in request["operands"]],
    )
    return _save(picture, dots, request["image"])


def _drawing() -> Any:
    """What draws pages, which needs a package that nothing else does."""
    try:
        import pipeline.run.drawing as drawing
    except ImportError as fault:
        raise refused("why_image_needs", package=fault.name or "pillow") from fault
    return drawing


def _save(picture: Any, dots: float, image: Path | str) -> Json:
    picture.save(image, "PNG")
    return {"width": picture.width, "height": picture.height, "dpi": round(dots, 1)}


def why_to_json(why: Why) -> Json:
    """What `--json` prints: numbers rounded to 0.01, an infinite weight as "sure"."""
    from dataclasses import asdict

    page = None
    if why.page is not None:
        told = why.page
        page = {
            "page": told.page,
            "width": told.width,
            "height": told.height,
            "turn": told.turn,
            "lost": told.lost,
            **{
                name: [box_to_list(box) for box in getattr(told, name)]
                for name in ("frames", "undone", "spare", "unread")
            },
        }
    return {
        "kind": why.kind,
        "place": list(why.place),
        "size": why.size,
        "page": _plain(page),
        "tables": [_plain(_table(asdict(t))) for t in why.tables],
        "outside": [
            {
                "line": line.line,
                "role": line.role,
                "text": line.text,
                "page": line.page,
                "bbox": box_to_list(line.box),
            }
            for line in why.outside
        ],
    }


def _table(table: Json) -> Json:
    """Without the sides of its cells, which only an image needs."""
    del table["sides"]
    table["bbox"] = box_to_list(table.pop("box"))
    for cell in table["cells"]:
        cell["bbox"] = box_to_list(cell.pop("box"))
    for edge in (*table["columns"], *(row["edge"] for row in table["body"])):
        _edge(edge)
    if table["foot"]:
        _edge(table["foot"])
    return table


def _edge(edge: Json) -> None:
    edge["votes"] = [{"reason": v["reason"], "weight": v["weight"]} for v in edge["votes"]]
    known = edge["total"] is not None and edge["second"] is not None
    edge["margin"] = edge["total"] - edge["second"] if known else None


def _plain(value: Any) -> Any:
    """As JSON has it: numbers rounded, infinity by a word (JSON has none)."""
    if isinstance(value, float):
        return round(value, 2) + 0.0 if abs(value) != float("inf") else "sure"
    if isinstance(value, dict):
        return {k: _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    return value
