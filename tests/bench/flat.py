"""How much of what is read with rules is still read of a page's text alone.

    python tests/bench/flat.py [--half learning|judging|both] [--pages 12] [--reports FOLDER]
                               [--write] [PDF ...]

`pdftotext -layout` (poppler-utils) makes a text of the first pages of a PDF, the door for text
reads it, and its tables are compared with those of the PDF, cells and relations as erased.py
compares them. Halves are those of erased.toml. `--write` learns what tells a table of a text
from sentences that were spread over their line (pipeline/layout/flattened/credible.py): a table
that was found is one where half of its cells are cells of that page.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import tempfile
import tomllib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import numpy as np
from erased import (
    Outcome,
    document_to_tables,
    half_to_pdfs,
    read_first_pages,
    squash,
    tables_to_read,
    tell,
)
from learn import LEARNT, RIDGE, Sample, named, samples_to_weights, tell_unseen, weights_to_toml

from pipeline.errors import UnreadableError
from pipeline.layout import lay_out
from pipeline.layout.flattened import as_page
from pipeline.layout.flattened.credible import REASONS, table_to_features
from pipeline.model import Document
from pipeline.read import read_document

PAGES = 12


def pdf_to_text(path: Path, pages: int) -> Document | None:
    """The document that pdftotext makes of the first pages; None where its text is none."""
    with tempfile.TemporaryDirectory() as scratch:
        text = Path(scratch) / f"{path.stem}.txt"
        command = ["pdftotext", "-layout", "-q", "-l", str(pages), str(path), str(text)]
        subprocess.run(command, check=True)
        try:
            return read_document(text, path.stem)
        except UnreadableError:
            return None


def pdf_to_outcome(path: Path, pages: int) -> Outcome:
    """The tables of a PDF, and those of its text."""
    true = tables_to_read(document_to_tables(read_first_pages(path, pages)))
    text = pdf_to_text(path, pages)
    found = tables_to_read(document_to_tables(text) if text else [])
    return Outcome(path.name, true, found, "" if text else "not read as text")


def pdf_to_samples(path: Path, pages: int) -> Iterator[Sample]:
    """What speaks for each table found in the text, and whether it is one."""
    text = pdf_to_text(path, pages)
    if text is None:
        return
    true: dict[int | None, Counter[str]] = {}
    for table in lay_out(read_first_pages(path, pages)).tables:
        for cell in table.cells:
            page = cell.place.page or table.parts[0].page
            true.setdefault(page, Counter())[squash(cell.text)] += 1
    with patch.object(as_page, "is_table", lambda table: True):
        found = lay_out(text).tables
    for table in found:
        cells = [c for c in table.cells if c.text.strip()]
        hits = sum(squash(c.text) in true.get(c.place.page, ()) for c in cells)
        edge = np.array([float(2 * hits > len(cells))])
        yield Sample(path.name, table_to_features(table)[None, :], edge)


def write(pdfs: list[Path]) -> None:
    """Learns the weights and puts them into learnt.toml."""
    samples = [s for p in pdfs for s in pdf_to_samples(p, 30)]
    tell_unseen("text", samples, RIDGE, 0.0)
    learnt = tomllib.loads(LEARNT.read_text(encoding="utf-8"))
    learnt["text"] = named(REASONS, samples_to_weights(samples))
    LEARNT.write_text(weights_to_toml(learnt), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("pdfs", nargs="*", type=Path, metavar="PDF")
    parser.add_argument("--half", choices=("learning", "judging", "both"), default="learning")
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--reports", default=os.environ.get("SILJEOK_REPORTS"))
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.write:
        write(half_to_pdfs("learning", Path(given.reports)))
        return
    pdfs = given.pdfs or half_to_pdfs(given.half, Path(given.reports))
    tell((pdf_to_outcome(p, given.pages) for p in pdfs), f"text, {given.half}")


if __name__ == "__main__":
    main()
