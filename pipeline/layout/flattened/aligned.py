"""Text that keeps its columns by blanks (`pdftotext -layout`) to paragraphs and programme tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from pipeline.layout.captions import is_caption
from pipeline.layout.flattened.aligned_body import lines_to_body
from pipeline.layout.flattened.aligned_headers import AlignedHeader
from pipeline.layout.flattened.aligned_labels import Label, rows_to_labels
from pipeline.layout.flattened.aligned_rows import body_to_rows
from pipeline.layout.flattened.aligned_table import rows_to_table
from pipeline.layout.flattened.front_tables import lines_to_items
from pipeline.layout.flattened.segments import line_to_segments
from pipeline.layout.flattened.spans import Span, WrapEvidence
from pipeline.model import Line, Mark, Paragraph, Table
from pipeline.text import bullet_at, close_up, numbering_at

LONGEST_HEADING = 60
SECTION_MARKS = ("square", "diamond", "private", "triangle", "disc")


@dataclass(slots=True)
class Laid:
    """What was made of the lines: items in order, and marks of header lines that repeat."""

    items: list[Paragraph | Table] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def add(self, items: Iterable[Paragraph | Table]) -> None:
        """Appends items, tables numbered on."""
        tables = next((i.table_no for i in reversed(self.items) if isinstance(i, Table)), 0)
        for item in items:
            tables += isinstance(item, Table)
            self.items.append(replace(item, table_no=tables) if isinstance(item, Table) else item)


def lay_out_aligned(
    lines: Sequence[Line], headers: Sequence[AlignedHeader], evidence: WrapEvidence
) -> Laid:
    """Paragraphs and tables of a text whose programme tables have these headers."""
    laid = Laid()
    at = 0
    tables = headers_to_tables(lines, headers)
    for n, own in enumerate(tables):
        captions = _captions(lines, own[0], at)
        first = captions[0] if captions else own[0].first
        laid.add(lines_to_items(lines[at:first], evidence))
        stop = _heading_above(lines, tables[n + 1][0]) if n + 1 < len(tables) else None
        end = (
            len(lines) if n + 1 == len(tables) else tables[n + 1][0].first if stop is None else stop
        )
        at = _read_table(laid, lines, own, captions, end, evidence)
    laid.add(lines_to_items(lines[at:], evidence))
    return laid


def _read_table(
    laid: Laid,
    lines: Sequence[Line],
    headers: Sequence[AlignedHeader],
    captions: Sequence[int],
    end: int,
    evidence: WrapEvidence,
) -> int:
    """Adds one table, and behind it what stands among its lines but is none of them; the index of
    the first line not read.
    """
    inside = {k for h in headers[1:] for k in range(h.first, h.last + 1)}
    laid.marks.extend(Mark(lines[k], 0, len(lines[k].text), "table") for k in sorted(inside))
    body_lines = [lines[k] for k in range(headers[0].last + 1, end) if k not in inside]
    printings = [(lines[h.first].number, h.columns) for h in headers]
    body, model = lines_to_body(
        body_lines, printings, [line.text for line in lines[: headers[0].first]]
    )
    told = model.at("achievements") is not None and model.outer is not None
    if (
        model.programme_key is None
        and not told
        and all(model.at(role) is None for role in ("group", "area", "number"))
    ):
        # “부서 | 사업명 | 지적사항”: findings of an audit; nothing but a word of its header says
        # that its rows are programmes.
        laid.add(
            lines_to_items(
                [lines[k] for k in range(headers[0].first, end) if k not in inside], evidence
            )
        )
        return end
    rows = body_to_rows(body, model)
    labels: dict[int, list[Label]] = {}
    for c in (model.at("group"), model.at("area")):
        if c is not None:
            labels[c] = rows_to_labels(rows, c, model, labels.get(c + 1, []))
    spans = [Span(lines[k], 0, len(lines[k].text)).stripped() for k in captions]
    laid.add([rows_to_table(rows, labels, headers[0], spans, evidence)])
    kept = [b for b in body if b.role != "outside"]
    last = next(
        (k for k in range(end - 1, -1, -1) if kept and lines[k] is kept[-1].line), headers[-1].last
    )
    laid.add(
        lines_to_items(
            [b.line for b in body if b.role == "outside" and b.line.number < lines[last].number],
            evidence,
        )
    )
    return max(last, headers[-1].last) + 1


def headers_to_tables(
    lines: Sequence[Line], headers: Sequence[AlignedHeader]
) -> list[list[AlignedHeader]]:
    """Headers of one wording are one table over pages, unless a heading that counts on from the
    first one's stands over each.
    """
    groups: list[list[AlignedHeader]] = []
    for header in headers:
        if (
            groups
            and groups[-1][0].roles == header.roles
            and not _counts_on(lines, groups[-1][0], header)
        ):
            groups[-1].append(header)
        else:
            groups.append([header])
    return groups


def _counts_on(lines: Sequence[Line], before: AlignedHeader, header: AlignedHeader) -> bool:
    """Whether the heading over a header is the next of the kind over the one before: “1. 안전도시”,
    then “2. 건강도시”.
    """
    first, second = _heading_above(lines, before), _heading_above(lines, header)
    if first is None or second is None or second <= before.last:
        return False
    a, b = numbering_at(lines[first].text), numbering_at(lines[second].text)
    if a and b:
        return a.kind == b.kind and len(a.value) == len(b.value) and b.value[-1] == a.value[-1] + 1
    one, two = bullet_at(lines[first].text), bullet_at(lines[second].text)
    if a or b or not one or not two:
        return False
    return one.family == two.family and close_up(lines[first].text) != close_up(lines[second].text)


def _heading_above(lines: Sequence[Line], header: AlignedHeader) -> int | None:
    """The line over a header (captions and blank lines between) if it is worded like a heading."""
    k = header.first - 1
    while k >= 0 and (not lines[k].text.strip() or is_caption(lines[k].text)):
        k -= 1
    if (
        k < 0
        or len(lines[k].text.strip()) > LONGEST_HEADING
        or len(line_to_segments(lines[k], 0)) != 1
    ):
        return None
    bullet = bullet_at(lines[k].text)
    return k if numbering_at(lines[k].text) or (bullet and bullet.family in SECTION_MARKS) else None


def _captions(lines: Sequence[Line], header: AlignedHeader, at: int) -> list[int]:
    """The caption lines right above a header."""
    found: list[int] = []
    k = header.first - 1
    k -= k > at and not lines[k].text.strip()
    while k >= at and len(found) < 3 and lines[k].text.strip() and is_caption(lines[k].text):
        found.insert(0, k)
        k -= 1
    return found
