"""Summary tables that count rows by area: “분야 | 과제 수 | 사업 수” with a 합계 row.

An ordinary row of such a table counts a part of the rows, whatever its label; only the total row
counts them all. Areas are often named shorter there (배움 for “배움이 있는 도시”) than over the
programmes, so the judge gets the row's place among its neighbours too.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal

from pipeline.model import Claim, Quantity
from pipeline.quantify.claim_grid import total_rank
from pipeline.quantify.claim_words import label_key

FEWEST = 2  # rows beside one another; a row alone may well be the whole
# rows of a summary by area; a longer column counts something else, and every claim holds its whole
# column
MOST = 200

Column = tuple[int, int]


def cells_to_parts(claims: Sequence[Claim], figures: Mapping[str, Quantity]) -> list[Claim]:
    """The same claims; those of ordinary rows in a column of counts are parts, with the column's
    counts and their own place in it.
    """
    columns: dict[Column, list[str]] = defaultdict(list)
    totals: dict[Column, str] = {}
    for claim in claims:
        c = figures[claim.stated].container
        where = part_column(claim, figures[claim.stated])
        if where:
            columns[where].append(claim.stated)
        elif c.table_no is not None and c.col is not None:
            totals[c.table_no, c.col] = claim.stated
    summed = {
        totals[w]
        for w, names in columns.items()
        if w in totals and adds_up(totals[w], names, figures)
    }
    made = []
    for claim in claims:
        where = part_column(claim, figures[claim.stated])
        beside = columns.get(where, []) if where else []
        if len(beside) > MOST:
            continue
        sums = where in totals and totals[where] in summed if where else claim.stated in summed
        claim = part_claim(claim, beside, figures) if len(beside) >= FEWEST else claim
        made.append(
            dataclasses.replace(claim, words=(*claim.words, ("sums", "yes"))) if sums else claim
        )
    return made


def adds_up(whole: str, parts: Sequence[str], figures: Mapping[str, Quantity]) -> bool:
    """Whether the counts of the ordinary rows make the total under them: two misprints that meet
    are rare.
    """
    return len(parts) >= FEWEST and figures[whole].value == sum(
        figures[name].value or Decimal(0) for name in parts
    )


def part_column(claim: Claim, figure: Quantity) -> Column | None:
    """The column of a body cell that counts rows under a label which is no total; None for any
    other figure.
    """
    c = figure.container
    bare = (
        c.kind == "cell" and not c.is_header and c.printed.text.strip() == figure.quote
    )  # “4개 분야 112개 사업” in a cell counts its own
    if claim.form != "rows" or not bare or c.table_no is None or c.col is None or not c.row_labels:
        return None
    return (
        None if any(total_rank(label_key(label)) for label in c.row_labels) else (c.table_no, c.col)
    )


def part_claim(claim: Claim, beside: Sequence[str], figures: Mapping[str, Quantity]) -> Claim:
    """The claim with its column: all counts of ordinary rows, and its own place among them."""
    counts = ",".join(f"{figures[name].value:f}" for name in beside)
    kept = tuple(pair for pair in claim.words if pair != ("whole", "yes"))
    return dataclasses.replace(
        claim, words=(*kept, ("parts", counts), ("place", str(beside.index(claim.stated))))
    )


__all__ = ["cells_to_parts"]
