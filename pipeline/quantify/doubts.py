"""What a person should look at among the figures: units that nothing decides, digits that no rule
reads.
"""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import SIGN_UNDECIDED, Container, LeftOut, Problem, Quantity

# doubts that the table's arithmetic may take away; what stays is named then
LATER = frozenset([SIGN_UNDECIDED])
AROUND = 16  # characters shown on either side of digits that were not read


def figures_to_problems(
    quantities: Iterable[Quantity], left_out: Iterable[LeftOut]
) -> tuple[Problem, ...]:
    """One problem for each doubt of a table's column (or of a text), at its first figure; one for
    each run of unread digits.

    >>> from pipeline.model import Printed
    >>> from pipeline.quantify import quantify
    >>> cell = Container("cell", "table", Printed("12"), table_no=3, row=1, col=2, header=("동부",), unit="명, 개소")
    >>> [(p.code, p.table_no, dict(p.words)["stated"]) for p in quantify([cell]).problems]
    [('unit_undecided', 3, '명, 개소')]
    """
    found: dict[object, Problem] = {}
    for q in quantities:
        if q.doubt and q.doubt not in LATER:
            c = q.container
            where = (c.table_no, c.col) if c.table_no is not None else id(c)
            if (q.doubt, where) not in found:
                found[q.doubt, where] = _problem(
                    q.doubt, c, q.start, q.end, (("stated", c.unit or ""), ("quote", q.quote))
                )
    for lo in left_out:
        if lo.reason == "unread":
            text = lo.container.printed.text[max(0, lo.start - AROUND) : lo.end + AROUND].replace(
                "\n", " "
            )
            found[id(lo)] = _problem(
                "digits_unread",
                lo.container,
                lo.start,
                lo.end,
                (("quote", lo.quote), ("text", text)),
            )
    return tuple(found.values())


def signs_to_problems(quantities: Iterable[Quantity]) -> tuple[Problem, ...]:
    """One problem for each column (or text) with figures in brackets whose sign nothing decided."""
    found: dict[object, Problem] = {}
    for q in quantities:
        if q.doubt == SIGN_UNDECIDED:
            c = q.container
            where = (c.table_no, c.col) if c.table_no is not None else id(c)
            found.setdefault(where, _problem(q.doubt, c, q.start, q.end, (("quote", q.quote),)))
    return tuple(found.values())


def _problem(
    code: str, c: Container, start: int, end: int, words: tuple[tuple[str, str], ...]
) -> Problem:
    return Problem(
        code, c.printed.place(start, end), c.programme_id, c.table_no, c.row, c.col, words
    )
