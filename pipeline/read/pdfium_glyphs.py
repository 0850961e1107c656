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
from pipeline.read.upright import Frame, angles_to_turns

ASCENT, DESCENT = (
    0.86,
    -0.14,
)  # of an em: what Korean fonts declare, for Type3 fonts, which declare nothing
NO_CODE = 0xFFFD  # a glyph that its font maps to no character
LINE_END_HYPHEN, LINE_END_IN_TEXT = 2, 0xFFFE  # what PDFium makes of a hyphen at the end of a line

MODES, CODES = 8, 0x110000  # how many render modes and code points there are
INK = 0.01  # points
ONE_EM = 0.02  # how far the height of a declared box may be from one em
LEVEL = 0.01  # slant, as a share, up to which a line of writing is level
LEAST_BLANK = 0.25  # em
LOOKS = {
    2: ",Bold",
    3: ",Invisible",
}  # render modes: filled and stroked; neither, as in the text layer under a scan

Array = npt.NDArray[Any]
_NAME = ctypes.create_string_buffer(256)


@dataclass(frozen=True, slots=True)
class Runs:
    """Text objects, one row each: size in their own space, text matrix (a b c d e f), font handle
    and index.

    `told`: upright and in a font that declares its height; `advances`: and that has a name, so that
    the boxes of its characters tell their advance (a Type3 font's box is that of the whole font);
    `ascent` and `descent` are in em.
    """

    size: Array
    matrix: Array
    handle: Array
    font: Array
    names: tuple[str, ...]
    told: Array
    advances: Array
    ascent: Array
    descent: Array


def text_page_to_glyphs(
    text_page: int, count: int, frame: Frame
) -> tuple[Glyphs, tuple[str, ...], Array]:
    """The glyphs of a page in the order of its content, the names of their fonts, and the text
    object that each of them came from.

    Characters that PDFium made up itself are dropped: blanks and line ends between text objects,
    blanks for gaps inside one.
    """
    handles = pdfium.of_each(text_page)
    objects = pdfium.each(pdfium.char_object, handles, range(count), count=count)
    codes = _text_page_to_codes(text_page, count)
    blank = ((codes == 0x20) & (objects != 0)).nonzero()[0]
    made = blank[pdfium.each(pdfium.char_is_made, handles, blank.tolist(), count=len(blank)) == 1]
    objects[made] = 0
    codes, objects = _halves_to_whole(codes, objects)
    kept = objects.nonzero()[0]
    own, first, run = _numbered(objects[kept])
    origins = pdfium.filled(
        pdfium.char_origin, handles, kept.tolist(), fields=2, dtype=np.float64, count=len(kept)
    )
    runs = _text_objects_to_runs(text_page, own.tolist(), kept[first].tolist(), origins[first])
    told, width = runs.told[run].nonzero()[0], np.zeros(len(kept))
    loose = _loose_boxes(text_page, kept[told].tolist())
    width[told] = loose[:, 2] - loose[:, 0]
    return (
        _columns_to_glyphs(_codes_as_printed(codes[kept]), width, origins, run, runs, frame),
        runs.names,
        own[run],
    )


def _loose_boxes(text_page: int, index: list[int]) -> Array:
    """Left, top, right, bottom of these characters: the font's height by the advance, and the ink
    where it sticks out.
    """
    return pdfium.filled(
        pdfium.char_loose_box,
        pdfium.of_each(text_page),
        index,
        fields=4,
        dtype=np.float32,
        one_pointer=True,
        count=len(index),
    ).astype(np.float64)


def _text_page_to_codes(text_page: int, count: int) -> Array:
    """All code points in one call; one by one where that call leaves characters out or writes some
    as two.
    """
    buffer = np.zeros(2 * count + 2, np.uint16)
    length = pdfium.text_codes(text_page, 0, count, buffer.ctypes.data) - 1 if count else 0
    codes = buffer[:count].astype(np.int64)
    if length != count or ((codes >= 0xD800) & (codes <= 0xDFFF)).any():
        return pdfium.each(pdfium.char_code, pdfium.of_each(text_page), range(count), count=count)
    return np.where(codes == LINE_END_IN_TEXT, LINE_END_HYPHEN, codes)


def _halves_to_whole(codes: Array, objects: Array) -> tuple[Array, Array]:
    """PDFium gives a character beyond U+FFFF as two surrogates, each a glyph in one place: the
    first one becomes the character, the second one none.
    """
    high = ((codes[:-1] & 0xFC00) == 0xD800) & ((codes[1:] & 0xFC00) == 0xDC00)
    at = high.nonzero()[0]
    if len(at):
        codes, objects = codes.copy(), objects.copy()
        codes[at] = 0x10000 + ((codes[at] & 0x3FF) << 10) + (codes[at + 1] & 0x3FF)
        objects[at + 1] = 0
    return codes, objects


def _numbered(objects: Array) -> tuple[Array, Array, Array]:
    """What occurs in a column of handles, in order of first occurrence; where that is; the number
    of each row's handle.
    """
    begun = np.ones(
        len(objects), bool
    )  # a handle fills whole stretches of a column: only their heads are looked up
    begun[1:] = objects[1:] != objects[:-1]
    heads = begun.nonzero()[0]
    number: dict[int, int] = {}  # not by address: two readings of one file give one order
    ranks = [number.setdefault(handle, len(number)) for handle in objects[heads].tolist()]
    own, rank = np.fromiter(number, np.int64, len(number)), np.array(ranks, np.int64)
    first = np.empty(len(number), np.int64)
    first[rank[::-1]] = heads[::-1]  # of several stretches the first one holds
    return own, first, rank[begun.cumsum() - 1]


def _codes_as_printed(codes: Array) -> Array:
    """Code points with PDFium's own conventions undone.

    U+0001 is Chromium's blank, U+0002 PDFium's word for a hyphen at a line's end, 0 a glyph without
    a character.
    """
    codes = np.where(codes == LINE_END_HYPHEN, ord("-"), codes)
    codes = np.where(codes == 0, NO_CODE, codes)
    return np.where((codes < 0x20) | (codes == 0xA0), 0x20, codes)


def _text_objects_to_runs(
    text_page: int, objects: list[int], first: list[int], origins: Array
) -> Runs:
    """Size, matrix and font of every text object (PDFium's size ignores the matrix); `first` and
    `origins`: of their first characters.
    """
    count = len(objects)
    size = pdfium.filled(pdfium.text_size, objects, count=count, fields=1, dtype=np.float32)[
        :, 0
    ].astype(np.float64)
    matrix = pdfium.filled(
        pdfium.char_matrix,
        pdfium.of_each(text_page),
        first,
        count=count,
        fields=6,
        dtype=np.float32,
        one_pointer=True,
    ).astype(np.float64)
    fonts = pdfium.each(pdfium.text_font, objects, count=count)
    modes = pdfium.each(pdfium.text_render_mode, objects, count=count)
    # fill and stroke (mode 2) is how Hancom prints bold without a bold font; it is named as PDF
    # names such fonts
    own, _, which = _numbered(fonts)
    look = which * MODES + np.minimum(np.maximum(modes, 0), MODES - 1)
    found = np.bincount(look) > 0
    looks, index = found.nonzero()[0], (found.cumsum() - 1)[look]
    names = tuple(
        _font_name(int(own[look // MODES])) + LOOKS.get(look % MODES, "") for look in looks.tolist()
    )
    told, ascent, descent = _boxes_to_heights(
        _loose_boxes(text_page, first), origins, size, matrix, which
    )
    named = np.array([name.split(",")[0] != "" for name in names] or [True])
    return Runs(size, matrix, fonts, index, names, told, told & named[index], ascent, descent)


def _boxes_to_heights(
    loose: Array, origins: Array, size: Array, matrix: Array, font: Array
) -> tuple[Array, Array, Array]:
    """Which runs are told (see there), and every run's ascent and descent in em, by the loose boxes
    of their first characters.

    A loose box is as high as the size, times the sideways scale (narrowed glyphs, 장평, come out
    too low), and reaches to the ink where that sticks out: the least high one of a font is what the
    font declares. A font that declares nothing gives ink alone.
    """
    a, b, _, d, _, _ = matrix.T
    along = np.hypot(a, b)
    upright = (np.abs(b) <= LEVEL * along) & (a > 0) & (d > 0) & (size > 0)
    em = np.where(upright, size * along, 1)
    ascent, descent = (loose[:, 1] - origins[:, 1]) / em, (loose[:, 3] - origins[:, 1]) / em
    fits = upright & (np.abs(ascent - descent - 1) < ONE_EM)
    order = np.lexsort((ascent - descent, font))
    order = order[fits[order]][::-1]  # of each font the least high one comes last and holds
    fonts = int(font.max(initial=0)) + 1
    up, down, declared = np.full(fonts, ASCENT), np.full(fonts, DESCENT), np.zeros(fonts, bool)
    up[font[order]], down[font[order]], declared[font[order]] = ascent[order], descent[order], True
    told = upright & declared[font]
    return told, np.where(told, up[font], ASCENT), np.where(told, down[font], DESCENT)


def _font_name(handle: int) -> str:
    """The name of a font without its subset tag; "" for Type3 fonts, which have none."""
    length = pdfium.font_name(handle, ctypes.addressof(_NAME), len(_NAME))
    if length <= len(_NAME):
        return name_bytes_to_name(_NAME.value)
    buffer = ctypes.create_string_buffer(length + 1)
    pdfium.font_name(handle, ctypes.addressof(buffer), length)
    return name_bytes_to_name(buffer.value)


def _columns_to_glyphs(
    codes: Array, width: Array, origins: Array, run: Array, runs: Runs, frame: Frame
) -> Glyphs:
    """Boxes from origin, advance and the font's height, on the page as it is seen."""
    a, b, c, d, _, _ = runs.matrix.T
    along = np.hypot(a, b)
    advance = width / np.where(along > 0, along, 1)[run]
    bare = (~runs.advances[run]).nonzero()[0]
    if len(bare):
        declared = _advances(runs.handle[run[bare]], codes[bare], runs.size[run[bare]])
        advance[bare] = np.where(declared > 0, declared, advance[bare])
    ascent, descent = (runs.ascent * runs.size)[run], (runs.descent * runs.size)[run]
    corners = _local_to_user(origins, (a[run], b[run], c[run], d[run]), advance, ascent, descent)
    size, angle = runs.size * np.hypot(c, d), np.degrees(np.arctan2(b, a))
    return _corners_to_glyphs(codes, corners, origins, size[run], runs.font[run], angle[run], frame)


def _advances(fonts: Array, codes: Array, em: Array) -> Array:
    """Advance of glyphs whose box does not tell it (Type3, turned text), in text space; asked once
    a font and code.
    """
    own, which = np.unique(fonts, return_inverse=True)
    pairs, back = np.unique(which * CODES + codes, return_inverse=True)
    width = pdfium.filled(
        pdfium.font_glyph_width,
        own[pairs // CODES].tolist(),
        (pairs % CODES).tolist(),
        [1.0] * len(pairs),
        count=len(pairs),
        fields=1,
        dtype=np.float32,
    )[:, 0]
    return np.asarray(width[back] * em, dtype=np.float64)


def _local_to_user(
    origins: Array,
    matrix: tuple[Array, Array, Array, Array],
    advance: Array,
    ascent: Array,
    descent: Array,
) -> Array:
    """Two opposite corners (x y x y) in user space of boxes given in text space around their
    origin.
    """
    a, b, c, d = matrix
    x, y = origins[:, 0], origins[:, 1]
    corners = np.empty((len(origins), 4))
    corners[:, 0], corners[:, 1] = x + c * ascent, y + d * ascent
    corners[:, 2], corners[:, 3] = x + a * advance + c * descent, y + b * advance + d * descent
    return corners


def _corners_to_glyphs(
    codes: Array,
    corners: Array,
    origins: Array,
    size: Array,
    font: Array,
    angle: Array,
    frame: Frame,
) -> Glyphs:
    boxes = frame.boxes(corners)
    _, baseline = frame.points(origins[:, 0], origins[:, 1])
    turn = angles_to_turns(frame.rotation - angle)
    return Glyphs(
        code=codes.astype(np.int32),
        x0=boxes[:, 0],
        top=boxes[:, 1],
        x1=boxes[:, 2],
        bottom=boxes[:, 3],
        baseline=baseline.astype(np.float32),
        size=size.astype(np.float32),
        font=font.astype(np.int32),
        turn=turn.astype(np.int32),
    )


def objects_with_ink(objects: Array) -> Array:
    """Which of these text objects print anything but blanks."""
    bounds = pdfium.filled(
        pdfium.object_bounds, objects.tolist(), count=len(objects), fields=4, dtype=np.float32
    )
    return np.asarray(np.minimum(bounds[:, 2] - bounds[:, 0], bounds[:, 3] - bounds[:, 1]) >= INK)


def objects_to_blanks(objects: list[int], frame: Frame) -> tuple[Glyphs, tuple[str, ...]]:
    """Text objects without ink as one blank each: PDFium passes them over and puts a blank of its
    own there, if any.

    reportlab, which parts its fonts, prints the blank between two words as an object of its own.
    """
    count = len(objects)
    matrix = pdfium.filled(
        pdfium.object_matrix, objects, count=count, fields=6, dtype=np.float32, one_pointer=True
    ).astype(np.float64)
    size = pdfium.filled(pdfium.text_size, objects, count=count, fields=1, dtype=np.float32)[
        :, 0
    ].astype(np.float64)
    fonts = pdfium.each(pdfium.text_font, objects, count=count)
    own, _, index = _numbered(fonts)
    codes = np.full(count, 0x20)
    advance = _advances(fonts, codes, size) if count else np.zeros(0)
    advance = np.where(advance > 0, advance, LEAST_BLANK * size)
    a, b, c, d, e, f = matrix.T
    origins = np.stack([e, f], axis=1)
    corners = _local_to_user(origins, (a, b, c, d), advance, ASCENT * size, DESCENT * size)
    glyphs = _corners_to_glyphs(
        codes, corners, origins, size * np.hypot(c, d), index, np.degrees(np.arctan2(b, a)), frame
    )
    return glyphs, tuple(_font_name(handle) for handle in own.tolist())


def glyphs_after(
    first: Glyphs, fonts: tuple[str, ...], second: Glyphs, more: tuple[str, ...]
) -> tuple[Glyphs, tuple[str, ...]]:
    """Two sets of glyphs as one, with their fonts."""
    second = replace(second, font=(second.font + len(fonts)).astype(np.int32))
    columns = (
        np.concatenate([getattr(first, f.name), getattr(second, f.name)]) for f in fields(Glyphs)
    )
    return Glyphs(*columns), fonts + more
