"""Painted boxes to rulings and fills: the part of reading paths that both readers share."""

from __future__ import annotations

import numpy as np

from pipeline.model import Rulings
from pipeline.model.document import Floats

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


def corners_to_edges(start: Floats, end: Floats, width: Floats) -> Floats:
    """Straight strokes between points (n, 2), as boxes of their width; slanting ones are dropped."""
    level = np.abs(start[:, 1] - end[:, 1]) <= 0.5
    upright = np.abs(start[:, 0] - end[:, 0]) <= 0.5
    kept = (
        (level | upright) & (np.abs(start - end).max(axis=1) >= LEAST_LENGTH)
        if len(start)
        else np.zeros(0, bool)
    )
    start, end, half, level = start[kept], end[kept], width[kept] / 2, level[kept]
    low, high = np.minimum(start, end), np.maximum(start, end)
    # half the width to both sides of the line, nothing beyond its ends
    pad_x, pad_y = np.where(level, 0, half), np.where(level, half, 0)
    return np.stack(
        [low[:, 0] - pad_x, low[:, 1] - pad_y, high[:, 0] + pad_x, high[:, 1] + pad_y], axis=1
    ).astype(np.float32)


def fills_to_edges_and_fills(boxes: Floats) -> tuple[Floats, Floats]:
    """Filled rectangles, parted into those thin enough to be a rule and the areas."""
    if not len(boxes):
        return boxes, boxes
    wide, high = boxes[:, 2] - boxes[:, 0], boxes[:, 3] - boxes[:, 1]
    thin, longer = np.minimum(wide, high) <= THICKEST_RULE, np.maximum(wide, high) >= LEAST_LENGTH
    return boxes[thin & longer], boxes[~thin]


def boxes_on_page(boxes: Floats, width: float, height: float) -> Floats:
    """Boxes cut at the page's edges; those outside are gone."""
    if not len(boxes):
        return np.zeros((0, 4), np.float32)
    cut = np.clip(boxes, 0, np.array([width, height, width, height], np.float32))
    seen = (cut[:, 2] - cut[:, 0] > 0) & (cut[:, 3] - cut[:, 1] > 0)
    return np.ascontiguousarray(cut[seen].astype(np.float32))


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
