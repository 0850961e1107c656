"""Running text of a flattened report to paragraphs, and its page numbers to furniture."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.layout.brackets import closes
from pipeline.layout.flattened.assign import is_full
from pipeline.layout.flattened.headers import may_be_header
from pipeline.layout.flattened.spans import Span, spans_to_printed
from pipeline.layout.wrap_votes import Evidence
from pipeline.model import Line, Paragraph
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, close_up, display_width, numbering_at

PAGE_NUMBER = lazy_pattern(
    r"\s*(?:[-－–―]\s{0,3}\d{1,4}\s{0,3}[-－–―]|\d{1,4}\s?/\s?\d{1,4}|[Pp](?:age)?\.?\s?\d{1,4})\s*"
)
NARROWEST_TEXT = 50  # half-width columns: running text is never set narrower on a page
SHORTEST_WRAPPED = 12  # a shorter line ends with a stray blank, not with a wrap
MOST_PLACES = 3  # pages; a line that begins or ends so many says nothing of its own
BARE_NUMBER = lazy_pattern(r"\s*\d{1,4}\s*")


def lines_to_furniture(lines: Sequence[Line]) -> set[int]:
    """Indexes of lines that hold a page number: between dashes anywhere, bare only beside a page
    break.

    >>> sorted(lines_to_furniture([Line(1, 1, "가"), Line(2, 1, "- 3 -"), Line(3, 1, "12"), Line(4, 2, "나"), Line(5, 2, "7 회")]))
    [1, 2]
    """
    found = {
        k
        for k, line in enumerate(lines)
        if PAGE_NUMBER.fullmatch(line.text) or _bare_at_break(lines, k)
    }
    return found | _running_heads(lines, found)


def _running_heads(lines: Sequence[Line], numbers: set[int]) -> set[int]:
    """First and last lines of pages that say the same on at least three of them and are no header
    of a table.
    """
    ends: dict[str, list[int]] = defaultdict(list)
    pages: dict[int | None, list[int]] = defaultdict(list)
    for k, line in enumerate(lines):
        if line.page is not None and k not in numbers and line.text.strip():
            pages[line.page].append(k)
    for own in pages.values():
        for k in {own[0], own[-1]}:
            ends[close_up(lines[k].text)].append(k)
    return {
        k
        for text, own in ends.items()
        if len(own) >= MOST_PLACES and not may_be_header(text)
        for k in own
    }


def _bare_at_break(lines: Sequence[Line], k: int) -> bool:
    if not BARE_NUMBER.fullmatch(lines[k].text) or lines[k].page is None:
        return False
    after = [line for line in lines[k + 1 : k + 4] if line.text.strip()]
    before = [line for line in lines[max(0, k - 3) : k] if line.text.strip()]
    ends = bool(lines[k + 1 :]) and (not after or after[0].page != lines[k].page)
    return ends or bool(k and (not before or before[-1].page != lines[k].page))


def lines_to_paragraphs(lines: Sequence[Line], evidence: Evidence) -> list[Paragraph]:
    """Lines to paragraphs: a mark or a number opens one; a plain line goes on with the line before
    where that was full or wrapped.

    >>> text = ["ㅇ 학습 참여율 ", "증가 : 2%", "추진근거", "", "ㅇ 조례"]
    >>> [p.printed.text for p in lines_to_paragraphs([Line(k, None, t) for k, t in enumerate(text)], Evidence(trailing=True))]
    ['ㅇ 학습 참여율 증가 : 2%', '추진근거', 'ㅇ 조례']
    """
    return spans_to_paragraphs([Span(line, 0, len(line.text)) for line in lines], evidence)


def spans_to_paragraphs(column: Sequence[Span], evidence: Evidence) -> list[Paragraph]:
    """The same of the stretches of one column."""
    width = texts_to_width([span.text for span in column])
    found: list[list[Span]] = []
    blanks = 0
    for span in column:
        if not span.text.strip():
            blanks += 1
            continue
        if found and _goes_on(found[-1][-1], span, blanks, width, evidence):
            found[-1].append(span)
        else:
            found.append([span])
        blanks = 0
    printed = [spans_to_printed(spans, evidence) for spans in found]
    return [Paragraph(p, p.place()) for p in printed]


def texts_to_width(texts: Sequence[str]) -> int:
    """The printed width of the text's column, in half-width columns: what a tenth of the lines
    reach; no line of a few words counts.

    >>> texts_to_width(["가" * 30, "나"])
    60
    """
    widths = sorted(display_width(text.strip()) for text in texts if text.strip())
    return max(widths[-1 - len(widths) // 10], NARROWEST_TEXT) if widths else NARROWEST_TEXT


def _goes_on(before: Span, span: Span, blanks: int, width: int, evidence: Evidence) -> bool:
    """Whether a line goes on with the one before; over more than two blank lines nothing does."""
    full = is_full(before.text, span.text, width)
    if blanks < 2 and closes(before.text, span.text, full):
        return True
    if blanks > 2 or bullet_at(span.text) or _opens(span.text):
        return False
    if blanks and not before.text[-1:].isspace():
        return full and (
            span.text.strip()[:1] in "(,.)" or (not evidence.trailing and before.text[-1:] in ",·")
        )
    return full or _ends_in_blank(before.text)


def _ends_in_blank(text: str) -> bool:
    """Whether a line keeps the blank of a wrap; a line of a word or two has a stray one."""
    return text[-1:].isspace() and display_width(text.strip()) > SHORTEST_WRAPPED


def _opens(text: str) -> bool:
    numbering = numbering_at(text)
    return (numbering is not None and numbering.end < len(text.rstrip())) or text.strip()[
        :1
    ] in "<《〈[【"
