"""From PDF user space (y upwards, page not yet rotated) to the page as it is seen: points from its
top left corner.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from pipeline.model.document import Floats

UPRIGHT = 10.0  # degrees: a page may be scanned or set a little askew


def angles_to_turns(degrees: Floats) -> Floats:
    """Clockwise directions of writing as quarter turns; text that runs aslant (a stamp, a
    watermark) keeps its whole degrees.

    >>> angles_to_turns(np.array([0.4, -90.0, 359.0, -45.0])).tolist()
    [0.0, 270.0, 0.0, 315.0]
    """
    quarters = np.round(degrees / 90) * 90
    return np.where(np.abs(degrees - quarters) > UPRIGHT, np.round(degrees), quarters) % 360


class Frame(NamedTuple):
    """The visible box of a page in user space and its rotation in clockwise degrees."""

    left: float
    bottom: float
    right: float
    top: float
    rotation: int = 0

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as shown.

        >>> Frame(0, 0, 595, 842, 90).size
        (842, 595)
        """
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.rotation in (90, 270) else (width, height)

    def points(self, x: Floats, y: Floats) -> tuple[Floats, Floats]:
        """Where points of user space are seen.

        >>> Frame(0, 0, 100, 200, 90).points(np.float32(10), np.float32(20))
        (np.float32(20.0), np.float32(10.0))
        """
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        if self.rotation == 270:
            return self.top - y, self.right - x
        return x - self.left, self.top - y

    def boxes(self, boxes: Floats) -> Floats:
        """(n, 4) boxes given as two opposite corners (x, y, x, y) in user space, as x0 top x1
        bottom on the page.
        """
        xa, ya = self.points(boxes[:, 0], boxes[:, 1])
        xb, yb = self.points(boxes[:, 2], boxes[:, 3])
        both = np.empty((len(boxes), 4), np.float32)
        both[:, 0], both[:, 1], both[:, 2], both[:, 3] = (
            np.minimum(xa, xb),
            np.minimum(ya, yb),
            np.maximum(xa, xb),
            np.maximum(ya, yb),
        )
        return both
