"""Layout: a Document to Blocks, through one of three doors. Behind them nobody can tell which one
the data came through.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.faults import Faults, Lost
from pipeline.model import Blocks, Document

__all__ = ["lay_out"]


def lay_out(document: Document) -> Blocks:
    """Lines, paragraphs and tables of a document: by geometry where it has pages, by marks and
    blank lines where it is text, as the file has them where it keeps them.
    """
    faults = Faults()
    blocks = faults.spare(Lost("layout"), _lay_out, document, instead=None)
    if blocks is not None:
        return blocks
    from pipeline.layout.bare import document_to_bare_blocks

    return replace(document_to_bare_blocks(document), problems=tuple(faults.problems))


def _lay_out(document: Document) -> Blocks | None:
    if document.kept is not None:
        from pipeline.layout.kept import lay_out_kept

        return lay_out_kept(document.kept)
    if document.pages:
        from pipeline.layout.geometry import lay_out_pages

        return lay_out_pages(document)
    from pipeline.layout.flattened import lay_out_text

    return lay_out_text(document)
