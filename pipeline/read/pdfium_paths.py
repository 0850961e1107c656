"""The painted paths and images of a PDFium page as rulings, filled areas and image boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

from pipeline.model import Rulings
from pipeline.model.document import Floats
from pipeline.read import pdfium_calls as pdfium
from pipeline.read.paths import THICKEST_RULE, boxes_on_page, corners_to_edges, edges_to_rulings, fills_to_edges_and_fills
from pipeline.read.upright import Frame

Array = npt.NDArray[Any]
IDENTITY = np.array([1, 0, 0, 1, 0, 0], np.float64)
DEEPEST_FORM = 8  # forms inside forms; the specification allows no cycle, damaged files contain them
MOST_SEGMENTS = 64  # a path of more is a drawing, no rule
MOST_CORNERS = 8  # a filled shape of more pieces is no box but a drawing or a letter
WHITE = 250  # channels from here on are the paper's colour


@dataclass(slots=True)
class Painted:
    """What a page paints besides text, in user space: straight edges, filled boxes and images as (n, 4), number of paths."""

    edges: list[Array] = field(default_factory=list)
    fills: list[Array] = field(default_factory=list)
    images: list[Array] = field(default_factory=list)
    paths: int = 0
    outlines: int = 0
    texts: Array = field(default_factory=lambda: np.zeros(0, np.int64))  # text objects that stand on the page itself


def page_to_painted(page: int, count: int, frame: Frame) -> tuple[tuple[Rulings, Floats, Floats, int, int], Array]:
    """Rulings, filled areas and images of a page as seen, how many paths it has and how many are outlines; its text objects."""
    painted = Painted()
    objects = pdfium.each(pdfium.page_object, pdfium.of_each(page), range(count), count=count)
    _objects_to_painted(objects, IDENTITY, painted, 0)
    edges, fills, images = (frame.boxes(_stacked(part)) for part in (painted.edges, painted.fills, painted.images))
    width, height = frame.size
    shown = boxes_on_page(fills, width, height), boxes_on_page(images, width, height)
    return (edges_to_rulings(boxes_on_page(edges, width, height)), *shown, painted.paths, painted.outlines), painted.texts


def _stacked(parts: list[Array]) -> Floats:
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros((0, 4), np.float32)


def _objects_to_painted(objects: Array, matrix: Array, painted: Painted, depth: int) -> None:
    """Adds what these objects paint, with the matrix of the forms around them."""
    kinds = pdfium.each(pdfium.object_type, objects.tolist(), count=len(objects))
    paths = objects[kinds == raw.FPDF_PAGEOBJ_PATH]
    painted.paths += len(paths)
    _paths_to_painted(paths, matrix, painted)
    if depth == 0:
        painted.texts = objects[kinds == raw.FPDF_PAGEOBJ_TEXT]
    images = objects[kinds == raw.FPDF_PAGEOBJ_IMAGE]
    painted.images.append(_boxes_through(_bounds(images), matrix))
    for form in objects[kinds == raw.FPDF_PAGEOBJ_FORM].tolist() if depth < DEEPEST_FORM else ():
        own = pdfium.filled(pdfium.object_matrix, [form], count=1, fields=6, dtype=np.float32, one_pointer=True)[0]
        count = max(pdfium.form_count(form), 0)
        inner = pdfium.each(pdfium.form_object, pdfium.of_each(form), range(count), count=count)
        _objects_to_painted(inner, _product(own.astype(np.float64), matrix), painted, depth + 1)


def _bounds(objects: Array) -> Array:
    """Left, bottom, right, top of each object; a stroke's bounds reach its full width beyond its line on every side."""
    return pdfium.filled(pdfium.object_bounds, objects.tolist(), count=len(objects), fields=4, dtype=np.float32)


def _paths_to_painted(paths: Array, matrix: Array, painted: Painted) -> None:
    mode = pdfium.filled(pdfium.path_draw_mode, paths.tolist(), count=len(paths), fields=2, dtype=np.int32)
    segments = pdfium.each(pdfium.path_count, paths.tolist(), count=len(paths))
    bounds = _bounds(paths)
    stroked = (mode[:, 1] != 0) & (segments <= MOST_SEGMENTS)
    stroked[stroked] = _visible(paths[stroked], pdfium.object_stroke)
    simple = stroked & (segments == 2)
    painted.edges.append(_boxes_through(_simple_strokes_to_edges(paths[simple], bounds[simple]), matrix))
    _outlines_to_edges(paths[stroked & (segments > 2)], segments[stroked & (segments > 2)], matrix, painted)
    # Chromium fills all dashes of one border as one path: many corners, but thin and long
    wide, high = bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]
    dashed = (np.minimum(wide, high) <= THICKEST_RULE) & (np.maximum(wide, high) > 4 * THICKEST_RULE)
    painted.outlines += int(((mode[:, 0] != 0) & (segments > MOST_CORNERS) & ~dashed).sum())
    filled = (mode[:, 0] != 0) & (segments >= 3) & ((segments <= MOST_CORNERS) | dashed)
    filled[filled] = _visible(paths[filled], pdfium.object_fill)
    # a filled and stroked box: its bounds are padded by the stroke, which the stroke's own edges tell better
    thin, areas = fills_to_edges_and_fills(_boxes_through(bounds[filled & ~stroked], matrix))
    painted.edges.append(thin)
    painted.fills.append(areas)
    both = _boxes_through(bounds[filled & stroked], matrix)
    painted.fills.append(both[np.minimum(both[:, 2] - both[:, 0], both[:, 3] - both[:, 1]) > THICKEST_RULE])


def _visible(objects: Array, colour: Any) -> Array:
    """Which of them are painted in a colour that shows on white paper."""
    rgba = pdfium.filled(colour, objects.tolist(), count=len(objects), fields=4, dtype=np.uint32)
    return np.asarray((rgba[:, 3] > 0) & (rgba[:, :3].min(axis=1) < WHITE)) if len(rgba) else np.zeros(0, bool)


def _simple_strokes_to_edges(paths: Array, bounds: Array) -> Array:
    """Strokes of one straight piece, told from their bounds alone: asking for their points would cost four more calls each.

    The bounds are the line grown by its width on all four sides; one that is far thicker than its width runs aslant.
    """
    wide, high = bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]
    short = np.minimum(wide, high)
    kept = short <= 2 * THICKEST_RULE
    doubtful = np.flatnonzero(kept & (short > 1.3))
    width = pdfium.filled(pdfium.object_stroke_width, paths[doubtful].tolist(), count=len(doubtful), fields=1, dtype=np.float32)
    matrix = pdfium.filled(
        pdfium.object_matrix, paths[doubtful].tolist(), count=len(doubtful), fields=6, dtype=np.float32, one_pointer=True
    )
    scaled = width[:, 0] * np.hypot(matrix[:, 0], matrix[:, 1])
    kept[doubtful] = short[doubtful] <= 2 * scaled + 1.0
    bounds, half = bounds[kept], short[kept] / 2
    level = (wide > high)[kept]
    trim_x, trim_y = np.where(level, half, half / 2), np.where(level, half / 2, half)
    return np.stack([bounds[:, 0] + trim_x, bounds[:, 1] + trim_y, bounds[:, 2] - trim_x, bounds[:, 3] - trim_y], axis=1)


def _outlines_to_edges(paths: Array, segments: Array, matrix: Array, painted: Painted) -> None:
    """Stroked paths of several pieces (boxes, polylines) as their straight edges."""
    for path, count in zip(paths.tolist(), segments.tolist(), strict=True):
        handles = list(map(pdfium.path_segment, pdfium.of_each(path), range(count)))
        points = pdfium.filled(pdfium.segment_point, handles, count=count, fields=2, dtype=np.float32).astype(np.float64)
        kinds = pdfium.each(pdfium.segment_type, handles, count=count)
        closed = pdfium.each(pdfium.segment_close, handles, count=count)
        own = pdfium.filled(pdfium.object_matrix, [path], count=1, fields=6, dtype=np.float32, one_pointer=True)[0]
        whole = _product(own.astype(np.float64), matrix)
        width = pdfium.filled(pdfium.object_stroke_width, [path], count=1, fields=1, dtype=np.float32)[0, 0]
        start, end = _segments_to_corners(_points_through(points, whole), kinds, closed)
        scaled = np.full(len(start), width * np.hypot(whole[0], whole[1]), np.float32)
        painted.edges.append(corners_to_edges(start.astype(np.float32), end.astype(np.float32), np.minimum(scaled, THICKEST_RULE)))


def _segments_to_corners(points: Array, kinds: Array, closed: Array) -> tuple[Array, Array]:
    """Start and end of every straight piece, the closing one too."""
    pairs: list[tuple[Array, Array]] = []
    begun = points[0] if len(points) else None
    for at in range(len(points)):
        if kinds[at] == raw.FPDF_SEGMENT_MOVETO:
            begun = points[at]
        elif kinds[at] == raw.FPDF_SEGMENT_LINETO and at:
            pairs.append((points[at - 1], points[at]))
        if closed[at] and begun is not None:
            pairs.append((points[at], begun))
    if not pairs:
        return np.zeros((0, 2)), np.zeros((0, 2))
    return np.array([a for a, _ in pairs]), np.array([b for _, b in pairs])


def _product(inner: Array, outer: Array) -> Array:
    """The matrix (a b c d e f) that does `inner` first and `outer` then."""
    a, b, c, d, e, f = inner
    p, q, r, s, t, u = outer
    return np.array([a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u])


def _points_through(points: Array, matrix: Array) -> Array:
    a, b, c, d, e, f = matrix
    return np.stack([a * points[:, 0] + c * points[:, 1] + e, b * points[:, 0] + d * points[:, 1] + f], axis=1)


def _boxes_through(boxes: Array, matrix: Array) -> Array:
    """Boxes in the space of a form as boxes of the page."""
    if matrix is IDENTITY or not len(boxes):
        return boxes
    first, second = _points_through(boxes[:, :2], matrix), _points_through(boxes[:, 2:], matrix)
    return np.concatenate([np.minimum(first, second), np.maximum(first, second)], axis=1)
