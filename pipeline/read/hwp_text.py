"""HWP 5: a paragraph's characters, parted where their look changes and where a control stands."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.pattern import lazy_pattern
from pipeline.read.hwp_records import PARA_CHAR_SHAPE, PARA_RANGE_TAG, PARA_TEXT, Record

CONTROL = lazy_pattern("[\x00-\x1f]")
ALONE = frozenset({0, 10, 13, *range(24, 32)})  # controls of one character; others take eight
WIDE = 8
FIELD_END, TAB, BREAK = 4, 9, 10
TYPED = {TAB: "\t", 24: "-", 30: "\u00a0", 31: " "}
# controls that stand for a record of the paragraph, one after another
OBJECTS = frozenset({1, 2, 3, 11, 12, *range(14, 19), *range(21, 24)})
DELETED = 17  # kind of a range that a tracked change deleted
INSERTED = 16


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters of one look; or a forced break, the place of the paragraph's next object, the
    end of a field.
    """

    text: str = ""
    shape: int = 0
    deleted: bool = False
    is_break: bool = False
    is_object: bool = False
    ends_field: bool = False


def _rows(paragraph: Record, tag: int, size: int) -> bytes:
    """The payloads of the records of a tag, as many whole rows as they hold."""
    raw = b"".join(r.payload for r in paragraph.below(tag))
    return raw[: len(raw) // size * size]


class Ranges:
    """Where in a paragraph which look holds, and what tracked changes deleted."""

    def __init__(self, paragraph: Record) -> None:
        pairs = list(struct.iter_unpack("<II", _rows(paragraph, PARA_CHAR_SHAPE, 8)))
        self.starts = [start for start, _ in pairs]
        self.shapes = [shape for _, shape in pairs]
        tags = _rows(paragraph, PARA_RANGE_TAG, 12)
        kinds = [(a, b, tag >> 24) for a, b, tag in struct.iter_unpack("<III", tags)]
        self.gone = [(a, b) for a, b, kind in kinds if kind == DELETED]
        self.tracked = any(kind in (DELETED, INSERTED) for _, _, kind in kinds)
        self.cuts = sorted({*self.starts, *(at for pair in self.gone for at in pair)})

    def pieces(self, start: int, end: int) -> Iterator[tuple[int, int, int, bool]]:
        """start..end in pieces of one look: from, to, shape, deleted."""
        while start < end:
            nearest = bisect_right(self.cuts, start)
            stop = min(self.cuts[nearest] if nearest < len(self.cuts) else end, end)
            at = bisect_right(self.starts, start) - 1
            shape = self.shapes[at] if at >= 0 else 0
            yield start, stop, shape, any(a <= start < b for a, b in self.gone)
            start = stop


def paragraph_to_stretches(paragraph: Record, ranges: Ranges) -> Iterator[Stretch]:
    """The characters of a paragraph in order. Places are counted in the file's units, of which a
    control takes eight.
    """
    raw = _rows(paragraph, PARA_TEXT, 2)
    units = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw)))
    at = 0
    while at < len(units):
        found = CONTROL.search(units, at)
        end = found.start() if found else len(units)
        yield from _plain(units, at, end, ranges)
        if found is None:
            return
        code = ord(units[end])
        at = end + (1 if code in ALONE else WIDE)
        yield from _control(code, end, ranges)


def _control(code: int, at: int, ranges: Ranges) -> Iterator[Stretch]:
    """What a control character stands for; most stand for nothing that is printed."""
    if code in TYPED:
        for _, _, shape, deleted in ranges.pieces(at, at + 1):
            yield Stretch(TYPED[code], shape, deleted)
    elif code == BREAK:
        yield Stretch(is_break=True)
    elif code in OBJECTS or code == FIELD_END:
        yield Stretch(is_object=code != FIELD_END, ends_field=code == FIELD_END)


def _plain(units: str, start: int, end: int, ranges: Ranges) -> Iterator[Stretch]:
    for a, b, shape, deleted in ranges.pieces(start, end):
        yield Stretch(_joined(units[a:b]), shape, deleted)


def _joined(units: str) -> str:
    """Pairs of surrogates made one character; a lone one is the replacement character."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
