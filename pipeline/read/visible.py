"""Which text of a page may be unseen, told by its objects alone: cheap enough to be asked of every
page.

What is suspicious here is decided by painting (`seen.py`). Nine pages in ten have nothing
suspicious.
"""

from __future__ import annotations

import ctypes
import re
import zlib
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2_raw as raw

from pipeline.read import pdfium_calls as pdfium
from pipeline.read.paths import THICKEST_RULE
from pipeline.read.pdfium_paths import Layer, boxes_through

Array = npt.NDArray[Any]

# of 255: colours that differ by less in every channel are one to the eye (#F0F0F0 on white paper
# has a contrast of 1.14 to 1)
NEAR = 16
TOUCH = 1.0  # points by which an area must reach into a text's ink before it can hide any of it
LIGHT = 128  # of 255: darker text is taken to be seen on images, which mostly lie pale behind it
EVERYWHERE = (-1e6, -1e6, 1e6, 1e6)
UNKNOWN = -1  # the colour of images, shadings, patterns and translucent areas
AFTER_ALL = 1 << 40  # when notes on the page are painted
RECTANGLE = (4, 5)  # pieces of a path that is a rectangle
FILLING = {0, 2, 4, 6}  # render modes that fill the letters
STROKING = {1, 2, 5, 6}
NOWHERE = {3, 7}  # render modes that paint nothing
OPAQUE = 250
MOST_PAIRS = 1 << 20  # texts by areas that are compared at once
LARGEST_STREAM = 1 << 22  # bytes of an object stream that are looked into

# annotations that are painted over text and may hide it; links, highlights and notes are not
COVERING_NOTES = {
    raw.FPDF_ANNOT_FREETEXT,
    raw.FPDF_ANNOT_SQUARE,
    raw.FPDF_ANNOT_CIRCLE,
    raw.FPDF_ANNOT_POLYGON,
    raw.FPDF_ANNOT_STAMP,
    raw.FPDF_ANNOT_INK,
    raw.FPDF_ANNOT_REDACT,
}


@dataclass(frozen=True, slots=True)
class Texts:
    """Text objects, one row each, in the page's user space: `order` is when each is painted.

    `may` holds, by kind (of model.UNSEEN), which of them may be unseen for that reason; `never`
    those that are painted nowhere; `clip` the box they are clipped to, `curved` where that is no
    rectangle.
    """

    handle: Array
    order: Array
    box: Array
    rgb: Array
    never: Array
    clip: Array
    curved: Array
    may: dict[str, Array]

    def suspected(self) -> Array:
        """Which of them have to be looked at glyph by glyph.

        What has no ink covers nothing up and is not covered: Hancom writes 「 as a glyph without
        ink and paints its image over it.
        """
        may = self.may
        place = (may["covered"] | may["colour"] | may["clipped"]) & ~self.bare
        return np.asarray((place | may["layer"] | may["invisible"]) & ~self.never)

    @property
    def bare(self) -> Array:
        """Which of them have no ink."""
        size = self.box[:, 2:] - self.box[:, :2]
        return np.asarray(size.min(axis=1) <= 0)


@dataclass(frozen=True, slots=True)
class Areas:
    """What is painted with an extent, one row each, by order: filled paths, thick strokes, images,
    shadings, notes.

    `plain`: in one opaque colour, of as many pieces as a rectangle has (see `is_rectangle`).
    """

    handle: Array
    order: Array
    box: Array
    rgb: Array
    plain: Array


def may_have_layers(data: bytes) -> bool:
    """Whether a PDF may have layers that can be switched off: the catalog says so, which may stand
    in a compressed object stream, or be encrypted.

    >>> may_have_layers(b"<< /Type /Catalog >>"), may_have_layers(b"<< /OCProperties 3 0 R >>")
    (False, True)
    """
    if b"/OCProperties" in data or b"/Encrypt" in data:
        return True
    for found in re.finditer(rb"/ObjStm\b", data):
        start = data.find(b"stream", found.end(), found.end() + 1000)
        if start < 0:
            continue
        start += 8 if data[start + 6 : start + 8] == b"\r\n" else 7
        try:
            inflated = zlib.decompressobj().decompress(data[start : start + LARGEST_STREAM])
        except zlib.error:
            return True  # packed in another way: not told
        if b"/OCProperties" in inflated:
            return True
    return False


def layers_to_texts_and_areas(
    page: Any, layers: list[Layer], layered: bool
) -> tuple[Texts, Areas] | None:
    """The page's text objects with what is suspicious about them, and its areas; None where it has
    no text.
    """
    orders, clips = _layers_to_orders(layers), _layers_to_clips(layers)
    texts = [np.flatnonzero(layer.kinds == raw.FPDF_PAGEOBJ_TEXT) for layer in layers]
    handle = np.concatenate([la.objects[at] for la, at in zip(layers, texts, strict=True)])
    if not len(handle):
        return None
    order = np.concatenate([o[at] for o, at in zip(orders, texts, strict=True)])
    which = np.repeat(np.arange(len(layers)), [len(at) for at in texts])
    box = np.concatenate(
        [
            boxes_through(_bounds(la.objects[at]), la.matrix)
            for la, at in zip(layers, texts, strict=True)
        ]
    )
    areas = _with_notes(page, _layers_to_areas(layers, orders, clips, layered, box))
    rgb, alpha, never = _texts_to_ink(handle)
    clip, curved = _texts_to_clips(handle, which, layers, clips)
    later, behind = _overlaps(order, box, areas)
    may = {
        "layer": _on_layers(handle, which, layered),
        "clipped": curved
        | (box[:, :2] < clip[:, :2]).any(axis=1)
        | (box[:, 2:] > clip[:, 2:]).any(axis=1),
        "invisible": (alpha == 0) | _clear(handle) | _forms_clear(layers)[which],
        "covered": later,
        "colour": _in_colour_behind(box, rgb, areas, behind),
    }
    return Texts(handle, order, box, rgb, never, clip, curved, may), areas


def _bounds(objects: Array) -> Array:
    own = pdfium.filled(
        pdfium.object_bounds, objects.tolist(), count=len(objects), fields=4, dtype=np.float32
    )
    return np.asarray(own.astype(np.float64))


def _layers_to_orders(layers: list[Layer]) -> list[Array]:
    """When each object is painted: the objects of a form come at the form's place."""
    if len(layers) == 1:
        return [np.arange(len(layers[0].objects), dtype=np.int64)]
    size = [len(layer.objects) for layer in layers]
    for number in range(len(layers) - 1, 0, -1):  # a form's layer stands behind its parent's
        size[layers[number].parent] += size[number]
    orders = [np.arange(len(layer.objects), dtype=np.int64) for layer in layers]
    for number, layer in enumerate(layers[1:], 1):
        orders[layer.parent][layer.at + 1 :] += size[number]
    for number, layer in enumerate(layers[1:], 1):
        orders[number] += orders[layer.parent][layer.at] + 1
    return orders


def _layers_to_clips(layers: list[Layer]) -> list[Array | None]:
    """The box in user space that each layer's form is clipped to; None where it is not."""
    clips: list[Array | None] = [None] * len(layers)
    for number, layer in enumerate(layers[1:], 1):
        above = layers[layer.parent]
        own = clip_box(int(above.objects[layer.at]), above.matrix)
        outer = clips[layer.parent]
        clips[number] = own if outer is None else _within(outer, own)
    return clips


def _within(box: Array, other: Array | None) -> Array:
    """What two boxes share."""
    if other is None:
        return box
    return np.concatenate([np.maximum(box[:2], other[:2]), np.minimum(box[2:], other[2:])])


def clip_box(handle: int, matrix: Array) -> Array | None:
    """The box that an object's clip paths leave of it, in user space; None where it has none."""
    clip = pdfium.object_clip(handle)
    box: Array | None = None
    for number in range(max(pdfium.clip_count(clip), 0) if clip else 0):
        pieces = max(pdfium.clip_pieces(clip, number), 0)
        own = [pdfium.clip_segment(clip, number, k) for k in range(pieces)]
        points = pdfium.filled(
            pdfium.segment_point, own, count=pieces, fields=2, dtype=np.float32
        ).astype(np.float64)
        if not pieces:
            continue
        corners = np.concatenate([points.min(axis=0), points.max(axis=0)])
        box = _within(boxes_through(corners[None], matrix)[0], box)
    return box


def _clip_boxes(handle: Array, matrix: Array, outer: Array | None) -> dict[int, Array]:
    """The boxes that clip paths leave of those objects that have any, their form's included."""
    clip = pdfium.each(pdfium.object_clip, handle.tolist(), count=len(handle))
    count = pdfium.each(pdfium.clip_count, clip.tolist(), count=len(handle))
    found = {}
    for k in np.flatnonzero((count > 0) | (outer is not None)).tolist():
        own = clip_box(int(handle[k]), matrix)
        limit = own if outer is None else _within(outer, own)
        if limit is not None:
            found[k] = limit
    return found


def _texts_to_ink(handle: Array) -> tuple[Array, Array, Array]:
    """The colour that each text object shows (n, 3), its opacity (0 to 255), and which are painted
    nowhere. Stroked and filled letters count as stroked where the stroke is the darker one.
    """
    own, count = handle.tolist(), len(handle)
    mode = pdfium.each(pdfium.text_render_mode, own, count=count)
    fill = pdfium.filled(pdfium.object_fill, own, count=count, fields=4, dtype=np.uint32)
    shown = fill.astype(np.int64)
    stroked = np.isin(mode, list(STROKING)).nonzero()[0]
    if len(stroked):
        stroke = pdfium.filled(
            pdfium.object_stroke,
            handle[stroked].tolist(),
            count=len(stroked),
            fields=4,
            dtype=np.uint32,
        ).astype(np.int64)
        line = ~np.isin(mode[stroked], list(FILLING)) | (
            stroke[:, :3].sum(axis=1) < shown[stroked, :3].sum(axis=1)
        )
        shown[stroked[line]] = stroke[line]
    return shown[:, :3], shown[:, 3], np.isin(mode, list(NOWHERE))


def _layers_to_areas(
    layers: list[Layer],
    orders: list[Array],
    clips: list[Array | None],
    layered: bool,
    texts: Array,
) -> Areas:
    found = [
        _layer_to_areas(layer, order, clip, texts)
        for layer, order, clip in zip(layers, orders, clips, strict=True)
    ]
    handle, order, box, rgb, plain = (np.concatenate(part) for part in zip(*found, strict=True))
    through = np.repeat(_forms_clear(layers), [len(part[0]) for part in found])
    plain &= ~through & (not layered)  # an area may be on a layer that is off
    by = np.argsort(order, kind="stable")
    return Areas(handle[by], order[by], box[by], rgb[by], plain[by])


def _layer_to_areas(
    layer: Layer, order: Array, clip: Array | None, texts: Array
) -> tuple[Array, Array, Array, Array, Array]:
    """Handle, order, box, colour and plainness of the areas that a layer paints itself, as far as
    they reach into a text (`texts`: their boxes). A page may hold thousands of pieces of a picture.
    """
    at, box = _layer_to_boxes(layer)
    touched = _touched(box, texts)
    at, box = at[touched], box[touched]
    handle, path = layer.objects[at], layer.kinds[at] == raw.FPDF_PAGEOBJ_PATH
    rgb, plain, shown = np.full((len(at), 3), UNKNOWN), np.zeros(len(at), bool), ~path
    rgb[path], plain[path], shown[path] = _paths_to_paint(handle[path], layer.matrix)
    for k, limit in _clip_boxes(handle, layer.matrix, clip).items():
        plain[k] &= bool((limit[:2] <= box[k, :2]).all() and (limit[2:] >= box[k, 2:]).all())
        box[k] = _within(box[k], limit)
    return handle[shown], order[at][shown], box[shown], rgb[shown], plain[shown]


def _layer_to_boxes(layer: Layer) -> tuple[Array, Array]:
    """Place among the objects and box of what may cover a text or lie behind it."""
    paths = np.flatnonzero(layer.kinds == raw.FPDF_PAGEOBJ_PATH)
    wide = (layer.bounds[:, 2:] - layer.bounds[:, :2]).min(axis=1, initial=np.inf) > THICKEST_RULE
    images = np.flatnonzero(layer.kinds == raw.FPDF_PAGEOBJ_IMAGE)
    shadings = np.flatnonzero(layer.kinds == raw.FPDF_PAGEOBJ_SHADING)
    at = np.concatenate([paths[wide], images, shadings])
    own = np.concatenate([layer.bounds[wide].astype(np.float64), _bounds(layer.objects[images])])
    # shadings have no bounds of their own: they fill their clip
    box = np.concatenate(
        [boxes_through(own, layer.matrix), np.tile(np.array(EVERYWHERE), (len(shadings), 1))]
    )
    return at, box


def _touched(box: Array, texts: Array) -> Array:
    """Which of these boxes reach into the ink of any text."""
    found = np.zeros(len(box), bool)
    if not len(box):
        return found
    step = max(MOST_PAIRS // len(texts), 1)
    x0, y0, x1, y1 = texts.T + np.array([TOUCH, TOUCH, -TOUCH, -TOUCH])[:, None]
    for start in range(0, len(box), step):
        left, low, right, high = box[start : start + step].T[:, :, None]
        hit = (x1 > left) & (x0 < right) & (y1 > low) & (y0 < high)
        found[start : start + step] = hit.any(axis=1)
    return found


def is_rectangle(path: int) -> bool:
    """Whether the corners of a path are those of an upright rectangle: a triangle has as many
    pieces.
    """
    count = max(pdfium.path_count(path), 0)
    own = [pdfium.path_segment(path, k) for k in range(count)]
    x, y = pdfium.filled(pdfium.segment_point, own, count=count, fields=2, dtype=np.float32).T
    corners = {(a, b) for a, b in zip(x.round(1).tolist(), y.round(1).tolist(), strict=True)}
    return len(corners) == 4 and len({a for a, _ in corners}) == len({b for _, b in corners}) == 2


def _paths_to_paint(handle: Array, matrix: Array) -> tuple[Array, Array, Array]:
    """Colour (UNKNOWN where it is translucent or a pattern), whether plain, and whether it paints
    an area at all, of each path.
    """
    own, count = handle.tolist(), len(handle)
    mode = pdfium.filled(pdfium.path_draw_mode, own, count=count, fields=2, dtype=np.int32)
    fill = pdfium.filled(pdfium.object_fill, own, count=count, fields=4, dtype=np.uint32)
    clear = _clear(handle)
    pieces = pdfium.each(pdfium.path_count, own, count=count)
    width = pdfium.filled(pdfium.object_stroke_width, own, count=count, fields=1, dtype=np.float32)[
        :, 0
    ] * np.hypot(matrix[0], matrix[1])
    filled = mode[:, 0] != 0
    thick = (mode[:, 1] != 0) & (width > THICKEST_RULE)
    known = filled & ~clear & (fill[:, 3] >= OPAQUE)
    rgb = np.where(known[:, None], fill[:, :3].astype(np.int64), UNKNOWN)
    return rgb, known & np.isin(pieces, RECTANGLE), filled | thick


def _with_notes(page: Any, areas: Areas) -> Areas:
    """The areas with the notes that are painted over the page."""
    boxes = []
    for index in range(max(raw.FPDFPage_GetAnnotCount(page), 0)):
        note = raw.FPDFPage_GetAnnot(page, index)
        if note and raw.FPDFAnnot_GetSubtype(note) in COVERING_NOTES:
            box = raw.FS_RECTF()
            raw.FPDFAnnot_GetRect(note, ctypes.byref(box))
            boxes.append((box.left, box.bottom, box.right, box.top))
        raw.FPDFPage_CloseAnnot(note)
    if not boxes:
        return areas
    count = len(boxes)
    return Areas(
        np.append(areas.handle, np.zeros(count, np.int64)),
        np.append(areas.order, np.full(count, AFTER_ALL)),
        np.concatenate([areas.box, np.array(boxes, np.float64)]),
        np.concatenate([areas.rgb, np.full((count, 3), UNKNOWN)]),
        np.append(areas.plain, np.zeros(count, bool)),
    )


def _overlaps(order: Array, box: Array, areas: Areas) -> tuple[Array, Array]:
    """Of each text: whether an area painted later reaches into it, and the index of the last area
    painted before it that does (-1: the paper).
    """
    later, behind = np.zeros(len(order), bool), np.full(len(order), -1)
    step = max(MOST_PAIRS // max(len(order), 1), 1)
    x0, y0, x1, y1 = box[:, 0] + TOUCH, box[:, 1] + TOUCH, box[:, 2] - TOUCH, box[:, 3] - TOUCH
    for start in range(0, len(areas.order), step):
        left, low, right, high = areas.box[start : start + step].T[:, :, None]
        hit = (x1 > left) & (x0 < right) & (y1 > low) & (y0 < high)
        after = order > areas.order[start : start + step, None]
        later |= (hit & ~after).any(axis=0)
        hit &= after
        last = len(hit) - 1 - hit[::-1].argmax(axis=0)
        behind = np.where(hit.any(axis=0), start + last, behind)
    return later, behind


def _on_layers(handle: Array, which: Array, layered: bool) -> Array:
    """Texts that stand on a layer that may be off: marked so, or in a form, which may be."""
    found = np.zeros(len(handle), bool)
    if not layered:
        return found
    found |= which > 0
    marks = pdfium.each(pdfium.object_marks, handle.tolist(), count=len(handle))
    length = ctypes.c_ulong()
    for k in np.flatnonzero((marks > 0) & ~found).tolist():
        for number in range(int(marks[k])):
            mark = pdfium.object_mark(int(handle[k]), number)
            buffer = ctypes.create_string_buffer(16)
            pdfium.mark_name(mark, ctypes.addressof(buffer), 16, ctypes.addressof(length))
            found[k] |= buffer.raw[: length.value] == "OC\0".encode("utf-16-le")
    return found


def _texts_to_clips(
    handle: Array, which: Array, layers: list[Layer], clips: list[Array | None]
) -> tuple[Array, Array]:
    """The box that each text is clipped to (everywhere where it is not), and where it is no
    rectangle.
    """
    box, curved = np.empty((len(handle), 4)), np.zeros(len(handle), bool)
    box[:] = EVERYWHERE
    for number, layer in enumerate(layers):
        at = np.flatnonzero(which == number) if len(layers) > 1 else np.arange(len(handle))
        for k, limit in _clip_boxes(handle[at], layer.matrix, clips[number]).items():
            box[at[k]], curved[at[k]] = limit, _is_curved(int(handle[at[k]]))
    return box, curved


def _is_curved(handle: int) -> bool:
    """Whether a clip path of the object is no rectangle."""
    clip = pdfium.object_clip(handle)
    return any(
        pdfium.clip_pieces(clip, number) not in RECTANGLE
        for number in range(max(pdfium.clip_count(clip), 0))
    )


def _clear(handle: Array) -> Array:
    """Which objects are transparent in any way: opacity, soft mask, blend mode."""
    return np.asarray(pdfium.each(pdfium.object_is_clear, handle.tolist(), count=len(handle)) != 0)


def _forms_clear(layers: list[Layer]) -> Array:
    """Which layers stand in a form that is transparent."""
    through = np.zeros(len(layers), bool)
    for number, layer in enumerate(layers[1:], 1):
        form = int(layers[layer.parent].objects[layer.at])
        through[number] = through[layer.parent] or pdfium.object_is_clear(form) != 0
    return through


def _in_colour_behind(box: Array, rgb: Array, areas: Areas, behind: Array) -> Array:
    """Texts that may have the colour of what lies behind them: of the last area painted before, or
    of the paper beside it.
    """
    paper = rgb.min(axis=1) > 255 - NEAR
    under = behind >= 0
    if not under.any():
        return np.asarray(paper)
    index = np.maximum(behind, 0)
    colour, area = areas.rgb[index], areas.box[index]
    unknown = (colour[:, 0] == UNKNOWN) & (rgb.min(axis=1) >= LIGHT)
    alike = unknown | (np.abs(colour - rgb).max(axis=1) < NEAR)
    inside = (area[:, :2] <= box[:, :2] + TOUCH).all(axis=1)
    inside &= (area[:, 2:] >= box[:, 2:] - TOUCH).all(axis=1)
    return np.asarray((under & alike) | (paper & ~(under & inside)))
