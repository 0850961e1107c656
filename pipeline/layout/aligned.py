"""Tables without vertical rules: columns by the white between them, rows by the white under them,
or by rules where there are some.

Running text must never become a table, so a place is a table only on evidence: two header words
side by side (과제 | 단위사업 | 추진현황), three or more columns that keep apart over several lines,
or rules over and under every row.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

import numpy as np

from pipeline.layout.gutters import (
    APART,
    NARROWEST,
    Ink,
    Segments,
    Tracks,
    ink_to_segments,
    is_leader,
)
from pipeline.layout.headers import YEAR
from pipeline.lexicon import ends_in
from pipeline.lexicon.headers import known_heads
from pipeline.pattern import lazy_pattern
from pipeline.text import numbering_at

# em of white between two lines of one table; a cell's inset and a row's spare height stay below
FAR = 2.6
FARTHEST = 5.0  # em of white inside one table, over lines in the same columns
BEFORE = 30  # lines of the columns above
MOST_SPANNING = 2  # full-width lines in a row (an area's name, wrapped)
ROW_WHITE = 1.3  # em of white between two rows, of which one line each is left at a table's end
BESIDE = 0.1  # of its height that a line shares with one beside it
ALIKE = 0.75  # of the height of the other, at least: a raised number is smaller
SAME_START = 0.7  # pt
ALIGNED = 1  # line that begins at the same place
LEAST_WORDED = 2  # lines of several columns, the header one of them
LARGER = 1.15  # times the height of a header's letters
IN_BRACKETS = lazy_pattern(r"[(\[（][^()\[\]（）]{0,60}[)\]）]")

Gutters = list[tuple[float, float]]


@dataclass(slots=True, eq=False)
class Band:
    """Lines first..last (inclusive) of a page that keep `gutters` free, but for the lines in
    `spanning`.
    """

    first: int
    last: int
    gutters: Gutters
    spanning: set[int]
    strong: int
    worded: bool


def segment_text(ink: Ink, segments: Segments, i: int) -> str:
    codes = ink.code[segments.first[i] : segments.first[i] + segments.count[i]]
    return "".join(map(chr, codes.tolist()))


class Lines:
    """A page's loose ink line by line: which segments each line has, and where it stands."""

    def __init__(self, ink: Ink) -> None:
        self.ink = ink
        self.segments = ink_to_segments(ink)
        count = int(ink.row[-1]) + 1
        self.starts = np.searchsorted(self.segments.row, np.arange(count + 1)).tolist()
        at = np.searchsorted(ink.row, np.arange(count))
        self.top = np.minimum.reduceat(ink.top, at).tolist()
        self.bottom = np.maximum.reduceat(ink.bottom, at).tolist()
        self.left = np.minimum.reduceat(ink.x0, at).tolist()
        self.right = np.maximum.reduceat(ink.x1, at).tolist()
        self.x0, self.x1 = self.segments.x0.tolist(), self.segments.x1.tolist()
        fine = ink_to_segments(ink, NARROWEST)
        self.fine_starts = np.searchsorted(fine.row, np.arange(count + 1)).tolist()
        self.fine = list(zip(fine.x0.tolist(), fine.x1.tolist(), strict=True))

    def __len__(self) -> int:
        return len(self.top)

    def parts(self, line: int) -> range:
        return range(self.starts[line], self.starts[line + 1])

    def spans(self, line: int) -> list[tuple[float, float]]:
        """Its stretches of ink, parted at every white that could be a gutter."""
        return self.fine[self.fine_starts[line] : self.fine_starts[line + 1]]

    def is_strong(self, line: int) -> bool:
        """Two or more segments, none of them dot leaders."""
        own = self.parts(line)
        if len(own) < 2:
            return False
        s, code = self.segments, self.ink.code
        return not any(is_leader(code[s.first[i] : s.first[i] + s.count[i]]) for i in own)

    def header_words(self, line: int) -> int:
        """How many of its segments are words that head columns, years beside such a word too."""
        texts = line_words(self, line)
        heads = sum(map(_is_head, texts))
        return heads + (sum(YEAR.fullmatch(text) is not None for text in texts) if heads else 0)

    def strip(self, line: int) -> range:
        """The lines from one on that reach into one another's height: what stands in the middle of
        its row stands beside two lines of another cell.
        """
        return range(line, self.strip_ends[line])

    @cached_property
    def strip_ends(self) -> list[int]:
        """By line, the first one below that does not reach up into the one before it."""
        ends = [len(self)] * len(self)
        for line in range(len(self) - 2, -1, -1):
            ends[line] = ends[line + 1] if self._reaches(line + 1) else line + 1
        return ends

    def _reaches(self, line: int) -> bool:
        """Whether a line reaches up into the height of the one before, and they stand side by side:
        no ink of one is over ink of the other, and neither is a raised number.
        """
        high, above = self.bottom[line] - self.top[line], self.bottom[line - 1] - self.top[line - 1]
        shared = self.bottom[line - 1] - self.top[line]
        if shared <= BESIDE * high or min(high, above) <= ALIKE * max(high, above):
            return False
        own = sorted((self.x0[i], self.x1[i]) for k in (line - 1, line) for i in self.parts(k))
        return all(a[1] <= b[0] for a, b in pairwise(own))

    def clusters(self, strip: range) -> Gutters:
        """Where a strip has ink, from left to right, whichever of its lines."""
        found: Gutters = []
        for x0, x1 in sorted((self.x0[i], self.x1[i]) for k in strip for i in self.parts(k)):
            if found and x0 < found[-1][1] + APART * self.ink.em:
                found[-1] = found[-1][0], max(x1, found[-1][1])
            else:
                found.append((x0, x1))
        return found

    def gaps(self, line: int) -> Gutters:
        own = self.parts(line)
        return [(self.x1[i], self.x0[i + 1]) for i in list(own)[:-1]]


def lines_to_bands(lines: Lines) -> list[Band]:
    """The stretches of lines that are tables, top down."""
    bands: list[Band] = []
    at = 0
    while at < len(lines):
        band = None
        if lines.is_strong(at):
            worded = lines.header_words(at) >= 2
            if worded or len(lines.parts(at)) >= 3:
                band = _grow(lines, at, lines.gaps(at), worded)
        if band is None:
            at += 1
        else:
            own = split_at_headers(lines, band)
            bands += own
            at = own[-1].last + 1
    return bands


def split_at_headers(lines: Lines, band: Band) -> list[Band]:
    """The band cut before each header in it: another table of the same columns, whose heading,
    alone on its line, stands between the two."""
    found, start = [], band.first
    for line in [*_headers_within(lines, band), band.last + 1]:
        end = line - 1
        if line <= band.last:
            end = next((i for i in range(end, start, -1) if not is_heading(lines, i, start)), start)
        strong = sum(len(lines.parts(i)) > 1 for i in range(start, end + 1))
        spanning = {i for i in band.spanning if start <= i <= end}
        found.append(
            Band(start, end, band.gutters, spanning, strong, band.worded or start > band.first)
        )
        start = line
    return found


def _headers_within(lines: Lines, band: Band) -> Iterator[int]:
    """The lines of a band, but for its first, that are headers."""
    inner = range(band.first + 1, band.last + 1)
    yield from (i for i in inner if _heads_anew(lines, i, band.first))


def _heads_anew(lines: Lines, line: int, first: int) -> bool:
    """A header under a heading."""
    known = lines.header_words(line)
    return known > 1 and known * 2 > len(lines.parts(line)) and is_heading(lines, line - 1, first)


def _is_head(text: str) -> bool:
    bare = IN_BRACKETS.sub("", text)
    return bool({text, bare} & known_heads()) or ends_in(text, "programme_stem")


def line_words(lines: Lines, line: int) -> tuple[str, ...]:
    """The words of a line, segment by segment."""
    return tuple(segment_text(lines.ink, lines.segments, i) for i in lines.parts(line))


def _closes(lines: Lines, line: int, header: int) -> bool:
    """Text in larger letters, alone on its line: it stands under the table, whatever follows."""
    if len(lines.parts(line)) != 1:
        return False
    return bool(
        lines.bottom[line] - lines.top[line] > LARGER * (lines.bottom[header] - lines.top[header])
    )


def is_heading(lines: Lines, line: int, header: int) -> bool:
    """Alone at the left of its line, in larger letters or further out than the cells, or with a
    number.
    """
    if len(lines.parts(line)) != 1:
        return False
    larger = lines.bottom[line] - lines.top[line] > LARGER * (
        lines.bottom[header] - lines.top[header]
    )
    text = line_words(lines, line)[0]
    out = lines.left[line] < lines.left[header] - 1
    return lines.left[line] < lines.left[header] + 1 and (
        larger or out or numbering_at(text) is not None
    )


def _grow(lines: Lines, start: int, gutters: Gutters, worded: bool) -> Band | None:
    """The longest stretch from `start` whose lines leave the gutters free; None where it is no
    table.
    """
    em = lines.ink.em
    tracks = Tracks.of(gutters)
    last_sure, strong, filled = start - 1, 0, 0
    line = start
    while line < len(lines) and not _ends_before(lines, line, start, tracks):
        parts = lines.parts(line)
        left = _left_by(lines, line, tracks)
        crossed = left.count(None)
        if crossed and len(parts) == 1 and not _in_column(lines, line, start, tracks):
            if not _spans(lines, line, start, tracks):
                break
        elif crossed * 2 > len(left) and len(parts) > 1:
            break
        elif len(parts) > 1:
            tracks.take(left)
            last_sure, strong, filled = line, strong + 1, filled + len(parts)
        line += 1
    kept = tracks.lasting()
    last = _trailing(lines, last_sure, line, kept, em)
    enough = strong >= LEAST_WORDED if worded else _is_tabular(len(kept) + 1, strong, filled)
    if not kept or not enough:
        return None
    return Band(start, last, kept, _spanning(lines, start, last, kept), strong, worded)


def _ends_before(lines: Lines, line: int, start: int, tracks: Tracks) -> bool:
    """Wide white, or text in larger letters, before or on a line."""
    return line > start and (_is_far(lines, line, start, tracks) or _closes(lines, line, start))


def _spanning(lines: Lines, start: int, last: int, gutters: Gutters) -> set[int]:
    """The lines of one stretch that close a gutter."""
    tracks, least = Tracks.of(gutters), NARROWEST * lines.ink.em
    single = [i for i in range(start, last + 1) if len(lines.parts(i)) == 1]
    return {i for i in single if None in tracks.after([(lines.left[i], lines.right[i])], least)}


def _is_far(lines: Lines, line: int, start: int, tracks: Tracks) -> bool:
    """Too much white over a line for one table; over lines in the same columns more is none: a
    group's last row has blank ones below it.
    """
    white, em = lines.top[line] - lines.bottom[line - 1], lines.ink.em
    if white <= FAR * em:
        return False
    return white > FARTHEST * em or not _goes_on(lines, line, start, tracks)


def _goes_on(lines: Lines, line: int, start: int, tracks: Tracks) -> bool:
    """Whether a line, or the one behind a name, has several cells that end or begin where those of
    the lines above do, and crosses no gutter.
    """
    row = next((i for i in range(line, _after_names(lines, line)) if len(lines.parts(i)) > 1), None)
    if row is None or lines.header_words(row) > 1 or None in _left_by(lines, row, tracks):
        return False
    above = range(lines.starts[max(start, line - BEFORE)], lines.starts[line])
    same = _standing(lines, row, above)
    return same > 1 and same * 2 > len(lines.parts(row))


def _standing(lines: Lines, row: int, above: range) -> int:
    """How many cells of a row begin or end where one of the segments above does."""
    starts, ends = sorted(lines.x0[i] for i in above), sorted(lines.x1[i] for i in above)
    return sum(
        _is_near(starts, lines.x0[i]) or _is_near(ends, lines.x1[i]) for i in lines.parts(row)
    )


def _after_names(lines: Lines, line: int) -> int:
    """The first line that cannot be of the row that names begin at a line, if they do."""
    after = line + 1
    while (
        after < min(line + 1 + MOST_SPANNING, len(lines))
        and lines.top[after] - lines.bottom[after - 1] <= FAR * lines.ink.em
    ):
        after += 1
    return after


def _is_near(places: list[float], x: float) -> bool:
    """Whether one of the places, sorted, is x."""
    k = bisect_left(places, x - SAME_START)
    return k < len(places) and places[k] < x + SAME_START


def _left_by(lines: Lines, line: int, tracks: Tracks) -> list[tuple[float, float] | None]:
    """What a line leaves of the gutters. One that a line of several columns closes stays open,
    unnarrowed, where a blank's width of white is left in it: a label that fills its column leaves
    no more."""
    least = NARROWEST * lines.ink.em
    parts = lines.parts(line)
    wide = tracks.after([(lines.x0[i], lines.x1[i]) for i in parts], least)
    if len(parts) == 1 or None not in wide:
        return wide
    fine = tracks.after(lines.spans(line), least)
    return [w or (free if f else None) for w, f, free in zip(wide, fine, tracks.free, strict=True)]


def _in_column(lines: Lines, line: int, start: int, tracks: Tracks) -> bool:
    """A line that begins where others of the table did, behind its first column: the text of a cell
    of several lines, beside which the other columns have one centred line each, so that no line of
    two columns tells where it stands."""
    x0 = lines.left[line]
    same = sum(
        any(abs(lines.x0[i] - x0) < SAME_START for i in lines.parts(k)) for k in range(start, line)
    )
    return same >= ALIGNED and x0 > tracks.free[0][0]


def _spans(lines: Lines, line: int, start: int, tracks: Tracks) -> bool:
    """A line over the columns that belongs to the table: at its left edge, and a line with the same
    columns follows soon.
    """
    em = lines.ink.em
    left = min(lines.left[start:line], default=lines.left[line])
    if abs(lines.left[line] - left) > 2 * em and lines.left[line] > tracks.free[0][0]:
        return False
    for after in range(line + 1, min(line + 1 + MOST_SPANNING, len(lines))):
        if lines.top[after] - lines.bottom[after - 1] > FAR * em:
            return False
        parts = lines.parts(after)
        if len(parts) > 1:
            return tracks.after(lines.spans(after), NARROWEST * em).count(None) * 3 <= len(
                tracks.free
            )
    return False


def _trailing(lines: Lines, sure: int, end: int, gutters: Gutters, em: float) -> int:
    """The last line: after the last one with two columns only wraps follow, close under one another
    and not in the first column.
    """
    last = sure
    while last + 1 < end:
        gap = lines.top[last + 1] - lines.bottom[last]
        if (
            gap > 0.55 * em
            or not gutters
            or (lines.left[last + 1] < gutters[0][0] and gap > 0.3 * em)
        ):
            break
        last += 1
    return _centred_rows(lines, last, end, gutters, em)


def _centred_rows(lines: Lines, last: int, end: int, gutters: Gutters, em: float) -> int:
    """The last line with the rows of one cell a line that follow: a title centred beside its two
    lines of text stands on none of them, so no line has two columns, but the lines reach into one
    another's height."""
    while last + 1 < end and gutters and lines.top[last + 1] - lines.bottom[last] < ROW_WHITE * em:
        after, columns = last + 1, set[int]()
        bottom = lines.bottom[after]
        while after < end and (after == last + 1 or lines.top[after] < bottom - 0.1):
            if any(lines.left[after] < a and lines.right[after] > b for a, b in gutters):
                return last
            columns.add(sum(lines.left[after] > a for a, _ in gutters))
            bottom = max(bottom, lines.bottom[after])
            after += 1
        if len(columns) < 2:
            break
        last = after - 1
    return last


def _is_tabular(columns: int, strong: int, filled: int) -> bool:
    """Three columns over three lines, four over two, most of them filled."""
    return (
        columns >= 3
        and strong >= 3 + (columns < 4) - (columns > 4)
        and filled >= 0.6 * strong * columns
    )
