"""Digits that measure nothing: dates, ages, numbering, names, laws, denominators, phones, by the
rules of lexicon/left_out.toml.

A rule is tried where a run of digits begins; what stands before the digits is looked at through at
most 12 characters, so that a text of any length is read in linear time.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from typing import Any, NamedTuple

from pipeline.lexicon import words
from pipeline.pattern import lazy_pattern
from pipeline.quantify.numerals import read_scale
from pipeline.quantify.spelt import competes
from pipeline.quantify.units import read_unit

_DIGITS = lazy_pattern(r"\d+")
_NUMBER = lazy_pattern(r"\d[\d,]{0,24}(?:\.\d{1,12})?")
LOOK_BACK = 12
PIECE = 40  # characters around a figure in which a neighbour's word counts


class Aside(NamedTuple):
    """text[start:end] measures nothing, for this reason, by this rule."""

    start: int
    end: int
    reason: str
    rule: str


@dataclass(frozen=True, slots=True)
class _Rule:
    name: str
    reason: str
    pattern: re.Pattern[str]
    before: re.Pattern[str] | None
    lead: bool
    kinds: frozenset[str]
    unless: str | None


def _entry_to_rule(entry: dict[str, Any]) -> _Rule:
    before = entry.get("before")
    return _Rule(
        entry["name"],
        entry["reason"],
        re.compile(entry["pattern"], re.VERBOSE if entry.get("verbose") else 0),
        re.compile(f"(?:{before})$") if before else None,
        entry.get("lead", False),
        frozenset(entry.get("kinds", ())),
        entry.get("unless"),
    )


@functools.cache
def rules() -> tuple[_Rule, ...]:
    """The rules in their order."""
    return tuple(_entry_to_rule(entry) for entry in words("left_out")["rule"])


class _Gates(NamedTuple):
    """Patterns of many rules in one: most figures pass by all of them quickly."""

    alone: re.Pattern[str]  # the rules that look at nothing before the digits
    common: re.Pattern[
        str
    ]  # the patterns of leaning rules whose `before` stands before most digits
    before: re.Pattern[str]  # what the other leaning rules need before the digits
    leaning: tuple[_Rule, ...]


@functools.cache
def _gates() -> _Gates:
    leaning = [rule for rule in rules() if rule.before is not None]
    common = [
        rule
        for rule in leaning
        if rule.before and any(rule.before.search(window) for window in ("가나 ", "가나", "AB"))
    ]
    seldom = [rule.before.pattern for rule in leaning if rule.before and rule not in common]
    return _Gates(
        re.compile(
            "|".join(f"(?:{rule.pattern.pattern})" for rule in rules() if rule.before is None)
        ),
        re.compile("|".join(f"(?:{rule.pattern.pattern})" for rule in common)),
        re.compile("|".join(f"(?:{before})" for before in seldom)),
        tuple(leaning),
    )


@functools.cache
def _devices() -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, words("units")["great"]["devices"])))


@functools.cache
def great() -> re.Pattern[str]:
    """“4대 영역”, “5대 안전 분야”: the nouns behind a 대 that means great, at once or behind a word
    that is no act.
    """
    lexicon = words("units")["great"]
    nouns, heads, acts = (
        "|".join(map(re.escape, lexicon[key])) for key in ("words", "heads", "acts")
    )
    return re.compile(rf"대(?:\s?(?:{nouns})|\s(?!{acts})[가-힣·]{{1,8}}\s?(?:{heads}))")


def _devices_near(text: str, start: int, end: int) -> bool:
    """“버스 40대” and “40대 설치” are devices, “10대 과제” are tasks: no age."""
    left = re.split(r"[,;:()\[\]]", text[max(0, start - PIECE) : start])[-1]
    right = re.split(r"[,;:()\[\]\d]", text[end : end + 12], maxsplit=1)[0]
    if (
        _devices().search(left[-14:])
        or _devices().search(right[:6])
        or great().match(text, end - 1)
    ):
        return True
    return bool(
        _PLANNED.search(left[-8:]) or _DEVICES_COUNTED.search(text[max(0, start - PIECE) : start])
    )


_PLANNED = lazy_pattern(r"(?:목표|당초|계획|누적|누계)\s?:?\s?$")
_DEVICES_COUNTED = lazy_pattern(
    r"\d대\s?(?:설치|보급|구입|구매|도입|교체|운행)"
)  # “96대 설치(목표 90대)”


def _lone_cohort(text: str, start: int, end: int) -> bool:
    """No other “2기” stands near: the number may count cohorts."""
    return not (
        re.search(r"\d기", text[max(0, start - PIECE) : start])
        or re.search(r"\d기", text[end : end + PIECE])
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
    return unit is not None and unit[1].name in words("units")["beside_year"]["names"]


def _measured(text: str, start: int, end: int) -> bool:
    """A unit of units.toml stands behind the digits: “65dB”, “3MWp”."""
    hit = _NUMBER.match(text, start)
    at = hit.end() if hit else end
    return any(read_unit(text, start) is not None for start in (at, at + text.startswith(" ", at)))


def _competing(text: str, start: int, end: int) -> bool:
    """“경쟁률 3:1” is a ratio that somebody measured, “3:1 상담” a way of doing."""
    return competes(text, start) and text[start:end].endswith("1")


def _counted(text: str, start: int, end: int) -> bool:
    """A unit of units.toml stands glued to the digits: “그림 40폭”."""
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
    number = text[start:end].rstrip("단계 ")
    others = {hit[1] for part in around for hit in _STEP.finditer(part)} - {number}
    if others or not number.isdecimal() or number == "1":
        return False
    before, behind, behind_many = _steps()
    return bool(
        before.search(around[0])
        or behind.match(around[1])
        or (int(number) > 3 and behind_many.match(around[1]))
    )


_STEP = lazy_pattern(r"(\d)\s?단계")


@functools.cache
def _steps() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    lexicon = words("left_out")["steps"]
    before, behind, many = (
        "|".join(map(re.escape, lexicon[key])) for key in ("before", "behind", "behind_many")
    )
    of = r"\s?(?:[가-힣·]{1,8}\s){0,2}[가-힣]{0,4}"
    return (
        re.compile(rf"(?:{before})\s?$"),
        re.compile(rf"(?:으?로|에)\s|{of}(?:{behind})"),
        re.compile(rf"{of}(?:{many})"),
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
    gates = _gates()
    window = text[max(0, pos - LOOK_BACK) : pos] if pos else ""
    if gates.alone.match(text, pos):
        chosen = rules()
    elif gates.common.match(text, pos) or gates.before.search(window):
        chosen = gates.leaning
    else:
        return None
    for rule in chosen:
        hit = rule.pattern.match(text, pos)
        if hit is None or hit.end() == pos or (rule.kinds and kind not in rule.kinds):
            continue
        if text[hit.end() - 1].isdecimal() and text[hit.end() : hit.end() + 1].isdecimal():
            continue  # a run of digits is never cut: “제12024”
        start = pos if rule.before is None else _led(rule, rule.before, window, pos)
        if start is None or (rule.unless and _UNLESS[rule.unless](text, pos, hit.end())):
            continue
        return Aside(start, hit.end() - (hit[0][-1:] == " "), rule.reason, rule.name)
    return None


def _led(rule: _Rule, before: re.Pattern[str], window: str, pos: int) -> int | None:
    """Where the left-out digits begin with what the rule needs before them; None where that does
    not stand there.
    """
    lead = before.search(window)
    if lead is None or (
        pos > LOOK_BACK and lead.start() == 0 and before.pattern.startswith("(?:(?:^")
    ):
        return None
    return pos - len(lead[0]) if rule.lead else pos
