"""What belongs to the paper and not to the text: page numbers, heads and feet that repeat; and how
a line of a list of contents is told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from itertools import pairwise

from pipeline.layout.draft import DraftLine
from pipeline.model import Box
from pipeline.pattern import lazy_pattern, named

EDGE = 0.12  # share of the page's height at top and bottom where furniture stands
REPEATED = 3  # pages on which a line must stand at one place
SHARE = 0.3  # of the pages: a head may stand on odd or even pages only
SAME_HEIGHT = 4.0  # pt
TITLE = 1.3  # times the size of the text: what is larger is a title, on however many pages
HANGS = 0.6  # em of white between two lines of one list
FRAMED_NUMBER = lazy_pattern(r"[-–—―<\[(~・·]\s?(?:\d{1,4}|[ivxlⅰ-ⅻ]{1,6})\s?[-–—―>\])~・·]")
OF_NUMBER = named("layout.page_of_pages")
BARE_NUMBER = named("layout.bare_page_number")
LEADERS = lazy_pattern(
    r"(?:[·․‥…‧ㆍ∙・.⋯‐﹒]\s?){6}\s*[-–]?\s?(?:\d{1,4}|[ivxlⅰ-ⅻ]{1,6})?\s?[-–]?\s*$"
)
DIGITS = lazy_pattern(r"\d+")


def is_leader_line(text: str) -> bool:
    """Whether a line of a table of contents leads to its page number by dots.

    >>> is_leader_line("Ⅰ. 일반현황 ············ 3"), is_leader_line("여성가족과 …… 3"), is_leader_line("예산 1,000 ...")
    (True, False, False)
    """
    return LEADERS.search(text) is not None


def pages_to_furniture(
    pages: Sequence[tuple[float, Sequence[DraftLine]]],
    turned: Collection[int] = (),
    boxed: Collection[int] = (),
) -> list[DraftLine]:
    """Of the lines outside tables, those that are furniture. `pages` gives each page's height and
    its lines.

    `turned`: ids of lines that stand at the paper's head or foot although their page was laid out
    turned; `boxed`: of lines in frames and small tables.

    A framed number (“- 3 -”, “3 / 20”) at the page's edge is one by itself; a bare number only
    where it counts pages, on several of them; any other line only where it stands at one place on
    many pages, is not printed larger than the text (the title of monthly sheets) and does not hang
    on the text above it (the last notes of a list that every sheet has). In a box at the head the
    words must be the same to the digit: “1”, “2” in boxes at the head of pages number chapters.
    """
    text_size = _text_size(pages)
    found: list[DraftLine] = []
    bare: dict[int, list[tuple[int, DraftLine]]] = defaultdict(list)
    repeated: dict[str, list[DraftLine]] = defaultdict(list)
    for at, (height, lines) in enumerate(pages):
        hanging = _hanging(height, lines)
        for line in lines:
            text = _text_at_edge(line, height, turned)
            if not text:
                continue
            numbers = _may_number(line, height, boxed)
            if FRAMED_NUMBER.fullmatch(text) or OF_NUMBER.fullmatch(text):
                found.append(line)
            elif numbers and BARE_NUMBER.fullmatch(text):
                bare[int(DIGITS.findall(text)[0]) - at].append((at, line))
            elif line.size < TITLE * text_size and id(line) not in hanging:
                repeated[DIGITS.sub("#", text) if numbers else text].append(line)
    for counted in bare.values():
        found += _on_several(counted, len(pages))
    for lines in repeated.values():
        found += _at_one_place(lines, len(pages))
    return found


def _on_several(counted: Sequence[tuple[int, DraftLine]], pages: int) -> list[DraftLine]:
    """Lines whose numbers count pages, where they stand on several of them."""
    several = len({at for at, _ in counted}) >= min(REPEATED, max(pages, 2))
    return [line for _, line in counted] if several else []


def _text_at_edge(line: DraftLine, height: float, turned: Collection[int]) -> str:
    """What a line at the head or foot says; "" for other lines."""
    return line.text.strip() if is_at_edge(line.box, height) or id(line) in turned else ""


def _may_number(line: DraftLine, height: float, boxed: Collection[int]) -> bool:
    """Whether digits of a line may be a page's number: not in a box at the head."""
    return id(line) not in boxed or line.box.top > height / 2


def _text_size(pages: Sequence[tuple[float, Sequence[DraftLine]]]) -> float:
    """The size that most lines of a document have, those at the edges of pages apart."""
    sizes = Counter(
        round(line.size, 1)
        for height, lines in pages
        for line in lines
        if not is_at_edge(line.box, height)
    )
    return sizes.most_common(1)[0][0] if sizes else float("inf")


def _hanging(height: float, lines: Sequence[DraftLine]) -> set[int]:
    """ids of the lines at the foot that follow the text above them without more white than its own
    lines have between them.
    """
    found: set[int] = set()
    ordered = sorted((line for line in lines if line.text.strip()), key=lambda line: line.box.top)
    for above, line in pairwise(ordered):
        of_text = not is_at_edge(above.box, height) or id(above) in found
        close = (
            line.box.top - above.box.bottom < HANGS * line.size
            and abs(line.size - above.size) < 0.5
        )
        if of_text and close and line.box.top > height / 2:
            found.add(id(line))
    return found


def is_at_edge(box: Box, height: float) -> bool:
    """Whether a box lies at the head or the foot of a page of this height."""
    return box.bottom < EDGE * height or box.top > (1 - EDGE) * height


def _at_one_place(lines: Sequence[DraftLine], pages: int) -> list[DraftLine]:
    """The lines of one wording that stand at one height on enough pages."""
    heights = Counter(round(line.box.top / SAME_HEIGHT) for line in lines)
    height = heights.most_common(1)[0][0]
    same = [line for line in lines if abs(line.box.top / SAME_HEIGHT - height) <= 1]
    count = len({line.page for line in same})
    return same if count >= REPEATED and count >= SHARE * pages else []
