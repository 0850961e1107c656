"""Tables without vertical rules: columns by the white between them, rows by the white under them,
or by rules where there are some.

Running text must never become a table, so a place is a table only on evidence: two header words
side by side (과제 | 단위사업 | 추진현황), three or more columns that keep apart over several lines,
rules over and under every row, or the columns of a table that the page before left unfinished.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.layout.gutters import NARROWEST, Ink, Segments, Tracks, ink_to_segments, is_leader
from pipeline.lexicon import ends_in
from pipeline.lexicon.headers import known_heads
from pipeline.pattern import lazy_pattern
from pipeline.text import numbering_at

# em of white between two lines of one table; a cell's inset and a row's spare height stay below
FAR = 2.6
MOST_SPANNING = 2  # full-width lines in a row (an area's name, wrapped)
ROW_WHITE = 1.3  # em of white between two rows, of which one line each is left at a table's end
WRAP = 0.35  # em of white between two lines of one cell
SKIPPED = 3  # lines
SAME_START = 0.7  # pt
ALIGNED = 1  # line that begins at the same place
# lines from a page's head on in which a repeated header stands, whose own white tells its columns
LATEST_HEADER = 6
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
    seeded: bool = False
    follows: bool = (
        False  # the page before ended with such a table, this is the first one of its page
    )


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
        """How many of its segments are words that head columns."""
        found = 0
        for i in self.parts(line):
            text = segment_text(self.ink, self.segments, i)
            found += (
                text in known_heads()
                or IN_BRACKETS.sub("", text) in known_heads()
                or ends_in(text, "programme_stem")
            )
        return found

    def gaps(self, line: int) -> Gutters:
        own = self.parts(line)
        return [(self.x1[i], self.x0[i + 1]) for i in list(own)[:-1]]


def lines_to_bands(lines: Lines, seed: Gutters | None = None) -> list[Band]:
    """The stretches of lines that are tables, top down. `seed`: gutters that the page before left
    open at its foot.
    """
    bands: list[Band] = []
    at = 0
    if seed and len(lines) and not _heads_page(lines):
        for start in range(min(SKIPPED, len(lines))):  # a running head may stand over it
            band = _grow(lines, start, seed, worded=True, least=1)
            if band is not None and _fits(lines, band, seed):
                band.seeded = True
                bands.append(band)
                at = band.last + 1
                break
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


def _heads_page(lines: Lines) -> bool:
    """Whether the page's first table has a header: one stands among the first lines, and no heading
    in larger letters before it.
    """
    head = next(
        (i for i in range(min(LATEST_HEADER, len(lines))) if lines.header_words(i) >= 2), None
    )
    return head is not None and not any(_closes(lines, i, head) for i in range(1, head))


def split_at_headers(lines: Lines, band: Band) -> list[Band]:
    """The band cut before each line that says its header again: another table of the same columns,
    whose heading, alone on its line, stands between the two."""
    title = line_words(lines, band.first) if band.worded else ()
    found, start = [], band.first
    for line in [
        *(
            i
            for i in range(band.first + 1, band.last + 1)
            if _heads_anew(lines, i, band.first, title)
        ),
        band.last + 1,
    ]:
        end = line - 1
        while (
            line <= band.last
            and end > start
            and is_heading(lines, end, start)
            and not _is_wrap(lines, end)
        ):
            end -= 1
        strong = sum(len(lines.parts(i)) > 1 for i in range(start, end + 1))
        spanning = {i for i in band.spanning if start <= i <= end}
        found.append(
            Band(start, end, band.gutters, spanning, strong, band.worded or start > band.first)
        )
        start = line
    return found


def _heads_anew(lines: Lines, line: int, first: int, title: tuple[str, ...]) -> bool:
    """The same header again, or any header under a heading."""
    known = lines.header_words(line)
    return line_words(lines, line) == title or (
        known > 1 and known * 2 > len(lines.parts(line)) and is_heading(lines, line - 1, first)
    )


def _is_wrap(lines: Lines, line: int) -> bool:
    """Right below a line of cells, and far from the header that follows: the end of a title."""
    white = lines.top[line] - lines.bottom[line - 1]
    return bool(
        len(lines.parts(line - 1)) > 1
        and white < WRAP * lines.ink.em
        and lines.top[line + 1] - lines.bottom[line] > 2 * white
    )


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


def _fits(lines: Lines, band: Band, seed: Gutters) -> bool:
    """The columns of the page before are this table's too: its first lines of several columns cross
    none of them, and have no more.
    """
    strong = [i for i in range(band.first, band.last + 1) if len(lines.parts(i)) > 1][:3]
    return all(
        None not in _left_by(lines, i, Tracks.of(seed)) and len(lines.parts(i)) <= len(seed) + 1
        for i in strong
    )


def _grow(lines: Lines, start: int, gutters: Gutters, worded: bool, least: int = 2) -> Band | None:
    """The longest stretch from `start` whose lines leave the gutters free; None where it is no
    table.
    """
    em = lines.ink.em
    tracks, spanning = Tracks.of(gutters), set[int]()
    last_sure, strong, filled = start - 1, 0, 0
    line = start
    while line < len(lines):
        if line > start and (
            lines.top[line] - lines.bottom[line - 1] > FAR * em or _closes(lines, line, start)
        ):
            break
        parts = lines.parts(line)
        left = _left_by(lines, line, tracks)
        crossed = left.count(None)
        if crossed and len(parts) == 1 and not _in_column(lines, line, start, tracks):
            if not _spans(lines, line, start, tracks, spanning, least == 1):
                break
            spanning.add(line)
        elif crossed * 2 > len(left) and len(parts) > 1:
            break
        elif len(parts) > 1:
            tracks.take(left)
            last_sure, strong, filled = line, strong + 1, filled + len(parts)
        line += 1
    kept = tracks.lasting()
    last = _trailing(lines, last_sure, line, kept, em)
    enough = strong >= least if worded else _is_tabular(len(kept) + 1, strong, filled)
    if not kept or not enough:
        return None
    single = [i for i in range(start, last + 1) if len(lines.parts(i)) == 1]
    spanning = {
        i
        for i in single
        if None in Tracks.of(kept).after([(lines.left[i], lines.right[i])], NARROWEST * em)
    }
    return Band(start, last, kept, spanning, strong, worded)


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


def _spans(
    lines: Lines, line: int, start: int, tracks: Tracks, spanning: set[int], seeded: bool
) -> bool:
    """A line over the columns that belongs to the table: at its left edge, and a line with the same
    columns follows soon.
    """
    em = lines.ink.em
    if all(line - k in spanning for k in range(1, MOST_SPANNING + 1)):
        return False
    if line == start and not seeded:
        return False
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
