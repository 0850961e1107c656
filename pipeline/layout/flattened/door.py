"""A flattened report to blocks: paragraphs of running text, programme tables, page numbers set apart."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.layout.flattened.aligned import lay_out_aligned
from pipeline.layout.flattened.aligned_headers import lines_to_aligned_headers
from pipeline.layout.flattened.assign import assign_roles, units_to_context
from pipeline.layout.flattened.front import lines_to_furniture, lines_to_paragraphs
from pipeline.layout.flattened.headers import Header, lines_to_headers
from pipeline.layout.flattened.levels import units_to_levels
from pipeline.layout.flattened.rows import AreaDraft, units_to_areas
from pipeline.layout.flattened.spans import WrapEvidence, lines_to_evidence
from pipeline.layout.flattened.tables import areas_to_table, figures_fit
from pipeline.layout.flattened.units import Unit, lines_to_units
from pipeline.model import Blocks, Document, Line, Mark, Paragraph, Place, Problem, Table


def lay_out_text(document: Document) -> Blocks:
    """Blocks of a text document; every line of the file is a Line, numbered from 1.

    Source: text that pdftotext, pdfminer or a word processor made of a report; columns come one after another.
    """
    lines = tuple(Line(k, t.page, t.text) for k, t in enumerate(document.text_lines, start=1))
    evidence = lines_to_evidence([line.text for line in lines])
    furniture = lines_to_furniture(lines)
    marks = [Mark(lines[k], 0, len(lines[k].text), "furniture") for k in sorted(furniture)]
    kept = [line for k, line in enumerate(lines) if k not in furniture]
    aligned = lines_to_aligned_headers(kept)
    if aligned:
        laid = lay_out_aligned(kept, aligned, evidence)
        return _to_blocks(lines, laid.items, [*marks, *laid.marks], [])
    items: list[Paragraph | Table] = []
    problems: list[Problem] = []
    at = 0
    for headers in group_headers(lines_to_headers(kept)):
        items.extend(lines_to_paragraphs(kept[at : headers[0].first], evidence))
        end, areas, found = _read_table(kept, headers, evidence)
        problems.extend(found)
        marks.extend(_repeated_header_marks(kept, headers[1:]))
        items.append(areas_to_table(areas, headers[0], evidence, sum(isinstance(i, Table) for i in items) + 1))
        at = end
    items.extend(lines_to_paragraphs(kept[at:], evidence))
    return _to_blocks(lines, items, marks, problems)


def _to_blocks(lines: tuple[Line, ...], items: Sequence[Paragraph | Table], marks: Sequence[Mark], problems: Sequence[Problem]) -> Blocks:
    pages = max((line.page or 0 for line in lines), default=0)
    return Blocks(lines, tuple(items), tuple(marks), tuple(problems), pages or None)


def group_headers(headers: Sequence[Header]) -> list[list[Header]]:
    """Headers of one wording are one table whose header the print repeats.

    >>> group_headers([])
    []
    """
    groups: list[list[Header]] = []
    for header in headers:
        if groups and set(groups[-1][0].roles) == set(header.roles):
            groups[-1].append(header)
        else:
            groups.append([header])
    return groups


def _read_table(lines: Sequence[Line], headers: Sequence[Header], evidence: WrapEvidence) -> tuple[int, list[AreaDraft], list[Problem]]:
    """The index behind the table's last line, its areas, and what is doubtful about them."""
    inside = {k for h in headers for k in range(h.first, h.last + 1)}
    body = [k for k in range(headers[0].last + 1, len(lines)) if k not in inside]
    units = lines_to_units([lines[k] for k in body])
    units = units[: table_end(units)]
    roles = headers[0].roles
    levels = units_to_levels(units, "group" in roles)
    context = units_to_context(units, levels, roles, [line.text for line in lines[: headers[0].first]])
    areas, _ = units_to_areas(units, assign_roles(units, levels, context))
    end = 1 + next((k for k in reversed(body) if units and lines[k] is units[-1].span.line), headers[-1].last)
    return end, areas, drop_misfits(areas, roles)


def table_end(units: Sequence[Unit]) -> int:
    """Where the table ends: at a mark of a family that it never used, of the kind that opens sections, behind its last row.

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
    """Takes figures out of rows where their number does not tell their columns (they stay unread), and names rows in doubt."""
    problems = []
    for row in (r for a in areas for g in a.groups for r in g.rows):
        line = row.title[0].line
        if row.figures and not figures_fit(row, roles):
            row.figures.clear()
        if row.doubt:
            problems.append(Problem(row.doubt, _line_place(line)))
    return problems


def _line_place(line: Line) -> Place:
    return Place(line.page, line.number, line.number)


def _repeated_header_marks(lines: Sequence[Line], headers: Sequence[Header]) -> list[Mark]:
    return [Mark(s.line, s.start, s.end, "table") for h in headers for c in h.columns for s in c.spans]
