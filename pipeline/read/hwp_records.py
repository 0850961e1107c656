"""HWP 5: a stream's bytes to the tree of its records."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from pipeline.errors import UnreadableError
from pipeline.read.zipped import torn

LONG = 0xFFF  # a size that stands in four bytes of its own behind the head
# bytes of one stream, and records of it: a report of 52,000 cells has 6 million and 212,000
LARGEST_STREAM = 96 << 20
MOST_RECORDS = 1_500_000

CHAR_SHAPE, NUMBERING, BULLET, PARA_SHAPE, BORDER_FILL = 21, 23, 24, 25, 20
PARA_HEADER, PARA_TEXT, PARA_CHAR_SHAPE, PARA_RANGE_TAG = 66, 67, 68, 70
CTRL_HEADER, LIST_HEADER, SHAPE_COMPONENT, TABLE = 71, 72, 76, 77
OLE, TEXT_ART, FORM_OBJECT, MEMO_LIST, CHART = 84, 90, 91, 93, 95


@dataclass(slots=True)
class Record:
    """A record and those below it."""

    tag: int
    payload: bytes
    children: list[Record] = field(default_factory=list)

    def below(self, tag: int) -> Iterator[Record]:
        """The children of a tag, in order."""
        return (child for child in self.children if child.tag == tag)


def inflated(raw: bytes, name: str, stream: str) -> bytes:
    """A compressed stream unpacked, up to the bound.

    >>> inflated(zlib.compress(b"abc")[2:-4], "a.hwp", "DocInfo")
    b'abc'
    """
    unpacking = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        found = unpacking.decompress(raw, LARGEST_STREAM)
    except zlib.error as fault:
        raise torn(name, f"its stream {stream} cannot be unpacked ({fault})") from fault
    if unpacking.unconsumed_tail:
        raise UnreadableError(
            "over_limit_office",
            f"{name} unpacks to more than {LARGEST_STREAM >> 20} MiB (at {stream}), so it was "
            "stopped; save the document as PDF.",
        )
    return found


def bytes_to_records(raw: bytes, name: str, stream: str) -> list[Record]:
    """The records of the first level, with those below them.

    Raises:
        UnreadableError: a record reaches beyond the stream's end, or there are too many.

    >>> two = b"\\x42\\x00\\x10\\x00A" + b"\\x43\\x04\\x10\\x00B"
    >>> bytes_to_records(two, "a.hwp", "s")[0].children
    [Record(tag=67, payload=b'B', children=[])]
    """
    top = Record(0, b"")
    open_records = [top]
    at = count = 0
    while at + 4 <= len(raw):
        (head,) = struct.unpack_from("<I", raw, at)
        tag, level, size = head & 0x3FF, head >> 10 & 0x3FF, head >> 20
        at += 4
        if size == LONG:
            if at + 4 > len(raw):
                break
            (size,) = struct.unpack_from("<I", raw, at)
            at += 4
        count += 1
        if count > MOST_RECORDS:
            raise UnreadableError(
                "over_limit_office",
                f"{name} holds more than {MOST_RECORDS} records in {stream}, so it was stopped; "
                "save the document as PDF.",
            )
        if at + size > len(raw):
            raise torn(name, f"its stream {stream} is cut off inside a record")
        record = Record(tag, raw[at : at + size])
        at += size
        del open_records[level + 1 :]
        open_records[-1].children.append(record)
        open_records.append(record)
    return top.children


def listed(record: Record) -> Iterator[tuple[Record, list[Record]]]:
    """The lists that hang on a record, each with its paragraphs: those that follow it before the
    next one.
    """
    head: Record | None = None
    paragraphs: list[Record] = []
    for child in record.children:
        if child.tag == LIST_HEADER:
            if head is not None:
                yield head, paragraphs
            head, paragraphs = child, []
        elif child.tag == PARA_HEADER and head is not None:
            paragraphs.append(child)
    if head is not None:
        yield head, paragraphs


class Fields:
    """The numbers and texts of a payload, one after another; behind its end there are zeros."""

    def __init__(self, payload: bytes, at: int = 0) -> None:
        self.payload, self.at = payload, at

    def number(self, size: int, signed: bool = False) -> int:
        """A whole number of `size` bytes.

        >>> Fields(b"\\x05\\x00\\xff").number(2), Fields(b"").number(4)
        (5, 0)
        """
        found = self.payload[self.at : self.at + size]
        self.at += size
        return int.from_bytes(found, "little", signed=signed)

    def text(self) -> str:
        """Characters behind their count.

        >>> Fields(b"\\x01\\x00A\\x00").text()
        'A'
        """
        end = 2 * self.number(2) + self.at
        found = self.payload[self.at : end]
        self.at = end
        return found[: len(found) & ~1].decode("utf-16-le", "replace")
