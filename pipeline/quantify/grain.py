"""What a figure is (kind), whether it adds up, and the interval that its printed digits stand for."""

from __future__ import annotations

import functools
from decimal import Decimal

from pipeline.lexicon import ends_in, has, having, members
from pipeline.lexicon.twins import label_to_twin
from pipeline.model import Container
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.draft import Draft
from pipeline.quantify.labels import rows_to_labels
from pipeline.quantify.pieces import Pieces

_LEAD = named("wording.between_figure_and_change")
_CHANGE = named("wording.change_before_figure")
_FALL = named("wording.fall_before_figure")
_SYLLABLE = lazy_pattern(r"[가-힣]")
# words of change, of any figure and of a rate, mark, amount or time: “12개소 개선” is no change of 12
_FALLS = {False: ("falls",), True: ("falls", "rate_falls")}
_RISES = {False: ("rises",), True: ("rises", "rate_rises")}
_MINUS = "△▲▽▼-−－"
LONGEST_CHANGE = 24  # characters behind a figure in which its word of change begins
HALF = Decimal("0.5")
_INEXACT = frozenset(["rate", "mark"])


@functools.cache
def _spaced(feature: str) -> tuple[str, ...]:
    """Words of two syllables with a blank between them, as a line's end leaves it: “416건 증 가)”."""
    return tuple(f"{word[0]} {word[1]}" for word in having(feature) if len(word) == 2)


def _says(behind: str, features: tuple[str, ...]) -> bool:
    """The words behind a figure begin with one of change.

    >>> [_says(behind, _RISES[False]) for behind in ("증 가)", "증 가장", " 이상 증가", "개선")]
    [True, False, True, False]
    """
    begin = lead.end() if (lead := _LEAD.match(behind)) else 0
    for feature in features:
        if behind.startswith(having(feature), begin):
            return True
        if behind.startswith(_spaced(feature), begin) and not _SYLLABLE.match(behind, begin + 3):
            return True
    return False


def draft_to_kind(text: str, pieces: Pieces, index: int, container: Container) -> tuple[str, bool]:
    """(kind, whether a word of decrease makes the figure negative).

    `change` only where an arrow, a sign or a word of change stands at the figure or the header is
    증감.
    """
    draft = pieces.drafts[index]
    unit = draft.unit
    kind = (
        unit.kind if unit else ("ratio" if draft.rule.startswith(("fraction", "odds")) else "count")
    )
    graded = unit is not None and unit.dimension in ("rate", "mark", "money", "time")
    behind = text[draft.end : draft.end + LONGEST_CHANGE]
    falls = _says(behind, _FALLS[graded])
    if falls or _says(behind, _RISES[graded]):
        return "change", falls and not draft.signed
    if draft.declared_change or (draft.signed and not _is_balance(text, pieces, index)):
        return "change", False
    begin, bound = pieces.left(index)
    before = text[max(0, (begin if bound != ":" else begin - 6), draft.start - 10) : draft.start]
    if _CHANGE.search(before):
        return "change", bool(_FALL.search(before))
    if (
        container.kind == "cell"
        and not container.is_header
        and labels_to_change(container.header, rows_to_labels(container.row_labels))
    ):
        return "change", False
    return kind, False


def _is_balance(text: str, pieces: Pieces, index: int) -> bool:
    """“통합재정수지 △5,175”: a minus before money is its sign; behind another amount, in brackets,
    it is a change: “1,200원(△100원)”.
    """
    draft = pieces.drafts[index]
    if draft.unit is None or draft.unit.dimension != "money" or not draft.negative:
        return False
    if text[draft.start : draft.start + 2].lstrip("(")[:1] not in tuple(_MINUS):
        return False
    return not (index and text[pieces.drafts[index - 1].end : draft.start].strip() == "(")


@functools.lru_cache(maxsize=8192)
def labels_to_change(header: tuple[str, ...], rows: tuple[str, ...]) -> bool:
    """A header, or the label that the figure stands beside, says 증감: every number under it is a
    change.
    """
    return any(
        word in label_to_twin(label).replace(" ", "")
        for label in (*header, *rows[-1:])
        for word in having("change_header")
    )


def draft_to_interval(
    draft: Draft, value: Decimal | None, kind: str
) -> tuple[Decimal | None, Decimal | None]:
    """(low, high): what the printed precision stands for; the hull of rounded and truncated
    reading.

    250여 is [250, 260); 약 40 is ± half a unit of the last non-zero digit; 100명 이상 is open
    above; a plain count is exact.
    """
    if draft.first is not None and draft.last is not None:
        return draft.first, draft.last
    if value is None:
        return None, None
    low, high = _closed(draft, value)
    upward = draft.bound in ("ge", "gt")
    if draft.bound in ("ge", "gt", "le", "lt"):
        if upward == (value >= 0):  # “10% 이상 감액” bounds the fall: −10 or lower
            return (low if draft.approx else value), None
        return None, (high if draft.approx else value)
    return low, high


@functools.lru_cache(maxsize=256)
def _grain(multiplier: int, decimals: int) -> Decimal:
    return Decimal(multiplier).scaleb(-decimals)


def _closed(draft: Draft, value: Decimal) -> tuple[Decimal, Decimal]:
    numeral = draft.numeral
    grain = _grain(numeral.multiplier, numeral.decimals)
    if draft.approx:
        coarse = _last_nonzero(value, grain)
        if has(draft.approx, "about_over"):
            return (value, value + coarse) if value >= 0 else (value - coarse, value)
        return value - coarse * HALF, value + coarse * HALF
    inexact = draft.rule == "odds" or (draft.unit is not None and draft.unit.dimension in _INEXACT)
    exact = numeral.multiplier == 1 and numeral.decimals == 0 and not inexact
    if exact or draft.rule.startswith("fraction"):
        return value, value
    # truncation is towards zero: −3.5 may have been −3.59
    return (
        (value - grain * HALF, value + grain)
        if value >= 0
        else (value - grain, value + grain * HALF)
    )


def _last_nonzero(value: Decimal, grain: Decimal) -> Decimal:
    """The unit of the last non-zero digit: 10 of 250, 1000 of 3천."""
    units = abs(int(value / grain)) if grain else 0
    if units == 0:
        return grain
    while units % 10 == 0:
        units //= 10
        grain *= 10
    return grain


def draft_to_additivity(
    draft: Draft,
    kind: str,
    per: str | None,
    wording: str | None,
    counted: str | None,
    quals: tuple[str, ...],
) -> str:
    """additive, stock, persons or none: rates, scores, averages, visits, what is counted per
    person, ranges and durations.
    """
    text = wording or ""
    if kind in ("ratio", "score", "change") or per or draft.bound or draft.unit is None:
        return "none"
    averages = members("visit_average")
    if not averages.isdisjoint(quals) or any(word in text for word in averages):
        return "none"
    if draft.unit.dimension in ("people", "times") and ends_in(text, "visit"):
        return "none"
    if has(draft.unit.name, "counter_of_any") and _is_stock(counted or text):
        return "stock"
    return draft.unit.additivity


@functools.lru_cache(maxsize=4096)
def _is_stock(noun: str) -> bool:
    """What is counted stands there for years: 협력기관, 자치구; a noun of one syllable is the whole
    wording.

    >>> _is_stock("협력기관"), _is_stock("구"), _is_stock("교구")
    (True, True, False)
    """
    return any(
        noun == word or (len(word) > 1 and noun.endswith(word)) for word in having("stock_noun")
    )
