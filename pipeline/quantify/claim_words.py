"""When two wordings speak of one thing: labels without blanks and signs, measures by code or by
their stem.
"""

from __future__ import annotations

from decimal import Decimal

from pipeline.lexicon import having, values_of
from pipeline.model import Quantity
from pipeline.pattern import lazy_pattern

SIGNS = lazy_pattern(r"[\s:：\-－–·ㆍ․‧∙.,()\[\]「」『』‘’'\"“”<>]+")
SIZE = Decimal("0.8"), Decimal("1.25")


def label_key(label: str) -> str:
    """A label without blanks and signs.

    >>> label_key("일 연계자 수 :")
    '일연계자수'
    """
    return SIGNS.sub("", label)


def measure_stem(measure: str | None) -> str:
    """A measure without the words that only say that it is a number: 참여자 수 and 참여 인원 are
    both 참여.

    >>> measure_stem("일 연계자 수"), measure_stem("일 연계 인원"), measure_stem("수료")
    ('일연계', '일연계', '수료')
    """
    stem = label_key(measure or "")
    for tail in having("number_tail"):
        if stem.endswith(tail) and len(stem) > len(tail) + 1:
            stem = stem[: -len(tail)]
    return stem


def same_measure(one: Quantity, other: Quantity) -> bool:
    """Whether two figures count the same: one stem, or one code where neither wording is narrower."""
    a, b = measure_stem(one.measure), measure_stem(other.measure)
    return bool(a) and (
        a == b or (len(min(a, b, key=len)) >= 2 and (a.endswith(b) or b.endswith(a)))
    )


def counter_group(unit: str | None) -> str | None:
    """Which counters may stand for one another (개 and 개소), by the first of them; None for a unit
    that stands for itself.

    >>> counter_group("개소"), counter_group("톤")
    ('개', None)
    """
    first: str | None = values_of("counted_like").get(unit or "")
    return first


def comparable(one: Quantity, other: Quantity) -> bool:
    """Whether the units let two figures be compared; an unprinted unit (8,199 참여) compares with
    any count.
    """
    if one.unit == other.unit:
        return True
    if None in (one.unit, other.unit):
        return one.kind == other.kind
    group = counter_group(one.unit)
    return group is not None and group == counter_group(other.unit)


def of_one_size(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether two amounts may be one, told twice: 0.8 to 1.25 times. Further off they are two
    things rather than a misprint.

    >>> of_one_size(Decimal(927), Decimal(800)), of_one_size(Decimal(20), Decimal(8))
    (True, False)
    """
    return bool(one and other) and SIZE[0] <= (one or 0) / (other or 1) <= SIZE[1]
