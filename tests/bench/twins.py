"""Exactness of tables against the HWPX sources of the same documents, pdfplumber's `find_tables`
beside ours in the same run.

    python tests/bench/twins.py [FOLDER with pdf/ and hwpx/] [--show] [--no-plumber]

True tables: at least 2 rows, 2 columns and 4 filled cells. Found: a read table of its own shares at
least half of the filled cells' texts. Exact: the same grid, spans and texts, blanks and empty rows
or columns that nothing stands in ignored. F1: adjacency relations (text, next filled text to the
right or below); one read table serves one true table only.
"""

from __future__ import annotations

import argparse
import os
import re
import sys
import time
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class GridTable:
    """A table as both sides are compared: (row, col, row_span, col_span, text without any blank)."""

    rows: int
    cols: int
    cells: tuple[tuple[int, int, int, int, str], ...]
    page: int = 0

    @property
    def filled(self) -> list[str]:
        return [c[4] for c in self.cells if c[4]]

    @property
    def counts(self) -> bool:
        return self.rows >= 2 and self.cols >= 2 and len(self.filled) >= 4


def bare(text: str) -> str:
    """Compatibility forms folded and every blank dropped: the question here is the grid, not the
    spelling of a dot.
    """
    text = unicodedata.normalize("NFKC", text)
    return re.sub(r"[\s\u00ad\u200b-\u200d\ue000-\uf8ff\U000f0000-\U0010ffff]+", "", text)


# -- truth: HWPX
# ---------------------------------------------------------------------------------------------------


def hwpx_to_tables(path: Path) -> list[GridTable]:
    """Every table of an HWPX file, nested ones too, in document order; a cell's text is without its
    nested tables'.
    """
    tables: list[GridTable] = []
    with zipfile.ZipFile(path) as z:
        sections = [n for n in z.namelist() if re.fullmatch(r"Contents/section\d+\.xml", n)]
        for name in sorted(sections, key=lambda n: int(re.sub(r"\D", "", n.rsplit("/", 1)[1]))):
            root = ET.fromstring(z.read(name))
            tables.extend(_true_table(t) for t in root.iter() if _tag(t) == "tbl")
    return tables


def _tag(e: ET.Element) -> str:
    return e.tag.rsplit("}", 1)[-1]


def _true_table(tbl: ET.Element) -> GridTable:
    cells = []
    for tc in (tc for tr in tbl if _tag(tr) == "tr" for tc in tr if _tag(tc) == "tc"):
        named = {_tag(e): e for e in tc}
        at, span = named["cellAddr"].attrib, named["cellSpan"].attrib
        text = bare("".join(_own_text(named["subList"])))
        cells.append(
            (
                int(at["rowAddr"]),
                int(at["colAddr"]),
                int(span["rowSpan"]),
                int(span["colSpan"]),
                text,
            )
        )
    return shrink(cells)


def _own_text(e: ET.Element) -> list[str]:
    found = []
    for child in e:
        tag = _tag(child)
        if tag in ("tbl", "secPr", "ctrl"):
            continue
        if tag == "t":
            found.append("".join(child.itertext()))
        else:
            found.extend(_own_text(child))
    return found


def shrink(cells: list[tuple[int, int, int, int, str]], page: int = 0) -> GridTable:
    """Rows and columns that no cell begins in are the print's business, not the grid's: both sides
    are compared without them.
    """
    rows = {r: i for i, r in enumerate(sorted({c[0] for c in cells}))}
    cols = {c: i for i, c in enumerate(sorted({c[1] for c in cells}))}

    def span(table: dict[int, int], start: int, length: int) -> int:
        return sum(start <= at < start + length for at in table)

    small = tuple(
        sorted(
            (rows[r], cols[c], span(rows, r, rs), span(cols, c, cs), t) for r, c, rs, cs, t in cells
        )
    )
    return GridTable(len(rows), len(cols), small, page)


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

    def __str__(self) -> str:
        f1 = 2 * self.hits / max(self.stated + self.read, 1)
        return f"true {self.true:4d}  found {self.found / max(self.true, 1):6.1%}  exact {self.exact / max(self.true, 1):6.1%}  F1 {f1:.3f}"


def judge(truth: list[GridTable], read: list[GridTable], show: bool = False) -> Score:
    """Greedy pairing by shared relations and texts, best first; each read table serves once."""
    truth = [t for t in truth if t.counts]
    pairs = []
    for i, t in enumerate(truth):
        texts, links = Counter(t.filled), relations(t)
        for j, r in enumerate(read):
            shared = sum((texts & Counter(r.filled)).values())
            if shared:
                hits = sum((links & relations(r)).values())
                pairs.append((hits + shared, hits, shared, i, j))
    score = Score(true=len(truth), stated=sum(sum(relations(t).values()) for t in truth))
    taken: set[int] = set()
    served: set[int] = set()
    for _, hits, shared, i, j in sorted(pairs, key=lambda p: (-p[0], p[3], p[4])):
        if i in served or j in taken:
            continue
        served.add(i)
        taken.add(j)
        score.hits += hits
        score.read += sum(relations(read[j]).values())
        score.found += shared * 2 >= len(truth[i].filled)
        exact = read[j].cells == truth[i].cells
        score.exact += exact
        if show and not exact:
            _show(i, truth[i], read[j])
    if show:
        for i in set(range(len(truth))) - served:
            print(f"  table {i}: not found: {truth[i].rows}x{truth[i].cols} {truth[i].filled[:6]}")
    return score


def _show(i: int, true: GridTable, read: GridTable) -> None:
    print(
        f"  table {i} p.{read.page}: true {true.rows}x{true.cols}, read {read.rows}x{read.cols}; {true.filled[:3]}"
    )
    missing, extra = (
        sorted(set(true.cells) - set(read.cells)),
        sorted(set(read.cells) - set(true.cells)),
    )
    for name, cells in (("true", missing), ("read", extra)):
        for cell in cells[:6]:
            print(f"    {name} {cell[:4]} {cell[4][:60]!r}")


# -- readers
# ---------------------------------------------------------------------------------------------------------


def ours(path: Path) -> list[GridTable]:
    from pipeline.layout import lay_out
    from pipeline.read import read_document

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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "folder", nargs="?", type=Path, default=Path(os.environ.get("SILJEOK_REPORTS", "."))
    )
    parser.add_argument("--show", action="store_true", help="what differs, table by table")
    parser.add_argument("--no-plumber", action="store_true", help="ours alone")
    parser.add_argument("--only", default="", help="files whose name holds this")
    options = parser.parse_args()
    total = {"ours": Score(), "pdfplumber": Score()}
    for hwpx in sorted((options.folder / "hwpx").glob("*.hwpx")):
        pdf = (
            options.folder / "pdf" / f"{hwpx.stem}.pdf"
        )  # a PDF whose text layer lies bears another name: it is no twin
        if not pdf.exists() or options.only not in pdf.name:
            continue
        truth = hwpx_to_tables(hwpx)
        for name, reader in (("ours", ours), ("pdfplumber", plumber)):
            if name == "pdfplumber" and options.no_plumber:
                continue
            start = time.perf_counter()
            read = reader(pdf)
            spent = time.perf_counter() - start
            score = judge(truth, read, options.show and name == "ours")
            total[name].add(score)
            print(f"{name:10s} {score}  {spent:6.2f} s  {pdf.name}")
    for name, score in total.items():
        if score.true:
            print(f"{name:10s} {score}  all")
    return 0


if __name__ == "__main__":
    sys.exit(main())
