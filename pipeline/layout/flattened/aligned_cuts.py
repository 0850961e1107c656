"""Segments that run over a column's start with one blank only, cut there.

Poppler leaves one blank where a full cell touches its neighbour: “2. 직업/직무 역 1.직업역량 강화”,
“…지원센터 운영 ○ 상담 3회”.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from pipeline.layout.flattened.aligned_columns import MAIN_ROLES, TEXT_ROLES, ColumnModel
from pipeline.layout.flattened.assign import BUREAU, FIGURES
from pipeline.layout.flattened.segments import BULLETS_INSIDE, FIGURE, Segment, cut_segment
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, numbering_at

ROW_NUMBER = lazy_pattern(r"\d{1,3}[.)]?")
BLANK = lazy_pattern(r"(?<=\S)\s+(?=\S)")
# characters around a column's start where a number or bullet inside a segment may open the column
CLOSE = 5
PUSHED = 12  # how far a long title may push the line beside it
TOUCH = 2  # the same for words without a mark
SHORT_REST = 4  # characters of a title behind a label's rest on a line of their own
LONGEST = 400  # characters; no line of a page holds more


def cut_line(model: ColumnModel, segments: Sequence[Segment]) -> list[Segment]:
    """The line's segments, cut where a number, bullet, figure or bureau stands at the start of the
    next column.
    """
    found: list[Segment] = []
    for segment in segments:
        if segment.x1 - segment.x0 > LONGEST:
            found.append(segment)
            continue
        at = _cuts(model, segment)
        found.extend(cut_segment(segment, at) if at else [segment])
    return found


def _cuts(model: ColumnModel, segment: Segment) -> list[int]:
    """Offsets at which columns begin inside a segment; a later column begins behind an earlier one."""
    text = segment.span.line.text
    if model.figures() and FIGURES.fullmatch(segment.text) and not segment.alone:
        return [
            m.end() for m in BLANK.finditer(text, segment.x0, segment.x1)
        ]  # “297 △2,469”: two numbers are two cells
    cuts: list[int] = []
    last = -1
    for m in BLANK.finditer(text, segment.x0, segment.x1):
        c = _column_at(model, segment, m.end())
        if c is not None and c > last:
            cuts.append(m.end())
            last = c
    return cuts


def _column_at(model: ColumnModel, segment: Segment, at: int) -> int | None:
    """The column that begins at this offset of the line, None if none does."""
    text = segment.span.line.text
    title, lines = model.at("programme"), model.at("achievements")
    if lines is not None and _opens_line(model, lines, segment, at):
        return lines
    numbering = numbering_at(text, at)
    own = numbering is not None and (numbering.kind, len(numbering.value)) == model.programme_key
    if (
        title is not None
        and own
        and _near(model, title, segment, at, CLOSE)
        and segment.x0 < at - 1
    ):
        return title
    if title is not None and _behind_number(model, title, segment, at):
        return title
    if title is not None and _rest_of_title(model, title, segment, at):
        return title
    return _short_cell_at(model, segment, at, text[at : segment.x1].split(maxsplit=1)[0])


def _short_cell_at(model: ColumnModel, segment: Segment, at: int, word: str) -> int | None:
    """The column of a bureau or a figure that begins here."""
    for c, role in enumerate(model.roles):
        if (
            role in ("remarks", "department")
            and BUREAU.fullmatch(word)
            and _near(model, c, segment, at, TOUCH)
        ):
            return c
        if role in MAIN_ROLES or role in TEXT_ROLES or not FIGURE.fullmatch(word):
            continue
        if abs(
            at + len(word) / 2 - model.columns_at(segment.row)[c].middle
        ) <= CLOSE and _before_lines(model, c, segment):
            return c
    return None


def _behind_number(model: ColumnModel, title: int, segment: Segment, at: int) -> bool:
    """Whether a title begins right behind the number of the column of numbers before it: “2
    지역아동센터 운영”.
    """
    number = model.at("number")
    if number is None or number != title - 1 or at >= model.columns_at(segment.row)[title].x1:
        return False
    before = segment.span.line.text[segment.x0 : at].strip()
    return ROW_NUMBER.fullmatch(before) is not None and model.in_region(
        number, segment, to_next=True
    )


def _rest_of_title(model: ColumnModel, title: int, segment: Segment, at: int) -> bool:
    """Whether the rest of a title begins here behind a label's rest: just where the title begins on
    the line above.
    """
    if segment.kind == "bullet" or segment.x0 >= at - 1 or model.at("group") is None:
        return False
    start, rest = model.starts[title], segment.x1 - at
    if segment.alone and (rest > SHORT_REST or segment.numbering):
        return False
    above = bisect_left(start.rows, segment.row - 1)
    return (
        above < len(start.rows)
        and start.rows[above] == segment.row - 1
        and abs(at - start.offsets[above]) <= 1
    )


def _opens_line(model: ColumnModel, lines: int, segment: Segment, at: int) -> bool:
    """Whether an achievement line begins here: at a mark not far from its column's start, or behind
    the last figure before it.
    """
    text = segment.span.line.text
    start = max(model.starts[lines].near(segment.row))
    if segment.x0 >= min(model.starts[lines].near(segment.row)) - TOUCH:
        return False
    bullet = bullet_at(text, at)
    if bullet and text[at + 1 : at + 2].isspace():
        outer = bullet.family == model.outer or bullet.family in BULLETS_INSIDE
        return _near(model, lines, segment, at, PUSHED if outer else TOUCH)
    title = model.at("programme")
    if (
        title is not None
        and at == model.starts[lines].near(segment.row)[0]
        and _near(model, title, segment, segment.x0, TOUCH)
    ):
        # the rest of a line behind a title that fills its column: “6) 문화가 있는 날 163개),
        # 지원금”
        return True
    before = text[segment.x0 : at].strip()
    return before[-1:].isdigit() and bool(FIGURE.fullmatch(before)) and abs(at - start) <= CLOSE


def _before_lines(model: ColumnModel, c: int, segment: Segment) -> bool:
    """Figures stand inside achievement lines too: there only a column of figures behind the lines'
    widest reach is one.
    """
    lines = model.at("achievements")
    return lines is None or (c < lines and segment.kind != "bullet")


def _near(model: ColumnModel, c: int, segment: Segment, at: int, reach: int) -> bool:
    return any(abs(at - x) <= reach for x in model.starts[c].near(segment.row))
