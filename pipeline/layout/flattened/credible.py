"""Whether what was found among the blanks of a text is a table: sentences that a converter spread
over their line have gaps in columns too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np

from pipeline.layout.grid.learnt import reasons_to_weights
from pipeline.layout.headers import FIGURE, YEAR
from pipeline.layout.rulings import Reals
from pipeline.lexicon.headers import known_heads
from pipeline.model import Table
from pipeline.text import bullet_at, close_up

REASONS = (
    "rows of several cells",
    "filled",
    "only signs",
    "figures",
    "long",
    "marks",
    "heads in the first row",
    "one letter",
    "header rows",
)
LONG = 30  # characters of a cell that is a sentence rather than a label
LONGEST_FIGURE = 14  # characters, with its unit
EMPTY_SIGNS = frozenset("-–—−○●◎△×✓")  # a cell that says "none" or "yes"


def is_table(table: Table) -> bool:
    """Whether its first row is a header by all its words, or more speaks for a table than against
    it; the weights are learnt (learnt.toml).
    """
    first = first_row(table)
    if len(first) > 1 and all(map(_is_head, first)):
        return True
    weights = reasons_to_weights("text", REASONS)
    return float(table_to_features(table) @ weights[:-1] + weights[-1]) > 0


def table_to_features(table: Table) -> Reals:
    """How strongly each of REASONS holds, as shares of the filled cells or of the rows.

    >>> table_to_features(Table(1, 0, 0, ())).tolist()
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]
    """
    filled = [(c, text) for c in table.cells if (text := c.text.strip())]
    if not filled:
        return np.zeros(len(REASONS))
    rows = Counter(c.row for c, _ in filled)
    texts = [text for _, text in filled]
    return np.array(
        [
            share(n > 1 for n in rows.values()),
            len(filled) / len(table.cells),
            share(map(_is_sign, texts)),
            share(c.col > 0 and _is_figure(text) for c, text in filled),
            *_of_sentences(texts),
            share(map(_is_head, first_row(table))),
            share(map(_is_letter, texts)),
            float(table.header_rows),
        ]
    )


def first_row(table: Table) -> list[str]:
    """The filled cells of the first row."""
    return [text for c in table.cells if c.row == 0 and (text := c.text.strip())]


def _of_sentences(texts: Sequence[str]) -> tuple[float, float]:
    """How many are long, and how many a mark opens."""
    return share(len(t) > LONG for t in texts), share(bullet_at(t) is not None for t in texts)


def share(holds: Iterable[bool]) -> float:
    """How many of some hold, as a share of all."""
    each = list(holds)
    return sum(each) / max(1, len(each))


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha()


def _is_sign(text: str) -> bool:
    return not any(map(str.isalnum, text)) and text not in EMPTY_SIGNS


def _is_figure(text: str) -> bool:
    """A figure with its unit, if with anything."""
    return len(text) <= LONGEST_FIGURE and FIGURE.match(text) is not None


def _is_head(text: str) -> bool:
    bare = close_up(text)
    return bare in known_heads() or YEAR.fullmatch(bare) is not None
