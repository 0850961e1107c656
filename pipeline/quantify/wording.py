"""The words before a figure to the shortest wording that says what was counted."""

from __future__ import annotations

import functools

from pipeline.lexicon import ends_in, has, having, members
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.acts import (
    changes,
    empty_acts,
    is_act,
    is_joint,
    keeps_its_end,
    leaning,
    says_nothing,
    tokens,
    without_particle,
)

_DATE = named("wording.date")
_APART = named("wording.date_or_divisor")
_STATE = named("wording.state_at_end")
_SET_AGAINST = named("wording.set_against_at_end")
_LETTER = lazy_pattern(r"[가-힣A-Za-z]")
_MEASURED = ("measured_money", "measured_rate", "measured_amount", "measured_any")
# what is counted there took place or was set up, so that an act says no more of it: “3회 개최”
EVENTS = frozenset(["times", "cases", "places", "buildings", "sessions", "bodies"])
_NOUNS_OF_ACTS = {
    "places": "place_ending",
    "money": "measured_money",
}  # by the dimension of the unit


@functools.lru_cache(maxsize=8192)
def label_to_wording(text: str, *, head: bool = False) -> str | None:
    """The shortest wording at the end of the words before a figure (head: before its colon).

    >>> label_to_wording(" 일 연계자 수 "), label_to_wording("교육강의 배포 "), label_to_wording("신청자 총 ")
    ('일 연계자 수', '교육강의 배포', '신청자')
    >>> label_to_wording("소상공인 생애주기별 맞춤형 교육 ", head=True), label_to_wording("정비사업 아카데미 운영", head=True)
    ('교육', '아카데미 운영')
    """
    found, head = _label_to_tokens(text, head)
    if not found or has(found[-1], "leads_on") or ends_in(found[-1], "empty_ending"):
        return None
    picked = _without_first(found[-_size(found, head) :])
    picked[-1] = _without_end(picked[-1])
    wording = " ".join(picked)
    return wording if _LETTER.search(wording) and not says_nothing(wording) else None


@functools.cache
def _passed_over() -> frozenset[str]:
    """Words of grain and change, and lone particles."""
    return changes() | members("grain_word") | members("empty_particle")


def _is_spread(text: str, letters: list[str]) -> bool:
    """Whether the words are letters that nothing but blanks parts: “기 구”; “남 · 여” are two.

    >>> _is_spread("기 구", ["기", "구"]), _is_spread("남 · 여", ["남", "여"])
    (True, False)
    """
    alone = len(letters) > 1 and all(len(letter) == 1 for letter in letters)
    return alone and "".join(letters) in "".join(text.split())


def _label_to_tokens(text: str, head: bool) -> tuple[list[str], bool]:
    """The words of a label up to the last that says something: without 추진, 총, dates and 현황;
    whether it now reads as a head.
    """
    found = tokens(text)
    if _is_spread(text, found):
        found = ["".join(found)]  # “기 구”, spread over its line
    while len(found) > 1 and found[-1] in empty_acts() and not is_joint(found[-2]):
        found.pop()
        head = True
    while found and (
        found[-1] in _passed_over() or ends_in(found[-1], "compared") or _APART.match(found[-1])
    ):
        found.pop()
    if found and (len(found) > 1 or len(found[-1]) > 3):  # “(부채 현황) 3,429억원”
        found[-1] = _STATE.sub("", found[-1])
        found = found if found[-1] else found[:-1]
    return found, head


def _size(found: list[str], head: bool) -> int:
    """How many of the last words are one wording: “참여자 수”, “아카데미 운영”, “아동 삶의 질”."""
    last = found[-1]
    if has(last, "bare_quantity"):
        return 2 + (len(found) > 2 and len(found[-3]) == 1)
    if _leans(found, head) and not has(last, "full_act"):
        return 2
    if len(last) == 1 and len(found) > 1:
        return 2 + (len(found) > 2 and ends_in(found[-2], "genitive"))
    return 1


def _without_first(picked: list[str]) -> list[str]:
    """Without what stands before the noun: “총 참여자”, “어르신을 위한”, “투자액은 총투자액”,
    “입찰가격이 추정가격”, “’23년 실적”.
    """
    passed = _passed_over() - members("noun_of_grain")
    while len(picked) > 1 and (picked[0] in passed or is_joint(picked[0])):
        if len(picked[-1]) == 1 or says_nothing(picked[-1]):  # “기준 초과 93개소”
            break
        picked = picked[1:]
    if len(picked) > 1 and _is_subject(picked[0]):
        picked = picked[1:]
    while len(picked) > 1 and _DATE.match(picked[0]):
        picked = picked[1:]
    return picked


def _is_subject(word: str) -> bool:
    """The word is what the next one is said of: 투자액은, 입찰가격이."""
    if _without_subject(word) != word:
        return True
    return ends_in(word, "topic_particle") and without_particle(word) != word


def _without_end(last: str) -> str:
    """The last word without its particle: “기관에”, “주민을”."""
    for particle in having("measure_particle"):
        if last.endswith(particle) and len(last) > len(particle) + 1 and not keeps_its_end(last):
            last = last[: -len(particle)]
            break
    return without_particle(_without_subject(last)).rstrip("=+*×~·‧․ㆍ").strip()


def _without_subject(word: str) -> str:
    """A word without the particle of what something is: “예정가격이 500만원”; the 이 of 놀이 is
    none.

    >>> [_without_subject(word) for word in ("예정가격이", "놀이")]
    ['예정가격', '놀이']
    """
    if word.endswith(having("subject_particle")) and ends_in(word[:-1], *_MEASURED):
        return word[:-1]
    return word


@functools.lru_cache(maxsize=4096)
def fit_to_unit(wording: str, dimension: str | None) -> str:
    """“성문화센터 운영” counted in places is about 성문화센터, “양육비 지원” in money about 양육비:
    the noun of a light act.

    >>> fit_to_unit("가온쉼터 운영", "places"), fit_to_unit("양육비 지원", "money"), fit_to_unit("아카데미 운영", "people")
    ('가온쉼터', '양육비', '아카데미 운영')
    """
    noun, _, act = wording.rpartition(" ")
    if not noun or says_nothing(noun):  # “3년 로 운영”
        return wording
    if dimension in EVENTS and has(act, "act_says_how"):
        return noun
    if not has(act, "fitting_act") or ends_in(noun, "how_modifier"):
        return wording
    endings = _NOUNS_OF_ACTS.get(str(dimension))
    fits = dimension == "time" or (endings and noun.endswith(having(endings)))
    return noun if fits else wording


def item_to_label(text: str) -> str | None:
    """The label of one of several numbers in a bracket, of one syllable too: “(시 1, 구군 16)”.

    >>> item_to_label("시 "), item_to_label(" 어린이집 "), item_to_label(" 총 ")
    ('시', '어린이집', None)
    """
    raw = text.strip(" ·")
    if raw.isalpha() and len(raw) == 1:
        return None if has(raw, "no_label") else raw
    return label_to_wording(text)


def base_to_wording(text: str) -> str | None:
    """“인구대비 12.1%”: a share is named by what it is a share of; “전년 대비” names no base.

    >>> base_to_wording("인구대비 "), base_to_wording("전년대비 "), base_to_wording("계획 대비 ")
    ('인구대비', None, None)
    """
    token = text.split()[-1] if text.split() else ""
    stem = _SET_AGAINST.sub("", token)
    return token if stem and stem != token and not has(stem, "compared_with") else None


def _leans(found: list[str], head: bool) -> bool:
    """The last word needs the one before it: “아카데미 운영”, “일 연계”; a label of two words is
    kept whole, an act with its object.
    """
    act = is_act(found[-1])
    if found[-1] in leaning() or (len(found) > 1 and len(found[-2]) == 1 and act):
        return True
    return not head and (len(found) == 2 or act)
