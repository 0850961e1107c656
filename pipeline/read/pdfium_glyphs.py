"""A PDFium text page as glyph columns."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.model import Glyphs
from pipeline.read import pdfium_calls as pdfium
from pipeline.read.fonts import name_bytes_to_name
from pipeline.read.upright import Frame

ASCENT, DESCENT = 0.86, -0.14  # of an em: what Korean fonts declare, for Type3 fonts, which declare nothing
NO_CODE = 0xFFFD  # a glyph that its font maps to no character
LINE_END_HYPHEN = 2  # what PDFium makes of a hyphen at the end of a line

MODES, CODES = 8, 0x110000  # how many render modes and code points there are
INK = 0.01  # points
LEAST_BLANK = 0.25  # em
LOOKS = {2: ",Bold", 3: ",Invisible"}  # render modes: filled and stroked; neither, as in the text layer under a scan

Array = npt.NDArray[Any]


@dataclass(frozen=True, slots=True)
class Runs:
    """Text objects, one row each: size in their own space, text matrix (a b c d e f), font handle and index."""

    size: Array
    matrix: Array
    handle: Array
    font: Array
    names: tuple[str, ...]


def text_page_to_glyphs(text_page: int, count: int, frame: Frame) -> tuple[Glyphs, tuple[str, ...], Array]:
    """The glyphs of a page in the order of its content, the names of their fonts, and the text objects they came from.

    Characters that PDFium made up itself are dropped: blanks and line ends between text objects, blanks for gaps inside one.
    """
    objects = pdfium.each(pdfium.char_object, pdfium.of_each(text_page), range(count), count=count)
    handles = pdfium.of_each(text_page)
    codes = pdfium.each(pdfium.char_code, handles, range(count), count=count)
    blank = np.flatnonzero((codes == 0x20) & (objects != 0))
    made = blank[pdfium.each(pdfium.char_is_made, handles, blank.tolist(), count=len(blank)) == 1]
    objects[made] = 0
    kept = np.flatnonzero(objects)
    codes, index, size = codes[kept], kept.tolist(), len(kept)
    loose = pdfium.filled(pdfium.char_loose_box, handles, index, fields=4, dtype=np.float32, one_pointer=True, count=size)
    origins = pdfium.filled(pdfium.char_origin, handles, index, fields=2, dtype=np.float64, count=size)
    own, first, run = np.unique(objects[kept], return_index=True, return_inverse=True)
    runs = _text_objects_to_runs(text_page, own.tolist(), kept[first].tolist())
    return _columns_to_glyphs(_codes_as_printed(codes), loose.astype(np.float64), origins, run, runs, frame), runs.names, own


def _codes_as_printed(codes: Array) -> Array:
    """Code points with PDFium's own conventions undone.

    U+0001 is Chromium's blank, U+0002 PDFium's word for a hyphen at a line's end, 0 a glyph without a character.
    """
    codes = np.where(codes == LINE_END_HYPHEN, ord("-"), codes)
    codes = np.where(codes == 0, NO_CODE, codes)
    return np.where((codes < 0x20) | (codes == 0xA0), 0x20, codes)


def _text_objects_to_runs(text_page: int, objects: list[int], first: list[int]) -> Runs:
    """Size, matrix and font of every text object. PDFium's size ignores the matrix, so both are needed."""
    count = len(objects)
    size = pdfium.filled(pdfium.text_size, objects, count=count, fields=1, dtype=np.float32)[:, 0]
    matrix = pdfium.filled(
        pdfium.char_matrix, pdfium.of_each(text_page), first, count=count, fields=6, dtype=np.float32, one_pointer=True
    )
    fonts = pdfium.each(pdfium.text_font, objects, count=count)
    modes = pdfium.each(pdfium.text_render_mode, objects, count=count)
    # fill and stroke (mode 2) is how Hancom prints bold without a bold font; it is named as PDF names such fonts
    own, which = np.unique(fonts, return_inverse=True)
    looks, index = np.unique(which * MODES + modes.clip(0, MODES - 1), return_inverse=True)
    names = tuple(_font_name(int(own[look // MODES])) + LOOKS.get(look % MODES, "") for look in looks.tolist())
    return Runs(size.astype(np.float64), matrix.astype(np.float64), fonts, index, names)


def _font_name(handle: int) -> str:
    """The name of a font without its subset tag; "" for Type3 fonts, which have none."""
    length = pdfium.font_name(handle, None, 0)
    buffer = ctypes.create_string_buffer(length + 1)
    pdfium.font_name(handle, ctypes.addressof(buffer), length)
    return name_bytes_to_name(buffer.value)


def _columns_to_glyphs(codes: Array, loose: Array, origins: Array, run: Array, runs: Runs, frame: Frame) -> Glyphs:
    """Boxes from origin, advance and the font's height, on the page as it is seen."""
    a, b, c, d = (runs.matrix[:, k][run] for k in range(4))
    along, across = np.hypot(a, b), np.hypot(c, d)
    em = runs.size[run]
    size = em * across
    upright = (np.abs(b) <= 0.01 * along) & (a > 0) & (d > 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        # the loose box is as high as the size, times the sideways scale: narrowed glyphs (장평) come out too low
        ascent = np.where(upright, (loose[:, 1] - origins[:, 1]) / (em * along), np.nan)
        descent = np.where(upright, (loose[:, 3] - origins[:, 1]) / (em * along), np.nan)
    declared = np.abs(ascent - descent - 1) < 0.02
    ascent, descent = np.where(declared, ascent, ASCENT), np.where(declared, descent, DESCENT)
    advance = np.where(declared, (loose[:, 2] - loose[:, 0]) / np.where(along > 0, along, 1), 0.0)
    undeclared = np.flatnonzero(~declared)
    if len(undeclared):
        advance[undeclared] = _advances(runs.handle[run[undeclared]], codes[undeclared], em[undeclared])
    corners = _local_to_user(origins, (a, b, c, d), advance, ascent * em, descent * em)
    return _corners_to_glyphs(codes, corners, origins, size, runs.font[run], np.degrees(np.arctan2(b, a)), frame)


def _advances(fonts: Array, codes: Array, em: Array) -> Array:
    """Advance of glyphs whose box does not tell it (Type3, turned text), in text space; asked once a font and code."""
    own, which = np.unique(fonts, return_inverse=True)
    pairs, back = np.unique(which * CODES + codes, return_inverse=True)
    width = pdfium.filled(
        pdfium.font_glyph_width, own[pairs // CODES].tolist(), (pairs % CODES).tolist(), [1.0] * len(pairs),
        count=len(pairs), fields=1, dtype=np.float32,
    )[:, 0]  # fmt: skip
    return np.asarray(width[back] * em, dtype=np.float64)


def _local_to_user(origins: Array, matrix: tuple[Array, Array, Array, Array], advance: Array, ascent: Array, descent: Array) -> Array:
    """Two opposite corners (x y x y) in user space of boxes given in text space around their origin."""
    a, b, c, d = matrix
    x, y = origins[:, 0], origins[:, 1]
    return np.stack(
        [x + c * ascent, y + d * ascent, x + a * advance + c * descent, y + b * advance + d * descent], axis=1
    )  # fmt: skip


def _corners_to_glyphs(codes: Array, corners: Array, origins: Array, size: Array, font: Array, angle: Array, frame: Frame) -> Glyphs:
    boxes = frame.boxes(corners)
    _, baseline = frame.points(origins[:, 0], origins[:, 1])
    turn = (np.round((-angle + frame.rotation) / 90) * 90) % 360
    return Glyphs(
        code=codes.astype(np.int32), x0=boxes[:, 0], top=boxes[:, 1], x1=boxes[:, 2], bottom=boxes[:, 3],
        baseline=baseline.astype(np.float32), size=size.astype(np.float32), font=font.astype(np.int32), turn=turn.astype(np.int32),
    )  # fmt: skip


def objects_with_ink(objects: Array) -> Array:
    """Which of these text objects print anything but blanks."""
    bounds = pdfium.filled(pdfium.object_bounds, objects.tolist(), count=len(objects), fields=4, dtype=np.float32)
    return np.asarray(np.minimum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]) >= INK)


def objects_to_blanks(objects: list[int], frame: Frame) -> tuple[Glyphs, tuple[str, ...]]:
    """Text objects without ink as one blank each: PDFium passes them over and puts a blank of its own there, if any.

    reportlab, which parts its fonts, prints the blank between two words as an object of its own.
    """
    count = len(objects)
    matrix = pdfium.filled(pdfium.object_matrix, objects, count=count, fields=6, dtype=np.float32, one_pointer=True).astype(np.float64)
    size = pdfium.filled(pdfium.text_size, objects, count=count, fields=1, dtype=np.float32)[:, 0].astype(np.float64)
    fonts = pdfium.each(pdfium.text_font, objects, count=count)
    own, index = np.unique(fonts, return_inverse=True)
    codes = np.full(count, 0x20)
    advance = _advances(fonts, codes, size) if count else np.zeros(0)
    advance = np.where(advance > 0, advance, LEAST_BLANK * size)
    a, b, c, d, e, f = matrix.T
    origins = np.stack([e, f], axis=1)
    corners = _local_to_user(origins, (a, b, c, d), advance, ASCENT * size, DESCENT * size)
    glyphs = _corners_to_glyphs(codes, corners, origins, size * np.hypot(c, d), index, np.degrees(np.arctan2(b, a)), frame)
    return glyphs, tuple(_font_name(handle) for handle in own.tolist())


def glyphs_after(first: Glyphs, fonts: tuple[str, ...], second: Glyphs, more: tuple[str, ...]) -> tuple[Glyphs, tuple[str, ...]]:
    """Two sets of glyphs as one, with their fonts."""
    second = replace(second, font=(second.font + len(fonts)).astype(np.int32))
    columns = (np.concatenate([getattr(first, f.name), getattr(second, f.name)]) for f in fields(Glyphs))
    return Glyphs(*columns), fonts + more
