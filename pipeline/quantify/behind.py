"""The words behind a figure: the noun that its counter counts, the act that is named there, the
noun that it bounds.
"""

from __future__ import annotations

import functools

from pipeline.lexicon import ends_in, has, having, members
from pipeline.pattern import named
from pipeline.quantify.acts import (
    ACT,
    TAIL,
    bare,
    changes,
    is_act,
    keeps_its_end,
    leaning,
    says_nothing,
    verb_to_act,
)
from pipeline.quantify.wording import label_to_wording

_BELONGS_TO_FIGURE = named("wording.particle_of_figure")
_MEANS = named("wording.means_particle")


@functools.cache
def _whole_nouns() -> tuple[str, ...]:
    """Nouns that need no second one: 기관, 자치구, 업체."""
    return tuple(w for w in having("stock_noun") if len(w) > 1)


def behind_to_counted(text: str) -> tuple[str | None, str | None, str]:
    """The words behind 개: (what is counted, the act glued to it, the words that remain).

    >>> behind_to_counted("강좌운영")
    ('강좌', '운영', '')
    >>> behind_to_counted(" 학습 콘텐츠")[0], behind_to_counted(" 자치구 연계 협력")[0], behind_to_counted(" 운영")[0]
    ('학습 콘텐츠', '자치구', None)
    """
    tokens = text.lstrip("* ").split()
    taken, glued = _tokens_to_counted(tokens[:3])
    rest = " ".join(tokens[len(taken) :])
    if (
        len(taken) == 3
    ):  # “자치구 상설 교육장”: a sentence begins, the first noun is what is counted
        del taken[1:]
        rest = " ".join(tokens[1:])
    while taken and says_nothing(taken[-1]):
        taken.pop()
    while taken and (
        says_nothing(taken[0]) or (len(taken) > 1 and ends_in(taken[0], "modifier_ending"))
    ):  # “3개 찾아가는 교실”
        taken.pop(0)
    counted = " ".join(taken)
    return (None if says_nothing(counted) else counted), glued, rest


def _tokens_to_counted(tokens: list[str]) -> tuple[list[str], str | None]:
    """The words that a counter counts, up to an act, a particle or a word of grain; and the act
    glued to the last of them.
    """
    taken: list[str] = []
    for raw in tokens:
        token = bare(raw)
        if (
            not token
            or has(token, "grain_word")
            or not token[0].isalpha()
            or (taken and verb_to_act(token))
        ):
            break
        if is_act(token) and (taken or ACT.fullmatch(token)):
            break
        tail = TAIL.search(token)
        if (
            tail
            and len(token) - len(tail[0]) >= 2
            and (is_act(token[: tail.start()]) or not keeps_its_end(token))
        ):
            return taken or [token[: tail.start()]], None
        if not taken and (act := ACT.search(token)) and act.start() >= 2 and act[0] in leaning():
            return [token[: act.start()]], act[0]
        taken.append(token)
        if token.endswith(_whole_nouns()):
            break
    return taken, None


def behind_to_act(text: str) -> str | None:
    """The act named behind a figure, with the noun that belongs to it.

    >>> behind_to_act(" 일 연계"), behind_to_act(" 전문자격 취득"), behind_to_act("에게 상담"), behind_to_act(" 준공하여 개방")
    ('일 연계', '전문자격 취득', None, '준공')
    """
    taken: list[str] = []
    if text[:1].strip() and TAIL.match(text.split()[0]):
        return None
    for at, raw in enumerate(text.split()[:4]):
        token = bare(raw)
        if at == 0 and len(token) == 1 and text[0] == raw[0]:
            continue  # “50억원 이상인 공모사업”: 인 belongs to the figure
        if token in _grain() and not taken:
            continue
        if (
            not token or token in changes() or has(token, "compared")
        ):  # “신청 1,200건 대비 처리 1,150건”: the act is the other figure's
            return None
        if ends_in(token, "modifier_ending"):  # “사각지대 없는 보육 지원”
            taken.clear()
            continue
        if act := verb_to_act(token):
            return None if act in changes() else " ".join([*taken, act][-2:])
        if token.endswith(_reached()) and not is_act(token):
            done = ends_in(token, "object_particle") and ACT.search(token[:-1])
            return " ".join([*taken, token[:-1]]) if done else None
        taken.append(token)
        if is_act(token):
            return " ".join(taken[-2:])
    return None


@functools.cache
def _grain() -> frozenset[str]:
    """Words of grain that no act begins with: “일 연계” is about work (일), not about a day."""
    return members("grain_word") - members("noun_of_grain") - members("compared")


@functools.cache
def _reached() -> tuple[str, ...]:
    """Particles of what an act is done to, or reaches."""
    return having("object_particle") + having("aim_particle")


def behind_to_noun(text: str) -> str | None:
    """What a bound or a length of time speaks of: “5천만원 이상 보조사업”, “최근 3년 평균 이용률”,
    “100인의 아빠단 운영”.

    >>> behind_to_noun(" 보조사업"), behind_to_noun("의 아빠단 운영"), behind_to_noun(" 수강한 사람에게")
    ('보조사업', '아빠단', None)
    """
    rest = _BELONGS_TO_FIGURE.sub("", text)
    tokens = [bare(raw) for raw in rest.split()]
    if not tokens or (text[:1].isalpha() and rest == text):
        return None
    closing = having("closes_a_noun")
    end = next(
        (n for n, token in enumerate(tokens) if not token or token.endswith(closing)), len(tokens)
    )
    if end < len(tokens) and tokens[end]:
        return None
    return (
        label_to_wording(_MEANS.sub("", tokens[0]), head=False) if end == 1 else _noun(tokens[:end])
    )


def _noun(tokens: list[str]) -> str | None:
    """“아빠단 운영”: the noun of a light act; any other phrase as a label before a figure."""
    if len(tokens) == 2 and has(tokens[1], "light_act"):
        return tokens[0]
    return label_to_wording(" ".join(tokens))
