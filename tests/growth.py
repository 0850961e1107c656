"""How work grows with the length of what is read: a ratio of two times measured side by side."""

from __future__ import annotations

import gc
from collections.abc import Callable

LEAST = 0.02  # seconds: below it the clock says more about the machine than about the code
TRIES = 3


def assert_growth(
    seconds: Callable[[int], float], short: int, long: int, most: float, least: float = LEAST
) -> None:
    """`long` takes at most `most` times as long as `short`, in one of three tries.

    A machine that is busy stretches a try, and so does a collection of what other tests left
    behind; work that grows with the square is a hundred times as long in every try.

    >>> assert_growth(lambda n: float(n), 4, 40, 11)
    >>> assert_growth(lambda n: float(n * n), 4, 40, 30)
    Traceback (most recent call last):
    AssertionError: 10 times the length took 100 times the time
    """
    found = []
    for _ in range(TRIES):
        gc.collect()
        gc.disable()
        try:
            found.append(seconds(long) / max(seconds(short), least))
        finally:
            gc.enable()
        if found[-1] < most:
            return
    raise AssertionError(f"{long // short} times the length took {min(found):.0f} times the time")
