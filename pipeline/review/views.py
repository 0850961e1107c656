"""What is cut out of which page: the statement with its operands, and the header row over it."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.model import Box
from pipeline.review.findings import Figure, Finding, Published
from pipeline.run.pointing import row_to_box

AROUND = 14.0  # pt of page around what is boxed
LEAST_WIDE, LEAST_HIGH = 400.0, 64.0  # pt of a cut-out
MOST_PAGES = 4  # pages shown of one finding


@dataclass(frozen=True, slots=True)
class Strip:
    """The header rows of a table: a part of a page in points."""

    page: int
    part: Box


@dataclass(frozen=True, slots=True)
class View:
    """A part of a page in points, with boxes over it; `header`: the header rows of the statement's
    table, as wide as the view, if the view does not hold them.
    """

    page: int
    part: Box
    figures: tuple[Figure, ...]
    header: Strip | None = None


def finding_to_views(
    finding: Finding, published: Published, sizes: Mapping[int, tuple[float, float]]
) -> list[View]:
    """The cut-outs of a finding, its statement's page first; none without a drawn page. `sizes`:
    width and height of the pages that are drawn, in points.
    """
    by_page: dict[int, list[Figure]] = {}
    for figure in finding.figures:
        if figure.page in sizes and figure.box is not None:
            by_page.setdefault(figure.page or 0, []).append(figure)
    return [
        figures_to_view(page, figures, published, sizes)
        for page, figures in list(by_page.items())[:MOST_PAGES]
    ]


def figures_to_view(
    page: int,
    figures: Sequence[Figure],
    published: Published,
    sizes: Mapping[int, tuple[float, float]],
) -> View:
    """The cut-out that holds some figures of a page with the labels of their rows, and the header
    of the first one's table.
    """
    labels = (label_of(figure, published) for figure in figures)
    part = around(union([*(figure.box for figure in figures), *labels]), sizes[page])
    strips = (header_of(figure, published) for figure in figures)
    header = next((strip for strip in strips if strip is not None and strip.page in sizes), None)
    return View(page, part, tuple(figures), header and above(header, page, part, sizes))


def above(
    header: Strip, page: int, part: Box, sizes: Mapping[int, tuple[float, float]]
) -> Strip | None:
    """A header as wide as the part of a page that it is shown over, None where that holds it."""
    if header.page == page and header.part.bottom > part.top:
        return None
    end = part.top if header.page == page else sizes[header.page][1]
    top, bottom = max(header.part.top - 2, 0.0), min(header.part.bottom + 2, end)
    return Strip(header.page, Box(part.x0, top, part.x1, bottom))


def union(boxes: Iterable[Box | None]) -> Box:
    """The smallest box around all that are known.

    >>> union([Box(0, 0, 1, 1), None, Box(2, 0, 3, 4)])
    Box(x0=0, top=0, x1=3, bottom=4)
    """
    return functools.reduce(Box.union, filter(None, boxes))


def label_of(figure: Figure, published: Published) -> Box | None:
    """The leftmost cell of a figure's row on its page, None outside a table."""
    if figure.cell is None:
        return None
    number, row, _ = figure.cell
    own = (c for c in published.rows_of_cells[number, row] if c["page"] == figure.page)
    return min(filter(None, map(row_to_box, own)), default=None)


def around(box: Box, size: tuple[float, float]) -> Box:
    """A box with some page around it, wide and high enough to be read, within the page.

    >>> around(Box(300, 400, 310, 410), (595.0, 842.0))
    Box(x0=105.0, top=373.0, x1=505.0, bottom=437.0)
    """
    x0, x1 = spread(box.x0 - AROUND, box.x1 + AROUND, LEAST_WIDE, size[0])
    top, bottom = spread(box.top - AROUND, box.bottom + AROUND, LEAST_HIGH, size[1])
    return Box(x0, top, x1, bottom)


def spread(low: float, high: float, least: float, most: float) -> tuple[float, float]:
    """A stretch made at least so long and moved into 0 … most."""
    more = max(least - (high - low), 0.0) / 2
    low, high = low - more, high + more
    shift = max(-low, 0.0) - max(high - most, 0.0)
    return max(low + shift, 0.0), min(high + shift, most)


def header_of(figure: Figure, published: Published) -> Strip | None:
    """Where the header rows of a figure's table stand: on its page, else on the table's first."""
    if figure.cell is None:
        return None
    number = figure.cell[0]
    by_page: dict[int, list[Box | None]] = {}
    for row in range(published.header_rows.get(number, 0)):
        for cell in published.rows_of_cells[number, row]:
            by_page.setdefault(cell["page"], []).append(row_to_box(cell))
    by_page = {page: boxes for page, boxes in by_page.items() if any(boxes)}
    page = figure.page if figure.page in by_page else min(by_page, default=None)
    return None if page is None else Strip(page, union(by_page[page]))


def findings_to_pages(findings: Sequence[Finding], published: Published, most: int) -> list[int]:
    """The pages that findings stand on, and the headers over them: those of the heaviest ones."""
    pages: dict[int, None] = {}
    for finding in findings:
        for figure in finding.figures:
            if figure.page is not None and figure.box is not None:
                pages.setdefault(figure.page)
        header = header_of(finding.statement, published)
        if header is not None:
            pages.setdefault(header.page)
    return sorted(list(pages)[:most])
