"""All containers to all figures: the texts are read one by one, ids and totals are found over all
of them.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from pipeline.faults import Faults, Lost
from pipeline.lexicon import has, values_of
from pipeline.lexicon.normal import alike
from pipeline.model import Claim, Container, LeftOut, Problem, Quantity
from pipeline.pattern import lazy_pattern
from pipeline.quantify.around import Around, containers_to_around
from pipeline.quantify.aside import Aside
from pipeline.quantify.bare import Over, bare_to_unit, drafts_to_units
from pipeline.quantify.cells import bare_to_kind, bare_to_meaning, is_bare, text_to_bare
from pipeline.quantify.claims import container_lost, quantities_to_claims
from pipeline.quantify.codes import measure_to_code
from pipeline.quantify.context import (
    figure_to_bases,
    figure_to_per,
    figure_to_phase,
    figure_to_qualifiers,
    figure_to_role,
    figure_to_year,
    labels_to_now,
    over_to_year,
)
from pipeline.quantify.doubts import figures_to_problems
from pipeline.quantify.draft import Draft
from pipeline.quantify.grain import (
    draft_to_additivity,
    draft_to_interval,
    draft_to_kind,
    labels_to_change,
)
from pipeline.quantify.inherited import Total, text_to_unit_line
from pipeline.quantify.labels import is_amount, is_measured, rows_to_labels
from pipeline.quantify.measure import Measures
from pipeline.quantify.numerals import NATIVE_GATE
from pipeline.quantify.odd import containers_to_odd, is_odd
from pipeline.quantify.outside import Measure, bare_to_measure
from pipeline.quantify.parts import mark_parts
from pipeline.quantify.pieces import Pieces
from pipeline.quantify.raised import printed_to_marks, without_marks
from pipeline.quantify.scan import draft_to_sense, text_to_figures
from pipeline.quantify.signs import bracketed_to_signs
from pipeline.quantify.units import Unit, unit_named

_DIGITS = lazy_pattern(r"\d|[①-⑳⑴-⒇㉑-㉟㊱-㊿❶-❿➀-➓⓵-⓾]")

_DIGIT_RUNS = lazy_pattern(r"\d+")
NOWHERE = Around()


@dataclass(frozen=True, slots=True)
class Figures:
    """What quantify gives: every run of digits is in `quantities` or in `left_out`, in the order of
    the containers.
    """

    quantities: tuple[Quantity, ...]
    left_out: tuple[LeftOut, ...]
    claims: tuple[Claim, ...]
    problems: tuple[Problem, ...] = ()


def quantify(containers: Sequence[Container]) -> Figures:
    """Every figure of every container, with its value, unit, meaning and place; the digits that
    measure nothing; the claims.

    >>> from pipeline.model import Printed
    >>> line = Container("achievement", "detail", Printed("직무훈련 996명 참여, 929명 수료(93.3%)"), programme_id="1.1.1")
    >>> [(q.value, q.unit, q.measure) for q in quantify([line]).quantities]
    [(Decimal('996'), '명', '참여'), (Decimal('929'), '명', '수료'), (Decimal('93.3'), '%', '수료')]
    """
    quantities: list[Quantity] = []
    left_out: list[LeftOut] = []
    seen: Counter[str] = Counter()
    faults = Faults()
    around = faults.spare(Lost("step"), containers_to_around, containers, instead=NOWHERE)
    odd = faults.spare(Lost("step"), containers_to_odd, containers, instead=frozenset())
    around = replace(around, odd=odd)
    above: tuple[Total, ...] = ()
    for container in containers:
        text = container.printed.text
        if not _DIGITS.search(text) and not NATIVE_GATE.search(text):
            continue
        lost = partial(container_lost, container)
        read = faults.spare(
            lost, container_to_figures, container, seen, around, above, instead=None
        )
        found, aside = read or ([], text_to_unread(container))
        above = faults.spare(lost, _totals, container, found, instead=())
        quantities.extend(found)
        left_out.extend(aside)
    signed = faults.spare(
        Lost("step"), bracketed_to_signs, containers, quantities, faults, instead=quantities
    )
    marked = faults.spare(Lost("claim"), mark_parts, signed, instead=signed)
    claims = quantities_to_claims(containers, marked, faults)
    doubts = faults.spare(Lost("step"), figures_to_problems, marked, left_out, instead=())
    return Figures(tuple(marked), tuple(left_out), claims, (*doubts, *faults.problems))


def text_to_unread(container: Container) -> list[LeftOut]:
    """The digits of a text that no figure could be made of: none of them is lost without a name.

    >>> from pipeline.model import Printed
    >>> [lo.quote for lo in text_to_unread(Container("line", "front", Printed("14회, 351명")))]
    ['14', '351']
    """
    text = container.printed.text
    return [
        LeftOut(container, hit.start(), hit.end(), hit[0], "unread")
        for hit in _DIGIT_RUNS.finditer(text)
    ]


def _totals(container: Container, found: Sequence[Quantity]) -> tuple[Total, ...]:
    """The figures of a line that the bare numbers of the next one may add up to; a cell has no next
    line.
    """
    if container.kind == "cell":
        return ()
    return tuple(
        Total(q.value, q.multiplier, unit_named(q.unit))
        for q in found
        if q.value and q.unit and _may_be_shared(q)
    )


def _may_be_shared(q: Quantity) -> bool:
    return q.kind in ("count", "money") and q.doubt is None and not q.per


def container_to_figures(
    container: Container,
    seen: Counter[str],
    around: Around = NOWHERE,
    totals: tuple[Total, ...] = (),
) -> tuple[list[Quantity], list[LeftOut]]:
    """The figures of one text; `seen` counts equal places and wordings, so that ids are unique.
    totals: figures of the line above.
    """
    printed = container.printed.text
    marks = printed_to_marks(container.printed)
    text = without_marks(alike(printed), marks)
    over = _over(container, text, around, totals)
    year_over = _year_over(container, around)
    above = around.headings.get(container.table_no, ()) if container.table_no is not None else ()
    if is_bare(container, text) and (draft := text_to_bare(text)):
        if reason := bare_to_unit(text, draft, container, over):
            bare = Aside(draft.start, draft.end, reason, "bare")
            return [], _asides_to_left_out(container, [bare, *marks])
        identity = _identity(_place_key(container, printed), printed[draft.start : draft.end], seen)
        return [
            _said_to_quantity(
                container, draft, _bare_to_said(text, draft, container, above, year_over), identity
            )
        ], _asides_to_left_out(container, marks)
    drafts, asides = text_to_figures(text, container.kind)
    drafts_to_units(text, drafts, asides, container, over)
    quantities = []
    if drafts:
        pieces = Pieces(text, drafts, asides)
        measures = Measures(text, drafts, pieces, container, above)
        ends = [aside.end for aside in asides]
        key = _place_key(container, printed)
        for index, draft in enumerate(drafts):
            draft_to_sense(
                text,
                draft,
                (*container.header[-1:], *container.row_labels[:2])
                if container.kind == "cell"
                else (),
            )
            said = _words_to_said(
                text,
                pieces,
                index,
                asides,
                bisect_right(ends, draft.start),
                measures,
                container,
                year_over,
            )
            quantities.append(
                _said_to_quantity(
                    container, draft, said, _identity(key, printed[draft.start : draft.end], seen)
                )
            )
    return quantities, _asides_to_left_out(container, sorted([*asides, *marks]))


def _over(container: Container, text: str, around: Around, totals: tuple[Total, ...]) -> Over:
    """What stands over the bare numbers of a text: in a cell its column and its table's unit, else
    the lines above.
    """
    if container.kind != "cell":
        declaration = text_to_unit_line(text) or around.declared.get(id(container))
        return Over(declaration=declaration, totals=totals)
    numbered = bool(around.numbered) and (container.table_no, container.col) in around.numbered
    caption = None if container.is_header else container.unit
    return Over(numbered, None, caption, is_odd(container, around.odd), totals)


def _year_over(container: Container, around: Around) -> int | None:
    """The year that stands over a text: in its table's caption and headings, where no label of the
    table names another, or in the line that it stands under.
    """
    if container.kind != "cell":
        return over_to_year(None, alike(container.line_above or ""))
    if container.table_no is None:
        return None
    if container.table_no in around.dated and not _is_now(container):
        return None
    nearest = "".join(around.headings.get(container.table_no, ())[:1])
    return over_to_year(alike(container.title or ""), alike(nearest))


def _is_now(container: Container) -> bool:
    """Whether the labels of a cell name the period that its table is about: 당기 beside 전기."""
    rows = rows_to_labels(container.row_labels)
    changes = labels_to_change(container.header, rows)
    return labels_to_now(container.header, rows) and not changes


def _asides_to_left_out(container: Container, asides: list[Aside]) -> list[LeftOut]:
    """What measures nothing, as it is published."""
    printed = container.printed.text
    return [LeftOut(container, a.start, a.end, printed[a.start : a.end], a.reason) for a in asides]


def _place_key(container: Container, printed: str) -> str:
    """Where a figure stands, in words: no running numbers, so that an inserted line or table
    changes no other id.
    """
    if container.kind == "cell":
        place = (
            container.programme_id or "",
            container.title or "",
            *container.header,
            *container.row_labels,
        )
    else:
        place = (container.programme_id or "", container.line_above or "")
    key = "\x1f".join((container.report_id, container.kind, container.section, *place, printed))
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def _identity(key: str, quote: str, seen: Counter[str]) -> str:
    full = f"{key}\x1e{quote}"
    seen[full] += 1
    digest = hashlib.blake2b(
        f"{full}\x1e{seen[full]}".encode("utf-8", "surrogatepass"), digest_size=8
    )
    return digest.hexdigest()


class _Said(NamedTuple):
    """What the words in a text and around it say of one figure."""

    measure: Measure
    kind: str
    fell: bool  # a word of decrease makes it negative
    per: str | None
    qualifiers: tuple[str, ...]
    role: str | None
    year: int | None
    time: str | None
    headcount: str | None
    phase: str | None


def _words_to_said(
    text: str,
    pieces: Pieces,
    index: int,
    asides: list[Aside],
    near: int,
    measures: Measures,
    container: Container,
    year_over: int | None,
) -> _Said:
    unit = pieces.drafts[index].unit
    measure = measures.of(index)
    kind, fell = draft_to_kind(text, pieces, index, container)
    time_basis, headcount = figure_to_bases(text, pieces, index, container)
    return _Said(
        measure,
        kind,
        fell,
        figure_to_per(text, pieces, index, asides, near),
        figure_to_qualifiers(text, pieces, index),
        figure_to_role(text, pieces, index, container),
        figure_to_year(text, pieces, index, asides, container, near, year_over),
        time_basis,
        headcount,
        figure_to_phase(text, pieces, index, container)
        if unit and unit.dimension == "money"
        else None,
    )


def _bare_to_said(
    text: str, draft: Draft, container: Container, above: tuple[str, ...], year_over: int | None
) -> _Said:
    """The same for a cell that holds one number: only the labels around it speak."""
    draft_to_sense(text, draft, (*container.header[-1:], *container.row_labels[:2]))
    labels = bare_to_meaning(container)
    money = draft.unit is not None and draft.unit.dimension == "money"
    return _Said(
        bare_to_measure(container, text, draft, above),
        bare_to_kind(draft, labels),
        False,
        None,
        (),
        labels.role,
        labels.year or year_over,
        labels.time,
        labels.headcount,
        labels.phase if money else None,
    )


def _said_to_quantity(container: Container, draft: Draft, said: _Said, identity: str) -> Quantity:
    unit, measure, kind = draft.unit, _as_printed(said.measure, container.printed.text), said.kind
    currency = unit.currency if unit else None
    if (
        unit is None and kind == "count" and _is_money(measure.wording, container)
    ):  # a column “지원 금액”, whose unit nobody printed
        kind, currency, draft.doubt = "money", "KRW", draft.doubt or "unit_missing"
    value = (
        -draft.value if said.fell and draft.value is not None and draft.value > 0 else draft.value
    )
    low, high = draft_to_interval(draft, value, kind)
    return Quantity(
        quantity_id=identity,
        container=container,
        start=draft.start,
        end=draft.end,
        quote=container.printed.text[draft.start : draft.end],
        value=value,
        unit=unit.name if unit else None,
        counted=measure.counted,
        low=low,
        high=high,
        multiplier=draft.numeral.multiplier,
        decimals=draft.numeral.decimals,
        kind=kind,
        rule=draft.rule,
        unit_source=draft.unit_source,
        approx=draft.approx,
        bound=draft.bound or _bound_before(said.qualifiers, unit),
        per=said.per,
        currency=currency,
        measure=measure.wording,
        measure_source=measure.source,
        measure_code=measure_to_code(said.measure.wording, unit, kind),
        figure_role=said.role,
        ref_year=said.year,
        time_basis=said.time,
        headcount_basis=said.headcount,
        budget_phase=said.phase,
        qualifiers=said.qualifiers,
        additivity=draft_to_additivity(
            draft, kind, said.per, said.measure.wording, measure.counted, said.qualifiers
        ),
        doubt=draft.doubt,
        sign_source=_sign_source(draft, said),
        row_header=_row_header(container),
    )


def _is_money(wording: str | None, container: Container) -> bool:
    """Whether a figure without a unit is an amount: what it measures is one, or a header over its
    cell says so and no rate stands below it: “당기 > 금액”, “금액 > 비율”.
    """
    if is_amount(wording):
        return True
    if container.kind != "cell" or container.is_header:
        return False
    for label in reversed(container.header):
        if is_measured(label, "rate"):
            return False
        if is_amount(label):
            return True
    return False


def _sign_source(draft: Draft, said: _Said) -> str | None:
    """What gives the value its sign in the text itself; of brackets signs.py asks later."""
    if draft.signed:
        return "printed"
    return "word" if said.fell else None


def _row_header(container: Container) -> tuple[str, ...]:
    """The labels left of a cell, outermost first; none of a header's own cell."""
    return () if container.is_header else rows_to_labels(container.row_labels)


def _as_printed(measure: Measure, printed: str) -> Measure:
    """The wording in the report's own characters: “구․군사업”, where reading folds its point to ·."""
    if measure.source != "phrase" or measure.wording is None or measure.wording in printed:
        return measure
    folded = alike(printed)
    parts = [measure.wording] if measure.wording in folded else measure.wording.split(" ")
    places = [(folded.find(part), part) for part in parts]
    return replace(
        measure,
        wording=" ".join(printed[at : at + len(part)] if at >= 0 else part for at, part in places),
    )


def _bound_before(qualifiers: tuple[str, ...], unit: Unit | None) -> str | None:
    """“최대 2억원” is a bound as much as “2억원 이하”; “최고” only of money."""
    bounds = values_of("bound_before")
    money = unit is not None and unit.dimension == "money"
    return next(
        (
            bounds[word]
            for word in qualifiers
            if word in bounds and (money or has(word, "bound_before_anything"))
        ),
        None,
    )
