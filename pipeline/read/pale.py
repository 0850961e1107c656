"""White rules on coloured areas: what the paper's colour hides on paper shows on a shade.

Source: tables set in InDesign, whose header is a coloured strip over the first black rule, its
columns parted by white strokes.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.model.document import Floats
from pipeline.read.paths import THICKEST_RULE

Array = npt.NDArray[Any]

NONE, PALE = -2, -1  # what a path is painted in, if not in the number of a colour: the paper's
AT_SIDE = 0.6  # pt: a stroke along a fill's side lies half beside it
SHORTEST = THICKEST_RULE  # pt of a piece: less is where a rule ends at a fill's side
MOST_PAIRS = 4_000_000  # of rules and areas: a page of more is a drawing


def pale_to_edges(pale: Array, areas: Array) -> Floats:
    """The pieces of white rules that lie on a coloured area, as boxes (n, 4).

    `pale` is (n, 5): box and when it was painted; `areas` is (m, 6): box, when it was painted, and
    its colour or PALE. A white area over the coloured one hides the rule again.

    >>> bar = [[10, 10, 90, 30, 0, 255]]
    >>> rule = [[50, 10, 50.5, 60, 1]]
    >>> pale_to_edges(np.array(rule), np.array(bar)).tolist()
    [[50.0, 10.0, 50.5, 30.0]]
    >>> pale_to_edges(np.array(rule), np.array(bar + [[40, 0, 60, 40, 0.5, PALE]])).tolist()
    []
    """
    if not len(pale) or not len(areas) or len(pale) * len(areas) > MOST_PAIRS:
        return np.zeros((0, 4), np.float32)
    low = np.maximum(pale[:, None, :2], areas[None, :, :2])
    high = np.minimum(pale[:, None, 2:4], areas[None, :, 2:4])
    short = np.minimum(pale[:, 2] - pale[:, 0], pale[:, 3] - pale[:, 1])
    on = (high - low >= -AT_SIDE).all(axis=2)
    on &= (high - low).max(axis=2) >= np.maximum(SHORTEST, short + AT_SIDE)[:, None]
    on &= (areas[None, :, 4] <= pale[:, None, 4]) & (areas[None, :, 5] > PALE)
    rule, area = np.nonzero(on)
    level = (pale[:, 2] - pale[:, 0] > pale[:, 3] - pale[:, 1])[rule, None]
    along = np.concatenate([level, ~level], axis=1)
    cut = np.concatenate(
        [
            np.where(along, low[rule, area], pale[rule, :2]),
            np.where(along, high[rule, area], pale[rule, 2:4]),
        ],
        axis=1,
    )
    hidden = _are_hidden(cut, pale[rule, 4], areas[area, 4], areas[areas[:, 5] == PALE])
    return cut[~hidden].astype(np.float32)


def _are_hidden(cut: Array, painted: Array, over: Array, white: Array) -> Array:
    """Which pieces have a white area under their middle that was painted after the coloured one."""
    middle = (cut[:, None, :2] + cut[:, None, 2:4]) / 2
    within = (white[None, :, :2] < middle) & (middle < white[None, :, 2:4])
    since = (white[None, :, 4] >= over[:, None]) & (white[None, :, 4] <= painted[:, None])
    return np.asarray((within.all(axis=2) & since).any(axis=1))
