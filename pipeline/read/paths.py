"""Painted boxes to rulings and fills: the part of reading paths that both readers share."""

from __future__ import annotations

from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from pipeline.model import Rulings
from pipeline.model.document import Floats

Bools: TypeAlias = npt.NDArray[np.bool_]
Ints: TypeAlias = npt.NDArray[np.int64]

LARGEST_DRAWN = 40.0  # points: letters are smaller, drawings larger
THICKEST_RULE = 3.0  # points; frames are drawn up to 2 pt, heading bars from about 4 on
LEAST_LENGTH = 0.05


def edges_to_rulings(edges: Floats) -> Rulings:
    """Thin boxes (n, 4) as rulings; their width is their thin side."""
    wide, high = edges[:, 2] - edges[:, 0], edges[:, 3] - edges[:, 1]
    return Rulings(
        edges[:, 0],
        edges[:, 1],
        edges[:, 2],
        edges[:, 3],
        np.minimum(wide, high).astype(np.float32),
    )


def are_straight(start: Floats, end: Floats) -> Bools:
    """Which strokes between points (n, 2) run level or upright and are no dots."""
    run = np.abs(start - end)
    short, long = run.min(axis=1, initial=np.inf), run.max(axis=1, initial=0.0)
    straight: Bools = (short <= 0.5) & (long >= LEAST_LENGTH)
    return straight


def corners_to_edges(start: Floats, end: Floats, width: Floats) -> Floats:
    """Straight strokes between points (n, 2), as boxes of their width; slanting ones drop out."""
    kept = are_straight(start, end)
    start, end, half = start[kept], end[kept], width[kept] / 2
    level = np.abs(start[:, 1] - end[:, 1]) <= 0.5
    low, high = np.minimum(start, end), np.maximum(start, end)
    # half the width to both sides of the line, nothing beyond its ends
    pad_x, pad_y = np.where(level, 0, half), np.where(level, half, 0)
    return np.stack(
        [low[:, 0] - pad_x, low[:, 1] - pad_y, high[:, 0] + pad_x, high[:, 1] + pad_y], axis=1
    ).astype(np.float32)


def points_to_boxes(points: Floats, moves: Bools, lines: Bools, owner: Ints) -> tuple[Floats, Ints]:
    """The boxes that paths are made of, of those made of boxes alone, none over another, and whose
    each is. `moves`: a subpath begins at the point; `lines`: a line leads to it.

    >>> corners = np.array([[0, 0], [9, 0], [9, 5], [0, 5]], np.float32)
    >>> two = np.concatenate([corners, corners + (9, 0)])
    >>> starts = np.arange(8) % 4 == 0
    >>> points_to_boxes(two, starts, ~starts, np.zeros(8, np.int64))[0].tolist()
    [[0.0, 0.0, 9.0, 5.0], [9.0, 0.0, 18.0, 5.0]]
    >>> frame = np.concatenate([corners, corners / 2 + 1])  # one in the other
    >>> len(points_to_boxes(frame, starts, ~starts, np.zeros(8, np.int64))[0])
    0
    """
    first = moves | np.concatenate([[True], owner[1:] != owner[:-1]])
    start = np.flatnonzero(first)
    boxes = np.concatenate(
        [np.minimum.reduceat(points, start), np.maximum.reduceat(points, start)], axis=1
    )
    corners = np.diff(np.concatenate([start, [len(points)]]))
    straight = lines & (np.abs(np.diff(points, axis=0, prepend=points[:1])).min(axis=1) <= 0.5)
    square = (corners >= 4) & (corners <= 5)
    square &= np.logical_and.reduceat(straight | first, start)
    of, count = owner[start], int(owner.max()) + 1
    whole = np.bincount(of, ~square, count) == 0
    whole &= _overlap(boxes, of, count) == 0
    kept = whole[of]
    return boxes[kept], of[kept]


def _overlap(boxes: Floats, of: Ints, count: int) -> Ints:
    """How many of the boxes of each path lie over an earlier one, from the left."""
    order = np.lexsort((boxes[:, 0], boxes[:, 1], of))
    b, own = boxes[order], of[order]
    low, high = np.maximum(b[1:, :2], b[:-1, :2]), np.minimum(b[1:, 2:], b[:-1, 2:])
    over = ((high - low) > 0.5).all(axis=1) & (own[1:] == own[:-1])
    return np.bincount(own[1:], over, count)


def fills_to_edges_and_fills(boxes: Floats) -> tuple[Floats, Bools]:
    """Filled rectangles: those thin enough to be a rule, and which are areas."""
    if not len(boxes):
        return boxes, np.zeros(0, bool)
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    thin, longer = np.minimum(wide, high) <= THICKEST_RULE, np.maximum(wide, high) >= LEAST_LENGTH
    return boxes[thin & longer], ~thin


def boxes_on_page(boxes: Floats, width: float, height: float) -> Floats:
    """Boxes cut at the page's edges; those outside are gone."""
    return areas_on_page(boxes, np.zeros(len(boxes)), width, height)[0]


def areas_on_page(
    boxes: Floats, colours: npt.NDArray[Any], width: float, height: float
) -> tuple[Floats, npt.NDArray[np.int32]]:
    """Boxes cut at the page's edges, with their colours; those outside are gone."""
    if not len(boxes):
        return np.zeros((0, 4), np.float32), np.zeros(0, np.int32)
    cut = np.clip(boxes, 0, np.array([width, height, width, height], np.float32))
    seen = (cut[:, 2] - cut[:, 0] > 0) & (cut[:, 3] - cut[:, 1] > 0)
    return np.ascontiguousarray(cut[seen].astype(np.float32)), colours[seen].astype(np.int32)


def shapes_on_page(boxes: Floats, pieces: Floats, width: float, height: float) -> Floats:
    """Boxes (n, 4) that may be drawn letters, with their pieces, (n, 5): small, and on the page.

    >>> boxes = np.array([[1, 1, 9, 9], [1, 1, 99, 9], [-9e9, 1, -9e9, 2]], np.float32)
    >>> shapes_on_page(boxes, np.array([12, 12, 12]), 100, 100).tolist()
    [[1.0, 1.0, 9.0, 9.0, 12.0]]
    """
    size = (boxes[:, 2:] - boxes[:, :2]).max(axis=1)
    seen = (boxes[:, 2:] > 0).all(axis=1) & (boxes[:, :2] < (width, height)).all(axis=1)
    kept = seen & (size <= LARGEST_DRAWN) & (size >= LEAST_LENGTH)
    return np.column_stack([boxes[kept], pieces[kept]]).astype(np.float32)
