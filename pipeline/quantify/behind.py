"""The words behind a figure: the noun that its counter counts, the act that is named there, the
noun that it bounds.
"""

from __future__ import annotations

import functools

from pipeline.lexicon import words
from pipeline.quantify.acts import (
    PROTECTED,
    TAIL,
    VERBAL,
    acts,
    bare,
    is_act,
    says_nothing,
    verb_to_act,
)
from pipeline.quantify.wording import label_to_wording

_MODIFIERS = (*VERBAL[:5], "위한", "통한", "따른", "대한", "갖춘")


@functools.cache
def _whole_nouns() -> tuple[str, ...]:
    """Nouns that need no second one: 기관, 자치구, 업체."""
    return tuple(w for w in words("measures")["visits"]["stock_nouns"] if len(w) > 1)


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
        says_nothing(taken[0]) or (len(taken) > 1 and taken[0].endswith(_MODIFIERS))
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
            or token in acts()[3]
            or not token[0].isalpha()
            or (taken and verb_to_act(token))
        ):
            break
        if is_act(token) and (taken or acts()[0].fullmatch(token)):
            break
        tail = TAIL.search(token)
        if (
            tail
            and len(token) - len(tail[0]) >= 2
            and (is_act(token[: tail.start()]) or not PROTECTED.search(token))
        ):
            return taken or [token[: tail.start()]], None
        if (
            not taken
            and (act := acts()[0].search(token))
            and act.start() >= 2
            and act[0] in acts()[1]
        ):
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
        if (
            token in acts()[3] and not taken and token not in ("일", "대비")
        ):  # “일 연계” is about work (일), not about a day
            continue
        if token in acts()[2] or token in (
            "",
            "대비",
        ):  # “신청 1,200건 대비 처리 1,150건”: the act is the other figure's
            return None
        if token.endswith(_MODIFIERS):  # “사각지대 없는 보육 지원”
            taken.clear()
            continue
        if act := verb_to_act(token):
            return None if act in acts()[2] else " ".join([*taken, act][-2:])
        if token.endswith(("을", "를", "에", "에게")) and not is_act(token):
            stem = token[:-1]
            return (
                " ".join([*taken, stem]) if acts()[0].search(stem) and token[-1] in "을를" else None
            )
        taken.append(token)
        if is_act(token):
            return " ".join(taken[-2:])
    return None


def behind_to_noun(text: str) -> str | None:
    """What a bound or a length of time speaks of: “5천만원 이상 보조사업”, “최근 3년 평균 이용률”,
    “100인의 아빠단 운영”.

    >>> behind_to_noun(" 보조사업"), behind_to_noun("의 아빠단 운영"), behind_to_noun(" 수강한 사람에게")
    ('보조사업', '아빠단', None)
    """
    tokens = [bare(raw) for raw in text.removeprefix("의 ").removeprefix("인 ").split()]
    if not tokens or (text[:1].isalpha() and not text.startswith(("의 ", "인 "))):
        return None
    end = next(
        (
            n
            for n, token in enumerate(tokens)
            if not token or token.endswith(("에게", "으로", "에서", "하여"))
        ),
        len(tokens),
    )
    if end < len(tokens) and tokens[end]:
        return None
    return (
        label_to_wording(" ".join(tokens[:end]).removesuffix("로"), head=False)
        if end == 1
        else _noun(tokens[:end])
    )


def _noun(tokens: list[str]) -> str | None:
    """“아빠단 운영”: the noun of a light act; any other phrase as a label before a figure."""
    if len(tokens) == 2 and tokens[1] in words("measures")["acts"]["light"]:
        return tokens[0]
    return label_to_wording(" ".join(tokens))
