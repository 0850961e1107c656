"""Enumerations: a count with the counted things named beside it, “3개소 : A, B, C” or
“2개소(은평구, 영등포구)”.
"""

from __future__ import annotations

from pipeline.lexicon import ends_in, has, having, words
from pipeline.model import Claim, Quantity
from pipeline.pattern import compile_pattern, escape, lazy_pattern, named
from pipeline.quantify.claim_text import Telling

FEWEST, MOST = 2, 30  # one name beside a count is an example, not a list
DIGIT = lazy_pattern(r"\d")
COLON = lazy_pattern(r"[^:：,\d(（]{0,12}[:：]")
TAIL = named("claims.list_tail")
NAME_IN_JUNG = named("claims.name_in_jung")


def telling_to_list_claims(told: Telling) -> list[Claim]:
    """Every count whose items are named right after it and hold no figure of their own."""
    made = []
    for figure in told.figures:
        if (
            figure.kind != "count"
            or figure.value is None
            or figure.decimals
            or not has(figure.unit, "listed_counter")
        ):
            continue
        span = named_span(told, figure)
        claim = span_to_claim(told, figure, *span) if span else None
        if claim:
            made.append(claim)
    return made


def named_span(told: Telling, figure: Quantity) -> tuple[int, int] | None:
    """Where the names stand: in the bracket that opens after the figure, or behind its colon up to
    the end of the line.
    """
    bracket = told.opened_after(figure)
    if bracket and not DIGIT.search(told.text[figure.end : bracket.start]):
        return bracket.start + 1, bracket.end
    colon = COLON.match(told.text[figure.end :])
    return (
        (figure.end + colon.end(), len(told.text))
        if colon and told.bracket_around(figure.start) is None
        else None
    )


def span_to_claim(told: Telling, figure: Quantity, start: int, end: int) -> Claim | None:
    """The claim that so many items are named; both counts are given where middle dots may separate
    items or sit inside one.
    """
    lists = words("claims")["lists"]
    text = told.text[start:end]
    if DIGIT.search(text) or "\n" in text.strip():
        return None
    items = split_items(text, lists["separators"])
    inner = having("list_inner_separator")
    if len(items) < FEWEST and not any(mark in text for mark in inner):
        return None
    finer = split_items(text, (*lists["separators"], *inner))
    if not FEWEST <= len(finer) <= MOST or max(map(len, finer)) > lists["longest_item"]:
        return None
    open_ended = is_left_open(text)
    counts = list(dict.fromkeys([len(items), len(finer)])) if len(items) >= FEWEST else [len(finer)]
    near = figure.value is not None and (abs(figure.value - counts[0]) <= 2 or figure.value < 10)
    declared = len(counts) == 1 and not open_ended and near and len(items) > FEWEST
    said = (*(("count", str(c)) for c in counts), ("items", text.strip()))
    return Claim(
        "enumeration",
        "enumeration",
        figure.quantity_id,
        statement=f"{figure.quote} {text.strip()}",
        words=said,
        declared=declared,
    )


def is_left_open(text: str) -> bool:
    """Whether a list says at its end that there are others.

    >>> is_left_open("동부, 서부 등"), is_left_open("동부, 서부 조성중"), is_left_open("동부중, 서부중")
    (True, True, False)
    """
    return ends_in(text.strip(), "list_goes_on") and not NAME_IN_JUNG.search(text)


def split_items(text: str, separators: list[str] | tuple[str, ...]) -> list[str]:
    """The named things, brackets behind a name left with it.

    >>> split_items("몽촌역사관, 역사박물관, 한성백제박물관", [","])
    ['몽촌역사관', '역사박물관', '한성백제박물관']
    """
    parts = compile_pattern("|".join(map(escape, separators))).split(TAIL.sub("", text))
    return [part.strip() for part in parts if part.strip()]
