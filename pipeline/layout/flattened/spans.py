"""Stretches of source lines, and how they become one text again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import regex

from pipeline.model import Line, Printed, Run
from pipeline.text import display_width

BLANK_RUN = regex.compile(r"\s+")


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
        return Span(self.line, self.start + lead, max(self.start + lead, self.end - (len(raw) - len(raw.rstrip()))))


@dataclass(frozen=True, slots=True)
class WrapEvidence:
    """What a whole text tells about its wraps.

    `trailing`: its lines keep the blank before a break between words, so that a missing one means a break inside a word.
    `joined`, `parted`: every pair of neighbours “A B” that some line prints apart, and every word that some line prints whole.
    """

    trailing: bool
    joined: frozenset[str] = frozenset()
    parted: frozenset[tuple[str, str]] = frozenset()


def lines_to_evidence(texts: Sequence[str]) -> WrapEvidence:
    """What the lines of one text tell about how to join its wraps. Linear in the text.

    Source: exports from Hancom's PDFs keep the blank glyph at a wrapped line's end; pdftotext and pdfminer drop it.

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

    The blank before the line break is all that the printer left of a word boundary; where a producer writes none, the
    same words elsewhere in the text decide, then the punctuation; else a blank is taken and the doubt is marked.

    >>> trailing = WrapEvidence(True)
    >>> wrap_blank("보람일자리 ", "운영", trailing), wrap_blank("지원", "대학", trailing)
    ((' ', False), ('', False))
    >>> wrap_blank("수료, ", "301명", WrapEvidence(False)), wrap_blank("12개 과", "정", lines_to_evidence(["과정 운영"]))
    ((' ', False), ('', False))
    """
    if before[-1:].isspace() or (after[:1].isspace() and not evidence.trailing and before[-1:] in ",.:;)"):
        return " ", False
    if evidence.trailing:
        return "", False
    head, tail = before.split()[-1:] or [""], after.split()[:1] or [""]
    a, b = head[0], tail[0]
    if a + b in evidence.joined:
        return "", False
    if (a, b) in evidence.parted or a[-1:] in ",.:;)]」』":
        return " ", False
    if b[:1] in ",.:;)]%」』" or a[-1:] in "([·‧․･∙ㆍ「『" or (a[-1:].isdigit() and b[:1].isdigit()):
        return "", (a[-1:].isdigit() and b[:1].isdigit())
    return " ", True


def spans_to_printed(spans: Sequence[Span], evidence: WrapEvidence) -> Printed:
    """Wrapped stretches as one text: wraps joined, blanks folded, ends trimmed; every character keeps its line and offset.

    >>> line = [Line(1, None, "1.보람일자리  운영 "), Line(2, None, "확대")]
    >>> spans_to_printed([Span(line[0], 2, 12), Span(line[1], 0, 2)], WrapEvidence(True)).text
    '보람일자리 운영 확대'
    """
    text, runs, doubt = "", [], False
    for k, span in enumerate(spans):
        if text:
            blank, unsure = wrap_blank(spans[k - 1].text, span.text, evidence)
            text, doubt = text.rstrip(" ") + blank, doubt or unsure
        at = span.start
        for m in [*BLANK_RUN.finditer(span.line.text, span.start, span.end), None]:
            end = m.start() if m else span.end
            if end > at:
                runs.append(Run(len(text), span.line, at, end - at))
                text += span.line.text[at:end]
            if m:
                text, at = (text + " " if text and not text.endswith(" ") else text), m.end()
    return Printed(text, tuple(runs), doubt).slice(0)


def span_width(span: Span) -> int:
    """Printed width in half-width columns, outer blanks apart."""
    return display_width(span.text.strip())
