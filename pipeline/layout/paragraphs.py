"""Lines of a cell or of a column of running text to paragraphs: a mark, a numbering, or room at the
line's end begins a new one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.layout.brackets import closes
from pipeline.layout.draft import DraftLine
from pipeline.layout.markplaces import MarkPlaces, stands_as_mark
from pipeline.layout.stacked import is_listed
from pipeline.layout.wrap_votes import Evidence, Wrap
from pipeline.layout.wraps import (
    CLEAR,
    first_width,
    is_spread,
    lines_to_wrap,
    room,
    word_width,
)
from pipeline.model import Box
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, numbering_at

# pt: Hancom's default distance of a cell's text from its border; other producers keep 1 to 6
CELL_MARGIN = 5.1
FIGURE = lazy_pattern(r"[△▲▽▼+\-−]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?")
SIZE_CHANGE = 0.15  # share from which another size means another paragraph
SLIGHT_CHANGE = 0.03  # share from which it does where the size changes at the very break
FAR = 1.6  # em of white between two lines from which they belong to different paragraphs
OUTDENT = 0.3  # em
CENTRED = 2.0  # pt
LONGEST_LABEL = 6  # letters of a label beside a diagonal
FAR_RIGHT = 0.3  # of the cell's width left of the upper one
OPENING = "([{<「『《〈【（"
NOT_AFTER_BLANK = {
    "arrow",
    "dot",
    "dash",
    "note",
}  # signs that stand inside a sentence too: not a mark when the line above goes on


@dataclass(frozen=True, slots=True)
class Column:
    """The width that text may take: left and right edge in points."""

    left: float
    right: float


def box_to_column(box: Box | None, lines: Sequence[DraftLine]) -> Column:
    """The width that a cell offers: its box without the margins, or what its lines reach if that is
    more.
    """
    left = min((line.box.x0 for line in lines), default=0.0)
    right = max((line.box.x1 for line in lines), default=0.0)
    if box is not None:
        left, right = min(left, box.x0 + CELL_MARGIN), max(right, box.x1 - CELL_MARGIN)
    return Column(left, right)


def lines_to_paragraphs(
    lines: Sequence[DraftLine], columns: Sequence[Column], evidence: Evidence, loose: bool = False
) -> list[tuple[list[DraftLine], list[Wrap]]]:
    """Paragraphs as lines and the wraps between them. One column a line; `loose`: running text,
    whose white and sizes tell more.
    """
    done: list[tuple[list[DraftLine], list[Wrap]]] = []
    places = lines_to_places(lines, columns)
    for at, line in enumerate(lines):
        wrap = Wrap(None)
        if at and not (
            _stands_out(done[-1][0][0], line)
            or _parts(done[-1][0], line, columns[at - 1], loose)
            or stands_as_mark(done[-1][0], line, places)
        ):
            wrap = _lines_to_step(lines[at - 1], line, columns[at - 1], evidence)
        if wrap.gap is None:
            done.append(([line], []))
        else:
            done[-1][0].append(line)
            done[-1][1].append(wrap)
    return done


def lines_to_places(lines: Sequence[DraftLine], columns: Sequence[Column]) -> MarkPlaces:
    """Where marks stand that surely open a line: no sentence goes on from the line above."""
    places = MarkPlaces()
    for at, line in enumerate(lines):
        if not at or not _goes_on(lines[at - 1], line, columns[at - 1]):
            places.add(line)
    return places


def _goes_on(above: DraftLine, below: DraftLine, column: Column) -> bool:
    """Whether a line ends with a blank and had no room for the next word: the sentence goes on."""
    full = _spare(above, below, column) < word_width(below) + CLEAR * below.size
    return above.text[-1:].isspace() and full


def _stands_out(first: DraftLine, below: DraftLine) -> bool:
    """A line that begins left of the mark its paragraph began with is no continuation: those hang
    under the text, or under the mark.
    """
    if first.page != below.page:
        return False
    outdent = _start(first) - _start(below)
    return outdent > OUTDENT * first.size and (
        bullet_at(first.text) is not None or abs(first.size - below.size) > 0.03 * first.size
    )


def _start(line: DraftLine) -> float:
    """Where the first character that is no blank begins."""
    return float(line.edges[len(line.text) - len(line.text.lstrip()), 0])


def _lines_to_step(above: DraftLine, below: DraftLine, column: Column, evidence: Evidence) -> Wrap:
    """A new paragraph, or how the sentence goes on."""
    new = Wrap(None)
    spare = _spare(above, below, column)
    right = column.right + spare - room(above, column.right)
    needed = word_width(below) + _blank(below)
    if closes(above.text, below.text, full=spare <= needed):
        return lines_to_wrap(above, below, right, evidence)
    if (
        _opens(below.text, _goes_on(above, below, column))
        or spare > needed
        or (is_spread(above.text) and is_spread(below.text))
    ):
        return new
    if _ended_by_hand(above, below, spare, evidence):
        return new
    return lines_to_wrap(above, below, right, evidence)


def _ended_by_hand(above: DraftLine, below: DraftLine, spare: float, evidence: Evidence) -> bool:
    """No blank, so it broke no word boundary; and room for a syllable, so it broke no word: the
    typist did.
    """
    typed = above.spaced and evidence.trailing and not above.text[-1:].isspace()
    return typed and spare > first_width(below) + below.size


def _spare(above: DraftLine, below: DraftLine, column: Column) -> float:
    """Points left on the upper line; centred lines share their room between both sides, lines set
    to the right have it at their left.
    """
    free = room(above, column.right)
    middle = (above.box.x0 + above.box.x1) / 2
    centred = (
        abs(middle - (below.box.x0 + below.box.x1) / 2) < CENTRED
        and abs(middle - (column.left + column.right) / 2) < 2 * CENTRED
    )
    if centred or _is_right_aligned(above, below):
        free += max(above.box.x0 - column.left, 0.0)
    return free


def _is_right_aligned(above: DraftLine, below: DraftLine) -> bool:
    """Both lines end together and begin apart, and the upper one is no first line with a mark or a
    number before it.
    """
    apart = (
        abs(above.box.x0 - below.box.x0) > 0.5 * above.size
        and abs(above.box.x1 - below.box.x1) < CENTRED
    )
    return apart and bullet_at(above.text) is None and numbering_at(above.text) is None


def _blank(line: DraftLine) -> float:
    """Room that the blank before a word takes, and a little more."""
    return (0.5 + CLEAR) * line.size


def _looks_change(above: DraftLine, below: DraftLine) -> bool:
    """Running text tells its paragraphs apart by size and by white too."""
    next_column = (
        below.box.bottom < above.box.top and below.box.x0 > above.box.x1
    )  # the head of the page's second column
    white = below.box.top - above.box.bottom
    if (
        below.page == above.page
        and not next_column
        and not -below.size < white < FAR * max(above.size, below.size)
    ):
        return True
    if size_change(above, below) > SIZE_CHANGE:
        return True
    # a heading one point larger; but a bracket set small goes on in small print, and so does a
    # sentence set in two sizes
    open_bracket = above.text.count("(") > above.text.count(")")
    return (
        size_change(above, below) > SLIGHT_CHANGE
        and not open_bracket
        and (above.font != below.font or _step_at_break(above, below) > SLIGHT_CHANGE)
    )


def _parts(lines: Sequence[DraftLine], below: DraftLine, column: Column, loose: bool) -> bool:
    """What tells a new paragraph by its look: in running text size, white, and a title set apart by
    syllables; in a cell size, and one more entry of a list."""
    above = lines[-1]
    if loose:
        return _looks_change(above, below) or is_spread(above.text)
    if _size_jumps(above, below) or _is_across(above, below, column):
        return True
    if _are_two_figures(above, below, column):
        return True
    if above.text[-1:].isspace() or closes(above.text, below.text, full=False):
        return False
    return is_listed(above.text, below.text, lines[0].text)


def _are_two_figures(above: DraftLine, below: DraftLine, column: Column) -> bool:
    """Two bare figures of a cell, where one broken number would have had room for its next digit,
    or stood closer: 3 over 2, 0 over 0.
    """
    if not (FIGURE.fullmatch(above.text.strip()) and FIGURE.fullmatch(below.text.strip())):
        return False
    far = below.baseline - above.baseline > FAR * above.size and above.page == below.page
    return far or _spare(above, below, column) > first_width(below)


def _is_across(above: DraftLine, below: DraftLine, column: Column) -> bool:
    """Two short labels of a header cell cut by a diagonal: the upper one begins and ends further
    right than the lower one, as no wrap does, and far from the cell's left side."""
    short = max(len("".join(line.text.split())) for line in (above, below)) <= LONGEST_LABEL
    right = min(_start(above) - _start(below), above.box.x1 - below.box.x1) > above.size
    return (
        short
        and right
        and above.page == below.page
        and _start(above) - column.left > FAR_RIGHT * (column.right - column.left)
    )


def _size_jumps(above: DraftLine, below: DraftLine) -> bool:
    """A cell tells its paragraphs apart by size too: 10,710건 in 16 points, 37,229필지 in 13 under
    it. A bracket or a mere ** goes on.
    """
    if (
        above.text[-1:].isspace()
        or below.text.lstrip()[:1] in OPENING
        or not any(c.isalnum() for c in below.text)
    ):
        return False
    return size_change(above, below) > SIZE_CHANGE and _step_at_break(above, below) > SIZE_CHANGE


def size_change(above: DraftLine, below: DraftLine) -> float:
    """By what share of the larger the sizes of two lines differ; those of no size are alike."""
    larger = max(above.size, below.size)
    return abs(above.size - below.size) / larger if larger > 0 else 0.0


def _step_at_break(above: DraftLine, below: DraftLine) -> float:
    """By what share the size of the letters changes from the end of one line to the start of the
    next; marks set small are passed over.
    """
    last, first = len(above.text.rstrip()), len(below.text) - len(below.text.lstrip())
    before, behind = above.edges[max(last - 3, 0) : last], below.edges[first : first + 3]
    if not len(before) or not len(behind):
        return 0.0
    one, other = (
        float((before[:, 3] - before[:, 1]).max()),
        float((behind[:, 3] - behind[:, 1]).max()),
    )
    return abs(one - other) / max(one, other, 1.0)


def _opens(text: str, goes_on: bool) -> bool:
    """Whether a line opens a paragraph with a mark or a number. A sign is no mark where the
    sentence above surely goes on.
    """
    bullet = bullet_at(text)
    if bullet is not None:
        return not (goes_on and bullet.family in NOT_AFTER_BLANK and not text[:1].isspace())
    return numbering_at(text) is not None and not goes_on
