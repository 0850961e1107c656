"""Sentences of the command line in both languages, from lexicon/messages.toml."""

from __future__ import annotations

from pipeline.lexicon import words


def said(name: str, **given: object) -> str:
    """The sentence `name`, English and then Korean, with the given words put in.

    >>> said("no_such_path", path="raw")
    'There is no raw. / raw이(가) 없습니다.'
    """
    entry = words("messages")[name]
    return f"{entry['en'].format_map(given)} / {entry['ko'].format_map(given)}"
