"""A flattened report to blocks: paragraphs of running text, programme tables, page numbers set
apart.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise

from pipeline.faults import Faults, Lost
from pipeline.layout.flattened.aligned_headers import lines_to_aligned_headers
from pipeline.layout.flattened.assign import Context, assign_roles, units_to_context
from pipeline.layout.flattened.doubts import doubt_rows, mark_doubts
from pipeline.layout.flattened.front import lines_to_furniture, lines_to_paragraphs
from pipeline.layout.flattened.grid_lines import GridText, lines_to_grids, merge_grids
from pipeline.layout.flattened.gridded import lay_out_gridded
from pipeline.layout.flattened.headers import Header, lines_to_headers
from pipeline.layout.flattened.html_marks import Html, lines_to_html
from pipeline.layout.flattened.left_over import items_to_left_over
from pipeline.layout.flattened.levels import units_to_levels
from pipeline.layout.flattened.loose import Read, add_read, lines_to_loose_items
from pipeline.layout.flattened.loose_headers import (
    MOST_LINES,
    has_lost_outline,
    lines_to_loose_headers,
)
from pipeline.layout.flattened.rows import AreaDraft, rows_to_values, units_to_areas
from pipeline.layout.flattened.spans import lines_to_evidence
from pipeline.layout.flattened.stream_rows import events_to_areas
from pipeline.layout.flattened.streams import (
    cut_inner_numbers,
    units_to_events,
    units_to_numberings,
)
from pipeline.layout.flattened.tables import areas_to_table, figures_fit
from pipeline.layout.flattened.trailing import cut_trailing
from pipeline.layout.flattened.units import Unit, lines_to_units
from pipeline.layout.flattened.unnumbered import units_to_unnumbered
from pipeline.layout.wrap_votes import Evidence
from pipeline.model import Blocks, Document, Line, Mark, Paragraph, Place, Problem, Table, TextLine
from pipeline.text import source_to_seen

COUNTS_ON = 5.0  # of a hundred numbers so few break their sequence where a machine wrote the text


def lay_out_text(document: Document) -> Blocks:
    """Blocks of a text document; every line of the file is a Line, numbered from 1.

    Source: text that pdftotext, pdfminer or a word processor made of a report; columns come one
    after another.
    """
    faults = Faults()
    printed = [text_line_to_line(k, t) for k, t in enumerate(document.text_lines, start=1)]
    html = faults.spare(Lost("table"), lines_to_html, printed, instead=Html(printed, []))
    lines = tuple(html.lines)
    furniture = faults.spare(Lost("furniture"), lines_to_furniture, lines, instead=set[int]())
    furniture -= {k for table in html.tables for k in range(table.first, table.last + 1)}
    marks = [Mark(lines[k], 0, len(lines[k].text), "furniture") for k in sorted(furniture)]
    kept = [line for k, line in enumerate(lines) if k not in furniture]
    items, own, problems = lines_to_read(html, kept, faults)
    marks += own
    apart = [mark.line for mark in marks]
    left = faults.spare(Lost("table"), items_to_left_over, lines, items, apart, instead=())
    return _to_blocks(lines, items, marks, [*problems, *left, *faults.problems])


def lines_to_read(html: Html, kept: Sequence[Line], faults: Faults) -> Read:
    """Items, marks and problems of a text without its furniture: its tables of signs as they stand,
    all else by order and blanks.
    """
    evidence = lines_to_evidence([line.text for line in html.lines])
    grids, unread = lines_to_all_grids(html, kept, faults)

    def between(part: Sequence[Line]) -> Read:
        return part_to_items(part, evidence, faults)

    read: Read | None = None
    if grids:
        read = faults.spare(
            Lost("table"), lay_out_gridded, kept, grids, evidence, between, instead=None
        )
    items, marks, problems = read or between(kept)
    return items, marks, [*problems, *unread]


def lines_to_all_grids(
    html: Html, kept: Sequence[Line], faults: Faults
) -> tuple[list[GridText], list[Problem]]:
    """The tables that a text keeps by tags or signs, and what of them could not be read."""
    none: list[GridText] = []
    exact, unread = faults.spare(Lost("table"), _html_to_grids, html, kept, instead=(none, []))
    signed = faults.spare(Lost("table"), lines_to_grids, kept, instead=none)
    tabbed = faults.spare(Lost("table"), _lines_to_tabbed, kept, instead=none)
    return merge_grids(merge_grids(exact, signed), tabbed), list(unread)


def _html_to_grids(html: Html, kept: Sequence[Line]) -> tuple[list[GridText], list[Problem]]:
    """html_to_grids, which few texts need: what it imports takes as long as reading a short one."""
    if not html.tables:
        return [], []
    from pipeline.layout.flattened.html_tables import html_to_grids

    return html_to_grids(html, kept)


def _lines_to_tabbed(kept: Sequence[Line]) -> list[GridText]:
    """lines_to_tabbed, which few texts need either."""
    if not any("\t" in line.text for line in kept):
        return []
    from pipeline.layout.flattened.tab_tables import lines_to_tabbed

    return lines_to_tabbed(kept)


def part_to_items(lines: Sequence[Line], evidence: Evidence, faults: Faults) -> Read:
    """lines_to_items; where its tables fail, the lines as paragraphs, and of paragraphs that fail
    all but the line at fault.
    """
    place = Place(lines[0].page, lines[0].number, lines[-1].number) if lines else Place()
    read = faults.spare(Lost("table", place), lines_to_items, lines, evidence, faults, instead=None)
    if read is not None:
        return read
    paragraphs = partial(lines_to_paragraphs, evidence=evidence)
    found = faults.spare_between(lambda at: Lost("line", _line_place(at)), paragraphs, lines)
    return list(found), [], []


def text_line_to_line(number: int, printed: TextLine) -> Line:
    """A line of the file by the characters that are seen, with the file's own kept beside them.

    >>> text_line_to_line(1, TextLine(None, "1,2\\u200b40")).text
    '1,240'
    """
    text, origin = source_to_seen(printed.text)
    return Line(number, printed.page, text, None, origin)


def lines_to_items(
    lines: Sequence[Line], evidence: Evidence, faults: Faults
) -> tuple[list[Paragraph | Table], list[Mark], list[Problem]]:
    """Items, marks and problems of lines that no sign parts: columns told by blanks where the text
    keeps them, else by order.
    """
    aligned = lines_to_aligned_headers(lines)
    if aligned:
        from pipeline.layout.flattened.aligned import lay_out_aligned  # brings numpy

        laid = lay_out_aligned(lines, aligned, evidence, faults)
        return laid.items, laid.marks, laid.problems
    return lines_to_streams(lines, evidence)


def lines_to_streams(
    lines: Sequence[Line], evidence: Evidence
) -> tuple[list[Paragraph | Table], list[Mark], list[Problem]]:
    """Items, marks of repeated headers and problems of a text with one cell after another."""
    items: list[Paragraph | Table] = []
    marks: list[Mark] = []
    problems: list[Problem] = []
    at, told = 0, False
    tables = lines_to_tables(lines)
    for n, headers in enumerate(tables):
        add_read(
            (items, marks, problems), lines_to_loose_items(lines[at : headers[0].first], evidence)
        )
        stop = tables[n + 1][0].first if n + 1 < len(tables) else len(lines)
        at, areas, found = _read_table(lines[:stop], headers)
        problems.extend(found)
        told = told or _told(areas)
        marks.extend(_repeated_header_marks(headers[1:]))
        table = areas_to_table(areas, headers[0], evidence, n + 1)
        add_read((items, marks, problems), ([table], [], []))
    add_read((items, marks, problems), lines_to_loose_items(lines[at:], evidence))
    if not told and has_lost_outline(lines):
        problems.append(Problem("outline_lost"))
    return items, marks, problems


def lines_to_tables(lines: Sequence[Line]) -> list[list[Header]]:
    """The headers of each programme table: found whole, or word by word where that finds more of
    them.
    """
    tables, loose = (
        group_headers(lines_to_headers(lines)),
        group_headers(lines_to_loose_headers(lines)),
    )
    return loose if loose and (not tables or is_scattered(loose[0][0], tables[0][0])) else tables


def _told(areas: Sequence[AreaDraft]) -> bool:
    """Whether half of the rows have achievement lines: else the text lost the outline."""
    rows = [r for a in areas for g in a.groups for r in g.rows]
    return sum(bool(r.lines) for r in rows) * 2 > len(rows)


def is_scattered(loose: Header, strict: Header) -> bool:
    """Whether the header found word by word is the one found whole, with more of its words or on an
    earlier page.
    """
    own, whole = set(loose.roles), set(strict.roles)
    more = own > whole and abs(loose.first - strict.first) <= MOST_LINES
    return more or (
        own >= whole - {"department", "remarks"}
        and loose.first < strict.first
        and bool(own & {"group", "area"})
    )


def _to_blocks(
    lines: tuple[Line, ...],
    items: Sequence[Paragraph | Table],
    marks: Sequence[Mark],
    problems: Sequence[Problem],
) -> Blocks:
    pages = max((line.page or 0 for line in lines), default=0)
    return Blocks(lines, tuple(items), tuple(marks), tuple(problems), pages or None)


def group_headers(headers: Sequence[Header]) -> list[list[Header]]:
    """Headers that share most of their words are one table whose header the print repeats; text
    order may lose some of the words.

    >>> group_headers([])
    []
    """
    groups: list[list[Header]] = []
    for header in headers:
        first, own = set(groups[-1][0].roles) if groups else set(), set(header.roles)
        if groups and len(first & own) * 2 > len(first | own):
            groups[-1].append(header)
        else:
            groups.append([header])
    return groups


def _read_table(
    lines: Sequence[Line], headers: Sequence[Header]
) -> tuple[int, list[AreaDraft], list[Problem]]:
    """The index behind the table's last line, its areas, and what is doubtful about them."""
    inside = {k for h in headers for k in range(h.first, h.last + 1)}
    body = [k for k in range(headers[0].last + 1, len(lines)) if k not in inside]
    roles = headers[0].roles
    units = lines_to_units([lines[k] for k in body])
    units = cut_trailing(units[: table_end(units)], roles)
    front = [line.text for line in lines[: headers[0].first]]
    areas = units_to_outline(units, roles, front)
    if not _told(areas):
        doubt_rows([r for a in areas for g in a.groups for r in g.rows])
    end = 1 + next(
        (k for k in reversed(body) if units and lines[k] is units[-1].span.line), headers[-1].last
    )
    return end, areas, drop_misfits(areas, roles)


def units_to_outline(
    units: Sequence[Unit], roles: Sequence[str], front: Sequence[str]
) -> list[AreaDraft]:
    """The areas of one table, read both ways: as text copied by hand and as a machine's cells; the
    way with less trouble holds.
    """
    levels = units_to_levels(units, "group" in roles)
    context = units_to_context(units, levels, roles, front)
    unnumbered = units_to_unnumbered(units, "group" in roles, context.front)
    if unnumbered is not None:
        mark_doubts(unnumbered, context.extras, "group" in roles)
        return unnumbered
    by_hand, unread = units_to_areas(units, assign_roles(units, levels, context))
    streamed = units_to_stream(units, roles, context)
    extras, has_group = context.extras, "group" in roles
    if streamed is None:
        mark_doubts(by_hand, extras, has_group)
        return by_hand
    areas, left, cost = streamed
    mark_doubts(by_hand, extras, has_group)
    mark_doubts(areas, extras, has_group)
    hand, stream = areas_to_trouble(by_hand, len(unread)), areas_to_trouble(areas, left)
    texts = {id(u.span.line): u.span.line.text for u in units}
    copied = lines_to_evidence(
        list(texts.values())
    ).trailing  # a machine's text has no blanks at the ends of lines
    doubted = rows_in_doubt(areas) <= rows_in_doubt(by_hand)
    return (
        areas
        if stream < hand or (stream == hand and cost < COUNTS_ON and not copied and doubted)
        else by_hand
    )


def units_to_stream(
    units: Sequence[Unit], roles: Sequence[str], context: Context
) -> tuple[list[AreaDraft], int, float] | None:
    """The areas read as a machine's cells one after another, how many stretches fit nowhere, how
    well the numbers count on.
    """
    numberings = units_to_numberings(units, "group" in roles)
    if numberings is None:
        return None
    events = units_to_events(
        cut_inner_numbers(units, numberings),
        numberings,
        context.extras,
        context.front,
        "group" in roles,
    )
    return (
        events_to_areas(events, "group" in roles)[0],
        sum(e.role == "unread" for e in events),
        numberings.cost,
    )


def rows_in_doubt(areas: Sequence[AreaDraft]) -> int:
    """How many rows of a reading are in doubt."""
    return sum(r.doubt is not None for a in areas for g in a.groups for r in g.rows)


def areas_to_trouble(areas: Sequence[AreaDraft], unread: int) -> int:
    """How much of a reading cannot be right: stretches that fit nowhere, rows without lines,
    numbers that do not count on.

    >>> areas_to_trouble([], 2)
    2
    """
    found = unread
    last = 0
    for area in areas:
        for group in area.groups:
            values = [v for v in rows_to_values(group.rows) if v is not None]
            starts = {1, last + 1}  # anew in each group, or on through the report
            found += sum(b != a + 1 for a, b in pairwise(values)) + (
                not starts & set(values[:1]) and bool(values)
            )
            found += len(group.rows) - len(values)
            last = values[-1] if values else last
            found += sum(not r.lines for r in group.rows)
    return found


def table_end(units: Sequence[Unit]) -> int:
    """Where the table ends: at a mark of a family that it never used, of the kind that opens
    sections, behind its last row.

    >>> table_end(lines_to_units([Line(k, None, t) for k, t in enumerate(["1.가", "○ 나", "□ 향후계획", "○ 다"])]))
    2
    """
    families: list[str] = []
    for k, unit in enumerate(units):
        if unit.bullet is None:
            continue
        sections = ("square", "diamond", "private", "triangle")
        if unit.bullet.family in sections and families and unit.bullet.family not in families:
            return k
        families.append(unit.bullet.family)
    return len(units)


def drop_misfits(areas: Sequence[AreaDraft], roles: Sequence[str]) -> list[Problem]:
    """Takes figures out of rows where their number does not tell their columns (they stay unread),
    and names rows in doubt.
    """
    problems = []
    for row in (r for a in areas for g in a.groups for r in g.rows):
        line = row.first_line
        if row.figures and not figures_fit(row, roles):
            row.figures.clear()
            row.doubt = row.doubt or "row_boundary_doubt"
        if row.doubt:
            problems.append(Problem(row.doubt, _line_place(line) if line else Place()))
    return problems


def _line_place(line: Line) -> Place:
    return Place(line.page, line.number, line.number)


def _repeated_header_marks(headers: Sequence[Header]) -> list[Mark]:
    return [
        Mark(s.line, s.start, s.end, "table") for h in headers for c in h.columns for s in c.spans
    ]
