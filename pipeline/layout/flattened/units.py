"""Lines of a programme table's flattened text to units: a numbered line, a bulleted line, or a line that opens with neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.layout.flattened.inline import Inline, span_to_cuts, texts_to_inline
from pipeline.layout.flattened.spans import Span
from pipeline.model import Line
from pipeline.text import Bullet, Numbering, bullet_at, numbering_at

NOTHING = Inline()


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """One stretch of a line: its kind ("number", "bullet", "plain"), and the chunk (lines between blank ones) it is in."""

    kind: str
    span: Span
    chunk: int
    numbering: Numbering | None = None
    bullet: Bullet | None = None
    gap: int = 0  # blank lines before it

    @property
    def alone(self) -> bool:
        """A number with no title behind it, as a narrow column prints it."""
        return self.numbering is not None and self.numbering.end >= len(self.span.text.rstrip())


def line_to_spans(line: Line, inline: Inline = NOTHING) -> list[Span]:
    """A line cut before the marks inside it that open lines of their own.

    >>> [s.text for s in line_to_spans(Line(1, None, "2.4050 이직 지원  ○ 실무교육 + 매칭"))]
    ['2.4050 이직 지원  ', '○ 실무교육 + 매칭']
    """
    if not line.text.strip():
        return []
    whole = Span(line, 0, len(line.text))
    cuts = [0, *span_to_cuts(whole, inline), len(line.text)]
    return [Span(line, a, b) for a, b in pairwise(cuts)]


def span_to_unit(span: Span, chunk: int, gap: int = 0) -> Unit:
    """What a stretch opens with.

    >>> span_to_unit(Span(Line(1, None, "4,디지털"), 0, 5), 0).kind, span_to_unit(Span(Line(1, None, "1,321명"), 0, 6), 0).kind
    ('number', 'plain')
    """
    bullet = bullet_at(span.text)
    if bullet:
        return Unit("bullet", span, chunk, bullet=bullet, gap=gap)
    numbering = numbering_at(span.text)
    return Unit("number", span, chunk, numbering=numbering, gap=gap) if numbering else Unit("plain", span, chunk, gap=gap)


def lines_to_units(lines: Sequence[Line]) -> list[Unit]:
    """All stretches of the lines in order, with their chunks counted.

    >>> [(u.kind, u.chunk) for u in lines_to_units([Line(1, None, "1.가"), Line(2, None, ""), Line(3, None, "○ 나"), Line(4, None, "다")])]
    [('number', 0), ('bullet', 1), ('plain', 1)]
    """
    units: list[Unit] = []
    inline = texts_to_inline([line.text for line in lines])
    chunk, gap = 0, 0
    for line in lines:
        spans = line_to_spans(line, inline)
        if not spans:
            gap += 1
            continue
        if gap and units:
            chunk += 1
        units.extend(span_to_unit(s, chunk, 0 if n else gap) for n, s in enumerate(spans))
        gap = 0
    return units
