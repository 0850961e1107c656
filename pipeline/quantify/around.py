"""What stands around the tables of a report: the headings over each of them, and the columns that
only number their rows.
"""

from __future__ import annotations

import functools
import itertools
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import regex

from pipeline.lexicon import has
from pipeline.lexicon.normal import alike
from pipeline.model import Container
from pipeline.pattern import lazy_pattern, named
from pipeline.quantify.context import labels_to_key, labels_to_year
from pipeline.quantify.grain import labels_to_change
from pipeline.quantify.inherited import text_to_unit_line
from pipeline.quantify.labels import rows_to_labels

LONGEST_HEADING = 40
REACH = 12  # lines for which a declared unit holds
FARTHEST = 80  # lines over a table that are looked at
# How a heading begins, or that it stands in brackets as a whole; of each kind the nearest one over
# a table is its heading.
_HEADING = lazy_pattern(
    r"""\s*(?:(?P<square>[□■◆◇❖◈▣])|(?P<roman>[Ⅰ-ⅻ]\s?[.\s])|(?P<arabic>\d{1,2}\.\s)|(?P<hangul>[가-하]\.\s)
    |(?P<bracket>[(\[<〈【].{2,30}[)\]>〉】]\s*$)|(?P<circled>[①-⑳❶-❿])|(?P<private>[\ue000-\uf8ff]))""",
    regex.VERBOSE,
)
_UNIT_WORD = named("figures.unit_word")


@dataclass(frozen=True, slots=True)
class Around:
    """headings: table_no → short lines over the table, nearest first; numbered: (table_no, col) of
    columns that count 1, 2, 3.

    declared: id of a line → the unit that a line over it declares, “(단위: 억원)”.
    odd: columns and rows that are not surely counted in their table's unit (odd.py).
    dated: tables some of whose rows or columns name a year of their own.
    """

    headings: dict[int, tuple[str, ...]] = field(default_factory=dict)
    numbered: frozenset[tuple[int, int]] = frozenset()
    declared: dict[int, str] = field(default_factory=dict)
    odd: frozenset[tuple[int, str, int]] = frozenset()
    dated: frozenset[int] = frozenset()


def containers_to_around(containers: Sequence[Container]) -> Around:
    """The headings and numbering columns of all tables."""
    lines: list[tuple[int, str, str]] = []
    first: dict[int, int] = {}
    columns: dict[tuple[int, int], list[str]] = defaultdict(list)
    for c in containers:
        if c.kind == "cell" and c.table_no is not None:
            if c.printed.runs:
                first.setdefault(c.table_no, c.printed.runs[0].line.number)
            if c.header and c.col is not None and _is_serial(c):
                columns[c.table_no, c.col].append(c.printed.text)
        elif c.kind == "line" and (heading := _line_to_heading(c)):
            lines.append(heading)
    lines.sort()
    numbered = frozenset(key for key, values in columns.items() if counts_up(values))
    declared, dated = containers_to_declared(containers), containers_to_dated(containers)
    return Around(_headings(lines, first), numbered, declared, dated=dated)


def containers_to_dated(containers: Iterable[Container]) -> frozenset[int]:
    """The tables that tell years apart in a header or a row's label (’24년, 전기, 증감): of none of
    their columns what stands over the table says the year.
    """
    return frozenset(
        c.table_no
        for c in containers
        if c.table_no is not None and tells_years_apart(c.header, rows_to_labels(c.row_labels))
    )


@functools.lru_cache(maxsize=8192)
def tells_years_apart(header: tuple[str, ...], rows: tuple[str, ...]) -> bool:
    """Whether labels name a year, the year before, or a change against it.

    >>> [tells_years_apart((head,), ()) for head in ("’24년 예산", "전기", "증감", "예산")]
    [True, True, True, False]
    """
    if labels_to_year(header, rows) or labels_to_key("figure_role", header, rows) == "prior":
        return True
    return labels_to_change(header, rows)


def _is_serial(cell: Container) -> bool:
    """The head over a cell numbers a column as often as it counts: 회, 기수."""
    return has(cell.header[-1], "serial_head") and not cell.is_header


def _line_to_heading(line: Container) -> tuple[int, str, str] | None:
    """Number, kind and text of a line that may be a heading."""
    if not line.printed.runs or len(line.printed.text) > LONGEST_HEADING:
        return None
    hit = _HEADING.match(line.printed.text)
    return (line.printed.runs[0].line.number, hit.lastgroup or "", hit.string) if hit else None


def containers_to_declared(containers: Sequence[Container]) -> dict[int, str]:
    """The lines that stand under a line with a declared unit: as far as its heading reaches, or the
    next table, or a dozen lines.
    """
    found: dict[int, str] = {}
    spoken, left, under = "", 0, None
    for c in containers:
        if c.kind == "cell":
            left = 0
        elif (
            declaration := text_to_unit_line(alike(c.printed.text))
            if _UNIT_WORD.search(c.printed.text)
            else None
        ):
            spoken, left, under = declaration, REACH, c.line_above
        elif left and (_HEADING.match(c.printed.text) is None or c.line_above == under):
            left -= 1
            found[id(c)] = spoken
        else:
            left = 0
    return found


def _headings(
    lines: list[tuple[int, str, str]], tables: dict[int, int]
) -> dict[int, tuple[str, ...]]:
    """For each table the nearest heading of every kind over it, nearest first."""
    starts = [number for number, _, _ in lines]
    headings = {}
    for table, number in tables.items():
        at = bisect_left(starts, number)
        found: dict[str, str] = {}
        for _, kind, text in reversed(lines[max(0, at - FARTHEST) : at]):
            found.setdefault(kind, text)
        if found:
            headings[table] = tuple(found.values())
    return headings


def counts_up(values: Sequence[str]) -> bool:
    """Every number is 1 or one more than the one before it, and some are more than 1: the column
    numbers its rows.

    >>> counts_up(["1", "2", "3", "1", "1", "2"]), counts_up(["2", "1", "4"]), counts_up(["1", "1", "1"])
    (True, False, False)
    """
    numbers = [int(v) for v in values if v.isdecimal()]
    if len(numbers) < len(values) or max(numbers, default=0) < 2 or numbers[0] != 1:
        return False
    return all(n in (1, before + 1) for before, n in itertools.pairwise(numbers))
