"""Pages without rules that mean harm to the scored grid: thousands of lines, lines without end,
headers again and again, tables over hundreds of pages. Ten times the ink takes about ten times the
time.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.faults import Faults
from pipeline.layout.grid.read import Scored
from pipeline.layout.tables import page_to_hard, pages_to_scored
from pipeline.model import Page
from tests.growth import assert_growth
from tests.test_layout_tables import make_page

Words = list[tuple[float, float, str]]
HEAD: Words = [
    (60, 100, "과제"),
    (160, 100, "단위사업"),
    (300, 100, "추진실적"),
    (500, 100, "부서"),
]
PAGE = 36  # rows


def head(y: float) -> Words:
    return [(x, y, text) for x, _, text in HEAD]


def row(y: float, n: int, plain: bool = False) -> Words:
    """A programme's line; `plain`: without a number, a mark or an office."""
    if plain:
        return [(160, y, f"사업 {n}"), (300, y, "교육을 열다")]
    return [(160, y, f"{n % 99 + 1}. 사업"), (300, y, f"○ 교육 {n}회"), (500, y, "가과")]


def label(y: float, n: int) -> Words:
    return [(60, y, f"가{n} 과제")]


def pages(count: int, one: Callable[[int], Words]) -> list[Page]:
    return [replace(make_page([], one(k)), number=k + 1) for k in range(count)]


def long_page(count: int, plain: bool, every: int = 0) -> list[Page]:
    """One page of so many lines, a label every so many."""
    words = list(HEAD)
    for k in range(count):
        words += row(120 + 16 * k, k, plain)
        words += label(120 + 16 * k, k) if every and k % every == 0 else []
    return [replace(make_page([], words), height=200 + 16.0 * count)]


def wide_lines(count: int) -> list[Page]:
    """Lines of 5,000 letters below a header."""
    words = list(HEAD)
    for k in range(count // 10 + 2):
        words += [(60, 120 + 16 * k, "가 나" * 1_700), (160, 120 + 16 * k, "1. 사업")]
    return pages(1, lambda _: words)


def many_pages(count: int, again: bool, plain: bool = False) -> list[Page]:
    def one(k: int) -> Words:
        words = head(60) if again or not k else []
        words += label(80, k)
        for n in range(PAGE):
            words += row(80 + 18 * n, k * PAGE + n, plain)
        return words

    return pages(count, one)


def names(count: int) -> list[Page]:
    """Every second line the name of an area."""
    words = list(HEAD)
    for k in range(count):
        y = 130.0 + 40 * k
        words += [*row(y, k), (270, y + 20, f"제{k}분야 배움과 나눔")]
    return [replace(make_page([], words), height=200 + 40.0 * count)]


def rules(count: int) -> list[Page]:
    """A rule over and under every row."""
    words = list(HEAD)
    for k in range(count):
        words += row(120 + 16 * k, k)
    strokes = [(55, 105 + 16 * k, 540, 105.4 + 16 * k) for k in range(count + 2)]
    return [replace(make_page(strokes, words), height=200 + 16.0 * count)]


SHAPES: dict[str, tuple[int, Callable[[int], list[Page]]]] = {
    "lines on a page": (1000, lambda n: long_page(n, False)),
    "lines without numbers": (600, lambda n: long_page(n, True)),
    "labels": (600, lambda n: long_page(n, False, 3)),
    "two labels for all": (600, lambda n: long_page(n, True, n // 2)),
    "names of areas": (400, names),
    "rules": (600, rules),
    "lines of 5,000 letters": (40, wide_lines),
    "one header again and again": (
        100,
        lambda n: pages(1, lambda _: [w for k in range(n) for w in head(60 + 16 * k)]),
    ),
    "a header and a row again and again": (
        100,
        lambda n: pages(
            1, lambda _: [w for k in range(n) for w in (*head(60 + 32 * k), *row(76 + 32 * k, k))]
        ),
    ),
    "pages": (30, lambda n: many_pages(n, False)),
    "pages, each with the header": (30, lambda n: many_pages(n, True)),
    "pages without numbers": (20, lambda n: many_pages(n, True, True)),
}


def read(made: list[Page]) -> tuple[float, dict[int, Scored], Faults]:
    """CPU seconds that it takes, what is read and what went wrong."""
    known = [(page, page_to_hard(page)) for page in made]
    faults = Faults()
    begun = time.process_time()
    found = pages_to_scored(known, faults)
    return time.process_time() - begun, found, faults


@pytest.mark.parametrize("name", SHAPES)
def test_eight_times_the_ink_takes_about_eight_times_the_time(name: str) -> None:
    count, make = SHAPES[name]
    read(make(20))
    _, _, faults = read(make(8 * count))
    assert faults.problems == []
    assert_growth(lambda n: read(make(n))[0], count, 8 * count, 20, 0.1)
