"""Means: “276회 진료, 8,832명 이용(회당 32명)” is a quotient of its neighbours.

And “종합 90.5점(이용자 92.0점, 종사자 89.0점)” lies between its parts.

N당 names the divisor by its counter (회당 → 회) or by its noun (작업장당 → 작업장 12개소); a
capacity (강좌당 정원 24명) is no mean.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.lexicon import has, having, values_of
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_text import Telling, words_after, words_before

FEWEST = 2
NEAR = Decimal("0.15")  # of the least or greatest part; a mark further off is on another scale
TEN, THOUSAND = 10, 1000
EVEN = Decimal("1.5")  # times; how far off a mean may be where several figures might be shared out
TIMES = 3  # a mean further off than this is of something else
PER = named("claims.for_each")
DAILY = named("claims.average_a_day")
LIMIT = lazy_pattern(r"\L<limit>")
MEAN = lazy_pattern(r"\L<mean_word>")
MEAN_LABEL = lazy_pattern(r"\L<mean_label>")
NO_PART = lazy_pattern(r"\L<no_part_of_mean>")


def tellings_to_mean_claims(told: Sequence[Telling]) -> list[Claim]:
    """One claim for every N당 whose two figures stand in its own line or the one above it."""
    made: list[Claim] = []
    above: Telling | None = None
    for line in told:
        here = line.container
        if above is not None and (
            here is None or above.container is None or not same_place(above, line)
        ):
            above = None
        for figure in line.figures:
            claim = mean_claim(line, above, figure)
            made += [claim] if claim else []
        above = line if here is not None and here.kind in ("achievement", "line") else None
    return made


def same_place(one: Telling, other: Telling) -> bool:
    """Whether two texts are lines of one programme, or of the front matter."""
    a, b = one.container, other.container
    return (
        a is not None
        and b is not None
        and (a.kind, a.programme_id) == (b.kind, b.programme_id)
        and a.kind in ("achievement", "line")
    )


def mean_claim(line: Telling, above: Telling | None, figure: Quantity) -> Claim | None:
    """The quotient that one figure states; an accusation where one dividend and one divisor alone
    can be meant.
    """
    noun = divisor_noun(line, figure)
    if (
        not noun
        or figure.value is None
        or figure.value <= 0
        or figure.kind not in ("count", "money", "duration")
    ):
        return None
    near = [(line, q) for q in line.figures] + (
        [(above, q) for q in above.figures] if above else []
    )
    divisors = [(t, q) for t, q in near if q is not figure and divides(t, q, noun)]
    counted = [
        (t, q) for t, q in divisors if not told_before(t, q, noun)
    ]  # “3개 노선 12대”: the word before 12대 is the one of 3개
    divisors = counted or divisors
    own = [pair for pair in divisors if pair[0] is line]
    divisors = own or divisors
    dividends = [
        q for _, q in near if may_be_shared(figure, q) and all(q is not d for _, d in divisors)
    ]
    pairs = [
        (q, d) for q in dividends for _, d in divisors if d.value and q.value and q.unit != d.unit
    ]
    if not pairs:
        return None
    first, base = pairs[0]
    quotient = (first.value or Decimal(0)) / (base.value or Decimal(1))
    close = figure.value / TIMES <= quotient <= figure.value * TIMES
    even = [
        pair for pair in pairs if is_even(*pair, figure)
    ]  # of 1,840건 and 2,215건 the first alone gives 20 people the same
    if len(even) == 1 and len(pairs) > 1:
        pairs = [even[0], *(p for p in pairs if p is not even[0])]
        quotient = (even[0][0].value or Decimal(0)) / (even[0][1].value or Decimal(1))
        close = figure.value / EVEN <= quotient <= figure.value * EVEN
    limited = LIMIT.search(words_before(line, figure) + words_after(line, figure))
    declared = (len(pairs) == 1 or len(even) == 1) and close and not limited
    names = [(q.quantity_id, d.quantity_id) for q, d in pairs]
    declared = (
        declared
        and not figure.approx
        and (
            figure.kind != "money"
            or MEAN.search(words_before(line, figure)) is not None
            or is_round(quotient, figure)
        )
    )
    return Claim(
        "ratio", "mean", figure.quantity_id, names[0], tuple(names[1:]), figure.quote, (), declared
    )


def is_even(dividend: Quantity, divisor: Quantity, figure: Quantity) -> bool:
    """Whether a count is shared out without a rest, to a mean of two digits and more."""
    made = (dividend.value or Decimal(0)) / (divisor.value or Decimal(1))
    return (
        figure.kind == "count" and (figure.value or 0) >= TEN and made == made.to_integral_value()
    )


def is_round(quotient: Decimal, figure: Quantity) -> bool:
    """Whether two figures make an amount without a rest: 6억 2,400만원 for 6,240명 is 10만원 each."""
    unit = Decimal(figure.multiplier).scaleb(-figure.decimals)
    return unit >= THOUSAND and quotient % unit == 0


def divisor_noun(line: Telling, figure: Quantity) -> str:
    """What one of is meant: 회 in “회당 32명”, 일 in “하루 평균 406권”; empty where nothing is
    shared out.
    """
    before = line.text[: figure.start]
    found = PER.search(before[-30:])
    if found:
        return found["noun"]
    return having("day_unit")[0] if DAILY.search(before) else ""


def divides(line: Telling, figure: Quantity, noun: str) -> bool:
    """Whether a figure counts what one of is meant: by its counter, or by the noun before it
    (작업장 12개소) or behind it (6개 노선).
    """
    if (
        figure.value is None
        or figure.value < FEWEST
        or figure.per
        or figure.kind not in ("count", "duration")
    ):
        return False
    units = values_of("per").get(noun, [noun])
    behind = line.text[figure.end :].lstrip().startswith(noun)
    return (
        figure.unit in units
        or noun in (figure.unit, figure.counted)
        or behind
        or told_before(line, figure, noun)
    )


def told_before(line: Telling, figure: Quantity, noun: str) -> bool:
    return words_before(line, figure).replace(" ", "").endswith(noun)


def may_be_shared(mean: Quantity, figure: Quantity) -> bool:
    """Whether a figure may be what is shared out: the mean's unit, and more of it."""
    alike = (
        figure.unit == mean.unit
        and figure.kind == mean.kind
        and not figure.per
        and figure is not mean
    )
    return alike and figure.value is not None and figure.value > (mean.value or 0)


def telling_to_average_claims(told: Telling) -> list[Claim]:
    """종합만족도 90.5점(이용자 92.0점, 종사자 89.0점): a mean of marks is never higher or lower
    than all of them.
    """
    made = []
    for mark in told.figures:
        bracket = told.opened_after(mark, reach=6) if is_mark(mark) else None
        inside = told.figures_in(*bracket) if bracket else ()
        parts = [
            q
            for q in inside
            if q.kind == "score" and q.unit == mark.unit and q.value and words_before(told, q)
        ]
        if (
            len(parts) < FEWEST
            or len(parts) != len(inside)
            or not MEAN_LABEL.search(words_before(told, mark))
        ):
            continue
        if any(of_another_kind(told, q) for q in parts):
            continue
        names = tuple(q.quantity_id for q in parts)
        declared = is_outside(mark, [q.value for q in parts if q.value is not None])
        made.append(
            Claim(
                "ratio",
                "average",
                mark.quantity_id,
                names,
                (),
                mark.quote,
                (("n", str(len(parts))),),
                declared,
            )
        )
    return made


def is_mark(figure: Quantity) -> bool:
    """Whether a figure is a mark that has a mean: 90.5점; of grades, 2등급, there is none."""
    return figure.kind == "score" and bool(figure.value) and not has(figure.unit, "rank_counter")


def of_another_kind(told: Telling, mark: Quantity) -> bool:
    """Last year's mark, a goal, a mark on another scale: 종합 4.6점(전년 4.5점, 목표 4.4점) is no
    mean of those.
    """
    other = mark.figure_role in ("prior", "target", "plan") or mark.ref_year is not None
    return other or bool(NO_PART.search(words_before(told, mark) + words_after(told, mark)))


def is_outside(mark: Quantity, values: Sequence[Decimal]) -> bool:
    """Whether a mark is higher or lower than all its parts, but near them: 90.5점(정량 45.5점, 정성
    45.0점) is their sum.
    """
    value = mark.value or Decimal(0)
    near = min(values) * (1 - NEAR) <= value <= max(values) * (1 + NEAR)
    return near and not min(values) <= value <= max(values)
