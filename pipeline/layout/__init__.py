"""Layout: a Document to Blocks, through one of two doors. Behind them nobody can tell which one the
data came through.
"""

from __future__ import annotations

from pipeline.model import Blocks, Document

__all__ = ["lay_out"]


def lay_out(document: Document) -> Blocks:
    """Lines, paragraphs and tables of a document: by geometry where it has pages, by marks and
    blank lines where it is text.
    """
    if document.pages:
        from pipeline.layout.geometry import lay_out_pages

        return lay_out_pages(document)
    from pipeline.layout.flattened import lay_out_text

    return lay_out_text(document)
