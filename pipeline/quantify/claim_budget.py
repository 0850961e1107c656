"""The front matter's budget against the budget column of the programme rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.model import Claim, Quantity
from pipeline.quantify.claim_text import Telling

FEWEST = 3
CODES = ("budget", "spent")


def tellings_to_budget_claims(told: Sequence[Telling]) -> list[Claim]:
    """“’24년 예산 : 1,234백만원” against the 예산 cells of all programmes, where every programme has exactly one."""
    columns = budget_columns(told)
    programmes = {t.container.programme_id for t in told if t.container and t.container.kind == "title"}
    made = []
    for line in told:
        if line.container is None or line.container.section != "front":
            continue
        for figure in line.figures:
            parts = columns.get((figure.measure_code or "", figure.budget_phase)) or columns.get((figure.measure_code or "", None))
            this_year = figure.ref_year in (None, line.container.year)
            if parts and this_year and figure.kind == "money" and not figure.per and len(parts) >= FEWEST:
                sure = {q.container.programme_id for q in parts} == programmes and len(parts) == len(programmes)
                made.append(_claim(figure, parts, sure=sure))
    return made


def budget_columns(told: Sequence[Telling]) -> dict[tuple[str, str | None], list[Quantity]]:
    """The money cells in programme rows by what they are (budget, spent) and phase; under None whatever the phase."""
    columns: dict[tuple[str, str | None], list[Quantity]] = defaultdict(list)
    for line in told:
        if line.container is None or line.container.kind != "cell" or line.container.programme_id is None:
            continue
        for figure in line.figures:
            if figure.kind == "money" and figure.measure_code in CODES and figure.value is not None:
                columns[figure.measure_code or "", figure.budget_phase].append(figure)
    return columns


def _claim(figure: Quantity, parts: Sequence[Quantity], *, sure: bool) -> Claim:
    made = sum(float(q.value or 0) for q in parts)
    close = bool(figure.value) and 0.8 <= made / float(figure.value or 1) <= 1.25
    names = tuple(q.quantity_id for q in parts)
    return Claim("sum_of_rows", "sum", figure.quantity_id, names, (), figure.quote, (), "disagrees" if sure and close else "nothing")
