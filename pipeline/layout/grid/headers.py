"""Where a header stands, by the words that head columns, and the columns that it names."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from itertools import pairwise

from pipeline.layout.captions import is_caption, text_to_unit
from pipeline.layout.figures import FIGURE
from pipeline.layout.grid.tokens import Line, Loose, Run
from pipeline.layout.headers import YEAR
from pipeline.lexicon.headers import couple_to_role, ending_to_role, header_words, known_heads
from pipeline.lexicon.twins import label_to_twin
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, numbering_at

IN_BRACKETS = lazy_pattern(r"[(\[（][^()\[\]（）]{0,60}[)\]）]?")
KEPT = 4096  # texts of which the role is known
LONGEST_HEAD = 80  # characters of the longest head, what stands in brackets with it
LONGEST_WORD = 14  # characters of a header's line that no list knows
DEEP = 0.35  # em that two lines of one header may be apart
REACHES = 0.1  # em by which a line stands in the height of another
NEAR_GROUP = 1.6  # em of white between a group's words and those of its columns
LARGER = 1.15  # times the header's letters: a heading
MOST_LINES = 4  # of a header above and below the one with most of its words
LABELS = ("group", "area", "label")


@dataclass(frozen=True, slots=True)
class Column:
    """One column as the header names it: where its words stand, and its role."""

    x0: float
    x1: float
    text: str
    role: str | None


@dataclass(frozen=True, slots=True)
class Header:
    """A header on the lines first..last of a page (inclusive), its columns left to right."""

    first: int
    last: int
    columns: tuple[Column, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(c.text for c in self.columns)

    @property
    def roles(self) -> tuple[str | None, ...]:
        return tuple(c.role for c in self.columns)

    @property
    def text(self) -> int | None:
        """The column of what was achieved, or else of what was done or planned."""
        roles = self.roles
        named = (r for r in ("achievements", "actual", "plan") if r in roles)
        return next((roles.index(r) for r in named), None)

    @property
    def is_programme(self) -> bool:
        """It heads a table of programmes and of what was achieved, or of their groups."""
        roles = set(self.roles)
        return "programme" in roles and bool(roles & {"achievements", "actual", "plan", "group"})


@functools.lru_cache(KEPT)
def text_to_role(text: str) -> str | None:
    """The role of a header's words, "" where they are known and have none, None where they are not.

    >>> text_to_role("단 위 사 업"), text_to_role("시군구"), text_to_role("집행률(%)"), text_to_role("봄")
    ('programme', '', 'execution_rate', None)
    """
    if len(text) > LONGEST_HEAD:
        return None
    bare = label_to_twin("".join(IN_BRACKETS.sub("", text).split()).rstrip("*:"))
    if bare in header_words():
        return header_words()[bare]
    role = couple_to_role(bare) or ending_to_role(bare)
    return role or ("" if bare in known_heads() else None)


def loose_to_headers(loose: Loose) -> list[Header]:
    """Every header of a page, top down."""
    found: list[Header] = []
    at = 0
    while at < len(loose.lines):
        header = _header_at(loose, at) if at not in loose.taken else None
        if header is not None:
            found.append(header)
            at = header.last
        at += 1
    return found


def _header_at(loose: Loose, at: int) -> Header | None:
    line = loose.lines[at]
    if not 1 < len(line.pieces) <= 12:
        return None
    known = sum(text_to_role(p.text) is not None for p in line.pieces)
    if known < 2 or known * 2 <= len(line.pieces) or any(bullet_at(p.text) for p in line.pieces):
        return None
    first, last = _reach(loose, at)
    columns = _runs_to_columns([p for i in range(first, last + 1) for p in loose.lines[i].pieces])
    return Header(first, last, columns) if len(columns) > 1 else None


def _reach(loose: Loose, at: int) -> tuple[int, int]:
    """The first and last line of the header that line `at` belongs to."""
    lines, em = loose.lines, loose.lines[at].size
    first = last = at
    top, bottom = lines[at].top, lines[at].bottom
    while last + 1 < len(lines) and last - at < MOST_LINES:
        below = lines[last + 1]
        if below.top >= bottom + DEEP * em or not _is_of_header(below):
            break
        last, bottom = last + 1, max(bottom, below.bottom)
    while first > 0 and at - first < MOST_LINES:
        above = lines[first - 1]
        beside = above.bottom > top + REACHES * em
        if not _is_of_header(above) or not (beside or _is_group(above, lines[first : last + 1])):
            break
        first, top = first - 1, min(top, above.top)
    return first, last


def _is_group(line: Line, header: list[Line]) -> bool:
    """Words right over a header's, none over its first column and no caption: those of a group."""
    em = header[0].size
    left = min((p for below in header for p in below.pieces), key=lambda p: p.x0)
    return (
        header[0].top - line.bottom < NEAR_GROUP * em
        and line.size < LARGER * em
        and line.x0 > left.x1
        and not any(is_caption(p.text) or text_to_unit(p.text) for p in line.pieces)
    )


def _is_of_header(line: Line) -> bool:
    """Short words without a mark, a number or a figure."""
    return all(
        len(p.text) <= LONGEST_WORD
        and not (numbering_at(p.text) or bullet_at(p.text))
        and (not FIGURE.fullmatch(p.text) or YEAR.fullmatch(p.text))
        for p in line.pieces
    )


def _runs_to_columns(runs: list[Run]) -> tuple[Column, ...]:
    """The columns of a header's words: those that stand below one another are one; words over
    several others name none.
    """
    leaves = [r for i, r in enumerate(runs) if not _is_over_several(r, runs[i + 1 :])]
    stacks: list[list[Run]] = []
    for run in sorted(leaves, key=lambda r: r.x0):
        if stacks and run.x0 < max(r.x1 for r in stacks[-1]):
            stacks[-1].append(run)
        else:
            stacks.append([run])
    return tuple(_stack_to_column(own) for own in stacks)


def _is_over_several(run: Run, below: list[Run]) -> bool:
    under = sorted((r.x0, r.x1) for r in below if r.x0 < run.x1 and r.x1 > run.x0)
    return any(a[1] < b[0] for a, b in pairwise(under))


def _stack_to_column(own: list[Run]) -> Column:
    text = "".join(r.text for r in sorted(own, key=lambda r: r.first))
    parts = [text_to_role(r.text) for r in own]
    role = text_to_role(text) or next((p for p in parts if p), None)
    return Column(min(r.x0 for r in own), max(r.x1 for r in own), text, role)
