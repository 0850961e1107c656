"""Lines that say a header's word again and again cost no more than lines of any other word."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from pipeline.extract import extract

LINES = 400
MOST_TIMES = 8.0  # 2 to 5 measured; before, every depth of a header was read anew: 57 to 180


def calls_of(path: Path, line: str) -> int:
    """How many Python functions are called to read a file of this line said again and again."""
    path.write_text("2024년 나래시 추진 실적\n" + f"{line}\n" * LINES, encoding="utf-8")
    extract(path, path.name)  # what is loaded and compiled once is not counted
    calls = 0

    def count(frame: object, event: str, argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        extract(path, path.name)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("word", ["합계", "사업", "실적", "과제", "과제 단위사업", "집행률"])
def test_a_header_word_said_again_and_again_is_read_once_a_line(tmp_path: Path, word: str) -> None:
    path = tmp_path / "a.txt"
    assert calls_of(path, word) < MOST_TIMES * calls_of(path, "교육")
