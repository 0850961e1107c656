"""What is seen, carried over to the glyphs of another reader: only PDFium paints a page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.model import Page
from pipeline.model.document import Ints

SAME_GLYPH = 0.5  # em between the middles of one glyph as two readers place it


def with_unseen(pages: Sequence[Page], painted: Sequence[Page]) -> tuple[Page, ...]:
    """The pages with what PDFium, who read `painted`, found unseen.

    Pages are told apart by their number; a page that PDFium could not read is taken to be seen
    whole.
    """
    by_number = {page.number: page for page in painted if page.unseen.any()}
    return tuple(
        replace(page, unseen=_unseen_of(page, by_number[page.number]))
        if page.number in by_number
        else page
        for page in pages
    )


def _unseen_of(page: Page, painted: Page) -> Ints:
    """For each glyph of `page` what holds for the nearest one of `painted` with the same character;
    two at one place are taken in the order of the content.
    """
    own, other = page.glyphs, painted.glyphs
    unseen = np.zeros(len(own), np.int32)
    x, y = (other.x0 + other.x1) / 2, (other.top + other.bottom) / 2
    for code in np.unique(other.code[painted.unseen > 0]).tolist():
        free = np.flatnonzero(other.code == code)
        for k in np.flatnonzero(own.code == code).tolist():
            if not len(free):
                break
            far = np.abs(x[free] - (own.x0[k] + own.x1[k]) / 2)
            far = np.maximum(far, np.abs(y[free] - (own.top[k] + own.bottom[k]) / 2))
            best = int(far.argmin())
            if far[best] <= SAME_GLYPH * max(float(own.size[k]), 1.0):
                unseen[k] = painted.unseen[free[best]]
                free = np.delete(free, best)
    return unseen
