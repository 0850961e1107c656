"""What layout keeps of its own steps for somebody who asks why; nothing is kept where nobody does.

with traced() as trace:
    blocks = lay_out(document)
trace.sheets[4].tables[0].basis
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from pipeline.layout.sheets import Sheet
    from pipeline.layout.turned import Turn
    from pipeline.layout.whole import JoinedTable
    from pipeline.model import Page

Basis = TypeVar("Basis")


@dataclass(slots=True, eq=False)
class Trace:
    """By page number: the page without what nobody sees, what was made of it, and its turn where
    it is printed on its side; and the tables, joined over pages. By number of a table of an office
    file the evidence for its header.
    """

    pages: dict[int, Page] = field(default_factory=dict)
    sheets: dict[int, Sheet] = field(default_factory=dict)
    turns: dict[int, Turn] = field(default_factory=dict)
    joined: list[JoinedTable] = field(default_factory=list)
    headers: dict[int, str] = field(default_factory=dict)


_TRACE: ContextVar[Trace | None] = ContextVar("trace", default=None)


@contextmanager
def traced() -> Iterator[Trace]:
    """Within it layout keeps what it goes through.

    >>> with traced() as trace:
    ...     kept("a reason"), trace.sheets
    ('a reason', {})
    """
    trace = Trace()
    token = _TRACE.set(trace)
    try:
        yield trace
    finally:
        _TRACE.reset(token)


def kept(basis: Basis) -> Basis | None:
    """What something was made from, where somebody asked for it.

    >>> kept("a reason") is None
    True
    """
    return basis if _TRACE.get() is not None else None


def keep_header(table_no: int, evidence: str | None) -> None:
    """Notes by what a table's header was known, where somebody asked for it.

    >>> with traced() as trace:
    ...     keep_header(2, "shaded")
    >>> trace.headers
    {2: 'shaded'}
    """
    trace = _TRACE.get()
    if trace is not None and evidence is not None:
        trace.headers[table_no] = evidence


def keep_pages(
    pages: Sequence[Page],
    sheets: Sequence[Sheet],
    turns: Mapping[int, Turn],
    joined: Sequence[JoinedTable],
) -> None:
    """Notes pages and what was made of them, where somebody asked for it."""
    trace = _TRACE.get()
    if trace is not None:
        trace.joined += joined
        trace.pages.update((page.number, page) for page in pages)
        trace.sheets.update((sheet.number, sheet) for sheet in sheets)
        trace.turns.update(turns)
