"""Stretches of source lines, and how they become one text again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from pipeline.model import Line, Printed, Run
from pipeline.pattern import lazy_pattern
from pipeline.text import display_width

BLANK_RUN = lazy_pattern(r"\s+")


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


@dataclass(frozen=True, slots=True)
class WrapEvidence:
    """What a whole text tells about its wraps.

    `trailing`: its lines keep the blank before a break between words, so that a missing one means a
    break inside a word. `joined`, `parted`: every pair of neighbours “A B” that some line prints
    apart, and every word that some line prints whole.
    """

    trailing: bool
    joined: frozenset[str] = frozenset()
    parted: frozenset[tuple[str, str]] = frozenset()


def lines_to_evidence(texts: Sequence[str]) -> WrapEvidence:
    """What the lines of one text tell about how to join its wraps. Linear in the text.

    Source: exports from Hancom's PDFs keep the blank glyph at a wrapped line's end; pdftotext and
    pdfminer drop it.

    >>> lines_to_evidence(["보람일자리 ", "운영"]).trailing, lines_to_evidence(["보람일자리", "운영"]).trailing
    (True, False)
    """
    filled = [t for t in texts if t.strip()]
    trailing = sum(t[-1:] in " \u3000" for t in filled)
    joined: set[str] = set()
    parted: set[tuple[str, str]] = set()
    for text in filled:
        tokens = text.split()
        joined.update(tokens)
        parted.update(pairwise(tokens))
    return WrapEvidence(trailing > max(0, len(filled) // 50), frozenset(joined), frozenset(parted))


def wrap_blank(before: str, after: str, evidence: WrapEvidence) -> tuple[str, bool]:
    """What stood at a wrap, a blank or nothing, and whether that is in doubt.

    The blank before the line break is all that the printer left of a word boundary; where a
    producer writes none, the same words elsewhere in the text decide, then the punctuation; else a
    blank is taken and the doubt is marked.

    >>> trailing = WrapEvidence(True)
    >>> wrap_blank("보람일자리 ", "운영", trailing), wrap_blank("지원", "대학", trailing)
    ((' ', False), ('', False))
    >>> wrap_blank("수료, ", "301명", WrapEvidence(False)), wrap_blank("12개 과", "정", lines_to_evidence(["과정 운영"]))
    ((' ', False), ('', False))
    """
    if before[-1:].isspace() or (
        after[:1].isspace() and not evidence.trailing and before[-1:] in ",.:;)"
    ):
        return " ", False
    if evidence.trailing:
        return "", False
    head, tail = before.split()[-1:] or [""], after.split()[:1] or [""]
    a, b = head[0], tail[0]
    if a + b in evidence.joined:
        return "", False
    if (a, b) in evidence.parted or a[-1:] in ",.:;)]」』":
        return " ", False
    if (
        b[:1] in ",.:;)]%」』"
        or a[-1:] in "([·‧․･∙ㆍ「『"
        or (a[-1:].isdigit() and b[:1].isdigit())
    ):
        return "", (a[-1:].isdigit() and b[:1].isdigit())
    return " ", True


def spans_to_printed(spans: Sequence[Span], evidence: WrapEvidence) -> Printed:
    """Wrapped stretches as one text: wraps joined, blanks folded, ends trimmed; every character
    keeps its line and offset.

    >>> line = [Line(1, None, "1.보람일자리  운영 "), Line(2, None, "확대")]
    >>> spans_to_printed([Span(line[0], 2, 12), Span(line[1], 0, 2)], WrapEvidence(True)).text
    '보람일자리 운영 확대'
    """
    parts: list[str] = []
    runs: list[Run] = []
    size, doubt = 0, False
    for k, span in enumerate(spans):
        if size:
            blank, unsure = wrap_blank(spans[k - 1].text, span.text, evidence)
            if parts[-1] == " ":
                size -= len(parts.pop())
            parts.append(blank)
            size, doubt = size + len(blank), doubt or unsure
        for start, end in span_to_words(span):
            if start > span.start and size and parts[-1] != " ":
                parts.append(" ")
                size += 1
            runs.append(Run(size, span.line, start, end - start))
            parts.append(span.line.text[start:end])
            size += end - start
    return Printed("".join(parts), tuple(runs), doubt).slice(0)


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
