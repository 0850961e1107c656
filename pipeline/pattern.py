"""The patterns that see a document: the regex library's, compiled at their first use or read
compiled, with words of the vocabulary by the name of their feature, and with a limit of time.

`\\L<act>` stands for any word that has the feature `act` (the named lists of regex). A pattern
that tells a habit of Korean reports stands in lexicon/patterns/, with its reason, texts that it
reads and texts that it must not: `named("layout.unit_declared")`.

Every pattern is to be linear. What one is not is cut off where it sees a long text: a clock costs
seven times what a search in a line costs, and a line of SHORT characters holds nothing up.
Source: regex takes the time of the process, so a busy machine is no reason to stop.
"""

from __future__ import annotations

import functools
import pickle
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import regex
from regex import Match, Pattern, escape

from pipeline.lexicon import compiled, having, words

SHORT = 400  # characters
SECONDS = 20  # of the process; the longest text of 60 reports takes a thousandth of it


class SlowPatternError(RuntimeError):
    """A pattern that would not come to its end: a fault of the program, named where it was met."""


def words_of(source: str) -> dict[str, tuple[str, ...]]:
    """The named lists that a source asks for, from the vocabulary.

    >>> words_of(r"(?:\\L<gender>)$")
    {'gender': ('남성', '남자', '여성', '여자')}
    """
    return {name: having(name) for name in regex.findall(r"\\L<(\w+)>", source)}


@functools.cache
def compile_pattern(source: str, flags: int = 0) -> Pattern[str]:
    """The compiled pattern, once for a source: as it lies in the compiled lexicon, else made.

    >>> compile_pattern(r"\\L<gender>\\s?\\d+명").search("여성 64명")[0]
    '여성 64명'
    """
    kept = compiled.patterns().get((source, flags))
    if kept is not None:
        found: Pattern[str] = pickle.loads(kept)
        return found
    return compile_anew(source, flags)


def compile_anew(source: str, flags: int = 0) -> Pattern[str]:
    """The pattern compiled here and now, with the words of the features that it names."""
    lists: dict[str, Any] = dict(words_of(source))
    return regex.compile(source, flags, **lists)


def _bounded(method: Callable[..., Any], at: int) -> Callable[..., Any]:
    """A method of a pattern with a limit of time where its text (argument `at`) is long."""

    def ask(*given: Any, **named: Any) -> Any:
        if len(given[at]) <= SHORT:
            return method(*given, **named)
        try:
            return method(*given, timeout=SECONDS, **named)
        except TimeoutError as slow:
            raise SlowPatternError(repr(method)[:SHORT]) from slow

    return ask


def _bounded_each(method: Callable[..., Iterator[Match[str]]]) -> Callable[..., Any]:
    """The same for `finditer`, which searches while it is asked."""

    def ask(text: str, *given: Any, **named: Any) -> Iterator[Match[str]]:
        if len(text) <= SHORT:
            return method(text, *given, **named)
        return _until_slow(method(text, *given, timeout=SECONDS, **named))

    return ask


def _until_slow(hits: Iterator[Match[str]]) -> Iterator[Match[str]]:
    try:
        yield from hits
    except TimeoutError as slow:
        raise SlowPatternError("finditer") from slow


TEXT_AT = {"search": 0, "match": 0, "fullmatch": 0, "findall": 0, "split": 0, "sub": 1, "subn": 1}

if TYPE_CHECKING:
    from regex import compile as lazy_pattern  # to a type checker it is a compiled one

    def _Named(name: str) -> Pattern[str]: ...  # noqa: N802
else:

    class lazy_pattern:  # noqa: N801  stands where regex.compile would
        """Like `regex.compile(source, flags)`, later. An error in the source shows at the first
        use: tests/test_pattern.py asks all.

        >>> YEAR = lazy_pattern(r"(19|20)\\d\\d")
        >>> YEAR.search("2024년")[0], YEAR.pattern
        ('2024', '(19|20)\\\\d\\\\d')
        """

        def __init__(self, source: str, flags: int = 0) -> None:
            self.given = (source, int(flags))

        def __getattr__(self, name: str) -> Any:
            compiled_one = compile_pattern(*self.given)
            for method, at in TEXT_AT.items():
                setattr(self, method, _bounded(getattr(compiled_one, method), at))
            self.finditer = _bounded_each(compiled_one.finditer)
            self.pattern = compiled_one.pattern
            return self.__dict__[name] if name in self.__dict__ else getattr(compiled_one, name)

    class _Named(lazy_pattern):
        """A pattern of lexicon/patterns/ by its name, looked up at its first use."""

        def __init__(self, name: str) -> None:
            self.name = name

        @functools.cached_property
        def given(self) -> tuple[str, int]:
            return pattern_source(self.name)


def any_of(sources: Iterable[str]) -> str:
    """The source of a pattern that fits where one of these does.

    >>> any_of(["a|b", "c"])
    '(?:a|b)|(?:c)'
    """
    return "|".join(f"(?:{source})" for source in sources)


@functools.cache
def pattern_source(name: str) -> tuple[str, int]:
    """Source and flags of a pattern of lexicon/patterns/, those named «stage.name» in it set in."""
    stage, _, short = name.partition(".")
    entry = words(f"patterns/{stage}")[short]
    source = regex.sub(r"«([\w. ]+)»", lambda hit: f"(?:{_named_within(hit[1])})", entry["pattern"])
    return source, int(regex.VERBOSE) if entry.get("verbose") else 0


def _named_within(text: str) -> str:
    """The pattern named, or «spread FEATURE …»: any word of the features with blanks between its
    letters or none, as 전 략 목 표 is typed over the width of a column.

    >>> _named_within("spread school_kind gender")
    '남\\\\s?성|남\\\\s?자|여\\\\s?성|여\\\\s?자|고|중|초'
    """
    first, *features = text.split()
    if first != "spread":
        return pattern_source(text)[0]
    listed = [word for feature in features for word in having(feature)]
    return "|".join(
        r"\s?".join(map(escape, word)) for word in sorted(listed, key=len, reverse=True)
    )


def named(name: str) -> Pattern[str]:
    """The pattern of lexicon/patterns/<stage>.toml by “stage.name”, compiled at its first use.

    >>> named("text.year_before_header").match("2025년도 실적")[0]
    '2025년도'
    """
    return _Named(name)


__all__ = [
    "Match",
    "Pattern",
    "SlowPatternError",
    "compile_pattern",
    "escape",
    "lazy_pattern",
    "named",
]
