"""Headings whose number stands in a box of its own beside their words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.model import Paragraph, Printed
from pipeline.outline.grids import join_printed
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, numbering_at

NUMBER = lazy_pattern(r"(?P<no>\d{1,2}|[Ⅰ-Ⅻ])\.?")
MOST_LINES = 2  # paragraphs of a heading's words: a motto over the name
BESIDE = 0.5  # of the words' height that lies beside the number


def is_number_box(paragraph: Paragraph) -> bool:
    """Whether a box holds a number and nothing else."""
    return paragraph.boxed and NUMBER.fullmatch(paragraph.printed.text.strip()) is not None


def words_beside(paragraphs: Sequence[Paragraph], at: int) -> int:
    """How many paragraphs after the number box `at` are its heading's words: printed beside it, on
    its page, no list or heading.
    """
    count = 0
    for paragraph in paragraphs[at + 1 : at + 1 + MOST_LINES]:
        text = paragraph.printed.text
        if (
            bullet_at(text)
            or numbering_at(text)
            or is_number_box(paragraph)
            or not _is_beside(paragraphs[at], paragraph)
        ):
            break
        count += 1
    return count


def _is_beside(box: Paragraph, words: Paragraph) -> bool:
    own, other = box.printed.place(), words.printed.place()
    if own.page != other.page or own.box is None or other.box is None or other.box.x0 < own.box.x1:
        return False
    height = own.box.bottom - own.box.top
    middle = (other.box.top + other.box.bottom) / 2
    return own.box.top - BESIDE * height <= middle <= own.box.bottom + BESIDE * height


def boxes_to_headings(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[Paragraph, bool]]:
    """All paragraphs, a number box and the words beside it made one (True): “2” and “국비 확보”
    become “2. 국비 확보”.

    Source: plans of Korean cities draw the number of a task in a square before its name; read
    apart, the name has no level and the number looks like a line of its own.
    """
    at = 0
    while at < len(paragraphs):
        box = paragraphs[at]
        count = words_beside(paragraphs, at) if is_number_box(box) else 0
        if count:
            yield _joined(box, paragraphs[at + 1 : at + 1 + count]), True
        else:
            yield box, False
        at += count + 1


def _joined(box: Paragraph, words: Sequence[Paragraph]) -> Paragraph:
    number = NUMBER.match(box.printed.text.strip())
    name = join_printed([p.printed for p in words])
    whole: Printed = join_printed(
        [box.printed.slice(0, number.end("no") if number else None), name], ". "
    )
    return Paragraph(
        whole,
        box.place,
        max((p.size or 0.0 for p in words), default=0.0) or None,
        box.bold,
        False,
        True,
    )
