"""Leaders of a list of contents that are drawn, not typed: short rules between title and page."""

from __future__ import annotations

from collections import Counter

import numpy as np

from pipeline.layout.gutters import Ink
from pipeline.layout.tableends import Frame

FEWEST = 3  # short rules below one another; a group's header and its neighbour have two
SAME_END = 3.0  # pt between the ends of rules of one column
MARKS = frozenset(map(ord, "….·‥⋯・-‧∙─━ "))  # what leaders are typed with


def frame_is_contents(frame: Frame, ink: Ink) -> bool:
    """Whether the short rules between a frame's full ones are leaders: one below another, and
    nothing printed in their column but leaders.

    Such a list is no table: read as one, rows between two full rules became one cell each, and the
    page numbers of four entries one figure (405, 406, 413, 414 → 405406413414). Counter-example: a
    column of figures that alone is ruled between a merged label and a merged remark.

    Source: contents of two research reports, full rules between chapters, and one case.
    """
    short = ~np.isin(frame.rules.at, frame.full)
    ends = Counter(
        (round(lo / SAME_END), round(hi / SAME_END))
        for lo, hi in zip(frame.rules.lo[short], frame.rules.hi[short], strict=True)
    )
    return any(
        number >= FEWEST and _holds_marks_only(frame, ink, lo * SAME_END, hi * SAME_END)
        for (lo, hi), number in ends.items()
    )


def _holds_marks_only(frame: Frame, ink: Ink, lo: float, hi: float) -> bool:
    middle = (ink.x0 + ink.x1) / 2
    high = (ink.top > frame.full[0]) & (ink.bottom < frame.full[-1])
    codes = ink.code[(middle > lo) & (middle < hi) & high].tolist()
    return bool(codes) and MARKS.issuperset(codes)
