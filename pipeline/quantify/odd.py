"""Lines of a table whose figures are not surely counted in the unit over it.

“(단위: 백만원)” speaks for a whole table, and one column of it may hold something else: growth or an
index under a word that no list knows, a rate printed with decimals beside whole amounts. Such
figures do not take the table's unit; they are published as printed, in doubt.

What is ordinary stays so: names of cities, bureaus and programmes over amounts, years, heads that
name money or what is counted in that unit.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pipeline.lexicon import ends_in
from pipeline.lexicon.normal import alike
from pipeline.lexicon.twins import is_twin, label_to_twin
from pipeline.model import Container
from pipeline.pattern import lazy_pattern
from pipeline.quantify.bare import cell_to_declared, header_unit, labels_to_dimension
from pipeline.quantify.claim_grid import label_core, total_rank
from pipeline.quantify.labels import header_to_wording, rows_to_labels

Head = Literal["known", "noun", "latin", "no_amount"]
Place = tuple[int, str, int]  # a table, "col" or "row", its number

_PLAIN = lazy_pattern(r"[\s(△▲▽▼+-]*(?P<whole>\d[\d,]{0,24})(?P<part>\.\d{1,8})?[\s)]*")
_HANGUL = lazy_pattern(r"[가-힣]")
_LATIN = lazy_pattern(r"[A-Za-z]")
_DIMENSIONS = frozenset({"mark", "rate"})  # units of figures that are no amounts themselves
SHORTEST_WORD = 2  # letters; one alone marks a column, a quarter or an estimate
LARGEST_RATE = 1000  # a figure with decimals from here on is an amount: no rate of the reports is
# How much larger the amounts beside are (their middle one) than figures with decimals that are none
# of them. Evidence: home ownership 57.8 to 61.3 (%) beside 719,348 households and more, 75.5 (%)
# beside 148,178 (백만원), 0.1 (㎢) beside 74 places; shares of one whole (7.5, 12, 20) are not.
TIMES, TIMES_OF_ONE = 10, 100


@dataclass(frozen=True, slots=True)
class _Figure:
    """One bare figure that takes its table's unit, and what its heads are."""

    row: int
    col: int
    size: float
    decimals: bool
    dimension: str
    heads: tuple[str, ...]  # the innermost first
    sides: tuple[str, ...]


def containers_to_odd(containers: Iterable[Container]) -> frozenset[Place]:
    """The columns and rows whose bare figures do not surely have their table's one unit.

    >>> from pipeline.model import Printed
    >>> place = {"table_no": 1, "row": 1, "unit": "백만원"}
    >>> containers_to_odd(
    ...     Container("cell", "table", Printed(text), col=n, header=(head,), **place)
    ...     for n, (head, text) in enumerate([("2023년", "400"), ("2024년", "500"), ("Index", "125")])
    ... )
    frozenset({(1, 'col', 2)})
    """
    tables: dict[int, list[_Figure]] = defaultdict(list)
    for container in containers:
        if container.table_no is not None and (figure := _container_to_figure(container)):
            tables[container.table_no].append(figure)
    return frozenset(place for table in tables.items() for place in _table_to_odd(*table))


def _container_to_figure(container: Container) -> _Figure | None:
    """The one bare figure of a cell, where it would take the unit of its table."""
    if container.kind != "cell" or container.is_header or not container.unit:
        return None
    plain = _PLAIN.fullmatch(alike(container.printed.text))
    if plain is None or container.row is None or container.col is None:
        return None
    declared, source, _ = cell_to_declared(container)
    if declared is None or source != "caption":
        return None
    return _Figure(
        container.row,
        container.col,
        float(plain["whole"].replace(",", "") + (plain["part"] or "")),
        plain["part"] is not None,
        declared.unit.dimension,
        container.header[::-1],
        rows_to_labels(container.row_labels)[::-1],
    )


def _table_to_odd(table: int, figures: Sequence[_Figure]) -> set[Place]:
    amounts = [f for f in figures if f.dimension not in _DIMENSIONS]
    columns: dict[int, list[_Figure]] = defaultdict(list)
    rows: dict[int, list[_Figure]] = defaultdict(list)
    for figure in amounts:
        columns[figure.col].append(figure)
        rows[figure.row].append(figure)
    heads = {n: many[0].heads for n, many in columns.items()}
    sides = {n: many[0].sides for n, many in rows.items()}
    worded = _worded_otherwise({n: labels_to_head(labels) for n, labels in heads.items()})
    columns_odd = worded | _printed_otherwise(columns, heads)
    return {
        *((table, "col", n) for n in columns_odd),
        *((table, "row", n) for n in _printed_otherwise(rows, sides)),
    }


def _worded_otherwise(heads: Mapping[int, Head]) -> set[int]:
    """The columns whose head names no amount, and those under a word in Latin letters that no list
    knows, unless most of the other heads are names too (KOTRA beside 가온공단 and 나래공단).

    >>> sorted(_worded_otherwise({1: "known", 2: "known", 3: "latin", 4: "no_amount"}))
    [3, 4]
    >>> _worded_otherwise({1: "noun", 2: "noun", 3: "latin"})
    set()
    """
    others = sum(head in ("noun", "latin") for head in heads.values()) - 1
    named = others > 0 and others * 2 >= len(heads) - 1
    return {
        n for n, head in heads.items() if head == "no_amount" or (head == "latin" and not named)
    }


def _printed_otherwise(
    lines: Mapping[int, Sequence[_Figure]], labels: Mapping[int, tuple[str, ...]]
) -> set[int]:
    """The lines whose figures all have decimals, beside others that are whole and much larger; not
    those whose labels name what the unit measures.
    """
    odd = {n for n, line in lines.items() if _like_rates(line) and not _fits(labels[n], line[0])}
    others = [f for n, line in lines.items() if n not in odd for f in line]
    middle = _middle_whole(others)
    return {n for n in odd if middle >= _times(lines[n]) * max(f.size for f in lines[n])}


def _middle_whole(figures: Sequence[_Figure]) -> float:
    """The middle one of whole figures; 0 where there are none or one has decimals."""
    if not figures or any(f.decimals for f in figures):
        return 0
    return sorted(f.size for f in figures)[len(figures) // 2]


def _like_rates(line: Sequence[_Figure]) -> bool:
    return all(f.decimals and f.size < LARGEST_RATE for f in line)


def _times(line: Sequence[_Figure]) -> int:
    return TIMES if len(line) > 1 else TIMES_OF_ONE


def _fits(labels: tuple[str, ...], figure: _Figure) -> bool:
    """The labels name what the unit measures: 예산 over 백만원."""
    return labels_to_dimension(tuple(map(label_to_twin, labels))) == figure.dimension


@functools.lru_cache(maxsize=4096)
def labels_to_head(labels: tuple[str, ...]) -> Head:
    """What the heads over a column are, the innermost that speaks: a word that a list knows, a
    name, a word in Latin letters, or one that names no amount.

    >>> [labels_to_head((t,)) for t in ("2024년", "합계", "Total", "가온시", "Index", "물가지수")]
    ['known', 'known', 'known', 'noun', 'latin', 'no_amount']
    """
    for label in labels:
        core = label_core(label)
        if ends_in(core, "no_amount_ending"):
            return "no_amount"
        if is_twin(label) or total_rank(core) or _asks_unit(label):
            return "known"
        if header_to_wording(label) is not None:
            return "noun" if _is_name(label) else "latin"
    return "known"


def _asks_unit(label: str) -> bool:
    """The label names money or what is counted, or a unit itself."""
    return labels_to_dimension((label,)) is not None or header_unit(label) is not None


def _is_name(label: str) -> bool:
    """The label has Hangul, or no word at all: “1Q”, “A”, “2024E”."""
    return bool(_HANGUL.search(label)) or len(_LATIN.findall(label)) < SHORTEST_WORD


def is_odd(container: Container, odd: frozenset[Place]) -> bool:
    """Whether a cell stands in such a column or row."""
    table, row, col = container.table_no, container.row, container.col
    if table is None or row is None or col is None:
        return False
    return (table, "col", col) in odd or (table, "row", row) in odd
