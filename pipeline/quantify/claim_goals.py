"""Rates whose base stands in their own bracket, or whose numerator or old figure stands in the line
above.

“참여 1,152명(목표 1,200명 대비 96.0%)”, “96대(목표 90대, 달성률 106.7%)”, “1,150명 이용(이용률
92.0%, 배정 1,250명)”, “4,316대 / - 목표 5,200대 대비 83.0%”, “선정 152개소 / - 전체 214개소의
71.0%”, “이용자 612명 / - 이용자 전년 510명 대비 20.0% 증가”.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import islice

from pipeline.lexicon import has
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_bases import is_compared_with
from pipeline.quantify.claim_changes import change_claim, is_change
from pipeline.quantify.claim_means import same_place
from pipeline.quantify.claim_parts import whole_said
from pipeline.quantify.claim_rates import countable, is_share
from pipeline.quantify.claim_text import Telling, words_after, words_before
from pipeline.quantify.claim_words import comparable, label_key

CLOSE = Decimal("0.15")  # of the rate that two figures make; further off they are of two budgets
NEXT = 4  # figures behind a rate that it may be the rate of
OF = named("claims.base_of_rate")
YEAR = named("claims.year_of_base")
ALL = lazy_pattern(r"\L<whole_of_share>")
ALL_OF = named("claims.all_of")  # 전체 가구의 38.6%
OPEN = named("claims.open_total")
PRIOR = named("claims.earlier_word")
BASE_WORD = lazy_pattern(r"\L<base_label>")
TOLD = lazy_pattern(r"\L<behind_rate>")
ASKED = lazy_pattern(r"\L<asked_rate>")
SHARE_WORD = lazy_pattern(r"\L<head_of_share>")
PARTICLES = named("claims.particles_before_told")
RATE_SUFFIX = named("claims.rate_suffix")
NAMES_A_RATE = named("claims.names_a_rate")
HANGUL = lazy_pattern(r"[가-힣]")


def tellings_to_goal_claims(told: Sequence[Telling]) -> list[Claim]:
    """The claims of every line, with the one above it where a line has but one of the two figures."""
    made: list[Claim] = []
    for at, line in enumerate(told):
        above = told[at - 1] if at and same_place(told[at - 1], line) else None
        for rate in line.figures:
            if rate.value is None or not is_rated(rate.unit):
                continue
            claim = (
                goal_claim(line, above, rate)
                or named_base_claim(line, rate)
                or share_above(told, at, rate)
            )
            made += [claim] if claim else []
    return made


def is_rated(unit: str | None) -> bool:
    """Whether a unit says a rate, points of one, or how many times as much."""
    return unit in ("%", "%p") or has(unit, "multiple_unit")


def goal_claim(line: Telling, above: Telling | None, rate: Quantity) -> Claim | None:
    """목표 X 대비 Y%, X의 Y%, 전년 X 대비 Y% 증가: X stands right before the rate, its counterpart
    before X or in the line above.
    """
    base = next((q for q in reversed(line.figures) if q.end <= rate.start), None)
    if (
        base is None
        or not OF.fullmatch(line.between(base, rate))
        or not countable(base)
        or base.per
    ):
        return None
    earlier = results_before(line, base)
    prior = bool(PRIOR.search(label_before(line, base)))
    if is_change(line, rate) or prior:
        return None if earlier or above is None else grown_from(line, above, base, rate)
    bracket = line.bracket_around(rate.start)
    before = [q for q in earlier if bracket is None or q.end <= bracket.start]
    numerators = (
        before[-1:]
        if before
        else main_figures(above, base)
        if above is not None and not earlier
        else []
    )
    behind_it = islice((q for q in line.figures if q.start >= rate.end and fits(q, base)), NEXT)
    numerators = [*numerators, *behind_it]  # 목표 500명 대비 120%인 600명
    goal = BASE_WORD.search(label_before(line, base))
    behind = PARTICLES.sub("", words_after(line, rate))
    said = bool(goal) and (not HANGUL.search(behind) or bool(TOLD.match(behind)))
    return ratio(rate, [(q, base) for q in numerators], declared=said and len(numerators) == 1)


def results_before(line: Telling, base: Quantity) -> list[Quantity]:
    """The figures before a base that may be what was reached: not the 2억원 of “전년 2억원 대비 …,
    목표 3억원 대비 …”.
    """
    before = (q for q in line.figures if q.end <= base.start and fits(q, base))
    return [q for q in before if not is_compared_with(q)]


def grown_from(line: Telling, above: Telling, old: Quantity, rate: Quantity) -> Claim | None:
    """The new figure in the line above: the one told under the same label, else the only one of its
    unit.
    """
    label = label_key(YEAR.sub("", PRIOR.sub("", label_before(line, old))))
    news = [q for q in above.outside() if fits(q, old)]
    named = [
        q for q in news if label and label in label_key(label_before(above, q) + (q.measure or ""))
    ]
    found = named if len(named) == 1 else news if len(news) == 1 and not label else []
    if found and has(rate.unit, "multiple_unit"):
        return ratio(rate, [(found[0], old)], declared=True)
    return change_claim(rate, [(old, found[0])], declared=True) if found else None


def main_figures(above: Telling, base: Quantity) -> list[Quantity]:
    """The figure of a line that stands for it: the only one of its unit outside brackets, or the
    one behind 등 or 총.
    """
    outside = [q for q in above.outside() if fits(q, base)]
    wholes = [
        q
        for n, q in enumerate(outside)
        if whole_said(above, q) or (n and OPEN.fullmatch(above.between(outside[n - 1], q)))
    ]
    return wholes if len(wholes) == 1 else outside


def named_base_claim(line: Telling, rate: Quantity) -> Claim | None:
    """1,150명 이용(이용률 92.0%, 배정 1,250명): in the bracket a rate by name and its base; what is
    measured stands before it.
    """
    bracket = line.bracket_around(rate.start)
    inside = [q for q in line.figures_in(*bracket) if q is not rate] if bracket else []
    label = words_before(line, rate)
    share = (
        bool(ALL_OF.search(label))
        and bool(inside)
        and bool(ALL.search(words_before(line, inside[0])))
    )
    if (
        bracket is None
        or len(inside) != 1
        or not (share or NAMES_A_RATE.search(label))
        or not countable(inside[0])
    ):
        return None
    before = [q for q in line.figures if q.end <= bracket.start and fits(q, inside[0])]
    if not before or line.piece_around(before[-1].start) != line.piece_around(
        max(bracket.start - 1, 0)
    ):
        return None
    stem = RATE_SUFFIX.sub("", label_key(label))
    own = len(stem) > 1 and stem in label_key(
        words_before(line, before[-1]) + words_after(line, before[-1])
    )  # 입양 1,764마리(입양률 …)
    based = own or bool(BASE_WORD.search(words_before(line, inside[0])))
    declared = based and not ASKED.search(label)
    declared = (share or declared) and (
        is_near(rate, before[-1], inside[0]) or (share and is_share(rate, before[-1], inside[0]))
    )
    return ratio(rate, [(before[-1], inside[0])], declared=declared)


def share_above(told: Sequence[Telling], at: int, rate: Quantity) -> Claim | None:
    """64명 채용 / - 취약계층 58명(비율 90.6%): the share of the only figure of its unit that the
    programme has told before.
    """
    line = told[at]
    bracket = line.bracket_around(rate.start)
    if (
        bracket is None
        or rate.unit != "%"
        or rate.kind != "ratio"
        or line.figures_in(*bracket) != (rate,)
        or line.container is None
    ):
        return None
    before = [q for q in line.figures if q.end <= bracket.start]
    label = words_before(line, rate) + words_after(line, rate)
    if (
        len(before) != 1
        or not countable(before[0])
        or line.container.level < 2
        or ASKED.search(label)
    ):
        return None
    numerator = before[0]
    earlier = [t for t in told[max(0, at - 8) : at] if same_place(t, line)]
    bases = [
        q
        for t in earlier
        for q in t.figures
        if fits(q, numerator) and (q.value or 0) >= (numerator.value or 0)
    ]
    told_of = (
        words_before(line, numerator) + words_after(line, numerator) + (numerator.measure or "")
    )
    said = not label.strip() or bool(SHARE_WORD.search(label))
    said = said and not ASKED.search(told_of)
    return ratio(
        rate,
        [(numerator, q) for q in bases[::-1]],
        declared=said and len(bases) == 1 and bases[0] in told[at - 1].figures,
    )


def is_near(rate: Quantity, numerator: Quantity, base: Quantity) -> bool:
    """Whether a rate is near what the two figures make: 참여 500명(취업률 80.0%, 대상 300명) is of
    others.
    """
    made = (numerator.value or Decimal(0)) * 100 / (base.value or Decimal(1))
    return abs(made - (rate.value or Decimal(0))) <= made * CLOSE


def label_before(line: Telling, figure: Quantity) -> str:
    """The words right before a figure, with the one word before the number that units were cut from
    (전년 매출).
    """
    return words_before(line, figure)


def fits(one: Quantity, other: Quantity) -> bool:
    """Whether two figures may be compared: one unit, one kind, both counted."""
    return (
        one is not other
        and countable(one)
        and comparable(one, other)
        and one.kind == other.kind
        and not one.per
    )


def ratio(
    rate: Quantity, pairs: Sequence[tuple[Quantity, Quantity]], *, declared: bool
) -> Claim | None:
    if not pairs:
        return None
    names = [(a.quantity_id, b.quantity_id) for a, b in pairs]
    return Claim(
        "ratio",
        "ratio",
        rate.quantity_id,
        names[0],
        tuple(names[1:]),
        rate.quote,
        (),
        declared,
    )
