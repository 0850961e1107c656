"""Lines of a programme table's flattened text to units: a numbered line, a bulleted line, or a line that opens with neither."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import regex

from pipeline.layout.flattened.spans import Span
from pipeline.model import Line
from pipeline.text import Bullet, Numbering, bullet_at, numbering_at

# A title shares its line with its first achievement: blank, outermost mark, blank. Dashes and dots also stand inside titles.
INLINE_MARKS = {"circle", "disc", "square", "private"}
INLINE = regex.compile(r"(?<=\S)\s+(?=\S\s)")


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


def line_to_spans(line: Line) -> list[Span]:
    """A line cut before an outermost bullet inside it.

    >>> [s.text for s in line_to_spans(Line(1, None, "2.4050 이직 지원  ○ 실무교육 + 매칭"))]
    ['2.4050 이직 지원  ', '○ 실무교육 + 매칭']
    """
    if not line.text.strip():
        return []
    whole = Span(line, 0, len(line.text))
    if bullet_at(line.text):
        return [whole]
    for m in INLINE.finditer(line.text):
        bullet = bullet_at(line.text, m.end())
        if bullet and bullet.family in INLINE_MARKS:
            return [Span(line, 0, m.end()), Span(line, m.end(), len(line.text))]
    return [whole]


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
    chunk, gap = 0, 0
    for line in lines:
        spans = line_to_spans(line)
        if not spans:
            gap += 1
            continue
        if gap and units:
            chunk += 1
        units.extend(span_to_unit(s, chunk, 0 if n else gap) for n, s in enumerate(spans))
        gap = 0
    return units
