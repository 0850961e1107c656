"""What was counted: the report's shortest wording, by the order of evidence.

The act named right behind the figure in its comma piece; the label right before it; the noun behind
the counter; the last noun before the colon; else the line above, the header, the title. A figure in
brackets takes the measure of the figure before them.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.lexicon import has, having
from pipeline.model import Container
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.acts import BRACKETS, is_full_act
from pipeline.quantify.behind import behind_to_act, behind_to_counted, behind_to_noun
from pipeline.quantify.draft import Draft
from pipeline.quantify.heads import (
    bracket_head_to_wording,
    colon_to_wording,
    equation_to_name,
    only_places,
    rate_before_bracket,
    suffix_before,
)
from pipeline.quantify.labels import header_to_wording, is_measured, is_period
from pipeline.quantify.outside import (
    Measure,
    figure_to_outside,
    is_paired,
    named_by_header,
    unit_noun,
)
from pipeline.quantify.pieces import LONGEST, Pieces
from pipeline.quantify.wording import (
    EVENTS,
    base_to_wording,
    fit_to_unit,
    item_to_label,
    label_to_wording,
)

_COMPARED = named("wording.compared_before_change")
_ABOUT = named("wording.about_or_total")
_OF_PEOPLE = named("wording.genitive_behind")
_SHARE_OF = named("wording.genitive_at_end")
_GOES_ON = named("wording.goes_on")
_JOINED = named("wording.joint_between")
_STOP = lazy_pattern(r"[,;:()\n\d]")


def without_figure(measure: Measure) -> Measure:
    """No wording at all instead of one that ends in a figure, which is another figure's: the CR3 of
    “40 ≤ CR3 < 60%”.
    """
    if measure.wording and measure.wording[-1].isdigit():
        return replace(measure, wording=None, source=None)
    return measure


class Measures:
    """The measures of one text's figures, each asked for once. above: the headings over its table,
    nearest first.
    """

    def __init__(
        self,
        text: str,
        drafts: list[Draft],
        pieces: Pieces,
        container: Container,
        above: tuple[str, ...] = (),
    ) -> None:
        self.text, self.drafts, self.pieces, self.container, self.above = (
            text,
            drafts,
            pieces,
            container,
            above,
        )
        self.found: dict[int, Measure] = {}

    def of(self, index: int, depth: int = 0) -> Measure:
        """The measure of figure `index`."""
        if index not in self.found:
            named = self._named_by_place(index, depth) or self._rate_of_column(index)
            self.found[index] = without_figure(named or self._read(index, depth))
        return self.found[index]

    def _read(self, index: int, depth: int) -> Measure:
        """The order of evidence: the act behind, the label before, the counted noun, the words
        around, the words outside.
        """
        draft = self.drafts[index]
        behind = self._behind(index)
        counted, act = self._counted_and_act(draft, behind)
        rated = draft.unit is not None and draft.unit.dimension == "rate"
        label = self._label(index)
        if act and (wording := act_to_wording(act, label, draft)):
            return Measure(wording, "phrase", counted)
        if rated and label and self._is_share(index):
            label = None
        elif label is None and rated:
            label = base_to_wording(self.text[self.pieces.left(index)[0] : draft.start])
        if label and counted is None:
            return Measure(
                rate_before_bracket(self.text, draft, self.pieces, index) or label,
                "phrase",
                counted,
            )
        if noun := counted or unit_noun(draft, self.text):
            return Measure(self._fuller(noun, index), "phrase", counted)
        return self._from_around(index, behind, depth)

    def _named_by_place(self, index: int, depth: int) -> Measure | None:
        """A number without a unit of its own: its formula, its column's header; of a bracket's
        items the label, else the total's.
        """
        draft = self.drafts[index]
        if draft.unit is None:
            if name := equation_to_name(self.text, draft):
                return Measure(name, "phrase", None)
            if self.container.kind == "cell" and (named := named_by_header(self.container.header)):
                return named
        if draft.rule == "items_in_brackets" and draft.inherited_from is not None and depth < 3:
            label = item_to_label(self.text[self.pieces.left(index)[0] : draft.start])
            if label and (
                _dimension(draft) != "money" or is_measured(label, "money")
            ):  # “사업비 1,048백만원(국 524, 시 376)”
                return Measure(label, "phrase", None)
            total = self.of(draft.inherited_from, depth + 1)
            return Measure(total.wording, total.source, None)
        return None

    def _rate_of_column(self, index: int) -> Measure | None:
        """“국고보조율(%)” over “가람 30%, 그 외 50%”: the header says what all rates of its column
        are; not where a word of the cell names another.
        """
        header = self.container.header if self.container.kind == "cell" else ()
        if not header or _dimension(self.drafts[index]) != "rate":
            return None
        wording = header_to_wording(header[-1])
        label = self._label(index)
        if wording is None or not is_measured(wording, "rate") or is_measured(label or "", "rate"):
            return None
        return Measure(wording, "header", None)

    def _counted_and_act(self, draft: Draft, behind: str) -> tuple[str | None, str | None]:
        """(the noun that the counter counts, the act behind): “8개 시설”, “30건 접수”."""
        if draft.unit and has(draft.unit.name, "counter_of_any") and draft.unit_end == draft.end:
            counted, glued, rest = behind_to_counted(behind)
            if counted is not None:
                # “62개 팀 지원”: a noun of one syllable says less than the act; “365개 강좌 운영”
                # are 강좌
                return counted, behind_to_act(f" {rest}") if rest and len(
                    counted
                ) == 1 and not glued else None
        elif draft.rule == "counted_noun":
            return self.text[draft.number_start : draft.unit_end].lstrip("0123456789,."), None
        act = behind_to_act(behind)
        if act and draft.unit and draft.unit.dimension == "time":
            act = fit_to_unit(act, "time")  # “24시간 긴급대응체계 운영”
        return None, act

    def _label(self, index: int) -> str | None:
        """The label right before figure `index`, in its own piece."""
        draft, (begin, bound) = self.drafts[index], self.pieces.left(index)
        if (
            bound == "aside" and not self.text[begin : begin + 1].isspace()
        ):  # “‘27년까지 12개소”: 까지 belongs to the date
            begin = (
                self.text.find(" ", begin, draft.start)
                if " " in self.text[begin : draft.start]
                else draft.start
            )
        unlabelled = bound == "figure" and index and not _is_fresh(self.text[begin : draft.start])
        if (
            unlabelled and not self.text[begin : begin + 1].isspace()
        ):  # “100억원 이상이고 지방비 50억원”: 이고 belongs to the first
            begin = max(begin, self.text.find(" ", begin, draft.start))
        before = suffix_before(self.text, begin) if bound == ")" else ""
        label = label_to_wording(before + self.text[begin : draft.start])
        if unlabelled and not (
            label and draft.unit and is_measured(label, draft.unit.dimension)
        ):  # “3회 참여인원 60명”
            return None
        return label

    def _is_share(self, index: int) -> bool:
        """“채용 133명(면접자의 53.8%)”: the word with 의 is what the figure before the bracket is a
        share of.
        """
        opener, start = self.pieces.bracket(index), self.drafts[index].start
        if opener < 0 or not _SHARE_OF.search(self.text[opener:start]):
            return False
        begin, figure = self.pieces.before_bracket(opener)
        return figure is not None and not self.text[begin:opener].strip()

    def _fuller(self, noun: str, index: int) -> str:
        """“협력기관 : 303개 기관”, “야간반(27개 반)”: the label that ends in the counted noun says
        more than the noun.
        """
        colon, opener = self.pieces.colon_before(index), self.pieces.bracket(index)
        end = colon if colon >= 0 else opener
        if end < 0 or not _ABOUT.fullmatch(self.text[end + 1 : self.drafts[index].start]):
            return noun
        last = self.text[max(0, end - LONGEST) : end].split()[-1:]
        return (
            last[0]
            if last and last[0].endswith(noun) and last[0].isalpha() and len(last[0]) <= 12
            else noun
        )

    def _behind(self, index: int) -> str:
        """The words behind a figure up to the end of its piece; brackets without figures are passed
        over: “2개소(강남구) 운영”.
        """
        draft, stop = self.drafts[index], self.pieces.right(index)
        if self.text.startswith("(", draft.end) and (
            bracket := BRACKETS.match(self.text, draft.end)
        ):
            later = index + 1 < len(self.drafts) and self.drafts[index + 1].start < bracket.end()
            if not later:
                return _STOP.split(self.text[bracket.end() : bracket.end() + 24], maxsplit=1)[0]
        return self.text[draft.end : stop]

    def _from_around(self, index: int, behind: str, depth: int) -> Measure:
        """No words of its own: the noun it bounds, the figure before the bracket, the words before
        it, the colon, then outside.
        """
        if self.container.kind == "cell" and is_paired(self.container):
            return self._outside(index)
        draft = self.drafts[index]
        if self._speaks_of_noun(index, behind) and (noun := behind_to_noun(behind)):
            return Measure(noun, "phrase", None)
        if (before := self._goes_on(index, depth)) and before.wording:
            return Measure(before.wording, before.source, None)
        if (head := self.pieces.bracket_head(index)) and (wording := bracket_head_to_wording(head)):
            return Measure(fit_to_unit(wording, _dimension(draft)), "phrase", None)
        colon = self.pieces.colon_before(index)
        if (
            colon >= 0
            and (wording := colon_to_wording(self.text, colon))
            and not only_places(wording, draft)
        ):
            return Measure(fit_to_unit(wording, _dimension(draft)), "phrase", None)
        if (words_before := self.pieces.words_before_remark(index)) and (
            wording := label_to_wording(words_before)
        ):
            return Measure(wording, "phrase", None)
        return self._from_bracket(index, depth) or self._outside(index)

    def _speaks_of_noun(self, index: int, behind: str) -> bool:
        """“5천만원 이상 보조사업”, “최근 3년 평균 이용률”, “100인의 모임”: what is counted, bounded
        or timed stands behind.
        """
        draft, unit = self.drafts[index], self.drafts[index].unit
        if unit is None:
            return False
        if draft.bound is not None and (draft.bound != "range" or draft.end > draft.tail):
            last = (
                self.drafts[index - 1] if index else None
            )  # “총사업비 200억원 이상 500억원 미만 신규사업” goes on with 총사업비
            return (
                last is None or last.unit != unit or bool(self.text[last.end : draft.start].strip())
            )
        return unit.dimension == "time" or (
            unit.dimension == "people" and _OF_PEOPLE.match(behind) is not None
        )

    def _from_bracket(self, index: int, depth: int) -> Measure | None:
        """A figure in brackets: the words before them, or the figure that stands there and what it
        measures.
        """
        opener, dimension = self.pieces.bracket(index), _dimension(self.drafts[index])
        if opener < 0:
            return None
        begin, figure = self.pieces.before_bracket(opener)
        if (
            self.text[begin:opener] == "" and self.text[opener - 1 : opener] == "\n"
        ):  # “법정기금\n(12개)”
            begin = max(self.text.rfind("\n", 0, opener - 1) + 1, opener - LONGEST)
        words_before = self.text[begin:opener]
        if figure is None:
            wording = label_to_wording(
                words_before, head=is_full_act(words_before)
            )  # “봉사자 역량교육(4회)”, “보조금 교부(2건)”
            return Measure(fit_to_unit(wording, dimension), "phrase", None) if wording else None
        if figure == index or depth >= 3:
            return None
        if wording := label_to_wording(
            words_before, head=is_full_act(words_before)
        ):  # “5대 폭력 예방교육(285회)”
            return Measure(wording, "phrase", None)
        outer, draft = self.of(figure, depth + 1), self.drafts[figure]
        if (
            _dimension(draft) == "time" and outer.source != "phrase" and dimension != "time"
        ):  # “24시간(9개소), 휴일(4개소)”
            return Measure(self.text[draft.start : draft.end], "phrase", None)
        return Measure(outer.wording, outer.source, None) if outer.wording else None

    def _goes_on(self, index: int, depth: int) -> Measure | None:
        """“5과정 10회”, “여행 44회 1,320명”: only a blank parts it from the figure whose measure it
        shares.
        """
        if not index or depth > 2:
            return None
        last, draft = self.drafts[index - 1], self.drafts[index]
        between = self.text[last.end : draft.start]
        if is_of_figure_before(draft, between):
            return self.of(index - 1, depth + 1)
        if not _GOES_ON.fullmatch(between) or not last.unit or not draft.unit:
            return None
        before = self.of(index - 1, depth + 1)
        alike = draft.unit.dimension in (last.unit.dimension, "rate")
        held = draft.unit.dimension == "times" and last.unit.dimension == "courses"
        called = (
            last.unit.dimension == "times"
            and draft.unit.dimension == "people"
            and before.source == "phrase"
            and not before.counted
        )
        return before if alike or held or called else None

    def _outside(self, index: int) -> Measure:
        return figure_to_outside(self.text, self.drafts, index, self.container, self.above)


def act_to_wording(act: str, label: str | None, draft: Draft) -> str | None:
    """The act behind a figure; the noun in front where the act only says how (“토론마당 3회 개최”);
    None where a rate is named before it: “이용률 50% 달성”.
    """
    if label and says_how(act, draft) and names_thing(label):
        return without_attendants(label)
    if draft.unit and draft.unit.noun and has(act, "act_says_how"):
        return None  # “17기수 운영”: the counter is what is counted
    return None if label and is_named_before(label, draft) else act


def is_of_figure_before(draft: Draft, between: str) -> bool:
    """“방문 43,500명, 전년 대비 45% 증가”, “(중소도시) 3300만→4100만”: one thing twice."""
    compared = _COMPARED.fullmatch(between) and draft.unit
    return bool(compared) or draft.role == "after"


def is_named_before(label: str, draft: Draft) -> bool:
    """Whether a label says what a figure behind it measures: a rank is, a rate where it is one."""
    rates = (*having("measured_rate"), *having("degree_ending"))
    dimension = _dimension(draft)
    return dimension == "rank" or (dimension == "rate" and label.endswith(rates))


def says_how(act: str, draft: Draft) -> bool:
    """Whether an act behind a counter of times, cases or places only says how: “3회 개최”, “36개소
    선정”; of people it says what became of them, “30명 선정”.
    """
    event = draft.unit is not None and draft.unit.dimension in EVENTS
    return event and has(act, "act_says_how")


def names_thing(label: str) -> bool:
    """Whether a label is a noun of its own: no act, no period, no bare word of order.

    >>> [names_thing(label) for label in ("토론마당", "현장 진단", "하반기", "신규", "다래마을 시범")]
    [True, True, False, False, False]
    """
    last = label.split()[-1]
    no_thing = any(
        has(last, feature) for feature in ("qualifier_before", "grain_word", "says_kind")
    )
    return not (no_thing or is_period(label) or is_full_act(label))


def without_attendants(label: str) -> str:
    """Without those who came in front of what was held.

    >>> without_attendants("관계자 토론마당"), without_attendants("현장 진단")
    ('토론마당', '현장 진단')
    """
    first, _, rest = label.partition(" ")
    return rest if rest and has(first, "attendant") else label


def _dimension(draft: Draft) -> str | None:
    return draft.unit.dimension if draft.unit else None


def _is_fresh(between: str) -> bool:
    """Words between two figures of one piece label the second only behind a joint: “387명 참여 및
    수료 350명”, “2,579명 중 …”.
    """
    return bool(_JOINED.search(between))
