"""One text to its figures and the digits that are none: every run of digits ends in exactly one of
them.
"""

from __future__ import annotations

import functools
from decimal import Decimal

from pipeline.lexicon import has, having, values_of, words
from pipeline.pattern import Match, lazy_pattern, named
from pipeline.quantify.aside import GREAT, Aside, read_aside
from pipeline.quantify.draft import Draft
from pipeline.quantify.numerals import (
    MOST_DIGITS,
    NATIVE,
    NATIVE_GATE,
    TEN_THOUSAND,
    Numeral,
    read_numeral,
    read_plain,
    read_scale,
    scales,
)
from pipeline.quantify.spelt import (
    is_free,
    native_to_draft,
    read_fraction,
    read_odds,
    read_part_of_one,
    read_power,
)
from pipeline.quantify.torn import read_apart, read_mistyped
from pipeline.quantify.units import (
    Unit,
    has_senses,
    read_unit,
    sense,
    unit_implied,
    unit_named,
    word_to_declared,
)
from pipeline.quantify.unlisted import read_unlisted

# Where reading may begin: a run of digits, a circled number (numbering, never a figure).
_TRIGGER = lazy_pattern(r"\d+|[①-⑳⑴-⒇㉑-㉟㊱-㊿❶-❿➀-➓⓵-⓾]")
_SIGN = lazy_pattern(r"(?:[△▲▽▼]\s?|[+↑⇧↓⇩⬆⬇]\s?|(?:(?<=^)|(?<=[\s(:,→\[~]))-\s?)$")
_LEADS_SIGN = named("figures.leads_sign")
_CURRENCY = named("figures.currency_before")
_SCALE_APART = named("figures.scale_apart")
_WRAPPED = named("figures.wrapped_unit")
_OUT_OF = named("figures.mark_out_of")
_MINUTES = named("figures.minutes")
_PIECE_END = lazy_pattern(r"[,;\n]|\d(?=[가-힣%)]*\s)")
_SIGN_IN_BRACKETS = lazy_pattern(r"\((?:[△▲▽▼-])\)\s?$")
_ABOUT = named("figures.about")
_TO = named("figures.range_to")
_OVER = named("figures.over")
_OVER_OF_DURATION = named("figures.over_of_duration")
_PART_OF_ONE = named("figures.part_of_one")
_COMPARED = named("figures.compared")
_BEHIND = named("figures.bound_behind")
_ARROW_BEHIND = lazy_pattern(r"\s?[↑↓⇧⇩⬆⬇]")
_UNIT_IN_BRACKETS = lazy_pattern(r"\s?\(([가-힣㎡%A-Za-z]{1,6})\)")
_HANGUL = lazy_pattern(r"[가-힣]")
LOOK_BACK = 12
LONGEST_CURRENCY = 4  # characters of “US$ ”
LEAST_MONEY = 10_000_000  # a bare number in words of scale may be money from here on


def text_to_figures(text: str, kind: str) -> tuple[list[Draft], list[Aside]]:
    """All figures and all digits that measure nothing, in order; `text` is folded.

    >>> drafts, asides = text_to_figures("’24년 92개 학과, 총 2,308명 수료", "line")
    >>> [(d.value, d.unit.name) for d in drafts], [a.reason for a in asides]
    ([(Decimal('92'), '개'), (Decimal('2308'), '명')], ['date'])
    """
    drafts: list[Draft] = []
    asides: list[Aside] = []
    pos = 0
    while hit := _TRIGGER.search(text, pos):
        found = _read_at(text, hit, pos, kind)
        pos = found.end
        if isinstance(found, Aside):
            asides.append(found)
        else:
            drafts.append(found)
    if NATIVE_GATE.search(text):
        drafts.extend(_spelt(text, drafts, asides))
        drafts.sort(key=lambda d: d.start)
    return drafts, asides


def _read_at(text: str, hit: Match[str], floor: int, kind: str) -> Draft | Aside:
    """The figure or the left-out digits that begin at a run of digits; nothing before floor belongs
    to them.
    """
    start = hit.start()
    if not hit[0][0].isdecimal():
        return Aside(start, start + 1, "numbering", "circled_number")
    if len(hit[0]) > MOST_DIGITS:
        return Aside(start, hit.end(), "unread", "too_long")
    if aside := read_aside(text, start, kind):
        return aside._replace(start=max(aside.start, floor))
    return (
        read_mistyped(text, start, kind)
        or read_figure(text, start, floor)
        or Aside(start, hit.end(), "unread", "no_rule")
    )


def _spelt(text: str, drafts: list[Draft], asides: list[Aside]) -> list[Draft]:
    """Numbers in words (“두 차례”) where no digits were read."""
    found = [draft for hit in NATIVE.finditer(text) if (draft := native_to_draft(hit)) is not None]
    taken = (
        sorted([(d.start, d.end) for d in drafts] + [(a.start, a.end) for a in asides])
        if found
        else []
    )
    spelt = [draft for draft in found if is_free(taken, draft.start, draft.end)]
    for draft in spelt:
        _read_behind(text, draft)
    return spelt


def read_figure(text: str, pos: int, floor: int = 0) -> Draft | None:
    """The figure whose first digit stands at pos; its sign and 약 are looked for no further back
    than floor.
    """
    read = read_apart(text, pos) or read_numeral(text, pos)
    if read is None:
        return None
    end, numeral = read
    if part := _PART_OF_ONE.match(text, end):
        return read_part_of_one(text, pos, part.end(), numeral)
    if (
        other := read_fraction(text, pos, end, numeral)
        or read_odds(text, pos, end, numeral)
        or read_power(text, pos, end, numeral)
    ):
        return other
    draft = _numeral_to_draft(text, pos, end, numeral)
    _read_currency(text, draft, floor)
    _read_before(text, draft, floor)
    _read_range(text, draft)
    _read_behind(text, draft)
    return draft


def _numeral_to_draft(text: str, pos: int, end: int, numeral: Numeral) -> Draft:
    """The number with 여 and its unit: “1천여명”, “250여 명”, “12개기관”, “15(명)”."""
    approx = None
    if over := _OVER.match(text, end):
        approx, end = over[0], over.end()
        end = _scale_behind_over(text, end, numeral)
    after, unit, rule = _unit_at(text, end, numeral)
    doubt = None
    if unit is None and approx is None and (short := _unscaled(text, pos, numeral)):
        end, numeral = short
        after, unit, rule = _unit_at(text, end, numeral)
    elif unit is None and (rare := read_unlisted(text, pos, end)):
        after, unit, rule = rare
        doubt = "unit_unlisted" if unit.dimension == "unlisted" else None
    if numeral.multiplier == 1 and GREAT.match(text, end):
        return _great_draft(pos, end + 1, numeral)
    draft = Draft(
        pos,
        after,
        pos,
        after,
        numeral,
        numeral.value,
        unit,
        rule,
        "printed" if unit else None,
        approx=approx,
        doubt=doubt,
        unit_end=after,
    )
    if unit is not None:
        _read_rest_of_duration(text, draft, unit)
    return draft


def _great_draft(pos: int, end: int, numeral: Numeral) -> Draft:
    """“4대 영역”: what is counted stands behind the 대."""
    return Draft(
        pos,
        end,
        pos,
        end,
        numeral,
        numeral.value,
        unit_implied("counter_of_any"),
        "great_four",
        "printed",
        great=True,
        unit_end=end,
    )


def _read_rest_of_duration(text: str, draft: Draft, unit: Unit) -> None:
    """“3시간 30분” is one duration; so is “3년여”."""
    minutes = _MINUTES.match(text, draft.end) if has(unit.name, "hours") else None
    if minutes and draft.value is not None:
        draft.value += Decimal(minutes[1]) / 60
        draft.end = draft.tail = draft.unit_end = minutes.end()
        draft.rule = "hours_and_minutes"
    over = _OVER_OF_DURATION.match(text, draft.end) if unit.kind == "duration" else None
    if over and draft.approx is None:
        draft.approx, draft.end, draft.tail = over[0], over.end(), over.end()


def _scale_behind_over(text: str, end: int, numeral: Numeral) -> int:
    """“4,000여억원”, “9조 6,300여억원”, “3억5천여만원”: the scale of the last terms stands behind
    their 여.
    """
    scale = read_scale(text, end)
    if (
        scale is None
        or not numeral.terms
        or numeral.multiplier > (1000 if scale[1] >= 10_000 else 1)
    ):
        return end
    below = (
        numeral.value % 10_000
        if len(numeral.terms) > 1
        and scales().get(numeral.terms[0][1], TEN_THOUSAND) >= TEN_THOUSAND
        else numeral.value
    )
    numeral.value += below * (scale[1] - 1)
    numeral.multiplier *= scale[1]
    numeral.terms = (*numeral.terms[:-1], (numeral.terms[-1][0], numeral.terms[-1][1] + scale[2]))
    return scale[0]


def _unit_at(text: str, end: int, numeral: Numeral) -> tuple[int, Unit | None, str]:
    """The unit behind a numeral, after at most one blank; 원 where a bare 억 or 조 says money."""
    blank = text.startswith(" ", end) or _WRAPPED.match(text, end) is not None  # “221⏎만원”
    for start in (end, end + 1) if blank else (end,):
        if hit := read_unit(text, start):
            return hit[0], hit[1], "number_unit"
    if _OUT_OF.match(text, end):  # “4.5/5점”
        return end, unit_implied("mark_unit"), "mark_out_of"
    if numeral.multiplier == 1 and (found := _scaled_unit(text, end, numeral, blank=blank)):
        return found
    money = numeral.multiplier >= LEAST_MONEY and _says_money(numeral)
    if money and not _counts_teams(text, end, numeral):
        return end, unit_implied("unit_of_bare_scale"), "bare_hundred_million"
    return end, None, "bare_number"


def _scaled_unit(
    text: str, end: int, numeral: Numeral, *, blank: bool
) -> tuple[int, Unit, str] | None:
    """“1,234 천원”, “12(백만원)”: the unit behind a blank or in brackets, whose scale the numeral
    takes.
    """
    if blank and (apart := _SCALE_APART.match(text, end)):
        declared = word_to_declared(apart[1])
        if declared is not None and declared.multiplier > 1:
            _scale(numeral, declared.multiplier)
            return apart.end(), declared.unit, "number_unit"
    bracket = _UNIT_IN_BRACKETS.match(text, end)
    if bracket and (declared := word_to_declared(bracket[1])):
        _scale(numeral, declared.multiplier)
        return bracket.end(), declared.unit, "unit_in_brackets"
    return None


def _scale(numeral: Numeral, factor: int) -> None:
    numeral.multiplier = factor
    numeral.value *= factor


def _says_money(numeral: Numeral) -> bool:
    """A bare 억 or 조 is money, and so is “1억2천”."""
    return any(has(scale[-1:], "scale_of_money") for _, scale in numeral.terms[-2:])


def _counts_teams(text: str, end: int, numeral: Numeral) -> bool:
    """“3조 편성”: a small whole number of 조 before an act of grouping."""
    teams = has(numeral.terms[-1][1], "scale_or_teams")
    if not teams or len(numeral.terms) > 1 or numeral.decimals:
        return False
    return text[end : end + 4].lstrip().startswith(_team_words())


@functools.cache
def _team_words() -> tuple[str, ...]:
    return tuple(word.strip() for word in having("team_word"))


def _unscaled(text: str, pos: int, numeral: Numeral) -> tuple[int, Numeral] | None:
    """A scale word that is none: the 조 of “3조 편성” counts teams, the 천 of “3천안” begins a
    name.
    """
    if not numeral.terms or not numeral.terms[-1][1]:
        return None
    plain = read_plain(text, pos)
    scale = read_scale(text, plain[0]) if plain else None
    if plain is None or scale is None or len(numeral.terms) > 1:
        return None
    hangul_follows = _HANGUL.match(text, scale[0]) and not _BEHIND.match(text, scale[0])
    if hangul_follows or has(scale[2], "scale_or_teams"):
        return plain[0], Numeral(plain[1], 1, plain[2], ((text[pos : plain[0]], ""),))
    return None


def _read_currency(text: str, draft: Draft, floor: int) -> None:
    """“₩1,200”, “US$ 3백만”: the currency stands before the number and belongs to the quote."""
    hit = _CURRENCY.search(text[max(floor, draft.start - LONGEST_CURRENCY) : draft.start])
    if hit is None:
        return
    unit = unit_named(hit["sign"])
    guessed = draft.unit is None or draft.rule == "bare_hundred_million"
    if guessed or draft.unit == unit:
        draft.start -= len(hit[0])
        draft.unit, draft.unit_source = unit, "printed"
        if guessed:
            draft.rule = "currency_before"


def _read_before(text: str, draft: Draft, floor: int) -> None:
    """Sign and 약: they belong to the quote. △ ▲ - ↓ make the value negative."""
    window = text[max(floor, draft.start - 4) : draft.start]
    if hit := _SIGN_IN_BRACKETS.search(window):  # “(-)3억원”
        draft.start -= len(hit[0])
        draft.signed = draft.negative = True
        draft.value = -draft.value if draft.value is not None else None
    elif sign := _SIGN.search(window):
        mark = sign[0].strip()
        if not _is_bullet(text, draft, window, sign):
            draft.start -= len(sign[0])
            draft.signed = True
            draft.negative = mark in words("marks")["signs"]["minus"]
            if draft.value is not None and draft.negative:
                draft.value = -draft.value
    window = text[max(floor, draft.start - 4) : draft.start]
    if about := _ABOUT.search(window):
        draft.start -= len(about[0])
        draft.approx = about["word"]


def _is_bullet(text: str, draft: Draft, window: str, sign: Match[str]) -> bool:
    """“▲ 3개소 운영”: a triangle with a blank before a counted thing marks an item; so does a dash
    at the line's start. Behind a word of change or comparison it is the sign: “전년 대비 △ 3개소”.
    """
    at = draft.start - len(sign[0])
    if _LEADS_SIGN.search(text[max(0, at - LOOK_BACK) : at]):
        return False
    counted = draft.unit is not None and draft.unit.dimension not in ("rate", "money", "mark")
    if sign[0][0] in "△▲▽▼":
        return sign[0].endswith(" ") and counted
    if sign[0][0] == "+":  # “1,900 + 400” is a sum, “(+400” a change
        before = text[max(0, at - 2) : at].strip()[-1:]
        return before.isalnum() or before in tuple(")]}")  # “(0.1*비중)+0.2” too
    if sign[0][0] == "-":
        return _is_dash(text, draft, at, counted=counted, apart=len(sign[0]) > 1)
    return False


def _is_dash(text: str, draft: Draft, at: int, *, counted: bool, apart: bool) -> bool:
    """“제2024-97호”, “- 3개소 운영”: a dash at `at` that joins or opens an item, and is no minus.
    Apart from its figure it is one only where a cell holds nothing else: “- 1,234”.
    """
    if at > 0 and text[at - 1] not in " (:,→[~\n":
        return True
    if apart:
        return bool(text[:at].strip(" (")) or bool(text[draft.end :].strip(" )"))
    return counted and (at == 0 or text[at - 1] in "\n ")


def _read_range(text: str, draft: Draft) -> None:
    """“10~15명”, “200~500억”, “10만원~20만원”: one quantity with two ends and no value."""
    hit = _TO.match(text, draft.tail)
    if hit is None or draft.value is None or draft.signed:
        return
    second_at = hit.end() + len(hit["word"] or "")
    second_at += text.startswith(" ", second_at)
    read = read_numeral(text, second_at)
    if read is None:
        return
    other = _numeral_to_draft(text, second_at, *read)
    if other.value is None or not _are_ends(draft, other, joint=hit[0]):
        return
    first = draft.value
    if (
        draft.numeral.multiplier == 1
        and draft.unit is None
        and other.numeral.multiplier > 1
        and len(other.numeral.terms) == 1
    ):
        first *= other.numeral.multiplier  # 200~500억: the scale is printed once
    if first > other.value:
        return
    draft.first, draft.last, draft.value, draft.bound = first, other.value, None, "range"
    draft.numeral, draft.rule, draft.approx = other.numeral, "range", draft.approx or other.approx
    if other.unit is not None:
        draft.unit, draft.unit_source = other.unit, other.unit_source
    draft.end = draft.tail = draft.unit_end = other.tail


def _are_ends(draft: Draft, other: Draft, *, joint: str) -> bool:
    """Whether two numbers are the ends of one range: of one unit, which the second prints, or both
    in words of scale, “3600만~6700만”. A dash joins only what grows: “10-15명”.
    """
    units = {unit.name for unit in (draft.unit, other.unit) if unit is not None}
    if joint == "-":
        grows = (other.value or Decimal(0)) > (draft.value or Decimal(0))
        return draft.unit is None and other.unit is not None and grows
    scaled = min(draft.numeral.multiplier, other.numeral.multiplier) >= TEN_THOUSAND
    return len(units) == 1 or (not units and scaled)


def _read_behind(text: str, draft: Draft) -> None:
    """이상, 미만, 내외 … and an arrow behind the unit; both belong to the quote."""
    hit = _BEHIND.match(text, draft.end)
    if hit and not _begins_a_word(text, draft, hit):
        if has(hit[1], "exceeds") and _exceeds(text, draft):
            return
        draft.end = hit.end()
        if bound := values_of("bound").get(hit[1]):
            draft.bound = draft.bound or bound
        else:
            draft.approx = draft.approx or hit[1]
    arrow = _ARROW_BEHIND.match(text, draft.end)
    if arrow and not draft.signed and not text[arrow.end() : arrow.end() + 1].isdecimal():
        draft.end, draft.signed = arrow.end(), True
        draft.negative = arrow[0].strip() in words("marks")["signs"]["arrows_down"]
        if draft.negative and draft.value is not None:
            draft.value = -draft.value


def _begins_a_word(text: str, draft: Draft, hit: Match[str]) -> bool:
    """“30 이상기후”: behind a bare number and a blank, a bound that goes on is none."""
    apart = draft.unit is None and hit[0].startswith(" ")
    return apart and bool(text[hit.end() : hit.end() + 1].strip(" ,)]"))


def _exceeds(text: str, draft: Draft) -> bool:
    """“목표 대비 649억원 초과”, “1.5%p 초과”: more by so much; no bound."""
    points = draft.unit is not None and draft.unit.name == "%p"
    return points or bool(_COMPARED.search(text[max(0, draft.start - LOOK_BACK) : draft.start]))


def draft_to_sense(text: str, draft: Draft, labels: tuple[str, ...] = ()) -> None:
    """The unit in the sense that its neighbours give it: the words of its own comma piece, then the
    labels around its cell.
    """
    if draft.unit is not None and has_senses(draft.unit):
        left = _PIECE_END.split(text[max(0, draft.start - 24) : draft.start])[-1]
        right = " ".join((_PIECE_END.split(text[draft.end : draft.end + 12])[0], *labels))
        size: Decimal | None = draft.value if draft.value is not None else draft.last
        draft.unit = sense(draft.unit, left + " " + right, size)
