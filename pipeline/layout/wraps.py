"""Lines of one text made one: what stood at each wrap is asked of the seams, labels whose syllables
were spread are closed up.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Sequence
from itertools import pairwise

from pipeline.layout.draft import DraftLine
from pipeline.layout.stacked import is_upright, lines_to_spread
from pipeline.layout.wrap_votes import (
    PIECE,
    Evidence,
    Seam,
    Wrap,
    add_seams,
    seam_to_wrap,
    texts_to_evidence,
)
from pipeline.model import Line, Printed, Run
from pipeline.pattern import Pattern, lazy_pattern
from pipeline.text import is_syllable

PIECES = lazy_pattern(r"\S+(?:[ ]\S+)*")
WORD = lazy_pattern(r"\S+")
SPREAD = lazy_pattern(
    r"(?:[Ⅰ-Ⅻ\dIVX]{1,4}[.)]?\s+)?(?P<label>[가-힣](?:\s+[가-힣])+)(?=\s*$|\s*[(（<\[])"
)
LONGEST_LABEL = 20  # letters; longer than that single syllables are words
CLEAR = 0.5  # em of room beyond what is needed before it counts as room
# share of full lines with a trailing blank below which the producer trims them: a third is what
# Korean prose gives
TRIMMED = 0.05


def blocks_to_evidence(blocks: Sequence[tuple[Sequence[DraftLine], float]]) -> Evidence:
    """Evidence from all cells and columns of a document: their lines, and the right edge that text
    may reach there.
    """
    evidence = texts_to_evidence(line.text for lines, _ in blocks for line in lines)
    add_seams(evidence, _full_seams(blocks))
    kept = evidence.whole.blanks / evidence.whole.spaced if evidence.whole.blanks else 0.0
    evidence.trailing = kept >= TRIMMED
    return evidence


def _full_seams(blocks: Sequence[tuple[Sequence[DraftLine], float]]) -> Iterator[Seam]:
    """Seams of lines that were full; the others the typist ended, and they tell nothing."""
    for lines, right in blocks:
        for above, below in pairwise(lines):
            if room(above, right) < word_width(below) + CLEAR * below.size:
                yield lines_to_seam(above, below, right)


def lines_to_seam(above: DraftLine, below: DraftLine, right: float) -> Seam:
    """The place where two lines meet, `right` being the edge that the upper one may reach."""
    left = room(above, right) - _width(PIECE, below)
    style: Hashable = (above.font, above.spaced)
    return Seam(above.text, below.text, style, left / max(below.size, 1.0), above.spaced)


def room(line: DraftLine, right: float) -> float:
    """Points left on a line, its own trailing blanks not counted."""
    return right - (line.box.x0 if not line.text or line.text.isspace() else line.ink_right)


def first_width(line: DraftLine) -> float:
    """Width of a line's first character that is no blank."""
    start = len(line.text) - len(line.text.lstrip())
    return float(line.edges[start, 2] - line.edges[start, 0]) if start < len(line.text) else 0.0


def word_width(line: DraftLine) -> float:
    """Width of a line's first word."""
    return _width(WORD, line)


def _width(shape: Pattern[str], line: DraftLine) -> float:
    found = shape.search(line.text)
    if found is None or found[0].isspace():
        return 0.0
    start = found.end() - len(found[0].lstrip())
    return float(line.edges[found.end() - 1, 2] - line.edges[start, 0])


def lines_to_wrap(above: DraftLine, below: DraftLine, right: float, evidence: Evidence) -> Wrap:
    """What the print says about the break between two lines of one paragraph."""
    return seam_to_wrap(lines_to_seam(above, below, right), evidence)


def lines_to_printed(lines: Sequence[tuple[DraftLine, Line]], gaps: Sequence[Wrap]) -> Printed:
    """Lines of one paragraph as one text; `gaps[i]` stands between line i and line i + 1. Spread
    labels are closed up.

    A blank run of any length is one blank, ends are trimmed; nothing else changes.
    """
    text, runs, doubt = "", [], False
    drafts = [draft for draft, _ in lines]
    spread, upright = lines_to_spread(drafts), is_upright(drafts)
    for at, (draft, line) in enumerate(lines):
        gap = Wrap("") if upright or not at else gaps[at - 1]
        blank = gap.gap or ""
        for start, end in _pieces(draft.text, WORD if spread[at] else PIECES):
            text += blank if text else ""
            runs.append(Run(len(text), line, start, end - start))
            text += draft.text[start:end]
            blank = "" if spread[at] else " "
        doubt = doubt or gap.doubt
    return close_spread(Printed(text, tuple(runs), doubt))


def _pieces(text: str, shape: Pattern[str]) -> list[tuple[int, int]]:
    return [m.span() for m in shape.finditer(text)]


def is_spread(text: str) -> bool:
    """Whether a whole line is syllables set apart, three or more.

    >>> is_spread("여 성 정 책"), is_spread("가족 정책"), is_spread("기 금")
    (True, False, False)
    """
    syllables = text.split()
    return len(syllables) > 2 and all(len(s) == 1 and is_syllable(s) for s in syllables)


def close_spread(printed: Printed) -> Printed:
    """A label whose syllables were spread over its cell, closed up; a number before it and a
    bracket behind it stay as they are.

    Price: three words of one syllable each that make a whole cell are closed up too.

    >>> close_spread(Printed("여 성 가 족 국")).text, close_spread(Printed("증 감(B)")).text, close_spread(Printed("올 한 해 동안")).text
    ('여성가족국', '증감(B)', '올 한 해 동안')
    """
    found = (
        SPREAD.match(printed.text)
        if " " in printed.text and len(printed.text) <= 2 * LONGEST_LABEL
        else None
    )
    if found is None:
        return printed
    return _without(printed, [i for i in range(*found.span("label")) if printed.text[i].isspace()])


def _without(printed: Printed, dropped: Sequence[int]) -> Printed:
    """The text without the characters at these positions, its runs cut accordingly."""
    gone = set(dropped)
    text = "".join(c for i, c in enumerate(printed.text) if i not in gone)
    runs = []
    for run in printed.runs:
        start: int | None = None
        for i in range(run.start, run.start + run.length + 1):
            kept = i < run.start + run.length and i not in gone
            if kept and start is None:
                start = i
            elif not kept and start is not None:
                runs.append(
                    Run(
                        start - sum(d < start for d in dropped),
                        run.line,
                        run.offset + start - run.start,
                        i - start,
                    )
                )
                start = None
    return Printed(text, tuple(runs), printed.join_doubt)
