"""Sentences of the command line in both languages, from lexicon/messages.toml."""

from __future__ import annotations

import os

from pipeline.lexicon import words
from pipeline.particle import Worded

Both = tuple[str, str]  # English, Korean


class NotSoError(ValueError):
    """What is wrong with a person's file, in both languages.

    >>> NotSoError("unknown_names", names="x").both[0]
    'unknown: x'
    """

    def __init__(self, name: str, **given: object) -> None:
        self.both = in_both(name, **given)
        super().__init__(self.both[0])


def in_both(name: str, **given: object) -> Both:
    """The sentence `name` in English and in Korean; a NotSoError among the words is told in the
    language of the sentence.

    >>> in_both("no_such_path", path="raw/부산")[1]
    'raw/부산이 없습니다.'
    """
    entry = words("messages")[name]
    english, korean = (
        {k: Worded(v.both[n] if isinstance(v, NotSoError) else v) for k, v in given.items()}
        for n in (0, 1)
    )
    return entry["en"].format_map(english), entry["ko"].format_map(korean)


def said_in(language: str, name: str, **given: object) -> str:
    """The sentence `name` in one language, "ko" or "en".

    >>> said_in("ko", "no_such_path", path="raw")
    'raw가 없습니다.'
    """
    return in_both(name, **given)[language == "ko"]


class _Speaking:
    """The language of this process, "ko" or "en", once one is chosen."""

    chosen: str | None = None


def speak(language: str | None) -> str:
    """Choose the language of all that this process prints, the locale's where none is given; gives
    it. What is published is in both, whatever is chosen: children never choose.
    """
    _Speaking.chosen = language or locale_to_language()
    return _Speaking.chosen


def language() -> str:
    """The language chosen, else the locale's.

    >>> language() in ("ko", "en")
    True
    """
    return _Speaking.chosen or locale_to_language()


def one_of(english: str, korean: str) -> str:
    """The sentence in the language chosen; in both where none is, as for who imports the package.

    >>> one_of("yes", "예")
    'yes / 예'
    """
    if _Speaking.chosen is None:
        return f"{english} / {korean}"
    return korean if _Speaking.chosen == "ko" else english


def said(name: str, **given: object) -> str:
    """The sentence `name` with the given words put in, in the language chosen, else in both.

    >>> said("no_such_path", path="raw")
    'There is no file or folder raw. / raw가 없습니다.'
    """
    return one_of(*in_both(name, **given))


def say(name: str, **given: object) -> str:
    """The sentence `name` in one language: the one chosen, else the locale's. Whole numbers as
    people write them.

    >>> say("exported", path="a.csv", rows=1200).startswith("a.csv: 1,200")
    True
    """
    words = {k: f"{v:,}" if isinstance(v, int) else v for k, v in given.items()}
    return said_in(language(), name, **words)


def locale_to_language() -> str:
    """The locale's language, else English.

    >>> locale_to_language() in ("ko", "en")
    True
    """
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "ko" if locale.lower().startswith("ko") else "en"
