"""Blocks to the report: cover, outline, stated counts, and the roles of all lines."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from pipeline.faults import Faults, Lost
from pipeline.model import Area, Blocks, Paragraph, Place, Printed, Problem, Report, Source, Table
from pipeline.outline.account import account
from pipeline.outline.below import with_tables
from pipeline.outline.cards import label_forms, read_cards
from pipeline.outline.choice import is_planned, read_tree
from pipeline.outline.cover import (
    cover_paragraphs,
    paragraphs_to_names,
    paragraphs_to_title,
)
from pipeline.outline.cutcards import close_cards
from pipeline.outline.declared import declare_units
from pipeline.outline.doubts import is_doubtful, outline_problems
from pipeline.outline.drafts import AreaDraft
from pipeline.outline.evidence import (
    Evidence,
    doubt_problems,
    drafts_to_evidence,
    with_counts,
    with_doubts,
)
from pipeline.outline.grids import cell_printed
from pipeline.outline.hanging import items_to_frames
from pipeline.outline.lonelevel import raise_lone_level
from pipeline.outline.marking import lines_to_owners, owner_of, report_marks
from pipeline.outline.paths import path_problems
from pipeline.outline.programmes import count_areas, read_tables
from pipeline.outline.promoted import promote_headers
from pipeline.outline.roles import table_to_roles
from pipeline.outline.stated import (
    counts_to_problems,
    headers_to_levels,
    headings_to_totals,
    items_to_statements,
    stated_by_area,
    stated_totals,
    told_totals,
)
from pipeline.outline.unread import is_order_lost, outline_to_unread
from pipeline.outline.years import report_year
from pipeline.text import bullet_at


def outline(blocks: Blocks, source: Source) -> Report:
    """The report's own organisation. A report without a programme outline gets the problem
    `no_outline` and no rows.

    Source: result reports of Korean cities: cover, overview, then one big table of areas, groups
    and programmes.
    """
    faults = Faults()
    for prepare in (declare_units, close_cards, promote_headers, label_forms):
        items = faults.spare(Lost("step"), prepare, blocks.items, instead=blocks.items)
        blocks = replace(blocks, items=tuple(items))
    report = faults.spare(Lost("outline"), read_outline, blocks, source, faults, instead=None)
    report = report or outline_to_nothing(blocks, source, faults)
    return replace(report, problems=(*report.problems, *faults.problems))


def outline_to_nothing(blocks: Blocks, source: Source, faults: Faults) -> Report:
    """A report whose outline failed as a whole: no rows, and all of its text and tables."""
    marks = faults.spare(
        Lost("outline"), report_marks, blocks, (), None, 0, instead=list(blocks.marks)
    )
    front = tuple(i for i in blocks.items if isinstance(i, Paragraph))
    cover = faults.spare(Lost("cover"), read_cover, blocks, instead=Cover())
    return Report(
        cover.title,
        cover.year,
        cover.organisation,
        cover.department,
        (),
        front,
        blocks.tables,
        tuple(marks),
        blocks.problems,
        source.report_id,
        "title" if cover.year is not None else None,
    )


@dataclass(frozen=True, slots=True)
class Cover:
    """What the cover prints."""

    title: str | None = None
    year: int | None = None
    organisation: str | None = None
    department: str | None = None


def read_cover(blocks: Blocks) -> Cover:
    """Title, year, organisation and department, and the year wherever it is stated."""
    cover = cover_paragraphs(blocks)
    title = paragraphs_to_title(cover)
    organisation, department = paragraphs_to_names(cover)
    return Cover(title, report_year(blocks, title, cover), organisation, department)


def read_outline(blocks: Blocks, source: Source, faults: Faults) -> Report:
    """The report with its rows, of blocks whose labels and units are where they belong."""
    drafts, headed, evidence = read_drafts(without_notes(blocks), faults)
    lost = faults.spare(Lost("step"), is_order_lost, drafts, blocks, instead=False)
    drafts_told, drafts = bool(drafts), [] if lost else drafts
    areas = count_areas(drafts, items_to_frames(blocks.items))
    own = areas_to_tables(areas)
    headers = programme_headers(blocks, own)
    lines = items_to_statements(blocks.items, own, headers_to_levels(headers))
    by_area = stated_by_area(areas, [] if headed else lines)
    areas = tuple(replace(a, stated_programmes=by_area.get(a.number)) for a in areas)
    areas = faults.spare(Lost("step"), with_tables, areas, blocks.items, instead=areas)
    cover = faults.spare(Lost("cover"), read_cover, blocks, instead=Cover())
    title = cover.title
    marks = report_marks(blocks, areas, title, front_to_end(blocks, own))
    totals = [] if headed else stated_totals(lines, headers, bool(areas))
    totals = totals or unread_totals(lines, blocks, areas)
    evidence = with_counts(evidence, areas, [count for count, _ in totals])
    areas = with_doubts(areas, drafts, evidence)
    problems = [
        *blocks.problems,
        *outline_problems(drafts, areas),
        *path_problems(drafts, areas),
        *doubt_problems(areas, drafts, evidence),
        *drafts_to_losses(drafts),
        *missing_problems(title, lost and drafts_told),
        *faults.spare(Lost("step"), outline_to_unread, drafts, areas, blocks, instead=()),
    ]
    problems.extend(
        counts_to_problems(
            areas,
            totals,
            lambda: len(account(blocks.lines, marks)[1]),
            is_doubtful(problems, blocks, own),
        )
    )
    return Report(
        title,
        cover.year,
        cover.organisation,
        cover.department,
        areas,
        items_to_front(blocks, areas),
        blocks.tables,
        tuple(marks),
        tuple(problems),
        source.report_id,
        "title" if cover.year is not None else None,
        areas_to_outline(areas, evidence),
    )


def drafts_to_losses(drafts: Sequence[AreaDraft]) -> list[Problem]:
    """What the headings that drafts were made of show to be missing."""
    return [loss for draft in drafts for loss in draft.losses]


def missing_problems(title: str | None, lost: bool) -> list[Problem]:
    """The problems of a report without a title, and of one whose order lost its outline."""
    told = (("no_title", title is None), ("outline_lost", lost))
    return [Problem(code) for code, is_so in told if is_so]


def areas_to_outline(areas: Sequence[Area], evidence: Evidence) -> str:
    """What `reports.outline` says."""
    return evidence.verdict if areas else "none"


def areas_to_tables(areas: Sequence[Area]) -> frozenset[int]:
    """The numbers of the tables that programmes were read from."""
    programmes = (p for a in areas for g in a.groups for p in g.programmes)
    return frozenset(p.table_no for p in programmes if p.table_no)


def front_to_end(blocks: Blocks, own: frozenset[int]) -> int:
    """The index of the first item that is a programme table; behind the last item if none is."""
    return next(
        (k for k, i in enumerate(blocks.items) if isinstance(i, Table) and i.table_no in own),
        len(blocks.items),
    )


def items_to_front(blocks: Blocks, areas: Sequence[Area]) -> tuple[Paragraph, ...]:
    """The paragraphs that are no programme's."""
    owners = lines_to_owners(areas)
    return tuple(
        i
        for i in blocks.items
        if isinstance(i, Paragraph) and (owner_of(i, owners) or ("", None))[1] is None
    )


def read_drafts(blocks: Blocks, faults: Faults) -> tuple[list[AreaDraft], bool, Evidence]:
    """The outline that tables, headings or forms make, whether headings made it, and its evidence.
    Of several the surest, of equally sure ones the fullest; none where it surely has no programmes.

    A plan counts many things: the lines of one that its headings tell do not count its headings.
    """

    def by(reader: Callable[[Blocks], list[AreaDraft]]) -> list[AreaDraft]:
        none: list[AreaDraft] = []
        return faults.spare(Lost("reader"), reader, blocks, instead=none)

    headed = by(read_tree)
    read = max(by(read_tables), headed, by(read_cards), key=sure_then_full) or by(read_shapes)
    evidence = drafts_to_evidence(read)
    if evidence.verdict == "none":
        return [], False, evidence
    raised = faults.spare(Lost("step"), raise_lone_level, read, instead=read)
    if evidence.verdict == "doubtful":  # the whole outline is, not a chapter of it
        raised = [replace(area, doubt=None) for area in raised]
    return raised, read is headed and is_planned(read), evidence


def without_notes(blocks: Blocks) -> Blocks:
    """The blocks without the notes at the feet of pages: no programme's line."""
    kept = tuple(i for i in blocks.items if isinstance(i, Table) or not i.note)
    return blocks if len(kept) == len(blocks.items) else replace(blocks, items=kept)


def unread_totals(
    lines: Sequence[Printed], blocks: Blocks, areas: Sequence[Area]
) -> list[tuple[int, Place]]:
    """What a report of which no row was read says it has; nothing where rows were read."""
    if areas:
        return []
    return told_totals(lines, count_marked(blocks)) or headings_to_totals(lines)


def count_marked(blocks: Blocks) -> int:
    """How many paragraphs, in cells and outside, open with a mark."""
    cells = (p.text for t in blocks.tables for c in t.cells for p in c.paragraphs)
    return sum(
        bullet_at(t) is not None
        for t in (*cells, *(i.printed.text for i in blocks.items if isinstance(i, Paragraph)))
    )


def read_shapes(blocks: Blocks) -> list[AreaDraft]:
    """The outline of tables that only their shape tells; none where the order of a text lost the
    real one.
    """
    return (
        []
        if any(p.code == "outline_lost" for p in blocks.problems)
        else read_tables(blocks, by_shape=True)
    )


def sure_then_full(drafts: list[AreaDraft]) -> tuple[int, int]:
    """By what proposals are compared: whether there are rows, how sure they are, how many."""
    rows = sum(len(g.rows) for a in drafts for g in a.groups)
    sureness = ("none", "doubtful", "programmes").index(drafts_to_evidence(drafts).verdict)
    return (sureness, rows) if rows else (-1, 0)


def programme_headers(blocks: Blocks, own: frozenset[int]) -> list[Printed]:
    """Header cells over the programme columns of the programme tables."""
    found: list[Printed] = []
    for table in blocks.tables:
        if table.table_no in own:
            roles = table_to_roles(table)
            at = roles.index("programme") if "programme" in roles else -1
            found.extend(
                cell_printed(c)
                for c in table.cells
                if c.row < table.header_rows and c.col <= at < c.col + c.col_span
            )
    return found
