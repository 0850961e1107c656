"""Figures and texts made by hand for the tests of claims and checks: a small reader of “929명”, so
that they need no other stage.
"""

from __future__ import annotations

import re
from decimal import Decimal

from pipeline.model import Claim, Container, Printed, Quantity

FIGURE = re.compile(
    r"(?P<sign>[△▲-])?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<multiplier>천|백만|억)?(?P<unit>명|개소|개|건|원|%p|%|점|구|팀|월)?"
)
MULTIPLIERS = {None: 1, "천": 1000, "백만": 10**6, "억": 10**8}


def container(text: str, **fields: object) -> Container:
    given: dict[str, object] = {
        "kind": "achievement",
        "section": "detail",
        "programme_id": "1.1.1",
        "achievement_no": 1,
        "level": 1,
        "year": 2024,
    }
    return Container(**{**given, **fields, "printed": Printed(text)})  # type: ignore[arg-type]


def front(text: str, **fields: object) -> Container:
    return container(
        text, **{"kind": "line", "section": "front", "programme_id": None, "level": 0, **fields}
    )


def cell(text: str, row: int, col: int, **fields: object) -> Container:
    given = {
        "kind": "cell",
        "section": "table",
        "programme_id": None,
        "table_no": 1,
        "row": row,
        "col": col,
        "level": 0,
    }
    return container(text, **{**given, **fields})


def table_containers(rows: list[list[str]], unit: str | None) -> list[Container]:
    """A table whose first row is its header and whose first column labels the rows."""
    return [
        Container(
            "cell",
            "table",
            Printed(text),
            table_no=1,
            row=r,
            col=c,
            header=(rows[0][c],) if r else (),
            row_labels=tuple(row[:1]) if c and r else (),
            unit=unit,
            is_header=not r,
        )
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
    ]


def figures(*containers: Container, **fields: object) -> list[Quantity]:
    """Every number of the texts as a quantity; years with an apostrophe are none."""
    made = []
    for n, c in enumerate(containers):
        text = re.sub(r"[’'‘]\d\d년?", lambda m: "·" * len(m[0]), c.printed.text)
        for m in FIGURE.finditer(text):
            made.append(_figure(f"q{n}-{m.start()}", c, m, fields))
    return made


def _figure(name: str, c: Container, m: re.Match[str], fields: dict[str, object]) -> Quantity:
    multiplier = MULTIPLIERS[m["multiplier"]]
    value = Decimal(m["number"].replace(",", "")) * multiplier * (-1 if m["sign"] else 1)
    after = c.printed.text[m.end() : m.end() + 5]
    change = bool(re.match(r"\s*(증가|감소|상승|하락|↑|↓)", after))
    unit = m["unit"]
    kind = (
        "change"
        if change
        else {"%": "ratio", "%p": "ratio", "점": "score", "원": "money"}.get(unit, "count")
    )
    given: dict[str, object] = {
        "counted": None,
        "low": None,
        "high": None,
        "multiplier": multiplier,
        "rule": "by_hand",
        "unit_source": "printed",
        "decimals": len(m["number"].partition(".")[2]),
        "kind": kind,
        "unit": unit,
        "measure": None,
    }
    return Quantity(name, c, m.start(), m.end(), m[0], value, **{**given, **fields})  # type: ignore[arg-type]


def by_quote(quantities: list[Quantity], quote: str) -> Quantity:
    return next(q for q in quantities if q.quote == quote)


def claim_of(
    claims: tuple[Claim, ...] | list[Claim], quantities: list[Quantity], quote: str, type_: str
) -> Claim | None:
    names = {q.quantity_id for q in quantities if q.quote == quote}
    return next((c for c in claims if c.stated in names and c.type == type_), None)
