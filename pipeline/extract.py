"""Where the stages meet: one raw file in, everything that was made of it out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.corrections import Corrected, Correction, correct_quantities, correct_report
from pipeline.faults import Faults, Lost
from pipeline.layout import lay_out
from pipeline.model import Blocks, Document, Extraction, LinePiece, Problem, Report, Source
from pipeline.outline import account, containers, outline
from pipeline.publish.sentences import fails_as_unread
from pipeline.quantify import quantify, signs_to_problems
from pipeline.read import compare_readers, read_document
from pipeline.reconcile import reconcile

if TYPE_CHECKING:
    from pipeline.why import Why

# the second reader takes up to a second a page; nobody who did not ask for it waits longer than for
# these
UNASKED_PAGES = 100
FAULTY_ROLES = frozenset({"unread", "untrusted"})


def extract(
    path: Path,
    report_id: str,
    *,
    shown_path: str | None = None,
    reader: str = "pdfium",
    password: str | None = None,
    max_pages: int | None = None,
    second_opinion: bool = False,
    corrections: Sequence[Correction] = (),
) -> Extraction:
    """Read one file and take it through every stage.

    `shown_path` is the path below the raw folder, as published and as named in messages.
    `second_opinion`: the characters are compared with the other reader's; so they are, on the first
    pages, of a file that had to be mended. `corrections` are a person's, applied where they still
    fit. Raises errors.UnreadableError.
    """
    document = read_document(
        path,
        report_id,
        shown_path=shown_path,
        reader=reader,
        password=password,
        max_pages=max_pages,
    )
    found: tuple[Problem, ...] = ()
    if second_opinion or document.repaired:
        most = None if second_opinion else UNASKED_PAGES
        found = compare_readers(path, document, reader=reader, password=password, most_pages=most)
    return document_to_extraction(document, found, corrections)


def path_to_blocks(path: Path, reader: str, password: str | None, max_pages: int | None) -> Blocks:
    """One file read and laid out, before any meaning."""
    return lay_out(
        read_document(path, path.name, reader=reader, password=password, max_pages=max_pages)
    )


def path_to_why(
    path: Path, where: str | None, reader: str, password: str | None, max_pages: int | None
) -> Why:
    """Why a page of a PDF, lines of a text or a table of an office file was read so; `where` says
    which. Raises errors.UsageError where the file has no such place, errors.UnreadableError.
    """
    from pipeline.layout.trace import traced  # what draws a page costs a run half of its imports
    from pipeline.why import blocks_to_why

    document = read_document(path, path.name, reader=reader, password=password, max_pages=max_pages)
    with traced() as trace:
        blocks = lay_out(document)
    report = outline(blocks, document.source)
    pieces, _ = account(blocks.lines, report.marks)
    return blocks_to_why(document, blocks, pieces, trace, where)


def document_to_extraction(
    document: Document, doubted: Sequence[Problem] = (), corrections: Sequence[Correction] = ()
) -> Extraction:
    """A document that was read, through layout, outline, quantify and reconcile; `doubted`: what
    reading itself is in doubt about.
    """
    blocks = lay_out(document)
    faults = Faults()
    report, sha256 = outline(blocks, document.source), document.source.sha256
    corrected = faults.spare(
        Lost("corrections"),
        correct_report,
        report,
        corrections,
        sha256,
        instead=Corrected(report, {}, ()),
    )
    report = corrected.report
    pieces, unread = account(blocks.lines, report.marks)
    figures = quantify(containers(report, faults))
    quantities, mended = faults.spare(
        Lost("corrections"),
        correct_quantities,
        figures.quantities,
        corrected,
        corrections,
        sha256,
        instead=(figures.quantities, ()),
    )
    checks, doubts, quantities = reconcile(
        report, quantities, figures.claims, unread_lines=len(unread)
    )
    own = (
        *_document_problems(document, report),
        *doubted,
        *corrected.problems,
        *figures.problems,
        *mended,
        *signs_to_problems(quantities),
        *faults.problems,
    )
    found = dict.fromkeys((*own, *blocks.problems, *report.problems, *unread, *doubts))
    problems = tuple(sorted(found, key=reading_order))
    return Extraction(
        document.source,
        faults_to_status(pieces, problems),
        blocks.pages,
        report,
        tuple(pieces),
        quantities,
        figures.left_out,
        tuple(checks),
        problems,
    )


def faults_to_status(pieces: Iterable[LinePiece], problems: Iterable[Problem]) -> str:
    """ "partial" where a line was left unread, a page cannot be trusted or a fault cost a place;
    else "read".

    >>> faults_to_status((), ()), faults_to_status((), (Problem("page_outlines"),))
    ('read', 'partial')
    """
    problems = tuple(problems)
    faulty = any(p.code == "pipeline_fault" for p in problems)
    return "partial" if faulty or is_left_unread(pieces, problems) else "read"


def is_left_unread(pieces: Iterable[LinePiece], problems: Iterable[Problem]) -> bool:
    """Whether something of the document itself was left: a line, a page, rows of a stated count.

    A fault of the program alone is none of it: it may have cost a relation of figures only.

    >>> is_left_unread((), [Problem("pipeline_fault")]), is_left_unread((), [Problem("page_scan")])
    (False, True)
    """
    return any(p.role in FAULTY_ROLES for p in pieces) or any(
        fails_as_unread(p.code) for p in problems
    )


def reading_order(problem: Problem) -> tuple[int, ...]:
    """Where a problem comes when the report is read; what concerns all of it comes first.

    >>> from pipeline.model import Place
    >>> reading_order(Problem("no_year")) < reading_order(Problem("unread_line", Place(2, 7, 7)))
    True
    """
    place = problem.place
    return tuple(
        n or 0 for n in (place.page, place.first_line, problem.table_no, problem.row, problem.col)
    )


def failed(source: Source, problem: Problem) -> Extraction:
    """What is published of a file that could not be read: its source and the cause."""
    return Extraction(source, "failed", problems=(problem,))


def _document_problems(document: Document, report: Report) -> Iterable[Problem]:
    yield from document.notices
    if document.repaired:
        yield Problem("repaired_file")
    if report.year is None:
        yield Problem("no_year")
