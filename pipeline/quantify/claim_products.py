"""Products and scales: “35,000원 × 30명 × 12월 = 12,600천원”, “30명(1인 35만원) 총 1,050만원”,
“3.27점(65.4점)”.
"""

from __future__ import annotations

import dataclasses
import functools
from collections.abc import Sequence
from decimal import Decimal

from pipeline.lexicon import ends_in, holds, members, values_of, words
from pipeline.model import Claim, Quantity
from pipeline.pattern import Pattern, compile_pattern, escape, lazy_pattern, named
from pipeline.quantify.claim_means import is_mark
from pipeline.quantify.claim_parts import whole_said
from pipeline.quantify.claim_text import Telling, words_before

NEAR = 10  # characters between “4개소” and “각 30명”
NO_PRODUCT = lazy_pattern(r"[+÷/]")
EACH = named("claims.each_before")
JOINT = lazy_pattern(r"\L<joint_of_named>(?:(?<![가-힣])|\s)")
LABEL_STARTS = lazy_pattern(r"[:(\[]")
TOP_BEHIND = lazy_pattern(r"\s*\L<top_of_scale>")
TOP_BEFORE = lazy_pattern(r"\L<top_of_scale>\s*:?\s*$")
MEAN = lazy_pattern(r"\L<mean_word>")
FACTOR = lazy_pattern(r"\d[\d,]{0,11}(?:\.\d{1,4})?")


def telling_to_product_claims(told: Telling) -> list[Claim]:
    return [
        *chained_products(told),
        *rated_products(told),
        *each_products(told),
        *scaled_marks(told),
    ]


def chained_products(told: Telling) -> list[Claim]:
    """a × b × c = d: the figures between the signs; a factor that is no quantity (12월 is a date
    elsewhere) counts as a constant.
    """
    made = []
    for sign in _signs("equals").finditer(told.text):
        total = next((q for q in told.figures if sign.end() <= q.start <= sign.end() + 3), None)
        start = chain_start(told.text, sign.start())
        if total is None or start is None:
            continue
        factors = [q for q in told.figures if start <= q.start and q.end <= sign.start()]
        constant = loose_factors(told, start, sign.start(), factors)
        if any(q.kind in ("ratio", "change") or q.value is None for q in factors):
            # “1,410억 × 3년 × 1.56%” is told in words that leave the scale of the rate open
            continue
        if factors and constant is not None and len(factors) + (constant != 1) >= 2:
            made.append(_product(total, factors, constant, declared=True))
    return made


def chain_start(text: str, end: int) -> int | None:
    """Where the product that ends here begins: behind the last comma, bracket, colon or line break
    before it; None without a × in it.
    """
    at = max(text.rfind(mark, 0, end) for mark in ("=", ":", "\n", "[", "○", "·", "+", "(", ", "))
    span = text[at + 1 : end]
    return at + 1 if _signs("times").search(span) and not NO_PRODUCT.search(span) else None


def loose_factors(
    told: Telling, start: int, end: int, factors: Sequence[Quantity]
) -> Decimal | None:
    """The product of the numbers in this span that are no quantities; None where a member of the
    chain has no number.
    """
    constant = Decimal(1)
    at = start
    for member in _signs("times").split(told.text[start:end]):
        stop = at + len(member)
        if not any(at <= q.start < stop for q in factors):
            loose = FACTOR.search(member)
            if not loose:
                return None
            constant *= Decimal(loose[0].replace(",", ""))
        at = stop + 1
    return constant


def rated_products(told: Telling) -> list[Claim]:
    """A rate per head, a head count and an amount in one line: 30명(1인 35만원) … 총 1,050만원."""
    rates = [q for q in told.figures if q.per and q.kind == "money" and q.value]
    amounts = [q for q in told.figures if not q.per and q.kind == "money" and q.value]
    if len(rates) != 1 or len(amounts) != 1 or _signs("times").search(told.text):
        return []
    units = values_of("per").get((rates[0].per or "").replace(" ", ""), [])
    counts = [
        q
        for q in told.figures
        if q.kind == "count" and {q.unit, q.counted} & set(units) and not q.per and q.value
    ]
    if not counts:
        return []
    counts.sort(key=lambda q: abs(q.start - rates[0].start))
    said = ends_in(words_before(told, amounts[0]), "whole_before")
    whole = said or not members("whole_before").isdisjoint(amounts[0].qualifiers)
    claims = [
        _product(amounts[0], [count, rates[0]], Decimal(1), declared=whole and len(counts) == 1)
        for count in counts[:1]
    ]
    more = tuple((count.quantity_id, rates[0].quantity_id) for count in counts[1:3])
    tariff = (
        () if MEAN.search(words_before(told, rates[0])) else (("exact", rates[0].quantity_id),)
    )  # 1인 35만원 is no rounded figure
    return [dataclasses.replace(c, alternatives=more, words=(*c.words, *tariff)) for c in claims]


def each_products(told: Telling) -> list[Claim]:
    """상·하반기 각 30명, 총 60명: what is told of each, times the things named before 각, or times
    their count (4개소에 각 30명).
    """
    made: list[Claim] = []
    if not holds(told.text, "of_each"):
        return made
    for at, share in enumerate(told.figures):
        total = next(
            (q for q in told.figures[at + 1 :] if q.unit == share.unit and whole_said(told, q)),
            None,
        )
        label = words_before(told, share)
        each = EACH.search(label)
        if total is None or each is None or not share.value or not total.value:
            continue
        others = [q for q in told.figures if q.unit == share.unit and q not in (share, total)]
        named, before = named_parts(label[: each.start()]), told.figures[at - 1] if at else None
        if named > 1:
            made.append(_product(total, [share], Decimal(named), declared=not others))
        elif (
            before is not None
            and before.kind == "count"
            and before.unit != share.unit
            and share.start - before.end <= NEAR
        ):
            made.append(_product(total, [before, share], Decimal(1), declared=not others))
    return made


def named_parts(label: str) -> int:
    """How many things a label names: 2 in 상·하반기, 3 in “동부, 서부, 남부”; 0 where it names one.

    >>> named_parts("상·하반기"), named_parts("1·2·3차"), named_parts("상반기와 하반기"), named_parts("상반기")
    (2, 3, 2, 0)
    """
    parts = [p.strip() for p in JOINT.split(LABEL_STARTS.split(label)[-1])]
    return len(parts) if len(parts) > 1 and all(parts) else 0


def scaled_marks(told: Telling) -> list[Claim]:
    """3.27점(65.4점): the mark in the bracket is the one before it on a scale of 100."""
    made = []
    for mark in told.figures:
        if not is_mark(mark) or mark.value is None or mark.value > 10:
            continue
        bracket = told.opened_after(mark, reach=4)
        inside = told.figures_in(*bracket) if bracket else ()
        if len(inside) != 1 or inside[0].kind != "score" or is_top(told, inside[0]):
            continue
        if inside[0].value and inside[0].value > mark.value:
            made.append(_scale(mark, inside[0]))
    return made


def is_top(told: Telling, mark: Quantity) -> bool:
    """Whether a mark is the top of its scale: the 5점 of “4.6점(5점 만점)” is what is reached at
    most, no other way to say 4.6점.
    """
    return bool(
        TOP_BEHIND.match(told.text[mark.end :])
        or TOP_BEFORE.search(told.text[: mark.start])
        or told.text[: mark.start].rstrip().endswith("/")
    )


def _scale(mark: Quantity, hundred: Quantity) -> Claim:
    factors = [Decimal(f) for f in words("claims")["scales"]["factors"]]
    shown = (hundred.value or Decimal(0)) / (mark.value or Decimal(1))
    factors.sort(key=lambda f: abs(f - shown))
    said = tuple(("factor", str(f)) for f in factors[:1])
    return Claim(
        "scale",
        "scale",
        hundred.quantity_id,
        (mark.quantity_id,),
        statement=hundred.quote,
        words=said,
        declared=True,
    )


def _product(
    total: Quantity, factors: Sequence[Quantity], constant: Decimal, *, declared: bool
) -> Claim:
    names = tuple(q.quantity_id for q in factors)
    said = (("factor", str(constant)),) if constant != 1 else ()
    return Claim(
        "product",
        "product",
        total.quantity_id,
        names,
        (),
        total.quote,
        said,
        declared,
    )


@functools.cache
def _signs(name: str) -> Pattern[str]:
    return compile_pattern("|".join(map(escape, words("claims")["products"][name])))
