"""Words of column headers with their roles: those listed in headings.toml, and those composed of its modifiers and stems."""

from __future__ import annotations

import functools

from pipeline.lexicon import words


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
