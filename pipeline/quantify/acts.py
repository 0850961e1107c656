"""Single words: which are acts (참여, 역량교육, 준공하여), which are particles or modifiers and say
nothing of what was counted.
"""

from __future__ import annotations

import functools

from pipeline.lexicon import ends_in, has, having, members
from pipeline.particle import final_sound
from pipeline.pattern import lazy_pattern, named

_QUOTES = named("wording.bullets_and_quotes")
BRACKETS = lazy_pattern(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
TAIL = named("wording.particle_at_end")
ACT = named("wording.act_at_end")
_JOSA = named("wording.particle_of_noun")
_NOT_GENITIVE = named("wording.noun_in_ui")
_VERB = named("wording.verb_of_act")


@functools.cache
def leaning() -> frozenset[str]:
    """Words that lean on the noun before them: 운영, 사업."""
    return members("light_act") | members("light_noun")


@functools.cache
def changes() -> frozenset[str]:
    """Words of change: 증가, 감소."""
    return members("rises") | members("falls")


@functools.cache
def empty_acts() -> frozenset[str]:
    """Acts that say nothing even beside their noun: 추진, 확대."""
    return members("empty_act")


@functools.cache
def light_acts() -> tuple[str, ...]:
    """Acts that say nothing by themselves: 운영, 지원."""
    return having("light_act")


def tokens(text: str) -> list[str]:
    """The words of a text without bullets, quotation marks and stars."""
    return [t for t in (bare(raw) for raw in text.split()) if t]


def bare(token: str) -> str:
    """A word without bullets, quotation marks and stars around it."""
    return _QUOTES.sub("", token)


def without_particle(token: str) -> str:
    """A noun without 은, 는, 을, 를, 의: only where the syllable before it asks for that form.

    >>> without_particle("대상액의"), without_particle("공사비는"), without_particle("회의"), without_particle("가을")
    ('대상액', '공사비', '회의', '가을')
    """
    hit = _JOSA.search(token)
    if hit is None or keeps_its_end(token) or ends_in(token, "modifier_ending"):
        return token
    if has(hit[0], "genitive"):
        return token if _NOT_GENITIVE.search(token) else token[:-1]
    closed = final_sound(token[-2]) != 0
    return token[:-1] if closed == has(hit[0], "particle_after_coda") else token


def keeps_its_end(token: str) -> bool:
    """A noun that only ends like a particle or a verb: 마을, 효과, 권한."""
    return ends_in(token, "particle_like_noun")


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
    return token.endswith(_act_endings()) and not has(token, "no_act")


@functools.cache
def _act_endings() -> tuple[str, ...]:
    return having("act") + having("light_act")


def is_full_act(text: str) -> bool:
    """The last word says by itself what was held, without whom it was for: 역량교육, 컨설팅."""
    return ends_in(text.rstrip(" ’”」"), "full_act")


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
    return ends_in(token, "joint_ending") and not keeps_its_end(token)


@functools.lru_cache(maxsize=4096)
def says_nothing(wording: str) -> bool:
    """A particle, a modifier or a lone syllable is no wording of what was counted.

    >>> says_nothing("로"), says_nothing("기반을 갖춘"), says_nothing("× 최근"), says_nothing("반"), says_nothing("수료")
    (True, True, True, False, False)
    >>> says_nothing("3년 로")
    True
    """
    last = wording.split()[-1] if wording.split() else ""
    if len(wording) == 1:
        return not has(wording, "one_syllable_noun")
    return (
        has(wording, "empty_word")
        or has(last, "empty_particle")
        or ends_in(last, "empty_ending")
        or wording[:1] in ("×", "=", "+", "")
    )
