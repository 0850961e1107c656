"""Words of column headers with their roles: those listed in headings.toml, and those composed of its modifiers and stems."""

from __future__ import annotations

import functools

import regex

from pipeline.lexicon import words

COUPLED = regex.compile(r"및|[·‧․ㆍ/,]")


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
    """The role of words coupled by 및, · or /, closed up: the last one's, unless one of them names what was achieved.

    >>> couple_to_role("추진내용및성과"), couple_to_role("추진실적/예산"), couple_to_role("추진실적")
    ('achievements', 'achievements', None)
    """
    return parts_to_role([p for p in COUPLED.split(closed) if p])


def parts_to_role(parts: list[str]) -> str | None:
    """The role of coupled words that are apart already.

    >>> parts_to_role(["추진내용", "성과"]), parts_to_role(["성과"])
    ('achievements', None)
    """
    if len(parts) < 2 or parts[-1] not in header_words():
        return None
    named = [header_words()[p] for p in parts if p in header_words()]
    return "achievements" if "achievements" in named else named[-1]
