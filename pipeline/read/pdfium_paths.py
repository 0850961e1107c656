"""The painted paths and images of a PDFium page as rulings, filled areas and image boxes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pypdfium2_raw as raw

from pipeline.model import Rulings
from pipeline.model.document import Floats, Ints, no_shapes
from pipeline.read import pdfium_calls as pdfium
from pipeline.read.pale import NONE, PALE, pale_to_edges
from pipeline.read.paths import (
    LARGEST_DRAWN,
    THICKEST_RULE,
    are_straight,
    areas_on_page,
    boxes_on_page,
    corners_to_edges,
    edges_to_rulings,
    fills_to_edges_and_fills,
    points_to_boxes,
    shapes_on_page,
)
from pipeline.read.upright import Frame

Array = npt.NDArray[Any]
IDENTITY = np.array([1, 0, 0, 1, 0, 0], np.float64)
DEEPEST_FORM = (
    8  # forms inside forms; the specification allows no cycle, damaged files contain them
)
MOST_SEGMENTS = 64  # a path of more is a drawing, no rule
MOST_CORNERS = 8  # a filled shape of more pieces is no box but a drawing or a letter
MOST_COMPOUND = 1280  # pieces of a path that may be many boxes
LARGEST_DOT, SAME_DOT = (
    3.0,
    0.02,
)  # points: a dot of a dotted rule, and how far its neighbours differ
WHITE = 250  # channels from here on are the paper's colour


@dataclass(frozen=True, slots=True)
class Layer:
    """The objects of the page, or of one form on it, in the order they are painted in.

    `bounds` are the boxes of those that are paths, in the layer's own space; `matrix` leads to the
    page's user space; `parent` is the index of the layer that the form stands in (-1: the page
    itself), `at` its place among that layer's objects.
    """

    objects: Array
    kinds: Array
    bounds: Array
    matrix: Array
    parent: int = -1
    at: int = 0

    @property
    def texts(self) -> Array:
        """Its text objects."""
        return np.asarray(self.objects[self.kinds == raw.FPDF_PAGEOBJ_TEXT])


class Looks(NamedTuple):
    """What PDFium says of each path: fill mode, whether stroked, number of pieces, and what its
    fill and its stroke are painted in (NONE, PALE or the colour's number).
    """

    filled: Array
    stroked: Array
    pieces: Array
    ink: Array
    line: Array


@dataclass(slots=True)
class Painted:
    """What a page paints besides text, in user space: straight edges, filled boxes and images as
    (n, 4), number of paths.
    """

    edges: list[Array] = field(default_factory=list)
    pale: list[Array] = field(default_factory=list)  # (n, 5): white edges, and when painted
    fills: list[Array] = field(default_factory=list)  # (n, 5): boxes, and their colour
    areas: list[Array] = field(default_factory=list)  # (n, 6): boxes, when painted, and in what
    images: list[Array] = field(default_factory=list)
    paths: int = 0
    drawn: list[Array] = field(default_factory=list)  # (n, 5): boxes, and pieces
    texts: Array = field(
        default_factory=lambda: np.zeros(0, np.int64)
    )  # text objects that stand on the page itself
    layers: list[Layer] = field(default_factory=list)


def page_to_painted(
    page: int, count: int, frame: Frame
) -> tuple[tuple[Rulings, Floats, Floats, int, Floats, Ints], Array, list[Layer]]:
    """Rulings, filled areas and images of a page as seen, how many paths it has, which may be
    drawn letters, and the colours of the areas; its text objects; all its objects, layer by layer.
    """
    painted = Painted()
    objects = pdfium.each(pdfium.page_object, pdfium.of_each(page), range(count), count=count)
    _objects_to_painted(objects, IDENTITY, painted, 0, (-1, 0))
    if any(map(len, painted.pale)):
        pale, areas = np.concatenate(painted.pale), np.concatenate(painted.areas)
        painted.edges.append(pale_to_edges(pale, areas))
    edges, images = (frame.boxes(_stacked(part, 4)) for part in (painted.edges, painted.images))
    filled = _stacked(painted.fills, 5)
    width, height = frame.size
    fills, colours = areas_on_page(frame.boxes(filled[:, :4]), filled[:, 4], width, height)
    return (
        (
            edges_to_rulings(boxes_on_page(edges, width, height)),
            fills,
            boxes_on_page(images, width, height),
            painted.paths,
            _drawn_on_page(painted.drawn, frame),
            colours,
        ),
        painted.texts,
        painted.layers,
    )


def _drawn_on_page(parts: list[Array], frame: Frame) -> Floats:
    """Small shapes as seen, with their pieces; those off the page are gone."""
    if not parts:
        return no_shapes()
    drawn = np.concatenate(parts)
    return shapes_on_page(frame.boxes(drawn[:, :4].astype(np.float32)), drawn[:, 4], *frame.size)


def _stacked(parts: list[Array], columns: int) -> Floats:
    """The parts as one array; a colour is no more than 24 bits, which a float of 32 holds."""
    return np.concatenate(parts).astype(np.float32) if parts else np.zeros((0, columns), np.float32)


def _objects_to_painted(
    objects: Array, matrix: Array, painted: Painted, depth: int, within: tuple[int, int]
) -> None:
    """Adds what these objects paint, with the matrix of the forms around them; `within`: their
    form's layer and place.
    """
    kinds = pdfium.each(pdfium.object_type, objects.tolist(), count=len(objects))
    paths = objects[kinds == raw.FPDF_PAGEOBJ_PATH]
    bounds = _bounds(paths)
    number = len(painted.layers)
    painted.layers.append(Layer(objects, kinds, bounds, matrix, *within))
    _paths_to_painted(paths, bounds, matrix, painted)
    painted.paths += len(paths)
    if depth == 0:
        painted.texts = objects[kinds == raw.FPDF_PAGEOBJ_TEXT]
    images = objects[kinds == raw.FPDF_PAGEOBJ_IMAGE]
    painted.images.append(boxes_through(_bounds(images), matrix))
    forms = np.flatnonzero(kinds == raw.FPDF_PAGEOBJ_FORM) if depth < DEEPEST_FORM else ()
    for at, form in ((int(at), int(objects[at])) for at in forms):
        own = pdfium.filled(
            pdfium.object_matrix, [form], count=1, fields=6, dtype=np.float32, one_pointer=True
        )[0]
        count = max(pdfium.form_count(form), 0)
        inner = pdfium.each(pdfium.form_object, pdfium.of_each(form), range(count), count=count)
        whole = _product(own.astype(np.float64), matrix)
        _objects_to_painted(inner, whole, painted, depth + 1, (number, at))


def _bounds(objects: Array) -> Array:
    """Left, bottom, right, top of each object; a stroke's bounds reach its full width beyond its
    line on every side.
    """
    return pdfium.filled(
        pdfium.object_bounds, objects.tolist(), count=len(objects), fields=4, dtype=np.float32
    )


def _paths_to_painted(paths: Array, bounds: Array, matrix: Array, painted: Painted) -> None:
    if not len(paths):
        return
    looks = Looks(*_paths_to_looks(paths, bounds).T)
    when = painted.paths + np.arange(len(paths))
    stroked = (looks.stroked != 0) & (looks.pieces <= MOST_SEGMENTS)
    for white in (False, True):
        own = np.flatnonzero(stroked & ((looks.line == PALE) if white else (looks.line > PALE)))
        edges, at = _strokes_to_edges(paths[own], bounds[own], looks.pieces[own], matrix)
        if white:
            painted.pale.append(np.column_stack([edges, when[own][at]]))
        else:
            painted.edges.append(edges)
    stroked &= looks.line > PALE
    # Chromium fills all dashes of one border as one path: many corners, but thin and long
    wide, high = bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]
    dashed = (np.minimum(wide, high) <= THICKEST_RULE) & (
        np.maximum(wide, high) > 4 * THICKEST_RULE
    )
    outlined = (looks.filled != 0) & (looks.pieces > MOST_CORNERS) & ~dashed
    boxes, owner = _compounds_to_boxes(paths, bounds, looks, outlined)
    alone = (looks.filled != 0) & (looks.ink != NONE) & (looks.pieces >= 3) & ~outlined
    outlined[owner] = False
    painted.drawn.append(_to_drawn(bounds, looks.pieces, outlined | stroked, matrix))
    boxes = boxes_through(np.concatenate([bounds[alone], boxes]), matrix)
    owner = np.concatenate([np.flatnonzero(alone), owner])
    order = np.argsort(owner, kind="stable")  # as painted
    areas = np.column_stack([boxes[order], when[owner[order]], looks.ink[owner[order]]])
    _areas_to_painted(areas, stroked[owner[order]], painted)


def _strokes_to_edges(
    paths: Array, bounds: Array, segments: Array, matrix: Array
) -> tuple[Array, Array]:
    """The straight edges of stroked paths, on the page, and the path that each is of."""
    simple = np.flatnonzero(segments == 2)
    edges, kept = _simple_strokes_to_edges(paths[simple], bounds[simple])
    several = np.flatnonzero(segments > 2)
    outlines, owner = _outlines_to_edges(paths[several], segments[several], matrix)
    return (
        np.concatenate([boxes_through(edges, matrix), outlines]),
        np.concatenate([simple[kept], several[owner]]),
    )


def _areas_to_painted(areas: Array, stroked: Array, painted: Painted) -> None:
    """Filled boxes of the page, with when and in what they were painted, as areas and rules.

    A filled and stroked box has bounds that are padded by the stroke, which the stroke's own edges
    tell better.
    """
    painted.areas.append(areas)
    shown = areas[:, 5] > PALE
    _, wide = fills_to_edges_and_fills(areas[:, :4])
    painted.pale.append(areas[(areas[:, 5] == PALE) & ~wide][:, :5])
    painted.edges.append(fills_to_edges_and_fills(areas[shown & ~stroked, :4])[0])
    painted.fills.append(areas[shown & wide][:, [0, 1, 2, 3, 5]])


def _to_drawn(bounds: Array, segments: Array, inked: Array, matrix: Array) -> Array:
    """Outlines and short strokes as boxes of the page with their number of pieces."""
    boxes = boxes_through(bounds[inked], matrix)
    return np.column_stack([boxes, segments[inked]])


def _paths_to_looks(paths: Array, bounds: Array) -> Array:
    """What PDFium says of each path (n, 5); the dots of one dotted rule are asked at its two ends
    only.

    Nine paths in ten of a Hancom report are such dots. Where the ends of a row of dots differ, all
    of it is asked.
    """
    inner = _bounds_to_inner_dots(bounds)
    if not inner.any():
        return _ask_for_looks(paths)
    looks = np.zeros((len(paths), 5), np.int64)
    looks[~inner] = _ask_for_looks(paths[~inner])
    at, ends = np.flatnonzero(inner), np.flatnonzero(~inner)
    after = np.searchsorted(ends, at)  # the ends of its row are the nearest paths that were asked
    first, last = looks[ends[after - 1]], looks[ends[after]]
    alike = (first == last).all(axis=1)
    looks[at[alike]] = first[alike]
    looks[at[~alike]] = _ask_for_looks(paths[at[~alike]])
    return looks


def _bounds_to_inner_dots(bounds: Array) -> Array:
    """Which paths stand inside a row of equal dots, painted one after the other: one like it
    before, one like it behind.
    """
    inner = np.zeros(len(bounds), bool)
    if len(bounds) < 3:
        return inner
    size, step = bounds[:, 2:] - bounds[:, :2], np.abs(np.diff(bounds[:, :2], axis=0))
    alike = (np.abs(np.diff(size, axis=0)) < SAME_DOT).all(axis=1) & (size[1:] <= LARGEST_DOT).all(
        axis=1
    )
    alike &= (step.min(axis=1) < SAME_DOT) & (step.max(axis=1) < 2 * LARGEST_DOT)
    inner[1:-1] = alike[:-1] & alike[1:]
    return inner


def _ask_for_looks(paths: Array) -> Array:
    """The columns of Looks (n, 5); colours only where they matter."""
    own, count = paths.tolist(), len(paths)
    looks = np.zeros((count, 5), np.int64)
    looks[:, 3:] = NONE
    looks[:, :2] = pdfium.filled(pdfium.path_draw_mode, own, count=count, fields=2, dtype=np.int32)
    looks[:, 2] = pdfium.each(pdfium.path_count, own, count=count)
    filled = (looks[:, 0] != 0) & (looks[:, 2] >= 3)
    looks[filled, 3] = _colours(paths[filled], pdfium.object_fill)
    stroked = (looks[:, 1] != 0) & (looks[:, 2] <= MOST_SEGMENTS)
    looks[stroked, 4] = _colours(paths[stroked], pdfium.object_stroke)
    return looks


def _colours(objects: Array, colour: Any) -> Array:
    """What each of them is painted in: nothing, the paper's colour, or one that shows on it."""
    rgba = pdfium.filled(colour, objects.tolist(), count=len(objects), fields=4, dtype=np.uint32)
    rgb = rgba.astype(np.int64)[:, :3]
    shown = np.where((rgb < WHITE).any(axis=1), rgb @ np.array([65536, 256, 1]), PALE)
    return np.asarray(np.where(rgba[:, 3] > 0, shown, NONE))


def _simple_strokes_to_edges(paths: Array, bounds: Array) -> tuple[Array, Array]:
    """Strokes of one straight piece, and which paths they are, told from their bounds alone:
    asking for their points would cost four more calls each.

    The bounds are the line grown by its width on all four sides; one that is far thicker than its
    width runs aslant.
    """
    if not len(paths):
        return np.zeros((0, 4), np.float32), np.zeros(0, bool)
    wide, high = bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]
    short = np.minimum(wide, high)
    kept = short <= 2 * THICKEST_RULE
    doubtful = (kept & (short > 1.3)).nonzero()[0]
    if len(doubtful):
        own, count = paths[doubtful].tolist(), len(doubtful)
        width = pdfium.filled(
            pdfium.object_stroke_width, own, count=count, fields=1, dtype=np.float32
        )
        matrix = pdfium.filled(
            pdfium.object_matrix, own, count=count, fields=6, dtype=np.float32, one_pointer=True
        )
        scaled = width[:, 0] * np.hypot(matrix[:, 0], matrix[:, 1])
        kept[doubtful] = short[doubtful] <= 2 * scaled + 1.0
    bounds, half = bounds[kept], short[kept] / 2
    level = (wide > high)[kept]
    trim_x, trim_y = np.where(level, half, half / 2), np.where(level, half / 2, half)
    edges = np.empty_like(bounds)
    edges[:, 0], edges[:, 1] = bounds[:, 0] + trim_x, bounds[:, 1] + trim_y
    edges[:, 2], edges[:, 3] = bounds[:, 2] - trim_x, bounds[:, 3] - trim_y
    return edges, kept


def _outlines_to_edges(paths: Array, segments: Array, matrix: Array) -> tuple[Array, Array]:
    """The straight edges of stroked paths of several pieces (boxes, polylines), and whose."""
    if not len(paths):
        return np.zeros((0, 4), np.float32), np.zeros(0, np.int64)
    points, whole = _paths_to_points(paths, segments, matrix)
    closed = pdfium.each(pdfium.segment_close, points.handles, count=len(points.at))
    width = pdfium.filled(
        pdfium.object_stroke_width, paths.tolist(), count=len(paths), fields=1, dtype=np.float32
    )[:, 0]
    start, end = _segments_to_corners(points.at, points.kinds, closed)
    scaled = np.minimum(
        (width * np.hypot(whole[:, 0], whole[:, 1])).astype(np.float32), THICKEST_RULE
    )
    seen, owner = points.seen, points.owner[start]
    straight = are_straight(seen[start], seen[end])
    return corners_to_edges(seen[start], seen[end], scaled[owner]), owner[straight]


class Points(NamedTuple):
    """The pieces of paths: whose, the how manieth of it, its kind and its point on the page."""

    owner: Array
    at: Array
    kinds: Array
    seen: Array
    handles: list[int]


def _paths_to_points(paths: Array, segments: Array, matrix: Array) -> tuple[Points, Array]:
    """The points of all pieces of the paths, and the matrix that leads each path to the page."""
    total, owner = int(segments.sum()), np.repeat(np.arange(len(paths)), segments)
    at = np.arange(total) - np.repeat(np.cumsum(segments) - segments, segments)
    handles = list(map(pdfium.path_segment, paths[owner].tolist(), at.tolist()))
    points = pdfium.filled(
        pdfium.segment_point, handles, count=total, fields=2, dtype=np.float32
    ).astype(np.float64)
    kinds = pdfium.each(pdfium.segment_type, handles, count=total)
    own = pdfium.filled(
        pdfium.object_matrix,
        paths.tolist(),
        count=len(paths),
        fields=6,
        dtype=np.float32,
        one_pointer=True,
    )
    whole = _product(own.astype(np.float64), matrix)
    seen = _points_through(points, whole[owner]).astype(np.float32)
    return Points(owner, at, kinds, seen, handles), whole


def _compounds_to_boxes(
    paths: Array, bounds: Array, looks: Looks, outlined: Array
) -> tuple[Array, Array]:
    """The boxes of filled paths that are several boxes side by side, before `matrix`, and whose.

    A layout program fills all cells of one colour as one path. Letters are smaller than what is
    asked, and boxes inside one another are a frame with a hole.
    """
    large = (bounds[:, 2:] - bounds[:, :2]).max(axis=1) > LARGEST_DRAWN
    asked = outlined & large & (looks.ink != NONE) & (looks.pieces <= MOST_COMPOUND)
    own = np.flatnonzero(asked)
    if not len(own):
        return np.zeros((0, 4), np.float32), own
    points, _ = _paths_to_points(paths[own], looks.pieces[own], IDENTITY)
    boxes, owner = points_to_boxes(
        points.seen,
        points.kinds == raw.FPDF_SEGMENT_MOVETO,
        points.kinds == raw.FPDF_SEGMENT_LINETO,
        points.owner,
    )
    return boxes, own[owner]


def _segments_to_corners(at: Array, kinds: Array, closed: Array) -> tuple[Array, Array]:
    """Which points every straight piece joins, the closing ones too; `at` counts the pieces of each
    path from 0.
    """
    index = np.arange(len(at))
    begun = np.maximum.accumulate(
        np.where((kinds == raw.FPDF_SEGMENT_MOVETO) | (at == 0), index, 0)
    )
    straight = np.flatnonzero((kinds == raw.FPDF_SEGMENT_LINETO) & (at > 0))
    closing = np.flatnonzero(closed)
    start, end = np.concatenate([straight - 1, closing]), np.concatenate([straight, begun[closing]])
    order = np.argsort(np.concatenate([2 * straight, 2 * closing + 1]))  # as drawn
    return start[order], end[order]


def _product(inner: Array, outer: Array) -> Array:
    """The matrix (a b c d e f) that does `inner` (or each of several, (n, 6)) first and `outer`
    then.
    """
    a, b, c, d, e, f = inner.T
    p, q, r, s, t, u = outer
    return np.stack(
        [
            a * p + b * r,
            a * q + b * s,
            c * p + d * r,
            c * q + d * s,
            e * p + f * r + t,
            e * q + f * s + u,
        ],
        axis=-1,
    )


def _points_through(points: Array, matrix: Array) -> Array:
    """Points (n, 2) through one matrix, or each through its own (n, 6)."""
    a, b, c, d, e, f = matrix.T
    return np.stack(
        [a * points[:, 0] + c * points[:, 1] + e, b * points[:, 0] + d * points[:, 1] + f], axis=1
    )


def boxes_through(boxes: Array, matrix: Array) -> Array:
    """Boxes in the space of a form as boxes of the page."""
    if matrix is IDENTITY or not len(boxes):
        return boxes
    first, second = _points_through(boxes[:, :2], matrix), _points_through(boxes[:, 2:], matrix)
    return np.concatenate([np.minimum(first, second), np.maximum(first, second)], axis=1)
