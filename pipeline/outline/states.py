"""A programme's fate as its lines tell it: ended, merged, transferred."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.lexicon import having, members
from pipeline.model import Achievement
from pipeline.pattern import lazy_pattern, named
from pipeline.text import close_up

# fate → the feature of its words, the shape of a clause that tells it
STATES = {"ended": "state_ended", "merged": "state_merged", "transferred": "state_transferred"}
CLAUSES = {
    "ended": named("outline.ended"),
    "merged": named("outline.merged"),
    "transferred": named("outline.transferred"),
}
INTO = {"merged": named("outline.merged_into"), "transferred": named("outline.transferred_into")}
CONNECTOR = named("outline.connector")
DATE = named("outline.date_word")
PARTICLE = named("outline.particle_behind")
MARKED = named("outline.marked_word")
AROUND = named("outline.around_clause")
BRACKETED = lazy_pattern(r"\([^()]*\)|\[[^\[\]]*\]")
PARTS = named("outline.between_clauses")
LABEL = lazy_pattern(r"\s?[:：]\s")


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
    if not any(word in text for feature in STATES.values() for word in having(feature)):
        return None
    for clause in _clauses(text):
        for fate in STATES:
            if _tells(clause, fate, title):
                return fate
    return None


def _clauses(text: str) -> Iterator[str]:
    """The clauses of a line, without brackets, its mark and its label; none behind a label that
    names a term, an aim or a rule.
    """
    plain = BRACKETED.sub("", text)
    *labels, said = LABEL.split(plain)
    if any(w in close_up(label) for label in labels for w in having("state_label")):
        return
    for part in PARTS.split(said):
        yield " ".join(AROUND.sub("", part).split())


def _tells(clause: str, fate: str, title: str) -> bool:
    found = CLAUSES[fate].fullmatch(clause)
    if found is None or any(word in close_up(title) for word in having(STATES[fate])):
        return False
    subject = _after_connector((found["subject"] or "").split())
    if fate == "ended":
        return _is_itself(subject, title)
    into = found["into"]
    return into is None or (_is_other(into, fate, title) and _names_no_other(subject, title))


def _is_other(into: str, fate: str, title: str) -> bool:
    """Whether it is another programme, or a body, that the line says it went to."""
    is_one = INTO[fate].fullmatch(into) is not None
    return is_one and close_up(into) not in close_up(title)


def _names_no_other(subject: Sequence[str], title: str) -> bool:
    return all(_is_quiet(w, title) for w in subject if MARKED.fullmatch(w))


def _after_connector(tokens: Sequence[str]) -> list[str]:
    """The words of the last clause: what stands behind the last connector."""
    last = max((k for k, w in enumerate(tokens) if CONNECTOR.fullmatch(w)), default=-1)
    return list(tokens[last + 1 :])


def _is_itself(subject: Sequence[str], title: str) -> bool:
    """Whether the words name the programme itself and nothing else."""
    named = {_bare(w) for w in subject} & members("programme_itself")
    return bool(named) and all(_is_quiet(w, title) for w in subject)


def _is_quiet(word: str, title: str) -> bool:
    """Whether a word names no other thing than the programme: a date, a word of its own, a word of
    its title.
    """
    bare = _bare(word)
    return (
        DATE.fullmatch(word) is not None
        or not {word, bare}.isdisjoint(members("programme_itself") | members("state_quiet"))
        or (len(bare) > 1 and bare in close_up(title))
    )


def _bare(word: str) -> str:
    return PARTICLE.sub("", word)


def lines_to_state(lines: Sequence[Achievement], title: str = "") -> tuple[str | None, str | None]:
    """The state of a programme and the line that says it."""
    for line in lines:
        state = text_to_state(line.printed.text, title)
        if state:
            return state, line.printed.text
    return None, None
