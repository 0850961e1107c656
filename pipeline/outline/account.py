"""Every character of every line to a piece with a role: what no stage has claimed is unread, and
named.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.model import Line, LinePiece, Mark, Place, Problem


def account(
    lines: Sequence[Line], marks: Sequence[Mark]
) -> tuple[tuple[LinePiece, ...], tuple[Problem, ...]]:
    """Pieces that, joined, are the lines with the source's own characters; a problem for every
    line that was not read whole.

    Where marks overlap, the first one given holds. Blanks go with the piece before them, at a
    line's start with the one behind.

    >>> line = Line(1, None, "1.가  ○ 나")
    >>> pieces, problems = account([line], [Mark(line, 0, 3, "programme", "1.1.1"), Mark(line, 5, 8, "achievement", "1.1.1")])
    >>> [(p.piece, p.text, p.role) for p in pieces], len(problems)
    ([(1, '1.가  ', 'programme'), (2, '○ 나', 'achievement')], 0)
    """
    by_line: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_line[id(mark.line)].append(mark)
    pieces: list[LinePiece] = []
    problems: list[Problem] = []
    for line in lines:
        cut = line_to_pieces(line, by_line[id(line)])
        pieces.extend(cut)
        for piece in cut:
            if piece.role == "unread":
                words = (("text", piece.text.strip()[:60]),)
                problems.append(
                    Problem(
                        "unread_line",
                        Place(line.page, line.number, line.number, line.box()),
                        words=words,
                    )
                )
    return tuple(pieces), tuple(problems)


def line_to_pieces(line: Line, marks: Sequence[Mark]) -> list[LinePiece]:
    """One line cut where its role changes."""
    text = line.text
    if not text.strip():
        role = marks[0].role if marks and marks[0].role != "table" else "blank"
        return [LinePiece(line, 1, line.as_in_source(0, len(text)), role)]
    if (
        marks
        and marks[0].start <= len(text) - len(text.lstrip())
        and marks[0].end >= len(text.rstrip())
    ):
        whole = line.as_in_source(0, len(text))
        return [LinePiece(line, 1, whole, marks[0].role, marks[0].programme_id)]
    cuts: list[tuple[int, tuple[str, str | None]]] = []
    for start, end, key in _claims(text, marks):
        if text[start:end].strip() and (not cuts or cuts[-1][1] != key):
            cuts.append((start if cuts else 0, key))
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return [
        LinePiece(line, n, line.as_in_source(a, b), role, pid)
        for n, ((a, (role, pid)), b) in enumerate(zip(cuts, ends, strict=True), start=1)
    ]


def _claims(text: str, marks: Sequence[Mark]) -> Iterator[tuple[int, int, tuple[str, str | None]]]:
    """The stretches of a line in order with who claims them, the first mark where several do; what
    nobody claims is unread.

    A file may be one line with a mark for each of its figures, so no stretch looks at all marks:
    those that have begun wait in `active`.
    """
    edges = sorted(
        {0, len(text), *(min(max(e, 0), len(text)) for m in marks for e in (m.start, m.end))}
    )
    opening = sorted(range(len(marks)), key=lambda n: marks[n].start, reverse=True)
    active: list[int] = []  # marks that have begun, the first given on top
    for start, end in pairwise(edges):
        while opening and marks[opening[-1]].start <= start:
            heapq.heappush(active, opening.pop())
        while active and marks[active[0]].end < end:
            heapq.heappop(active)
        owner = marks[active[0]] if active else None
        lead = len(text[start:end]) - len(text[start:end].lstrip())
        yield (
            start + (lead if lead < end - start else 0),
            end,
            (owner.role, owner.programme_id) if owner else ("unread", None),
        )
