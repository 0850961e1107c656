"""What the report says of its whole budget, or an area's, against the budget column of the
programme rows, and against itself.

“’24년 예산 1,234백만원” of the front matter, the 합계 row of an overview table and the sum of all
예산 cells are one figure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pipeline.lexicon import having, values_of
from pipeline.model import Claim, Container, Quantity
from pipeline.quantify.claim_grid import total_rank
from pipeline.quantify.claim_text import Telling
from pipeline.quantify.claim_words import label_key, of_one_size

FEWEST = 3
MOST_TOLD = 8  # earlier tellings of one budget that are compared
CODES = ("budget", "spent")
WHOLE = ""  # the scope of the whole report; else an area's title


@dataclass(frozen=True, slots=True)
class Statement:
    """One figure that speaks of the budget (or spending) of the report or of an area in one year."""

    figure: Quantity
    code: str
    year: int | None
    scope: str

    @property
    def key(self) -> tuple[str, int | None, str]:
        return self.code, self.year, self.scope


def tellings_to_budget_claims(told: Sequence[Telling]) -> list[Claim]:
    """Every such statement against the rows it sums, and against the first other one that says the
    same.
    """
    areas = programme_areas(told)
    columns = budget_columns(told, areas)
    made: list[Claim] = []
    first: dict[tuple[str, int | None, str], list[Quantity]] = defaultdict(list)
    statements = statements_of(told, set(areas.values()))
    pairs = told_twice(statements)
    for statement in statements:
        parts = columns.get(statement.key, [])
        if parts and statement.figure.container.table_no not in {
            q.container.table_no for q in parts
        }:
            expected = {p for p, area in areas.items() if statement.scope in (WHOLE, area)}
            made += sum_claims(
                statement.figure,
                parts,
                complete={q.container.programme_id for q in parts} == expected,
            )
        earlier = first[statement.key]
        if earlier:
            made.append(
                equal_claim(statement.figure, earlier, whole=bool(parts) or statement.key in pairs)
            )
        earlier.append(statement.figure)
    return made


def told_twice(statements: Sequence[Statement]) -> set[tuple[str, int | None, str]]:
    """What just one sentence and one total row of a table tell: “예산 6,480백만원” and the 합계 of
    the budget by bureau are one budget.
    """
    kinds: dict[tuple[str, int | None, str], list[str]] = defaultdict(list)
    for s in statements:
        kinds[s.key].append(s.figure.container.kind)
    return {key for key, told in kinds.items() if sorted(told) == ["cell", "line"]}


def programme_areas(told: Iterable[Telling]) -> dict[str, str]:
    """Every programme with the title of its area."""
    return {
        t.container.programme_id: label_key(t.container.area_title or "")
        for t in told
        if t.container is not None
        and t.container.kind == "title"
        and t.container.programme_id is not None
    }


def budget_columns(
    told: Iterable[Telling], areas: dict[str, str]
) -> dict[tuple[str, int | None, str], list[Quantity]]:
    """The money cells in programme rows by code, year and scope: each one under its area and under
    the whole.
    """
    columns: dict[tuple[str, int | None, str], list[Quantity]] = defaultdict(list)
    for line in told:
        c = line.container
        if c is None or c.kind != "cell" or c.programme_id is None:
            continue
        for figure in line.figures:
            code = figure.measure_code if is_budget(figure) else code_beside(figure)
            if code:
                year = figure.ref_year or c.year
                for scope in (WHOLE, areas.get(c.programme_id, WHOLE)):
                    columns[code, year, scope].append(figure)
    return columns


def code_beside(figure: Quantity) -> str | None:
    """What the label before an amount says where its header does not: “예산 | 1,240” over “집행 |
    1,188” under 금액(백만원).
    """
    c = figure.container
    if (
        figure.kind != "money"
        or figure.measure_code
        or not figure.value
        or figure.per
        or figure.approx
        or not c.row_labels
    ):
        return None
    names, label = made_of_execution(), label_key(c.row_labels[-1])
    return "budget" if label in names["base"] else "spent" if label in names["numerator"] else None


def made_of_execution() -> dict[str, list[str]]:
    """What a rate of execution is made of.

    >>> made_of_execution()["numerator"]
    ['집행', '지출', '집행액']
    """
    made: dict[str, dict[str, list[str]]] = values_of("quotient")
    return next(made[name] for name in having("head_execution_rate") if name in made)


def is_budget(figure: Quantity) -> bool:
    exact = not figure.per and not figure.approx and not figure.bound
    return figure.kind == "money" and figure.measure_code in CODES and bool(figure.value) and exact


def statements_of(told: Iterable[Telling], areas: set[str]) -> list[Statement]:
    """The front text's figures in reading order, then the total rows and area rows of tables."""
    made = []
    for line in told:
        c = line.container
        figures = (
            [q for q in line.figures if is_budget(q)]
            if c is not None and c.programme_id is None
            else []
        )
        scope = container_scope(c, areas) if c is not None and figures else None
        if c is not None and scope is not None:
            figures = [q for q in figures if not is_part(line, q)]
            made += [
                Statement(q, q.measure_code or "", q.ref_year or c.year, scope) for q in figures
            ]
    return sorted(made, key=lambda s: s.figure.container.kind == "cell")


def is_part(told: Telling, figure: Quantity) -> bool:
    """Whether a figure stands beside others in the bracket of their total: 1,048백만원(국 524, 시
    376, 구·군 148) is one budget.
    """
    bracket = told.bracket_around(figure.start)
    before = [q for q in told.figures if bracket is not None and q.end <= bracket.start]
    whole = (
        bool(before)
        and bracket is not None
        and before[-1].kind == "money"
        and not told.text[before[-1].end : bracket.start].strip()
    )
    return whole and bracket is not None and len(told.figures_in(*bracket)) > 1


def container_scope(container: Container, areas: set[str]) -> str | None:
    """What a figure there is the budget of: the whole report, an area by its title, or neither."""
    if container.kind == "line":
        return WHOLE
    if container.kind != "cell" or not container.row_labels:
        return None
    labels = [
        label_key(label)
        for label in container.row_labels
        if not label.replace(",", "").replace(".", "").strip().isdigit()
    ]
    if not labels:
        return None
    if all(total_rank(label) >= 2 for label in labels):
        return WHOLE
    return labels[0] if len(labels) == 1 and labels[0] in areas else None


def sum_claims(figure: Quantity, parts: Sequence[Quantity], *, complete: bool) -> list[Claim]:
    """The claim that the rows' figures add up to the statement: an accusation where every row has
    one, and the sum is near.
    """
    if len(parts) < FEWEST:
        return []
    made = sum((q.value for q in parts if q.value is not None), start=Decimal(0))
    near = of_one_size(made, figure.value)
    one_each = len({q.container.programme_id for q in parts}) == len(parts)
    declared = complete and near and one_each
    return [
        Claim(
            "sum_of_rows",
            "sum",
            figure.quantity_id,
            tuple(q.quantity_id for q in parts),
            (),
            figure.quote,
            (),
            declared,
        )
    ]


def equal_claim(figure: Quantity, earlier: Sequence[Quantity], *, whole: bool) -> Claim:
    """The claim that the same budget was told before.

    It is declared only in a report whose rows have a budget, so that there is one `whole`: a plan
    tells of the budget of each of its projects, and 10,388 of the one is no misprint of 10,588 of
    another.
    """
    names = tuple((q.quantity_id,) for q in earlier[:MOST_TOLD])
    near = [q for q in earlier if of_one_size(q.value, figure.value)]
    declared = whole and len(near) == len(earlier)
    return Claim(
        "unit_restatement",
        "equal",
        figure.quantity_id,
        names[0],
        names[1:],
        figure.quote,
        (),
        declared,
    )
