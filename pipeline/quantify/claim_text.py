"""A text cut the way its author grouped it: brackets, and the comma pieces between them. Claims are
found on these pieces.

>>> told = Telling.of("직무훈련 996명 참여, 929명 수료(93.3%)")
>>> [told.text[a:b].strip() for a, b in told.pieces]
['직무훈련 996명 참여', '929명 수료(93.3%)']
>>> told.bracket_around(24)
Bracket(start=21, end=27)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.model import Container, Quantity
from pipeline.pattern import lazy_pattern, named

JOINED = named("claims.joined_to_next")
LONGEST = 5000  # characters; no statement is that long, and brackets are looked up figure by figure
OPENING = "(（[〔【<《「"
SEPARATORS = frozenset(",，、;/\n")
BRACKET = lazy_pattern(r"[(（\[〔【<《「)）\]〕】>》」]")
SEPARATOR = lazy_pattern("[,，、;/\\n]")


class Bracket(NamedTuple):
    """text[start] opens, text[end] closes (or is the end of the text)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Telling:
    """One text with its figures in order, its brackets (innermost last) and its comma pieces
    outside all brackets.
    """

    text: str
    figures: tuple[Quantity, ...]
    brackets: tuple[Bracket, ...]
    pieces: tuple[tuple[int, int], ...]
    container: Container | None = None
    known: dict[Bracket, tuple[tuple[int, int], ...]] = field(
        default_factory=dict, compare=False, repr=False
    )
    words: dict[tuple[str, int, int], str] = field(
        default_factory=dict, compare=False, repr=False
    )  # every kind of claim asks again

    @classmethod
    def of(
        cls, text: str, figures: Iterable[Quantity] = (), container: Container | None = None
    ) -> Telling:
        brackets = text_to_brackets(text)
        return cls(
            text,
            tuple(sorted(figures, key=lambda q: q.start)),
            brackets,
            text_to_pieces(text, 0, len(text), brackets),
            container,
        )

    def bracket_around(self, at: int) -> Bracket | None:
        """The innermost bracket that holds this character."""
        for bracket in reversed(self.brackets):  # the innermost one opens last
            if bracket.start < at < bracket.end:
                return bracket
        return None

    def pieces_in(self, bracket: Bracket) -> tuple[tuple[int, int], ...]:
        """The comma pieces inside one bracket."""
        if bracket not in self.known:
            self.known[bracket] = text_to_pieces(
                self.text, bracket.start + 1, bracket.end, self.brackets
            )
        return self.known[bracket]

    def piece_around(self, at: int) -> tuple[int, int]:
        """The comma piece that holds this character, inside its own bracket if it stands in one."""
        bracket = self.bracket_around(at)
        pieces = self.pieces_in(bracket) if bracket else self.pieces
        for piece in pieces:
            if piece[0] <= at < piece[1]:
                return piece
        return 0, len(self.text)

    def figures_in(self, start: int, end: int) -> tuple[Quantity, ...]:
        return tuple(q for q in self.figures if start <= q.start and q.end <= end)

    def outside(self) -> tuple[Quantity, ...]:
        """The figures that stand in no bracket."""
        return tuple(q for q in self.figures if self.bracket_around(q.start) is None)

    def between(self, one: Quantity, other: Quantity) -> str:
        return self.text[one.end : other.start]

    def opened_after(self, figure: Quantity, reach: int = 20) -> Bracket | None:
        """The bracket that opens after a figure (before the next figure and the next comma) and so
        speaks of it.
        """
        if not self.brackets:
            return None
        stop = min(
            [q.start for q in self.figures if q.start >= figure.end]
            + [len(self.text), figure.end + reach]
        )
        for bracket in sorted(self.brackets):
            if figure.end <= bracket.start < stop and not _separated(
                self.text, figure.end, bracket.start
            ):
                return bracket
        return None


def text_to_brackets(text: str) -> tuple[Bracket, ...]:
    """The brackets of a text in the order they open; one never closed runs to the end, one never
    opened is nothing.
    """
    made, open_ = [], []
    for found in BRACKET.finditer(text):
        if found[0] in OPENING:
            open_.append(found.start())
        elif open_:
            made.append(Bracket(open_.pop(), found.start()))
    made += [Bracket(at, len(text)) for at in open_]
    return tuple(sorted(made))


def is_separator(text: str, at: int) -> bool:
    """A comma between pieces, not the one inside 1,234.

    >>> [is_separator("1,234명, 5명", at) for at in (1, 6)]
    [False, True]
    """
    if text[at] not in SEPARATORS:
        return False
    inside = 0 < at < len(text) - 1 and text[at - 1].isdigit() and text[at + 1].isdigit()
    return not inside


def _separated(text: str, start: int, end: int) -> bool:
    return any(is_separator(text, at) for at in range(start, end))


def text_to_pieces(
    text: str, start: int, end: int, brackets: tuple[Bracket, ...]
) -> tuple[tuple[int, int], ...]:
    """text[start:end] cut at its commas, those inside inner brackets left alone."""
    inner = [b for b in brackets if start <= b.start and b.end <= end]
    cuts, made = start, []
    for found in SEPARATOR.finditer(text, start, end):
        at = found.start()
        if is_separator(text, at) and not any(b.start < at < b.end for b in inner):
            made.append((cuts, at))
            cuts = at + 1
    made.append((cuts, end))
    return tuple(p for p in made if text[p[0] : p[1]].strip())


def tellings(quantities: Iterable[Quantity], containers: Iterable[Container]) -> list[Telling]:
    """Every container as a telling, in the order given; those without a figure too, for the lines
    under them.
    """
    by_container: dict[int, list[Quantity]] = {}
    for q in quantities:
        by_container.setdefault(id(q.container), []).append(q)
    made = []
    for c in containers:
        text = c.printed.text
        if len(text) <= LONGEST:
            figures = by_container.get(id(c))
            bare = not figures or (
                len(figures) == 1 and figures[0].quote == text
            )  # most cells of a table
            made.append(
                Telling(text, tuple(figures or ()), (), ((0, len(text)),), c)
                if bare
                else Telling.of(text, figures or (), c)
            )
    return made


def words_before(told: Telling, figure: Quantity) -> str:
    """The words between the last comma, bracket or figure and this figure: its label.

    The figure of “예산 2,208억원” is labelled 예산.
    """
    key = ("before", figure.start, figure.end)
    if key not in told.words:
        told.words[key] = _words_before(told, figure)
    return told.words[key]


def _words_before(told: Telling, figure: Quantity) -> str:
    start = told.piece_around(figure.start)[0]
    earlier = [q.end for q in told.figures if start <= q.start and q.end <= figure.start]
    inner = [b.end + 1 for b in told.brackets if start <= b.start and b.end < figure.start]
    return told.text[max([start, *earlier, *inner]) : figure.start].strip()


def words_after(told: Telling, figure: Quantity) -> str:
    """The words between this figure and the next comma, bracket or figure: the act it counts (참여,
    수료).

    Where another figure follows behind 과, 와 or 및, the words between are that one's label:
    “167명과 명예석사 50명을 배출”.
    """
    key = ("after", figure.start, figure.end)
    if key not in told.words:
        told.words[key] = _words_after(told, figure)
    return told.words[key]


def _words_after(told: Telling, figure: Quantity) -> str:
    end = told.piece_around(figure.start)[1]
    later = [q.start for q in told.figures if figure.end <= q.start < end]
    inner = [b.start for b in told.brackets if figure.end <= b.start < end]
    words = told.text[figure.end : min([end, *later, *inner])].strip()
    return "" if later and JOINED.match(words) else words
