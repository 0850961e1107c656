"""Bare numbers of a text that take their unit from words around them: a declared unit, a total
before their bracket, the line above.
"""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from pipeline.lexicon import values_of
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.draft import Draft
from pipeline.quantify.labels import is_amount, is_measured
from pipeline.quantify.numerals import Numeral
from pipeline.quantify.pieces import Pieces
from pipeline.quantify.units import Declared, Unit, declared_units, word_to_declared

_SUMMAND = lazy_pattern(r"\s?\+\s?\d")
_CLOSED_BEHIND = named("figures.bracket_item_end")
_NOUN_BEFORE = lazy_pattern(r"[가-힣A-Za-z)一-龥]\s?$")
_UNIT_WORD = named("figures.unit_word_first")
_LABEL_BESIDE = lazy_pattern(r"\s?[,·/]\s?([가-힣]{2,8})\s?:?\s?")
_HANGUL_BEFORE = lazy_pattern(r"[가-힣]\s$")
_HEAD_UNIT = lazy_pattern(r"\(([^()\d]{1,12})\)\s?$")


def label_declares(text: str, draft: Draft, pieces: Pieces, index: int) -> bool:
    """“성장 전망(%) : 국내 2.0, 국외 2.1”: the label before the colon declares the unit."""
    colon = pieces.colon_before(index)
    hit = _HEAD_UNIT.search(text[max(0, colon - 20) : colon]) if colon > 0 else None
    declared = word_to_declared(_UNIT_WORD.sub("", hit[1]).strip(" :")) if hit else None
    if declared is None or draft.value is None:
        return False
    give_unit(draft, declared, "header", "declared_by_label")
    return True


def inherits(text: str, drafts: list[Draft], index: int, pieces: Pieces) -> bool:
    """“269개소(양육 20, 그룹홈 26)”: the items of a bracket behind a figure are counted in its
    unit.
    """
    draft = drafts[index]
    noun = _NOUN_BEFORE.search(text[max(0, draft.start - 2) : draft.start])
    summand = (
        _SUMMAND.match(text, draft.end)
        or text[max(0, draft.start - 2) : draft.start].strip() == "+"
    )
    if not (noun or summand) or not (summand or _CLOSED_BEHIND.match(text, draft.end)):
        return False
    opener = pieces.bracket(index)
    if opener < 0:
        return False
    _, figure = pieces.before_bracket(opener)
    if (
        index
        and drafts[index - 1].start > opener
        and drafts[index - 1].unit
        and draft.value is not None
    ):
        figure = (
            index - 1
            if drafts[index - 1].inherited_from is None
            else drafts[index - 1].inherited_from
        )  # “(3명, 시 2, 구 1)”
    if figure is None:
        return _labels_item(text, drafts, index, pieces, opener)
    total = drafts[figure]
    if _exceeds(drafts, total, index, opener, pieces):
        return _labels_item(
            text, drafts, index, pieces, opener
        )  # “3개 권역(동부 4, 서부 5)”: other things than the figure before
    if (
        total.unit is None
        or total.unit.dimension == "rate"
        or draft.value is None
        or total.value is None
        or draft.value > total.value
    ):
        return False
    if total.numeral.multiplier > 1:
        draft.numeral = replace_scale(draft, total.numeral.multiplier)
        if (scaled := draft.value * total.numeral.multiplier) > total.value:
            return False
        draft.value = scaled
    draft.unit, draft.unit_source, draft.rule, draft.inherited_from = (
        total.unit,
        "inherited",
        "items_in_brackets",
        figure,
    )
    return True


def _exceeds(drafts: list[Draft], total: Draft, index: int, opener: int, pieces: Pieces) -> bool:
    """The bare items of the bracket are more than the figure before it, whose parts they would be."""
    if total.value is None or total.start > opener:
        return False
    items = [
        n
        for n in range(max(0, index - 40), min(len(drafts), index + 40))
        if _is_item(drafts[n]) and pieces.bracket(n) == opener
    ]
    scale = total.numeral.multiplier
    values = [
        value if drafts[n].unit is not None else value * scale
        for n in items
        if (value := drafts[n].value) is not None
    ]
    return sum(values, Decimal(0)) > total.value


def _is_item(draft: Draft) -> bool:
    return draft.rule == "items_in_brackets" or (draft.unit is None and draft.rule == "bare_number")


def amount_beside(text: str, drafts: list[Draft], index: int) -> bool:
    """“국비 5,000백만원, 시비 3,000”: an amount whose scale the one before it prints; in doubt,
    because nothing adds up.
    """
    draft = drafts[index]
    if not index or draft.value is None or drafts[index - 1].unit is None:
        return False
    before = drafts[index - 1]
    unit = before.unit
    label = _LABEL_BESIDE.fullmatch(text[before.end : draft.start])
    if (
        unit is None
        or unit.dimension != "money"
        or before.numeral.multiplier < 1000
        or label is None
        or not is_amount(label[1])
    ):
        return False
    give_unit(
        draft, Declared(unit, before.numeral.multiplier, unit.name), "inherited", "amount_beside"
    )
    draft.doubt = "unit_assumed"
    return True


def change_behind(text: str, drafts: list[Draft], index: int) -> bool:
    """“1,500백만원(△200)”: a signed whole number that fills the bracket behind an amount or a count
    is its change, in its unit and scale; “51,288억원(△3.2)” may be a rate and stays without.
    """
    draft, before = drafts[index], drafts[index - 1] if index else None
    if before is None or before.unit is None or before.unit.dimension == "rate":
        return False
    filled = text[before.end : draft.start].strip() == "(" and text.startswith(")", draft.end)
    if not (draft.signed and filled) or draft.numeral.decimals > before.numeral.decimals:
        return False
    scale = before.numeral.multiplier
    give_unit(draft, Declared(before.unit, scale, before.unit.name), "inherited", "change_behind")
    return True


def _labels_item(text: str, drafts: list[Draft], index: int, pieces: Pieces, opener: int) -> bool:
    """“강화(개발센터 6, 새일센터 11)”: items that are labelled and counted one by one, without a
    counter.
    """
    around = [
        n for n in (index - 1, index + 1) if 0 <= n < len(drafts) and pieces.bracket(n) == opener
    ]
    labelled = [
        n
        for n in around
        if _HANGUL_BEFORE.search(text[max(0, drafts[n].start - 2) : drafts[n].start])
    ]
    return bool(labelled) and text[drafts[index].start - 1] == " "


def replace_scale(draft: Draft, factor: int) -> Numeral:
    """The numeral with the scale that another one prints for both."""
    numeral = draft.numeral
    return Numeral(numeral.value * factor, factor, numeral.decimals, numeral.terms, numeral.high)


class Total(NamedTuple):
    """A figure of the line above: its value in the base unit, the scale it is printed in, its unit."""

    value: Decimal
    multiplier: int
    unit: Unit


_WORD_BEFORE = lazy_pattern(r"(?<![가-힣])([가-힣]{1,16})\s?:?\s?$")
LEAST_PARTS = 3  # bare numbers whose sum is no chance
LONGEST_LABEL = 20  # characters before a figure that its label's last word is looked for in
_LABELLED = lazy_pattern(r"(?:[가-힣A-Za-z)一-龥]\s?|:\s?)$")
_UNIT_LINE = named("figures.unit_line")
_LINE_END = named("figures.amount_line_end")


def text_to_unit_line(text: str) -> str | None:
    """The declaration “(단위: 억원)” that a line prints.

    >>> text_to_unit_line("□ 재원별 내역 (단위: 억원)"), text_to_unit_line("단위학교 지원")
    ('(단위: 억원)', None)
    """
    hit = _UNIT_LINE.search(text)
    return hit[0] if hit else None


def line_declares(text: str, draft: Draft, declaration: str | None) -> bool:
    """“(단위: 억원) … 매입비 5.3”: the one unit that the line, or a line over it, declares; in
    brackets behind it a share stays bare.
    """
    listed = declared_units(declaration) if declaration else ()
    if (
        len(listed) != 1
        or draft.value is None
        or not _LABELLED.search(text[max(0, draft.start - 2) : draft.start])
    ):
        return False
    give_unit(draft, listed[0], "caption", "declared_by_line")
    return True


def caption_declares(text: str, draft: Draft, caption: str | None) -> bool:
    """“1. 가람 인건비 52,000,000⏎소계 52,000,000” in a cell under (단위: 원): the amount at the end
    of a cell's line has the table's one unit of money, where the word before it names an amount or
    a total.

    “교육생 1,234” under the same caption stays without a unit: a cell that explains an amount
    counts other things as well.
    """
    listed = declared_units(caption) if caption else ()
    if len(listed) != 1 or listed[0].unit.dimension != "money":
        return False
    if draft.value is None or "," not in text[draft.number_start : draft.tail]:
        return False
    label = _WORD_BEFORE.search(text[max(0, draft.start - LONGEST_LABEL) : draft.start])
    behind = _LINE_END.match(text, draft.end)
    if label is None or behind is None or not _names_amount(label[1]):
        return False
    give_unit(draft, listed[0], "caption", "declared_by_caption")
    return True


def _names_amount(word: str) -> bool:
    """The word before a bare number names money or a total of it.

    >>> [_names_amount(word) for word in ("인건비", "소계", "교육생", "장비")]
    [True, True, False, False]
    """
    return is_measured(word, "money") or word in values_of("total_rank")


def sums_to_line_above(text: str, drafts: list[Draft], over: tuple[Total, ...]) -> None:
    """“총사업비 : 11억원” over “매입비 5.3, 공사비 4.3, 용역비 0.2, 기타 1.2”: bare parts that add
    up to a figure above share its unit.

    Only where they all are labelled and their sum is that figure: anything else stays without a
    unit.
    """
    parts = [d for d in drafts if _is_bare_part(d)]
    if len(parts) < max(2, len(drafts)) or not _are_labelled(text, parts):
        return
    for upper in over:
        if _add_up(parts, upper.multiplier, upper.value):
            declared = Declared(upper.unit, upper.multiplier, upper.unit.name)
            _share_unit(parts, declared, "parts_of_line_above")
            return


def sums_to_figure_before(text: str, drafts: list[Draft]) -> None:
    """“정비 추진(120개소) ▹ 설립 91, 인가 13, 착공 5, 준공 11”: labelled bare numbers that end a text
    and add up to the figure before them share its unit.
    """
    first = len(drafts)
    while first and _is_bare_part(drafts[first - 1]):
        first -= 1
    parts, total = drafts[first:], drafts[first - 1] if first else None
    if len(parts) < LEAST_PARTS or total is None or total.unit is None:
        return
    between = text[total.end : parts[0].start]
    if between.count("(") > between.count(")") or not _are_labelled(text, parts):
        return  # in a bracket behind the figure: inherits()
    scale = total.numeral.multiplier
    if _add_up(parts, scale, total.value):
        _share_unit(parts, Declared(total.unit, scale, total.unit.name), "parts_of_figure_before")


def _is_bare_part(draft: Draft) -> bool:
    bare = draft.unit is None and draft.rule == "bare_number"
    return bare and draft.value is not None and not draft.signed


def _are_labelled(text: str, parts: list[Draft]) -> bool:
    return all(_LABELLED.search(text[max(0, d.start - 2) : d.start]) for d in parts)


def _add_up(parts: list[Draft], scale: int, total: Decimal | None) -> bool:
    return scale * sum((d.value for d in parts if d.value is not None), Decimal(0)) == total


def _share_unit(parts: list[Draft], declared: Declared, rule: str) -> None:
    for draft in parts:
        give_unit(draft, declared, "inherited", rule)


def give_unit(draft: Draft, declared: Declared, source: str, rule: str) -> None:
    """The unit and scale that a bare number takes from elsewhere."""
    draft.unit, draft.unit_source, draft.rule = declared.unit, source, rule
    if declared.multiplier != 1 and draft.numeral.multiplier == 1:
        draft.numeral = replace_scale(draft, declared.multiplier)
        for name in ("value", "first", "last"):
            if (value := getattr(draft, name)) is not None:
                setattr(draft, name, value * declared.multiplier)
