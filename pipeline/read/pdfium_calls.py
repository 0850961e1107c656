"""The few PDFium functions we call, with prototypes that cost least, and the ways to call one for a
whole column at once.

pypdfium2's own wrappers turn every handle into a Python object. Here handles are plain addresses,
and a column is filled by `map` without running a line of Python a glyph. What ctypes has to convert
is what a call costs: an argument that is declared is converted anew each time (0.25 to 0.3 µs a
call), one that is a C argument already is copied (0.12 to 0.18). So page and text page are made C
arguments once a page (`of_each`), the places that answers go to once for all (`_places`), and
numbers, which C takes as they are, stay undeclared. A handle that differs row by row is declared:
undeclared, it would be cut to 32 bits.
"""

from __future__ import annotations

import ctypes
import functools
from collections import deque
from collections.abc import Callable, Iterable
from itertools import islice, repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2_raw as raw

_INT, _UINT, _HANDLE = ctypes.c_int, ctypes.c_uint, ctypes.c_void_p
_ADDRESS = ctypes.c_size_t  # a handle that comes back: 0 instead of None where there is none
AT_ONCE = 1024  # rows whose answers have a place prepared


def _call(name: str, *arguments: Any, gives: Any = _INT) -> Callable[..., int]:
    """A second, plain prototype of a function of the library that pypdfium2 loaded (its own
    prototype stays as it is).

    `arguments`: the first ones, the rest is given as C arguments and numbers.
    """
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None
    return ctypes.CFUNCTYPE(gives, *arguments)(address)


# first argument: `of_each` of a page or text page
char_code = _call("FPDFText_GetUnicode", gives=_UINT)
char_loose_box = _call("FPDFText_GetLooseCharBox")
char_origin = _call("FPDFText_GetCharOrigin")
char_object = _call("FPDFText_GetTextObject", gives=_ADDRESS)
char_matrix = _call("FPDFText_GetMatrix")
char_is_made = _call("FPDFText_IsGenerated")
page_object = _call("FPDFPage_GetObject", gives=_ADDRESS)
# first argument: an address
text_size = _call("FPDFTextObj_GetFontSize", _HANDLE)
text_font = _call("FPDFTextObj_GetFont", _HANDLE, gives=_ADDRESS)
text_render_mode = _call("FPDFTextObj_GetTextRenderMode", _HANDLE)
form_count = _call("FPDFFormObj_CountObjects", _HANDLE)
object_type = _call("FPDFPageObj_GetType", _HANDLE)
object_bounds = _call("FPDFPageObj_GetBounds", _HANDLE)
object_matrix = _call("FPDFPageObj_GetMatrix", _HANDLE)
object_fill = _call("FPDFPageObj_GetFillColor", _HANDLE)
object_stroke = _call("FPDFPageObj_GetStrokeColor", _HANDLE)
object_stroke_width = _call("FPDFPageObj_GetStrokeWidth", _HANDLE)
object_is_clear = _call("FPDFPageObj_HasTransparency", _HANDLE)
object_clip = _call("FPDFPageObj_GetClipPath", _HANDLE, gives=_ADDRESS)
object_marks = _call("FPDFPageObj_CountMarks", _HANDLE)
clip_count = _call("FPDFClipPath_CountPaths", _HANDLE)
clip_pieces = _call("FPDFClipPath_CountPathSegments", _HANDLE)
clip_segment = _call("FPDFClipPath_GetPathSegment", _HANDLE, gives=_ADDRESS)
set_active = _call("FPDFPageObj_SetIsActive", _HANDLE)
path_draw_mode = _call("FPDFPath_GetDrawMode", _HANDLE)
path_count = _call("FPDFPath_CountSegments", _HANDLE)
path_segment = _call("FPDFPath_GetPathSegment", _HANDLE, gives=_ADDRESS)
segment_point = _call("FPDFPathSegment_GetPoint", _HANDLE)
segment_type = _call("FPDFPathSegment_GetType", _HANDLE)
segment_close = _call("FPDFPathSegment_GetClose", _HANDLE)
# all declared: sizes that are no C int, or a fraction, and asked seldom
text_codes = _call("FPDFText_GetText", _HANDLE, _INT, _INT, _HANDLE)
form_object = _call("FPDFFormObj_GetObject", _HANDLE, ctypes.c_ulong, gives=_ADDRESS)
font_name = _call(
    "FPDFFont_GetBaseFontName", _HANDLE, _HANDLE, ctypes.c_size_t, gives=ctypes.c_size_t
)
object_mark = _call("FPDFPageObj_GetMark", _HANDLE, ctypes.c_ulong, gives=_ADDRESS)
mark_name = _call("FPDFPageObjMark_GetName", _HANDLE, _HANDLE, ctypes.c_ulong, _HANDLE)
font_is_embedded = _call("FPDFFont_GetIsEmbedded", _HANDLE)
font_glyph_width = _call("FPDFFont_GetGlyphWidth", _HANDLE, ctypes.c_uint32, ctypes.c_float)


def address_of(handle: Any) -> int:
    """The address that a pypdfium2 handle (page, text page) stands for."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def each(call: Callable[..., int], *columns: Iterable[Any], count: int) -> npt.NDArray[np.int64]:
    """What `call` answers for every row of the columns."""
    return np.fromiter(map(call, *columns), dtype=np.int64, count=count)


def filled(
    call: Callable[..., int],
    *columns: Iterable[Any],
    count: int,
    fields: int,
    dtype: Any,
    one_pointer: bool = False,
) -> npt.NDArray[Any]:
    """A (count, fields) array that `call` filled row by row, given the place of each field (or of
    the row alone); 0 where it did not.
    """
    if not count:
        return np.zeros((0, fields), dtype)
    answers, places = _places(dtype, fields, one_pointer)
    if count <= AT_ONCE:  # nearly always: no parts to be cut
        answers[:count] = 0
        deque(map(call, *columns, *places), maxlen=0)
        return answers[:count].copy()
    out = np.empty((count, fields), dtype)
    rows = [iter(column) for column in columns]
    for start in range(0, count, AT_ONCE):
        part = out[start : start + AT_ONCE]
        answers[: len(part)] = 0
        deque(map(call, *(islice(column, len(part)) for column in rows), *places), maxlen=0)
        part[:] = answers[: len(part)]
    return out


@functools.cache
def _places(dtype: Any, fields: int, one_pointer: bool) -> tuple[npt.NDArray[Any], list[list[Any]]]:
    """An array of AT_ONCE rows of so many fields, and C arguments that point at each field (or each
    row).
    """
    answers = np.zeros((AT_ONCE, fields), dtype)
    start, size = ctypes.c_char.from_buffer(answers.data), answers.itemsize
    columns = range(1 if one_pointer else fields)
    return answers, [
        [ctypes.byref(start, (row * fields + k) * size) for row in range(AT_ONCE)] for k in columns
    ]


def of_each(handle: int) -> Iterable[Any]:
    """The same handle for every row, as a C argument."""
    return repeat(ctypes.byref(ctypes.c_char.from_address(handle)))
