"""A table as two families of lines: rows with their labels at the left, columns with their headers
above; the same thing, turned.

A total, a subtotal and a formula read the same down and across, so every rule is written once, over
lines and what crosses them.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.faults import Faults, Lost
from pipeline.lexicon import has, having, values_of
from pipeline.lexicon.twins import label_to_twin
from pipeline.model import Container, Quantity
from pipeline.pattern import lazy_pattern

LETTERS = lazy_pattern(r"[가-힣A-Za-z]")
DIGIT = lazy_pattern(r"\d")
FOOTNOTE = lazy_pattern(r"(?<=[가-힣])\d{1,2}\)$")  # 경상수입1)
ALONE = lazy_pattern(r"\s*[(（][^()（）]*[)）]\s*$")
BRACKET_MARKS = frozenset("()（）")  # at which lines of a cell are joined to one
OPENING = " (（△▲-−"  # what stands before a figure and belongs to it
# points between the tops of figures on one line: of 4,318 steps between figures of one cell in 60
# reports 120 are smaller, 29 lie between 3 and 8, all others are larger
LEVEL = 3.0
BESIDE = 3  # cells with figures, all at the heights of the one that holds several lines
CLASSES = 2  # of one column that together are a scale
SPAN = lazy_pattern(r"\s*[\d.,]+\s*[~∼～]\s*[\d.,]+\s*$")
STACKED = 2  # cells of a row that hold several lines, so that the row is several rows
BRACKETS = lazy_pattern(r"[(（\[][^)）\]]*[)）\]]?")
ROUND_A_LABEL = lazy_pattern(r"^[^\w]+|[\s·ㆍ:*※]+")
BLANKS = lazy_pattern(r"\s")


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
    """A label without blanks, brackets, marks and footnotes; an English head is its Korean twin.

    >>> label_core("□ 합 계 (A+B)"), label_core("경상수입1)"), label_core("YoY (%)")
    ('합계', '경상수입', '증감률')
    """
    text = label_to_twin(text)
    bare = FOOTNOTE.sub("", BRACKETS.sub("", text)) or text.strip("()（）[] ")
    return ROUND_A_LABEL.sub("", bare).lower()


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
    """One table seen along one axis: `at(line, cross)` are the figures of a cell, `slot` the one
    that a bare cell prints outside or inside brackets.
    """

    table_no: int
    axis: str  # "row": lines are rows; "col": lines are columns
    lines: tuple[GridLine, ...]
    crosses: tuple[GridLine, ...]
    cells: dict[tuple[int, int], GridCell]

    def at(self, line: int, cross: int) -> tuple[Quantity, ...]:
        cell = self.cells.get((line, cross))
        return cell.figures if cell else ()

    def text(self, line: int, cross: int) -> str:
        cell = self.cells.get((line, cross))
        return cell.text if cell else ""

    def slot(self, line: int, cross: int, slot: int) -> Quantity | None:
        """The cell's figure outside brackets (slot 0) or inside them (slot 1), where the cell is
        bare figures.
        """
        cell = self.cells.get((line, cross))
        return cell.slots[slot] if cell else None

    def are_parallel(self, one: int, other: int) -> bool:
        """Whether the cells of two lines are merged over as much wherever both are there."""
        pairs = (
            (self.cells.get((one, n.index)), self.cells.get((other, n.index))) for n in self.crosses
        )
        return all(
            (a.row_span, a.col_span) == (b.row_span, b.col_span) for a, b in pairs if a and b
        )

    def blank(self, line: int, cross: int) -> bool:
        """Whether the cell prints no figure at all: empty, a dash, words."""
        return not DIGIT.search(self.text(line, cross))

    def around(self, line: GridLine, reach: int) -> Grid:
        """The same table with the lines near one of them alone."""
        at = line.index - self.lines[0].index
        lines = self.lines[max(0, at - reach) : at + reach + 1]
        return replace(self, lines=lines)

    def turned(self) -> Grid:
        """The same table along its other axis."""
        cells = {(b, a): cell for (a, b), cell in self.cells.items()}
        axis = "col" if self.axis == "row" else "row"
        return Grid(self.table_no, axis, self.crosses, self.lines, cells)


@dataclass(frozen=True, eq=False)
class GridCell:
    """One cell, or one line of a stack of cells that no rule parts: its text and its figures."""

    text: str
    figures: tuple[Quantity, ...]
    row: int
    col: int
    row_span: int
    col_span: int
    is_header: bool
    start: int = 0  # of the text inside the container's: the figures count from there

    @functools.cached_property
    def bare(self) -> bool:
        """Whether it holds nothing but its figures, their nouns and signs."""
        return bool(self.figures) and is_bare(self.text, self.figures, self.start)

    @functools.cached_property
    def slots(self) -> tuple[Quantity | None, Quantity | None]:
        """The one figure outside brackets and the one inside; a figure alone in brackets is the
        first.
        """
        if not self.bare:
            return None, None
        opened = first_bracket(self.text)
        if len(self.figures) == 1 and opened is None:
            return self.figures[0], None
        bracket = (len(self.text) if opened is None else opened) + self.start
        inside = [q for q in self.figures if q.start > bracket]
        outside = [q for q in self.figures if q.start < bracket]
        return (only(outside), only(inside)) if outside else (only(inside), None)

    @property
    def bracketed(self) -> Quantity | None:
        """The figure that fills the cell in brackets, (1,180), which may mean a minus."""
        return self.figures[0] if len(self.figures) == 1 and ALONE.match(self.text) else None


Height = tuple[int, float]  # page, top
Cover = dict[tuple[int, int], GridCell]


def first_bracket(text: str) -> int | None:
    return min((at for at in map(text.find, "(（") if at >= 0), default=None)


def only(figures: Sequence[Quantity]) -> Quantity | None:
    return figures[0] if len(figures) == 1 else None


def is_bare(text: str, figures: Sequence[Quantity], start: int = 0) -> bool:
    """Whether a text holds nothing but its figures, their nouns and signs."""
    if len(figures) == 1 and (figures[0].start, figures[0].end) == (start, start + len(text)):
        return True  # nine cells in ten
    kept = list(text)
    for q in figures:
        kept[q.start - start : q.end - start] = [" "] * (q.end - q.start)
    rest = "".join(kept)
    for noun in {q.counted for q in figures if q.counted}:
        rest = rest.replace(noun, "")
    return not LETTERS.search(rest) and not DIGIT.search(rest)


def containers_to_grids(
    containers: Iterable[Container], quantities: Iterable[Quantity], faults: Faults
) -> list[Grid]:
    """Every table with a label column or a header row, along its rows."""
    figures: dict[int, list[Quantity]] = defaultdict(list)
    for q in quantities:
        figures[id(q.container)].append(q)
    tables: dict[int, list[GridCell]] = defaultdict(list)
    for c in containers:
        if c.kind == "cell" and c.table_no is not None:
            tables[c.table_no].append(container_to_cell(c, figures[id(c)]))
    grids = [
        faults.spare(Lost("claim", table_no=no), cells_to_grid, no, cells, instead=None)
        for no, cells in tables.items()
    ]
    return [g for g in grids if g is not None]


def container_to_cell(container: Container, figures: Iterable[Quantity]) -> GridCell:
    return GridCell(
        container.printed.text,
        tuple(sorted(figures, key=lambda q: q.start)),
        container.row or 0,
        container.col or 0,
        container.row_span,
        container.col_span,
        container.is_header,
    )


def stacks_to_rows(cells: Sequence[GridCell]) -> list[GridCell]:
    """The cells with each stack of lines, at the same heights in all cells of a row, as rows.

    A ruled box of a budget book holds several rows with no rule between them: line by line, every
    column has one figure, or none. Where the lines of one column stand between those of another,
    or the input tells no heights and the columns count differently, nothing is parted: whose figure
    is whose is open. Source: the budget books of a university, 17 % of whose figures stand so.
    """
    deep = rows_to_stacks(cells)
    if not deep:
        return list(cells)
    last = max(cell.row + cell.row_span for cell in cells)
    depths = (deep[row].depth if row in deep else 1 for row in range(last))
    starts = list(itertools.accumulate(depths, initial=0))
    return [made for cell in cells for made in cell_to_rows(cell, starts, deep)]


@dataclass(frozen=True, slots=True)
class Stack:
    """How many rows one ruled row holds, and where each stands: page and top, none without."""

    depth: int
    heights: tuple[Height, ...] = ()

    def rows_of(self, cell: GridCell, lines: Sequence[GridCell]) -> list[int]:
        """The row of every line of a cell; none where they are open."""
        if not (cell.bare and self.heights):
            return list(range(self.depth)) if len(lines) == self.depth else []
        found = [self.row_at(height_of(line)) for line in lines]
        return [n for n in found if n is not None] if None not in found else []

    def row_at(self, height: Height | None) -> int | None:
        if height is None:
            return None
        return next((n for n, own in enumerate(self.heights) if is_level(own, height)), None)


def rows_to_stacks(cells: Iterable[GridCell]) -> dict[int, Stack]:
    """The ruled rows that hold several rows."""
    rows: dict[int, list[GridCell]] = defaultdict(list)
    for cell in cells:
        if cell.row_span == 1 and cell.figures and not cell.is_header:
            rows[cell.row].append(cell)
    found = {row: cells_to_stack(own) for row, own in rows.items()}
    return {row: stack for row, stack in found.items() if stack}


def cell_to_rows(
    cell: GridCell, starts: Sequence[int], deep: Mapping[int, Stack]
) -> list[GridCell]:
    """One cell at its new rows: each of its lines at its height, or in order where they are as many
    as the rows of its stack; else itself over all of them.
    """
    row, stop = starts[cell.row], starts[cell.row + cell.row_span]
    stack = deep.get(cell.row) if cell.row_span == 1 else None
    lines = lines_of(cell) if stack else []
    at = stack.rows_of(cell, lines) if stack else []
    if at:
        return [replace(line, row=row + n) for n, line in zip(at, lines, strict=True)]
    return [replace(cell, row=row, row_span=stop - row)]


def cells_to_stack(cells: Sequence[GridCell]) -> Stack | None:
    """The rows that the cells with figures of one ruled row hold; None where it is one row.

    >>> cells_to_stack([]) is None
    True
    """
    lines = [lines_of(cell) for cell in stackable(cells)]
    depths = Counter(map(len, lines))
    deepest, several = max(depths, default=1), len(lines) - depths[1] >= STACKED
    if deepest < STACKED or not all(map(is_stack, lines)):
        return None
    levels = heights_to_levels(list(map(height_of, itertools.chain(*lines))))
    if not levels:  # flattened text: only by their number
        alike = several and len(depths) == 1 and len(lines) == len(cells)
        return Stack(deepest) if alike else None
    shown = max(several * BESIDE, len(lines)) >= BESIDE
    return Stack(deepest, levels) if shown and len(levels) == deepest else None


def stackable(cells: Iterable[GridCell]) -> list[GridCell]:
    """The cells that hold nothing but figures, each on one line."""
    return [cell for cell in cells if cell.bare and not any(map(is_wrapped, cell.figures))]


def height_of(line: GridCell) -> Height | None:
    """The page and top of the line's figure; None where the input does not tell, or two rows may
    share it.
    """
    figure = line.figures[0] if line.figures else None
    if figure is None or is_wrapped(figure):
        return None
    place = figure.container.printed.place(figure.start, figure.end)
    return (place.page or 0, place.box[1]) if place.box else None


def is_wrapped(figure: Quantity) -> bool:
    """Whether it was printed over two lines: 00 may be two noughts of two rows."""
    place = figure.container.printed.place(figure.start, figure.end)
    return place.first_line != place.last_line


def is_level(one: Height, other: Height) -> bool:
    return one[0] == other[0] and abs(one[1] - other[1]) <= LEVEL


def heights_to_levels(heights: Sequence[Height | None]) -> tuple[Height, ...]:
    """The heights at which lines stand, each once, from the top; none where one is not told.

    >>> heights_to_levels([(1, 100.0), (1, 100.4), (1, 117.2), (2, 60.0), (1, 117.0)])
    ((1, 100.0), (1, 117.0), (2, 60.0))
    """
    levels: list[Height] = []
    told = [height for height in heights if height is not None]
    for height in sorted(told) if len(told) == len(heights) else ():
        if not levels or not is_level(levels[-1], height):
            levels.append(height)
    return tuple(levels)


def is_stack(lines: Sequence[GridCell]) -> bool:
    """Whether lines have one bare figure each, all of one unit: 58개소, 31.7ha and (270억원) below
    one another are one row's.
    """
    units = {q.unit for line in lines for q in line.figures if q.unit}
    return len(units) < 2 and all(len(line.figures) == 1 and line.bare for line in lines)


def lines_of(cell: GridCell) -> list[GridCell]:
    """The lines of a cell that hold anything, each with its figures."""
    made, stops = [], line_starts(cell)
    for start, end in itertools.pairwise((*stops, len(cell.text))):
        text = cell.text[start:end].rstrip()
        if text.strip():
            own = tuple(q for q in cell.figures if start <= q.start and q.end <= end)
            made.append(replace(cell, text=text, figures=own, start=start, row_span=1))
    return made


def line_starts(cell: GridCell) -> list[int]:
    """Where the lines of a cell begin: behind a line's end, and where the next of its figures was
    printed on another line, though the text goes on: (30,000,000) 5,000,000 below one another.
    """
    starts = {0, *(at + 1 for at, letter in enumerate(cell.text) if letter == "\n")}
    for before, behind in itertools.pairwise(cell.figures):
        gap = cell.text[before.end : behind.start]
        joined = "\n" not in gap and not BRACKET_MARKS.isdisjoint(gap)
        if joined and printed_line(before) != printed_line(behind):
            starts.add(before.end + len(gap.rstrip(OPENING)))
    return sorted(starts)


def printed_line(figure: Quantity) -> int | None:
    return figure.container.printed.place(figure.start, figure.end).first_line


def cells_to_grid(table_no: int, given: Sequence[GridCell]) -> Grid | None:
    """One table's cells with their figures, stacks of lines as rows; None where it has no body."""
    cells = stacks_to_rows(given)
    cover = {
        (r, c): cell
        for cell in cells
        for r in range(cell.row, cell.row + cell.row_span)
        for c in range(cell.col, cell.col + cell.col_span)
    }
    rows, cols = 1 + max(r for r, _ in cover), 1 + max(c for _, c in cover)
    heads = header_depth(cover, rows, cols)
    sides = label_depth(cover, heads, rows, cols)
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
    return Grid(table_no, "row", lines, crosses, body)


def header_depth(cover: Cover, rows: int, cols: int) -> int:
    """How many leading rows are header: as the table says, else those before the first row with a
    bare figure.
    """
    body = next(
        (r for r in range(rows) if any((r, c) in cover and cover[r, c].bare for c in range(cols))),
        rows,
    )
    flagged = [
        r
        for r in range(rows)
        if any((r, c) in cover and cover[r, c].is_header for c in range(cols))
    ]
    if flagged and flagged[0] == 0:
        deep = max(cell.row + cell.row_span for cell in cover.values() if cell.is_header)
        return min(deep, body) or deep
    return body


def label_depth(cover: Cover, heads: int, rows: int, cols: int) -> int:
    """How many leading columns are labels: those before the first whose body is mostly figures
    (연번 is a label, and so are classes).
    """
    for c in range(cols):
        head = cover[heads - 1, c].text if heads and (heads - 1, c) in cover else ""
        if has(BLANKS.sub("", head).lower(), "number_column"):
            continue
        filled = filled_cells(cover, range(heads, rows), c)
        if (c or not are_classes(filled)) and are_figures(filled):
            return c
    return cols


def filled_cells(cover: Cover, rows: Iterable[int], col: int) -> list[GridCell]:
    """The cells of one column in these rows that print more than a dash, each once."""
    body = dict.fromkeys(cover[r, col] for r in rows if (r, col) in cover)
    return [cell for cell in body if cell.text.strip(" -–−")]


def are_figures(cells: Sequence[GridCell]) -> bool:
    """Whether at least half of the cells are figures."""
    return bool(cells) and sum(cell.bare for cell in cells) * 2 >= len(cells)


def are_classes(cells: Sequence[GridCell]) -> bool:
    """Whether the cells of a first column are classes, each once: “0~25”, “25~50”; “300인 미만”,
    “300인 이상”. They bound what is counted behind them and measure nothing. A span that comes
    again, or a plain figure, is no class.
    """
    bare = [cell for cell in cells if cell.bare]
    names = {cell.text.strip() for cell in bare if is_class(cell)}
    return len(names) == len(bare) >= CLASSES


def is_class(cell: GridCell) -> bool:
    """Whether a cell of figures is a span, or one end of it."""
    bound = len(cell.figures) == 1 and cell.figures[0].bound is not None
    return bound or bool(SPAN.match(cell.text))


def place_of(grid: Grid, line: GridLine, cross: GridLine) -> tuple[tuple[str, str], ...]:
    """Where a claim stands: the table, the axis, its line and the crossing one."""
    return (
        ("table", str(grid.table_no)),
        ("axis", grid.axis),
        ("line", str(line.index)),
        ("cross", str(cross.index)),
    )


def labels_of(cover: Cover, at: list[tuple[int, int]], axis: str) -> tuple[Label, ...]:
    """The label cells over one line, outermost first, each once."""
    made: list[Label] = []
    seen: set[tuple[int, int]] = set()
    for depth, where in enumerate(at):
        cell = cover.get(where)
        if cell is None or (cell.row, cell.col) in seen:
            continue
        seen.add((cell.row, cell.col))
        start, span = (cell.row, cell.row_span) if axis == "row" else (cell.col, cell.col_span)
        made.append(Label(cell.text, start, start + span, depth))
    return tuple(made)


@functools.cache
def total_rank(core: str) -> int:
    """How high a total a label names: 3 총계, 2 합계, 1 소계, 0 none.

    >>> [total_rank(c) for c in ("총계", "계", "소계", "세입합계", "계획")]
    [3, 2, 1, 2, 0]
    """
    ranks = values_of("total_rank")
    if core in ranks:
        return int(ranks[core])
    return max((int(ranks[e]) for e in having("total_ending") if core.endswith(e)), default=0)
