"""A row's characters as a text layer has them to those that are seen: a syllable given as its parts
is one character with one box, and what prints nothing is none.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.layout.draft import DraftLine
from pipeline.text import SOFT_HYPHEN, is_plain, source_to_seen

# em: a soft hyphen that is a glyph is a dash of a third of an em; one that is not has no width
NO_WIDTH = 0.05


def line_as_seen(line: DraftLine) -> DraftLine:
    """The line by the characters that are seen, its own kept as `origin`; the line itself where
    these are the same.

    Source: PDFs from macOS name one syllable by its two or three conjoining letters, all in one
    box; justified web pages carry blanks of no width.
    """
    if is_plain(line.text):
        return line
    text, origin = source_to_seen(line.text, hyphens_print=_hyphens_print(line))
    if origin is None or not text:
        return line  # a row of nothing but unseen characters stays: it has a box, and is no word
    starts = np.array(origin.starts[:-1], np.int64)
    first = np.minimum(starts, len(line.text) - 1)  # a character made of another one has its box
    corners = (
        np.minimum.reduceat(line.edges[:, :2], first),
        np.maximum.reduceat(line.edges[:, 2:], first),
    )
    edges = np.concatenate(corners, axis=1)
    return replace(line, text=text, edges=edges, glyphs=line.glyphs[first], origin=origin)


def _hyphens_print(line: DraftLine) -> bool:
    """Whether the line's soft hyphens are glyphs with a width: dashes, as the reader sees them."""
    at = [k for k, c in enumerate(line.text) if c == SOFT_HYPHEN]
    return bool(at) and bool(
        (line.edges[at, 2] - line.edges[at, 0]).max() > NO_WIDTH * max(line.size, 1.0)
    )
