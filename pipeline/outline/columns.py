"""What the words of a column's header say that the column holds."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

from pipeline.lexicon.headers import COUPLED, header_words, parts_to_role
from pipeline.lexicon.twins import label_to_twin
from pipeline.model import Cell, Table
from pipeline.outline.grids import table_to_cover
from pipeline.pattern import lazy_pattern, named
from pipeline.text import bullet_at, close_up

BRACKET = lazy_pattern(r"[(（\[<][^()（）\[\]<>]{0,40}[)）\]>]")
YEAR = named("outline.year_before")
FIGURE = lazy_pattern(
    r"[△▲+-]?\s?\d(?:[\d,]*\d)?(?:\.\d+)?\s?[^\s\d.,)]{0,6}|[-－–]"
)  # never “1.예산학교”, a numbered title


def header_to_role(header: str) -> str | None:
    """The role that a column's header names, None if it names none; of a path, the innermost part
    that names one.

    >>> header_to_role("예산(백만원)"), header_to_role("단 위 사 업"), header_to_role("’24년 추진실적"), header_to_role("나이")
    ('budget', 'programme', 'achievements', None)
    >>> header_to_role("추진내용 및 성과"), header_to_role("2024년 주요 추진내용 및 실적"), header_to_role("세부시행과제")
    ('achievements', 'achievements', 'programme')
    """
    return next(
        (role for part in reversed(header.split(" > ")) if (role := word_to_role(part))), None
    )


@functools.lru_cache(maxsize=4096)
def word_to_role(word: str) -> str | None:
    """The role of one header cell's words."""
    bare = close_up(label_to_twin(BRACKET.sub("", word).strip())).strip("*:·")
    for text in (bare, YEAR.sub("", bare)):
        if text in header_words():
            return header_words()[text]
    coupled = parts_to_role([YEAR.sub("", p) for p in COUPLED.split(bare) if p])
    if coupled:
        return coupled
    ends = [w for w in header_words() if len(w) >= 4 and bare.endswith(w)]
    return header_words()[max(ends, key=len)] if ends else None


def only_ends_so(word: str) -> bool:
    """Whether a text has a role for its ending alone: a programme's title may end in 프로그램.

    >>> only_ends_so("사회통합프로그램"), only_ends_so("프로그램"), only_ends_so("’24년 추진실적")
    (True, False, False)
    """
    bare = close_up(BRACKET.sub("", word)).strip("*:·")
    return (
        not {bare, YEAR.sub("", bare)} & set(header_words())
        and parts_to_role([p for p in COUPLED.split(bare) if p]) is None
    )


def column_headers(table: Table) -> list[str]:
    """The header path over every column, outermost first, joined with " > "; "" where there is
    none.
    """
    cover = table_to_cover(table)
    paths = []
    for col in range(table.cols):
        texts: list[str] = []
        for row in range(table.header_rows):
            cell = cover.get((row, col))
            if cell and cell.text and (not texts or texts[-1] != cell.text):
                texts.append(cell.text)
        paths.append(" > ".join(t.replace("\n", " > ") for t in texts))
    return paths


def body_cells(table: Table, col: int) -> list[Cell]:
    """The anchor cells of a column below the header, full-width ones left out."""
    return [
        c
        for c in table.cells
        if c.col == col and c.row >= table.header_rows and c.col_span < max(2, table.cols)
    ]


def share(cells: Sequence[Cell], test: Callable[[Cell], bool]) -> float:
    """The share of cells that pass a test, 0 of none."""
    return sum(bool(test(c)) for c in cells) / len(cells) if cells else 0.0


def filled_cells(table: Table, col: int) -> list[Cell]:
    """The body cells of a column that hold text."""
    return [c for c in body_cells(table, col) if c.text]


def is_prose(table: Table, col: int) -> bool:
    """Whether a column holds sentences or marked lines rather than figures or names."""
    return share(filled_cells(table, col), _is_sentence) > 0.5


def _is_sentence(cell: Cell) -> bool:
    text = cell.text.strip()
    return (
        bullet_at(text) is not None
        or len(text) > 25
        or (FIGURE.fullmatch(text) is None and len(text) > 12)
    )


def is_figures(table: Table, col: int) -> bool:
    """Whether most filled cells of a column hold a figure and nothing else."""
    return (
        share(filled_cells(table, col), lambda c: FIGURE.fullmatch(c.text.strip()) is not None)
        > 0.5
    )
