"""The weights of gaps between words and of edges between rows, learnt from tables whose rules are
taken away.

    python tests/bench/learn.py [--reports FOLDER] [--write gaps|rows ...]

Every table with two rows and columns or more of the learning half of erased.toml is its own truth:
a gap is an edge if the words on its two sides stand in two cells. Its rows are taken twice, once as
its level rules part them and once as lines, and a logistic regression is fitted, each file weighing
by the root of its gaps. Rows: what is read where all rules are taken away, and of the edges that
the cheapest rows have those that stand between two rows of the table with its rules. Printed are,
for each family of files (names alike in their first letters), the gaps and edges that weights
learnt without that family take wrongly and those that they miss; `--write` writes
the weights of a kind, by all of them, into pipeline/layout/grid/learnt.toml.
"""

from __future__ import annotations

import argparse
import os
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from erased import PAGES, half_to_pdfs, page_to_erased, read_first_pages

from pipeline.layout.aligned import Lines
from pipeline.layout.draft import DraftTable
from pipeline.layout.grid import between
from pipeline.layout.grid.bits import Bit
from pipeline.layout.grid.body import Band, Body
from pipeline.layout.grid.gaps import REASONS, Row, Table, gaps_to_features
from pipeline.layout.grid.rows import body_to_cuts
from pipeline.layout.grid.strips import lines_to_all_bands
from pipeline.layout.grid.tokens import HIGH, baselines_to_rows
from pipeline.layout.grids import Ints
from pipeline.layout.gutters import Ink, are_blank, glyphs_to_ink
from pipeline.layout.rulings import Edges, Reals, rulings_to_edges
from pipeline.layout.tables import page_to_tables
from pipeline.layout.turned import page_to_turn, page_to_upright
from pipeline.layout.unruled import band_to_columns, band_to_read
from pipeline.model import Page

LEARNT = Path(__file__).resolve().parents[2] / "pipeline" / "layout" / "grid" / "learnt.toml"
FAMILY = 5  # letters of a name that files of one producer share
RIDGE = 3.0
STEPS = 25  # of Newton's method; it has settled after ten
INSIDE = 3.0  # pt from a table's sides
LEAST_LETTERS = 4
ROW_PAGES = 30  # of a report that rows are learnt from; a page has few tables, a table few rows
ROW_RIDGE = 20.0


@dataclass(frozen=True, slots=True)
class Sample:
    """The gaps of a table: what speaks for an edge in each, and whether there is one."""

    file: str
    features: Reals
    edges: Reals

    @property
    def family(self) -> str:
        return self.file[:FAMILY]


def pdf_to_samples(path: Path) -> Iterator[Sample]:
    """Two samples of every table on the first pages of a PDF."""
    for upright in pdf_to_uprights(path, PAGES):
        level = rulings_to_edges(page_to_erased(upright, "upright").rulings)[0]
        for table in page_to_tables(upright).tables:
            if min(table.rows, table.cols) > 1:
                yield from table_to_samples(path.stem, upright, table, level)


def pdf_to_uprights(path: Path, pages: int) -> Iterator[Page]:
    for page in read_first_pages(path, pages).pages:
        turn = page_to_turn(page)
        yield page if turn is None else page_to_upright(page, turn)


def pdf_to_row_samples(path: Path) -> Iterator[Sample]:
    """A sample of every table without programmes that is read where a PDF has no rules."""
    for page in pdf_to_uprights(path, ROW_PAGES):
        ink = glyphs_to_ink(page.glyphs, np.ones(len(page.glyphs), bool))
        if ink is None:
            continue
        tables = [t for t in page_to_tables(page).tables if min(t.rows, t.cols) > 1]
        lines = Lines(ink)
        for band in lines_to_all_bands(lines):
            _, below, xs, _ = band_to_columns(lines, band)
            read = band_to_read(lines, below, xs)
            if read is not None and read.body.plain and len(read.body.bands) > 1:
                yield _body_to_sample(path.stem, read.body, tables)


def _body_to_sample(file: str, body: Body, tables: Sequence[DraftTable]) -> Sample:
    """What speaks for the edges of the cheapest rows whose cells the ruled tables know."""
    features = between.bands_to_reasons(body)
    firsts = [first for first, _ in body_to_cuts(body).rows[1:]]
    edges = {k: _is_edge(body.bands[k - 1], body.bands[k], tables) for k in firsts}
    known = [k for k, edge in edges.items() if edge is not None]
    return Sample(
        file, features[[k - 1 for k in known]], np.array([edges[k] for k in known], float)
    )


def _is_edge(above: Band, below: Band, tables: Sequence[DraftTable]) -> bool | None:
    """Whether a ruled table has an edge between two bands: where they have ink in one column, by
    its cells there.
    """
    upper, lower = ({b.col: _bit_to_place(b, tables) for b in band.bits} for band in (above, below))
    known = [place for place in (*upper.values(), *lower.values()) if place is not None]
    if None in (*upper.values(), *lower.values()) or len({place[0] for place in known}) != 1:
        return None
    both = [upper[col] != lower[col] for col in upper.keys() & lower.keys()]
    if both:
        return 2 * sum(both) >= len(both)
    return max(p[2] for p in upper.values() if p) < min(p[1] for p in lower.values() if p)


def _bit_to_place(bit: Bit, tables: Sequence[DraftTable]) -> tuple[int, int, int, int] | None:
    """A bit's table, its first and last row there, and its column."""
    x, y = (bit.x0 + bit.x1) / 2, (bit.top + bit.bottom) / 2
    for number, table in enumerate(tables):
        for c in table.cells:
            if c.box.x0 <= x < c.box.x1 and c.box.top <= y < c.box.bottom:
                return number, c.row, c.row + c.row_span - 1, c.col
    return None


def table_to_samples(file: str, page: Page, table: DraftTable, level: Edges) -> Iterator[Sample]:
    """A table's gaps with rows by its level rules, and with a row a line."""
    glyphs, box = page.glyphs, table.box
    x, y = (glyphs.x0 + glyphs.x1) / 2, (glyphs.top + glyphs.bottom) / 2
    inside = (x > box.x0) & (x < box.x1) & (y > box.top) & (y < box.bottom)
    own = np.flatnonzero(inside & ~are_blank(glyphs.code) & (glyphs.turn == 0))
    if len(own) < LEAST_LETTERS:
        return
    cells = _glyphs_to_cells(table, x[own], y[own])
    em = float(np.median(glyphs.size[own]))
    part = (level.lo > box.x0 - INSIDE) & (level.hi < box.x1 + INSIDE)
    rules = level.take(part & (level.at > box.top - INSIDE) & (level.at < box.bottom + INSIDE))
    ends = np.concatenate((rules.lo, rules.hi))
    ends = ends[(ends > box.x0 + INSIDE) & (ends < box.x1 - INSIDE)]
    by_rules = np.searchsorted(np.unique(rules.at), y[own])
    by_lines = baselines_to_rows(glyphs.baseline[own].astype(np.float64), HIGH * em)
    for band, sides in ((by_rules, ends), (by_lines, np.zeros(0))):
        sample = _bands_to_sample(file, page, own, band, cells, em, sides)
        if len(sample.edges):
            yield sample


def _glyphs_to_cells(table: DraftTable, x: Reals, y: Reals) -> Ints:
    found = np.full(len(x), -1)
    for number, cell in enumerate(table.cells):
        b = cell.box
        found[(x >= b.x0) & (x < b.x1) & (y >= b.top) & (y < b.bottom)] = number
    return found


def _bands_to_sample(
    file: str, page: Page, own: Ints, band: Ints, cells: Ints, em: float, ends: Reals
) -> Sample:
    """`band`: the row of each of the `own` glyphs, `cells`: its cell."""
    rows: list[Row] = []
    within: list[Ints] = []
    for number in np.unique(band):
        part = np.flatnonzero(band == number)
        part = part[np.argsort(page.glyphs.x0[own[part]], kind="stable")]
        which = own[part]
        x0, x1 = (a[which].astype(np.float64) for a in (page.glyphs.x0, page.glyphs.x1))
        flat = np.zeros(len(which))
        code = page.glyphs.code[which].astype(np.int64)
        rows.append(Row.of(Ink(x0, x1, flat, flat, code, flat.astype(np.int64), em), em))
        within.append(cells[part])
    gaps, features = gaps_to_features(Table(rows, em, ends))
    edges = []
    for gap in gaps:
        ink, cell = rows[gap.row].ink, within[gap.row]
        left, right = np.flatnonzero(ink.x1 <= gap.lo + 0.1), np.flatnonzero(ink.x0 >= gap.hi - 0.1)
        before, after = left[ink.x1[left].argmax()], right[ink.x0[right].argmin()]
        edges.append(cell[before] != cell[after])
    return Sample(file, features, np.array(edges, float))


def samples_to_weights(samples: Sequence[Sample], stiff: float = RIDGE) -> Reals:
    """One weight a reason, the bias last, by ridge regression on standardised features."""
    features = np.vstack([s.features for s in samples])
    edges = np.concatenate([s.edges for s in samples])
    count: Counter[str] = Counter()
    for s in samples:
        count[s.file] += len(s.edges)
    weigh = np.concatenate([np.full(len(s.edges), count[s.file] ** -0.5) for s in samples])
    weigh /= weigh.mean()
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
    known = np.column_stack(((features - middle) / spread, np.ones(len(edges))))
    ridge = stiff * np.eye(known.shape[1])
    ridge[-1, -1] = 0
    found = np.zeros(known.shape[1])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-known @ found))
        slope = known.T @ (weigh * (sure - edges)) + ridge @ found
        bent = known.T @ (known * (weigh * sure * (1 - sure) + 1e-6)[:, None]) + ridge
        found -= np.linalg.solve(bent, slope)
    plain = found[:-1] / spread
    return np.append(plain, found[-1] - plain @ middle)


def weights_to_errors(
    weights: Reals, samples: Sequence[Sample], least: float
) -> tuple[int, int, int]:
    """How many edges there are, how many are wrongly taken and how many missed, where one is taken
    from odds of `least` on.
    """
    edges = wrong = missed = 0
    for s in samples:
        sure = s.features @ weights[:-1] + weights[-1] > least
        edges += int(s.edges.sum())
        wrong += int((sure & (s.edges == 0)).sum())
        missed += int((~sure & (s.edges > 0)).sum())
    return edges, wrong, missed


def tell_unseen(kind: str, samples: Sequence[Sample], stiff: float, least: float) -> None:
    """Prints what weights learnt without a family make of it, family by family."""
    sums = np.zeros(3, int)
    for family, group in groupby(samples, key=lambda s: s.family):
        weights = samples_to_weights([s for s in samples if s.family != family], stiff)
        edges, wrong, missed = weights_to_errors(weights, list(group), least)
        sums += (edges, wrong, missed)
        print(f"{kind} without {family}*: {edges} edges, {wrong} wrong, {missed} missed")
    print(f"{kind}, all: {sums[0]} edges, {sums[1]} wrong, {sums[2]} missed")


def named(reasons: Sequence[str], weights: Reals) -> dict[str, float]:
    return dict(zip((*reasons, "bias"), weights.tolist(), strict=True))


def weights_to_toml(learnt: Mapping[str, Mapping[str, float]]) -> str:
    """The text of learnt.toml."""
    lines = ["# Made by tests/bench/learn.py --write; not by hand.\n"]
    for kind, weights in learnt.items():
        lines.append(f"\n[{kind}]\n")
        lines += [f'"{reason}" = {weight:.4f}\n' for reason, weight in weights.items()]
    return "".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", default=os.environ.get("SILJEOK_REPORTS"))
    parser.add_argument("--write", choices=("gaps", "rows"), nargs="*", default=())
    given = parser.parse_args()
    pdfs = half_to_pdfs("learning", Path(given.reports))
    gaps = sorted((s for p in pdfs for s in pdf_to_samples(p)), key=lambda s: s.family)
    rows = sorted((s for p in pdfs for s in pdf_to_row_samples(p)), key=lambda s: s.family)
    tell_unseen("gaps", gaps, RIDGE, 0.0)
    tell_unseen("rows", rows, ROW_RIDGE, between.AGAINST)
    learnt = tomllib.loads(LEARNT.read_text(encoding="utf-8"))
    if "gaps" in given.write:
        learnt["gaps"] = named(REASONS, samples_to_weights(gaps))
    if "rows" in given.write:
        learnt["rows"] = named(between.REASONS, samples_to_weights(rows, ROW_RIDGE))
    if given.write:
        LEARNT.write_text(weights_to_toml(learnt), encoding="utf-8")


if __name__ == "__main__":
    main()
