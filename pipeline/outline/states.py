"""A programme's fate as its lines tell it: ended, merged, transferred."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence

from pipeline.lexicon import words
from pipeline.model import Achievement
from pipeline.pattern import lazy_pattern
from pipeline.text import close_up

FATES = ("ended", "merged", "transferred")
STATE_WORDS = {"ended": ("종료", "폐지", "중단"), "merged": ("통합",), "transferred": ("이관",)}
BRACKETED = lazy_pattern(r"\([^()]*\)|\[[^\[\]]*\]")
PARTS = lazy_pattern(r"[,;](?!\d)|(?<!\S)및(?!\S)")
LABEL = lazy_pattern(r"\s?[:：]\s")


@functools.cache
def _compiled(table: str, key: str) -> re.Pattern[str]:
    return re.compile(words("states")[table][key])


@functools.cache
def _form(fate: str) -> re.Pattern[str]:
    form = words("states")["form"]
    return re.compile(form[fate] + form["ending"])


def text_to_state(text: str, title: str = "") -> str | None:
    """The state that a line tells of the programme of this title, None if it tells none.

    The last word of a clause says what became of something; what, must be the programme itself:
    named as such (사업, 추진), or moved to another body, or merged into another programme. A title
    that has the word itself (“수정산터널 관리이관”) names a programme that is about such a thing.

    >>> text_to_state("상담 24회, ’24년 사업 종료"), text_to_state("전시장 통합, 출입구 개선")
    ('ended', None)
    >>> text_to_state("앱 운영 종료에 따라 서비스 지원 종료"), text_to_state("아카데미로 확대·통합 운영")
    ('ended', 'merged')
    >>> text_to_state("20%이상 삭감 또는 지원중단"), text_to_state("속도에 따른 수강(진도율 제한 폐지)")
    (None, None)
    >>> text_to_state("업무를 평생교육원으로 이관"), text_to_state("이관 기준 마련 및 조례 정비")
    ('transferred', None)
    >>> text_to_state("창구를 시니어클럽과로 이관"), text_to_state("과로 이관", "창구 이관 추진")
    (None, None)
    """
    if not any(word in text for named in STATE_WORDS.values() for word in named):
        return None
    for clause in _clauses(text):
        for fate in FATES:
            if _tells(clause, fate, title):
                return fate
    return None


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a line, without brackets, its mark and its label; none behind a label that
    names a term, an aim or a rule.
    """
    plain = BRACKETED.sub("", text)
    *labels, said = LABEL.split(plain)
    if any(w in close_up(label) for label in labels for w in words("states")["words"]["labels"]):
        return
    for part in PARTS.split(said):
        yield " ".join(part.strip(" .※*-○ㅇ→⇒").split())


def _tells(clause: str, fate: str, title: str) -> bool:
    found = _form(fate).fullmatch(clause)
    if found is None or any(word in close_up(title) for word in STATE_WORDS[fate]):
        return False
    subject = _after_connector((found["subject"] or "").split())
    if fate == "ended":
        return _is_itself(subject, title)
    into = found["into"]
    return into is None or (_is_other(into, fate, title) and _names_no_other(subject, title))


def _is_other(into: str, fate: str, title: str) -> bool:
    """Whether it is another programme, or a body, that the line says it went to."""
    is_one = _compiled("into", fate).fullmatch(into) is not None
    return is_one and close_up(into) not in close_up(title)


def _names_no_other(subject: Sequence[str], title: str) -> bool:
    marked = _compiled("shape", "marked")
    return all(_is_quiet(w, title) for w in subject if marked.fullmatch(w))


def _after_connector(tokens: Sequence[str]) -> list[str]:
    """The words of the last clause: what stands behind the last connector."""
    connector = _compiled("shape", "connector")
    last = max((k for k, w in enumerate(tokens) if connector.fullmatch(w)), default=-1)
    return list(tokens[last + 1 :])


def _is_itself(subject: Sequence[str], title: str) -> bool:
    """Whether the words name the programme itself and nothing else."""
    named = {_bare(w) for w in subject} & set(words("states")["words"]["itself"])
    return bool(named) and all(_is_quiet(w, title) for w in subject)


def _is_quiet(word: str, title: str) -> bool:
    """Whether a word names no other thing than the programme: a date, a word of its own, a word of
    its title.
    """
    listed = words("states")["words"]
    bare = _bare(word)
    return (
        _compiled("shape", "date").fullmatch(word) is not None
        or bool({word, bare} & {*listed["itself"], *listed["quiet"]})
        or (len(bare) > 1 and bare in close_up(title))
    )


def _bare(word: str) -> str:
    return _compiled("shape", "particle").sub("", word)


def lines_to_state(lines: Sequence[Achievement], title: str = "") -> tuple[str | None, str | None]:
    """The state of a programme and the line that says it."""
    for line in lines:
        state = text_to_state(line.printed.text, title)
        if state:
            return state, line.printed.text
    return None, None
