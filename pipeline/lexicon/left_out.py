"""The rules of left_out.toml, compiled: digits that measure nothing."""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

import regex

from pipeline.lexicon import words
from pipeline.pattern import Pattern, compile_pattern

FROM_ITS_END = int(regex.REVERSE)  # what stands right before the digits is found at once


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule; it leans where it looks at what stands before the digits."""

    name: str
    reason: str
    pattern: Pattern[str]
    before: Pattern[str] | None
    lead: bool
    often: bool
    kinds: frozenset[str]
    unless: str | None


class Gates(NamedTuple):
    """Patterns of many rules in one, so that a figure is tried with few rules or none."""

    alone: Pattern[str]  # the rules that lean on nothing
    often: Pattern[str]  # the leaning rules whose `before` stands before most digits
    before: Pattern[str]  # what the other leaning rules need before the digits


@functools.cache
def rules(*, alone: bool = True, often: bool = True, seldom: bool = True) -> tuple[Rule, ...]:
    """The rules in their order: those that lean on nothing, those that lean on what stands before
    most digits, the other leaning ones.

    >>> [rule.name for rule in rules(alone=False, often=False)][:3]
    ['web_address', 'registration_number', 'apostrophe_year']
    """
    found = map(_entry_to_rule, words("left_out")["rule"])
    return tuple(
        rule
        for rule in found
        if (alone if rule.before is None else often if rule.often else seldom)
    )


@functools.cache
def gates() -> Gates:
    """The gates of all rules."""
    return Gates(*(compile_pattern(*source) for source in _gate_sources()))


def sources() -> Iterator[tuple[str, int]]:
    """Source and flags of every pattern that is made here."""
    for entry in words("left_out")["rule"]:
        yield entry["pattern"], 0
        if "before" in entry:
            yield _before(entry), FROM_ITS_END
    yield from _gate_sources()


def _entry_to_rule(entry: dict[str, Any]) -> Rule:
    leans = "before" in entry
    return Rule(
        entry["name"],
        entry["reason"],
        compile_pattern(entry["pattern"]),
        compile_pattern(_before(entry), FROM_ITS_END) if leans else None,
        entry.get("lead", False),
        entry.get("often", False),
        frozenset(entry.get("kinds", ())),
        entry.get("unless"),
    )


def _before(entry: dict[str, Any]) -> str:
    return f"(?:{entry['before']})$"


def _gate_sources() -> Iterator[tuple[str, int]]:
    entries = words("left_out")["rule"]
    leaning = [entry for entry in entries if "before" in entry]
    yield _any_of(entry["pattern"] for entry in entries if "before" not in entry), 0
    yield _any_of(entry["pattern"] for entry in leaning if entry.get("often")), 0
    yield _any_of(_before(entry) for entry in leaning if not entry.get("often")), FROM_ITS_END


def _any_of(patterns: Iterable[str]) -> str:
    return "|".join(f"(?:{pattern})" for pattern in patterns)
