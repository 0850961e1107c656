"""Which glyphs of a page a reader sees: what its objects leave in doubt is decided by painting.

The page is painted with and without the suspicious text; where the two differ, the text reaches the
eye. How much of it there is to be seen is told by painting that text alone.
"""

from __future__ import annotations

import ctypes
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2_raw as raw

from pipeline.model import Glyphs
from pipeline.model.document import Ints
from pipeline.read import pdfium_calls as pdfium
from pipeline.read.pdfium_paths import Layer
from pipeline.read.upright import Frame
from pipeline.read.verdicts import (
    DOUBTED,
    LEAST_SEEN,
    NUMBER,
    glyphs_to_verdicts,
    is_letter,
    signs_with_letters,
)
from pipeline.read.visible import LIGHT, NEAR, Areas, Texts, layers_to_texts_and_areas

Array = npt.NDArray[Any]

TINY = 1.0  # points: a line of half a point is a hair; the smallest notes that are read have four
SCALE = 2.0  # pixels a point: four-point letters are told from none
MOST_PIXELS = 6_000_000
CORE = 0.5  # of its darkest pixel: what a glyph paints of itself, without the pale pixels around
GLYPHLESS = 0.5  # of a page's letters: a rare Hanja that the font lacks is no layer
BLANKS = np.array([0x20, 0xA0, 0x3000, 0xFEFF, 0x200B], np.int64)
WHITE, BLACK = 0xFFFFFFFF, 0xFF000000


def page_to_unseen(
    page: Any, layers: list[Layer], glyphs: Glyphs, owner: Array, frame: Frame, layered: bool
) -> Ints:
    """For each glyph 0, or one more than the index into UNSEEN of why nobody sees it; empty where
    all are seen. `owner` holds each glyph's text object.
    """
    told = layers_to_texts_and_areas(page, layers, layered) if len(glyphs) else None
    if told is None:
        return np.zeros(0, np.int32)
    texts, areas = told
    unseen, bare, suspected = _by_place(glyphs, frame), texts.bare, texts.suspected()
    mostly_bare = bool(bare.mean() > GLYPHLESS)
    if not (suspected.any() or texts.never.any() or mostly_bare or unseen.any()):
        return np.zeros(0, np.int32)
    printed = ~np.isin(glyphs.code, BLANKS)
    run = _owner_to_run(owner, texts.handle)
    known = run >= 0
    if mostly_bare:
        unseen[known & _glyphless(glyphs, run, bare)[run]] = NUMBER["invisible"]
    unseen[known & texts.never[run]] = NUMBER["invisible"]
    at = np.flatnonzero(printed & known & (unseen == 0) & suspected[run])
    _judge(page, layers, glyphs, unseen, (at, run[at]), (texts, areas), frame)
    signs_with_letters(unseen, glyphs)
    if not unseen[printed].any():
        return np.zeros(0, np.int32)
    return _with_blanks(unseen, printed, owner)


def _judge(
    page: Any,
    layers: list[Layer],
    glyphs: Glyphs,
    unseen: Ints,
    suspects: tuple[Array, Array],
    told: tuple[Texts, Areas],
    frame: Frame,
) -> None:
    """The suspicious glyphs (and their text objects): by the objects, else by painting."""
    at, run = suspects
    if len(at):
        unseen[at] = glyphs_to_verdicts(glyphs, at, run, *told, frame)
    doubted = unseen[at] == DOUBTED
    if doubted.any():
        at, run = at[doubted], run[doubted]
        unseen[at] = _painted(page, layers, glyphs, at, run, told[0], frame)


def _glyphless(glyphs: Glyphs, run: Array, bare: Array) -> Array:
    """The text objects without ink, where most letters of the page have none: the layer of
    recognised text under or over a scan, in a font without glyphs.
    """
    own = bare[run[is_letter(glyphs.code) & (run >= 0)]]
    return bare & bool(len(own) and own.mean() > GLYPHLESS)


def set_all_active(handles: Array, active: bool) -> None:
    """Take objects off the page, or put them back, for painting and for reading its text."""
    for _ in map(pdfium.set_active, handles.tolist(), repeat(int(active))):
        pass


def _owner_to_run(owner: Array, handle: Array) -> Array:
    """The index of each glyph's text object; -1 where it is none of the page's."""
    by = np.argsort(handle, kind="stable")
    at = np.minimum(np.searchsorted(handle[by], owner), len(handle) - 1)
    return np.where(handle[by][at] == owner, by[at], -1)


def _by_place(glyphs: Glyphs, frame: Frame) -> Ints:
    """What size and place alone tell: too small to be read, or off the page."""
    width, height = frame.size
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    unseen = np.zeros(len(glyphs), np.int32)
    unseen[glyphs.size < TINY] = NUMBER["tiny"]
    unseen[(x < 0) | (y < 0) | (x > width) | (y > height)] = NUMBER["outside"]
    return unseen


def _with_blanks(unseen: Ints, printed: Array, owner: Array) -> Ints:
    """Blanks are hidden with the text they stand in: in one text object, or between two."""
    at = np.flatnonzero(printed)
    blank = np.flatnonzero(~printed)
    place = np.searchsorted(at, blank)
    before, after = at[np.maximum(place - 1, 0)], at[np.minimum(place, len(at) - 1)]
    own_before, own_after = owner[before] == owner[blank], owner[after] == owner[blank]
    first, second = unseen[before], unseen[after]
    both = np.where((first > 0) & (second > 0), first, 0)
    unseen[blank] = np.where(own_before == own_after, both, np.where(own_before, first, second))
    return unseen


@dataclass(frozen=True, slots=True)
class Canvas:
    """A part of the page as pixels: its left and upper edge in points, its size, pixels a point."""

    left: float
    top: float
    width: int
    height: int
    scale: float

    def cells(self, glyphs: Glyphs, at: Array) -> Array:
        """Left, top, right, bottom of the glyphs `at` in pixels (n, 4), at least one wide."""
        x0, x1 = ((c[at] - self.left) * self.scale for c in (glyphs.x0, glyphs.x1))
        y0, y1 = ((c[at] - self.top) * self.scale for c in (glyphs.top, glyphs.bottom))
        cells = np.stack([np.floor(x0), np.floor(y0), np.ceil(x1), np.ceil(y1)], axis=1)
        limits = np.array([self.width, self.height, self.width, self.height])
        cells = np.clip(cells.astype(np.int64), 0, limits)
        cells[:, 2:] = np.maximum(cells[:, 2:], cells[:, :2] + 1)
        return np.asarray(cells)


def _canvas(glyphs: Glyphs, at: Array, frame: Frame) -> Canvas:
    """The part of the page that holds the glyphs `at`."""
    width, height = frame.size
    left, top = max(float(glyphs.x0[at].min()), 0), max(float(glyphs.top[at].min()), 0)
    right = min(float(glyphs.x1[at].max()), width)
    bottom = min(float(glyphs.bottom[at].max()), height)
    wide, high = max(right - left, 1.0), max(bottom - top, 1.0)
    scale = min(SCALE, (MOST_PIXELS / (wide * high)) ** 0.5)
    return Canvas(left, top, int(wide * scale) + 1, int(high * scale) + 1, scale)


def _paint(page: Any, canvas: Canvas, frame: Frame, paper: int, notes: bool) -> Array:
    """The canvas as PDFium paints it now: (height, width, 3), int16."""
    pixels = np.zeros((canvas.height, canvas.width, 4), np.uint8)
    bitmap = raw.FPDFBitmap_CreateEx(
        canvas.width,
        canvas.height,
        raw.FPDFBitmap_BGRx,
        pixels.ctypes.data_as(ctypes.c_void_p),
        canvas.width * 4,
    )
    width, height = frame.size
    raw.FPDFBitmap_FillRect(bitmap, 0, 0, canvas.width, canvas.height, paper)
    raw.FPDF_RenderPageBitmap(
        bitmap,
        page,
        -round(canvas.left * canvas.scale),
        -round(canvas.top * canvas.scale),
        round(width * canvas.scale),
        round(height * canvas.scale),
        0,
        raw.FPDF_ANNOT if notes else 0,
    )
    raw.FPDFBitmap_Destroy(bitmap)
    return pixels[:, :, :3].astype(np.int16)


def _painted(
    page: Any,
    layers: list[Layer],
    glyphs: Glyphs,
    at: Array,
    run: Array,
    texts: Texts,
    frame: Frame,
) -> Ints:
    """The numbers of why the glyphs `at` (of the text objects `run`) are not seen, 0 where they
    are.
    """
    canvas = _canvas(glyphs, at, frame)
    own = np.unique(run)
    light = bool(texts.may["invisible"][own].any() or (texts.rgb[own].max(axis=1) >= LIGHT).any())
    shown, ink = _differences(page, layers, texts.handle[own], canvas, frame, light)
    embedded = _embedded(texts.handle, run)
    found = np.zeros(len(at), np.int32)
    for k, (x0, y0, x1, y1) in enumerate(canvas.cells(glyphs, at).tolist()):
        cell = ink[y0:y1, x0:x1]
        most = int(cell.max(initial=0))
        core = cell >= max(CORE * most, 1)
        if most < NEAR:
            found[k] = _kind_without_ink(int(run[k]), texts) if embedded[k] else 0
        elif (shown[y0:y1, x0:x1][core] >= NEAR).mean() < LEAST_SEEN:
            found[k] = NUMBER["covered" if texts.may["covered"][run[k]] else "colour"]
    return found


def _differences(
    page: Any, layers: list[Layer], own: Array, canvas: Canvas, frame: Frame, light: bool
) -> tuple[Array, Array]:
    """What the text objects `own` change of the page, and of bare paper (of black paper too where
    some of them are `light`): for each pixel the channel that changes most (height, width), 0 to
    255.
    """
    others = np.setdiff1d(np.concatenate([_not_forms(layer) for layer in layers]), own)

    def change(paper: int, notes: bool) -> Array:
        set_all_active(own, True)
        painted = _paint(page, canvas, frame, paper, notes)
        set_all_active(own, False)
        return np.asarray(np.abs(painted - _paint(page, canvas, frame, paper, notes)).max(axis=2))

    shown = change(WHITE, True)
    set_all_active(others, False)
    ink = change(WHITE, False)
    if light:
        ink = np.maximum(ink, change(BLACK, False))
    set_all_active(np.concatenate([others, own]), True)
    return shown, ink


def _not_forms(layer: Layer) -> Array:
    return np.asarray(layer.objects[layer.kinds != raw.FPDF_PAGEOBJ_FORM])


def _embedded(handle: Array, run: Array) -> Array:
    """Whether each of the text objects `run` is set in a font that the file brings along: what
    another font paints depends on the machine.
    """
    own = np.unique(run)
    fonts = pdfium.each(pdfium.text_font, handle[own].tolist(), count=len(own))
    told = pdfium.each(pdfium.font_is_embedded, fonts.tolist(), count=len(own)) == 1
    return np.asarray(told[np.searchsorted(own, run)])


def _kind_without_ink(run: int, texts: Texts) -> int:
    """Why a text paints nothing even when it stands alone; 0 where nothing told it before."""
    for kind in ("layer", "clipped", "invisible"):
        if texts.may[kind][run]:
            return NUMBER[kind]
    return 0
