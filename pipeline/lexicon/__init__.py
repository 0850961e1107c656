"""Words are data: every word that the stages know stands once in vocabulary.toml, with all its
forms and what it means; rules ask for features, never for lists of words.

`having("act")` gives the words of a feature, `has("참여", "act")` asks for one,
`values_of("total_rank")` what a word carries besides; features.toml says what each feature
means. Other data (problems, messages, marks, rules for digits that measure nothing) lie beside as
TOML: `words("marks")`.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable
from typing import Any

from pipeline.lexicon import compiled
from pipeline.lexicon.normal import alike, key


@functools.cache
def words(name: str) -> dict[str, Any]:
    """The file `name`.toml of this folder as a dict.

    >>> "bullet" in words("marks")
    True
    """
    found: dict[str, Any] = compiled.data(name)
    return found


@functools.cache
def having(feature: str) -> tuple[str, ...]:
    """The words that have a feature, in all their forms, longest first. A feature that no word has
    is a mistake of the program: KeyError.

    >>> having("gender")
    ('남성', '남자', '여성', '여자')
    """
    return tuple(compiled.vocabulary()["is"][feature])


@functools.cache
def members(feature: str) -> frozenset[str]:
    """The words that have a feature, as a set.

    >>> sorted(members("about_before"))
    ['대략', '약']
    """
    return frozenset(having(feature))


@functools.cache
def keys(*features: str) -> frozenset[str]:
    """The words of features as they are looked up (normal.key)."""
    return frozenset(key(word) for feature in features for word in having(feature))


@functools.cache
def _listed(*features: str) -> tuple[str, ...]:
    """The same as a tuple, as str.endswith takes them."""
    return tuple(sorted(keys(*features)))


def has(word: str | None, *features: str) -> bool:
    """Whether a word has one of the features, however it is spread, capitalised or set in width.

    >>> has("여성", "gender"), has("여 성", "gender"), has("청년", "gender"), has(None, "gender")
    (True, True, False, False)
    """
    return word is not None and key(word) in keys(*features)


def ends_in(text: str, *features: str) -> bool:
    """Whether a text ends in a word of one of the features; a word spread over a blank begins where
    one of the text's does.

    >>> ends_in("역량 강화 교육", "act"), ends_in("역량 교 육", "act"), ends_in("역량", "act")
    (True, True, False)
    >>> ends_in("학교 육", "act")
    False
    """
    closed, known = key(text), _listed(*features)
    if not closed.endswith(known):
        return False
    return _is_whole(filter(closed.endswith, known), reversed(text.split()))


def begins_with(text: str, *features: str) -> bool:
    """Whether a text begins with a word of one of the features.

    >>> begins_with("여성 친화", "gender"), begins_with("친여성", "gender"), begins_with("여 성문", "gender")
    (True, False, False)
    """
    closed, known = key(text), _listed(*features)
    if not closed.startswith(known):
        return False
    return _is_whole(filter(closed.startswith, known), text.split())


def _is_whole(words: Iterable[str], tokens: Iterable[str]) -> bool:
    """Whether one of the words that begin (or end) a text lies within its first (last) token, or
    ends where a token does: 교육 is no end of “학교 육”.
    """
    sizes = list(itertools.accumulate(len(key(token)) for token in tokens))
    return any(len(word) <= sizes[0] or len(word) in sizes for word in words)


def holds(text: str, *features: str) -> bool:
    """Whether a word of one of the features stands in a text, as it is typed: closing the blanks up
    would find 전기 in 발전 기금.

    >>> holds("남성·여성 모두", "gender"), holds("여 성", "gender")
    (True, False)
    """
    plain = alike(text)
    return any(word in plain for feature in features for word in having(feature))


@functools.cache
def values_of(attribute: str) -> dict[str, Any]:
    """What words carry under a name, by word: {"소계": 1, "합계": 2, …} for "total_rank".

    >>> values_of("total_rank")["소계"], values_of("scale")["백만"]
    (1, 1000000)
    """
    found: dict[str, Any] = compiled.vocabulary()["values"][attribute]
    return found
