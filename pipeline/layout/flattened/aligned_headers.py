"""Headers of tables whose columns stand beside one another on the line, each word over its column.

A header may run over several lines: cells of two lines (“집행|액”), words centred beside them,
formulas below (“(B/A)”), and words that stand over several columns (“예산 현황” over “예산 집행액
집행률”).
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.layout.captions import is_caption, text_to_unit
from pipeline.layout.flattened.headers import (
    BRACKET,
    CLOSED,
    OPENED,
    READINGS_KEPT,
    UNIT_NOTE,
    is_programme_roles,
    may_be_header,
    settle_roles,
    span_to_columns,
)
from pipeline.layout.flattened.segments import Segment, line_to_segments
from pipeline.layout.flattened.spans import Span
from pipeline.lexicon import holds
from pipeline.lexicon.headers import couple_to_role, header_words
from pipeline.model import Line
from pipeline.pattern import lazy_pattern, named

OUTER_ROLES = (
    "area",
    "group",
    "programme",
    "achievements",
    "number",
    "remarks",
    "department",
)  # nothing stands over these and others
REACH = 2  # lines of a header above and below the one that holds most of its words
LOW_REACH = (
    4  # the same for lines that hold nothing but years and brackets: “2024  2025” over “년  년”
)
LONGEST_REST = 8  # characters of what closes a bracket of the line above
ASIDE = 2  # characters that a single letter may lie beside the one below it
MOST_BELOW = 12  # columns under one word
LONGEST_HEADER = 2000  # characters
YEAR = named("layout.year_of_header")
YEAR_PIECE = named("layout.year_piece")
WORD = lazy_pattern(r"\S+")
BRACKETED = lazy_pattern(r"[(（\[<][^()（）\[\]<>]{0,20}[)）\]>]")


@dataclass(slots=True)
class AlignedColumn:
    """One column: its role (None if its words name none we know), its header's pieces, and how far
    the header reaches.
    """

    role: str | None
    pieces: list[Span]
    x0: int
    x1: int
    above: list[Span] = field(default_factory=list)  # the words over it and its neighbours

    @property
    def middle(self) -> float:
        return (self.x0 + self.x1) / 2

    @property
    def top(self) -> int:
        """The number of its highest line."""
        return self.pieces[0].line.number


@dataclass(frozen=True, slots=True)
class AlignedHeader:
    """The header on the lines first..last."""

    first: int
    last: int
    columns: tuple[AlignedColumn, ...]

    @property
    def roles(self) -> tuple[str | None, ...]:
        return tuple(c.role for c in self.columns)


@functools.lru_cache(maxsize=READINGS_KEPT)
def text_to_role(text: str) -> str | None:
    """The role that a header's words name, whatever year stands before and whatever bracket behind
    them.

    >>> text_to_role("2022년 실적"), text_to_role("집행률 (B/A)"), text_to_role("단 위 사 업 세부사업(112개)"), text_to_role("나이")
    ('actual', 'execution_rate', 'programme', None)
    """
    bare = "".join(OPENED.sub("", BRACKET.sub("", text)).split()).rstrip("*:").replace("·", "")
    year = YEAR.match(bare)
    for word in (bare, bare[year.end() :] if year else bare):
        if word in header_words():
            return header_words()[word]
    couple = couple_to_role(bare)
    if couple:
        return couple
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
        if (
            (found and k <= found[-1].last)
            or len(line.text) > LONGEST_HEADER
            or not _is_main(line, k)
        ):
            continue
        block = _block(lines, k)
        columns = segments_to_columns(
            [s for row in block for s in line_to_segments(lines[row], row)], k
        )
        settle_aligned(columns)
        known = [c.role for c in columns if c.role]
        if is_programme_roles(known) and len(known) >= 2 and len(known) * 2 > len(columns):
            found.append(AlignedHeader(block[0], block[-1], tuple(columns)))
    return found


def settle_aligned(columns: Sequence[AlignedColumn]) -> None:
    """Gives the columns the roles that they have beside one another."""
    texts = ["".join(s.text for s in c.pieces) for c in columns]
    for column, role in zip(columns, settle_roles([c.role for c in columns], texts), strict=True):
        column.role = role


def _is_main(line: Line, row: int) -> bool:
    """Whether most of a line's segments are words of columns."""
    segments = line_to_segments(line, row)
    named = [s for s in segments if text_to_role(s.text) or span_to_columns(s.span)]
    return (
        len(segments) > 1
        and len(named) > 1
        and len(named) * 2 > len(segments)
        and not any(s.kind == "bullet" for s in segments)
    )


def _block(lines: Sequence[Line], main: int) -> list[int]:
    """The lines of the header around its main line: those that hold nothing but pieces of header
    words and brackets.
    """
    block = [main]
    for step in (-1, 1):
        k = main + step
        while (
            0 <= k < len(lines)
            and (abs(k - main) <= REACH or _is_low_piece(lines[k], k - main))
            and _is_piece(lines[k])
        ):
            block.append(k)
            k += step
    return sorted(block)


def _is_piece(line: Line) -> bool:
    segments = line_to_segments(line, 0) if len(line.text) < LONGEST_HEADER else []
    texts = [s.text for s in segments]
    return bool(texts) and all(_is_piece_text(t) for t in texts)


def _is_low_piece(line: Line, below: int) -> bool:
    """Whether a line some way below the main one holds nothing but years and brackets."""
    words = line.text.split() if 0 < below <= LOW_REACH else []
    return bool(words) and all(YEAR_PIECE.fullmatch(w) or BRACKETED.fullmatch(w) for w in words)


@functools.lru_cache(maxsize=READINGS_KEPT)
def _is_piece_text(text: str) -> bool:
    """A formula or unit in brackets, a year, a word of header letters; what declares the units of a
    whole table is none.
    """
    if _is_of_table(text):
        return False
    if (
        all(YEAR_PIECE.fullmatch(w) for w in text.split())
        or BRACKETED.fullmatch(text)
        or YEAR.fullmatch(text)
    ):
        return True
    whole = OPENED.sub(
        "", CLOSED.sub("", text) if len(text) <= LONGEST_REST else text
    )  # “예산액(백” over “만원)”
    return len(text) <= 12 and (not whole or may_be_header(whole))


def _is_of_table(text: str) -> bool:
    """Whether a line says the unit or the date of a whole table.

    >>> _is_of_table("(단위: 백만원)"), _is_of_table("’24년 말 기준"), _is_of_table("(백만원)")
    (True, True, False)
    """
    return (
        UNIT_NOTE.fullmatch(text) is not None
        or (is_caption(text) and text_to_unit(text) is not None)
        or holds(text, "basis_as_of")
    )


def segments_to_columns(segments: Sequence[Segment], main: int) -> list[AlignedColumn]:
    """Segments of the header's lines to columns, from the lowest line up: a word over one word
    makes one header with it, a word over several, or between words of lower lines, stands above
    them (“사업비” over “예산액  집행액”)."""
    columns: list[AlignedColumn] = []
    for row in sorted({s.row for s in segments}, reverse=True):
        over: list[AlignedColumn] = []
        for c in [c for s in segments if s.row == row for c in segment_to_columns(s, row != main)]:
            near = [k for k in columns if _is_over(c, k)]
            if len(near) == 1 and _completes(c, near[0]):
                _add(near[0], c)
            elif near or _between(c, columns):
                over.append(c)
            else:
                columns.append(c)
        columns.sort(key=lambda c: c.x0)
        for c in over:
            _stand_above(c, columns)
    for c in columns:
        c.role = (
            text_to_role("".join(p.text for p in c.pieces))
            or text_to_role(c.pieces[-1].text)
            or c.role
        )
    return columns


def _is_over(upper: AlignedColumn, lower: AlignedColumn) -> bool:
    """Whether a word stands above another; letters set singly may lie a little beside one another
    (“번” over “호”).
    """
    single = all(p.end - p.start == 1 for p in (*upper.pieces, *lower.pieces))
    aside = ASIDE if single else 0
    return upper.x0 < lower.x1 + aside and lower.x0 < upper.x1 + aside


def segment_to_columns(segment: Segment, whole: bool = False) -> list[AlignedColumn]:
    """A segment's columns: usually one, several where single blanks part years or (unless `whole`)
    the words of a header's main line.
    """
    words = [
        Span(segment.span.line, segment.x0 + m.start(), segment.x0 + m.end())
        for m in WORD.finditer(segment.text)
    ]
    if len(words) > 1 and all(YEAR_PIECE.fullmatch(w.text) for w in words):
        return [AlignedColumn(None, [w], w.start, w.end) for w in words]
    role = text_to_role(segment.text)
    lexed = span_to_columns(segment.span) or ()
    roles = list(dict.fromkeys(c.role for c in lexed))
    if whole or len(roles) < 2 or role in roles[:-1]:
        return [
            AlignedColumn(
                role or (roles[0] if roles else None), [segment.span], segment.x0, segment.x1
            )
        ]
    return [AlignedColumn(c.role, [c.spans[0]], c.spans[0].start, c.spans[0].end) for c in lexed]


def _completes(upper: AlignedColumn, lower: AlignedColumn) -> bool:
    """Whether a piece above a word makes one header with it: “집행” over “액”, “2024” over “년”,
    “집행률” over “(B/A)”.
    """
    own = "".join("".join(p.text for p in lower.pieces).split())
    whole = "".join("".join(p.text for p in upper.pieces).split()) + own
    if (
        lower.role in OUTER_ROLES
        or BRACKETED.fullmatch(own)
        or (YEAR.fullmatch(whole) and len(own) < 3)
        or whole in header_words()
    ):
        return True
    return not text_to_role(own) and text_to_role(whole) is not None and not YEAR.fullmatch(own)


def _between(column: AlignedColumn, columns: Sequence[AlignedColumn]) -> bool:
    """Whether a word stands between words of lower lines that no other word stands above."""
    left = max((c for c in columns if c.x1 <= column.x0), key=lambda c: c.x1, default=None)
    right = min((c for c in columns if c.x0 >= column.x1), key=lambda c: c.x0, default=None)
    return (
        left is not None
        and right is not None
        and all(_is_inner(c, column) and not c.above for c in (left, right))
    )


def _is_inner(column: AlignedColumn, upper: AlignedColumn) -> bool:
    return column.role not in OUTER_ROLES and column.top > upper.top


def _add(column: AlignedColumn, piece: AlignedColumn) -> None:
    column.pieces = sorted([*column.pieces, *piece.pieces], key=lambda p: p.line.number)
    column.x0, column.x1 = min(column.x0, piece.x0), max(column.x1, piece.x1)


def _stand_above(upper: AlignedColumn, columns: list[AlignedColumn]) -> None:
    """Gives a word above several columns to the run of them whose middle is nearest to its own."""
    near = [k for k, c in enumerate(columns) if upper.x0 < c.x1 and c.x0 < upper.x1]
    near = near or [min(range(len(columns)), key=lambda k: abs(columns[k].middle - upper.middle))]
    units = [
        (a, b)
        for a, b in runs_of(columns)
        if all(_is_inner(columns[k], upper) for k in range(a, b + 1))
    ]
    starts, ends = [a for a, _ in units if a <= near[0]], [b for _, b in units if b >= near[-1]]
    whole = {k for a, b in units for k in range(a, b + 1)}
    runs = [
        (a, b)
        for a in starts[-MOST_BELOW:]
        for b in ends[:MOST_BELOW]
        if (a, b) not in units and set(range(a, b + 1)) <= whole
    ]
    if runs:
        a, b = min(
            runs,
            key=lambda r: (
                round(abs((columns[r[0]].x0 + columns[r[1]].x1) / 2 - upper.middle) / 4),
                -(r[1] - r[0]),
            ),
        )
        for c in columns[a : b + 1]:
            c.above[:0] = upper.pieces
        return
    _add(columns[near[0]], upper)


def runs_of(columns: Sequence[AlignedColumn]) -> list[tuple[int, int]]:
    """First and last column under each word that stands above several; a column of its own for the
    others.

    >>> runs_of([AlignedColumn(None, [], 0, 1)])
    [(0, 0)]
    """
    cuts = [
        0,
        *(
            k
            for k, (a, b) in enumerate(pairwise(columns), start=1)
            if not a.above or a.above != b.above
        ),
        len(columns),
    ]
    return [(a, b - 1) for a, b in pairwise(cuts)]
