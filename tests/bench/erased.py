"""How much of what is read with rules is still read when the rules are gone: every PDF is its own
truth, so this costs no labels and has no end.

    python tests/bench/erased.py [--half learning|judging|both] [--what all|upright] [--pages 12]
                                 [--reports FOLDER] [--jobs N] [PDF ...]
    python tests/bench/erased.py --choose       names the halves; only where erased.toml is not there

The pages of a report are laid out twice: as they were read, and without their rules and fills
(`all`: every one; `upright`: those higher than wide, so that level rules stay). They are taken out
of what was read and not out of the file: a page whose content PDFium writes anew loses letters of
14 of the 23 files of the learning half and moves those of others by up to 146 points, so that with
all rules put back no more than .872 of the cells pooled and .673 a file can be read. Cells with
text of tables with at least 3 rows and 2 columns are compared, blanks and forms of characters
folded, and the relations "next filled cell to the right, below". P, R, F1 a file and pooled, and
the mean F1 a file. The halves in erased.toml were drawn once, by name: look at the learning half as long as you
like, at a file of the judging half never; a figure in a commit's body is of the judging half.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import re
import sys
import tempfile
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields, replace
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pypdfium2 as pdfium

from pipeline.layout import lay_out
from pipeline.model import Document, Page, Rulings
from pipeline.read import read_document

HALVES = Path(__file__).with_name("erased.toml")
WHATS = ("all", "upright")
SEED = 10  # of the one draw of the halves
LEAST_CELLS = 30  # a file with fewer cells with text tells little, one cell is more than 3 points
LEAST_ROWS, LEAST_COLS = 3, 2  # a frame round a text is a table too; it has nothing to be found
PAGES = 12  # of a report that are read; more pages of one report say the same again
ONE_SIGN = str.maketrans("‧・ㆍ", "···")


class Cell(NamedTuple):
    """Inclusive rows and columns, and the text without blanks."""

    r0: int
    r1: int
    c0: int
    c1: int
    text: str


Table = list[Cell]
Place = tuple[int, int]  # row, column


# -- what is compared -----------------------------------------------------------------------------


def squash(text: str) -> str:
    """A text without blanks, compatibility forms and the middle dots folded.

    >>> squash("가 ㆍ나\\n１２")
    '가·나12'
    """
    folded = unicodedata.normalize("NFKC", text.translate(ONE_SIGN))
    return re.sub(r"\s+", "", folded)


def compact(table: Table) -> Table:
    """Rows and columns renumbered by the edges at which a cell begins: a hidden rule on one side
    does no harm.

    >>> compact([Cell(0, 2, 0, 0, "가"), Cell(0, 0, 3, 4, "나"), Cell(2, 2, 3, 4, "다")])[1:]
    [Cell(r0=0, r1=0, c0=1, c1=1, text='나'), Cell(r0=1, r1=1, c0=1, c1=1, text='다')]
    """
    rows, cols = sorted({c.r0 for c in table}), sorted({c.c0 for c in table})

    def at(edges: list[int], place: int) -> int:
        return sum(edge <= place for edge in edges) - 1

    return [
        Cell(at(rows, c.r0), at(rows, c.r1), at(cols, c.c0), at(cols, c.c1), c.text) for c in table
    ]


def relations(table: Table) -> Counter[tuple[str, str, str]]:
    """Every filled cell with the next filled one to its right and below, once a pair of cells.

    >>> sorted(relations([Cell(0, 0, 0, 0, "가"), Cell(0, 0, 1, 1, ""), Cell(0, 0, 2, 2, "나")]))
    [('가', '나', 'right')]
    """
    filled = {place: n for n, cell in enumerate(table) if cell.text for place in _places(cell)}
    found: set[tuple[int, int, str]] = set()
    for place, number in filled.items():
        found |= {(number, filled[p], way) for way, p in _neighbours(place, table[number], filled)}
    return Counter((table[i].text, table[j].text, way) for i, j, way in found)


def _neighbours(place: Place, cell: Cell, filled: Collection[Place]) -> Iterator[tuple[str, Place]]:
    """The next filled place beyond a cell, in the row and in the column of one of its places."""
    row, col = place
    last_row, last_col = max(r for r, _ in filled), max(c for _, c in filled)
    right = [(row, c) for c in range(cell.c1 + 1, last_col + 1)]
    below = [(r, col) for r in range(cell.r1 + 1, last_row + 1)]
    for way, lane in (("right", right), ("below", below)):
        yield from ((way, place) for place in [p for p in lane if p in filled][:1])


def _places(cell: Cell) -> list[Place]:
    return [(r, c) for r in range(cell.r0, cell.r1 + 1) for c in range(cell.c0, cell.c1 + 1)]


@dataclass(frozen=True, slots=True)
class Read:
    """What is compared of a file: its cells' texts and their relations, each as often as it is."""

    cells: Counter[Any]
    relations: Counter[Any]


def tables_to_read(tables: Iterable[Table]) -> Read:
    """The tables that are large enough to be found."""
    large = [compact(t) for t in tables if _is_large(t)]
    cells = Counter(c.text for t in large for c in t if c.text)
    return Read(cells, sum((relations(t) for t in large), Counter()))


def _is_large(table: Table) -> bool:
    rows = 1 + max((c.r1 for c in table), default=-1)
    return rows >= LEAST_ROWS and 1 + max(c.c1 for c in table) >= LEAST_COLS


class Score(NamedTuple):
    """Precision, recall and F1."""

    p: float
    r: float
    f1: float

    def __str__(self) -> str:
        return f"P {self.p:.3f} R {self.r:.3f} F1 {self.f1:.3f}"


def score(found: Counter[Any], true: Counter[Any]) -> Score:
    """How much of what was found is true, and of what is true was found.

    >>> score(Counter("ab"), Counter("abcd"))
    Score(p=1.0, r=0.5, f1=0.6666666666666666)
    """
    hit = (found & true).total()
    p, r = hit / max(1, found.total()), hit / max(1, true.total())
    return Score(p, r, 2 * p * r / (p + r) if hit else 0.0)


# -- files ----------------------------------------------------------------------------------------


def document_to_erased(document: Document, what: str) -> Document:
    """A document without its rules and filled areas, or without the upright ones."""
    return replace(document, pages=tuple(page_to_erased(p, what) for p in document.pages))


def page_to_erased(page: Page, what: str) -> Page:
    """A page without its rules and filled areas, or without those higher than wide."""
    r, fills = page.rulings, page.fills
    kept = (r.bottom - r.top <= r.x1 - r.x0) & (what == "upright")
    low = (fills[:, 3] - fills[:, 1] <= fills[:, 2] - fills[:, 0]) & (what == "upright")
    rulings = Rulings(*(getattr(r, field.name)[kept] for field in fields(r)))
    drawn = page.drawn if what == "upright" else page.drawn[:0]
    colours = page.colours[low[: len(page.colours)]]
    return replace(page, rulings=rulings, fills=fills[low], colours=colours, drawn=drawn)


def document_to_tables(document: Document) -> list[Table]:
    """The outer tables of a document as layout sees them."""
    return [
        [
            Cell(c.row, c.row + c.row_span - 1, c.col, c.col + c.col_span - 1, squash(c.text))
            for c in table.cells
        ]
        for table in lay_out(document).tables
        if table.parent is None
    ]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file: `true` with its rules, `found` without; `why` where there is nothing to compare."""

    name: str
    true: Read | None
    found: Read | None
    why: str = ""


def pdf_to_outcome(path: Path, what: str, pages: int) -> Outcome:
    """A PDF laid out with its rules and without. A fault of the first leaves the file out; one of
    the second finds nothing.
    """
    try:
        document = read_first_pages(path, pages)
        true = tables_to_read(document_to_tables(document))
    except Exception as fault:  # whatever a file does to the reading, the others are measured
        return Outcome(path.name, None, None, f"not read: {type(fault).__name__}")
    if true.cells.total() < LEAST_CELLS:
        return Outcome(path.name, None, None, f"under {LEAST_CELLS} cells")
    try:
        bare = document_to_tables(document_to_erased(document, what))
    except Exception as fault:  # as above; named, and counted as nothing found
        nothing = Read(Counter(), Counter())
        return Outcome(path.name, true, nothing, f"FAILED: {type(fault).__name__}")
    return Outcome(path.name, true, tables_to_read(bare))


def read_first_pages(path: Path, pages: int) -> Document:
    """The first pages of a PDF as they are read; the others are cut off unread."""
    with tempfile.TemporaryDirectory() as scratch:
        short = Path(scratch) / path.name
        whole = pdfium.PdfDocument(path)
        for index in reversed(range(pages, len(whole))):
            whole.del_page(index)
        whole.save(short)
        whole.close()
        return read_document(short, path.stem)


def pdfs_to_outcomes(pdfs: Sequence[Path], what: str, pages: int, jobs: int) -> Iterator[Outcome]:
    """Every file's outcome, in the order given, made in worker processes."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(jobs, maxtasksperchild=8) as pool:
        yield from pool.imap(partial(pdf_to_outcome, what=what, pages=pages), pdfs)


# -- words ----------------------------------------------------------------------------------------


def outcome_to_line(outcome: Outcome) -> str:
    if outcome.true is None or outcome.found is None:
        return f"{outcome.name}: {outcome.why}"
    cells, links = outcome.true.cells, outcome.true.relations
    return (
        f"{outcome.name}: {cells.total()} cells {score(outcome.found.cells, cells)}; "
        f"relations {score(outcome.found.relations, links)}"
        + f"; {outcome.why}"
        * bool(outcome.why)
    )


def pooled(outcomes: Iterable[Outcome], name: str) -> str:
    """The last line: a text is found only in the file that has it."""
    compared = [(o.name, o.true, o.found) for o in outcomes if o.true and o.found]
    sums: list[Counter[Any]] = [Counter() for _ in range(4)]
    for file, true, found in compared:
        parts = (found.cells, true.cells, found.relations, true.relations)
        for whole, part in zip(sums, parts, strict=True):
            whole.update({(file, key): count for key, count in part.items()})
    each = [score(found.cells, true.cells).f1 for _, true, found in compared]
    return (
        f"{name}: {len(compared)} files, {sums[1].total()} cells {score(sums[0], sums[1])}; "
        f"relations {score(sums[2], sums[3])}; mean F1 a file {sum(each) / max(1, len(each)):.3f}"
    )


# -- the halves -----------------------------------------------------------------------------------


def names_to_halves(names: Iterable[str], seed: int = SEED) -> tuple[list[str], list[str]]:
    """Names drawn into two halves; the order in which they are given does not matter.

    >>> names_to_halves("abcd") == names_to_halves("dcba")
    True
    """
    drawn = sorted(names)
    random.Random(seed).shuffle(drawn)
    return sorted(drawn[::2]), sorted(drawn[1::2])


def choose(outcomes: Iterable[Outcome]) -> str:
    """The text of erased.toml: the files that have enough cells, in two halves."""
    halves = names_to_halves(o.name for o in outcomes if o.true)
    lines = [
        f"# Drawn once by tests/bench/erased.py --choose (seed {SEED}); not to be drawn again.\n"
    ]
    for half, names in zip(("learning", "judging"), halves, strict=True):
        lines += [f"\n{half} = [\n", *(f'    "{name}",\n' for name in names), "]\n"]
    return "".join(lines)


def half_to_names(half: str) -> list[str]:
    """The files of a half, or of both."""
    halves: dict[str, list[str]] = tomllib.loads(HALVES.read_text(encoding="utf-8"))
    return halves["learning"] + halves["judging"] if half == "both" else halves[half]


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pdfs", nargs="*", type=Path, metavar="PDF")
    parser.add_argument("--half", choices=("learning", "judging", "both"), default="learning")
    parser.add_argument("--what", choices=WHATS, default="all")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--reports", default=os.environ.get("SILJEOK_REPORTS"))
    parser.add_argument("--choose", action="store_true")
    given = parser.parse_args(arguments)
    if not given.pdfs and not given.reports:
        sys.exit("erased.py: give PDFs, or --reports FOLDER, or set SILJEOK_REPORTS")
    read = partial(pdfs_to_outcomes, what=given.what, pages=given.pages, jobs=given.jobs)
    if given.choose and HALVES.exists():
        sys.exit(f"erased.py: {HALVES.name} is there; the halves are drawn once")
    if given.choose:
        drawn = read(sorted(Path(given.reports).rglob("*.pdf")))
        HALVES.write_text(choose(drawn), encoding="utf-8")
    else:
        pdfs = given.pdfs or half_to_pdfs(given.half, Path(given.reports))
        tell(read(pdfs), f"erased {given.what}, {'given' if given.pdfs else given.half}")


def half_to_pdfs(half: str, reports: Path) -> list[Path]:
    """The files of a half that are at hand; the others are named."""
    at_hand = {p.name: p for p in reports.rglob("*.pdf")}
    names = half_to_names(half)
    print("".join(f"{n}: not at hand\n" for n in names if n not in at_hand), end="")
    return [at_hand[n] for n in names if n in at_hand]


def tell(outcomes: Iterable[Outcome], name: str) -> None:
    """A line a file as it comes, the pooled one last."""
    told = []
    for outcome in outcomes:
        told.append(outcome)
        print(outcome_to_line(outcome), flush=True)
    print(pooled(told, name))


if __name__ == "__main__":
    main()
