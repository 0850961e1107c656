"""What a file is, told from its bytes alone."""

from __future__ import annotations

import re

from pipeline.errors import UnreadableError
from pipeline.lexicon import words
from pipeline.read.office import OLE_MAGIC, ZIP_MAGIC, bytes_to_office_type

PDF_MAGIC = b"%PDF-"
PDF_SUFFIX = ".pdf"
NEW_HEAD = b"%PDF-1.7\n"
# of a PDF that lost its head: the 13 of 5,376 broken PDFs that came out as text were such
OBJECT = re.compile(rb"(?:\A|[\r\n])[ \t]{0,8}\d{1,7} \d{1,5} obj\b")
OBJECT_END = re.compile(rb"\b(?:endobj|endstream|startxref)\b|\bstream\r?\n")
MAGIC_WITHIN = 1024  # readers of old accept a heading of that many bytes before the magic
# how a file of a known kind begins; its kind as lexicon/file_kinds.toml names it
KNOWN = (
    (OLE_MAGIC, "ole"),
    (ZIP_MAGIC, "zip"),
    (b"\x89PNG", "png"),
    (b"\xff\xd8\xff", "jpeg"),
    (b"GIF8", "gif"),
    (b"II*\x00", "tiff"),
    (b"MM\x00*", "tiff"),
    (b"\x1f\x8b", "gzip"),
    (b"%!PS", "postscript"),
    (b"{\\rtf", "rtf"),
)
# what stands inside a container of one kind of document
INSIDE = {
    "zip": (
        (b"word/document", "docx"),
        (b"xl/workbook", "xlsx"),
        (b"ppt/presentation", "pptx"),
        (b"opendocument", "odf"),
    ),
    "ole": (
        ("WordDocument".encode("utf-16-le"), "doc"),
        ("Workbook".encode("utf-16-le"), "xls"),
        ("PowerPoint Document".encode("utf-16-le"), "ppt"),
    ),
}


def bytes_to_media_type(data: bytes, name: str) -> str:
    """ "application/pdf", "text/plain" or a type of Hancom Office; whether the bytes really are
    text is for the text reader to say.

    Raises:
        UnreadableError: empty, a known type that is not read yet, or no PDF although its name says
            so.

    >>> bytes_to_media_type(b"junk %PDF-1.7", "a.txt"), bytes_to_media_type("가".encode(), "a.txt")
    ('application/pdf', 'text/plain')
    """
    if not data.strip(b"\x00 \t\r\n\f"):
        raise UnreadableError(
            "empty", f"{name} is empty; put the report itself there or remove the file."
        )
    if PDF_MAGIC in data[:MAGIC_WITHIN]:
        return "application/pdf"
    if (office := bytes_to_office_type(data, name)) is not None:
        return office
    for magic, kind in KNOWN:
        if data.startswith(magic):
            raise unknown_kind(_inside(data, kind), name)
    if has_pdf_structure(data):
        return "application/pdf"
    if name.lower().endswith(PDF_SUFFIX):
        raise UnreadableError("not_a_pdf", _no_pdf(data, name))
    return "text/plain"


def _inside(data: bytes, kind: str) -> str:
    """The kind of document in a container; the container's own where nothing says.

    >>> _inside(b"PK word/document.xml", "zip"), _inside(b"PK", "zip")
    ('docx', 'zip')
    """
    return next((inner for sign, inner in INSIDE.get(kind, ()) if sign in data), kind)


def unknown_kind(kind: str, name: str) -> UnreadableError:
    """That a file is of a kind that is not read, and which.

    >>> str(unknown_kind("png", "a.png"))
    'a.png is a PNG image, which cannot be read; save it as PDF or as text.'
    """
    what = words("file_kinds")[kind]
    sentence = f"{name} is {what['en']}, which cannot be read; save it as PDF or as text."
    return UnreadableError("unknown_type", sentence, what_ko=what["ko"])


def has_pdf_structure(data: bytes) -> bool:
    r"""Whether the bytes are a PDF's though they do not begin like one: objects at the start of
    lines, and what ends them.

    >>> has_pdf_structure(b"1 0 obj\n<< >>\nendobj"), has_pdf_structure(b"1 0 obj is an object")
    (True, False)
    """
    return OBJECT.search(data) is not None and OBJECT_END.search(data) is not None


def with_head(data: bytes) -> tuple[bytes, bool]:
    r"""A PDF's bytes from its magic on, or behind one where it is lost; whether that was needed.

    Readers look for the magic in the first 1,024 bytes, and leave junk before it alone. One farther
    in, or none (a transfer that lost the first bytes, a flipped bit), is no PDF to them, although
    all of its objects are there.

    >>> with_head(b"1 0 obj\n<< >>\nendobj")
    (b'%PDF-1.7\n1 0 obj\n<< >>\nendobj', True)
    """
    at = data.find(PDF_MAGIC)
    if 0 <= at < MAGIC_WITHIN:
        return data, False
    first = OBJECT.search(data)
    before = at >= 0 and (first is None or at < first.start())
    return (data[at:] if before else NEW_HEAD + data), True


def _no_pdf(data: bytes, name: str) -> str:
    head = data[:MAGIC_WITHIN].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    html = head.startswith((b"<!doctype html", b"<html", b"<head", b"<body", b"<script"))
    if html:
        what = "HTML (a web server's page, as when a download failed?)"
    else:
        what = "none (plain text, or a file that was torn)"
    return (
        f"{name} is called a PDF, but its bytes are {what}; get the PDF again from where it came."
    )
