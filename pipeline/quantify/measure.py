"""What was counted: the report's shortest wording, by the order of evidence.

The act named right behind the figure in its comma piece; the label right before it; the noun behind the counter; the last noun
before the colon; else the line above, the header, the title. A figure in brackets takes the measure of the figure before them.
"""

from __future__ import annotations

import functools
import itertools
import re
from dataclasses import dataclass

from pipeline.lexicon import words
from pipeline.model import Container
from pipeline.quantify.draft import Draft
from pipeline.quantify.labels import header_to_wording, is_measured, is_period, label_to_pair, labels_to_measure, rows_to_labels
from pipeline.quantify.pieces import LONGEST, Pieces
from pipeline.quantify.units import Unit
from pipeline.quantify.wording import (
    BRACKETS,
    RATES,
    base_to_wording,
    behind_to_act,
    behind_to_counted,
    is_act,
    is_full_act,
    label_to_wording,
    line_to_head,
    line_to_wording,
    text_to_topic,
    text_to_wording,
)

_EQUATION = re.compile(r"([가-힣A-Za-z]{2,20})\s?=[^=\n]{0,200}$")
_LISTED = re.compile(r"\s*\[([가-힣\s]{2,10})\][^\n▸▹]{1,200}(?:,|\s등\s?$)[^\n▸▹]{0,120}(?=[▸▹])")
_WITH_DIGITS = re.compile(r"(?<!\S)[^\s\d]{0,3}\d[^\s]{0,6}?%(?=[가-힣])")  # the 92.3% of “92.3%집행”
_ITEM_MARKS = frozenset("○◦ㅇ•·-▪∙")
_IN_FORMULA = re.compile(r"[*×+=/(-]\s?$")


@dataclass(frozen=True, slots=True)
class Measure:
    """What was counted, where that is printed, and the noun behind the counter."""

    wording: str | None
    source: str | None
    counted: str | None


NOTHING = Measure(None, None, None)


class Measures:
    """The measures of one text's figures, each asked for once. above: the headings over its table, nearest first."""

    def __init__(self, text: str, drafts: list[Draft], pieces: Pieces, container: Container, above: tuple[str, ...] = ()) -> None:
        self.text, self.drafts, self.pieces, self.container, self.above = text, drafts, pieces, container, above
        self.found: dict[int, Measure] = {}

    def of(self, index: int, depth: int = 0) -> Measure:
        """The measure of figure `index`."""
        if index not in self.found:
            self.found[index] = self._read(index, depth)
        return self.found[index]

    def _read(self, index: int, depth: int) -> Measure:
        draft = self.drafts[index]
        if draft.unit is None and (named := self._named_by_place(index)):
            return named
        if draft.rule == "items_in_brackets" and draft.inherited_from is not None and depth < 3:
            total = self.of(draft.inherited_from, depth + 1)
            return Measure(total.wording, total.source, None)
        behind = self._behind(index)
        counted = None
        if draft.unit and draft.unit.name == "개" and draft.unit_end == draft.end:
            counted, _, _ = behind_to_counted(behind)
        elif draft.rule == "counted_noun":
            counted = self.text[draft.number_start : draft.unit_end].lstrip("0123456789,.")
        act = behind_to_act(behind) if counted is None else None
        if act and not (draft.unit and draft.unit.dimension == "rate"):
            return Measure(act, "phrase", counted)
        begin, bound = self.pieces.left(index)
        if bound == "aside" and not self.text[begin : begin + 1].isspace():  # “‘27년까지 12개소”: 까지 belongs to the date
            begin = self.text.find(" ", begin, draft.start) if " " in self.text[begin : draft.start] else draft.start
        unlabelled = bound == "figure" and index and not self._fresh(begin, draft.start)
        if unlabelled and not self.text[begin : begin + 1].isspace():  # “100억원 이상이고 지방비 50억원”: 이고 belongs to the first
            begin = max(begin, self.text.find(" ", begin, draft.start))
        label = label_to_wording(self._before_suffix(begin, bound) + self.text[begin : draft.start])
        if unlabelled and not (label and draft.unit and is_measured(label, draft.unit.dimension)):  # “3회 참여인원 60명”
            label = None
        if act and not (label and label.endswith(RATES)):  # “이용률 50% 달성”: a rate is named before it
            return Measure(act, "phrase", counted)
        if label is None and draft.unit and draft.unit.dimension == "rate":
            label = base_to_wording(self.text[begin : draft.start])
        if label and counted is None:
            return Measure(self._rate_before_bracket(index) or label, "phrase", counted)
        noun = counted or _unit_noun(draft)
        if noun:
            return Measure(noun, "phrase", counted)
        return self._from_around(index, depth)

    def _before_suffix(self, begin: int, bound: str) -> str:
        """“신규임용(후보)자 990명”: the word before a bracket that a syllable behind it completes."""
        suffix = self.text[begin : begin + 3].split(" ")[0]
        if bound != ")" or suffix not in words("measures")["strip"]["suffixes"] or (opener := self.text.rfind("(", 0, begin)) < 0:
            return ""
        return self.text[max(0, opener - 12) : opener].split(" ")[-1]

    def _named_by_place(self, index: int) -> Measure | None:
        """A number without a unit: the left side of its formula, or what its column's header says that all of it are."""
        draft = self.drafts[index]
        before = self.text[max(0, draft.start - LONGEST * 2) : draft.number_start]
        if _IN_FORMULA.search(before) and (hit := _EQUATION.search(before)):
            return Measure(hit[1], "phrase", None)
        return _named_by_header(self.container.header) if self.container.kind == "cell" else None

    def _rate_before_bracket(self, index: int) -> str | None:
        """“일정 비율(단순한 공종 10%, …)”: the rates in a bracket are what the word before it says."""
        unit, opener = self.drafts[index].unit, self.pieces.bracket(index)
        if unit is None or unit.dimension != "rate" or opener < 0:
            return None
        begin, figure = self.pieces.before_bracket(opener)
        wording = label_to_wording(self.text[begin:opener], head=True) if figure is None else None
        return wording if wording and wording.endswith(RATES[:-1]) else None

    def _behind(self, index: int) -> str:
        """The words behind a figure up to the end of its piece; brackets without figures are passed over: “2개소(강남구) 운영”."""
        draft, stop = self.drafts[index], self.pieces.right(index)
        if self.text.startswith("(", draft.end) and (bracket := BRACKETS.match(self.text, draft.end)):
            later = index + 1 < len(self.drafts) and self.drafts[index + 1].start < bracket.end()
            if not later:
                return re.split(r"[,;:()\n\d]", self.text[bracket.end() : bracket.end() + 24], maxsplit=1)[0]
        return self.text[draft.end : stop]

    def _fresh(self, begin: int, end: int) -> bool:
        """Words between two figures of one piece label the second only behind a joint: “387명 참여 및 수료 350명”, “2,579명 중 …”."""
        return bool(re.search(r"^·\s?[가-힣]|\s(?:및|중|그리고|이며|대비)\s|\.\s|\s[-+]\s", self.text[begin:end]))

    def _from_around(self, index: int, depth: int) -> Measure:
        """No words of its own: the figure before the bracket, the words before it, the colon, the line above, header, title."""
        if self.container.kind == "cell" and self._is_paired():
            return self._from_outside(index)
        head = self.pieces.bracket_head(index)
        if head and (wording := self._head_to_wording(head)):
            return Measure(wording, "phrase", None)
        if (before := self._goes_on(index, depth)) and before.wording:
            return Measure(before.wording, before.source, None)
        colon = self.pieces.colon_before(index)
        if colon >= 0 and (wording := self._head(colon)) and not self._only_places(wording, index):
            return Measure(wording, "phrase", None)
        if (words_before := self.pieces.words_before_remark(index)) and (wording := label_to_wording(words_before)):
            return Measure(wording, "phrase", None)
        opener = self.pieces.bracket(index)
        if opener >= 0:
            begin, figure = self.pieces.before_bracket(opener)
            if self.text[begin:opener] == "" and self.text[opener - 1 : opener] == "\n":  # “법정기금\n(12개)”
                begin = max(self.text.rfind("\n", 0, opener - 1) + 1, opener - LONGEST)
            if figure is not None and figure != index and depth < 3:
                if wording := label_to_wording(self.text[begin:opener]):  # “5대 폭력 예방교육(285회)”
                    return Measure(wording, "phrase", None)
                outer = self.of(figure, depth + 1)
                if outer.wording:
                    return Measure(outer.wording, outer.source, None)
            elif figure is None and (wording := self._before_bracket(begin, opener)):
                return Measure(wording, "phrase", None)
        return self._from_outside(index)

    def _is_paired(self) -> bool:
        """A header or row label names two measures: “예산액(구성비)” over “51,288(30.7)”."""
        labels = (*self.container.header[-1:], *rows_to_labels(self.container.row_labels)[-1:])
        return any(label_to_pair(label, True) != label for label in labels)

    def _before_bracket(self, begin: int, opener: int) -> str | None:
        """The words before a bracket; an act that says enough alone needs no object: “봉사자 역량교육(4회)”, but “보조금 교부(2건)”."""
        words_before = self.text[begin:opener]
        return label_to_wording(words_before, head=is_full_act(words_before))

    @staticmethod
    def _head_to_wording(head: str) -> str | None:
        """The label in brackets at a line's head; “(허브기관 조성)” keeps the noun with its act."""
        if head in _bare_heads() or is_period(head):
            return None
        return label_to_wording(head, head=not is_act(head.split()[-1]))

    def _goes_on(self, index: int, depth: int) -> Measure | None:
        """“예산규모 1,641억원 2,208억원 34.5% ↑”: only a blank parts it from a figure of its kind, whose measure it shares."""
        if not index or depth > 2:
            return None
        last, draft = self.drafts[index - 1], self.drafts[index]
        if self.text[last.end : draft.start].strip(" ") not in ("", "→") or last.end == draft.start or not last.unit or not draft.unit:
            return None
        alike = draft.unit.dimension in (last.unit.dimension, "rate")
        return self.of(index - 1, depth + 1) if alike else None

    def _head(self, colon: int) -> str | None:
        window = self.text[max(0, colon - LONGEST) : colon]
        if self.text[colon] in "▸▹" and (listed := _LISTED.match(self.text)) and listed.end() <= colon:
            return listed[1].strip()  # “[과정] 가람 이해, 나래 기초 등 ▸5과정 5회”: what stands before the mark are examples
        window = BRACKETS.sub(" ", _WITH_DIGITS.sub(" ", window))
        return label_to_wording(re.split(r"[\n;:,\])]", re.sub(r"[「」『』<>《》]", " ", window))[-1], head=True)

    def _only_places(self, wording: str, index: int) -> bool:
        """“기간: ’25. 2.~11. * 2과정 8회”: a head that says when, where or how is no measure of anything but time."""
        unit = self.drafts[index].unit
        timed = unit is not None and unit.dimension == "time"
        return not timed and wording in words("measures")["strip"]["placing_heads"]

    def _from_labels(self, index: int) -> Measure | None:
        """What the header, the label of the row that the figure stands beside, the caption or a heading says."""
        draft, container = self.drafts[index], self.container
        rows = rows_to_labels(container.row_labels)
        if rows and "\n" in rows[-1]:
            rows = (*rows[:-1], self._line_beside(rows[-1], index))
        bracketed = self.text[max(0, draft.start - 2) : draft.start].strip().endswith("(")
        return labels_to_found(container.header, rows, container.title, self.above, draft.unit, bracketed)

    def _line_beside(self, label: str, index: int) -> str:
        """The line of a row label that the figure stands beside, where the cell has as many lines (or figures) as the label."""
        lines = label.split("\n")
        if self.text.count("\n") + 1 == len(lines):
            return lines[self.text.count("\n", 0, self.drafts[index].start)]
        between = [self.text[a.end : b.start].strip(" \n총") for a, b in itertools.pairwise(self.drafts)]
        if len(self.drafts) == len(lines) and not any(between):
            return lines[index]
        return "" if any(line.lstrip()[:1] in _ITEM_MARKS for line in lines[1:]) else label

    def _from_outside(self, index: int) -> Measure:
        """The words around the text; for a line of the front its topic, and a heading only where it names a measure."""
        container, draft = self.container, self.drafts[index]
        if container.kind == "cell" and (found := self._from_labels(index)):
            return found
        if container.kind == "line":
            topic = text_to_topic(self.text[max(0, draft.start - LONGEST * 2) : draft.start])
            if topic is None and (head := line_to_head(self.text)):
                topic = self._head_to_wording(head)
            return Measure(topic, "phrase", None) if topic else self._from_heading(draft)
        if wording := line_to_wording(container.line_above):
            return Measure(wording, "line_above", None)
        if container.header and container.kind != "cell" and (wording := header_to_wording(container.header[-1])):
            return Measure(wording, "header", None)
        if wording := text_to_wording(container.title):
            return Measure(wording, "title", None)
        return NOTHING

    def _from_heading(self, draft: Draft) -> Measure:
        """A heading divides as often as it says what is counted: “여성가족과”, “추진계획” over “(4팀 26명)” say nothing."""
        found = labels_to_measure((), (), ("", self.container.line_above or ""), draft.unit, draft.unit.kind if draft.unit else "count")
        return Measure(*found, None) if found else NOTHING


@functools.cache
def _bare_heads() -> frozenset[str]:
    return frozenset(words("measures")["strip"]["bare_heads"])


def _unit_noun(draft: Draft) -> str | None:
    """A counter that is itself the noun: “280과정”, “72강좌”."""
    if draft.unit and draft.unit.noun:
        return draft.unit.name
    if draft.unit and draft.unit.dimension in ("courses", "bodies", "projects", "fields", "offices") and len(draft.unit.name) > 1:
        return None if draft.unit.name in ("개사", "개교") else draft.unit.name
    return None


@functools.lru_cache(maxsize=4096)
def _named_by_header(header: tuple[str, ...]) -> Measure | None:
    """What the innermost header says that all its numbers are, where it names a measure: 보정계수."""
    wording = header_to_wording(header[-1]) if header and is_measured(header[-1], None) else None
    return Measure(wording, "header", None) if wording else None


@functools.lru_cache(maxsize=8192)
def labels_to_found(
    header: tuple[str, ...], rows: tuple[str, ...], title: str | None, above: tuple[str, ...], unit: Unit | None, bracketed: bool
) -> Measure | None:
    """The measure that labels, caption and headings give; “예산액(구성비)” gives one of its two."""
    if header and "(" in header[-1]:
        header = (*header[:-1], label_to_pair(header[-1], bracketed))
    if rows and "(" in rows[-1]:
        rows = (*rows[:-1], label_to_pair(rows[-1], bracketed))
    over = (title or "", *above) if above or title else ()
    found = labels_to_measure(header, rows, over, unit, unit.kind if unit else "count")
    return Measure(*found, None) if found else None


def bare_to_measure(container: Container, text: str, draft: Draft, above: tuple[str, ...]) -> Measure:
    """The measure of a cell that holds one number and no word (cells.py)."""
    if draft.unit is None and (named := _named_by_header(container.header)):
        return named
    if noun := _unit_noun(draft):
        return Measure(noun, "phrase", None)
    rows = rows_to_labels(container.row_labels)
    if found := labels_to_found(container.header, rows, container.title, above, draft.unit, "(" in text):
        return found
    wording = text_to_wording(container.title)
    return Measure(wording, "title", None) if wording else NOTHING
