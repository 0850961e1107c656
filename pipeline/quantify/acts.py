"""Single words: which are acts (참여, 역량교육, 준공하여), which are particles or modifiers and say
nothing of what was counted.
"""

from __future__ import annotations

import functools
import re

from pipeline.lexicon import words
from pipeline.pattern import lazy_pattern

_QUOTES = lazy_pattern(r"[’“”‘\"*※○◦ㅇ•▪□■◆▶☞☎‣▸▹▷➲➢❍❖◇◈①-⑳\ue000-\uf8ff]|^[-·.\s]+|[-·.\s]+$")
BRACKETS = lazy_pattern(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
TAIL = lazy_pattern(r"(?:에게|에서|으로|은|는|이|가|을|를|의|에|로|과|와|도|중|등)$")
PROTECTED = lazy_pattern(
    r"(?:전문가|활동가|지킴이|이야기|어린이|효과|성과|결과|학과|교과|내과|놀이터|회의|강의|협의|평가|참가|증가|여가|국가|마을|프로그램|동의|문의)$"
)
RATES = ("률", "율", "비율", "비중", "도")
VERBAL = ("하는", "되는", "있는", "없는", "받는", "하고", "되고")
_JOINTS = ("을", "를", "에", "의", "한", "는", "된", "및", "적인")
_NOT_JOINTS = lazy_pattern(r"(?:기|제|권|시|국|북|남)한$")
_JOSA = lazy_pattern(r"(?<=[가-힣]{2})(?:은|는|을|를|의)$")
_NOT_GENITIVE = lazy_pattern(
    r"(?:회|강|협|동|문|심|건|논|결|합|정|주|편|예|토|제|창|유|열|호|고|임|명|상|하|모)의$"
)
_VERB = lazy_pattern(
    r"(?:하여|하고|하며|하였고|하였으며|하였음|했으며|했고|했음|하였다|했다|해|함|됨|되어|되고|되며|되었음)$"
)


@functools.cache
def acts() -> tuple[re.Pattern[str], frozenset[str], frozenset[str], frozenset[str]]:
    """(ending of an act, words that lean on the noun before them, words of change, words of grain
    and bound).
    """
    lexicon = words("measures")
    changes = words("numerals")["changes"]
    light = frozenset(lexicon["acts"]["light"])
    leaning = light | frozenset(lexicon["acts"]["light_nouns"])
    change = frozenset(w for key in ("up", "down") for w in changes[key])
    many = sorted({*lexicon["acts"]["words"], *light}, key=len, reverse=True)
    return (
        re.compile("(?:" + "|".join(map(re.escape, many)) + ")$"),
        leaning,
        change,
        frozenset(lexicon["strip"]["before"]),
    )


@functools.cache
def empty_acts() -> frozenset[str]:
    """Acts that say nothing even beside their noun: 추진, 확대."""
    return frozenset(words("measures")["acts"]["empty"])


@functools.cache
def light_acts() -> tuple[str, ...]:
    """Acts that say nothing by themselves: 운영, 지원."""
    return tuple(words("measures")["acts"]["light"])


def tokens(text: str) -> list[str]:
    """The words of a text without bullets, quotation marks and stars."""
    return [t for t in (bare(raw) for raw in text.split()) if t]


def bare(token: str) -> str:
    """A word without bullets, quotation marks and stars around it."""
    return _QUOTES.sub("", token)


def _has_coda(syllable: str) -> bool:
    return "가" <= syllable <= "힣" and (ord(syllable) - ord("가")) % 28 != 0


def without_particle(token: str) -> str:
    """A noun without 은, 는, 을, 를, 의: only where the syllable before it asks for that form.

    >>> without_particle("대상액의"), without_particle("공사비는"), without_particle("회의"), without_particle("가을")
    ('대상액', '공사비', '회의', '가을')
    """
    hit = _JOSA.search(token)
    if hit is None or token.endswith((*VERBAL, *words("measures")["strip"]["not_particles"])):
        return token
    if hit[0] == "의":
        return token if _NOT_GENITIVE.search(token) else token[:-1]
    return token[:-1] if _has_coda(token[-2]) == (hit[0] in "은을") else token


def without_acts(token: str) -> str:
    """“아동양육비지원” without the light act glued to it: 아동양육비; an act alone leaves nothing.

    >>> without_acts("아동양육비지원"), without_acts("운영"), without_acts("총투자")
    ('아동양육비', '', '총투자')
    """
    light = (*light_acts(), *empty_acts())
    while token.endswith(light):
        act = max((w for w in light if token.endswith(w)), key=len)
        token = token[: -len(act)]
    return token


def is_act(token: str) -> bool:
    """The token is an act or ends in one: 참여, 취득, 컨설팅제공."""
    return bool(acts()[0].search(token)) and token not in words("measures")["acts"]["not_acts"]


def is_full_act(text: str) -> bool:
    """The last word says by itself what was held, without whom it was for: 역량교육, 컨설팅."""
    return text.rstrip(" ’”」").endswith(tuple(words("measures")["acts"]["full"]))


def verb_to_act(token: str) -> str | None:
    """The act that a verb is made of: “준공하여” 준공; None for any other word.

    >>> verb_to_act("준공하여"), verb_to_act("통하여"), verb_to_act("준공")
    ('준공', None, None)
    """
    hit = _VERB.search(token)
    stem = token[: hit.start()] if hit else ""
    return stem if len(stem) > 1 and is_act(stem) else None


def is_joint(token: str) -> bool:
    """The word belongs to the next one: “어르신을”, “찾아가는”; 기한 is a noun."""
    return token.endswith(_JOINTS) and not PROTECTED.search(token) and not _NOT_JOINTS.search(token)


@functools.lru_cache(maxsize=4096)
def says_nothing(wording: str) -> bool:
    """A particle, a modifier or a lone syllable is no wording of what was counted.

    >>> says_nothing("로"), says_nothing("기반을 갖춘"), says_nothing("× 최근"), says_nothing("반"), says_nothing("수료")
    (True, True, True, False, False)
    """
    last = wording.split()[-1] if wording.split() else ""
    lexicon = words("measures")["nothing"]
    if len(wording) == 1:
        return wording not in lexicon["but"]
    return (
        wording in lexicon["words"]
        or last.endswith(tuple(lexicon["endings"]))
        or wording[:1] in ("×", "=", "+", "")
    )
