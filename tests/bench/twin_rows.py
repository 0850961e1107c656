"""Rows, tables, figures and checks of an office file against those of the PDF of the same report.

    python tests/bench/twin_rows.py [FOLDER with pdf/, hwpx/ and hwp/] [--only NAME] [--show]

The office file is the truth of cells and blanks; what only one side has is shown with --show, and
docs/formats.md says of each kind whose fault it is. Texts are compared without blanks.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from twins import bare, shrink

from pipeline.extract import extract
from pipeline.model import Extraction, Table

Key = tuple[Any, ...]
KINDS: dict[str, Callable[[Extraction], Iterable[Key]]] = {
    "rows": lambda e: ((bare(p.title.text),) for p in e.report.programmes) if e.report else (),
    "tables": lambda e: map(table_to_key, e.report.tables if e.report else ()),
    "headers": lambda e: (
        (*table_to_key(t), t.header_rows) for t in (e.report.tables if e.report else ())
    ),
    "quantities": lambda e: ((bare(q.quote), str(q.value), q.unit) for q in e.quantities),
    "verdicts": lambda e: ((c.type, bare(c.statement), c.verdict) for c in e.checks),
}


def table_to_key(table: Table) -> Key:
    """A table as both sides are compared: its cells without blanks."""
    cells = [(c.row, c.col, c.row_span, c.col_span, bare(c.text)) for c in table.cells]
    return (shrink(cells).cells,)


def pairs(folder: Path, only: str) -> Iterator[tuple[Path, Path]]:
    """Office files with the PDF of the same name; of a report in both formats the HWPX."""
    seen = set()
    for office in (*sorted(folder.glob("hwpx/*.hwpx")), *sorted(folder.glob("hwp/*.hwp"))):
        pdf = folder / "pdf" / f"{office.stem}.pdf"
        if pdf.exists() and only in office.name and office.stem not in seen:
            seen.add(office.stem)
            yield office, pdf


def counted(extraction: Extraction) -> dict[str, Counter[Key]]:
    """Everything that is compared, by kind."""
    return {kind: Counter(make(extraction)) for kind, make in KINDS.items()}


def show(kind: str, side: str, only: Counter[Key]) -> None:
    for key, count in sorted(only.items(), key=str):
        told = [c[4][:20] for c in key[0][:8]] if kind in ("tables", "headers") else key
        print(f"    {kind} {side} {count} x {told}")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    home = Path(os.environ.get("SILJEOK_REPORTS", "."))
    parser.add_argument("folder", nargs="?", type=Path, default=home)
    parser.add_argument("--only", default="", help="files whose name holds this")
    parser.add_argument("--show", action="store_true", help="what one side alone has")
    options = parser.parse_args()
    total: Counter[str] = Counter()
    for office, pdf in pairs(options.folder, options.only):
        mine, theirs = (counted(extract(path, path.name)) for path in (office, pdf))
        told = []
        for kind in KINDS:
            a, b = mine[kind], theirs[kind]
            both, left, right = (a & b).total(), (a - b).total(), (b - a).total()
            total.update({f"{kind} both": both, f"{kind} office": left, f"{kind} pdf": right})
            told.append(f"{kind} {both} +{left} -{right}")
            if options.show:
                show(kind, "office", a - b)
                show(kind, "pdf", b - a)
        print(f"{office.name:40s} {'; '.join(told)}", flush=True)
    for kind in KINDS:
        print(
            f"{kind}: {total[f'{kind} both']} in both, {total[f'{kind} office']} in the office "
            f"file alone, {total[f'{kind} pdf']} in the PDF alone"
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
