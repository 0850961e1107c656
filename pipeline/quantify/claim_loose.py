"""Small comparison tables that a flattened text gives as lines: “구분 2023년 2024년 증감률”, then
“참여율 32.3% 33.1% 2.48%”.

The header names two years and a change; the figures of a line below are cut into old, new and
change by their number.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_changes import change_claim, is_change
from pipeline.quantify.claim_text import Telling
from pipeline.quantify.claim_words import label_key

HEADER = named("claims.loose_header")
CHANGE = lazy_pattern(r"\L<change_before>")
YEAR = lazy_pattern(r"(?:19|20)\d\d")
MOST_ROWS = 12  # lines below a header that may still be its rows
ALIKE = 0.8


@dataclass(frozen=True, slots=True)
class LooseRow:
    """One line of such a table: its label, the figures of the two years at the same places, and its
    changes.
    """

    label: str
    old: tuple[Quantity, ...]
    new: tuple[Quantity, ...]
    changes: tuple[Quantity, ...]
    years: tuple[int, ...] = ()  # the two that the header names, older first


def tellings_to_loose_rows(told: Sequence[Telling]) -> list[LooseRow]:
    """The lines below a header of two years and a change, down to the first that has no such
    figures.
    """
    made: list[LooseRow] = []
    left = 0
    years: tuple[int, ...] = ()
    for line in told:
        if line.container is None or line.container.kind != "line":
            left = 0
        elif HEADER.search(line.text):
            left = MOST_ROWS
            years = tuple(int(y) for y in YEAR.findall(line.text))[:2]
        elif left:
            known = len(made)
            made, left = _with_line(made, line, left - 1)
            made[known:] = [dataclasses.replace(row, years=years) for row in made[known:]]
    return made


def _with_line(rows: list[LooseRow], line: Telling, left: int) -> tuple[list[LooseRow], int]:
    """The rows with one more line read: a row, a second change in brackets below one, or the end of
    the table.
    """
    figures = [q for q in line.figures if q.value is not None]
    if len(figures) == 1 and rows and line.text.lstrip().startswith("("):
        last = rows[-1]
        return [*rows[:-1], dataclasses.replace(last, changes=(*last.changes, figures[0]))], left
    half, odd = divmod(len(figures) - 1, 2)
    old, new = figures[:half], figures[half : 2 * half]
    if half < 1 or odd or [q.unit for q in old] != [q.unit for q in new]:
        return rows, left if figures == [] else 0
    return [
        *rows,
        LooseRow(line.text[: figures[0].start].strip(), tuple(old), tuple(new), (figures[-1],)),
    ], left


def loose_claims(told: Sequence[Telling]) -> list[Claim]:
    """The changes of every row, and the sentences nearby that tell of a row's change."""
    made = []
    rows = tellings_to_loose_rows(told)
    for row in rows:
        pairs = list(zip(row.old, row.new, strict=True))[::-1]
        made += [
            claim for change in row.changes if (claim := change_claim(change, pairs, declared=True))
        ]
    known = {q.quantity_id for row in rows for q in (*row.old, *row.new, *row.changes)}
    made += [claim for row in rows for claim in row_restatements(row, told, known)]
    for line in told if rows else ():
        if line.container is None or line.container.kind != "line":
            continue
        for figure in line.figures:
            told_of = row_told_of(rows, line)
            change = figure.unit == "%" and (
                is_change(line, figure) or CHANGE.search(line.text[: figure.start])
            )
            if (
                told_of
                and change
                and figure.value is not None
                and figure.quantity_id not in known
                and len(line.figures) == 1
            ):
                claim = change_claim(
                    figure, list(zip(told_of.old, told_of.new, strict=True))[::-1], declared=True
                )
                made += [claim] if claim else []
    return made


def row_restatements(row: LooseRow, told: Sequence[Telling], known: Collection[str]) -> list[Claim]:
    """The figures of a row against the running text that tells of the same year: 102개 사업 of
    ’23년, 164,133백만원 of ’23년.
    """
    if len(row.years) != 2:
        return []
    elsewhere = [
        q
        for t in told
        if t.container and t.container.kind == "line"
        for q in t.figures
        if q.quantity_id not in known
    ]
    made = []
    for year, figures in zip(row.years, (row.old, row.new), strict=True):
        for figure in figures:
            found = [
                q
                for q in elsewhere
                if (q.ref_year or q.container.year) == year and same_thing(figure, q)
            ]
            if found:
                names = tuple((q.quantity_id,) for q in found[:4])
                made.append(
                    Claim(
                        "restated_figure",
                        "equal",
                        figure.quantity_id,
                        names[0],
                        names[1:],
                        figure.quote,
                        (),
                        False,
                    )
                )
    return made


def same_thing(figure: Quantity, other: Quantity) -> bool:
    """The budget, or the same counted noun (사업, 영역)."""
    if figure.kind == other.kind == "money":
        return (
            figure.currency == other.currency and other.measure_code == "budget" and not other.per
        )
    return (
        figure.kind == other.kind == "count"
        and figure.counted is not None
        and figure.counted == other.counted
    )


def row_told_of(rows: Sequence[LooseRow], line: Telling) -> LooseRow | None:
    """The row whose label a sentence holds: “서울시민의 평생학습 참여율 작년대비 증가” tells of
    서울시 평생학습 참여율.
    """
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
