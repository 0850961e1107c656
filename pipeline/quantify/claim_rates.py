"""Shares in running text: “929명 수료(93.3%)”, “91%(57개기관중 52개기관)”, “96.9%(예산 2,208억원 /
집행 2,140억원)”.

Every base that the words allow is listed, the nearest first: 387건 (41.7%) is a share of the 929
who completed, not of the 996 who took part.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from pipeline.lexicon import has, values_of
from pipeline.model import Claim, Quantity
from pipeline.pattern import Pattern, lazy_pattern, named
from pipeline.quantify.claim_text import Telling, words_after, words_before
from pipeline.quantify.claim_words import comparable

MOST_BASES = 6
# percentage points from 100 that the shares of one whole may miss together, one of them misprinted
CLOSE = 10
THREE_DIGITS = 100
WHOLE = 100  # percent
RATE_NAME = named("claims.rate_name")
RATE_SUFFIX = named("claims.rate_suffix")
OUT_OF = lazy_pattern(r"\L<out_of>")
OUT_OF_NEXT = lazy_pattern(r"[^\d]{0,12}\L<out_of>")
OUT_OF_ALONE = lazy_pattern(r"\s?\L<out_of>\s")
OUT_OF_PAIR = lazy_pattern(r"[^\d,]{0,12}\L<out_of>(?![가-힣]{2})")
ENDS_OUT_OF = lazy_pattern(r"\L<out_of>\s*$")
BASE_WORD = lazy_pattern(r"\L<base_label>")
PART_WORD = lazy_pattern(r"\L<part_label>")
ASKED = lazy_pattern(r"\L<asked_rate>")
AGAINST = lazy_pattern(r"\L<against>")
AGAINST_NEXT = lazy_pattern(r"\s*\L<against>")
LEFT = lazy_pattern(r"\L<left_over>")
POINT = Decimal("0.1")  # what a share may miss by rounding and yet be the one of its amount
NEAR = 40  # characters between the two figures of “A 중 B” and its rate


def telling_to_rate_claims(told: Telling) -> list[Claim]:
    """One claim for every ratio that stands beside the figures it is made of."""
    made = []
    for rate in told.figures:
        if rate.value is None or rate.kind != "ratio":
            continue
        if rate.unit != "%" and not has(rate.unit, "multiple_unit"):
            continue
        claim = (
            _beside_its_figures(told, rate)
            or _in_bracket_after(told, rate)
            or _of_named(told, rate)
            or _after_among(told, rate)
        )
        if claim:
            made.append(claim)
    return made


def _beside_its_figures(told: Telling, rate: Quantity) -> Claim | None:
    """96.9%(예산 2,208억원 / 집행 2,140억원): the bracket after the rate holds both."""
    bracket = told.opened_after(rate)
    inside = [
        q
        for q in (told.figures_in(*bracket) if bracket else ())
        if q.kind in ("count", "money", "duration") and q.value
    ]
    if len(inside) != 2 or not comparable(*inside):
        return None
    numerator, base = order_pair(told, inside[0], inside[1])
    return _claim(
        rate,
        [(numerator, base), (base, numerator)]
        if _open_order(told, inside)
        else [(numerator, base)],
        declared=True,
    )


def order_pair(told: Telling, first: Quantity, second: Quantity) -> tuple[Quantity, Quantity]:
    """numerator, base: by 중 between them, by what they are called (집행 of 예산), else the smaller
    of the larger.
    """
    if OUT_OF_NEXT.match(told.between(first, second)):
        return second, first
    bases = [_called(told, q, BASE_WORD) for q in (first, second)]
    parts = [_called(told, q, PART_WORD) for q in (first, second)]
    if bases[0] and parts[1] and not bases[1]:
        return second, first
    if bases[1] and parts[0] and not bases[0]:
        return first, second
    return (first, second) if (first.value or 0) <= (second.value or 0) else (second, first)


def _open_order(told: Telling, pair: list[Quantity]) -> bool:
    named = any(_called(told, q, BASE_WORD) or _called(told, q, PART_WORD) for q in pair)
    return not named and not OUT_OF.search(told.between(*pair))


def _called(told: Telling, figure: Quantity, word: Pattern[str]) -> bool:
    around = words_before(told, figure) + (figure.measure or "") + words_after(told, figure)
    return bool(word.search(around))


def _in_bracket_after(told: Telling, rate: Quantity) -> Claim | None:
    """929명 수료(93.3%): the bracket stands after its numerator; bases are the earlier figures,
    nearest first.
    """
    bracket = told.bracket_around(rate.start)
    if bracket is None or told.figures_in(bracket.start, bracket.end)[0] is not rate:
        return None
    before = [q for q in told.figures if q.end <= bracket.start]
    if not before or told.piece_around(before[-1].start) != told.piece_around(
        max(bracket.start - 1, 0)
    ):
        return None
    numerator = before[-1]
    if not countable(numerator):
        return None
    if achieved := achieved_over_planned(told, before, bracket.start):
        return _claim(rate, [achieved], declared=True)
    bases = rate_bases(told, numerator, before[:-1])
    label = told.text[bracket.start + 1 : rate.start] + words_after(told, rate)
    said = words_before(told, numerator) + label + told.text[numerator.end : bracket.start]
    asked = ASKED.search(label) and not told_among(told, numerator, label)
    foreign = asked or (AGAINST.search(said) and not of_a_goal(told, numerator, bases))
    siblings = sibling_shares(told, numerator)
    if siblings:
        bases = [q for q in bases if q not in siblings]
    lists: list[tuple[Quantity, ...]] = [(numerator, base) for base in bases]
    if siblings:
        return _claim(
            rate,
            [(numerator, *siblings), *lists],
            declared=not foreign,
            more=(("or_form", "share"),),
        )
    if bases and of_what_is_left(label, said):
        lists += [(numerator, numerator, base) for base in bases if base.unit == numerator.unit]
        return _claim(rate, lists, declared=False, more=(("or_form", "share"),))
    if not bases:
        return None
    behind = left_behind(told, numerator, bracket.end)
    lists += [(numerator, numerator, q) for q in behind]
    own = is_share(rate, numerator, bases[0]) and of_its_act(told, numerator, label)
    own &= not is_parallel(told, numerator, bases[0])
    more = (("or_form", "share"),) if behind else ()
    return _claim(rate, lists, declared=not foreign and own, more=more)


def is_parallel(told: Telling, numerator: Quantity, base: Quantity) -> bool:
    """Whether a base has a share of its own, and the figure its own label: of 저소득 500가구(전체의
    25%), 다문화 200가구(10%) both are shares of what is not printed, so that they may agree but
    never accuse. Acts behind the figures are stages: 929명 수료(93.3%), 387건 연계(41.7%).
    """
    bracket = told.opened_after(base)
    inside = told.figures_in(*bracket) if bracket else ()
    shared = bool(inside) and inside[0].unit == "%" and inside[0].kind == "ratio"
    labelled = bool(words_before(told, numerator)) and not is_among(told, numerator)
    return shared and labelled


def left_behind(told: Telling, numerator: Quantity, end: int) -> list[Quantity]:
    """수료 82명(수료율 91.1%), 중도포기 8명: those that the rest of the text says were left, so that
    the rate is of 82 and 8.
    """
    return [
        q
        for q in told.figures
        if q.start > end and q.unit == numerator.unit and of_what_is_left(words_before(told, q), "")
    ]


def achieved_over_planned(
    told: Telling, before: Sequence[Quantity], bracket: int
) -> tuple[Quantity, Quantity] | None:
    """조성 24개소/25개소(96%): a slash alone between two figures of one unit right before the rate
    is a of b, whichever is larger. A label behind the slash (목표 25/실적 24) says it otherwise.
    """
    pair = before[-2:]
    if len(pair) < len(("a", "b")) or told.text[pair[1].end : bracket].strip():
        return None
    slash = told.between(pair[0], pair[1]).strip() in ("/", "／")
    return (pair[0], pair[1]) if slash and all(map(countable, pair)) and comparable(*pair) else None


def told_among(told: Telling, numerator: Quantity, label: str) -> bool:
    """응답자 500명 중 450명 만족(만족률 90.0%): the base is told with 중, and the rate is called
    after the very act of its figure.
    """
    stem = RATE_SUFFIX.sub("", label.strip())
    earlier = [q for q in told.figures if q.end <= numerator.start]
    among = bool(earlier) and OUT_OF_ALONE.match(told.between(earlier[-1], numerator)) is not None
    return among and len(stem) > 1 and words_after(told, numerator) == stem


def is_share(rate: Quantity, numerator: Quantity, base: Quantity) -> bool:
    """Whether the two can make the rate at all: a share up to 100 % has the smaller figure over the
    larger. 36대 운행, 저상버스 214대(도입률 42.8%) is no share of the 36.
    """
    part, whole = numerator.value or Decimal(0), base.value or Decimal(0)
    return rate.unit != "%" or (rate.value or 0) > WHOLE or part <= whole


def of_its_act(told: Telling, numerator: Quantity, label: str) -> bool:
    """Whether a rate that has a name is named after what its figure counts: 929명 수료(수료율
    93.3%), but not 종결 125건(승소율 88.8%).
    """
    named = RATE_NAME.search(label.replace(" ", ""))
    if named is None:
        return True
    around = (
        words_before(told, numerator) + words_after(told, numerator) + (numerator.measure or "")
    )
    return named["stem"] in around.replace(" ", "")


def of_what_is_left(label: str, said: str) -> bool:
    """점포 16개 입점, 공실 4개(공실률 20.0%): what is empty or failed stands beside what is not,
    and 4 of 16 + 4 are 20%.

    The base is not the figure before it, or nobody says so: it may agree, it never accuses.
    """
    return bool(LEFT.search(label + said)) and not OUT_OF.search(said)


def of_a_goal(told: Telling, numerator: Quantity, bases: Sequence[Quantity]) -> bool:
    """목표 500명 대비 600명 달성(120%): a share of what was planned, not a growth."""
    if not bases or bases[0].end > numerator.start:
        return False
    planned = BASE_WORD.search(words_before(told, bases[0]) + (bases[0].measure or ""))
    return bool(planned) and bool(AGAINST_NEXT.match(told.between(bases[0], numerator)))


def sibling_shares(told: Telling, numerator: Quantity) -> list[Quantity]:
    """일반회계 13조원(79.8%), 특별회계 3조원(20.2%): the figures whose shares make about 100
    together, this one among them.
    """
    made: list[Quantity] = []
    shares: list[Decimal] = []
    for q in told.figures:
        bracket = (
            told.opened_after(q)
            if q.unit == numerator.unit and q.kind == numerator.kind and q.value
            else None
        )
        inside = told.figures_in(*bracket) if bracket else ()
        if inside and inside[0].kind == "ratio" and inside[0].unit == "%":
            made.append(q)
            shares.append(inside[0].value or Decimal(0))
    if len(made) < 2 or numerator not in made or is_among(told, numerator):
        return []
    return made if are_one_whole(made, shares) else []


def are_one_whole(amounts: Sequence[Quantity], shares: Sequence[Decimal]) -> bool:
    """Whether shares make about 100 together, or do so but for one of them."""
    return abs(sum(shares, start=Decimal(-100))) <= CLOSE or all_but_one(amounts, shares)


def is_among(told: Telling, figure: Quantity) -> bool:
    """Whether 중 stands right before a figure: of “500명 중 300명 선정(60.0%), 이 중 200명 수료
    (66.7%)” each has its base, and the two are no parts of a whole.
    """
    return ENDS_OUT_OF.search(words_before(told, figure)) is not None


def all_but_one(amounts: Sequence[Quantity], shares: Sequence[Decimal]) -> bool:
    """Whether the shares are those of the amounts in their sum, but for one: 79.8% and 20.2%,
    printed 19.8% and 20.2%.
    """
    whole = sum((q.value for q in amounts if q.value is not None), start=Decimal(0))
    off = [
        abs((q.value or Decimal(0)) * 100 / whole - share) > POINT
        for q, share in zip(amounts, shares, strict=True)
    ]
    return off.count(True) <= 1


def countable(figure: Quantity) -> bool:
    """A figure that can have a share or be its base: not a rank (전국 1위(30.5%)), a class or a
    year.
    """
    whole = not counts_people(figure.unit) or not figure.decimals or figure.multiplier > 1
    known = figure.kind in ("count", "money") and bool(figure.value) and (figure.value or 0) > 0
    numbering = has(figure.unit, "rank_counter") or (
        has(figure.unit, "ordinal_counter") and (figure.value or 0) < THREE_DIGITS
    )
    return whole and known and not numbering


def rate_bases(told: Telling, numerator: Quantity, before: list[Quantity]) -> list[Quantity]:
    """The figures that the numerator can be a share of: not smaller, plain counts or money, nearest
    first, same unit before others.
    """
    least = (
        numerator.value or 0
    ) / 10  # a wrong first digit of the numerator must not hide its base
    fitting = [
        q
        for q in reversed(before)
        if countable(q) and q.kind == numerator.kind and not q.per and (q.value or 0) >= least
    ]
    same = [q for q in fitting if q.unit == numerator.unit]
    other = [q for q in fitting if q.unit != numerator.unit and same_people(numerator, q)]
    return (same + other)[:MOST_BASES]


def same_people(numerator: Quantity, base: Quantity) -> bool:
    """People and the cases made of them share a base (387건 of 929명); 12 courses are no share of
    500 people.
    """
    return numerator.unit == base.unit or all(
        counts_people(unit) or has(unit, "case_counter") for unit in (numerator.unit, base.unit)
    )


def counts_people(unit: str | None) -> bool:
    """Whether a unit may count people: 명, 인, none at all."""
    return unit is None or has(unit, "person_counter")


def _of_named(told: Telling, rate: Quantity) -> Claim | None:
    """예산 2,208억원, 집행 2,140억원(집행률 96.9%): the rate's name says which figures of the line
    it is made of.
    """
    label = (words_before(told, rate) + " " + (rate.measure or "")).replace(" ", "")
    formulas = values_of("quotient")
    name = next((n for n in sorted(formulas, key=len, reverse=True) if n in label), None)
    if name is None:
        return None
    numerators = [q for q in told.figures if _named(told, q, formulas[name]["numerator"])]
    bases = [
        q for q in told.figures if _named(told, q, formulas[name]["base"]) and q not in numerators
    ]
    pairs = [(n, b) for n in numerators for b in bases if comparable(n, b)]
    return _claim(rate, pairs, declared=len(pairs) == 1) if pairs else None


def _named(told: Telling, figure: Quantity, names: list[str]) -> bool:
    if figure.kind not in ("count", "money", "score") or not figure.value:
        return False
    around = (
        words_before(told, figure) + " " + (figure.measure or "") + " " + words_after(told, figure)
    ).replace(" ", "")
    return any(n in around for n in names)


def _after_among(told: Telling, rate: Quantity) -> Claim | None:
    """57개 기관 중 52개 기관이 참여하여 91%: the pair before the rate."""
    before = [q for q in told.figures if q.end <= rate.start and countable(q)]
    if len(before) < 2 or rate.start - before[-1].end > NEAR:
        return None
    base, numerator = before[-2:]
    if not OUT_OF_PAIR.match(told.between(base, numerator)) or not comparable(base, numerator):
        return None
    label = told.text[numerator.end : rate.start] + words_after(told, rate)
    return _claim(rate, [(numerator, base)], declared=not ASKED.search(label))


def _claim(
    rate: Quantity,
    made_of: Sequence[tuple[Quantity, ...]],
    *,
    declared: bool,
    more: tuple[tuple[str, str], ...] = (),
) -> Claim:
    lists = tuple(tuple(q.quantity_id for q in figures) for figures in made_of)
    return Claim(
        "ratio",
        "ratio",
        rate.quantity_id,
        lists[0],
        lists[1:],
        rate.quote,
        more,
        declared,
    )
