"""Marks of notes that the print raises (“경상수입¹⁾”, “1,240³⁾”): they number a note and measure
nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from operator import attrgetter

from pipeline.model import Line, Printed
from pipeline.pattern import lazy_pattern
from pipeline.quantify.aside import Aside

# share of the height of the letter before it that a raised mark has; marks of 58 reports have .4
# to .7
SMALL = 0.75
# of the height of that letter that the mark ends above it; a mark a third of an em high has .3,
# letters of two sizes on one baseline .06
HIGHER = 0.12
_MARK = lazy_pattern(r"(?:(?<=[^\s\d.,])|(?<=\d\s))\d{1,2}(?:\)|(?![\d.,%]))")
_POWER = lazy_pattern(r"(?:10|[A-Za-z㎝㎞])\s?$")  # 10², cm2: what is raised multiplies


def printed_to_marks(printed: Printed) -> list[Aside]:
    """The raised marks of a text, in order; none where the input has no boxes.

    One or two digits with or without a bracket, set smaller and higher than the letter before them,
    with nothing else raised behind them. Counter-examples: a raised “103명” or “’24.6” is text in
    small print; 10² and cm2 are powers.
    """
    if not any(run.line.edges is not None for run in printed.runs):
        return []
    text = printed.text
    return [
        Aside(hit.start(), hit.end(), "numbering", "raised_mark")
        for hit in _MARK.finditer(text)
        if _is_raised_mark(printed, hit.start(), hit.end())
    ]


def without_marks(text: str, marks: list[Aside]) -> str:
    """The text with a blank for every character of its marks: all places stay.

    >>> without_marks("경상수입1) 1,240", [Aside(4, 6, "numbering", "raised_mark")])
    '경상수입   1,240'
    """
    for mark in marks:
        text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text


def _is_raised_mark(printed: Printed, start: int, end: int) -> bool:
    """Whether all of a mark stands over the letter before it, and the letter behind it does not."""
    if _POWER.search(printed.text[max(0, start - 4) : start]):
        return False
    boxes = dict(_boxes(printed, max(0, start - 2), end + 1))
    base = boxes.get(start - 1) or boxes.get(start - 2)
    own = [boxes[at] for at in range(start, end) if at in boxes]
    if base is None or len(own) < end - start:
        return False
    return all(_is_over(box, base) for box in own) and not (
        end in boxes and _is_over(boxes[end], base)
    )


def _is_over(box: tuple[float, float], base: tuple[float, float]) -> bool:
    """Whether a letter (top, bottom, in points) is set smaller and higher than another one."""
    height = base[1] - base[0]
    return box[1] - box[0] < SMALL * height and box[1] < base[1] - HIGHER * height


def _boxes(printed: Printed, start: int, end: int) -> Iterator[tuple[int, tuple[float, float]]]:
    """Place, and top and bottom in points, of the characters start..end that were printed and are
    no blanks.
    """
    for at in range(start, min(end, len(printed.text))):
        if printed.text[at].isspace():
            continue
        found = _line_at(printed, at)
        if found is not None and found[0].edges is not None:
            edges = found[0].edges[found[1]]
            yield at, (float(edges[1]), float(edges[3]))


def _line_at(printed: Printed, at: int) -> tuple[Line, int] | None:
    """The line and the place in it of a character; None where it was made by joining."""
    run = printed.runs[max(bisect_right(printed.runs, at, key=attrgetter("start")) - 1, 0)]
    inside = run.start <= at < run.start + run.length
    return (run.line, run.offset + at - run.start) if inside else None
