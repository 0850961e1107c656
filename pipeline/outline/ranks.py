"""Numbered headings and the tree that they make: which heading stands under which is told by their
styles and by their counting.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pipeline.model import Paragraph, Printed, Table
from pipeline.outline.boxed import boxes_to_headings
from pipeline.outline.declared import unit_words
from pipeline.pattern import lazy_pattern, named
from pipeline.text import bullet_at, is_syllable, numbering_at

LONGEST_HEADING = 60
SAME_SIZE = 0.6  # pt between headings of one style
LARGER = 0.4  # pt
BARE = lazy_pattern(r"(?P<no>\d{1,2})\s+(?=[^\d\s])")
COUNTED = named("outline.figure_and_counter")
LEADERS = lazy_pattern(r"(?:[.·․‧…⋯]\s?){4}")  # of a table of contents
LINE_KINDS = ("circled",)  # numbers that count the lines of a programme


@dataclass(slots=True, eq=False)
class Rank:
    """A numbered heading, with what stands under it in order: lines, tables, and headings of deeper
    styles.
    """

    printed: Printed
    style: int  # index of its style: kind of numbering, size, boldness
    value: int  # the last part of its number
    size: float | None
    bold: bool
    no: str
    words: Printed  # without the number
    content: list[Printed | Table | Rank] = field(default_factory=list)

    @property
    def children(self) -> list[Rank]:
        return [c for c in self.content if isinstance(c, Rank)]

    @property
    def lines(self) -> list[Printed]:
        return [c for c in self.content if isinstance(c, Printed)]


@dataclass(slots=True)
class Styles:
    """Styles of headings as they are met: two headings are of one style if they are numbered alike
    and printed alike.
    """

    known: list[tuple[str, bool, float | None]] = field(default_factory=list)

    def index(self, kind: str, paragraph: Paragraph) -> int:
        """The style's number; a new style is added."""
        for k, (other, bold, size) in enumerate(self.known):
            alike = (
                size is None or paragraph.size is None or abs(size - paragraph.size) <= SAME_SIZE
            )
            if other == kind and bold == paragraph.bold and alike:
                return k
        self.known.append((kind, paragraph.bold, paragraph.size))
        return len(self.known) - 1


def paragraph_to_number(
    paragraph: Paragraph, stands_out: bool
) -> tuple[str, int, str, Printed] | None:
    """Kind of numbering, value, number and words of a paragraph that may be a heading; a bare
    number counts where the print stands out.

    Source: Hancom headings are numbered without any punctuation (“Ⅰ 정주 여건”, “1 생활 인프라”)
    and told by their size.

    >>> from pipeline.model import Place
    >>> paragraph_to_number(Paragraph(Printed("1-2 지방 상수도"), Place()), False)[:3]
    ('path 2', 2, '1-2')
    >>> paragraph_to_number(Paragraph(Printed("3 순환하는 자원"), Place()), True)[:3]
    ('bare', 3, '3')
    """
    text = paragraph.printed.text
    if len(text) > LONGEST_HEADING or LEADERS.search(text) or bullet_at(text):
        return None
    numbering = numbering_at(text)
    if numbering is not None and numbering.kind not in LINE_KINDS and numbering.end < len(text):
        word = (
            "".join(filter(is_syllable, numbering.printed))
            if numbering.kind in ("ordinal", "worded", "bracket")
            else ""
        )
        kind = f"{numbering.kind}{word} {len(numbering.value)}"
        return kind, numbering.value[-1], numbering.printed, paragraph.printed.slice(numbering.end)
    m = BARE.match(text) if numbering is None and stands_out else None
    return ("bare", int(m["no"]), m["no"], paragraph.printed.slice(m.end())) if m else None


@dataclass(slots=True)
class TreeReader:
    """Reads the items of a report into a tree of ranks."""

    body: float | None  # size of the marked lines
    styles: Styles = field(default_factory=Styles)
    roots: list[Rank] = field(default_factory=list)
    stack: list[Rank] = field(default_factory=list)
    last: dict[int, int] = field(default_factory=dict)  # style → the value that it reached

    def read(self, items: Sequence[Paragraph | Table]) -> list[Rank]:
        """The outermost ranks in order."""
        for item in joined_items(items):
            if isinstance(item, Table):
                if self.stack:
                    self.stack[-1].content.append(item)
                continue
            rank = self._rank(item)
            if rank is not None:
                self._place(rank)
            elif self._closes(item):
                self.stack.clear()
            elif self.stack:
                self.stack[-1].content.append(item.printed)
        return self.roots

    def stands_out(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is printed bold or larger than the lines."""
        if paragraph.size is None:
            m = COUNTED.match(paragraph.printed.text)  # a text shows no sizes
            return m is None or m["word"] not in unit_words()
        larger = self.body is not None and paragraph.size - self.body > LARGER
        return paragraph.bold or larger or paragraph.boxed

    def _rank(self, paragraph: Paragraph) -> Rank | None:
        """The rank that a paragraph is, if its number begins a sequence or goes on with one."""
        found = paragraph_to_number(paragraph, self.stands_out(paragraph))
        if found is None:
            return None
        kind, value, no, words = found
        style = self.styles.index(kind, paragraph)
        open_ = next((r for r in reversed(self.stack) if r.style == style), None)
        if (
            value == 1
            or (open_ is not None and value > open_.value)
            or value == self.last.get(style, -1) + 1
        ):
            return Rank(paragraph.printed, style, value, paragraph.size, paragraph.bold, no, words)
        return None

    def _place(self, rank: Rank) -> None:
        at = next(
            (k for k in reversed(range(len(self.stack))) if self.stack[k].style == rank.style),
            len(self.stack),
        )
        if self._begins_below(rank, at):
            at = len(self.stack)
        del self.stack[at:]
        (self.stack[-1].content if self.stack else self.roots).append(rank)
        self.stack.append(rank)
        self.last[rank.style] = rank.value

    def _begins_below(self, rank: Rank, at: int) -> bool:
        """Whether a number one is counted below what stands open since its style was met, in a text
        that shows no sizes.

        Source: front matter numbered 1., 2., 3., then 제1장, 제1절 and below them 1., 2., 3. once
        more.
        """
        alike = sum(r.style == rank.style for r in self.stack)
        return rank.size is None and rank.value == 1 and alike == 1 and at < len(self.stack) - 1

    def _closes(self, paragraph: Paragraph) -> bool:
        """Whether a heading without a number, printed as large as the one above, ends what stands
        under it (“그간의 성과”).
        """
        text = paragraph.printed.text
        if (
            not self.stack
            or len(text) > LONGEST_HEADING
            or bullet_at(text)
            or not self.stands_out(paragraph)
        ):
            return False
        own, above = paragraph.size, self.stack[-1].size
        return (
            own is not None
            and above is not None
            and own > above - SAME_SIZE
            and paragraph.bold >= self.stack[-1].bold
        )


def joined_items(items: Sequence[Paragraph | Table]) -> Iterator[Paragraph | Table]:
    """All items in order, number boxes joined with the words beside them."""
    stretch: list[Paragraph] = []
    for item in items:
        if isinstance(item, Paragraph):
            stretch.append(item)
            continue
        yield from (p for p, _ in boxes_to_headings(stretch))
        stretch = []
        yield item
    yield from (p for p, _ in boxes_to_headings(stretch))
