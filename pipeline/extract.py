"""Where the stages meet: one raw file in, everything that was made of it out."""

from __future__ import annotations

import importlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pipeline.model import Blocks, Document, Extraction, LinePiece, Problem, Report, Source
from pipeline.read import read_document

FAULTY_ROLES = frozenset({"unread", "untrusted"})


def extract(
    path: Path,
    report_id: str,
    *,
    shown_path: str | None = None,
    reader: str = "pdfium",
    password: str | None = None,
    max_pages: int | None = None,
) -> Extraction:
    """Read one file and take it through every stage.

    `shown_path` is the path below the raw folder, as published and as named in messages. Raises errors.UnreadableError.
    """
    document = read_document(path, report_id, shown_path=shown_path, reader=reader, password=password, max_pages=max_pages)
    return document_to_extraction(document)


def path_to_blocks(path: Path, reader: str, password: str | None, max_pages: int | None) -> Blocks:
    """One file read and laid out, before any meaning."""
    laid_out: Blocks = _stage("layout", "lay_out")(read_document(path, path.name, reader=reader, password=password, max_pages=max_pages))
    return laid_out


def document_to_extraction(document: Document) -> Extraction:
    """A document that was read, through layout, outline, quantify and reconcile."""
    blocks = _stage("layout", "lay_out")(document)
    report: Report = _stage("outline", "outline")(blocks, document.source)
    pieces, unread = _stage("outline", "account")(blocks.lines, report.marks)
    figures = _stage("quantify", "quantify")(_stage("outline", "containers")(report))
    checks, doubts = _stage("reconcile", "reconcile")(report, figures.quantities, figures.claims)
    problems = (*_document_problems(document, report), *blocks.problems, *report.problems, *unread, *doubts)
    return Extraction(
        document.source,
        pieces_to_status(pieces),
        blocks.pages,
        report,
        tuple(pieces),
        figures.quantities,
        figures.left_out,
        tuple(checks),
        tuple(dict.fromkeys(problems)),
    )


def pieces_to_status(pieces: Iterable[LinePiece]) -> str:
    """ "partial" where a line was left unread or a page's text cannot be trusted, else "read".

    >>> pieces_to_status(())
    'read'
    """
    return "partial" if any(p.role in FAULTY_ROLES for p in pieces) else "read"


def failed(source: Source, problem: Problem) -> Extraction:
    """What is published of a file that could not be read: its source and the cause."""
    return Extraction(source, "failed", problems=(problem,))


def _document_problems(document: Document, report: Report) -> Iterable[Problem]:
    if document.repaired:
        yield Problem("repaired_file")
    if report.year is None:
        yield Problem("no_year")


# Until every stage is in: a stage that is not there yet gives nothing.
def _stage(package: str, name: str) -> Any:
    found = getattr(importlib.import_module(f"pipeline.{package}"), name, None)
    return found or _ABSENT[name]


class _NoFigures:
    quantities = left_out = claims = ()


_ABSENT: dict[str, Any] = {
    "lay_out": lambda document: Blocks((), ()),
    "outline": lambda blocks, source: Report(None, None, None, None, (), (), blocks.tables, ()),
    "account": lambda lines, marks: ((), ()),
    "containers": lambda report: (),
    "quantify": lambda containers: _NoFigures(),
    "reconcile": lambda report, quantities, claims: ((), ()),
}
