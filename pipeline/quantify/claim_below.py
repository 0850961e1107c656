"""What a line says of the line above it: a rate whose base stands there, the same amount in a
larger unit, the figure that a rate gave.

“□ 예산 : 58,420백만원” over “ㅇ 집행액 55,499백만원, 집행률 95.0%”; “예산 : 38,240백만원” over “약
382억원 규모”; “사후관리 1,860명(동의율 62.0%)” over “시도자 3,000명 중 1,860명 동의”.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.lexicon import values_of
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_goals import is_near
from pipeline.quantify.claim_means import same_place
from pipeline.quantify.claim_rates import countable
from pipeline.quantify.claim_text import Telling, words_after, words_before
from pipeline.quantify.claim_words import label_key, of_one_size

REACH = 2  # lines above that may hold the base
HUNDRED = Decimal(100)
SIZE = named("claims.size_told")
LETTERS = lazy_pattern("[가-힣]")
AMONG = named("claims.among")


def tellings_to_below_claims(told: Sequence[Telling]) -> list[Claim]:
    """The claims of every line with a line of its own place above it."""
    made: list[Claim] = []
    for at, line in enumerate(told):
        above = (
            [t for t in told[max(0, at - REACH) : at] if same_place(t, line)]
            if line.figures
            else []
        )
        if above:
            found = (
                *rates_of_a_base_above(line, above),
                size_of_the_amount_above(line, above[-1]),
                rate_above_restated(line, above[-1]),
            )
            made += [claim for claim in found if claim]
    return made


def rates_of_a_base_above(line: Telling, above: Sequence[Telling]) -> list[Claim]:
    """집행액 55,499백만원, 집행률 95.0%: the rate's name says what it is made of; the budget is the
    only one in the lines above.
    """
    made = []
    for rate in line.figures:
        name = rate_name(line, rate)
        if name is None or rate.kind != "ratio" or rate.unit != "%":
            continue
        names = values_of("quotient")[name]
        numerators = [q for q in line.figures if is_named(line, q, names["numerator"])]
        if len(numerators) != 1 or any(
            is_named(line, q, names["base"]) and q is not numerators[0] for q in line.figures
        ):
            continue
        bases = [
            q
            for t in above
            for q in t.outside()
            if is_named(t, q, names["base"]) and q.unit == numerators[0].unit
        ]
        if len(bases) == 1 and not any(
            is_named(t, q, names["numerator"]) for t in above for q in t.figures
        ):
            declared = is_near(rate, numerators[0], bases[0])
            names = (numerators[0].quantity_id, bases[0].quantity_id)
            made.append(
                Claim("ratio", "ratio", rate.quantity_id, names, (), rate.quote, (), declared)
            )
    return made


def rate_name(line: Telling, rate: Quantity) -> str | None:
    label = label_key(words_before(line, rate))
    rates = sorted(values_of("quotient"), key=len, reverse=True)
    return next((n for n in rates if label.endswith(n)), None)


def is_named(line: Telling, figure: Quantity, names: Sequence[str]) -> bool:
    label = label_key(words_before(line, figure))
    return (
        countable(figure)
        and not figure.per
        and not figure.approx
        and any(label.endswith(n) for n in names)
    )


def size_of_the_amount_above(line: Telling, above: Telling) -> Claim | None:
    """“약 382억원 규모” below “예산 : 38,240백만원 / 집행 37,093백만원”: the amount told first, in
    a larger unit and without a label.
    """
    money = [q for q in line.figures if q.kind == "money"]
    totals = [q for q in above.outside() if q.kind == "money" and q.value and not q.per]
    if (
        len(money) != 1
        or not totals
        or not money[0].approx
        or not money[0].value
        or LETTERS.search(words_before(line, money[0]))
    ):
        return None
    told, meant = money[0], totals[0]
    if not SIZE.match(line.text[told.end :]) or told.multiplier <= meant.multiplier:
        return None
    names = [(q.quantity_id,) for q in totals]
    declared = not told.approx and of_one_size(told.value, meant.value)
    return Claim(
        "unit_restatement",
        "equal",
        told.quantity_id,
        names[0],
        tuple(names[1:]),
        told.quote,
        (),
        declared,
    )


def rate_above_restated(line: Telling, above: Telling) -> Claim | None:
    """시도자 3,000명 중 1,860명 동의, below 1,860명(동의율 62.0%): the figure that the rate above
    was made of, told with its base.
    """
    pairs = [
        (a, b)
        for a, b in zip(line.figures, line.figures[1:], strict=False)
        if a.unit == b.unit and AMONG.match(line.between(a, b))
    ]
    if len(pairs) != 1 or not all(countable(q) for q in pairs[0]):
        return None
    base, again = pairs[0]
    act = label_key(words_after(line, again))
    for first in above.outside():
        bracket = (
            above.opened_after(first, reach=2)
            if countable(first) and first.unit == again.unit
            else None
        )
        rates = (
            [q for q in above.figures_in(*bracket) if q.unit == "%" and q.kind == "ratio"]
            if bracket
            else []
        )
        if (
            len(rates) != 1
            or not act
            or not label_key(words_before(above, rates[0])).startswith(act[:2])
        ):
            continue
        made = (first.value or Decimal(0)) * HUNDRED / (base.value or Decimal(1))
        fits = abs(made - (rates[0].value or Decimal(0))) <= Decimal(1).scaleb(-rates[0].decimals)
        if fits:
            return Claim(
                "restated_figure",
                "equal",
                again.quantity_id,
                (first.quantity_id,),
                (),
                again.quote,
                (),
                True,
            )
    return None
