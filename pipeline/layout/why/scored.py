"""The rows of a table that were chosen by cost: what each costs by reason, and how much dearer the
best reading without its first edge is.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.layout.aligned import Band, Lines
from pipeline.layout.draft import DraftTable
from pipeline.layout.grid.columns import Choice
from pipeline.layout.grid.drafts import Read
from pipeline.layout.grid.read import region_to_read
from pipeline.layout.grid.rows import body_to_cuts, cuts_to_reasons
from pipeline.layout.gutters import glyphs_to_ink
from pipeline.layout.unruled import band_to_region
from pipeline.layout.why.edges import Ground

LEAST = 1e-6  # of a cost: what is less is left by rounding


@dataclass(frozen=True, slots=True)
class Weighed:
    """Of each row of a page's part below its header: how much dearer the best reading without the
    edge above it is, and its costs by reason; `choices`: of the inner column edges.
    """

    margins: tuple[float, ...] = ()
    costs: tuple[tuple[tuple[str, float], ...], ...] = ()
    choices: tuple[Choice, ...] = ()


def draft_to_weighed(ground: Ground, draft: DraftTable) -> Weighed:
    """What the rows of a draft were chosen by; empty where they were not weighed."""
    if draft.reader == "scored" and isinstance(draft.basis, tuple):
        read, page = draft.basis
        return _read_to_weighed(read, page)
    if draft.reader == "aligned":
        read = _draft_to_read(ground, draft)
        weighed = _read_to_weighed(read, 0) if read is not None else Weighed()
        if len(weighed.margins) == draft.rows - draft.header_rows:
            return Weighed(weighed.margins, weighed.costs)
    return Weighed()


def _read_to_weighed(read: Read, page: int) -> Weighed:
    reasons = cuts_to_reasons(read.body, body_to_cuts(read.body))
    own = read.pages()[page].rows
    return Weighed(
        tuple(read.rows[k].margin for k in own),
        tuple(tuple((n, c) for n, c in reasons[k].items() if c > LEAST) for k in own),
        tuple(read.region.choices),
    )


def _draft_to_read(ground: Ground, draft: DraftTable) -> Read | None:
    """The body of a table without rules read once more, as its reader read it."""
    g = ground.page.glyphs
    x, y = (g.x0 + g.x1) / 2, (g.top + g.bottom) / 2
    top = draft.ys[draft.header_rows]
    within = (x >= draft.box.x0) & (x <= draft.box.x1) & (y >= top) & (y <= draft.box.bottom)
    ink = glyphs_to_ink(g, within)
    if ink is None:
        return None
    lines = Lines(ink)
    band = Band(0, len(lines) - 1, [], set(), 0, False)
    return region_to_read(band_to_region(lines, band, np.array(draft.xs)))
