"""Text that a reader of the printed page does not see: set apart before anything is made of a page,
kept as lines, and named.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from pipeline.layout.draft import DraftLine
from pipeline.layout.lines import glyphs_to_lines_by_region
from pipeline.lexicon import words
from pipeline.model import UNSEEN, Box, Glyphs, Page, Place, Problem

RECOGNISED = 30  # letters behind a scan from which they count as its recognised text


def pages_to_seen_and_hidden(pages: Sequence[Page]) -> tuple[list[Page], dict[int, Page]]:
    """The pages with the glyphs that are seen (most come back as they are), and by number the pages
    of the glyphs that are not.
    """
    seen, hidden = [], {}
    for page in pages:
        if page.unseen.any():
            hidden[page.number] = _with_glyphs(page, page.unseen > 0)
            page = _with_glyphs(page, page.unseen == 0)
        seen.append(page)
    return seen, hidden


def _with_glyphs(page: Page, kept: npt.NDArray[np.bool_]) -> Page:
    glyphs = Glyphs(*(getattr(page.glyphs, f.name)[kept] for f in fields(Glyphs)))
    return replace(page, glyphs=glyphs, unseen=page.unseen[kept])


def page_to_hidden_lines(page: Page) -> list[DraftLine]:
    """The lines of a page of hidden glyphs, those printed over one another too."""
    regions: npt.NDArray[Any] = np.zeros(len(page.glyphs), np.int64)
    found = glyphs_to_lines_by_region(page, regions)
    return [line for region in sorted(found, reverse=True) for line in found[region]]


def pages_to_hidden_problems(hidden: Mapping[int, Page]) -> list[Problem]:
    """One warning a page: how many characters nobody sees there, and why."""
    return [problem for page in hidden.values() if (problem := _page_to_problem(page)) is not None]


def _page_to_problem(page: Page) -> Problem | None:
    printed = page.glyphs.code != 0x20
    kinds = Counter(UNSEEN[k - 1] for k in page.unseen[printed].tolist())
    if not kinds:
        return None
    named = words("hidden")
    told = (
        ("page", str(page.number)),
        ("characters", str(kinds.total())),
        ("kinds_ko", ", ".join(named[kind]["ko"] for kind in UNSEEN if kind in kinds)),
        ("kinds", ", ".join(named[kind]["en"] for kind in UNSEEN if kind in kinds)),
    )
    return Problem("hidden_text", Place(page.number, box=_box_on_page(page)), words=told)


def _box_on_page(page: Page) -> Box | None:
    """The box round hidden glyphs as far as it lies on the page; None where none of it does."""
    g = page.glyphs
    x0, top = max(float(g.x0.min()), 0.0), max(float(g.top.min()), 0.0)
    x1, bottom = min(float(g.x1.max()), page.width), min(float(g.bottom.max()), page.height)
    return Box(x0, top, x1, bottom) if x0 < x1 and top < bottom else None


def scan_to_kind(kind: str | None, hidden: Page | None) -> str | None:
    """What a page without seen text is called: a scan that has its recognised text behind it is
    named as such.

    >>> scan_to_kind("page_scan", None), scan_to_kind(None, None)
    ('page_scan', None)
    """
    if kind not in ("page_scan", "page_image_strips") or hidden is None:
        return kind
    return "page_ocr_layer" if int((hidden.glyphs.code != 0x20).sum()) >= RECOGNISED else kind
