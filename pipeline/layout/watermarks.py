"""Glyphs printed across the text of a page: watermarks and stamps, aslant or level."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.model import Page

Array = npt.NDArray[Any]

FEW_ASLANT = 0.5  # of a page's glyphs: a page that is all set askew is no watermark
# times the size of most glyphs of a page: a level watermark is no smaller; titles are as large, but
# nothing is printed inside their letters
LARGE = 2.0
CORE = 0.15  # of a letter's box on each side that its neighbours may reach into
HEIGHT = 0.7  # em above the baseline that a Hangul letter or a capital fills
CROSSED = 0.5  # of a watermark's letters that text runs through


def glyphs_aslant(page: Page) -> Array | None:
    """Which glyphs run aslant over the page, as stamps and watermarks do (대외비, 검토용): they are
    in no cell that they cross.
    """
    turn = page.glyphs.turn
    if not turn.any():
        return None
    aslant = turn % 90 != 0
    return aslant if 0 < int(aslant.sum()) < FEW_ASLANT * len(turn) else None


def glyphs_across(page: Page) -> Array | None:
    """Which glyphs are a watermark or a stamp: those aslant, and level rows of large letters that
    most text of a page is much smaller than and that text runs through.

    Read as text, such a letter stands in the middle of the line that it crosses. Counter-examples:
    a title, a tall chapter number, a circle drawn round a number (a sign, no letter).
    """
    across = glyphs_aslant(page)
    g = page.glyphs
    printed = g.code != 0x20
    if not printed.any():
        return across
    large = printed & (g.turn == 0) & (g.size >= LARGE * np.median(g.size[printed]))
    if not large.any():
        return across
    found = np.zeros(len(g), bool) if across is None else across.copy()
    rows = np.round(g.baseline[large], 1) * 1000 + np.round(g.size[large], 1)
    for row in np.unique(rows).tolist():
        own = np.flatnonzero(large)[rows == row]
        letters = own[[chr(code).isalnum() for code in g.code[own].tolist()]]
        if len(letters) and _crossed(page, letters) >= CROSSED * len(letters):
            found[own] = True
    return found if found.any() else across


def _crossed(page: Page, letters: Array) -> int:
    """Through how many of these letters smaller ones run: the middle of one lies inside."""
    g = page.glyphs
    small = np.flatnonzero((g.code != 0x20) & (g.size * LARGE <= g.size[letters].max()))
    x = (g.x0[small] + g.x1[small]) / 2
    y = g.baseline[small] - HEIGHT / 2 * g.size[small]
    crossed = 0
    for k in letters.tolist():
        inset = CORE * (g.x1[k] - g.x0[k])
        top, bottom = g.baseline[k] - HEIGHT * g.size[k], g.baseline[k]
        inside = (x > g.x0[k] + inset) & (x < g.x1[k] - inset) & (y > top) & (y < bottom)
        crossed += bool(inside.any())
    return crossed
