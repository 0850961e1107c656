"""What is left of a page whose layout failed: its lines, of which nothing is made, so that they are
unread and not gone.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from pipeline.faults import FAULT, Lost
from pipeline.layout.draft import DraftLine
from pipeline.layout.kept import kept_to_bare_lines
from pipeline.layout.order import Block
from pipeline.layout.sheets import Sheet, cell_to_lines
from pipeline.model import Blocks, Box, Document, Glyphs, Line, Page, Place

SAME_LINE = 1.0  # pt between the baselines of glyphs that follow one another in one line
LAST_CODE = 0x10FFFF


def page_lost(page: Page) -> Lost:
    """A page as what a fault costs."""
    return Lost("page", Place(page.number))


def sheet_lost(sheet: Sheet) -> Lost:
    """A page as what a fault costs."""
    return Lost("page", Place(sheet.number))


def page_to_bare_sheet(page: Page) -> Sheet:
    """A page with its lines alone."""
    lines = list(page_to_bare_lines(page))
    return Sheet(page.number, page.width, page.height, FAULT, loose=lines)


def page_to_bare_lines(page: Page) -> Iterator[DraftLine]:
    """The glyphs of a page in the order of its content, cut where the baseline changes."""
    glyphs = page.glyphs
    if not len(glyphs):
        return
    new_line = np.abs(np.diff(glyphs.baseline)) > SAME_LINE
    for own in np.split(np.arange(len(glyphs)), np.flatnonzero(new_line) + 1):
        edges = np.stack([c[own] for c in (glyphs.x0, glyphs.top, glyphs.x1, glyphs.bottom)], 1)
        (x0, top), (x1, bottom) = edges[:, :2].min(axis=0), edges[:, 2:].max(axis=0)
        first = own[0]
        yield DraftLine(
            page.number,
            glyphs_to_text(glyphs, own),
            edges.astype(np.float32),
            own,
            float(glyphs.baseline[first]),
            float(glyphs.size[first]),
            int(glyphs.font[first]),
            True,
            Box(float(x0), float(top), float(x1), float(bottom)),
        )


def glyphs_to_text(glyphs: Glyphs, own: np.ndarray[tuple[int], np.dtype[np.int64]]) -> str:
    """The characters of some glyphs; one that is no code point is U+FFFD."""
    codes = glyphs.code[own].tolist()
    return "".join(chr(c) if 0 < c <= LAST_CODE else "\ufffd" for c in codes)


def sheet_to_asides(sheet: Sheet) -> list[Block]:
    """Every line of a page whose order cannot be told, as nothing that text is made of."""
    lines = [*sheet.loose, *sheet.furniture, *sheet.captions]
    lines += [line for frame in sheet.frames for line in frame.lines]
    lines += [line for t in sheet.tables for cell in t.cells for line in cell_to_lines(cell)]
    return [Block("aside", sheet.number, 0.0, 0.0, lines)]


def document_to_bare_blocks(document: Document) -> Blocks:
    """All lines of a document whose layout failed as a whole."""
    lines: list[Line] = []
    for page in document.pages:
        for draft in page_to_bare_lines(page):
            lines.append(Line(len(lines) + 1, page.number, draft.text, draft.edges))
    for text in document.text_lines:
        lines.append(Line(len(lines) + 1, text.page, text.text))
    if document.kept is not None:
        lines += kept_to_bare_lines(document.kept)
    pages = max((line.page or 0 for line in lines), default=len(document.pages))
    return Blocks(tuple(lines), (), (), (), pages or None)
