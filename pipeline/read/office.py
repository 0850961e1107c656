"""Files of Hancom Office: which of its formats the bytes are, and what such a file keeps."""

from __future__ import annotations

from pipeline.errors import UnreadableError
from pipeline.model import Kept, Problem

HWPX = "application/hwp+zip"
HWP = "application/x-hwp"
ZIP_MAGIC = b"PK\x03\x04"
OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MIMETYPE_WITHIN = 200  # bytes: the container's first entry, name and content
SECTION = b"Contents/section0.xml"
SIGNATURE = b"HWP Document File\x00"  # begins the stream FileHeader of HWP 5
HWP_3 = b"HWP Document File V"  # begins a file of HWP 3 and 2
HEAD = 2048  # bytes in which the root of HWPML stands
HWPML = (b"<HWPML", "<HWPML".encode("utf-16-le"), "<HWPML".encode("utf-16-be"))


def bytes_to_office_type(data: bytes, name: str) -> str | None:
    """The media type of HWPX or HWP 5, None for what is neither.

    Raises:
        UnreadableError: HWP 3 or HWPML, which only Hancom Office reads.

    >>> bytes_to_office_type(ZIP_MAGIC + b"mimetypeapplication/hwp+zip", "a.hwpx")
    'application/hwp+zip'
    >>> bytes_to_office_type(OLE_MAGIC + SIGNATURE, "a.hwpx"), bytes_to_office_type(b"PK", "a.hwpx")
    ('application/x-hwp', None)
    """
    if data.startswith(ZIP_MAGIC):
        named = HWPX.encode() in data[:MIMETYPE_WITHIN] or SECTION in data
        return HWPX if named else None
    if data.startswith(OLE_MAGIC):
        return HWP if SIGNATURE in data else None
    if data.startswith(HWP_3):
        raise UnreadableError("old_hangul", _by_hancom(name, "a document of HWP 3 or older"))
    if any(root in data[:HEAD] for root in HWPML):
        raise UnreadableError("hwpml", _by_hancom(name, "an HWPML document (HWP as XML)"))
    return None


def _by_hancom(name: str, what: str) -> str:
    return (
        f"{name} is {what}, which only Hancom Office reads; open it there and save it as HWPX or "
        "as PDF (파일 > PDF로 저장하기)."
    )


def bytes_to_kept(data: bytes, media_type: str, name: str) -> tuple[Kept, tuple[Problem, ...]]:
    """What a file of one of the two types keeps, and what it holds that is not read.

    Raises:
        UnreadableError: broken, locked, beyond the bounds.
    """
    if media_type == HWP:
        from pipeline.read.hwp import hwp_to_kept

        return hwp_to_kept(data, name)
    from pipeline.read.hwpx import hwpx_to_kept

    return hwpx_to_kept(data, name)
