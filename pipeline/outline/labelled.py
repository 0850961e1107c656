"""Labels of areas and groups that stand in the programmes' own column, as rows of their own or over
the titles, told by their numbers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.model import Printed
from pipeline.outline.drafts import AreaDraft, GroupDraft, RowDraft
from pipeline.outline.grids import join_printed
from pipeline.text import numbering_at

MOSTLY = 0.8  # of the rows with lines are numbered in the programmes' kind
FEWEST = 2  # labels
LONGEST_LABEL = 40

Kind = tuple[str, int]  # kind of numbering and how many parts its numbers have


@dataclass(slots=True)
class Entry:
    """A numbered stretch of a title cell: a title, or a label above or below one."""

    printed: Printed
    kind: Kind | None
    row: RowDraft
    alone: bool  # the only stretch of its cell


def row_to_entries(row: RowDraft) -> list[Entry]:
    """The stretches of a row's title, a new one where a paragraph opens with a number.

    >>> from pipeline.model import Cell
    >>> row = RowDraft(None, 0, Printed("가. 돌봄 1) 상담"), [], [Cell(0, 0, paragraphs=(Printed("가. 돌봄"), Printed("1) 상담")))])
    >>> [(e.printed.text, e.kind) for e in row_to_entries(row)]
    [('가. 돌봄', ('hangul', 1)), ('1) 상담', ('paren', 1))]
    """
    parts: list[list[Printed]] = []
    for paragraph in row.own[0].paragraphs if row.own else (row.title,):
        if not parts or numbering_at(paragraph.text):
            parts.append([])
        parts[-1].append(paragraph)
    joined = [join_printed(p) for p in parts]
    return [Entry(p, printed_to_kind(p), row, len(joined) == 1) for p in joined]


def printed_to_kind(printed: Printed) -> Kind | None:
    """How a title is numbered, None if it is not."""
    numbering = numbering_at(printed.text)
    return (
        (numbering.kind, len(numbering.value))
        if numbering and numbering.end < len(printed.text)
        else None
    )


def is_empty(row: RowDraft) -> bool:
    """Whether a row holds nothing but its title."""
    return not any(p.text for p in row.paragraphs) and not any(
        c.text for cells in row.extra.values() for c in cells
    )


def label_kinds(entries: Sequence[Entry]) -> tuple[Kind, list[Kind]] | None:
    """The kind of the programmes' numbers, and those of the labels among them, outermost first;
    None where there are no labels.

    Source: rows over the whole width drawn with horizontal rules only: “Ⅰ 소득”, “Ⅰ-1 소득 보장”,
    then the programmes “Ⅰ-1-1 수당 | ○ …”.
    """
    filled: dict[int, list[Entry]] = {id(e.row): [] for e in entries if not is_empty(e.row)}
    for entry in entries:
        if id(entry.row) in filled:
            filled[id(entry.row)].append(entry)
    kinds = Counter(kind for found in filled.values() for kind in {e.kind for e in found})
    kind, count = kinds.most_common(1)[0] if kinds else (None, 0)
    if kind is None or count < MOSTLY * len(filled):
        return None
    labels = list(dict.fromkeys(e.kind for e in entries if e.kind is not None and e.kind != kind))
    real = [k for k in labels if all(is_label(e, kind, filled) for e in entries if e.kind == k)]
    several = sum(e.kind in real for e in entries)
    return (kind, real) if several >= FEWEST and entries[0].kind in real else None


def is_label(entry: Entry, kind: Kind, filled: dict[int, list[Entry]]) -> bool:
    """Whether a stretch numbered otherwise than the programmes labels them: its row says nothing
    else, or a title stands there too.
    """
    beside = filled.get(id(entry.row), [])
    return len(entry.printed.text) <= LONGEST_LABEL and (
        not beside or any(e.kind == kind for e in beside)
    )


def take_labels(areas: Sequence[AreaDraft]) -> list[AreaDraft]:
    """The drafts with the labels among their rows made areas and groups; unchanged where there are
    none or both levels are known.
    """
    rows = [r for a in areas for g in a.groups for r in g.rows]
    entries = {id(r): row_to_entries(r) for r in rows}
    found = label_kinds([e for r in rows for e in entries[id(r)]]) if rows else None
    if found is None or any(g.label for a in areas for g in a.groups):
        return list(areas)
    kind, labels = found
    inner = labels[-1] if len(labels) > 1 or any(a.title for a in areas) else None
    taken: list[AreaDraft] = []
    for area in areas:
        taken.append(AreaDraft(area.title, [GroupDraft(None)], area.printed_no))
        for row in (r for g in area.groups for r in g.rows):
            for entry in entries[id(row)]:
                _take(taken, entry, kind, inner, labels)
    return [a for a in taken if any(g.rows for g in a.groups)]


def _take(
    areas: list[AreaDraft], entry: Entry, kind: Kind, inner: Kind | None, labels: Sequence[Kind]
) -> None:
    """One stretch as the next area, group or row."""
    if entry.kind == inner and inner is not None:
        areas[-1].groups.append(GroupDraft(entry.printed))
    elif entry.kind in labels:
        areas.append(AreaDraft(entry.printed, [GroupDraft(None)]))
    elif entry.alone or entry.kind == kind:
        areas[-1].groups[-1].rows.append(replace(entry.row, title=entry.printed))
