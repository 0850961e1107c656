"""Lists of contents: titles that lead to page numbers by typed or drawn leaders, or under a heading
that says so.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from pipeline.layout.draft import DraftLine
from pipeline.layout.furniture import is_leader_line
from pipeline.layout.rulings import Reals
from pipeline.lexicon import members
from pipeline.model import Page
from pipeline.pattern import lazy_pattern

NUMBER = lazy_pattern(r"(?<!\d)(?<!\d[.,])(\d{1,4})\s*$")
TYPED = lazy_pattern(r"(?:(?:[·․‥‧ㆍ∙・.⋯‐﹒─━―_-]\s?){5}|…\s?…)\s*\d{1,4}\s*$")
# a leader that ends in words (쪽 표기): of a form's list of contents, to be filled in
UNENDING = lazy_pattern(r"(?:[·․‥…‧ㆍ∙・.⋯‐﹒─━―-]\s?){12}")
ONE_ROW = 0.35  # em between the baselines of a title and its page number
LEADER = 2.0  # em between a title and its page number that a leader fills
COVERED = 0.5  # of it that is drawn: dots are drawn as dashes, each as long as the white behind it
WHITE = 3.0  # em of white between a title and its page number where no leader is
ONE_EDGE = 6.0  # pt between the right edges of a list's page numbers: typed leaders end unevenly
FEWEST = 3  # entries of a list
RISING = 0.8  # of the steps from one page number to the next that do not fall


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of a list of contents: its lines (title, leader, number may be apart), its page number,
    where that ends (points), whether a leader runs to it.
    """

    lines: list[DraftLine]
    number: int
    right: float
    led: bool


def page_to_contents(page: Page, lines: Sequence[DraftLine]) -> list[DraftLine]:
    """Of the lines of a page those that are a list of contents, its heading among them.

    Six typed leaders tell one line alone. Else three entries: page numbers that end at one place
    and do not fall, with leaders typed or drawn, or with white before them under a heading (목차).
    Lines between entries are titles without a page. Counter-example: labels with white before a
    figure (교육 참여   12) under any other heading.
    """
    headings = [line for line in lines if is_contents_heading(line.text)]
    typed = [line for line in lines if _is_typed_leader(line.text, bool(headings))]
    listed = _one_list(_rows_to_entries(page, lines), bool(headings))
    listed += typed if len(typed) >= FEWEST else []
    listed += headings if listed else []
    own = {id(line) for line in (*typed, *listed, *_between(lines, listed))}
    return [line for line in lines if id(line) in own]


def _is_typed_leader(text: str, under_heading: bool) -> bool:
    return is_leader_line(text) or (under_heading and UNENDING.search(text) is not None)


def _between(lines: Sequence[DraftLine], listed: Sequence[DraftLine]) -> list[DraftLine]:
    """The lines from the first to the last entry, if the entries are most of them."""
    top = min((line.box.top for line in listed), default=0.0)
    bottom = max((line.box.bottom for line in listed), default=0.0)
    between = [line for line in lines if top <= line.box.top and line.box.bottom <= bottom]
    return between if 2 * len({id(line) for line in listed}) > len(between) else []


def _lines_to_rows(lines: Sequence[DraftLine]) -> Iterator[list[DraftLine]]:
    """Lines on one baseline, left to right: a page number may stand in a cell of its own."""
    ordered = sorted(
        (line for line in lines if line.text.strip()), key=lambda line: (line.baseline, line.box.x0)
    )
    row: list[DraftLine] = []
    for line in ordered:
        if row and line.baseline - row[0].baseline > ONE_ROW * max(line.size, row[0].size):
            yield sorted(row, key=lambda own: own.box.x0)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda own: own.box.x0)


@functools.cache
def _headings() -> frozenset[str]:
    return members("contents_heading")


def is_contents_heading(text: str) -> bool:
    """Whether a line is the heading of a list of contents.

    >>> is_contents_heading("< 목   차 >"), is_contents_heading("목차 작성 지침")
    (True, False)
    """
    return "".join(text.split()).strip("<>[]【】〈〉《》■□◈").lower() in _headings()


def _rows_to_entries(page: Page, lines: Sequence[DraftLine]) -> list[Entry]:
    entries = (_row_to_entry(page, row) for row in _lines_to_rows(lines))
    return [entry for entry in entries if entry is not None]


def _one_list(entries: Sequence[Entry], under_heading: bool) -> list[DraftLine]:
    """The lines of the entries whose page numbers end at the place where most do, if they make a
    list; those without a leader only under a heading.
    """
    own = _at_one_edge([entry for entry in entries if entry.led or under_heading])
    steps = np.diff([entry.number for entry in own])
    if len(own) < FEWEST or float((steps >= 0).mean()) < RISING or steps.sum() <= 0:
        return []
    return list(chain.from_iterable(entry.lines for entry in own))


def _at_one_edge(entries: Sequence[Entry]) -> list[Entry]:
    """Those whose page numbers end where most do."""
    ends = Counter(round(entry.right / ONE_EDGE) for entry in entries)
    place = ends.most_common(1)[0][0] if ends else 0
    return [entry for entry in entries if abs(entry.right / ONE_EDGE - place) <= 1]


def _row_to_entry(page: Page, row: list[DraftLine]) -> Entry | None:
    """The entry that a row is which ends in a number behind a leader or behind white, or None."""
    text = "".join(line.text for line in row)
    number = NUMBER.search(text)
    if number is None:
        return None
    edges = np.concatenate([line.edges for line in row])
    title = len(text[: number.start()].rstrip(" .·․‥…‧∙・⋯-")) - 1
    if title < 0:
        return None
    left, right = float(edges[title, 2]), float(edges[number.start(), 0])
    size = row[0].size
    led = TYPED.search(text) is not None or (
        right - left > LEADER * size and _is_drawn(page, row[0], left, right)
    )
    if not led and right - left <= WHITE * size:
        return None
    return Entry(row, int(number[1]), row[-1].ink_right, led)


def _is_drawn(page: Page, line: DraftLine, left: float, right: float) -> bool:
    """Whether strokes at a line's height fill the white between left and right (points)."""
    drawn = _strokes(page)
    middle = (drawn[:, 1] + drawn[:, 3]) / 2
    low = drawn[:, 3] - drawn[:, 1] < line.size / 2
    at = low & (middle > line.box.top) & (middle < line.box.bottom + line.size / 3)
    inside = np.minimum(drawn[at, 2], right) - np.maximum(drawn[at, 0], left)
    whole = (drawn[at, 2] - drawn[at, 0]) < right - left + 2 * line.size
    return float(np.maximum(inside[whole], 0).sum()) > COVERED * (right - left)


def _strokes(page: Page) -> Reals:
    """Rules and filled areas of a page, x0 top x1 bottom."""
    ruled = page.rulings
    edges = np.stack([ruled.x0, ruled.top, ruled.x1, ruled.bottom], axis=1)
    return np.concatenate([edges, page.fills]).astype(np.float64)
