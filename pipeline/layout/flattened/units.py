"""Lines of a programme table's flattened text to units: a numbered line, a bulleted line, or a line
that opens with neither.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.layout.flattened.inline import NOTHING, Inline, span_to_cuts, texts_to_inline
from pipeline.layout.flattened.spans import Span
from pipeline.model import Line
from pipeline.pattern import Match, lazy_pattern
from pipeline.text import Bullet, Numbering, bullet_at, numbering_at

LOOK_AHEAD = 60  # units of one programme at most
DIGITS = lazy_pattern(r"\s*(?P<no>\d{1,2})[.．](?=\d{1,2}(?:[가-힣]+|-[A-Za-z])\s+(?:\S|$))")


@dataclass(frozen=True, slots=True, eq=False)
class Unit:
    """One stretch of a line: its kind ("number", "bullet", "plain"), and the chunk (lines between
    blank ones) it is in.
    """

    kind: str
    span: Span
    chunk: int
    numbering: Numbering | None = None
    bullet: Bullet | None = None
    gap: int = 0  # blank lines before it

    @property
    def number(self) -> Numbering:
        """The numbering of a unit of the kind "number"; asked of no other."""
        assert self.numbering is not None
        return self.numbering

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
    return (
        Unit("number", span, chunk, numbering=numbering, gap=gap)
        if numbering
        else Unit("plain", span, chunk, gap=gap)
    )


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
    return adopt_digits(units)


def adopt_digits(units: list[Unit]) -> list[Unit]:
    """Units whose number is followed by a title's own digits (“3.24시간 돌봄”): numbers where the
    numbers around them count on so.

    >>> text = ["2.쉼터", "○ 9곳", "3.24시간 돌봄", "○ 2.5점", "4.캠프"]
    >>> [u.kind for u in lines_to_units([Line(k, None, t) for k, t in enumerate(text)])]
    ['number', 'bullet', 'number', 'bullet', 'number']
    """
    found = list(units)
    known = {
        k: u.numbering.value[-1]
        for k, u in enumerate(units)
        if u.numbering and u.numbering.kind == "arabic"
    }
    maybe = {
        k: m for k, u in enumerate(units) if u.kind == "plain" and (m := DIGITS.match(u.span.text))
    }
    last = 0
    for k, unit in enumerate(units):
        last = known.get(k, last)
        value = int(maybe[k]["no"]) if k in maybe else 0
        if k not in maybe or value not in (1, last + 1):
            continue
        follow = _next_value(units, known, maybe, k, value + 1)
        titled = k + 1 < len(units) and units[k + 1].kind == "bullet" and k > 0
        titled = titled and (
            units[k - 1].kind != "plain" or units[k + 1].span.line is unit.span.line
        )
        if follow == value + 1 or (
            value > 1
            and follow != value
            and (unit.gap or titled)
            and (follow or 1) in {*range(value + 1), value + 2}
        ):
            found[k] = replace(
                unit,
                kind="number",
                numbering=Numbering(maybe[k]["no"], "arabic", (value,), maybe[k].end()),
            )
            last = value
    return found


def _next_value(
    units: Sequence[Unit],
    known: dict[int, int],
    maybe: dict[int, Match[str]],
    k: int,
    wanted: int,
) -> int | None:
    """The next number behind a unit: one that is known, or one that may be and is the one wanted;
    None if there is none near.
    """
    for follow in range(k + 1, min(len(units), k + 1 + LOOK_AHEAD)):
        if follow in known:
            return known[follow]
        if follow in maybe and int(maybe[follow]["no"]) == wanted:
            return wanted
    return None
