"""Digits that measure nothing: dates, ages, numbering, names, laws, denominators, phones, by the
rules of lexicon/left_out.toml.

A rule is tried where a run of digits begins; what stands before the digits is looked at through at
most 12 characters, so that a text of any length is read in linear time.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.lexicon import has
from pipeline.lexicon.left_out import Rule, gates, rules
from pipeline.pattern import Pattern, lazy_pattern, named
from pipeline.quantify.numerals import read_scale
from pipeline.quantify.spelt import competes
from pipeline.quantify.units import read_unit

_DIGITS = lazy_pattern(r"\d+")
GREAT = named("figures.great")
_DEVICE = named("figures.device")
_PLANNED = named("figures.planned")
_DEVICES_COUNTED = named("figures.devices_counted")
_COHORT = named("figures.cohort")
_STEP = named("figures.step")
_STEPS_BEFORE = named("figures.steps_before")
_STEPS_BEHIND = named("figures.steps_behind")
_STEPS_BEHIND_MANY = named("figures.steps_behind_many")
_MARK = lazy_pattern(r"[,;:()\[\]]")
_MARK_OR_DIGIT = lazy_pattern(r"[,;:()\[\]\d]")
_NUMBER = lazy_pattern(r"\d[\d,]{0,24}(?:\.\d{1,12})?")
LOOK_BACK = 12
PIECE = 40  # characters around a figure in which a neighbour's word counts


class Aside(NamedTuple):
    """text[start:end] measures nothing, for this reason, by this rule."""

    start: int
    end: int
    reason: str
    rule: str


def _devices_near(text: str, start: int, end: int) -> bool:
    """“버스 40대” and “40대 설치” are devices, “10대 과제” are tasks: no age."""
    left = _MARK.split(text[max(0, start - PIECE) : start])[-1]
    right = _MARK_OR_DIGIT.split(text[end : end + 12], maxsplit=1)[0]
    if _DEVICE.search(left[-14:]) or _DEVICE.search(right[:6]) or GREAT.match(text, end - 1):
        return True
    return bool(
        _PLANNED.search(left[-8:]) or _DEVICES_COUNTED.search(text[max(0, start - PIECE) : start])
    )


def _lone_cohort(text: str, start: int, end: int) -> bool:
    """No other “2기” stands near: the number may count cohorts."""
    return not (
        _COHORT.search(text[max(0, start - PIECE) : start])
        or _COHORT.search(text[end : end + PIECE])
    )


def _inside_bracket(text: str, start: int, end: int) -> bool:
    """The closing bracket behind a number closes one that was opened before it: “(시1, 구 12)”
    holds no footnote mark.
    """
    window = text[max(0, start - PIECE) : start]
    return window.rfind("(") > window.rfind(")")


_DECIMAL = lazy_pattern(r"\d\.\d")


def _decimals_near(text: str, start: int, end: int) -> bool:
    """Another decimal stands close by: “국내 2.0, 국외 2.1” are no versions."""
    return bool(
        _DECIMAL.search(text[max(0, start - 24) : start]) or _DECIMAL.search(text[end : end + 24])
    )


def _counter_behind(text: str, start: int, end: int) -> bool:
    """“2024 점”, “1900가구”, “2030억원”: a counter that no year has, or a scale word before one,
    stands behind the digits.
    """
    hit = _DIGITS.match(text, start)
    at = hit.end() if hit else end
    at += text.startswith(" ", at)
    if scale := read_scale(text, at):
        return scale[1] >= 10_000_000 or read_unit(text, scale[0]) is not None
    unit = read_unit(text, at)
    return unit is not None and has(unit[1].name, "beside_year")


def _measured(text: str, start: int, end: int) -> bool:
    """A unit of the vocabulary stands behind the digits: “65dB”, “3MWp”."""
    hit = _NUMBER.match(text, start)
    at = hit.end() if hit else end
    return any(read_unit(text, start) is not None for start in (at, at + text.startswith(" ", at)))


def _competing(text: str, start: int, end: int) -> bool:
    """“경쟁률 3:1” is a ratio that somebody measured, “3:1 상담” a way of doing."""
    return competes(text, start) and text[start:end].endswith("1")


def _counted(text: str, start: int, end: int) -> bool:
    """A unit of the vocabulary stands glued to the digits: “그림 40폭”."""
    hit = _NUMBER.match(text, start)
    return read_unit(text, hit.end() if hit else end) is not None


def _all_of_it(text: str, start: int, end: int) -> bool:
    """“(7)” is all that the text holds: a figure in brackets, no numbering of anything."""
    return text.strip(" ()[]<>").isdecimal() and ")" in text


def _counts_steps(text: str, start: int, end: int) -> bool:
    """“총 3단계”, “3단계로 구성”, “4단계 맞춤형 과정”: a number of steps, unless another step is
    named beside it.
    """
    around = text[max(0, start - PIECE) : start], text[end : end + PIECE]
    hit = _STEP.fullmatch(text[start:end].rstrip())
    if hit is None or hit[1] == "1":
        return False
    number = hit[1]
    if {other[1] for part in around for other in _STEP.finditer(part)} - {number}:
        return False
    return bool(
        _STEPS_BEFORE.search(around[0])
        or _STEPS_BEHIND.match(around[1])
        or (int(number) > 3 and _STEPS_BEHIND_MANY.match(around[1]))
    )


_UNLESS = {
    "all_of_it": _all_of_it,
    "counter": _counter_behind,
    "decimals": _decimals_near,
    "devices": _devices_near,
    "counted": _counted,
    "competing": _competing,
    "measured": _measured,
    "open_bracket": _inside_bracket,
    "steps": _counts_steps,
    "lone_cohort": _lone_cohort,
}


def read_aside(text: str, pos: int, kind: str) -> Aside | None:
    """What begins with the digits at pos and measures nothing; None where a figure may stand.

    >>> read_aside("제11조에 따라", 1, "line")
    Aside(start=0, end=4, reason='law', rule='article')
    >>> read_aside("11,812명", 0, "line") is None
    True
    """
    window = text[max(0, pos - LOOK_BACK) : pos] if pos else ""
    for rule in _rules_at(text, pos, window):
        hit = rule.pattern.match(text, pos)
        if hit is None or hit.end() == pos or (rule.kinds and kind not in rule.kinds):
            continue
        start = pos if rule.before is None else _led(rule, rule.before, window, pos)
        if start is None or _cuts_digits(text, hit.end()):
            continue
        if rule.unless is None or not _UNLESS[rule.unless](text, pos, hit.end()):
            return Aside(start, hit.end() - (hit[0][-1:] == " "), rule.reason, rule.name)
    return None


def _cuts_digits(text: str, end: int) -> bool:
    """A run of digits is never cut: “제12024”."""
    return text[end - 1].isdecimal() and text[end : end + 1].isdecimal()


def _rules_at(text: str, pos: int, window: str) -> tuple[Rule, ...]:
    """The rules that may hold at pos, in their order."""
    gate = gates()
    seldom = gate.before.search(window) is not None
    if gate.alone.match(text, pos):
        return rules(seldom=seldom)
    if seldom:
        return rules(alone=False)
    return rules(alone=False, seldom=False) if gate.often.match(text, pos) else ()


def _led(rule: Rule, before: Pattern[str], window: str, pos: int) -> int | None:
    """Where the left-out digits begin with what the rule needs before them; None where that does
    not stand there.
    """
    lead = before.search(window)
    if lead is None or (
        pos > LOOK_BACK and lead.start() == 0 and before.pattern.startswith("(?:(?:^")
    ):
        return None
    return pos - len(lead[0]) if rule.lead else pos
