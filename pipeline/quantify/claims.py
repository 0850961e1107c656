"""Claims: what a report states about its own numbers, found where the text is read. The judge
(reconcile) sees no text.

A claim names the figure that states, the arithmetic, and the figures it is made of, nearest reading
first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from pipeline.faults import Faults, Lost
from pipeline.lexicon import values_of
from pipeline.model import Claim, Container, Quantity
from pipeline.pattern import named
from pipeline.quantify.claim_bases import without_compared
from pipeline.quantify.claim_below import tellings_to_below_claims
from pipeline.quantify.claim_budget import tellings_to_budget_claims
from pipeline.quantify.claim_changes import telling_to_change_claims
from pipeline.quantify.claim_formulas import grid_to_formula_claims
from pipeline.quantify.claim_goals import tellings_to_goal_claims
from pipeline.quantify.claim_grid import Grid, containers_to_grids
from pipeline.quantify.claim_growth import grid_to_growth_claims
from pipeline.quantify.claim_highlights import tellings_to_highlight_claims
from pipeline.quantify.claim_lists import telling_to_list_claims
from pipeline.quantify.claim_loose import last_years_figures, loose_claims
from pipeline.quantify.claim_means import telling_to_average_claims, tellings_to_mean_claims
from pipeline.quantify.claim_nearby import tellings_to_nearby_claims
from pipeline.quantify.claim_parts import telling_to_part_claims, telling_to_rest_claims
from pipeline.quantify.claim_products import telling_to_product_claims
from pipeline.quantify.claim_rates import telling_to_rate_claims
from pipeline.quantify.claim_repeats import tellings_to_repeat_claims
from pipeline.quantify.claim_rows import tellings_to_row_claims
from pipeline.quantify.claim_shares import grid_to_share_claims
from pipeline.quantify.claim_sublines import tellings_to_subline_claims
from pipeline.quantify.claim_text import Telling, tellings
from pipeline.quantify.claim_totals import grid_to_total_claims
from pipeline.quantify.signs import grid_to_brackets

IN_ONE_TEXT = (
    telling_to_list_claims,
    telling_to_part_claims,
    telling_to_rate_claims,
    telling_to_change_claims,
    telling_to_product_claims,
    telling_to_average_claims,
    telling_to_rest_claims,
)

NOTE_REACH, LONGEST_NOTE = 3, 60  # lines below a table; characters of a note that are quoted
NOTE = named("claims.note_under_table")


def row_claims(told: Sequence[Telling]) -> list[Claim]:
    """The counts of rows that sentences state."""
    return list(tellings_to_row_claims(told, last_years_figures(told)))


IN_ALL_TEXTS = (
    row_claims,
    loose_claims,
    tellings_to_subline_claims,
    tellings_to_repeat_claims,
    tellings_to_budget_claims,
    tellings_to_mean_claims,
    tellings_to_nearby_claims,
    tellings_to_goal_claims,
    tellings_to_below_claims,
)
IN_TABLES = (
    grid_to_total_claims,
    grid_to_formula_claims,
    grid_to_growth_claims,
    grid_to_share_claims,
)

BESIDE = frozenset("(（[〔:：=＝")


def quantities_to_claims(
    containers: Sequence[Container],
    quantities: Sequence[Quantity],
    faults: Faults | None = None,
) -> tuple[Claim, ...]:
    """Every statement of the report that arithmetic or another place can confirm, in no particular
    order. A text or table that one kind of claim fails on costs that kind of its claims.
    """
    faults = faults or Faults()
    nothing: list[Telling] = []
    told = faults.spare(Lost("claim"), tellings, quantities, containers, instead=nothing)
    claims = [
        claim
        for telling in told
        if may_claim(telling)
        for find in IN_ONE_TEXT
        for claim in faults.spare(partial(telling_lost, telling), find, telling, instead=())
    ]
    for find_in_all in IN_ALL_TEXTS:
        claims += faults.spare_one(telling_lost, find_in_all, told)
    claims = faults.spare(Lost("claim"), without_compared, claims, quantities, instead=claims)
    claims += table_claims(containers, quantities, faults)
    highlights = partial(tellings_to_highlight_claims, taken=taken(claims))
    return (*claims, *faults.spare_one(telling_lost, highlights, told))


def container_lost(container: Container) -> Lost:
    """A text as what a fault costs."""
    c = container
    return Lost("text", c.printed.place(), c.programme_id, c.table_no, c.row, c.col)


def telling_lost(telling: Telling) -> Lost:
    """The claims of a text as what a fault costs."""
    if telling.container is None:
        return Lost("claim")
    return replace(container_lost(telling.container), unit="claim")


def may_claim(telling: Telling) -> bool:
    """Whether a text can state anything about its own figures: two of them, or names in a bracket
    or behind a colon.
    """
    return len(telling.figures) > 1 or (
        bool(telling.figures) and not BESIDE.isdisjoint(telling.text)
    )


def table_claims(
    containers: Sequence[Container], quantities: Sequence[Quantity], faults: Faults
) -> list[Claim]:
    """Totals and formulas of every table, down and across."""
    made: list[Claim] = []
    notes = tables_to_notes(containers)
    for grid in containers_to_grids(containers, quantities, faults):
        found: list[Claim] = []
        for turned in (grid, grid.turned()):
            for find in IN_TABLES:
                found += faults.spare(grid_lost(grid), find, turned, instead=())
        if note := notes.get(grid.table_no):
            found = [with_note(claim, note) if claim.form == "sum" else claim for claim in found]
        alone = grid_to_brackets(grid)
        made += [with_brackets(claim, alone) for claim in found] if alone else found
    return made


def grid_lost(grid: Grid) -> Lost:
    """The claims of a table as what a fault costs."""
    return Lost("claim", table_no=grid.table_no)


def tables_to_notes(containers: Sequence[Container]) -> dict[int, str]:
    """What a note right under a table leaves out of its totals: “※ 계 : 시상 구분별 중복과정 제외”."""
    notes: dict[int, str] = {}
    table, below = None, 0
    for c in containers:
        if c.kind == "cell":
            table, below = c.table_no, 0
        elif table is not None and c.kind == "line" and below < NOTE_REACH:
            below += 1
            if leaves_out(c.printed.text):
                notes[table] = c.printed.text.strip()[:LONGEST_NOTE]
    return notes


def leaves_out(note: str) -> bool:
    """Whether a note says what a total leaves out.

    >>> leaves_out("※ 계 : 시상 구분별 중복과정 제외"), leaves_out("※ 예산은 국비 제외")
    (True, False)
    """
    found = NOTE.match(note)
    return found is not None and found["total"] in values_of("total_rank")


def with_note(claim: Claim, note: str) -> Claim:
    return replace(claim, words=(*claim.words, ("note", note)))


def with_brackets(claim: Claim, alone: frozenset[str]) -> Claim:
    """The claim, with those of its figures that fill their cells in brackets: perhaps minuses."""
    names = {claim.stated, *claim.operands, *(n for ops in claim.alternatives for n in ops)}
    return replace(claim, bracketed=tuple(sorted(names & alone)))


def taken(claims: Sequence[Claim]) -> set[str]:
    """The figures that a claim speaks of in its own sentence, so that they are no highlights:
    rates, growth and their bases, row counts.
    """
    kinds = {"count_of_rows", "ratio", "percent_change", "difference"}
    return {name for c in claims if c.type in kinds for name in (c.stated, *c.operands)}


__all__ = ["Telling", "quantities_to_claims"]
