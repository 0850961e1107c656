"""Stretches of source lines, and how they become one text again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from pipeline.layout.wrap_votes import (
    PIECE,
    Evidence,
    Seam,
    add_seams,
    seam_to_wrap,
    texts_to_evidence,
)
from pipeline.model import Line, Printed, Run
from pipeline.pattern import lazy_pattern
from pipeline.text import display_width

BLANK_RUN = lazy_pattern(r"\s+")
STRETCH = lazy_pattern(r"\S+(?:\s\S+)*\s?")


class Span(NamedTuple):
    """line.text[start:end]: the unit in which flattened text is handed on."""

    line: Line
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.line.text[self.start : self.end]

    def stripped(self) -> Span:
        """The same stretch without blanks at its ends."""
        raw = self.text
        lead = len(raw) - len(raw.lstrip())
        return Span(
            self.line,
            self.start + lead,
            max(self.start + lead, self.end - (len(raw) - len(raw.rstrip()))),
        )


def lines_to_evidence(texts: Sequence[str]) -> Evidence:
    """What the lines of one text tell about how to join its wraps. Linear in the text.

    Source: exports from Hancom's PDFs keep the blank glyph at a wrapped line's end; pdftotext and
    pdfminer drop it.

    >>> lines_to_evidence(["보람일자리 ", "운영"]).trailing, lines_to_evidence(["보람일자리", "운영"]).trailing
    (True, False)
    """
    filled = [t for t in texts if t.strip()]
    evidence = texts_to_evidence(filled)
    kept = sum(t[-1:] in " \u3000" for t in filled)
    evidence.trailing = kept > max(0, len(filled) // 50)
    add_seams(evidence, _lines_to_seams(texts))
    return evidence


def _lines_to_seams(texts: Sequence[str]) -> Iterator[Seam]:
    """Stretches of neighbouring lines that begin in one display column."""
    above: dict[int, str] = {}
    for text in texts:
        here: dict[int, str] = {}
        column, at = 0, 0
        for m in STRETCH.finditer(text):
            column, at = column + display_width(text[at : m.start()]), m.start()
            # what parts two columns is no typed blank
            here[column] = m[0] if m.end() == len(text) else m[0].rstrip()
        for start, below in here.items():
            if start in above:
                yield Seam(above[start], below)
        above = here


def spans_to_printed(spans: Sequence[Span], evidence: Evidence) -> Printed:
    """Wrapped stretches as one text: wraps joined, blanks folded, ends trimmed; every character
    keeps its line and offset.

    >>> line = [Line(1, None, "1.보람일자리  운영 "), Line(2, None, "확대")]
    >>> spans_to_printed([Span(line[0], 2, 12), Span(line[1], 0, 2)], Evidence(trailing=True)).text
    '보람일자리 운영 확대'
    """
    parts: list[str] = []
    runs: list[Run] = []
    size, doubt, reach = 0, False, max(map(span_width, spans), default=0)
    for k, span in enumerate(spans):
        if size:
            blank, unsure = seam_to_wrap(_spans_to_seam(spans, k, reach), evidence)
            blank = blank or ""
            if parts[-1] == " ":
                size -= len(parts.pop())
            parts.append(blank)
            size, doubt = size + len(blank), doubt or unsure
        for n, (start, end) in enumerate(span_to_words(span)):
            if n and parts[-1] != " ":
                parts.append(" ")
                size += 1
            runs.append(Run(size, span.line, start, end - start))
            parts.append(span.line.text[start:end])
            size += end - start
    return Printed("".join(parts), tuple(runs), doubt).slice(0)


def _spans_to_seam(spans: Sequence[Span], k: int, reach: int) -> Seam:
    """The place where a stretch meets the one before; the widest of all shows their reach."""
    above, below = spans[k - 1].text, spans[k].text.lstrip()  # an indent is no typed blank
    piece = PIECE.match(below)
    needed = display_width(piece[0].strip()) if piece else 0
    room = reach - span_width(spans[k - 1]) - needed
    return Seam(above, below, room=room / 2, measured=False)


def span_to_words(span: Span) -> Iterator[tuple[int, int]]:
    """Offsets of the words of a stretch.

    >>> list(span_to_words(Span(Line(1, None, "가  나"), 0, 4)))
    [(0, 1), (3, 4)]
    """
    at = span.start
    for m in BLANK_RUN.finditer(span.line.text, span.start, span.end):
        if m.start() > at:
            yield at, m.start()
        at = m.end()
    if at < span.end:
        yield at, span.end


def span_width(span: Span) -> int:
    """Printed width in half-width columns, outer blanks apart."""
    return display_width(span.text.strip())


def uncovered(length: int, taken: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The stretches of a text of this length that lie in none of those taken.

    >>> list(uncovered(9, [(5, 7), (0, 2)]))
    [(2, 5), (7, 9)]
    """
    at = 0
    for start, end in [*sorted(taken), (length, length)]:
        if at < start:
            yield at, start
        at = max(at, end)
