"""Numbers without a unit of their own: what a caption or a header declares for them, what they
inherit, or that they stay unread.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.lexicon import ends_in, has, having, holds, values_of
from pipeline.lexicon.twins import label_to_twin
from pipeline.model import Container
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.acts import is_act
from pipeline.quantify.aside import Aside
from pipeline.quantify.behind import behind_to_act
from pipeline.quantify.dates import is_date, is_day
from pipeline.quantify.draft import Draft
from pipeline.quantify.inherited import (
    Total,
    amount_beside,
    caption_declares,
    change_behind,
    give_unit,
    inherits,
    label_declares,
    line_declares,
    replace_scale,
    sums_to_figure_before,
    sums_to_line_above,
)
from pipeline.quantify.labels import is_measured, rows_to_labels
from pipeline.quantify.numerals import TEN_THOUSAND
from pipeline.quantify.pieces import Pieces
from pipeline.quantify.units import Declared, declared_units, unit_named, word_to_declared

_LABELLED_PAIR = lazy_pattern(r"[가-힣]{2}\s?:?\s?$")
LAST_BOX = 20
LONGEST_UNIT_HEAD = 4  # letters of a head that is a unit's own name
LEAST_COUNT = 100  # a bare number as large numbers no heading
_DATED = named("figures.date_head")
_YEAR_FILLS = named("wording.year_fills_bracket")
# What a header's words ask for where its caption lists several units; rates are asked first.
_DIMENSIONS = (
    ("money", "head_dimension_money"),
    ("people", "head_dimension_people"),
    ("cases", "head_dimension_cases"),
    ("times", "head_dimension_times"),
    ("places", "head_dimension_places"),
)
# Who or what is counted by its own name, and as often divides a table.
_GROUPS = frozenset(
    [
        "bodies",
        "buildings",
        "fields",
        "homes",
        "households",
        "offices",
        "places",
        "projects",
        "teams",
    ]
)
_CODE = lazy_pattern(r"[\d)]\s?-\s?\d")
_SECTION = lazy_pattern(r"[1-9]\d?\.[1-9]\d? ([가-힣]{3,})")
_IN_BRACKETS = lazy_pattern(r"\(([^()]{1,24})\)")
_LETTER = lazy_pattern(r"\s*[A-Za-z]\s*")
_ARROW = lazy_pattern(r"\s?[→]\s?")
_REST = lazy_pattern(r"[\s()\[\]△▲▽▼+\-~,./%*…·:↑↓]+")


class Over(NamedTuple):
    """What stands over a text: whether its column counts 1, 2, 3; the unit that a line declares;
    the unit that a cell's table declares, and whether its line is an odd one (odd.py); the figures
    of the line above.
    """

    numbered: bool = False
    declaration: str | None = None
    caption: str | None = None
    odd: bool = False
    totals: tuple[Total, ...] = ()


def drafts_to_units(
    text: str, drafts: list[Draft], asides: list[Aside], container: Container, over: Over
) -> None:
    """Give every bare number its unit, or move it to the left-out digits with its reason; in place."""
    _set_aside(text, drafts, asides, container)
    _arrows(text, drafts, asides)
    _reached(text, drafts)
    if over.totals:
        sums_to_line_above(text, drafts, over.totals)
    sums_to_figure_before(text, drafts)
    if all(draft.unit is not None for draft in drafts):
        return
    pieces = Pieces(text, drafts, asides)
    reason = (
        header_to_reason(container)
        if container.kind == "cell" and not container.is_header
        else None
    )
    reason = "numbering" if over.numbered else reason
    numeric = container.kind == "cell" and is_numeric(text, drafts, asides)
    kept: list[Draft] = []
    for index, draft in enumerate(drafts):
        if draft.unit is not None or draft.rule.startswith(("fraction", "odds", "power")):
            kept.append(draft)
        elif draft.numeral.decimals and not numeric and is_date(text, draft, asides):
            asides.append(Aside(draft.start, draft.end, "date", "date_by_context"))
        elif reason:
            asides.append(Aside(draft.start, draft.end, reason, "header"))
        elif numeric:
            _declare(text, draft, container, index, odd=over.odd)
            kept.append(draft)
        elif text.strip() == f"({text[draft.start : draft.end]})":
            kept.append(draft)  # “(7)” alone under a name, where no rules make it a cell
        elif _finds_unit(text, drafts, index, pieces, over):
            kept.append(draft)
        else:
            asides.append(
                Aside(draft.start, draft.end, bare_to_reason(text, draft, container), "bare_number")
            )
    drafts[:] = _renumbered(drafts, kept)
    asides.sort()


def _set_aside(text: str, drafts: list[Draft], asides: list[Aside], container: Container) -> None:
    """Move what only looks like a figure to the left-out digits: codes, numbers of sections, days
    written with a stroke; in place.
    """
    code = container.kind == "cell" and is_code(text, container.header[-1:])
    kept: list[Draft] = []
    for draft in drafts:
        numbers = code or is_section(text, draft)
        if numbers or is_day(text, draft):
            reason = "numbering" if numbers else "date"
            asides.append(Aside(draft.start, draft.end, reason, "looks_like_figure"))
        else:
            kept.append(draft)
    drafts[:] = kept
    asides.sort()


def is_code(text: str, head: tuple[str, ...]) -> bool:
    """A cell under a head that ends in 코드 holds a code, with a stroke between its parts.

    >>> is_code("[9사(지리)05-03]", ("성취기준 코드",)), is_code("9개사", ("코드",))
    (True, False)
    """
    coded = any(ends_in(label.replace(" ", ""), "code_head") for label in head)
    return coded and bool(_CODE.search(text))


def is_section(text: str, draft: Draft) -> bool:
    """“2.3 표준용어 정의”: a bare decimal that begins a line with a blank and a noun behind it numbers
    a section; “3.5 증가”, “0.7 수준” are figures.
    """
    if draft.unit is not None or draft.rule != "bare_number" or draft.signed:
        return False
    begins = draft.start == 0 or text[draft.start - 1] == "\n"
    noun = _SECTION.match(text, draft.start) if begins else None
    return noun is not None and not (is_act(noun[1]) or _says_change(noun[1]))


def _says_change(word: str) -> bool:
    return word.startswith((*having("rises"), *having("falls")))


def _finds_unit(text: str, drafts: list[Draft], index: int, pieces: Pieces, over: Over) -> bool:
    """A bare number of a text that words around it make a figure."""
    draft = drafts[index]
    if label_declares(text, draft, pieces, index) or inherits(text, drafts, index, pieces):
        return True
    if line_declares(text, draft, over.declaration) or amount_beside(text, drafts, index):
        return True
    if change_behind(text, drafts, index):
        return True
    if caption_declares(text, draft, over.caption):
        return True
    return draft.role is not None or _counts(text, draft, pieces, index)


def _renumbered(drafts: list[Draft], kept: list[Draft]) -> list[Draft]:
    """The figures that stay, each naming the one that it inherits from by its new place.

    “붙임 3 시설 269개소(양육 20, 그룹홈 26)”: the 3 goes to the left-out digits, so 269 is the
    first figure and no longer the second.
    """
    places = {id(draft): number for number, draft in enumerate(kept)}
    for draft in kept:
        if draft.inherited_from is not None:
            draft.inherited_from = places.get(id(drafts[draft.inherited_from]))
    return kept


def bare_to_reason(text: str, draft: Draft, container: Container) -> str:
    """A bare number that begins a line, ends a line of the table of contents or is all of it
    numbers something; else it is unread.
    """
    alone = (
        draft.start == 0
        or draft.end == len(text)
        or text.strip(" ()[]") == text[draft.start : draft.end]
    )
    return (
        "numbering"
        if container.kind == "line" and alone and not draft.numeral.decimals
        else "unread"
    )


def _arrows(text: str, drafts: list[Draft], asides: list[Aside]) -> None:
    """“70개소 → 248개소”, “380 → 460만원”: before and after; the first takes the unit and scale
    that it leaves to the second.
    """
    ends = {aside.start: aside.end for aside in asides}
    for first, second in itertools.pairwise(drafts):
        arrow = _ARROW.match(text, _behind_year(text, first.end, ends))
        if (
            arrow is None
            or not _joins(text, arrow.end(), second.start, ends)
            or (first.bound == "range") != (second.bound == "range")
        ):
            continue
        if first.unit is None and second.unit is not None and first.value is not None:
            if first.numeral.multiplier == 1 and second.numeral.multiplier > 1:
                factor = second.numeral.multiplier
                first.numeral = replace_scale(first, factor)
                first.value *= factor
            first.unit, first.unit_source, first.rule, first.doubt = (
                second.unit,
                "inherited",
                "arrow_pair",
                first.doubt or second.doubt,
            )
            first.inherited_from = drafts.index(second) if len(drafts) < 200 else None
        if first.unit is None and second.unit is None:
            if (
                _LABELLED_PAIR.search(text[max(0, first.start - 4) : first.start])
                and first.rule == second.rule == "bare_number"
            ) or min(first.numeral.multiplier, second.numeral.multiplier) >= TEN_THOUSAND:
                first.role, second.role = (
                    ("before" if first.role is None else None),
                    "after",
                )  # “기관 12 → 15”
        elif (
            first.unit is not None
            and second.unit is not None
            and first.unit.dimension == second.unit.dimension
        ):
            # the middle ones of “559 → 683 → 798” are neither the first state nor the last
            first.role, second.role = ("before" if first.role is None else None), "after"


def _reached(text: str, drafts: list[Draft]) -> None:
    """“24개소/25개소(96%)”: what was reached of what was aimed at, where the rate behind says so."""
    for done, aim, rate in zip(drafts, drafts[1:], drafts[2:], strict=False):
        joints = text[done.end : aim.start].strip(), text[aim.end : rate.start].strip()
        if joints == ("/", "(") and not (done.role or aim.role) and _is_rate_of(rate, done, aim):
            done.role, aim.role = "actual", "target"


def _is_rate_of(rate: Draft, done: Draft, aim: Draft) -> bool:
    """Whether one figure is, to a point, what percentage another one is of a third."""
    if rate.unit is None or rate.unit.dimension != "rate":
        return False
    if not (done.value and aim.value and rate.value):
        return False
    return abs(done.value / aim.value * 100 - rate.value) < 1


def _behind_year(text: str, end: int, asides: dict[int, int]) -> int:
    """The place behind a figure and the bracket that says its year alone: “44.4%(’23년 기준) ➠”."""
    year_ends = asides.get(end + 1) if text.startswith("(", end) else None
    filled = _YEAR_FILLS.match(text, year_ends) if year_ends else None
    return filled.end() if filled else end


def _joins(text: str, start: int, end: int, asides: dict[int, int]) -> bool:
    """Nothing stands between an arrow and a figure but the figure's own year: “49.2→’24년66.5%”,
    “444억원 → (’23년) 508억원”.
    """
    at = start + text.startswith("(", start)
    after = asides.get(at, start)
    return start <= end and not text[after:end].strip(" )")


def is_numeric(text: str, drafts: list[Draft], asides: list[Aside]) -> bool:
    """The cell holds figures and nothing else but signs and brackets."""
    rest, at = [], 0
    for start, end in sorted(
        [(d.start, d.end) for d in drafts] + [(a.start, a.end) for a in asides]
    ):
        rest.append(text[at:start])
        at = max(at, end)
    rest.append(text[at:])
    return not _REST.sub("", "".join(rest))


def header_to_reason(container: Container) -> str | None:
    """Why the bare numbers of a column (or of a row of codes) measure nothing: 연번, 연도, 장소,
    연락처; None if they do.
    """
    rows = rows_to_labels(container.row_labels)
    return _labels_to_reason(container.header[-1:], (*rows[:1], *rows[-1:]))


@functools.lru_cache(maxsize=4096)
def _labels_to_reason(header: tuple[str, ...], rows: tuple[str, ...]) -> str | None:
    if any(has(label.replace(" ", ""), "head_of_numbering") for label in rows):
        return "numbering"
    reasons = (_bare_head_to_reason(label_to_twin(label).replace(" ", "")) for label in header)
    return next(filter(None, reasons), None)


def _bare_head_to_reason(head: str) -> str | None:
    """Why the numbers under a head, written without blanks, measure nothing.

    >>> [_bare_head_to_reason(head) for head in ("연번", "강의실", "설립일", "2022년도", "연락처")]
    ['numbering', 'name', 'date', None, 'phone']
    """
    if has(head, "head_of_numbering"):
        return "numbering"
    if ends_in(head, "head_of_places"):
        return "name"
    if _DATED.search(head):
        return "date"
    return "phone" if ends_in(head, "phone_word") else None


def bare_to_unit(text: str, draft: Draft, container: Container, over: Over) -> str | None:
    """Give the only number of a cell (cells.py) its declared unit; or the reason why it measures
    nothing.
    """
    if over.numbered:
        return "numbering"
    if not container.is_header and (reason := header_to_reason(container)):
        return reason
    if _is_box_number(text, container):
        return "numbering"
    _declare(text, draft, container, 0, odd=over.odd)
    return None


def _is_box_number(text: str, container: Container) -> bool:
    """“2” alone in the first cell of a row that no header stands over: the number of a heading set
    in a frame.
    """
    if (
        container.col
        or container.header
        or container.row_labels
        or container.unit
        or container.kind != "cell"
    ):
        return False
    return text.strip().isdecimal() and int(text) <= LAST_BOX


def _declare(text: str, draft: Draft, container: Container, index: int, *, odd: bool) -> None:
    """The unit that header or caption declares; a number in brackets below another is the share,
    where one is declared. odd: the caption's unit is not surely this line's, so that it has none.
    """
    bracketed = text[max(0, draft.start - 2) : draft.start].strip().endswith("(")
    if (
        index == 0 and bracketed
    ):  # a cell of its own for the share: only where a rate is declared beside the amount
        bracketed = any(d.unit.dimension == "rate" for d in declared_units(container.unit or ""))
    declared, source, doubt = cell_to_declared(container, bracketed)
    draft.doubt = doubt
    if odd and source == "caption":
        draft.doubt = "unit_of_caption"
        return
    if declared is None:
        return
    draft.declared_change = declared.change
    give_unit(draft, declared, source or "header", f"declared_by_{source}")


def cell_to_declared(
    container: Container, bracketed: bool = False
) -> tuple[Declared | None, str | None, str | None]:
    """(unit, "header" or "caption", doubt) for the bare numbers of a cell."""
    return labels_to_declared(
        container.header, rows_to_labels(container.row_labels), container.unit or "", bracketed
    )


@functools.lru_cache(maxsize=4096)
def labels_to_declared(
    header: tuple[str, ...], rows: tuple[str, ...], caption: str, bracketed: bool
) -> tuple[Declared | None, str | None, str | None]:
    """The header's own unit first; then the caption's, chosen by the header where it lists several.

    >>> labels_to_declared(("예산(백만원)",), (), "", False)[0].multiplier
    1000000
    >>> labels_to_declared(("집행률",), (), "백만원, %", False)[0].unit.name
    '%'
    >>> labels_to_declared(("YoY",), (), "백만원", False)[0].unit.name
    '%'
    """
    labels = tuple(map(label_to_twin, (*reversed(header), *reversed(rows))))
    for label in labels:
        own = _label_to_units(label)
        if bracketed and len(own) > 1:
            return own[1], "header", None
        if own and not bracketed:
            return own[0], "header", None
    return _caption_to_declared(labels, declared_units(caption) if caption else (), bracketed)


def _declarations(label: str) -> list[str]:
    """What a label's brackets hold, but for the legal form of a firm's name.

    >>> [_declarations(label) for label in ("예산(백만원)", "(주)가람", "누리(주)", "교육기간(주)")]
    [['백만원'], [], [], ['주']]
    """
    timed = holds(label, "legal_form_unless")
    return [part for part in _IN_BRACKETS.findall(label) if timed or not has(part, "legal_form")]


def _label_to_units(label: str) -> list[Declared]:
    """The units in a label's brackets. One Latin letter marks its column, where the label names
    money: 전체예산(a) is no area, 면적(a) is one.

    >>> [[d.unit.name for d in _label_to_units(t)] for t in ("예산(백만원)", "전체예산(a)", "면적(a)")]
    [['원'], [], ['a']]
    """
    return [
        declared
        for part in _declarations(label)
        for declared in declared_units(part)
        if not _LETTER.fullmatch(part) or _may_measure(label, declared)
    ]


def _may_measure(label: str, declared: Declared) -> bool:
    """The label does not end in a word for money, or the unit is one of money."""
    named = _IN_BRACKETS.sub("", label).strip()
    return declared.unit.dimension == "money" or not is_measured(named, "money")


def _caption_to_declared(
    labels: tuple[str, ...], listed: tuple[Declared, ...], bracketed: bool
) -> tuple[Declared | None, str | None, str | None]:
    """The unit that the caption lists for such labels; in brackets only a rate."""
    undecided = (None, None, "unit_undecided" if listed else None)
    if bracketed:
        rate = next((d for d in listed if d.unit.dimension == "rate"), None)
        return (rate, "caption", None) if rate else undecided
    dimension = labels_to_dimension(labels)
    fitting = next((d for d in listed if dimension and d.unit.dimension == dimension), None)
    if fitting:
        return fitting, "caption", None
    amounts = [d for d in listed if d.unit.dimension != "rate"]
    if word := _labels_to_unit(labels, amounts):
        return word, "header", None
    if len(listed) == 1:
        amounts = list(listed)
    if len(amounts) == 1 and dimension != "rate":
        return amounts[0], "caption", None
    return undecided if len(listed) > 1 else (None, None, None)


def _labels_to_unit(labels: tuple[str, ...], amounts: Sequence[Declared]) -> Declared | None:
    """The unit that a label is the name of, the innermost first; amounts: the caption's units."""
    words = filter(None, map(header_unit, labels))
    return next((word for word in words if not _is_group(word, amounts)), None)


def _is_group(word: Declared, amounts: Sequence[Declared]) -> bool:
    """A label under the one unit of a caption is the name of those whom a table is divided into,
    though they can be counted too: 가계, 기업 and 정부 under 억원.
    """
    unit = word.unit
    if len(amounts) != 1 or amounts[0].unit == unit or word.word in values_of("head_unit"):
        return False
    counts = unit.name.startswith(having("counter_of_any"))  # 개소, 개교
    return unit.dimension in _GROUPS and not counts


@functools.lru_cache(maxsize=2048)
def header_unit(label: str) -> Declared | None:
    """A header that is itself the name of a unit: 인원, 건수, 집행률, 명.

    >>> [header_unit(label).unit.name for label in ("세대수", "대수", "집행률")]
    ['세대', '대', '%']
    """
    bare = _IN_BRACKETS.sub("", label).replace(" ", "").replace("\n", "")
    for suffix, unit in _head_units():
        if bare.endswith(suffix):
            return Declared(unit_named(unit), 1, suffix)
    named_so = has(bare, "one_syllable_unit_head") or 1 < len(bare) <= LONGEST_UNIT_HEAD
    declared = word_to_declared(bare) if named_so else None
    return None if declared and declared.unit.noun else declared


@functools.cache
def _head_units() -> tuple[tuple[str, str], ...]:
    """The ends of heads and the units that they name, the longest end first: 세대수 before 대수."""
    return tuple(sorted(values_of("head_unit").items(), key=lambda pair: -len(pair[0])))


def labels_to_dimension(labels: tuple[str, ...]) -> str | None:
    """The dimension that the nearest speaking label asks for: rate before money before people."""
    for label in labels:
        bare = _IN_BRACKETS.sub("", label).replace(" ", "").replace("\n", "")
        if (
            ends_in(bare, "head_dimension_rate")
            or "(%)" in label
            or label.rstrip(") ").endswith(("/A", "/B"))
        ):
            return "rate"
        for dimension, feature in _DIMENSIONS:
            if holds(bare, feature):
                return dimension
            if dimension == "people" and has(bare, "head_alone_people"):
                return dimension
    return None


def _counts(text: str, draft: Draft, pieces: Pieces, index: int) -> bool:
    """A bare number that counts all the same: an act stands behind it (“8,199 참여”), or it is
    written as an amount (1,234; 0.66).
    """
    glued = (
        draft.start > 0
        and text[draft.start - 1].isalpha()
        and not any(a.end == draft.start for a in pieces.asides[:400])
    )
    if glued and not draft.signed:
        return False
    quote = text[draft.number_start : draft.tail]
    if (
        "," in quote
        or draft.numeral.decimals
        or draft.numeral.multiplier > 1
        or draft.signed
        or draft.approx
    ):
        return True
    if not text.startswith(" ", draft.end) or (
        draft.start == 0 and draft.value is not None and draft.value < LEAST_COUNT
    ):
        return False  # “13 세원관리” begins a numbered heading
    behind = text[draft.end : pieces.right(index)]
    first = behind.split()[0] if behind.strip() else ""
    # “8,199 참여”, “300 교육생 수료”; but “2 재정 효율성 제고” begins a numbered heading
    return is_act(first) or (
        draft.value is not None and draft.value >= LEAST_COUNT and behind_to_act(behind) is not None
    )
