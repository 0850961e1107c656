"""English heads of tables as their Korean twins: what a rule knows of 증감률 it knows of YoY."""

from __future__ import annotations

import functools

from pipeline.lexicon import values_of
from pipeline.pattern import lazy_pattern

_HANGUL = lazy_pattern(r"[가-힣]")
_BARE = lazy_pattern(r"[^A-Za-z%#]")
_RUN = lazy_pattern(r"[A-Za-z%#](?:[A-Za-z%#&.'’/ -]*[A-Za-z%#.])?")
_WORD = lazy_pattern(r"[A-Za-z]+|[%#]")
_DIGIT = lazy_pattern(r"\d")
_BRACKET = lazy_pattern(r"[(（\[][^()（）\[\]]*[)）\]]")
LONGEST_LABEL = 60  # characters; a longer label is a sentence


@functools.cache
def _twins() -> dict[str, str]:
    """Every English head as its letters alone → the Korean one."""
    return {
        _BARE.sub("", word).lower(): twin
        for twin, many in values_of("english").items()
        for word in many
    }


@functools.cache
def _most_words() -> int:
    return max(len(_WORD.findall(w)) for many in values_of("english").values() for w in many)


@functools.lru_cache(maxsize=1 << 14)
def label_to_twin(label: str) -> str:
    """The label with its English head as the Korean one; any other label as it is.

    A label with Hangul speaks for itself, and years, units and formulas stay as printed.

    >>> [label_to_twin(t) for t in ("YoY", "Growth rate (%)", "2024 Budget", "Increase (Decrease)")]
    ['증감률', '증감률 (%)', '2024 예산', '증감']
    >>> [label_to_twin(t) for t in ("Exchange Rate", "예산(Budget)", "Amount (KRW mn)", "KOTRA")]
    ['Exchange Rate', '예산(Budget)', '금액 (KRW mn)', 'KOTRA']
    """
    if len(label) > LONGEST_LABEL or _HANGUL.search(label) or not _WORD.search(label):
        return label
    if whole := _twins().get(_BARE.sub("", label).lower()):
        return whole if not _DIGIT.search(label) else _runs_to_twin(label)
    return _runs_to_twin(label)


def _runs_to_twin(label: str) -> str:
    """The label with every run of words outside brackets that is made of heads in Korean."""
    made, at = [], 0
    for bracket in (*_BRACKET.finditer(label), None):
        stop = bracket.start() if bracket else len(label)
        made.append(_RUN.sub(lambda hit: _words_to_twin(hit[0]), label[at:stop]))
        made.append(bracket[0] if bracket else "")
        at = bracket.end() if bracket else stop
    return "".join(made)


def _words_to_twin(run: str) -> str:
    """The words of a run, the longest heads first; the run as printed where one of them is none."""
    found, left = [], _WORD.findall(run)
    while left:
        size = next((n for n in range(_most_words(), 0, -1) if _key(left[:n]) in _twins()), 0)
        if not size:
            return run
        found.append(_twins()[_key(left[:size])])
        left = left[size:]
    return "".join(found)


def _key(parts: list[str]) -> str:
    return "".join(parts).lower()


def is_twin(label: str) -> bool:
    """The label is an English head that has a Korean twin.

    >>> is_twin("YoY"), is_twin("Growth (%)"), is_twin("Exchange Rate"), is_twin("증감률")
    (True, True, False, False)
    """
    return label_to_twin(label) != label
