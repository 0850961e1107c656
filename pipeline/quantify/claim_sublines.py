"""A line's figure over the lines under it: “일 연계자 수 216명” above “일 연계 인원 111명” and “일
연계 인원 105명”.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.lexicon import has, words
from pipeline.model import Claim, Container, Quantity
from pipeline.quantify.claim_parts import (
    FEWEST,
    alike,
    all_known,
    near,
    nearly,
    overlapping,
    partition,
    sum_claim,
    what_was_done,
)
from pipeline.quantify.claim_text import Telling, words_after, words_before
from pipeline.quantify.claim_words import label_key, same_measure


def tellings_to_subline_claims(told: Sequence[Telling]) -> list[Claim]:
    """For every line with lines below it: each of its totals against the parts that the lines below
    give.
    """
    made = []
    for above, below in lines_with_sublines(told):
        for total in above.outside():
            if total.value is None or total.kind not in ("count", "money", "duration") or total.per:
                continue
            made += _total_to_claims(above, total, below)
    return made


def lines_with_sublines(told: Sequence[Telling]) -> Iterator[tuple[Telling, list[Telling]]]:
    """Each achievement line with the deeper lines that follow it inside its programme."""
    for at, above in enumerate(told):
        here = above.container
        if (
            here is None
            or here.kind not in ("achievement", "line")
            or not above.figures
            or not depth_of(here)
        ):
            continue
        below: list[Telling] = []
        for next_ in told[at + 1 :]:
            there = next_.container
            if (
                there is None
                or there.kind != here.kind
                or there.programme_id != here.programme_id
                or depth_of(there) <= depth_of(here)
            ):
                break
            below.append(next_)
        if below and below[0].container is not None:
            level = depth_of(below[0].container)
            yield (
                above,
                [b for b in below if b.container is not None and depth_of(b.container) == level],
            )


def depth_of(container: Container) -> int:
    """How deep a line stands: an achievement's level, a front line's by its printed mark (□ 1, ○ 2,
    - 3); 0 without one.
    """
    if container.kind != "line" or container.level:
        return container.level
    first = container.printed.text.lstrip()[:1]
    return next(
        (
            n
            for n, marks in enumerate(words("claims")["marks"]["depths"], 1)
            if first and first in marks
        ),
        0,
    )


def _total_to_claims(above: Telling, total: Quantity, below: list[Telling]) -> list[Claim]:
    """One line below with several labelled parts, or several lines with one part each."""
    if len(below) > 1:
        return _over_lines(above, total, below)
    made = []
    for bracketed in (False, True):
        parts = [
            q
            for q in below[0].figures
            if alike(total, q) and (below[0].bracket_around(q.start) is not None) == bracketed
        ]
        if len(parts) >= FEWEST:
            claim = _claim(above, total, [(below[0], q) for q in parts], one_line=True)
            made.append(claim)
    return made


def _over_lines(above: Telling, total: Quantity, below: list[Telling]) -> list[Claim]:
    columns: list[list[tuple[Telling, Quantity]]] = []
    same = [
        [(line, q) for q in line.outside() if alike(total, q) and same_measure(total, q)]
        for line in below
    ]
    alike_ = [[(line, q) for q in line.outside() if alike(total, q)] for line in below]
    for found in (same, alike_):
        parts = [f[0] for f in found if len(f) == 1]
        if len(parts) >= FEWEST and (len(parts) == len(below) or found is same):
            columns.append(parts)
    return [
        _claim(
            above,
            total,
            parts,
            one_line=False,
            declared=parts is columns[0] and len(parts) == len(below),
        )
        for parts in columns[:1]
    ]


def _claim(
    above: Telling,
    total: Quantity,
    parts: list[tuple[Telling, Quantity]],
    *,
    one_line: bool,
    declared: bool = True,
) -> Claim:
    labels = [
        label_key(words_before(line, q)) or label_key(line.text[: q.start]) for line, q in parts
    ]
    acts = [words_after(line, q) for line, q in parts]
    figures = [q for _, q in parts]
    if one_line:
        declared = partition(labels, acts) and not any(
            has(label, "whole_before") for label in labels
        )
        # 남부 120명, 북부 210명 may be some of 436명
        declared = declared and (nearly(total, figures) or all_known(labels))
    else:
        declared = declared and all(same_measure(total, q) for q in figures)
    some = overlapping(labels) and not (what_was_done(labels) and nearly(total, figures))
    return sum_claim(
        total, figures, declared and not some and (near(total, figures) or all_known(labels))
    )
