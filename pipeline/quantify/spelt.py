"""Figures that are spelt another way: fractions (“1/3”, “3분의 1”) and native numerals beside a
counter (“두 차례”).
"""

from __future__ import annotations

from bisect import bisect_left
from decimal import Decimal

from pipeline.lexicon import has
from pipeline.pattern import Match, lazy_pattern, named
from pipeline.quantify.draft import Draft
from pipeline.quantify.numerals import Numeral, native_to_numeral, read_plain
from pipeline.quantify.units import read_unit, unit_named


def read_fraction(text: str, pos: int, end: int, over: Numeral) -> Draft | None:
    """“1/3”: small, true, without a unit of its own; 3/15 with a unit (“3/15명”) or as a date is
    none.
    """
    if not text.startswith("/", end) or text[pos - 1 : pos] == "/":
        return None
    under = read_plain(text, end + 1)
    if (
        under is None
        or under[2]
        or over.decimals
        or over.multiplier != 1
        or not 0 < over.value < under[1] <= 100
    ):
        return None
    behind = text[under[0] : under[0] + 2]
    if behind.startswith("/") or behind.startswith("(") or read_unit(text, under[0]):
        return None
    return Draft(
        pos,
        under[0],
        pos,
        under[0],
        Numeral(over.value / under[1]),
        over.value / under[1],
        None,
        "fraction",
        unit_end=under[0],
    )


_TO_ONE = named("figures.odds_to_one")
_COMPETES = named("figures.competition")


def competes(text: str, pos: int) -> bool:
    """경쟁률 heads the digits at pos."""
    return bool(_COMPETES.search(text[max(0, pos - 16) : pos]))


def read_odds(text: str, pos: int, end: int, over: Numeral) -> Draft | None:
    """“경쟁률 1.3대 1”, “3.5:1”: so many to one; “1:1 상담” is a name (left_out), “버스 3대 1팀”
    are two figures.

    >>> from pipeline.quantify.numerals import read_numeral
    >>> [read_odds(t, 4, *read_numeral(t, 4)) is not None for t in ("경쟁률 12 대 1", "버스  3대 1")]
    [True, False]
    """
    hit = _TO_ONE.match(text, end)
    if hit is None or over.multiplier > 1 or not (over.decimals or competes(text, pos)):
        return None
    return Draft(pos, hit.end(), pos, hit.end(), over, over.value, None, "odds", unit_end=hit.end())


_POWER = lazy_pattern(
    r"(?:\s?[×xX*]\s?10)?(?:\^\s?(?P<plain>-?\d{1,2})|(?P<raised>⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]{1,2}))(?![\d.])"
)
_RAISED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def read_power(text: str, pos: int, end: int, base: Numeral) -> Draft | None:
    """“1.5×10³”, “10⁻⁷”, “10^3”: a constant of a formula; what is raised must be 10.

    >>> from pipeline.quantify.numerals import read_numeral
    >>> [str(d.value) if (d := read_power(t, 0, *read_numeral(t, 0))) else None for t in ("1.5×10³", "10⁻²", "3²")]
    ['1500', '0.01', None]
    """
    hit = _POWER.match(text, end)
    if hit is None or base.multiplier > 1:
        return None
    alone = hit[0].lstrip()[:1] not in tuple("×xX*")
    power = int(hit["plain"] or hit["raised"].translate(_RAISED))
    if (alone and base.value != 10) or abs(power) > 15:
        return None
    factor = Decimal(1) if alone else base.value
    decimals = base.decimals - min(power, 0)
    numeral = Numeral(Decimal(f"{factor.scaleb(power):f}"), 10 ** max(power, 0), decimals)
    return Draft(
        pos,
        hit.end(),
        pos,
        hit.end(),
        numeral,
        numeral.value,
        None,
        "power_of_ten",
        unit_end=hit.end(),
    )


def read_part_of_one(text: str, pos: int, end: int, under: Numeral) -> Draft | None:
    """“3분의 1”: the part is printed behind the whole, whose 분의 ends at `end`."""
    start = end + text.startswith(" ", end)
    over = read_plain(text, start)
    if over is None or not under.value:
        return None
    value = over[1] / under.value
    return Draft(
        pos,
        over[0],
        pos,
        over[0],
        Numeral(value),
        value,
        None,
        "fraction_in_words",
        unit_end=over[0],
    )


def is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """No figure and no left-out digits stand in text[start:end]."""
    at = bisect_left(taken, (end, -1)) - 1
    return at < 0 or taken[at][1] <= start


def native_to_draft(hit: Match[str]) -> Draft | None:
    """“두 차례”, “세 곳”: a native numeral beside one of the counters that it stands beside."""
    number, unit_word = hit["number"], hit["unit"]
    numeral = native_to_numeral(number)
    if numeral.value == 1 and numeral.high is None and has(unit_word, "native_not_one"):
        return None
    start, end = hit.span()
    draft = Draft(
        start,
        end,
        start,
        end,
        numeral,
        numeral.value,
        unit_named(unit_word),
        "native_numeral",
        "printed",
    )
    draft.unit_end = hit.end()
    if hit["more"]:
        draft.approx = hit["more"].strip()
    if numeral.high is not None:
        draft.first, draft.last, draft.value, draft.bound = (
            numeral.value,
            numeral.high,
            None,
            "range",
        )
    return draft
