"""A text cut the way its author grouped it: where each figure's comma piece begins and ends, and
which bracket it stands in.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.aside import Aside
from pipeline.quantify.draft import Draft

_BOUNDARY = lazy_pattern(r"[,;:()\[\]{}<>「」『』《》〈〉【】/→\n|▸▹▷※]|\s-\s|\.(?=\s)|[①-⑳](?=\s)")
_LETTER_BULLET = named("wording.letter_bullet")
_OPEN, _CLOSE = "([{<「『《〈【", ")]}>」』》〉】"
LONGEST = 120  # characters of a piece that are looked at on either side of a figure


class Pieces:
    """The boundaries of one text; every question about a figure's surroundings is answered from
    them in logarithmic time.
    """

    def __init__(self, text: str, drafts: Sequence[Draft], asides: Sequence[Aside]) -> None:
        self.text = text
        self.drafts = drafts
        self.asides = asides
        spans = sorted([(d.start, d.end) for d in drafts] + [(a.start, a.end) for a in asides])
        starts = [s for s, _ in spans]
        self.marks: list[tuple[int, int, str]] = []
        self.opener: dict[
            int, int
        ] = {}  # index of a boundary → position of the bracket it stands in
        stack: list[int] = []
        for hit in _BOUNDARY.finditer(text):
            at = bisect_right(starts, hit.start()) - 1
            if at >= 0 and spans[at][1] > hit.start():
                continue
            char = hit[0].strip() or " "
            self.opener[len(self.marks)] = stack[-1] if stack else -1
            if char in _OPEN:
                stack.append(hit.start())
            elif char in _CLOSE and stack:
                stack.pop()
            self.marks.append((hit.start(), hit.end(), char))
        self.opener[len(self.marks)] = stack[-1] if stack else -1
        self._starts = [m[0] for m in self.marks]
        self._draft_ends = [d.end for d in drafts]
        self._aside_ends = [a.end for a in asides]
        self._lefts: dict[int, tuple[int, str]] = {}

    def left(self, index: int) -> tuple[int, str]:
        """Where the words before figure `index` begin, and what bounds them: a boundary character,
        "figure", "aside" or "".
        """
        if (known := self._lefts.get(index)) is not None:
            return known
        start = self.drafts[index].start
        at = bisect_left(self._starts, start) - 1
        begin, kind = (self.marks[at][1], self.marks[at][2]) if at >= 0 else (0, "")
        if index and self._draft_ends[index - 1] > begin:
            begin, kind = self._draft_ends[index - 1], "figure"
        aside = bisect_right(self._aside_ends, start) - 1
        if aside >= 0 and self._aside_ends[aside] > begin:
            begin, kind = self._aside_ends[aside], "aside"
        self._lefts[index] = max(begin, start - LONGEST), kind
        return self._lefts[index]

    def right(self, index: int) -> int:
        """Where the words behind figure `index` end: at a boundary, at the next figure, at other
        digits.
        """
        end = self.drafts[index].end
        at = bisect_left(self._starts, end)
        stop = self.marks[at][0] if at < len(self.marks) else len(self.text)
        if index + 1 < len(self.drafts):
            stop = min(stop, self.drafts[index + 1].start)
        aside = bisect_right(self._aside_ends, end)
        if aside < len(self.asides):
            stop = min(stop, max(end, self.asides[aside].start))
        return min(stop, end + LONGEST)

    def bracket(self, index: int) -> int:
        """The position of the bracket that figure `index` stands in, -1 if in none."""
        return self.opener[bisect_left(self._starts, self.drafts[index].start)]

    def before_bracket(self, opener: int) -> tuple[int, int | None]:
        """What stands before a bracket: (where the words before it begin, index of the figure that
        stands there or None).
        """
        at = bisect_left(self._starts, opener) - 1
        begin = self.marks[at][1] if at >= 0 else 0
        if at >= 0 and self.marks[at][2] in _CLOSE and not self.text[begin:opener].strip():
            begin = max(0, opener - LONGEST)
        figure = bisect_right(self._draft_ends, opener) - 1
        if figure >= 0 and self._draft_ends[figure] > begin:
            return self._draft_ends[figure], figure
        return max(begin, opener - LONGEST), None

    def colon_before(self, index: int) -> int:
        """The position of the colon whose piece the figure stands in (same line, same bracket), -1
        if there is none.
        """
        bracket = self.bracket(index)
        at = bisect_left(self._starts, self.drafts[index].start) - 1
        for step in range(at, max(-1, at - 24), -1):
            position, _, char = self.marks[step]
            if char == "\n" or position <= bracket:
                return -1
            if char in ":▸▹" and self.opener[step] == bracket:
                return position
        return -1

    def words_before_remark(self, index: int) -> str | None:
        """“공사비(리모델링) 4.3”: the words before the bracket that stands right before the figure;
        None if a figure stands there.
        """
        start = self.drafts[index].start
        at = bisect_left(self._starts, start) - 1
        if (
            at < 0
            or self.marks[at][2] != ")"
            or self.text[self.marks[at][1] : start].strip()
            or self.opener[at] < 0
        ):
            return None
        begin, figure = self.before_bracket(self.opener[at])
        return self.text[begin : self.opener[at]] if figure is None else None

    def bracket_head(self, index: int) -> str | None:
        """The words in brackets that head the figure’s piece: “(세외수입) 2,293억원”; spread
        letters closed up.
        """
        at = bisect_left(self._starts, self.drafts[index].start) - 1
        if at < 1 or self.marks[at][2] not in ")]" or self.marks[at - 1][2] not in "([":
            return None
        opener, closer = self.marks[at - 1], self.marks[at][0]
        before = self.text[max(0, opener[0] - 2) : opener[0]].strip()
        inside = self.text[opener[1] : closer]
        glued = before[-1:] == "%" or (
            before[-1:].isalnum() and not _LETTER_BULLET.match(before[-1])
        )
        if glued or len(inside) > 24 or any(c.isdecimal() for c in inside):
            return None
        tokens = inside.split()
        return "".join(tokens) if all(len(token) == 1 for token in tokens) else inside
