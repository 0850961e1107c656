"""Formulas of a table: those that headers declare, 증감(B-A), 집행률(B/A), 계(A+B), and those that
their words imply.

>>> label_to_formula("증감(B-A)"), label_to_formula("집행률(B/A×100)"), label_to_formula("합계 (A+B)"), label_to_letter("예산현액(A)")
(('difference', ('B', 'A')), ('ratio', ('B', 'A')), ('sum', ('A', 'B')), 'A')
"""

from __future__ import annotations

import functools
import itertools
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

from pipeline.lexicon import ends_in, has, having, members, values_of
from pipeline.model import Claim, Quantity
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.claim_grid import Grid, GridLine, Label, label_core, place_of
from pipeline.quantify.claim_rows import YEAR

CIRCLED = {
    chr(0x2460 + n): chr(0x3131 + n) for n in range(15)
}  # ① … stand for letters in formulas, so they become letters
FORMULA = named("claims.formula")
GROWTH = lazy_pattern(
    r"[(\[{]+\s*(?P<new>[A-Za-zㄱ-ㅎ])\s*[-−–]\s*(?P<old>[A-Za-zㄱ-ㅎ])\s*[)\]}]\s*[/÷]\s*(?P=old)"
)
LETTER = lazy_pattern(
    r"[(（\[]\s*(?:[^\d()（）\[\],:]{1,8},\s*)?([A-Za-zㄱ-ㅎ]'?)\s*(?:=[^)]{0,40})?[)）\]]"
)
# what NFKC makes of ㉠ ㉡ … to ㅂ, as the letters that stand alone
JAMO = {
    0x1100: 0x3131,
    0x1102: 0x3134,
    0x1103: 0x3137,
    0x1105: 0x3139,
    0x1106: 0x3141,
    0x1107: 0x3142,
}
LETTER_NAME = lazy_pattern(r"[A-Za-zㄱ-ㅎ]'?")
EACH, COUNT = named("claims.each_in_head"), named("claims.count_in_head")
SIGN = lazy_pattern(r"[-+/÷−–]")
NOT_PLAIN = lazy_pattern(r"[^0-9A-Za-z가-힣]")
INNER = lazy_pattern(r"[(（\[]([^)）\]]{1,20})[)）\]]")
TERM = named("claims.term")
AGAINST = lazy_pattern(r"\L<compared>")
UP_TO_AGAINST = lazy_pattern(r"^.*\L<compared>")
REACH = 100  # lines on either side of a rate that what it is made of is looked for in
CHANGE = lazy_pattern(r"\L<change_in_head>")
TYPES = {
    "change": "percent_change",
    "points": "difference",
    "difference": "difference",
    "ratio": "ratio",
    "sum": "sum_of_rows",
    "product": "product",
}
Formula = tuple[str, tuple[str, ...]]


def fold_letters(text: str) -> str:
    """ⓐ, Ａ, ㉠ and ① as plain letters, so that a formula reads the same whatever marks its
    columns.

    >>> fold_letters("ⓑ－Ａ ②-①")
    'b-A ㄲ-ㄱ'
    """
    return "".join(CIRCLED.get(c) or unicodedata.normalize("NFKC", c).translate(JAMO) for c in text)


def label_to_formula(text: str) -> Formula | None:
    """The form and the letters of the formula in a header; None without one, or with one that mixes
    signs.
    """
    folded = fold_letters(text)
    growth = GROWTH.search(folded)
    if growth:
        return "change", (growth["old"].upper(), growth["new"].upper())
    found = FORMULA.search(folded)
    if not found:
        return None
    letters = tuple(letter.upper() for letter in LETTER_NAME.findall(found["formula"]))
    signs = set(SIGN.findall(found["formula"]))
    forms = {
        "+": "sum",
        "-": "difference",
        "−": "difference",
        "–": "difference",
        "/": "ratio",
        "÷": "ratio",
    }
    form = forms.get(signs.pop()) if len(signs) == 1 else None
    return (form, letters) if form and (form != "ratio" or len(letters) == 2) else None


def label_to_letter(text: str) -> str | None:
    """The letter that a header gives its column: “예산현액(A)”, “집행액 (B)”, “합계(C=A+B)”; a unit
    may stand before it.

    >>> label_to_letter("예산액 (억원, A)"), label_to_letter("합계(C=A+B)"), label_to_letter("(명, 개)")
    ('A', 'C', None)
    """
    found = LETTER.search(fold_letters(text))
    return found[1].upper() if found else None


def grid_to_formula_claims(grid: Grid) -> list[Claim]:
    """The declared and the implied formulas among the lines of one axis."""
    made = []
    for line in grid.lines:
        declared = declared_readings(grid, line)
        readings = declared or implied_readings(grid, line)
        one = len(readings) == 1 and readings[0][0] != "product"
        told = bool(declared) or one  # years, 당기 and 전기, the rate's own name
        made += _line_to_claims(grid, line, readings, declared=told)
    return made


def declared_readings(grid: Grid, line: GridLine) -> list[Formula]:
    """The formula in the line's labels, its letters looked up among the lines that share its outer
    labels, else in the whole table.
    """
    formula = next((f for lab in reversed(line.labels) if (f := label_to_formula(lab.text))), None)
    if formula is None:
        return []
    form, letters = formula
    for scope in (siblings(grid, line), list(grid.lines)):
        named = {
            letter: [n for n in scope if n is not line and line_letter(n) == letter]
            for letter in letters
        }
        found = [
            (form, tuple(str(n.index) for n in lines)) for lines in lettered_lines(letters, named)
        ]
        if found:
            return found
    return []


def lettered_lines(
    letters: Sequence[str], named: dict[str, list[GridLine]]
) -> list[tuple[GridLine, ...]]:
    """One line a letter; where a letter stands over a group (계획(A): 과정수, 회수, 인원) the
    members of one name together, last first.
    """
    if not all(named[letter] for letter in letters):
        return []
    if all(len(named[letter]) == 1 for letter in letters):
        return [tuple(named[letter][0] for letter in letters)]
    inner = [{n.labels[-1].core: n for n in named[letter] if n.labels} for letter in letters]
    shared = [core for core in inner[0] if all(core in names for names in inner)]
    return [tuple(names[core] for names in inner) for core in reversed(shared)]


def line_letter(line: GridLine) -> str | None:
    return next(
        (letter for lab in reversed(line.labels) if (letter := label_to_letter(lab.text))), None
    )


def siblings(grid: Grid, line: GridLine) -> list[GridLine]:
    """The lines under the same outer label."""
    if len(line.labels) < 2:
        return list(grid.lines)
    inner = line.labels[-2]
    return [n for n in grid.lines if inner.start <= n.index < inner.stop]


def implied_readings(grid: Grid, line: GridLine) -> list[Formula]:
    """What the words of the labels imply: 증감 of two neighbours, 집행률 of 집행 and 예산."""
    cores = [lab.core for lab in line.labels]
    grid = grid.around(line, REACH)
    if any(is_change_label(lab) for lab in line.labels):
        return against_readings(grid, line) or neighbour_readings(grid, line)
    quotients, differences = values_of("quotient"), values_of("difference")
    rates = sorted(quotients, key=len, reverse=True)
    rate = next((n for n in rates for c in cores if c.endswith(n)), None)
    if rate:
        return named_readings(grid, line, "ratio", quotients[rate], ("numerator", "base"))
    rest = next((n for n in differences for c in cores if c == n), None)
    if rest:
        keys = ("minuend", "subtrahend")
        return named_readings(grid, line, "difference", differences[rest], keys)
    return each_readings(grid, line)


def each_readings(grid: Grid, line: GridLine) -> list[Formula]:
    """“연인원” of “기수” and “기당 인원”: a label that says how many there are of the line's own
    name in each of what another line counts.

    Counter-example: a timetable whose 기수 numbers the sessions of one merged 연인원, 1, 2, 3.
    """
    beside = [n for n in siblings(grid, line) if n.labels and n is not line]
    each_of = [n for n in beside if label_to_each(n.labels[-1].core)]
    return [
        ("product", (str(count.index), str(each.index)))
        for each, count in itertools.product(each_of, beside if each_of else ())
        if make_whole(count, each, line) and grid.are_parallel(count.index, line.index)
    ]


@functools.lru_cache(maxsize=4096)
def label_to_each(core: str) -> tuple[str, str] | None:
    """What a label counts in each of what: 인원 in each 기 of 기당 인원."""
    told = EACH.fullmatch(plain_label(core))
    return (told["of"], told["what"]) if told else None


def make_whole(count: GridLine, each: GridLine, whole: GridLine) -> bool:
    """Whether three lines' own labels are 기수, 기당 인원 and 연인원."""
    told = label_to_each(each.labels[-1].core)
    if told is None or not whole.labels:
        return False
    of, what = told
    return plain_label(whole.labels[-1].core).endswith(what) and counted_by(count) == of


def counted_by(line: GridLine) -> str | None:
    """What a line's own label counts: 기 of 기수."""
    found = COUNT.fullmatch(plain_label(line.labels[-1].core)) if line.labels else None
    return found["of"] if found else None


def is_change_label(label: Label) -> bool:
    """증감, 증감률(%), or “비고(증감)” where the word stands in the bracket."""
    names = _change_names()
    told = UP_TO_AGAINST.sub("", label.core)  # “’24년 최종 대비 증감률”
    return (
        told in names
        or label.core in names
        or any(label_core(inner) in names for inner in INNER.findall(label.text))
    )


@functools.cache
def _change_names() -> frozenset[str]:
    heads = ("head_of_difference", "head_of_change_rate", "head_of_increase")
    return frozenset().union(*map(members, heads))


def against_readings(grid: Grid, line: GridLine) -> list[Formula]:
    """“증감률 > ’24년 최종 대비”: the label names the old column; the new one stands in the rate's
    own group, or first.
    """
    stems = [AGAINST.split(plain_label(lab.text))[0] for lab in line.labels if names_base(lab)]
    if not stems:
        return []
    amounts = [
        n
        for n in grid.lines
        if n.labels and not any(is_change_label(lab) or names_base(lab) for lab in n.labels)
    ]
    olds = [
        n
        for stem in stems
        for n in amounts
        if stem and any(plain_label(lab.text).startswith(stem) for lab in n.labels)
    ]
    own = [n for n in amounts if line.labels and n.labels[0] == line.labels[0] and n not in olds]
    news = own or [n for n in amounts if n not in olds][:1]
    return [("change", (str(old.index), str(new.index))) for old in olds[:1] for new in news[:2]]


def names_base(label: Label) -> bool:
    """Whether a label says what a rate is reckoned against: “’24년 당초 대비”, “’24년 당초 대비
    증감률(%)”.
    """
    core = plain_label(label.core)
    found = AGAINST.search(core)
    if found is None or not found.start():
        return False
    return found.end() == len(core) or is_change_label(label)


def plain_label(text: str) -> str:
    """A label's letters and digits alone.

    >>> plain_label("’24년 최종 대비")
    '24년최종대비'
    """
    return NOT_PLAIN.sub("", text)


def named_readings(
    grid: Grid, line: GridLine, form: str, names: dict[str, list[str]], keys: tuple[str, str]
) -> list[Formula]:
    """Pairs of lines so named: those under the same outer label first, then the nearest before the
    rate.
    """
    found = []
    beside = {n.index for n in siblings(grid, line)}
    for key in keys:
        lines = [
            n
            for n in grid.lines
            if n is not line
            and n.labels
            and any(w in lab.core for lab in n.labels for w in names[key])
        ]
        lines = [
            n for n in lines if not any(ends_in(lab.core, "rate_name_ending") for lab in n.labels)
        ]
        lines.sort(key=lambda n: (n.index not in beside, abs(n.index - line.index)))
        found.append(lines[:3])
    pairs = [(a, b) for a in found[0] for b in found[1] if a.index != b.index]
    return [(form, (str(a.index), str(b.index))) for a, b in pairs]


def neighbour_readings(grid: Grid, line: GridLine) -> list[Formula]:
    """Old and new of a 증감: the two lines before its group, in print order and turned round."""
    columns = amounts_before(grid, line)
    told = dated_pair(columns) or old_and_new(columns[-2:])
    if told:
        return [("change", told)]
    before = [str(n.index) for n in columns]
    pairs = list(itertools.pairwise(before))[::-1][:2]
    pairs += [(before[-3], before[-1])] if len(before) > 2 else []
    return [("change", pair) for a, b in pairs for pair in ((a, b), (b, a))]


def amounts_before(grid: Grid, line: GridLine) -> list[GridLine]:
    """The four lines before the group of a 증감 that are no changes themselves."""
    told = (lab.start for lab in line.labels if CHANGE.search(lab.core))
    start = min(told, default=line.index)
    return [
        n
        for n in grid.lines
        if n.index < start and not any(is_change_label(lab) for lab in n.labels)
    ][-4:]


def dated_pair(columns: Sequence[GridLine]) -> tuple[str, str] | None:
    """Of two columns that name two years the earlier and the later one."""
    years = [(year, n.index) for n in columns if (year := year_of(n)) is not None]
    if len(columns) != len(("old", "new")) or len({year for year, _ in years}) != len(columns):
        return None
    old, new = sorted(years)
    return str(old[1]), str(new[1])


def old_and_new(columns: Sequence[GridLine]) -> tuple[str, str] | None:
    """The old and the new one of two columns by their words, 전기 and 당기, 본예산 and 추경, or by
    their numbers, 제15기 and 제16기; None where the words leave it open.

    >>> lines = [GridLine(n, (Label(t, n, n + 1, 0),)) for n, t in enumerate(("제16기", "제15기"))]
    >>> old_and_new(lines)
    ('1', '0')
    """
    if len(columns) != len(("old", "new")):
        return None
    terms = [TERM.search(n.path.replace(" ", "")) for n in columns]
    ages = [int(m["term"]) for m in terms if m]
    if len(ages) < len(columns):
        ages = [age_of(n) for n in columns]
    if ages[0] == ages[1] or 0 in ages:
        return None
    old, new = sorted(zip(ages, columns, strict=True), key=lambda pair: pair[0])
    return str(old[1].index), str(new[1].index)


def age_of(line: GridLine) -> int:
    """1 for a column of old amounts, 2 for one of new amounts, 0 where its labels do not say."""
    cores = [lab.core for lab in line.labels]
    old, new = (any(w in core for core in cores for w in having(f)) for f in ("earlier", "newer"))
    return 0 if old == new else 1 if old else 2


def year_of(line: GridLine) -> int | None:
    """The year that a line's labels name, if they name one."""
    years = [2000 + int(m[1] or m[2]) for m in YEAR.finditer(line.path)]
    return years[-1] if len(set(years)) == 1 else None


def _line_to_claims(
    grid: Grid, line: GridLine, readings: Sequence[Formula], *, declared: bool
) -> list[Claim]:
    if not readings:
        return []
    made = []
    for cross in grid.crosses:
        for at in statements_at(grid, line, cross):
            claim = _stated_to_claim(grid, at, readings, cross, declared=declared)
            if claim:
                family = f"{grid.table_no}:{grid.axis}:{line.index}:formula:{at.key}:{claim.form}"
                said = (*claim.words, *place_of(grid, line, cross))
                made.append(replace(claim, words=said, declared=declared, family=family))
    return made


class Stated(NamedTuple):
    """A figure that a formula may state, and how its operands are found in their cells: `slot` 0
    or 1 of bare cells, or the `nth` of `many` in cells of words and figures.
    """

    figure: Quantity
    slot: int
    nth: int
    many: int

    @property
    def key(self) -> str:
        return f"{self.slot}.{self.nth}.{self.many}"


def statements_at(grid: Grid, line: GridLine, cross: GridLine) -> list[Stated]:
    """The figures of one cell: outside and inside brackets where it is bare, else each by its
    place among all (5대영역 102개사업).
    """
    slots = [grid.slot(line.index, cross.index, slot) for slot in (0, 1)]
    if any(slots):
        return [Stated(q, n, 0, 1) for n, q in enumerate(slots) if q and q.value is not None]
    figures = grid.at(line.index, cross.index)
    return [Stated(q, 0, n, len(figures)) for n, q in enumerate(figures) if q.value is not None]


def _stated_to_claim(
    grid: Grid, at: Stated, readings: Sequence[Formula], cross: GridLine, *, declared: bool
) -> Claim | None:
    """The claim of one cell: its form follows the unit printed there, since one 증감 column may
    hold amounts and rates.
    """
    form = form_at(readings[0][0], at.figure, declared=declared)
    named = [
        (operands_at(grid, at, lines, cross.index, form), f"{form}:{','.join(lines)}")
        for _, lines in readings
    ]
    found = [(operands, name) for operands, name in named if operands]
    if not found:
        return None
    said: tuple[tuple[str, str], ...] = (("or_form", "points"),) if form == "change" else ()
    return Claim(
        TYPES[form],
        form,
        at.figure.quantity_id,
        found[0][0],
        tuple(operands for operands, _ in found[1:]),
        at.figure.quote,
        said,
        readings=tuple(name for _, name in found),
    )


def form_at(form: str, stated: Quantity, *, declared: bool) -> str:
    """change for a rate in %, points for an amount; a declared difference stays one."""
    rate = stated.unit in ("%", "%p") and not (declared and form == "difference")
    if form in ("change", "difference") and rate:
        return "change"
    return "points" if form == "change" else form


def operands_at(
    grid: Grid, at: Stated, lines: Sequence[str], cross: int, form: str
) -> tuple[str, ...]:
    """The figures of the named lines at one crossing, at the statement's own place in its cell;
    an amount outside brackets serves a rate inside them too. Empty where a cell has none, or holds
    another number of figures: whose is whose is open then.
    """
    tried: list[list[Quantity | None]] = []
    if at.many == 1:
        slots = dict.fromkeys((at.slot, 0))
        tried = [[grid.slot(int(n), cross, slot) for n in lines] for slot in slots]
    else:
        cells = [grid.at(int(n), cross) for n in lines]
        alike = all(len(figures) == at.many for figures in cells)
        tried = [[figures[at.nth] for figures in cells]] if alike else []
    return next((made for found in tried if (made := names_of(found, at.figure, form))), ())


def names_of(found: Sequence[Quantity | None], stated: Quantity, form: str) -> tuple[str, ...]:
    """The ids of operands that are all there and of fitting units; else none."""
    operands = [q for q in found if q is not None and q.value is not None]
    fits = len(operands) == len(found) and fitting_units(stated, operands, form)
    return tuple(q.quantity_id for q in operands) if fits else ()


def fitting_units(stated: Quantity, operands: Sequence[Quantity], form: str) -> bool:
    """Sums and differences keep their unit; rates and growth are made of two figures of one unit;
    so many in each of another thing are of the unit of each.
    """
    if form == "product":
        return operands[-1].unit == stated.unit and (
            stated.unit is None or operands[0].unit != stated.unit
        )
    one = len({q.unit for q in operands}) == 1
    if form in ("sum", "difference", "points"):
        return one and (
            operands[0].unit == stated.unit or {operands[0].unit, stated.unit} <= {"%", "%p"}
        )
    return one and (stated.unit in ("%", None) or has(stated.unit, "multiple_unit"))
