"""What the words around a table cell say was counted: headers, row labels, the caption, the
headings over the table.

A label names a measure (예산액, 경상수입, 이용률) or only divides (2023년, 미국, 일반회계). The
nearest one that names a measure for figures in this unit wins, from the innermost header outwards,
then along the row, then the caption and the headings.
"""

from __future__ import annotations

import functools

from pipeline.lexicon import ends_in, has, having, members
from pipeline.lexicon.twins import label_to_twin
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.acts import is_act, without_acts
from pipeline.quantify.codes import names_quantity
from pipeline.quantify.units import Unit, declared_units
from pipeline.quantify.wording import label_to_wording

_FORMULA = named("wording.date_or_formula")
_ITEM_NUMBER = named("wording.item_number")
_FIGURE_LABEL = named("wording.figure_in_label")
# what numbers a label and is no figure in it: “(1)인력지원비”, “융자금(450-04)”, “경상수입1)”
_NUMBERS = lazy_pattern(
    r"^\W{0,3}\d{1,2}[).]\s?(?=[가-힣])|\(\d+(?:-\d+)+\)|(?<=[가-힣)])\d{1,2}\)|[*†]+$"
)
_FOOTNOTE = lazy_pattern(r"(?<=[가-힣)])\d{1,2}\)|[*†]+$")
_FIGURE_AT_END = lazy_pattern(
    r"[\s#~-]*\d[\d,.~\s-]*$"
)  # a total's figure in the header: 연인원15,713
_ROW_NUMBER = lazy_pattern(r"\d{1,3}\.?$")
_BULLET = named("wording.bullet_at_head")
_PAIR = lazy_pattern(r"^([^()\[\]]*[가-힣])\s?[(\[]([가-힣\s·]{2,12})[)\]]$")
_WHOLE_BRACKET = lazy_pattern(r"^\s*[(\[<〈【]([^()\[\]<>]{2,30})[)\]>〉】]\s*$")
_WHOLE_LABEL = lazy_pattern(r"\s*\(([가-힣 ]{3,20})\)\s*")
_BRACKETS = lazy_pattern(r"\([^()]{0,80}\)?|\[[^\[\]]{0,80}\]")
_LETTER = lazy_pattern(r"[가-힣A-Za-z]")
_MEASURED = {  # by the dimension of the unit
    "money": "measured_money",
    "people": "measured_people",
    "rate": "measured_rate",
    "time": "measured_time",
    "area": "measured_area",
}
_STEPS_BACK = 4  # words of a heading that are looked at, from its end


@functools.lru_cache(maxsize=4096)
def rows_to_labels(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells left of a figure that label its row: those before the first that holds a figure
    itself, without the row's number.

    >>> rows_to_labels(("1인 가구", "423,227", "455,207")), rows_to_labels(("자본지출4)", "414"))
    (('1인 가구',), ('자본지출4)',))
    >>> rows_to_labels(("(1)인력지원비", "1,240")), rows_to_labels(("융자금(450-04)", "12"))
    (('(1)인력지원비',), ('융자금(450-04)',))
    >>> rows_to_labels(("건물", "1,662동", "3,110천㎡"))
    ('건물',)
    """
    first = 1 if cells and _ROW_NUMBER.match(cells[0]) else 0
    at = next(
        (n for n in range(first, len(cells)) if _FIGURE_LABEL.search(_NUMBERS.sub("", cells[n]))),
        len(cells),
    )
    return cells[first:at]


@functools.lru_cache(maxsize=4096)
def header_to_wording(text: str) -> str | None:
    """What a header says was counted, without its year, unit and formula; None for 구분, 계, a bare
    year or a role.

    >>> header_to_wording("참여인원(명)"), header_to_wording("2023년"), header_to_wording("집행률(B/A)"), header_to_wording("경상수입1)"), header_to_wording("연인원15,713")
    ('참여인원', None, '집행률', '경상수입', '연인원')
    >>> [header_to_wording(label) for label in ("3)미수금", "나. 교육비", "Ⅱ.부채", "(대손충당금)", "(천원)")]
    ['미수금', '교육비', '부채', '대손충당금', None]
    """
    if "\n" in text and all(map(_ITEM_NUMBER.match, text.split("\n"))):
        return None  # a label of several items is none of them
    unnumbered = _ITEM_NUMBER.sub("", _BULLET.sub("", text))
    if whole := _WHOLE_LABEL.fullmatch(unnumbered):
        return None if declared_units(whole[1]) else header_to_wording(whole[1])
    bare = _FIGURE_AT_END.sub("", _without_formula(unnumbered))
    empty = label_to_twin(bare).replace(" ", "") in _empty()
    return None if empty or not _LETTER.search(bare) else bare[:40]


def _without_formula(label: str) -> str:
    """A label's words without its notes, its year and formula, and what it is compared with."""
    tokens = _FORMULA.sub(" ", _FOOTNOTE.sub("", label)).split()
    while len(tokens) > 1 and ends_in(tokens[-1], "compared"):
        tokens.pop()
    spread = len(tokens) > 1 and all(len(t) == 1 for t in tokens)  # “합 계”, spread over its cell
    return ("" if spread else " ").join(tokens)


def is_period(label: str) -> bool:
    """The label names a year, quarter or half-year and nothing else: “상반기”, “1분기”, “’24년”."""
    return not _LETTER.search(_FORMULA.sub("", label))


@functools.cache
def _empty() -> frozenset[str]:
    many = (*having("empty_header"), *having("role_before"), *having("role_after"))
    return frozenset(word.replace(" ", "") for word in many)


@functools.lru_cache(maxsize=4096)
def label_to_pair(label: str, bracketed: bool) -> str:
    """“예산액(구성비)” over “51,288(30.7)”: the figure in brackets is what the bracket says; any
    other label is given as it is.

    >>> label_to_pair("예산액(구성비)", True), label_to_pair("예산액(구성비)", False), label_to_pair("예산액(천원)", True)
    ('구성비', '예산액', '예산액(천원)')
    """
    hit = _PAIR.match(label.strip())
    if hit is None or not is_measured(hit[2], None):
        return label
    return hit[2] if bracketed else hit[1]


@functools.lru_cache(maxsize=8192)
def is_measured(wording: str, dimension: str | None) -> bool:
    """The wording names what figures in such a unit measure, by its ending: 자본지출 for money,
    이용률 for %, 교육일수 for any.

    >>> is_measured("자본지출", "money"), is_measured("자본지출", "people"), is_measured("도시정비", "money")
    (True, False, False)
    """
    compact = label_to_twin(wording).replace(" ", "")
    if ends_in(compact, "measured_not"):
        return False
    if dimension != "money" and ends_in(compact, "measured_any"):
        return True
    asked = _MEASURED.values() if dimension is None else [_MEASURED.get(dimension)]
    return any(feature and compact.endswith(having(feature)) for feature in asked)


@functools.lru_cache(maxsize=4096)
def is_amount(wording: str | None) -> bool:
    """The wording can only be an amount of money, whatever its unit: 지원 금액, 사업비; 투자 may
    count things.

    >>> is_amount("지원 금액"), is_amount("총사업비"), is_amount("투자"), is_amount(None)
    (True, True, False, False)
    """
    compact = label_to_twin(wording or "").replace(" ", "")
    return ends_in(compact, "measured_amount")


@functools.lru_cache(maxsize=4096)
def text_to_measured(text: str, dimension: str | None) -> str | None:
    """The noun in a caption or heading that names a measure, looked for from its end over acts and
    words like 현황.

    >>> [text_to_measured(text, "money") for text in ("아동양육비지원 확대", "(총투자 기준)", "1. 분기별 동향")]
    ['아동양육비', '총투자', None]
    """
    whole = _WHOLE_BRACKET.match(text)
    any_unit = having("measured_any")
    inside = whole[1] if whole else _BRACKETS.sub(" ", text)
    for token in reversed(_FORMULA.sub(" ", _BULLET.sub("", inside)).split()[-_STEPS_BACK:]):
        stem = without_acts(token)
        if is_measured(stem, dimension) and not stem.endswith(any_unit):
            return stem
        if not (token in _passing() or stem == "" or is_act(token)):
            return None
    return None


@functools.cache
def _passing() -> frozenset[str]:
    return members("empty_header") | members("empty_title") | members("grain_word")


@functools.lru_cache(maxsize=8192)
def labels_to_measure(
    header: tuple[str, ...],
    rows: tuple[str, ...],
    above: tuple[str, ...],
    unit: Unit | None,
    kind: str,
) -> tuple[str, str] | None:
    """(wording, "header", "title" or "line_above") of a figure without words of its own; above: its
    caption, then the headings.

    >>> labels_to_measure(("2023년",), ("경상수입",), (), None, "count"), labels_to_measure((), ("수료",), (), None, "count")
    (('경상수입', 'header'), ('수료', 'header'))
    """
    dimension = unit.dimension if unit else None
    heads = [w for label in reversed(header) if (w := header_to_wording(label))]
    lines = [w for label in reversed(rows) if (w := header_to_wording(label))]
    for wording in heads:
        if has(wording, "phase_head"):
            continue
        if is_measured(wording, dimension) or names_quantity(wording, unit, kind, bodies=True):
            return wording, "header"
    for wording in lines:
        if found := _line_to_measured(wording, unit, kind):
            return found, "header"
    asked = None if dimension == "rate" else dimension
    for at, text in enumerate(above if unit else ()):
        if found := text_to_measured(text, asked):
            return found, "title" if at == 0 else "line_above"
    if heads:
        return heads[0], "header"
    short = (label_to_wording(line, head=True) if line.count(" ") > 1 else line for line in lines)
    return next(((wording, "header") for wording in short if wording), None)


def _line_to_measured(label: str, unit: Unit | None, kind: str) -> str | None:
    """The measure that a row's label names, or that a noun at the end of a longer one names:
    “한부모가족 아동양육비지원 확대”.
    """
    dimension = unit.dimension if unit else None
    if is_measured(label, dimension) or (
        without_acts(label) == label and names_quantity(label, unit, kind, bodies=False)
    ):
        return label
    return text_to_measured(label, dimension) if " " in label else None
