"""How far a table reaches: over which lines of its page, and over which pages."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import numpy as np

from pipeline.layout.captions import is_caption
from pipeline.layout.grid.headers import Header
from pipeline.layout.grid.parts import Part, crosses
from pipeline.layout.grid.tokens import Line, Loose
from pipeline.layout.grid.weights import WEIGHTS
from pipeline.text import is_total, numbering_at

LARGER = 1.15  # times the table's letters
MOST_NAMES = 2  # lines of an area's name at a page's foot
WRAP = 0.35  # em of white between two lines of one cell
FAR = 3.0  # em of white that few tables have between two rows
SPANS = 0.5  # em of a name on both sides of an edge; a full cell may reach a little over it
BESIDE = 0.6  # em from an edge at which words of a column begin
LONGEST_NAME = 80  # characters
OUTER_KINDS = frozenset({"roman", "latin_roman", "worded"})  # of numbers

Headers = dict[int, list[Header]]  # by page, top down


def header_to_parts(
    looses: Sequence[Loose],
    at: int,
    header: Header,
    headers: Headers,
    edges: list[float],
    em: float,
) -> list[Part]:
    """The parts of the table below a header of page `at`, page after page, until one does not reach
    its page's end; none where it is no table.
    """
    parts = [_part(looses[at], headers, header, header, edges, em)]
    for before, loose in zip(looses[at:], looses[at + 1 :], strict=False):
        if not _reaches_end(parts[-1]) or loose.number != before.number + 1:
            break
        again = _header_again(loose, headers[loose.number], header)
        part = _part(loose, headers, again, header, edges, em)
        if part.first == part.last and not again:
            break
        parts.append(part)
    while not _trimmed(parts[-1], edges, em) and len(parts) > 1:
        parts.pop()
    return parts if _is_table(parts, edges, em) else []


def _part(
    loose: Loose,
    headers: Headers,
    own: Header | None,
    header: Header,
    edges: list[float],
    em: float,
) -> Part:
    """What a page has of the table: from its own header, or its head, as far as its lines keep to
    the columns, no further than the next header.
    """
    start = own.last + 1 if own else 0
    stop = next_header(loose, headers[loose.number], start)
    end = _end(loose, start, stop, edges, em)
    if end == start and not own:
        return Part(loose, start, start)
    if stop < len(loose.lines):
        end = _before_heading(loose, start + bool(own), end, header, em)
    return Part(loose, start, _with_names(loose, end, stop, em), own)


def next_header(loose: Loose, headers: list[Header], line: int) -> int:
    """The first line of the first header from `line` on, or behind the page's last line."""
    k = bisect_left(headers, line, key=lambda h: h.first)
    return headers[k].first if k < len(headers) else len(loose.lines)


def _reaches_end(part: Part) -> bool:
    """Nothing but furniture stands behind it on its page."""
    loose = part.loose
    return all(i in loose.taken for i in range(part.last, len(loose.lines)))


def _before_heading(loose: Loose, start: int, end: int, header: Header, em: float) -> int:
    """The end, from `start` on, without the lines that lead to the header of the next table: alone
    at the left of their line, further out, in larger letters or with a number; and captions.
    """
    while end > start and _leads(loose, end - 1, header, em):
        end -= 1
    return end


def _leads(loose: Loose, i: int, header: Header, em: float) -> bool:
    line, above = loose.lines[i], loose.lines[max(i - 1, 0)]
    if len(line.pieces) != 1:
        return False
    number = numbering_at(line.text)
    wraps = line.top - above.bottom < WRAP * em and len(above.pieces) > 1
    if wraps and (number is None or number.kind not in OUTER_KINDS):
        return False
    first = header.columns[0]
    heads = line.x0 < first.x0 - 1 or line.size > LARGER * em or number is not None
    return (heads and line.x0 < first.x1) or is_caption(line.text)


def _with_names(loose: Loose, end: int, stop: int, em: float) -> int:
    """The end with the names of areas behind it, where nothing else stands on the page: their rows
    may be on the next one.
    """
    if stop < len(loose.lines):
        return end
    rest = [loose.lines[i] for i in range(end, stop) if i not in loose.taken]
    names = all(len(line.pieces) == 1 and line.size < LARGER * em for line in rest)
    return stop if len(rest) <= MOST_NAMES and names else end


def _header_again(loose: Loose, headers: list[Header], first: Header) -> Header | None:
    """The table's header printed again at a page's head: nothing but captions stands over it."""
    if not headers or headers[0].words != first.words:
        return None
    over = [loose.lines[i] for i in range(headers[0].first) if i not in loose.taken]
    return headers[0] if all(is_caption(line.text) for line in over) else None


def _end(loose: Loose, start: int, stop: int, edges: list[float], em: float) -> int:
    """Behind the last line of the stretch from `start` whose lines fit best together."""
    best, total, end = 0.0, 0.0, start
    before: Line | None = None
    for i in range(start, stop):
        if i in loose.taken:
            continue
        line = loose.lines[i]
        far = before is not None and line.top - before.bottom > FAR * em
        total += line_to_fit(line, edges, em) - 2.0 * far
        if total > best:
            best, end = total, i + 1
        if total < best - WEIGHTS.patience:
            break
        before = line
    return end


def line_to_fit(line: Line, edges: Sequence[float], em: float) -> float:
    """How well a line keeps to the columns."""
    if line.size > LARGER * em and len(line.pieces) == 1:
        return 1.5 * WEIGHTS.crosses_much
    crossed = sum(crosses(w.x0, w.x1, edges, em) for w in line.words)
    if crossed and not is_total(line.pieces[0].text):
        single = len(line.pieces) == 1 or crossed * 2 <= len(line.words)
        return WEIGHTS.crosses if single else WEIGHTS.crosses_much
    cols = {int(np.searchsorted(edges, (w.x0 + w.x1) / 2)) for w in line.words}
    return WEIGHTS.fits if len(cols) > 1 else WEIGHTS.fits_one


def is_spanning(line: Line, edges: Sequence[float], em: float) -> bool:
    """One stretch of words that no column begins in: a name over the columns."""
    if len(line.pieces) != 1 or len(line.text) > LONGEST_NAME:
        return False
    piece = line.pieces[0]
    over = [e for e in edges if piece.x0 < e - SPANS * em and piece.x1 > e + SPANS * em]
    return any(not any(abs(w.x0 - e) < BESIDE * em for w in line.words) for e in over)


def _trimmed(part: Part, edges: list[float], em: float) -> bool:
    """The last part without the names at its end that no row follows; whether any line is left."""
    while part.last > part.first:
        i = part.last - 1
        line = part.loose.lines[i]
        name = len(line.pieces) == 1 and line_to_fit(line, edges, em) < 0
        if i not in part.loose.taken and not name:
            return True
        part.last = i
    return False


def _is_table(parts: Sequence[Part], edges: Sequence[float], em: float) -> bool:
    """Lines in two columns at least, and two lines."""
    cols: set[int] = set()
    count = 0
    for part in parts:
        for line in part.lines():
            if not is_spanning(line, edges, em):
                count += 1
                cols |= {int(np.searchsorted(edges, (w.x0 + w.x1) / 2)) for w in line.words}
    return len(cols) > 1 and count > 1
