"""Headings and lines to one tree: which heading stands under which is told by their styles, their
counting, their size and their place.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, groupby, pairwise
from typing import TypeGuard

from pipeline.model import Paragraph, Place, Printed, Table
from pipeline.outline.headings import (
    APPENDIX,
    BESIDE,
    DIVIDER,
    LEADERS,
    LEAF,
    LISTED,
    PLAIN,
    WORDED,
    Heading,
    HeadingReader,
    items_to_odd_marks,
    lines_size,
    text_to_key,
)
from pipeline.text import bullet_at, numbering_at

Entry = Heading | Printed | Table
Styles = dict[str, list[tuple[int, float | None]]]  # by kind the numbers and sizes of styles
DEEPEST = 12  # headings over one another; what is met below is a line
SAME_SIZE = 0.6  # pt between headings of one style
SAME_SHARE = 0.04  # of their size
LARGER = 1.05  # times the size of a heading that cannot stand over it
SEVERAL = 3  # parents
LEFT = 3.0  # pt that a heading begins left of a mark that cannot stand over it


@dataclass(slots=True)
class Tree:
    """The headings that stand in no other, and the names that lists set before them."""

    roots: list[Heading]
    listed: frozenset[str]  # the first letters of names in lists of contents and in tables

    def is_listed(self, heading: Heading) -> bool:
        return heading.opening in self.listed


def items_to_tree(items: Sequence[Paragraph | Table], listed: Sequence[str] = ()) -> Tree:
    """The tree of all headings, lists of contents left out. `listed`: lines of lists of contents
    that layout has set apart.

    >>> from pipeline.model import Place
    >>> texts = ["Ⅰ. 돌봄", "1. 조사", "○ 3회", "2. 상담", "○ 4회"]
    >>> tree = items_to_tree([Paragraph(Printed(t), Place()) for t in texts])
    >>> [(r.no, [c.no for c in r.children]) for r in tree.roots]
    [('Ⅰ', ['1', '2'])]
    """
    odd = items_to_odd_marks(items)
    entries = list(HeadingReader(lines_size(items, odd), odd).entries(items))
    contents = entries_to_contents(entries)
    entries = number_as_listed(entries, [*contents, *texts_to_headings(listed)])
    names = {h.opening for h in contents}
    names.update(text_to_listed(text)[:LISTED] for text in list_texts(entries))
    for entry, follow in pairwise(entries):
        if isinstance(entry, Heading) and entry.kind == DIVIDER and follow in contents:
            entry.kind = LEAF
    kept = [e for e in entries if not (isinstance(e, Heading) and e in contents)]
    return Tree(TreeReader().read(kept), frozenset(names - {""}))


def texts_to_headings(texts: Sequence[str]) -> list[Heading]:
    """The numbered names of a list of contents, without their leaders and pages.

    >>> [(h.no, h.key) for h in texts_to_headings(["목 차", "Ⅱ. 2024년 성과 ······ 3"])]
    [('Ⅱ', '2024년성과')]
    """
    names = [Printed(LEADERS.split(text)[0].strip()) for text in texts]
    headings = [HeadingReader(None).heading(Paragraph(n, Place()), False) for n in names]
    return [h for h in headings if h is not None and h.value is not None]


def number_as_listed(entries: Sequence[Entry], listed: Sequence[Heading]) -> list[Entry]:
    """The entries; headings without a number, and chapters' names that open a page, given that of
    the same name in a list of contents: a number that is drawn, or lies in a picture, is printed
    there.
    """
    names = {h.key: h for h in listed}
    numbered: list[Entry] = []
    page = None
    for entry in entries:
        place = entry_to_page(entry)
        named = entry_to_name(entry, place != page, names)
        if named and not isinstance(entry, Table):
            entry = with_number(entry, named)
        numbered.append(entry)
        page = place or page
    return numbered


def entry_to_name(entry: Entry, opens: bool, names: Mapping[str, Heading]) -> Heading | None:
    """The listed heading that an entry without a number has the name of. `opens`: a page."""
    if isinstance(entry, Heading):
        return names.get(entry.key) if entry.kind in (PLAIN, DIVIDER) else None
    named = names.get(text_to_key(entry.text)) if isinstance(entry, Printed) and opens else None
    return named if named and named.is_chapter else None


def with_number(entry: Heading | Printed, named: Heading) -> Heading:
    """An entry as the heading that a list numbers."""
    if isinstance(entry, Printed):
        entry = Heading(entry, entry, PLAIN)
    return replace(entry, kind=named.kind, value=named.value, no=named.no)


def list_texts(entries: Sequence[Entry]) -> Iterator[str]:
    """What stands in cells, and lines that a circled number opens: where lists set their names."""
    for entry in entries:
        if isinstance(entry, Table):
            yield from (p.text for c in entry.cells for p in c.paragraphs)
        elif isinstance(entry, Printed):
            numbering = numbering_at(entry.text)
            if numbering is not None and numbering.kind == "circled":
                yield entry.text


def text_to_listed(text: str) -> str:
    """The letters of a name in a list, without its mark or number."""
    bullet, numbering = bullet_at(text), numbering_at(text)
    return text_to_key(text[bullet.end if bullet else numbering.end if numbering else 0 :])


def entries_to_contents(entries: Sequence[Entry]) -> set[Heading]:
    """The headings of lists of contents: several of one style, nothing between them, whose names
    come again below.

    Source: leaves between chapters that print what follows; the last name of a list may be worded
    otherwise there than on its page.
    """
    named = {e.opening: k for k, e in enumerate(entries) if is_named(e)}
    printed = {
        text_to_listed(e.text)[:LISTED]: k for k, e in enumerate(entries) if isinstance(e, Printed)
    }
    found: set[Heading] = set()
    told = filter(lambda own: tells(own[1]), enumerate(entries))
    for numbered, group in groupby(told, key=lambda e: is_named(e[1])):
        if numbered:
            run = [(k, e) for k, e in group if isinstance(e, Heading)]
            found |= run_to_contents(run, named, printed)
    return found


def tells(entry: Entry) -> bool:
    """Whether an entry has letters: leaders and page numbers that a text sets below the names of a
    list part them in nothing.
    """
    return not isinstance(entry, Printed) or any(map(str.isalpha, entry.text))


def run_to_contents(
    run: Sequence[tuple[int, Heading]], named: Mapping[str, int], printed: Mapping[str, int]
) -> set[Heading]:
    """Those of a run of headings that make a list, and numbers beside them that come again as
    headings; where a name stands last by the texts given.
    """
    again = {h for k, h in run if named[h.opening] > k}
    below = again | {h for k, h in run if printed.get(h.opening, -1) > k}
    lists = [at for at in run_to_styles(run) if is_list(at, below)]
    listed = set(chain.from_iterable(lists))
    if run[-1][1] not in again:
        listed.discard(run[-1][1])  # the last one has what follows it
    return listed | set(filter(may_be_listed, again if lists else ()))


def may_be_listed(heading: Heading) -> bool:
    """Whether a heading has a number, as those of lists have."""
    return heading.value is not None or heading.is_chapter


def is_list(headings: Sequence[Heading], below: set[Heading]) -> bool:
    """Whether several headings are a list: half of them or more come again below."""
    return len(headings) > 1 and 2 * len(below.intersection(headings)) >= len(headings)


def is_named(entry: Entry) -> TypeGuard[Heading]:
    """Whether an entry is a heading that a list may name."""
    return isinstance(entry, Heading) and entry.kind != DIVIDER


def run_to_styles(run: Sequence[tuple[int, Heading]]) -> Iterator[list[Heading]]:
    """The headings of a run by kind and size, a new list where their numbers begin anew; those
    without a number make no list.
    """
    styles: dict[tuple[str, int], list[Heading]] = defaultdict(list)
    for _, heading in run:
        if heading.value is not None:
            style = heading.kind, round(heading.size or 0)
            open_ = styles[style]
            if open_ and heading.value <= (open_[-1].value or 0):
                yield styles.pop(style)
            styles[style].append(heading)
    yield from styles.values()


@dataclass(slots=True)
class TreeReader:
    """Reads headings and lines into a tree."""

    styles: Styles = field(default_factory=lambda: defaultdict(list))
    ranks: Styles = field(default_factory=lambda: defaultdict(list))
    roots: list[Heading] = field(default_factory=list)
    stack: list[Heading] = field(default_factory=list)
    page: int | None = None  # of what was read last
    last: dict[int, int] = field(default_factory=dict)  # style → the value that it reached

    def read(self, entries: Sequence[Entry]) -> list[Heading]:
        """The headings that stand in no other; what stands before the first one is no one's."""
        for entry in entries:
            if isinstance(entry, Heading) and entry.kind == DIVIDER:
                self._divide(entry)
            elif isinstance(entry, Heading) and self._counts(entry):
                self._place(entry)
                self.page = entry.printed.place().page
                continue
            if self.stack:
                content = entry.printed if isinstance(entry, Heading) else entry
                self.stack[-1].content.append(content)
                self.page = page_of(content) or self.page
        return without_leaves(self.roots)

    def _divide(self, divider: Heading) -> None:
        """Ends what a title page comes behind: on a page of its own, in print as large as the
        headings that it ends.

        Source: plans that print each chapter's number, title and tasks on a page between.
        """
        if divider.printed.place().page != self.page:
            while self.stack and closes(divider, self.stack[-1]):
                del self.stack[-1]

    def _counts(self, heading: Heading) -> bool:
        """Whether a heading's number begins a sequence or goes on with one; what has none may
        always stand there.
        """
        heading.style = style_of(heading, heading.kind, self.styles)
        worded = "worded" if heading.kind.startswith(WORDED) else heading.kind
        heading.rank = style_of(heading, worded, self.ranks)
        if heading.value in (None, 1):
            return bool(self.stack) or heading.kind not in (PLAIN, LEAF)
        follows = heading.value == self.last.get(heading.style, -1) + 1
        return follows or heading.is_chapter or self._rises(heading)

    def _rises(self, heading: Heading) -> bool:
        """Whether a number is greater than the open one of its style."""
        open_ = next((h.value for h in reversed(self.stack) if h.style == heading.style), None)
        return open_ is not None and (heading.value or 0) > open_

    def _place(self, heading: Heading) -> None:
        at = self._open_at(heading)
        if at < len(self.stack) and is_again(heading, self.stack[at]):
            del self.stack[at + 1 :]  # its leaf came before
            return
        del self.stack[at:]
        if len(self.stack) == DEEPEST:
            self.stack[-1].content.append(heading.printed)
            return
        (self.stack[-1].content if self.stack else self.roots).append(heading)
        self.stack.append(heading)
        if heading.value is not None:
            self.last[heading.style] = heading.value

    def _open_at(self, heading: Heading) -> int:
        """Where in the stack a heading comes to stand: in place of its style's last one, else
        below all that can stand over it.
        """
        same = [k for k, h in enumerate(self.stack) if h.style == heading.style]
        if same and not self._begins_below(heading, same):
            return same[-1]
        at = len(self.stack)
        while at and not same and closes(heading, self.stack[at - 1]):
            at -= 1
        return at

    def _begins_below(self, heading: Heading, same: Sequence[int]) -> bool:
        """Whether a number one is counted below what stands open since its style was met, in a text
        that shows no sizes.

        Source: front matter numbered 1., 2., 3., then 제1장, 제1절 and below them 1., 2., 3. once
        more.
        """
        first = heading.size is None and heading.value == 1
        return first and len(same) == 1 and same[0] < len(self.stack) - 1


def entry_to_page(entry: Entry) -> int | None:
    """The page that an entry ends on."""
    return page_of(entry.printed if isinstance(entry, Heading) else entry)


def page_of(content: Printed | Table) -> int | None:
    """The page that a line or a table ends on."""
    if isinstance(content, Table):
        return content.parts[-1].page if content.parts else None
    return content.runs[-1].line.page if content.runs else None


def without_leaves(roots: Sequence[Heading]) -> list[Heading]:
    """The chapters without those of a list: printed again below, and no marked line theirs."""
    last = {(r.no, r.opening): r for r in roots}
    return [r for r in roots if last[r.no, r.opening] is r or has_lines(r)]


def has_lines(heading: Heading) -> bool:
    """Whether a marked line stands under a heading."""
    return any(isinstance(p, Printed) and bullet_at(p.text) for p in flat_content(heading))


def style_of(heading: Heading, kind: str, styles: Styles) -> int:
    """The number of a heading's style; a new one is added. Chapters are of one style however large
    they are printed.
    """
    for number, size in styles[kind]:
        if heading.is_sizeless or alike(size, heading.size):
            return number
    number = sum(map(len, styles.values()))
    styles[kind].append((number, heading.size))
    return number


def alike(one: float | None, other: float | None) -> bool:
    """Whether two headings are printed in one size."""
    if one is None or other is None:
        return True
    return abs(one - other) <= max(SAME_SIZE, SAME_SHARE * max(one, other))


def is_again(heading: Heading, open_: Heading) -> bool:
    """Whether a heading is the open one, printed again behind its leaf, or as it goes on."""
    return heading.no == open_.no is not None and heading.key == open_.key


def closes(heading: Heading, open_: Heading) -> bool:
    """Whether a heading of a new style ends an open one: a larger one does, and one left of a mark;
    chapters end with chapters only.
    """
    if open_.is_chapter:
        return APPENDIX in (heading.kind, open_.kind) and heading.is_chapter
    if heading.is_chapter:
        return True
    if heading.is_marked and not open_.is_marked:
        return False
    if open_.is_marked and stands_over_marks(heading, open_):
        return True
    if heading.size is None or open_.size is None:
        return False
    return heading.size > LARGER * open_.size


def stands_over_marks(heading: Heading, open_: Heading) -> bool:
    """Whether a heading has its number beside its words, or begins left of an open mark."""
    left = heading.left is not None and open_.left is not None and heading.left < open_.left - LEFT
    return left or heading.kind.endswith(BESIDE)


def walk(
    headings: Sequence[Heading], above: tuple[Heading, ...] = ()
) -> Iterator[tuple[Heading, tuple[Heading, ...]]]:
    """All headings in order, each with those above it, outermost first."""
    for heading in headings:
        yield heading, above
        yield from walk(heading.children, (*above, heading))


def flat_content(heading: Heading) -> Iterator[Printed | Table]:
    """What stands under a heading, deeper headings as lines."""
    for part in heading.content:
        if isinstance(part, Heading):
            yield part.printed
            yield from flat_content(part)
        else:
            yield part


def titles_again(headings: Sequence[tuple[Heading, tuple[Heading, ...]]]) -> frozenset[str]:
    """The names that stand under several parents: sections that each of them has."""
    parents: dict[str, Counter[int]] = defaultdict(Counter)
    for heading, above in headings:
        parents[heading.key][id(above[-1]) if above else 0] += 1
    return frozenset(key for key, under in parents.items() if len(under) >= SEVERAL)
