"""What must hold of every report whatsoever: the broken promises of an extraction, and of what is
published of it.

Used by the hypothesis tests and by the coverage-guided targets; each promise is a sentence of the
contract.
"""

from __future__ import annotations

import itertools
import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from pipeline.lexicon import words
from pipeline.model import Container, Document, Extraction, Source, Table, TextLine
from pipeline.publish.columns import tables
from pipeline.quantify import Figures
from pipeline.read.text import text_to_lines

DIGITS = re.compile(r"\d+")
VERDICTS = ("agrees", "agrees_within_rounding", "disagrees", "unsupported", "not_comparable")


def text_to_document(text: str, report_id: str = "f.txt") -> Document:
    """A text as reading gives it."""
    return lines_to_document(text_to_lines(text), report_id)


def lines_to_document(lines: Iterable[TextLine], report_id: str = "f.txt") -> Document:
    return Document(
        Source(report_id, report_id, "0" * 64, 1, "text/plain", "utf-8"), text_lines=tuple(lines)
    )


def broken_promises(document: Document, made: Extraction) -> Iterator[str]:
    """Every promise that an extraction of a text breaks."""
    yield from broken_lines(document, made)
    figures = Figures(made.quantities, made.left_out, ())
    yield from broken_figures(figures)
    yield from broken_checks(made)
    assert made.report is not None
    for table in made.report.tables:
        yield from broken_grid(table)
    for problem in made.problems:
        if problem.code not in words("problems"):
            yield f"problem code {problem.code} has no sentence"


def broken_lines(document: Document, made: Extraction) -> Iterator[str]:
    """The pieces of a line, joined, are the line; they are numbered in order."""
    pieces: dict[int, list[Any]] = defaultdict(list)
    for piece in made.pieces:
        pieces[piece.line.number].append(piece)
    for number, line in enumerate(document.text_lines, 1):
        own = pieces.pop(number, [])
        if "".join(p.text for p in own) != line.text:
            yield f"line {number} is {line.text!r}, its pieces {[p.text for p in own]!r}"
        if [p.piece for p in own] != list(range(1, len(own) + 1)):
            yield f"pieces of line {number} are numbered {[p.piece for p in own]}"
    if pieces:
        yield f"pieces of lines that are not there: {sorted(pieces)}"


def broken_figures(figures: Figures) -> Iterator[str]:
    """Quotes are the text, nothing overlaps, low <= value <= high, ids are unique, parts belong to
    a figure.
    """
    ids = Counter(q.quantity_id for q in figures.quantities)
    yield from (f"quantity_id {i} stands {n} times" for i, n in ids.items() if n > 1)
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for item in (*figures.quantities, *figures.left_out):
        text = item.container.printed.text
        spans[id(item.container)].append((item.start, item.end))
        if not item.quote or item.quote != text[item.start : item.end]:
            yield f"quote {item.quote!r} is not {text[item.start : item.end]!r}"
    for own in spans.values():
        yield from (
            f"{a} and {b} overlap" for a, b in itertools.pairwise(sorted(own)) if a[1] > b[0]
        )
    for q in figures.quantities:
        if q.value is None and q.bound != "range":
            yield f"{q.quote!r} has no value"
        if (None not in (q.value, q.low) and q.low > q.value) or (
            None not in (q.value, q.high) and q.value > q.high
        ):  # type: ignore[operator]
            yield f"{q.quote!r}: {q.low} <= {q.value} <= {q.high} does not hold"
        if q.part_of is not None and (q.part_of not in ids or q.part_of == q.quantity_id):
            yield f"{q.quote!r} is part of {q.part_of}, which is no other figure"


def broken_digits(containers: Iterable[Container], figures: Figures) -> Iterator[str]:
    """Every run of digits is in exactly one of quantities and left_out."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for item in (*figures.quantities, *figures.left_out):
        spans[id(item.container)].append((item.start, item.end))
    for container in containers:
        for run in DIGITS.finditer(container.printed.text):
            held = sum(a <= run.start() and run.end() <= b for a, b in spans[id(container)])
            if held != 1:
                yield f"{run[0]} in {container.printed.text!r} is held {held} times"


def broken_checks(made: Extraction) -> Iterator[str]:
    """Operands exist, a statement is never its own operand, verdict and numbers go together."""
    assert made.report is not None
    figures = {q.quantity_id for q in made.quantities}
    known = figures | {p.programme_id for p in made.report.programmes}
    yield from (
        f"check_id {i} stands {n} times"
        for i, n in Counter(c.check_id for c in made.checks).items()
        if n > 1
    )
    for check in made.checks:
        unknown = [o for o in check.operands if o not in known]
        if unknown:
            yield f"{check.type} {check.statement!r} is made of {unknown}, which are not there"
        if check.quantity_id is not None and (
            check.quantity_id in check.operands or check.quantity_id not in figures
        ):
            yield f"{check.type} {check.statement!r} confirms itself, or is no figure"
        if check.verdict not in VERDICTS or not (check.explanation_ko and check.explanation_en):
            yield f"{check.type} {check.statement!r}: {check.verdict}, without a word"
        if (
            check.verdict == "agrees"
            and None not in (check.stated, check.computed)
            and check.stated != check.computed
        ):
            yield f"{check.type} {check.statement!r} agrees with {check.computed}"


def broken_grid(table: Table) -> Iterator[str]:
    """Every position of a table is covered by exactly one cell."""
    covered = Counter(
        (r, c)
        for k in table.cells
        for r in range(k.row, k.row + k.row_span)
        for c in range(k.col, k.col + k.col_span)
    )
    expected = {(r, c) for r in range(table.rows) for c in range(table.cols)}
    if set(covered) != expected or any(n > 1 for n in covered.values()):
        yield f"table {table.table_no} of {table.rows} x {table.cols} is covered wrongly"


def broken_files(out: Path) -> Iterator[str]:
    """What a published folder breaks, told from its files alone: words, keys, counts, references,
    empty strings.
    """
    import pyarrow.parquet as pq

    rows = {
        name: [
            r for p in sorted((out / name).glob("*.parquet")) for r in pq.read_table(p).to_pylist()
        ]
        for name in tables()
    }
    for name, spec in tables().items():
        for row in rows[name]:
            yield from (
                f"{name}.{c.name} is {row[c.name]!r}"
                for c in spec.columns
                if c.words and row[c.name] not in (None, *c.words)
            )
            yield from (
                f"{name}.{c.name} is null"
                for c in spec.columns
                if c.required and row[c.name] is None
            )
            yield from (
                f"{name}.{c.name} is empty"
                for c in spec.columns
                if row[c.name] == "" and c.name != "text"
            )
        keys = (
            Counter(tuple(row[k] for k in spec.key) for row in rows[name])
            if spec.key
            else Counter()
        )
        yield from (f"{name} has {key} {n} times" for key, n in keys.items() if n > 1)
    yield from broken_counts(rows)
    for path in sorted((out / "manifest").glob("*.json")):
        manifest = json.loads(path.read_bytes())
        yield from (
            f"no {t} of {path.stem}"
            for t in tables()
            if not (out / t / f"{manifest['report_id']}.parquet").is_file()
        )


def broken_counts(rows: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """The counts of a report are the rows of its tables; what refers to a programme or a figure
    finds it.
    """
    own = {name: Counter(r["report_id"] for r in rows[name]) for name in rows}
    for report in rows["reports"]:
        for name in (
            "areas",
            "groups",
            "programmes",
            "achievements",
            "quantities",
            "checks",
            "left_out",
        ):
            if report[name] not in (None, own[name][report["report_id"]]):
                yield f"reports.{name} of {report['report_id']} is {report[name]}, there are {own[name][report['report_id']]}"
    programmes = {(r["report_id"], r["programme_id"]) for r in rows["programmes"]}
    for name in ("achievements", "quantities", "left_out", "checks", "cells", "lines"):
        for row in rows[name]:
            if (
                row["programme_id"] is not None
                and (row["report_id"], row["programme_id"]) not in programmes
            ):
                yield f"{name} speaks of programme {row['programme_id']}, which is not there"
