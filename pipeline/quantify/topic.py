"""What a sentence, a line, a heading or a title is about, for the figures that have no words of
their own.
"""

from __future__ import annotations

import functools

from pipeline.lexicon import ends_in, has, members
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.acts import BRACKETS, without_particle
from pipeline.quantify.pieces import LONGEST
from pipeline.quantify.wording import label_to_wording

_NUMBERED = lazy_pattern(r"^\s*\d{1,2}(?:-\d{1,2})?[.)]\s*")
_TOPIC = named("wording.topic")
_SENTENCE_END = named("wording.sentence_end")
_LINE_HEAD = named("wording.bracket_at_head")
_DIGIT = lazy_pattern(r"\d")


@functools.cache
def _titles() -> frozenset[str]:
    return members("empty_title")


def text_to_topic(text: str) -> str | None:
    """What the last sentence of a text is about: the word before 은 or 는.

    >>> text_to_topic("순투자액은 전년 동기 대비 "), text_to_topic("참여하는 시민 ")
    ('순투자액', None)
    """
    sentence = _SENTENCE_END.split(text)[-1]
    for hit in reversed(list(_TOPIC.finditer(sentence))):
        noun = without_particle(hit[0])
        if (
            noun != hit[0]
            and not ends_in(hit[0], "modifier_ending")
            and noun.replace(" ", "") not in _titles()
        ):
            return noun
    return None


def line_to_head(text: str) -> str | None:
    """The label in brackets that a line begins with, spread letters closed up: “ㅇ (사 업 비)
    1,048백만원”.
    """
    if hit := _LINE_HEAD.match(text):
        tokens = hit[1].split()
        label = "".join(tokens) if all(len(t) == 1 for t in tokens) else hit[1].strip()
        if not has(label, "statement_head") and label not in _titles():
            return label
    return None


def line_to_wording(text: str | None) -> str | None:
    """What a line of a programme is about for the lines below it: the label in brackets at its
    head, else as text_to_wording.

    >>> line_to_wording("(보통교부세) 신규 수요 발굴"), line_to_wording("다래 기초교육 : 2기 운영")
    ('보통교부세', '기초교육')
    """
    return (line_to_head(text) or text_to_wording(text)) if text else None


def _without_figures(text: str) -> str:
    """“3개 노선 12대 운행, 탑승객 96,480명” without its figures: what such a line is about is its
    last noun.
    """
    return " ".join(token for token in text.split() if not token[0].isdecimal())


def text_to_wording(text: str | None) -> str | None:
    """What a title, a header or a line above is about: its last noun, before a colon if it has one."""
    if not text:
        return None
    text = _NUMBERED.sub("", text)
    text = BRACKETS.sub(" ", text)
    head = (
        text.split(":")[0]
        if ":" in text
        else _DIGIT.split(text, maxsplit=1)[0] or _without_figures(text)
    )
    wording = label_to_wording(head[-LONGEST:], head=True)
    return None if wording in _titles() else wording
