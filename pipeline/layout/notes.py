"""Notes of a page: small print under a short rule at its foot."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.layout.draft import DraftLine
from pipeline.model import Page

SHORTEST, LONGEST = 40.0, 0.5  # pt; share of the text's width: rules over a foot run right through
THIN = 3.0  # pt
FOOT = 0.4  # share of the page's height below which the rule stands
SMALL = 0.92  # of the size of the text above: 9.9 of 12 and 9 of 12 points in two reports
AT_LEFT = 2.0  # em between the text's left edge and the rule's
MARKS = frozenset("*※†‡(")
NEAR = 3.0  # em of white between the rule and the first note


def notes_top(page: Page, lines: Sequence[DraftLine], lowest_table: float) -> float | None:
    """The height of the rule over a page's notes, in points; None where it has none.

    `lines` are those outside tables, furniture apart; `lowest_table`: where the last table ends.
    All that stands below the rule is smaller than the text above it. Counter-examples: the arms of
    a drawing, with text of the common size below; a rule over the page number alone.
    """
    if not lines:
        return None
    left = min(line.box.x0 for line in lines)
    right = max(line.box.x1 for line in lines)
    r = page.rulings
    wide = r.x1 - r.x0
    fits = (wide > SHORTEST) & (wide < LONGEST * (right - left)) & (r.bottom - r.top < THIN)
    fits &= (r.top > FOOT * page.height) & (r.top > lowest_table)
    fits &= np.abs(r.x0 - left) < AT_LEFT * lines[0].size
    tops = [float(r.top[k]) for k in np.flatnonzero(fits) if _parts_notes(lines, float(r.top[k]))]
    return min(tops, default=None)


def _parts_notes(lines: Sequence[DraftLine], top: float) -> bool:
    """Whether the lines below a rule are small print, near under it, and text stands above."""
    above = [line for line in lines if line.box.bottom <= top + 1]
    below = sorted(
        (line for line in lines if line.box.top > top - 1), key=lambda line: line.box.top
    )
    if not above or not below or len(above) + len(below) < len(lines):
        return False
    text = float(np.median([line.size for line in above]))
    return below[0].box.top - top < NEAR * text and _is_small_print(below, SMALL * text)


def _is_small_print(lines: Sequence[DraftLine], size: float) -> bool:
    """Words or a mark of a note, all set smaller than `size` points; arrows are a drawing."""
    first = lines[0].text.strip()[:1]
    return (first.isalnum() or first in MARKS) and all(line.size < size for line in lines)
