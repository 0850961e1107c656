"""Wrapped lines made one text: what stood between two words gets its blank back, what stood inside
a word gets nothing.

Where the run types its blanks, a blank before the line break is all the printer left of a word
boundary, and its absence means the break went through a word. Where the print does not tell, room
at the line's end, then the same words elsewhere in the document decide, and the doubt is marked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pipeline.layout.draft import DraftLine
from pipeline.layout.stacked import ends_in_figure, is_upright, lines_to_spread
from pipeline.lexicon import ends_in, has
from pipeline.model import Line, Printed, Run
from pipeline.pattern import Pattern, lazy_pattern
from pipeline.text import bullet_at, is_syllable, numbering_at

PIECES = lazy_pattern(r"\S+(?:[ ]\S+)*")
WORD = lazy_pattern(r"\S+")
SPREAD = lazy_pattern(
    r"(?:[Ⅰ-Ⅻ\dIVX]{1,4}[.)]?\s+)?(?P<label>[가-힣](?:\s+[가-힣])+)(?=\s*$|\s*[(（<\[])"
)
LONGEST_LABEL = 20  # letters; longer than that single syllables are words
OPENING, CLOSING = "([{<「『《〈【（", ")]}>」』》〉】）,.·%％"
CLEAR = 0.5  # em of room beyond what is needed before it counts as room
# share of full lines with a trailing blank below which the producer trims them: a third is what
# Korean prose gives
TRIMMED = 0.05
ENOUGH_APART, HAND_SHARE = (
    5,
    0.35,
)  # wraps between known words, and how few inside known words, before lines count as broken by hand
PROSE = 24  # characters of a line that is no label
# share of wraps with room for another syllable from which the typesetter surely breaks between
# words
WORD_WRAPPED = 0.3


@dataclass(frozen=True, slots=True)
class Wrap:
    """Two lines that follow one another: `gap` is what is printed between their texts, None where a
    new paragraph begins.
    """

    gap: str | None
    doubt: bool = False


@dataclass(slots=True)
class Evidence:
    """What a whole document tells about how it was wrapped: are trailing blanks written at all, are
    words broken, which words are there.

    `by_hand`: lines end without a blank, but between words: the typist broke them (or this producer
    drops its blanks).
    """

    trailing: bool = False
    between_words: bool = False
    blank_share: float = 0.0
    by_hand: bool = False
    words: set[str] = field(default_factory=set)
    pairs: set[tuple[str, str]] = field(default_factory=set)


def blocks_to_evidence(blocks: Sequence[tuple[Sequence[DraftLine], float]]) -> Evidence:
    """Evidence from all cells and columns of a document: their lines, and the right edge that text
    may reach there.
    """
    evidence = Evidence()
    for lines, _ in blocks:
        for line in lines:
            found = line.text.split()
            evidence.words.update(found[1:-1])
            evidence.pairs.update(pairwise(found))
    blanks = none = loose = wraps = joined = apart = 0
    for lines, right in blocks:
        for above, below in pairwise(lines):
            left = room(above, right)
            if (
                left < word_width(below) + CLEAR * below.size
            ):  # else the typist ended the line, and it tells nothing
                wraps += 1
                loose += left > first_width(below) + CLEAR * below.size
            if not above.spaced:
                continue
            if above.text[-1:].isspace():
                blanks += left < word_width(below) + below.size
            elif left < first_width(below) + CLEAR * below.size:
                none += 1
                known = _known(above, below, evidence)
                joined, apart = joined + (known == ""), apart + (known == " ")
    evidence.blank_share = blanks / (blanks + none) if blanks else 0.0
    evidence.trailing = evidence.blank_share >= TRIMMED
    evidence.by_hand = apart >= ENOUGH_APART and joined < apart * HAND_SHARE
    evidence.between_words = not evidence.trailing and wraps > 3 and loose > WORD_WRAPPED * wraps
    return evidence


def _known(above: DraftLine, below: DraftLine, evidence: Evidence) -> str | None:
    """What stands between these words where the document prints them inside a line; None where it
    does not tell.
    """
    last, first = above.text.split()[-1:], below.text.split()[:1]
    if not last or not first or bullet_at(below.text) or numbering_at(below.text):
        return None
    whole, pair = last[0] + first[0], (last[0], first[0])
    if (whole in evidence.words) != (pair in evidence.pairs):
        return "" if whole in evidence.words else " "
    return " " if {last[0], first[0]} <= evidence.words else None


def room(line: DraftLine, right: float) -> float:
    """Points left on a line, its own trailing blanks not counted."""
    return right - (line.box.x0 if not line.text or line.text.isspace() else line.ink_right)


def first_width(line: DraftLine) -> float:
    """Width of a line's first character that is no blank."""
    start = len(line.text) - len(line.text.lstrip())
    return float(line.edges[start, 2] - line.edges[start, 0]) if start < len(line.text) else 0.0


def word_width(line: DraftLine) -> float:
    """Width of a line's first word."""
    word = WORD.search(line.text)
    return float(line.edges[word.end() - 1, 2] - line.edges[word.start(), 0]) if word else 0.0


def lines_to_wrap(above: DraftLine, below: DraftLine, right: float, evidence: Evidence) -> Wrap:
    """What the print says about the break between two lines of one paragraph."""
    if above.text[-1:].isspace() or below.text[:1].isspace():
        return Wrap(" ")
    if below.text.split()[:1] and has(below.text.split()[0], "stands_alone"):
        return Wrap(" ")
    if ends_in_figure(above.text, below.text):
        return Wrap(" ", doubt=True)
    if above.spaced and evidence.trailing:
        if evidence.by_hand:
            return _by_hand(above, below, evidence)
        return Wrap(" ", doubt=True) if _stand_apart_elsewhere(above, below, evidence) else Wrap("")
    if above.text[-1:] in OPENING or below.text[:1] in CLOSING:
        return Wrap("")
    if evidence.between_words or room(above, right) > first_width(below) + CLEAR * below.size:
        return Wrap(" ")  # another syllable would have fitted: the break waited for a word
    return _by_words(above, below, evidence)


def _by_hand(above: DraftLine, below: DraftLine, evidence: Evidence) -> Wrap:
    """Long lines of a document whose typist broke them between words; short ones (labels in cells)
    go by the words.
    """
    known = _known(above, below, evidence)
    if known is None:
        known = " " if _is_comma(above, below) or len(above.text) >= PROSE else ""
    return Wrap(known, doubt=True)


def _stand_apart_elsewhere(above: DraftLine, below: DraftLine, evidence: Evidence) -> bool:
    """A label's words that the document prints side by side and never as one: centred lines of a
    narrow cell lose their blanks, though the document's other lines keep theirs (“모두의 학습” in
    the list of areas, “1. 모두의 / 학습” in the column of areas)."""
    last, first = above.text.split()[-1:], below.text.split()[:1]
    if (
        not last
        or not first
        or len(above.text) >= PROSE
        or bullet_at(below.text)
        or numbering_at(below.text)
    ):
        return False
    torn = (
        len(last[0]) < 2 or len(first[0]) < 2
    )  # “시 / 공” is one word, however often 시 stands before 공
    return (
        not torn
        and (last[0], first[0]) in evidence.pairs
        and last[0] + first[0] not in evidence.words
    )


def _by_words(above: DraftLine, below: DraftLine, evidence: Evidence) -> Wrap:
    """The same words elsewhere in the document: joined, side by side, or each alone; nothing is put
    in where neither word is known.
    """
    known = _known(above, below, evidence)
    last, first = above.text.split()[-1:], below.text.split()[:1]
    if known is not None or not last or not first:
        return Wrap(
            " " if known is None else known,
            doubt=known is not None and (last[0], first[0]) not in evidence.pairs,
        )
    if _is_comma(above, below):
        return Wrap(" ", doubt=True)
    if last[0][-1:].isdigit() and (first[0][:1].isdigit() or first[0][:1] in "%％"):
        return Wrap(
            "", doubt=True
        )  # a number is broken before its blank, never an amount from the next one
    ended = len(last[0]) > 2 and ends_in(last[0], "ends_a_word")
    return Wrap(
        " " if ended or last[0] in evidence.words or first[0] in evidence.words else "", doubt=True
    )


def _is_comma(above: DraftLine, below: DraftLine) -> bool:
    """A comma that ends a line stands behind a word, unless it stands inside a number."""
    return above.text.endswith(",") and not below.text[:1].isdigit()


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
