"""The weights of gaps between words, learnt from tables whose rules are taken away.

    python tests/bench/learn.py [--reports FOLDER] [--write]

Every table with two rows and columns or more of the learning half of erased.toml is its own truth:
a gap is an edge if the words on its two sides stand in two cells. Its rows are taken twice, once as
its level rules part them and once as lines, and a logistic regression is fitted, each file weighing
by the root of its gaps. Printed are, for each family of files (names alike in their first letters),
the gaps that weights learnt without that family take wrongly for edges and those that they miss;
`--write` writes pipeline/layout/grid/learnt.toml, by all of them.
"""

from __future__ import annotations

import argparse
import os
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import numpy as np
from erased import PAGES, half_to_pdfs, page_to_erased, read_first_pages

from pipeline.layout.draft import DraftTable
from pipeline.layout.grid.gaps import REASONS, Row, Table, gaps_to_features
from pipeline.layout.grid.tokens import HIGH, baselines_to_rows
from pipeline.layout.grids import Ints
from pipeline.layout.gutters import Ink, are_blank
from pipeline.layout.rulings import Edges, Reals, rulings_to_edges
from pipeline.layout.tables import page_to_tables
from pipeline.layout.turned import page_to_turn, page_to_upright
from pipeline.model import Page

LEARNT = Path(__file__).resolve().parents[2] / "pipeline" / "layout" / "grid" / "learnt.toml"
FAMILY = 5  # letters of a name that files of one producer share
RIDGE = 3.0
STEPS = 25  # of Newton's method; it has settled after ten
INSIDE = 3.0  # pt from a table's sides
LEAST_LETTERS = 4


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
    for page in read_first_pages(path, PAGES).pages:
        turn = page_to_turn(page)
        upright = page if turn is None else page_to_upright(page, turn)
        level = rulings_to_edges(page_to_erased(upright, "upright").rulings)[0]
        for table in page_to_tables(upright).tables:
            if min(table.rows, table.cols) > 1:
                yield from table_to_samples(path.stem, upright, table, level)


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


def samples_to_weights(samples: Sequence[Sample]) -> Reals:
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
    ridge = RIDGE * np.eye(known.shape[1])
    ridge[-1, -1] = 0
    found = np.zeros(known.shape[1])
    for _ in range(STEPS):
        sure = 1 / (1 + np.exp(-known @ found))
        slope = known.T @ (weigh * (sure - edges)) + ridge @ found
        bent = known.T @ (known * (weigh * sure * (1 - sure) + 1e-6)[:, None]) + ridge
        found -= np.linalg.solve(bent, slope)
    plain = found[:-1] / spread
    return np.append(plain, found[-1] - plain @ middle)


def weights_to_errors(weights: Reals, samples: Sequence[Sample]) -> tuple[int, int]:
    """How many gaps are wrongly taken for edges, and how many edges are missed."""
    wrong = missed = 0
    for s in samples:
        sure = s.features @ weights[:-1] + weights[-1] > 0
        wrong += int((sure & (s.edges == 0)).sum())
        missed += int((~sure & (s.edges > 0)).sum())
    return wrong, missed


def weights_to_toml(weights: Reals) -> str:
    pairs = zip((*REASONS, "bias"), weights, strict=True)
    lines = [f'"{reason}" = {weight:.4f}\n' for reason, weight in pairs]
    return "".join(["# Made by tests/bench/learn.py --write; not by hand.\n\n[gaps]\n", *lines])


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reports", default=os.environ.get("SILJEOK_REPORTS"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    samples = [s for p in half_to_pdfs("learning", Path(given.reports)) for s in pdf_to_samples(p)]
    samples.sort(key=lambda s: s.family)
    sums = np.zeros(3, int)
    for family, group in groupby(samples, key=lambda s: s.family):
        held = list(group)
        errors = weights_to_errors(
            samples_to_weights([s for s in samples if s.family != family]), held
        )
        edges = int(sum(s.edges.sum() for s in held))
        sums += (edges, *errors)
        print(f"without {family}*: {edges} edges, {errors[0]} wrong, {errors[1]} missed")
    print(f"all: {sums[0]} edges, {sums[1]} wrong, {sums[2]} missed")
    if given.write:
        LEARNT.write_text(weights_to_toml(samples_to_weights(samples)), encoding="utf-8")


if __name__ == "__main__":
    main()
