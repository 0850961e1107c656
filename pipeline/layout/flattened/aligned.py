"""Text that keeps its columns by blanks (`pdftotext -layout`) to paragraphs and programme tables:
its characters read by the scored grid, as the ink of a page is. What a table may have lost is
told, never passed over."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from pipeline.faults import Faults
from pipeline.layout.captions import is_caption, is_unit_alone
from pipeline.layout.flattened.aligned_headers import AlignedHeader
from pipeline.layout.flattened.aligned_names import mark_digits, mark_names
from pipeline.layout.flattened.aligned_rows import Reading, reading_to_table
from pipeline.layout.flattened.ink import EM, SOLID, WIDE, Sources, lines_to_looses
from pipeline.layout.flattened.loose import Read, add_read, lines_to_loose_items
from pipeline.layout.flattened.segments import line_to_segments
from pipeline.layout.flattened.spans import Span
from pipeline.layout.flattened.straight import Straight, straighten
from pipeline.layout.grid.bits import Bit
from pipeline.layout.grid.drafts import Read as Scored
from pipeline.layout.grid.headers import Column, Header
from pipeline.layout.grid.left import lines_behind
from pipeline.layout.grid.parts import Part
from pipeline.layout.grid.reach import Headers, header_to_parts, next_header
from pipeline.layout.grid.read import region_to_read
from pipeline.layout.grid.regions import Missed, Region, headers_to_regions
from pipeline.layout.grid.tablerows import TableRow
from pipeline.layout.grid.tokens import Loose
from pipeline.layout.wrap_votes import Evidence
from pipeline.lexicon import members
from pipeline.model import Line, Mark, Paragraph, Place, Problem, Table
from pipeline.text import bullet_at, close_up, numbering_at

LONGEST_HEADING = 60
SECTION_MARKS = ("square", "diamond", "private", "triangle", "disc")
MOST_CAPTIONS = 3
LONGEST_QUOTE = 60  # characters
MOST_MISSING = 5  # numbers between two rows; where more are, they count anew


@dataclass(slots=True)
class Laid:
    """What was made of the lines: items in order, marks of header lines that repeat, problems."""

    items: list[Paragraph | Table] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    def add(self, read: Read) -> None:
        """Appends what was read, tables numbered on."""
        add_read((self.items, self.marks, self.problems), read)


def lay_out_aligned(
    lines: Sequence[Line],
    headers: Sequence[AlignedHeader],
    evidence: Evidence,
    faults: Faults,
) -> Laid:
    """Paragraphs and tables of a text whose programme tables have these headers."""
    text = AlignedText(lines, headers)
    laid, at = Laid(), 0
    regions = headers_to_regions(text.looses, text.straight.headers, faults, text.to_region)
    for region in regions:
        if isinstance(region, Missed):
            laid.problems += missed_to_problems(region, text.sources)
            continue
        read = region_to_read(region)
        if read is not None and not _is_of_audit(read):
            at = _add_table(laid, text, Reading(read, text.sources), at, evidence)
    laid.add(lines_to_loose_items(lines[at:], evidence))
    return laid


def _add_table(laid: Laid, text: AlignedText, reading: Reading, at: int, evidence: Evidence) -> int:
    """Adds what stands before a table, from line `at` on, the table, and what stands among its
    lines but is none of them; the index of the first line not read.
    """
    lines, parts = text.lines, reading.read.region.parts
    own = text.lines_of(parts)
    first, last = text.index[own[0].number], text.index[own[-1].number]
    captions = _captions(lines, first, at)
    laid.add(lines_to_loose_items(lines[at : captions[0] if captions else first], evidence))
    spans = [Span(lines[k], 0, len(lines[k].text)).stripped() for k in captions]
    table = reading_to_table(reading, text.headers[own[0].number], spans, evidence)
    laid.add(([table], [], []))
    laid.problems += reading_to_problems(reading, text.straight.headers)
    laid.marks += text.repeats(parts)
    inside = {line.number for line in own}
    apart = [line for line in lines[first : last + 1] if line.number not in inside]
    laid.add(lines_to_loose_items(apart, evidence))
    return last + 1


class AlignedText:
    """A text as ink with straight columns, and which header begins a table."""

    def __init__(self, lines: Sequence[Line], headers: Sequence[AlignedHeader]) -> None:
        self.lines = lines
        self.index = {line.number: k for k, line in enumerate(lines)}
        self.looses, self.sources = lines_to_looses(lines)
        self.headers = {lines[h.first].number: h for h in headers}
        tables = headers_to_tables(lines, headers)
        self.table = {lines[h.first].number: n for n, own in enumerate(tables) for h in own}
        over = [x.number for own in tables[1:] for x in _lines_over(lines, own[0])]
        known = headers_to_known(lines, headers, self.sources)
        self.straight: Straight = straighten(self.looses, self.sources, known)
        self._mark_names([x.text for x in lines[: headers[0].first]])
        self._set_apart(set(over))

    def _mark_names(self, front: Iterable[str]) -> None:
        closed = [close_up(text) for text in front if text.strip()]
        for placed in self.straight.stretches:
            header = placed[0].row.header
            mark_names(placed, header.text or 0, closed)
            if "programme" in header.roles and "number" not in header.roles:
                titles = header.roles.index("programme")
                mark_digits(placed, sorted({titles, header.text or titles}), self.sources)

    def _set_apart(self, apart: set[int]) -> None:
        """What stands over the header of a table is none of the table before."""
        for loose in self.looses:
            own = self.sources[loose.number].lines
            loose.taken |= {k for k, line in enumerate(own) if line.number in apart}

    def to_region(
        self, looses: Sequence[Loose], at: int, header: Header, headers: Headers
    ) -> Region | None:
        """The table below a header, down to the header of another one."""
        edges, number = self.straight.edges[header], self._table_of(looses[at], header)
        parts: list[Part] = []
        for part in header_to_parts(looses, at, header, headers, edges, EM):
            if part.header is not None and self._table_of(part.loose, part.header) != number:
                break
            own = self.sources[part.loose.number].lines
            end = next(_other_tables(own[part.first : part.last], header), None)
            parts.append(part if end is None else replace(part, last=part.first + end))
            if end is not None:
                break
        return Region(header, parts, edges, EM, solid=SOLID, lined=True) if parts else None

    def _table_of(self, loose: Loose, header: Header) -> int:
        return self.table[self.sources[loose.number].lines[header.first].number]

    def lines_of(self, parts: Sequence[Part]) -> list[Line]:
        """The lines of a table, its headers' too."""
        found: list[Line] = []
        for part in parts:
            own = self.sources[part.loose.number].lines
            if part.header is not None:
                found += own[part.header.first : part.header.last + 1]
            taken = part.loose.taken
            found += [own[k] for k in range(part.first, part.last) if k not in taken]
        return found

    def repeats(self, parts: Sequence[Part]) -> list[Mark]:
        """Marks of a table's headers but the first."""
        lines = [
            line
            for part in parts[1:]
            if part.header is not None
            for line in self.sources[part.loose.number].lines[
                part.header.first : part.header.last + 1
            ]
        ]
        return [Mark(line, 0, len(line.text), "table") for line in lines]


def _is_of_audit(read: Scored) -> bool:
    """“부서 | 사업명 | 지적사항”: findings of an audit; nothing but a word of its header says that
    its rows are programmes.
    """
    body, roles = read.body, read.region.header.roles
    told = "achievements" in roles and body.mark is not None
    return body.key is None and not told and not {"group", "area", "number"} & set(roles)


def headers_to_known(
    lines: Sequence[Line], headers: Sequence[AlignedHeader], sources: Sources
) -> dict[int, list[Header]]:
    """The headers as the scored grid knows them, by page."""
    rows = {line.number: k for own in sources.values() for k, line in enumerate(own.lines)}
    found: dict[int, list[Header]] = {page: [] for page in sources}
    for h in headers:
        columns = tuple(
            Column(c.x0 * WIDE, c.x1 * WIDE, "".join(p.text for p in c.pieces), c.role)
            for c in h.columns
        )
        first, last = rows[lines[h.first].number], rows[lines[h.last].number]
        found[lines[h.first].page or 0].append(Header(first, last, columns))
    return found


def headers_to_tables(
    lines: Sequence[Line], headers: Sequence[AlignedHeader]
) -> list[list[AlignedHeader]]:
    """Headers of one wording are one table over pages, unless a heading that counts on from the
    first one's stands over each.
    """
    groups: list[list[AlignedHeader]] = []
    for header in headers:
        same = bool(groups) and groups[-1][0].roles == header.roles
        if same and not _counts_on(lines, groups[-1][0], header):
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
        same = a.kind == b.kind and len(a.value) == len(b.value)
        return same and b.value[-1] == a.value[-1] + 1
    one, two = bullet_at(lines[first].text), bullet_at(lines[second].text)
    if a or b or not one or not two:
        return False
    return one.family == two.family and close_up(lines[first].text) != close_up(lines[second].text)


def _heading_above(lines: Sequence[Line], header: AlignedHeader) -> int | None:
    """The line over a header (captions and blank lines between) if it is worded like a heading and
    begins where the first column may.
    """
    k = header.first - 1
    while k >= 0 and (not lines[k].text.strip() or is_caption(lines[k].text)):
        k -= 1
    text = lines[k].text if k >= 0 else ""
    indent = len(text) - len(text.lstrip())
    if not 0 < len(text.strip()) <= LONGEST_HEADING or indent >= header.columns[0].x1:
        return None
    return k if len(line_to_segments(lines[k], 0)) == 1 and _is_heading(text) else None


def _is_heading(text: str) -> bool:
    """It is numbered, or opens with a mark of sections."""
    return numbering_at(text) is not None or _is_section(text)


def _other_tables(lines: Sequence[Line], header: Header) -> Iterator[int]:
    """Where a table of other columns begins, whose header is not known: below a heading and a unit
    alone, or with a word that heads a first column, where the table's own first column stands.
    """
    for k in range(1, len(lines) - 1):
        if not _is_outer(lines[k], header):
            continue
        own = line_to_segments(lines[k], 0)
        unit = len(own) == 1 and _is_section(own[0].text) and is_unit_alone(lines[k + 1].text)
        if unit or (len(own) > 2 and close_up(own[0].text) in members("first_head")):
            yield _over_captions(lines, k)


def _over_captions(lines: Sequence[Line], k: int) -> int:
    """The first line of the captions and of the heading over a line."""
    while k > 1 and is_caption(lines[k - 1].text):
        k -= 1
    return k - (k > 1 and _is_section(lines[k - 1].text))


def _is_outer(line: Line, header: Header) -> bool:
    indent = len(line.text) - len(line.text.lstrip())
    return indent * WIDE < header.columns[0].x1


def _is_section(text: str) -> bool:
    """It opens with a mark of sections."""
    bullet = bullet_at(text)
    return bullet is not None and bullet.family in SECTION_MARKS


def _lines_over(lines: Sequence[Line], header: AlignedHeader) -> Sequence[Line]:
    """The heading over a header, and what stands between them."""
    above = _heading_above(lines, header)
    return lines[above : header.first] if above is not None else ()


def _captions(lines: Sequence[Line], first: int, at: int) -> list[int]:
    """The caption lines right above a header."""
    found: list[int] = []
    k = first - 1
    k -= k > at and not lines[k].text.strip()
    while k >= at and len(found) < MOST_CAPTIONS and _is_caption(lines[k]):
        found.insert(0, k)
        k -= 1
    return found


def _is_caption(line: Line) -> bool:
    return bool(line.text.strip()) and is_caption(line.text)


def missed_to_problems(missed: Missed, sources: Sources) -> list[Problem]:
    """A header of programmes with lines below it, of which no table was found."""
    part = missed.part
    own = sources[part.loose.number].lines[part.first : part.last]
    return [lines_to_problem(own)] if own and not missed.failed else []


def reading_to_problems(reading: Reading, headers: Headers) -> Iterator[Problem]:
    """Rows that are two by their numbers, numbers left out, lines behind the table and before the
    next header that keep to its columns.
    """
    rows = [row for row in reading.read.rows if not (row.is_name or row.is_total)]
    for row in rows:
        if len(numbers := _numbers(reading, row)) > 1:
            yield lines_to_problem([reading.span(b).line for b in numbers])
    numbered = [row for row in rows if row.value]
    for above, below in zip([None, *numbered], numbered, strict=False):
        yield from _skipped(reading, above, below)
    yield from _behind(reading, headers)


def _behind(reading: Reading, headers: Headers) -> Iterator[Problem]:
    region = reading.read.region
    last = region.parts[-1]
    source = reading.sources[last.loose.number]
    stop = next_header(last.loose, headers[last.loose.number], last.last)
    if behind := lines_behind(region, stop):
        yield lines_to_problem([source.lines[k] for k in behind])


def _skipped(reading: Reading, above: TableRow | None, below: TableRow) -> Iterator[Problem]:
    """A number that two neighbours leave out, or the table's first row, where it opens something
    else beside them.
    """
    before = above.value[-1] if above is not None and above.value else 0
    missing = range(before + 1, below.value[-1] if below.value else 0)
    if not 0 < len(missing) <= MOST_MISSING:
        return
    for b in reading.all.between((above or below).top, below.bottom):
        if any(_opens_with(b.text, n) for n in missing):
            yield lines_to_problem([reading.span(b).line])


def _opens_with(text: str, number: int) -> bool:
    """Whether a text is a number, or opens with it as a title does."""
    found = numbering_at(text)
    return text == str(number) or (found is not None and found.value[-1] == number)


def _numbers(reading: Reading, row: TableRow) -> list[Bit]:
    """The bits of a row that number it, or its title."""
    body, bits = reading.body, reading.bits(row)
    if body.number >= 0:
        return [b for b in bits if b.col == body.number and b.figure]
    return [b for b in bits if b.col == body.title and body.key and b.number == body.key]


def lines_to_problem(lines: Sequence[Line]) -> Problem:
    """Lines that look like a part of a table, in none of its cells or in the wrong row."""
    text = " ".join(" ".join(line.text for line in lines).split())[:LONGEST_QUOTE]
    place = Place(lines[0].page, lines[0].number, lines[-1].number)
    return Problem(
        "table_part_unread", place, words=(("page", str(place.page or 1)), ("text", text))
    )
