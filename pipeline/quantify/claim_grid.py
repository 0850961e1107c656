"""A table as two families of lines: rows with their labels at the left, columns with their headers
above; the same thing, turned.

A total, a subtotal and a formula read the same down and across, so every rule is written once, over
lines and what crosses them.
"""

from __future__ import annotations

import functools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.lexicon import words
from pipeline.model import Container, Quantity
from pipeline.pattern import lazy_pattern

LETTERS = lazy_pattern(r"[가-힣A-Za-z]")
DIGIT = lazy_pattern(r"\d")
FOOTNOTE = lazy_pattern(r"(?<=[가-힣])\d{1,2}\)$")  # 경상수입1)
BRACKETS = lazy_pattern(r"[(（\[][^)）\]]*[)）\]]?")


@dataclass(frozen=True, slots=True)
class Label:
    """A label cell: its text, the lines it covers [start, stop), and how deep it stands (0
    outermost).
    """

    text: str
    start: int
    stop: int
    depth: int

    @property
    def core(self) -> str:
        """The text without blanks and brackets: “합 계 (A+B)” is 합계."""
        return label_core(self.text)


@functools.lru_cache(maxsize=1 << 15)
def label_core(text: str) -> str:
    """A label without blanks, brackets, marks and footnotes.

    >>> label_core("□ 합 계 (A+B)"), label_core("경상수입1)")
    ('합계', '경상수입')
    """
    bare = FOOTNOTE.sub("", BRACKETS.sub("", text)) or text.strip("()（）[] ")
    return re.sub(r"^[^\w]+|[\s·ㆍ:*※]+", "", bare).lower()


@dataclass(frozen=True, slots=True)
class GridLine:
    """One row (or column): its place on its axis and its labels, outermost first, each cell once."""

    index: int
    labels: tuple[Label, ...]

    @property
    def path(self) -> str:
        return " ".join(label.text for label in self.labels)


@dataclass(frozen=True, slots=True)
class Grid:
    """One table seen along one axis: `at(line, cross)` are the figures of a cell, bare where it
    holds nothing but figures.
    """

    table_no: int
    axis: str  # "row": lines are rows; "col": lines are columns
    lines: tuple[GridLine, ...]
    crosses: tuple[GridLine, ...]
    cells: dict[tuple[int, int], tuple[Quantity, ...]]
    texts: dict[tuple[int, int], str]
    slots: dict[tuple[int, int], tuple[Quantity | None, Quantity | None]]

    def at(self, line: int, cross: int) -> tuple[Quantity, ...]:
        return self.cells.get((line, cross), ())

    def slot(self, line: int, cross: int, slot: int) -> Quantity | None:
        """The cell's figure outside brackets (slot 0) or inside them (slot 1), where the cell is
        bare figures.
        """
        return self.slots.get((line, cross), (None, None))[slot]

    def blank(self, line: int, cross: int) -> bool:
        """Whether the cell prints no figure at all: empty, a dash, words."""
        return not DIGIT.search(self.texts.get((line, cross), ""))

    def around(self, line: GridLine, reach: int) -> Grid:
        """The same table with the lines near one of them alone."""
        at = line.index - self.lines[0].index
        lines = self.lines[max(0, at - reach) : at + reach + 1]
        return Grid(
            self.table_no, self.axis, lines, self.crosses, self.cells, self.texts, self.slots
        )

    def turned(self) -> Grid:
        """The same table along its other axis."""
        cells = {(b, a): v for (a, b), v in self.cells.items()}
        texts = {(b, a): v for (a, b), v in self.texts.items()}
        slots = {(b, a): v for (a, b), v in self.slots.items()}
        return Grid(
            self.table_no,
            "col" if self.axis == "row" else "row",
            self.crosses,
            self.lines,
            cells,
            texts,
            slots,
        )


def cell_to_slots(
    text: str, figures: Sequence[Quantity]
) -> tuple[Quantity | None, Quantity | None]:
    """The one figure outside brackets and the one inside; a figure alone in brackets is the first."""
    if not figures or not is_bare(text, figures):
        return None, None
    if len(figures) == 1 and "(" not in text and "（" not in text:
        return figures[0], None
    bracket = min((at for at in (text.find("("), text.find("（")) if at >= 0), default=len(text))
    inside = [q for q in figures if q.start > bracket]
    outside = [q for q in figures if q.start < bracket]
    if not outside and len(inside) == 1:
        return inside[0], None
    return outside[0] if len(outside) == 1 else None, inside[0] if outside and len(
        inside
    ) == 1 else None


def is_bare(text: str, figures: Sequence[Quantity]) -> bool:
    """Whether a cell holds nothing but its figures, their nouns and signs."""
    if (
        len(figures) == 1 and figures[0].start == 0 and figures[0].end == len(text)
    ):  # nine cells in ten
        return True
    kept = list(text)
    for q in figures:
        kept[q.start : q.end] = [" "] * (q.end - q.start)
    rest = "".join(kept)
    for noun in {q.counted for q in figures if q.counted}:
        rest = rest.replace(noun, "")
    return not LETTERS.search(rest) and not DIGIT.search(rest)


def containers_to_grids(
    containers: Iterable[Container], quantities: Iterable[Quantity]
) -> list[Grid]:
    """Every table with a label column or a header row, along its rows."""
    tables: dict[int, list[Container]] = defaultdict(list)
    for c in containers:
        if c.kind == "cell" and c.table_no is not None and c.row is not None and c.col is not None:
            tables[c.table_no].append(c)
    figures: dict[int, list[Quantity]] = defaultdict(list)
    for q in quantities:
        figures[id(q.container)].append(q)
    grids = [cells_to_grid(no, cells, figures) for no, cells in tables.items()]
    return [g for g in grids if g is not None]


def cells_to_grid(
    table_no: int, cells: list[Container], figures: dict[int, list[Quantity]]
) -> Grid | None:
    """One table's cells with their figures; None where it has no body."""
    cover = {
        (r, c): cell
        for cell in cells
        for r in range(cell.row or 0, (cell.row or 0) + cell.row_span)
        for c in range(cell.col or 0, (cell.col or 0) + cell.col_span)
    }
    rows, cols = 1 + max(r for r, _ in cover), 1 + max(c for _, c in cover)
    bare = {
        id(c): bool(figures.get(id(c))) and is_bare(c.printed.text, figures[id(c)]) for c in cells
    }
    heads = header_depth(cover, rows, cols, bare)
    sides = label_depth(cover, heads, rows, cols, bare)
    if heads >= rows or sides >= cols:
        return None
    lines = tuple(
        GridLine(r, labels_of(cover, [(r, c) for c in range(sides)], "row"))
        for r in range(heads, rows)
    )
    crosses = tuple(
        GridLine(c, labels_of(cover, [(r, c) for r in range(heads)], "col"))
        for c in range(sides, cols)
    )
    body = {
        (r, c): cell
        for (r, c), cell in cover.items()
        if r >= heads and c >= sides and (cell.row, cell.col) == (r, c)
    }
    held = {
        at: tuple(sorted(figures.get(id(cell), ()), key=lambda q: q.start))
        for at, cell in body.items()
    }
    texts = {at: cell.printed.text for at, cell in body.items()}
    return Grid(
        table_no,
        "row",
        lines,
        crosses,
        held,
        texts,
        {at: cell_to_slots(texts[at], found) for at, found in held.items()},
    )


def header_depth(
    cover: dict[tuple[int, int], Container], rows: int, cols: int, bare: dict[int, bool]
) -> int:
    """How many leading rows are header: as the table says, else those before the first row with a
    bare figure.
    """
    body = next(
        (
            r
            for r in range(rows)
            if any((r, c) in cover and bare[id(cover[r, c])] for c in range(cols))
        ),
        rows,
    )
    flagged = [
        r
        for r in range(rows)
        if any((r, c) in cover and cover[r, c].is_header for c in range(cols))
    ]
    if flagged and flagged[0] == 0:
        deep = max(
            cell.row + cell.row_span
            for cell in cover.values()
            if cell.is_header and cell.row is not None
        )
        return min(deep, body) or deep
    return body


def label_depth(
    cover: dict[tuple[int, int], Container], heads: int, rows: int, cols: int, bare: dict[int, bool]
) -> int:
    """How many leading columns are labels: those before the first whose body is mostly figures
    (연번 is a label).
    """
    for c in range(cols):
        head = cover[heads - 1, c].printed.text if heads and (heads - 1, c) in cover else ""
        if re.sub(r"\s", "", head).lower() in words("totals")["numbered"]:
            continue
        body = {id(cover[r, c]): cover[r, c] for r in range(heads, rows) if (r, c) in cover}
        filled = [cell for cell in body.values() if cell.printed.text.strip(" -–−")]
        if filled and sum(bare[id(cell)] for cell in filled) * 2 >= len(filled):
            return c
    return cols


def labels_of(
    cover: dict[tuple[int, int], Container], at: list[tuple[int, int]], axis: str
) -> tuple[Label, ...]:
    """The label cells over one line, outermost first, each once."""
    made: list[Label] = []
    seen: set[int] = set()
    for depth, where in enumerate(at):
        cell = cover.get(where)
        if cell is None or id(cell) in seen:
            continue
        seen.add(id(cell))
        start, span = (cell.row, cell.row_span) if axis == "row" else (cell.col, cell.col_span)
        made.append(Label(cell.printed.text, start or 0, (start or 0) + span, depth))
    return tuple(made)


@functools.cache
def total_rank(core: str) -> int:
    """How high a total a label names: 3 총계, 2 합계, 1 소계, 0 none.

    >>> [total_rank(c) for c in ("총계", "계", "소계", "세입합계", "계획")]
    [3, 2, 1, 2, 0]
    """
    ranks = words("totals")["ranks"]
    if core in ranks:
        return int(ranks[core])
    return max((int(ranks[e]) for e in words("totals")["endings"] if core.endswith(e)), default=0)
