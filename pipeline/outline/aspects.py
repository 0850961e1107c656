"""Names that are no programme's: aspects of one, and chapters that speak of the times."""

from __future__ import annotations

from pipeline.lexicon import has, having
from pipeline.model import Printed
from pipeline.outline.columns import YEAR, word_to_role
from pipeline.outline.stated import bare_title, heading_to_count
from pipeline.pattern import lazy_pattern, named

LONGEST_BEFORE = 3  # syllables before an ending that names an aspect: 세입 여건 분석
LONGEST_BEHIND = 2  # and behind a word that does: 추진계획(안)
BRACKETED = lazy_pattern(r"[(（\[<〈][^()（）\[\]<>〈〉]*[)）\]>〉]?")
COUPLED = named("text.coupled")


def is_aspect(printed: Printed) -> bool:
    """Whether a heading names an aspect of one programme, or several.

    >>> [is_aspect(Printed(t)) for t in ("□ 추진계획", "나. 세입여건 분석", "□ 청년 주거 지원")]
    [True, True, False]
    >>> is_aspect(Printed("□ 사업개요(2024~2030)")), is_aspect(Printed("□ 추진상황 및 향후계획"))
    (True, True)
    """
    bare = YEAR.sub("", BRACKETED.sub("", bare_title(printed.text)))
    return any(map(names_aspect, COUPLED.split(bare)))


def names_aspect(bare: str) -> bool:
    """Whether a name, closed up, begins or ends as an aspect's."""
    return begins_as_aspect(bare) or any(
        bare.endswith(w) and len(bare) <= len(w) + LONGEST_BEFORE for w in having("aspect_ending")
    )


def begins_as_aspect(bare: str) -> bool:
    """Whether a name, closed up, is that of an aspect, or one with a little behind it."""
    return any(
        bare.startswith(w) and len(bare) <= len(w) + LONGEST_BEHIND for w in having("aspect")
    )


def stands_aside(chapter: Printed) -> bool:
    """Whether a chapter's whole name speaks of the times, or of an aspect of the whole report; one
    that states a number of programmes never does.

    >>> [stands_aside(Printed(t)) for t in ("Ⅲ. 2025년도 정책환경 진단", "대내외 정책여건 분석", "추진개요")]
    [True, True, True]
    >>> [stands_aside(Printed(t)) for t in ("Ⅰ. 환경", "활력 넘치는 정주여건", "추진실적", "Ⅴ. 당면 현안")]
    [False, False, False, False]
    """
    name = YEAR.sub("", BRACKETED.sub("", bare_title(chapter.text)))
    if heading_to_count(chapter) is not None or has(name, "field_of_policy"):
        return False
    if has(chapter.text, "chapter_aside"):
        return True
    if begins_as_aspect(name) and not holds_programmes(name):
        return True
    rest, met = name, False
    for word in (
        *having("chapter_of_times"),
        *having("chapter_aside"),
        *having("chapter_of_times_beside"),
    ):
        told = not has(word, "chapter_of_times_beside")
        met = met or (told and word in rest)
        rest = rest.replace(word, "")
    return met and not rest


def ends_as_times(chapter: Printed) -> bool:
    """Whether a chapter's name ends in such a word: beside chapters that hold programmes it is none
    of them.

    >>> ends_as_times(Printed("Ⅱ. 조직 현황")), ends_as_times(Printed("Ⅱ. 현황 (2개 사업)"))
    (True, False)
    """
    ends = having("chapter_of_times_ending")
    return heading_to_count(chapter) is None and bare_title(chapter.text).endswith(ends)


def holds_programmes(name: str) -> bool:
    """Whether an aspect's name is that of a chapter of programmes as well: 추진실적, 현안."""
    return word_to_role(name) == "achievements" or name.endswith(having("chapter_of_programmes"))
