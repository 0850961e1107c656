"""All that was made of one file: what the stages gave, side by side, ready to be published."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.model.blocks import Line
from pipeline.model.checks import Check
from pipeline.model.document import Source
from pipeline.model.figures import LeftOut, Quantity
from pipeline.model.problem import Problem
from pipeline.model.report import Report


@dataclass(frozen=True, slots=True)
class LinePiece:
    """A piece of a line with its role; the pieces of a line, joined, are the line. piece counts
    from 1.
    """

    line: Line
    piece: int
    text: str
    role: str
    programme_id: str | None = None


@dataclass(frozen=True, slots=True)
class Extraction:
    """One file's everything. A file that could not be read has status "failed", a problem, and
    nothing else.
    """

    source: Source
    status: str  # read, partial, failed
    pages: int | None = None
    report: Report | None = None
    pieces: tuple[LinePiece, ...] = ()
    quantities: tuple[Quantity, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    checks: tuple[Check, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def unread_lines(self) -> int:
        """Lines that have at least one unread piece."""
        return len({p.line.number for p in self.pieces if p.role == "unread"})

    @property
    def hidden_characters(self) -> int:
        """Characters that a reader of the printed page does not see, without blanks."""
        return sum(len("".join(p.text.split())) for p in self.pieces if p.role == "hidden")
