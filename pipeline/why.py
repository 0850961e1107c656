"""Why a place of a file was read so: what layout tells of it, with the roles that the lines outside
tables came to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from pipeline.errors import UsageError
from pipeline.layout.trace import Trace
from pipeline.layout.why import Outside, WhyPage, WhyTable, page_to_why, table_to_why
from pipeline.lexicon import words
from pipeline.model import Blocks, Document, LinePiece, Table
from pipeline.particle import Worded


@dataclass(frozen=True, slots=True)
class Why:
    """`kind`: what the place is: "page" of a PDF, "lines" of a text, "table" of an office file or
    all of its "tables"; `place`: its number, or first and last; `size`: how many pages, lines or
    tables the file has.
    """

    kind: str
    place: tuple[int, ...]
    size: int
    page: WhyPage | None
    tables: tuple[WhyTable, ...]
    outside: tuple[Outside, ...]

    @property
    def left(self) -> tuple[Outside, ...]:
        """The lines that nothing explains."""
        return tuple(line for line in self.outside if line.role == "unread")


def blocks_to_why(
    document: Document,
    blocks: Blocks,
    pieces: Sequence[LinePiece],
    trace: Trace,
    where: str | None,
) -> Why:
    """Why the place `where` of a document was read so. Raises UsageError where it has none such."""
    if document.pages:
        return _pages_to_why(document, blocks, pieces, trace, where)
    if document.kept is not None:
        return _kept_to_why(blocks, pieces, where, trace.headers)
    return _lines_to_why(blocks, pieces, where)


def where_to_numbers(where: str | None) -> tuple[int, int] | None:
    """First and last of what was asked for; None where nothing was.

    >>> where_to_numbers("12-30"), where_to_numbers("7"), where_to_numbers(None)
    ((12, 30), (7, 7), None)
    """
    if where is None:
        return None
    first, dash, last = where.partition("-")
    numbers = [first.strip(), last.strip() if dash else first.strip()]
    if not all(n.isascii() and n.isdecimal() and len(n) < 10 for n in numbers):
        raise refused("why_no_number", where=where)
    a, b = map(int, numbers)
    if not 0 < a <= b:
        raise refused("why_no_number", where=where)
    return a, b


def refused(name: str, **given: object) -> UsageError:
    """A sentence of messages.toml as wrong usage, in both languages."""
    entry, worded = words("messages")[name], {k: Worded(v) for k, v in given.items()}
    english, korean = (entry[tongue].format_map(worded) for tongue in ("en", "ko"))
    return UsageError(f"{english} / {korean}", (english, korean))


def _pages_to_why(
    document: Document,
    blocks: Blocks,
    pieces: Sequence[LinePiece],
    trace: Trace,
    where: str | None,
) -> Why:
    count, asked = len(document.pages), where_to_numbers(where)
    if asked is None and count > 1:
        raise refused("why_which_page", pages=count)
    number = asked[0] if asked else 1
    if number > count or (asked and asked[0] != asked[1]):
        raise refused("why_no_page", where=where, pages=count)
    if number not in trace.sheets:
        raise refused("why_lost_page", page=number)
    page = page_to_why(trace, blocks.tables, number)
    inside = _cells_to_numbers(blocks.tables)
    outside = tuple(_pieces_to_outside(pieces, inside, number))
    return Why("page", (number,), count, page, page.tables, outside)


def _lines_to_why(blocks: Blocks, pieces: Sequence[LinePiece], where: str | None) -> Why:
    first, last = _where_to_lines(blocks, where)
    whys = (table_to_why(table) for table in blocks.tables)
    tables = tuple(why for why in whys if why.lines and _meets(why.lines, first, last))
    inside = _cells_to_numbers(blocks.tables)
    found = _pieces_to_outside(pieces, inside)
    outside = tuple(line for line in found if first <= line.line <= last)
    return Why("lines", (first, last), len(blocks.lines), None, tables, outside)


def _where_to_lines(blocks: Blocks, where: str | None) -> tuple[int, int]:
    """First and last line of what was asked for; one number is a page, where there are pages."""
    count, asked = max(len(blocks.lines), 1), where_to_numbers(where)
    if asked is None:
        return 1, count
    if blocks.pages and "-" not in (where or ""):
        own = [line.number for line in blocks.lines if line.page == asked[0]]
        if not own:
            raise refused("why_no_page", where=where, pages=blocks.pages)
        return own[0], own[-1]
    if asked[0] > count:
        raise refused("why_no_lines", where=where, lines=count)
    return asked[0], min(asked[1], count)


def _meets(lines: tuple[int, int], first: int, last: int) -> bool:
    return lines[0] <= last and first <= lines[1]


def _kept_to_why(
    blocks: Blocks, pieces: Sequence[LinePiece], where: str | None, headers: Mapping[int, str]
) -> Why:
    tables, asked = blocks.tables, where_to_numbers(where)
    if asked is not None and asked[1] > len(tables):
        raise refused("why_no_table", where=where, tables=len(tables))
    own = [t for t in tables if asked is None or asked[0] <= t.table_no <= asked[1]]
    outside: tuple[Outside, ...] = ()
    if asked is None:
        outside = tuple(_pieces_to_outside(pieces, _cells_to_numbers(tables)))
    kind, place = ("tables", ()) if asked is None else ("table", asked)
    whys = tuple(table_to_why(table, headers.get(table.table_no)) for table in own)
    return Why(kind, place, len(tables), None, whys, outside)


def _cells_to_numbers(tables: Sequence[Table]) -> set[int]:
    """The numbers of the lines that stand in a cell."""
    printed = [p for t in tables for c in t.cells for p in c.paragraphs]
    return {run.line.number for p in printed for run in p.runs}


def _pieces_to_outside(
    pieces: Sequence[LinePiece], inside: Set[int], page: int | None = None
) -> Iterator[Outside]:
    """The lines that stand in no cell (of one page), and of the others what nothing has read."""
    before: tuple[int, str] | None = None
    for piece in pieces:
        line, key = piece.line, (piece.line.number, piece.role)
        if piece.role == "blank" or (page is not None and line.page != page) or key == before:
            continue
        if line.number not in inside or piece.role == "unread":
            before = key
            text = " ".join(line.text.split())
            yield Outside(line.number, piece.role, text, line.box(), line.page)
