"""Reading: bytes to a Document, one module a format. The content decides what a file is, never its
name.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from pipeline.errors import UnreadableError, UsageError
from pipeline.model import Document, Page, Problem, Source
from pipeline.read.office import HWP, HWPX, bytes_to_kept
from pipeline.read.second import compare_readers
from pipeline.read.sniff import bytes_to_media_type, with_head

__all__ = ["compare_readers", "read_document"]


def read_document(
    path: Path,
    report_id: str,
    *,
    shown_path: str | None = None,
    reader: str = "pdfium",
    password: str | None = None,
    max_pages: int | None = None,
) -> Document:
    """The file at `path` as glyph and ruling columns (PDF), exact lines (text) or what it keeps
    (HWPX, HWP).

    `reader` is "pdfium" or "pdfplumber"; `shown_path` is what the file is called in messages and in
    `reports.source`.

    Raises:
        UnreadableError: empty, of an unknown type, encrypted, broken, over the page limit; with a
        sentence for the user.
    """
    name = shown_path or path.name
    try:
        data = path.read_bytes()
    except OSError as fault:
        raise UnreadableError(
            "broken", f"{name} cannot be opened: {fault.strerror or fault}."
        ) from fault
    media_type = bytes_to_media_type(data, name)
    source = Source(report_id, name, hashlib.sha256(data).hexdigest(), len(data), media_type)
    if media_type == "application/pdf":
        whole, headless = with_head(data)
        pages, repaired = _pdf_to_pages(whole, name, reader, password, max_pages)
        return Document(
            source,
            pages=_with_typed_blanks(pages),
            repaired=repaired or headless,
            notices=_pdf_to_notices(whole, name, reader, password),
        )
    if media_type in (HWPX, HWP):
        kept, notices = bytes_to_kept(data, media_type, name)
        return Document(source, notices=notices, kept=kept)
    from pipeline.read.text import bytes_to_text, text_to_lines

    text, encoding = bytes_to_text(data, name)
    return Document(replace(source, encoding=encoding), text_lines=text_to_lines(text))


def _pdf_to_pages(
    data: bytes, name: str, reader: str, password: str | None, max_pages: int | None
) -> tuple[tuple[Page, ...], bool]:
    """The reader named, imported only now: each of them costs start-up time."""
    if reader == "pdfium":
        from pipeline.read import pdfium

        return pdfium.pdf_to_pages(data, name, password, max_pages)
    if reader == "pdfplumber":
        from pipeline.read import pdfium, pdfplumber_reader
        from pipeline.read.alike import with_unseen

        pages, repaired = pdfplumber_reader.pdf_to_pages(data, name, password, max_pages)
        try:
            painted, _ = pdfium.pdf_to_pages(data, name, password)
        except UnreadableError:  # what only the other reader opens is taken to be seen
            return pages, repaired
        return with_unseen(pages, painted), repaired
    raise UsageError(f"There is no reader {reader!r}; choose pdfium or pdfplumber.")


def _pdf_to_notices(
    data: bytes, name: str, reader: str, password: str | None
) -> tuple[Problem, ...]:
    if reader != "pdfium":
        return ()
    from pipeline.read import pdfium

    return pdfium.pdf_to_notices(data, name, password)


def _with_typed_blanks(pages: tuple[Page, ...]) -> tuple[Page, ...]:
    """Says of each font whether it types its blanks; where none is typed, blanks are gaps.

    A named font is judged by the whole document. Type3 fonts have no name: one that types a blank
    does so on each page.
    """
    typing = [
        {int(k) for k in set(page.glyphs.font[page.glyphs.code == 0x20].tolist())} for page in pages
    ]
    names = {page.fonts[k] for page, own in zip(pages, typing, strict=True) for k in own} - {""}
    return tuple(
        replace(
            page, typed_blanks=tuple(name in names or k in own for k, name in enumerate(page.fonts))
        )
        for page, own in zip(pages, typing, strict=True)
    )
