"""Growth and differences in running text: “’23년 164,133백만원 대비 34.5% 증가”, “102개 → 112개(10%
↑)”.

Between two rates print often calls points a percentage (32.3% → 33.1%: “0.8% 증가”), so both
readings are claimed and the judge says which.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence

from pipeline.lexicon import has, words
from pipeline.model import Claim, Quantity
from pipeline.pattern import Pattern, compile_pattern, escape, lazy_pattern, named
from pipeline.quantify.claim_subjects import Pair, figures_of_base, is_of_pair
from pipeline.quantify.claim_text import Bracket, Telling, words_after, words_before

AVERAGE = named("claims.average_a_year")
LEVEL = named("claims.to_a_level")
CHANGE_WORD = lazy_pattern(r"\L<change_stated>")
CHANGE_LETTER = named("claims.change_letter")
PRIOR = named("claims.earlier_word")
AGAINST = named("claims.against_behind")
FROM = named("claims.from_old")
NEAR = 20  # characters between a rate and the amount it stands beside
FAR = 40  # characters between a pair and its change, beyond which another may be meant
PAIR = 2  # an old and a new rate, and no other figure in the text
NEAREST = 3  # figures looked at on each side of the base


def telling_to_change_claims(told: Telling) -> list[Claim]:
    """One claim for every change whose old and new figures stand in the same text."""
    made = []
    for figure in told.figures:
        if figure.value is None or not is_change(told, figure) or is_new(told, figure):
            continue
        if AVERAGE.search(words_before(told, figure)):
            continue  # 연평균 10.4%, CAGR 18.3%: growth a year is not the growth of all years
        pairs, declared = change_pairs(told, figure)
        claim = (
            change_claim(figure, pairs, declared=declared) if pairs else implied_claim(told, figure)
        )
        made += [claim] if claim else []
    return made


def is_change(told: Telling, figure: Quantity) -> bool:
    """A figure of change by its kind, or by the word behind it or behind the bracket it stands in
    or before: 250명(25.0%) 증가. What was reached is none: 3.7%에서 0.9%로 감소.
    """
    if figure.kind == "change" or beside_arrow(told, figure):
        return True
    if LEVEL.match(told.text, figure.end):
        return False
    bracket = told.bracket_around(figure.start) or told.opened_after(figure, reach=2)
    behind = told.text[bracket.end + 1 : bracket.end + 8] if bracket else ""
    return bool(
        CHANGE_WORD.search(words_after(told, figure)[:12])
        or CHANGE_LETTER.match(told.text[figure.end :])
        or CHANGE_WORD.match(behind.strip())
    )


def is_new(told: Telling, figure: Quantity) -> bool:
    """당초 15개 → 58개 사업장으로 증가: what stands behind the arrow is the new amount, no change."""
    before = [q for q in told.figures if q.end <= figure.start]
    if not before or before[-1].unit != figure.unit or figure.unit in ("%", "%p"):
        return False
    return bool(arrow().fullmatch(told.between(before[-1], figure).strip()))


def beside_arrow(told: Telling, figure: Quantity) -> bool:
    """81.5% → 84.0%(2.5%p): points alone in the bracket behind two rates with an arrow between them
    are their difference.
    """
    bracket = told.bracket_around(figure.start) if figure.unit == "%p" else None
    if bracket is None or told.figures_in(*bracket) != (figure,) or words_before(told, figure):
        return False
    before = [q for q in told.figures if q.end <= bracket.start]
    rates = len(before) > 1 and before[-1].unit == before[-2].unit == "%"
    return rates and bool(arrow().search(told.between(before[-2], before[-1])))


def change_pairs(told: Telling, figure: Quantity) -> tuple[list[Pair], bool]:
    """old, new pairs, and whether the words name them: an arrow or 에서 between two figures, 대비
    or 보다 behind the old one.
    """
    amounts = [
        q
        for q in told.figures
        if q is not figure and q.value is not None and not is_change(told, q)
    ]
    others = [q for q in amounts if not q.per]
    alike = [
        (a, b)
        for run in (amounts, others)
        for a, b in itertools.pairwise(run)
        if (a.unit, a.per) == (b.unit, b.per)
    ]
    arrows = own_pairs(told, figure, arrow_pairs(told, alike))
    if around := pairs_around(told, figure, arrows):
        return named_pair(told, figure, around[-1])
    return points_pairs(told, figure, others) or against_pairs(told, figure, others)


def pairs_around(told: Telling, figure: Quantity, pairs: Sequence[Pair]) -> list[Pair]:
    """The pairs before a change; without any, the one right behind it."""
    before = [pair for pair in pairs if pair[1].end <= figure.start]
    return before or [pair for pair in pairs if is_next(told, figure, pair)]


def is_next(told: Telling, figure: Quantity, pair: Pair) -> bool:
    """“25% 증가(100명 → 125명)”: the pair behind a change with no other figure between them, or
    with the change inside it.
    """
    return not any(figure.end <= q.start < pair[0].start for q in told.figures)


def named_pair(told: Telling, figure: Quantity, pair: Pair) -> tuple[list[Pair], bool]:
    """The pair that a change behind it is of, and whether it surely is."""
    pair = figures_of_base(told, figure, pair)
    near = figure.start - pair[1].end < FAR
    return [pair], near and is_of_pair(told, figure, pair)


def arrow_pairs(told: Telling, alike: Sequence[Pair]) -> list[Pair]:
    """Those with an arrow between them, 118톤/일 → 112톤/일 too, then those with 에서."""
    arrows = [pair for pair in alike if arrow().search(told.between(*pair)[:24])]
    return arrows + [pair for pair in alike if FROM.match(told.between(*pair))]


def own_pairs(told: Telling, figure: Quantity, pairs: list[Pair]) -> list[Pair]:
    """Of 재사용률 10% → 60%(6배), 비용 2~3% → 0.5%(70%↓) each bracket has its own pair: the one
    right before it, or one inside; not that of the words behind, 보존 20% → 90%.
    """
    bracket = told.bracket_around(figure.start)
    if not bracket:
        return pairs
    last = [q for q in told.figures if q.end <= bracket.start][-1:]
    return [pair for pair in pairs if [pair[1]] == last or is_inside(pair, bracket)]


def is_inside(pair: Pair, bracket: Bracket) -> bool:
    return bracket.start < pair[0].start and pair[1].end <= bracket.end


def points_pairs(
    told: Telling, figure: Quantity, others: Sequence[Quantity]
) -> tuple[list[tuple[Quantity, Quantity]], bool] | None:
    """참여율 61.2%(’21년 57.9%, 3.3%p 상승): the one rate before the bracket is the new one, the
    one of a year inside it the old one.
    """
    bracket = told.bracket_around(figure.start) if figure.unit == "%p" else None
    rates = [q for q in others if q.unit == "%" and q.kind == "ratio"]
    if bracket is None or len(rates) != PAIR or len(others) != PAIR:
        return None
    inside = [q for q in rates if bracket.start < q.start < bracket.end]
    dated = inside and (
        inside[0].ref_year is not None or PRIOR.search(words_before(told, inside[0]))
    )
    new = next((q for q in rates if q.end <= bracket.start), None)
    return ([(inside[0], new)], True) if dated and new is not None else None


def against_pairs(
    told: Telling, figure: Quantity, others: Sequence[Quantity]
) -> tuple[list[tuple[Quantity, Quantity]], bool]:
    """’23년 164,133백만원 대비 34.5%: the figure before 대비 is the old one (else one labelled
    전년), the nearest other the new one.
    """
    before = [q for q in reversed(others) if q.end <= figure.start]
    old = next((q for q in before if AGAINST.match(told.between(q, figure))), None)
    old = old or next((q for q in before if PRIOR.search(words_before(told, q))), None)
    if old is None:
        return [], False
    news = [q for q in others if q is not old and q.unit == old.unit and q.kind == old.kind]
    news.sort(key=lambda q: abs(q.start - old.start))
    return [(old, new) for new in news[:NEAREST]], len(news) == 1


def implied_claim(told: Telling, figure: Quantity) -> Claim | None:
    """1,250명으로 전년대비 25%(250명) 증가: the old figure is not printed, it is the new one less
    the change.
    """
    if figure.unit != "%" or not PRIOR.search(told.text[: figure.start]):
        return None
    others = [
        q
        for q in told.figures
        if q is not figure and q.kind in ("count", "money", "change") and q.value
    ]
    amounts = [q for q in others if is_amount_of(told, q, figure)]
    if len(amounts) != 1:
        return None
    news = [
        q
        for q in others
        if q.unit == amounts[0].unit and q is not amounts[0] and q.end <= figure.start
    ]
    if len(news) != 1:
        return None
    names = (amounts[0].quantity_id, news[0].quantity_id)
    return Claim("percent_change", "implied", figure.quantity_id, names, (), figure.quote, (), True)


def is_amount_of(told: Telling, amount: Quantity, rate: Quantity) -> bool:
    """Whether a figure beside a rate is the change that the rate is of: the 250명 of 25%(250명)
    증가, not a level with 으로 behind it (180명으로 늘었고).
    """
    near = abs(amount.start - rate.start) < NEAR
    return near and is_change(told, amount) and not LEVEL.match(told.text, amount.end)


def change_claim(
    figure: Quantity, pairs: Sequence[tuple[Quantity, Quantity]], *, declared: bool
) -> Claim | None:
    """percent_change for a change in %, difference for one in points or in the unit of the figures
    themselves, ratio for 배.
    """
    old_first = tuple((old.quantity_id, new.quantity_id) for old, new in pairs)
    old = pairs[0][0]
    if has(
        figure.unit, "multiple_unit"
    ):  # 120건 대비 1.25배 증가한 150건: what the new one is of the old one, said also of the growth alone
        new_first = tuple((new.quantity_id, old.quantity_id) for old, new in pairs)
        return Claim(
            "ratio",
            "ratio",
            figure.quantity_id,
            new_first[0],
            new_first[1:],
            figure.quote,
            (("or_form", "grown"),),
            declared,
        )
    if figure.unit == "%" or (figure.unit is None and old.unit == "%"):
        said = (("or_form", "points"),) if old.unit == "%" else ()
        return Claim(
            "percent_change",
            "change",
            figure.quantity_id,
            old_first[0],
            old_first[1:],
            figure.quote,
            said,
            declared,
        )
    if (
        figure.unit != old.unit
        and figure.unit is not None
        and {figure.unit, old.unit} != {"%", "%p"}
    ):
        return None
    return Claim(
        "difference",
        "points",
        figure.quantity_id,
        old_first[0],
        old_first[1:],
        figure.quote,
        (),
        declared,
    )


@functools.cache
def arrow() -> Pattern[str]:
    return compile_pattern("|".join(map(escape, words("claims")["rates"]["arrows"])))
