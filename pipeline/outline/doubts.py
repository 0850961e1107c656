"""What is odd about an outline: lost and mistyped numbers, gaps, rows without lines, rows in doubt."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from pipeline.model import Area, Blocks, Problem, Programme
from pipeline.outline.drafts import AreaDraft
from pipeline.outline.rows import split_number
from pipeline.text import numbering_at

# Problems after which a row may be missing or two may be one.
DOUBTS = frozenset(
    {
        "row_order_doubt",
        "row_boundary_doubt",
        "row_without_title",
        "grid_doubt",
        "outline_lost",
        "number_gap",
    }
)


def is_doubtful(problems: Sequence[Problem], blocks: Blocks, own: Collection[int]) -> bool:
    """Whether rows may have been missed though no line was left unread: something is in doubt, or
    the grid was told by alignment alone.

    own: the numbers of the programme tables.
    """
    aligned = any(t.table_no in own and t.origin == "aligned" for t in blocks.tables)
    return aligned or any(p.code in DOUBTS for p in problems)


def outline_problems(drafts: list[AreaDraft], areas: tuple[Area, ...]) -> list[Problem]:
    """Numbers that the print lost or mistyped, rows without lines, rows in doubt; or that there is
    no outline at all.
    """
    if not areas:
        return [Problem("no_outline")]
    problems: list[Problem] = []
    numbered = any(g.printed_no for a in areas for g in a.groups)
    for draft, area in zip(drafts, areas, strict=True):
        groups = [g for g in draft.groups if g.rows]
        for group_draft, group in zip(groups, area.groups, strict=True):
            if numbered and group.printed_no is None and group.title is not None:
                problems.append(
                    Problem(
                        "number_lost", group.title.place(), words=(("title", group.title.text),)
                    )
                )
            for row, programme in zip(group_draft.rows, group.programmes, strict=True):
                place, pid = programme.place, programme.programme_id
                if split_number(row.title)[2]:
                    problems.append(
                        Problem(
                            "number_mistyped",
                            place,
                            pid,
                            words=(("number", programme.printed_no or ""),),
                        )
                    )
                if not programme.achievements:
                    problems.append(
                        Problem(
                            "no_achievements", place, pid, words=(("title", programme.title.text),)
                        )
                    )
                if row.doubt:
                    problems.append(
                        Problem(
                            row.doubt,
                            place,
                            pid,
                            row.table.table_no if row.table else None,
                            row.row,
                            words=(("title", programme.title.text),),
                        )
                    )
    return problems + number_gaps(areas)


def number_gaps(areas: tuple[Area, ...]) -> list[Problem]:
    """Programmes whose printed number is not the one that their place in the group gives: a row may
    be missing, or the print is wrong.

    Source: reports number programmes 1, 2 … in each group, or on through the whole report; both are
    tried.
    """
    problems: list[Problem] = []
    through = counts_through(areas)
    last: int | None = None
    for area in areas:
        for group in area.groups:
            last = last if through else None
            for p in group.programmes:
                value = last_part(p)
                if value is not None and last is not None and value != last + 1 and value != 1:
                    words_ = (("number", p.printed_no or ""), ("before", str(last)))
                    problems.append(Problem("number_gap", p.place, p.programme_id, words=words_))
                last = value if value is not None else (last + 1 if last is not None else None)
    return problems


def counts_through(areas: tuple[Area, ...]) -> bool:
    """Whether no group but the first begins anew at 1: then a number left out between two groups is
    a gap, too.
    """
    firsts = [last_part(g.programmes[0]) for a in areas for g in a.groups if g.programmes]
    return len(firsts) > 1 and all(value is not None and value > 1 for value in firsts[1:])


def last_part(programme: Programme) -> int | None:
    """The last part of a programme's printed number: 2 of “1-2”."""
    numbering = numbering_at(f"{programme.printed_no}. x") if programme.printed_no else None
    return numbering.value[-1] if numbering else None
