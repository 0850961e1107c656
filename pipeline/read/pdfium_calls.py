"""The few PDFium functions we call, with prototypes that cost least, and the ways to call one for a whole column at once.

pypdfium2's own wrappers turn every handle into a Python object. Here handles and buffers are plain addresses, so that a
column is filled by `map` over ranges of addresses without running a line of Python a glyph: 0.1 to 0.3 µs a call.
"""

from __future__ import annotations

import ctypes
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from itertools import repeat
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2.raw as raw

_INT, _UINT, _HANDLE = ctypes.c_int, ctypes.c_uint, ctypes.c_void_p
_ADDRESS = ctypes.c_size_t  # a handle that comes back: 0 instead of None where there is none


def _call(name: str, *arguments: Any, gives: Any = _INT) -> Callable[..., int]:
    """A second, plain prototype of a function of the library that pypdfium2 loaded (its own prototype stays as it is)."""
    address = ctypes.cast(getattr(raw, name), ctypes.c_void_p).value
    assert address is not None
    return ctypes.CFUNCTYPE(gives, *arguments)(address)


char_code = _call("FPDFText_GetUnicode", _HANDLE, _INT, gives=_UINT)
text_codes = _call("FPDFText_GetText", _HANDLE, _INT, _INT, _HANDLE)
char_loose_box = _call("FPDFText_GetLooseCharBox", _HANDLE, _INT, _HANDLE)
char_origin = _call("FPDFText_GetCharOrigin", _HANDLE, _INT, _HANDLE, _HANDLE)
char_object = _call("FPDFText_GetTextObject", _HANDLE, _INT, gives=_ADDRESS)
char_matrix = _call("FPDFText_GetMatrix", _HANDLE, _INT, _HANDLE)
char_is_made = _call("FPDFText_IsGenerated", _HANDLE, _INT)
text_size = _call("FPDFTextObj_GetFontSize", _HANDLE, _HANDLE)
text_font = _call("FPDFTextObj_GetFont", _HANDLE, gives=_ADDRESS)
text_render_mode = _call("FPDFTextObj_GetTextRenderMode", _HANDLE)
font_name = _call("FPDFFont_GetBaseFontName", _HANDLE, _HANDLE, ctypes.c_size_t, gives=ctypes.c_size_t)
font_glyph_width = _call("FPDFFont_GetGlyphWidth", _HANDLE, ctypes.c_uint32, ctypes.c_float, _HANDLE)
page_object = _call("FPDFPage_GetObject", _HANDLE, _INT, gives=_ADDRESS)
form_count = _call("FPDFFormObj_CountObjects", _HANDLE)
form_object = _call("FPDFFormObj_GetObject", _HANDLE, ctypes.c_ulong, gives=_ADDRESS)
object_type = _call("FPDFPageObj_GetType", _HANDLE)
object_bounds = _call("FPDFPageObj_GetBounds", _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
object_matrix = _call("FPDFPageObj_GetMatrix", _HANDLE, _HANDLE)
object_fill = _call("FPDFPageObj_GetFillColor", _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
object_stroke = _call("FPDFPageObj_GetStrokeColor", _HANDLE, _HANDLE, _HANDLE, _HANDLE, _HANDLE)
path_draw_mode = _call("FPDFPath_GetDrawMode", _HANDLE, _HANDLE, _HANDLE)
path_count = _call("FPDFPath_CountSegments", _HANDLE)
path_segment = _call("FPDFPath_GetPathSegment", _HANDLE, _INT, gives=_ADDRESS)
segment_point = _call("FPDFPathSegment_GetPoint", _HANDLE, _HANDLE, _HANDLE)
segment_type = _call("FPDFPathSegment_GetType", _HANDLE)
segment_close = _call("FPDFPathSegment_GetClose", _HANDLE)
object_stroke_width = _call("FPDFPageObj_GetStrokeWidth", _HANDLE, _HANDLE)


def address_of(handle: Any) -> int:
    """The address that a pypdfium2 handle (page, text page) stands for."""
    return ctypes.cast(handle, ctypes.c_void_p).value or 0


def each(call: Callable[..., int], *columns: Iterable[Any], count: int) -> npt.NDArray[np.int64]:
    """What `call` answers for every row of the columns."""
    return np.fromiter(map(call, *columns), dtype=np.int64, count=count)


def filled(
    call: Callable[..., int], *columns: Iterable[Any], count: int, fields: int, dtype: Any, one_pointer: bool = False
) -> npt.NDArray[Any]:
    """A (count, fields) array that `call` filled row by row, given the address of each field (or of the row alone)."""
    out = np.zeros((count, fields), dtype)
    if count:
        size, base = out.itemsize, out.ctypes.data
        stop, step = base + out.nbytes, size * fields
        rows: Sequence[range] = [range(base + size * k, stop, step) for k in range(1 if one_pointer else fields)]
        deque(map(call, *columns, *rows), maxlen=0)
    return out


def of_each(handle: int) -> Iterable[int]:
    """The same handle for every row."""
    return repeat(handle)
