"""Reports without a programme table: chapter > task > programme > lines, told by headings, where they make it plain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.lexicon import words
from pipeline.model import Blocks, Paragraph, Printed, Table
from pipeline.text import Numbering, bullet_at, close_up, numbering_at

LINE_FAMILIES = ("circle", "dash", "dot", "note", "arrow")
HEADING_FAMILIES = ("square", "diamond", "private", "triangle", "disc", "check")
DRAWN_MARK = "drawn"
CHAPTER_KINDS = ("roman", "latin_roman", "ordinal")
LONGEST_HEADING = 60
SMALLER = 0.97  # of the title's size: what is printed smaller stands under it
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
    """A numbered heading and the programmes under it."""

    chapter: Printed
    heading: Heading
    programmes: list[Heading] = field(default_factory=list)


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
    if len(text) > LONGEST_HEADING or (not numbering and family not in HEADING_FAMILIES) or "···" in text:
        return None
    end = numbering.end if numbering else bullet.end if bullet else 0
    return Heading(paragraph.printed, numbering.kind if numbering else family, paragraph.size) if end < len(text) else None


def items_to_headings(items: Sequence[Paragraph | Table]) -> list[Heading]:
    """All headings in order, each with the lines under it: marked ones, and whatever follows them up to the next heading."""
    found: list[Heading] = []
    paragraphs = [i for i in items if isinstance(i, Paragraph)]
    for k, item in enumerate(paragraphs):
        heading = None if is_line(item) else paragraph_to_heading(item) or larger_than_lines(item, paragraphs[k + 1 : k + 2])
        if heading and not (found and goes_under(item, heading, found[-1])):
            found.append(heading)
        elif found and (is_line(item) or found[-1].lines):
            found[-1].lines.append(item.printed)
    return found


def goes_under(paragraph: Paragraph, heading: Heading, above: Heading) -> bool:
    """Whether what looks like a heading is one more line of the programme above: its lines have begun, and it is printed smaller.

    Source: plans that put ❖ and ① before explanations inside a programme.
    """
    if heading.is_chapter or not above.lines or above.size is None or paragraph.size is None:
        return False
    return paragraph.size < above.size * SMALLER


def is_line(paragraph: Paragraph) -> bool:
    """Whether a paragraph opens with a mark of lines (○, -, ※ …)."""
    bullet = bullet_at(paragraph.printed.text)
    return bullet is not None and bullet.family in LINE_FAMILIES


def larger_than_lines(paragraph: Paragraph, follow: Sequence[Paragraph]) -> Heading | None:
    """A short paragraph without a mark, printed larger than the marked line that follows it: its mark is a picture, or none is printed.

    Source: plans whose □ are drawn, not typed.
    """
    if not follow or not is_line(follow[0]) or paragraph.size is None or follow[0].size is None or bullet_at(paragraph.printed.text):
        return None
    short = len(paragraph.printed.text) <= LONGEST_HEADING
    return Heading(paragraph.printed, DRAWN_MARK, paragraph.size) if short and paragraph.size - follow[0].size > 0.4 else None


def headings_to_tasks(headings: Sequence[Heading]) -> list[Task]:
    """Tasks of every chapter: numbered headings with no lines of their own, under which headings of another kind have lines.

    Source: work plans of Korean cities: Ⅳ. 업무계획 > 1. 과제 > □ 사업 > ㅇ 내용.
    """
    tasks: list[Task] = []
    chapter: Printed | None = None
    task: Task | None = None
    for heading in headings:
        if heading.is_chapter:
            chapter, task = heading.printed, None
        elif chapter is not None and heading.is_numbered and not heading.lines and (task is None or _outer(heading, task)):
            task = Task(chapter, heading)
            tasks.append(task)
        elif task is not None and heading.lines:
            if heading.kind == task.heading.kind:
                task = None
            elif not task.programmes or task.programmes[0].kind == heading.kind:
                task.programmes.append(heading)
    return [t for t in tasks if t.programmes and names_programmes(t)]


def names_programmes(task: Task) -> bool:
    """Whether the headings under a task name programmes, not the aspects of one (필요성, 개요, 향후계획) or of the times (여건 진단).

    >>> names_programmes(Task(Printed("Ⅴ. 현안"), Heading(Printed("1. 가"), "arabic", None), [Heading(Printed("□ 개 요"), "square", None)]))
    False
    """
    listed = words("headings")["aspects"]
    bare = [_bare(h.printed) for h in task.programmes]
    aspects = sum(any(b.startswith(w) and len(b) <= len(w) + 2 for w in listed["headings"]) for b in bare)
    return 2 * aspects < len(bare) and not any(w in task.chapter.text for w in listed["chapters"])


def _bare(printed: Printed) -> str:
    bullet = bullet_at(printed.text)
    return close_up(printed.text[bullet.end if bullet else 0 :])


def _outer(heading: Heading, task: Task) -> bool:
    """Whether a numbered heading stands where the task stood, not below it."""
    return heading.kind == task.heading.kind or (heading.size or 0) > (task.heading.size or 0) or not task.programmes


def blocks_to_tasks(blocks: Blocks) -> list[Task]:
    """The tasks of a report that has no programme table; none where the headings do not make them plain.

    Most tasks must hold several programmes, and no programme table may have been lost: its torn cells look like headings.
    """
    if any(p.code == "outline_lost" for p in blocks.problems):
        return []
    tasks = headings_to_tasks(items_to_headings(blocks.items))
    several = sum(len(t.programmes) > 1 for t in tasks)
    return tasks if 2 * several >= len(tasks) and sum(len(t.programmes) for t in tasks) >= FEWEST else []
