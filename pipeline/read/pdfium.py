"""A PDF through PDFium: each page's glyphs, rulings, filled areas and images in numpy columns."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pypdfium2_raw as raw

from pipeline.errors import UnreadableError
from pipeline.faults import Faults, Lost
from pipeline.model import Glyphs, Page, Place, Problem, Rulings
from pipeline.read.pdfium_calls import address_of
from pipeline.read.pdfium_glyphs import (
    glyphs_after,
    objects_to_blanks,
    objects_with_ink,
    text_page_to_glyphs,
)
from pipeline.read.pdfium_notes import document_to_notices, page_with_notes
from pipeline.read.pdfium_paths import Layer, page_to_painted
from pipeline.read.seen import page_to_unseen, set_all_active
from pipeline.read.upright import Frame
from pipeline.read.visible import may_have_layers

NOT_LOADED = "page_not_loaded"
A4 = (595.0, 842.0)  # pt
MOST_PASSES = 4  # a text printed more often than that at one place is a shadow of a shadow

_started = False


def pdf_to_pages(
    data: bytes, name: str, password: str | None = None, max_pages: int | None = None
) -> tuple[tuple[Page, ...], bool]:
    """All pages, and whether PDFium had to mend the file's structure.

    Raises:
        UnreadableError: encrypted, broken, or more pages than max_pages.
    """
    with _opened(data, name, password) as document:
        count = raw.FPDF_GetPageCount(document)
        if max_pages is not None and count > max_pages:
            over = f"{name} has {count} pages, more than the limit of {max_pages}; raise --max-pages to read it."
            raise UnreadableError("over_limit", over)
        if count < 1:
            raise UnreadableError(
                "broken", f"{name} is a PDF without pages; ask its sender for a whole copy."
            )
        mended = not raw.FPDF_DocumentHasValidCrossReferenceTable(document)
        layered = may_have_layers(data)
        pages = tuple(_page_or_nothing(document, index, layered) for index in range(count))
        if all(page.lost == NOT_LOADED for page in pages):
            raise UnreadableError(
                "broken",
                f"No page of {name} can be loaded (truncated or damaged); get the file again.",
            )
        return pages, mended


def pdf_to_notices(data: bytes, name: str, password: str | None = None) -> tuple[Problem, ...]:
    """What a PDF holds beside its pages that is not read: attached files, a form of XFA.

    Raises:
        UnreadableError: encrypted or broken.
    """
    with _opened(data, name, password) as document:
        return tuple(document_to_notices(document, data))


@contextmanager
def _opened(data: bytes, name: str, password: str | None) -> Iterator[Any]:
    global _started
    if not _started:
        raw.FPDF_InitLibrary()
        _started = True
    document = raw.FPDF_LoadMemDocument64(data, len(data), password.encode() if password else None)
    if not document:
        raise _refusal(raw.FPDF_GetLastError(), name, password)
    try:
        yield document
    finally:
        raw.FPDF_CloseDocument(document)


def _refusal(error: int, name: str, password: str | None) -> UnreadableError:
    if error == raw.FPDF_ERR_PASSWORD:
        need = (
            "the password given does not open it"
            if password
            else "it is encrypted and needs a password"
        )
        return UnreadableError(
            "encrypted", f"{name} cannot be read: {need}; give the right one with --password-file."
        )
    if error == raw.FPDF_ERR_SECURITY:
        return UnreadableError(
            "encrypted",
            f"{name} is encrypted in a way that cannot be opened; save it without protection.",
        )
    return UnreadableError(
        "broken", f"{name} is no whole PDF (truncated or damaged); get it again from where it came."
    )


def _page_or_nothing(document: Any, index: int, layered: bool) -> Page:
    """A page; one that cannot be loaded, or that reading fails on, costs itself alone."""
    faults = Faults()
    lost = Lost("page", Place(index + 1))
    page = faults.spare(lost, _page_of, document, index, layered, instead=None)
    if page is not None:
        return page
    if not faults.problems:
        return lost_page(index + 1, NOT_LOADED)
    cause = dict(faults.problems[0].words)["cause"]
    return lost_page(index + 1, faults.problems[0].code, cause)


def lost_page(number: int, code: str, cause: str = "") -> Page:
    """A page of which nothing could be read: without a glyph, of the size of the sheet.

    >>> lost_page(3, NOT_LOADED).lost
    'page_not_loaded'
    """
    none, whole = np.zeros(0, np.float32), np.zeros(0, np.int32)
    boxes = np.zeros((0, 4), np.float32)
    glyphs = Glyphs(whole, none, none, none, none, none, none, whole, whole)
    rulings = Rulings(none, none, none, none, none)
    return Page(number, *A4, glyphs, rulings, (), boxes, boxes, lost=code, cause=cause)


def _page_of(document: Any, index: int, layered: bool) -> Page | None:
    page = raw.FPDF_LoadPage(document, index)
    if not page:
        return None
    page, unpainted = page_with_notes(document, page, index)
    text_page = raw.FPDFText_LoadPage(page)
    try:
        return replace(_columns(page, text_page, index + 1, layered), unpainted=unpainted)
    finally:
        raw.FPDFText_ClosePage(text_page)
        raw.FPDF_ClosePage(page)


def _columns(page: Any, text_page: Any, number: int, layered: bool) -> Page:
    frame = _frame(page)
    glyphs, fonts, owner = text_page_to_glyphs(
        address_of(text_page), max(raw.FPDFText_CountChars(text_page), 0), frame
    )
    shown, texts, layers = page_to_painted(
        address_of(page), max(raw.FPDFPage_CountObjects(page), 0), frame
    )
    owners = [owner]
    # keeps the order of the page's content
    lost = np.setdiff1d(texts, np.unique(owner), assume_unique=True)
    inked = objects_with_ink(lost)
    blanks, lost = lost[~inked], lost[inked]
    if len(blanks):
        glyphs, fonts = glyphs_after(glyphs, fonts, *objects_to_blanks(blanks.tolist(), frame))
        owners.append(blanks)
    for _ in range(MOST_PASSES if len(lost) else 0):
        with _without(page, layers, np.setdiff1d(texts, lost)):
            more, names, owner = _text_again(page, frame)
        glyphs, fonts = glyphs_after(glyphs, fonts, more, names)
        owners.append(owner)
        lost = np.setdiff1d(lost, np.unique(owner), assume_unique=True)
        if not len(owner) or not len(lost):
            break
    rulings, fills, images, paths, drawn, colours = shown
    unseen = page_to_unseen(page, layers, glyphs, np.concatenate(owners), frame, layered)
    return Page(
        number,
        *frame.size,
        glyphs,
        rulings,
        fonts,
        fills,
        images,
        paths,
        drawn,
        unseen=unseen,
        colours=colours,
    )


@contextmanager
def _without(page: Any, layers: list[Layer], seen: npt.NDArray[np.int64]) -> Iterator[None]:
    """The page without the text that PDFium gave (`seen`, and all that stands in forms), so that
    what it passed over can be read. To be inactive is not enough for `seen`: the next one would be
    its shadow.

    PDFium drops a text object that looks like the one before it, a shadow. It compares character
    codes, not fonts, and forgets that the text matrix scales the size: with Hancom's 0.12 it takes
    a date for the shadow of the same date one row higher, and “市” for the bracket before it, which
    has the same code in another Type3 font. Real shadows are told apart by layout.
    """
    taken = np.flatnonzero(np.isin(layers[0].objects, seen)).tolist()
    items = [ctypes.cast(int(h), raw.FPDF_PAGEOBJECT) for h in layers[0].objects[taken]]
    in_forms = np.concatenate([np.zeros(0, np.int64), *(layer.texts for layer in layers[1:])])
    set_all_active(in_forms, False)
    gone = [raw.FPDFPage_RemoveObject(page, item) for item in items]
    try:
        yield
    finally:
        for index, item, out in zip(taken, items, gone, strict=True):
            if out:
                raw.FPDFPage_InsertObjectAtIndex(page, item, index)
        set_all_active(in_forms, True)


def _text_again(page: Any, frame: Frame) -> tuple[Glyphs, tuple[str, ...], npt.NDArray[np.int64]]:
    """What PDFium reads on the page as it is now."""
    text_page = raw.FPDFText_LoadPage(page)
    try:
        return text_page_to_glyphs(
            address_of(text_page), max(raw.FPDFText_CountChars(text_page), 0), frame
        )
    finally:
        raw.FPDFText_ClosePage(text_page)


def _frame(page: Any) -> Frame:
    """The visible box (crop box inside media box) and the page's rotation."""
    box = raw.FS_RECTF()
    raw.FPDF_GetPageBoundingBox(page, ctypes.byref(box))
    return Frame(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(page) * 90)
