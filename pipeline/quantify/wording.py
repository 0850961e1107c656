"""Words around a figure to wordings: acts named behind it, labels before it, headers, titles (lexicon/measures.toml)."""

from __future__ import annotations

import functools
import re

from pipeline.lexicon import words
from pipeline.quantify.pieces import LONGEST

_QUOTES = re.compile(r"[’“”‘\"*※○◦ㅇ•▪□■◆▶☞☎‣▸▹▷➲➢❍❖◇◈①-⑳\ue000-\uf8ff]|^[-·.\s]+|[-·.\s]+$")
BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_NUMBERED = re.compile(r"^\s*\d{1,2}(?:-\d{1,2})?[.)]\s*")
_TAIL = re.compile(r"(?:에게|에서|으로|은|는|이|가|을|를|의|에|로|과|와|도|중|등)$")
_PROTECTED = re.compile(
    r"(?:전문가|활동가|지킴이|이야기|어린이|효과|성과|결과|학과|교과|내과|놀이터|회의|강의|협의|평가|참가|증가|여가|국가|마을|프로그램|동의|문의)$"
)
RATES = ("률", "율", "비율", "비중", "도")
_JOINTS = ("을", "를", "에", "의", "한", "는", "된", "및", "적인")
_DATE = re.compile(r"\d+$|[’']?\d{2,4}\s?(?:년도?|\.|[1-4]?분기)?말?$|\d{1,2}(?:월|일)말?$")
# dates, and what a figure is divided by: 반별, 자치구별, 시간당
_APART = re.compile(
    rf"(?:{_DATE.pattern})|[가-힣]{{1,5}}(?<!특)별$"
    r"|\d*(?:인|명|월|일|회|건|시간|개소|가구|세대|팀|반|기관|학교|학급|과정|강좌)당$"
)
_NO_NOUN = ("위한", "통한", "따른", "대한", "위해", "통해", "따라", "부터", "까지")
_VERBAL = ("하는", "되는", "있는", "없는", "받는", "하고", "되고")
_JOSA = re.compile(r"(?<=[가-힣]{2})(?:은|는|을|를|의)$")
_NOT_GENITIVE = re.compile(r"(?:회|강|협|동|문|심|건|논|결|합|정|주|편|예|토|제|창|유|열|호|고|임|명|상|하|모)의$")
_MORE = frozenset(["수", "인원", "건수", "횟수", "비율", "정도", "현황", "실적", "규모"])


@functools.cache
def _acts() -> tuple[re.Pattern[str], frozenset[str], frozenset[str], frozenset[str]]:
    lexicon = words("measures")
    changes = words("numerals")["changes"]
    light = frozenset(lexicon["acts"]["light"])
    leaning = light | frozenset(lexicon["acts"]["light_nouns"])
    change = frozenset(w for key in ("up", "down") for w in changes[key])
    acts = sorted({*lexicon["acts"]["words"], *light}, key=len, reverse=True)
    return re.compile("(?:" + "|".join(map(re.escape, acts)) + ")$"), leaning, change, frozenset(lexicon["strip"]["before"])


@functools.cache
def _empty_acts() -> frozenset[str]:
    return frozenset(words("measures")["acts"]["empty"])


def _has_coda(syllable: str) -> bool:
    return "가" <= syllable <= "힣" and (ord(syllable) - ord("가")) % 28 != 0


def without_particle(token: str) -> str:
    """A noun without 은, 는, 을, 를, 의: only where the syllable before it asks for that form.

    >>> without_particle("대상액의"), without_particle("공사비는"), without_particle("회의"), without_particle("가을")
    ('대상액', '공사비', '회의', '가을')
    """
    hit = _JOSA.search(token)
    if hit is None or token.endswith(_VERBAL) or token in words("measures")["strip"]["not_particles"]:
        return token
    if hit[0] == "의":
        return token if _NOT_GENITIVE.search(token) else token[:-1]
    return token[:-1] if _has_coda(token[-2]) == (hit[0] in "은을") else token


def without_acts(token: str) -> str:
    """“아동양육비지원” without the light act glued to it: 아동양육비; an act alone leaves nothing.

    >>> without_acts("아동양육비지원"), without_acts("운영"), without_acts("총투자")
    ('아동양육비', '', '총투자')
    """
    light = tuple(words("measures")["acts"]["light"]) + tuple(_empty_acts())
    while token.endswith(light):
        act = max((w for w in light if token.endswith(w)), key=len)
        token = token[: -len(act)]
    return token


@functools.cache
def _whole_nouns() -> tuple[str, ...]:
    """Nouns that need no second one: 기관, 자치구, 업체."""
    return tuple(w for w in words("measures")["visits"]["stock_nouns"] if len(w) > 1)


def _tokens(text: str) -> list[str]:
    return [t for t in (_QUOTES.sub("", raw) for raw in text.split()) if t]


def is_act(token: str) -> bool:
    """The token is an act or ends in one: 참여, 취득, 컨설팅제공."""
    return bool(_acts()[0].search(token)) and token not in words("measures")["acts"]["not_acts"]


def is_full_act(text: str) -> bool:
    """The last word says by itself what was held, without whom it was for: 역량교육, 컨설팅."""
    return text.rstrip(" ’”」").endswith(tuple(words("measures")["acts"]["full"]))


def behind_to_counted(text: str) -> tuple[str | None, str | None, str]:
    """The words behind 개: (what is counted, the act glued to it, the words that remain).

    >>> behind_to_counted("강좌운영")
    ('강좌', '운영', '')
    >>> behind_to_counted(" 학습 콘텐츠")[0], behind_to_counted(" 자치구 연계 협력")[0], behind_to_counted(" 운영")[0]
    ('학습 콘텐츠', '자치구', None)
    """
    tokens = text.split()
    taken: list[str] = []
    glued: str | None = None
    for token in tokens[:3]:
        bare = _QUOTES.sub("", token)
        if not bare or bare in _acts()[3] or not ("가" <= bare[0] <= "힣" or bare[0].isalpha()):
            break
        if is_act(bare) and (taken or _acts()[0].fullmatch(bare)):
            break
        if (tail := _TAIL.search(bare)) and len(bare) - len(tail[0]) >= 2 and not _PROTECTED.search(bare):
            if not taken:
                taken.append(bare[: tail.start()])
            break
        if not taken and (act := _acts()[0].search(bare)) and act.start() >= 2 and act[0] in _acts()[1]:
            glued = act[0]
            taken.append(bare[: act.start()])
            break
        taken.append(bare)
        if bare.endswith(_whole_nouns()):
            break
    if len(taken) == 3:  # “자치구 상설 교육장”: a sentence begins, the first noun is what is counted
        del taken[1:]
    return " ".join(taken) or None, glued, " ".join(tokens[len(taken) :])


def behind_to_act(text: str) -> str | None:
    """The act named behind a figure, with the noun that belongs to it.

    >>> behind_to_act(" 일 연계"), behind_to_act(" 전문자격 취득"), behind_to_act("에게 상담")
    ('일 연계', '전문자격 취득', None)
    """
    pattern, _, change, strip = _acts()
    taken: list[str] = []
    if text[:1].strip() and _TAIL.match(text.split()[0]):
        return None
    for at, raw in enumerate(text.split()[:4]):
        token = _QUOTES.sub("", raw)
        if at == 0 and len(token) == 1 and text[0] == raw[0]:
            continue  # “50억원 이상인 공모사업”: 인 belongs to the figure
        if token == "대비":  # “신청 1,200건 대비 처리 1,150건”: the act is the other figure's
            return None
        if token in strip and not taken and token != "일":  # “일 연계” is about work (일), not about a day
            continue
        if token in change or not token:
            return None
        if token.endswith(("을", "를", "에", "에게")) and not is_act(token):
            stem = token[:-1]
            return " ".join([*taken, stem]) if pattern.search(stem) and token[-1] in "을를" else None
        taken.append(token)
        if is_act(token):
            return " ".join(taken[-2:])
    return None


def label_to_wording(text: str, *, head: bool = False) -> str | None:
    """The shortest wording at the end of the words before a figure (head: before its colon).

    >>> label_to_wording(" 일 연계자 수 "), label_to_wording("교육강의 배포 "), label_to_wording("신청자 총 ")
    ('일 연계자 수', '교육강의 배포', '신청자')
    >>> label_to_wording("소상공인 생애주기별 맞춤형 교육 ", head=True), label_to_wording("정비사업 아카데미 운영", head=True)
    ('교육', '아카데미 운영')
    """
    _, _, change, strip = _acts()
    tokens = _tokens(text)
    if len(tokens) > 1 and all(len(token) == 1 for token in tokens):
        tokens = ["".join(tokens)]  # “기 구”, spread over its line
    while len(tokens) > 1 and tokens[-1] in _empty_acts() and not tokens[-2].endswith(_JOINTS):
        tokens.pop()
        head = True
    while tokens and (tokens[-1] in strip or tokens[-1] in change or tokens[-1].endswith("대비") or _APART.match(tokens[-1])):
        tokens.pop()
    if not tokens or tokens[-1] in ("및", "과", "와", "경우") or tokens[-1].endswith((*_NO_NOUN, *_VERBAL)):
        return None
    if tokens[-1] in ("수", "명") and len(tokens) == 1:
        return None
    size = 1
    if tokens[-1] in _MORE:
        size = 2 + (len(tokens) > 2 and len(tokens[-3]) == 1)
    elif _leans(tokens, head):
        size = 2
    elif len(tokens[-1]) == 1 and len(tokens) > 1:  # “아동 삶의 질”
        size = 2 + (len(tokens) > 2 and tokens[-2].endswith("의"))
    picked = tokens[-size:]
    while len(picked) > 1 and (picked[0] in strip - {"일"} or (picked[0].endswith(_JOINTS) and not _PROTECTED.search(picked[0]))):
        if len(picked[-1]) == 1:
            break
        picked.pop(0)
    if len(picked) > 1 and without_particle(picked[0]) != picked[0] and picked[0][-1] in "은는":  # “투자액은 총투자액”
        picked.pop(0)
    while len(picked) > 1 and _DATE.match(picked[0]):  # “’23년 실적(3,069억원)”
        picked.pop(0)
    last = picked[-1]
    for particle in words("measures")["strip"]["particles"]:
        if last.endswith(particle) and len(last) > len(particle) + 1 and last not in words("measures")["strip"]["not_particles"]:
            picked[-1] = last[: -len(particle)]
            break
    picked[-1] = without_particle(picked[-1]).rstrip("=+*×").strip()
    return " ".join(picked) if re.search(r"[가-힣A-Za-z]", "".join(picked)) else None


def base_to_wording(text: str) -> str | None:
    """“인구대비 12.1%”: a share is named by what it is a share of; “전년 대비” names no base.

    >>> base_to_wording("인구대비 "), base_to_wording("전년대비 "), base_to_wording("계획 대비 ")
    ('인구대비', None, None)
    """
    token = text.split()[-1] if text.split() else ""
    stem = token.removesuffix("대비")
    return token if stem and stem != token and stem not in words("measures")["strip"]["not_bases"] else None


def _leans(tokens: list[str], head: bool) -> bool:
    """The last word needs the one before it: “아카데미 운영”, “일 연계”; a label of two words is kept whole, an act with its object."""
    act = is_act(tokens[-1])
    if tokens[-1] in _acts()[1] or (len(tokens) > 1 and len(tokens[-2]) == 1 and act):
        return True
    return not head and (len(tokens) == 2 or act)


@functools.cache
def _titles() -> frozenset[str]:
    return frozenset(words("measures")["strip"]["empty_titles"])


_TOPIC = re.compile(r"(?<![가-힣A-Za-z])([가-힣A-Za-z·]{2,14})(?:은|는)(?=\s)")
_SENTENCE_END = re.compile(r"다\.\s|[\n;]")
_LINE_HEAD = re.compile(r"^(?:[^\w(]|[oOㅇᄋ]){0,3}\(([가-힣·\s]{2,16})\)\s")


def text_to_topic(text: str) -> str | None:
    """What the last sentence of a text is about: the word before 은 or 는.

    >>> text_to_topic("순투자액은 전년 동기 대비 "), text_to_topic("참여하는 시민 ")
    ('순투자액', None)
    """
    sentence = _SENTENCE_END.split(text)[-1]
    for hit in reversed(list(_TOPIC.finditer(sentence))):
        noun = without_particle(hit[0])
        if noun != hit[0] and not hit[0].endswith(_VERBAL) and noun.replace(" ", "") not in _titles():
            return noun
    return None


def line_to_head(text: str) -> str | None:
    """The label in brackets that a line begins with, spread letters closed up: “ㅇ (사 업 비) 1,048백만원”."""
    if hit := _LINE_HEAD.match(text):
        tokens = hit[1].split()
        label = "".join(tokens) if all(len(t) == 1 for t in tokens) else hit[1].strip()
        if label not in words("measures")["strip"]["bare_heads"] and label not in _titles():
            return label
    return None


def line_to_wording(text: str | None) -> str | None:
    """What a line of a programme is about for the lines below it: the label in brackets at its head, else as text_to_wording.

    >>> line_to_wording("(보통교부세) 신규 수요 발굴"), line_to_wording("다래 기초교육 : 2기 운영")
    ('보통교부세', '기초교육')
    """
    return (line_to_head(text) or text_to_wording(text)) if text else None


def text_to_wording(text: str | None) -> str | None:
    """What a title, a header or a line above is about: its last noun, before a colon if it has one."""
    if not text:
        return None
    text = _NUMBERED.sub("", text)
    text = BRACKETS.sub(" ", text)
    head = text.split(":")[0] if ":" in text else re.split(r"\d", text, maxsplit=1)[0] or text
    wording = label_to_wording(head[-LONGEST:], head=True)
    return None if wording in _titles() else wording

