"""Words of column headers with their roles: those of the vocabulary, and those composed of its
modifiers and stems as headings.toml says.
"""

from __future__ import annotations

import functools

from pipeline.lexicon import having, members, words
from pipeline.pattern import named

COUPLED = named("text.coupled")
YEAR_BEFORE = named("text.year_before_header")
# role of a column → the feature of the words that are its whole head; of a word with two, the last
HEADS = {
    "area": "area_word",
    "group": "group_word",
    "programme": "head_programme",
    "achievements": "head_achievements",
    "number": "number_column",
    "budget": "head_budget",
    "spent": "head_spent",
    "execution_rate": "head_execution_rate",
    "target": "head_target",
    "actual": "head_actual",
    "achievement_rate": "head_achievement_rate",
    "department": "head_department",
    "remarks": "head_remarks",
    "indicator": "head_indicator",
    "total": "total",
    "change": "head_of_difference",
    "label": "head_label",
}
LONGEST_BY_ENDING = 10  # characters of a word that is told by its ending; a longer one is a title
ENDINGS = {
    "achievements": "achievements_stem",
    "programme": "programme_stem",
    "group": "group_ending",
    "area": "area_ending",
}


@functools.cache
def _whole_heads() -> dict[str, str]:
    return {word: role for role, feature in HEADS.items() for word in having(feature)}


@functools.cache
def listed_heads() -> frozenset[str]:
    """The words that are heads of columns as they stand in the vocabulary, none composed.

    >>> "단위사업" in listed_heads(), "세부시행과제" in listed_heads()
    (True, False)
    """
    return frozenset(_whole_heads())


@functools.cache
def known_heads() -> frozenset[str]:
    """Those, and the words that head a first column (구분, 연도), which have no role.

    >>> "단위사업" in known_heads(), "구분" in known_heads(), "봄" in known_heads()
    (True, True, False)
    """
    return listed_heads() | members("first_head")


@functools.cache
def header_words() -> dict[str, str]:
    """Every header word, closed up → its role.

    >>> header_words()["단위사업"], header_words()["세부시행과제"], header_words()["주요추진실적"], header_words()["집행잔액"]
    ('programme', 'programme', 'achievements', 'balance')
    """
    found = dict(_whole_heads())
    for pair in words("headings")["compose"]:
        for before in having(pair["before"]):
            for stem in having(pair["stems"]):
                found.setdefault(before + stem, pair["role"])
    return found


def couple_to_role(closed: str) -> str | None:
    """The role of words coupled by 및, · or /, closed up: the last one's, unless one of them names
    what was achieved.

    >>> couple_to_role("추진내용및성과"), couple_to_role("추진실적/예산"), couple_to_role("추진실적")
    ('achievements', 'achievements', None)
    """
    return parts_to_role([p for p in COUPLED.split(closed) if p])


def parts_to_role(parts: list[str]) -> str | None:
    """The role of coupled words that are apart already.

    >>> parts_to_role(["추진내용", "성과"]), parts_to_role(["성과"]), parts_to_role(["추진실적", "평가"])
    ('achievements', None, 'achievements')
    """
    if len(parts) < 2 or (parts[-1] not in header_words() and parts[-1] not in tail_words()):
        return None
    roles = [header_words()[p] for p in parts if p in header_words()]
    told = (
        {"achievements", "actual"} & set(roles)
        if parts[-1] in tail_words()
        else {"achievements"} & set(roles)
    )
    return "achievements" if told else roles[-1] if roles else None


@functools.cache
def tail_words() -> frozenset[str]:
    """Words coupled behind a header's own word that do not change its role (“및 평가”)."""
    return members("head_tail")


def ending_to_role(closed: str) -> str | None:
    """The role that the ending of a word names which no list has, closed up.

    Source: every city has its own word before 사업, 과제, 실적; what begins with money or time
    speaks of that instead.

    >>> ending_to_role("점검결과"), ending_to_role("브랜드사업"), ending_to_role("예산현황"), ending_to_role("인구")
    ('achievements', 'programme', None, None)
    """
    if (
        len(closed) > LONGEST_BY_ENDING
        or not closed.isalpha()
        or closed.startswith(having("head_ending_never"))
    ):
        return None
    ends = {
        role: max(len(w) for w in having(feature) if closed.endswith(w))
        for role, feature in ENDINGS.items()
        if closed.endswith(having(feature))
    }
    return max(ends, key=lambda r: ends[r]) if ends else None
