"""Paragraphs to headings: what a number, a mark, a box or the size of the print makes one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from pipeline.model import Paragraph, Printed, Table
from pipeline.outline.declared import unit_words
from pipeline.outline.grids import join_printed
from pipeline.pattern import lazy_pattern, named
from pipeline.text import Numbering, bullet_at, close_up, is_syllable, numbering_at

LISTED = 10  # letters by which a name is known again in a list of contents
LONGEST = 60  # characters of a heading
LONGEST_NAME = 40  # of a programme; of 300 programmes of plans one has more
LINED = 0.25  # of what a mark opens is no name: it opens lines
NAMED = 0.15  # of what a mark opens is no name: it may open headings
OVER = 0.8  # of what a mark of headings opens stands over another mark
FEWEST = 5  # paragraphs by which a mark is known
SMALLER = 0.97  # times the lines' size
LARGER = 0.4  # pt above the size of the lines: printed larger
LABELLED = 1.2  # times the lines' size: a word and a number before a title (“기본교육 1 …”)
OPENING = 6  # characters by which the size of a heading's opening is told
BESIDE_SHARE = 0.5  # of the words' height that lies beside their number
TIMES_LEAF = 3  # times the size of its words: a number that fills the title page of a chapter
TWO_LINES = 3.4  # heights of a title's line from its foot to that of its second one
MOST_LINES = 2  # paragraphs of a heading's words: a motto over the name
MARKS = ("square", "diamond", "private", "triangle", "disc", "check")  # families
LINE_MARKS = ("circle", "dash", "dot", "note", "arrow")
NAMING = ("circle", "dot", "arrow", "disc")  # that may open headings
LINE_KINDS = ("circled",)  # numbers that count lines
APPENDIX = "appendix"
CHAPTERS = ("roman", "latin_roman", "ordinal", APPENDIX)  # kinds that no larger print closes
BESIDE = " beside"  # ends the kind of numbers beside their words
AMONG_LINES = " among lines"  # ends the kind of circled numbers printed like lines
LABELS = "label"
WORDED = (LABELS, "worded")  # begin the kind of numbers behind a word
LEAF = "leaf"  # a title page over a list of what follows
DIVIDER = "divider"  # large print that may open the title page of a chapter
PLAIN = "plain"  # neither number nor mark
BARE = lazy_pattern(r"(?P<no>\d{1,2})\s+(?=[^\d\s]|\d{4}\D)")
PADDED = lazy_pattern(r"0\d\s+(?=[^\d\s])")  # 01, 02: counts whatever its print
LABEL = lazy_pattern(r"(?P<no>[^\d\s][^\d]{1,9}?\s(?P<n>\d{1,2}))\s(?=\S)")
NAME = lazy_pattern(r"[「｢『“‘(]?\w")
NUMBER = lazy_pattern(r"(?P<no>\d{1,2}(?:-\d{1,2})?|[Ⅰ-Ⅻ])\.?")
A_WORD = "x"  # stands for the words beside a number
WORDS = lazy_pattern(r"(?=.*\p{L})[^\w:：]*\w")  # a heading has letters and opens with no colon
NOTE = lazy_pattern(r"\s[*※]")  # in small print behind a heading
LEADERS = lazy_pattern(r"(?:[.·․‧…⋯]\s?){4}")  # of a table of contents
OPENS_APPENDIX = named("outline.appendix")
COUNTED = named("outline.figure_and_counter")


@dataclass(slots=True, eq=False)
class Heading:
    """A heading with what stands under it in order: lines, tables, and deeper headings."""

    printed: Printed
    words: Printed  # without number and mark
    kind: str  # of its number or mark
    value: int | None = None  # the last part of its number
    no: str | None = None
    size: float | None = None
    left: float | None = None
    style: int = -1
    rank: int = -1  # its style, whatever word stands before its number
    content: list[Printed | Table | Heading] = field(default_factory=list)

    @property
    def is_marked(self) -> bool:
        return self.kind.startswith(MARKS) or self.kind.partition(" ")[0] in NAMING

    @property
    def is_chapter(self) -> bool:
        return self.kind.startswith(CHAPTERS)

    @property
    def children(self) -> list[Heading]:
        return [c for c in self.content if isinstance(c, Heading)]

    @property
    def is_path(self) -> bool:
        """Whether its number has several parts: 1-1."""
        return self.kind.startswith("path")

    @property
    def may_be_lines(self) -> bool:
        """Whether what opens like it may be lines all through a document."""
        counts = self.kind.startswith(LINE_KINDS) and not self.kind.endswith(BESIDE)
        return self.is_marked or counts

    @property
    def dress(self) -> tuple[str, float]:
        """Its kind and, of a number, the size of its print: lines here are headings there."""
        return self.kind, 0.0 if self.is_marked else round(self.size or 0.0)

    @property
    def key(self) -> str:
        """What is compared of two headings of one name: its words without what is no letter."""
        return text_to_key(self.words.text)

    @property
    def opening(self) -> str:
        """The first letters of its name, by which it is known again in a list."""
        return self.key[:LISTED]

    @property
    def is_sizeless(self) -> bool:
        """Whether it is of one style with its like however large they are printed."""
        return self.is_chapter or self.kind.endswith(BESIDE) or self.kind == LABELS


def text_to_key(text: str) -> str:
    """The letters of a name, as it is compared with the same in a list of contents, which may set
    its page behind it.

    >>> text_to_key("누구나 살고싶은 도시 19"), text_to_key("누구나 살고 싶은 도시!")
    ('누구나살고싶은도시', '누구나살고싶은도시')
    """
    return "".join(filter(str.isalnum, text)).rstrip("0123456789")


def is_line(paragraph: Paragraph, odd: Set[str] = frozenset()) -> bool:
    """Whether a paragraph opens with a mark of lines (○, -, ※ …). `odd`: marks that open headings
    where others of their family open lines, and the other way round.
    """
    bullet = bullet_at(paragraph.printed.text)
    return bullet is not None and (bullet.family in LINE_MARKS) != (bullet.mark in odd)


def items_to_odd_marks(items: Sequence[Paragraph | Table]) -> frozenset[str]:
    """Marks that do in this document what their family does not do everywhere: those of headings
    open lines where too many of their paragraphs are no names, those of lines open
    headings where hardly any is and nearly all stand over another mark.

    Source: of what □ opens in six plans .00 to .11 is no name, of lines .26 to .86, whatever their
    mark is: fonts of symbols have one for each. .83 and more of □ stand over another mark, but for
    one of thirty marks of lines .72 at most.

    >>> from pipeline.model import Place
    >>> texts = ["○ 돌봄", "- 조사"] * 5 + ["\uf09f 가나다라마바사" * 6] * 5
    >>> sorted(items_to_odd_marks([Paragraph(Printed(t), Place()) for t in texts]))
    ['○', '\uf09f']
    """
    texts = [i.printed.text if isinstance(i, Paragraph) else "" for i in items]
    bullets = list(map(bullet_at, texts))
    found: dict[tuple[str, str], list[tuple[bool, bool]]] = defaultdict(list)
    for text, bullet, follow in zip_longest(texts, bullets, bullets[1:]):
        if bullet is not None:
            over = follow is not None and follow.mark != bullet.mark
            found[bullet.family, bullet.mark].append((is_no_name(text, bullet.end), over))
    return frozenset(
        mark
        for (family, mark), seen in found.items()
        if len(seen) >= FEWEST
        and is_odd(family, *(sum(n) / len(n) for n in zip(*seen, strict=True)))
    )


def is_no_name(text: str, at: int) -> bool:
    """Whether a paragraph is too long for a name, or its words, which begin at `at`, open with a
    label in brackets, as lines do.
    """
    return len(text) > LONGEST_NAME or text.startswith("(", at)


def is_odd(family: str, lines: float, over: float) -> bool:
    """Whether a mark does what its family does not: `lines`, `over`: shares of its paragraphs that
    are no names, that stand over another mark.
    """
    if family in MARKS:
        return lines > LINED
    return family in NAMING and lines <= NAMED and over >= OVER


def lines_size(items: Sequence[Paragraph | Table], odd: Set[str] = frozenset()) -> float | None:
    """The usual size in points of marked lines, None for text."""
    sizes = sorted(i.size for i in items if isinstance(i, Paragraph) and i.size and is_line(i, odd))
    middle = len(sizes) // 2
    return sizes[middle] if sizes else None


def opening_size(paragraph: Paragraph) -> float | None:
    """The height of a paragraph's first letters: small print behind a heading makes it none of its
    lines. Without letters' boxes its size; None in a text.
    """
    run = paragraph.printed.runs[0] if paragraph.printed.runs else None
    if run is None or run.line.edges is None or paragraph.size is None:
        return paragraph.size
    edges = run.line.edges[run.offset : run.offset + min(run.length, OPENING)]
    return float((edges[:, 3] - edges[:, 1]).max())


def is_number_box(paragraph: Paragraph) -> bool:
    """Whether a box holds a number and nothing else."""
    return paragraph.boxed and is_number(paragraph)


def is_number(paragraph: Paragraph) -> bool:
    """Whether a paragraph is the number of a heading, or the label of an appendix, and no more."""
    text = paragraph.printed.text.strip()
    if NUMBER.fullmatch(text) or close_up(text) == appendix_of(text):
        return True
    numbering = numbering_at(f"{text} {A_WORD}")
    return numbering is not None and numbering.end > len(text)


def appendix_of(text: str) -> str | None:
    """The label that an appendix opens with, closed up.

    >>> appendix_of("[부록 1] 점검 결과"), appendix_of("부록1"), appendix_of("부록을 보라")
    ('[부록1]', '부록1', None)
    """
    m = OPENS_APPENDIX.match(text)
    return close_up(m["no"]) if m else None


@dataclass(slots=True)
class HeadingReader:
    """Tells headings from lines. `body`: the size of the marked lines, None for a text; `odd`:
    marks that open here what others of their family do not.
    """

    body: float | None
    odd: Set[str] = frozenset()
    drawn: set[float | None] = field(default_factory=set)  # sizes of headings without a mark

    def entries(self, items: Sequence[Paragraph | Table]) -> Iterator[Heading | Printed | Table]:
        """All items in order, those that may be headings as such; a mark that seldom has lines
        below it, or a number that seldom has them or marked headings, opens lines itself.
        """
        read = list(self._entries(items))
        filled: dict[tuple[str, float], list[bool]] = defaultdict(list)
        for entry, follow in zip_longest(read, read[1:]):
            if isinstance(entry, Heading) and entry.may_be_lines:
                filled[entry.dress].append(holds(entry, follow))
        lines = {dress for dress, held in filled.items() if 2 * sum(held) < len(held)}
        for entry in read:
            yield entry.printed if isinstance(entry, Heading) and entry.dress in lines else entry

    def _entries(self, items: Sequence[Paragraph | Table]) -> Iterator[Heading | Printed | Table]:
        joined = list(self.whole_titles(list(numbers_beside(items))))
        for k, (item, beside) in enumerate(joined):
            if isinstance(item, Table):
                yield item
                continue
            follow = joined[k + 1][0] if k + 1 < len(joined) else None
            before = joined[k - 1][0] if k else None
            yield self.heading(item, beside) or self.plain(item, before, follow) or item.printed

    def whole_titles(
        self, items: Sequence[tuple[Paragraph | Table, bool]]
    ) -> Iterator[tuple[Paragraph | Table, bool]]:
        """All items, a numbered title in large print and its second line made one."""
        at = 0
        while at < len(items):
            item, beside = items[at]
            follow = items[at + 1][0] if at + 1 < len(items) else None
            at += 1
            if isinstance(item, Paragraph) and self.is_larger(item, LABELLED):
                item, lines = with_second_line(item, follow)
                at += lines - 1
            yield item, beside

    def stands_out(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph is printed bold or larger than the lines."""
        if paragraph.size is None:
            m = COUNTED.match(paragraph.printed.text)  # a text shows no sizes
            return m is None or m["word"] not in unit_words()
        return paragraph.bold or paragraph.boxed or self.is_larger(paragraph)

    def is_drawn(self, paragraph: Paragraph) -> bool:
        """Whether a paragraph of a page is printed bold, boxed or larger than the lines."""
        return paragraph.size is not None and self.stands_out(paragraph)

    def is_larger(self, paragraph: Paragraph, times: float = 1.0) -> bool:
        return (
            self.body is not None
            and paragraph.size is not None
            and paragraph.size - times * self.body > LARGER
        )

    def is_smaller(self, size: float | None) -> bool:
        """Whether a size is smaller than that of the lines."""
        return size is not None and self.body is not None and size < SMALLER * self.body

    def heading(self, paragraph: Paragraph, beside: bool) -> Heading | None:
        """The numbered or marked heading that a paragraph may be, None for lines and sentences.

        >>> from pipeline.model import Place
        >>> reader = HeadingReader(None)
        >>> reader.heading(Paragraph(Printed("1. 돌봄 체계 확립"), Place()), False).kind
        'arabic 1'
        >>> reader.heading(Paragraph(Printed("ㅇ 운영"), Place()), False)
        """
        opened = self.opened(paragraph, beside) if may_be_heading(paragraph, self.odd) else None
        if opened is None:
            return None
        kind, value, no, end = opened
        word_first = kind.startswith(WORDED)  # in small print, in a box of its own
        size = paragraph.size if word_first else opening_size(paragraph)
        words, left = paragraph.printed.slice(end), left_of(paragraph)
        if not WORDS.match(words.text):
            return None
        if kind.startswith(MARKS) and self.is_smaller(size) and self.is_smaller(paragraph.size):
            return None
        kind += BESIDE if beside and not kind.startswith(CHAPTERS) else ""
        return Heading(paragraph.printed, words, kind, value, no, size, left)

    def opened(
        self, paragraph: Paragraph, beside: bool
    ) -> tuple[str, int | None, str | None, int] | None:
        """Kind, value and number that a paragraph opens with, and where its words begin."""
        text = paragraph.printed.text
        if (bullet := bullet_at(text)) is not None:
            mark = "" if bullet.family == "square" else f" {bullet.mark}"
            return f"{bullet.family}{mark}", None, None, bullet.end
        if (numbering := numbering_at(text)) is not None:
            kind = kind_of(numbering)
            if numbering.kind in LINE_KINDS and not beside and not self.is_drawn(paragraph):
                kind += AMONG_LINES
            return kind, numbering.value[-1], numbering.printed, numbering.end
        if PADDED.match(text) or self.stands_out(paragraph):
            return self.labelled(paragraph)
        return None

    def labelled(self, paragraph: Paragraph) -> tuple[str, int | None, str | None, int] | None:
        """The same of what is a number only because it stands out: bare, or behind a word."""
        text = paragraph.printed.text
        if (m := OPENS_APPENDIX.match(text)) is not None:
            return APPENDIX, None, m["no"], m.end()
        if (m := BARE.match(text)) is not None:
            return "bare", int(m["no"]), m["no"], m.end()
        m = LABEL.match(text) if self.is_larger(paragraph, LABELLED) else None
        return (LABELS, int(m["n"]), m["no"], m.end()) if m else None

    def plain(
        self,
        paragraph: Paragraph,
        before: Paragraph | Table | None,
        follow: Paragraph | Table | None,
    ) -> Heading | None:
        """A heading without number and mark: larger than the marked line or heading that follows,
        or in a bar over what stands in none; as large as such a heading before and larger than the
        line above; or much larger than the lines.

        Source: plans whose □ are drawn, not typed; results parted by bars; title pages of chapters.
        """
        if not may_be_name(paragraph) or not self.stands_out(paragraph):
            return None
        if goes_on(before, paragraph):
            return None
        over = stands_over(paragraph, follow) or (
            paragraph.size in self.drawn and is_line_between(before, paragraph, follow, self.odd)
        )
        if not over and not self.is_larger(paragraph, LABELLED):
            return None
        self.drawn.update([paragraph.size] if over else ())
        kind, size = PLAIN if over else DIVIDER, opening_size(paragraph)
        return Heading(
            paragraph.printed, paragraph.printed, kind, None, None, size, left_of(paragraph)
        )


def holds(heading: Heading, follow: Heading | Printed | Table | None) -> bool:
    """Whether what follows may stand under a heading: a line; under a number, not a table that it
    counts but a heading in other print; under one in the print of the lines a marked one only.
    """
    if heading.is_marked:
        return isinstance(follow, Printed | Table)
    if heading.kind.endswith(AMONG_LINES):
        return isinstance(follow, Heading) and follow.is_marked
    return isinstance(follow, Printed) or (
        isinstance(follow, Heading) and follow.dress != heading.dress
    )


def may_be_heading(paragraph: Paragraph, odd: Set[str] = frozenset()) -> bool:
    """Whether a paragraph is short, but for a note behind it, no line and no list of pages."""
    text = paragraph.printed.text
    short = len(NOTE.split(text)[0]) <= LONGEST
    return short and not LEADERS.search(text) and not is_line(paragraph, odd)


def may_be_name(paragraph: Paragraph) -> bool:
    """Whether a paragraph may be a heading, and opens with a letter, not with a number."""
    text = paragraph.printed.text
    return may_be_heading(paragraph) and bool(NAME.match(text)) and numbering_at(text) is None


def is_line_between(
    before: Paragraph | Table | None,
    paragraph: Paragraph,
    follow: Paragraph | Table | None,
    odd: Set[str],
) -> bool:
    """Whether a paragraph is larger than the one above it and stands over a marked line."""
    if not isinstance(before, Paragraph) or not isinstance(follow, Paragraph):
        return False
    return is_line(follow, odd) and (paragraph.size or 0) - (before.size or 0) > LARGER


def goes_on(before: Paragraph | Table | None, paragraph: Paragraph) -> bool:
    """Whether a paragraph without a mark is of one print with the one before: its next line."""
    if not isinstance(before, Paragraph) or before.size is None or paragraph.boxed:
        return False
    alike = abs(before.size - (paragraph.size or 0)) <= LARGER
    return alike and before.place.page == paragraph.place.page


def stands_over(paragraph: Paragraph, follow: Paragraph | Table | None) -> bool:
    """Whether a paragraph is larger than the marked one that follows, or in a bar over it."""
    if not isinstance(follow, Paragraph) or paragraph.size is None or follow.size is None:
        return False
    opened = bullet_at(follow.printed.text) or numbering_at(follow.printed.text)
    if opened is None or (paragraph.boxed and follow.boxed):
        return False
    bar = paragraph.boxed and paragraph.size >= follow.size
    return bar or paragraph.size - follow.size > LARGER


def with_second_line(title: Paragraph, follow: Paragraph | Table | None) -> tuple[Paragraph, int]:
    """A title with its second line, if that follows, and how many lines it has."""
    if not isinstance(follow, Paragraph) or not is_second_line(follow, title):
        return title, 1
    return replace(title, printed=join_printed([title.printed, follow.printed])), 2


def is_second_line(follow: Paragraph, title: Paragraph) -> bool:
    """Whether a paragraph without a number stands right below a numbered title, in its print; below
    a title with its page behind it stands the next of a list.
    """
    text = title.printed.text
    if not is_counted(text) or text[-1].isdigit() or title.size != follow.size:
        return False
    if numbering_at(follow.printed.text) or bullet_at(follow.printed.text):
        return False
    one, other = title.printed.place(), follow.printed.place()
    if one.page != other.page or one.box is None or other.box is None:
        return False
    height = one.box.bottom - one.box.top
    below = other.box.bottom - one.box.bottom
    return other.box.x0 >= one.box.x0 and 0 < below <= TWO_LINES * height


def is_counted(text: str) -> bool:
    """Whether a text opens with a number of any kind."""
    return numbering_at(text) is not None or BARE.match(text) is not None


def kind_of(numbering: Numbering) -> str:
    """The kind of a number, with its word (제 장) and the count of its parts."""
    if numbering.kind == "roman":
        return numbering.kind
    named_kind = numbering.kind in ("ordinal", "worded", "bracket")
    word = "".join(filter(is_syllable, numbering.printed)) if named_kind else ""
    return f"{numbering.kind}{word} {len(numbering.value)}"


def left_of(paragraph: Paragraph) -> float | None:
    box = paragraph.place.box
    return box.x0 if box else None


def numbers_beside(
    items: Sequence[Paragraph | Table],
) -> Iterator[tuple[Paragraph | Table, bool]]:
    """All items in order, a number and the words beside it made one (True), and the lines of a
    large title: “2” and “국비 확보” become “2. 국비 확보”.

    Source: plans of Korean cities draw the number of a task in a square before its name; read
    apart, the name has no level and the number looks like a line of its own.
    """
    at = 0
    while at < len(items):
        found = _beside(items, at)
        if found is None:
            yield items[at], False
            at += 1
            continue
        number, words = found
        yield _joined(number, words), True
        at += 1 + len(words)


def _beside(
    items: Sequence[Paragraph | Table], at: int
) -> tuple[Paragraph, list[Paragraph]] | None:
    """The number at a place, or right behind it, and the words that stand beside it."""
    first, *behind = items[at : at + 1 + MOST_LINES]
    follow = behind[0] if behind else None
    if not isinstance(first, Paragraph) or not isinstance(follow, Paragraph):
        return None
    if is_number(first):
        words = words_beside(first, behind)
        return (first, words) if words else None
    return (follow, [first]) if is_number(follow) and _is_named_by(first, follow) else None


def words_beside(number: Paragraph, behind: Sequence[Paragraph | Table]) -> list[Paragraph]:
    """The paragraphs behind a number that are its words; below one that fills its page but one."""
    words: list[Paragraph] = []
    for paragraph in behind:
        if not isinstance(paragraph, Paragraph) or not _is_named_by(paragraph, number):
            break
        if words and is_leaf(number, paragraph):
            break
        words.append(paragraph)
    return words


def _is_named_by(words: Paragraph, number: Paragraph) -> bool:
    """Whether words stand right of a number, at its height: no list or heading of their own."""
    text = words.printed.text
    if bullet_at(text) or numbering_at(text) or is_number(words):
        return False
    own, other = number.printed.place(), words.printed.place()
    if own.page != other.page or own.box is None or other.box is None:
        return False
    if is_leaf(number, words):
        return other.box.top > (own.box.top + own.box.bottom) / 2
    if other.box.x0 < own.box.x1:
        return False
    height = own.box.bottom - own.box.top
    middle = (other.box.top + other.box.bottom) / 2
    return own.box.top - BESIDE_SHARE * height <= middle <= own.box.bottom + BESIDE_SHARE * height


def is_leaf(number: Paragraph, words: Paragraph) -> bool:
    """Whether a number fills the page on which a chapter's name stands below it."""
    return (number.size or 0) > TIMES_LEAF * (words.size or 0) > 0


def _joined(number: Paragraph, words: Sequence[Paragraph]) -> Paragraph:
    m = NUMBER.fullmatch(number.printed.text.strip())
    name = join_printed([p.printed for p in words])
    label = number.printed.slice(0, m.end("no") if m else None)
    return Paragraph(
        join_printed([label, name], ". " if m else " "),
        number.place,
        max((p.size or 0.0 for p in words), default=0.0) or None,
        number.bold,
        False,
        True,
    )
