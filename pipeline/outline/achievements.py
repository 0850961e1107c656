"""Paragraphs under a programme to achievement lines: which of them it has, which are one line, and
how deep each stands.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from pipeline.model import Achievement, Box, Printed, Run
from pipeline.outline.grids import join_printed
from pipeline.outline.hanging import Hanger, Nesting, mark_of, printed_to_opening, starts_in
from pipeline.pattern import lazy_pattern
from pipeline.text import numbering_at

WORD = lazy_pattern(r"\S+")
HEADINGS = "<《〈[【"
CLOSE = 1.0  # em of white between a line and its wrap
HUNG = 0.6  # em that a wrap begins right of the text above it
OUT = 0.3  # em that it begins left of the mark
LARGER = 1.04  # times the letters before
HEADING = 1.1  # times the letters before, without a mark: a heading
BESIDE = 1.5  # em that a line beside another begins above its foot
GLOSS = 0.7  # times the letters before: smaller ones below a word explain it
FAR = 2.5  # em of white that parts a label of a drawing from the lines above


def join_unmarked(
    paragraphs: Sequence[Printed], frames: Collection[int] = frozenset()
) -> list[Printed]:
    """Where lines open with marks, a paragraph without one goes on with the line before where it
    hangs under its text; a bracketed heading does not, nor what stands elsewhere.

    Source: a wrapped line that lost its indent looks like a paragraph of its own; so do the number
    of the next heading, a label in a drawing, the caption of a frame.

    >>> [p.text for p in join_unmarked([Printed("○ 교육"), Printed("3회")])]
    ['○ 교육 3회']
    """
    parts: list[list[Printed]] = []
    for paragraph in paragraphs:
        if parts and goes_on(parts[-1], paragraph, frames):
            parts[-1].append(paragraph)
        else:
            parts.append([paragraph])
    return [replace(join_printed(p), join_doubt=True) if p[1:] else p[0] for p in parts]


def goes_on(above: Sequence[Printed], below: Printed, frames: Collection[int]) -> bool:
    """Whether a paragraph without a mark goes on with the parts of the marked line before it."""
    if mark_of(above[0].text)[0] is None or mark_of(below.text)[0] is not None:
        return False
    if below.text[:1] in HEADINGS or starts_in(above[0], frames) != starts_in(below, frames):
        return False
    return hangs(above, below)


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a paragraph stands below a line, in em of the line: the white between them, negative
    beside it; whether it begins between the line's mark and its text, or under a word of it;
    whether on another page; how many times larger its letters are; where the line's text begins.
    """

    gap: float
    in_column: bool
    under_word: bool
    turned: bool
    larger: float
    text: float


def pair_to_stand(above: Sequence[Printed], below: Printed) -> Stand | None:
    """Where a paragraph stands below the parts of a line; None where places are not known."""
    first, last = above[0], above[-1]
    mark, text = text_to_box(first, 0), text_to_box(first, mark_of(first.text)[2])
    foot, head = (run_to_box(run[0]) if run else None for run in (last.runs[-1:], below.runs[:1]))
    if mark is None or text is None or foot is None or head is None:
        return None
    em = max(text.bottom - text.top, 1.0)
    turned = last.runs[-1].line.page != below.runs[0].line.page
    return Stand(
        0.0 if turned else (head.top - foot.bottom) / em,
        mark.x0 - OUT * em <= head.x0 <= text.x0 + HUNG * em,
        head.x0 > foot.x1 or any(abs(head.x0 - x) < OUT * em for x in text_to_starts(above)),
        turned,
        (head.bottom - head.top) / em,
        text.x0,
    )


def text_to_starts(parts: Sequence[Printed]) -> list[float]:
    """Where the words on the first and the last line of a line's parts begin."""
    starts: list[float] = []
    for run in parts[0].runs[:1] + parts[-1].runs[-1:]:
        if run.line.edges is not None:
            words = WORD.finditer(run.line.text, run.offset, run.offset + run.length)
            starts += [float(run.line.edges[m.start(), 0]) for m in words]
    return starts


def hangs(above: Sequence[Printed], below: Printed) -> bool:
    """Whether a paragraph stands close below a line, between its mark and its text or under one of
    its words, or beside it, or goes on so over the page; where no place is known, whether it may.
    """
    stand = pair_to_stand(above, below)
    if stand is None:
        return True
    if numbering_at(below.text) or stand.larger > LARGER:
        return False
    if stand.turned:
        return stand.in_column
    under = stand.in_column or (stand.under_word and stand.larger > GLOSS)
    return under and -BESIDE < stand.gap < CLOSE


def without_strangers(
    lines: Sequence[Printed], frames: Collection[int] = frozenset()
) -> list[Printed]:
    """The lines below a programme's heading without what is printed among them and is no line of
    its: labels of drawings; and nothing behind a heading that no reader knew.

    >>> texts = "○ 교육", "1. 여건", "○ 상담"
    >>> [p.text for p in without_strangers([Printed(t) for t in texts])]
    ['○ 교육', '1. 여건', '○ 상담']
    """
    kept: list[Printed] = []
    sieve = Sieve(frames)
    for line in lines:
        stand = sieve.stand(line)
        if stand is not None and not sieve.counts_on(line):
            if closes(line, stand):
                break
            if not sieve.lets_pass(line, stand):
                continue
        kept.append(line)
        sieve.add(line)
    return kept


@dataclass(slots=True)
class Sieve:
    """What is known of a programme's lines while they are sifted: the last marked one, how far left
    they begin, the numbers that would count on (kind, value).
    """

    frames: Collection[int]
    marked: Printed | None = None
    left: float = math.inf
    next_: set[tuple[str, int]] = field(default_factory=set)

    def add(self, line: Printed) -> None:
        """Takes in a line that is one of the programme's."""
        number = numbering_at(line.text)
        if mark_of(line.text)[0] is not None:
            self.marked = line
            box = text_to_box(line, 0)
            self.left = min(self.left, box.x0 if box else math.inf)
        elif number is not None:
            self.next_.add((number.kind, number.value[-1] + 1))

    def stand(self, line: Printed) -> Stand | None:
        """Where a line without a mark stands below the last marked one; None of any other."""
        if self.marked is None or mark_of(line.text)[0] is not None:
            return None
        return pair_to_stand([self.marked], line)

    def counts_on(self, line: Printed) -> bool:
        """Whether a line's number goes on with that of one before it: the programme has parts."""
        number = numbering_at(line.text)
        return number is not None and (number.kind, number.value[-1]) in self.next_

    def lets_pass(self, line: Printed, stand: Stand) -> bool:
        """Whether a paragraph without a mark, no heading, is one of the lines: in a frame, in
        brackets, in their columns or under a word of them.
        """
        if starts_in(line, self.frames) or line.text[:1] in HEADINGS:
            return True
        box = text_to_box(line, 0)
        columns = stand.in_column or (box is not None and self.left <= box.x0 <= stand.text)
        near = not stand.turned and abs(stand.gap) < FAR
        return near and (columns or stand.under_word)


def closes(line: Printed, stand: Stand) -> bool:
    """Whether a paragraph without a mark is printed as a heading that ends the lines before it."""
    if line.text.isdecimal() or numbering_at(line.text) is not None:
        return stand.larger > 1 / LARGER
    return stand.turned and stand.larger > HEADING


def run_to_box(run: Run) -> Box | None:
    """The box of what a run prints."""
    return run.line.box(run.offset, run.offset + run.length)


def text_to_box(printed: Printed, at: int) -> Box | None:
    """The box of a character of a text."""
    return printed.place(at, at + 1).box


def paragraphs_to_achievements(
    paragraphs: Sequence[Printed], nesting: Nesting, frames: Collection[int] = frozenset()
) -> tuple[Achievement, ...]:
    """One achievement a line; level 1 for the outermost mark of the programme.

    >>> from pipeline.outline.hanging import openings_to_nesting
    >>> lines = [Printed(t) for t in ("○ 교육", "- 3회", "※ 잠정", "○ 상담")]
    >>> nesting = openings_to_nesting([[printed_to_opening(p) for p in lines]])
    >>> [(a.level, a.mark, a.printed.text) for a in paragraphs_to_achievements(lines, nesting)]
    [(1, '○', '교육'), (2, '-', '3회'), (3, '※', '잠정'), (1, '○', '상담')]
    """
    hanger = Hanger(nesting)
    found: list[Achievement] = []
    for number, paragraph in enumerate(paragraphs, start=1):
        opening = printed_to_opening(paragraph)
        level = hanger.level(opening, starts_in(paragraph, frames))
        printed = paragraph.slice(opening.end) if opening.end else paragraph
        found.append(Achievement(number, level, opening.mark, printed, paragraph.place()))
    return tuple(found)
