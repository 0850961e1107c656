"""The one place where `disagrees` is given: an accusation in somebody's name, so it is proven.

Every rule elsewhere says what a statement is made of, what declares that, in how many other places
it holds and how surely the figures were read; an outcome that does not close comes here as
`differs`. It is published as `disagrees` where all of the contract's conditions hold:

1. no figure in it is doubted, nor stands with another in one cell;
2. the relation is declared (a formula, a total word, the statement's own clause), or proven: it
   holds in two other places of the table at least, and in more than two thirds of those it can be
   tried in;
3. no rival reading makes it agree: a sign, the other order, another unit, a neighbouring base, a
   part more or less;
4. no more than half of the statements of one kind in one table fail.

Source: 500 accusations on 182 real reports, of which 32 were true; each false one failed one of
these.
"""

from __future__ import annotations

import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from pipeline.model import Quantity
from pipeline.pattern import named
from pipeline.reconcile.forms import operands_to_value
from pipeline.reconcile.judge import Figures, Outcome, figures_fit
from pipeline.reconcile.reading import Reading

PROVEN = 2  # other places in which a relation must hold
OF_THREE = 2, 3  # the share of those it can be tried in
FEWEST_FAILING = 2  # failing statements of one kind in a table; one alone is no half of anything
FEWEST_TOLD = 3  # failing statements of one kind in running text before that is asked there
TOLD = "text"  # the kind of statements in running text
SIGNED = frozenset({"sum", "difference", "points", "change"})  # a minus makes another statement
TURNED = frozenset({"change", "points", "difference"})  # made of an old and a new figure
# powers of ten between the units that print mixes: 천, 만, 백만, 억 and back, and % against a share
SCALES = tuple(Decimal(10) ** power for power in (2, 3, 4, 6, 8))
PAIRED = frozenset({"change", "points", "ratio", "sum"})  # two statements may claim the operands
RATES = frozenset({"ratio", "share", "change", "implied", "mean"})
LEVEL = 3.0  # points between the tops of figures on one line; as in quantify, where it is measured
MOST_PARTS = 60  # figures of one text or sum among which rivals are looked for
LINEAR = frozenset({"sum", "difference", "points", "rest"})  # as exact as their figures
FEW = 100  # a whole figure below it counts things and is not rounded
REACHES = named("figures.reaches")
MEAN = "mean"  # the rival reading of a “total” that is none, so no failing sum either
UNDECIDED = "unit_undecided"  # of several units over the table none is surely this column's
UNLISTED = "unit_unlisted"  # a counter that no list has; the figure itself was read without doubt

Line = tuple[int | None, str, int | None]  # a table, "row" or "col", its number
Kind = tuple[int | str | None, str, str | None]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an accusation is held against besides its own figures."""

    figures: Figures
    reading: Reading
    texts: dict[int, list[Quantity]]  # the figures of each container
    signed: frozenset[Line]  # rows and columns that print minuses
    negated: frozenset[str]  # figures that are minuses only because their table closes so
    claimed: Counter[tuple[str, ...]]  # how many statements name the same operands
    rows: dict[Line, list[Quantity]] = field(default_factory=dict)  # the figures of a table's row


def outcomes_to_verdicts(
    outcomes: Sequence[Outcome],
    figures: Figures,
    reading: Reading,
    negated: frozenset[str] = frozenset(),
) -> list[Outcome]:
    """Every outcome with its verdict: those that differ are accusations or are withheld, with the
    reason; an outcome that says nothing then is left out.
    """
    around = surroundings(outcomes, figures, reading, negated)
    weighed = [differing_to_verdict(o, around) if o.verdict == "differs" else o for o in outcomes]
    return [o for o in without_failing_kinds(weighed, outcomes, figures) if o is not None]


def surroundings(
    outcomes: Iterable[Outcome],
    figures: Figures,
    reading: Reading,
    negated: frozenset[str] = frozenset(),
) -> Surroundings:
    texts: dict[int, list[Quantity]] = defaultdict(list)
    signed: set[Line] = set()
    rows: dict[Line, list[Quantity]] = defaultdict(list)
    for q in figures.values():
        texts[id(q.container)].append(q)
        if in_cell(q):
            rows[row_of(q)].append(q)
        if in_cell(q) and (q.quantity_id in negated or (q.value or 0) < 0):
            signed |= lines_of(q)
    claimed = operands_claimed(outcomes)
    return Surroundings(figures, reading, texts, frozenset(signed), negated, claimed, rows)


def differing_to_verdict(outcome: Outcome, around: Surroundings) -> Outcome | None:
    """An accusation, a withheld one with its doubt or its rival, or None where the relation is our
    own guess. That is asked first, because of a guess nothing is said, doubted or not.
    """
    stated = around.figures[outcome.claim.stated]
    if outcome.form == "rows":  # counts of rows are weighed against one another (row_doubts)
        return accused(outcome)
    if not is_founded(outcome) or is_of_unlike(outcome, stated):
        return unmet(outcome)
    if in_doubt(outcome, stated, around) or around.reading.explains(outcome, stated):
        return withheld(outcome)
    if not in_cell(stated) and around.claimed[operand_key(outcome)] > 1:
        return unmet(outcome)
    rival = rival_of(outcome, stated, around)
    return against(outcome, rival) if rival else accused(outcome, lost_sign(outcome, stated))


# ── what becomes of an outcome that differs


def accused(outcome: Outcome, extra: tuple[tuple[str, str], ...] = ()) -> Outcome:
    """The accusation; nothing else in the package makes one."""
    said = (*outcome.extra, *extra)
    return replace(outcome, verdict="disagrees", attribution="report", extra=said)


def is_accusation(outcome: Outcome) -> bool:
    return outcome.verdict == "disagrees"


def withheld(outcome: Outcome) -> Outcome:
    """Our own reading may be at fault."""
    return replace(outcome, verdict="unsupported", attribution="reading", why=None)


def given_up(outcome: Outcome) -> Outcome | None:
    """Withheld where words declare the relation; of our own guess nothing is left."""
    return withheld(outcome) if outcome.declared else unmet(outcome)


def against(outcome: Outcome, rival: str) -> Outcome:
    """Another reading makes the print right: which one is meant is open."""
    extra = (*outcome.extra, (f"rival_{rival}", ""))
    return replace(
        outcome, verdict="unsupported", attribution="undecided", rival=rival, extra=extra
    )


def unaccused(outcome: Outcome) -> Outcome:
    """What stays of an outcome where a step that weighs doubts failed: nobody is accused then."""
    if outcome.verdict not in ("differs", "disagrees"):
        return outcome
    return replace(outcome, verdict="unsupported", attribution="reading")


def unmet(outcome: Outcome) -> Outcome | None:
    """What is said of a relation that nothing declares or proves, and that does not hold."""
    claim = outcome.claim
    if claim.unmet == "nothing":
        return None
    return Outcome(claim, claim.unmet, why=claim.why or "no_base", proof=outcome.proof)


def lost_sign(outcome: Outcome, stated: Quantity) -> tuple[tuple[str, str], ...]:
    """A word for the sentence where a minus is all that is missing: 증감 120 for △120."""
    return (("unsigned", ""),) if sign_fits(outcome, stated) else ()


# ── 1. no figure is doubted, nor stands with another in one cell


def in_doubt(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """Whether a figure was read with doubt, is a minus by our reading alone, or shares its cell.

    계 3,100 over 1,000 and 2,O00 (a letter among the digits) accuses nobody.
    """
    figures = (stated, *outcome.operands)
    known = harmless_doubts(outcome, stated)
    return (
        any(q.doubt not in known for q in figures)
        or may_be_rounded(outcome, stated)
        or is_loosely_told(outcome, stated)
        or any(q.quantity_id in around.negated for q in outcome.operands)
        or (
            in_cell(stated)
            and any(shares_cell(q, around) for q in figures)
            and not on_one_line(figures, around)
        )
    )


def may_be_rounded(outcome: Outcome, stated: Quantity) -> bool:
    """Whether whole figures without any unit are off by no more than the rounding of each: 216 for
    215 + 2 is right where the table is in 십억원, which its print does not tell us. Small figures
    count things.
    """
    figures = (stated, *outcome.operands)
    if outcome.form not in LINEAR or any(q.unit is not None or q.decimals for q in figures):
        return False
    small = stated.value is None or abs(stated.value) < FEW
    return not small and off_by(outcome, stated) <= Decimal(len(figures)) / 2


def is_loosely_told(outcome: Outcome, stated: Quantity) -> bool:
    """“30%에 달하는” for 31.5%: a round figure that is reached is as good as its last digit."""
    behind = stated.container.printed.text[stated.end :]
    if stated.value is None or not REACHES.match(behind):
        return False
    grain = Decimal(stated.multiplier).scaleb(-stated.decimals)
    units = str(abs(int(stated.value / grain)))
    round_by: Decimal = grain * 10 ** (len(units) - len(units.rstrip("0")))
    return round_by > grain and off_by(outcome, stated) <= round_by / 2


def off_by(outcome: Outcome, stated: Quantity) -> Decimal:
    """How far what is printed is from what was computed, in the base unit."""
    if outcome.computed is None or stated.value is None:
        return Decimal("Infinity")
    return abs(stated.value - outcome.computed)


def harmless_doubts(outcome: Outcome, stated: Quantity) -> set[str | None]:
    """Doubts about a unit that all figures share: in 31개관(공립 12개관, 사립 19개관) it does not
    matter what a 개관 is, nor in a declared rate or sum of a table which of two units is theirs.
    """
    units = {q.unit for q in outcome.operands}
    alike = len(units) == 1 and (outcome.form == "ratio" or units == {stated.unit})
    if outcome.form in ("ratio", "sum") and alike and outcome.declared and in_cell(stated):
        return {None, UNLISTED, UNDECIDED}
    return {None, UNLISTED} if units <= {stated.unit} else {None}


def in_cell(figure: Quantity) -> bool:
    return figure.container.kind == "cell"


def shares_cell(figure: Quantity, around: Surroundings) -> bool:
    """Whether a cell holds two figures and more outside brackets: whose neighbour is whose is
    open.
    """
    own = around.texts[id(figure.container)]
    if len(own) < 2 or not in_cell(figure):
        return False
    text = figure.container.printed.text
    bracket = min((at for at in map(text.find, "(（") if at >= 0), default=len(text))
    return sum(1 for q in own if q.start < bracket) > 1


def on_one_line(figures: Sequence[Quantity], around: Surroundings) -> bool:
    """Whether the figures stand on one printed line of their row, each alone in its cell there: of
    50,000,000 over 50,000,000 beside 0 and 0 the first line is one row, though no rule parts it.
    """
    first = top_of(figures[0])
    return first is not None and all(
        q.container.row == figures[0].container.row
        and [o for o in around.texts[id(q.container)] if is_level(top_of(o), first)] == [q]
        for q in figures
    )


def top_of(figure: Quantity) -> tuple[int, float] | None:
    """The page and top of a figure; None where the input does not tell."""
    place = figure.container.printed.place(figure.start, figure.end)
    return (place.page or 0, place.box[1]) if place.box else None


def is_level(one: tuple[int, float] | None, other: tuple[int, float]) -> bool:
    return one is not None and one[0] == other[0] and abs(one[1] - other[1]) <= LEVEL


# ── 2. the relation is declared, or proven


def is_founded(outcome: Outcome) -> bool:
    """Whether words name the operands, 집행률(B/A), or other places of the table show them."""
    return outcome.declared or is_proven(outcome)


def is_of_unlike(outcome: Outcome, stated: Quantity) -> bool:
    """Whether a percentage would be one of money over things: 15대 of 11억원 are no share."""
    return stated.unit == "%" and len({q.kind == "money" for q in outcome.operands}) > 1


def is_proven(outcome: Outcome) -> bool:
    """Whether the relation holds in two other places, and in more than two thirds of all, this one
    among them: 3 that hold beside 1 that fails prove it, 2 beside 1 do not.
    """
    proof, fails = outcome.proof or 0, outcome.broken + (outcome.verdict == "differs")
    part, whole = OF_THREE
    return proof >= PROVEN and proof * whole > (proof + fails) * part


def operands_claimed(outcomes: Iterable[Outcome]) -> Counter[tuple[str, ...]]:
    """How many statements of running text name the same operands: a pair of figures is used once,
    by the figure that it fits; where two statements claim it, whose it is is open.
    """
    named = {
        (operand_key(o), o.claim.stated)
        for o in outcomes
        if o.declared and o.operands and o.form in PAIRED and not in_cell(o.operands[0])
    }
    return Counter(key for key, _ in named)


def operand_key(outcome: Outcome) -> tuple[str, ...]:
    return (outcome.form, *(q.quantity_id for q in outcome.operands))


# ── 3. no rival reading makes it agree


def rival_of(outcome: Outcome, stated: Quantity, around: Surroundings) -> str | None:
    """The name of a reading under which the print would be right; None where there is none.

    Only kinds of readings that print leaves open are rivals; a relation that holds in two other
    places has shown which lines it is made of.
    """
    rivals = (
        ("part", a_note_leaves_out),
        ("order", another_order_closed),
        ("base", another_base_closed),
        ("sign", a_sign_is_open),
        ("order", the_other_order_fits),
        ("unit", another_unit_fits),
        ("part", a_part_is_open),
        ("part", a_blank_is_open),
        (MEAN, a_mean_fits),
        ("base", a_neighbour_fits),
    )
    return next((name for name, closes in rivals if closes(outcome, stated, around)), None)


def a_note_leaves_out(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """“※ 계 : 중복 제외” stands under the table."""
    return "note" in dict(outcome.claim.words)


def another_order_closed(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """Another reading of this very cell fits: its 증감 is old minus new."""
    return bool(outcome.rivals) and outcome.form in TURNED


def another_base_closed(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """Another reading of this very cell fits: its rate is of another column."""
    return bool(outcome.rivals) and outcome.form not in TURNED


def a_sign_is_open(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """With another sign it is right, and neither its row nor its column prints minuses: where they
    do, a missing one is the report's.
    """
    fitting = sign_fits(outcome, stated) or operand_sign_fits(outcome, stated)
    return fitting and around.signed.isdisjoint(lines_of(stated))


def the_other_order_fits(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """Whether the other order of two columns makes it right, where that is more than a sign."""
    if outcome.form != "change" or len(outcome.operands) != 2:
        return False
    if outcome.claim.readings and is_proven(outcome):
        return False
    turned = outcome.operands[::-1]
    opposite = with_value(stated, -(stated.value or Decimal(0)))
    return fits(outcome, stated, turned) or fits(outcome, opposite, turned)


def another_unit_fits(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """Whether another unit makes it right: 천원 for 원, 백만원 for 천원, a share for its percent."""
    if not has_arithmetic(outcome) or not stated.value or outcome.computed in (None, Decimal(0)):
        return False
    scales = SCALES[:1] if outcome.form in RATES else SCALES[1:]
    shown = [stated.value * s for s in scales] + [stated.value / s for s in scales]
    return any(fits(outcome, scaled(stated, value), outcome.operands) for value in shown)


def a_part_is_open(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """Whether an unproven sum would be right without some of its parts."""
    return outcome.form == "sum" and not is_proven(outcome) and parts_explain(outcome, stated)


def a_blank_is_open(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """Whether what a sum down a column lacks stands elsewhere in a row that is blank in it: “다. 기타
    | 10,000,000 | (blank)” below parts that miss ten million is a change left out, no wrong total.
    """
    column, table = stated.container.col, stated.container.table_no
    rows = rows_down(outcome, table, column)
    if outcome.form != "sum" or outcome.computed is None or stated.value is None or not rows:
        return False
    lacking = off_by(outcome, stated)
    beside = (around.rows.get((table, "row", r), ()) for r in range(min(rows), max(rows) + 2))
    return any(is_blank_and_holds(own, column, lacking) for own in beside)


def rows_down(outcome: Outcome, table: int | None, column: int | None) -> list[int]:
    """The rows of the parts, where all of them stand in one column."""
    places = [q.container for q in outcome.operands]
    rows = [c.row for c in places if c.row is not None and (c.table_no, c.col) == (table, column)]
    return rows if len(rows) == len(places) else []


def is_blank_and_holds(row: Sequence[Quantity], column: int | None, amount: Decimal) -> bool:
    """Whether a row has no figure in a column and this amount in another."""
    blank = all(q.container.col != column for q in row)
    return blank and any(q.value is not None and abs(q.value) == amount for q in row)


def a_mean_fits(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """Whether a total lies among its parts, all of one sign: then it may be their mean or a rate
    of the whole (호당 소득 30,000, 50,000, 70,000, 계 38,889), which no misprint of a sum is likelier
    than.
    """
    values = [q.value for q in outcome.operands if q.value]
    if outcome.form != "sum" or stated.value is None or len(values) < PROVEN:
        return False
    one_sign = all(value > 0 for value in values) or all(value < 0 for value in values)
    return one_sign and min(values) <= stated.value <= max(values)


def a_neighbour_fits(outcome: Outcome, stated: Quantity, around: Surroundings) -> bool:
    """Whether other figures of the same text make the rate or the growth, or the sum."""
    if in_cell(stated):
        return False
    own = [
        q
        for q in around.texts[id(stated.container)][:MOST_PARTS]
        if q is not stated and q.value and not q.per
    ]
    form = outcome.form or outcome.claim.form
    if form in ("ratio", "change", "points"):
        return a_pair_fits(outcome, stated, own)
    return form == "sum" and a_run_adds_up(stated, own)


# ── what a reading changed in one way would make


def fits(outcome: Outcome, stated: Quantity, operands: Sequence[Quantity]) -> bool:
    """Whether the statement, or the operands, changed in one way would close."""
    form = outcome.form or outcome.claim.form
    value = operands_to_value(form, operands, outcome.factor)
    if value is None:
        return False
    return figures_fit(form, stated, tuple(operands), value, outcome.factor) is not None


def with_value(figure: Quantity, value: Decimal | None) -> Quantity:
    return replace(figure, value=value, low=None, high=None, approx=None)


def has_arithmetic(outcome: Outcome) -> bool:
    """Whether the outcome has an arithmetic of its own, whose figures can be turned and scaled."""
    return (outcome.form or outcome.claim.form) not in ("rows", "enumeration", "highlight")


def sign_fits(outcome: Outcome, stated: Quantity) -> bool:
    """Whether the statement would be right with the other sign."""
    if outcome.form not in SIGNED or not stated.value:
        return False
    return fits(outcome, with_value(stated, -stated.value), outcome.operands)


def operand_sign_fits(outcome: Outcome, stated: Quantity) -> bool:
    """Whether one part that counts against the others would make the sum right: a loss in a column
    of gains, printed without its sign. The difference is then twice that part.
    """
    if outcome.form != "sum" or outcome.computed is None or stated.value is None:
        return False
    off = outcome.computed - stated.value
    return any(off == 2 * (q.value or Decimal(0)) for q in outcome.operands if q.value)


def scaled(figure: Quantity, value: Decimal) -> Quantity:
    """The figure in another unit, its last digit with it: 0.4점 a thousandth as large is 0.0004,
    known to the fourth place.
    """
    size = figure.multiplier * value / (figure.value or Decimal(1))
    places = max(0, -size.adjusted())
    return replace(
        figure,
        value=value,
        low=None,
        high=None,
        multiplier=max(1, int(size)),
        decimals=figure.decimals + places,
    )


def parts_explain(outcome: Outcome, stated: Quantity) -> bool:
    """Whether the sum would be right without one of its parts (a row that is in another, or that
    the total leaves out), without two or three neighbours, or as one of them alone.
    """
    if outcome.computed is None or stated.value is None or len(outcome.operands) > MOST_PARTS:
        return False
    off = outcome.computed - stated.value
    values = [q.value for q in outcome.operands if q.value]
    return off in values or stated.value in values or off in sums_of_neighbours(values)


def sums_of_neighbours(values: Sequence[Decimal]) -> Iterator[Decimal]:
    """Of two and of three values beside one another.

    >>> [int(made) for made in sums_of_neighbours([Decimal(1), Decimal(2), Decimal(4)])]
    [3, 6, 7]
    """
    for many in (2, 3):
        for at in range(len(values) - many + 1):
            yield sum(values[at : at + many], start=Decimal(0))


def a_pair_fits(outcome: Outcome, stated: Quantity, own: Sequence[Quantity]) -> bool:
    shown = [q if q.kind == "ratio" else as_shown(q) for q in own]
    pairs = ((a, b) for a in shown for b in shown if a is not b)
    return any(fits(outcome, stated, pair) for pair in pairs)


def a_run_adds_up(stated: Quantity, own: Sequence[Quantity]) -> bool:
    """Whether two and more figures in a row, of its unit, add up to the statement."""
    values = [q.value or Decimal(0) for q in own if q.unit in (stated.unit, None)]
    return any(
        made == stated.value
        for at in range(len(values))
        for made in itertools.islice(itertools.accumulate(values[at:]), 1, None)
    )


def as_shown(figure: Quantity) -> Quantity:
    """The figure by its printed digits alone: of 매출 595,746억 : 수산 160,605(27.0%) the parts leave
    out the unit that the whole has.
    """
    value = None if figure.value is None else figure.value / (figure.multiplier or 1)
    return replace(figure, value=value, low=None, high=None, multiplier=1)


def row_of(figure: Quantity) -> Line:
    return figure.container.table_no, "row", figure.container.row


def lines_of(figure: Quantity) -> set[Line]:
    """The row and the column that a figure of a table stands in."""
    c = figure.container
    return {(c.table_no, "row", c.row), (c.table_no, "col", c.col)}


# ── 4. no more than half of the statements of one kind in one table fail


def without_failing_kinds(
    weighed: Sequence[Outcome | None], outcomes: Sequence[Outcome], figures: Figures
) -> list[Outcome | None]:
    """The verdicts; where more than half of the statements of one kind fail, our reading is at
    fault, and none of them accuses; where no word declares it, nothing is said: a timetable's line
    counts the courses of a week, and is no sum.
    """
    kinds = [kind_of(o, figures) for o in outcomes]
    wrong = failing_kinds(kinds, outcomes, weighed)
    return [
        given_up(after) if after is not None and kind in wrong and may_be_ours(after) else after
        for kind, after in zip(kinds, weighed, strict=True)
    ]


def may_be_ours(outcome: Outcome) -> bool:
    """An accusation that a wrong reading explains; counts of rows are weighed elsewhere."""
    return is_accusation(outcome) and outcome.form != "rows"


def failing_kinds(
    kinds: Sequence[Kind], outcomes: Sequence[Outcome], weighed: Sequence[Outcome | None]
) -> set[Kind]:
    """The kinds of which more fail than hold; those of our own guesses do not count as failing, nor
    does what may be a mean and then sums nothing.
    """
    fails: Counter[Kind] = Counter()
    holds: Counter[Kind] = Counter()
    for kind, before, after in zip(kinds, outcomes, weighed, strict=True):
        fails[kind] += before.verdict == "differs" and after is not None and after.rival != MEAN
        holds[kind] += before.verdict.startswith("agrees")
    return {kind for kind, many in fails.items() if many > holds[kind] and many >= fewest(kind)}


def kind_of(outcome: Outcome, figures: Figures) -> Kind:
    """The statements that one wrong reading would make fail together: of one type along one axis
    of a table, or of one type in the report's running text.
    """
    c = figures[outcome.claim.stated].container
    if c.kind != "cell":
        return TOLD, outcome.claim.type, None
    return c.table_no, outcome.claim.type, dict(outcome.claim.words).get("axis")


def fewest(kind: Kind) -> int:
    """How many must fail: one alone can be neither more nor less than half."""
    return FEWEST_TOLD if kind[0] == TOLD else FEWEST_FAILING
