"""Page numbers and running heads among the lines of pages: no part of a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.layout.furniture import (
    BARE_NUMBER,
    DIGITS,
    EDGE,
    FRAMED_NUMBER,
    OF_NUMBER,
    REPEATED,
)
from pipeline.layout.grid.headers import text_to_role
from pipeline.layout.grid.tokens import Loose

LONGEST = 200  # characters of a line that is furniture


def take_furniture(looses: Sequence[Loose]) -> None:
    """Marks page numbers, and lines that stand at one place of many pages' heads or feet."""
    seen: Counter[tuple[str, int]] = Counter()
    edge: list[tuple[Loose, int, tuple[str, int]]] = []
    for loose in looses:
        for i, line in enumerate(loose.lines):
            if EDGE * loose.height < line.top < (1 - EDGE) * loose.height:
                continue
            text = line.text[:LONGEST]
            if any(p.fullmatch(text) for p in (FRAMED_NUMBER, OF_NUMBER, BARE_NUMBER)):
                loose.taken.add(i)
            elif sum(text_to_role(p.text) is not None for p in line.pieces) < 2:
                key = DIGITS.sub("0", text), round(line.top / 3)
                seen[key] += 1
                edge.append((loose, i, key))
    for loose, i, key in edge:
        if seen[key] >= REPEATED:
            loose.taken.add(i)
