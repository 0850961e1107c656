"""Marks inside a line: where a text joined lines that the print parted, and a title with its first line, the marks tell where.

Outermost marks (○ □ ● •) stand nowhere else, so they always open a line. A dash also stands inside sentences (“459명 - 선발 91명”): it
opens a line only where the same text shows that its lines were joined (“○ 가 ○ 나” on one line).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import regex

from pipeline.layout.flattened.spans import Span
from pipeline.lexicon import words
from pipeline.text import bullet_at, numbering_at

GAP = regex.compile(r"(?<=\S)\s+(?=\S\s)")
FEWEST = 2  # titles that share their line with a mark and a dash, where none has a dash on the line below
LOWER = ("dash", "dot", "note")
LONGEST_LINE = 20_000  # characters


@dataclass(frozen=True, slots=True)
class Inline:
    """Which marks open a line inside a line. joined: the text joins lines; outer: the mark that opens most first lines, if it is a dash."""

    joined: bool = False
    outer: str = ""


def texts_to_inline(texts: Iterable[str]) -> Inline:
    """What the lines of one text tell about marks inside them.

    >>> texts_to_inline(["1.가 ○ 나 ○ 다", "2.라 ○ 마 - 바"]).joined, texts_to_inline(["○ 신청 459명 - 선발 91명"]).joined
    (True, False)
    """
    joined = dashed = apart = 0
    opening: dict[str, int] = {}
    shared = False
    for text in texts:
        if len(text) > LONGEST_LINE:
            continue
        bullet = bullet_at(text)
        if bullet:
            opening[bullet.family] = opening.get(bullet.family, 0) + 1
            apart += shared and bullet.family in LOWER
        first = next((m.end() for m in GAP.finditer(text) if is_outer(text, m.end())), None) if numbering_at(text) else None
        shared = first is not None
        dashed += first is not None and " - " in text[first:]
        marks = [m.end() for m in GAP.finditer(text) if is_outer(text, m.end())]
        joined += len(marks) + (bullet is not None and is_outer(text, 0)) > 1
    dashes = opening.get("dash", 0)
    return Inline(joined > 0 or (dashed >= FEWEST and not apart), "dash" if dashes and dashes == sum(opening.values()) else "")


def is_outer(text: str, at: int) -> bool:
    """Whether an unmistakable mark stands there, a blank behind it.

    >>> is_outer("가 • 나", 2), is_outer("가 · 나", 2)
    (True, False)
    """
    bullet = bullet_at(text, at)
    table = words("marks")["inline"]
    return bullet is not None and (bullet.family in table["families"] or bullet.mark in table["marks"])


def span_to_cuts(span: Span, inline: Inline) -> list[int]:
    """The offsets of a stretch's line where marks inside it open lines."""
    text = span.line.text
    if span.end - span.start > LONGEST_LINE:
        return []
    found: list[int] = []
    for m in GAP.finditer(text, span.start, span.end):
        bullet = bullet_at(text, m.end())
        if bullet is None:
            continue
        behind = bool(found) or _opens(text, span.start)
        lower = bullet.family in LOWER and inline.joined and behind
        if is_outer(text, m.end()) or lower or (bullet.family == inline.outer and not behind):
            found.append(m.end())
    return found


def _opens(text: str, at: int) -> bool:
    return bullet_at(text, at) is not None


def cut_marks(cell: Sequence[Span], inline: Inline) -> list[tuple[Span, bool]]:
    """The lines of a cell: its paragraphs, each cut before the marks inside it; whether a line's end or beginning is in doubt.

    >>> from pipeline.model import Line
    >>> [(s.text, d) for s, d in cut_marks([Span(Line(1, None, "○ 가 ○ 나 - 다"), 0, 11)], Inline(True))]
    [('○ 가', False), ('○ 나', True), ('- 다', True)]
    """
    found: list[tuple[Span, bool]] = []
    for span in cell:
        cuts = [span.start, *span_to_cuts(span, inline), span.end]
        sure = [at == span.start or at == span.end or is_outer(span.line.text, at) for at in cuts]
        found += [(Span(span.line, a, b).stripped(), not (sure[k] and sure[k + 1])) for k, (a, b) in enumerate(pairwise(cuts))]
    return found
