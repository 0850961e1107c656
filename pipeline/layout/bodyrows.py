"""Where the rows of a table without rules begin: in the white that its columns share, one figure a
row.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pipeline.layout.grids import Bools, Ints
from pipeline.layout.gutters import gaps_to_threshold
from pipeline.layout.rulings import WIDEST_PAGE, Reals

MARGIN = 2.0  # pt around the ink
MOST_LABELS = 3  # columns of merged labels: 분야 | 과제 | 부서
FEW_EDGES = 4  # of rows: too few for the white in labels to tell itself from the white between rows
FEWEST_ROWS = 4  # among which one can be told to lack what the others have
SURE = 0.6  # of the rows fill a column
MOSTLY = 0.7  # of a column's cells are figures
WRAP = 0.15  # of the white under the header: rows never stand that close


@dataclass(slots=True, eq=False)
class Columns:
    """The lines of a band by column: one row a (line, column) with ink. `whole`: the line spans the
    columns; `figure`: a number.
    """

    line: Ints
    col: Ints
    x0: Reals
    top: Reals
    bottom: Reals
    whole: Bools
    figure: Bools
    wraps: Bools  # a line without a number under a full one, in a column whose rows are numbered
    room: float = 0.0  # white between the header and the first line


def columns_to_rows(columns: Columns, em: float, cols: int) -> tuple[int, list[float], list[float]]:
    """How many columns at the left hold merged labels, the row edges that the other columns' white
    gives, and those of them that no white gave.

    A label centred over its rows stands across the white between them; without its column the white
    is there. The fewest label columns that leave the fewest rows with two figures in one column are
    taken, then those that leave the most rows, and never the last two columns.
    """
    most = min(MOST_LABELS, max(cols - 2, 0), _first_of_figures(columns, cols))
    tried = [(k, row_edges(columns, em, k)) for k in range(most + 1)]
    clashes = [len(figure_clashes(columns, cuts, k)) for k, cuts in tried]
    best = next(i for i, n in enumerate(clashes) if n == min(clashes))
    for k, cuts in tried[best + 1 :]:
        if clashes[k] > clashes[best]:
            break
        blank = _blank_share(columns, k - 1, tried[best][1])
        now = _rows_with(
            columns, k, tried[best][1]
        )  # but for names of areas, which stand in the first column alone
        more = len(cuts) > len(tried[best][1]) * 1.1
        same = len(cuts) == len(tried[best][1]) <= FEW_EDGES
        wider = same and _least_white(columns, cuts, k) > 2 * _least_white(
            columns, tried[best][1], best
        )
        if (
            not more
            and not wider
            and not (blank >= 0.3 and len(cuts) > now and _blank_share(columns, k, cuts) < 0.25)
        ):
            break
        best = k
    return best, *cut_clashes(columns, best, tried[best][1])


def _first_of_figures(columns: Columns, cols: int) -> int:
    """The first column that holds figures mostly: it and what stands right of it are no labels."""
    for col in range(cols):
        own = columns.figure[(columns.col == col) & ~columns.whole]
        if len(own) > 1 and own.sum() >= MOSTLY * len(own):
            return col
    return cols


def _rows_with(columns: Columns, first: int, ys: list[float]) -> int:
    """The number of rows in which some column from `first` on has ink."""
    if len(ys) < 2:
        return 0
    return len(
        {
            row_of(np.array(ys), t)
            for t in columns.top[(columns.col >= first) & ~columns.whole].tolist()
        }
    )


def cut_clashes(
    columns: Columns, labels: int, cuts: list[float]
) -> tuple[list[float], list[float]]:
    """The row edges with one more between any two figures of one column, and those for which no
    column left any white.
    """
    added: list[float] = []
    forced: list[float] = []
    for above, below in figure_clashes(columns, cuts, labels):
        low, high = float(columns.top[above]) + 1, float(columns.bottom[below]) - 1
        if any(low < y < high for y in added):
            continue
        use = columns.col >= labels
        start = float(columns.bottom[above]) - 0.5
        at = np.arange(start, min(float(columns.top[below]) + 1.0, start + WIDEST_PAGE), 0.5)
        if not len(at):
            continue
        crossing = ((columns.top[use, None] < at) & (columns.bottom[use, None] > at)).sum(axis=0)
        free = np.flatnonzero(crossing == crossing.min())
        added.append(float(at[free[len(free) // 2]]))
        forced += [added[-1]] if crossing.min() else []
    return sorted([*cuts, *added]), forced


def join_torn_rows(columns: Columns, labels: int, cuts: list[float]) -> list[float]:
    """The row edges without those that part a row from lines of its own: no figure and no title
    stands beside them, though nearly every row has both. They belong to the row that they are
    nearer to; at the page's ends they may be another page's.
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
        if (
            r in (0, rows - 1)
            or not filled[r, text]
            or len(empty) < 2
            or filled[r, labels:].sum() > 1
        ):
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


def _least_white(columns: Columns, cuts: list[float], first: int) -> float:
    """The narrowest white, in the columns from `first` on, in which a row edge lies."""
    return min((_white_at(columns, y, first) for y in cuts[1:-1]), default=0.0)


def figure_clashes(columns: Columns, cuts: list[float], labels: int) -> list[tuple[int, int]]:
    """Pairs of figures (indices) that stand below one another in one row of a column of figures:
    two rows, whatever the white says.
    """
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


def _blank_share(columns: Columns, col: int, ys: list[float]) -> float:
    """The share of rows in which a column has no ink."""
    if len(ys) < 2:
        return 0.0
    full = {row_of(np.array(ys), t) for t in columns.top[columns.whole].tolist()}
    own = {row_of(np.array(ys), t) for t in columns.top[columns.col == col].tolist()}
    rows = set(range(len(ys) - 1)) - full
    return len(rows - own) / max(len(rows), 1)


def row_edges(columns: Columns, em: float, labels: int) -> list[float]:
    """Row edges in the white that all columns from `labels` on share; where all white is alike, a
    line is a row unless its first such column is empty, or only goes on."""
    use = (columns.col >= labels) | columns.whole
    order = np.argsort(columns.top[use], kind="stable")
    top, bottom, col = columns.top[use][order], columns.bottom[use][order], columns.col[use][order]
    whole, opens = columns.whole[use][order], (col == labels) & ~columns.wraps[use][order]
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
            row = bool(opens[below].any()) or gap[i] > 0.6 * em
            cut[i] = (
                row and gap[i] > WRAP * columns.room
            )  # one row of two lines under a header that stands well apart
    cut |= (gap > -0.25 * em) & (whole[1:] | (whole[:-1] & (bottom[:-1] >= reach[:-1])))
    middles = [(float(reach[i]) + float(top[i + 1])) / 2 for i in np.flatnonzero(cut)]
    return [float(top.min()) - MARGIN, *middles, float(bottom.max()) + MARGIN]


def row_of(ys: Reals, y: float) -> int:
    return int(np.clip(np.searchsorted(ys, y + 0.5, "right") - 1, 0, len(ys) - 2))


def lone_titles(columns: Columns, labels: int, em: float) -> Bools:
    """Lines in a label column that stand by themselves, with a row's white above and below and
    nothing beside them: names of areas too short to reach over the gutter (“삶을 가꾸는 누리”)."""
    alone = np.zeros(len(columns.line), bool)
    wraps, rows = _whites(columns, labels, em)
    for i in np.flatnonzero((columns.col < labels) & ~columns.whole).tolist():
        others = np.arange(len(alone)) != i
        above = columns.top[i] - columns.bottom[others & (columns.top < columns.top[i])].max(
            initial=-1e9
        )
        below = (
            columns.top[others & (columns.top > columns.top[i])].min(initial=1e9)
            - columns.bottom[i]
        )
        beside = (
            others
            & (columns.bottom > columns.top[i] + 0.1 * em)
            & (columns.top < columns.bottom[i] - 0.1 * em)
        )
        alone[i] = (
            min(above, below) > max((wraps + rows) / 2, 0.4 * em)
            and below < 1e8
            and not beside.any()
        )
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
    """Tops of the lines from the first column that is no label on, downwards, and how far down the
    ink reaches by then.
    """
    use = (columns.col >= labels) | columns.whole
    order = np.argsort(columns.top[use], kind="stable")
    return columns.top[use][order], np.maximum.accumulate(columns.bottom[use][order])
