"""Lines of text that keeps its columns by blanks (`pdftotext -layout`) to segments: what stands
between two runs of blanks.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.layout.flattened.spans import Span
from pipeline.model import Line
from pipeline.pattern import lazy_pattern
from pipeline.text import Bullet, Numbering, bullet_at, numbering_at

GAP = lazy_pattern(r"[\s\u3000]*[\t\u3000][\s\u3000]*|\s{2,}")
# A cell that holds one figure: “1,386,351”, “95.1%”, “△306”, “2,300건”, “10개소”, “-” for none.
FIGURE = lazy_pattern(r"(?:[△▲▽▼+↑↓-]?\s?\d[\d,.]{0,20}\s?(?:%p?|[가-힣]{0,3})|[-－–―])")
LONGEST_LINE = (
    4000  # characters; a longer line was never printed on one page, so its blanks are no columns
)


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """A stretch of the `row`-th line; x0 and x1 are character offsets, which is how poppler places
    columns.

    kind: "bullet", "number", "figure" or "plain", by what it opens with.
    """

    span: Span
    row: int
    kind: str
    numbering: Numbering | None = None
    bullet: Bullet | None = None
    alone: bool = False  # nothing else stands on its line

    @property
    def text(self) -> str:
        return self.span.text

    @property
    def x0(self) -> int:
        return self.span.start

    @property
    def x1(self) -> int:
        return self.span.end

    @property
    def middle(self) -> float:
        return (self.span.start + self.span.end) / 2


def span_to_segment(span: Span, row: int) -> Segment:
    """What a stretch opens with; a lone dash is an empty figure, no bullet.

    >>> [span_to_segment(Span(Line(1, None, t), 0, len(t)), 0).kind for t in ("○ 운영", "1-2.직무", "2,300건", "-", "나눔터")]
    ['bullet', 'number', 'figure', 'figure', 'plain']
    """
    text = span.text
    if FIGURE.fullmatch(text):
        return Segment(span, row, "figure")
    bullet = bullet_at(text)
    if bullet:
        return Segment(span, row, "bullet", bullet=bullet)
    numbering = numbering_at(text)
    return (
        Segment(span, row, "number", numbering=numbering)
        if numbering
        else Segment(span, row, "plain")
    )


def line_to_gaps(line: Line) -> Iterator[Span]:
    """The stretches of a line that two or more blanks part.

    >>> [s.text for s in line_to_gaps(Line(1, None, "  1. 가 나   ○ 다"))]
    ['1. 가 나', '○ 다']
    """
    text = line.text
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    if len(text) > LONGEST_LINE:
        yield Span(line, start, end)
        return
    while start < end:
        gap = GAP.search(text, start, end)
        yield Span(line, start, gap.start() if gap else end)
        start = gap.end() if gap else end


def line_to_segments(line: Line, row: int) -> list[Segment]:
    """A line cut at its gaps; a mark that only blanks part from its text (“○   운영”) stays with
    it.

    >>> [s.text for s in line_to_segments(Line(1, None, "1.      직업     ○   운영"), 0)]
    ['1.', '직업', '○   운영']
    """
    spans: list[Span] = []
    for span in line_to_gaps(line):
        lone = (
            spans
            and len(spans[-1].text) == 1
            and bullet_at(spans[-1].text + " x")
            and not FIGURE.fullmatch(spans[-1].text)
        )
        if lone and span.start - spans[-1].end <= 3:
            spans[-1] = Span(line, spans[-1].start, span.end)
        else:
            spans.append(span)
    found = [span_to_segment(s, row) for s in spans]
    return [replace(found[0], alone=True)] if len(found) == 1 else found


def cut_segment(segment: Segment, at: list[int]) -> list[Segment]:
    """A segment cut before the offsets `at` of its line; blanks at the cuts go."""
    line, bounds = segment.span.line, [segment.x0, *sorted(at), segment.x1]
    pieces = [Span(line, a, b).stripped() for a, b in pairwise(bounds)]
    return [span_to_segment(p, segment.row) for p in pieces if p.start < p.end]
