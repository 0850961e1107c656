"""Patterns that are compiled when they are first asked: a hundred and fifty stand in the modules,
and one report meets a part of them.

Compiled where they stand they took a tenth of a worker's start-up, those of running text too where
a PDF is read.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from re import compile as lazy_pattern  # to a type checker it is a compiled one
else:

    class lazy_pattern:  # noqa: N801  stands where re.compile would
        """Like `re.compile(source, flags)`, later. An error in the source shows at the first use:
        tests/test_pattern.py asks all.

        >>> YEAR = lazy_pattern(r"(19|20)\\d\\d")
        >>> YEAR.search("2024년")[0], YEAR.pattern
        ('2024', '(19|20)\\\\d\\\\d')
        """

        def __init__(self, source: str, flags: int = 0) -> None:
            self._given = (source, flags)

        def __getattr__(self, name: str) -> Any:
            compiled = re.compile(*self._given)
            for method in (
                "search",
                "match",
                "fullmatch",
                "finditer",
                "findall",
                "split",
                "sub",
                "pattern",
            ):
                setattr(self, method, getattr(compiled, method))
            return getattr(compiled, name)


__all__ = ["lazy_pattern"]
