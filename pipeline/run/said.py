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


def said(name: str, **given: object) -> str:
    """The sentence `name`, English and then Korean, with the given words put in.

    >>> said("no_such_path", path="raw")
    'There is no file or folder raw. / raw가 없습니다.'
    """
    return " / ".join(in_both(name, **given))


def locale_to_language() -> str:
    """The language of what is printed where none is given: the locale's, else English.

    >>> locale_to_language() in ("ko", "en")
    True
    """
    names = (os.environ.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    locale = next((name for name in names if name), "")
    return "ko" if locale.lower().startswith("ko") else "en"
