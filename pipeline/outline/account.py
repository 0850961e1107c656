"""Every character of every line to a piece with a role: what no stage has claimed is unread, and named."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from pipeline.model import Line, LinePiece, Mark, Place, Problem


def account(lines: Sequence[Line], marks: Sequence[Mark]) -> tuple[tuple[LinePiece, ...], tuple[Problem, ...]]:
    """Pieces that, joined, are the lines; a problem for every line that was not read whole.

    Where marks overlap, the first one given holds. Blanks go with the piece before them, at a line's start with the one behind.

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
                problems.append(Problem("unread_line", Place(line.page, line.number, line.number, line.box()), words=words))
    return tuple(pieces), tuple(problems)


def line_to_pieces(line: Line, marks: Sequence[Mark]) -> list[LinePiece]:
    """One line cut where its role changes."""
    text = line.text
    if not text.strip():
        return [LinePiece(line, 1, text, marks[0].role if marks and marks[0].role != "table" else "blank")]
    if marks and marks[0].start <= len(text) - len(text.lstrip()) and marks[0].end >= len(text.rstrip()):
        return [LinePiece(line, 1, text, marks[0].role, marks[0].programme_id)]
    owner: list[Mark | None] = [None] * len(text)
    for mark in marks:
        for k in range(max(0, mark.start), min(len(text), mark.end)):
            owner[k] = owner[k] or mark
    keys = [(m.role, m.programme_id) if m else (None if c.isspace() else ("unread", None)) for c, m in zip(text, owner, strict=True)]
    first = next(k for k in keys if k is not None)
    cuts: list[tuple[int, tuple[str, str | None]]] = [(0, first)]
    for k, key in enumerate(keys):
        if key is not None and key != cuts[-1][1]:
            cuts.append((k, key))
    ends = [start for start, _ in cuts[1:]] + [len(text)]
    return [LinePiece(line, n, text[a:b], role, pid) for n, ((a, (role, pid)), b) in enumerate(zip(cuts, ends, strict=True), start=1)]
