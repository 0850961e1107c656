"""How surely the operands of an accusation were read. What was told by alignment alone, or in
doubt, accuses nobody.

A border between columns or rows that no rule draws may be told wrongly: then a figure stands in its
neighbour's place and every check over it fails, though the print is right. So an accusation is
given up where our own reading explains it as well as a misprint does.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from pipeline.lexicon import words
from pipeline.model import Problem, Quantity, Report
from pipeline.pattern import lazy_pattern
from pipeline.reconcile.judge import Outcome
from pipeline.reconcile.row_headers import rows_beside

At = tuple[int, int, int]
MALFORMED = lazy_pattern(
    r"(?<![\d,.])0\d|\d,\d{1,2}(?![\d,])"
)  # 033954, 2,46: digits of two figures, or of half a one
UNGROUPED = lazy_pattern(r"(?<![\d,.])[1-9]\d{3,}(?![\d,])")
GROUPED = lazy_pattern(r"\d,\d{3}")
FEWEST_GROUPED = 3  # figures with commas before one without is odd


class Reading:
    """What of one report was read in doubt: lines, rows, cells, or the grid of a whole table."""

    def __init__(
        self,
        report: Report,
        figures: Iterable[Quantity],
        unread_lines: int = 0,
        *,
        rows_met: bool = False,
    ) -> None:
        codes = words("claims")["doubts"]
        ruled = {t.table_no for t in report.tables if t.is_certain}
        own = {p.table_no for p in report.programmes}
        self.unread = unread_lines
        self.named = sum(1 for p in report.problems if p.code in codes["codes"])
        self.beside = rows_beside(report)
        self.aligned = {t.table_no for t in report.tables if t.origin == "aligned"}
        self.loose = {t.table_no for t in report.tables} - ruled
        self.rows = {
            p.programme_id
            for p in report.problems
            if p.code in codes["rows"] and p.programme_id is not None
        }
        self.by_alignment = bool(own & self.aligned)  # the programme rows themselves
        self.unruled = not own & ruled
        told = [
            p
            for p in report.problems
            if p.code in codes["whole"]
            or (self.unruled and not rows_met and p.code in codes["loose"])
        ]
        self.incomplete = bool(told) or bool(unread_lines)  # a row may be missing
        lost = bool(unread_lines) or any(not by_a_row(p) for p in told)
        self.whole = self.unruled and lost  # any line may be any programme's
        self.cells: set[At] = {
            (t.table_no, c.row, c.col) for t in report.tables for c in t.cells if c.doubt
        }
        self.lines = self._doubtful_lines(figures)

    def _doubtful_lines(self, figures: Iterable[Quantity]) -> set[tuple[int, int]]:
        """Rows of tables without rules in which a cell holds two figures, or one that was glued
        from two.
        """
        cells: Counter[At] = Counter()
        grouped: Counter[int] = Counter()
        odd: set[tuple[int, int]] = set()
        glued: list[tuple[int, int]] = []
        for q in figures:
            c = q.container
            if (
                c.table_no not in self.loose
                or c.kind != "cell"
                or c.row is None
                or c.col is None
                or c.is_header
            ):
                continue
            cells[c.table_no, c.row, c.col] += (
                "(" not in c.printed.text and "→" not in c.printed.text
            )
            grouped[c.table_no] += bool(GROUPED.search(q.quote))
            odd |= {(c.table_no, c.row)} if MALFORMED.search(q.quote) else set()
            glued += [(c.table_no, c.row)] if UNGROUPED.search(q.quote) else []
        odd |= {at for at in glued if grouped[at[0]] >= FEWEST_GROUPED}
        return odd | {(table, row) for (table, row, _), count in cells.items() if count > 1}

    @property
    def row_doubts(self) -> int:
        """How many lines or problems of the reading could explain a row that a stated count misses;
        0 where every line was read.
        """
        return self.unread + self.named + self.by_alignment + self.beside

    @property
    def in_order(self) -> bool:
        """Whether every line was read and none was put to its row by order or layout alone."""
        return not self.unread and not self.rows and not self.whole

    def explains(self, outcome: Outcome, stated: Quantity) -> bool:
        """Whether our reading may be the reason for this disagreement."""
        figures = (stated, *outcome.operands)
        if any(self.in_odd_cell(q) for q in figures):
            return True
        if len({id(q.container) for q in figures}) == 1:
            return self.torn(figures)
        if outcome.claim.type == "sum_of_rows" and stated.container.table_no in self.loose:
            # a row lost or taken twice is likelier than a wrong total, unless others hold
            return not outcome.proof or self.misplaced(figures)
        return self.misplaced(figures)

    def torn(self, figures: Sequence[Quantity]) -> bool:
        """Whether one text may be made of two cells' lines: only where nothing parts them, and rows
        were lost.
        """
        mixed = (
            any(q.container.programme_id in self.rows for q in figures)
            or len({first_line(q) for q in figures}) > 1
        )
        return self.whole and mixed

    def misplaced(self, figures: Sequence[Quantity]) -> bool:
        """Whether figures of several lines may belong to other rows than they were given."""
        places = {(q.container.programme_id, q.container.table_no) for q in figures}
        programmes = {programme for programme, _ in places if programme is not None}
        loose = bool(programmes) or any(table in self.loose for _, table in places)
        return bool(programmes & self.rows) or (
            loose and (self.whole or (self.incomplete and len(programmes) > 1))
        )

    def in_odd_cell(self, figure: Quantity) -> bool:
        c = figure.container
        if c.table_no is None or c.row is None or c.col is None or c.kind != "cell":
            return False
        return (c.table_no, c.row, c.col) in self.cells or (c.table_no, c.row) in self.lines


def by_a_row(problem: Problem) -> bool:
    """Whether a stated count misses a row or two at most: two rows were taken for one, but the
    others hold what they should.
    """
    said = dict(problem.words)
    stated, rows = (int(said[k]) if said.get(k, "").isdigit() else 0 for k in ("stated", "rows"))
    return problem.code == "number_gap" or 0 < abs(stated - rows) <= max(1, stated // 10) < rows


def first_line(figure: Quantity) -> int | None:
    return figure.container.printed.place(figure.start, figure.end).first_line
