"""The way from a text to a value, in sentences: for `pipeline explain`."""

from __future__ import annotations

from pipeline.lexicon import words
from pipeline.model import Container, Quantity

EXTRAS = (
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
AROUND = 20  # characters of the text on either side of the quote


def explain_quantity(quantity: Quantity, language: str = "en") -> list[str]:
    """From the container to the value: the quote in its text, the rule, the number, the unit, the
    measure, what guards a sum; in "en" or "ko", codes as they are published.

    >>> from pipeline.model import Printed
    >>> from pipeline.quantify import quantify
    >>> line = Container("line", "front", Printed("온라인강좌 2,045천명"))
    >>> explain_quantity(quantify([line]).quantities[0])[1]
    'quote: “2,045천명” (characters 6 to 13), read by rule number_unit'
    """
    return _Steps(language).steps(quantity)


class _Steps:
    """The sentences of one language."""

    def __init__(self, language: str) -> None:
        self._language, self._words = language, words("why")["steps"]

    def _say(self, name: str, **given: object) -> str:
        text: str = self._words[name][self._language]
        return text.format(**given)

    def steps(self, q: Quantity) -> list[str]:
        text = q.container.printed.text
        left, right = text[max(0, q.start - AROUND) : q.start], text[q.end : q.end + AROUND]
        none, counted = self._say("none"), self._say("counted", counted=q.counted)
        source = q.unit_source or self._say("undeclared")
        told = {"measure": q.measure or none, "code": q.measure_code or none}
        told["source"] = q.measure_source or self._say("nowhere")
        steps = [
            f"{self._place(q.container)}: …{left}【{q.quote}】{right}…",
            self._say("quote", quote=q.quote, start=q.start, end=q.end, rule=q.rule),
            self._value(q),
            self._say("unit", unit=q.unit or none, source=source) + (counted if q.counted else ""),
            self._say("measure", **told),
            self._say("kind", kind=q.kind, additivity=q.additivity) + _extras(q),
        ]
        if q.part_of:
            steps.append(self._say("part_of", whole=q.part_of))
        if q.doubt:
            steps.append(self._say("doubt", doubt=q.doubt))
        return steps

    def _place(self, container: Container) -> str:
        where = [container.kind]
        if container.programme_id:
            where.append(self._say("of_programme", programme=container.programme_id))
        if (table := container.table_no) is not None:
            place = {"table": table, "row": container.row, "col": container.col}
            where.append(self._say("of_table", **place))
        return " ".join(where)

    def _value(self, q: Quantity) -> str:
        if q.value is None:
            return self._say("range", low=q.low, high=q.high)
        scale = self._say("scale", multiplier=q.multiplier) if q.multiplier != 1 else ""
        grain = self._say("decimals", decimals=q.decimals) if q.decimals else ""
        stands = self._say("stands_for", low=q.low, high=q.high)
        return self._say("value", value=q.value) + scale + grain + stands


def _extras(q: Quantity) -> str:
    found = [f"{name} {value}" for name in EXTRAS if (value := getattr(q, name)) is not None]
    if q.qualifiers:
        found.append("qualifiers " + " ".join(q.qualifiers))
    return "".join(f", {item}" for item in found)
