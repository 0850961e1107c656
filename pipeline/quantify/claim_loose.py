"""Small comparison tables that a flattened text gives as lines: “구분 2023년 2024년 증감률”, then “참여율 32.3% 33.1% 2.48%”.

The header names two years and a change; the figures of a line below are cut into old, new and change by their number.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.model import Claim, Quantity
from pipeline.quantify.claim_changes import change_claim, is_change
from pipeline.quantify.claim_text import Telling
from pipeline.quantify.claim_words import label_key

HEADER = re.compile(r"^\s*구\s?분\s.*(?:19|20)\d\d\s?년?.*(?:19|20)\d\d\s?년?.*(?:증\s?감|증가|비\s?고)")
MOST_ROWS = 12  # lines below a header that may still be its rows
ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class LooseRow:
    """One line of such a table: its label, the figures of the two years at the same places, and its changes."""

    label: str
    old: tuple[Quantity, ...]
    new: tuple[Quantity, ...]
    changes: tuple[Quantity, ...]


def tellings_to_loose_rows(told: Sequence[Telling]) -> list[LooseRow]:
    """The lines below a header of two years and a change, down to the first that has no such figures."""
    made: list[LooseRow] = []
    left = 0
    for line in told:
        if line.container is None or line.container.kind != "line":
            left = 0
        elif HEADER.search(line.text):
            left = MOST_ROWS
        elif left:
            left -= 1
            made, left = _with_line(made, line, left)
    return made


def _with_line(rows: list[LooseRow], line: Telling, left: int) -> tuple[list[LooseRow], int]:
    """The rows with one more line read: a row, a second change in brackets below one, or the end of the table."""
    figures = [q for q in line.figures if q.value is not None]
    if len(figures) == 1 and rows and line.text.lstrip().startswith("("):
        last = rows[-1]
        return [*rows[:-1], LooseRow(last.label, last.old, last.new, (*last.changes, figures[0]))], left
    half, odd = divmod(len(figures) - 1, 2)
    old, new = figures[:half], figures[half : 2 * half]
    if half < 1 or odd or [q.unit for q in old] != [q.unit for q in new]:
        return rows, left if figures == [] else 0
    return [*rows, LooseRow(line.text[: figures[0].start].strip(), tuple(old), tuple(new), (figures[-1],))], left


def loose_claims(told: Sequence[Telling]) -> list[Claim]:
    """The changes of every row, and the sentences nearby that tell of a row's change."""
    made = []
    rows = tellings_to_loose_rows(told)
    for row in rows:
        pairs = list(zip(row.old, row.new, strict=True))[::-1]
        made += [change_claim(change, pairs, sure=True) for change in row.changes]
    known = {q.quantity_id for row in rows for q in (*row.old, *row.new, *row.changes)}
    for line in told if rows else ():
        if line.container is None or line.container.kind != "line":
            continue
        for figure in line.figures:
            row = row_told_of(rows, line)
            change = figure.unit == "%" and (is_change(line, figure) or re.search(r"증가|감소|상승|하락", line.text[: figure.start]))
            if row and change and figure.value is not None and figure.quantity_id not in known and len(line.figures) == 1:
                made.append(change_claim(figure, list(zip(row.old, row.new, strict=True))[::-1], sure=True))
    return made


def row_told_of(rows: Sequence[LooseRow], line: Telling) -> LooseRow | None:
    """The row whose label a sentence holds: “서울시민의 평생학습 참여율 작년대비 증가” tells of 서울시 평생학습 참여율."""
    text = label_key(line.text)
    held = {text[i : i + 2] for i in range(len(text) - 1)}
    for row in rows:
        label = label_key(row.label)
        wanted = [label[i : i + 2] for i in range(len(label) - 1)]
        if len(wanted) >= 4 and sum(p in held for p in wanted) >= ALIKE * len(wanted):
            return row
    return None


def last_years_figures(told: Sequence[Telling]) -> set[str]:
    """The figures of the older year: “5대영역 102개사업” under 2023년 counts no row of this report."""
    return {q.quantity_id for row in tellings_to_loose_rows(told) for q in row.old}
