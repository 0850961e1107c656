"""An outcome told in one sentence, Korean and English; the sentence forms are data
(lexicon/explanations.toml).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pipeline.lexicon import words
from pipeline.model import Quantity
from pipeline.reconcile.judge import Outcome
from pipeline.reconcile.wording import Worded, figure_as_printed, number, value_like

SIGNS = {"sum": " + ", "product": " × ", "ratio": " ÷ ", "mean": " ÷ ", "difference": " − "}
EMPTY = (
    "first",
    "old",
    "new",
    "points",
    "scope_ko",
    "scope_en",
    "title",
    "name",
    "items",
    "level_ko",
    "level_en",
    "cell",
    "computed",
)
ADDED = frozenset({"twice", "crossing", "unsigned"})
SHOWN = 6  # operands named one by one in a sentence; of longer sums the first three and the last


@dataclass(frozen=True, slots=True)
class Sentences:
    ko: str
    en: str


def outcome_to_sentences(outcome: Outcome, stated: Quantity) -> Sentences:
    """The explanation of a check, in both languages."""
    forms, values = words("explanations"), _values(outcome, stated)
    if outcome.computed is None or (
        outcome.why and outcome.verdict in ("unsupported", "not_comparable")
    ):
        return _fill(forms["why"][outcome.why or "no_base"], values)
    head = forms["heads"][form_of(outcome)]
    tail = forms["tails"][outcome.verdict]
    said = _fill(
        {"ko": head["ko"] + " " + tail["ko"], "en": head["en"] + ", " + tail["en"]}, values
    )
    for name in _additions(outcome):
        more = _fill(forms[name], values)
        said = Sentences(said.ko + more.ko, said.en + more.en)
    return said


def whereabouts(figure: Quantity, stated: Quantity) -> dict[str, str]:
    """Where the other figure stands: this programme, another one by its title, or the front matter."""
    there, here = figure.container, stated.container
    if there.programme_id is None:
        return {"where_ko": "본문에 먼저 나온", "where_en": "told earlier in the report"}
    if there.programme_id == here.programme_id:
        return {"where_ko": "같은 사업의", "where_en": "of the same programme"}
    title = there.title or there.programme_id
    return {"where_ko": f"단위사업 「{title}」의", "where_en": f"of the programme “{title}”"}


def form_of(outcome: Outcome) -> str:
    """The arithmetic that was judged: the claim's, or the other one it allows (points between two
    rates).
    """
    return outcome.form or outcome.claim.form


def _additions(outcome: Outcome) -> list[str]:
    named = [name for name, _ in outcome.extra if name in ADDED or name.startswith("rival_")]
    named += ["note"] if outcome.rival and "note" in dict(outcome.claim.words) else []
    several = outcome.others and form_of(outcome) in (
        "ratio",
        "share",
        "change",
    )  # bases; of restatements one is enough
    return ["others", *named] if several else named


def _fill(form: dict[str, str], values: dict[str, Any]) -> Sentences:
    return Sentences(form["ko"].format_map(values).strip(), form["en"].format_map(values).strip())


def _values(outcome: Outcome, stated: Quantity) -> dict[str, Any]:
    told = expression(outcome)
    values: dict[str, Any] = {
        **dict.fromkeys(EMPTY, ""),
        "stated": figure_as_printed(stated),
        "expression": told,
        "where_ko": "다른 곳의",
        "where_en": "elsewhere",
        "told": told,
        "rest": expression_of("sum", outcome.operands[1:]),
        "factor": number(outcome.factor, 0),
        "expressions": ", ".join(
            expression_of(form_of(outcome), other) for other in outcome.others
        ),
    }
    if outcome.operands:
        values["first"] = figure_as_printed(outcome.operands[0])
        values |= whereabouts(outcome.operands[0], stated)
    if outcome.computed is not None:
        values |= _computed_values(outcome, stated, outcome.computed)
    values |= dict((*outcome.claim.words, *outcome.extra))
    return {k: Worded(v) if isinstance(v, str) else v for k, v in values.items()}


def _computed_values(outcome: Outcome, stated: Quantity, computed: Decimal) -> dict[str, Any]:
    direction = ("증가", "an increase") if computed >= 0 else ("감소", "a decrease")
    values: dict[str, Any] = {
        "computed": value_like(computed, stated),
        "computed_abs": value_like(abs(computed), stated),
        "direction_ko": direction[0],
        "direction_en": direction[1],
        # 17.8% less 53.26% are points, not percent
        "difference": value_like(
            (stated.value or Decimal(0)) - computed, stated, "%p" if stated.unit == "%" else None
        ),
    }
    if len(outcome.operands) >= 2:
        old, new = outcome.operands[0], outcome.operands[1]
        values |= {"old": figure_as_printed(old), "new": figure_as_printed(new)}
        if (
            form_of(outcome) == "change"
            and old.unit == "%"
            and old.value is not None
            and new.value is not None
        ):
            values["points"] = (
                number(new.value - old.value, max(old.decimals, new.decimals)) + "%p, "
            )
    if form_of(outcome) == "highlight" and len(outcome.operands) > 1:
        values["told"] = f"{expression(outcome)} = {values['computed']}"
    return values


def expression(outcome: Outcome) -> Worded:
    """The operands as an arithmetic expression, each as printed: 929명 ÷ 996명."""
    return expression_of(form_of(outcome), outcome.operands)


def expression_of(form: str, operands: Sequence[Quantity]) -> Worded:
    sign = SIGNS.get(form, " + ")
    shown = [figure_as_printed(q) for q in operands]
    if len(shown) > SHOWN:
        shown = [*shown[:3], Worded("…"), shown[-1]]
        return Worded(f"{sign.join(shown)} ({len(operands)}개)")
    return Worded(sign.join(shown))
