"""Bare decimals that are dates: “개소식 1.29”, “신용재단(25.12)”, “추진일정 : 1.15 접수, 2.20 심사”
— by what stands around them.

1.29 alone is a rate as well as a day; only words of time before it, or dates in full beside it,
make it one.
"""

from __future__ import annotations

from pipeline.lexicon import holds
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.aside import Aside
from pipeline.quantify.draft import Draft

_MONTH_DAY = lazy_pattern(r"(?:1[0-2]|0?[1-9])\.(?:3[01]|[12]\d|0?[1-9])")
_YEAR_MONTH = lazy_pattern(r"(?:1[5-9]|2\d|3[0-5])\.(?:1[0-2]|0?[1-9])")
_DAYS = lazy_pattern(r"(?<![\d/])(?:(?:1[0-2]|[1-9])/(?:3[01]|[12]\d|[1-9])(?:, ?|(?![\d/]))){2,}")
_STROKE = lazy_pattern(r"\d+/\d+")
LAST_MONTH = 12  # a larger second number of a list can be no denominator that reports use
_FAR = 60  # characters on either side in which a date in full counts
_LABEL = 40  # characters before it in which a word of time counts
_EVENT = named("figures.dated_event")


def is_date(text: str, draft: Draft, asides: list[Aside]) -> bool:
    """The bare decimal is a day (3.15) or a month of a year (25.12): a word of time heads it, or
    dates stand beside it.

    >>> from pipeline.quantify.scan import text_to_figures
    >>> def found(text):
    ...     drafts, asides = text_to_figures(text, "line")
    ...     return [is_date(text, draft, asides) for draft in drafts]
    >>> found("신용재단(25.12), 연구원(25.11.)"), found("개소식 1.29"), found("경쟁률 1.29"), found("모집기간 3.15~4.20")
    ([True], [True], [False], [True])
    """
    if not _is_plain(draft):
        return False
    before = text[max(0, draft.start - _LABEL) : draft.start]
    headed = holds(before, "date_label") or bool(_EVENT.search(before))
    halves = text[draft.number_start : draft.tail].replace(" ", "").split("~")
    if all(map(_MONTH_DAY.fullmatch, halves)):
        return headed
    return all(map(_YEAR_MONTH.fullmatch, halves)) and (headed or _dates_near(text, draft, asides))


def is_day(text: str, draft: Draft) -> bool:
    """The fraction is a day, written with a stroke, in a list of days: “6/20, 7/25, 8/6”.

    >>> from pipeline.quantify.scan import text_to_figures
    >>> def found(text):
    ...     return [is_day(text, draft) for draft in text_to_figures(text, "line")[0][:1]]
    >>> found("6/20, 7/25, 8/22"), found("1/2, 1/3 지급"), found("7/25 지급")
    ([True], [False], [False])
    """
    if draft.rule != "fraction":
        return False
    listed = _DAYS.findall(text[max(0, draft.start - _LABEL) : draft.end + _LABEL])
    days = next((hit for hit in listed if text[draft.start : draft.end] in hit), "")
    halves = [day.split("/") for day in _STROKE.findall(days)]
    return any(int(month) > 1 and int(day) > LAST_MONTH for month, day in halves)


def _is_plain(draft: Draft) -> bool:
    """Neither sign nor 약, bound or scale stands at it."""
    marked = draft.signed or draft.approx or draft.numeral.multiplier > 1
    return not marked and draft.bound in (None, "range")


def _dates_near(text: str, draft: Draft, asides: list[Aside]) -> bool:
    """A date in full stands beside it."""
    return any(
        aside.reason == "date"
        and abs(aside.start - draft.start) < _FAR
        and "." in text[aside.start : aside.end]
        for aside in asides
    )
