"""Paragraphs of a programme's cell to achievement lines with their mark and depth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.lexicon import words
from pipeline.model import Achievement, Printed
from pipeline.outline.grids import join_printed
from pipeline.text import bullet_at, numbering_at

HEADINGS = "<《〈[【("
COUNTED_MARKS = ("paren", "circled", "hangul")  # numberings that open a line inside a cell


def mark_of(text: str) -> tuple[str | None, str, int]:
    """The mark that opens a line, its family, and where its text begins.

    >>> mark_of("○ 운영"), mark_of("① 교육"), mark_of("운영 3회")
    (('○', 'circle', 2), ('①', 'circled', 2), (None, '', 0))
    """
    bullet = bullet_at(text)
    if bullet:
        family = (
            f"private {bullet.mark}" if bullet.family == "private" else bullet.family
        )  # two private code points are two marks
        return bullet.mark, family, bullet.end
    numbering = numbering_at(text)
    if numbering and numbering.kind in COUNTED_MARKS and numbering.end < len(text):
        return text[: numbering.end].strip(), numbering.kind, numbering.end
    return None, "", 0


def join_unmarked(paragraphs: Sequence[Printed]) -> list[Printed]:
    """Where lines open with marks, a paragraph without one goes on with the line before; a
    bracketed heading does not.

    Source: a wrapped line that lost its indent looks like a paragraph of its own.

    >>> [p.text for p in join_unmarked([Printed("○ 교육"), Printed("3회")])]
    ['○ 교육 3회']
    """
    joined: list[Printed] = []
    for paragraph in paragraphs:
        marked = mark_of(paragraph.text)[0] is not None
        if (
            joined
            and not marked
            and mark_of(joined[-1].text)[0] is not None
            and paragraph.text[:1] not in HEADINGS[:-1]
        ):
            whole = join_printed([joined[-1], paragraph])
            joined[-1] = Printed(whole.text, whole.runs, True)
        else:
            joined.append(paragraph)
    return joined


def families_to_order(programmes: Iterable[Sequence[str]]) -> dict[str, int]:
    """How families of marks nest in a whole report: which comes first where two occur in one
    programme, by majority.

    >>> families_to_order([["circle", "dash", "circle"], ["dash"], ["circle", "dash", "dot"]])
    {'circle': 0, 'dash': 1, 'dot': 2}
    """
    before: Counter[tuple[str, str]] = Counter()
    families: dict[str, None] = {}
    for sequence in programmes:
        first = list(dict.fromkeys(f for f in sequence if f))
        families.update(dict.fromkeys(first))
        before.update((a, b) for k, a in enumerate(first) for b in first[k + 1 :])
    names = list(families)
    wins = {f: sum(before[f, g] > before[g, f] for g in names) for f in names}
    return {f: k for k, f in enumerate(sorted(names, key=lambda f: (-wins[f], names.index(f))))}


def paragraphs_to_achievements(
    paragraphs: Sequence[Printed], order: dict[str, int]
) -> tuple[Achievement, ...]:
    """One achievement a line; level 1 for the outermost mark of the programme, notes and boxes one
    below the line that they follow.

    >>> lines = [Printed("○ 교육"), Printed("- 3회"), Printed("※ 잠정"), Printed("○ 상담")]
    >>> [(a.level, a.mark, a.printed.text) for a in paragraphs_to_achievements(lines, {"circle": 0, "dash": 1})]
    [(1, '○', '교육'), (2, '-', '3회'), (3, '※', '잠정'), (1, '○', '상담')]
    """
    found: list[Achievement] = []
    stack: list[str] = []
    for paragraph in paragraphs:
        mark, family, end = mark_of(paragraph.text)
        if family in words("marks")["notes"]["families"] or (
            not family and stack and "" not in stack
        ):
            level = (
                len(stack) + 1 if stack or found else 1
            )  # a note, or a box of text without a mark between marked lines
        else:
            stack = _nested(stack, family, order)
            level = len(stack)
        printed = paragraph.slice(end) if end else paragraph
        found.append(Achievement(len(found) + 1, level, mark, printed, paragraph.place()))
    return tuple(found)


def _nested(stack: list[str], family: str, order: dict[str, int]) -> list[str]:
    if family in stack:
        return stack[: stack.index(family) + 1]
    if not family:
        return [""]
    rank = order.get(family, len(order))
    return [f for f in stack if not f or order.get(f, len(order)) < rank] + [family]
