"""Whether a change is told of the pair before it: it may name a base of its own, or another thing.

“150개 → 180개(’20년 대비 80% 증가)” is no growth of the 150, “50% → 60%(전국 평균 대비 5%p 높음)”
none at all, and in “대기인원 300명 → 200명, 대기기간은 30% 단축” it is of another thing.
"""

from __future__ import annotations

import functools

from pipeline.lexicon import ends_in, having, holds
from pipeline.model import Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_text import Telling, words_before

YEAR = lazy_pattern(r"(?:[’'‘`′]|19|20)(\d\d)(?!\d)")
HANGUL = lazy_pattern(r"[가-힣]{2,}")
COMPARED = named("claims.compared_base")
PARTICLE = named("claims.subject_particle")
NEUTRAL = ("earlier", "compared", "change_stated", "neutral_before_change")

Pair = tuple[Quantity, Quantity]  # the old figure and the new one


def is_of_pair(told: Telling, change: Quantity, pair: Pair) -> bool:
    """Whether the words before a change leave it to this pair."""
    return names_no_other_base(told, change, pair[0]) and not has_own_subject(told, change, pair)


def names_no_other_base(told: Telling, change: Quantity, old: Quantity) -> bool:
    """Whether the base that a change names is the old figure: by its year, as what was before, or
    by the label of that figure.
    """
    base = named_base(told, change)
    if base is None:
        return True
    year = YEAR.search(base)
    if year:
        return year_of(told, old) == int(year[1])
    prior = holds(base, "earlier")
    before = ends_in(base, "base_before_change")  # 시행 전 대비
    label = words_before(told, old).replace(" ", "")
    return prior or before or (bool(label) and base.replace(" ", "") in label)


def named_base(told: Telling, change: Quantity) -> str | None:
    """What stands before 대비 right before a change: 전국 평균 in “전국 평균 대비 5%p”; None without
    one.
    """
    found = COMPARED.search(words_before(told, change))
    base = found["base"].strip() if found else ""
    return base if HANGUL.search(base) or YEAR.search(base) else None


def has_own_subject(told: Telling, change: Quantity, pair: Pair) -> bool:
    """Whether the words before a change name what changed, and those before the pair do not:
    “사업체 100개 → 120개(종사자 30% 증가)”. In the pair's own comma piece only a topic does, “180명으로
    늘었고 만족도는 10% 향상”. A base is no subject.
    """
    label = COMPARED.sub(" ", words_before(told, change))
    for word in neutral():
        label = label.replace(word, " ")
    named = HANGUL.findall(label)
    if told.piece_around(change.start) == told.piece_around(pair[1].start):
        named = [word for word in named if ends_in(word, "topic_particle")]
    stem = PARTICLE.sub("", named[0]) if named else ""
    return bool(stem) and stem not in told.text[: pair[0].start].replace(" ", "")


def figures_of_base(told: Telling, change: Quantity, pair: Pair) -> Pair:
    """The pair, its old figure that of the year which the change names: of “’20년 100개 → ’22년
    150개 → ’24년 180개(’20년 대비 80% 증가)” the first.
    """
    year = YEAR.search(named_base(told, change) or "")
    old = pair[0] if year is None else figure_of_year(told, int(year[1]), pair[1])
    return (old or pair[0], pair[1])


def figure_of_year(told: Telling, year: int, new: Quantity) -> Quantity | None:
    """The last figure before the new one that is of this year and of its unit."""
    earlier = [q for q in told.figures if q.end <= new.start and q.unit == new.unit]
    dated = [q for q in earlier if q.per == new.per and year_of(told, q) == year]
    return dated[-1] if dated else None


def year_of(told: Telling, figure: Quantity) -> int | None:
    """The two digits of the year a figure is of: the one printed right before it, else its own."""
    printed = YEAR.findall(words_before(told, figure))
    if printed:
        return int(printed[-1])
    return None if figure.ref_year is None else figure.ref_year % 100


@functools.cache
def neutral() -> tuple[str, ...]:
    """Words before a change that name no thing, the longest first."""
    return tuple(sorted({w for f in NEUTRAL for w in having(f)}, key=len, reverse=True))
