"""Words of column headers with their roles: those listed in headings.toml, and those composed of
its modifiers and stems.
"""

from __future__ import annotations

import functools

from pipeline.lexicon import words
from pipeline.pattern import lazy_pattern

COUPLED = lazy_pattern(r"및|[·‧․ㆍ/,]")
YEAR_BEFORE = lazy_pattern(
    r"[’'‘`‵]?\d{2,4}(?:학년도|년도?)"
)  # “2025년 추진실적”, “’24년도 실적”: next year's edition has another one


@functools.cache
def header_words() -> dict[str, str]:
    """Every header word, closed up → its role.

    >>> header_words()["단위사업"], header_words()["세부시행과제"], header_words()["주요추진실적"], header_words()["집행잔액"]
    ('programme', 'programme', 'achievements', 'balance')
    """
    table = words("headings")
    found = {word: role for role, listed in table["column"].items() for word in listed}
    for pair in table["compose"]:
        for before in pair["before"]:
            for stem in pair["stems"]:
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
    named = [header_words()[p] for p in parts if p in header_words()]
    told = (
        {"achievements", "actual"} & set(named)
        if parts[-1] in tail_words()
        else {"achievements"} & set(named)
    )
    return "achievements" if told else named[-1] if named else None


@functools.cache
def tail_words() -> frozenset[str]:
    """Words coupled behind a header's own word that do not change its role (“및 평가”)."""
    return frozenset(words("headings")["tails"]["words"])


def ending_to_role(closed: str) -> str | None:
    """The role that the ending of a word names which no list has, closed up.

    Source: every city has its own word before 사업, 과제, 실적; what begins with money or time
    speaks of that instead.

    >>> ending_to_role("점검결과"), ending_to_role("브랜드사업"), ending_to_role("예산현황"), ending_to_role("인구")
    ('achievements', 'programme', None, None)
    """
    table = words("headings")["endings"]
    if (
        len(closed) > table["longest"]
        or not closed.isalpha()
        or closed.startswith(tuple(table["never"]))
    ):
        return None
    roles = [
        r
        for r in ("achievements", "programme", "group", "area")
        if closed.endswith(tuple(table[r]))
    ]
    ends = {r: max(len(w) for w in table[r] if closed.endswith(w)) for r in roles}
    return max(ends, key=lambda r: ends[r]) if ends else None
