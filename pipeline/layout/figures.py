"""Printed numbers: never cut by a rule or a gutter, never two of them in one cell of figures."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from pipeline.layout.grids import Bools
from pipeline.model import Glyphs
from pipeline.pattern import lazy_pattern, named

TOUCHING = (
    0.12  # em between two glyphs of one number; a cell's inset on both sides of a rule is wider
)
FIGURE = lazy_pattern(r"[△▲▽▼+\-−–(]{0,2}\d[\d,]*(?:\.\d+)?\)?(?:%|％|[가-힣]{1,3})?|[-–−]")
AMOUNT = named("layout.amount")
IN_NUMBER = np.zeros(0x110000, bool)  # by code point
IN_NUMBER[[*map(ord, "0123456789,.%△▲▽▼+-−")]] = True


def keep_numbers_whole(glyphs: Glyphs, regions: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Puts a number whose glyphs fell into two cells into the one that holds most of it.

    “△2,469” is wider than its column: its last digit stands beyond the rule, and 46 and “9
    문화정책과” would look right.
    """
    if len(regions) < 2:
        return regions
    changed = (regions[1:] != regions[:-1]).nonzero()[0]
    torn = changed[_in_number(glyphs.code[changed]) & _in_number(glyphs.code[changed + 1])]
    if not len(torn):
        return regions
    joint = _goes_on(glyphs)
    torn = torn[joint[torn]]
    for i in torn.tolist():
        first, last = i, i + 1
        while first > 0 and joint[first - 1]:
            first -= 1
        while last < len(joint) and joint[last]:
            last += 1
        own, count = np.unique(regions[first : last + 1], return_counts=True)
        regions[first : last + 1] = own[count.argmax()]
    return regions


def _in_number(codes: npt.NDArray[np.int32]) -> Bools:
    """Which code points numbers are made of."""
    return IN_NUMBER.take(codes, mode="clip")


def _goes_on(glyphs: Glyphs) -> Bools:
    """For each glyph but the last: the next one touches it on the same baseline, and both are parts
    of a number.
    """
    size = np.maximum(glyphs.size[1:], 1.0)
    part = _in_number(glyphs.code)
    level = np.abs(glyphs.baseline[1:] - glyphs.baseline[:-1]) < 0.1 * size
    gap = glyphs.x0[1:] - glyphs.x1[:-1]
    together: Bools = part[1:] & part[:-1] & level & (gap < TOUCHING * size) & (gap > -0.5 * size)
    return together
