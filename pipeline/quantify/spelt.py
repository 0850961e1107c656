"""Figures that are spelt another way: fractions (“1/3”, “3분의 1”) and native numerals beside a counter (“두 차례”)."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.lexicon import words
from pipeline.quantify.draft import Draft
from pipeline.quantify.numerals import Numeral, native_to_numeral, read_plain
from pipeline.quantify.units import read_unit, unit_named


def read_fraction(text: str, pos: int, end: int, over: Numeral) -> Draft | None:
    """“1/3”: small, true, without a unit of its own; 3/15 with a unit (“3/15명”) or as a date is none."""
    if not text.startswith("/", end) or text[pos - 1 : pos] == "/":
        return None
    under = read_plain(text, end + 1)
    if under is None or under[2] or over.decimals or over.multiplier != 1 or not 0 < over.value < under[1] <= 100:
        return None
    behind = text[under[0] : under[0] + 2]
    if behind.startswith("/") or behind.startswith("(") or read_unit(text, under[0]):
        return None
    return Draft(pos, under[0], pos, under[0], Numeral(over.value / under[1]), over.value / under[1], None, "fraction", unit_end=under[0])


def read_part_of_one(text: str, pos: int, end: int, under: Numeral) -> Draft | None:
    """“3분의 1”: the part is printed behind the whole."""
    start = end + 2 + text.startswith(" ", end + 2)
    over = read_plain(text, start)
    if over is None or not under.value:
        return None
    value = over[1] / under.value
    return Draft(pos, over[0], pos, over[0], Numeral(value), value, None, "fraction_in_words", unit_end=over[0])


def is_free(taken: list[tuple[int, int]], start: int, end: int) -> bool:
    """No figure and no left-out digits stand in text[start:end]."""
    at = bisect_left(taken, (end, -1)) - 1
    return at < 0 or taken[at][1] <= start


def native_to_draft(hit: re.Match[str]) -> Draft | None:
    """“두 차례”, “세 곳”: a native numeral beside one of the counters that it stands beside."""
    number, unit_word = hit["number"], hit["unit"]
    if number == "한" and unit_word in words("numerals")["native_counters"]["not_one"]:
        return None
    numeral = native_to_numeral(number)
    start, end = hit.span()
    draft = Draft(start, end, start, end, numeral, numeral.value, unit_named(unit_word), "native_numeral", "printed")
    draft.unit_end = hit.end()
    if hit["more"]:
        draft.approx = "여"
    if numeral.high is not None:
        draft.first, draft.last, draft.value, draft.bound = numeral.value, numeral.high, None, "range"
    return draft
