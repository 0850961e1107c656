"""Type3 glyphs whose boxes reach over their neighbours: each ends where the next one begins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.layout.grids import Bools
from pipeline.model import Glyphs, Page

# share of its own box that lies over the next glyph; half-wide signs declared one em wide have .5,
# the arrows of the tightest squeezed rows (−26 %) have .47
COVERS = 0.48
LEVEL = 0.1  # em between the baselines of two glyphs of one line
STEP = 0.05  # em that a glyph begins behind the one before: shadows stand nearer


def page_to_fitted(page: Page) -> Page:
    """The page with Type3 glyphs that reach far over the next one cut where that begins.

    Source: half-wide digits and brackets of an office suite's Type3 fonts are declared one em wide
    (“[4-4-1]”: 90 in a regulation): their middles lie in the neighbouring cell. A squeezed row
    whose letters only touch keeps its boxes, and so do fonts with a name, which declare widths.
    """
    bare = np.array([name.split(",")[0] == "" for name in page.fonts] or [False])
    if len(page.glyphs) < 2 or not bare.any():
        return page
    over = _covers_next(page.glyphs) & bare[page.glyphs.font[:-1]]
    if not over.any():
        return page
    x1 = page.glyphs.x1.copy()
    x1[:-1][over] = page.glyphs.x0[1:][over]
    return replace(page, glyphs=replace(page.glyphs, x1=x1))


def _covers_next(g: Glyphs) -> Bools:
    """For each glyph but the last, in the order of printing: the next one stands on its baseline,
    begins behind it and inside of its box; neither is a blank.
    """
    em = np.minimum(g.size[1:], g.size[:-1])
    level = (g.turn[1:] == 0) & (g.turn[:-1] == 0)
    level &= np.abs(g.baseline[1:] - g.baseline[:-1]) < LEVEL * em
    level &= (g.code[1:] != 0x20) & (g.code[:-1] != 0x20)
    over = g.x1[:-1] - g.x0[1:] > COVERS * (g.x1[:-1] - g.x0[:-1])
    covers: Bools = level & (g.x0[1:] - g.x0[:-1] > STEP * em) & over
    return covers
