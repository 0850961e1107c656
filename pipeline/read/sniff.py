"""What a file is, told from its bytes alone."""

from __future__ import annotations

from pipeline.errors import UnreadableError

PDF_MAGIC = b"%PDF-"
MAGIC_WITHIN = 1024  # readers of old accept a heading of that many bytes before the magic
KNOWN = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an HWP or Office 97 file"),
    (b"PK\x03\x04", "a ZIP container (HWPX, DOCX, XLSX …)"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"II*\x00", "a TIFF image"),
    (b"MM\x00*", "a TIFF image"),
    (b"\x1f\x8b", "a gzip archive"),
)


def bytes_to_media_type(data: bytes, name: str) -> str:
    """ "application/pdf" or "text/plain"; whether the bytes really are text is for the text reader
    to say.

    Raises:
        UnreadableError: empty, or a known type that is not read yet.

    >>> bytes_to_media_type(b"junk %PDF-1.7", "a.txt"), bytes_to_media_type("가".encode(), "a.pdf")
    ('application/pdf', 'text/plain')
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise UnreadableError(
            "empty", f"{name} is empty; put the report itself there or remove the file."
        )
    if PDF_MAGIC in data[:MAGIC_WITHIN]:
        return "application/pdf"
    for magic, what in KNOWN:
        if data.startswith(magic):
            raise UnreadableError(
                "unknown_type",
                f"{name} is {what}, which cannot be read; save it as PDF or as text.",
            )
    return "text/plain"
