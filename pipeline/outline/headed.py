"""Reports without a programme table: chapter > task > programme > lines, told by headings, where
they make it plain.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from pipeline.lexicon import has, having
from pipeline.model import Blocks, Paragraph, Printed, Table
from pipeline.outline.boxed import boxes_to_headings
from pipeline.outline.columns import YEAR
from pipeline.outline.stated import heading_to_count
from pipeline.pattern import named
from pipeline.text import Numbering, bullet_at, close_up, numbering_at

LINE_FAMILIES = ("circle", "dash", "dot", "note", "arrow")
HEADING_FAMILIES = ("square", "diamond", "private", "triangle", "disc", "check")
DRAWN_MARK = "drawn"
BOXED_NUMBER = "boxed number"
CHAPTER_KINDS = ("roman", "latin_roman", "ordinal")
LONGEST_HEADING = 60
SMALLER = 0.97  # of the title's size: what is printed smaller stands under it
LARGER = 0.4  # pt
DIVIDING = 1.1  # times the size of the lines before
OPENING = 6  # characters by which the size of a heading's opening is told
LONGEST_BEFORE = 3  # syllables before an ending that names an aspect: 세입 여건 분석
FIGURE = named("outline.figure_in_heading")
FEWEST = 3  # programmes; fewer headings of that shape are no outline


@dataclass(slots=True, eq=False)
class Heading:
    """A heading with what stands under it up to the next heading."""

    printed: Printed
    kind: str  # kind of its numbering, or family of its mark
    size: float | None
    lines: list[Printed] = field(default_factory=list)

    @property
    def is_chapter(self) -> bool:
        return self.kind in CHAPTER_KINDS

    @property
    def is_numbered(self) -> bool:
        return self.kind not in (*HEADING_FAMILIES, DRAWN_MARK)


@dataclass(slots=True)
class Task:
    """A numbered heading and the programmes under it. `division`: the numbered heading over it,
    where there are two kinds.
    """

    chapter: Printed
    heading: Heading
    programmes: list[Heading] = field(default_factory=list)
    division: Heading | None = None


def paragraph_to_heading(paragraph: Paragraph) -> Heading | None:
    """The heading that a paragraph is, None for lines and sentences.

    >>> from pipeline.model import Place
    >>> paragraph_to_heading(Paragraph(Printed("1. 돌봄 체계 확립"), Place())).kind
    'arabic'
    >>> paragraph_to_heading(Paragraph(Printed("ㅇ 운영"), Place()))
    """
    text = paragraph.printed.text
    bullet = bullet_at(text)
    numbering: Numbering | None = None if bullet else numbering_at(text)
    family = bullet.family if bullet else ""
    if (
        len(text) > LONGEST_HEADING
        or (not numbering and family not in HEADING_FAMILIES)
        or "···" in text
    ):
        return None
    end = numbering.end if numbering else bullet.end if bullet else 0
    return (
        Heading(paragraph.printed, numbering.kind if numbering else family, paragraph.size)
        if end < len(text)
        else None
    )


def items_to_headings(items: Sequence[Paragraph | Table]) -> list[Heading]:
    """All headings in order, each with the lines under it: marked ones, and whatever follows them
    up to the next heading.
    """
    found: list[Heading] = []
    joined = list(boxes_to_headings([i for i in items if isinstance(i, Paragraph)]))
    paragraphs = [item for item, _ in joined]
    drawn: set[float] = set()  # sizes of headings whose mark is drawn
    last: Paragraph | None = None  # line of the heading's own
    aside = False
    for k, (item, boxed) in enumerate(joined):
        heading = (
            None
            if is_line(item)
            else paragraph_to_heading(item)
            or larger_than_lines(item, paragraphs[max(k - 1, 0) : k + 2], drawn)
        )
        if heading and boxed:
            heading.kind = BOXED_NUMBER
        if heading and heading.kind == DRAWN_MARK and heading.size:
            drawn.add(heading.size)
        if heading and not (found and goes_under(item, heading, found[-1])):
            found.append(heading)
            last, aside = None, False
        elif found and (is_line(item) or found[-1].lines):
            aside = aside or (last is not None and divides(item, last))
            last = item if is_line(item) else last
            if not aside:
                found[-1].lines.append(item.printed)
    return found


def divides(paragraph: Paragraph, line: Paragraph) -> bool:
    """Whether a paragraph opens the title page of the next chapter: on a page of its own, without a
    mark, larger than the lines before.

    Source: plans that print each chapter's number, title and tasks on a page between, in the size
    of titles.
    """
    if (
        is_line(paragraph)
        or paragraph.size is None
        or line.size is None
        or paragraph.place.page == line.place.page
    ):
        return False
    return paragraph.size > DIVIDING * line.size


def goes_under(paragraph: Paragraph, heading: Heading, above: Heading) -> bool:
    """Whether what looks like a heading is one more line of the programme above: its lines have
    begun, and it is printed smaller.

    Source: plans that put ❖ and ① before explanations inside a programme. A note in small print
    behind a heading (※ ’24년 115건) makes its line smaller on the whole, not its opening words.
    """
    if (
        heading.kind == above.kind
        and opening_height(heading.printed) >= SMALLER * opening_height(above.printed) > 0
    ):
        return False
    if heading.is_chapter or not above.lines or above.size is None or paragraph.size is None:
        return False
    return paragraph.size < above.size * SMALLER


def opening_height(printed: Printed) -> float:
    """The height in points of a text's first letters; 0 for text input."""
    run = printed.runs[0] if printed.runs else None
    if run is None or run.line.edges is None:
        return 0.0
    edges = run.line.edges[run.offset : run.offset + min(run.length, OPENING)]
    return float((edges[:, 3] - edges[:, 1]).max())


def is_line(paragraph: Paragraph) -> bool:
    """Whether a paragraph opens with a mark of lines (○, -, ※ …)."""
    bullet = bullet_at(paragraph.printed.text)
    return bullet is not None and bullet.family in LINE_FAMILIES


def larger_than_lines(
    paragraph: Paragraph, around: Sequence[Paragraph], drawn: Set[float]
) -> Heading | None:
    """A short paragraph without a mark, printed larger than the marked line that follows it: its
    mark is a picture, or none is printed.

    Where that line is as large, it is known by the size of such headings before (`drawn`) and by
    the smaller line above it. Source: plans whose □ are drawn, not typed.
    """
    above, follow = around[0], around[-1]
    if (
        paragraph is follow
        or not is_line(follow)
        or paragraph.size is None
        or bullet_at(paragraph.printed.text)
    ):
        return None
    larger = follow.size is not None and paragraph.size - follow.size > LARGER
    known = (
        paragraph.size in drawn and above.size is not None and paragraph.size - above.size > LARGER
    )
    short = len(paragraph.printed.text) <= LONGEST_HEADING
    return (
        Heading(paragraph.printed, DRAWN_MARK, paragraph.size)
        if short and (larger or known)
        else None
    )


def headings_to_tasks(headings: Sequence[Heading]) -> list[Task]:
    """Tasks of every chapter: numbered headings with no lines of their own, under which headings of
    another kind have lines.

    Source: work plans of Korean cities: Ⅳ. 업무계획 > 1. 과제 > □ 사업 > ㅇ 내용, some with a boxed
    number between or above.
    """
    tasks: list[Task] = []
    chapter: Printed | None = None
    task: Task | None = None
    for heading in headings:
        if heading.is_chapter:
            chapter, task = heading.printed, None
        elif (
            chapter is not None
            and heading.is_numbered
            and not heading.lines
            and (task is None or _outer(heading, task))
        ):
            task = Task(chapter, heading, division=_division(heading, task))
            tasks.append(task)
        elif task is not None and heading.lines:
            if heading.kind == task.heading.kind:
                task = None
            elif not task.programmes or task.programmes[0].kind == heading.kind:
                task.programmes.append(heading)
    return tasks_to_named([t for t in tasks if t.programmes])


def names_programmes(task: Task) -> bool:
    """Whether the headings under a task name programmes, not the aspects of one (필요성, 개요,
    향후계획) or of the times (여건 진단).

    >>> names_programmes(Task(Printed("Ⅴ. 현안"), Heading(Printed("1. 가"), "arabic", None), [Heading(Printed("□ 개 요"), "square", None)]))
    False
    """
    return 2 * sum(is_aspect(h.printed) for h in task.programmes) < len(
        task.programmes
    ) and not is_of_times(task.chapter)


def is_of_times(chapter: Printed) -> bool:
    """Whether a chapter's whole name speaks of the times; one that states a number of programmes
    never does.

    >>> [is_of_times(Printed(t)) for t in ("Ⅲ. 2025년도 정책환경 진단", "Ⅴ. 당면 현안", "Ⅱ. 현황")]
    [True, True, True]
    >>> others = ("Ⅰ. 환경 보전", "Ⅰ. 환경", "Ⅱ. 돌봄 현황", "Ⅱ. 현황 (2개 사업)")
    >>> [is_of_times(Printed(t)) for t in others]
    [False, False, False, False]
    """
    name = YEAR.sub("", _bare(chapter))
    if heading_to_count(chapter) is not None or has(name, "field_of_policy"):
        return False
    met = False
    for word in (*having("chapter_of_times"), *having("chapter_of_times_beside")):
        met = met or (has(word, "chapter_of_times") and word in name)
        name = name.replace(word, "")
    return met and not name


def ends_as_times(chapter: Printed) -> bool:
    """Whether a chapter's name ends in such a word: beside chapters that hold programmes it is none
    of them.

    >>> ends_as_times(Printed("Ⅱ. 조직 현황")), ends_as_times(Printed("Ⅱ. 현황 (2개 사업)"))
    (True, False)
    """
    ends = having("chapter_of_times_ending")
    return heading_to_count(chapter) is None and _bare(chapter).endswith(ends)


def is_aspect(printed: Printed) -> bool:
    """Whether a heading names an aspect of one programme.

    >>> is_aspect(Printed("□ 추진계획")), is_aspect(Printed("나. 세입여건 분석")), is_aspect(Printed("□ 청년 주거 지원"))
    (True, True, False)
    """
    bare = YEAR.sub("", _bare(printed))
    starts = any(bare.startswith(w) and len(bare) <= len(w) + 2 for w in having("aspect"))
    return starts or any(
        bare.endswith(w) and len(bare) <= len(w) + LONGEST_BEFORE for w in having("aspect_ending")
    )


def _bare(printed: Printed) -> str:
    bullet, numbering = bullet_at(printed.text), numbering_at(printed.text)
    return close_up(printed.text[bullet.end if bullet else numbering.end if numbering else 0 :])


def _division(heading: Heading, before: Task | None) -> Heading | None:
    """The numbered heading that holds a new one: the one just before it if that is of another kind
    and holds nothing yet, or the one that holds its sisters.

    Source: plans with a boxed number over 1., 2., 3. (or under them): the outer ones divide the
    chapter.
    """
    if before is None or (before.division and before.division.kind == heading.kind):
        return None
    if before.heading.kind == heading.kind:
        return before.division
    return before.heading if not before.programmes and heading.size is not None else None


def _outer(heading: Heading, task: Task) -> bool:
    """Whether a numbered heading stands where the task stood, not below it."""
    if task.division is not None and heading.kind == task.division.kind:
        return True
    return (
        heading.kind == task.heading.kind
        or (heading.size or 0) > (task.heading.size or 0)
        or not task.programmes
    )


def tasks_to_named(tasks: Sequence[Task]) -> list[Task]:
    """The tasks whose headings name programmes. A task divided into its aspects only is a programme
    itself, beside sisters that hold some.

    Source: a plan of eighteen tasks, two of which go straight to 기본방향 and 추진계획.
    """
    named = {id(t) for t in tasks if names_programmes(t)}
    divided = {id(t.division) for t in tasks if t.division and id(t) in named}
    found = []
    for task in tasks:
        if id(task) in named:
            found.append(task)
        elif task.division and id(task.division) in divided and not is_of_times(task.chapter):
            lines = [p for h in task.programmes for p in (h.printed, *h.lines)]
            whole = Heading(task.heading.printed, task.heading.kind, task.heading.size, lines)
            found.append(Task(task.chapter, task.heading, [whole], task.division))
    return found


def blocks_to_tasks(blocks: Blocks) -> list[Task]:
    """The tasks of a report that has no programme table; none where the headings do not make them
    plain.

    Chapters whose names end as those that speak of the times do (현황) stand beside the others;
    where there are no others, they are the report. Most tasks must hold several programmes, and no
    programme table may have been lost: its torn cells look like headings.
    """
    if any(p.code == "outline_lost" for p in blocks.problems):
        return []
    tasks = _beside_times(headings_to_tasks(items_to_headings(blocks.items)))
    named = [h.printed.text for t in tasks for h in t.programmes]
    if 2 * sum(FIGURE.search(text) is not None for text in named) > len(named):
        # “□ 정수장 14개소 준공”: the outermost lines of programmes whose own headings are numbered
        return []
    return tasks if _are_plain(tasks) else []


def _beside_times(tasks: Sequence[Task]) -> list[Task]:
    others = [t for t in tasks if not ends_as_times(t.chapter)]
    return others or list(tasks)


def _are_plain(tasks: Sequence[Task]) -> bool:
    several = sum(len(t.programmes) > 1 for t in tasks)
    enough = sum(len(t.programmes) for t in tasks) >= FEWEST or _meet_count(tasks)
    return 2 * several >= len(tasks) and enough


def _meet_count(tasks: Sequence[Task]) -> bool:
    """Whether every chapter's heading states just as many programmes as stand under it: then even
    two are plain.
    """
    held: dict[int, int] = defaultdict(int)
    stated = {id(t.chapter): heading_to_count(t.chapter) for t in tasks}
    for task in tasks:
        held[id(task.chapter)] += len(task.programmes)
    return bool(held) and held == stated
