"""Exactness of tables in PDFs against the HWPX or HWP that they were printed from.

    python tests/bench/twins.py [FOLDER with pdf/, hwpx/ and hwp/] [--half learning|judging|both]
                                [--prints FOLDER] [--beside plumber|kordoc=FOLDER ...] [--show]

Truth is what `pipeline.read` keeps of the office file, as it shows in print: numbers set by
themselves belong to a cell's text, hidden lines do not; rows without borders are no table's. True tables: at least 2 rows, 2 columns and
4 filled cells. Found: a read table of its own shares at least half of the filled cells' texts.
Exact: the same grid, spans and texts, blanks and rows or columns that no cell begins in ignored. F1: adjacency relations (text, next filled text to the right or below); one read table
serves one true table only. A row whose cells hold a figure a line, as many lines each, may be read
as that many rows: an author who typed a column into one cell prints what many rows print; cells one above the other
without a rule between them may be read as one.

`--prints`: PDFs made of the HWPX by another engine (hwp-ingest), NAME.pdf; only tables whose words
are in the print count, since long ones run off its pages. `--beside`: other readers in the same run;
kordoc's folder holds NAME.pdf.json (`kordoc NAME.pdf --format json -o …`). `--show`: each inexact
table with its page and kind of difference. The halves (twins.toml) were drawn once, by name; those
that erased.toml names are in the same half: look at the learning half, never at the judging one.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pipeline.layout.kept.captions import tables_to_framed
from pipeline.layout.kept.shapes import cell_content, is_filled
from pipeline.model import KeptBox, KeptCell, KeptItem, KeptLine, KeptTable
from pipeline.model.kept import items_to_lines
from pipeline.read import read_document

HALVES = Path(__file__).with_name("twins.toml")
# of a table's lines that are in the text of a PDF, for it to count: another engine cuts off what
# does not fit its page and loses a mark here and there; Hancom prints a table whole or not at all
IN_PRINT, IN_TWIN = 0.95, 0.5
FIGURE = re.compile(r"[△▲▽▼+\-−–(]{0,2}\d[\d,]*(?:\.\d+)?%?\)?|[-–−]")

At = tuple[int, int, int, int, str]


@dataclass(frozen=True, slots=True)
class GridTable:
    """A table as both sides are compared: (row, col, row_span, col_span, text without any blank)."""

    rows: int
    cols: int
    cells: tuple[At, ...]
    page: int = 0
    lines: tuple[tuple[str, ...], ...] = ()  # of each cell, where they are known
    whole: GridTable | None = None  # with cells that no rule parts as one

    @property
    def filled(self) -> list[str]:
        return [c[4] for c in self.cells if c[4]]

    @property
    def counts(self) -> bool:
        return self.rows >= 2 and self.cols >= 2 and len(self.filled) >= 4


def bare(text: str) -> str:
    """Compatibility forms folded, every blank, the round mark of a list and middle dots dropped:
    the question here is the grid, not the spelling of a dot (hwp-ingest prints many outside the
    text).
    """
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s•·‧・ㆍᆞ\u00ad\u200b-\u200d\ue000-\uf8ff\U000f0000-\U0010ffff]+", "", text)


# -- truth -----------------------------------------------------------------------------------------


def office_to_tables(path: Path, printed: str) -> list[GridTable]:
    """Every table of an office file, nested ones too, in document order; a cell's text is without
    its nested tables', and `printed` is the bare text of the PDF.

    What has no rule in print is no part of a table there: rows without borders above and below it
    are text, an empty row or column without borders parts two, an empty cell without a rule over it is none.
    """
    kept = read_document(path, path.name).kept
    whole = items_to_tables(kept.content) if kept else ()
    return [_true_table(part, printed) for table in whole for part in _printed_parts(table)]


def items_to_tables(items: Iterable[KeptItem]) -> Iterator[KeptTable]:
    for item in items:
        if isinstance(item, KeptTable):
            yield item
            for inner in (item.captions, *(cell.content for cell in item.cells)):
                yield from items_to_tables(inner)
        elif isinstance(item, KeptBox):
            yield from items_to_tables(item.content)


def _printed_parts(table: KeptTable) -> Iterator[KeptTable]:
    for part in _parts_between_gaps(table):
        for side in _parts_between_gaps(_turned(part)):
            framed = tables_to_framed([_turned(side)])
            yield from (t for t in framed if isinstance(t, KeptTable))


def _turned(table: KeptTable) -> KeptTable:
    """Rows as columns."""
    turned = (
        replace(
            c,
            row=c.col,
            col=c.row,
            row_span=c.col_span,
            col_span=c.row_span,
            walls=(c.walls[2], c.walls[3], c.walls[0], c.walls[1]),
        )
        for c in table.cells
    )
    cells = tuple(sorted(turned, key=lambda c: (c.row, c.col)))
    return replace(table, rows=table.cols, cols=table.rows, cells=cells)


def _parts_between_gaps(table: KeptTable) -> Iterator[KeptTable]:
    """The tables that empty rows without side rules leave of one."""
    gaps = [r for r in range(table.rows) if _is_gap([c for c in table.cells if c.row == r])]
    crossed = {r for c in table.cells for r in range(c.row, c.row + c.row_span) if c.row_span > 1}
    start = 0
    for end in [*(r for r in gaps if r not in crossed), table.rows]:
        own = [replace(c, row=c.row - start) for c in table.cells if start <= c.row < end]
        if own:
            yield replace(table, rows=end - start, cells=tuple(own))
        start = end + 1


def _is_gap(row: Sequence[KeptCell]) -> bool:
    written = any(line.text.strip() for c in row for line in items_to_lines(c.content))
    nested = any(True for c in row for _ in items_to_tables(c.content))
    sides = any(c.walls[0] or c.walls[1] for c in row)
    return bool(row) and not (written or nested or sides)


def _melted(table: KeptTable, filled: bool = False) -> KeptTable:
    """The table with every empty cell that no rule parts from the one above it as a part of that;
    `filled`: those with words too, which print shows as the lines of one cell.
    """
    at = {(c.row, c.col): c for c in table.cells}
    for lower in table.cells:
        ups = [c for c in at.values() if c.row + c.row_span == lower.row and c.col == lower.col]
        if not ups or lower != at.get((lower.row, lower.col)):
            continue
        upper = ups[0]
        parted = upper.walls[3] or lower.walls[2] or upper.col_span != lower.col_span
        written = is_filled(upper.content) and is_filled(lower.content)
        if not parted and (filled or not written):
            walls = (*upper.walls[:3], lower.walls[3])
            at[upper.row, upper.col] = replace(
                upper,
                row_span=upper.row_span + lower.row_span,
                content=(*upper.content, *lower.content),
                walls=walls,
            )
            del at[lower.row, lower.col]
    return replace(table, cells=tuple(at[place] for place in sorted(at)))


def _true_table(table: KeptTable, printed: str) -> GridTable:
    whole = _to_grid(_melted(table, filled=True), printed)
    return replace(_to_grid(_melted(table), printed), whole=whole)


def _to_grid(table: KeptTable, printed: str) -> GridTable:
    at = [(c.row, c.col, c.row_span, c.col_span) for c in table.cells]
    lines = [[text for text in _seen(c.content, printed) if text] for c in table.cells]
    return shrink([(*a, "".join(own)) for a, own in zip(at, lines, strict=True)], lines=lines)


def _seen(items: Iterable[KeptItem], printed: str) -> Iterator[str]:
    """The lines of a cell that are printed in it, those of boxes too: guides are in some prints."""
    for item in cell_content(items):
        if isinstance(item, KeptLine) and item.role == "text":
            text = bare(item.text)
            if not item.unseen or text in printed:
                yield text


def shrink(cells: Sequence[At], page: int = 0, lines: Sequence[Sequence[str]] = ()) -> GridTable:
    """Rows and columns that no cell begins in are the print's business, not the grid's: both sides
    are compared without them.
    """
    rows = {r: i for i, r in enumerate(sorted({c[0] for c in cells}))}
    cols = {c: i for i, c in enumerate(sorted({c[1] for c in cells}))}

    def span(table: dict[int, int], start: int, length: int) -> int:
        return sum(start <= at < start + length for at in table)

    small = [
        (rows[r], cols[c], span(rows, r, rs), span(cols, c, cs), t) for r, c, rs, cs, t in cells
    ]
    order = sorted(range(len(small)), key=lambda i: small[i])
    held = tuple(tuple(lines[i]) for i in order) if lines else ()
    return GridTable(len(rows), len(cols), tuple(small[i] for i in order), page, held)


def stacks_to_rows(table: GridTable) -> GridTable:
    """Every row that may be read as several is: its cells have as many lines each (or none), and
    those of two columns at least are figures.

    >>> cells = [(0, 0, 1, 1, "가나"), (0, 1, 1, 1, "12"), (0, 2, 1, 1, "34")]
    >>> stacked = shrink(cells, lines=[["가", "나"], ["1", "2"], ["3", "4"]])
    >>> [c[4] for c in stacks_to_rows(stacked).cells]
    ['가', '1', '3', '나', '2', '4']
    """
    deep = {r: n for r in range(table.rows) if (n := _depth(table, r)) > 1}
    if not deep:
        return table
    start = [r + sum(n - 1 for at, n in deep.items() if at < r) for r in range(table.rows + 1)]
    cells: list[At] = []
    for (r, c, rs, cs, text), own in zip(table.cells, table.lines, strict=True):
        if r in deep and rs == 1:
            parts = own or ("",) * deep[r]
            cells += [(start[r] + k, c, 1, cs, part) for k, part in enumerate(parts)]
        else:
            cells.append((start[r], c, start[r + rs] - start[r], cs, text))
    return shrink(cells, table.page)


def _depth(table: GridTable, row: int) -> int:
    """How many lines each cell of a row has; 0 where they differ, or too few are figures."""
    rows = zip(table.cells, table.lines, strict=True) if table.lines else ()
    own = [lines for c, lines in rows if c[0] == row and c[2] == 1 and lines]
    figures = sum(all(FIGURE.fullmatch(text) for text in lines) for lines in own)
    depths = {len(lines) for lines in own}
    return depths.pop() if len(depths) == 1 and figures > 1 else 0


# -- comparing
# ------------------------------------------------------------------------------------------------------


def relations(table: GridTable) -> Counter[tuple[str, str, str]]:
    """(text, next filled text, right | down), each pair of neighbouring cells once."""
    grid: dict[tuple[int, int], int] = {}
    for i, (r, c, rs, cs, _) in enumerate(table.cells):
        grid.update({(y, x): i for y in range(r, r + rs) for x in range(c, c + cs)})
    pairs: set[tuple[int, int, str]] = set()
    for (y, x), i in grid.items():
        if not table.cells[i][4]:
            continue
        for dy, dx, name in ((0, 1, "right"), (1, 0, "down")):
            yy, xx = y + dy, x + dx
            while (j := grid.get((yy, xx))) is not None:
                if j != i and table.cells[j][4]:
                    pairs.add((i, j, name))
                    break
                yy, xx = yy + dy, xx + dx
    return Counter((table.cells[i][4], table.cells[j][4], name) for i, j, name in pairs)


@dataclass(slots=True)
class Score:
    true: int = 0
    found: int = 0
    exact: int = 0
    hits: int = 0
    stated: int = 0
    read: int = 0

    def add(self, other: Score) -> None:
        for name in self.__slots__:
            setattr(self, name, getattr(self, name) + getattr(other, name))

    @property
    def shares(self) -> tuple[float, float, float]:
        """Found, exact, F1."""
        true = max(self.true, 1)
        f1 = 2 * self.hits / max(self.stated + self.read, 1)
        return self.found / true, self.exact / true, f1

    def __str__(self) -> str:
        return f"true {self.true:4d}  {shares_to_text(self.shares)}"


def shares_to_text(shares: Sequence[float]) -> str:
    return "found {:.3f}  exact {:.3f}  F1 {:.3f}".format(*shares)


def judge(
    truth: list[GridTable],
    read: list[GridTable],
    show: bool = False,
    known: frozenset[str] | None = None,
) -> Score:
    """Greedy pairing by shared relations and texts, best first; each read table serves once.

    `known`: the texts of an office file that another engine printed; what else stands in an empty
    cell that engine has put there, the guide or the choice of a field.
    """
    truth = [t for t in truth if t.counts]
    score = Score(true=len(truth))
    taken: set[int] = set()
    served: set[int] = set()
    for i, j in _pairs(truth, read):
        if i in served or j in taken:
            continue
        served.add(i)
        taken.add(j)
        true = _as_read(truth[i], read[j])
        true = true if known is None else _with_fields(true, read[j], known)
        score.add(_compared(true, read[j]))
        if show and read[j].cells != true.cells:
            _show(i, true, read[j])
    for i in sorted(set(range(len(truth))) - served):
        score.stated += relations(truth[i]).total()
        if show:
            print(f"  table {i}: not found: {truth[i].rows}x{truth[i].cols} {truth[i].filled[:6]}")
    return score


def _pairs(truth: list[GridTable], read: list[GridTable]) -> list[tuple[int, int]]:
    """True and read tables that share a text, those that share most first."""
    found = []
    links = [relations(r) for r in read]
    for i, t in enumerate(truth):
        texts, own = Counter(t.filled), relations(t)
        for j, r in enumerate(read):
            if shared := (texts & Counter(r.filled)).total():
                found.append((-(own & links[j]).total() - shared, i, j))
    return [(i, j) for _, i, j in sorted(found)]


def _as_read(true: GridTable, read: GridTable) -> GridTable:
    """The truth with stacks as rows, or with cells that no rule parts as one, if the table that was
    read agrees more with that: print does not tell them apart.
    """
    links = relations(read)
    ways = [true, stacks_to_rows(true), *([true.whole] if true.whole else [])]
    return max(ways, key=lambda t: (t.cells == read.cells, (relations(t) & links).total()))


def _with_fields(true: GridTable, read: GridTable, known: frozenset[str]) -> GridTable:
    """The truth with what an engine printed into empty cells and the file has nowhere."""
    own = {c[:4]: c[4] for c in read.cells if c[4] not in known}
    cells = tuple(c if c[4] else (*c[:4], own.get(c[:4], "")) for c in true.cells)
    return replace(true, cells=cells)


def _compared(true: GridTable, read: GridTable) -> Score:
    stated, links = relations(true), relations(read)
    shared = (Counter(true.filled) & Counter(read.filled)).total()
    return Score(
        found=int(shared * 2 >= len(true.filled)),
        exact=int(read.cells == true.cells),
        hits=(stated & links).total(),
        stated=stated.total(),
        read=links.total(),
    )


def difference(true: GridTable, read: GridTable) -> str:
    """The kind of difference in a word.

    >>> one = shrink([(0, 0, 1, 1, "가"), (0, 1, 1, 1, "나")])
    >>> difference(one, shrink([(0, 0, 1, 2, "가나")]))
    'columns -1'
    """
    rows, cols = read.rows - true.rows, read.cols - true.cols
    if rows or cols:
        named = (("rows", rows), ("columns", cols))
        return ", ".join(f"{name} {n:+d}" for name, n in named if n)
    if [c[:4] for c in true.cells] != [c[:4] for c in read.cells]:
        return "spans"
    return "texts"


def _show(i: int, true: GridTable, read: GridTable) -> None:
    kind = difference(true, read)
    print(f"  table {i} p.{read.page}: {kind} of {true.rows}x{true.cols}; {true.filled[:3]}")
    missing = sorted(set(true.cells) - set(read.cells))
    extra = sorted(set(read.cells) - set(true.cells))
    for name, cells in (("true", missing), ("read", extra)):
        for cell in cells[:6]:
            print(f"    {name} {cell[:4]} {cell[4][:60]!r}")


# -- readers ---------------------------------------------------------------------------------------


def ours(path: Path) -> list[GridTable]:
    from pipeline.layout import lay_out

    blocks = lay_out(read_document(path, path.name))
    return [
        shrink(
            [(c.row, c.col, c.row_span, c.col_span, bare(c.text)) for c in t.cells],
            t.parts[0].page or 0,
        )
        for t in blocks.tables
    ]


def plumber(path: Path) -> list[GridTable]:
    """pdfplumber's cells put back on the lattice of their edges; it does not join pages, nor does
    this.
    """
    import pdfplumber

    found = []
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            for table in page.find_tables():
                boxes = [c for c in table.cells if c]
                xs, ys = sorted({b[0] for b in boxes}), sorted({b[1] for b in boxes})
                texts = [bare(page.crop(b, strict=False).extract_text()) for b in boxes]
                cells = [
                    (
                        ys.index(b[1]),
                        xs.index(b[0]),
                        sum(b[1] <= y < b[3] for y in ys),
                        sum(b[0] <= x < b[2] for x in xs),
                        t,
                    )
                    for b, t in zip(boxes, texts, strict=True)
                ]
                found.append(shrink(cells, page.page_number))
    return found


def kordoc(folder: Path, path: Path) -> list[GridTable]:
    """What kordoc wrote of a PDF, tables in cells too; none where it wrote nothing."""
    written = folder / f"{path.name}.json"
    if not written.exists():
        return []
    return [_cells_to_table(t["cells"]) for t in _tables(json.loads(written.read_text())["blocks"])]


def _tables(block: Any) -> Iterator[dict[str, Any]]:
    if isinstance(block, dict):
        if block.get("type") == "table" and "table" in block:
            yield block["table"]
        for value in block.values():
            yield from _tables(value)
    elif isinstance(block, list):
        for value in block:
            yield from _tables(value)


def _cells_to_table(rows: list[list[dict[str, Any]]]) -> GridTable:
    covered: set[tuple[int, int]] = set()
    cells: list[At] = []
    for r, row in enumerate(rows):
        for c, cell in enumerate(row):
            if (r, c) in covered:
                continue
            down, right = cell["rowSpan"], cell["colSpan"]
            covered |= {(y, x) for y in range(r, r + down) for x in range(c, c + right)}
            cells.append((r, c, down, right, bare(cell["text"])))
    return shrink(cells)


# -- which files -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Halves:
    """The stems of the office files of each half, why some are taken out, and PDFs by another
    name.
    """

    halves: dict[str, list[str]]
    taken_out: dict[str, str]
    other_names: dict[str, str]

    @classmethod
    def read(cls) -> Halves:
        found = tomllib.loads(HALVES.read_text("utf-8"))
        halves = {name: found[name] for name in ("learning", "judging")}
        return cls(halves, found["taken_out"], found["other_names"])

    def stems(self, half: str) -> list[str]:
        """Those of a half; of both with what is in neither, as files that came later are."""
        return self.halves.get(half, [])

    def has(self, stem: str, half: str) -> bool:
        return stem not in self.taken_out and (half == "both" or stem in self.stems(half))


def folder_to_twins(folder: Path, half: str, prints: Path | None) -> list[tuple[Path, Path]]:
    """Office file and PDF of every twin of a half; of a report in both formats the HWPX.

    In the folder of prints every HWPX has a twin, in the other those with a PDF of its name.
    """
    halves = Halves.read()
    found: dict[str, tuple[Path, Path]] = {}
    for office in (*sorted(folder.glob("hwpx/*.hwpx")), *sorted(folder.glob("hwp/*.hwp"))):
        stem = office.stem
        name = stem if prints else halves.other_names.get(stem, stem)
        pdf = (prints or folder / "pdf") / f"{name}.pdf"
        if pdf.exists() and halves.has(stem, half) and not (prints and office.suffix == ".hwp"):
            found.setdefault(stem, (office, pdf))
    return [found[stem] for stem in sorted(found)]


def pdf_to_bare_text(pdf: Path) -> str:
    pages = read_document(pdf, pdf.name).pages
    return bare("".join(chr(code) for page in pages for code in page.glyphs.code.tolist()))


def share_within(table: GridTable, text: str) -> float:
    """How much of a table's lines a text has, in parts of one."""
    words = [line for own in table.lines for line in own]
    return sum(word in text for word in words) / max(len(words), 1)


def twin_to_truth(office: Path, pdf: Path, least: float) -> list[GridTable]:
    """The tables of an office file of which a PDF has so much."""
    printed = pdf_to_bare_text(pdf)
    return [t for t in office_to_tables(office, printed) if share_within(t, printed) >= least]


def tables_to_texts(tables: Iterable[GridTable]) -> frozenset[str]:
    """The texts of all cells, and of all their lines."""
    cells = (c[4] for t in tables for c in t.cells)
    return frozenset({*cells, *(line for t in tables for own in t.lines for line in own)})


Reader = Callable[[Path], list[GridTable]]


def names_to_readers(names: Iterable[str]) -> dict[str, Reader]:
    readers: dict[str, Reader] = {"ours": ours}
    for name in names:
        kind, _, folder = name.partition("=")
        if kind == "plumber":
            readers["pdfplumber"] = plumber
        else:
            readers[kind] = lambda path, folder=Path(folder): kordoc(folder, path)  # type: ignore[misc]
    return readers


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    folder = Path(os.environ.get("SILJEOK_REPORTS", "."))
    parser.add_argument("folder", nargs="?", type=Path, default=folder)
    parser.add_argument("--half", choices=("learning", "judging", "both"), default="both")
    parser.add_argument("--prints", type=Path, help="PDFs of the HWPX by another engine")
    parser.add_argument("--beside", nargs="*", default=[], help="plumber, kordoc=FOLDER")
    parser.add_argument("--show", action="store_true", help="what differs, table by table")
    parser.add_argument("--only", default="", help="files whose name holds this")
    options = parser.parse_args()
    readers = names_to_readers(options.beside)
    scores: dict[str, list[tuple[str, Score]]] = {name: [] for name in readers}
    for office, pdf in folder_to_twins(options.folder, options.half, options.prints):
        if options.only not in pdf.name:
            continue
        truth = twin_to_truth(office, pdf, IN_PRINT if options.prints else IN_TWIN)
        known = tables_to_texts(truth) if options.prints else None
        for name, reader in readers.items():
            start = time.perf_counter()
            read = reader(pdf)
            spent = time.perf_counter() - start
            score = judge(truth, read, options.show and name == "ours", known)
            scores[name].append((office.suffix[1:], score))
            print(f"{name:15s} {score}  {spent:6.2f} s  {office.name}")
    for name, own in scores.items():
        for kind in ("hwpx", "hwp"):
            print_sums(f"{name} {kind}", [score for k, score in own if k == kind and score.true])
        print_sums(name, [score for _, score in own if score.true])
    return 0


def print_sums(name: str, scores: list[Score]) -> None:
    """All tables as one, and the mean of the documents that have tables."""
    if not scores:
        return
    pooled = Score()
    for score in scores:
        pooled.add(score)
    print(f"{name:15s} {pooled}  pooled")
    mean = [sum(own) / len(scores) for own in zip(*(s.shares for s in scores), strict=True)]
    print(f"{name:15s} files {len(scores):3d}  {shares_to_text(mean)}  mean of documents")


if __name__ == "__main__":
    sys.exit(main())
