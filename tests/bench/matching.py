"""Rows of two published reports matched by what they say and where it stands, never by their ids:
what was gained, what was lost, what changed.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = dict[str, Any]
Key = tuple[Any, ...]

# Two tables are the same one if they share this part of their filled cells' texts (Dice): below it,
# forms of one kind on one page (회의록, 집행내역) would be taken for one another.
SAME_TABLE = 0.3

# Ids and places that count on: a row more before them moves all that follow. What they stand for is
# compared instead (a programme's title, the quotes of the operands).
COUNTED_ON = frozenset(
    (
        *("report_id", "year", "quantity_id", "check_id", "programme_uid", "programme_id"),
        *("programme_seq", "programme_no", "area_no", "group_no", "achievement_no", "table_no"),
        *("parent_table_no", "parent_row", "parent_col", "row", "col"),
        *("start_offset", "end_offset", "piece", "cause"),
    )
)
LINE_NUMBERS = frozenset({"first_line", "last_line", "source_line"})
BOX = ("x0", "top", "x1", "bottom")

# From strict to loose: what is left by one key is tried with the next. A key with nothing but null
# and the page matches nothing.
LADDERS: dict[str, tuple[tuple[str, ...], ...]] = {
    "areas": (("area_title",), ("printed_no",)),
    "groups": (("group_title", "printed_no"), ("group_title",)),
    "programmes": (("page", "title"), ("title",), ("page", "printed_no", "group_title")),
    "achievements": (("page", "text"), ("page", "x0", "top"), ("page", "first_line")),
    "quantities": (
        ("page", "quote", *BOX, "first_line", "start_offset"),
        ("page", "quote", "x0", "top"),
        ("page", "quote", "first_line"),
        ("page", "x0", "top"),
        ("page", "x1", "bottom"),
        ("page", "quote", "measure", "value"),
    ),
    "left_out": (
        ("page", "quote", *BOX, "first_line", "start_offset"),
        ("page", "quote", "x0", "top"),
        ("page", "quote", "first_line"),
        ("page", "x0", "top"),
    ),
    "checks": (
        ("type", "page", "statement", *BOX, "first_line"),
        ("type", "page", "statement", "x0", "top"),
        ("page", "statement", "x0", "top"),
        ("type", "page", "x0", "top"),
        ("type", "statement", "first_line"),
    ),
    "problems": (
        ("code", "page", *BOX, "source_line"),
        ("code", "page", "x0", "top"),
        ("code", "page"),
    ),
    "lines": (("page", "text"),),
    "reports": (("source",),),
}
PLACE = frozenset({"page", *BOX})
# Keys that may be without a place: a whole report's problem has none.
ALONE = frozenset({"code", "source", "area_title", "group_title", "title", "text", "measure"})


@dataclass(slots=True)
class Difference:
    """What two sides of one table of rows have: as many `equal`, rows of one side alone, and pairs
    with the columns that differ. `silent`: only numbers that count on differ.
    """

    equal: int = 0
    gained: list[Row] = field(default_factory=list)
    lost: list[Row] = field(default_factory=list)
    changed: list[tuple[Row, Row, tuple[str, ...]]] = field(default_factory=list)
    silent: bool = False

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.changed or self.silent)

    def columns(self) -> Counter[str]:
        """How many of the changed rows differ in a column."""
        return Counter(c for _, _, columns in self.changed for c in columns)


def frozen(value: Any) -> Any:
    """A value that can be a key: lists become tuples."""
    return tuple(map(frozen, value)) if isinstance(value, list) else value


def compared_columns(a: Sequence[Row], b: Sequence[Row], numbered: bool) -> list[str]:
    """Columns that both sides have and that are compared; line numbers only where the source has
    lines of its own (`numbered`: text).
    """
    if not a or not b:
        return []
    passed = COUNTED_ON if numbered else COUNTED_ON | LINE_NUMBERS
    return [c for c in a[0] if c in b[0] and c not in passed]


def pair(
    a: Iterable[Row], b: Iterable[Row], key: Callable[[Row], Key | None]
) -> tuple[list[tuple[Row, Row]], list[Row], list[Row]]:
    """Rows of one key paired in their order; the pairs, and what is left on either side.

    >>> left, right = [{"n": 1}, {"n": 2}], [{"n": 2}, {"n": 3}]
    >>> pair(left, right, lambda row: (row["n"],))
    ([({'n': 2}, {'n': 2})], [{'n': 1}], [{'n': 3}])
    """
    waiting: dict[Key | None, deque[Row]] = defaultdict(deque)
    for row in b:
        waiting[key(row)].append(row)
    waiting.pop(None, None)
    pairs: list[tuple[Row, Row]] = []
    left: list[Row] = []
    for row in a:
        if found := waiting.get(key(row)):
            pairs.append((row, found.popleft()))
        else:
            left.append(row)
    taken = {id(new) for _, new in pairs}
    return pairs, left, [row for row in b if id(row) not in taken]


def columns_to_key(columns: Sequence[str]) -> Callable[[Row], Key | None]:
    """A row's key by some of its columns; None where it would say too little: nothing but null
    beside the place, or no place where one is wanted.
    """
    boxed = set(columns) & set(BOX)
    telling = set(columns) - PLACE or boxed
    placing = boxed | set(columns) & LINE_NUMBERS
    alone = bool(ALONE & set(columns))

    def key(row: Row) -> Key | None:
        if _any(row, telling) and (alone or _any(row, placing)):
            return tuple(frozen(row.get(c)) for c in columns)
        return None

    return key


def _any(row: Row, columns: Iterable[str]) -> bool:
    return any(row.get(c) is not None for c in columns)


def rows_to_difference(
    kind: str, a: Sequence[Row], b: Sequence[Row], numbered: bool = False
) -> Difference:
    """Rows of one report and table, before and after. First those that are equal in all that is
    compared, then along the ladder of the kind.
    """
    columns = compared_columns(a, b, numbered)
    a, b = list(a), list(b)
    pairs, left, right = pair(a, b, lambda row: tuple(frozen(row[c]) for c in columns) or None)
    found = Difference(equal=len(pairs))
    for rung in LADDERS[kind]:
        pairs, left, right = pair(left, right, columns_to_key(rung))
        for old, new in pairs:
            differing = tuple(c for c in columns if frozen(old[c]) != frozen(new[c]))
            found.changed.append((old, new, differing))
    found.lost, found.gained = left, right
    return found


# -- tables ---------------------------------------------------------------------------------------


def tables_with_cells(tables: Iterable[Row], cells: Iterable[Row]) -> list[Row]:
    """Every table with its cells in the column `cells`."""
    of: dict[int, list[Row]] = defaultdict(list)
    for cell in cells:
        of[cell["table_no"]].append(cell)
    return [table | {"cells": of[table["table_no"]]} for table in tables]


def texts(table: Row) -> Counter[str]:
    """The filled cells' texts."""
    return Counter(c["text"] for c in table["cells"] if c["text"])


def likeness(a: Row, b: Row) -> float:
    """How much of two tables' texts is the same (Dice), 0 if they share no page; tables without any
    text are alike if they are of one shape.
    """
    if not _one_page(a, b):
        return 0.0
    mine, theirs = texts(a), texts(b)
    if not mine and not theirs:
        return float((a["rows"], a["cols"]) == (b["rows"], b["cols"]))
    return 2 * (mine & theirs).total() / (mine.total() + theirs.total())


def _one_page(a: Row, b: Row) -> bool:
    if a["page_first"] is None or b["page_first"] is None:
        return bool(a["page_first"] == b["page_first"])
    return bool(a["page_first"] <= b["page_last"] and b["page_first"] <= a["page_last"])


def tables_to_difference(a: Sequence[Row], b: Sequence[Row]) -> Difference:
    """Tables with their cells, before and after: each of the one side to the most alike of the
    other, the most alike first, at one likeness in their order.
    """
    alike = [(-likeness(t, u), i, j) for i, t in enumerate(a) for j, u in enumerate(b)]
    found, mine, theirs = Difference(), set(range(len(a))), set(range(len(b)))
    for unlike, i, j in sorted(alike):
        if -unlike < SAME_TABLE or i not in mine or j not in theirs:
            continue
        mine.remove(i)
        theirs.remove(j)
        if differing := table_to_changes(a[i], b[j]):
            found.changed.append((a[i], b[j], differing))
        else:
            found.equal += 1
    found.lost, found.gained = [a[i] for i in sorted(mine)], [b[j] for j in sorted(theirs)]
    return found


# In what the cells of two tables may differ; the first that holds is told, `texts` always.
CELL_CHANGES = {
    "grid": ("row", "col", "row_span", "col_span"),
    "places": ("row", "col", "text"),
    "header_path": ("row", "col", "header_path"),
    "carried": ("row", "col", "carried"),
    "boxes": BOX,
}


def table_to_changes(a: Row, b: Row) -> tuple[str, ...]:
    """In what two tables differ: grid (places and spans of cells), texts, places (texts that
    changed cells), headers, boxes, or columns of the table by name.
    """
    changes = ["texts"] if texts(a) != texts(b) else []
    for name, columns in CELL_CHANGES.items():
        if (not changes or name == "grid") and _differ(a, b, columns):
            changes.insert(0, name)
    passed = COUNTED_ON | {"cells", "rows", "cols"}
    changes += [c for c in a if c in b.keys() - passed and a[c] != b[c]]
    return tuple(changes)


def _differ(a: Row, b: Row, columns: Sequence[str]) -> bool:
    """Whether the cells differ in these columns, of those that both sides have."""
    mine, theirs = (set((t["cells"] or [{}])[0]) for t in (a, b))
    both = [c for c in columns if c in mine & theirs]
    return _cells(a, both) != _cells(b, both)


def _cells(table: Row, columns: Sequence[str]) -> Counter[Key]:
    return Counter(tuple(frozen(cell.get(c)) for c in columns) for cell in table["cells"])
