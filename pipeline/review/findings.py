"""Published checks as what a person judges: one card a cause, with the figures it is about."""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.model import Box
from pipeline.run.accepted import acceptance
from pipeline.run.causes import Cause
from pipeline.run.pointing import row_to_box
from pipeline.run.verify import manifest_to_causes

Row = Mapping[str, Any]
MOST_OPERANDS = 40  # shown of one finding
MOST_ALIKE = 50  # findings of one cause that are listed below the first
SUMS = ("sum_of_rows", "sum_of_parts")
CLOSE = 1e-9  # of a value: floats of one sum may differ by that much
MARKS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that a finding is about: what is printed, the labels that it was read under, its
    value in the base unit, and where it stands (`box` in points, None without a page).
    """

    mark: str
    quote: str
    labels: tuple[str, ...]
    value: float | None
    unit: str | None
    page: int | None = None
    box: Box | None = None
    line: int | None = None
    cell: tuple[int, int, int] | None = None  # table, row, column
    is_statement: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a person judges: the heaviest check of a cause, and how many share the cause."""

    check: Row
    statement: Figure
    operands: tuple[Figure, ...]
    expression: str | None
    alike: tuple[Row, ...]
    accepted: bool
    entries: str  # of accepted.toml, for all checks of the cause
    others: int = 0  # operands, or findings of the cause, that are not shown

    @property
    def figures(self) -> tuple[Figure, ...]:
        return (self.statement, *self.operands)


@dataclass(frozen=True)
class Published:
    """The published tables of one report that a page is made of, as rows in order."""

    report_id: str
    manifest: Row
    tables: Mapping[str, Sequence[Row]] = field(repr=False)

    @functools.cached_property
    def figures(self) -> Mapping[str, Row]:
        """The quantities by their id."""
        return {row["quantity_id"]: row for row in self.tables["quantities"]}

    @functools.cached_property
    def rows_of_cells(self) -> Mapping[tuple[int, int], Sequence[Row]]:
        """The cells that begin in each row of each table, by the table's number and the row's."""
        found: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in self.tables["cells"]:
            found[row["table_no"], row["row"]].append(row)
        return found

    @functools.cached_property
    def header_rows(self) -> Mapping[int, int]:
        """How many rows of each table are its header, by its number."""
        return {row["table_no"]: row["header_rows"] or 0 for row in self.tables["tables"]}

    @functools.cached_property
    def programmes(self) -> Mapping[str, Row]:
        """The programmes by their id."""
        return {row["programme_id"]: row for row in self.tables["programmes"]}


def published_to_findings(published: Published, today: str) -> list[Finding]:
    """The causes that a person should look at as cards, the heaviest first. `today`: YYYY-MM-DD."""
    causes = manifest_to_causes(published.manifest, published.tables["checks"], today)
    return [cause_to_finding(cause, published) for cause in causes]


def cause_to_finding(cause: Cause, published: Published) -> Finding:
    """A cause as a card."""
    check = cause.rows[0]
    named = list(check["operands"])
    operands = [
        id_to_figure(id_, mark_of(n), published) for n, id_ in enumerate(named[:MOST_OPERANDS])
    ]
    known = tuple(figure for figure in operands if figure is not None)
    alike = cause.rows[1 : 1 + MOST_ALIKE]
    return Finding(
        check,
        check_to_statement(check, published),
        known,
        operands_to_expression(check, known) if len(known) == len(named) else None,
        alike,
        cause.accepted,
        "\n".join(map(acceptance, cause.rows)),
        len(named) - len(known),
    )


def mark_of(number: int) -> str:
    """The mark of the operand counted from 0.

    >>> mark_of(0), mark_of(20)
    ('①', '(21)')
    """
    return MARKS[number] if number < len(MARKS) else f"({number + 1})"


def check_to_statement(check: Row, published: Published) -> Figure:
    """What a check is about: its quote at its place, under the labels of its figure."""
    row = published.figures.get(check["quantity_id"])
    return Figure(
        "",
        check["statement"],
        tuple(row_to_labels(row, published)) if row else (),
        check["stated"],
        check["unit"],
        check["page"],
        row_to_box(check),
        check["first_line"],
        row_to_cell(row),
        True,
    )


def id_to_figure(id_: str, mark: str, published: Published) -> Figure | None:
    """An operand: a quantity, or a programme that was counted; None for one that is not there."""
    row = published.figures.get(id_)
    if row is not None:
        labels = tuple(row_to_labels(row, published))
        place = row["page"], row_to_box(row), row["first_line"], row_to_cell(row)
        return Figure(mark, row["quote"], labels, row["value"], row["unit"], *place)
    programme = published.programmes.get(id_)
    if programme is None:
        return None
    page, line = programme["page"], programme["first_line"]
    return Figure(mark, programme["title"], (id_,), None, None, page, None, line)


def row_to_labels(row: Row, published: Published) -> Iterator[str]:
    """What a figure was read under: its row and column, else its programme and measure."""
    programme = published.programmes.get(row["programme_id"])
    if programme is not None:
        yield programme["title"]
    printed = [row[name] for name in ("row_header", "column_header") if row[name]]
    yield from printed or ([row["measure"]] if row["measure"] else [])


def row_to_cell(row: Row | None) -> tuple[int, int, int] | None:
    """Table, row and column of a figure, None outside a table."""
    if row is None or row["table_no"] is None:
        return None
    return row["table_no"], row["row"], row["col"]


def operands_to_expression(check: Row, operands: Sequence[Figure]) -> str | None:
    """The sum as one would write it with the operands' marks; None where no form gives what was
    computed.

    >>> one, two = (Figure(m, "", (), v, None) for m, v in (("①", 50.0), ("②", 20.0)))
    >>> row = {"type": "difference", "computed": -30.0}
    >>> operands_to_expression(row, [one, two])
    '② − ①'
    """
    values = [figure.value for figure in operands]
    if check["computed"] is None or not values or None in values:
        return None
    numbers = [float(value or 0.0) for value in values]
    for made, told in numbers_to_forms(check["type"], numbers, [f.mark for f in operands]):
        if abs(made - check["computed"]) <= CLOSE * max(1.0, abs(made)):
            return told
    return None


def numbers_to_forms(
    kind: str, numbers: Sequence[float], marks: Sequence[str]
) -> Iterator[tuple[float, str]]:
    """What the operands of a check may make, each with how it is written."""
    if kind in SUMS and len(numbers) > 1:
        yield sum(numbers), " + ".join(marks)
    if kind == "product" and len(numbers) > 1:
        yield functools.reduce(lambda one, other: one * other, numbers), " × ".join(marks)
    if len(numbers) == 2:
        (a, b), (one, other) = numbers, marks
        yield b - a, f"{other} − {one}"
        yield a - b, f"{one} − {other}"
        yield from ratios(a, b, one, other)
        yield from ratios(b, a, other, one)


def ratios(a: float, b: float, one: str, other: str) -> Iterator[tuple[float, str]]:
    """What two figures make as a share or a rate of change."""
    if b:
        yield 100 * a / b, f"{one} ÷ {other} × 100"
        yield 100 * (a - b) / b, f"({one} − {other}) ÷ {other} × 100"
        yield a / b, f"{one} ÷ {other}"
