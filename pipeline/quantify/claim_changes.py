"""Growth and differences in running text: “’23년 164,133백만원 대비 34.5% 증가”, “102개 → 112개(10% ↑)”.

Between two rates print often calls points a percentage (32.3% → 33.1%: “0.8% 증가”), so both readings are claimed and the judge says which.
"""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from pipeline.lexicon import words
from pipeline.model import Claim, Quantity
from pipeline.quantify.claim_text import Telling, words_after

NEAREST = 3  # figures looked at on each side of the base


def telling_to_change_claims(told: Telling) -> list[Claim]:
    """One claim for every change whose old and new figures stand in the same text."""
    made = []
    for figure in told.figures:
        if figure.value is None or not is_change(told, figure):
            continue
        pairs, sure = change_pairs(told, figure)
        if pairs:
            made.append(change_claim(figure, pairs, sure=sure))
    return made


def is_change(told: Telling, figure: Quantity) -> bool:
    return figure.kind == "change" or (figure.unit in ("%", "%p") and bool(_any("change").search(words_after(told, figure)[:12])))


def change_pairs(told: Telling, figure: Quantity) -> tuple[list[tuple[Quantity, Quantity]], bool]:
    """old, new pairs, and whether the words name them: an arrow between two figures, or 대비 behind the old one."""
    others = [q for q in told.figures if q is not figure and q.value is not None and q.kind != "change" and not q.per]
    arrow = _any("arrows")
    arrows = [(a, b) for a, b in itertools.pairwise(others) if a.unit == b.unit and arrow.search(told.between(a, b)[:24])]
    before = [pair for pair in arrows if pair[1].end <= figure.start] or arrows
    if before:
        return [before[-1]], figure.start - before[-1][1].end < 40
    return against_pairs(told, figure, others)


def against_pairs(told: Telling, figure: Quantity, others: Sequence[Quantity]) -> tuple[list[tuple[Quantity, Quantity]], bool]:
    """’23년 164,133백만원 대비 34.5%: the figure right before 대비 is the old one, the nearest other of its unit the new one."""
    old = next((q for q in reversed(others) if q.end <= figure.start), None)
    if old is None or not _any("against").match(told.text[old.end : figure.start].lstrip(" )）년명개건원")):
        return [], False
    news = [q for q in others if q is not old and q.unit == old.unit and q.kind == old.kind]
    news.sort(key=lambda q: abs(q.start - old.start))
    return [(old, new) for new in news[:NEAREST]], len(news) == 1


def change_claim(figure: Quantity, pairs: Sequence[tuple[Quantity, Quantity]], *, sure: bool) -> Claim:
    """percent_change for a change in %, difference for one in points or in the unit of the figures themselves."""
    otherwise = "disagrees" if sure else "nothing"
    old_first = tuple((old.quantity_id, new.quantity_id) for old, new in pairs)
    old = pairs[0][0]
    if figure.unit == "%" or (figure.unit is None and old.unit == "%"):
        said = (("or_form", "points"),) if old.unit == "%" else ()
        return Claim("percent_change", "change", figure.quantity_id, old_first[0], old_first[1:], figure.quote, said, otherwise)
    return Claim("difference", "points", figure.quantity_id, old_first[0], old_first[1:], figure.quote, (), otherwise)


@functools.cache
def _any(name: str) -> re.Pattern[str]:
    return re.compile("(?:" + "|".join(sorted((re.escape(w) for w in words("claims")["rates"][name]), key=len, reverse=True)) + ")")
