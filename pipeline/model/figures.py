"""What quantify takes and gives: texts with their surroundings in, figures, left-out digits and
claims out.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from pipeline.model.blocks import Printed

SIGN_UNDECIDED = "sign_undecided"  # a figure in brackets that may be a minus


@dataclass(frozen=True, slots=True)
class Container:
    """A text that may hold figures, with the words around it that give them meaning.

    kind "achievement" | "title" | "cell" | "line"; section "detail" | "table" | "front".
    `printed.text` is what offsets count in.
    """

    kind: str
    section: str
    printed: Printed
    programme_id: str | None = None
    achievement_no: int | None = None
    table_no: int | None = None
    row: int | None = None
    col: int | None = None
    row_span: int = 1
    col_span: int = 1
    is_header: bool = False
    header: tuple[str, ...] = ()  # headers over the cell, outermost first
    row_labels: tuple[str, ...] = ()  # label cells of its row, left to right
    unit: str | None = None  # declared by the table's caption
    title: str | None = None  # of the programme, or the table's caption
    area_title: str | None = None
    group_title: str | None = None
    line_above: str | None = (
        None  # the line one level up inside the programme, or the heading over a front line
    )
    level: int = 0
    year: int | None = None  # the report's year
    report_id: str = ""


@dataclass(frozen=True, slots=True)
class Quantity:
    """One figure; the fields are the columns of the contract. `printed.text[start:end] == quote`."""

    quantity_id: str
    container: Container
    start: int
    end: int
    quote: str
    value: Decimal | None  # in the base unit; None for a range
    unit: str | None
    counted: str | None
    low: Decimal | None  # what the printed precision stands for
    high: Decimal | None
    multiplier: int
    decimals: int
    kind: str  # count money ratio change score duration
    rule: str
    unit_source: str | None  # printed caption header inherited
    approx: str | None = None
    bound: str | None = None
    per: str | None = None
    currency: str | None = None
    measure: str | None = None
    measure_source: str | None = None
    measure_code: str | None = None
    figure_role: str | None = None
    ref_year: int | None = None
    time_basis: str | None = None
    headcount_basis: str | None = None
    budget_phase: str | None = None
    qualifiers: tuple[str, ...] = ()
    additivity: str | None = None
    part_of: str | None = None
    doubt: str | None = None
    corrected_from: str | None = None
    sign_source: str | None = None  # printed bracket word: what gives the value its sign
    row_header: tuple[str, ...] = ()  # labels left of a cell, outermost first

    def in_brackets(self, *, minus: bool) -> Quantity:
        """The figure after it was decided whether the brackets around it are its sign."""
        doubt = None if self.doubt == SIGN_UNDECIDED else self.doubt
        if not minus or self.value is None:
            return replace(self, doubt=doubt)
        return replace(
            self,
            value=-self.value,
            low=None if self.high is None else -self.high,
            high=None if self.low is None else -self.low,
            sign_source="bracket",
            doubt=doubt,
        )


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Digits that measure nothing, and why: date, age, numbering, name, law, denominator, phone,
    unread.
    """

    container: Container
    start: int
    end: int
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """A statement that arithmetic can confirm, found where the text is read; the judge never sees
    the text.

    type is the check's type; `stated` is the quantity that claims; `operands` the quantities it is
    claimed to be made of, nearest base first for ratios; `form` names the arithmetic (sum, ratio,
    change, product, difference, scale, equal, count …). `words` carries what a sentence or a match
    needs (a programme's name in a highlight, an enumeration's items).

    `declared`: the words name just these operands (a formula, a total word, the statement's own
    clause). A claim gives no verdict: where no operand list fits, reconcile/accuse.py decides.
    `unmet` is what is published where nothing may be said: "nothing", or "unsupported" with `why`
    (a key of explanations.toml) where the lack of support is worth a line.

    Claims of one `family` (the cells of one total row) are judged together. `readings` names each
    operand list, (formula × order) or the lines that it adds up, so that a reading can be tried
    over the whole family; never by its place in the list.
    """

    type: str
    form: str
    stated: str  # quantity_id
    operands: tuple[str, ...] = ()
    alternatives: tuple[
        tuple[str, ...], ...
    ] = ()  # other operand lists that the words allow, in order
    statement: str = ""
    words: tuple[tuple[str, str], ...] = ()
    declared: bool = False
    why: str | None = None
    family: str | None = None
    unmet: str = "nothing"  # or "unsupported"
    readings: tuple[str, ...] = ()  # of `operands`, then of each of `alternatives`
    bracketed: tuple[str, ...] = ()  # figures that fill their cells in brackets
