"""A programme's fate as its lines tell it: ended, merged, transferred."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from pipeline.lexicon import words
from pipeline.model import Achievement


@functools.cache
def _rules() -> tuple[tuple[str, re.Pattern[str], re.Pattern[str]], ...]:
    return tuple(
        (s["name"], re.compile(s["word"]), re.compile(s["not"])) for s in words("states")["state"]
    )


def text_to_state(text: str) -> str | None:
    """The state that a line tells, None if it tells none.

    >>> text_to_state("앱 운영 종료에 따라 서비스 지원 종료"), text_to_state("아카데미로 확대·통합 운영")
    ('ended', 'merged')
    >>> text_to_state("20%이상 삭감 또는 지원중단"), text_to_state("용도변경·폐지 등"), text_to_state("유보통합 추진")
    (None, None, None)
    >>> text_to_state("통합지원센터 3개소")
    >>> text_to_state("학업중단 청소년 30명"), text_to_state("업무를 평생교육원으로 이관")
    (None, 'transferred')
    """
    for name, word, not_so in _rules():
        barred = [m.span() for m in not_so.finditer(text)]
        if any(not any(a <= m.start() < b for a, b in barred) for m in word.finditer(text)):
            return name
    return None


def lines_to_state(lines: Sequence[Achievement]) -> tuple[str | None, str | None]:
    """The state of a programme and the line that says it."""
    for line in lines:
        state = text_to_state(line.printed.text)
        if state:
            return state, line.printed.text
    return None, None
