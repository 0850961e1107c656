"""What a figure is (kind), whether it adds up, and the interval that its printed digits stand for."""

from __future__ import annotations

import functools
import re
from decimal import Decimal

from pipeline.lexicon import words
from pipeline.lexicon.twins import label_to_twin
from pipeline.model import Container
from pipeline.quantify.draft import Draft
from pipeline.quantify.labels import rows_to_labels
from pipeline.quantify.pieces import Pieces

_MINUS = "△▲▽▼-−－"
HALF = Decimal("0.5")
_INEXACT = frozenset(["rate", "mark"])


def _either(many: list[str]) -> str:
    """Words; those of two syllables also with a blank between them, as a line's end leaves it:
    “416건 증 가)”.

    What must not follow those stands once behind them all: behind each it took 20 ms to compile.
    """
    spaced = (f"{word[0]} {word[1]}" for word in many if len(word) == 2)
    return f"(?:{'|'.join(many)}|(?:{'|'.join(spaced)})(?![가-힣]))"


@functools.cache
def _changes() -> dict[str, re.Pattern[str]]:
    lexicon = words("numerals")["changes"]
    up, down = lexicon["up"], lexicon["down"]
    rates_up, rates_down = [*up, *lexicon["rates_only_up"]], [*down, *lexicon["rates_only_down"]]
    made = {
        name: re.compile(
            r"\s?p?\s?(?:포인트\s)?(?:정도\s|가량\s|이상\s|씩\s|만큼\s)?" + _either(many)
        )
        for name, many in [
            ("any", up + down),
            ("down", down),
            ("rates", rates_up + rates_down),
            ("rates_down", rates_down),
        ]
    }
    made["before"] = re.compile(
        "(?:" + "|".join(sorted(lexicon["before"], key=len, reverse=True)) + r")\s?:?\s?$"
    )
    made["before_down"] = re.compile(r"(?:감소|하락)[율률]?\s?:?\s?$")
    made["header"] = re.compile(
        "|".join(map(re.escape, sorted(lexicon["header"], key=len, reverse=True)))
    )
    return made


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
    patterns = _changes()
    graded = unit is not None and unit.dimension in ("rate", "mark", "money", "time")
    if patterns["rates" if graded else "any"].match(text, draft.end):
        return "change", bool(
            patterns["rates_down" if graded else "down"].match(text, draft.end)
        ) and not draft.signed
    if draft.declared_change or (draft.signed and not _is_balance(text, pieces, index)):
        return "change", False
    begin, bound = pieces.left(index)
    before = text[max(0, (begin if bound != ":" else begin - 6), draft.start - 10) : draft.start]
    if patterns["before"].search(before):
        return "change", bool(patterns["before_down"].search(before))
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
        _changes()["header"].search(label_to_twin(label).replace(" ", ""))
        for label in (*header, *rows[-1:])
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
        if draft.approx == "여":
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
    lexicon = words("measures")["visits"]
    text = wording or ""
    if kind in ("ratio", "score", "change") or per or draft.bound or draft.unit is None:
        return "none"
    if "평균" in quals or any(word in text for word in lexicon["averages"]):
        return "none"
    if draft.unit.dimension in ("people", "times") and any(
        text.endswith(word) for word in lexicon["words"]
    ):
        return "none"
    noun = counted or (text if draft.unit.name == "개" else "")
    if draft.unit.name == "개" and any(
        noun == w or (len(w) > 1 and noun.endswith(w)) for w in lexicon["stock_nouns"]
    ):
        return "stock"
    return draft.unit.additivity
