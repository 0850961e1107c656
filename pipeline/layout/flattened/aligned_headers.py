"""Headers of tables whose columns stand beside one another on the line, each word over its column.

A header may run over several lines: cells of two lines (“집행|액”), words centred beside them, formulas below (“(B/A)”), and words that
stand over several columns (“예산 현황” over “예산 집행액 집행률”).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import regex

from pipeline.layout.captions import is_caption, text_to_unit
from pipeline.layout.flattened.headers import BRACKET, UNIT_NOTE, is_programme_roles, may_be_header, span_to_columns
from pipeline.layout.flattened.segments import Segment, line_to_segments
from pipeline.layout.flattened.spans import Span
from pipeline.lexicon.headers import header_words
from pipeline.model import Line

OUTER_ROLES = ("area", "group", "programme", "achievements", "number", "remarks", "department")  # nothing stands over these and others
REACH = 2  # lines of a header above and below the one that holds most of its words
LONGEST_HEADER = 2000  # characters
YEAR = regex.compile(r"(?:[’'‘`‵]?\d{2,4}년?도?|당해|금년)")
BRACKETED = regex.compile(r"[(（\[<][^()（）\[\]<>]{0,20}[)）\]>]")


@dataclass(slots=True)
class AlignedColumn:
    """One column: its role (None if its words name none we know), its header's pieces, and how far the header reaches."""

    role: str | None
    pieces: list[Span]
    x0: int
    x1: int
    above: list[Span] = field(default_factory=list)  # the words over it and its neighbours

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2


@dataclass(frozen=True, slots=True)
class AlignedHeader:
    """The header on the lines first..last."""

    first: int
    last: int
    columns: tuple[AlignedColumn, ...]

    @property
    def roles(self) -> tuple[str | None, ...]:
        return tuple(c.role for c in self.columns)


def text_to_role(text: str) -> str | None:
    """The role that a header's words name, whatever year stands before and whatever bracket behind them.

    >>> text_to_role("2022년 실적"), text_to_role("집행률 (B/A)"), text_to_role("단 위 사 업 세부사업(112개)"), text_to_role("나이")
    ('actual', 'execution_rate', 'programme', None)
    """
    bare = "".join(BRACKET.sub("", text).split()).rstrip("*:").replace("·", "")
    year = YEAR.match(bare)
    for word in (bare, bare[year.end() :] if year else bare):
        if word in header_words():
            return header_words()[word]
    ends = [k for k in range(1, len(bare) - 3) if bare[k:] in header_words()]
    return header_words()[bare[ends[0] :]] if ends else None


def lines_to_aligned_headers(lines: Sequence[Line]) -> list[AlignedHeader]:
    """Every header of a programme table in text that keeps its columns.

    >>> text = ["  과제      단위사업       추진실적       예산", "                                 (백만원)", "1. 가   1.나   ○ 다   3"]
    >>> [(h.last, h.roles) for h in lines_to_aligned_headers([Line(k, None, t) for k, t in enumerate(text)])]
    [(1, ('group', 'programme', 'achievements', 'budget'))]
    """
    found: list[AlignedHeader] = []
    for k, line in enumerate(lines):
        if (found and k <= found[-1].last) or len(line.text) > LONGEST_HEADER or not _is_main(line, k):
            continue
        block = _block(lines, k)
        columns = segments_to_columns([s for row in block for s in line_to_segments(lines[row], row)], k)
        known = [c.role for c in columns if c.role]
        if is_programme_roles(known) and len(known) >= 2 and len(known) * 2 > len(columns):
            found.append(AlignedHeader(block[0], block[-1], tuple(columns)))
    return found


def _is_main(line: Line, row: int) -> bool:
    """Whether most of a line's segments are words of columns."""
    segments = line_to_segments(line, row)
    named = [s for s in segments if text_to_role(s.text) or span_to_columns(s.span)]
    return len(segments) > 1 and len(named) > 1 and len(named) * 2 > len(segments) and not any(s.kind == "bullet" for s in segments)


def _block(lines: Sequence[Line], main: int) -> list[int]:
    """The lines of the header around its main line: those that hold nothing but pieces of header words and brackets."""
    block = [main]
    for step in (-1, 1):
        k = main + step
        while 0 <= k < len(lines) and abs(k - main) <= REACH and _is_piece(lines[k]):
            block.append(k)
            k += step
    return sorted(block)


def _is_piece(line: Line) -> bool:
    segments = line_to_segments(line, 0) if len(line.text) < LONGEST_HEADER else []
    texts = [s.text for s in segments]
    return bool(texts) and all(_is_piece_text(t) for t in texts)


def _is_piece_text(text: str) -> bool:
    """A formula or unit in brackets, a year, a word of header letters; what declares the units of a whole table is none."""
    if UNIT_NOTE.fullmatch(text) or (is_caption(text) and text_to_unit(text)) or "기준" in text:
        return False
    return bool(BRACKETED.fullmatch(text) or YEAR.fullmatch(text)) or (len(text) <= 12 and may_be_header(text))


def segments_to_columns(segments: Sequence[Segment], main: int) -> list[AlignedColumn]:
    """Segments of the header's lines to columns: what stands over one another is one header, a word over several stands above them."""
    columns = [c for s in segments if s.row == main for c in segment_to_columns(s)]
    over: list[Segment] = []
    for s in sorted((s for s in segments if s.row != main), key=lambda s: (s.row < main, abs(s.row - main))):
        near = [c for c in columns if s.x0 < c.x1 and c.x0 < s.x1]
        if s.row < main and (len(near) > 1 or (len(near) == 1 and not _completes(s, near[0]))):
            over.append(s)
        elif near:
            _add(near[0], s)
        else:
            columns.append(AlignedColumn(None, [s.span], s.x0, s.x1))
    columns.sort(key=lambda c: c.x0)
    for c in columns:
        c.role = text_to_role("".join(p.text for p in c.pieces)) or text_to_role(c.pieces[-1].text) or c.role
    for s in over:
        _stand_above(s, columns)
    return columns


def segment_to_columns(segment: Segment) -> list[AlignedColumn]:
    """A segment's columns: usually one, several where single blanks part the words (“과제 단위사업”)."""
    role = text_to_role(segment.text)
    lexed = span_to_columns(segment.span) or ()
    roles = list(dict.fromkeys(c.role for c in lexed))
    if len(roles) < 2 or role in roles[:-1]:
        return [AlignedColumn(role or (roles[0] if roles else None), [segment.span], segment.x0, segment.x1)]
    return [AlignedColumn(c.role, [c.spans[0]], c.spans[0].start, c.spans[0].end) for c in lexed]


def _completes(segment: Segment, column: AlignedColumn) -> bool:
    """Whether a piece above a word makes one header with it: “집행” over “액”."""
    own = "".join(p.text for p in column.pieces)
    whole = "".join((segment.text + own).split())
    return whole in header_words() or (not text_to_role(own) and text_to_role(whole) is not None)


def _add(column: AlignedColumn, segment: Segment) -> None:
    column.pieces = sorted([*column.pieces, segment.span], key=lambda p: p.line.number)
    column.x0, column.x1 = min(column.x0, segment.x0), max(column.x1, segment.x1)


def _stand_above(segment: Segment, columns: list[AlignedColumn]) -> None:
    """Gives a word above several columns to the run of them whose middle is nearest to its own."""
    inner = [k for k, c in enumerate(columns) if c.role not in OUTER_ROLES]
    runs = [(a, b) for a in inner for b in inner if a < b and set(range(a, b + 1)) <= set(inner)]
    if runs:
        a, b = min(runs, key=lambda r: (round(abs((columns[r[0]].x0 + columns[r[1]].x1) / 2 - segment.middle) / 4), -(r[1] - r[0])))
        for c in columns[a : b + 1]:
            c.above.append(segment.span)
        return
    _add(min(columns, key=lambda c: abs(c.middle - segment.middle)), segment)


def runs_of(columns: Sequence[AlignedColumn]) -> list[tuple[int, int]]:
    """First and last column under each word that stands above several; a column of its own for the others.

    >>> runs_of([AlignedColumn(None, [], 0, 1)])
    [(0, 0)]
    """
    cuts = [0, *(k for k, (a, b) in enumerate(pairwise(columns), start=1) if not a.above or a.above != b.above), len(columns)]
    return [(a, b - 1) for a, b in pairwise(cuts)]
