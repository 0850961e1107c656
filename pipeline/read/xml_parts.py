"""XML of a stranger to elements: no document type, no entity, nothing fetched, bounded in depth and
number; a big part is handed out child by child.

The depth is asked where a piece of the part ends: within a piece it is bounded by the piece's size
alone, so that whoever goes down a tree by calling itself counts his steps (Around.deeper).
"""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.errors import UnreadableError
from pipeline.read.zipped import torn

# elements inside one another: a table in a cell takes eight levels, Hancom nests tables to depth 4
DEEPEST = 400
# elements that stand at once, at about 250 bytes each: a table of 65,536 cells, Hancom's own limit,
# has a million of them
MOST_ELEMENTS = 1_500_000
# what opens a document type or an entity; in text “<” is written otherwise, so that no honest part
# holds them
FORBIDDEN = (b"<!DOCTYPE", b"<!ENTITY")
OVERLAP = max(map(len, FORBIDDEN)) - 1


def tag(element: ET.Element) -> str:
    """An element's name without its namespace.

    >>> tag(ET.Element("{http://www.hancom.co.kr/hwpml/2011/paragraph}tbl"))
    'tbl'
    """
    return element.tag.rpartition("}")[2]


def chunks_to_children(chunks: Iterable[bytes], name: str, part: str) -> Iterator[ET.Element]:
    """Each child of the root, whole, as soon as it is read; it is forgotten afterwards.

    Raises:
        UnreadableError: no XML in UTF-8, torn, with a document type, nested too deep.

    >>> [tag(e) for e in chunks_to_children([b"<a><b/><c>", b"<d/></c></a>"], "x", "y")]
    ['b', 'c']
    """
    parser: Any = ET.XMLPullParser(events=("start",))
    root: ET.Element | None = None
    count = 0
    for piece in _checked(chunks, name, part):
        begun = _fed(parser, piece, name, part)
        root = begun[0] if root is None and begun else root
        count += len(begun)
        if root is None:
            continue
        if count > MOST_ELEMENTS or _depth(root) > DEEPEST:
            raise _beyond_bounds(name, part)
        if len(root) > 1:  # the last one may still be open
            yield from root[:-1]
            del root[:-1]
            count = len(begun)
    _fed(parser, None, name, part)
    if root is None:
        raise torn(name, f"its part {part} is empty")
    yield from root


def _fed(parser: Any, piece: bytes | None, name: str, part: str) -> list[ET.Element]:
    """The elements that begin in a piece; None ends the part."""
    try:
        if piece is None:
            parser.close()
        else:
            parser.feed(piece)
        return [element for _, element in parser.read_events()]
    except (ET.ParseError, ValueError, LookupError) as fault:
        raise torn(name, f"its part {part} is no whole XML ({fault})") from fault


def _depth(element: ET.Element) -> int:
    """How deep the last elements of a tree stand inside one another.

    >>> _depth(ET.fromstring("<a><b><c/></b><d/></a>"))
    2
    """
    depth = 1
    while len(element):
        element = element[-1]
        depth += 1
    return depth


def _beyond_bounds(name: str, part: str) -> UnreadableError:
    return UnreadableError(
        "over_limit_office",
        f"{name} holds more elements inside one another than a document has (in {part}), so it "
        "was stopped; save the document as PDF.",
    )


def _checked(chunks: Iterable[bytes], name: str, part: str) -> Iterator[bytes]:
    """The pieces of a part that declares nothing. Hancom writes UTF-8; other encodings could hide a
    declaration, so that a zero byte (UTF-16) is refused.
    """
    tail = b""
    for piece in chunks:
        seen = tail + piece
        if any(word in seen for word in FORBIDDEN):
            raise UnreadableError(
                "dangerous_xml",
                f"{name} declares a document type or entities in {part}, as no office program "
                "does and as attacks do; nothing of it was read.",
            )
        if b"\x00" in piece:
            raise torn(name, f"its part {part} is no UTF-8")
        tail = seen[-OVERLAP:]
        yield piece
