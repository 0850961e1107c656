"""Programme tables whose header says nothing that we know: a column of marked lines, and left of it
one of names that all differ.
"""

from __future__ import annotations

from pipeline.model import Table
from pipeline.outline.columns import filled_cells, is_figures
from pipeline.outline.roles import Roles
from pipeline.pattern import lazy_pattern
from pipeline.text import bullet_at, close_up

FEWEST = 5  # rows
MOSTLY = 0.6  # of the cells open with a mark
LONGEST_TITLE = 45  # characters
FIGURE = lazy_pattern(r"\d[\d,.]*\s?(?:[가-힣%％㎡㎞]|[a-z])")  # with its counter
LINE_MARKS = ("circle", "dash", "dot")
NO_TITLES = (
    "label",
    "area",
    "department",
    "number",
    "remarks",
    "achievements",
)  # what their header says they hold
NO_LINES = (
    "programme",
    "group",
    "area",
    "department",
    "plan",
    "remarks",
)  # “구분 | 주요사업” is an overview


def shape_to_roles(table: Table, roles: Roles) -> Roles | None:
    """The roles of a table's columns by what stands in them; None where they do not make it a
    programme table.

    Source: every city has its own word for programmes; no other table has a line of names beside a
    line of marked lines.
    """
    if table.parent is not None:
        return None
    marked = [c for c in range(1, table.cols) if roles[c] not in NO_LINES and is_marked(table, c)]
    lines = max(marked, key=lambda c: sum(len(x.text) for x in filled_cells(table, c)), default=0)
    title = next(
        (c for c in range(lines - 1, -1, -1) if roles[c] not in NO_TITLES and all_differ(table, c)),
        None,
    )
    if title is None or len(filled_cells(table, title)) > len(filled_cells(table, lines)):
        return None
    found: Roles = [
        "content" if r in ("area", "group", "programme", "achievements") else r for r in roles
    ]
    found[title], found[lines] = "programme", "achievements"
    coarse = [c for c in range(title) if stands_over(table, c, title)]
    for col, role in zip(reversed(coarse), ("group", "area"), strict=False):
        found[col] = role
    return found


def is_marked(table: Table, col: int) -> bool:
    """Whether most cells of a column open with a mark of lines (○, -, •), half of them with a
    figure behind it.

    Source: tables of rules mark their cases (“- 관리비 계약서”), too; what was achieved is counted.
    """
    cells = filled_cells(table, col)
    lines = [c for c in cells if (b := bullet_at(c.text)) is not None and b.family in LINE_MARKS]
    told = [c for c in lines if FIGURE.search(c.text)]
    return (
        len(cells) >= FEWEST and len(lines) >= MOSTLY * len(cells) and len(told) * 2 >= len(lines)
    )


def all_differ(table: Table, col: int) -> bool:
    """Whether a column holds names, each once: no figures, no sentences, no marked lines."""
    texts = [close_up(c.text) for c in filled_cells(table, col)]
    named = len(texts) >= FEWEST and len(set(texts)) == len(texts) and not is_figures(table, col)
    return named and max(map(len, texts)) <= LONGEST_TITLE and not is_marked(table, col)


def stands_over(table: Table, col: int, title: int) -> bool:
    """Whether a column's labels are merged over several names."""
    cells = filled_cells(table, col)
    return (
        0 < len(cells) < len(filled_cells(table, title))
        and any(c.row_span > 1 for c in cells)
        and not is_figures(table, col)
    )
