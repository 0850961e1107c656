"""Rows, tables, figures and checks of an office file against those of the PDF of the same report,
every difference with the class of its cause.

    python tests/bench/twin_rows.py [FOLDER with pdf/, hwpx/ and hwp/] [--only NAME] [--show]

The office file is the truth of cells and blanks. What one side alone has is put into a class by
what the other side has in its place (`--show`: each of them); docs/formats.md says of the classes
whose fault they are. Texts are compared without blanks.

rows, verdicts  untold: the other side has the words and makes nothing of them; other: it says the
                same with another title or verdict; unwritten: it does not have the words
quantities      other: the same words, another value or unit; left_out: they count as no figure;
                torn: figures that share their digits, cut or joined; unwritten: no such words
tables          grid: the same texts in other cells; pieces: over several tables; part: one of those
                pieces; texts: half of the texts in one table; text: in no table
headers         of tables that are the same: other header rows
"""

from __future__ import annotations

import argparse
import os
import sys
import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from twins import HALVES, bare, shrink

from pipeline.extract import extract
from pipeline.model import Extraction, Table

Key = tuple[Any, ...]
KINDS = ("rows", "tables", "headers", "quantities", "verdicts")
MOST = 0.8  # of a table's texts, for it to be in pieces or a part
HALF = 0.5


@dataclass(slots=True)
class Side:
    """What one door gives of a report, counted by what it says."""

    counted: dict[str, Counter[Key]]
    words: str  # all that is written, without blanks
    left_out: set[str]
    quotes: set[str]
    statements: set[Key]
    grids: list[Counter[str]] = field(default_factory=list)  # the texts of each lone table


def table_to_key(table: Table) -> Key:
    """A table as both sides are compared: its cells without blanks."""
    cells = [(c.row, c.col, c.row_span, c.col_span, bare(c.text)) for c in table.cells]
    return (shrink(cells).cells,)


def extraction_to_side(found: Extraction) -> Side:
    """Everything that is compared, by kind."""
    programmes = found.report.programmes if found.report else ()
    tables = found.report.tables if found.report else ()
    keys = [table_to_key(t) for t in tables]
    quantities = [(bare(q.quote), str(q.value), q.unit) for q in found.quantities]
    checks = [(c.type, bare(c.statement), c.verdict) for c in found.checks]
    counted = {
        "rows": Counter((bare(p.title.text),) for p in programmes),
        "tables": Counter(keys),
        "headers": Counter((*k, t.header_rows) for k, t in zip(keys, tables, strict=True)),
        "quantities": Counter(quantities),
        "verdicts": Counter(checks),
    }
    return Side(
        counted,
        "".join(bare(piece.line.text) for piece in found.pieces),
        {bare(item.quote) for item in found.left_out},
        {quote for quote, *_ in quantities},
        {(kind, statement) for kind, statement, _ in checks},
    )


def texts_of(key: Key) -> Counter[str]:
    return Counter(c[4] for c in key[0] if c[4])


def table_to_cause(key: Key, other: Side) -> str:
    """What the other side has in a table's place."""
    own = texts_of(key)
    shared = [(own & texts).total() for texts in other.grids]
    best = max(shared, default=0)
    if not own or best == 0:
        return "text"
    theirs = other.grids[shared.index(best)]
    if theirs == own:
        return "grid"
    if best >= MOST * own.total() and best < HALF * theirs.total():
        return "part"
    if best >= HALF * own.total():
        return "texts"
    return "pieces" if sum(n for n in shared if n > 1) >= MOST * own.total() else "text"


def quantity_to_cause(key: Key, other: Side) -> str:
    quote = key[0]
    if quote in other.quotes:
        return "other"
    if quote in other.left_out:
        return "left_out"
    digits = "".join(c for c in quote if c.isdigit())
    near = [q for q in other.quotes | other.left_out if digits and digits in q and q != quote]
    return "torn" if quote in other.words or near else "unwritten"


def words_to_cause(key: Key, other: Side) -> str:
    """Of a row's title, or of a check's statement."""
    if key[:2] in other.statements:
        return "other"
    text = key[1] if len(key) > 1 else key[0]
    return "untold" if text in other.words else "unwritten"


CAUSES: dict[str, Callable[[Key, Side], str]] = {
    "rows": words_to_cause,
    "tables": table_to_cause,
    "headers": lambda key, other: "header" if key[:1] in other.counted["tables"] else "",
    "quantities": quantity_to_cause,
    "verdicts": words_to_cause,
}


def pairs(folder: Path, only: str) -> Iterator[tuple[Path, Path]]:
    """Office files with the PDF of the same report; of a report in both formats the HWPX."""
    names = tomllib.loads(HALVES.read_text(encoding="utf-8"))["other_names"]
    seen = set()
    for office in (*sorted(folder.glob("hwpx/*.hwpx")), *sorted(folder.glob("hwp/*.hwp"))):
        pdf = folder / "pdf" / f"{names.get(office.stem, office.stem)}.pdf"
        if pdf.exists() and only in office.name and office.stem not in seen:
            seen.add(office.stem)
            yield office, pdf


def lone(kind: str, mine: Side, theirs: Side) -> Iterator[tuple[str, Key, int]]:
    """What one side alone has of a kind: the cause, what it is, how often. Header rows count where
    the table is the same alone.
    """
    for key, count in (mine.counted[kind] - theirs.counted[kind]).items():
        if cause := CAUSES[kind](key, theirs):
            yield cause, key, count


def show(kind: str, side: str, found: Iterable[tuple[str, Key, int]]) -> None:
    for cause, key, count in sorted(found, key=str):
        told = [c[4][:20] for c in key[0][:8]] if kind in ("tables", "headers") else key
        print(f"    {kind} {side} {cause} {count} x {told}")


def compare(office: Path, pdf: Path, totals: Counter[Key], shown: bool) -> None:
    """Compares both doors of a report, prints a line, adds to the totals."""
    mine, theirs = (extraction_to_side(extract(path, path.name)) for path in (office, pdf))
    for side, other in ((mine, theirs), (theirs, mine)):
        side.grids = [texts_of(k) for k in side.counted["tables"] - other.counted["tables"]]
    told = []
    for kind in KINDS:
        both = (mine.counted[kind] & theirs.counted[kind]).total()
        totals[kind, "both", ""] += both
        sides = {"office": (mine, theirs), "pdf": (theirs, mine)}
        counts: dict[str, int] = defaultdict(int)
        for name, (one, other) in sides.items():
            found = list(lone(kind, one, other))
            for cause, _, count in found:
                totals[kind, name, cause] += count
                counts[name] += count
            if shown:
                show(kind, name, found)
        told.append(f"{kind} {both} +{counts['office']} -{counts['pdf']}")
    print(f"{office.name:40s} {'; '.join(told)}", flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    home = Path(os.environ.get("SILJEOK_REPORTS", "."))
    parser.add_argument("folder", nargs="?", type=Path, default=home)
    parser.add_argument("--only", default="", help="files whose name holds this")
    parser.add_argument("--show", action="store_true", help="what one side alone has")
    options = parser.parse_args()
    totals: Counter[Key] = Counter()
    for office, pdf in pairs(options.folder, options.only):
        compare(office, pdf, totals, options.show)
    for kind in KINDS:
        print(f"{kind}: {totals[kind, 'both', '']} in both")
        for side, name in (("office", "the office file"), ("pdf", "the PDF")):
            own = {c: n for (k, s, c), n in totals.items() if (k, s) == (kind, side)}
            causes = ", ".join(f"{cause} {n}" for cause, n in sorted(own.items()))
            print(f"  in {name} alone: {sum(own.values())}{': ' if causes else ''}{causes}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
