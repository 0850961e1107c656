"""What was counted: the report's shortest wording, by the order of evidence.

The act named right behind the figure in its comma piece; the label right before it; the noun behind the counter; the last noun
before the colon; else the line above, the header, the title. A figure in brackets takes the measure of the figure before them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.model import Container
from pipeline.quantify.codes import measure_to_code
from pipeline.quantify.draft import Draft
from pipeline.quantify.pieces import LONGEST, Pieces
from pipeline.quantify.wording import (
    BRACKETS,
    RATES,
    behind_to_act,
    behind_to_counted,
    header_to_wording,
    label_to_wording,
    rows_to_labels,
    text_to_wording,
)


@dataclass(frozen=True, slots=True)
class Measure:
    """What was counted, where that is printed, and the noun behind the counter."""

    wording: str | None
    source: str | None
    counted: str | None


class Measures:
    """The measures of one text's figures, each asked for once."""

    def __init__(self, text: str, drafts: list[Draft], pieces: Pieces, container: Container) -> None:
        self.text, self.drafts, self.pieces, self.container = text, drafts, pieces, container
        self.found: dict[int, Measure] = {}

    def of(self, index: int, depth: int = 0) -> Measure:
        """The measure of figure `index`."""
        if index not in self.found:
            self.found[index] = self._read(index, depth)
        return self.found[index]

    def _read(self, index: int, depth: int) -> Measure:
        draft = self.drafts[index]
        behind = self._behind(index)
        counted = None
        if draft.unit and draft.unit.name == "개" and draft.unit_end == draft.end:
            counted, _, _ = behind_to_counted(behind)
        act = behind_to_act(behind) if counted is None else None
        if act and not (draft.unit and draft.unit.dimension == "rate"):
            return Measure(act, "phrase", counted)
        begin, bound = self.pieces.left(index)
        if bound == "aside" and not self.text[begin : begin + 1].isspace():  # “‘27년까지 12개소”: 까지 belongs to the date
            begin = self.text.find(" ", begin, draft.start) if " " in self.text[begin : draft.start] else draft.start
        unlabelled = bound == "figure" and index and not self._fresh(begin, draft.start)
        label = None if unlabelled else label_to_wording(self.text[begin : draft.start])
        if act and not (label and label.endswith(RATES)):  # “이용률 50% 달성”: a rate is named before it
            return Measure(act, "phrase", counted)
        if label and counted is None:
            return Measure(label, "phrase", counted)
        noun = counted or self._unit_noun(draft)
        if noun:
            return Measure(noun, "phrase", counted)
        return self._from_around(index, depth)

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
        return bool(re.search(r"\s(?:및|중|그리고|이며)\s|\.\s|\s[-+]\s", self.text[begin:end]))

    @staticmethod
    def _unit_noun(draft: Draft) -> str | None:
        """A counter that is itself the noun: “280과정”, “72강좌”."""
        if draft.unit and draft.unit.dimension in ("courses", "bodies", "projects", "fields", "offices") and len(draft.unit.name) > 1:
            return None if draft.unit.name in ("개사", "개교") else draft.unit.name
        return None

    def _from_around(self, index: int, depth: int) -> Measure:
        """No words of its own: the figure before the bracket, the words before it, the colon, the line above, header, title."""
        head = self.pieces.bracket_head(index)
        if head and (wording := label_to_wording(head, head=True)):
            return Measure(wording, "phrase", None)
        opener = self.pieces.bracket(index)
        colon = self.pieces.colon_before(index)
        if colon >= 0 and (wording := self._head(colon)):
            return Measure(wording, "phrase", None)
        if opener >= 0:
            begin, figure = self.pieces.before_bracket(opener)
            if figure is not None and figure != index and depth < 3:
                if wording := label_to_wording(self.text[begin:opener]):  # “5대 폭력 예방교육(285회)”
                    return Measure(wording, "phrase", None)
                outer = self.of(figure, depth + 1)
                if outer.wording:
                    return Measure(outer.wording, outer.source, None)
            elif figure is None and (wording := label_to_wording(self.text[begin:opener])):
                return Measure(wording, "phrase", None)
        return self._from_outside(self.drafts[index])

    def _head(self, colon: int) -> str | None:
        window = self.text[max(0, colon - LONGEST) : colon]
        window = BRACKETS.sub(" ", window)
        return label_to_wording(re.split(r"[\n;:,\])]", re.sub(r"[「」『』<>《》]", " ", window))[-1], head=True)

    def _from_labels(self, draft: Draft) -> str | None:
        """The innermost header, then the row's labels; one that names a known measure goes before one that only divides."""
        labels = (*reversed(self.container.header), *reversed(rows_to_labels(self.container.row_labels)))
        candidates = [w for t in labels if (w := header_to_wording(t))]
        kind = draft.unit.kind if draft.unit else "count"
        return next((w for w in candidates if measure_to_code(w, draft.unit, kind, named=True)), candidates[0] if candidates else None)

    def _from_outside(self, draft: Draft) -> Measure:
        container = self.container
        if container.kind == "cell" and (wording := self._from_labels(draft)):
            return Measure(wording, "header", None)
        if wording := text_to_wording(container.line_above):
            return Measure(wording, "line_above", None)
        if container.header and container.kind != "cell" and (wording := header_to_wording(container.header[-1])):
            return Measure(wording, "header", None)
        if wording := text_to_wording(container.title):
            return Measure(wording, "title", None)
        return Measure(None, None, None)
