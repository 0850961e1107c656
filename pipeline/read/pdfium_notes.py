"""What a PDF holds beside its pages' content: form fields and notes, which PDFium paints on its
own, forms of XFA, whose pages no PDF reader has, and files that are attached.
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
import zlib
from collections.abc import Iterator
from typing import Any

import pypdfium2_raw as raw

from pipeline.model import Problem

# Highlights, links and pop-ups paint no text of their own; stamps are pictures as a rule
WRITTEN = (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_WIDGET)
UNSEEN_FLAGS = raw.FPDF_ANNOT_FLAG_HIDDEN | raw.FPDF_ANNOT_FLAG_NOVIEW
MOST_NOTES = 10_000  # of one page; a form of forty fields a page is a large one
MOST_NAMES, LONGEST_NAME = 10, 60  # attachments named in one sentence, characters of a name
ENCRYPTED = "EncryptedPayload"
OBJECT_STREAM = re.compile(rb"/ObjStm\b.{0,400}?stream\r?\n", re.DOTALL)
MOST_STREAMS, LONGEST_STREAM = 200, 1 << 20  # object streams looked into, bytes of each
COLLECTION = re.compile(rb"/Collection\b")
NEVER_SHOWN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def page_with_notes(document: Any, page: Any, index: int) -> tuple[Any, int]:
    """The page with its filled form fields and visible notes painted into its content, loaded anew
    (the same page where it has none), and how many have words but no appearance to paint.

    PDFium draws them from their own appearance, not from the page's content, and its text layer
    passes them over. They are flattened (in memory alone). Those that are hidden or not for viewing
    are taken off before, since PDFium flattens the latter too.
    """
    if not _keep_written(page):
        return page, 0
    _make_appearances(page)
    count = raw.FPDFPage_GetAnnotCount(page)
    unpainted = sum(_is_unpainted(page, at) for at in range(count))
    if raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) != raw.FLATTEN_SUCCESS:
        return page, unpainted
    again = raw.FPDF_LoadPage(document, index)
    if not again:
        return page, unpainted
    raw.FPDF_ClosePage(page)
    return again, unpainted


def _keep_written(page: Any) -> bool:
    """Whether the page has notes or fields that are seen; if so, all others are taken off."""
    count = raw.FPDFPage_GetAnnotCount(page)
    if not 0 < count <= MOST_NOTES:
        return False
    kept = [_is_seen(page, at) for at in range(count)]
    if any(kept):
        for at in reversed(range(count)):
            if not kept[at]:
                raw.FPDFPage_RemoveAnnot(page, at)
    return any(kept)


def _is_unpainted(page: Any, at: int) -> bool:
    """Whether a note or field has words and no appearance."""
    note = raw.FPDFPage_GetAnnot(page, at)
    if not note:
        return False
    words = any(raw.FPDFAnnot_GetStringValue(note, key, None, 0) > 2 for key in (b"Contents", b"V"))
    bare = not raw.FPDFAnnot_HasKey(note, b"AP")
    raw.FPDFPage_CloseAnnot(note)
    return words and bare


def _is_seen(page: Any, at: int) -> bool:
    note = raw.FPDFPage_GetAnnot(page, at)
    if not note:
        return False
    kind, flags = raw.FPDFAnnot_GetSubtype(note), raw.FPDFAnnot_GetFlags(note)
    raw.FPDFPage_CloseAnnot(note)
    return kind in WRITTEN and not flags & UNSEEN_FLAGS


def _make_appearances(page: Any) -> None:
    """Has PDFium make the appearance of fields that ask for it (NeedAppearances), as it does before
    it draws a page.
    """
    bitmap = raw.FPDFBitmap_Create(1, 1, 0)
    raw.FPDF_RenderPageBitmap(bitmap, page, 0, 0, 1, 1, 0, raw.FPDF_ANNOT)
    raw.FPDFBitmap_Destroy(bitmap)


def document_to_notices(document: Any, data: bytes) -> Iterator[Problem]:
    """What the file holds that is not read: a form of XFA, attached files."""
    if raw.FPDF_GetFormType(document) == raw.FORMTYPE_XFA_FULL:
        yield Problem("xfa_form")
    count = raw.FPDFDoc_GetAttachmentCount(document)
    if count > 0:
        handles = [raw.FPDFDoc_GetAttachment(document, at) for at in range(min(count, MOST_NAMES))]
        names = [shown_name(_attachment_text(raw.FPDFAttachment_GetName, h)) for h in handles if h]
        more = " …" if count > len(names) else ""
        words = (("count", str(count)), ("names", ", ".join(names) + more))
        yield Problem(_attachments_to_code(handles, data), words=words)


def _attachments_to_code(handles: list[Any], data: bytes) -> str:
    """What the attachments are to the file: its locked content, its content, or additions."""
    if any(_is_locked(handle) for handle in handles if handle):
        return "locked_attachment"
    return "portfolio" if is_collection(data) else "attachments"


def _is_locked(handle: Any) -> bool:
    """Whether an attachment is what a cover page stands for: a document under a password of its
    own.
    """
    return _attachment_text(raw.FPDFAttachment_GetAFRelationship, handle) == ENCRYPTED


def is_collection(data: bytes) -> bool:
    """Whether the catalog of a PDF says that the attached files are what there is to see.

    >>> is_collection(b"1 0 obj << /Type /Catalog /Collection 5 0 R >>"), is_collection(b"<< >>")
    (True, False)
    """
    return COLLECTION.search(data) is not None or any(
        COLLECTION.search(_inflated(data[found.end() : found.end() + LONGEST_STREAM]))
        for found, _ in zip(OBJECT_STREAM.finditer(data), range(MOST_STREAMS), strict=False)
    )


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(stream, LONGEST_STREAM)
    except zlib.error:
        return b""


def _attachment_text(ask: Any, handle: Any) -> str:
    """A text that PDFium gives as UTF-16."""
    length = ask(handle, None, 0)
    if not 2 <= length <= MOST_NOTES:
        return ""
    buffer = ctypes.create_string_buffer(length)
    ask(handle, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "replace").rstrip("\0")


def shown_name(name: str) -> str:
    """A name as it may stand in a sentence: no control or direction characters, not too long.

    >>> shown_name("a\\u202etxt.exe\\x1b[31m"), shown_name("")
    ('atxt.exe[31m', '?')
    """
    seen = "".join(c for c in name if unicodedata.category(c) not in NEVER_SHOWN)
    cut = seen[:LONGEST_NAME] + "…" if len(seen) > LONGEST_NAME else seen
    return cut.strip() or "?"
