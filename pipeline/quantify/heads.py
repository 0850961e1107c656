"""Words at the places that head a figure: the label in brackets, the colon, the formula, the
bracket of rates.
"""

from __future__ import annotations

import functools

from pipeline.lexicon import ends_in, has, members
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.acts import BRACKETS, is_act, tokens
from pipeline.quantify.draft import Draft
from pipeline.quantify.labels import is_period
from pipeline.quantify.pieces import LONGEST, Pieces
from pipeline.quantify.wording import label_to_wording

_EQUATION = lazy_pattern(r"([가-힣A-Za-z]{2,20})\s?=[^=\n]{0,200}$")
_LISTED = lazy_pattern(r"\s*\[([가-힣\s]{2,10})\][^\n▸▹]{1,320}(?=[▸▹])")
_WITH_DIGITS = lazy_pattern(
    r"(?<!\S)[^\s\d]{0,3}\d[^\s]{0,6}?%(?=[가-힣])"
)  # the 92.3% of “92.3%집행”
_IN_FORMULA = lazy_pattern(r"[*×+=/(-]\s?$")
_MEANS = named("wording.means_particle")
_PIECE_END = lazy_pattern(r"[\n;:,\])]")
_TITLE_MARKS = lazy_pattern(r"[「」『』<>《》]")


def equation_to_name(text: str, draft: Draft) -> str | None:
    """The left side of the formula that a number without a unit stands in: “보정계수 = 0.1 × 비중 +
    0.2”.
    """
    before = text[max(0, draft.start - LONGEST * 2) : draft.number_start]
    hit = _EQUATION.search(before) if _IN_FORMULA.search(before) else None
    return hit[1] if hit else None


def suffix_before(text: str, begin: int) -> str:
    """“신규임용(후보)자 990명”, “순융자 규모(지출-회수)는 8조원”: the words before a bracket that a
    syllable behind it completes, or a particle goes on with.
    """
    suffix = text[begin : begin + 3].split(" ")[0]
    particle = has(suffix, "topic_particle") or has(suffix, "subject_particle")
    if not (particle or has(suffix, "noun_suffix")) or (opener := text.rfind("(", 0, begin)) < 0:
        return ""
    words = text[max(0, opener - LONGEST) : opener].split(" ")
    return " ".join(words[-2:]) if particle else words[-1][-12:]


def rate_before_bracket(text: str, draft: Draft, pieces: Pieces, index: int) -> str | None:
    """“일정 비율(단순한 공종 10%, …)”: the rates in a bracket are what the word before it says."""
    opener = pieces.bracket(index)
    if draft.unit is None or draft.unit.dimension != "rate" or opener < 0:
        return None
    begin, figure = pieces.before_bracket(opener)
    wording = label_to_wording(text[begin:opener], head=True) if figure is None else None
    return wording if wording and ends_in(wording, "measured_rate") else None


def bracket_head_to_wording(head: str) -> str | None:
    """The label in brackets at a line's head; “(허브기관 조성)” keeps the noun with its act.

    >>> bracket_head_to_wording("허브기관 조성"), bracket_head_to_wording("실적"), bracket_head_to_wording("상반기")
    ('허브기관 조성', None, None)
    """
    if head in _bare_heads() or is_period(head):
        return None
    return label_to_wording(head, head=False)


def colon_to_wording(text: str, colon: int) -> str | None:
    """The last noun before the colon (or ▸) at that position; “교육 실시로 안전 강화 ▸ 5회” counts
    the means, not the end.
    """
    window = text[max(0, colon - LONGEST) : colon]
    if text[colon] in "▸▹" and (listed := _LISTED.match(text)) and listed.end() <= colon:
        return (
            listed[1].strip()
        )  # “[과정] 가람 이해, 나래 기초 등 ▸5과정 5회”: what stands before the mark are examples
    window = BRACKETS.sub(" ", _WITH_DIGITS.sub(" ", window))
    last = _PIECE_END.split(_TITLE_MARKS.sub(" ", window))[-1]
    return label_to_wording(_to_means(last), head=True)


def _to_means(phrase: str) -> str:
    """The part up to an act of means: “의견 청취 기회 부여로 권익보호” is about 기회 부여."""
    found = tokens(phrase)
    for at in range(len(found) - 2, 0, -1):
        stem = _MEANS.sub("", found[at])
        if stem != found[at] and len(stem) > 1 and is_act(stem):
            return " ".join([*found[:at], stem])
    return phrase


def only_places(wording: str, draft: Draft) -> bool:
    """“기간: ’25. 2.~11. * 2과정 8회”: a head that says when, where or how is no measure of
    anything but time.
    """
    timed = draft.unit is not None and draft.unit.dimension == "time"
    return not timed and has(wording, "placing_head")


@functools.cache
def _bare_heads() -> frozenset[str]:
    return members("statement_head")
