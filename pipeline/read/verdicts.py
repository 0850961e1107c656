"""What the objects of a page alone tell of each suspicious glyph: seen, hidden, or not to be told
without painting.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.model import UNSEEN, Glyphs
from pipeline.model.document import Ints
from pipeline.read.upright import Frame
from pipeline.read.visible import LIGHT, NEAR, UNKNOWN, Areas, Texts, is_rectangle

Array = npt.NDArray[Any]

LEAST_SEEN = 0.3  # of a glyph's ink: with less of it uncovered nobody can say which glyph it is
DOUBTED = -1
NUMBER = {kind: number for number, kind in enumerate(UNSEEN, 1)}
PAPER = np.array([255, 255, 255])
BESIDE = 1.0  # em between a sign and the letter that it is seen with
LEAST_SIDE = 0.1  # points of ink: what is thinner (a level dash) is widened to it


def glyphs_to_verdicts(
    glyphs: Glyphs, at: Array, run: Array, texts: Texts, areas: Areas, frame: Frame
) -> Ints:
    """For each of the glyphs `at` (of the text objects `run`) 0 where it is seen, the number of its
    kind where it is not, DOUBTED where painting has to tell.
    """
    ink = _ink_boxes(glyphs, at, frame.boxes(texts.box[run]))
    found = np.zeros(len(at), np.int32)
    found[texts.may["layer"][run] | texts.may["invisible"][run]] = DOUBTED
    clipped = np.flatnonzero(texts.may["clipped"][run])
    inside = _share(ink[clipped], frame.boxes(texts.clip[run[clipped]]))
    found[clipped[inside < LEAST_SEEN]] = NUMBER["clipped"]
    found[np.flatnonzero(texts.curved[run])] = DOUBTED
    if len(areas.order):
        boxes = frame.boxes(areas.box).astype(np.float64)
        _judge_covered(found, ink, texts.order[run], areas, boxes)
    else:
        boxes = np.zeros((0, 4))
    coloured = np.flatnonzero(texts.may["colour"][run] & (found <= 0))
    for k in coloured.tolist():
        own = int(run[k])
        told = _colour_verdict(ink[k], int(texts.order[own]), texts.rgb[own], areas, boxes)
        found[k] = told or found[k]
    return found


def is_letter(code: Array) -> Array:
    """Hangul, Hanja, Latin letters and digits.

    >>> is_letter(np.array([*map(ord, "가A1,-")])).tolist()
    [True, True, True, False, False]
    """
    letter = (code >= 0x3131) & (code <= 0xD7A3)
    small = code | 0x20
    return np.asarray(letter | ((small >= 0x61) & (small <= 0x7A)) | ((code >= 48) & (code <= 57)))


def signs_with_letters(unseen: Ints, glyphs: Glyphs) -> None:
    """A comma that hangs below the edge of its cell is seen where a letter or digit beside it is:
    what is clipped is told for letters, the signs between them follow.
    """
    letters = np.flatnonzero(is_letter(glyphs.code))
    signs = np.flatnonzero((unseen == NUMBER["clipped"]) & ~is_letter(glyphs.code))
    if not len(letters) or not len(signs):
        return
    place = np.searchsorted(letters, signs)
    for beside in (letters[np.maximum(place - 1, 0)], letters[np.minimum(place, len(letters) - 1)]):
        size = np.maximum(glyphs.size[signs], 1.0)
        level = np.abs(glyphs.baseline[signs] - glyphs.baseline[beside]) < BESIDE * size
        gap = np.maximum(glyphs.x0[signs] - glyphs.x1[beside], glyphs.x0[beside] - glyphs.x1[signs])
        unseen[signs[level & (gap < BESIDE * size) & (unseen[beside] == 0)]] = 0


def _ink_boxes(glyphs: Glyphs, at: Array, run: Array) -> Array:
    """The box of each glyph, cut to the ink of its text object."""
    box = np.stack([c[at] for c in (glyphs.x0, glyphs.top, glyphs.x1, glyphs.bottom)], axis=1)
    cut = np.concatenate(
        [np.maximum(box[:, :2], run[:, :2]), np.minimum(box[:, 2:], run[:, 2:])], axis=1
    ).astype(np.float64)
    empty = (cut[:, 2:] <= cut[:, :2]).any(axis=1)
    cut[empty] = box[empty]
    cut[:, 2:] = np.maximum(cut[:, 2:], cut[:, :2] + LEAST_SIDE)
    return cut


def _share(ink: Array, box: Array) -> Array:
    """How much of each ink box lies in its box (n, 4), or in one box."""
    wide = np.minimum(ink[:, 2], box[..., 2]) - np.maximum(ink[:, 0], box[..., 0])
    high = np.minimum(ink[:, 3], box[..., 3]) - np.maximum(ink[:, 1], box[..., 1])
    whole = (ink[:, 2] - ink[:, 0]) * (ink[:, 3] - ink[:, 1])
    return np.asarray(np.maximum(wide, 0) * np.maximum(high, 0) / whole)


def _judge_covered(found: Ints, ink: Array, order: Array, areas: Areas, boxes: Array) -> None:
    """Covered by a plain area, or perhaps by others: later areas that lie over most of a glyph."""
    over = np.zeros(len(ink))
    hidden = np.zeros(len(ink), bool)
    left, top = ink[:, :2].min(axis=0)
    right, bottom = ink[:, 2:].max(axis=0)
    near = (boxes[:, 0] < right) & (boxes[:, 2] > left) & (boxes[:, 1] < bottom)
    near &= (boxes[:, 3] > top) & (areas.order > order.min())
    for k in np.flatnonzero(near).tolist():
        share = np.where(areas.order[k] > order, _share(ink, boxes[k]), 0)
        over += share
        covers = share > 1 - LEAST_SEEN
        if areas.plain[k] and covers.any() and is_rectangle(int(areas.handle[k])):
            hidden |= covers
    found[(over > 1 - LEAST_SEEN) & (found == 0)] = DOUBTED
    found[hidden & (found <= 0)] = NUMBER["covered"]


def _colour_verdict(ink: Array, order: int, rgb: Array, areas: Areas, boxes: Array) -> int:
    """DOUBTED where a glyph has the colour of what lies behind its middle: a gradient may be
    painted there in strips too thin to be areas.
    """
    x, y = (ink[0] + ink[2]) / 2, (ink[1] + ink[3]) / 2
    under = (areas.order < order) & (boxes[:, 0] < x) & (boxes[:, 2] > x)
    under &= (boxes[:, 1] < y) & (boxes[:, 3] > y)
    behind = np.flatnonzero(under)
    for k in behind[::-1].tolist():
        colour = areas.rgb[k]
        if colour[0] == UNKNOWN:
            return DOUBTED if rgb.min() >= LIGHT else 0
        if areas.plain[k] and is_rectangle(int(areas.handle[k])):
            return DOUBTED if _alike(rgb, colour) else 0
        if _alike(rgb, colour) or _alike(rgb, PAPER):
            return DOUBTED  # the shape may leave bare what lies behind it
    return DOUBTED if _alike(rgb, PAPER) else 0


def _alike(rgb: Array, other: Array) -> bool:
    return bool(np.abs(rgb - other).max() < NEAR)
