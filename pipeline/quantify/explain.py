"""The way from a text to a value, in sentences: for `pipeline explain`."""

from __future__ import annotations

from pipeline.model import Container, Quantity


def explain_quantity(quantity: Quantity) -> list[str]:
    """From the container to the value: the quote in its text, the rule, the number, the unit, the
    measure, what guards a sum.

    >>> from pipeline.model import Printed
    >>> from pipeline.quantify import quantify
    >>> line = Container("line", "front", Printed("온라인강좌 2,045천명"))
    >>> explain_quantity(quantify([line]).quantities[0])[1]
    'quote: “2,045천명” (characters 6 to 13), read by rule number_unit'
    """
    text, q = quantity.container.printed.text, quantity
    left, right = text[max(0, q.start - 20) : q.start], text[q.end : q.end + 20]
    steps = [
        f"{_place(q.container)}: …{left}【{q.quote}】{right}…",
        f"quote: “{q.quote}” (characters {q.start} to {q.end}), read by rule {q.rule}",
        _value(q),
        f"unit: {q.unit or 'none'} ({q.unit_source or 'not printed and not declared'})"
        + (f", counted: {q.counted}" if q.counted else ""),
        f"measure: {q.measure or 'none'} (from {q.measure_source or 'nowhere'}), code {q.measure_code or 'none'}",
        f"kind {q.kind}, additivity {q.additivity}" + _extras(q),
    ]
    if q.part_of:
        steps.append(f"part of {q.part_of}: do not add both")
    if q.doubt:
        steps.append(f"doubt: {q.doubt}")
    return steps


def _place(container: Container) -> str:
    where = [container.kind]
    if container.programme_id:
        where.append(f"of programme {container.programme_id}")
    if container.table_no is not None:
        where.append(f"of table {container.table_no}, row {container.row}, column {container.col}")
    return " ".join(where)


def _value(q: Quantity) -> str:
    if q.value is None:
        return f"value: a range, {q.low} to {q.high}"
    scale = f", printed in units of {q.multiplier:,}" if q.multiplier != 1 else ""
    grain = f", decimals printed: {q.decimals}" if q.decimals else ""
    return f"value: {q.value:,f}{scale}{grain}, stands for {q.low} to {q.high}"


def _extras(q: Quantity) -> str:
    named = (
        "approx",
        "bound",
        "per",
        "currency",
        "figure_role",
        "ref_year",
        "time_basis",
        "headcount_basis",
        "budget_phase",
    )
    found = [f"{name} {value}" for name in named if (value := getattr(q, name)) is not None]
    if q.qualifiers:
        found.append("qualifiers " + " ".join(q.qualifiers))
    return "".join(f", {item}" for item in found)
