"""Bands of aligned text to grids: column edges in the gutters, row edges in the white, labels merged over their rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np

from pipeline.layout.aligned import Band, Lines, segment_text
from pipeline.layout.figures import codes_to_figures
from pipeline.layout.grids import Bools, Grid, Ints
from pipeline.layout.gutters import NARROWEST, Ink, gaps_to_threshold, ink_to_segments
from pipeline.layout.heads import head_to_words, lines_to_head
from pipeline.layout.lanes import ink_to_lanes, lanes_to_edges
from pipeline.layout.rulings import Reals
from pipeline.lexicon import words

MARGIN = 2.0  # pt around the ink
MOST_LABELS = 3  # columns of merged labels: 분야 | 과제 | 부서
LONGEST_TOTAL = 4  # glyphs
FEW_EDGES = 4  # of rows: too few for the white in labels to tell itself from the white between rows
FEWEST_ROWS = 4  # among which one can be told to lack what the others have
SURE = 0.6  # of the rows fill a column
MOSTLY = 0.7  # of a column's cells are figures
BLANK = 0.65  # em of white between two words of one run, at most
CROSSES = 1.5  # pt of ink on both sides of a column edge
FIRST = re.compile(r"(?:[1１][.,)]|①|가[.)]|[1-9]\d?[-–]1[.)]|\(1\))")  # the number that opens a group's rows


@dataclass(slots=True, eq=False)
class Columns:
    """The lines of a band by column: one row a (line, column) with ink. `whole`: the line spans the columns; `figure`: a number."""

    line: Ints
    col: Ints
    x0: Reals
    top: Reals
    bottom: Reals
    whole: Bools
    figure: Bools


@dataclass(slots=True, eq=False)
class Made:
    """A band's lattice, how many rows at its top are header, and the rows that had to be cut without any white to cut in."""

    grid: Grid
    header_rows: int = 0
    doubted: set[int] = field(default_factory=set)


def band_to_columns(lines: Lines, band: Band, xs: Reals) -> Columns:
    """Ink of the band put into columns by its middle; a spanning line counts to the first."""
    ink = lines.ink
    inside = np.flatnonzero((ink.row >= band.first) & (ink.row <= band.last))
    row = ink.row[inside]
    whole = np.isin(row, list(band.spanning))
    col = np.clip(np.searchsorted(xs, (ink.x0[inside] + ink.x1[inside]) / 2, "right") - 1, 0, len(xs) - 2)
    col = np.where(whole, 0, col)
    key = row * 100 + col
    order = np.argsort(key, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], np.diff(key[order]) != 0)))
    at, own = inside[order], key[order][starts]
    return Columns(
        own // 100, own % 100, np.minimum.reduceat(ink.x0[at], starts), np.minimum.reduceat(ink.top[at], starts),
        np.maximum.reduceat(ink.bottom[at], starts), whole[order][starts], codes_to_figures(ink.code[at], starts),
    )  # fmt: skip


def band_to_grid(lines: Lines, band: Band, seed: Reals | None = None) -> Made | None:
    """The lattice of a band; `seed`: the column edges where a page before set them."""
    head = lines_to_head(lines, band.first, band.last) if band.worded and not band.seeded else None
    body = replace(band, first=head.last + 1 if head else band.first)
    xs = seed if seed is not None else _band_to_edges(lines, head.first if head else band.first, band, head.last if head else None)
    if xs is None or (body.first > band.last and head is None):
        return None
    grid, doubted = _body(lines, body, xs, head is not None) if body.first <= band.last else (None, set[int]())
    if head is None:
        return Made(grid, 0, doubted) if grid is not None else None
    head_to_words(lines, head, xs)
    level, upright = head.walls(len(xs) - 1)
    rows = len(head.ys) - 1
    if grid is None:
        return Made(Grid(xs, np.array(head.ys), level, upright), rows)
    edge = (head.ys[-1] + grid.ys[0]) / 2
    ys = np.concatenate((head.ys[:-1], [edge], grid.ys[1:]))
    whole = Grid(xs, ys, np.concatenate((level[:-1], np.ones_like(level[:1]), grid.level[1:])), np.concatenate((upright, grid.upright), axis=1))
    return Made(whole, rows, {r + rows for r in doubted})


def _band_to_edges(lines: Lines, first: int, band: Band, head_last: int | None) -> Reals | None:
    """Column edges in the white that the band's lines leave, spanning ones apart."""
    ink = lines.ink
    which = (ink.row >= first) & (ink.row <= band.last)
    part = ink.take(which & ~np.isin(ink.row, list(band.spanning)))
    part.em = float(np.median(part.bottom - part.top))
    lanes = ink_to_lanes(part, part.row <= (head_last if head_last is not None else -1))
    if not lanes:
        return None
    left, right = float(ink.x0[which].min()), float(ink.x1[which].max())
    return np.array([left - MARGIN, *lanes_to_edges(lanes), right + MARGIN])


def _body(lines: Lines, band: Band, xs: Reals, headed: bool) -> tuple[Grid | None, set[int]]:
    """The lattice of a band below its header."""
    columns = band_to_columns(lines, band, xs)
    labels, cuts, forced = columns_to_rows(columns, lines.ink.em, len(xs) - 1)
    alone = lone_titles(columns, labels, lines.ink.em)
    if alone.any():
        columns.whole |= alone
        cuts, forced = cut_clashes(columns, labels, _row_edges(columns, lines.ink.em, labels))
    cuts = join_torn_rows(columns, labels, cuts)
    if len(cuts) < 2:
        return None, set()
    ys = np.array(cuts)
    rows, cols = len(ys) - 1, len(xs) - 1
    level, upright = np.ones((rows + 1, cols), bool), np.ones((cols + 1, rows), bool)
    full = {_row_of(ys, top) for top in columns.top[columns.whole].tolist()}
    apart = full | _total_rows(columns, labels, ys, lines)
    for col in range(labels):
        starts = label_starts(columns, col, ys, apart, labels, lines, band.follows)
        for r in range(1, rows):
            level[r, col] = r in starts or r in apart or r - 1 in apart
    grid = Grid(xs, ys, level, upright)
    ink = lines.ink
    open_crossed(grid, ink, (ink.row >= band.first) & (ink.row <= band.last))
    for r in full:
        grid.upright[1:-1, r], grid.level[r : r + 2] = False, True
    return grid, {_row_of(ys, y - 1) for y in forced} | {_row_of(ys, y + 1) for y in forced}


def open_crossed(grid: Grid, ink: Ink, which: Bools) -> None:
    """Opens the column edges that a row's ink crosses (an area's name, “소 계” over two columns), and closes that row above and below."""
    rows, cols = grid.shape
    part = np.flatnonzero(which)
    if not len(part) or cols < 2:
        return
    own = np.clip(np.searchsorted(grid.ys, (ink.top[part] + ink.bottom[part]) / 2, "right") - 1, 0, rows - 1)
    own_ink = ink.take(which)
    segments, lines = ink_to_segments(own_ink, NARROWEST), ink_to_segments(own_ink, BLANK)
    single = np.flatnonzero(np.bincount(lines.row, minlength=1)[lines.row] == 1)  # one run of words: it may part at the very edge
    only = np.array([len(np.unique(own_ink.row[own == r])) == 1 for r in range(rows)])  # rows of one line
    single = single[only[own[lines.first[single]]]]
    x0, x1 = np.append(segments.x0, lines.x0[single]), np.append(segments.x1, lines.x1[single])
    at = own[np.append(segments.first, lines.first[single])]
    for k in range(1, cols):
        x = grid.xs[k]
        for r in np.unique(at[(x0 < x - CROSSES) & (x1 > x + CROSSES)]).tolist():
            grid.upright[k, r] = False
            grid.level[r : r + 2, k - 1 : k + 1] = True
    for r in np.flatnonzero(~grid.upright[1:-1].any(axis=0)).tolist():
        grid.level[r : r + 2] = True


def lone_titles(columns: Columns, labels: int, em: float) -> Bools:
    """Lines in a label column that stand by themselves, with a row's white above and below and nothing beside them: names of
    areas too short to reach over the gutter (“삶을 가꾸는 누리”)."""
    alone = np.zeros(len(columns.line), bool)
    wraps, rows = _whites(columns, labels, em)
    for i in np.flatnonzero((columns.col < labels) & ~columns.whole).tolist():
        others = np.arange(len(alone)) != i
        above = columns.top[i] - columns.bottom[others & (columns.top < columns.top[i])].max(initial=-1e9)
        below = columns.top[others & (columns.top > columns.top[i])].min(initial=1e9) - columns.bottom[i]
        beside = others & (columns.bottom > columns.top[i] + 0.1 * em) & (columns.top < columns.bottom[i] - 0.1 * em)
        alone[i] = min(above, below) > max((wraps + rows) / 2, 0.4 * em) and below < 1e8 and not beside.any()
    return alone


def _whites(columns: Columns, labels: int, em: float) -> tuple[float, float]:
    """The usual white between two lines of a cell, and between two rows."""
    top, reach = _stacked(columns, labels)
    gap = (top[1:] - reach[:-1])[top[1:] - reach[:-1] > -0.25 * em]
    threshold = gaps_to_threshold(gap) if len(gap) else None
    if threshold is None:
        return 0.0, float(np.median(gap)) if len(gap) else em
    return float(np.median(gap[gap <= threshold])), float(np.median(gap[gap > threshold]))


def _stacked(columns: Columns, labels: int) -> tuple[Reals, Reals]:
    """Tops of the lines from the first column that is no label on, downwards, and how far down the ink reaches by then."""
    use = (columns.col >= labels) | columns.whole
    order = np.argsort(columns.top[use], kind="stable")
    return columns.top[use][order], np.maximum.accumulate(columns.bottom[use][order])


def _row_of(ys: Reals, y: float) -> int:
    return int(np.clip(np.searchsorted(ys, y + 0.5, "right") - 1, 0, len(ys) - 2))


def columns_to_rows(columns: Columns, em: float, cols: int) -> tuple[int, list[float], list[float]]:
    """How many columns at the left hold merged labels, the row edges that the other columns' white gives, and those of them
    that no white gave.

    A label centred over its rows stands across the white between them; without its column the white is there. The
    fewest label columns that leave the fewest rows with two figures in one column are taken, then those that leave the
    most rows, and never the last two columns.
    """
    tried = [(k, _row_edges(columns, em, k)) for k in range(min(MOST_LABELS + 1, max(cols - 1, 1)))]
    clashes = [len(figure_clashes(columns, cuts, k)) for k, cuts in tried]
    best = next(i for i, n in enumerate(clashes) if n == min(clashes))
    for k, cuts in tried[best + 1 :]:
        if clashes[k] > clashes[best]:
            break
        blank = _blank_share(columns, k - 1, tried[best][1])
        now = _rows_with(columns, k, tried[best][1])  # but for names of areas, which stand in the first column alone
        more = len(cuts) > len(tried[best][1]) * 1.1
        wider = len(cuts) == len(tried[best][1]) <= FEW_EDGES and _least_white(columns, cuts, k) > 2 * _least_white(columns, tried[best][1], best)
        if not more and not wider and not (blank >= 0.3 and len(cuts) > now and _blank_share(columns, k, cuts) < 0.25):
            break
        best = k
    return best, *cut_clashes(columns, best, tried[best][1])


def cut_clashes(columns: Columns, labels: int, cuts: list[float]) -> tuple[list[float], list[float]]:
    """The row edges with one more between any two figures of one column, and those for which no column left any white."""
    added, forced = [], []
    for above, below in figure_clashes(columns, cuts, labels):
        low, high = float(columns.top[above]) + 1, float(columns.bottom[below]) - 1
        if any(low < y < high for y in added):
            continue
        use = columns.col >= labels
        at = np.arange(float(columns.bottom[above]) - 0.5, float(columns.top[below]) + 1.0, 0.5)
        if not len(at):
            continue
        crossing = ((columns.top[use, None] < at) & (columns.bottom[use, None] > at)).sum(axis=0)
        free = np.flatnonzero(crossing == crossing.min())
        added.append(float(at[free[len(free) // 2]]))
        forced += [added[-1]] if crossing.min() else []
    return sorted([*cuts, *added]), forced


def join_torn_rows(columns: Columns, labels: int, cuts: list[float]) -> list[float]:
    """The row edges without those that part a row from lines of its own: no figure and no title stands beside them, though
    nearly every row has both. They belong to the row that they are nearer to; at the page's ends they may be another page's.
    """
    rows = len(cuts) - 1
    if rows < FEWEST_ROWS:
        return cuts
    ys, kept = np.array(cuts), list(cuts)
    row = np.clip(np.searchsorted(ys, columns.top + 0.5) - 1, 0, rows - 1)
    filled = np.zeros((rows, int(columns.col.max()) + 1), bool)
    filled[row, columns.col] = True
    full = {int(r) for r in row[columns.whole]}
    body = [r for r in range(rows) if r not in full]
    sure = [c for c in range(labels, filled.shape[1]) if filled[body, c].sum() >= SURE * len(body)]
    text = max(range(filled.shape[1]), key=lambda c: int((columns.col == c).sum()))
    for r in body:
        empty = [c for c in sure if not filled[r, c]]
        if r in (0, rows - 1) or not filled[r, text] or len(empty) < 2 or filled[r, labels:].sum() > 1:
            continue
        above, below = (_white_at(columns, ys[k], labels) for k in (r, r + 1))
        edge = ys[r] if above <= below else ys[r + 1]
        if (r - 1 if above <= below else r + 1) not in full and edge in kept:
            kept.remove(float(edge))
    return kept


def _white_at(columns: Columns, y: float, first: int) -> float:
    """How much white there is about a row edge, in the columns from `first` on."""
    use = (columns.col >= first) | columns.whole
    top, bottom = columns.top[use], columns.bottom[use]
    return float(top[top > y].min(initial=1e9) - bottom[bottom < y].max(initial=-1e9))


def figure_clashes(columns: Columns, cuts: list[float], labels: int) -> list[tuple[int, int]]:
    """Pairs of figures (indices) that stand below one another in one row of a column of figures: two rows, whatever the white says."""
    if len(cuts) < 2:
        return []
    ys = np.array(cuts)
    found = []
    for col in np.unique(columns.col[columns.figure & (columns.col >= labels)]).tolist():
        own = np.flatnonzero((columns.col == col) & ~columns.whole)
        if columns.figure[own].sum() < MOSTLY * len(own) or len(own) < 2:
            continue
        own = own[columns.figure[own]]
        own = own[np.argsort(columns.top[own], kind="stable")]
        row = np.searchsorted(ys, (columns.top[own] + columns.bottom[own]) / 2)
        found += [(int(own[i]), int(own[i + 1])) for i in np.flatnonzero(row[1:] == row[:-1])]
    return found


def _least_white(columns: Columns, cuts: list[float], first: int) -> float:
    """The narrowest white, in the columns from `first` on, in which a row edge lies."""
    return min((_white_at(columns, y, first) for y in cuts[1:-1]), default=0.0)


def _rows_with(columns: Columns, first: int, ys: list[float]) -> int:
    """The number of rows in which some column from `first` on has ink."""
    if len(ys) < 2:
        return 0
    return len({_row_of(np.array(ys), t) for t in columns.top[(columns.col >= first) & ~columns.whole].tolist()})


def _blank_share(columns: Columns, col: int, ys: list[float]) -> float:
    """The share of rows in which a column has no ink."""
    if len(ys) < 2:
        return 0.0
    full = {_row_of(np.array(ys), t) for t in columns.top[columns.whole].tolist()}
    own = {_row_of(np.array(ys), t) for t in columns.top[columns.col == col].tolist()}
    rows = set(range(len(ys) - 1)) - full
    return len(rows - own) / max(len(rows), 1)


def _row_edges(columns: Columns, em: float, labels: int) -> list[float]:
    """Row edges in the white that all columns from `labels` on share; where all white is alike, a line is a row
    unless its first such column is empty."""
    use = (columns.col >= labels) | columns.whole
    order = np.argsort(columns.top[use], kind="stable")
    top, bottom, col = columns.top[use][order], columns.bottom[use][order], columns.col[use][order]
    whole = columns.whole[use][order]
    reach = np.maximum.accumulate(bottom)
    gap = top[1:] - reach[:-1]
    parts = np.flatnonzero(gap > -0.25 * em)
    if not len(parts):
        return [float(top.min()) - MARGIN, float(bottom.max()) + MARGIN] if len(top) else []
    threshold = gaps_to_threshold(gap[parts])
    if threshold is not None:
        cut = gap > threshold
    else:
        cut = np.zeros(len(gap), bool)
        for i in parts.tolist():
            below = (top >= top[i + 1] - 0.3 * em) & (top <= top[i + 1] + 0.3 * em)
            cut[i] = bool((col[below] == labels).any()) or gap[i] > 0.6 * em
    cut |= (gap > -0.25 * em) & (whole[1:] | (whole[:-1] & (bottom[:-1] >= reach[:-1])))
    middles = [(float(reach[i]) + float(top[i + 1])) / 2 for i in np.flatnonzero(cut)]
    return [float(top.min()) - MARGIN, *middles, float(bottom.max()) + MARGIN]


def label_starts(columns: Columns, col: int, ys: Reals, full: set[int], labels: int, lines: Lines, follows: bool) -> set[int]:
    """The rows at which the merged labels of a column begin: where their first line is level with a row's, or so that each
    stands in the middle of its rows."""
    blocks = _blocks(columns, col, lines.ink.em)
    key_top: dict[int, float] = {}
    for top, c, w in zip(columns.top.tolist(), columns.col.tolist(), columns.whole.tolist(), strict=True):
        if c >= labels and not w:
            r = _row_of(ys, top)
            key_top[r] = min(top, key_top.get(r, top))
    em = lines.ink.em
    level = [(_row_of(ys, a), abs(key_top.get(_row_of(ys, a), -99.0) - a) < 0.45 * em) for a, _ in blocks]
    opening = _opening_rows(columns, labels, ys, lines)
    lone = len(blocks) == 1 and level[0][0] > 0 and level[0][0] not in opening  # it stands in the middle of its rows by chance level with one
    if blocks and sum(even for _, even in level) >= 0.7 * len(blocks) and not lone:
        starts = {r for r, _ in level}
        # a label that did not fit at the page's foot is printed on the next page: its first row is here, and opens the numbering
        return starts | (opening if len(opening & starts) * 2 >= len(opening) else set())
    return _centred_starts(blocks, ys, full, opening, follows)


def _blocks(columns: Columns, col: int, em: float) -> list[tuple[float, float]]:
    """The labels of a column: lines close under one another."""
    own = (columns.col == col) & ~columns.whole
    found: list[tuple[float, float]] = []
    for top, bottom in sorted(zip(columns.top[own].tolist(), columns.bottom[own].tolist(), strict=True)):
        if found and top - found[-1][1] < 0.6 * em:
            found[-1] = found[-1][0], max(bottom, found[-1][1])
        else:
            found.append((top, bottom))
    return found


def _opening_rows(columns: Columns, labels: int, ys: Reals, lines: Lines) -> set[int]:
    """Rows whose first column opens a numbering (1. … ① … 가.): a group begins there."""
    found = set()
    ink = lines.ink
    for line, col, x0, top in zip(columns.line.tolist(), columns.col.tolist(), columns.x0.tolist(), columns.top.tolist(), strict=True):
        if col == labels:
            own = np.flatnonzero((ink.row == line) & (ink.x0 >= x0 - 0.1))[:4]
            if FIRST.match("".join(map(chr, ink.code[own].tolist()))):
                found.add(_row_of(ys, top))
    return found


def _total_rows(columns: Columns, labels: int, ys: Reals, lines: Lines) -> set[int]:
    """Rows of totals that stand beside no label: none of the labels reaches over them."""
    totals, found = set(words("tables")["total"]["words"]), set[int]()
    labelled = {_row_of(ys, t) for t in columns.top[columns.col < labels].tolist()}
    for i in range(lines.segments.row.size):
        s = lines.segments
        if s.count[i] <= LONGEST_TOTAL and ys[0] <= s.top[i] <= ys[-1] and segment_text(lines.ink, s, i) in totals:
            found.add(_row_of(ys, float(s.top[i])))
    return found - labelled


def _centred_starts(blocks: list[tuple[float, float]], ys: Reals, full: set[int], opening: set[int], follows: bool) -> set[int]:
    """Row edges between labels such that each label is nearest to the middle of its rows (dynamic programming over the edges).

    `follows`: a table of the page before may go on here, then the first rows may belong to a label that is printed there.
    """
    starts: set[int] = set()
    rows = len(ys) - 1
    edges = sorted({0, rows, *full, *(r + 1 for r in full)})
    for a, b in pairwise(edges):
        if a in full:
            continue
        own = [(t + e) / 2 for t, e in blocks if ys[a] - 2 <= (t + e) / 2 <= ys[b] + 2]
        starts |= {a, *_split(own, a, b, ys, opening, follows and a == 0)}
    return starts


def _split(centres: list[float], a: int, b: int, ys: Reals, opening: set[int], carried: bool) -> list[int]:
    if len(centres) < 2 and not (carried and centres):
        return []
    best: dict[int, tuple[float, list[int]]] = {a: (0.0, [])}
    if carried:
        best |= {s: (0.5 if s in opening else 6.0, [s]) for s in range(a + 1, b)}
    for i, c in enumerate(centres):
        after: dict[int, tuple[float, list[int]]] = {}
        last = i == len(centres) - 1
        for start, (cost, path) in best.items():
            for end in [b] if last else range(start + 1, b):
                if not ys[start] - 2 <= c <= ys[end] + 2:
                    continue
                price = cost + abs(c - (ys[start] + ys[end]) / 2) + (0.0 if last or end in opening else 6.0)
                if end not in after or price < after[end][0]:
                    after[end] = price, [*path, end]
        best = after
    return best[b][1][:-1] if b in best else []
